//! Numbers as lists and pages are counted: a, b, c; i, ii, iii.

/// a to z, aa, bb to zz, aaa …
pub(crate) fn letters(number: u32, first: char) -> Option<String> {
    let index = number.checked_sub(1).filter(|index| *index < 26 * 20)?;
    let letter = char::from_u32(first as u32 + index % 26)?;
    Some(letter.to_string().repeat((index / 26 + 1) as usize))
}

/// Roman numerals, up to 3999.
pub(crate) fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut left = number;
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            roman.push_str(sign);
            left -= value;
        }
    }
    Some(roman)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_double_and_numerals_end() {
        assert_eq!(letters(28, 'A').as_deref(), Some("BB"));
        assert_eq!(letters(0, 'a'), None);
        assert_eq!(roman(1994).as_deref(), Some("MCMXCIV"));
        assert_eq!(roman(4000), None);
    }
}
