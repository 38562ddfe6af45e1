//! Values as a person types them.

use std::borrow::Cow;

use danish::{Context, Moment, Time, Vocabulary};
use jiff::civil::Date;
use paper::{Amount, Grain, Mention, Stamp};

use crate::exit::Failure;

/// What stands between the two ends of a span.
const BETWEEN: [&str; 2] = ["..", "…"];

/// Gives a date the days that were typed: ISO 8601 (`2022-05-15`, `2022-05-15T12:00`, two with `..` between them, the last day included), or Danish
/// (`15. maj 2022 kl. 12`, `uge 37 2021`). What was unknown or concluded of it is known by that.
///
/// # Errors
/// What is no day, and a day of no year.
pub(crate) fn date(mention: &mut Mention, text: &str) -> Result<(), Failure> {
    let (start, end, grain, approximate) = span(text.trim())?;
    (mention.start, mention.end, mention.grain) = (Some(start), Some(end), Some(grain));
    mention.approximate = approximate;
    mention.inferred.clear();
    mention.reasons.clear();
    (mention.unresolved, mention.recurs) = (None, None);
    Ok(())
}

/// One day.
///
/// # Errors
/// As [`date`]; what is longer or shorter than a day.
pub(crate) fn day(text: &str) -> Result<Date, Failure> {
    match span(text.trim())? {
        (Stamp::Day(day), end, ..) if day.tomorrow().is_ok_and(|next| end == Stamp::Day(next)) => {
            Ok(day)
        }
        _ => Err(Failure::wrong_use(format!("{text}: is not one day"))),
    }
}

type Read = (Stamp, Stamp, Grain, bool);

fn span(text: &str) -> Result<Read, Failure> {
    for between in BETWEEN {
        if let Some((from, to)) = text.split_once(between) {
            let (start, ..) = one(from.trim())?;
            let (_, end, _, approximate) = one(to.trim())?;
            if end.moment() < start.moment() {
                return Err(Failure::wrong_use(format!("{text}: ends before it begins")));
            }
            return Ok((start, end, Grain::Range, approximate));
        }
    }
    one(text)
}

fn one(text: &str) -> Result<Read, Failure> {
    let padded = padded(text);
    let text = padded.as_ref();
    match text.parse() {
        Ok(Stamp::Day(day)) => Ok((
            Stamp::Day(day),
            Stamp::Day(after(day, text)?),
            Grain::Day,
            false,
        )),
        Ok(minute) => Ok((minute, minute, Grain::Minute, false)),
        Err(_) => danish(text),
    }
}

/// `30.9.28 kl. 12` as `30.09.28 kl. 12`: in a paper the first may be the number of a chapter, to who is asked for a day not.
fn padded(text: &str) -> Cow<'_, str> {
    let (day, rest) = text.split_once(' ').unwrap_or((text, ""));
    let parts: Vec<&str> = day.split('.').collect();
    let is_number =
        |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [day, month, year] if parts.iter().all(is_number) => {
            let padded = format!("{day:0>2}.{month:0>2}.{year} {rest}");
            Cow::Owned(padded.trim_end().to_owned())
        }
        _ => Cow::Borrowed(text),
    }
}

fn danish(text: &str) -> Result<Read, Failure> {
    let found = danish::times(text, Vocabulary::builtin(), &Context::default());
    let unknown = || {
        Failure::wrong_use(format!(
            "{text}: is no day; write 2022-05-15, 2022-05-15T12:00, 2022-05-15..2022-05-20 or \"15. maj 2022 kl. 12\""
        ))
    };
    let [time] = found.as_slice() else {
        return Err(unknown());
    };
    let said = time.span.start.min(time.phrase.start)..time.span.end.max(time.phrase.end);
    if said.len() < text.trim_start_matches("d. ").len() || time.recurs.is_some() {
        return Err(unknown());
    }
    // What is no day has no beginning either: that comes before the question for its year.
    if time.oddity.is_some() {
        return Err(Failure::wrong_use(format!(
            "{text}: there is no such day, or it is on another weekday"
        )));
    }
    if time.start.is_none() || !time.inferred.is_empty() {
        return Err(Failure::wrong_use(format!(
            "{text}: is a day of no year; write the year too"
        )));
    }
    moments(time, text)?.ok_or_else(unknown)
}

fn moments(time: &Time, text: &str) -> Result<Option<Read>, Failure> {
    let stamp = |moment| match moment {
        Moment::Day(day) => Stamp::Day(day),
        Moment::Minute(minute) => Stamp::Minute(minute),
    };
    let Some(start) = time.start.map(stamp) else {
        return Ok(None);
    };
    let end = match (time.end.map(stamp), start) {
        (Some(end), _) => end,
        (None, Stamp::Day(day)) => Stamp::Day(after(day, text)?),
        (None, minute) => minute,
    };
    let grain = match time.grain {
        danish::Grain::Minute => Grain::Minute,
        danish::Grain::Day => Grain::Day,
        danish::Grain::Week => Grain::Week,
        danish::Grain::Month => Grain::Month,
        danish::Grain::Quarter => Grain::Quarter,
        danish::Grain::Season => Grain::Season,
        danish::Grain::Half => Grain::Half,
        danish::Grain::Year => Grain::Year,
        danish::Grain::Range => Grain::Range,
    };
    Ok(Some((start, end, grain, time.approximate)))
}

fn after(day: Date, text: &str) -> Result<Date, Failure> {
    day.tomorrow()
        .map_err(|_| Failure::wrong_use(format!("{text}: is the last day that there is")))
}

/// Gives an amount the sum that was typed: `52692`, `52.692`, `784,77 kr.`, `1,2 mio. kr.`
///
/// # Errors
/// What is no sum.
pub(crate) fn amount(amount: &mut Amount, text: &str) -> Result<(), Failure> {
    let text = text.trim();
    let is_plain = text.bytes().all(|b| b.is_ascii_digit());
    if let Some(ore) = text
        .parse::<i64>()
        .ok()
        .filter(|_| is_plain)
        .and_then(|n| n.checked_mul(100))
    {
        (amount.ore, amount.max_ore, amount.currency) = (ore, None, None);
        amount.approximate = false;
        return Ok(());
    }
    for said in [text.to_owned(), format!("{text} kr.")] {
        let found = danish::money(&said, Vocabulary::builtin());
        if let [money] = found.as_slice()
            && money.span.len() + 1 >= said.len()
        {
            (amount.ore, amount.max_ore) = (money.ore, money.max_ore);
            amount.currency = (money.currency != "DKK").then(|| money.currency.to_owned());
            amount.approximate = money.approximate;
            return Ok(());
        }
    }
    Err(Failure::wrong_use(format!(
        "{text}: is no amount; write 52692, 52.692 or \"1,2 mio. kr.\""
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_type_them() {
        let read = |text: &str| {
            span(text).map_or_else(
                |failure| failure.error.to_string(),
                |(start, end, grain, _)| format!("{start} {end} {grain}"),
            )
        };
        for (text, wanted) in [
            ("2022-05-15", "2022-05-15 2022-05-16 day"),
            (
                "2022-05-15T12:00",
                "2022-05-15T12:00 2022-05-15T12:00 minute",
            ),
            ("15. maj 2022", "2022-05-15 2022-05-16 day"),
            (
                "den 15. maj 2022 kl. 12",
                "2022-05-15T12:00 2022-05-15T12:00 minute",
            ),
            ("15/5 2022", "2022-05-15 2022-05-16 day"),
            ("2022-05-15..2022-05-20", "2022-05-15 2022-05-21 range"),
            ("1. maj 2022 .. 3. maj 2022", "2022-05-01 2022-05-04 range"),
            ("uge 37 2021", "2021-09-13 2021-09-20 week"),
            ("30.9.28", "2028-09-30 2028-10-01 day"),
            ("30.09.28", "2028-09-30 2028-10-01 day"),
            (
                "3.9.2028 kl. 12",
                "2028-09-03T12:00 2028-09-03T12:00 minute",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert!(
            read("15. maj").contains("of no year"),
            "{}",
            read("15. maj")
        );
        assert!(
            read("31. april 2022").contains("no such day"),
            "{}",
            read("31. april 2022")
        );
        assert!(read("snart").contains("is no day"));
        assert!(read("2022-05-20..2022-05-15").contains("before it begins"));
        assert_eq!(day("3. juni 2022").unwrap().to_string(), "2022-06-03");
        assert!(day("juni 2022").is_err());
    }
}
