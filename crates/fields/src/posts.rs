//! People's posts: `kvalitetschef`, `ledende overlæge`, `Teknik- og miljødirektør`, `Lektor, ph.d.`

use std::collections::BTreeSet;

use paper::Span;
use serde::Deserialize;

/// The table `titles` of `roles.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Posts {
    words: BTreeSet<String>,
    endings: Vec<String>,
    never: BTreeSet<String>,
}

/// Words that stand before a post and belong to it.
const MODIFIERS: [&str; 20] = [
    "fhv.",
    "forhenværende",
    "statsaut.",
    "reg.",
    "ledende",
    "praktiserende",
    "tidl.",
    "tidligere",
    "konst.",
    "konstitueret",
    "fg.",
    "kst.",
    "faglig",
    "administrerende",
    "adm.",
    "akademisk",
    "statsautoriseret",
    "kommunal",
    "regional",
    "politisk",
];

impl Posts {
    /// Whether a word is a post: one of the list, or a compound that ends in one.
    pub(crate) fn is_post(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() || self.never.contains(bare) {
            return false;
        }
        // `kassereren`, `overlægen`: the post with its article.
        let plain = bare.strip_suffix("en").or(bare.strip_suffix('n'));
        self.words
            .contains(lower.trim_end_matches([',', ';', ':', ')']))
            || self.is_plain(bare)
            || plain.is_some_and(|plain| !self.never.contains(plain) && self.is_plain(plain))
            || is_degree(bare)
    }

    fn is_plain(&self, bare: &str) -> bool {
        self.words.contains(bare)
            || self
                .endings
                .iter()
                .any(|ending| bare.ends_with(ending.as_str()))
    }

    /// How many bytes at the beginning of a text are a post, without the space after it.
    pub(crate) fn prefix(&self, text: &str) -> usize {
        let words: Vec<(Span, &str)> = words(text);
        let mut best = 0;
        for (index, (span, word)) in words.iter().enumerate().take(6) {
            let coordinated =
                word.ends_with('-') || matches!(*word, "og" | "for") && index > 0 && best == 0;
            if self.is_post(word) {
                best = index + 1;
            } else if !(coordinated || is_modifier(word)) {
                break;
            }
            if best == index + 1 && word.ends_with([';', ':', ')']) || span.start > 80 {
                break;
            }
            // A comma ends the post unless another follows it: `Lektor, ph.d.`
            if word.ends_with(',')
                && !words
                    .get(index + 1)
                    .is_some_and(|(_, next)| is_degree(next))
            {
                break;
            }
        }
        best.checked_sub(1).map_or(0, |last| {
            let span = &words[last].0;
            span.start + words[last].1.trim_end_matches([',', ';', ':', ')']).len()
        })
    }

    /// The post that ends right before a byte: `ledende overlæge` before a name.
    pub(crate) fn before(&self, text: &str, at: usize) -> Option<Span> {
        const FAR: usize = 160;
        let lead = text.get(..at)?;
        let far = lead.char_indices().rev().nth(FAR).map_or(0, |(far, _)| far);
        // The first word may be cut in two and is none of the post's.
        let from = lead[far..]
            .find(' ')
            .filter(|_| far > 0)
            .map_or(far, |space| far + space);
        let trimmed = lead.trim_end_matches([' ', '\u{a0}']);
        let words: Vec<(Span, &str)> = words(trimmed.get(from..)?)
            .into_iter()
            .map(|(span, word)| (from + span.start..from + span.end, word))
            .collect();
        let mut start = None;
        let mut index = words.len();
        while index > 0 {
            let word = words[index - 1].1;
            let belongs = match start {
                None => self.is_post(word) && !word.ends_with([',', ';', ':', ')']),
                Some(_) => self.continues(&words, index - 1),
            };
            if !belongs {
                break;
            }
            index -= 1;
            start = Some(words[index].0.start);
        }
        let start = start?;
        // A coordination or a colon alone is no beginning.
        let first = words[index].1;
        let skip = if matches!(first, "og" | "for") {
            first.len() + 1
        } else {
            0
        };
        Some(start + skip..trimmed.len())
    }

    /// Whether the word at `index` belongs to the post that begins after it.
    fn continues(&self, words: &[(Span, &str)], index: usize) -> bool {
        let word = words[index].1;
        let next = words.get(index + 1).map_or("", |(_, next)| next);
        if word.ends_with(',') {
            return is_degree(next) && self.is_post(word);
        }
        is_modifier(word)
            || word.ends_with('-') && next == "og"
            || word == "og"
                && index
                    .checked_sub(1)
                    .is_some_and(|i| words[i].1.ends_with('-'))
            || self.is_post(word) && !word.ends_with([':', ';', ')', '.'])
            || is_degree(word)
    }
}

fn is_modifier(word: &str) -> bool {
    let lower = word.to_lowercase();
    // `teknisk`, `sygeplejefaglig`, `boligsocial`: what kind of chief or worker someone is.
    let kind = ["isk", "faglig", "social", "ansvarlig"]
        .iter()
        .any(|ending| lower.len() > ending.len() + 2 && lower.ends_with(ending));
    kind || MODIFIERS.contains(&lower.as_str())
}

fn is_degree(word: &str) -> bool {
    let lower = word.to_lowercase();
    let bare = lower.trim_end_matches(['.', ',']);
    [
        "ph.d",
        "cand.",
        "dr.med",
        "dr.phil",
        "dr.scient",
        "dr.jur",
        "lic.",
        "phd",
    ]
    .iter()
    .any(|d| lower.starts_with(d))
        || matches!(
            bare,
            "mph" | "msc" | "mba" | "hd" | "mpa" | "mpg" | "mmd" | "dr"
        )
}

fn words(text: &str) -> Vec<(Span, &str)> {
    let mut at = 0;
    let mut words = Vec::new();
    for piece in text.split_inclusive([' ', '\u{a0}', '\t']) {
        let word = piece.trim_end();
        if !word.is_empty() {
            words.push((at..at + word.len(), word));
        }
        at += piece.len();
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::Vocabulary;

    #[test]
    fn posts_around_names() {
        let posts = &Vocabulary::builtin().roles.titles;
        for (text, post) in [
            ("Formand er ledende overlæge NAVN", "ledende overlæge"),
            (
                "og Teknik- og miljødirektør NAVN",
                "Teknik- og miljødirektør",
            ),
            ("Lektor, ph.d. NAVN", "Lektor, ph.d."),
            ("provst NAVN", "provst"),
            ("samt NAVN", ""),
            ("Kurt Bro, konsulent, NAVN", ""),
        ] {
            let at = text.find("NAVN").unwrap();
            let found = posts.before(text, at).map_or("", |span| &text[span]);
            assert_eq!(found, post, "{text}");
        }
        for (text, post) in [
            ("direktør Nordager Kommune", "direktør"),
            ("ældre- og sundhedschef", "ældre- og sundhedschef"),
            ("praktiserende læge, Viby", "praktiserende læge"),
            ("Lektor, ph.d. Ida Bro", "Lektor, ph.d."),
            ("Nordager Kommune", ""),
        ] {
            assert_eq!(&text[..posts.prefix(text)], post, "{text}");
        }
    }
}
