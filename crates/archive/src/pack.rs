//! What was read and understood, made ready for the database: the work that need not wait for the one writer.

use paper::{Document, Paper};

use crate::{ArchiveError, Signature, blob, family::Facts, values::Rows};

/// Which versions of the program made a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// Of the readers: a higher one reads again what a lower one failed at, and what it read when asked to.
    pub reader: u32,
    /// Of the rules that find values.
    pub rules: u32,
    /// Hash of the vocabulary that the rules used.
    pub vocabulary: String,
}

/// What came of one file.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// BLAKE3 of the file's bytes, lower-case hex: the paper's id.
    pub hash: &'a str,
    /// `pdf`, `docx`, `text` … (`formats::Format::word`).
    pub format: &'a str,
    /// What was read.
    pub document: &'a Document,
    /// What was understood.
    pub paper: &'a Paper,
    /// What made it.
    pub versions: &'a Versions,
}

/// A reading, compressed and laid out as rows; made on any thread, see [`crate::Batch::put_read`].
#[derive(Debug, Clone)]
pub struct Packed {
    pub(crate) hash: String,
    pub(crate) format: String,
    pub(crate) text: Vec<u8>,
    pub(crate) layout: Vec<u8>,
    pub(crate) reader: u32,
    pub(crate) understood: Understood,
    pub(crate) signature: Signature,
    pub(crate) unread: Vec<u32>,
}

impl Packed {
    /// Packs a reading.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] for a value that cannot be written, which no finder makes.
    pub fn new(reading: &Reading<'_>) -> Result<Self, ArchiveError> {
        Ok(Self {
            hash: reading.hash.to_owned(),
            format: reading.format.to_owned(),
            text: blob::pack_text(reading.document)?,
            layout: blob::pack_layout(reading.document)?,
            reader: reading.versions.reader,
            understood: Understood::new(reading.paper, reading.versions)?,
            signature: Signature::new(reading.document, reading.paper),
            unread: reading.document.unread.clone(),
        })
    }

    /// The reading, its pages that are pictures being these: where some of them were recognised, the document no longer tells them.
    #[must_use]
    pub fn with_pictures(self, unread: Vec<u32>) -> Self {
        Self { unread, ..self }
    }

    /// Pages, where its format has them.
    pub fn pages(&self) -> Option<u32> {
        self.understood.rows.pages
    }

    /// About how many bytes it will take in the database, for batches by size.
    pub fn size(&self) -> usize {
        self.text.len() + self.layout.len() + self.understood.record.len()
    }
}

/// What was understood of a paper that is in the archive already, see [`crate::Batch::put_understood`].
#[derive(Debug, Clone)]
pub struct Understood {
    pub(crate) record: Vec<u8>,
    pub(crate) rows: Rows,
    pub(crate) facts: Facts,
    pub(crate) rules: u32,
    pub(crate) vocabulary: String,
}

impl Understood {
    /// Packs a record. `versions.reader` is not looked at: the document stays as it was read.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] for a value that cannot be written, which no finder makes.
    pub fn new(paper: &Paper, versions: &Versions) -> Result<Self, ArchiveError> {
        Ok(Self {
            record: blob::pack_paper(paper)?,
            rows: Rows::new(paper)?,
            facts: Facts::new(paper),
            rules: versions.rules,
            vocabulary: versions.vocabulary.clone(),
        })
    }
}
