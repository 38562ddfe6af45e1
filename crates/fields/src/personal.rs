//! Personal data that nothing behind this crate may see: CPR numbers.
//!
//! A CPR number is a birth date and four digits more, `ddmmyy-xxxx`. The seventh digit gives the century; until October
//! 2007 the ten digits had a check sum (modulus 11), since then numbers are given without one. Source: the CPR office,
//! "Personnummeret i CPR".

use std::sync::LazyLock;

use jiff::civil::Date;
use paper::{Document, Places, Warning, WarningCode};
use regex::Regex;

/// Ten digits in the ways that people write them.
static TEN_DIGITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d{2}[.\u{b7}]?\d{2}[.\u{b7}]?\d{2}[ \u{a0}]?[-\u{2010}-\u{2015}\u{2212} \u{a0}/\u{ad}]?[ \u{a0}]?\d{4}")
        .ok()
});

/// Words that tell that a CPR number follows.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\bcpr\b|cpr[.-]?\s?(?:nr|nummer)|person\s?-?(?:nr|nummer)|p[ea]rs\.?\s?nr|\bfødt\b|fødselsdato|fødselsnummer").ok()
});

/// How far before a number its label may stand, in bytes.
const REACH: usize = 90;

/// Replaces the last four digits of each CPR number in a document by `x`, digit for digit, so that offsets hold; a warning
/// tells where.
///
/// A hyphen between date and digits is enough where the check sum holds; else a label must stand near, as it must where the
/// ten digits are written without a hyphen. Masking twice changes nothing.
///
/// ```
/// let mut document = paper::Document { text: "CPR-nr. 070761-4285".to_owned(), ..Default::default() };
/// fields::mask_personal_data(&mut document);
/// assert_eq!(document.text, "CPR-nr. 070761-xxxx");
/// assert_eq!(document.warnings.len(), 1);
/// ```
pub fn mask_personal_data(document: &mut Document) {
    let found = numbers(&document.text);
    document.text = masked(&document.text, &found);
    let places = Places::new(&document.text, document.pages.is_some());
    let warnings: Vec<Warning> = found
        .iter()
        .map(|span| Warning {
            code: WarningCode::PersonalData,
            message: "a CPR number stands in the paper; its last four digits are masked".to_owned(),
            source: Some(places.source(span.clone())),
        })
        .collect();
    for warning in &mut document.warnings {
        hide(&mut warning.message);
        if let Some(source) = &mut warning.source {
            hide(&mut source.quote);
        }
    }
    document.warnings.extend(warnings);
    let properties = &mut document.properties;
    for property in [
        &mut properties.title,
        &mut properties.author,
        &mut properties.subject,
        &mut properties.keywords,
    ]
    .into_iter()
    .flatten()
    {
        hide(property);
    }
}

fn hide(text: &mut String) {
    let found = numbers(text);
    if !found.is_empty() {
        *text = masked(text, &found);
    }
}

fn masked(text: &str, found: &[paper::Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in found {
        out.push_str(&text[at..span.end - 4]);
        out.push_str("xxxx");
        at = span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Where CPR numbers stand. The last four bytes of each are digits.
fn numbers(text: &str) -> Vec<paper::Span> {
    let Some(pattern) = &*TEN_DIGITS else {
        return Vec::new();
    };
    pattern
        .find_iter(text)
        .filter(|m| stands_free(text, m.start(), m.end()))
        .filter(|m| is_cpr(m.as_str(), has_label(text, m.start(), m.end())))
        .map(|m| m.range())
        .collect()
}

/// No digit and no further group of a longer number on either side.
fn stands_free(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let mut after = text[end..].chars();
    let (next, second) = (after.next(), after.next());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let joint = |c: Option<char>| c.is_some_and(|c| "-/._".contains(c));
    let goes_on = digit(next) || joint(next) && digit(second);
    !(digit(before) || before.is_some_and(|c| "-/_".contains(c)) || goes_on)
}

fn has_label(text: &str, start: usize, end: usize) -> bool {
    let Some(label) = &*LABEL else { return false };
    let mut from = start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let mut to = line_end.min(end + 40);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    label.is_match(&text[from..start]) || label.is_match(&text[end..to])
}

fn is_cpr(number: &str, labelled: bool) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some(birth) = birth(&digits) else {
        return false;
    };
    let hyphen = !number.contains(['/', ' ', '\u{a0}', '.'])
        && number.contains(|c: char| !c.is_ascii_digit());
    let spaced_hyphen = number.contains(['-', '\u{2013}', '\u{2212}']);
    let newer = birth.year() >= 2007;
    labelled || (hyphen || spaced_hyphen) && (check_sum_holds(&digits) || newer)
}

/// The weights of the check sum, 4 3 2 7 6 5 4 3 2 1; the sum is divisible by 11.
fn check_sum_holds(digits: &[u32]) -> bool {
    let weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    let sum: u32 = digits.iter().zip(weights).map(|(d, w)| d * w).sum();
    sum.is_multiple_of(11)
}

/// The birth date, its century told by the seventh digit; a day above 60 is that of a number given for the time being.
fn birth(digits: &[u32]) -> Option<Date> {
    let two = |at: usize| Some(digits.get(at)? * 10 + digits.get(at + 1)?);
    let (day, month, year) = (two(0)?, two(2)?, two(4)?);
    let century = match (digits.get(6)?, year) {
        (0..=3, _) | (4 | 9, 37..=99) => 1900,
        (4 | 9, _) | (5..=8, 0..=57) => 2000,
        _ => 1800,
    };
    let day = if day > 60 { day - 60 } else { day };
    Date::new(
        i16::try_from(century + year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Corpus {
        masked: Vec<(String, String)>,
        kept: Vec<String>,
    }

    #[test]
    fn the_corpus() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../fixtures/fields/personal.toml"
        );
        let corpus: Corpus = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mask = |text: &str| {
            let mut document = Document {
                text: text.to_owned(),
                ..Document::default()
            };
            document.properties.title = Some(text.to_owned());
            mask_personal_data(&mut document);
            mask_personal_data(&mut document);
            document
        };
        for (text, wanted) in &corpus.masked {
            let document = mask(text);
            assert_eq!(&document.text, wanted);
            assert_eq!(document.properties.title.as_ref(), Some(wanted));
            let hidden = wanted.matches("xxxx").count();
            assert_eq!(document.warnings.len(), hidden, "{text}");
            for warning in &document.warnings {
                let quote = &warning.source.as_ref().unwrap().quote;
                assert!(quote.ends_with("xxxx"), "{quote}");
            }
        }
        for text in &corpus.kept {
            assert_eq!(&mask(text).text, text);
        }
    }
}
