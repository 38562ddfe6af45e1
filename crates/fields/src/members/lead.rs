//! What stands right before a name: posts that no list knows, and words that say for whom someone came.

use paper::Span;

use crate::{Vocabulary, names::Name};

/// A name without the post that the list of first names took for its beginning: `Havnefoged Ida Bro`.
pub(super) fn without_post(content: &str, name: Name, vocabulary: &Vocabulary) -> Name {
    let words = &content[name.span.clone()];
    let Some((first, rest)) = words.split_once(' ').filter(|(_, rest)| rest.contains(' ')) else {
        return name;
    };
    if vocabulary.names.is_first(first) || !vocabulary.roles.titles.is_post(first) {
        return name;
    }
    Name {
        span: name.span.end - rest.len()..name.span.end,
        ..name
    }
}

/// A post that no list knows right before a name, in a list of people: `almen mediciner Ida Bro`, `Fm. Ove Lund`.
///
/// Up to three small words, or one shortened by a full stop, that begin the stretch or stand behind a comma.
pub(super) fn unknown_post(content: &str, name: usize) -> Option<Span> {
    const BEFORE: usize = 60;
    // Words before a name that are no post: `fra Ida Bro`, `mødte Ida Bro`.
    const NONE: [&str; 38] = [
        "og", "samt", "fra", "til", "for", "af", "i", "på", "ved", "hos", "med", "om", "mod",
        "under", "efter", "er", "var", "blev", "har", "havde", "mødte", "deltog", "deltager",
        "valgt", "valgtes", "udpeget", "som", "at", "der", "fru", "hr.", "frk.", "pkt.", "kl.",
        "nr.", "tlf.", "herunder", "sted",
    ];
    let lead = content.get(..name).filter(|lead| lead.len() <= BEFORE)?;
    let lead = lead.trim_end();
    let small = |word: &str| {
        word.starts_with(char::is_lowercase)
            && word.chars().all(|c| c.is_alphabetic() || "-.".contains(c))
            && !NONE.contains(&word)
    };
    let shortened = |word: &str| {
        word.ends_with('.')
            && word.chars().count() >= 3
            && word.starts_with(char::is_uppercase)
            && word.chars().skip(1).all(|c| c.is_lowercase() || c == '.')
    };
    let words = lead.split(' ').count();
    let last = lead.rsplit(' ').next().unwrap_or_default();
    let post = words <= 3 && last.chars().count() >= 3 && lead.split(' ').all(small)
        || words == 1 && shortened(lead);
    post.then_some(0..lead.len())
}

/// `i stedet mødte`, `i hans sted deltog`: the person that follows came for someone else.
pub(super) fn stands_in(lead: &str) -> bool {
    let lower = lead.to_lowercase();
    let came = ["mødt", "delt", "kom", "indtr", "sidder", "indkald"]
        .iter()
        .any(|verb| lower.contains(verb));
    let substitute = lower.contains("stedfortr") || lower.contains("suppleant");
    lower.starts_with("som ") && substitute && came
        || lower.starts_with("i stedet")
        || lower.starts_with("i ") && lower.contains(" sted ") && came
}
