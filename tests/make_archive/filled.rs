//! Papers put into an archive as they are understood, without a file or a reader: to ask an archive of a million.

use std::path::Path;

use archive::{Access, Archive, Packed, Place, Reading, Versions};
use jiff::Timestamp;
use rayon::prelude::*;

use crate::{Made, corpus::Corpus};

/// How many papers are put at a time.
const BATCH: u64 = 20_000;

/// Puts the papers of all numbers up to `papers`, each of some 2 KB, into the archive in `folder`.
///
/// # Errors
/// As the archive has them.
pub(crate) fn fill(corpus: &Corpus, papers: u64, folder: &Path) -> Made<()> {
    let mut archive = Archive::open(folder, Access::Create)?;
    let versions = Versions {
        reader: formats::VERSION,
        rules: fields::VERSION,
        vocabulary: fields::Vocabulary::builtin().fingerprint().to_owned(),
    };
    let mut first = 1;
    while first <= papers {
        let last = papers.min(first + BATCH - 1);
        let packed: Vec<_> = (first..=last)
            .into_par_iter()
            .map(|number| pack(corpus, number, &versions))
            .collect::<Made<_>>()?;
        let mut batch = archive.batch(Timestamp::UNIX_EPOCH)?;
        for (path, size, paper) in &packed {
            let place = Place {
                location: &format!("/{path}"),
                path,
                size: *size,
                mtime_ns: 0,
            };
            batch.put_read(&place, paper)?;
        }
        batch.commit()?;
        first = last + 1;
    }
    Ok(())
}

fn pack(corpus: &Corpus, number: u64, versions: &Versions) -> Made<(String, u64, Packed)> {
    let entry = corpus.paper(number);
    let packed = Packed::new(&Reading {
        hash: &entry.record.hash,
        format: &entry.record.format,
        document: &entry.document,
        paper: &entry.record.paper,
        versions,
    })?;
    let size = u64::try_from(entry.document.text.len())?;
    Ok((entry.record.path, size, packed))
}
