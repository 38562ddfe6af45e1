//! Signatures for the papers of an archive that was made before there were any.

use archive::{Archive, ArchiveError, PaperId, Signature};
use jiff::Timestamp;
use rayon::prelude::*;

use crate::{browse, catalogue, exit::Failure, terminal};

/// Papers that are signed between two commits.
const BATCH: usize = 256;

/// Signs all papers that have no signature, from what the archive has of them; killed, it goes on where it stopped. The
/// caller holds the ingest lock.
///
/// # Errors
/// Where the archive cannot be written; what was committed stays.
pub(crate) fn fill(archive: &mut Archive) -> Result<(), Failure> {
    if !archive.may_be_unsigned().map_err(catalogue::failure)? {
        return Ok(());
    }
    let (mut signed, mut last) = (0, None);
    loop {
        let papers = archive.unsigned(last, BATCH).map_err(catalogue::failure)?;
        let read = |&id: &PaperId| {
            let document = browse::there(archive.document(id), "a paper")?;
            let paper = browse::there(archive.understood(id), "a paper")?;
            Ok((id, document, paper))
        };
        let read = papers
            .iter()
            .map(read)
            .collect::<Result<Vec<_>, Failure>>()?;
        let made: Vec<_> = read
            .par_iter()
            .map(|(id, document, paper)| (*id, Signature::new(document, paper)))
            .collect();
        if made.is_empty() {
            break;
        }
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
