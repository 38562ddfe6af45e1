//! The dates and the amounts of a paper, each in a sentence of its own.

use jiff::{Span, civil::Date};
use paper::{Amount, AmountRole, BlockKind, DateRole, Grain, Mention, Source, Stamp};

use super::draft::{Draft, spoken};

/// Roles of dates, the most frequent first, with what is said of them.
const DATES: &[(DateRole, &str)] = &[
    (DateRole::Deadline, "Svar sendes senest den"),
    (DateRole::Meeting, "Næste møde holdes den"),
    (DateRole::Decision, "Indstillingen blev godkendt den"),
    (DateRole::Period, "Ordningen løber fra den"),
    (DateRole::Milestone, "Udkastet foreligger den"),
    (DateRole::Reference, "Der henvises til brevet af"),
];

/// Roles of amounts, the most frequent first, with what is said of them.
const AMOUNTS: &[(AmountRole, &str)] = &[
    (AmountRole::Bevilget, "Der er bevilget"),
    (AmountRole::Ansøgt, "Der søges om"),
    (AmountRole::Post, "Hertil er der afsat"),
    (AmountRole::Ramme, "Rammen er på højst"),
    (AmountRole::Total, "Budgettet er i alt på"),
    (AmountRole::Medfinansiering, "Egenbetalingen er på"),
    (AmountRole::Omtale, "Udgiften var sidste år"),
];

impl Draft<'_> {
    /// The paper's own date, as one of its dates.
    pub(super) fn issued(&mut self) {
        let mention = mention(DateRole::Issued, self.day, self.day);
        self.paper.dates.push(mention);
    }

    /// A date with a role, some days or months from the paper's own.
    pub(super) fn dated(&mut self) {
        let (role, said) = DATES[self.random.zipf(DATES.len())];
        let away = 1 + i64::try_from(self.random.below(120)).unwrap_or_default();
        let behind = matches!(role, DateRole::Decision | DateRole::Reference);
        let first = later(self.day, if behind { -away } else { away });
        let (last, until) = match role {
            DateRole::Period => {
                let last = later(first, 30 * (1 + away % 24));
                (last, format!(" til den {}", spoken(last)))
            }
            _ => (first, String::new()),
        };
        let line = format!("{said} {}{until}.", spoken(first));
        self.line(BlockKind::Paragraph, &line);
        self.paper.dates.push(mention(role, first, last));
    }

    /// An amount with a role, from some thousand to some million kroner.
    pub(super) fn amount(&mut self) {
        let (role, said) = AMOUNTS[self.random.zipf(AMOUNTS.len())];
        let kroner = 1_000 * (1 + i64::try_from(self.random.zipf(20_000)).unwrap_or_default());
        let about = self.words.compound(&mut self.random);
        let year = self.random.percent(30).then(|| self.day.year() + 1);
        let when = year.map(|year| format!(" i {year}")).unwrap_or_default();
        let line = format!("{said} {} kr. til {about}{when}.", grouped(kroner));
        self.line(BlockKind::Paragraph, &line);
        self.paper.amounts.push(Amount {
            corrected: None,
            ore: kroner * 100,
            max_ore: None,
            currency: None,
            role,
            label: Some(about),
            year,
            per: None,
            approximate: false,
            rule: None,
            confidence: None,
            source: Source::default(),
        });
    }
}

fn later(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}

fn mention(role: DateRole, first: Date, last: Date) -> Mention {
    let grain = if first == last {
        Grain::Day
    } else {
        Grain::Range
    };
    Mention {
        corrected: None,
        start: Some(Stamp::Day(first)),
        end: Some(Stamp::Day(later(last, 1))),
        grain: Some(grain),
        role,
        approximate: false,
        inferred: Vec::new(),
        reasons: Vec::new(),
        summary: None,
        place: None,
        actors: Vec::new(),
        contact: None,
        unresolved: None,
        recurs: None,
        rule: None,
        confidence: None,
        source: Source::default(),
    }
}

/// A number with its dots: `1.250.000`.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}
