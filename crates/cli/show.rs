//! `udvalg show`: one paper for a reader at the terminal.

use std::io::{self, Write};

use paper::{Amount, Contact, Found, Item, Member, Mention, Record, Source, Stamp};

use crate::terminal::Styles;

/// Columns that a quote may fill.
const QUOTE: usize = 60;

/// Prints a record: its head, then each value with the place where it stands.
///
/// # Errors
/// Where `out` cannot be written.
pub(crate) fn record(out: &mut impl Write, record: &Record, styles: &Styles) -> io::Result<()> {
    let mut page = Page { out, styles };
    let paper = &record.paper;
    page.head(record)?;
    page.list("Case numbers", &paper.case_numbers, |n| {
        (n.value.clone(), &n.source)
    })?;
    page.list("Dates", &paper.dates, |d| (mention(d), &d.source))?;
    page.list("Members", &paper.members, |m| (member(m), &m.source))?;
    page.list("Amounts", &paper.amounts, |a| (amount(a), &a.source))?;
    page.list("Contacts", &paper.contacts, |c| (contact(c), &c.source))?;
    page.list("Organisations", &paper.organisations, |o| {
        (format!("{} ({})", o.name, o.kind), &o.source)
    })?;
    page.list("Attachments", &paper.attachments, |a: &Found<String>| {
        (a.value.clone(), &a.source)
    })?;
    page.list("Fields", &paper.fields, |f| {
        (
            format!("{}: {}", f.label, f.value.as_deref().unwrap_or("(empty)")),
            &f.source,
        )
    })?;
    page.list("Items", &paper.items, |i| (item(i), &i.source))?;
    page.warnings(record)
}

struct Page<'o, W> {
    out: &'o mut W,
    styles: &'o Styles,
}

impl<W: Write> Page<'_, W> {
    fn head(&mut self, record: &Record) -> io::Result<()> {
        let (title, dim) = (self.styles.title, self.styles.dim);
        let paper = &record.paper;
        let named = paper
            .title
            .as_ref()
            .map_or(record.path.as_str(), |t| t.value.as_str());
        writeln!(self.out, "{title}{named}{title:#}")?;
        let mut facts = vec![paper.kind.to_string()];
        facts.extend(paper.status.map(|status| status.to_string()));
        facts.extend(paper.date.as_ref().map(|date| date.value.to_string()));
        facts.extend(
            paper
                .pages
                .map(|pages| format!("{pages} {}", if pages == 1 { "page" } else { "pages" })),
        );
        facts.push(record.format.clone());
        writeln!(self.out, "{}", facts.join(" · "))?;
        writeln!(self.out, "{dim}{}{dim:#}", record.path)?;
        for place in record.places.iter().filter(|place| **place != record.path) {
            writeln!(self.out, "{dim}{place}{dim:#}")?;
        }
        Ok(())
    }

    fn list<T>(
        &mut self,
        heading: &str,
        values: &[T],
        line: impl Fn(&T) -> (String, &Source),
    ) -> io::Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        let (title, dim) = (self.styles.title, self.styles.dim);
        writeln!(self.out, "\n{title}{heading}{title:#}")?;
        for value in values {
            let (text, source) = line(value);
            writeln!(self.out, "  {text}")?;
            writeln!(self.out, "      {dim}{}{dim:#}", place(source))?;
        }
        Ok(())
    }

    fn warnings(&mut self, record: &Record) -> io::Result<()> {
        if record.paper.warnings.is_empty() {
            return Ok(());
        }
        let (title, alert, dim) = (self.styles.title, self.styles.alert, self.styles.dim);
        writeln!(self.out, "\n{title}Warnings{title:#}")?;
        for warning in &record.paper.warnings {
            writeln!(
                self.out,
                "  {alert}{}{alert:#}  {}",
                warning.code, warning.message
            )?;
            if let Some(source) = &warning.source {
                writeln!(self.out, "      {dim}{}{dim:#}", place(source))?;
            }
        }
        Ok(())
    }
}

/// "p. 2: “den 30. juni 2021”", or the quote alone where the format has no pages.
pub(crate) fn place(source: &Source) -> String {
    let quote = source
        .quote
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let quote = match quote.char_indices().nth(QUOTE) {
        Some((cut, _)) => format!("“{}…”", &quote[..cut]),
        None => format!("“{quote}”"),
    };
    match source.page {
        Some(page) => format!("p. {page}: {quote}"),
        None => quote,
    }
}

fn mention(mention: &Mention) -> String {
    let mut parts = vec![span(mention), mention.role.to_string()];
    if mention.approximate {
        parts.push("(approximate)".to_owned());
    }
    parts.extend(mention.summary.clone());
    parts.extend(mention.place.as_ref().map(|place| format!("@ {place}")));
    parts.extend(
        mention
            .contact
            .as_ref()
            .map(|contact| format!("→ {contact}")),
    );
    parts.extend(
        mention
            .reasons
            .iter()
            .map(|why| format!("[{} from {}]", why.part, why.reason)),
    );
    parts.join("  ")
}

/// A span as people write it: one day where it is one, else both ends, the last day included.
pub(crate) fn span(mention: &Mention) -> String {
    let (Some(start), Some(end)) = (mention.start, mention.end) else {
        return mention
            .unresolved
            .map_or("?".to_owned(), |missing| format!("? ({missing} unknown)"));
    };
    match (start, end) {
        (Stamp::Day(first), Stamp::Day(past)) => {
            let last = past.yesterday().unwrap_or(past);
            if first == last {
                first.to_string()
            } else {
                format!("{first} – {last}")
            }
        }
        (Stamp::Minute(from), Stamp::Minute(to)) if from == to => clock(start),
        (Stamp::Minute(from), Stamp::Minute(to)) if from.date() == to.date() => {
            format!("{}–{:02}:{:02}", clock(start), to.hour(), to.minute())
        }
        _ => format!("{} – {}", clock(start), clock(end)),
    }
}

fn clock(stamp: Stamp) -> String {
    stamp.to_string().replace('T', " ")
}

fn member(member: &Member) -> String {
    let seats = member.seats.map(|seats| match (seats.min, seats.max) {
        (min, max) if min == max => format!("{min} ×"),
        (min, max) => format!("{min}–{max} ×"),
    });
    let who = [
        member.name.clone(),
        member.title.clone(),
        member.organisation.clone(),
    ];
    let mut line = who.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if let Some(seats) = seats {
        line = format!("{seats} {line}");
    }
    if let Some(party) = &member.party {
        line.push_str(&format!(" ({party})"));
    }
    if let Some(by) = &member.appointed_by {
        line.push_str(&format!(", appointed by {by}"));
    }
    for word in [
        member.role.map(|r| r.word()),
        member.attendance.map(|a| a.word()),
    ]
    .into_iter()
    .flatten()
    {
        line.push_str(&format!(" – {word}"));
    }
    line
}

fn amount(amount: &Amount) -> String {
    let mut line = money(amount.ore, amount.currency.as_deref());
    if let Some(max) = amount.max_ore {
        line = format!("{line} – {}", money(max, amount.currency.as_deref()));
    }
    line.push_str(&format!("  {}", amount.role));
    line.extend(amount.label.as_ref().map(|label| format!("  {label}")));
    line.extend(amount.year.map(|year| format!("  {year}")));
    line.extend(amount.per.map(|per| format!("  pr. {per}")));
    line
}

/// An amount as Danes write it: `52.692 kr.`, `784,77 kr.`
fn money(ore: i64, currency: Option<&str>) -> String {
    let whole = (ore / 100).unsigned_abs().to_string();
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    let sign = if ore < 0 { "-" } else { "" };
    let cents = (ore % 100).abs();
    let cents = if cents == 0 {
        String::new()
    } else {
        format!(",{cents:02}")
    };
    format!("{sign}{grouped}{cents} {}", currency.unwrap_or("kr."))
}

fn contact(contact: &Contact) -> String {
    let all = [
        &contact.name,
        &contact.title,
        &contact.organisation,
        &contact.email,
        &contact.phone,
        &contact.address,
    ];
    all.into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(", ")
}

fn item(item: &Item) -> String {
    let number = item
        .number
        .as_ref()
        .map(|number| format!("{number}. "))
        .unwrap_or_default();
    let closed = if item.closed { " (closed)" } else { "" };
    let decision = item
        .decision
        .as_ref()
        .map(|decision| format!(" → {decision}"))
        .unwrap_or_default();
    format!("{number}{}{closed}{decision}", item.title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_danes_write_them() {
        let written: Vec<_> = [5_269_200, 78_477, -12_500_000, 10_000_000_000]
            .map(|ore| money(ore, None))
            .into();
        assert_eq!(
            written,
            [
                "52.692 kr.",
                "784,77 kr.",
                "-125.000 kr.",
                "100.000.000 kr."
            ]
        );
        assert_eq!(money(150, Some("EUR")), "1,50 EUR");
    }
}
