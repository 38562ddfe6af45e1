//! Whom an application is done with: the offices and people of the field that asks for them.

use paper::{Member, Span};

use super::{
    Draft,
    entry::{self, Context},
};
use crate::{Vocabulary, lines::trimmed, organisations, outline::Outline};

/// Partners: people, and offices without a name; a field without commas is cut where an office begins.
pub(super) fn partners(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    value: &Span,
    line: bool,
) -> Vec<Draft> {
    let text = outline.text();
    let content = &text[value.clone()];
    let mut drafts = Vec::new();
    let separated =
        content.contains([';', '\n']) || content.contains(", ") || content.contains(" og ");
    let pieces = if line {
        vec![value.clone()]
    } else if separated {
        cut(text, value)
    } else {
        offices(text, value, vocabulary)
    };
    for piece in pieces {
        let context = Context {
            anyone: false,
            ..Context::default()
        };
        let mut people = entry::entries(text, piece.clone(), vocabulary, &context);
        people.retain(|draft| draft.member.name.is_some());
        people.extend(
            people
                .is_empty()
                .then(|| of_office(text, &piece, vocabulary))
                .flatten(),
        );
        if !people.is_empty() {
            drafts.extend(people);
        } else if let Some(piece) = office_of(text, piece) {
            let member = Member {
                organisation: Some(text[piece.clone()].to_owned()),
                ..Member::default()
            };
            drafts.push(Draft {
                member,
                span: piece,
            });
        }
    }
    drafts
}

/// `Nordby Politi, lokalbetjent Ida Bro`: an office, and who comes from there.
fn of_office(text: &str, piece: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    let content = &text[piece.clone()];
    let (office, person) = content.split_once(", ")?;
    let name = vocabulary.names.names(person).into_iter().next()?;
    let post = vocabulary.roles.titles.before(person, name.span.start)?;
    (post.start == 0 && office.starts_with(char::is_uppercase)).then_some(())?;
    let mark = crate::lines::bullet(office);
    let context = Context {
        office: Some(office[mark..].trim().to_owned()),
        ..Context::default()
    };
    let from = piece.end - person.len();
    let found = entry::entries(text, from..piece.end, vocabulary, &context);
    found.into_iter().next()
}

/// `Forskningsleder Ida Bro fra Nordby Havn står for evalueringen`: who does something in the project.
pub(super) fn does(text: &str, sentence: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    let content = &text[sentence.clone()];
    let verb = [
        " står for ",
        " er faglig ansvarlig",
        " er ansvarlig for ",
        " varetager ",
    ]
    .iter()
    .filter_map(|verb| content.find(verb))
    .min()?;
    let lead = &content[..verb];
    let name = vocabulary.names.names(lead).into_iter().next()?;
    let post = vocabulary.roles.titles.before(lead, name.span.start)?;
    (post.start == 0).then_some(())?;
    let context = Context {
        rule: Some("a sentence that says what someone does in the project"),
        ..Context::default()
    };
    let found = entry::entries(
        text,
        sentence.start..sentence.start + verb,
        vocabulary,
        &context,
    );
    found.into_iter().next()
}

/// The office of a piece, without what it does in the project: `Nordby Skole, som stiller lokaler`, `Havnen (rådgiver)`.
fn office_of(text: &str, piece: Span) -> Option<Span> {
    let content = &text[piece.clone()];
    let mark = crate::lines::bullet(content);
    let short = |bracket: &str| {
        bracket
            .chars()
            .take_while(|c| *c != ')')
            .all(|c| c.is_uppercase() || "-&".contains(c))
    };
    let end = ["\t", ", som ", ", der ", ", hvor ", ": ", " – ", " - "]
        .iter()
        .filter_map(|cut| content.find(cut))
        .chain(content.find(" (").filter(|at| !short(&content[at + 2..])))
        .min()
        .unwrap_or(content.len());
    let place = trimmed(text, piece.start + mark.min(end)..piece.start + end);
    let named = &text[place.clone()];
    // A question, or a sentence that tells of something else.
    let told = named.ends_with('?')
        || [
            " er ", " har ", " skal ", " vil ", " kan ", " bliver ", " var ",
        ]
        .iter()
        .any(|verb| named.contains(verb));
    (named.starts_with(char::is_uppercase) && place.len() < 100 && !told).then_some(place)
}

/// Cuts at semicolons where there are some, else at commas; and at `og` before a capital.
pub(super) fn cut(text: &str, value: &Span) -> Vec<Span> {
    let content = &text[value.clone()];
    let mark = if content.contains(';') {
        ';'
    } else if content.contains('\n') && !wrapped(content) {
        '\n'
    } else {
        ','
    };
    let mut pieces = Vec::new();
    let mut from = 0;
    let ends = content.match_indices(mark).map(|(at, m)| (at, m.len()));
    let mut ends: Vec<(usize, usize)> = ends.chain([(content.len(), 0)]).collect();
    if mark == ',' {
        let several = content.contains(", ");
        let joints = content
            .match_indices(" og ")
            .chain(content.match_indices(" samt "));
        let joints = joints.chain(content.match_indices("\n")).chain(
            content
                .match_indices(" & ")
                .chain(content.match_indices(" &amp; "))
                .filter(|_| several),
        );
        ends.extend(
            joints
                .filter(|(at, joint)| {
                    let before = &content[..*at];
                    !before.ends_with('-')
                        && (*joint == "\n" && before.trim_end().ends_with(',')
                            || content[at + joint.len()..].starts_with(|c: char| {
                                *joint != "\n"
                                    && (c.is_uppercase()
                                        || c.is_lowercase() && before.contains(','))
                            }))
                })
                .map(|(at, joint)| (at, joint.len())),
        );
        ends.sort_unstable();
    }
    for (at, length) in ends {
        let piece = trimmed(text, value.start + from.min(at)..value.start + at);
        let piece = piece.start..piece.start + text[piece.clone()].trim_end_matches('.').len();
        if !piece.is_empty() {
            pieces.push(piece);
        }
        from = at + length;
    }
    pieces
}

/// Whether lines go on with each other, so that their breaks part nothing.
fn wrapped(content: &str) -> bool {
    let mut lines = content.lines().map(str::trim);
    let Some(mut above) = lines.next() else {
        return false;
    };
    lines.any(|line| {
        // `Nordby Kommune, Kirkens⏎Korshær`: an owner ends a line, what is owned begins the next.
        let owner = above
            .rsplit_once(", ")
            .is_some_and(|(_, last)| last.len() > 4 && !last.contains(' ') && last.ends_with("ns"));
        let goes_on = above.ends_with(',') || owner || line.starts_with(char::is_lowercase);
        above = line;
        goes_on
    })
}

/// The stretches between the beginnings of the offices that the lexicon or their shape tells.
fn offices(text: &str, value: &Span, vocabulary: &Vocabulary) -> Vec<Span> {
    let content = &text[value.clone()];
    let mut starts: Vec<usize> = organisations::mentions(content, vocabulary)
        .into_iter()
        .map(|span| span.start)
        .collect();
    starts.insert(0, 0);
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([content.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(from, to)| trimmed(text, value.start + from..value.start + to))
        .filter(|piece| !piece.is_empty())
        .collect()
}
