//! Runs of alike lines or rows: where most begin with a person or a seat, below a word for a body or for those who sit
//! on it, all of them tell of members, whatever the label above is called.

use std::ops::Range;

use paper::{Kind, Member, Span};

use super::{
    Draft,
    entry::{self, Context},
    labels::is_body,
    layout, qualify, rows, seats,
};
use crate::{Vocabulary, lines::Line, outline::Outline};

/// The name of the rule.
const RULE: &str = "one of a run of lines that each tell of a person or a seat";

/// What a line of a run lists.
#[derive(Debug, Clone)]
struct Listed {
    line: usize,
    /// The line after it.
    next: usize,
    /// Which cell the person or the seat stands in.
    column: usize,
    cells: Vec<Span>,
    who: Who,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    /// Where the name stands, and whether it is sure.
    Person(Span, bool),
    Seat,
}

/// The people and seats of runs that nothing else has read: `known` tells what has.
pub(super) fn read(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    kind: Kind,
    known: &[Draft],
) -> Vec<Draft> {
    let mut starts: Vec<usize> = known.iter().map(|draft| draft.span.start).collect();
    starts.sort_unstable();
    let mut drafts = Vec::new();
    let mut index = 0;
    while index < outline.lines.len() {
        let Some(first) = listed(outline, vocabulary, index) else {
            index += 1;
            continue;
        };
        let run = run(outline, vocabulary, first);
        index = run.last().map_or(index + 1, |last| last.next);
        drafts.extend(members(outline, vocabulary, kind, &run, known, &starts));
    }
    drafts
}

/// The lines that go on as the first does, with no other between them; and with no empty line, unless one stands before each of
/// them, as in texts that were pages of the web.
fn run(outline: &Outline<'_>, vocabulary: &Vocabulary, first: Listed) -> Vec<Listed> {
    let mut next = first.next;
    let mut run = vec![first];
    let spaced = outline.lines.get(next).is_some_and(|line| line.gap);
    while outline
        .lines
        .get(next)
        .is_some_and(|line| line.gap == spaced)
    {
        let other = || unlisted(outline, vocabulary, next).filter(|_| !spaced);
        let Some(listed) = listed(outline, vocabulary, next).or_else(other) else {
            break;
        };
        next = listed.next;
        run.push(listed);
    }
    run
}

/// The members of a run, but for lines that are read already.
fn members(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    kind: Kind,
    run: &[Listed],
    known: &[Draft],
    starts: &[usize],
) -> Vec<Draft> {
    const FEWEST: usize = 3;
    let sure = run
        .iter()
        .filter(|one| matches!(one.who, Who::Person(_, true)));
    let told = |one: &&Listed| {
        let line = outline.lines.get(one.line);
        line.is_some_and(|line| known_in(starts, &line.span).next().is_some())
    };
    let seen = run.iter().filter(told).count();
    let unread = run.len() - seen;
    if run.len() < FEWEST || unread == 0 || sure.count() < 2 {
        return Vec::new();
    }
    let goes_on = seen * 2 >= run.len();
    let Some(mut context) = announced(outline, kind, run).or_else(|| {
        goes_on.then(|| Context {
            rule: Some(RULE),
            anyone: true,
            ..Context::default()
        })
    }) else {
        return Vec::new();
    };
    if seen > 0 {
        context.attendance = attendance_of(outline, run, known);
    }
    let unread = run.iter().filter(|one| !told(one));
    unread
        .flat_map(|one| member(outline.text(), vocabulary, &context, one))
        .collect()
}

/// The known places within a stretch.
fn known_in<'s>(starts: &'s [usize], span: &Span) -> impl Iterator<Item = &'s usize> {
    let from = starts.partition_point(|start| *start < span.start);
    let end = span.end;
    starts
        .iter()
        .skip(from)
        .take_while(move |start| **start < end)
}

/// What all the known people of a run have in common: that they came.
fn attendance_of(
    outline: &Outline<'_>,
    run: &[Listed],
    known: &[Draft],
) -> Option<paper::Attendance> {
    let whole = lines_of(run);
    let start = outline.lines.get(whole.start)?.span.start;
    let end = outline.lines.get(whole.end.checked_sub(1)?)?.span.end;
    let mut within = known
        .iter()
        .filter(|draft| (start..end).contains(&draft.span.start))
        .map(|draft| draft.member.attendance);
    let first = within.next()?;
    within.all(|other| other == first).then_some(first)?
}

fn lines_of(run: &[Listed]) -> Range<usize> {
    let start = run.first().map_or(0, |one| one.line);
    start..run.last().map_or(start, |one| one.next)
}

/// What stands right above a run, where it speaks of a body or of its people.
fn announced(outline: &Outline<'_>, kind: Kind, run: &[Listed]) -> Option<Context> {
    const FAR: usize = 8;
    let text = outline.text();
    let first = run.first()?;
    let above = first.line.checked_sub(1)?;
    let head = outline.lines.get(above)?;
    let rows = !head.cells.is_empty() && first.cells.len() > 1;
    // A table's head tells of columns; what the table is stands above it.
    let leads = [Some(above), above.checked_sub(1).filter(|_| rows)];
    let heading = outline
        .heading_of(first.line)
        .filter(|heading| heading + FAR > first.line && *heading < first.line);
    let near: Vec<&Line> = leads
        .into_iter()
        .chain([heading])
        .flatten()
        .filter_map(|index| outline.lines.get(index))
        .collect();
    let words = |line: &&Line| tail(&text[line.span.clone()]);
    if near.iter().any(|line| speaks_of_others(words(line))) {
        return None;
    }
    let lead = near
        .into_iter()
        .find(|line| speaks_of_members(words(line)))?;
    let meeting = matches!(kind, Kind::Referat | Kind::Dagsorden);
    let phrase = text[lead.span.clone()].trim_end_matches(':');
    let body =
        phrase.len() < 60 && is_body(phrase) && !phrase.contains(['.', ',', ':']) && !meeting;
    Some(Context {
        body: body.then(|| phrase.to_owned()),
        rule: Some(RULE),
        anyone: true,
        ..Context::default()
    })
}

/// The end of a line, where it says what comes below.
fn tail(line: &str) -> &str {
    const LONG: usize = 160;
    let from = line.char_indices().rev().nth(LONG).map_or(0, |(at, _)| at);
    &line[from..]
}

/// Words for a body, for those who sit on it, or for sitting.
fn speaks_of_members(line: &str) -> bool {
    const WORDS: [&str; 10] = [
        "medlem",
        "sidder",
        "deltager",
        "sammensæt",
        "består",
        "repræsentant",
        "udpeget",
        "valgt",
        "organ",
        "ledelse",
    ];
    let lower = line.to_lowercase();
    let short = line.len() < 80 || line.ends_with(':');
    short && (is_body(line) || WORDS.iter().any(|word| lower.contains(word)))
}

/// Words of lists of people who sit nowhere: those who get a copy, who can be asked, who signed.
fn speaks_of_others(line: &str) -> bool {
    const WORDS: [&str; 17] = [
        "kopi",
        "cc",
        "kontakt",
        "oplysning",
        "sendt",
        "fordeling",
        "hilsen",
        "forfatter",
        "kandidat",
        "opstillet",
        "oplæg",
        "program",
        "modtager",
        "spørgsmål",
        "vinder",
        "afgår",
        "ansøger",
    ];
    let lower = line.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// What a line lists, where a person or a seat stands first in it or in one of its cells.
fn listed(outline: &Outline<'_>, vocabulary: &Vocabulary, index: usize) -> Option<Listed> {
    const LONG: usize = 250;
    let text = outline.text();
    let line = outline
        .lines
        .get(index)
        .filter(|line| !line.margin && line.span.len() < LONG)?;
    let item = layout::item(outline, index)?;
    let cells = match item.cells.as_slice() {
        [only] if text[only.clone()].contains("   ") => layout::columns(text, only),
        cells => cells.to_vec(),
    };
    let sentence = cells.len() == 1 && ends_sentence(&text[line.span.clone()]);
    if cells.len() > 6 || sentence {
        return None;
    }
    let (column, who) = cells
        .iter()
        .take(3)
        .enumerate()
        .find_map(|(column, cell)| {
            who(&text[cell.clone()], cell.start, vocabulary).map(|who| (column, who))
        })?;
    Some(Listed {
        line: index,
        next: item.next,
        column,
        cells,
        who,
    })
}

/// A line of a run whose name no list knows: a post, capitals, and what parts them from the rest.
fn unlisted(outline: &Outline<'_>, vocabulary: &Vocabulary, index: usize) -> Option<Listed> {
    let text = outline.text();
    let line = outline.lines.get(index)?;
    if line.margin || !line.cells.is_empty() || line.span.len() > 160 {
        return None;
    }
    let item = layout::item(outline, index)?;
    let [only] = item.cells.as_slice() else {
        return None;
    };
    let content = &text[only.clone()];
    let post = vocabulary.roles.titles.prefix(content);
    let rest = content[post..].strip_prefix(' ').filter(|_| post > 0)?;
    let name = rest.split([',', '(', '*']).next()?.trim_end();
    let words = name.split(' ').count();
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || ".-'".contains(c))
    };
    let start = only.end - rest.len();
    ((2..=4).contains(&words) && name.split(' ').all(capital) && !ends_sentence(content)).then(
        || Listed {
            line: index,
            next: item.next,
            column: 0,
            cells: item.cells.clone(),
            who: Who::Person(start..start + name.len(), false),
        },
    )
}

/// A full stop behind a word that is not shortened.
fn ends_sentence(line: &str) -> bool {
    const LONG: usize = 60;
    line.ends_with(['.', ':', '?', '!']) && line.len() > LONG
}

/// A person, with nothing but a post before the name and no verb behind it, or a seat.
fn who(content: &str, at: usize, vocabulary: &Vocabulary) -> Option<Who> {
    if seats::count(content).is_some() {
        return Some(Who::Seat);
    }
    if !content.starts_with(char::is_uppercase) || content.contains('@') {
        return None;
    }
    let mut name = vocabulary.names.names(content).into_iter().next()?;
    let shift = post_within(&content[name.span.clone()], vocabulary);
    name.span.start += shift;
    name.sure |= shift > 0;
    let lead = content[..name.span.start].trim();
    let known = vocabulary.roles.titles.before(content, name.span.start);
    let begins = lead.is_empty() || known.is_some_and(|post| post.start == 0);
    let post = begins || name.sure && is_post(lead);
    let rest = &content[name.span.end..];
    let ends = rest.is_empty()
        || rest.starts_with([',', '*', '(', ')', ';'])
        || [" (", " -", " –", " *", ", "]
            .iter()
            .any(|mark| rest.starts_with(mark));
    let weak = !name.sure && lead.is_empty();
    (post && ends && !weak && !rows::acts(content, vocabulary))
        .then(|| Who::Person(at + name.span.start..at + name.span.end, name.sure))
}

/// `Havneekspert Ida Bro`: how long a word is that only looks like the first of three of a name.
fn post_within(name: &str, vocabulary: &Vocabulary) -> usize {
    let mut words = name.split(' ');
    let [Some(first), Some(second), Some(_)] = [words.next(), words.next(), words.next()] else {
        return 0;
    };
    let names = &vocabulary.names;
    if names.is_first(second) && !names.is_first(first) && is_post(first) {
        first.len() + 1
    } else {
        0
    }
}

/// `Leder af naturskolen`, `Kok og restauratør`: small words behind a capital, and none that begins a sentence.
fn is_post(lead: &str) -> bool {
    const MOST: usize = 5;
    const NONE: [&str; 14] = [
        "til", "fra", "med", "ved", "kære", "kontakt", "for", "efter", "i", "på", "den", "af",
        "som", "da",
    ];
    let mut words = lead.split(' ');
    let first = words.next().unwrap_or_default();
    let plain = |word: &str| word.chars().all(|c| c.is_alphabetic() || "-.".contains(c));
    let joined = lead.split(' ').count() <= MOST && lead.len() < 60;
    let last = lead.rsplit(' ').next().unwrap_or_default();
    joined
        && first.chars().count() > 2
        && plain(first)
        && !NONE.contains(&first.to_lowercase().as_str())
        && !NONE.contains(&last)
        && words.all(|word| plain(word) && word.starts_with(char::is_lowercase))
}

/// The members that one line of a run tells of.
fn member(text: &str, vocabulary: &Vocabulary, context: &Context, one: &Listed) -> Vec<Draft> {
    let Some(cells) = one.cells.get(one.column..) else {
        return Vec::new();
    };
    let mut cells = cells.to_vec();
    let mut context = context.clone();
    let before = one.cells.get(..one.column).unwrap_or_default();
    let before = before
        .iter()
        .map(|cell| text[cell.clone()].trim_end_matches(':'));
    let mut office = None;
    for cell in before {
        match vocabulary.roles.exactly(cell.trim_end_matches('.')) {
            Some(role) => context.role = Some(role),
            None if vocabulary.roles.is_party(cell) => context.party = Some(cell.to_owned()),
            None if cell.starts_with(char::is_uppercase) => office = Some(cell.to_owned()),
            None => {}
        }
    }
    let mut title = None;
    if let (Who::Person(name, _), Some(cell)) = (&one.who, cells.first_mut()) {
        let lead = text[cell.start..name.start].trim();
        let known = vocabulary.roles.titles.prefix(lead) == lead.len();
        if !known && vocabulary.roles.role(lead).is_none() {
            title = Some(lead.to_owned());
            cell.start = name.start;
        }
    }
    let mut found = entry::entries_of(text, &cells, vocabulary, &context);
    found.retain(|draft| tells(&draft.member));
    if let (true, Who::Person(name, false), Some(cell)) = (found.is_empty(), &one.who, cells.last())
    {
        let mut member = Member {
            name: Some(text[name.clone()].to_owned()),
            rule: context.rule.map(Into::into),
            attendance: context.attendance,
            body: context.body.clone(),
            title: Some(text[cells[0].start..name.start].trim().to_owned()),
            ..Member::default()
        };
        qualify::qualify(
            &mut member,
            &text[name.end..cell.end.max(name.end)],
            vocabulary,
        );
        found.push(Draft {
            member,
            span: name.clone(),
        });
    }
    if let Some(first) = found
        .first_mut()
        .filter(|first| first.member.name.is_some())
    {
        first.member.title = title.or(first.member.title.take());
        first.member.organisation = first.member.organisation.take().or(office);
    }
    found
}

/// Somebody, or a seat of someone's.
fn tells(member: &Member) -> bool {
    let whose = member.organisation.is_some() || member.title.is_some() || member.role.is_some();
    member.name.is_some() || member.seats.is_some() && whose
}

#[cfg(test)]
mod tests {
    use super::{is_post, who};
    use crate::{Vocabulary, outline::Outline, sample};

    #[test]
    fn persons_and_seats_begin_lines() {
        let begins = |line: &str| who(line, 0, Vocabulary::builtin()).is_some();
        for line in [
            "Leder af havnen Ida Bro (formand)",
            "Borgmester Ove Lund, Nordby Kommune",
            "Ida Bro",
            "2 fra erhvervslivet",
            "Vicehavneekspert Ida Bro",
        ] {
            assert!(begins(line), "{line}");
        }
        for line in [
            "Kontakt Ida Bro, tlf. 11 22 33 44",
            "Ida Bro rejser i maj",
            "Havnekontoret i Nordby",
            "Ida Bro, ida@havn.example",
        ] {
            assert!(!begins(line), "{line}");
        }
        assert!(is_post("Skipper og fisker") && !is_post("Til orientering for"));
    }

    #[test]
    fn a_run_is_of_members_below_a_word_for_them() {
        let found = |lead: &str| {
            let text = format!(
                "{lead}\nHavnechef Ida Bro (formand)\nLeder af værftet Ove Lund\n1 repræsentant for Nordby Kommune\n"
            );
            let document = sample::document(&text);
            let outline = Outline::new(&document);
            super::read(&outline, Vocabulary::builtin(), paper::Kind::Notat, &[]).len()
        };
        assert_eq!(found("Samdriftsudvalget:"), 3);
        assert_eq!(found("Kopi til udvalget:"), 0);
        assert_eq!(found("Havnens priser er steget."), 0);
    }
}
