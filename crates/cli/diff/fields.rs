//! The differences of two records, for people and as JSON.

use std::io::{self, Write};

use paper::{
    Amount, Change, Differences, Field, Found, Item, Member, Mention, Organisation, Source,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{show, terminal::Styles};

/// A value for people, and where it stands.
struct Shown {
    text: String,
    place: Option<String>,
}

fn shown(text: String, source: &Source) -> Shown {
    Shown {
        text,
        place: Some(show::place(source)),
    }
}

/// Prints what changed, a section a field.
pub(super) fn print(
    out: &mut impl Write,
    differences: &Differences<'_>,
    styles: &Styles,
) -> io::Result<()> {
    let Differences {
        title,
        kind,
        status,
        date,
        case_numbers,
        dates,
        members,
        amounts,
        organisations,
        attachments,
        fields,
        items,
    } = differences;
    let mut page = Page { out, styles };
    let plain = |text: String| Shown { text, place: None };
    page.section("Title", title, |t: &&Found<String>| {
        shown(t.value.clone(), &t.source)
    })?;
    page.section("Kind", kind, |kind| plain(kind.to_string()))?;
    page.section("Status", status, |status| plain(status.to_string()))?;
    page.section("Date", date, |d| shown(d.value.to_string(), &d.source))?;
    let text = |found: &&Found<String>| shown(found.value.clone(), &found.source);
    page.section("Case numbers", case_numbers, text)?;
    page.section("Dates", dates, |d: &&Mention| {
        shown(show::mention(d), &d.source)
    })?;
    page.section("Members", members, |m: &&Member| {
        shown(show::member(m), &m.source)
    })?;
    page.section("Amounts", amounts, |a: &&Amount| {
        shown(show::amount(a), &a.source)
    })?;
    page.section("Organisations", organisations, |o: &&Organisation| {
        shown(o.name.clone(), &o.source)
    })?;
    page.section("Attachments", attachments, text)?;
    page.section("Fields", fields, |f: &&Field| {
        let value = f.value.as_deref().unwrap_or("(empty)");
        shown(format!("{}: {value}", f.label), &f.source)
    })?;
    page.section("Items", items, |i: &&Item| shown(show::item(i), &i.source))
}

struct Page<'o, W> {
    out: &'o mut W,
    styles: &'o Styles,
}

impl<W: Write> Page<'_, W> {
    fn section<'c, T: 'c>(
        &mut self,
        heading: &str,
        changes: impl IntoIterator<Item = &'c Change<T>>,
        show: impl Fn(&T) -> Shown,
    ) -> io::Result<()> {
        let title = self.styles.title;
        for (at, change) in changes.into_iter().enumerate() {
            if at == 0 {
                writeln!(self.out, "\n{title}{heading}{title:#}")?;
            }
            match change {
                Change::Added(new) => self.line("added  ", show(new))?,
                Change::Removed(old) => self.line("removed", show(old))?,
                Change::Changed(old, new) => {
                    self.line("from   ", show(old))?;
                    self.line("to     ", show(new))?;
                }
            }
        }
        Ok(())
    }

    fn line(&mut self, what: &str, value: Shown) -> io::Result<()> {
        let dim = self.styles.dim;
        writeln!(self.out, "  {dim}{what}{dim:#}  {}", value.text)?;
        value.place.map_or(Ok(()), |place| {
            writeln!(self.out, "             {dim}{place}{dim:#}")
        })
    }
}

/// What changed, a list: `{"field": "dates", "change": "changed", "before": {…}, "after": {…}}`, the values as the records
/// have them.
pub(super) fn json(differences: &Differences<'_>) -> Vec<Value> {
    let Differences {
        title,
        kind,
        status,
        date,
        case_numbers,
        dates,
        members,
        amounts,
        organisations,
        attachments,
        fields,
        items,
    } = differences;
    let mut all = Vec::new();
    push(&mut all, "title", title);
    push(&mut all, "kind", kind);
    push(&mut all, "status", status);
    push(&mut all, "date", date);
    push(&mut all, "case_numbers", case_numbers);
    push(&mut all, "dates", dates);
    push(&mut all, "members", members);
    push(&mut all, "amounts", amounts);
    push(&mut all, "organisations", organisations);
    push(&mut all, "attachments", attachments);
    push(&mut all, "fields", fields);
    push(&mut all, "items", items);
    all
}

fn push<'c, T: Serialize + 'c>(
    all: &mut Vec<Value>,
    field: &str,
    changes: impl IntoIterator<Item = &'c Change<T>>,
) {
    all.extend(changes.into_iter().map(|change| match change {
        Change::Added(new) => json!({"field": field, "change": "added", "after": new}),
        Change::Removed(old) => json!({"field": field, "change": "removed", "before": old}),
        Change::Changed(old, new) => {
            json!({"field": field, "change": "changed", "before": old, "after": new})
        }
    }));
}
