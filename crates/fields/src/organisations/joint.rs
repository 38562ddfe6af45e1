//! Municipalities that share the word: `Skive, Viborg og Struer Kommuner`.

use paper::OrganisationKind;

use super::shapes::{Found, Line};

/// How many words before `Kommuner` are looked at.
const MOST: usize = 40;

impl Line<'_> {
    /// Each of the municipalities before a plural, the last one with the plural itself.
    pub(super) fn municipalities(&self) -> Vec<Found> {
        let mut all = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            if !matches!(token.word, "Kommuner" | "kommuner") || !token.joined {
                continue;
            }
            let mut before = self
                .tokens
                .get(at.saturating_sub(MOST)..at)
                .unwrap_or_default();
            let mut end = token.span.end;
            while let Some((last, rest)) = before.split_last() {
                let capital = last.is_capital() && !self.words.opens(last.word);
                if let Some(name) = capital.then(|| self.municipality(last.word)) {
                    all.push(Found {
                        span: last.span.start..end,
                        name,
                        kind: OrganisationKind::Kommune,
                    });
                } else if last.word != "og" {
                    break;
                }
                before = rest;
                end = before.last().map_or(end, |next| next.span.end);
            }
        }
        all
    }

    /// The full name of the municipality that a word stands for, with or without a genitive's `s`.
    fn municipality(&self, word: &str) -> String {
        let stem = word.strip_suffix('s').unwrap_or(word);
        let known = &self.words.municipalities;
        let name = known.get(word).or_else(|| known.get(stem));
        format!("{} Kommune", name.map_or(word, |name| name.as_str()))
    }
}
