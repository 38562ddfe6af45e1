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

    /// Whether it has no words that tell what it is about.
    pub(crate) fn says_nothing(&self) -> bool {
        self.said.says_nothing()
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

    /// The entries that stand among the others, and the dates that may be one of them: without what was withdrawn, and is back.
    fn standing(&self) -> (Vec<usize>, Vec<usize>) {
        let stands = |entry: usize| self.entries.get(entry).is_some_and(|side| !side.withdrawn);
        let is_free = |at: &usize| {
            self.of_stated
                .get(*at)
                .copied()
                .flatten()
                .is_none_or(stands)
        };
        let entries = (0..self.entries.len()).filter(|&at| stands(at)).collect();
        (entries, (0..self.stated.len()).filter(is_free).collect())
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
        let (live, stated) = self.standing();
        let mut rows: BTreeMap<&[String], (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for at in live {
            if let Some(side) = self.entries.get(at) {
                rows.entry(&side.said.whole).or_default().0.push(at);
            }
        }
        for at in stated {
            if let Some(side) = self.stated.get(at) {
                rows.entry(&side.said.whole).or_default().1.push(at);
            }
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
        let (live, all) = self.standing();
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
mod tests;
