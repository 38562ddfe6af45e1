//! Days and years as options take them.

use jiff::civil::Date;

/// What to give for a day that may also be a week, a month or a year.
const HINT: &str = "give a day, a week, a month or a year: 2021-06-30, 2021-W26, 2021-06 or 2021";

/// A day; of a week, a month or a year its first one.
pub(crate) fn first_day(text: &str) -> Result<Date, String> {
    days(text).map(|(first, _)| first)
}

/// A day; of a week, a month or a year its last one.
pub(crate) fn last_day(text: &str) -> Result<Date, String> {
    days(text).map(|(_, last)| last)
}

/// The year of papers.
pub(crate) fn year(text: &str) -> Result<i16, String> {
    let year = text.trim().parse::<i16>().ok();
    year.filter(|year| (1000..=9999).contains(year))
        .ok_or_else(|| "give a year of four digits, such as 2021".to_owned())
}

fn days(text: &str) -> Result<(Date, Date), String> {
    index::iso_days(text.trim()).ok_or_else(|| HINT.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_and_a_month_have_a_first_and_a_last_day() {
        for (text, first, last) in [
            ("2021", "2021-01-01", "2021-12-31"),
            ("2021-02", "2021-02-01", "2021-02-28"),
            ("2021-W26", "2021-06-28", "2021-07-04"),
            ("2021-06-30", "2021-06-30", "2021-06-30"),
        ] {
            assert_eq!(first_day(text).unwrap().to_string(), first);
            assert_eq!(last_day(text).unwrap().to_string(), last);
        }
        for wrong in [
            "20x1",
            "",
            "2021-13",
            "2021-02-30",
            "30.6.2021",
            "-2021",
            "21",
        ] {
            assert_eq!(first_day(wrong), Err(HINT.to_owned()), "{wrong}");
        }
        assert!(year("20x1").is_err() && year("21").is_err());
        assert_eq!(year("2021"), Ok(2021));
    }
}
