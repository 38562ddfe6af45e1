//! Which encoding a text file is in, and its text.
//!
//! A byte order mark or the places of the NULs tell UTF-16; what is valid as UTF-8 is UTF-8, since other encodings'
//! æ, ø and å make no valid sequences. What is left is one byte a character, and the code page is the one in which the
//! bytes above ASCII read best: Danish letters inside words, punctuation where a writer puts it.

use super::tables::{CodePage, decode as decode_byte};

/// Bytes from which an encoding is told; the rest of a long file is in the same one.
const SAMPLE: usize = 256 << 10;

/// Brackets within words from which they are letters.
const LEAST: usize = 4;

/// Decodes the bytes; `None` where they are no text.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    decode_declared(bytes, None)
}

/// Decodes bytes that name their encoding; what they name is only a witness: bytes that are UTF-8 are UTF-8, and a code
/// page in which they read badly is not theirs.
pub(crate) fn decode_declared(bytes: &[u8], declared: Option<&str>) -> Option<String> {
    if let Some(big) = utf16(bytes) {
        return Some(decode_utf16(bytes, big));
    }
    if !is_text(bytes) {
        return None;
    }
    Some(match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => danish_ascii(text).unwrap_or_else(|| text.to_owned()),
        Ok(text) => text.to_owned(),
        Err(_) if mostly_utf8(bytes) => repair_utf8(bytes),
        Err(_) => {
            let page = declared
                .and_then(CodePage::named)
                .filter(|&page| score(page, head(bytes)) >= 0)
                .unwrap_or_else(|| code_page(head(bytes)));
            of_page(bytes, page)
        }
    })
}

/// Bytes of one code page as text.
pub(crate) fn of_page(bytes: &[u8], page: CodePage) -> String {
    bytes.iter().map(|&byte| decode_byte(page, byte)).collect()
}

/// Text of terminals and mainframes whose ASCII had Danish letters for its brackets (DS 2089, ISO 646-DK); `None` where
/// the brackets are brackets.
fn danish_ascii(text: &str) -> Option<String> {
    const LETTERS: [(char, char); 6] = [
        ('{', 'æ'),
        ('|', 'ø'),
        ('}', 'å'),
        ('[', 'Æ'),
        ('\\', 'Ø'),
        (']', 'Å'),
    ];
    let letter = |c: char| {
        LETTERS
            .iter()
            .find(|(sign, _)| *sign == c)
            .map(|(_, letter)| *letter)
    };
    if !text.contains(['{', '|', '}', '[', '\\', ']']) {
        return None;
    }
    let chars: Vec<char> = text.chars().take(SAMPLE).collect();
    let is_letter = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| c.is_ascii_alphabetic())
    };
    let (mut within, mut apart) = (0, 0);
    for (at, &c) in chars.iter().enumerate() {
        if letter(c).is_some() {
            let is_within = is_letter(at.checked_sub(1)) && is_letter(Some(at + 1));
            let is_beside = is_letter(at.checked_sub(1)) || is_letter(Some(at + 1));
            within += usize::from(is_within);
            apart += usize::from(!is_beside);
        }
    }
    // A bracket within a word is a letter; what stands alone draws a table or is a program.
    (within >= LEAST && within > apart * 2)
        .then(|| text.chars().map(|c| letter(c).unwrap_or(c)).collect())
}

/// Whether the bytes may be text in some encoding: few control characters, no NULs but UTF-16's.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    if utf16(bytes).is_some() {
        return true;
    }
    let sample = head(bytes);
    let nuls = sample.iter().filter(|&&b| b == 0).count();
    let controls = sample.iter().filter(|&&b| is_odd_control(b)).count();
    // A stray NUL or printer code stands in texts of the 1990s; compressed data has a control in every ten bytes.
    nuls * 100 <= sample.len().max(200) && controls * 50 <= sample.len().max(100)
}

fn head(bytes: &[u8]) -> &[u8] {
    bytes.get(..SAMPLE).unwrap_or(bytes)
}

/// A control character that does not lay out text; 0x15 is the paragraph sign of some DOS screens, 0x1a ended files.
fn is_odd_control(byte: u8) -> bool {
    byte < 0x20
        && !matches!(
            byte,
            b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x15 | 0x1a | 0x1b
        )
        || byte == 0x7f
}

/// Whether the bytes are UTF-16, and if so whether the high byte comes first.
fn utf16(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(false),
        [0xfe, 0xff, ..] => return Some(true),
        _ => {}
    }
    let sample = head(bytes);
    let pairs = sample.len() / 2;
    let (mut first, mut second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    // All of a Danish text but dashes and curly quotes is below U+0100: nearly every high byte is NUL, no low byte is.
    let is_high = |nuls: usize, others: usize| nuls * 10 > pairs * 7 && others * 20 < pairs;
    if pairs == 0 {
        None
    } else if is_high(second, first) {
        Some(false)
    } else {
        is_high(first, second).then_some(true)
    }
}

fn decode_utf16(bytes: &[u8], big_endian: bool) -> String {
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if big_endian {
            u16::from_be_bytes(pair)
        } else {
            u16::from_le_bytes(pair)
        }
    });
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Whether the bytes are UTF-8 but for a few: a file cut in the middle of a letter, or two files joined.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in head(bytes).utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad * 4
}

/// The valid stretches as UTF-8, the bytes between them as Windows-1252.
fn repair_utf8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(
            chunk
                .invalid()
                .iter()
                .map(|&b| decode_byte(CodePage::Windows1252, b)),
        );
    }
    text
}

/// The code page in which the bytes read best; Windows-1252 where nothing tells.
pub(crate) fn code_page(bytes: &[u8]) -> CodePage {
    let mut best = (CodePage::Windows1252, i64::MIN);
    for page in CodePage::WRITTEN {
        let score = score(page, bytes);
        if score > best.1 {
            best = (page, score);
        }
    }
    best.0
}

/// The characters above ASCII, each with those beside it.
pub(super) fn odd(text: &str) -> impl Iterator<Item = (Option<char>, char, Option<char>)> {
    let odd = text.char_indices().filter(|(_, c)| !c.is_ascii());
    odd.map(|(at, c)| {
        let before = text[..at].chars().next_back();
        (before, c, text[at + c.len_utf8()..].chars().next())
    })
}

/// How well the characters above ASCII of a Danish text read; below zero where they are not what was written.
pub(super) fn readability(text: &str) -> i64 {
    odd(text)
        .map(|(before, c, after)| plausible(c, before, after))
        .sum()
}

fn score(page: CodePage, bytes: &[u8]) -> i64 {
    let beside = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied();
    let mut total = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte < 0x80 && byte != 0x15 {
            continue;
        }
        let before = beside(at.checked_sub(1)).map(|b| decode_byte(page, b));
        let after = beside(at.checked_add(1)).map(|b| decode_byte(page, b));
        total += plausible(decode_byte(page, byte), before, after);
    }
    total
}

/// How likely a Danish text has the character between the two.
fn plausible(c: char, before: Option<char>, after: Option<char>) -> i64 {
    let is = |side: Option<char>, test: fn(char) -> bool| side.is_some_and(test);
    let in_word = is(before, char::is_alphabetic) || is(after, char::is_alphabetic);
    // Only small letters around a capital: the capital is not what was written.
    let misplaced = c.is_uppercase() && is(before, char::is_lowercase);
    match c {
        'æ' | 'ø' | 'å' => {
            if in_word {
                6
            } else {
                2
            }
        }
        'Æ' | 'Ø' | 'Å' if misplaced => -4,
        'Æ' | 'Ø' | 'Å' => {
            if in_word {
                5
            } else {
                2
            }
        }
        'é' | 'ö' | 'ä' | 'ü' if in_word => 3,
        'É' | 'Ö' | 'Ä' | 'Ü' if in_word && !misplaced => 2,
        'á' | 'à' | 'è' | 'ó' | 'ç' | 'ñ' | 'ß' | 'ê' | 'ô' if in_word => 1,
        // Between letters these are no punctuation; the apostrophe is.
        '’' => {
            if is(before, char::is_alphanumeric) {
                2
            } else {
                0
            }
        }
        '–' | '—' | '•' | '…' | '·' | '‘' | '“' | '”' | '„' | '»' | '«' | '\u{a0}'
            if !(is(before, char::is_alphabetic) && is(after, char::is_alphabetic)) =>
        {
            2
        }
        '§' => {
            if is(after, |c| {
                c == ' ' || c == '§' || c == '\u{a0}' || c.is_ascii_digit()
            }) {
                3
            } else {
                0
            }
        }
        '€' | '£' => {
            if is(before, |c| c.is_whitespace() || c.is_ascii_digit()) {
                2
            } else {
                0
            }
        }
        '½' | '¼' | '¾' | '°' | '²' | '³' | '¹' | '±' | '´'
            if !is(before, char::is_alphabetic) || !is(after, char::is_alphabetic) =>
        {
            1
        }
        '²' | '³' | '¹' => 0,
        '\u{2500}'..='\u{259f}' => {
            if before == Some(c) || after == Some(c) {
                1
            } else {
                -1
            }
        }
        char::REPLACEMENT_CHARACTER => -8,
        c if c.is_control() => -8,
        _ => -2,
    }
}
