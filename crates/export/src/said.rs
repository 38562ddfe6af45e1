//! What two summaries have in common: whether they tell of one thing.

use paper::each_word;

use crate::days;

/// Letters from which a word says something by itself; shorter ones do in capitals alone (KL, PLO).
const WORD: usize = 4;
/// Letters that two words share at least to be the same one: "frist" in "høringsfristen".
const STEM: usize = 5;

/// Words that say no more than that there is a date; so do names of months and weekdays.
const EMPTY: &[&str] = &[
    "frist", "fristen", "frister", "deadline", "dato", "datoen", "senest", "sidste", "inden",
    "udløber", "møde", "mødet", "møder",
];

/// A summary, to be compared with another one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// All of it, as words.
    pub(crate) whole: Vec<String>,
    /// The words that say what it is about, each once, without numbers and dates.
    words: Vec<String>,
    /// Its numbers: "1. rate" and "2. rate" are two things.
    numbers: Vec<String>,
}

impl Said {
    pub(crate) fn of(summary: Option<&str>) -> Self {
        let mut said = Self::default();
        let summary = summary.unwrap_or_default();
        each_word(summary, |word| {
            let text = word.text.to_owned();
            let list = if text.contains(|c: char| c.is_ascii_digit()) {
                Some(&mut said.numbers)
            } else if says_something(&text, summary.get(word.range).unwrap_or_default()) {
                Some(&mut said.words)
            } else {
                None
            };
            if let Some(list) = list.filter(|list| !list.contains(&text)) {
                list.push(text.clone());
            }
            said.whole.push(text);
        });
        said
    }

    pub(crate) fn says_nothing(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) fn has_numbers_of(&self, other: &Self) -> bool {
        self.numbers == other.numbers
    }

    pub(crate) fn is_numbered_as(&self, other: &Self) -> bool {
        !self.numbers.is_empty() && self.has_numbers_of(other)
    }

    /// How many words of one stand in the other as well, in whatever form.
    pub(crate) fn common(&self, other: &Self) -> usize {
        let (few, many) = if self.words.len() <= other.words.len() {
            (self, other)
        } else {
            (other, self)
        };
        let stands = |word: &&String| many.words.iter().any(|other| are_one(word, other));
        few.words.iter().filter(stands).count()
    }

    /// Of two dates on the same day: whether they are of one thing, told in more or fewer words. Other numbers tell them apart.
    pub(crate) fn same_thing(&self, other: &Self) -> bool {
        let apart = |a: &Self, b: &Self| !a.numbers.iter().any(|number| b.numbers.contains(number));
        if !self.numbers.is_empty() && !other.numbers.is_empty() && apart(self, other) {
            return false;
        }
        let fewer = self.words.len().min(other.words.len());
        fewer == 0 || self.common(other) * 2 > fewer
    }

    /// Of two dates on other days: how much of what the longer one says the other says too, in hundredths, if it is more than
    /// half of it. Numbers and dates do not count.
    pub(crate) fn nearness(&self, other: &Self) -> Option<usize> {
        let more = self.words.len().max(other.words.len());
        if more == 0 {
            return Some(100);
        }
        let near = self.common(other) * 100 / more;
        (near > 50).then_some(near)
    }
}

fn says_something(word: &str, written: &str) -> bool {
    let letters = word.chars().count();
    let is_short_name = letters >= 2 && written.chars().all(char::is_uppercase);
    is_short_name || letters >= WORD && !EMPTY.contains(&word) && !days::is_name(word)
}

/// Whether two words are one in two forms, or one is made with the other: "tilbagemelding" and "tilbagemeldinger",
/// "frist" and "ansøgningsfristen".
fn are_one(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shared = longest_shared(&a, &b);
    shared >= STEM && shared * 10 >= a.len().min(b.len()) * 7
}

/// The length of the longest stretch that stands in both.
fn longest_shared(a: &[char], b: &[char]) -> usize {
    let mut longest = 0;
    let mut above = vec![0; b.len() + 1];
    for one in a {
        let mut before = 0;
        for (other, cell) in b.iter().zip(above.iter_mut().skip(1)) {
            let grown = if one == other { before + 1 } else { 0 };
            before = std::mem::replace(cell, grown);
            longest = longest.max(grown);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same_thing(a: &str, b: &str) -> bool {
        let (a, b) = (Said::of(Some(a)), Said::of(Some(b)));
        assert_eq!(a.same_thing(&b), b.same_thing(&a));
        a.same_thing(&b)
    }

    #[test]
    fn one_thing_in_more_or_other_words() {
        for (a, b) in [
            (
                "Tilbagemelding til KL",
                "tilbagemeldinger til KL fra kommunerne",
            ),
            ("Ansøgning indsendes", "Indsendelse af ansøgningen"),
            ("Ansøgningsfrist", "Fristen udløber"),
            ("", "Svar til Digelaget"),
            ("Svar senest den 3. maj 2017", "svar 3/5"),
            ("Udbetaling af 1. rate", "1. rate udbetales"),
        ] {
            assert!(same_thing(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn two_things_on_one_day() {
        for (a, b) in [
            ("Tilbagemelding til KL", "Tilbagemelding til KKR"),
            ("Udbetaling af 1. rate", "Udbetaling af 2. rate"),
            ("Svar til Digelaget", "Budgettet indsendes"),
            ("Frist for høringssvar", "Frist for ansøgning"),
        ] {
            assert!(!same_thing(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn nearness_looks_past_numbers_and_dates() {
        let near = |a, b| Said::of(Some(a)).nearness(&Said::of(Some(b)));
        assert_eq!(near("1. rate udbetales", "2. rate udbetales"), Some(100));
        assert_eq!(near("Møde den 3. maj", "Møde den 4. juni"), Some(100));
        assert_eq!(
            near(
                "Kommunerne afleverer regnskab",
                "Kommunerne sender regnskab"
            ),
            Some(66)
        );
        assert_eq!(
            near("Indlevering af regnskab", "Indlevering af budget"),
            None
        );
        assert_eq!(near("Indlevering af regnskab", "Møde i Digelaget"), None);
    }
}
