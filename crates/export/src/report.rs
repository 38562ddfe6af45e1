//! An overview for people: what is due, and what was applied for and granted, as a Word report or as one page for a browser.

mod docx;
mod html;
mod plot;

use jiff::civil::{Date, DateTime};
use paper::AmountRole;

use crate::days;

pub use docx::docx;
pub use html::html;

/// What an overview tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Its heading.
    pub title: String,
    /// The first day of it.
    pub from: Option<Date>,
    /// The last day of it.
    pub to: Option<Date>,
    /// What is due, in order.
    pub dues: Vec<Due>,
    /// Sums of amounts, by role and year.
    pub sums: Vec<Sum>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last day to act.
    pub day: Date,
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
}

impl Due {
    /// What is due, or else the paper's title or path.
    fn what(&self) -> &str {
        self.summary
            .as_deref()
            .or(self.title.as_deref())
            .unwrap_or(&self.path)
    }

    /// `fredag den 14. marts 2025 kl. 12.00`, with `ca.` before it where the paper says it roughly.
    fn when(&self) -> String {
        let rough = if self.approximate { "ca. " } else { "" };
        let clock = self
            .clock
            .map(|at| format!(" kl. {}.{:02}", at.hour(), at.minute()));
        format!(
            "{rough}{}{}",
            days::weekday(self.day),
            clock.unwrap_or_default()
        )
    }

    /// The paper and the page.
    fn place(&self) -> String {
        let page = self
            .page
            .map(|page| format!(", side {page}"))
            .unwrap_or_default();
        format!("{}{page}", self.path)
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
    format!(
        "{many}{}{}.",
        from.unwrap_or_default(),
        to.unwrap_or_default()
    )
}

/// The dues of each month, in order.
fn by_month(dues: &[Due]) -> impl Iterator<Item = &[Due]> {
    dues.chunk_by(|a, b| a.day.first_of_month() == b.day.first_of_month())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn due(day: &str, what: &str) -> Due {
        Due {
            day: day.parse().unwrap(),
            clock: None,
            approximate: false,
            summary: Some(what.to_owned()),
            title: Some("Digeudvalget & co".to_owned()),
            path: "sager/dige <1>.pdf".to_owned(),
            page: Some(2),
            quote: "senest den 14. marts".to_owned(),
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
