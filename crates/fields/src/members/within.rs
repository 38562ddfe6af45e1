//! Offices that a list of people names on lines of their own, above those who come from there.

use paper::{Member, Span};

use super::{
    labels::{Open, find_label},
    qualify::qualify,
};
use crate::Vocabulary;

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
