//! Which characters of a file are characters of the canonical text.

use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// What is seen of a character: soft hyphens, marks of order and other controls are not, and hyphens that only differ
/// in where a line may break are one, so that who looks for "4-11-2015" finds it.
pub(crate) fn shown(c: char) -> Option<char> {
    match c {
        '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{ad}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' => None,
        '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fffc}' | '\u{fff9}'..='\u{fffb}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// The text with letters and their accents as one character, as Danish keyboards write them; Mac OS writes two.
///
/// Marks that join letters or keep them apart stay where a script uses them; between others they are nothing.
pub(crate) fn composed(mut text: String) -> String {
    if text.is_ascii() {
        return text;
    }
    if text.contains(JOINERS) {
        text = without_stray_joiners(&text);
    }
    match is_nfc_quick(text.chars()) {
        unicode_normalization::IsNormalized::Yes => text,
        _ => text.nfc().collect(),
    }
}

/// The marks that keep letters apart, and that join them.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

fn without_stray_joiners(text: &str) -> String {
    // The scripts of the Near East, India and South-East Asia.
    let is_joined = |c: Option<char>| c.is_some_and(|c| ('\u{600}'..='\u{1aff}').contains(&c));
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !JOINERS.contains(&c)
            || is_joined(kept.chars().next_back())
            || is_joined(chars.peek().copied())
        {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joiners_stay_in_scripts_that_join() {
        let stays = "می\u{200c}دهند";
        assert_eq!(composed(stays.to_owned()), stays);
        assert_eq!(composed("kom\u{200c}mune".to_owned()), "kommune");
    }
}
