//! Whether what a page draws is text of any language: fonts that do not say which characters their glyphs are give
//! nothing, or other characters than those that are seen.

use std::sync::LazyLock;

/// Letters by how often each stands in Danish prose, in hundredths of a percent: a to z, then æ, ø, å. The rare ones
/// are counted as if they stood once in two hundred letters: other languages of our alphabet shall pass.
const OFTEN: [u16; 29] = [
    603, 200, 57, 586, 1545, 241, 408, 162, 600, 73, 340, 523, 324, 724, 464, 176, 50, 896, 581,
    686, 198, 233, 50, 50, 70, 50, 87, 94, 119,
];
/// How rare each is, in bits: one that stands once in two letters has 1. To work it out anew for every letter of a page costs more
/// than to write the page.
static RARE: LazyLock<[f32; 29]> =
    LazyLock::new(|| OFTEN.map(|often| -(f32::from(often) / 10_000.0).log2()));
/// Text whose letters are rarer than this on the average, in bits, is none: Danish has 4.1, other languages of our
/// alphabet up to 5.0, letters put for others mostly 5.2 to 5.8.
const RAREST: f32 = 5.1;
/// Letters (or signs) that a page must have to be judged by them.
const ENOUGH: usize = 100;

/// What a page's characters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Text, and how many of its characters are unknown, where that are many.
    Text { unknown: Option<(usize, usize)> },
    /// Nothing that could be read.
    Nothing,
    /// Characters, but of no language.
    Gibberish,
}

/// Judges the characters of a page.
pub(super) fn judge(chars: &str) -> Verdict {
    let (mut known, mut unknown, mut signs, mut letters, mut foreign) = (0, 0, 0, 0, 0);
    for c in chars.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => {
                unknown += 1;
                continue;
            }
            '!'..='\'' | '*' | '+' | ';'..='@' | '['..='^' | '`' | '{'..='~' => signs += 1,
            c if place(c).is_some() => letters += 1,
            c if c.is_alphabetic() && c >= '\u{370}' => foreign += 1,
            _ => {}
        }
        known += 1;
    }
    if known <= 2 * unknown {
        return Verdict::Nothing;
    }
    let odd = signs > ENOUGH / 2 && 3 * signs > letters + foreign;
    let rare = letters > foreign && rarity(chars).is_some_and(|rarity| rarity > RAREST);
    if odd || rare {
        return Verdict::Gibberish;
    }
    let many = unknown >= 5 && unknown * 50 > known;
    Verdict::Text {
        unknown: many.then_some((unknown, known + unknown)),
    }
}

fn place(c: char) -> Option<usize> {
    match c.to_ascii_lowercase() {
        c @ 'a'..='z' => Some(c as usize - 'a' as usize),
        'æ' | 'Æ' | 'ä' | 'Ä' => Some(26),
        'ø' | 'Ø' | 'ö' | 'Ö' => Some(27),
        'å' | 'Å' => Some(28),
        _ => None,
    }
}

/// How rare the letters of words are on the average, in bits; labels and symbols of fewer than three letters, as in
/// tables of figures, are no words.
fn rarity(chars: &str) -> Option<f32> {
    let rare = &*RARE;
    let (mut bits, mut letters) = (0.0_f32, 0_usize);
    for word in chars.split(|c: char| place(c).is_none()) {
        let count = word.chars().count();
        if count < 3 {
            continue;
        }
        letters += count;
        bits += word
            .chars()
            .filter_map(|c| rare.get(place(c)?))
            .sum::<f32>();
    }
    (letters > ENOUGH).then(|| bits / letters as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Udvalget drøfter forslaget om en ny sti langs åen og beder forvaltningen om et \
        overslag over udgifterne, så sagen kan behandles igen på mødet i november.";
    const CLEAR: Verdict = Verdict::Text { unknown: None };

    #[test]
    fn languages_pass() {
        assert_eq!(judge(TEXT), CLEAR);
        assert_eq!(judge(&TEXT.to_uppercase()), CLEAR);
        let polish = "Komisja rozpatrzy wniosek w sprawie nowej ścieżki wzdłuż rzeki i zwróci się do urzędu o \
            wycenę kosztów, aby sprawę można było ponownie omówić na posiedzeniu w listopadzie.";
        assert_eq!(judge(polish), CLEAR);
        assert_eq!(
            judge("Комиссия рассмотрит предложение. ".repeat(9).as_str()),
            CLEAR
        );
        assert_eq!(
            judge("12.000 ...... 4.500 ------ 1/3 (50 %) ".repeat(20).as_str()),
            CLEAR
        );
    }

    #[test]
    fn letters_put_for_others_do_not() {
        let shift = |by: u8| -> String {
            let shifted = |c: char| match c {
                'a'..='z' => char::from((c as u8 - b'a' + by) % 26 + b'a'),
                c => c,
            };
            TEXT.chars().map(shifted).collect()
        };
        let wrong = (1..26).filter(|by| judge(&shift(*by)) == Verdict::Gibberish);
        assert!(wrong.count() >= 22);
        let codes: String = TEXT
            .bytes()
            .map(|byte| char::from(byte.saturating_sub(64).max(33)))
            .collect();
        assert_eq!(judge(&codes), Verdict::Gibberish);
    }

    #[test]
    fn unknown_characters_are_counted() {
        assert_eq!(judge(""), Verdict::Nothing);
        assert_eq!(judge("\u{fffd}\u{fffd} a b c"), Verdict::Nothing);
        assert_eq!(judge("Referat \u{fffd}"), CLEAR);
        let lost = TEXT.replace(['ø', 'å', 'g'], "\u{fffd}");
        assert!(matches!(judge(&lost), Verdict::Text { unknown: Some(_) }));
    }
}
