//! Words that a reader of pictures took for others: letters that look alike.

use super::Lexicon;

/// What is read, and what stood there.
const ALIKE: &[(&str, &str)] = &[
    ("rn", "m"),
    ("1", "l"),
    ("I", "l"),
    ("0", "o"),
    ("6", "ø"),
    ("ü", "ø"),
    ("à", "å"),
    ("cl", "d"),
];
/// Letters that a word has at least to be mended by the lexicon: short words are like many others.
const SHORTEST: usize = 6;
/// A reader that is so sure, in percent, of a word that has nothing but letters read it rightly: the lexicon does not hold all words.
const SURE: u8 = 80;

impl Lexicon {
    /// What the words of a line were before they were read from a picture, where that is certain, and `None` where a word stands.
    /// Each comes with how sure its reader was, in percent. What is certain is
    ///
    /// - a date, a year or an amount with a letter for a digit,
    /// - a mail's address without its `@`, for which a Danish recogniser has no letter,
    /// - `§` before a paragraph's number,
    /// - a word that is none, and of which the reader was not sure, while exactly one is like it.
    ///
    /// Signs around a word stay as they are.
    ///
    /// ```
    /// let lexicon = danish::words::Lexicon::builtin();
    /// let mended = lexicon.misread(&[("(30.O6.2O21)", 90), ("jf.", 96), ("8", 80), ("38", 96), ("udvalgsrnøde", 61)]);
    /// let mended: Vec<_> = mended.iter().flatten().collect();
    /// assert_eq!(mended, ["(30.06.2021)", "§", "udvalgsmøde"]);
    /// ```
    pub fn misread(&self, line: &[(&str, u8)]) -> Vec<Option<String>> {
        let words = line.iter().enumerate();
        let mended =
            words.map(|(at, (word, sure))| paragraph(line, at).or_else(|| self.word(word, *sure)));
        mended.collect()
    }

    fn word(&self, word: &str, sure: u8) -> Option<String> {
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        let start = word.find(inner)?;
        let mended = number(inner)
            .or_else(|| address(inner))
            .or_else(|| self.other(inner, sure))?;
        let (before, after) = (word.get(..start)?, word.get(start + inner.len()..)?);
        Some(format!("{before}{mended}{after}"))
    }

    /// The one word that a word that is none is like.
    fn other(&self, word: &str, sure: u8) -> Option<String> {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let plain = word.chars().all(char::is_alphanumeric);
        let doubtful = sure < SURE || !word.chars().all(char::is_alphabetic) || !is_cased(word);
        if letters < SHORTEST || !plain || !doubtful || self.knows(word) {
            return None;
        }
        let mut found: Option<String> = None;
        for (from, to) in ALIKE {
            for (at, _) in word.match_indices(from) {
                let mut other = word.to_owned();
                other.replace_range(at..at + from.len(), to);
                let is_word = other.chars().all(char::is_alphabetic) && is_cased(&other);
                if !is_word || !self.knows(&other) {
                    continue;
                }
                if found.as_ref().is_some_and(|found| *found != other) {
                    return None;
                }
                found = Some(other);
            }
        }
        found
    }
}

/// `§` that was read as a digit or a letter: after `jf.` or `lovens`, or before a number with `stk.` after it.
fn paragraph(line: &[(&str, u8)], at: usize) -> Option<String> {
    let word = |at: usize| line.get(at).map(|(word, _)| *word);
    let signs = word(at).filter(|word| {
        matches!(
            *word,
            "8" | "$" | "5" | "S" | "&" | "88" | "$$" | "§8" | "8§"
        )
    })?;
    let number = word(at + 1)?.trim_end_matches([',', '.', ';', ')']);
    let numbered = number.starts_with(|c: char| ('1'..='9').contains(&c)) && number.len() <= 4;
    let before = at.checked_sub(1).and_then(word).map(str::to_lowercase);
    let told = before.is_some_and(|word| {
        let law = [
            "loven",
            "ordenen",
            "vedtægten",
            "vedtægterne",
            "bekendtgørelsen",
        ];
        let owns = word
            .strip_suffix('s')
            .is_some_and(|word| law.iter().any(|law| word.ends_with(law)));
        owns || matches!(word.trim_start_matches('('), "jf." | "jfr." | "jævnfør")
    });
    let parted = word(at + 2)
        .is_some_and(|word| word.starts_with("stk.") || word.starts_with("nr."))
        || word(at + 2) == Some("i") && word(at + 3).is_some_and(|word| word.contains("lov"));
    let mended = if signs.chars().count() > 1 {
        "§§"
    } else {
        "§"
    };
    (numbered && (told || parted)).then(|| mended.to_owned())
}

/// Whether capitals stand as in a word: none, the first, or all.
fn is_cased(word: &str) -> bool {
    let mut letters = word.chars();
    let high = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str();
    !rest.contains(char::is_uppercase) || high && !rest.contains(char::is_lowercase)
}

/// A date, a year or an amount in which a letter stands for a digit.
fn number(word: &str) -> Option<String> {
    let digit = |c: char| match c {
        'O' | 'o' | 'Q' => Some('0'),
        'l' | 'I' | '|' => Some('1'),
        'S' => Some('5'),
        'B' => Some('8'),
        '0'..='9' | '.' | ',' | '-' | '/' => Some(c),
        _ => None,
    };
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if letters == 0 || letters > digits {
        return None;
    }
    let mended: String = word.chars().map(digit).collect::<Option<_>>()?;
    (is_date(&mended) || is_year(&mended) || is_amount(&mended)).then_some(mended)
}

/// `2021`.
fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20")) && is_digits(number)
}

/// `30.06.2021`, `3/5-2021`, `30-06-21`.
fn is_date(number: &str) -> bool {
    let parts: Vec<&str> = number.split(['.', '-', '/']).collect();
    let &[day, month, year] = parts.as_slice() else {
        return false;
    };
    let within = |part: &str, most: u8| {
        part.len() <= 2
            && is_digits(part)
            && part.parse().is_ok_and(|n: u8| (1..=most).contains(&n))
    };
    within(day, 31) && within(month, 12) && (is_year(year) || year.len() == 2 && is_digits(year))
}

/// `1.250.000`, `1.250,50`.
fn is_amount(number: &str) -> bool {
    let (whole, part) = number.split_once(',').unwrap_or((number, "00"));
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let mut rest = 0;
    let threes = groups.all(|group| {
        rest += 1;
        group.len() == 3 && is_digits(group)
    });
    let first = (1..=3).contains(&first.len()) && is_digits(first) && !first.starts_with('0');
    first && threes && rest > 0 && part.len() == 2 && is_digits(part)
}

fn is_digits(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// An address of a mail whose `@` was read as a letter: a Danish recogniser has none for it.
fn address(word: &str) -> Option<String> {
    let (name, top) = word.rsplit_once('.')?;
    let known = matches!(top, "dk" | "com" | "eu" | "org" | "net");
    if !known || word.contains('@') || word.starts_with("www.") || word.contains('/') {
        return None;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-æøå".contains(c);
    let signs: Vec<(usize, char)> = name
        .char_indices()
        .filter(|(_, c)| "ÆØ©®".contains(*c))
        .collect();
    let small = || name.char_indices().filter(|(_, c)| *c == 'æ');
    let (at, sign) = match signs.as_slice() {
        &[one] => one,
        [] if small().count() == 1 => small().next()?,
        _ => return None,
    };
    let (user, host) = (name.get(..at)?, name.get(at + sign.len_utf8()..)?);
    // The one sign is read as two as well.
    let again = |c: char| "æø".contains(c);
    let (user, host) = (user.trim_end_matches(again), host.trim_start_matches(again));
    let sane = |part: &str| {
        part.len() > 1 && part.chars().all(plain) && part.chars().all(|c| !c.is_uppercase())
    };
    (sane(user) && sane(host)).then(|| format!("{user}@{host}.{top}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_is_mended_and_nothing_else() {
        let mended = |word: &str, sure: u8| {
            let line = Lexicon::builtin().misread(&[(word, sure)]);
            line.into_iter().flatten().next().unwrap_or_default()
        };
        for (raw, sure, word) in [
            ("2O21", 96, "2021"),
            ("l.250.O00,", 96, "1.250.000,"),
            ("l2/5-2021", 96, "12/5-2021"),
            ("udvalgsrnøde", 60, "udvalgsmøde"),
            ("udvalgsrnøde", 96, ""),
            ("Sundhedsstyre1sen", 96, "Sundhedsstyrelsen"),
            ("ans6gning", 96, "ansøgning"),
            ("foreligger", 60, ""),
            ("18.30i", 60, ""),
            ("agjæsonderlund.dk", 60, "agj@sonderlund.dk"),
            ("agjæÆsonderlund.dk", 60, "agj@sonderlund.dk"),
            ("senest", 60, ""),
            ("Vibeke", 60, ""),
            ("www.næstved.dk", 60, ""),
            ("B12", 60, ""),
            ("lO", 60, ""),
            ("§", 60, ""),
            ("", 60, ""),
            ("O.K.", 60, ""),
            ("Il-1234", 60, ""),
            ("Kvistgaard", 60, ""),
            ("fællesskab1", 60, ""),
        ] {
            assert_eq!(mended(raw, sure), word, "{raw}");
        }
    }

    #[test]
    fn paragraphs_are_told_by_what_stands_around_them() {
        let mended = |line: &str| {
            let words: Vec<(&str, u8)> = line.split(' ').map(|word| (word, 90)).collect();
            let mended = Lexicon::builtin().misread(&words);
            let words = mended
                .into_iter()
                .zip(words)
                .map(|(mended, (word, _))| mended.unwrap_or(word.to_owned()));
            words.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            mended("frist, jf. 8 38 i styrelsesloven"),
            "frist, jf. § 38 i styrelsesloven"
        );
        assert_eq!(mended("efter 5 18, stk. 2,"), "efter § 18, stk. 2,");
        assert_eq!(
            mended("jf. forretningsordenens 8 11."),
            "jf. forretningsordenens § 11."
        );
        assert_eq!(mended("i alt 8 15 møder"), "i alt 8 15 møder");
    }
}
