//! Signatures for the papers of an archive that was made before there were any.

use archive::{Archive, ArchiveError, PaperId, Signature};
use jiff::Timestamp;
use paper::{Document, Paper};
use rayon::prelude::*;

use crate::{catalogue, exit::Failure, stop, terminal};

/// Papers that are signed between two commits.
const BATCH: usize = 256;

/// Signs all papers that have no signature, from what the archive has of them; killed or asked to stop, it goes on there the
/// next time. A paper whose content is lost stays without one. The caller holds the ingest lock.
///
/// # Errors
/// Where the archive cannot be written; what was committed stays.
pub(crate) fn fill(archive: &mut Archive) -> Result<(), Failure> {
    if !archive.may_be_unsigned().map_err(catalogue::failure)? {
        return Ok(());
    }
    terminal::say(
        "comparing the papers of an archive made by an earlier version with each other, once",
    );
    let (mut signed, mut last) = (0, None);
    loop {
        if stop::asked() {
            return Ok(());
        }
        let papers = archive.unsigned(last, BATCH).map_err(catalogue::failure)?;
        if papers.is_empty() {
            break;
        }
        let read = papers
            .iter()
            .filter_map(|&id| content(archive, id).transpose());
        let read = read
            .collect::<Result<Vec<_>, _>>()
            .map_err(catalogue::failure)?;
        let made: Vec<_> = read
            .par_iter()
            .map(|(id, document, paper)| (*id, Signature::new(document, paper)))
            .collect();
        put(archive, &made).map_err(catalogue::failure)?;
        last = papers.last().copied();
        signed += made.len();
    }
    all_signed(archive).map_err(catalogue::failure)?;
    terminal::say(format_args!(
        "{signed} papers of an archive made by an earlier version were compared with each other"
    ));
    Ok(())
}

/// What the archive has of a paper; `None` where that is lost, which `archive check` tells.
fn content(
    archive: &Archive,
    id: PaperId,
) -> Result<Option<(PaperId, Document, Paper)>, ArchiveError> {
    let read = archive.document(id).and_then(|document| {
        let mut paper = archive.understood(id)?;
        // Which paper it is goes by what it says itself.
        paper.iter_mut().for_each(paper::restore);
        Ok(document
            .zip(paper)
            .map(|(document, paper)| (id, document, paper)))
    });
    match read {
        Err(ArchiveError::Damaged { .. }) => Ok(None),
        read => read,
    }
}

fn put(archive: &mut Archive, made: &[(PaperId, Signature)]) -> Result<(), ArchiveError> {
    let mut batch = archive.batch(Timestamp::now())?;
    for (id, signature) in made {
        batch.put_signature(*id, signature)?;
    }
    batch.commit()
}

fn all_signed(archive: &mut Archive) -> Result<(), ArchiveError> {
    let mut batch = archive.batch(Timestamp::now())?;
    batch.all_signed()?;
    batch.commit()
}
