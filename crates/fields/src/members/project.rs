//! An application's people and partners, from the fields that name them.

use std::collections::BTreeSet;

use paper::{MemberRole, Span};

use super::{
    Draft,
    entry::{self, Context},
    layout, partners,
};
use crate::{
    Vocabulary,
    form::{self, Labelled},
    lines::{self, trimmed},
    outline::Outline,
};

/// The people and partners of an application.
pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    let fields = fields(outline, vocabulary);
    let words = &vocabulary.roles.project;
    let owned = fields.iter().any(|field| is(&words.owner, &field.label));
    let mut drafts = Vec::new();
    for field in &fields {
        let role = if is(&words.owner, &field.label) {
            Some(MemberRole::Projektejer)
        } else if is(&words.manager, &field.label) {
            Some(MemberRole::Projektleder)
        } else {
            None
        };
        let first = field
            .values
            .first()
            .map_or("", |value| &outline.text()[value.clone()]);
        let role = role.or_else(|| told_by_value(first, vocabulary));
        let applicant = is(&words.applicant, &field.label);
        let shaped = person_alone(first, vocabulary) && !is_of_others(&field.label);
        let partnered = is(&words.partners, &field.label);
        // A line each, unless one goes on in the next.
        let text = outline.text();
        let several = field.values.len() > 1;
        let lines = several
            && !field
                .values
                .iter()
                .any(|value| text[value.clone()].ends_with(','));
        for value in &field.values {
            if partnered {
                drafts.extend(partners::partners(outline, vocabulary, value, lines));
            } else if role.is_some() || applicant || shaped || is(&words.people, &field.label) {
                let role = role.or((applicant && !owned).then_some(MemberRole::Projektejer));
                let found = people(outline, vocabulary, &field.label, value, role, applicant);
                let one = !found.is_empty() && (applicant || role.is_some());
                drafts.extend(found);
                if one {
                    break;
                }
            }
        }
    }
    drafts
}

/// A field and the stretches that fill it.
struct Filled {
    label: String,
    values: Vec<Span>,
}

/// The fields of the form, and the labels on lines of their own that a list stands below.
fn fields(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Filled> {
    let text = outline.text();
    let words = &vocabulary.roles.project;
    let asked = |label: &str| {
        [
            &words.owner,
            &words.applicant,
            &words.manager,
            &words.people,
            &words.partners,
        ]
        .iter()
        .any(|words| is(words, label))
    };
    let mut fields: Vec<Filled> = Vec::new();
    let mut read: BTreeSet<usize> = BTreeSet::new();
    for Labelled { label, value, .. } in &outline.labels(vocabulary).found {
        let Some(value) = value.clone() else { continue };
        let value = before_leaders(text, value);
        read.extend(outline.line_at(value.start));
        // `Navn:` below a label that says whose.
        let label = match form::key(label).as_str() {
            "navn" | "navne" | "navn og titel" | "navn og stilling" | "fulde navn"
            | "navn, titel" => {
                section(outline, value.start, &asked).unwrap_or_else(|| label.clone())
            }
            _ => label.clone(),
        };
        let values = if asked(&label) {
            with_rows_below(outline, value)
        } else {
            vec![value]
        };
        fields.push(Filled { label, values });
    }
    for (index, line) in outline.lines.iter().enumerate() {
        let label = &text[line.span.clone()];
        if line.margin || label.len() > 120 || line.cells.len() > 1 || read.contains(&index) {
            continue;
        }
        let label = label.trim_end_matches([':', '*', ' ']);
        if let Some((label, value)) = dotted(label, &asked) {
            let value = line.span.start + value..line.span.end;
            fields.push(Filled {
                label: label.to_owned(),
                values: vec![value],
            });
        } else if !label.contains("...") && asked(label) {
            let values = lines_below(outline, index, &read);
            fields.push(Filled {
                label: label.to_owned(),
                values,
            });
        } else if let Some((label, value)) = run_together(label, &asked) {
            let value = line.span.start + value..line.span.end;
            fields.push(Filled {
                label: label.to_owned(),
                values: vec![value],
            });
        }
    }
    fields
}

/// The label on a line of its own near above that asks for people.
fn section(outline: &Outline<'_>, at: usize, asked: &impl Fn(&str) -> bool) -> Option<String> {
    const NEAR: usize = 3;
    let text = outline.text();
    let row = outline.line_at(at)?;
    let above = outline.lines.get(row.saturating_sub(NEAR)..row)?;
    above.iter().rev().find_map(|line| {
        let label = text[line.span.clone()].trim_matches([':', ' ', '=', '-', '*', '_']);
        let alone = line.cells.len() < 2 && label.len() < 60 && !label.contains(": ");
        (alone && asked(label)).then(|| label.to_owned())
    })
}

/// The value of a row, and those of the rows below whose label is left empty.
fn with_rows_below(outline: &Outline<'_>, value: Span) -> Vec<Span> {
    let row = outline.line_at(value.start);
    let mut values = vec![value];
    let Some(row) = row.filter(|row| {
        outline
            .lines
            .get(*row)
            .is_some_and(|line| line.cells.len() > 1)
    }) else {
        return values;
    };
    for line in outline.lines.iter().skip(row + 1) {
        match line.cells.as_slice() {
            [label, value] if label.is_empty() && !value.is_empty() => values.push(value.clone()),
            _ => break,
        }
    }
    values
}

/// The lines below a label: those up to the next gap, or the list behind one.
fn lines_below(outline: &Outline<'_>, label: usize, read: &BTreeSet<usize>) -> Vec<Span> {
    const MOST: usize = 30;
    let text = outline.text();
    let mut values = Vec::new();
    let mut index = label + 1;
    let margin = |index: usize| {
        let line = outline.lines.get(index)?;
        Some(lines::column(text, line.span.start))
    };
    let named = outline
        .lines
        .get(label)
        .map_or("", |line| &text[line.span.clone()]);
    // Where values stand further in than their labels, the next label ends them.
    let inner = margin(label + 1) > margin(label);
    while let Some(item) = layout::item(outline, index) {
        let Some(line) = outline.lines.get(index) else {
            break;
        };
        let first = index == label + 1;
        let listed = item.marked || first && text[line.span.clone()].len() < 300;
        let ends = line.gap && !(first && listed)
            || line.margin
            || read.contains(&index) && !told_beside(text, named, &item)
            || inner && margin(index) <= margin(label)
            || !first && item.cells.len() == 1 && text[item.span()].ends_with([':', '?']);
        if ends || values.len() >= MOST {
            break;
        }
        values.extend(item.cells.into_iter().next());
        index = item.next;
    }
    values
}

/// A row below a label of its own that names someone, and beside it what they do: no label and its value.
fn told_beside(text: &str, label: &str, item: &layout::Item) -> bool {
    let beside = match item.cells.as_slice() {
        [who, what] => Some((&text[who.clone()], &text[what.clone()])),
        _ => None,
    };
    label.ends_with(':')
        && beside.is_some_and(|(who, what)| {
            who.starts_with(char::is_uppercase) && !who.ends_with([':', '?']) && !what.is_empty()
        })
}

/// `8. Projektleder Ida Bro`: a label and what fills it on one line, that a reader joined.
fn run_together<'l>(line: &'l str, asked: &impl Fn(&str) -> bool) -> Option<(&'l str, usize)> {
    let number = crate::lines::bullet(line);
    (number > 0 && line.starts_with(|c: char| c.is_ascii_digit())).then_some(())?;
    let capital = line[number..]
        .char_indices()
        .skip(1)
        .find(|(at, c)| c.is_uppercase() && line[number..][..*at].ends_with([' ', ')']))
        .map(|(at, _)| number + at)?;
    let label = line[..capital].trim_end();
    let bare = [
        " af projektet",
        " for projektet",
        " på projektet",
        " i projektet",
    ]
    .iter()
    .find_map(|end| label.strip_suffix(end))
    .unwrap_or(label);
    asked(bare).then_some((bare, capital))
}

/// A value without the rows below it whose labels have leaders of dots.
fn before_leaders(text: &str, value: Span) -> Span {
    let content = &text[value.clone()];
    let leader = ["....", " . "]
        .iter()
        .filter_map(|dots| content.find(dots))
        .min();
    let end = leader.and_then(|at| content[..at].rfind('\n'));
    value.start..end.map_or(value.end, |end| value.start + end)
}

/// `Ansvarlig for projektet . Ida Bro`: a label whose leader of dots had room for one alone.
fn dotted<'l>(line: &'l str, asked: &impl Fn(&str) -> bool) -> Option<(&'l str, usize)> {
    let (label, value) = line.split_once(" . ")?;
    asked(label).then_some((label, line.len() - value.len()))
}

/// Whether a label is one of the words, or begins with one: `Projektansvarlig, hvis en anden end …`.
fn is(words: &BTreeSet<String>, label: &str) -> bool {
    // `Spørgsmål 4. Hvem samarbejder I med?`
    let label = label.strip_prefix("Spørgsmål ").map_or(label, |rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || ".: ".contains(c))
    });
    let key = form::key(label);
    let key = [
        " af projektet",
        " for projektet",
        " på projektet",
        " i projektet",
        " til daglig",
    ]
    .iter()
    .find_map(|end| key.strip_suffix(end))
    .unwrap_or(&key)
    .to_owned();
    // `Partner 3`
    let key = key.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    words.contains(key)
        || key
            .split([',', '/', '–', ':', '.'])
            .any(|part| words.contains(part.trim_matches(|c: char| !c.is_alphanumeric())))
        || key.split(" og ").any(|part| words.contains(part))
        || key.starts_with("hvem er ")
            && key
                .rsplit(' ')
                .next()
                .is_some_and(|word| words.contains(word))
}

/// `Projektleder Ida Bro`: a field whose label does not say who is asked for, where what is filled in does.
fn told_by_value(value: &str, vocabulary: &Vocabulary) -> Option<MemberRole> {
    let name = vocabulary.names.names(value).into_iter().next()?;
    let role = vocabulary.roles.role(value[..name.span.start].trim())?;
    matches!(role, MemberRole::Projektejer | MemberRole::Projektleder).then_some(role)
}

/// `Museumsinspektør Ida Bro, konservator Ove Lund`: a field filled with a post and a name, whatever its label asks for.
fn person_alone(value: &str, vocabulary: &Vocabulary) -> bool {
    const LONG: usize = 200;
    const NAMED: usize = 80;
    if value.len() > LONG || !value.starts_with(char::is_uppercase) || value.ends_with('.') {
        return false;
    }
    let Some(name) = vocabulary.names.names(value).into_iter().next() else {
        return false;
    };
    let post = vocabulary.roles.titles.before(value, name.span.start);
    let rest = &value[name.span.end..];
    name.sure
        && name.span.end < NAMED
        && post.is_some_and(|post| post.start == 0)
        && (rest.is_empty() || rest.starts_with([',', ';']) || rest.starts_with(" og "))
}

/// Whether a label asks for someone who is no part of the project: who audits it, who signs, who received it.
fn is_of_others(label: &str) -> bool {
    const OTHERS: [&str; 15] = [
        "revis",
        "underskrift",
        "sagsbeh",
        "modtag",
        "kopi",
        "til",
        "att",
        "kontakt",
        "referenc",
        "anbefal",
        "udtalelse",
        "dato",
        "konto",
        "lodsejer",
        "myndighed",
    ];
    let key = form::key(label);
    OTHERS.iter().any(|word| key.contains(word))
}

/// The people of a field; those of the applicant's stand behind a label of their own, or are surely names.
fn people(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    label: &str,
    value: &Span,
    role: Option<MemberRole>,
    applicant: bool,
) -> Vec<Draft> {
    let text = outline.text();
    let mut from = value.start;
    let mut own = role;
    if applicant && let Some((at, label)) = inner_label(&text[value.clone()]) {
        from += at;
        own = (label == "projektleder").then_some(MemberRole::Projektleder);
    }
    let context = Context {
        role: own,
        anyone: !applicant,
        rule: Some("a field for people of the project"),
        ..Context::default()
    };
    let key = form::key(label);
    let mut drafts = entry::entries(text, trimmed(text, from..value.end), vocabulary, &context);
    drafts.retain(|draft| draft.member.name.is_some());
    drafts.truncate(if applicant || role.is_some() { 1 } else { 20 });
    for draft in &mut drafts {
        let member = &mut draft.member;
        let sits = matches!(
            member.role,
            Some(MemberRole::Formand | MemberRole::Næstformand)
        );
        if sits {
            // The chair of the applicant is no chair of the project.
            let before = text[value.start..draft.span.start]
                .trim()
                .trim_end_matches(':');
            member.title.get_or_insert_with(|| before.to_owned());
            member.role = role;
        }
        if member.title.is_none()
            && vocabulary.roles.titles.is_post(&key)
            && role.is_none()
            && key != "kontaktperson"
        {
            member.title = Some(form_label(label));
        }
    }
    drafts
}

fn form_label(label: &str) -> String {
    let bare = &label[crate::lines::bullet(label)..];
    bare.split(['(', '*', ':'])
        .next()
        .unwrap_or(bare)
        .trim()
        .to_owned()
}

/// A label within the applicant's field: `Kontaktperson:`.
fn inner_label(value: &str) -> Option<(usize, &'static str)> {
    let lower = value.to_lowercase();
    ["kontaktperson:", "projektleder:", "att.:", "att:", "v/"]
        .into_iter()
        .find_map(|label| {
            let at = lower.find(label)? + label.len();
            value
                .is_char_boundary(at)
                .then(|| (at, label.trim_end_matches(':')))
        })
}
