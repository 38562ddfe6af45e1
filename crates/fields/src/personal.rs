//! Personal data that nothing behind this crate may see: CPR numbers.
//!
//! A CPR number is a birth date and four digits more, `ddmmyy-xxxx`. The seventh digit gives the century; until October
//! 2007 the ten digits had a check sum (modulus 11), since then numbers are given without one. Source: the CPR office,
//! "Personnummeret i CPR".

use std::sync::LazyLock;

use jiff::civil::Date;
use paper::{Document, Places, Recognised, RecognisedWord, Warning, WarningCode, certainties_in};
use regex::{Captures, Regex};

/// Ten digits in the ways that people write them.
static TEN_DIGITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d{2}[.\u{b7}]?\d{2}[.\u{b7}]?\d{2}[ \u{a0}]?[-\u{2010}-\u{2015}\u{2212} \u{a0}/\u{ad}]?[ \u{a0}]?\d{4}")
        .ok()
});

/// Ten digits in ways that other numbers are written too, so that a label must stand near: a date as dates are written and a dash,
/// digits in pairs, and four digits that stand in the next line.
const LOOSELY: &str = r"(?x)
    (?<day>\d{1,2}) [./\-\ ]{1,2} (?<month>\d{1,2}) [./\-\ ]{1,2} (?:19|20)? (?<year>\d{2}) \s? [-\u{2010}-\u{2015}\u{2212}] \s? LAST
    | \d{2} [\ \u{a0}] \d{2} [\ \u{a0}] \d{2} \s? [-\u{2010}-\u{2015}\u{2212}]? \s? LAST
    | \d{6} \s? [-\u{2010}-\u{2015}\u{2212}]? \s? LAST";

/// [`LOOSELY`] with four digits, and with their mask.
static LOOSE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&LOOSELY.replace("LAST", r"\d{4}")).ok());
static LOOSE_MASKED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&LOOSELY.replace("LAST", r"xxxx\b")).ok());

/// What stands for the last four digits.
const MASK: &str = "xxxx";

/// A number whose last four digits are masked.
static MASKED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d{2}[.\u{b7}]?\d{2}[.\u{b7}]?\d{2}[ \u{a0}]?[-\u{2010}-\u{2015}\u{2212} \u{a0}/\u{ad}]?[ \u{a0}]?xxxx\b").ok()
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
/// ten digits are written without a hyphen, in pairs, over the end of a line, or with a date as dates are written (7/7-61-4285). Masking twice changes nothing.
///
/// ```
/// let mut document = paper::Document { text: "CPR-nr. 070761-4285".to_owned(), ..Default::default() };
/// fields::mask_personal_data(&mut document);
/// assert_eq!(document.text, "CPR-nr. 070761-xxxx");
/// assert_eq!(document.warnings.len(), 1);
/// ```
pub fn mask_personal_data(document: &mut Document) {
    let mut found = numbers(&document.text);
    document.text = masked(&document.text, &found);
    for certainty in &mut document.recognised {
        let span = certainty.start..certainty.end;
        if found
            .iter()
            .any(|number| number.start < span.end && span.start < number.end)
        {
            certainty.raw = None;
        }
    }
    if document
        .warnings
        .iter()
        .all(|warning| warning.code != WarningCode::PersonalData)
    {
        found.extend(masked_before(document));
    }
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

/// Where CPR numbers stood in pictures, which were masked by [`mask_recognised`].
fn masked_before(document: &Document) -> Vec<paper::Span> {
    if document.recognised.is_empty() {
        return Vec::new();
    }
    let patterns = [&MASKED, &LOOSE_MASKED]
        .into_iter()
        .filter_map(|one| one.as_ref());
    let recognised =
        |span: &paper::Span| certainties_in(&document.recognised, span).next().is_some();
    let found = patterns.flat_map(|pattern| pattern.find_iter(&document.text).map(|m| m.range()));
    in_order(found.filter(recognised))
}

/// Replaces the last four digits of each CPR number in a recognised page by `x`, also where the words were mended from.
/// [`mask_personal_data`] warns of them when the page has become part of a document.
pub fn mask_recognised(page: &mut Recognised) {
    let read = |word: &RecognisedWord| word.raw.clone().unwrap_or_else(|| word.text.clone());
    // Of a mended word either reading may be the number that the other one only resembles.
    for (at, range) in in_words(&page.words, read) {
        if let Some(word) = page.words.get_mut(at) {
            match &mut word.raw {
                Some(raw) => raw.replace_range(range, MASK),
                None => word.text.replace_range(range, MASK),
            }
        }
    }
    for (at, range) in in_words(&page.words, |word| word.text.clone()) {
        if let Some(word) = page.words.get_mut(at) {
            word.text.replace_range(range, MASK);
            word.raw = None;
        }
    }
}

/// The last four digits of CPR numbers in words: which word, and which bytes of it. A number and what tells that it is one may
/// stand in several words.
fn in_words(
    words: &[RecognisedWord],
    read: impl Fn(&RecognisedWord) -> String,
) -> Vec<(usize, paper::Span)> {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            let before = words.get(at - 1).map(|before| before.line);
            text.push(if before == Some(word.line) { ' ' } else { '\n' });
        }
        starts.push(text.len());
        text.push_str(&read(word));
    }
    let placed = |number: paper::Span| {
        let at = starts.partition_point(|&start| start <= number.end - MASK.len()) - 1;
        let start = starts.get(at).copied().unwrap_or_default();
        (at, number.end - MASK.len() - start..number.end - start)
    };
    numbers(&text).into_iter().map(placed).collect()
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
        out.push_str(&text[at..span.end - MASK.len()]);
        out.push_str(MASK);
        at = span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Where CPR numbers stand. The last four bytes of each are digits.
fn numbers(text: &str) -> Vec<paper::Span> {
    let (Some(strict), Some(loose)) = (&*TEN_DIGITS, &*LOOSE) else {
        return Vec::new();
    };
    let strict = strict
        .find_iter(text)
        .filter(|m| stands_free(text, m.start(), m.end()))
        .filter(|m| is_cpr(m.as_str(), has_label(text, m.start(), m.end())))
        .map(|m| m.range());
    let loose = loose.captures_iter(text).filter_map(|written| {
        let whole = written.get_match();
        let (start, end) = (whole.start(), whole.end());
        let told = stands_free(text, start, end) && has_label(text, start, end);
        (told && birth(&digits_of(&written)).is_some()).then(|| whole.range())
    });
    in_order(strict.chain(loose))
}

/// Stretches by their beginnings, none over another.
fn in_order(found: impl Iterator<Item = paper::Span>) -> Vec<paper::Span> {
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|span| (span.start, span.end));
    found.dedup_by(|later, earlier| later.start < earlier.end);
    found
}

/// The ten digits of a number that was written as a date is, or otherwise loosely.
fn digits_of(written: &Captures<'_>) -> Vec<u32> {
    let whole = written.get_match().as_str();
    let named = ["day", "month", "year"].map(|part| written.name(part).map(|m| m.as_str()));
    let text = match named {
        [Some(day), Some(month), Some(year)] => {
            let last = whole.get(whole.len() - MASK.len()..).unwrap_or_default();
            format!("{day:0>2}{month:0>2}{year}{last}")
        }
        _ => whole.to_owned(),
    };
    text.chars().filter_map(|c| c.to_digit(10)).collect()
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

    #[test]
    fn in_recognised_words_numbers_are_masked_and_told() {
        let word = |(line, text, raw): (u32, &str, Option<&str>)| RecognisedWord {
            text: text.to_owned(),
            raw: raw.map(str::to_owned),
            confidence: 90,
            line,
            frame: paper::Frame::default(),
        };
        let words = [
            (0, "CPR-nr.", None),
            (0, "070761", None),
            (0, "-", None),
            (0, "4285", Some("428S")),
            (1, "070761-4285,", Some("O7O761-4285,")),
            (1, "0707614285", None),
            (2, "maj", Some("070761-4285")),
        ];
        let mut page = Recognised {
            words: words.map(word).into(),
            ..Recognised::default()
        };
        mask_recognised(&mut page);
        let told: Vec<_> = page
            .words
            .iter()
            .map(|w| (w.text.as_str(), w.raw.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                ("CPR-nr.", None),
                ("070761", None),
                ("-", None),
                ("xxxx", None),
                ("070761-xxxx,", None),
                ("070761xxxx", None),
                ("maj", Some("070761-xxxx")),
            ]
        );
        let mut document = Document {
            text: "CPR-nr. 070761-xxxx".to_owned(),
            ..Document::default()
        };
        let recognised = paper::Certainty {
            start: 8,
            end: 19,
            confidence: 90,
            frame: paper::Frame::default(),
            raw: None,
        };
        mask_personal_data(&mut document);
        assert_eq!(document.warnings, [], "the paper itself says so");
        document.recognised.push(recognised);
        mask_personal_data(&mut document);
        mask_personal_data(&mut document);
        let quotes = document
            .warnings
            .iter()
            .map(|w| w.source.as_ref().unwrap().quote.as_str());
        assert_eq!(quotes.collect::<Vec<_>>(), ["070761-xxxx"]);
    }
}
