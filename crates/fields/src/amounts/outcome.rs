//! What became of amounts that a paper proposes: a decision below them says that they are granted, or something else.

use std::sync::LazyLock;

use paper::{AmountRole, Item};
use regex::Regex;

use super::Found;
use crate::{Vocabulary, items, outline::Outline, pattern::cut};

/// The rule of an amount that somebody proposes.
pub(super) const PROPOSED: &str = "proposed";
/// How many lines below a proposal its decision is looked for.
const FAR: usize = 60;
/// How many lines a decision takes.
const LONG: usize = 4;

/// What closes a proposal in a sentence: `Indstillingen blev tiltrådt`, `Forslaget faldt`.
static OUTCOME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[^\p{L}])(?:(?:indstilling|forslag|anbefaling)(?:en|et|erne|ene)?|som (?:indstillet|foreslået))(?:$|[^\p{L}])").ok()
});

/// Gives amounts that were proposed the role that the decision of their point leaves them.
pub(super) fn settle(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    points: &[Item],
    found: &mut [Found],
) {
    let proposed = |amount: &Found| amount.rule == PROPOSED;
    if !found.iter().any(proposed) {
        return;
    }
    let amounts: Vec<(usize, i64)> = found.iter().map(|a| (a.span.start, a.money.ore)).collect();
    let place = Place {
        outline,
        vocabulary,
        points,
        amounts: &amounts,
    };
    for amount in found.iter_mut().filter(|amount| proposed(amount)) {
        if place.adopted(amount) {
            amount.role = AmountRole::Bevilget;
            amount.rule = "proposed-and-adopted";
        }
    }
}

struct Place<'a, 'd> {
    outline: &'a Outline<'d>,
    vocabulary: &'a Vocabulary,
    points: &'a [Item],
    /// Where amounts stand, and what they are.
    amounts: &'a [(usize, i64)],
}

impl Place<'_, '_> {
    /// Whether the decision below an amount is that it is granted as proposed.
    fn adopted(&self, amount: &Found) -> bool {
        let text = self.outline.text();
        let Some(first) = self.outline.line_at(amount.span.start) else {
            return false;
        };
        let rest = amount.span.end..self.outline.lines[first].span.end;
        if let Some(verdict) = self.sentences(rest, amount) {
            return verdict;
        }
        let at = self.outline.source(amount.span.clone()).start;
        let next = (self.points.iter().map(|point| point.source.start)).find(|start| *start > at);
        for (index, line) in self
            .outline
            .lines
            .iter()
            .enumerate()
            .skip(first + 1)
            .take(FAR)
        {
            let content = cut(text, line.span.clone());
            let past = |next| self.outline.source(line.span.clone()).start >= next;
            if next.is_some_and(past) {
                return false;
            }
            if let Some(label) = items::decision(content) {
                return self.decision(index, label, amount).unwrap_or(false);
            }
            if let Some(verdict) = self.sentences(line.span.clone(), amount) {
                return verdict;
            }
        }
        false
    }

    /// What the decision that a line opens says, on it or on the lines below.
    fn decision(&self, index: usize, label: usize, amount: &Found) -> Option<bool> {
        let lines = self.outline.lines.get(index..)?;
        for (at, line) in lines.iter().take(LONG).enumerate() {
            let from = line.span.start + if at == 0 { label } else { 0 };
            let verdict = self.verdict(from..line.span.end, amount);
            if verdict.is_some() {
                return verdict;
            }
        }
        None
    }

    /// What the sentences of a stretch say that speak of the proposal.
    fn sentences(&self, span: paper::Span, amount: &Found) -> Option<bool> {
        let text = cut(self.outline.text(), span.clone());
        let named = OUTCOME.as_ref()?;
        let mut from = 0;
        for part in text.split_inclusive(". ") {
            let at = from..from + part.len();
            from = at.end;
            // What lies open: `indstiller, at …`; another proposal.
            let other = part.to_lowercase().contains("ændringsforslag");
            if named.is_match(part) && !other {
                let verdict = self.verdict(span.start + at.start..span.start + at.end, amount);
                if verdict.is_some() {
                    return verdict;
                }
            }
        }
        None
    }

    /// Whether words adopt or depart; another amount in them is another decision.
    fn verdict(&self, span: paper::Span, amount: &Found) -> Option<bool> {
        let words = &self.vocabulary.amounts.granting;
        let said = cut(self.outline.text(), span.clone());
        let within = |(at, _): &&(usize, i64)| span.contains(at);
        let mut amounts = self.amounts.iter().filter(within).peekable();
        let other = amounts.peek().is_some() && amounts.all(|(_, ore)| *ore != amount.money.ore);
        if words.departed.is_match(said) || other {
            return Some(false);
        }
        words.adopted.is_match(said).then_some(true)
    }
}
