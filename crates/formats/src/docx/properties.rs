//! What the file says of itself: `docProps/core.xml`.

use paper::Properties;

use crate::xml::source::{Budget, Source};
use crate::xml::{Step, Tag, Token, each};

/// Characters of a property that are kept.
const LONGEST: usize = 2_000;

pub(super) fn read(source: Source<'_>, budget: &Budget) -> Properties {
    let mut properties = Properties::default();
    each(source, budget, |token| {
        if let Token::Text { parent, text } = token
            && let Some(place) = place(&mut properties, parent)
        {
            let value = place.get_or_insert_default();
            if value.len() < LONGEST {
                value.extend(
                    text.chars()
                        .map(|c| if c.is_control() { ' ' } else { c })
                        .take(LONGEST),
                );
            }
        }
        Step::Enter
    });
    for tag in [
        Tag::Title,
        Tag::Creator,
        Tag::Subject,
        Tag::Keywords,
        Tag::Language,
        Tag::Created,
        Tag::Modified,
    ] {
        if let Some(place) = place(&mut properties, tag) {
            *place = place
                .take()
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty());
        }
    }
    properties.created = properties.created.as_deref().and_then(minute);
    properties.modified = properties.modified.as_deref().and_then(minute);
    properties
}

fn place(properties: &mut Properties, tag: Tag) -> Option<&mut Option<String>> {
    match tag {
        Tag::Title => Some(&mut properties.title),
        Tag::Creator => Some(&mut properties.author),
        Tag::Subject => Some(&mut properties.subject),
        Tag::Keywords => Some(&mut properties.keywords),
        Tag::Language => Some(&mut properties.language),
        Tag::Created => Some(&mut properties.created),
        Tag::Modified => Some(&mut properties.modified),
        _ => None,
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
