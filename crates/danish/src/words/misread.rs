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
    /// - `§` before a paragraph's number, `½` before what is counted, `m²`,
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
        let mended = words.map(|(at, (word, sure))| {
            let sign = paragraph(line, at).or_else(|| half(line, at));
            sign.or_else(|| self.word(word, *sure))
        });
        mended.collect()
    }

    fn word(&self, word: &str, sure: u8) -> Option<String> {
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        let start = word.find(inner)?;
        let mended = number(inner)
            .or_else(|| address(inner))
            .or_else(|| area(inner))
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

/// `§` that was read as a digit or a letter: after `jf.` or `lovens`, before a number with `stk.` after it, or in brackets.
fn paragraph(line: &[(&str, u8)], at: usize) -> Option<String> {
    let word = |at: usize| line.get(at).map(|(word, _)| *word);
    let whole = word(at)?;
    let sign = whole.strip_prefix('(').unwrap_or(whole);
    if !matches!(
        sign,
        "8" | "$" | "5" | "S" | "&" | "88" | "$$" | "§8" | "8§" | "8&" | "&8" | "§&"
    ) {
        return None;
    }
    let after = word(at + 1)?;
    let number = after.trim_end_matches([',', '.', ';', ')', '-']);
    let number = number.split_once('-').map_or(number, |(number, _)| number);
    let numbered = number.starts_with(|c: char| ('1'..='9').contains(&c)) && number.len() <= 4;
    let before = at.checked_sub(1).and_then(word).map(str::to_lowercase);
    let told = before.as_deref().is_some_and(names_a_law);
    // After the number its letter may stand: `91 a, stk. 5`.
    let letter = word(at + 2).is_some_and(|word| word.trim_end_matches(',').len() == 1);
    let next = word(at + 2 + usize::from(letter));
    let is_part = |word: &str| word.starts_with("stk.") || word.starts_with("nr.");
    let parted = next.is_some_and(|word| is_part(&word.to_lowercase()))
        || next == Some("i") && word(at + 3).is_some_and(|word| word.contains("lov"));
    let closed = whole.len() > sign.len() && after.contains(')') && is_digits(number);
    // Nobody numbers what `and` joins; names are joined by it.
    let joins = at
        .checked_sub(1)
        .and_then(word)
        .is_some_and(|word| word.starts_with(char::is_uppercase));
    let alone = matches!(sign, "8&" | "&8" | "§&" | "§8" | "8§") || sign == "&" && !joins;
    let mended = match sign {
        "88" | "$$" => "§§",
        _ => "§",
    };
    let bracket = whole.strip_suffix(sign).unwrap_or_default();
    (numbered && (told || parted || closed || alone)).then(|| format!("{bracket}{mended}"))
}

/// Whether a paragraph of a law is named after this word, in small letters.
fn names_a_law(word: &str) -> bool {
    let law = [
        "loven",
        "ordenen",
        "vedtægten",
        "vedtægterne",
        "bekendtgørelsen",
        "overenskomsten",
        "aftalen",
        "regulativet",
    ];
    let owns = word
        .strip_suffix('s')
        .is_some_and(|word| law.iter().any(|law| word.ends_with(law)));
    owns || matches!(word.trim_start_matches('('), "jf." | "jfr." | "jævnfør")
}

/// `½` before what is counted by halves, for which a Danish recogniser has no sign.
fn half(line: &[(&str, u8)], at: usize) -> Option<String> {
    let (word, _) = line.get(at)?;
    let (counted, _) = line.get(at + 1)?;
    let counted = counted.trim_end_matches(['.', ',', ';']);
    let by_halves = matches!(
        counted,
        "mio" | "mia" | "million" | "milliard" | "time" | "år" | "dag" | "side" | "stilling"
    );
    (by_halves && matches!(*word, "Y>" | "Y2" | "Y," | "Ya")).then(|| "½".to_owned())
}

/// `m²`, whose small digit is read as a large one.
fn area(word: &str) -> Option<String> {
    match word {
        "m2" => Some("m²".to_owned()),
        "m3" => Some("m³".to_owned()),
        _ => None,
    }
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

/// An address of a mail whose `@` was read as a letter, or as several: a Danish recogniser has none for it.
fn address(word: &str) -> Option<String> {
    let (name, top) = word.rsplit_once('.')?;
    let known = matches!(top, "dk" | "com" | "eu" | "org" | "net");
    if !known || word.contains('@') || word.starts_with("www.") || word.contains('/') {
        return None;
    }
    let is_sign = |c: char| "ÆØ©®&QG".contains(c);
    let (from, to) = match (name.find(is_sign), name.rfind(is_sign)) {
        (Some(from), Some(to)) => (from, to),
        _ => {
            let from = name.find('æ')?;
            (from, name.rfind('æ')?)
        }
    };
    let end = to + name.get(to..)?.chars().next()?.len_utf8();
    // One sign that is read as several; between them at most one letter, as in `&g&`.
    let between = name.get(from..end)?.chars();
    if between
        .filter(|c| !is_sign(*c) && !"æø".contains(*c))
        .count()
        > 1
        || to - from > 4
    {
        return None;
    }
    let again = |c: char| "æø".contains(c);
    let user = name.get(..from)?.trim_end_matches(again);
    let host = name.get(end..)?.trim_start_matches(again);
    let user = initial(user);
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-æøå".contains(c);
    let sane = |part: &str| {
        part.len() > 1 && part.chars().all(plain) && part.chars().all(|c| !c.is_uppercase())
    };
    (sane(&user) && sane(host)).then(|| format!("{user}@{host}.{top}"))
}

/// A user's name whose first `l` was read as `I`: it has no other capital, and is initials, or goes on with a vowel.
fn initial(user: &str) -> String {
    let vowel = |c: char| "aeiouyæøå".contains(c);
    match user.strip_prefix('I') {
        Some(rest) if rest.starts_with(vowel) || !rest.contains(vowel) => format!("l{rest}"),
        _ => user.to_owned(),
    }
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
            ("mro&samlinger.example.dk", 60, "mro@samlinger.example.dk"),
            ("frivillig&æklitborg.dk.", 60, "frivillig@klitborg.dk."),
            ("sammenhaengØÆregion.dk", 60, "sammenhaeng@region.dk"),
            ("(slagQubst.example.dk),", 60, "(slag@ubst.example.dk),"),
            ("hoeringGubst.example.dk", 60, "hoering@ubst.example.dk"),
            ("mia&g&lag-kysten.dk", 60, "mia@lag-kysten.dk"),
            ("Ikjækkr-nordkyst.dk", 60, "lkj@kkr-nordkyst.dk"),
            ("Idaækkr.dk", 60, ""),
            ("B&O.dk", 60, ""),
            ("fællesrådæsønder.dk", 60, ""),
            ("m2),", 96, "m²),"),
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
        assert_eq!(mended("8 91 a, stk. 5"), "§ 91 a, stk. 5");
        assert_eq!(mended("FOR 8 17, STK. 4"), "FOR § 17, STK. 4");
        assert_eq!(mended("år (8 11). Den (8 mand)"), "år (§ 11). Den (8 mand)");
        assert_eq!(
            mended("efter & 16 a og 8& 18-midler"),
            "efter § 16 a og § 18-midler"
        );
        assert_eq!(mended("Lund & 12 andre"), "Lund & 12 andre");
        assert_eq!(mended("ca. Y> mio. kr."), "ca. ½ mio. kr.");
    }
}
