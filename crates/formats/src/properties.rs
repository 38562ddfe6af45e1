//! What files say of themselves, brought to one shape.

use paper::Properties;

/// Characters of a property that are kept; of letters beyond ASCII, which take more bytes, a few less.
pub(crate) const LONGEST: usize = 2_000;

/// Appends a stretch of a property's text, as far as it is kept.
pub(crate) fn add(place: &mut Option<String>, text: &str) {
    let value = place.get_or_insert_default();
    let room = LONGEST.saturating_sub(value.len());
    let shown = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    value.extend(shown.take(room));
}

/// Without the spaces around texts, without empty ones, and times to the minute.
pub(crate) fn tidy(properties: &mut Properties) {
    for place in [
        &mut properties.title,
        &mut properties.author,
        &mut properties.subject,
        &mut properties.keywords,
        &mut properties.language,
    ] {
        *place = place
            .take()
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty());
    }
    for place in [&mut properties.created, &mut properties.modified] {
        *place = place.take().and_then(|stated| minute(stated.trim()));
    }
}

/// A W3CDTF time to the minute, as the file's clock had it: `2021-05-03T09:12:00Z` is `2021-05-03T09:12`.
fn minute(stated: &str) -> Option<String> {
    let kept = stated.get(..16).or_else(|| stated.get(..10))?;
    let is_shape = kept.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    is_shape.then(|| kept.to_owned())
}
