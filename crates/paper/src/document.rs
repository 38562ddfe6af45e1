//! What was read of a file: one text, and flat blocks that point into it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{Certainty, Places, Warning};

/// What was read of one file.
///
/// `text` is the canonical text that `udvalg extract --text` prints: line ends are LF, a form feed stands between
/// pages, tabs between the cells of a table row. Blocks stand in the order of the text, do not overlap and hold byte
/// ranges of it. The list is flat on purpose: a document can be decoded and dropped without recursion, whatever the
/// file nested.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The canonical text.
    pub text: String,
    /// The blocks of the text, in its order.
    pub blocks: Vec<Block>,
    /// How many pages the file has; `None` where the format knows no pages.
    pub pages: Option<u32>,
    /// The file's own metadata.
    pub properties: Properties,
    /// What went wrong or is odd about the reading.
    pub warnings: Vec<Warning>,
    /// Pages, from 1, that show what could not be read as text: pictures, or letters that are of no language. Where the format has no
    /// pages, large pictures that may be scanned ones, counted from 1 as they stand in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<u32>,
    /// The words that were read from pictures, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recognised: Vec<Certainty>,
}

impl Document {
    /// Appends a block, on a line of its own.
    pub fn push(&mut self, kind: BlockKind, depth: u8, text: &str) {
        if !self.text.is_empty() && !self.text.ends_with('\u{c}') {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.blocks.push(Block {
            kind,
            depth,
            start,
            end: self.text.len(),
        });
    }

    /// A table from byte offsets to places, made once and asked often.
    pub fn places(&self) -> Places<'_> {
        Places::new(&self.text, self.pages.is_some())
    }

    /// The text of a block.
    ///
    /// # Panics
    /// Where the block is of another document.
    pub fn text_of(&self, block: &Block) -> &str {
        &self.text[block.range()]
    }
}

/// A stretch of the text that the file sets apart: a paragraph, a heading, a table cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The outline level of a heading (1 is the highest; 0 where a heading was told from its looks alone), else how
    /// deep a list item or a cell is nested (0 outermost).
    pub depth: u8,
    /// First byte in the text.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Block {
    /// The bytes of the text that it covers.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading or the title.
    Heading,
    /// An item of a list; its text begins with the visible label ("-", "a)", "1.2").
    Item,
    /// A cell of a table. Cells of a row stand beside each other, a tab between them, and count from 0.
    Cell {
        /// Which table of the document, from 0.
        table: u32,
        /// Row within the table, from 0.
        row: u32,
        /// First column that it fills, from 0.
        column: u16,
        /// How many columns it fills, at least 1.
        columns: u16,
    },
    /// Repeated above every page; stands once.
    Header,
    /// Repeated below every page; stands once.
    Footer,
    /// A footnote or an endnote.
    Note,
    /// A comment, `[Kommentar, author: …]`.
    Comment,
}

/// The file's own metadata, as the file states it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Properties {
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Keywords.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<String>,
    /// When it was made, ISO 8601 to the minute, as the file's clock had it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When it was last changed, ISO 8601 to the minute, as the file's clock had it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Language, a BCP 47 tag such as `da`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When it was signed electronically, each ISO 8601 to the minute, as the signer's clock had it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<String>,
    /// What the file calls its pages, in order ("i", "ii", "1"), where that is not just their numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub page_labels: Vec<String>,
}

impl Properties {
    /// Whether the file states nothing of itself.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
