//! What a line is by its looks, where the file does not say: the label of a list item, the number of a heading, a
//! signature, a page number. Nothing here knows what a paper means.

/// A label at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) kind: LabelKind,
    /// Bytes of the label and the space after it.
    pub(crate) width: usize,
    /// How many numbers it has: 2 for "3.1".
    pub(crate) depth: u8,
    /// The last of its numbers, or the place of its letter in the alphabet.
    pub(crate) number: u32,
}

/// What makes a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LabelKind {
    /// A dash, a dot, a box to tick.
    Bullet,
    /// "a)", "(1)", "iv)".
    Bracketed,
    /// "1.", "3.1", "2.4.".
    Numbered,
    /// "A.", "b.".
    Lettered,
}

/// Signs that begin an item.
const BULLETS: &[char] = &[
    '-', '–', '—', '*', '•', '·', '▪', '■', '●', '○', '□', '☐', '☒', '➢', '►', '→', '‣', 'o',
];

/// The names of the months; the first twelve are in full.
pub(crate) const MONTHS: &[&str] = &[
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "okt",
    "nov",
    "dec",
];

/// The label that a line begins with.
pub(crate) fn label(line: &str) -> Option<Label> {
    let end = line.find(char::is_whitespace)?;
    let (word, rest) = line.split_at(end);
    let text = rest.trim_start();
    if text.is_empty() || word.len() > 12 {
        return None;
    }
    let (kind, depth, number) = kind_of(word)?;
    let is_date = kind == LabelKind::Numbered && first_word(text).is_some_and(is_month);
    (!is_date).then_some(Label {
        kind,
        width: line.len() - text.len(),
        depth,
        number,
    })
}

fn kind_of(word: &str) -> Option<(LabelKind, u8, u32)> {
    let mut chars = word.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && BULLETS.contains(&c)
    {
        return Some((LabelKind::Bullet, 1, 0));
    }
    if let Some(inside) = word.strip_suffix(')') {
        let inside = inside.strip_prefix('(').unwrap_or(inside);
        return bracketed(inside).map(|number| (LabelKind::Bracketed, 1, number));
    }
    let bare = word.strip_suffix('.').unwrap_or(word);
    if let Some(number) = letter(bare).filter(|_| word != bare) {
        return Some((LabelKind::Lettered, 1, number));
    }
    numbered(bare, word != bare)
}

fn bracketed(inside: &str) -> Option<u32> {
    let is_roman = inside.len() < 6 && inside.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    match inside.parse() {
        Ok(number) if inside.len() < 3 => Some(number),
        Ok(_) => None,
        Err(_) => letter(inside).or((is_roman && !inside.is_empty()).then_some(0)),
    }
}

fn letter(word: &str) -> Option<u32> {
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_alphabetic() => Some(u32::from(c.to_ascii_lowercase())),
        _ => None,
    }
}

/// "1." and "3.1"; not "2" (a number of things), "17.00" (a time), "25.000" (an amount).
fn numbered(bare: &str, dotted: bool) -> Option<(LabelKind, u8, u32)> {
    let parts: Vec<&str> = bare.split('.').collect();
    let is_number =
        |part: &&str| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(is_number) || (parts.len() == 1 && !dotted) || parts.len() > 6 {
        return None;
    }
    let is_time = parts.len() == 2 && parts.get(1).is_some_and(|minutes| minutes.len() == 2);
    if is_time {
        return None;
    }
    let number = parts.last()?.parse().ok()?;
    Some((LabelKind::Numbered, u8::try_from(parts.len()).ok()?, number))
}

fn first_word(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_alphabetic())
        .find(|word| !word.is_empty())
}

fn is_month(word: &str) -> bool {
    let word = word.to_lowercase();
    MONTHS.contains(&word.as_str())
}

/// How many characters a heading may have.
pub(crate) const LONGEST_HEADING: usize = 130;

/// Whether a line could be a heading if it stands where one would: short, begun like a name, without the end of a
/// sentence.
pub(crate) fn could_be_heading(line: &str) -> bool {
    // No character has more than four bytes.
    if line.len() > LONGEST_HEADING * 4 {
        return false;
    }
    let text = match label(line).filter(|label| label.kind != LabelKind::Bullet) {
        Some(label) => &line[label.width..],
        // "Dato: …" is a field; after a number the colon is part of a name.
        None if line.contains(": ") => return false,
        None => line,
    };
    let begins_well =
        text.starts_with(|c: char| c.is_uppercase() || matches!(c, '§' | '"' | '”' | '»'));
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    (3..=LONGEST_HEADING).contains(&line.chars().count())
        && begins_well
        && !line.ends_with(['.', ',', ';', ':', '!', '-', '–', '(', '/'])
        && letters > digits * 2
        && !line.contains(['@', '\t', '|'])
        && !is_cut(line)
        && !is_salutation(line)
        && !is_dateline(line)
}

/// Whether a line ends in a word after which more must come: "under forudsætning af, at".
pub(crate) fn is_cut(line: &str) -> bool {
    const OPEN: &[&str] = &[
        "at",
        "og",
        "eller",
        "som",
        "der",
        "af",
        "med",
        "for",
        "til",
        "i",
        "på",
        "fra",
        "om",
        "en",
        "et",
        "den",
        "det",
        "skal",
        "er",
        "følgende",
    ];
    line.rsplit(' ')
        .next()
        .is_some_and(|word| OPEN.contains(&word))
}

/// Whether all letters of a line are capitals, and there are enough of them.
pub(crate) fn is_capitals(line: &str) -> bool {
    let mut capitals = 0;
    for c in line.chars().filter(|c| c.is_alphabetic()) {
        if c.is_lowercase() {
            return false;
        }
        capitals += 1;
    }
    capitals >= 4
}

/// The bytes of a label such as "Dato:" or "Kopi til:" at the start of a line, the colon included.
pub(crate) fn field_label(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let before = &line[..colon];
    let is_label = before.chars().count() <= 40
        && before.split_whitespace().count() <= 5
        && before.starts_with(char::is_alphabetic)
        && !before.contains(',');
    let after = line[colon + 1..].chars().next();
    (is_label && after.is_none_or(char::is_whitespace)).then_some(colon + 1)
}

/// Whether every word is begun like a name: "Rektor Lise Holm"; the headings of Danish papers go on in small letters.
pub(crate) fn is_name(line: &str) -> bool {
    line.contains(' ')
        && line
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase))
}

/// A subject that a colon parts: "Høring: Forslag til …"; not the fields of a letterhead.
pub(crate) fn is_parted_title(line: &str) -> bool {
    const FIELDS: &[&str] = &[
        "til",
        "fra",
        "cc",
        "bcc",
        "kopi",
        "dato",
        "sted",
        "tid",
        "tidspunkt",
        "mødested",
        "mødetid",
        "att",
        "sendt",
        "deltagere",
        "afbud",
        "bilag",
        "vedlagt",
        "vedhæftet",
        "sag",
        "telefon",
        "tlf",
        "mail",
        "e-mail",
        "referent",
    ];
    let Some(colon) = field_label(line) else {
        return false;
    };
    let (field, title) = line.split_at(colon);
    let field = field.trim_end_matches([':', '.']).to_lowercase();
    let first = field.split_whitespace().next().unwrap_or_default();
    !FIELDS.contains(&first)
        && !first.ends_with("nr.")
        && title.split_whitespace().count() > 3
        && could_be_heading(title.trim())
}

/// A line that refers to a case or a document: "Jeres j.nr. K16-0412".
pub(crate) fn is_reference(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.chars().count() < 60
        && lower.bytes().filter(u8::is_ascii_digit).count() > 2
        && ["nr.", "nr ", "nr:", "sag", "dok", "akt", "pkt."]
            .iter()
            .any(|word| lower.contains(word))
}

/// "Kære …", "Med venlig hilsen": lines of letters that stand alone without being headings.
pub(crate) fn is_salutation(line: &str) -> bool {
    let lower = line.to_lowercase();
    let is_begun = [
        "kære ",
        "hej ",
        "til ",
        "att.",
        "cc",
        "mvh",
        "på vegne",
        "på formandens",
        "underskrift",
    ]
    .iter()
    .any(|start| lower.starts_with(start));
    is_begun || lower.contains("hilsen") && lower.chars().count() < 40
}

/// "Aaby, den 10. september 2009": a line that only says when.
fn is_dateline(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let has_month = words
        .iter()
        .any(|word| is_month(word.trim_matches(|c: char| !c.is_alphabetic())));
    let has_year = words
        .last()
        .is_some_and(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    has_month
        && has_year
        && words.len() <= 6
        && words
            .iter()
            .any(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with('.'))
}

/// A footnote's mark at the start of a line: "¹ ".
pub(crate) fn is_note(line: &str) -> bool {
    let rest = line.trim_start_matches(['¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']);
    rest.len() < line.len()
        && rest
            .trim_start()
            .chars()
            .next()
            .is_some_and(char::is_alphanumeric)
}

/// A line that numbers a page: "Side 1 af 2", alone or at the end of a foot line; "- 3 -".
pub(crate) fn is_page_number(line: &str) -> bool {
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = line.to_lowercase();
    if lower.chars().count() > 120 {
        return false;
    }
    let is_number =
        |word: &str| !word.is_empty() && word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.as_slice() {
        ["-" | "–", number, "-" | "–"] => is_number(number),
        ["side", number] => is_number(number.trim_end_matches(['.', ':'])),
        [.., "side", number, "af" | "/" | "ud", last] => is_number(number) && is_number(last),
        [.., "side", pair] => pair
            .split_once('/')
            .is_some_and(|(number, last)| is_number(number) && is_number(last)),
        ["side", number, "af", last, ..] => is_number(number) && is_number(last),
        _ => false,
    }
}
