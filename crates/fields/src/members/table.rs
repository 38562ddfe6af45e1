//! Tables that list people: columns for name, post, office, role, party, attendance.

use paper::{Member, MemberRole, Seats};

use super::{
    Draft,
    entry::{self, Context},
    layout,
    legend::Legend,
    qualify, seats,
    words::Column,
};
use crate::{
    Vocabulary, lines,
    outline::{Grid, Outline},
};

/// The people and seats of all tables that have a column of names, or of seats.
pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let legend = Legend::of(outline, vocabulary);
    for grid in &outline.grids {
        let Some(mut head) = head(outline, vocabulary, grid) else {
            continue;
        };
        let mut columns = columns(outline, vocabulary, head);
        let mut first = drafts.len();
        for index in head + 1..grid.rows.end {
            if is_head(outline, vocabulary, index) {
                (head, columns) = (index, self::columns(outline, vocabulary, index));
                continue;
            }
            let cells = cells_below(outline, head, index, columns.len());
            let (row, text) = (first..drafts.len(), outline.text());
            if let Some(added) = addition(text, &cells)
                && let Some(above) = drafts.get_mut(row).and_then(<[Draft]>::first_mut)
            {
                qualify::qualify(&mut above.member, added, vocabulary);
                continue;
            }
            first = drafts.len();
            drafts.extend(self::row(outline, vocabulary, &legend, &columns, &cells));
        }
    }
    drafts.extend(spaced(outline, vocabulary, &legend));
    drafts
}

/// The people of tables that are set with spaces, where the reader of the file saw no cells.
fn spaced(outline: &Outline<'_>, vocabulary: &Vocabulary, legend: &Legend) -> Vec<Draft> {
    let text = outline.text();
    let mut drafts = Vec::new();
    let mut index = 0;
    while let Some(head) = outline.lines.get(index) {
        index += 1;
        if !head.cells.is_empty() || head.span.len() > 200 {
            continue;
        }
        let heads = layout::columns(text, &head.span);
        if heads.len() < 2 {
            continue;
        }
        let columns: Vec<_> = heads
            .iter()
            .map(|cell| vocabulary.roles.column(&text[cell.clone()]))
            .collect();
        // Marks that the paper explains make a table of names one of people.
        let marked = !legend.is_empty() && columns.first() == Some(&Some(Column::Name));
        if !lists_people(&columns) && !marked {
            continue;
        }
        let at: Vec<usize> = heads
            .iter()
            .map(|cell| lines::column(text, cell.start))
            .collect();
        while let Some(row) = outline
            .lines
            .get(index)
            .filter(|row| row.cells.is_empty() && row.span.len() < 300)
        {
            let below = layout::placed(text, &row.span, &at);
            let begins = index > 0
                && outline
                    .lines
                    .get(index - 1)
                    .is_some_and(|above| above.span == head.span);
            if row.gap && !begins || below.iter().filter(|cell| !cell.is_empty()).count() < 2 {
                break;
            }
            drafts.extend(self::row(outline, vocabulary, legend, &columns, &below));
            index += 1;
        }
    }
    drafts
}

/// What the first cell of the row above had no room for, `(formand)`, on a line of its own.
fn addition<'t>(text: &'t str, cells: &[paper::Span]) -> Option<&'t str> {
    let (first, rest) = cells.split_first()?;
    let said = &text[first.clone()];
    let alone = rest.iter().all(|cell| cell.is_empty());
    (alone && said.starts_with('(') && said.ends_with(')')).then_some(said)
}

/// The cells of a row; where a text's reader saw fewer than the head has, by where they stand.
fn cells_below(
    outline: &Outline<'_>,
    head: usize,
    index: usize,
    columns: usize,
) -> Vec<paper::Span> {
    let text = outline.text();
    let Some(row) = outline.lines.get(index) else {
        return Vec::new();
    };
    let cells = layout::cells(text, row);
    let head = outline.lines.get(head);
    let Some(head) = head.filter(|_| cells.len() < columns && row.span.len() < 300) else {
        return cells;
    };
    if text[row.span.clone()].contains('\t') {
        return cells;
    }
    let heads = layout::cells(text, head);
    let at: Vec<usize> = heads
        .iter()
        .map(|cell| lines::column(text, cell.start))
        .collect();
    layout::placed(text, &row.span, &at)
}

/// The first row of a table whose cells name columns of people or seats: the rows of a numbered heading or of another
/// table may stand right above it.
pub(super) fn head(outline: &Outline<'_>, vocabulary: &Vocabulary, grid: &Grid) -> Option<usize> {
    grid.rows
        .clone()
        .find(|index| is_head(outline, vocabulary, *index))
}

/// Whether a row names columns of people or seats, and no person: `Ida Bro`, `medlem`, `afbud` is none.
fn is_head(outline: &Outline<'_>, vocabulary: &Vocabulary, index: usize) -> bool {
    let named = |line: &crate::lines::Line| {
        let names = vocabulary.names.names(&outline.text()[line.span.clone()]);
        names.iter().any(|name| name.sure)
    };
    lists_people(&columns(outline, vocabulary, index))
        && !outline.lines.get(index).is_some_and(named)
}

/// What the cells of a row name as columns; of a row of long cells nothing.
fn columns(outline: &Outline<'_>, vocabulary: &Vocabulary, index: usize) -> Vec<Option<Column>> {
    const LONG: usize = 200;
    let text = outline.text();
    let head = outline
        .lines
        .get(index)
        .filter(|line| line.span.len() < LONG);
    let cells = head.map_or_else(Vec::new, |head| layout::cells(text, head));
    cells
        .iter()
        .map(|cell| vocabulary.roles.column(&text[cell.clone()]))
        .collect()
}

/// A column of names and one more of people, or one of offices and how many seats each has.
fn lists_people(columns: &[Option<Column>]) -> bool {
    let has = |wanted| columns.contains(&Some(wanted));
    let known = columns.iter().flatten().count();
    let office = has(Column::Organisation) || has(Column::AppointedBy);
    has(Column::Name) && known >= 2 || has(Column::Seats) && office
}

/// The name of the rule.
const RULE: &str = "a row of a table of people";

fn row(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    legend: &Legend,
    columns: &[Option<Column>],
    cells: &[paper::Span],
) -> Vec<Draft> {
    let text = outline.text();
    let mut member = Member {
        rule: Some(RULE.into()),
        ..Member::default()
    };
    let mut place = None;
    let (mut others, mut beside) = (Vec::new(), Vec::new());
    let mut substitutes = None;
    let mut vacant = None;
    // A column of marks may have no head.
    let columns = columns.iter().chain(std::iter::repeat(&None));
    let mut marks = Vec::new();
    for (cell, column) in cells.iter().zip(columns) {
        let content = &text[cell.clone()];
        if content.is_empty() {
            continue;
        }
        if !matches!(column, Some(Column::Name | Column::Party)) && legend.knows(content) {
            marks.push(content);
            continue;
        }
        let Some(column) = column else {
            // `Suppl.` under a head that tells of no people, as `Plads`.
            let role = vocabulary.roles.exactly(content.trim_end_matches('.'));
            member.role = member.role.or(role);
            continue;
        };
        match column {
            // `Medlemmer: 3`: a column of people that only says how many.
            Column::Name if number(content).is_some() => member.seats = number(content),
            Column::Substitute if number(content).is_some() => {
                substitutes = number(content).map(|seats| (seats, cell.clone()));
            }
            Column::Name if vocabulary.roles.is_vacant(content) => vacant = Some(cell.clone()),
            Column::Name => {
                beside.extend(name(text, cell, vocabulary, &mut member, &mut place));
            }
            Column::Title => {
                let own = content.find(" (").unwrap_or(content.len());
                post(&content[..own], vocabulary, &mut member);
                // Who the post is of, or that he came for a point alone.
                qualify::qualify(&mut member, &content[own..], vocabulary);
            }
            Column::Organisation | Column::AppointedBy => {
                office(content, vocabulary, &mut member, *column)
            }
            Column::Role => match vocabulary.roles.role(content) {
                Some(role) => member.role = Some(role),
                None => qualify::qualify(&mut member, content, vocabulary),
            },
            Column::Party => member.party = Some(content.trim_matches(['(', ')']).to_owned()),
            Column::Attendance(marked) => match marked.filter(|_| is_mark(content)) {
                Some(attendance) => member.attendance = Some(attendance),
                None => remark(content, vocabulary, &mut member),
            },
            Column::Substitute => {
                let context = Context {
                    role: Some(MemberRole::Suppleant),
                    anyone: true,
                    rule: Some(RULE),
                    ..Context::default()
                };
                let found = entry::entries(text, cell.clone(), vocabulary, &context);
                let someone =
                    |draft: &Draft| draft.member.name.is_some() || draft.member.seats.is_some();
                others.extend(found.into_iter().filter(someone));
            }
            Column::Seats => {
                // `1 (observatør)`
                let (count, said) = content.split_once(" (").unwrap_or((content, ""));
                member.seats = number(count);
                let role = vocabulary.roles.exactly(said.trim_end_matches(')'));
                member.role = member.role.or(role);
            }
        }
        if place.is_none()
            && matches!(
                column,
                Column::Title | Column::Organisation | Column::AppointedBy
            )
            && member.name.is_none()
        {
            place = Some(cell.clone());
        }
    }
    place = vacant.clone().or(place);
    for mark in marks {
        legend.tell(&mut member, mark);
    }
    if (member.seats.is_some() || vacant.is_some()) && member.name.is_none() {
        // A seat known only by who fills it.
        let office = member.organisation.take().or(member.appointed_by.clone());
        member.organisation = office;
    }
    if let Some((seats, span)) = substitutes {
        let seat = Member {
            role: Some(MemberRole::Suppleant),
            seats: Some(seats),
            organisation: member.organisation.clone().or(member.appointed_by.clone()),
            appointed_by: member.appointed_by.clone(),
            ..Member::default()
        };
        others.push(Draft { member: seat, span });
    }
    for Draft { member: one, .. } in &mut beside {
        one.organisation = one.organisation.take().or(member.organisation.clone());
        one.appointed_by = one.appointed_by.take().or(member.appointed_by.clone());
    }
    others.splice(0..0, beside);
    let someone = member.name.is_some() || member.title.is_some() || member.organisation.is_some();
    if let Some(span) = place.filter(|_| {
        someone
            && (member.name.is_some()
                || member.role.is_some()
                || member.seats.is_some()
                || vacant.is_some()
                || member.title.is_some())
    }) {
        others.insert(0, Draft { member, span });
    }
    others
}

/// A cell of the column of offices, or of those who appoint: also with the person's post behind the office.
fn office(content: &str, vocabulary: &Vocabulary, member: &mut Member, column: Column) {
    let titles = &vocabulary.roles.titles;
    // `(heraf mindst 2 fra kysten)`: a condition, and no name of the office.
    let condition = content.find(" (").filter(|at| {
        let said = &content[at + 2..];
        said.starts_with(char::is_lowercase) && said.contains(' ')
    });
    let content = condition.map_or(content, |at| &content[..at]);
    let apart = content
        .rsplit_once(", ")
        .filter(|(_, post)| titles.prefix(post) == post.len());
    let (office, post) = apart.map_or((content, None), |(office, post)| (office, Some(post)));
    if let Some(post) = post {
        member.title.get_or_insert_with(|| post.to_owned());
    }
    match column {
        Column::AppointedBy => member.appointed_by = Some(office.to_owned()),
        _ => member.organisation = Some(office.to_owned()),
    }
}

/// How many, where a cell says no more.
fn number(cell: &str) -> Option<Seats> {
    let figures = cell.len() <= 8 && !cell.contains(' ') || cell.contains('-');
    figures.then_some(())?;
    seats::count(&format!("{cell} medlemmer")).map(|(seats, _)| seats)
}

/// A cell of the column of names: a name and what stands beside it, or that the seat is not yet filled. The other people of the
/// cell are returned.
fn name(
    text: &str,
    cell: &paper::Span,
    vocabulary: &Vocabulary,
    member: &mut Member,
    place: &mut Option<paper::Span>,
) -> Vec<Draft> {
    let context = Context {
        anyone: true,
        rule: Some(RULE),
        ..Context::default()
    };
    let mut found = entry::entries(text, cell.clone(), vocabulary, &context).into_iter();
    if let Some(draft) = found.next() {
        let known = std::mem::take(member);
        *member = draft.member;
        member.title = known.title.or(member.title.take());
        member.organisation = known.organisation.or(member.organisation.take());
        member.role = known.role.or(member.role);
        member.appointed_by = known.appointed_by.or(member.appointed_by.take());
        *place = Some(draft.span);
    }
    found.filter(|draft| draft.member.name.is_some()).collect()
}

/// A cell of the column of posts: posts, and roles among them (`velfærdsdirektør, formand`).
fn post(content: &str, vocabulary: &Vocabulary, member: &mut Member) {
    let mut titles = Vec::new();
    for part in content
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        match vocabulary.roles.role(part) {
            Some(role) => member.role = Some(role),
            None => titles.push(part),
        }
    }
    if !titles.is_empty() {
        member.title = Some(titles.join(", "));
    }
}

/// A cell that is only ticked.
pub(super) fn is_mark(cell: &str) -> bool {
    matches!(
        cell.to_lowercase().as_str(),
        "x" | "ja" | "✓" | "✔" | "☒" | "☑" | "+" | "•" | "(x)"
    )
}

/// A cell of remarks: attendance, or a role (`suppleant for ATB`, `gæst under pkt. 3`, `referent`).
fn remark(content: &str, vocabulary: &Vocabulary, member: &mut Member) {
    for piece in content.split([',', ';', '/']) {
        if let Some(role) = vocabulary.roles.role(piece) {
            member.role.get_or_insert(role);
        } else if let Some(attendance) = vocabulary.roles.remark(piece) {
            member.attendance = Some(attendance);
        }
    }
}
