//! Amounts without a unit, `heraf 60.000 til leje`: thousands beside amounts that have one, or in a field that asks for money.

use danish::Money;
use paper::{AmountRole, Span};

use super::{Words, pieces::KRONER, roles};
use crate::{Vocabulary, form::Labelled, lines::Line, outline::Outline, pattern::cut};

/// Words behind a figure that go on with the sentence, and name nothing that it counts.
const GOES_ON: [&str; 14] = [
    "til", "fra", "i", "og", "for", "på", "af", "ved", "samt", "heraf", "som", "fordi", "men", "om",
];

/// What the figures of a stretch stand for.
pub(super) enum Told {
    /// Amounts with a unit stand in the same line.
    Beside,
    /// A label asks for money.
    Asked,
}

/// What is filled in on a line, in words and figures, where a label asks who gives or asks for money.
pub(super) fn asked(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    line: &Line,
    fields: &[&Labelled],
) -> Option<(Span, Told)> {
    let [field] = fields else {
        return None;
    };
    let role = roles::of_label(&vocabulary.amounts, &field.label)?;
    let value = field.value.clone()?;
    let given = matches!(
        role,
        AmountRole::Medfinansiering | AmountRole::Ansøgt | AmountRole::Bevilget
    );
    let start = line.span.start;
    let within = start <= value.start && value.end <= line.span.end;
    let worded = cut(outline.text(), value.clone()).contains(char::is_alphabetic);
    (given && within && worded).then(|| (value.start - start..value.end - start, Told::Asked))
}

/// The thousands of a stretch that are money though no unit says so, in its order.
pub(super) fn find(
    content: &str,
    span: Span,
    told: Told,
    taken: &[(Span, Money)],
    vocabulary: &Vocabulary,
) -> Vec<(Span, Money)> {
    let mut found = Vec::new();
    let mut at = span.start;
    while let Some(figure) = next(content, at..span.end) {
        at = figure.end;
        let free = (taken.iter()).all(|(t, _)| t.end <= figure.start || figure.end <= t.start);
        if !free || !ends(cut(content, figure.end..span.end)) {
            continue;
        }
        let before = cut(content, near(content, figure.start)..figure.start);
        let sure = match told {
            Told::Asked => true,
            Told::Beside => is_told(&vocabulary.amounts, before),
        };
        let money = danish::amount_in(cut(content, figure.clone()), KRONER, vocabulary.danish());
        if let Some(money) = money.filter(|_| sure && !is_number_of(before)) {
            found.push((figure, money));
        }
    }
    found
}

/// Whether brackets tell what the numbers below are counted in: `(1.000 kr.)`, `(netto, 1.000 kr.)`
pub(super) fn is_unit(content: &str, span: &Span) -> bool {
    let before = cut(content, 0..span.start);
    let opens = before.rfind('(').map(|at| cut(before, at..before.len()));
    let closes = cut(content, span.end..content.len()).starts_with(')');
    before.ends_with('(')
        || closes && opens.is_some_and(|said| !said.contains([')', '.', ':']) && said.len() < 30)
}

/// The next figure in thousands: `60.000`, `1.250.000`.
fn next(content: &str, within: Span) -> Option<Span> {
    let bytes = content.as_bytes().get(..within.end)?;
    let mut at = within.start;
    loop {
        let start = at + bytes.get(at..)?.iter().position(u8::is_ascii_digit)?;
        let rest = bytes.get(start..)?;
        let is_part = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'/');
        let length = rest.iter().position(|b| !is_part(b)).unwrap_or(rest.len());
        let said = cut(content, start..start + length).trim_end_matches(['.', ',', '-']);
        let free = content[..start].chars().next_back();
        let free = free.is_none_or(|c| c == ' ' || c == '(' || c == '\t');
        if free && is_thousands(said) {
            return Some(start..start + said.len());
        }
        at = start + length;
    }
}

/// `60.000`, `1.250.000`.
pub(super) fn is_thousands(said: &str) -> bool {
    let mut parts = said.split('.');
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let first = parts.next().unwrap_or_default();
    let mut more = 0;
    (1..=3).contains(&first.len())
        && digits(first)
        && !first.starts_with('0')
        && parts.all(|part| {
            more += 1;
            part.len() == 3 && digits(part)
        })
        && more > 0
}

/// Whether nothing that is counted follows a figure.
fn ends(behind: &str) -> bool {
    let rest = behind.trim_start();
    let word = rest.split(|c: char| !c.is_alphabetic()).next();
    rest.is_empty()
        || rest.starts_with(['.', ',', ';', ')', '+'])
        || word.is_some_and(|word| GOES_ON.contains(&word))
}

/// Whether the words before a figure tell of money: what someone gives, or a part of the amount before.
fn is_told(words: &Words, before: &str) -> bool {
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
    matches!(last, "heraf" | "hvoraf" | "deraf") || roles::gives(words, before)
}

/// `nr. 60.000`, `§ 1.250`.
fn is_number_of(before: &str) -> bool {
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let lower = last.to_lowercase();
    ["nr.", "nr", "§", "side", "s.", "kl.", "konto"].contains(&lower.as_str())
        || lower.ends_with("nr.:")
}

/// How far before a figure its words are looked for, in bytes.
const NEAR: usize = 60;

fn near(content: &str, at: usize) -> usize {
    let from = at.saturating_sub(NEAR);
    let from = (from..=at).find(|at| content.is_char_boundary(*at));
    let from = from.unwrap_or(at);
    let said = cut(content, from..at);
    from + said.rfind(". ").map_or(0, |dot| dot + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(content: &str, told: Told) -> Vec<&str> {
        let language = Vocabulary::builtin();
        let taken = danish::money(content, language.danish());
        let taken: Vec<_> = taken.into_iter().map(|m| (m.span.clone(), m)).collect();
        let found = find(content, 0..content.len(), told, &taken, language);
        found.into_iter().map(|(span, _)| &content[span]).collect()
    }

    #[test]
    fn thousands_beside_amounts() {
        for (content, wanted) in [
            (
                "Fyret koster 90.000 kr., heraf 60.000 til lys",
                vec!["60.000"],
            ),
            (
                "Byen har bevilget 40.000 kr. og lauget lægger selv 19.600.",
                vec!["19.600"],
            ),
            ("Lauget har 12.500 planter og har fået 500 kr.", vec![]),
            ("Der kom 12.500, og det kostede 500 kr.", vec![]),
        ] {
            assert_eq!(figures(content, Told::Beside), wanted, "{content}");
        }
    }

    #[test]
    fn thousands_where_money_is_asked_for() {
        let content = "Lyng Kommune 25.000, Fyrfonden 30.000";
        assert_eq!(figures(content, Told::Asked), ["25.000", "30.000"]);
        assert!(figures("12.500 planter, tlf. 12.34.56.78", Told::Asked).is_empty());
    }
}
