//! Which characters of a file are characters of the canonical text.

use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// What is seen of a character: soft hyphens, marks of order and other controls are not, and hyphens that only differ
/// in where a line may break are one, so that who looks for "4-11-2015" finds it.
pub(crate) fn shown(c: char) -> Option<char> {
    match c {
        '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' => {
            None
        }
        '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fffc}' | '\u{fff9}'..='\u{fffb}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// The text with letters and their accents as one character, as Danish keyboards write them; Mac OS writes two.
pub(crate) fn composed(text: String) -> String {
    match is_nfc_quick(text.chars()) {
        unicode_normalization::IsNormalized::Yes => text,
        _ => text.nfc().collect(),
    }
}
