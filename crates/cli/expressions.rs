//! `udvalg expressions`: the language layer by itself, over NDJSON.

use std::io::{self, BufRead, Write};

use anyhow::Context as _;
use danish::{Bound, Context, Grain, Kind, Moment, Money, Number, Reading, Time, Vocabulary};
use jiff::civil::Date;
use paper::Places;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    exit::{Failure, Outcome},
    settings::{self, Configuration},
    terminal,
};

/// A line that comes in.
#[derive(Debug, Deserialize)]
struct Snippet {
    id: Value,
    text: String,
    #[serde(default)]
    reference_date: Option<Date>,
}

/// A line that goes out.
#[derive(Debug, Serialize)]
struct Answer<'s> {
    id: &'s Value,
    temporal: Vec<Temporal>,
    money: Vec<Sum>,
    numbers: Vec<Word>,
}

#[derive(Debug, Serialize)]
struct Temporal {
    start_char: usize,
    end_char: usize,
    start: Option<String>,
    end: Option<String>,
    grain: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bound: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    approximate: bool,
}

#[derive(Debug, Serialize)]
struct Sum {
    start_char: usize,
    end_char: usize,
    ore: i64,
    ore_max: Option<i64>,
    currency: &'static str,
    flags: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Word {
    start_char: usize,
    end_char: usize,
    value: f64,
}

/// Answers each line of standard input.
///
/// # Errors
/// A line that is no snippet, with its number.
pub(crate) fn run(configuration: &Configuration) -> Result<Outcome, Failure> {
    let vocabulary = settings::vocabulary(configuration)?;
    let mut out = terminal::out();
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let snippet: Snippet =
            serde_json::from_str(&line).with_context(|| format!("line {}", number + 1))?;
        let answer = answer(&snippet, vocabulary.danish());
        writeln!(
            out,
            "{}",
            serde_json::to_string(&answer).map_err(anyhow::Error::from)?
        )?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn answer<'s>(snippet: &'s Snippet, vocabulary: &Vocabulary) -> Answer<'s> {
    let text = snippet.text.as_str();
    let places = Places::new(text, false);
    let context = Context {
        reference: snippet.reference_date,
        ..Context::default()
    };
    let reading = Reading::new(text, vocabulary);
    Answer {
        id: &snippet.id,
        temporal: reading
            .times(&context)
            .iter()
            .map(|time| temporal(time, &places))
            .collect(),
        money: reading
            .money
            .iter()
            .map(|money| sum(money, &places))
            .collect(),
        numbers: reading
            .numbers
            .iter()
            .map(|number| word(number, &places))
            .collect(),
    }
}

fn temporal(time: &Time, places: &Places<'_>) -> Temporal {
    let written = |moment: Option<Moment>| moment.map(|m| m.to_string());
    Temporal {
        start_char: places.chars_before(time.span.start),
        end_char: places.chars_before(time.span.end),
        start: written(time.start),
        end: written(time.end),
        grain: grain(time.grain),
        kind: kind(time.kind),
        value: time.duration.clone(),
        bound: time.bound.map(bound),
        approximate: time.approximate,
    }
}

fn sum(money: &Money, places: &Places<'_>) -> Sum {
    let flags = [
        (money.approximate, "approx"),
        (matches!(money.bound, Some(Bound::Le | Bound::Lt)), "max"),
        (matches!(money.bound, Some(Bound::Ge | Bound::Gt)), "min"),
        (money.excluding_vat, "exvat"),
        (money.ore < 0, "negative"),
    ];
    Sum {
        start_char: places.chars_before(money.span.start),
        end_char: places.chars_before(money.span.end),
        ore: money.ore,
        ore_max: money.max_ore,
        currency: money.currency,
        flags: flags
            .into_iter()
            .filter_map(|(holds, flag)| holds.then_some(flag))
            .collect(),
    }
}

fn word(number: &Number, places: &Places<'_>) -> Word {
    Word {
        start_char: places.chars_before(number.span.start),
        end_char: places.chars_before(number.span.end),
        value: number.value,
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "date",
        Kind::Time => "time",
        Kind::Interval => "interval",
        Kind::Duration => "duration",
        Kind::Set => "set",
    }
}

fn grain(grain: Grain) -> &'static str {
    match grain {
        Grain::Minute => "minute",
        Grain::Day => "day",
        Grain::Week => "week",
        Grain::Month => "month",
        Grain::Quarter => "quarter",
        Grain::Season => "season",
        Grain::Half => "half",
        Grain::Year => "year",
        Grain::Range => "range",
    }
}

fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Lt => "lt",
        Bound::Le => "le",
        Bound::Ge => "ge",
        Bound::Gt => "gt",
    }
}
