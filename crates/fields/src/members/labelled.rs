//! Labels within a line, with those listed behind them: `Til stede: Ida Bro. Afbud: Ove Lund.`

use paper::{Kind, Span};

use super::{
    Draft, entry, first_names,
    items::serving,
    labels::{Open, context_of, label_of, sentences},
};
use crate::{Vocabulary, lines, pattern::find};

/// The labels within a line, each with those listed after it. A label at the end of the line opens a list.
pub(super) fn labelled(
    text: &str,
    content: &Span,
    vocabulary: &Vocabulary,
    kind: Kind,
    open: &mut Option<Open>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for sentence in sentences(text, content) {
        let line = &text[sentence.clone()];
        let colon = find(line, ": ").or_else(|| line.ends_with(':').then(|| line.len() - 1));
        let Some(colon) = colon.filter(|at| *at < 90) else {
            drafts.extend(bare_label(text, &sentence, vocabulary));
            continue;
        };
        let Some(label) = label_of(&line[..colon], vocabulary, kind) else {
            continue;
        };
        let context = context_of(label);
        let value = lines::trimmed(text, sentence.start + colon + 1..sentence.end);
        if tells_whom(&text[value.clone()]) {
            continue;
        }
        if value.is_empty() {
            *open = Some(Open {
                context,
                begun: false,
                below: None,
                headed: false,
            });
        } else {
            let mut found = entry::entries(text, value.clone(), vocabulary, &context);
            if found.is_empty() && label.attendance.is_some() && kind == Kind::Referat {
                found = first_names::listed(text, &value, vocabulary, &context);
            }
            if found.is_empty() {
                found.extend(serving(text, &value, &context));
            }
            // A role within a list (`Formand: …`) does not end it.
            match open {
                Some(list) if label.role.is_some() => list.begun = true,
                _ if !found.is_empty() && label.role.is_none() => {
                    *open = Some(Open {
                        context,
                        begun: true,
                        below: Some(lines::column(text, content.start)),
                        headed: false,
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

/// `Afbud: Meddeles Ida Bro`, `Afbud: Bedes givet til Ida Bro`: who is told of it, and not who stays away.
fn tells_whom(value: &str) -> bool {
    const VERBS: [&str; 13] = [
        "meddeles", "meddel", "meldes", "meld", "gives", "givet", "bedes", "sendes", "send",
        "rettes", "modtages", "til", "senest",
    ];
    let first = value.split(|c: char| !c.is_alphabetic()).next();
    let first = first.unwrap_or_default().to_lowercase();
    VERBS.contains(&first.as_str())
}

/// `Afbud fra Ida Bro og Ove Lund`, `Fraværende Ida Bro`: a label of attendance that no colon ends.
fn bare_label(text: &str, sentence: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    const LETTERS: usize = 4;
    let line = &text[sentence.clone()];
    if !vocabulary.roles.tells_attendance(line) {
        return Vec::new();
    }
    let lower = line.to_lowercase();
    let label = vocabulary.roles.labels.iter().find(|label| {
        label.attendance.is_some()
            && label.word.len() > LETTERS
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
