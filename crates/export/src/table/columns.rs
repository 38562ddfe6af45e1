//! The columns of each table, and what stands in them.

use jiff::civil::Date;
use paper::{Mark, Source, Stamp};

use super::{Cell, Column, Holds, Row, Subject, Table};

const fn column(name: &'static str, holds: Holds, about: &'static str) -> Column {
    Column { name, holds, about }
}

const PATH: Column = column(
    "path",
    Holds::Text,
    "the paper's path, below the folder that was ingested",
);
const TITLE: Column = column("title", Holds::Text, "the paper's title");
const CORRECTED: Column = column(
    "corrected",
    Holds::Text,
    "what a person did to the value: set, added, confirmed",
);
const PAGE: Column = column(
    "page",
    Holds::Whole,
    "its page, from 1; empty where the format has none",
);
const QUOTE: Column = column("quote", Holds::Text, "the words of the paper that say so");
const HASH: Column = column(
    "hash",
    Holds::Text,
    "BLAKE3 of the file, hex: the paper's id; joins the tables",
);
const FAMILY: Column = column(
    "family",
    Holds::Text,
    "the same for all versions and formats of a paper; see --once",
);
const GONE: Column = column(
    "gone",
    Holds::Yes,
    "whether the paper's files are gone from where they were",
);

pub(super) const PAPERS: Table = Table {
    name: "papers",
    about: "a row for each paper",
    columns: &[
        PATH,
        TITLE,
        column(
            "kind",
            Holds::Text,
            "what kind of paper it is: referat, høring …",
        ),
        column("status", Holds::Text, "udkast or endelig, where it says so"),
        column(
            "date",
            Holds::Day,
            "the day it was written; of agendas and minutes that of the meeting",
        ),
        column(
            "case_numbers",
            Holds::Text,
            "case and file numbers, with \"; \" between them",
        ),
        column(
            "organisations",
            Holds::Text,
            "the organisations that it names, with \"; \" between them",
        ),
        column("format", Holds::Text, "pdf, docx, text …"),
        column(
            "pages",
            Holds::Whole,
            "how many, where the format has pages",
        ),
        column(
            "warnings",
            Holds::Text,
            "codes of what is to be doubted, with \"; \" between them",
        ),
        column(
            "corrected",
            Holds::Whole,
            "how many of its values people had a word about",
        ),
        HASH,
        FAMILY,
        GONE,
    ],
    rows: |subject| {
        let (record, paper) = (subject.record, &subject.record.paper);
        let mut row = vec![
            Cell::Text(&record.path),
            title(subject),
            Cell::Text(paper.kind.word()),
            text(paper.status.map(paper::Status::word)),
            paper
                .date
                .as_ref()
                .map_or(Cell::Empty, |date| Cell::Day(date.value)),
            joined(
                paper
                    .case_numbers
                    .iter()
                    .map(|number| number.value.as_str()),
            ),
            joined(paper.organisations.iter().map(|one| one.name.as_str())),
            Cell::Text(&record.format),
            whole(paper.pages),
            joined(paper.warnings.iter().map(|warning| warning.code.word())),
            Cell::Whole(i64::try_from(paper::corrected(paper)).unwrap_or(i64::MAX)),
        ];
        row.extend(end(subject));
        vec![row]
    },
};

pub(super) const DATES: Table = Table {
    name: "dates",
    about: "a row for each date, also what cannot be resolved",
    columns: &[
        PATH,
        TITLE,
        column(
            "role",
            Holds::Text,
            "deadline, meeting, decision, milestone, period, issued, reference",
        ),
        column("first_day", Holds::Day, "the first day that it covers"),
        column(
            "last_day",
            Holds::Day,
            "the last one: of a deadline the last day to act",
        ),
        column(
            "start",
            Holds::Text,
            "its beginning as the record has it: 2021-06-30, 2021-06-30T12:00, Danish time",
        ),
        column("end", Holds::Text, "the first day or moment behind it"),
        column("summary", Holds::Text, "what happens, in the paper's words"),
        column("place", Holds::Text, "where"),
        column("actors", Holds::Text, "who, with \"; \" between them"),
        column("contact", Holds::Text, "whom to ask or to answer"),
        column(
            "approximate",
            Holds::Yes,
            "whether the paper says it roughly",
        ),
        column(
            "inferred",
            Holds::Text,
            "what is not beside the date and was concluded: year, month, day",
        ),
        column(
            "unresolved",
            Holds::Text,
            "what is missing to know the day: year, anchor",
        ),
        column(
            "recurs",
            Holds::Text,
            "the rule of what recurs (RFC 5545 RRULE)",
        ),
        CORRECTED,
        PAGE,
        QUOTE,
        HASH,
        FAMILY,
        GONE,
    ],
    rows: |subject| {
        let dates = subject.record.paper.dates.iter();
        dates.map(|date| date_row(subject, date)).collect()
    },
};

fn date_row<'r>(subject: &Subject<'r>, date: &'r paper::Mention) -> Row<'r> {
    let (first, last) = date.days().unzip();
    let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Day);
    let stamp = |at: Option<Stamp>| at.map_or(Cell::Empty, |at| Cell::Joined(at.to_string()));
    let mut row = vec![
        Cell::Text(&subject.record.path),
        title(subject),
        Cell::Text(date.role.word()),
        day(first),
        day(last),
        stamp(date.start),
        stamp(date.end),
        text(date.summary.as_deref()),
        text(date.place.as_deref()),
        joined(date.actors.iter().map(String::as_str)),
        text(date.contact.as_deref()),
        Cell::Yes(date.approximate),
        joined(date.inferred.iter().map(|part| part.word())),
        text(date.unresolved.map(paper::Unresolved::word)),
        text(date.recurs.as_deref()),
        corrected(&date.corrected),
    ];
    row.extend(place(&date.source));
    row.extend(end(subject));
    row
}

pub(super) const MEMBERS: Table = Table {
    name: "members",
    about: "a row for each person or seat",
    columns: &[
        PATH,
        TITLE,
        column(
            "name",
            Holds::Text,
            "the person; empty for a seat that nobody fills by name",
        ),
        column(
            "role",
            Holds::Text,
            "the role in the body: formand, medlem, suppleant …",
        ),
        column("post", Holds::Text, "the person's own post"),
        column(
            "organisation",
            Holds::Text,
            "whom the person or the seat stands for",
        ),
        column("party", Holds::Text, "the party, as the paper writes it"),
        column(
            "seats_min",
            Holds::Whole,
            "of a seat without a name: how many at least",
        ),
        column("seats_max", Holds::Whole, "and at most"),
        column("appointed_by", Holds::Text, "who appoints"),
        column(
            "attendance",
            Holds::Text,
            "in minutes: deltog, afbud, fraværende",
        ),
        column("body", Holds::Text, "the body, where the paper names it"),
        CORRECTED,
        PAGE,
        QUOTE,
        HASH,
        FAMILY,
        GONE,
    ],
    rows: |subject| {
        let members = subject.record.paper.members.iter();
        members.map(|member| member_row(subject, member)).collect()
    },
};

fn member_row<'r>(subject: &Subject<'r>, member: &'r paper::Member) -> Row<'r> {
    let mut row = vec![
        Cell::Text(&subject.record.path),
        title(subject),
        text(member.name.as_deref()),
        text(member.role.map(paper::MemberRole::word)),
        text(member.title.as_deref()),
        text(member.organisation.as_deref()),
        text(member.party.as_deref()),
        whole(member.seats.map(|seats| seats.min)),
        whole(member.seats.map(|seats| seats.max)),
        text(member.appointed_by.as_deref()),
        text(member.attendance.map(paper::Attendance::word)),
        text(member.body.as_deref()),
        corrected(&member.corrected),
    ];
    row.extend(place(&member.source));
    row.extend(end(subject));
    row
}

pub(super) const AMOUNTS: Table = Table {
    name: "amounts",
    about: "a row for each amount",
    columns: &[
        PATH,
        TITLE,
        column(
            "role",
            Holds::Text,
            "ansøgt, bevilget, total, medfinansiering, post, honorar, ramme, omtale",
        ),
        column(
            "amount",
            Holds::Money,
            "in kroner (see currency); of a range the smaller",
        ),
        column("amount_max", Holds::Money, "of a range the larger"),
        column(
            "currency",
            Holds::Text,
            "DKK where the paper names no other",
        ),
        column("label", Holds::Text, "what it is for, in the paper's words"),
        column("year", Holds::Whole, "the budget year, where stated"),
        column(
            "per",
            Holds::Text,
            "år, måned, time, møde or stk, where it is paid so",
        ),
        column(
            "approximate",
            Holds::Yes,
            "whether the paper says it roughly",
        ),
        CORRECTED,
        PAGE,
        QUOTE,
        HASH,
        FAMILY,
        GONE,
    ],
    rows: |subject| {
        let amounts = subject.record.paper.amounts.iter();
        amounts.map(|amount| amount_row(subject, amount)).collect()
    },
};

fn amount_row<'r>(subject: &Subject<'r>, amount: &'r paper::Amount) -> Row<'r> {
    let mut row = vec![
        Cell::Text(&subject.record.path),
        title(subject),
        Cell::Text(amount.role.word()),
        Cell::Money(amount.ore),
        amount.max_ore.map_or(Cell::Empty, Cell::Money),
        Cell::Text(amount.currency.as_deref().unwrap_or("DKK")),
        text(amount.label.as_deref()),
        whole(amount.year),
        text(amount.per.map(paper::Per::word)),
        Cell::Yes(amount.approximate),
        corrected(&amount.corrected),
    ];
    row.extend(place(&amount.source));
    row.extend(end(subject));
    row
}

pub(super) const ITEMS: Table = Table {
    name: "items",
    about: "a row for each point of agendas and minutes",
    columns: &[
        PATH,
        TITLE,
        column("number", Holds::Text, "its number, as printed"),
        column("item", Holds::Text, "its title"),
        column("case_number", Holds::Text, "its case number"),
        column("closed", Holds::Yes, "whether it is closed to the public"),
        column("decision", Holds::Text, "what was decided"),
        PAGE,
        QUOTE,
        HASH,
        FAMILY,
        GONE,
    ],
    rows: |subject| {
        let items = subject.record.paper.items.iter();
        items.map(|item| item_row(subject, item)).collect()
    },
};

fn item_row<'r>(subject: &Subject<'r>, item: &'r paper::Item) -> Row<'r> {
    let mut row = vec![
        Cell::Text(&subject.record.path),
        title(subject),
        text(item.number.as_deref()),
        Cell::Text(&item.title),
        text(item.case_number.as_deref()),
        Cell::Yes(item.closed),
        text(item.decision.as_deref()),
    ];
    row.extend(place(&item.source));
    row.extend(end(subject));
    row
}

fn title<'r>(subject: &Subject<'r>) -> Cell<'r> {
    let title = subject.record.paper.title.as_ref();
    text(title.map(|title| title.value.as_str()))
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Empty, Cell::Text)
}

fn whole(number: Option<impl Into<i64>>) -> Cell<'static> {
    number.map_or(Cell::Empty, |number| Cell::Whole(number.into()))
}

fn joined<'r>(texts: impl Iterator<Item = &'r str>) -> Cell<'static> {
    let all = texts.collect::<Vec<_>>().join("; ");
    if all.is_empty() {
        Cell::Empty
    } else {
        Cell::Joined(all)
    }
}

/// The page and the quote.
fn place(source: &Source) -> [Cell<'_>; 2] {
    [whole(source.page), Cell::Text(&source.quote)]
}

/// What a person did to a value.
fn corrected<T>(mark: &Mark<T>) -> Cell<'static> {
    text(mark.as_ref().map(|mark| mark.action.word()))
}

/// What tells the paper from others.
fn end<'r>(subject: &Subject<'r>) -> [Cell<'r>; 3] {
    [
        Cell::Text(&subject.record.hash),
        Cell::Text(subject.family),
        Cell::Yes(subject.gone),
    ]
}
