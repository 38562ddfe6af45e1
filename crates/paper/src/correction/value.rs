//! What corrections need to know of each kind of value: its parts, its place, and whether two are about the same thing.

use super::Mark;
use crate::{
    Amount, Found, Member, Mention, Source, Warning,
    difference::{same_event, same_post, same_seat},
};

/// The parts of a value, one bit each.
pub(super) type Parts = u8;

/// The part that is the value itself: a date's span, a member's name, an amount's sum.
pub(super) const SAID: Parts = 1;
/// What it is for.
pub(super) const ROLE: Parts = 2;

/// A value of a record that can be corrected.
pub(super) trait Correctable: Clone + Eq {
    /// Where it stands.
    fn source(&self) -> Option<&Source>;

    /// Says where it stands.
    fn set_source(&mut self, source: Source);

    /// Its mark; none where values of its kind carry none.
    fn mark(&mut self) -> Option<&mut Mark<Self>>;

    /// The parts in which two differ. How sure a value is, is none: who says what it is makes it sure.
    fn differ(&self, other: &Self) -> Parts;

    /// Takes parts from another one.
    fn take(&mut self, parts: Parts, from: &Self);

    /// How surely two are about the same thing, in hundredths.
    fn about(&self, other: &Self) -> u32;
}

/// Collects which of the comparisons fail, the first one as the lowest bit.
fn unequal<const N: usize>(equal: [bool; N]) -> Parts {
    let bits = equal.iter().zip(0..);
    bits.fold(0, |parts, (equal, bit)| {
        parts | (Parts::from(!equal) << bit)
    })
}

impl Correctable for Mention {
    fn source(&self) -> Option<&Source> {
        Some(&self.source)
    }

    fn set_source(&mut self, source: Source) {
        self.source = source;
    }

    fn mark(&mut self) -> Option<&mut Mark<Self>> {
        Some(&mut self.corrected)
    }

    fn differ(&self, other: &Self) -> Parts {
        let said = |m: &Self| (m.start, m.end, m.recurs.clone(), m.unresolved);
        unequal([
            said(self) == said(other),
            self.role == other.role,
            self.summary == other.summary,
            self.place == other.place,
            self.actors == other.actors,
            self.contact == other.contact,
        ])
    }

    fn take(&mut self, parts: Parts, from: &Self) {
        let has = |bit: Parts| parts >> bit & 1 == 1;
        let from = from.clone();
        if has(0) {
            (self.start, self.end, self.grain) = (from.start, from.end, from.grain);
            (self.recurs, self.unresolved) = (from.recurs, from.unresolved);
            (self.approximate, self.inferred) = (from.approximate, from.inferred);
            self.reasons = from.reasons;
        }
        if has(1) {
            self.role = from.role;
        }
        if has(2) {
            self.summary = from.summary;
        }
        if has(3) {
            self.place = from.place;
        }
        if has(4) {
            self.actors = from.actors;
        }
        if has(5) {
            self.contact = from.contact;
        }
    }

    fn about(&self, other: &Self) -> u32 {
        // Without a word of what happens, one meeting is not another.
        let told = self.summary.is_some() && other.summary.is_some();
        let same_days = self.start.is_some() && (self.start, self.end) == (other.start, other.end);
        if told || same_days {
            same_event(self, other)
        } else {
            0
        }
    }
}

impl Correctable for Member {
    fn source(&self) -> Option<&Source> {
        Some(&self.source)
    }

    fn set_source(&mut self, source: Source) {
        self.source = source;
    }

    fn mark(&mut self) -> Option<&mut Mark<Self>> {
        Some(&mut self.corrected)
    }

    fn differ(&self, other: &Self) -> Parts {
        let said = |m: &Self| (m.name.clone(), m.seats);
        unequal([
            said(self) == said(other),
            self.role == other.role,
            self.title == other.title,
            self.organisation == other.organisation,
            self.party == other.party,
            self.appointed_by == other.appointed_by,
            self.attendance == other.attendance,
            self.body == other.body,
        ])
    }

    fn take(&mut self, parts: Parts, from: &Self) {
        let has = |bit: Parts| parts >> bit & 1 == 1;
        let from = from.clone();
        if has(0) {
            (self.name, self.seats) = (from.name, from.seats);
        }
        if has(1) {
            self.role = from.role;
        }
        if has(2) {
            self.title = from.title;
        }
        if has(3) {
            self.organisation = from.organisation;
        }
        if has(4) {
            self.party = from.party;
        }
        if has(5) {
            self.appointed_by = from.appointed_by;
        }
        if has(6) {
            self.attendance = from.attendance;
        }
        if has(7) {
            self.body = from.body;
        }
    }

    fn about(&self, other: &Self) -> u32 {
        same_seat(self, other)
    }
}

impl Correctable for Amount {
    fn source(&self) -> Option<&Source> {
        Some(&self.source)
    }

    fn set_source(&mut self, source: Source) {
        self.source = source;
    }

    fn mark(&mut self) -> Option<&mut Mark<Self>> {
        Some(&mut self.corrected)
    }

    fn differ(&self, other: &Self) -> Parts {
        let said = |a: &Self| (a.ore, a.max_ore, a.currency.clone());
        unequal([
            said(self) == said(other),
            self.role == other.role,
            self.label == other.label,
            self.year == other.year,
            self.per == other.per,
        ])
    }

    fn take(&mut self, parts: Parts, from: &Self) {
        let has = |bit: Parts| parts >> bit & 1 == 1;
        let from = from.clone();
        if has(0) {
            (self.ore, self.max_ore, self.currency) = (from.ore, from.max_ore, from.currency);
            self.approximate = from.approximate;
        }
        if has(1) {
            self.role = from.role;
        }
        if has(2) {
            self.label = from.label;
        }
        if has(3) {
            self.year = from.year;
        }
        if has(4) {
            self.per = from.per;
        }
    }

    fn about(&self, other: &Self) -> u32 {
        same_post(self, other)
    }
}

/// What a paper has once at most is about the same thing wherever it stands; of several the words decide.
impl<T: Clone + Eq> Correctable for Found<T> {
    fn source(&self) -> Option<&Source> {
        Some(&self.source)
    }

    fn set_source(&mut self, source: Source) {
        self.source = source;
    }

    fn mark(&mut self) -> Option<&mut Mark<Self>> {
        Some(&mut self.corrected)
    }

    fn differ(&self, other: &Self) -> Parts {
        unequal([self.value == other.value])
    }

    fn take(&mut self, parts: Parts, from: &Self) {
        if parts & SAID != 0 {
            self.value = from.value.clone();
        }
    }

    fn about(&self, other: &Self) -> u32 {
        100 * u32::from(self.value == other.value)
    }
}

impl Correctable for Warning {
    fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    fn set_source(&mut self, source: Source) {
        self.source = Some(source);
    }

    fn mark(&mut self) -> Option<&mut Mark<Self>> {
        None
    }

    fn differ(&self, other: &Self) -> Parts {
        unequal([self.message == other.message, self.code == other.code])
    }

    fn take(&mut self, _: Parts, _: &Self) {}

    fn about(&self, other: &Self) -> u32 {
        100 * u32::from(self == other)
    }
}
