//! People listed in a sentence or a line: three or more, one after the other, behind a word for a body or for those who
//! sit on it, whatever else the sentence says before them.

use paper::{Kind, Span};

use super::{
    Draft,
    entry::{self, Context},
    labels, layout,
};
use crate::{Vocabulary, lines, names::Name, outline::Outline, pattern::cut};

/// The name of the rule.
const RULE: &str = "people listed one after the other behind a word for a body";
/// Fewer are told of for other reasons.
const FEWEST: usize = 3;
/// The most words from one person to the next: a post, an office, a role.
const BETWEEN: usize = 8;
/// The most bytes of what leads to the list.
const LEAD: usize = 240;

/// What tells that a body, or those who sit on it, are spoken of.
const BODIES: [&str; 18] = [
    "gruppe",
    "udvalg",
    "rådet",
    "råd ",
    "nævn",
    "panel",
    "bestyrelse",
    "forum",
    "komit",
    "kommission",
    "medlem",
    "repræsentant",
    "deltager",
    "sidder",
    "består",
    "udpeg",
    "valgt",
    "tæller",
];
/// What lists people for other reasons.
const OTHERS: [&str; 14] = [
    "kopi",
    "cc:",
    "fordel",
    "hørt",
    "høringspart",
    "kontakt",
    "spørgsmål",
    "oplæg",
    "program",
    "ansøger",
    "svar fra",
    "orienter",
    "takke",
    "tillykke",
];

/// The people of all lists of the kind.
pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary, kind: Kind) -> Vec<Draft> {
    let text = outline.text();
    let mut drafts = Vec::new();
    let mut index = 0;
    while let Some(line) = outline.lines.get(index) {
        let item = layout::item(outline, index).filter(|_| !line.margin);
        let here = index;
        index = item.as_ref().map_or(index + 1, |item| item.next);
        let Some([content]) = item.as_ref().map(|item| item.cells.as_slice()) else {
            continue;
        };
        if !crate::names::Words::may_stand_in(cut(text, content.clone())) {
            continue;
        }
        for sentence in labels::sentences(text, content) {
            let Some(list) = list(text, &sentence, vocabulary) else {
                continue;
            };
            let lead = cut(text, sentence.start..list.start);
            if is_of_body(outline, here, lead) {
                drafts.extend(people(text, &list, vocabulary, kind));
            }
        }
    }
    drafts
}

/// The stretch of a sentence that lists people: from the first one's post to the sentence's end.
fn list(text: &str, sentence: &Span, vocabulary: &Vocabulary) -> Option<Span> {
    let said = cut(text, sentence.clone());
    let names = vocabulary.names.names(said);
    let run = run(said, &names)?;
    let sure = run.iter().filter(|name| name.sure).count();
    let first = run.first()?;
    let post = vocabulary.roles.titles.before(said, first.span.start);
    let from = post.map_or(first.span.start, |post| post.start);
    (sure + 1 >= FEWEST && from <= LEAD).then_some(sentence.start + from..sentence.end)
}

/// The longest run of names between which nothing stands but what is said of a person in a list.
fn run<'n>(said: &str, names: &'n [Name]) -> Option<&'n [Name]> {
    let mut best = 0..0;
    let mut from = 0;
    for at in 0..names.len() {
        let joined = at > from
            && names
                .get(at - 1)
                .zip(names.get(at))
                .is_some_and(|(before, name)| parts(cut(said, before.span.end..name.span.start)));
        if !joined {
            from = at;
        }
        if at + 1 - from > best.len() {
            best = from..at + 1;
        }
    }
    (best.len() >= FEWEST).then(|| names.get(best))?
}

/// Whether what stands between two names parts the people of a list: a comma, a slash or `og`, and no verb.
fn parts(between: &str) -> bool {
    const VERBS: [&str; 16] = [
        " er ",
        " var ",
        " har ",
        " havde ",
        " skal ",
        " kan ",
        " vil ",
        " blev ",
        " bliver ",
        " oplyste",
        " spurgte",
        " mente",
        " svarede",
        " fortalte",
        " orienterede",
        " foreslog",
    ];
    let parted =
        between.contains([',', ';', '/']) || between.contains(" og ") || between.contains(" samt ");
    parted
        && !between.contains(['@', '?', '\t'])
        && between.split_whitespace().count() <= BETWEEN
        && !VERBS.iter().any(|verb| between.contains(verb))
}

/// Whether a body is spoken of before the list, in the line above or in the heading.
fn is_of_body(outline: &Outline<'_>, index: usize, lead: &str) -> bool {
    let text = outline.text();
    let said = |line: usize| {
        outline
            .lines
            .get(line)
            .map(|line| cut(text, line.span.clone()).to_lowercase())
    };
    let lead = lead.to_lowercase();
    let other = |said: &str| OTHERS.iter().any(|word| said.contains(word));
    let body = |said: &str| BODIES.iter().any(|word| said.contains(word)) && !other(said);
    if other(&lead) {
        return false;
    }
    // What stands before the list says what it lists; only where nothing does, what stands above.
    if !lead.trim().is_empty() {
        return body(&lead);
    }
    let above = index
        .checked_sub(1)
        .and_then(said)
        .filter(|above| above.len() < LEAD);
    let heading = outline.heading_of(index).and_then(said);
    above.as_deref().is_some_and(body) || heading.as_deref().is_some_and(body)
}

fn people(text: &str, list: &Span, vocabulary: &Vocabulary, kind: Kind) -> Vec<Draft> {
    let context = Context {
        anyone: true,
        rule: Some(RULE),
        ..Context::default()
    };
    let mut stretches = Vec::new();
    let mut from = list.start;
    let slashes = cut(text, list.clone()).match_indices(" / ");
    for (at, joint) in slashes {
        stretches.push(lines::trimmed(text, from..list.start + at));
        from = list.start + at + joint.len();
    }
    stretches.push(lines::trimmed(text, from..list.end));
    let mut drafts: Vec<Draft> = stretches
        .into_iter()
        .flat_map(|one| entry::entries(text, one, vocabulary, &context))
        .collect();
    let seats = !matches!(kind, Kind::Referat);
    drafts.retain(|draft| {
        let member = &draft.member;
        member.name.is_some()
            || seats
                && member.seats.is_some()
                && (member.title.is_some() || member.organisation.is_some())
    });
    drafts
}

#[cfg(test)]
mod tests {
    use crate::{Vocabulary, sample, understand};

    fn names(text: &str) -> Vec<String> {
        let paper = understand(&sample::document(text), Vocabulary::builtin());
        paper
            .members
            .into_iter()
            .filter_map(|member| member.name)
            .collect()
    }

    #[test]
    fn lists_in_a_line() {
        for (text, wanted) in [
            (
                "NOTAT\n\nStyregruppen: Skolechef Ida Bro Hansen (fmd.), lærer Ove Lund, Karen Krag og Jens Dam\n\nVi går i gang.",
                vec!["Ida Bro Hansen", "Ove Lund", "Karen Krag", "Jens Dam"],
            ),
            (
                "NOTAT\n\nRådet i dag\n\nOve Lund (V), formand / Karen Krag, DH / centerchef Jens Dam, Center for Klit\n",
                vec!["Ove Lund", "Karen Krag", "Jens Dam"],
            ),
            (
                "NOTAT\n\nKopi til: Ida Bro Hansen, Ove Lund, Karen Krag og Jens Dam\n\nGruppen går i gang.",
                vec![],
            ),
            (
                "NOTAT\n\nGruppen hørte, at Ove Lund havde talt med Karen Krag, og at Jens Dam ville spørge Ida Bro Hansen.",
                vec![],
            ),
        ] {
            assert_eq!(names(text), wanted, "{text}");
        }
    }
}
