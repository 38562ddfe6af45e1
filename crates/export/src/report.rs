//! An overview for people: what is due, and what was applied for and granted, as a Word report or as one page for a browser.

mod docx;
mod html;
mod plot;

use jiff::civil::{Date, DateTime};
use paper::{AmountRole, Unresolved};

use crate::{days, wording};

pub use docx::docx;
pub use html::html;

/// What an overview tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Its heading.
    pub title: String,
    /// Which papers it is of; of all where nothing is said.
    pub papers: Vec<String>,
    /// The first day of it.
    pub from: Option<Date>,
    /// The last day of it.
    pub to: Option<Date>,
    /// What is due, in order.
    pub dues: Vec<Due>,
    /// What is due on a day that no one can tell from the papers.
    pub undated: Vec<Due>,
    /// Sums of amounts, by role and year.
    pub sums: Vec<Sum>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last day to act, where that can be told.
    pub day: Option<Date>,
    /// What is missing where it cannot.
    pub unresolved: Option<Unresolved>,
    /// Until when on that day, where the paper says it.
    pub clock: Option<DateTime>,
    /// Whether the paper says it roughly.
    pub approximate: bool,
    /// What is due.
    pub summary: Option<String>,
    /// The paper's title.
    pub title: Option<String>,
    /// The paper's path.
    pub path: String,
    /// The page on which it stands.
    pub page: Option<u32>,
    /// The words that say it.
    pub quote: String,
    /// What to doubt about it, and who had a word about it: see [`crate::remarks`].
    pub remarks: Vec<String>,
    /// Whether the paper's files are gone.
    pub gone: bool,
}

impl Due {
    /// What is due, or else the paper's title or path.
    fn what(&self) -> &str {
        self.summary
            .as_deref()
            .or(self.title.as_deref())
            .unwrap_or(&self.path)
    }

    /// `fredag den 14. marts 2025 kl. 12.00`, with `ca.` before it where the paper says it roughly; what is missing where it
    /// has no day.
    fn when(&self) -> String {
        let Some(day) = self.day else {
            return match self.unresolved {
                Some(Unresolved::Year) => "uden år".to_owned(),
                Some(Unresolved::Anchor) => "regnet fra noget, hvis dag ikke er kendt".to_owned(),
                None => "uden dag".to_owned(),
            };
        };
        let rough = if self.approximate { "ca. " } else { "" };
        let clock = self
            .clock
            .map(|at| format!(" kl. {}.{:02}", at.hour(), at.minute()));
        format!("{rough}{}{}", days::weekday(day), clock.unwrap_or_default())
    }

    /// The paper and the page.
    fn place(&self) -> String {
        let page = self
            .page
            .map(|page| format!(", side {page}"))
            .unwrap_or_default();
        let gone = if self.gone {
            format!(" – {}", wording::GONE)
        } else {
            String::new()
        };
        format!("{}{page}{gone}", self.path)
    }

    /// The words that say it, and what to doubt.
    fn quoted(&self) -> Vec<String> {
        let quote = format!("»{}«", wording::one_line(&self.quote));
        let remarks = self.remarks.iter().cloned();
        std::iter::once(quote).chain(remarks).collect()
    }
}

/// A sum of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// What the amounts are to their papers.
    pub role: AmountRole,
    /// The budget year.
    pub year: Option<i16>,
    /// Øre.
    pub ore: i64,
    /// How many amounts.
    pub amounts: u64,
}

/// Øre as whole kroner: `1.234.567 kr.`
fn kroner(ore: i64) -> String {
    let digits = (ore.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    let sign = if ore < 0 { "-" } else { "" };
    format!("{sign}{grouped} kr.")
}

/// `12 frister fra mandag den 1. marts 2021 til …`
fn told(overview: &Overview) -> String {
    let many = match overview.dues.len() {
        0 => "Ingen frister".to_owned(),
        1 => "1 frist".to_owned(),
        many => format!("{many} frister"),
    };
    let from = overview
        .from
        .map(|day| format!(" fra {}", days::weekday(day)));
    let to = overview
        .to
        .map(|day| format!(" til {}", days::weekday(day)));
    let undated = match overview.undated.len() {
        0 => String::new(),
        many => format!(", og {many} uden dato"),
    };
    format!(
        "{many}{}{}{undated}.",
        from.unwrap_or_default(),
        to.unwrap_or_default()
    )
}

/// Which papers it is of.
fn of_papers(overview: &Overview) -> String {
    match overview.papers.is_empty() {
        true => "Papirer: alle i arkivet.".to_owned(),
        false => format!("Papirer: {}.", overview.papers.join("; ")),
    }
}

/// The heading of what has no day.
const UNDATED: &str = "Frister uden dato";

/// What the sums are of.
const SUMS: &str = "Summerne er af beløb i kroner i de samme papirer, uanset hvornår fristerne ligger. Hvert papir tæller én gang, uanset \
    versioner og formater; af et interval tæller det mindste beløb. Beløb pr. år, måned, time, møde eller stk. og beløb, der kun omtales, \
    tæller ikke med. Året er det budgetår, som papiret nævner, ellers papirets eget.";

/// The dues of each month, in order.
fn by_month(dues: &[Due]) -> impl Iterator<Item = &[Due]> {
    let month = |due: &Due| due.day.map(Date::first_of_month);
    dues.chunk_by(move |a, b| month(a) == month(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn due(day: &str, what: &str) -> Due {
        Due {
            day: Some(day.parse().unwrap()),
            unresolved: None,
            clock: None,
            approximate: false,
            summary: Some(what.to_owned()),
            title: Some("Digeudvalget & co".to_owned()),
            path: "sager/dige <1>.pdf".to_owned(),
            page: Some(2),
            quote: "senest den 14. marts".to_owned(),
            remarks: Vec::new(),
            gone: false,
        }
    }

    #[test]
    fn days_and_sums_stand_as_danes_write_them() {
        let mut friday = due("2025-03-14", "Svar");
        assert_eq!(friday.when(), "fredag den 14. marts 2025");
        friday.clock = Some("2025-03-14T12:05".parse().unwrap());
        friday.approximate = true;
        assert_eq!(friday.when(), "ca. fredag den 14. marts 2025 kl. 12.05");
        assert_eq!(friday.place(), "sager/dige <1>.pdf, side 2");
        friday.gone = true;
        assert!(friday.place().ends_with("Filen er væk fra sin plads."));
        assert_eq!(kroner(123_456_789), "1.234.567 kr.");
        assert_eq!(
            (kroner(99), kroner(-100_000)),
            ("0 kr.".into(), "-1.000 kr.".into())
        );
    }

    #[test]
    fn what_lies_in_one_month_stands_together() {
        let dues =
            ["2025-03-14", "2025-03-31", "2025-04-01", "2026-03-01"].map(|day| due(day, "x"));
        let counts: Vec<_> = by_month(&dues).map(<[Due]>::len).collect();
        assert_eq!(counts, [2, 1, 1]);
    }
}
