//! The head of the main stream: which Word wrote it, and where everything lies ([MS-DOC] 2.5).

use crate::little::{stretch, u16_at, u32_at, usize_at};

/// Which Word wrote the file: what differs between them is how wide things are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// Word 2 for Windows: the text, and nothing that is known of its looks.
    Word2,
    /// Word 6 and 95.
    Word6,
    /// Word 97 to 2007.
    Word97,
}

/// Parts of the text, in the order in which they follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    Main,
    Footnotes,
    Headers,
    Macros,
    Comments,
    Endnotes,
    Boxes,
    HeaderBoxes,
}

/// Tables of the file; each stands for its place in the list of places ([MS-DOC] 2.5.6), and its place in the head of
/// Word 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Styles,
    FootnoteCalls,
    Footnotes,
    CommentCalls,
    Comments,
    Sections,
    Headers,
    CharacterPages,
    ParagraphPages,
    Fonts,
    Settings,
    Pieces,
    CommentAuthors,
    Anchors,
    HeaderAnchors,
    EndnoteCalls,
    Endnotes,
    Drawings,
    Boxes,
    HeaderBoxes,
    Lists,
    ListOverrides,
}

impl Part {
    fn index(self) -> usize {
        match self {
            Self::Styles => 1,
            Self::FootnoteCalls => 2,
            Self::Footnotes => 3,
            Self::CommentCalls => 4,
            Self::Comments => 5,
            Self::Sections => 6,
            Self::Headers => 11,
            Self::CharacterPages => 12,
            Self::ParagraphPages => 13,
            Self::Fonts => 15,
            Self::Settings => 31,
            Self::Pieces => 33,
            Self::CommentAuthors => 36,
            Self::Anchors => 40,
            Self::HeaderAnchors => 41,
            Self::EndnoteCalls => 46,
            Self::Endnotes => 47,
            Self::Drawings => 50,
            Self::Boxes => 56,
            Self::HeaderBoxes => 58,
            Self::Lists => 73,
            Self::ListOverrides => 74,
        }
    }

    /// Where Word 6 keeps the place: as Word 97 up to the pieces, with six bytes of other things after that.
    fn place_in_word6(self) -> Option<usize> {
        Some(match self {
            Self::CommentAuthors => 0x178,
            Self::Anchors => 0x192,
            Self::HeaderAnchors => 0x19a,
            Self::EndnoteCalls => 0x1d2,
            Self::Endnotes => 0x1da,
            Self::Boxes => 0x222,
            Self::HeaderBoxes => 0x232,
            Self::Drawings | Self::Lists | Self::ListOverrides => return None,
            part => 0x58 + 8 * part.index(),
        })
    }
}

/// The head of the main stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'b> {
    bytes: &'b [u8],
    pub(super) age: Age,
}

impl<'b> Head<'b> {
    /// The head; `None` where the bytes are no Word document.
    pub(super) fn read(bytes: &'b [u8]) -> Option<Self> {
        let age = match (u16_at(bytes, 0)?, u16_at(bytes, 2)?) {
            (0xa5db, _) => Age::Word2,
            // Word for the alphabets of East Asia has marks of its own.
            (0xa5dc, _) | (0xa5ec | 0xa697..=0xa699, 0x65..=0x69) => Age::Word6,
            (0xa5ec, _) => Age::Word97,
            _ => return None,
        };
        Some(Self { bytes, age })
    }

    fn flags(self) -> u16 {
        u16_at(self.bytes, 10).unwrap_or(0)
    }

    /// Saved in a hurry: the text lies in pieces.
    pub(super) fn is_complex(self) -> bool {
        self.flags() & 0x4 != 0
    }

    /// Whether the text may have two bytes a character: of Word 6 only where the alphabet needs it.
    pub(super) fn is_wide(self) -> bool {
        self.age == Age::Word97 || self.flags() & 0x1000 != 0
    }

    pub(super) fn is_encrypted(self) -> bool {
        self.flags() & 0x100 != 0
    }

    /// The name of the stream that the tables lie in; those of Word 6 lie in the main stream.
    pub(super) fn tables(self) -> Option<&'static str> {
        match (self.age, self.flags() & 0x200) {
            (Age::Word97, 0) => Some("0Table"),
            (Age::Word97, _) => Some("1Table"),
            _ => None,
        }
    }

    /// The number of the language that the file was written in.
    pub(super) fn language(self) -> u16 {
        u16_at(self.bytes, 6).unwrap_or(0)
    }

    /// Whether Word for Macintosh wrote the letters.
    pub(super) fn is_mac(self) -> bool {
        u16_at(self.bytes, 0x14).is_some_and(|set| set & 0xff == 1) && self.age != Age::Word97
    }

    /// Where the text begins in a file that has no pieces, and where it ends.
    pub(super) fn plain_text(self) -> Option<(usize, usize)> {
        Some((usize_at(self.bytes, 0x18)?, usize_at(self.bytes, 0x1c)?))
    }

    /// How many characters each story has, in their order.
    pub(super) fn lengths(self) -> [(Story, u32); 8] {
        let first = match self.age {
            Age::Word97 => 0x4c,
            _ => 0x34,
        };
        let mut at = first;
        [
            Story::Main,
            Story::Footnotes,
            Story::Headers,
            Story::Macros,
            Story::Comments,
            Story::Endnotes,
            Story::Boxes,
            Story::HeaderBoxes,
        ]
        .map(|story| {
            let length = u32_at(self.bytes, at).unwrap_or(0);
            at += 4;
            (story, length)
        })
    }

    /// A table of the file, of the stream that tables lie in; empty where it has none.
    pub(super) fn part(self, part: Part, tables: &[u8]) -> &[u8] {
        let Some((at, length)) = self.extent(part) else {
            return &[];
        };
        stretch(tables, at, length)
    }

    /// Where a table begins in its stream.
    pub(super) fn place(self, part: Part) -> Option<usize> {
        self.extent(part).map(|(at, _)| at)
    }

    fn extent(self, part: Part) -> Option<(usize, usize)> {
        let place = match self.age {
            Age::Word97 => {
                let known = usize::from(u16_at(self.bytes, 0x98)?);
                (part.index() < known).then_some(0x9a + 8 * part.index())
            }
            Age::Word6 => part.place_in_word6(),
            Age::Word2 => None,
        }?;
        Some((
            usize_at(self.bytes, place)?,
            usize_at(self.bytes, place + 4)?,
        ))
    }

    /// Of Word 6: the page that the runs begin on, and how many pages there are, where their table is not complete.
    pub(super) fn loose_pages(self, part: Part) -> Option<(u16, u16)> {
        let (first, count) = match (self.age, part) {
            (Age::Word6, Part::CharacterPages) => (0x18a, 0x18e),
            (Age::Word6, Part::ParagraphPages) => (0x18c, 0x190),
            _ => return None,
        };
        Some((u16_at(self.bytes, first)?, u16_at(self.bytes, count)?))
    }
}
