#![doc = include_str!("grammar.md")]
