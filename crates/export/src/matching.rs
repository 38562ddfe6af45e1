//! Which of the dates that a paper states now is which of the entries that calendars were given.
//!
//! The surest first; what is matched is not asked again:
//! 1. the same span and the same words, also of what was withdrawn and is back;
//! 2. the same words on another day: it moved. Of several with the same words each stays between those that did not move;
//! 3. the same span and nearly the same words;
//! 4. nearly the same words on another day, the nearest first;
//! 5. what was withdrawn and is back on another day or in nearly the same words;
//! 6. the same span in other words;
//! 7. what is alone on both sides between matched neighbours, unless the two have no word in common.

use std::collections::{BTreeMap, VecDeque};

use jiff::civil::DateTime;
use paper::{Mention, Stamp};

use crate::said::Said;

/// Pairs that are compared word by word; of more on both sides (a plan of hundreds of dates written anew) only what has the same
/// words or the same span is found.
const PAIRS: usize = 40_000;

/// When something is, as the paper states it: from, to, and how it recurs.
type Span = (Option<Moment>, Option<Moment>, Option<String>);

/// A moment, and whether it is one or a day.
type Moment = (DateTime, bool);

/// A date, as it is matched.
#[derive(Debug)]
pub(crate) struct Side {
    span: Span,
    said: Said,
    /// Whether it was withdrawn: it may come back, but it stands nowhere among the others.
    withdrawn: bool,
}

impl Side {
    pub(crate) fn new(mention: &Mention, withdrawn: bool) -> Self {
        Self {
            span: (
                mention.start.map(moment),
                mention.end.map(moment),
                mention.recurs.clone(),
            ),
            said: Said::of(mention.summary.as_deref()),
            withdrawn,
        }
    }

    /// Whether two dates of one paper and one role are the same thing, stated twice.
    pub(crate) fn is_stated_by(&self, other: &Self) -> bool {
        self.span == other.span && self.said.same_thing(&other.said)
    }
}

fn moment(stamp: Stamp) -> Moment {
    (stamp.moment(), matches!(stamp, Stamp::Minute(_)))
}

/// For each date that is stated now the number of the entry that it is. All are of one role, in the order of their papers.
pub(crate) fn matched(entries: &[Side], stated: &[Side]) -> Vec<Option<usize>> {
    let mut pairs = Pairs {
        entries,
        stated,
        of_entry: vec![None; entries.len()],
        of_stated: vec![None; stated.len()],
    };
    pairs.by_key(false, |side| (side.span.clone(), side.said.whole.clone()));
    pairs.by_key(true, |side| (side.span.clone(), side.said.whole.clone()));
    pairs.moved();
    pairs.near(false, |a, b| {
        (a.span == b.span && a.said.same_thing(&b.said)).then_some(100)
    });
    pairs.near(false, |a, b| a.said.nearness(&b.said));
    pairs.back();
    pairs.by_key(false, |side| side.span.clone());
    pairs.alone();
    pairs.of_stated
}

struct Pairs<'a> {
    entries: &'a [Side],
    stated: &'a [Side],
    /// The date that an entry is.
    of_entry: Vec<Option<usize>>,
    /// The entry that a date is.
    of_stated: Vec<Option<usize>>,
}

impl Pairs<'_> {
    fn pair(&mut self, entry: usize, stated: usize) {
        if let (Some(a), Some(b)) = (self.of_entry.get_mut(entry), self.of_stated.get_mut(stated)) {
            (*a, *b) = (Some(stated), Some(entry));
        }
    }

    /// The entries that are no date yet, those that were withdrawn or the others.
    fn entries_left(&self, withdrawn: bool) -> Vec<(usize, &Side)> {
        let all = self.entries.iter().zip(&self.of_entry).enumerate();
        all.filter(|(_, (side, date))| date.is_none() && side.withdrawn == withdrawn)
            .map(|(at, (side, _))| (at, side))
            .collect()
    }

    /// The dates that are no entry yet.
    fn stated_left(&self) -> Vec<(usize, &Side)> {
        let all = self.stated.iter().zip(&self.of_stated).enumerate();
        all.filter(|(_, (_, entry))| entry.is_none())
            .map(|(at, (side, _))| (at, side))
            .collect()
    }

    /// Pairs what has one key, in order.
    fn by_key<K: Ord>(&mut self, withdrawn: bool, key: impl Fn(&Side) -> K) {
        let mut entries: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
        for (at, side) in self.entries_left(withdrawn) {
            entries.entry(key(side)).or_default().push_back(at);
        }
        let mut found = Vec::new();
        for (stated, side) in self.stated_left() {
            let entry = entries.get_mut(&key(side)).and_then(VecDeque::pop_front);
            found.extend(entry.map(|entry| (entry, stated)));
        }
        for (entry, stated) in found {
            self.pair(entry, stated);
        }
    }

    /// Pairs what has the same words, in order; those that did not move divide the others: a meeting that fell out in the middle
    /// of a row is not the one that was added at its end.
    fn moved(&mut self) {
        let mut rows: BTreeMap<&[String], (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, side) in self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, e)| !e.withdrawn)
        {
            rows.entry(&side.said.whole).or_default().0.push(at);
        }
        for (at, side) in self.stated.iter().enumerate() {
            rows.entry(&side.said.whole).or_default().1.push(at);
        }
        let mut found = Vec::new();
        for (entries, stated) in rows.into_values() {
            let mut parts: BTreeMap<usize, VecDeque<usize>> = BTreeMap::new();
            for (part, entry) in between(&entries, &self.of_entry) {
                parts.entry(part).or_default().push_back(entry);
            }
            for (part, stated) in between(&stated, &self.of_stated) {
                let entry = parts.get_mut(&part).and_then(VecDeque::pop_front);
                found.extend(entry.map(|entry| (entry, stated)));
            }
        }
        for (entry, stated) in found {
            self.pair(entry, stated);
        }
    }

    /// Pairs what is nearest by a measure; of those as near what has the same numbers, then what comes first.
    fn near(&mut self, withdrawn: bool, measure: impl Fn(&Side, &Side) -> Option<usize>) {
        let (entries, stated) = (self.entries_left(withdrawn), self.stated_left());
        if entries.len().saturating_mul(stated.len()) > PAIRS {
            return;
        }
        let mut found = Vec::new();
        for (rank, &(entry, a)) in entries.iter().enumerate() {
            for (other_rank, &(date, b)) in stated.iter().enumerate() {
                if let Some(near) = measure(a, b) {
                    let other_numbers = !a.said.has_numbers_of(&b.said);
                    let apart = rank.abs_diff(other_rank);
                    found.push((std::cmp::Reverse(near), other_numbers, apart, entry, date));
                }
            }
        }
        found.sort_unstable();
        for (_, _, _, entry, date) in found {
            let is_free = |list: &[Option<usize>], at: usize| list.get(at) == Some(&None);
            if is_free(&self.of_entry, entry)
                && is_free(&self.of_stated, date)
                && (withdrawn || !self.crosses(entry, date))
            {
                self.pair(entry, date);
            }
        }
    }

    /// Whether one of a row of entries alike would pass another one of the row that is matched; where numbers tell which is which,
    /// it may.
    fn crosses(&self, entry: usize, stated: usize) -> bool {
        let sides = self.entries.get(entry).zip(self.stated.get(stated));
        let Some(said) =
            sides.and_then(|(a, b)| (!a.said.is_numbered_as(&b.said)).then_some(&a.said))
        else {
            return false;
        };
        let mut others = self.entries.iter().zip(&self.of_entry).enumerate();
        others.any(|(at, (side, date))| {
            date.is_some_and(|date| (at < entry) != (date < stated))
                && !side.withdrawn
                && said.nearness(&side.said) == Some(100)
        })
    }

    /// What was withdrawn and is back: in nearly the same words on its day, or with words that only one on each side has.
    fn back(&mut self) {
        self.near(true, |a, b| {
            (a.span == b.span && a.said.same_thing(&b.said)).then_some(100)
        });
        let mut rows: BTreeMap<&[String], (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, side) in self.entries_left(true) {
            rows.entry(&side.said.whole).or_default().0.push(at);
        }
        for (at, side) in self.stated_left() {
            rows.entry(&side.said.whole).or_default().1.push(at);
        }
        let alone = rows.into_values().filter_map(|(entries, stated)| {
            match (entries.as_slice(), stated.as_slice()) {
                (&[entry], &[date]) => Some((entry, date)),
                _ => None,
            }
        });
        for (entry, date) in alone.collect::<Vec<_>>() {
            self.pair(entry, date);
        }
    }

    /// What is alone on both sides between the same neighbours.
    fn alone(&mut self) {
        let live: Vec<usize> = (0..self.entries.len())
            .filter(|&at| self.entries.get(at).is_some_and(|side| !side.withdrawn))
            .collect();
        let all: Vec<usize> = (0..self.stated.len()).collect();
        let partner = |list: &[Option<usize>], at: usize| list.get(at).copied().flatten();
        let entries = gaps(&live, |at| {
            partner(&self.of_entry, at).map(|date| (at, date))
        });
        let stated = gaps(&all, |at| {
            partner(&self.of_stated, at).map(|entry| (entry, at))
        });
        for (neighbours, entry) in entries {
            let Some(&date) = stated.get(&neighbours) else {
                continue;
            };
            let (Some(entry), Some(date)) = (entry, date) else {
                continue;
            };
            let sides = self.entries.get(entry).zip(self.stated.get(date));
            let speaks_against =
                |a: &Said, b: &Said| !a.says_nothing() && !b.says_nothing() && a.common(b) == 0;
            if sides.is_some_and(|(a, b)| !speaks_against(&a.said, &b.said)) {
                self.pair(entry, date);
            }
        }
    }
}

/// Those of a row that are free, each with how many of the row before it are matched.
fn between(row: &[usize], of: &[Option<usize>]) -> Vec<(usize, usize)> {
    let mut before = 0;
    let mut free = Vec::new();
    for &at in row {
        match of.get(at) {
            Some(None) => free.push((before, at)),
            _ => before += 1,
        }
    }
    free
}

/// A pair that is matched, or an end of the list.
type Neighbour = Option<(usize, usize)>;

/// What stands free between two matched neighbours: the one that is alone there, `None` where there are several.
fn gaps(
    list: &[usize],
    pair: impl Fn(usize) -> Neighbour,
) -> BTreeMap<(Neighbour, Neighbour), Option<usize>> {
    let mut gaps = BTreeMap::new();
    let (mut before, mut free) = (None, Vec::new());
    let mut close = |before: Neighbour, after: Neighbour, free: &mut Vec<usize>| {
        if let Some(&first) = free.first() {
            gaps.insert((before, after), (free.len() == 1).then_some(first));
        }
        free.clear();
    };
    for &at in list {
        match pair(at) {
            None => free.push(at),
            after => {
                close(before, after, &mut free);
                before = after;
            }
        }
    }
    close(before, None, &mut free);
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dates as "day summary", in the order of the paper; without a day "?". A withdrawn one begins with "-".
    fn sides(dates: &[&str]) -> Vec<Side> {
        dates.iter().map(|date| side(date)).collect()
    }

    fn side(date: &str) -> Side {
        let withdrawn = date.starts_with('-');
        let (day, summary) = date.trim_start_matches('-').split_once(' ').unwrap();
        let json = serde_json::json!({
            "start": format!("2017-05-{day:0>2}"), "end": format!("2017-05-{day:0>2}"), "role": "deadline",
            "approximate": false, "summary": summary, "source": {"start": 0, "end": 0, "quote": ""},
        });
        Side::new(&serde_json::from_value(json).unwrap(), withdrawn)
    }

    /// The entry of each date that is stated now.
    fn found(entries: &[&str], stated: &[&str]) -> Vec<Option<usize>> {
        matched(&sides(entries), &sides(stated))
    }

    const NEW: Option<usize> = None;

    #[test]
    fn nothing_changed() {
        let plan = ["3 Svar til KL", "3 Svar til KKR", "9 Budget", "9 Budget"];
        assert_eq!(found(&plan, &plan), [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!(found(&[], &plan[..1]), [NEW]);
        assert!(found(&plan, &[]).is_empty());
    }

    #[test]
    fn one_moves_and_one_is_worded_anew() {
        let before = ["3 Svar til KL", "9 Budget indsendes"];
        assert_eq!(
            found(&before, &["5 Svar til KL", "9 Budget indsendes"]),
            [Some(0), Some(1)]
        );
        let worded = ["3 Tilbagemelding fra alle", "9 Budgettet sendes ind"];
        assert_eq!(found(&before, &worded), [Some(0), Some(1)]);
        let both = [
            "4 Kommunernes svar, skriftligt, til KL og regionen",
            "9 Budget indsendes",
        ];
        assert_eq!(found(&before, &both), [Some(0), Some(1)]);
    }

    #[test]
    fn two_swap_their_dates() {
        let before = ["3 Svar til KL", "9 Budget indsendes"];
        assert_eq!(
            found(&before, &["9 Svar til KL", "3 Budget indsendes"]),
            [Some(0), Some(1)]
        );
        // In a list sorted by date they swap their places as well.
        assert_eq!(
            found(&before, &["3 Budget indsendes", "9 Svar til KL"]),
            [Some(1), Some(0)]
        );
        let rates = ["3 Udbetaling af 1. rate", "9 Udbetaling af 2. rate"];
        let swapped = ["3 Udbetaling af 2. rate", "9 Udbetaling af 1. rate"];
        assert_eq!(found(&rates, &swapped), [Some(1), Some(0)]);
    }

    #[test]
    fn one_is_put_in_before_all_others_or_taken_out_in_the_middle() {
        let plan = ["3 Svar til KL", "9 Budget indsendes", "12 Rapport"];
        let more = [
            "1 Ansøgning",
            "3 Svar til KL",
            "9 Budget indsendes",
            "12 Rapport",
        ];
        assert_eq!(found(&plan, &more), [NEW, Some(0), Some(1), Some(2)]);
        assert_eq!(
            found(&plan, &["3 Svar til KL", "12 Rapport"]),
            [Some(0), Some(2)]
        );
        // Put in, and the others put off.
        let later = [
            "1 Ansøgning",
            "4 Svar til KL",
            "10 Budget indsendes",
            "13 Rapport",
        ];
        assert_eq!(found(&plan, &later), [NEW, Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn numbers_tell_a_row_apart() {
        let rates = [
            "3 Udbetaling af 1. rate",
            "9 Udbetaling af 2. rate",
            "15 Udbetaling af 3. rate",
        ];
        // Each moves to where the next one was.
        let later = [
            "9 Udbetaling af 1. rate",
            "15 Udbetaling af 2. rate",
            "21 Udbetaling af 3. rate",
        ];
        assert_eq!(found(&rates, &later), [Some(0), Some(1), Some(2)]);
        let without = ["3 Udbetaling af 1. rate", "15 Udbetaling af 3. rate"];
        assert_eq!(found(&rates, &without), [Some(0), Some(2)]);
        let more = [
            "1 Udbetaling af forskud",
            "3 Udbetaling af 1. rate",
            "9 Udbetaling af 2. rate",
        ];
        assert_eq!(found(&rates[..2], &more), [NEW, Some(0), Some(1)]);
        let worded = [
            "4 1. rate udbetales",
            "10 2. rate udbetales",
            "16 3. rate udbetales",
        ];
        assert_eq!(found(&rates, &worded), [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn a_row_of_the_same_words_goes_by_its_order() {
        let meetings = [
            "1 Møde i Digelaget",
            "8 Møde i Digelaget",
            "15 Møde i Digelaget",
        ];
        let off = [
            "2 Møde i Digelaget",
            "9 Møde i Digelaget",
            "16 Møde i Digelaget",
        ];
        assert_eq!(found(&meetings, &off), [Some(0), Some(1), Some(2)]);
        // The one in the middle moves.
        let moved = [
            "1 Møde i Digelaget",
            "10 Møde i Digelaget",
            "15 Møde i Digelaget",
        ];
        assert_eq!(found(&meetings, &moved), [Some(0), Some(1), Some(2)]);
        // It falls out, and another one comes at the end: that is no move past the others.
        let other = [
            "1 Møde i Digelaget",
            "15 Møde i Digelaget",
            "22 Møde i Digelaget",
        ];
        assert_eq!(found(&meetings, &other), [Some(0), Some(2), NEW]);
        let dated = [
            "1 Møde den 1. maj",
            "8 Møde den 8. maj",
            "15 Møde den 15. maj",
        ];
        let other = [
            "1 Møde den 1. maj",
            "15 Møde den 15. maj",
            "22 Møde den 22. maj",
        ];
        assert_eq!(found(&dated, &other), [Some(0), Some(2), NEW]);
        let off = [
            "2 Møde den 2. maj",
            "9 Møde den 9. maj",
            "16 Møde den 16. maj",
        ];
        assert_eq!(found(&dated, &off), [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn what_is_alone_between_neighbours_needs_a_word_in_common() {
        let plan = [
            "3 Svar til KL",
            "9 Regnskab for puljen indsendes",
            "12 Rapport",
        ];
        let other = ["3 Svar til KL", "8 Revideret regnskab", "12 Rapport"];
        assert_eq!(found(&plan, &other), [Some(0), Some(1), Some(2)]);
        let stranger = ["3 Svar til KL", "8 Besøg på havnen", "12 Rapport"];
        assert_eq!(found(&plan, &stranger), [Some(0), NEW, Some(2)]);
        // Two on one side: which it is cannot be told.
        let two = [
            "3 Svar til KL",
            "7 Revisors regnskab",
            "8 Foreløbigt regnskab",
            "12 Rapport",
        ];
        assert_eq!(found(&plan, &two), [Some(0), NEW, NEW, Some(2)]);
    }

    #[test]
    fn what_was_withdrawn_comes_back_as_itself() {
        let plan = ["3 Svar til KL", "-9 Budget indsendes"];
        assert_eq!(
            found(&plan, &["3 Svar til KL", "9 Budget indsendes"]),
            [Some(0), Some(1)]
        );
        assert_eq!(
            found(&plan, &["3 Svar til KL", "14 Budget indsendes"]),
            [Some(0), Some(1)]
        );
        assert_eq!(
            found(&plan, &["3 Svar til KL", "9 Budgettet indsendes"]),
            [Some(0), Some(1)]
        );
        assert_eq!(
            found(&plan, &["3 Svar til KL", "9 Rapport"]),
            [Some(0), NEW]
        );
        // On its own day before another one moves there.
        let two = ["-3 Møde i Digelaget", "9 Møde i Digelaget"];
        assert_eq!(found(&two, &["3 Møde i Digelaget"]), [Some(0)]);
        // Of several it cannot be told which one it is on another day.
        let many = ["-3 Møde i Digelaget", "-9 Møde i Digelaget"];
        assert_eq!(found(&many, &["17 Møde i Digelaget"]), [NEW]);
    }

    #[test]
    fn families_that_become_one_keep_the_first_of_two() {
        let both = ["3 Svar til KL", "3 Svar til KL"];
        assert_eq!(found(&both, &["3 Svar til KL"]), [Some(0)]);
    }

    #[test]
    fn a_long_plan_takes_no_longer_than_its_length() {
        let dates = |text: &str, from: usize| -> Vec<String> {
            (from..from + 3000)
                .map(|n| format!("{} {text} {n}", n % 28 + 1))
                .collect()
        };
        let (before, after) = (dates("Trin", 0), dates("Skridt", 5600));
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        let after: Vec<&str> = after.iter().map(String::as_str).collect();
        assert!(
            found(&before, &after).iter().all(Option::is_some),
            "by their spans"
        );
        assert_eq!(
            found(&before, &before),
            (0..3000).map(Some).collect::<Vec<_>>()
        );
    }
}
