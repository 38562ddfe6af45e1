//! What an entry says, in Danish: the calendar belongs to those who wrote the papers.

use std::fmt::Write;

use jiff::{
    civil::{Date, DateTime},
    tz::TimeZone,
};
use paper::{
    Action, Corrected, DateRole, Grain, Mention, Paper, Part, Record, Source, Stamp, Status,
    Warning, WarningCode,
};

use crate::{days, phrase, title};

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

/// "Frist kl. 12.00: tilbagemelding til sekretariatet – Digeudvalget".
///
/// The role stands first, since a month's view shows little more than the first words, unless the paper's own words name
/// it: "Ansøgningsfrist kl. 12.00 – Kulturpuljen".
pub(crate) fn summary(paper: &Paper, mention: &Mention) -> String {
    let note = note(mention);
    let title = paper.title.as_ref().map(|t| title::short(&t.value));
    let said = mention.summary.as_deref().and_then(phrase::line);
    let Some(said) = said else {
        let said = title.unwrap_or_else(|| shortened(&one_line(&mention.source.quote), ROUGH));
        return labelled(&said, mention.role, &note);
    };
    let mut line = labelled(&said, mention.role, &note);
    if let Some(title) = title.filter(|title| !tells_the_same(title, &said)) {
        let _ = write!(line, " – {title}");
    }
    line
}

/// The words behind their role, unless they name it.
fn labelled(said: &str, role: DateRole, note: &str) -> String {
    match phrase::names_role(said, role) {
        Some(end) => {
            let (named, rest) = said.split_at_checked(end).unwrap_or((said, ""));
            format!("{}{note}{rest}", title::capital(named))
        }
        None => format!("{}{note}: {said}", label(role)),
    }
}

/// Whether all words of one of them stand in the other: a meeting's paper is called as the meeting is.
fn tells_the_same(title: &str, said: &str) -> bool {
    let (title, said) = (paper::words(title), paper::words(said));
    let within = |some: &[String], all: &[String]| some.iter().all(|word| all.contains(word));
    within(&title, &said) || (said.len() > 2 && within(&said, &title))
}

/// The clock time, or the paper's own words where it names less than a day.
fn note(mention: &Mention) -> String {
    if let Some(Stamp::Minute(moment)) = mention.end
        && mention.role == DateRole::Deadline
    {
        return format!(" kl. {}", clock(moment));
    }
    match mention.grain {
        Some(Grain::Minute | Grain::Day) | None if mention.approximate => " (ca.)".to_owned(),
        Some(Grain::Minute | Grain::Day) | None => String::new(),
        Some(Grain::Range) if !mention.approximate => String::new(),
        Some(grain) => format!(" ({})", roughly(&mention.source.quote, grain)),
    }
}

/// "medio juni" of "senest medio juni", "uge 46" of "46".
fn roughly(quote: &str, grain: Grain) -> String {
    let quote = one_line(quote);
    let bare = ["senest ", "Senest "];
    let bare = bare.iter().find_map(|word| quote.strip_prefix(word));
    let mut said = shortened(bare.unwrap_or(&quote), ROUGH);
    if grain == Grain::Week && !said.contains(char::is_alphabetic) {
        return format!("uge {said}");
    }
    // A heading's capital: months and seasons have none in Danish.
    if let Some(first) = said.get(..1).map(str::to_lowercase)
        && said.chars().nth(1).is_some_and(char::is_lowercase)
    {
        said.replace_range(..1, &first);
    }
    said
}

/// The paper's words with page, title, case numbers and path, and what to doubt about the date.
pub(crate) fn description(record: &Record, mention: &Mention) -> String {
    let paper = &record.paper;
    let mut text = format!("Papiret skriver: »{}«", one_line(&mention.source.quote));
    if let Some(page) = mention.source.page {
        let _ = write!(text, " (side {page})");
    }
    for remark in remarks(paper, mention) {
        let _ = write!(text, "\n{remark}");
    }
    text.push('\n');
    if let Some(said) = &mention.summary {
        line(&mut text, "Hvad", &one_line(said));
    }
    line(&mut text, "Hvem", &mention.actors.join(", "));
    if let Some(title) = &paper.title {
        line(&mut text, "Papir", &one_line(&title.value));
    }
    let cases: Vec<_> = paper
        .case_numbers
        .iter()
        .map(|c| c.value.as_str())
        .collect();
    line(&mut text, "Sag", &cases.join(", "));
    line(&mut text, "Fil", &record.path);
    text
}

/// How the line of a description begins that tells where the entry stood before.
pub const MOVED: &str = "Flyttet fra ";

/// What stands before the summary of an entry that was withdrawn: some programs show its state nowhere.
pub const CANCELLED: &str = "Bortfaldet: ";

/// The line of a description that tells that the paper's files are gone.
pub const GONE: &str = "Filen er væk fra sin plads.";

/// A description that tells, behind the paper's words, on which day the entry stood before.
pub(crate) fn moved(description: String, before: &Mention) -> String {
    let Some((first, last)) = before.days() else {
        return description;
    };
    let (said, rest) = description.split_once('\n').unwrap_or((&description, ""));
    format!("{said}\n{MOVED}{}.\n{rest}", span(first, last))
}

/// What to doubt about a date, and who had a word about it: a sentence each, in Danish.
pub fn remarks(paper: &Paper, mention: &Mention) -> Vec<String> {
    let mut remarks = doubts(paper, mention);
    remarks.extend(mention.corrected.iter().flat_map(|mark| corrected(mark)));
    remarks
}

fn doubts(paper: &Paper, mention: &Mention) -> Vec<String> {
    let mut doubts = Vec::new();
    if mention.approximate {
        doubts.push("Tidspunktet er omtrentligt.".to_owned());
    }
    for part in &mention.inferred {
        let name = match part {
            Part::Year => "Året",
            Part::Month => "Måneden",
            Part::Day => "Dagen",
        };
        doubts.push(format!(
            "{name} står ikke ved datoen i papiret, men er udledt."
        ));
    }
    let here = paper
        .warnings
        .iter()
        .filter(|warning| concerns(warning, mention));
    doubts.extend(here.filter_map(doubt).map(str::to_owned));
    if let (Some(Stamp::Minute(start)), Some(Stamp::Minute(end))) = (mention.start, mention.end)
        && start == end
        && mention.role != DateRole::Deadline
    {
        doubts.push("Sluttidspunktet står ikke i papiret; der er vist en time.".to_owned());
    }
    if paper.status == Some(Status::Udkast) {
        doubts.push("Papiret er et udkast.".to_owned());
    }
    doubts
}

/// What a warning says of a date.
fn doubt(warning: &Warning) -> Option<&'static str> {
    match warning.code {
        WarningCode::WeekdayMismatch => Some("Ugedagen i papiret passer ikke til datoen."),
        WarningCode::ImpossibleDate => Some("Datoen i papiret findes ikke i kalenderen."),
        WarningCode::PeriodMismatch => Some("Papiret nævner to forskellige perioder."),
        WarningCode::DeadlineAfterMeeting => Some("Fristen ligger efter det møde, som den er til."),
        _ => None,
    }
}

/// Whether a warning is about the place where the date stands.
fn concerns(warning: &Warning, mention: &Mention) -> bool {
    let overlaps = |at: &Source| at.start < mention.source.end && mention.source.start < at.end;
    warning.source.as_ref().is_some_and(overlaps)
}

/// Who had a word about the date, what it was, and what the paper says itself.
fn corrected(mark: &Corrected<Mention>) -> Vec<String> {
    let done = match mark.action {
        Action::Added => "Tilføjet",
        Action::Confirmed => "Bekræftet",
        Action::Set | Action::Dismissed => "Rettet",
    };
    let zone = TimeZone::get("Europe/Copenhagen").unwrap_or(TimeZone::UTC);
    let day = mark.at.to_zoned(zone).date();
    let stated = |said: &Mention| said.days().map(|(first, last)| span(first, last));
    let was = mark.was.as_ref().map(|was| {
        let was = stated(was).unwrap_or_else(|| "en dag, der ikke kan fastslås".to_owned());
        format!("; læst af papiret: {was}")
    });
    let by = format!("{done} af {} den {}", mark.by, days::day(day));
    let mut told = vec![format!("{by}{}.", was.unwrap_or_default())];
    told.extend(mark.overtaken.as_ref().map(|before| {
        let before = stated(before).unwrap_or_else(|| "en dag, der ikke kunne fastslås".to_owned());
        format!("Papiret er ændret siden: da det blev rettet, var det {before}. Se efter.")
    }));
    let note = mark.note.as_deref().map(one_line);
    told.extend(
        note.filter(|note| !note.is_empty())
            .map(|note| format!("Bemærkning: {note}")),
    );
    told
}

fn span(first: Date, last: Date) -> String {
    match first == last {
        true => days::day(first),
        false => format!("{} – {}", days::day(first), days::day(last)),
    }
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
pub(crate) fn shortened(text: &str, limit: usize) -> String {
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
