//! `udvalg show`: one paper for a reader at the terminal.

use std::io::{self, Write};

use paper::{
    Amount, Contact, Found, Inferred, Item, Member, Mention, Record, Rule, Source, Stamp,
    is_doubtful,
};

use crate::{
    corrected,
    terminal::{self, Styles},
    why::{self, Surroundings},
};

/// Columns that a quote may fill.
const QUOTE: usize = 60;

/// What the archive knows of a paper beside its record.
#[derive(Debug)]
pub(crate) struct Around {
    /// Whether its files are gone.
    pub(crate) is_gone: bool,
    /// The other papers of its family, a line each.
    pub(crate) family: Vec<String>,
}

/// Prints a record: its head, with a mark where its files are gone, the other papers of its family, then each value with
/// the place where it stands; with the surroundings of its values also why each is there.
///
/// # Errors
/// Where `out` cannot be written.
pub(crate) fn record(
    out: &mut impl Write,
    record: &Record,
    around: &Around,
    why: Option<&Surroundings<'_>>,
    styles: &Styles,
) -> io::Result<()> {
    let mut page = Page { out, why, styles };
    let paper = &record.paper;
    page.head(record, around.is_gone)?;
    page.family(&around.family)?;
    if why.is_some() {
        page.whole(record)?;
    }
    page.list("Case numbers", &paper.case_numbers, found)?;
    page.list("Dates", &paper.dates, |d| Entry {
        reasons: &d.reasons,
        said: corrected::remark(&d.corrected, mention),
        ..Entry::new(mention(d), &d.source, &d.rule).read(d.confidence)
    })?;
    page.list("Members", &paper.members, |m| Entry {
        said: corrected::remark(&m.corrected, member),
        ..Entry::new(member(m), &m.source, &m.rule).read(m.confidence)
    })?;
    page.list("Amounts", &paper.amounts, |a| Entry {
        said: corrected::remark(&a.corrected, amount),
        ..Entry::new(amount(a), &a.source, &a.rule).read(a.confidence)
    })?;
    page.list("Contacts", &paper.contacts, |c| {
        Entry::new(contact(c), &c.source, &c.rule).read(c.confidence)
    })?;
    page.list("Organisations", &paper.organisations, |o| {
        Entry::new(format!("{} ({})", o.name, o.kind), &o.source, &o.rule).read(o.confidence)
    })?;
    page.list("Attachments", &paper.attachments, found)?;
    page.list("Fields", &paper.fields, |f| {
        let value = f.value.as_deref().unwrap_or("(empty)");
        Entry::new(format!("{}: {value}", f.label), &f.source, &f.rule).read(f.confidence)
    })?;
    page.list("Items", &paper.items, |i| {
        Entry::new(item(i), &i.source, &i.rule).read(i.confidence)
    })?;
    page.warnings(record)?;
    page.elsewhere(record)
}

/// What stands behind the path of a paper whose files are gone.
pub(crate) fn gone(is_gone: bool) -> &'static str {
    if is_gone { " · gone" } else { "" }
}

/// A value as it is shown.
struct Entry<'p> {
    text: String,
    source: Option<&'p Source>,
    rule: Option<&'p Rule>,
    /// How sure it was read from a picture, where it was.
    confidence: Option<u8>,
    /// What was concluded of it, and from what.
    reasons: &'p [Inferred],
    /// What a person said of it.
    said: Option<String>,
}

impl<'p> Entry<'p> {
    fn new(text: String, source: &'p Source, rule: &'p Option<Rule>) -> Self {
        Self {
            text,
            source: Some(source),
            rule: rule.as_ref(),
            confidence: None,
            reasons: &[],
            said: None,
        }
    }

    /// The same, read so surely from a picture.
    fn read(self, confidence: Option<u8>) -> Self {
        Self { confidence, ..self }
    }
}

fn found<T: ToString>(found: &Found<T>) -> Entry<'_> {
    let value = |found: &Found<T>| found.value.to_string();
    let mark = corrected::word(&found.corrected).map(|word| format!("  {word}"));
    Entry {
        said: corrected::remark(&found.corrected, value),
        ..Entry::new(
            value(found) + &mark.unwrap_or_default(),
            &found.source,
            &found.rule,
        )
        .read(found.confidence)
    }
}

struct Page<'o, W> {
    out: &'o mut W,
    why: Option<&'o Surroundings<'o>>,
    styles: &'o Styles,
}

impl<W: Write> Page<'_, W> {
    fn head(&mut self, record: &Record, is_gone: bool) -> io::Result<()> {
        let (title, dim) = (self.styles.title, self.styles.dim);
        let paper = &record.paper;
        let named = paper
            .title
            .as_ref()
            .map_or(record.path.as_str(), |t| t.value.as_str());
        let mark = paper
            .title
            .as_ref()
            .and_then(|title| corrected::word(&title.corrected));
        let mark = mark.map(|word| format!("  {word}")).unwrap_or_default();
        writeln!(self.out, "{title}{named}{title:#}{mark}")?;
        let said = |text: String, word: Option<&str>| match word {
            Some(word) => format!("{text} {word}"),
            None => text,
        };
        let of = &paper.corrections;
        let mut facts = vec![said(paper.kind.to_string(), corrected::word(&of.kind))];
        let status = paper.status;
        facts.extend(status.map(|status| said(status.to_string(), corrected::word(&of.status))));
        let date = paper.date.as_ref();
        facts.extend(
            date.map(|date| said(date.value.to_string(), corrected::word(&date.corrected))),
        );
        facts.extend(
            paper
                .pages
                .map(|pages| terminal::counted(pages, ["page", "pages"])),
        );
        facts.push(record.format.clone());
        writeln!(self.out, "{}", facts.join(" · "))?;
        writeln!(self.out, "{dim}{}{}{dim:#}", record.path, gone(is_gone))?;
        for place in record.places.iter().filter(|place| **place != record.path) {
            writeln!(self.out, "{dim}{place}{dim:#}")?;
        }
        Ok(())
    }

    /// The same paper in other versions and formats.
    fn family(&mut self, lines: &[String]) -> io::Result<()> {
        let title = self.styles.title;
        if !lines.is_empty() {
            writeln!(self.out, "\n{title}Other versions and formats{title:#}")?;
        }
        let mut lines = lines.iter();
        lines.try_for_each(|line| writeln!(self.out, "  {line}"))
    }

    /// What is said of the paper as a whole: its title, its kind, its status and its date.
    fn whole(&mut self, record: &Record) -> io::Result<()> {
        let paper = &record.paper;
        let said = |text: String, rule| Entry {
            text,
            source: None,
            rule,
            confidence: None,
            reasons: &[],
            said: None,
        };
        let mut entries: Vec<Entry<'_>> = paper.title.iter().map(found).collect();
        entries.push(said(paper.kind.to_string(), paper.why.kind.as_ref()));
        let status = paper.status.map(|status| status.to_string());
        entries.extend(status.map(|status| said(status, paper.why.status.as_ref())));
        entries.extend(paper.date.iter().map(found));
        let title = self.styles.title;
        writeln!(self.out, "\n{title}The paper{title:#}")?;
        entries.iter().try_for_each(|entry| self.entry(entry))
    }

    fn list<T>(
        &mut self,
        heading: &str,
        values: &[T],
        entry: impl Fn(&T) -> Entry<'_>,
    ) -> io::Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        let title = self.styles.title;
        writeln!(self.out, "\n{title}{heading}{title:#}")?;
        values
            .iter()
            .try_for_each(|value| self.entry(&entry(value)))
    }

    /// A value, and below it where it stands; where it is asked why, also the rule and what was concluded.
    fn entry(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        let dim = self.styles.dim;
        let mut concluded = why::concluded(entry.reasons).into_iter();
        write!(self.out, "  {}", entry.text)?;
        if self.why.is_none() {
            concluded.try_for_each(|line| write!(self.out, "  [{line}]"))?;
        }
        self.surety(entry.confidence)?;
        writeln!(self.out)?;
        entry.source.map_or(Ok(()), |source| self.place(source))?;
        let Some(why) = self.why else { return Ok(()) };
        let mended = entry
            .source
            .map_or_else(Vec::new, |source| why.mended(source));
        let rule = entry.rule.map(|rule| format!("rule: {rule}"));
        let said = entry.said.clone();
        let mut lines = rule.into_iter().chain(concluded).chain(mended).chain(said);
        lines.try_for_each(|line| writeln!(self.out, "      {dim}{line}{dim:#}"))
    }

    /// How sure a value was read from a picture: where that is doubtful, or it is asked why.
    fn surety(&mut self, confidence: Option<u8>) -> io::Result<()> {
        let (dim, alert) = (self.styles.dim, self.styles.alert);
        match (doubt(confidence), confidence.filter(|_| self.why.is_some())) {
            (Some(doubt), _) => write!(self.out, "  {alert}{doubt}{alert:#}"),
            (None, Some(percent)) => write!(self.out, "  {dim}{}{dim:#}", surely(percent)),
            (None, None) => Ok(()),
        }
    }

    /// Where a value stands; where it is asked why, with the sentence around it.
    fn place(&mut self, source: &Source) -> io::Result<()> {
        let dim = self.styles.dim;
        let Some(around) = self.why.and_then(|why| why.of(source)) else {
            return writeln!(self.out, "      {dim}{}{dim:#}", place(source));
        };
        match source.page {
            Some(page) => writeln!(self.out, "      {dim}p. {page}:{dim:#} {around}"),
            None => writeln!(self.out, "      {around}"),
        }
    }

    /// What people said of it that no value shows.
    fn elsewhere(&mut self, record: &Record) -> io::Result<()> {
        let lines = corrected::elsewhere(record);
        let title = self.styles.title;
        if !lines.is_empty() {
            writeln!(self.out, "\n{title}Dismissed and lapsed{title:#}")?;
        }
        lines
            .iter()
            .try_for_each(|line| writeln!(self.out, "  {line}"))
    }

    fn warnings(&mut self, record: &Record) -> io::Result<()> {
        if record.paper.warnings.is_empty() {
            return Ok(());
        }
        let (title, alert) = (self.styles.title, self.styles.alert);
        writeln!(self.out, "\n{title}Warnings{title:#}")?;
        for warning in &record.paper.warnings {
            writeln!(
                self.out,
                "  {alert}{}{alert:#}  {}",
                warning.code, warning.message
            )?;
            if let Some(source) = &warning.source {
                self.place(source)?;
            }
        }
        Ok(())
    }
}

/// What stands behind a value that was not surely read from a picture.
pub(crate) fn doubt(confidence: Option<u8>) -> Option<String> {
    confidence.filter(|_| is_doubtful(confidence)).map(surely)
}

fn surely(percent: u8) -> String {
    format!("[read from a picture, {percent} % sure]")
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

pub(crate) fn mention(mention: &Mention) -> String {
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
    parts.extend(corrected::word(&mention.corrected).map(str::to_owned));
    parts.join("  ")
}

/// A span as people write it: one day where it is one, else both ends, the last day included.
pub(crate) fn span(mention: &Mention) -> String {
    let (Some(start), Some(end)) = (mention.start, mention.end) else {
        return mention
            .unresolved
            .map_or("?".to_owned(), |missing| format!("? ({missing} unknown)"));
    };
    between(start, end)
}

/// As [`span`], of its two ends.
pub(crate) fn between(start: Stamp, end: Stamp) -> String {
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

pub(crate) fn member(member: &Member) -> String {
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
    line.extend(corrected::word(&member.corrected).map(|word| format!("  {word}")));
    line
}

pub(crate) fn amount(amount: &Amount) -> String {
    let mut line = money(amount.ore, amount.currency.as_deref());
    if let Some(max) = amount.max_ore {
        line = format!("{line} – {}", money(max, amount.currency.as_deref()));
    }
    line.push_str(&format!("  {}", amount.role));
    line.extend(amount.label.as_ref().map(|label| format!("  {label}")));
    line.extend(amount.year.map(|year| format!("  {year}")));
    line.extend(amount.per.map(|per| format!("  pr. {per}")));
    line.extend(corrected::word(&amount.corrected).map(|word| format!("  {word}")));
    line
}

/// An amount as Danes write it: `52.692 kr.`, `784,77 kr.`
pub(crate) fn money(ore: i64, currency: Option<&str>) -> String {
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

pub(crate) fn item(item: &Item) -> String {
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
