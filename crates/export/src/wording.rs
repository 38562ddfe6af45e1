//! What an entry says, in Danish: the calendar belongs to those who wrote the papers.

use std::fmt::Write;

use jiff::{
    civil::{Date, DateTime},
    tz::TimeZone,
};
use paper::{Action, DateRole, Grain, Mention, Paper, Part, Record, Stamp};

/// Longest title of a paper behind a summary, in characters: beyond it a month's view shows nothing anyway.
const TITLE: usize = 60;
/// Longest stretch of the paper that a summary repeats to say how roughly it speaks.
const ROUGH: usize = 40;

/// What a role is called in a calendar.
pub(crate) fn label(role: DateRole) -> &'static str {
    match role {
        DateRole::Deadline => "Frist",
        DateRole::Meeting => "Møde",
        DateRole::Decision => "Beslutning",
        DateRole::Milestone => "Milepæl",
        DateRole::Period => "Periode",
        DateRole::Issued => "Dateret",
        DateRole::Reference => "Dato",
    }
}

/// "Frist kl. 12.00: tilbagemelding til sekretariatet – Kommissorium for Digeudvalget".
///
/// The role stands first, since a month's view shows little more than the first words; a summary that begins with it
/// itself goes on instead ("Frist kl. 12.00 for bemærkninger").
pub(crate) fn summary(paper: &Paper, mention: &Mention) -> String {
    let label = label(mention.role);
    let mut line = label.to_owned();
    line.push_str(&note(mention));
    let title = paper.title.as_ref().map(|t| one_line(&t.value));
    let Some(said) = mention.summary.as_deref().map(one_line) else {
        let said = title.unwrap_or_else(|| one_line(&mention.source.quote));
        let _ = write!(line, ": {}", shortened(&said, TITLE));
        return line;
    };
    match without_label(&said, label) {
        Some(rest) => line.push_str(rest),
        None => {
            let _ = write!(line, ": {said}");
        }
    }
    if let Some(title) = title.filter(|t| !t.contains(&said) && !said.contains(t.as_str())) {
        let _ = write!(line, " – {}", shortened(&title, TITLE));
    }
    line
}

/// The clock time, or the paper's own words where it names less than a day.
fn note(mention: &Mention) -> String {
    if let Some(Stamp::Minute(moment)) = mention.end
        && mention.role == DateRole::Deadline
    {
        return format!(" kl. {}", clock(moment));
    }
    let coarse = match mention.grain {
        Some(Grain::Minute | Grain::Day | Grain::Range) | None => false,
        Some(_) => true,
    };
    if coarse || mention.approximate {
        let quote = one_line(&mention.source.quote);
        return format!(" ({})", shortened(&quote, ROUGH));
    }
    String::new()
}

/// What follows the label in a summary that begins with it as a word.
fn without_label<'s>(said: &'s str, label: &str) -> Option<&'s str> {
    let (first, rest) = said.split_at(said.find(' ').unwrap_or(said.len()));
    (first.to_lowercase() == label.to_lowercase()).then_some(rest)
}

/// The paper's words with page, title, case numbers and path, and what to doubt about the date.
pub(crate) fn description(record: &Record, mention: &Mention) -> String {
    let paper = &record.paper;
    let mut text = format!("Papiret skriver: »{}«", one_line(&mention.source.quote));
    if let Some(page) = mention.source.page {
        let _ = write!(text, " (side {page})");
    }
    doubts(&mut text, mention);
    corrected(&mut text, mention);
    text.push('\n');
    if let Some(title) = &paper.title {
        line(&mut text, "Papir", &one_line(&title.value));
    }
    let cases: Vec<_> = paper
        .case_numbers
        .iter()
        .map(|c| c.value.as_str())
        .collect();
    line(&mut text, "Sag", &cases.join(", "));
    line(&mut text, "Hvem", &mention.actors.join(", "));
    line(&mut text, "Fil", &record.path);
    text
}

fn doubts(text: &mut String, mention: &Mention) {
    if mention.approximate {
        text.push_str("\nTidspunktet er omtrentligt.");
    }
    for part in &mention.inferred {
        let name = match part {
            Part::Year => "Året",
            Part::Month => "Måneden",
            Part::Day => "Dagen",
        };
        let _ = write!(
            text,
            "\n{name} står ikke ved datoen i papiret, men er udledt."
        );
    }
    if let (Some(Stamp::Minute(start)), Some(Stamp::Minute(end))) = (mention.start, mention.end)
        && start == end
        && mention.role != DateRole::Deadline
    {
        text.push_str("\nSluttidspunktet står ikke i papiret; der er vist en time.");
    }
}

/// Who had a word about the date, what it was, and what the paper says itself.
fn corrected(text: &mut String, mention: &Mention) {
    let Some(mark) = &mention.corrected else {
        return;
    };
    let done = match mark.action {
        Action::Added => "Tilføjet",
        Action::Confirmed => "Bekræftet",
        Action::Set | Action::Dismissed => "Rettet",
    };
    let zone = TimeZone::get("Europe/Copenhagen").unwrap_or(TimeZone::UTC);
    let day = mark.at.to_zoned(zone).date();
    let _ = write!(text, "\n{done} af {} den {}", mark.by, danish_day(day));
    let stated = |said: &Mention| said.days().map(|(first, last)| days(first, last));
    if let Some(was) = &mark.was {
        let was = stated(was).unwrap_or_else(|| "en dag, der ikke kan fastslås".to_owned());
        let _ = write!(text, "; læst af papiret: {was}");
    }
    text.push('.');
    if let Some(before) = &mark.overtaken {
        let before = stated(before).unwrap_or_else(|| "en dag, der ikke kunne fastslås".to_owned());
        let _ = write!(
            text,
            "\nPapiret er ændret siden: da det blev rettet, var det {before}. Se efter."
        );
    }
    if let Some(note) = &mark.note {
        line(text, "Bemærkning", &one_line(note));
    }
}

fn days(first: Date, last: Date) -> String {
    match first == last {
        true => danish_day(first),
        false => format!("{} – {}", danish_day(first), danish_day(last)),
    }
}

/// "15. maj 2022".
fn danish_day(day: Date) -> String {
    const MONTHS: [&str; 12] = [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let month = usize::try_from(day.month() - 1)
        .ok()
        .and_then(|month| MONTHS.get(month));
    format!("{}. {} {}", day.day(), month.unwrap_or(&""), day.year())
}

fn line(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let _ = write!(text, "\n{name}: {value}");
    }
}

/// A deadline at midnight belongs to the day that ends then, as the papers write it.
fn clock(moment: DateTime) -> String {
    match (moment.hour(), moment.minute()) {
        (0, 0) => "24.00".to_owned(),
        (hour, minute) => format!("{hour}.{minute:02}"),
    }
}

/// The words of a text on one line, without the soft hyphens that papers break words with.
pub(crate) fn one_line(text: &str) -> String {
    let plain = text.replace('\u{ad}', "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `limit` characters, cut between words where one ends in the second half.
fn shortened(text: &str, limit: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let kept = text.get(..cut).unwrap_or(text);
    let kept = match kept.rfind(' ') {
        Some(space) if space > cut / 2 => kept.get(..space).unwrap_or(kept),
        _ => kept,
    };
    format!("{}…", kept.trim_end_matches([',', ';', ':', ' ', '–', '-']))
}
