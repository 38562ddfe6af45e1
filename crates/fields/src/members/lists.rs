//! Labels and lists: `Til stede: …`, a heading `Medlemmer` and the lines below it, a sentence that announces a list.

use paper::{Attendance, Kind, Span};

use super::{
    Draft,
    entry::{self, Context},
    words::Label,
};
use crate::{
    Vocabulary,
    lines::{self, Line},
    outline::Outline,
};

/// A list that goes on.
struct Open {
    context: Context,
    /// Whether a line of it has been read.
    begun: bool,
    /// Below a label with people beside it: how far its line is indented, which the lines of its list exceed.
    below: Option<usize>,
}

/// What the lines above say of this one.
#[derive(Default)]
struct Above {
    open: Option<Open>,
    /// Whom the row above lists, for rows whose label is left empty.
    row: Option<Context>,
    /// Whether the line above lists people.
    people: bool,
}

/// The people and seats under labels and in lists.
pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary, kind: Kind) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut above = Above::default();
    for (index, line) in outline.lines.iter().enumerate() {
        if line.margin
            || outline
                .grid_of(index)
                .is_some_and(|grid| outline.lines[grid.rows.start].cells.len() > 2)
        {
            above = Above::default();
            continue;
        }
        let found = line_of(outline, vocabulary, kind, index, &mut above);
        above.people = !found.is_empty();
        drafts.extend(found);
    }
    if kind != Kind::Referat {
        for draft in &mut drafts {
            draft.member.attendance = draft.member.attendance.filter(|a| *a != Attendance::Deltog);
        }
    }
    drafts
}

fn line_of(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    kind: Kind,
    index: usize,
    above: &mut Above,
) -> Vec<Draft> {
    let text = outline.text();
    let line = &outline.lines[index];
    let content = without_bullet(text, &line.span);
    if let [label, value] = line.cells.as_slice() {
        let name = text[label.clone()].trim_end_matches(':');
        let meeting = matches!(kind, Kind::Dagsorden | Kind::Referat) && above.people;
        let context = match label_of(name, vocabulary) {
            Some(label) => Some(context_of(label)),
            None if name.is_empty() => above.row.take(),
            None if meeting => invited(name, vocabulary),
            None => None,
        };
        above.row.clone_from(&context);
        return context.map_or_else(Vec::new, |context| {
            entry::entries(text, value.clone(), vocabulary, &context)
        });
    }
    let people = above.people;
    above.row = None;
    let open = &mut above.open;
    let mut drafts = labelled(text, &content, vocabulary, open);
    if drafts.is_empty()
        && people
        && open.is_none()
        && matches!(kind, Kind::Dagsorden | Kind::Referat)
        && let Some(colon) = text[content.clone()].find(": ")
        && let Some(context) = invited(&text[content.start..content.start + colon], vocabulary)
    {
        return entry::entries(
            text,
            content.start + colon + 2..content.end,
            vocabulary,
            &context,
        );
    }
    let opened =
        text[content.clone()].ends_with(':') && open.as_ref().is_some_and(|list| !list.begun);
    if !drafts.is_empty() || opened {
        return drafts;
    }
    if let Some(context) = announces(text, line, &content, vocabulary) {
        *open = Some(Open {
            context,
            begun: false,
            below: None,
        });
        return drafts;
    }
    let ends = |list: &Open| {
        list.below
            .is_some_and(|above| line.gap || indent(text, line.span.start) <= above)
    };
    if open.as_ref().is_some_and(ends) {
        *open = None;
    }
    drafts = match open {
        Some(list) => {
            let mut context = list.context.clone();
            context.anyone = context.anyone && !line.heading;
            let mut found = entry::entries(text, content.clone(), vocabulary, &context);
            if found.is_empty() {
                found = of_office(text, &content, vocabulary, &context);
            }
            list.begun |= !found.is_empty();
            found
        }
        None if matches!(kind, Kind::Kommissorium | Kind::Udpegning) => {
            seat_item(text, line, &content, vocabulary)
        }
        None => Vec::new(),
    };
    let goes_on = !drafts.is_empty()
        || open
            .as_ref()
            .is_some_and(|list| !list.begun && !line.heading && !line.gap);
    if !goes_on {
        *open = None;
    }
    drafts
}

/// `Fra skolen`, `Revisor`: labels beside those of the members, for others who come to the meeting.
fn invited(label: &str, vocabulary: &Vocabulary) -> Option<Context> {
    let from = label.starts_with("Fra ") && label.len() < 60;
    let post = vocabulary.roles.titles.prefix(label) == label.len();
    (from || post).then(|| Context {
        anyone: true,
        rule: Some("a label of those who came too"),
        ..Context::default()
    })
}

/// How many characters stand before a byte on its line.
fn indent(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at].chars().count()
}

fn without_bullet(text: &str, span: &Span) -> Span {
    span.start + lines::bullet(&text[span.clone()])..span.end
}

/// `Regionen: Overlæge Ida Bro`: whom a line of a list names for an office.
fn of_office(text: &str, content: &Span, vocabulary: &Vocabulary, context: &Context) -> Vec<Draft> {
    let line = &text[content.clone()];
    let Some(colon) = line.find(": ").filter(|at| *at < 50) else {
        return Vec::new();
    };
    let office = line[..colon].trim();
    let rest = content.start + colon + 2..content.end;
    let mut found = entry::entries(text, rest, vocabulary, context);
    for draft in &mut found {
        draft
            .member
            .organisation
            .get_or_insert_with(|| office.to_owned());
    }
    found
}

/// A list item that is a seat, in a paper that is about seats.
fn seat_item(text: &str, line: &Line, content: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    let bulleted = content.start > line.span.start;
    let short = content.len() < 120;
    let context = Context {
        rule: Some("an item of a list that is a seat"),
        ..Context::default()
    };
    match super::seats::parse(text, content.clone(), vocabulary, &context) {
        Some(draft) if short && (bulleted || !text[content.clone()].ends_with('.')) => vec![draft],
        _ => Vec::new(),
    }
}

/// The labels within a line, each with those listed after it. A label at the end of the line opens a list.
fn labelled(
    text: &str,
    content: &Span,
    vocabulary: &Vocabulary,
    open: &mut Option<Open>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for sentence in sentences(text, content) {
        let line = &text[sentence.clone()];
        let colon = line
            .find(": ")
            .or_else(|| line.ends_with(':').then(|| line.len() - 1));
        let Some(colon) = colon.filter(|at| *at < 90) else {
            drafts.extend(bare_label(text, &sentence, vocabulary));
            continue;
        };
        let Some(label) = label_of(&line[..colon], vocabulary) else {
            continue;
        };
        let context = context_of(label);
        let value = lines::trimmed(text, sentence.start + colon + 1..sentence.end);
        if value.is_empty() {
            *open = Some(Open {
                context,
                begun: false,
                below: None,
            });
        } else {
            let found = entry::entries(text, value, vocabulary, &context);
            // A role within a list (`Formand: …`) does not end it.
            match open {
                Some(list) if label.role.is_some() => list.begun = true,
                _ if !found.is_empty() && label.role.is_none() => {
                    *open = Some(Open {
                        context,
                        begun: true,
                        below: Some(indent(text, content.start)),
                    });
                }
                _ if !found.is_empty() => *open = None,
                _ => {}
            }
            drafts.extend(found);
        }
    }
    drafts
}

/// `Afbud fra Ida Bro og Ove Lund`, `Fraværende Ida Bro`: a label of attendance that no colon ends.
fn bare_label(text: &str, sentence: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    let line = &text[sentence.clone()];
    let lower = line.to_lowercase();
    let label = vocabulary.roles.labels.iter().find(|label| {
        label.attendance.is_some()
            && label.word.len() > 4
            && lower
                .strip_prefix(label.word.as_str())
                .is_some_and(|rest| rest.starts_with(' '))
    });
    let Some(label) = label else {
        return Vec::new();
    };
    let from = sentence.start + label.word.len();
    let skip = [" fra ", " var ", " er ", " "]
        .iter()
        .find(|j| text[from..sentence.end].starts_with(**j))
        .map_or(0, |j| j.len());
    let mut context = context_of(label);
    context.anyone = false;
    entry::entries(text, from + skip..sentence.end, vocabulary, &context)
}

/// The stretches of a line between full stops that end sentences.
pub(super) fn sentences(text: &str, content: &Span) -> Vec<Span> {
    let line = &text[content.clone()];
    let mut sentences = Vec::new();
    let mut from = 0;
    for (at, _) in line.match_indices(". ") {
        let word = line[from..at].rsplit([' ', '(']).next().unwrap_or_default();
        let next = line[at + 2..].trim_start();
        let ends = word.chars().count() > 2 || word.ends_with(')');
        let short = [
            "pkt", "tlf", "kst", "cand", "stk", "evt", "jf", "adm", "tidl", "konst", "ph.d", "d.d",
            "m.v", "m.fl",
        ];
        if ends
            && next.starts_with(char::is_uppercase)
            && !short.contains(&word.to_lowercase().as_str())
        {
            sentences.push(content.start + from..content.start + at);
            from = at + 2;
        }
    }
    sentences.push(content.start + from..content.end);
    sentences
}

/// The label that a phrase is: exactly, of whom (`Afbud fra kommunerne`), or whose (`Udvalgets medlemmer`).
fn label_of<'v>(phrase: &str, vocabulary: &'v Vocabulary) -> Option<&'v Label> {
    let lower = phrase.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| !(c.is_alphanumeric() || c == '.' || c == ')'));
    let bare = bare.split(" (").next().unwrap_or(bare);
    if bare.split_whitespace().count() > 8 {
        return None;
    }
    vocabulary.roles.labels.iter().find(|label| {
        let word = label.word.as_str();
        bare == word
            || bare
                .strip_suffix(word)
                .is_some_and(|before| before.ends_with("s ") && label.role.is_none())
            || bare.strip_prefix(word).is_some_and(|rest| {
                [
                    " fra ", " i ", " for ", " af ", " under ", " ved ", " til ", " uden ", " med ",
                ]
                .iter()
                .any(|joint| rest.starts_with(joint))
            })
    })
}

/// The name of a list's rule: a list of those who came or did not, or of members.
fn rule(attendance: Option<Attendance>) -> &'static str {
    match attendance {
        Some(Attendance::Deltog) => "the list of those present",
        Some(Attendance::Afbud | Attendance::Fraværende) => "the list of those who did not come",
        None => "a list of members",
    }
}

fn context_of(label: &Label) -> Context {
    Context {
        role: label.role,
        attendance: label.attendance,
        appointed_by: None,
        anyone: true,
        rule: Some(if label.role.is_some() {
            "a label of a role"
        } else {
            rule(label.attendance)
        }),
    }
}

/// What a line that announces a list says of those below: a heading that is a label, or a sentence with a cue that a colon
/// or the line's end cuts off.
fn announces(text: &str, line: &Line, content: &Span, vocabulary: &Vocabulary) -> Option<Context> {
    let phrase = &text[content.clone()];
    if line.heading
        && let Some(label) = label_of(phrase, vocabulary)
    {
        return Some(context_of(label));
    }
    if super::seats::count(phrase).is_some() {
        return None;
    }
    let last = sentences(text, content).pop()?;
    let sentence = &text[last];
    let colon = sentence.ends_with(':');
    let cut = colon || line.gap && sentence.len() < 60 && !sentence.ends_with(['.', '?', '!']);
    if !cut {
        return None;
    }
    let lead = &vocabulary.roles.lead_in;
    let attendance = if lead.apologies.is_match(sentence) {
        Some(Attendance::Afbud)
    } else if lead.present.is_match(sentence) {
        Some(Attendance::Deltog)
    } else if lead.members.is_match(phrase) {
        None
    } else {
        return None;
    };
    Some(Context {
        role: None,
        attendance,
        appointed_by: appointing(sentence),
        anyone: true,
        rule: Some(rule(attendance)),
    })
}

/// Who appoints, by the subject of the sentence: `KKR Nordkyst skal … udpege`.
fn appointing(sentence: &str) -> Option<String> {
    let lower = sentence.to_lowercase();
    lower.contains("udpeg").then_some(())?;
    let end = [" skal ", " har ", " kan ", " bedes ", " udpeger "]
        .iter()
        .filter_map(|verb| sentence.find(verb))
        .min()?;
    let subject = sentence[..end].trim();
    let words = subject.split_whitespace().count();
    let office = subject.starts_with(char::is_uppercase) && words <= 4;
    (office && !["Der", "Vi", "I", "Det"].contains(&subject)).then(|| subject.to_owned())
}
