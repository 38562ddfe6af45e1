//! From glyphs to document: any pages make a sound document.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| formats::lay_out(bytes));
