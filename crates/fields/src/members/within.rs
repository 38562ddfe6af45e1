//! Offices that a list of people names on lines of their own, above those who come from there.

use paper::{Member, Span};

use super::{
    labels::{Open, find_label},
    layout,
    qualify::qualify,
};
use crate::{Vocabulary, outline::Outline};

/// `DANSKE SKOLER` on a line of its own, right above an item of the list: the office of those below it.
pub(super) fn heading(
    outline: &Outline<'_>,
    index: usize,
    content: &Span,
    vocabulary: &Vocabulary,
    open: &mut Option<Open>,
) -> bool {
    const LONG: usize = 70;
    let text = outline.text();
    let office = &text[content.clone()];
    let (Some(list), Some(line), Some(below)) = (
        open.as_mut(),
        outline.lines.get(index),
        layout::item(outline, index + 1),
    ) else {
        return false;
    };
    let first = &text[below.span()];
    let over = outline.lines.get(index + 1).is_some_and(|line| !line.gap) && line.gap;
    let plain = office.len() < LONG
        && office.starts_with(char::is_uppercase)
        && office.ends_with(|c: char| c.is_alphanumeric() || c == ')')
        && !office.contains([':', ',', ';']) | office.contains('(');
    let roles = &vocabulary.roles;
    let cues = &roles.lead_in;
    let announces = [&cues.members, &cues.present, &cues.apologies]
        .iter()
        .any(|cue| cue.is_match(office));
    let plain = plain && !announces;
    let person = || {
        let post = roles.titles.prefix(office) > 0 || roles.role(office).is_some();
        post || vocabulary.names.names(office).iter().any(|name| name.sure)
    };
    let someone = || {
        let name = vocabulary.names.names(first).into_iter().next();
        let named = name.is_some_and(|name| {
            name.span.start == 0 && name.sure
                || name.span.start > 0
                    && roles.titles.before(first, name.span.start) == Some(0..name.span.start - 1)
        });
        named || roles.is_vacant(first) || super::seats::count(first).is_some()
    };
    if !over || !plain || find_label(office, vocabulary).is_some() || person() || !someone() {
        return false;
    }
    list.context.office = Some(in_small(office));
    list.begun = false;
    true
}

/// An office written in capitals throughout, as it is written else: `DANSKE SKOLER (DS)`.
fn in_small(office: &str) -> String {
    const JOINTS: [&str; 7] = ["og", "for", "i", "af", "til", "på", "ved"];
    let capitals =
        !office.contains(char::is_lowercase) && office.contains(' ') || office.len() > 12;
    if !capitals || office.contains(char::is_lowercase) {
        return office.to_owned();
    }
    let outer = office.split(" (").next().unwrap_or(office);
    let small = outer.to_lowercase();
    let words = small.split(' ').map(|word| {
        let mut letters = word.chars();
        match letters.next().filter(|_| !JOINTS.contains(&word)) {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => word.to_owned(),
        }
    });
    let words: Vec<String> = words.collect();
    words.join(" ") + &office[outer.len()..]
}

/// `Kommunerne (udpeges af KKR):`, within a list: the office of those below it.
pub(super) fn office(
    text: &str,
    content: &Span,
    vocabulary: &Vocabulary,
    open: &mut Option<Open>,
) -> bool {
    const LONG: usize = 70;
    let Some(phrase) = text[content.clone()].strip_suffix(':') else {
        return false;
    };
    let Some(list) = open.as_mut().filter(|_| phrase.len() < LONG) else {
        return false;
    };
    let office = phrase.split(" (").next().unwrap_or(phrase);
    let noun = office.starts_with(char::is_uppercase)
        && office.split(' ').count() <= 5
        && ![" er ", " har ", " skal ", " kan ", "ølgende"]
            .iter()
            .any(|word| office.contains(word));
    let cues = &vocabulary.roles.lead_in;
    let announces = [&cues.members, &cues.present, &cues.apologies]
        .iter()
        .any(|cue| cue.is_match(office));
    if !noun || announces || find_label(phrase, vocabulary).is_some() {
        return false;
    }
    let mut said = Member::default();
    qualify(&mut said, &phrase[office.len()..], vocabulary);
    list.context.office = Some(office.trim_start_matches("Fra ").to_owned());
    list.context.appointed_by = said.appointed_by;
    list.begun = false;
    true
}
