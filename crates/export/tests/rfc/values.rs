//! The kinds of values (RFC 5545 3.3).

use jiff::civil::{Date, DateTime};

use super::{Component, Line, unescaped};

/// 3.3.11, of a property that may be there.
pub(super) fn text(of: &Component, name: &str) {
    of.all(name).for_each(|line| drop(unescaped(&line.value)));
}

pub(super) fn one_of(of: &Component, name: &str, words: &[&str]) {
    for line in of.all(name) {
        assert!(
            words.contains(&line.value.as_str()),
            "{name}:{}",
            line.value
        );
    }
}

pub(super) fn integer(line: &Line) -> u32 {
    line.value
        .parse()
        .unwrap_or_else(|_| panic!("no number: {line:?}"))
}

pub(super) fn no_params(line: &Line) {
    assert!(line.params.is_empty(), "{line:?}");
}

/// A list: commas part it, those in its words are escaped.
pub(super) fn categories(line: &Line) {
    let mut word = String::new();
    let mut words = Vec::new();
    let mut chars = line.value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => word.extend(['\\', chars.next().unwrap_or('\\')]),
            ',' => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    for word in words {
        assert!(
            !unescaped(&word).trim().is_empty(),
            "a category of nothing: {line:?}"
        );
    }
}

/// RFC 3986: a scheme, and no letter but those of a URI.
pub(super) fn uri(line: &Line) {
    let (scheme, rest) = line
        .value
        .split_once(':')
        .unwrap_or_else(|| panic!("no URI: {line:?}"));
    let letters = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    assert!(
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters),
        "{line:?}"
    );
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    assert!(!rest.is_empty() && rest.chars().all(plain), "{line:?}");
    for escape in rest.split('%').skip(1) {
        let is_hex = escape.len() >= 2 && escape.bytes().take(2).all(|b| b.is_ascii_hexdigit());
        assert!(is_hex, "% without its digits: {line:?}");
    }
}

/// 3.3.5, form 2.
pub(super) fn utc(line: &Line) -> DateTime {
    no_params(line);
    let local = line.value.strip_suffix('Z');
    let local = local.unwrap_or_else(|| panic!("must be UTC: {line:?}"));
    assert_eq!(local.len(), 15, "{line:?}");
    local.parse().unwrap()
}

/// 3.3.4 and 3.3.5: a day by VALUE=DATE, else a moment with a zone or of UTC, never a floating one.
pub(crate) fn moment(line: &Line) -> DateTime {
    match line.param("VALUE") {
        Some("DATE") => {
            assert_eq!((line.value.len(), line.params.len()), (8, 1), "{line:?}");
            line.value.parse::<Date>().unwrap().into()
        }
        Some(other) => panic!("VALUE={other}"),
        None => {
            assert_eq!(line.value.trim_end_matches('Z').len(), 15, "{line:?}");
            let zoned = line.param("TZID").is_some();
            assert!(zoned != line.value.ends_with('Z'), "floating: {line:?}");
            line.value.trim_end_matches('Z').parse().unwrap()
        }
    }
}

/// 3.3.6, in seconds: weeks alone, or days, then `T` and hours, minutes, seconds, each joined to the next.
pub(super) fn duration(value: &str) -> i64 {
    let wrong = || -> ! { panic!("no duration: {value}") };
    let (sign, rest) = match value.as_bytes().first() {
        Some(b'-') => (-1, &value[1..]),
        Some(b'+') => (1, &value[1..]),
        _ => (1, value),
    };
    let Some(rest) = rest.strip_prefix('P') else {
        wrong()
    };
    let (days, time) = rest
        .split_once('T')
        .map_or((rest, None), |(days, time)| (days, Some(time)));
    let mut seconds = 0;
    let mut take = |text: &str, units: &[(char, i64)]| {
        let mut left = units;
        let mut number = String::new();
        for c in text.chars() {
            if c.is_ascii_digit() {
                number.push(c);
                continue;
            }
            let Some(at) = left.iter().position(|(unit, _)| *unit == c) else {
                wrong()
            };
            seconds += number.parse::<i64>().unwrap_or_else(|_| wrong()) * left[at].1;
            left = &left[at + 1..];
            number.clear();
        }
        if !number.is_empty() {
            wrong();
        }
    };
    if days.ends_with('W') {
        take(days, &[('W', 604_800)]);
    } else {
        take(days, &[('D', 86_400)]);
    }
    match time {
        Some("") => wrong(),
        Some(time) => take(time, &[('H', 3600), ('M', 60), ('S', 1)]),
        None if days.is_empty() => wrong(),
        None => {}
    }
    if days.ends_with('W') && time.is_some() {
        wrong();
    }
    sign * seconds
}

/// 3.3.14
pub(super) fn offset(value: &str) {
    let (sign, digits) = value.split_at(1);
    let is_offset = ["+", "-"].contains(&sign)
        && [4, 6].contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit());
    assert!(
        is_offset && value != "-0000" && value != "-000000",
        "no offset: {value}"
    );
}

/// 3.3.10: its parts once each, FREQ among them, UNTIL or COUNT, and UNTIL of the kind that the start is.
pub(super) fn rule(value: &str, start: &Line) {
    let parts: Vec<(&str, &str)> = value
        .split(';')
        .map(|part| {
            part.split_once('=')
                .unwrap_or_else(|| panic!("no rule: {value}"))
        })
        .collect();
    let all = |name: &str| parts.iter().filter(|(n, _)| *n == name).count();
    for (name, part) in &parts {
        assert!(all(name) == 1 && !part.is_empty(), "{name} in {value}");
        let known = [
            "FREQ",
            "UNTIL",
            "COUNT",
            "INTERVAL",
            "BYSECOND",
            "BYMINUTE",
            "BYHOUR",
            "BYDAY",
            "BYMONTHDAY",
            "BYYEARDAY",
            "BYWEEKNO",
            "BYMONTH",
            "BYSETPOS",
            "WKST",
        ];
        assert!(known.contains(name), "{name} in {value}");
    }
    assert_eq!(all("FREQ"), 1, "{value}");
    assert!(all("UNTIL") + all("COUNT") <= 1, "{value}");
    if let Some((_, until)) = parts.iter().find(|(name, _)| *name == "UNTIL") {
        let is_day = until.len() == 8;
        let is_utc = until.len() == 16 && until.ends_with('Z');
        let of_days = start.param("VALUE") == Some("DATE");
        assert!(
            if of_days { is_day } else { is_utc },
            "UNTIL of another kind: {value}"
        );
    }
}
