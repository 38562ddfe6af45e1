//! Accents that are drawn as glyphs of their own over their letters, as TeX's first fonts do.

use unicode_normalization::UnicodeNormalization;

/// The letter that two characters drawn over each other make, whichever of them comes first; `None` where neither is
/// an accent that the other one takes.
pub(super) fn composed(first: char, second: char) -> Option<char> {
    let (letter, accent) = match (combining(first), combining(second)) {
        (Some(accent), None) => (second, accent),
        (None, Some(accent)) => (first, accent),
        _ => return None,
    };
    let letter = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        letter => letter,
    };
    let mut composed = [letter, accent].into_iter().nfc();
    match (composed.next(), composed.next()) {
        (Some(one), None) if letter.is_alphabetic() => Some(one),
        _ => None,
    }
}

/// The combining form of an accent that stands by itself.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' | '\u{2cb}' => '\u{300}',
        '´' | '\u{2ca}' => '\u{301}',
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' | '°' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_letters_meet_in_any_order() {
        assert_eq!(composed('˚', 'a'), Some('å'));
        assert_eq!(composed('e', '´'), Some('é'));
        assert_eq!(composed('¨', 'ı'), Some('ï'));
        assert_eq!(composed('a', 'b'), None);
        assert_eq!(composed('´', '`'), None);
        assert_eq!(composed('˚', '2'), None);
    }
}
