//! Whether an index is as it was written.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use tantivy::TantivyError;

use crate::{Index, IndexError, search::open_dir};

/// The files of an index whose bytes are not those that were written, in order.
///
/// # Errors
/// [`IndexError::Missing`] where there is none; [`IndexError::Damaged`] where it cannot be looked at.
pub fn damaged_files(dir: &Path) -> Result<Vec<PathBuf>, IndexError> {
    let damaged = open_dir(dir)?.validate_checksum()?;
    let ordered: BTreeSet<PathBuf> = damaged.into_iter().collect();
    Ok(ordered.into_iter().collect())
}

impl Index {
    /// The numbers of all papers that it can find.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where a paper stands in it twice; else as the disk has them.
    pub fn numbers(&self) -> Result<BTreeSet<u64>, IndexError> {
        let mut numbers = BTreeSet::new();
        let searcher = self.searcher();
        for segment in searcher.segment_readers() {
            let column = segment.fast_fields().u64("paper")?;
            for doc in segment.doc_ids_alive() {
                let number = column.first(doc).unwrap_or_default();
                if !numbers.insert(number) {
                    let twice = format!("paper {number} stands in it twice");
                    return Err(IndexError::Damaged(TantivyError::DataCorruption(
                        tantivy::error::DataCorruption::comment_only(twice),
                    )));
                }
            }
        }
        Ok(numbers)
    }
}
