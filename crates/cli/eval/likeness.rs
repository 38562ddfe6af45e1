//! How alike words are, for people who write the same a little otherwise.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

/// Letters and digits as they are compared, in lower case; one space for all between them but for what belongs to addresses and
/// numbers.
pub(super) fn normal(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let letters = text.nfkc().flat_map(char::to_lowercase);
    for letter in letters.filter(|letter| *letter != '\u{ad}') {
        if is_of_word(letter) || "@+/&.-".contains(letter) {
            kept.push(letter);
        } else if !kept.ends_with(' ') {
            kept.push(' ');
        }
    }
    let kept = kept.trim_matches([' ', '.', '-']);
    kept.to_owned()
}

/// How alike two texts are by their words, in any order: twice the words that both have by all words of both, 0 to 1.
pub(super) fn overlap(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    let same: usize = one
        .iter()
        .map(|(word, count)| other.get(word).map_or(0, |there| *count.min(there)))
        .sum();
    let all = one.values().sum::<usize>() + other.values().sum::<usize>();
    if same == 0 {
        0.0
    } else {
        2.0 * same as f64 / all as f64
    }
}

/// The words of a text, and how often each stands in it.
fn words(text: &str) -> BTreeMap<String, usize> {
    let text = normal(text);
    let mut words = BTreeMap::new();
    for word in text.split(|letter| !is_of_word(letter)) {
        if !word.is_empty() {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }
    words
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_between_words_and_case_do_not_count() {
        assert_eq!(
            normal("  Sag nr. 17/36–68, »Broen«."),
            "sag nr. 17/36 68 broen"
        );
        assert_eq!(normal("Ida.Bro@By.dk."), "ida.bro@by.dk");
        assert_eq!(normal("kom\u{ad}mune ﬁn"), "kommune fin");
    }

    #[test]
    fn words_in_common_are_counted_as_often_as_they_stand() {
        assert_eq!(overlap("Ida Bro", "bro, ida"), 1.0);
        assert_eq!(overlap("a b c d", "a b x y"), 0.5);
        assert_eq!(overlap("a a b", "a b b"), 2.0 / 3.0);
        assert_eq!(overlap("", ""), 0.0);
    }
}
