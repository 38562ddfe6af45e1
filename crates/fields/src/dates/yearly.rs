//! Days and months that come back each year: "hvert år den 31. januar og den 31. august", "hvert år i december".

use danish::{Grain, Kind, Part, Time};
use paper::Span;

use super::{direction::words_before, is_list, start_of};
use crate::{outline::Outline, pattern::cut};

/// Gives such days their rule instead of a year.
pub(super) fn tell(outline: &Outline<'_>, times: &mut [Time]) {
    let mut before: Option<Span> = None;
    for time in times {
        let monthly = time.grain == Grain::Month && !time.approximate;
        let open = (time.grain == Grain::Day && time.kind == Kind::Date || monthly)
            && time.infers(Part::Year)
            && !time.infers(Part::Month);
        let listed = before.take().is_some_and(|last| {
            let between = cut(outline.text(), last.end..time.phrase.start);
            !between.contains('\n') && is_list(between)
        });
        let Some(day) = start_of(time).filter(|_| open && (listed || each_year(outline, time)))
        else {
            continue;
        };
        let (month, number) = (day.month(), day.day());
        time.recurs = Some(if monthly {
            format!("FREQ=YEARLY;BYMONTH={month}")
        } else {
            format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={number}")
        });
        (time.start, time.end) = (None, None);
        time.kind = Kind::Set;
        time.inferred.clear();
        before = Some(time.span.clone());
    }
}

/// Whether "hvert år" or "årligt" stands before the day, with at most what bounds it between.
fn each_year(outline: &Outline<'_>, time: &Time) -> bool {
    const FAR: usize = 5;
    let words = words_before(outline, time, FAR);
    words
        .windows(2)
        .any(|pair| matches!(pair, [each, year] if each.folded == "hvert" && year.folded == "aar"))
        || words
            .iter()
            .rev()
            .take(3)
            .any(|word| word.folded == "aarligt")
}

#[cfg(test)]
mod tests {
    use crate::{Vocabulary, sample};

    #[test]
    fn each_of_the_days_has_its_rule() {
        let text = "Notat\n\n12. marts 2017\n\nRegnskaber indsendes hvert år senest den 31. januar og den \
                    31. august.";
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        let rules: Vec<_> = paper.dates.iter().map(|d| d.recurs.as_deref()).collect();
        assert_eq!(
            rules,
            [
                None,
                Some("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31"),
                Some("FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=31"),
            ]
        );
    }
}
