//! The bytes of a paper, had again from where it lies.

use std::path::Path;

use archive::Scan;

use crate::{
    files,
    reader::{Kept, Pool, Refusal},
    within::{Part, Within},
};

/// The paper's bytes, from the first of its files that still holds them.
///
/// # Errors
/// Why no file gives them.
pub(super) fn bytes(scan: &Scan, pool: &Pool) -> Result<Kept, Refusal> {
    let mut refusal = Refusal::new("missing", "its file is gone");
    for location in &scan.locations {
        match at(location, pool) {
            Ok(bytes) if blake3::hash(&bytes).to_hex().as_str() == scan.hash => {
                return Ok(Kept {
                    bytes,
                    extension: files::extension(Path::new(location)),
                });
            }
            Ok(_) => {
                let message =
                    "its file has changed since it was read: the next ingest of it reads it";
                refusal = Refusal::new("changed", message);
            }
            Err(other) => refusal = other,
        }
    }
    Err(refusal)
}

/// The bytes at a location: of a file, or of one that lies within it.
fn at(location: &str, pool: &Pool) -> Result<Vec<u8>, Refusal> {
    let ends = location.match_indices("!/").map(|(at, _)| at);
    // A folder may be called `gamle sager!`: what is there by its whole name is meant by it.
    let file = [location.len()]
        .into_iter()
        .chain(ends)
        .filter_map(|end| location.split_at_checked(end))
        .find(|(file, _)| files::path_of(file).is_file());
    let Some((file, wanted)) = file else {
        return Err(Refusal::new("missing", "its file is gone"));
    };
    let path = files::path_of(file);
    let bytes = files::bytes_of(&path, pool.limits().file_bytes());
    if wanted.is_empty() {
        return bytes;
    }
    let mut within = Within::new(pool);
    within.read(Part::mother(&path, bytes))?;
    while let Some(part) = within.next() {
        if part.path == wanted {
            return part.bytes;
        }
        // Of the other files only those are opened in which it lies.
        if wanted
            .strip_prefix(&part.path)
            .is_some_and(|rest| rest.starts_with("!/"))
        {
            within.read(part)?;
        }
    }
    Err(Refusal::new(
        "missing",
        "the file in which it lay holds it no more",
    ))
}
