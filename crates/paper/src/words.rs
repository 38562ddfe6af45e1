//! Words as two texts are compared by: what another format, another line or another hand at the keyboard changes is left out.

use std::ops::Range;

/// Letters that a capitalised word has at least to count as a name.
const NAME: usize = 4;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'w> {
    /// As it is compared: small letters and digits alone, whole where a line breaks it, a number without its points.
    pub text: &'w str,
    /// Whether it names or counts something.
    pub is_name: bool,
    /// The bytes of the text where it stands.
    pub range: Range<usize>,
}

/// The words of a text, as they are compared.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.text.to_owned()));
    words
}

/// Calls `each` with the words of a text.
pub fn each_word(text: &str, mut each: impl FnMut(Word<'_>)) {
    let mut open = Open::default();
    let mut rest = text.char_indices();
    while let Some((at, c)) = rest.next() {
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        if c.is_alphanumeric() {
            open.push(c, at);
        } else if open.text.is_empty() || c == '\u{ad}' {
            // Between words, or where one may be broken.
        } else if let Some(skip) = broken(c, after) {
            rest.by_ref().take(skip).for_each(drop);
        } else if !(open.digits
            && matches!(c, '.' | ',')
            && after.starts_with(|c: char| c.is_ascii_digit()))
        {
            each(open.word());
            open = Open {
                text: std::mem::take(&mut open.text),
                ..Open::default()
            };
            open.text.clear();
        }
    }
    if !open.text.is_empty() {
        each(open.word());
    }
}

/// A word that is not at its end yet.
#[derive(Default)]
struct Open {
    text: String,
    capital: bool,
    digits: bool,
    start: usize,
    end: usize,
}

impl Open {
    fn push(&mut self, c: char, at: usize) {
        if self.text.is_empty() {
            self.capital = c.is_uppercase();
            self.start = at;
        }
        self.digits |= c.is_numeric();
        self.end = at + c.len_utf8();
        self.text.extend(c.to_lowercase());
    }

    fn word(&self) -> Word<'_> {
        let long = self.text.chars().nth(NAME - 1).is_some();
        Word {
            text: &self.text,
            is_name: self.digits || self.capital && long,
            range: self.start..self.end,
        }
    }
}

/// Where a hyphen breaks a word at the end of a line: how many characters lie before its rest.
fn broken(c: char, after: &str) -> Option<usize> {
    if !matches!(c, '-' | '\u{2010}' | '\u{2011}') || !after.starts_with(['\n', '\r', '\u{ad}']) {
        return None;
    }
    let gap = after.chars().take_while(|c| c.is_whitespace()).count();
    let next: String = after
        .chars()
        .skip(gap)
        .take_while(|c| c.is_alphanumeric())
        .collect();
    // "børne-" at the end of a line before "og ungeudvalget" is whole.
    let goes_on =
        next.starts_with(char::is_lowercase) && !matches!(&*next, "og" | "eller" | "samt");
    goes_on.then_some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hyphens_and_points_do_not_count() {
        let one =
            "Sundheds- og omsorgsudvalget bevilger 52.692 kr. til kvalitetsudvikling, jf. § 4.";
        let other = "SUNDHEDS-\nog omsorgs\u{ad}udvalget  bevilger\t52692 kr. til kvalitets-\nudvikling, jf. §4";
        assert_eq!(words(one), words(other));
        assert_eq!(words("A-\nB 1.5, 2."), ["a", "b", "15", "2"]);
    }
}
