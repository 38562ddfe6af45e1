//! What the file says of itself: `docProps/core.xml`.

use paper::Properties;

use crate::xml::source::{Budget, Source};
use crate::xml::{Step, Tag, Token, each};

pub(super) fn read(source: Source<'_>, budget: &Budget) -> Properties {
    let mut properties = Properties::default();
    each(source, budget, |token| {
        if let Token::Text { parent, text } = token
            && let Some(place) = place(&mut properties, parent)
        {
            crate::properties::add(place, text);
        }
        Step::Enter
    });
    crate::properties::tidy(&mut properties);
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
