//! `udvalg understand --again`: the rules over the archive's documents, without reading a file.

use std::path::Path;

use anyhow::anyhow;
use archive::{Access, Archive, PaperId, Understood};
use jiff::Timestamp;
use rayon::prelude::*;

use crate::{
    catalogue,
    exit::{Failure, Outcome},
    reader::Pool,
    settings::{self, Configuration},
    signatures, terminal,
};

/// Papers that are understood between two commits.
const BATCH: usize = 256;

/// Runs the rules over all papers of the archive in `folder`.
///
/// # Errors
/// Where the archive cannot be written; what was committed stays.
pub(crate) fn run(configuration: Configuration, folder: &Path) -> Result<Outcome, Failure> {
    let vocabulary = settings::vocabulary(&configuration)?;
    let versions = catalogue::versions(&vocabulary);
    let mut archive = catalogue::open(folder, Access::Write)?;
    let lock = catalogue::lock(&archive)?;
    signatures::fill(&mut archive)?;
    let pool = Pool::of(&configuration)?;
    let papers = archive
        .to_understand(&versions, true)
        .map_err(catalogue::failure)?;
    let mut failed = 0;
    for some in papers.chunks(BATCH) {
        let documents = documents(&archive, some)?;
        let understood: Vec<_> = documents
            .par_iter()
            .map(|(id, document)| (*id, pool.understand(document)))
            .collect();
        pool.usable()?;
        let mut batch = archive
            .batch(Timestamp::now())
            .map_err(catalogue::failure)?;
        for (id, paper) in understood {
            match paper {
                Ok(paper) => {
                    let packed = Understood::new(&paper, &versions).map_err(catalogue::failure)?;
                    batch
                        .put_understood(id, &packed)
                        .map_err(catalogue::failure)?;
                }
                Err(refusal) => {
                    failed += 1;
                    terminal::say(format_args!(
                        "paper {}: {}; its record stays as it was",
                        id.number(),
                        refusal.message
                    ));
                }
            }
        }
        batch.commit().map_err(catalogue::failure)?;
    }
    catalogue::refresh_index(&archive)?;
    drop(lock);
    let done = terminal::counted(papers.len() - failed, ["paper", "papers"]);
    terminal::say(format_args!("{done} understood again, {failed} failed"));
    Ok(if failed > 0 {
        Outcome::Partly
    } else {
        Outcome::Done
    })
}

fn documents(
    archive: &Archive,
    papers: &[PaperId],
) -> Result<Vec<(PaperId, paper::Document)>, Failure> {
    let document = |&id: &PaperId| {
        let found = archive.document(id).map_err(catalogue::failure)?;
        Ok((
            id,
            found.ok_or_else(|| anyhow!("paper {} has no document", id.number()))?,
        ))
    };
    papers.iter().map(document).collect()
}
