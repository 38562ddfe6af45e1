//! What holds within a group and ends with it, and what is known of a paragraph.

use crate::flow::Strength;
use crate::flow::symbols::SymbolFont;
use crate::flow::{Piece, fields::Anchor};

use crate::text::pages::Letters;

/// Where the characters of a group go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Destination {
    /// The running text of the context that is open.
    #[default]
    Text,
    /// Nowhere.
    Skip,
    FontTable,
    /// An entry of the table of fonts: its name.
    FontName,
    StyleSheet,
    /// A style: its name.
    StyleName,
    /// The document's own metadata.
    Info,
    /// One of its texts.
    Property(Property),
    /// One of its moments.
    Moment(Moment),
    /// The instruction of a field.
    Instruction,
    /// The settings of a form's field.
    FormField,
    /// An entry of its list.
    FormEntry,
    /// The label of an item, as the writing program last showed it.
    Label,
    /// The tables of lists, and the text of a level's labels.
    ListTable,
    LevelText,
    /// Who made the comment that follows.
    CommentAuthor,
    /// Name and value of a drawing's property.
    ShapeName,
    ShapeValue,
}

/// A text of the metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    Title,
    Author,
    Subject,
    Keywords,
}

/// A moment of the metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Created,
    Modified,
}

/// How characters look.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    pub(super) bold: bool,
    /// Half points.
    pub(super) size: Option<i32>,
    pub(super) letters: Option<Letters>,
    pub(super) symbols: Option<SymbolFont>,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape {
    pub(super) style: Option<i32>,
    /// The level of the outline, from 1; 0 for body text, said outright.
    pub(super) level: Option<u8>,
    pub(super) list: u32,
    pub(super) list_level: u8,
    /// How many tables it stands in.
    pub(super) depth: usize,
}

/// What closes when a group closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ends {
    #[default]
    Nothing,
    /// A context: a header, a note, a text box.
    Context,
    /// A field.
    Field,
    /// The label of an item.
    Label,
    /// The settings of a form's field, an entry of its list.
    FormField,
    FormEntry,
    /// A list, or what paragraphs name of it; a level of one.
    List,
    ListLevel,
    /// A font's entry, a style's.
    Font,
    Style,
    /// A drawing's property.
    ShapeProperty,
    /// A picture of Mac OS, a sign behind which holds its place.
    Picture,
    /// The layout of a row of a table within a table.
    NestedRow,
}

/// A group that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) destination: Destination,
    pub(super) look: Look,
    pub(super) shape: Shape,
    /// How many characters stand in for one in Unicode, to be passed over.
    pub(super) stand_ins: usize,
    pub(super) ends: Ends,
    /// Nothing stood in it yet: only what comes first in a group says where its characters go.
    pub(super) is_fresh: bool,
    /// `\*` was said: a destination that we do not know is left out.
    pub(super) optional: bool,
    /// The first group within is for programs that know no Unicode.
    pub(super) in_pairs: bool,
}

/// The file itself.
impl Default for Group {
    fn default() -> Self {
        Self {
            destination: Destination::Text,
            look: Look::default(),
            shape: Shape::default(),
            stand_ins: 1,
            ends: Ends::Nothing,
            is_fresh: false,
            optional: false,
            in_pairs: false,
        }
    }
}

/// A paragraph as it grows.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) serial: u64,
    pub(super) text: String,
    pub(super) label: String,
    pub(super) strength: Strength,
    pub(super) after: Vec<Piece>,
}

impl Paragraph {
    /// Where its text ends now.
    pub(super) fn anchor(&self) -> Anchor {
        Anchor::at_end(self.serial, &self.text)
    }

    /// The text since an anchor; from its beginning where that lies in an earlier paragraph.
    pub(super) fn since(&self, anchor: Anchor) -> &str {
        anchor.since(self.serial, &self.text)
    }
}
