//! What the file says of itself: the part `meta.xml`.

use paper::Properties;

use crate::xml::source::{Budget, Source};
use crate::xml::{Step, Tag, Token, each};

/// Reads `meta.xml`.
pub(super) fn read(source: Source<'_>, budget: &Budget) -> Properties {
    let mut stated = Stated::default();
    each(source, budget, |token| {
        stated.listen(&token);
        Step::Enter
    });
    stated.finish()
}

/// The metadata as it is read.
#[derive(Debug, Default)]
pub(super) struct Stated {
    properties: Properties,
    /// Who made it; the creator is who saved it last (ISO/IEC 26300-1, 4.3.2.7).
    first_author: Option<String>,
    inside: bool,
}

impl Stated {
    /// Takes a token; what does not stand in the metadata is passed over.
    pub(super) fn listen(&mut self, token: &Token<'_>) {
        match token {
            Token::Open { tag: Tag::Meta, .. } => self.inside = true,
            Token::Close(Tag::Meta) => self.inside = false,
            Token::Open {
                tag: Tag::Keyword, ..
            } if self.inside => {
                if let Some(keywords) = &mut self.properties.keywords {
                    keywords.push_str(", ");
                }
            }
            Token::Text { parent, text } if self.inside => self.write(*parent, text),
            _ => {}
        }
    }

    fn write(&mut self, parent: Tag, text: &str) {
        let properties = &mut self.properties;
        let place = match parent {
            Tag::InitialCreator => &mut self.first_author,
            Tag::Title => &mut properties.title,
            Tag::Creator => &mut properties.author,
            Tag::Subject => &mut properties.subject,
            Tag::Keyword => &mut properties.keywords,
            Tag::Language => &mut properties.language,
            Tag::CreationDate => &mut properties.created,
            Tag::Date => &mut properties.modified,
            _ => return,
        };
        crate::properties::add(place, text);
    }

    pub(super) fn finish(self) -> Properties {
        let mut properties = self.properties;
        let first_author = self.first_author.filter(|name| !name.trim().is_empty());
        properties.author = first_author.or(properties.author);
        crate::properties::tidy(&mut properties);
        properties
    }
}
