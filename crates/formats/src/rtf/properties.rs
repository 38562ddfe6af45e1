//! What the file says of itself: the group `\info`.

use super::state::{Moment, Property};

/// Year, month, day, hour and minute as they are stated.
#[derive(Debug, Clone, Copy, Default)]
struct Stamp([i32; 5]);

impl Stamp {
    /// ISO 8601 to the minute; nothing where it names no day.
    fn written(self) -> Option<String> {
        let Self([year, month, day, hour, minute]) = self;
        let is_day =
            (1900..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let is_time = (0..24).contains(&hour) && (0..60).contains(&minute);
        (is_day && is_time).then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"))
    }
}

/// The metadata as it is read.
#[derive(Debug, Default)]
pub(super) struct Properties {
    stated: paper::Properties,
    created: Stamp,
    modified: Stamp,
}

impl Properties {
    pub(super) fn write(&mut self, property: Property, text: &str) {
        let place = match property {
            Property::Title => &mut self.stated.title,
            Property::Author => &mut self.stated.author,
            Property::Subject => &mut self.stated.subject,
            Property::Keywords => &mut self.stated.keywords,
        };
        crate::properties::add(place, text);
    }

    /// A part of a moment: `\yr`, `\mo`, `\dy`, `\hr`, `\min`.
    pub(super) fn time(&mut self, moment: Moment, word: &str, number: i32) {
        let Stamp([year, month, day, hour, minute]) = match moment {
            Moment::Created => &mut self.created,
            Moment::Modified => &mut self.modified,
        };
        match word {
            "yr" => *year = number,
            "mo" => *month = number,
            "dy" => *day = number,
            "hr" => *hour = number,
            "min" => *minute = number,
            _ => {}
        }
    }

    pub(super) fn finish(self) -> paper::Properties {
        let mut properties = self.stated;
        properties.created = self.created.written();
        properties.modified = self.modified.written();
        crate::properties::tidy(&mut properties);
        properties
    }
}
