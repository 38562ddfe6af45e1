//! What a file of ours says beyond RFC 5545, so that whoever reads it back knows the paper.

use calcard::icalendar::{ICalendarComponent, ICalendarProperty};
use paper::{DateRole, Source};

use crate::{Event, ics::clean};

/// Whose file it is.
pub(crate) const PRODID: &str = "-//udvalg//udvalg//DA";

/// Which calendar a file is of several that are written together.
pub(crate) const GROUP: &str = "X-UDVALG-GROUP";

const ROLE: &str = "X-UDVALG-ROLE";
const PATH: &str = "X-UDVALG-PATH";
const HASH: &str = "X-UDVALG-HASH";
const PAGE: &str = "X-UDVALG-PAGE";
/// The first character of the quote in the paper's text, and the one behind its last, `1042-1060`.
const PLACE: &str = "X-UDVALG-PLACE";
const QUOTE: &str = "X-UDVALG-QUOTE";

/// What an entry of ours says of itself and its paper.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Own {
    pub(crate) role: Option<DateRole>,
    pub(crate) path: Option<String>,
    pub(crate) hash: Option<String>,
    pub(crate) source: Option<Source>,
}

/// Writes it into an entry.
pub(crate) fn push(to: &mut ICalendarComponent, event: &Event) {
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            to.add_property(ICalendarProperty::Other(name.to_owned()), value);
        }
    };
    put(ROLE, event.role.to_string());
    let Some(cited) = &event.cited else {
        return;
    };
    put(PATH, clean(&cited.path));
    put(HASH, clean(&cited.hash));
    let Source {
        page,
        start,
        end,
        quote,
    } = &cited.source;
    put(PAGE, page.map(|p| p.to_string()).unwrap_or_default());
    put(PLACE, format!("{start}-{end}"));
    put(QUOTE, clean(quote));
}

/// Reads it back; what is missing or broken is left out.
pub(crate) fn of<'v>(text: impl Fn(&str) -> Option<&'v str>) -> Own {
    let place = text(PLACE).and_then(|place| {
        let (start, end) = place.split_once('-')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    });
    Own {
        role: text(ROLE).and_then(DateRole::from_word),
        path: text(PATH).map(str::to_owned),
        hash: text(HASH).map(str::to_owned),
        source: place.map(|(start, end)| Source {
            page: text(PAGE).and_then(|page| page.parse().ok()),
            start,
            end,
            quote: text(QUOTE).unwrap_or_default().to_owned(),
        }),
    }
}
