//! How much of a truth stands in a text.

use std::collections::BTreeMap;
use std::fmt;

/// Found and wanted: words, words with Danish letters, rows of tables.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally([(usize, usize); 3]);

impl Tally {
    pub(crate) fn of(text: &str, truth: &str) -> Self {
        let read = words(&joined(text));
        let mut bag: BTreeMap<&str, usize> = BTreeMap::new();
        read.iter()
            .for_each(|word| *bag.entry(word).or_default() += 1);
        let mut tally = Self::default();
        for word in &words(truth) {
            let found = bag.get_mut(word.as_str()).filter(|left| **left > 0);
            let hit = usize::from(found.map(|left| *left -= 1).is_some());
            tally.count(0, hit);
            if word.contains(['æ', 'ø', 'å']) {
                tally.count(1, hit);
            }
        }
        let whole = format!(" {} ", read.join(" "));
        for row in truth.lines().filter(|line| line.contains('\t')) {
            let row = format!(" {} ", words(row).join(" "));
            tally.count(2, usize::from(whole.contains(&row)));
        }
        tally
    }

    fn count(&mut self, at: usize, hit: usize) {
        self.0[at].0 += hit;
        self.0[at].1 += 1;
    }

    pub(crate) fn add(&mut self, other: Self) {
        for (sum, one) in self.0.iter_mut().zip(other.0) {
            *sum = (sum.0 + one.0, sum.1 + one.1);
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (found, wanted) in self.0 {
            write!(f, "  {:.4}", found as f64 / wanted.max(1) as f64)?;
        }
        Ok(())
    }
}

/// Runs of letters and digits, folded.
fn words(text: &str) -> Vec<String> {
    let folded: String = text.replace('\u{ad}', "").to_lowercase();
    let parts = folded.split(|c: char| !c.is_alphanumeric() && c != '_');
    parts
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Words broken at line ends made whole, but for `forsknings-` before `og`.
fn joined(text: &str) -> String {
    let mut out = String::new();
    for line in text.split(['\n', '\u{c}']) {
        let first = line.split_whitespace().next().unwrap_or_default();
        let goes_on = first.starts_with(char::is_lowercase)
            && !matches!(first, "og" | "eller" | "samt" | "til" | "som");
        let stem = out.trim_end().strip_suffix(['-', '\u{2010}']);
        match stem.filter(|stem| goes_on && stem.ends_with(char::is_alphanumeric)) {
            Some(stem) => {
                let length = stem.len();
                out.truncate(length);
                out.push_str(line.trim_start());
            }
            None => {
                out.push('\n');
                out.push_str(line);
            }
        }
    }
    out
}
