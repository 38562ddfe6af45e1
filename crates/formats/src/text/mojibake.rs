//! Letters that were read in the wrong code page before they came to us, put right where that is certain.
//!
//! Of UTF-8 that was read as one byte a character every letter has become two or three signs that no word has
//! ("pÃ¥", "Regionsr├ådet"): such words are put right one by one. Between two code pages of one byte a letter has become
//! another sign ("m›de"): there whole paragraphs are put right, if they read well afterwards and did not before.
//! What tells of the mistake ("»møde« bliver til »mÃ¸de«") stays.

use std::{collections::HashMap, sync::LazyLock};

use super::encoding;
use super::tables::{CodePage, decode as decode_byte};

/// Code pages in which UTF-8 is read by mistake, the most common first.
const READ_AS: [CodePage; 6] = [
    CodePage::Windows1252,
    CodePage::Latin1,
    CodePage::Cp850,
    CodePage::Cp865,
    CodePage::Cp437,
    CodePage::MacRoman,
];

/// Code pages of one byte that are taken for each other: what a text is in, and what it was read as.
const MISTAKEN: [(CodePage, CodePage); 6] = [
    (CodePage::Cp850, CodePage::Windows1252),
    (CodePage::Cp865, CodePage::Windows1252),
    (CodePage::MacRoman, CodePage::Windows1252),
    (CodePage::Windows1252, CodePage::Cp850),
    (CodePage::Windows1252, CodePage::Cp865),
    (CodePage::Windows1252, CodePage::MacRoman),
];

/// How often one mistake is made upon another.
const LAYERS: usize = 3;

/// Danish letters within words that a paragraph must gain before it is put right as a whole.
const CERTAIN: usize = 3;

/// The text put right; `None` where nothing is wrong with it, or nothing is certain.
pub(crate) fn repaired(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut now = None;
    for _ in 0..LAYERS {
        let before = now.as_deref().unwrap_or(text);
        match unfolded(before) {
            Some(better) => now = Some(better),
            None => break,
        }
    }
    let before = now.as_deref().unwrap_or(text);
    transposed(before).or(now)
}

/// Which byte a character stands for in a code page.
struct Bytes(HashMap<char, u8>);

impl Bytes {
    fn of(page: CodePage) -> Self {
        let pairs = (0x80..=0xff).map(|byte| (decode_byte(page, byte), byte));
        let mut bytes: HashMap<char, u8> = pairs
            .filter(|(c, _)| *c != char::REPLACEMENT_CHARACTER)
            .collect();
        // What Windows-1252 has no sign for comes through as the control character of that number.
        if page == CodePage::Windows1252 {
            for byte in [0x81_u8, 0x8d, 0x8f, 0x90, 0x9d] {
                bytes.insert(char::from(byte), byte);
            }
        }
        Self(bytes)
    }

    fn get(&self, c: char) -> Option<u8> {
        self.0.get(&c).copied()
    }

    /// The character of UTF-8 whose bytes the first characters stand for, and how many they are.
    fn unfold(&self, chars: &[char]) -> Option<(char, usize)> {
        // Most characters: not even looked up.
        let first = *chars.first().filter(|c| !c.is_ascii())?;
        let lead = self.get(first)?;
        let length = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut bytes = [lead, 0, 0, 0];
        for (place, &c) in bytes.iter_mut().zip(chars.get(..length)?).skip(1) {
            *place = self.get(c)?;
        }
        let text = std::str::from_utf8(bytes.get(..length)?).ok()?;
        let c = text.chars().next()?;
        is_of_papers(c).then_some((c, length))
    }
}

/// Letters of Western Europe and the signs of printed text: what UTF-8 is there for in a Danish paper; and what one
/// more layer of the mistake has made of them.
fn is_of_papers(c: char) -> bool {
    let is_printed = matches!(c, '\u{a0}'..='\u{ff}' | '\u{2010}'..='\u{203a}' | '€' | '™' | '−' | '≤' | '≥' | '☐' | '☒');
    let is_layer = matches!(c, '\u{80}'..='\u{9f}' | 'ƒ' | 'ˆ' | '˜' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ' | '\u{2500}'..='\u{257f}');
    is_printed || is_layer || matches!(c, '\u{fb00}'..='\u{fb06}' | '\u{feff}')
}

fn is_danish(c: char) -> bool {
    matches!(c, 'æ' | 'ø' | 'å' | 'Æ' | 'Ø' | 'Å')
}

/// Undoes one reading of UTF-8 in a code page of one byte.
fn unfolded(text: &str) -> Option<String> {
    if !has_neighbours(text) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let page = READ_AS
        .into_iter()
        .map(|page| (hits(&chars, &Bytes::of(page)), page))
        .filter(|(hits, _)| *hits > 0)
        .max_by_key(|(hits, page)| (*hits, std::cmp::Reverse(rank(*page))))?
        .1;
    let bytes = Bytes::of(page);
    let mut changed = false;
    let mut better = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match unfolded_line(line, &bytes) {
            Some(line) => {
                changed = true;
                better.push_str(&line);
            }
            None => better.push_str(line),
        }
    }
    changed.then_some(better)
}

/// Whether two characters beyond ASCII stand side by side, as all that a letter has become do: few texts have any.
fn has_neighbours(text: &str) -> bool {
    // The last byte of one, the first of the next.
    let mut pairs = text.as_bytes().windows(2);
    pairs.any(|pair| matches!(pair, [0x80..=0xbf, 0xc0..=0xff]))
}

fn rank(page: CodePage) -> usize {
    READ_AS
        .iter()
        .position(|&one| one == page)
        .unwrap_or(usize::MAX)
}

/// How many characters of words the reading in a page has folded.
fn hits(chars: &[char], bytes: &Bytes) -> usize {
    let mut hits = 0;
    let mut at = 0;
    while at < chars.len() {
        match bytes.unfold(&chars[at..]) {
            Some((c, length)) => {
                hits += usize::from(is_danish(c)) * 4 + 1;
                at += length;
            }
            None => at += 1,
        }
    }
    hits
}

/// A line with its words put right; `None` where it has none that is wrong, or where it tells of the mistake.
fn unfolded_line(line: &str, bytes: &Bytes) -> Option<String> {
    let chars: Vec<char> = line.chars().collect();
    let mut better = String::with_capacity(line.len());
    let (mut letters, mut signs, mut right, mut quoted) = (0, 0, 0, 0);
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        match bytes.unfold(&chars[at..]) {
            Some((c, length)) => {
                let c = left_over(&chars, at).unwrap_or(c);
                letters += usize::from(c.is_alphabetic());
                signs += usize::from(!c.is_alphabetic());
                quoted += usize::from(is_quoted(&chars, at));
                better.push(c);
                at += length;
            }
            None => {
                right += usize::from(is_danish(c));
                better.push(c);
                at += 1;
            }
        }
    }
    let is_certain = if right == 0 {
        letters > 0 || signs > 0
    } else {
        letters > 0 && quoted == 0 && !repeats(line, &better)
    };
    is_certain.then_some(better)
}

/// The letter that stands right after the sign of a first byte, in a word of small letters: the letter was put right
/// before, and the sign was left ("Regionsr├ådet").
fn left_over(chars: &[char], at: usize) -> Option<char> {
    let before = chars.get(at.checked_sub(1)?)?;
    let after = chars.get(at + 1)?;
    (before.is_lowercase() && matches!(after, 'æ' | 'ø' | 'å')).then_some(*after)
}

/// Whether the word at a place stands in quotation marks.
fn is_quoted(chars: &[char], at: usize) -> bool {
    let before = chars.get(..at).unwrap_or_default();
    let first = before.iter().rev().find(|c| !c.is_alphabetic());
    first.is_some_and(|c| matches!(c, '»' | '«' | '"' | '“' | '”' | '„' | '\'' | '‘' | '’'))
}

/// Whether a word that was put right stands in the line already, as it should be.
fn repeats(line: &str, better: &str) -> bool {
    let words = |text: &'_ str| -> Vec<String> {
        text.split(|c: char| !c.is_alphabetic())
            .filter(|word| word.chars().any(is_danish))
            .map(str::to_lowercase)
            .collect()
    };
    let before = words(line);
    let mut left = before.clone();
    words(better)
        .into_iter()
        .any(|word| match left.iter().position(|one| *one == word) {
            Some(at) => {
                left.swap_remove(at);
                false
            }
            None => before.contains(&word),
        })
}

/// Puts paragraphs right that were read in another code page of one byte.
fn transposed(text: &str) -> Option<String> {
    let most = most_gained(text);
    let ((gained, _), (page, read_as)) = MISTAKEN
        .into_iter()
        .zip(most)
        .filter_map(|(pair, most)| (most >= CERTAIN).then_some(pair))
        .map(|pair| (gain(text, pair), pair))
        .rev()
        .max_by_key(|(gain, _)| *gain)?;
    if gained < CERTAIN {
        return None;
    }
    let bytes = Bytes::of(read_as);
    let mut better = String::with_capacity(text.len());
    for paragraph in paragraphs(text) {
        match transposed_paragraph(paragraph, page, &bytes) {
            Some((paragraph, _)) => better.push_str(&paragraph),
            None => better.push_str(paragraph),
        }
    }
    (better != text).then_some(better)
}

/// The characters of which a mistake, by its number, has made Danish letters.
static TURNED: LazyLock<Vec<(char, usize)>> = LazyLock::new(|| {
    let mistakes = MISTAKEN.into_iter().enumerate();
    let signs = mistakes.flat_map(|(number, (page, read_as))| {
        let shown = Bytes::of(read_as).0.into_iter();
        let letters = shown.filter(move |(_, byte)| is_danish(decode_byte(page, *byte)));
        letters.map(move |(sign, _)| (sign, number))
    });
    signs.collect()
});

/// How many Danish letters each mistake has taken from the text at most: what is not worth a closer look costs little.
fn most_gained(text: &str) -> [usize; MISTAKEN.len()] {
    let mut most = [0; MISTAKEN.len()];
    for odd in text.chars().filter(|c| !c.is_ascii()) {
        for (_, number) in TURNED.iter().filter(|(sign, _)| *sign == odd) {
            most[*number] += 1;
        }
    }
    most
}

/// Stretches between blank lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive("\n\n")
}

/// How many Danish letters within words all paragraphs would gain that are wrong as they are, and how well they would
/// read.
fn gain(text: &str, (page, read_as): (CodePage, CodePage)) -> (usize, i64) {
    let bytes = Bytes::of(read_as);
    paragraphs(text)
        .filter_map(|paragraph| transposed_paragraph(paragraph, page, &bytes))
        .map(|(better, gained)| (gained, encoding::readability(&better)))
        .fold((0, 0), |(gained, reads), more| {
            (gained + more.0, reads + more.1)
        })
}

/// A paragraph as the other page has it, and how many Danish letters within words it gains; `None` where it has as many
/// already, or does not read better.
fn transposed_paragraph(paragraph: &str, page: CodePage, bytes: &Bytes) -> Option<(String, usize)> {
    if paragraph.is_ascii() {
        return None;
    }
    let mut better = String::with_capacity(paragraph.len());
    for c in paragraph.chars() {
        better.push(if c.is_ascii() {
            c
        } else {
            decode_byte(page, bytes.get(c)?)
        });
    }
    let reads = |text: &str| encoding::readability(text);
    let (before, after) = (reads(paragraph), reads(&better));
    let (had, has) = (danish_within_words(paragraph), danish_within_words(&better));
    (after > before && after > 0 && had * 4 <= has).then(|| (better, has - had))
}

fn danish_within_words(text: &str) -> usize {
    let is_letter = |side: Option<char>| side.is_some_and(char::is_alphabetic);
    encoding::odd(text)
        .filter(|(before, c, after)| is_danish(*c) && (is_letter(*before) || is_letter(*after)))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_utf8_are_put_right_one_by_one() {
        let read = |text| repaired(text);
        assert_eq!(
            read("Regionsr├ådet mødtes i går").as_deref(),
            Some("Regionsrådet mødtes i går")
        );
        assert_eq!(
            read("FÃ¸lgende er pÃ¥ valg").as_deref(),
            Some("Følgende er på valg")
        );
        assert_eq!(
            read("bestyrelsesmÃƒÂ¸de").as_deref(),
            Some("bestyrelsesmøde")
        );
        assert_eq!(read("Skriv »mÃ¸de«, når der står »møde«"), None);
        assert_eq!(read("Besøg fra SÃO JOÃO"), None);
    }

    #[test]
    fn paragraphs_of_another_page_are_put_right_whole() {
        let dos = "Byr†det har p† sit m›de bestemt, at sp›rgsm†let sendes i h›ring.";
        assert_eq!(
            repaired(dos).as_deref(),
            Some("Byrådet har på sit møde bestemt, at spørgsmålet sendes i høring.")
        );
        assert_eq!(repaired("Filter, 5 µm, 19½ kr., højst 4 µg"), None);
        assert_eq!(repaired("Bord, 1½ m, 12½ kr., 5 µm ±2°"), None);
    }
}
