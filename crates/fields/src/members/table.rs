//! Tables that list people: columns for name, post, office, role, party, attendance.

use std::collections::BTreeSet;

use paper::{Member, MemberRole, Seats};

use super::{
    Draft,
    entry::{self, Context},
    seats,
};
use crate::{
    Vocabulary,
    outline::{Grid, Outline},
};

/// What a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Title,
    Organisation,
    Role,
    Party,
    Attendance,
    AppointedBy,
    Substitute,
    Seats,
}

/// The people and seats of all tables that have a column of names, or of seats.
pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for grid in &outline.grids {
        let rows = &outline.lines[grid.rows.clone()];
        let columns = columns(outline, vocabulary, grid);
        if !lists_people(&columns) {
            continue;
        }
        for row in rows.iter().skip(1) {
            drafts.extend(self::row(outline, vocabulary, &columns, &row.cells));
        }
    }
    drafts
}

/// Whether a table's columns tell of people or seats.
pub(super) fn tells(outline: &Outline<'_>, vocabulary: &Vocabulary, grid: &Grid) -> bool {
    lists_people(&columns(outline, vocabulary, grid))
}

fn columns(outline: &Outline<'_>, vocabulary: &Vocabulary, grid: &Grid) -> Vec<Option<Column>> {
    let cells = outline
        .lines
        .get(grid.rows.start)
        .map_or(&[][..], |head| &head.cells);
    let text = outline.text();
    cells
        .iter()
        .map(|cell| column(&text[cell.clone()], vocabulary))
        .collect()
}

/// A column of names and one more of people, or one of offices and how many seats each has.
fn lists_people(columns: &[Option<Column>]) -> bool {
    let has = |wanted| columns.contains(&Some(wanted));
    let known = columns.iter().flatten().count();
    let office = has(Column::Organisation) || has(Column::AppointedBy);
    has(Column::Name) && known >= 2 || has(Column::Seats) && office
}

fn column(head: &str, vocabulary: &Vocabulary) -> Option<Column> {
    let words = &vocabulary.roles.columns;
    let lower = head.to_lowercase();
    let bare = lower
        .split('(')
        .next()
        .unwrap_or(&lower)
        .trim_matches(|c: char| !c.is_alphanumeric());
    let table: [(&BTreeSet<String>, Column); 9] = [
        (&words.name, Column::Name),
        (&words.title, Column::Title),
        (&words.role, Column::Role),
        (&words.organisation, Column::Organisation),
        (&words.party, Column::Party),
        (&words.attendance, Column::Attendance),
        (&words.appointed_by, Column::AppointedBy),
        (&words.substitute, Column::Substitute),
        (&words.seats, Column::Seats),
    ];
    table
        .into_iter()
        .find(|(words, _)| {
            words.contains(bare)
                || bare
                    .split(['/', ','])
                    .any(|part| words.contains(part.trim()))
        })
        .map(|(_, column)| column)
}

fn row(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    columns: &[Option<Column>],
    cells: &[paper::Span],
) -> Vec<Draft> {
    let text = outline.text();
    let mut member = Member::default();
    let mut place = None;
    let mut others = Vec::new();
    let mut substitutes = None;
    for (cell, column) in cells.iter().zip(columns) {
        let content = &text[cell.clone()];
        let Some(column) = column.filter(|_| !content.is_empty()) else {
            continue;
        };
        match column {
            // `Medlemmer: 3`: a column of people that only says how many.
            Column::Name if number(content).is_some() => member.seats = number(content),
            Column::Substitute if number(content).is_some() => {
                substitutes = number(content).map(|seats| (seats, cell.clone()));
            }
            Column::Name => name(text, cell, vocabulary, &mut member, &mut place),
            Column::Title => post(content, vocabulary, &mut member),
            Column::Organisation => member.organisation = Some(content.to_owned()),
            Column::Role => match vocabulary.roles.role(content) {
                Some(role) => member.role = Some(role),
                None => entry::qualify(&mut member, content, vocabulary),
            },
            Column::Party => member.party = Some(content.trim_matches(['(', ')']).to_owned()),
            Column::Attendance => remark(content, vocabulary, &mut member),
            Column::AppointedBy => member.appointed_by = Some(content.to_owned()),
            Column::Substitute => {
                let context = Context {
                    role: Some(MemberRole::Suppleant),
                    anyone: true,
                    ..Context::default()
                };
                others.extend(entry::entries(text, cell.clone(), vocabulary, &context));
            }
            Column::Seats => member.seats = number(content),
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
    if member.seats.is_some() && member.name.is_none() {
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
    let someone = member.name.is_some() || member.title.is_some() || member.organisation.is_some();
    if let Some(span) = place.filter(|_| {
        someone
            && (member.name.is_some()
                || member.role.is_some()
                || member.seats.is_some()
                || member.title.is_some())
    }) {
        others.insert(0, Draft { member, span });
    }
    others
}

/// How many, where a cell says no more.
fn number(cell: &str) -> Option<Seats> {
    let figures = cell.len() <= 8 && !cell.contains(' ') || cell.contains('-');
    figures.then_some(())?;
    seats::count(&format!("{cell} medlemmer")).map(|(seats, _)| seats)
}

/// A cell of the column of names: a name and what stands beside it, or that the seat is not yet filled.
fn name(
    text: &str,
    cell: &paper::Span,
    vocabulary: &Vocabulary,
    member: &mut Member,
    place: &mut Option<paper::Span>,
) {
    let context = Context {
        anyone: true,
        ..Context::default()
    };
    if let Some(draft) = entry::entries(text, cell.clone(), vocabulary, &context)
        .into_iter()
        .next()
    {
        let known = std::mem::take(member);
        *member = draft.member;
        member.title = known.title.or(member.title.take());
        member.organisation = known.organisation.or(member.organisation.take());
        member.role = known.role.or(member.role);
        *place = Some(draft.span);
    }
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

/// A cell of remarks: attendance, or a role (`suppleant for ATB`, `gæst under pkt. 3`, `referent`).
fn remark(content: &str, vocabulary: &Vocabulary, member: &mut Member) {
    if let Some(role) = vocabulary.roles.role(content) {
        member.role.get_or_insert(role);
    } else if let Some(attendance) = vocabulary.roles.remark(content) {
        member.attendance = Some(attendance);
    }
}
