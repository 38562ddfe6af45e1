//! Municipalities named together, with their common word in the plural.

use paper::Span;

use super::{Words, tokens::Token};
use crate::pattern::cut;

/// `Klitby, Viby og Nordager Kommuner`: each by its place.
pub(super) fn several(words: &Words, tokens: &[Token<'_>], text: &str, at: usize) -> Vec<Span> {
    const MOST: usize = 12;
    let head = tokens
        .get(at)
        .filter(|t| t.joined && matches!(t.word, "Kommuner" | "kommuner"));
    let mut places = Vec::new();
    let mut next = at.checked_sub(1).filter(|_| head.is_some());
    while let Some(token) = next
        .and_then(|n| tokens.get(n))
        .filter(|_| places.len() < MOST)
    {
        if !token.is_capital() || words.opens(token.word) {
            break;
        }
        places.push(token.span.clone());
        let before = next
            .and_then(|n| n.checked_sub(1))
            .and_then(|n| tokens.get(n));
        let Some(before) = before else { break };
        let joint = if before.word == "og" { 2 } else { 1 };
        let comma = cut(text, before.span.end..token.span.start) == ", ";
        if joint == 1 && !comma {
            break;
        }
        next = next.and_then(|n| n.checked_sub(joint));
    }
    if places.len() < 2 { Vec::new() } else { places }
}
