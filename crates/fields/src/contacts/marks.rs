//! Where e-mail addresses and telephone numbers stand.

use paper::Span;

use super::{Mark, Way, Words};
use crate::{
    Vocabulary,
    lines::{Line, bullet},
    outline::Outline,
    pattern::cut,
};

pub(super) fn find(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (index, line) in outline.lines.iter().enumerate() {
        let content = &outline.text()[line.span.clone()];
        let emails = emails(content);
        let from = marks.len();
        for (span, address) in &emails {
            marks.push(mark(line, index, span, Way::Email(address.clone())));
        }
        if !content.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let context = !emails.is_empty() || beside_contact(outline, &marks, index);
        for (span, number) in phones(outline, vocabulary, index, context) {
            if !emails
                .iter()
                .any(|(email, _)| email.start < span.end && span.start < email.end)
            {
                marks.push(mark(line, index, &span, Way::Phone(number)));
            }
        }
        marks[from..].sort_by_key(|mark| mark.span.start);
    }
    marks
}

fn mark(line: &Line, index: usize, span: &Span, way: Way) -> Mark {
    Mark {
        span: line.span.start + span.start..line.span.start + span.end,
        line: index,
        way,
    }
}

/// Whether the line right above holds a mark, as in the lines of a signature.
fn beside_contact(outline: &Outline<'_>, marks: &[Mark], index: usize) -> bool {
    let short = outline.lines[index].span.len() < 60;
    short && !outline.lines[index].gap && marks.last().is_some_and(|mark| mark.line + 1 == index)
}

/// E-mail addresses of a line, cleaned of the marks around them.
fn emails(line: &str) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((at, sign)) = at_sign(line, from) {
        let local = line[from..at]
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_alphanumeric() || "._%+'-".contains(*c))
            .last()
            .map_or(at, |(i, _)| from + i);
        let after = at + sign;
        let length = line[after..]
            .find(|c: char| !(c.is_alphanumeric() || ".-_".contains(c)))
            .unwrap_or(line.len() - after);
        let domain = line[after..after + length].trim_end_matches(['.', '-', '_']);
        let local = local + (at - local)
            - line[local..at]
                .trim_start_matches(['.', '-', '\'', '_'])
                .len();
        let top = domain.rsplit('.').next().unwrap_or_default();
        let whole = domain.contains('.') && top.len() >= 2 && top.chars().all(char::is_alphabetic);
        if local < at && whole && !domain.starts_with('.') {
            let address = format!("{}@{}", &line[local..at], domain);
            found.push((local..after + domain.len(), address));
        }
        from = after;
    }
    found
}

/// The next `@`, or what is written for it where machines shall not read it, and its length.
fn at_sign(line: &str, from: usize) -> Option<(usize, usize)> {
    const SIGNS: [&str; 6] = ["@", "(at)", "[at]", "(a)", "{at}", "(snabel-a)"];
    let rest = cut(line, from..line.len());
    let places = rest.bytes().enumerate();
    places
        .filter(|(_, b)| matches!(b, b'@' | b'(' | b'[' | b'{'))
        .find_map(|(at, _)| {
            let here = cut(rest, at..rest.len());
            let sign = SIGNS.iter().find(|sign| here.starts_with(**sign))?;
            Some((from + at, sign.len()))
        })
}

/// Telephone numbers of a line, as offsets into it.
fn phones(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    index: usize,
    context: bool,
) -> Vec<(Span, String)> {
    let words = &vocabulary.contacts;
    let line = &outline.lines[index];
    let content = &outline.text()[line.span.clone()];
    let mut found: Vec<(Span, String)> = Vec::new();
    let mut labels: Option<Vec<(usize, bool)>> = None;
    let groups = groups(content);
    let mut at = 0;
    while at < groups.len() {
        let Some((taken, span, number)) = number_from(content, &groups[at..]) else {
            at += 1;
            continue;
        };
        let labels = labels.get_or_insert_with(|| labels_of(words, content));
        let grouped =
            taken > 1 || number.starts_with('+') || last_of(&content[..span.end]).contains("+45");
        let previous = found.last().map(|(span, _)| span.end);
        let verdict = judge(content, labels, &span, previous);
        let take = match verdict {
            Verdict::Phone => true,
            Verdict::Other => false,
            Verdict::Unknown => {
                context && (grouped || span.len() == content.len())
                    || heads_phones(outline, words, index, line.span.start + span.start)
                    || label_above(outline, words, index, &span)
                    || grouped
                        && (follows_name(vocabulary, last_of(&content[..span.start]))
                            || in_letterhead(content, &span)
                            || in_brackets(content, &span))
            }
        };
        if take {
            found.push((span, number));
            at += taken;
        } else {
            at += 1;
        }
    }
    found
}

/// A number alone between bars or dots, on a line that has an address too: `Skovvej 2 | 7999 Klitby | 96 12 30 00`.
fn in_letterhead(content: &str, span: &Span) -> bool {
    let bars = ['|', '·', '•'];
    let alone = content[..span.start].trim_end().ends_with(bars)
        && (content[span.end..].trim().is_empty()
            || content[span.end..].trim_start().starts_with(bars));
    let place = |part: &str| {
        let (code, city) = part.trim().split_at_checked(4).unwrap_or_default();
        code.bytes().all(|b| b.is_ascii_digit())
            && city
                .strip_prefix(' ')
                .is_some_and(|city| city.starts_with(char::is_uppercase))
    };
    // A letterhead is no long line.
    alone && content.len() < LETTERHEAD && content.split(bars).any(place)
}

/// How long a line of a letterhead may be, in bytes.
const LETTERHEAD: usize = 400;

enum Verdict {
    Phone,
    Other,
    Unknown,
}

/// How far before a number its label or its owner's name is looked for, in bytes.
const NEAR: usize = 120;

/// The end of a stretch.
fn last_of(text: &str) -> &str {
    let mut from = text.len().saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

/// What the labels before a number say: the one right before it decides; else a word for telephoning anywhere before.
fn judge(content: &str, labels: &[(usize, bool)], span: &Span, previous: Option<usize>) -> Verdict {
    let mut nearby = Verdict::Unknown;
    let first = labels.partition_point(|(end, _)| end + NEAR < span.start);
    let before = labels.partition_point(|(end, _)| *end <= span.start);
    for &(end, phone) in labels.get(first..before).unwrap_or_default() {
        let between = &content[end..span.start];
        let direct = between
            .chars()
            .all(|c| c.is_whitespace() || ".:#(+-".contains(c) || c.is_ascii_digit() || c == '/');
        let sentence_over = between.trim_start_matches(['.', ':', ' ']).contains(". ") && !direct;
        nearby = match (direct, phone) {
            (true, true) => Verdict::Phone,
            (true, false) => Verdict::Other,
            (false, true) if !sentence_over && between.len() < 90 => Verdict::Phone,
            _ => nearby,
        };
    }
    if let (Verdict::Unknown, Some(end)) = (&nearby, previous) {
        let joint = content[end..span.start].trim();
        if matches!(joint, "/" | "," | "eller" | "og" | ";" | "·" | "el.") {
            return Verdict::Phone;
        }
    }
    let after = content[span.end..].trim_start();
    if matches!(nearby, Verdict::Unknown) && after.starts_with("(mobil") {
        return Verdict::Phone;
    }
    nearby
}

/// Where the labels of numbers end in a line, and whether they are telephones'.
fn labels_of(words: &Words, content: &str) -> Vec<(usize, bool)> {
    let mut labels = Vec::new();
    let mut from = 0;
    while let Some(found) = words.labels.captures_at(content, from) {
        let Some(label) = found.get(1) else { break };
        let known = label.as_str().to_lowercase();
        // A lone letter is a label where nothing but a mark or a space parts it from its number.
        let lone = known.chars().count() == 1;
        let next = content[label.end()..].trim_start_matches([' ', ':', '.', '\t', '+', '(']);
        if !lone || next.starts_with(|c: char| c.is_ascii_digit()) {
            labels.push((label.end(), words.phone.contains(&known)));
        }
        from = label.end();
    }
    labels
}

/// Runs of digits, in order.
fn groups(content: &str) -> Vec<Span> {
    let mut groups: Vec<Span> = Vec::new();
    for (at, byte) in content.bytes().enumerate() {
        if !byte.is_ascii_digit() {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group.end == at => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

/// How eight digits are set in groups.
const SHAPES: [&[usize]; 8] = [
    &[8],
    &[4, 4],
    &[2, 2, 2, 2],
    &[2, 6],
    &[2, 3, 3],
    &[3, 2, 3],
    &[3, 5],
    &[4, 2, 2],
];

/// The telephone number that begins with the first group: how many groups it takes, where it stands, its digits.
fn number_from(content: &str, groups: &[Span]) -> Option<(usize, Span, String)> {
    let first = groups.first()?;
    let before = &content[..first.start];
    let abroad = before.ends_with('+') || before.ends_with("(+");
    if abroad && content.get(first.clone()) != Some("45") {
        return foreign(content, groups);
    }
    let domestic =
        (abroad || before.ends_with("(00") || &content[first.clone()] == "0045") as usize;
    let rest = groups.get(domestic..)?;
    let begin = rest.first()?;
    if domestic == 0 && before.ends_with(|c: char| c.is_alphabetic() || "-/.,_§=€$".contains(c))
    {
        return None;
    }
    for shape in SHAPES {
        let Some(taken) = rest.get(..shape.len()) else {
            continue;
        };
        let fits = taken
            .iter()
            .zip(shape)
            .all(|(group, length)| group.len() == *length);
        let joined = taken
            .windows(2)
            .all(|pair| is_joint(&content[pair[0].end..pair[1].start]));
        let end = taken.last()?.end;
        if fits && joined && ends_free(content, end, rest.get(shape.len()), shape) {
            let digits: String = taken.iter().map(|group| &content[group.clone()]).collect();
            let plausible = !digits.starts_with(['0', '1']);
            return plausible.then(|| (domestic + shape.len(), begin.start..end, digits));
        }
    }
    None
}

fn is_joint(between: &str) -> bool {
    matches!(
        between,
        " " | "\u{a0}" | "-" | "." | " - " | "\u{2011}" | ""
    )
}

/// Whether no further group of digits belongs to the number, and no unit of money or measure follows.
fn ends_free(content: &str, end: usize, next: Option<&Span>, shape: &[usize]) -> bool {
    let after = &content[end..];
    let goes_on = next.is_some_and(|next| {
        let between = &content[end..next.start];
        between == " "
            && next.len() == 2
            && shape.last() == Some(&2)
            && !after.get(3..).unwrap_or("").starts_with([':', '.'])
            || matches!(between, "-" | "." | "/" | ",") && !between.is_empty()
    });
    let unit = after.trim_start();
    !goes_on
        && !after.starts_with(|c: char| c.is_alphabetic() || c == '%')
        && !["kr", "mio", "t.kr", "m²", "%", "pct", "DKK", "€"]
            .iter()
            .any(|u| unit.starts_with(u))
}

/// `+46 40 123 456`: the groups that follow each other after a plus sign.
fn foreign(content: &str, groups: &[Span]) -> Option<(usize, Span, String)> {
    let mut digits = String::from("+");
    let mut taken = 0;
    for (index, group) in groups.iter().enumerate() {
        if index > 0 && !is_joint(&content[groups[index - 1].end..group.start]) {
            break;
        }
        digits.push_str(&content[group.clone()]);
        taken = index + 1;
    }
    let start = groups.first()?.start - 1;
    let end = groups.get(taken.checked_sub(1)?)?.end;
    (9..=16)
        .contains(&digits.len())
        .then_some((taken, start..end, digits))
}

/// Whether the column of a table is one of telephones.
fn heads_phones(outline: &Outline<'_>, words: &Words, index: usize, at: usize) -> bool {
    outline
        .column_at(index, at)
        .and_then(|column| outline.head_of(index, column))
        .is_some_and(|head| is_phone_label(words, &outline.text()[head]))
}

/// Whether the number opens its line, and the line above is a telephone's label or ends with one.
fn label_above(outline: &Outline<'_>, words: &Words, index: usize, span: &Span) -> bool {
    let line = &outline.lines[index];
    let alone = span.len() == line.span.len();
    let above = index.checked_sub(1).and_then(|i| outline.lines.get(i));
    let above = above.map_or("", |above| cut(outline.text(), above.span.clone()));
    let numbered = bullet(above);
    let label = above.get(numbered..).unwrap_or_default();
    let opens = span.start <= "(+45) ".len() && !line.gap;
    alone && is_phone_label(words, label)
        || opens
            && label.len() < LABEL
            && numbered > 0
            && labels_of(words, label)
                .first()
                .is_some_and(|(_, phone)| *phone)
        || opens && ends_with_label(words, above)
}

/// How long the label of a form's field may be, in bytes.
const LABEL: usize = 60;

/// Whether a line breaks off behind a telephone's label: `… på telefon`.
fn ends_with_label(words: &Words, above: &str) -> bool {
    let above = above.trim_end_matches(['.', ':', ' ']);
    let last = above.rsplit(' ').next().unwrap_or_default();
    last.chars().count() > 1 && words.phone.contains(&last.to_lowercase())
}

fn is_phone_label(words: &Words, label: &str) -> bool {
    label.len() < 40 && labels_of(words, label).iter().any(|(_, phone)| *phone)
}

/// Eight digits in pairs, alone in brackets behind a name: `Ruth (44 12 90 31)`.
fn in_brackets(content: &str, span: &Span) -> bool {
    let pairs = cut(content, span.clone()).split([' ', '\u{a0}']).count() == 4;
    let before = cut(content, 0..span.start).strip_suffix('(');
    let word = before.and_then(|lead| lead.trim_end().rsplit(' ').next());
    pairs
        && word.is_some_and(|word| word.starts_with(char::is_uppercase))
        && cut(content, span.end..content.len()).starts_with(')')
}

/// Whether a name and no more than a mark or two stand before the number: `Ida Bro, 4412 9031`.
fn follows_name(vocabulary: &Vocabulary, before: &str) -> bool {
    let lead = before.trim_end_matches([' ', ',', ':', '(', '-', '–', '·']);
    let lead = lead.strip_suffix(" på").unwrap_or(lead);
    vocabulary
        .names
        .names(lead)
        .last()
        .is_some_and(|name| name.sure && name.span.end == lead.len())
}
