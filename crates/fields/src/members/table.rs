//! Tables that list people: columns for name, post, office, role, party, attendance.

use std::collections::BTreeSet;

use paper::{Member, MemberRole};

use super::{
    Draft,
    entry::{self, Context},
    seats,
};
use crate::{Vocabulary, outline::Outline};

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
        let Some(head) = rows.first() else { continue };
        let columns: Vec<Option<Column>> = head
            .cells
            .iter()
            .map(|cell| column(&outline.text()[cell.clone()], vocabulary))
            .collect();
        if !lists_people(&columns) {
            continue;
        }
        for row in &rows[1..] {
            drafts.extend(self::row(outline, vocabulary, &columns, &row.cells));
        }
    }
    drafts
}

/// A column of names and one more of people, or one of offices and how many seats each has.
fn lists_people(columns: &[Option<Column>]) -> bool {
    let has = |wanted| columns.contains(&Some(wanted));
    let known = columns.iter().flatten().count();
    has(Column::Name) && known >= 2 || has(Column::Seats) && has(Column::Organisation)
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

/// The name of the rule.
const RULE: &str = "a row of a table of people";

fn row(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    columns: &[Option<Column>],
    cells: &[paper::Span],
) -> Vec<Draft> {
    let text = outline.text();
    let mut member = Member {
        rule: Some(RULE.into()),
        ..Member::default()
    };
    let mut place = None;
    let mut others = Vec::new();
    for (cell, column) in cells.iter().zip(columns) {
        let content = &text[cell.clone()];
        let Some(column) = column.filter(|_| !content.is_empty()) else {
            continue;
        };
        match column {
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
                    rule: Some(RULE),
                    ..Context::default()
                };
                others.extend(entry::entries(text, cell.clone(), vocabulary, &context));
            }
            Column::Seats => {
                member.seats = seats::count(&format!("{content} medlemmer")).map(|(seats, _)| seats)
            }
        }
        if place.is_none()
            && matches!(column, Column::Title | Column::Organisation)
            && member.name.is_none()
        {
            place = Some(cell.clone());
        }
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
        rule: Some(RULE),
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
