//! Zip: a container, whose files are papers of their own.
//!
//! Names tell folders as the zip has them, but never lead out of it; what an operating system adds for itself is left.
//! A file that cannot be unpacked is told with the reason.

use std::ops::ControlFlow;

use crate::enclosed::Names;
use crate::package::{self, Entry};
use crate::text::encoding;
use crate::xml::source::{Budget, Source};
use crate::{Enclosed, Limits, ReadError, Whole, warnings};

/// What is in a zip, from the file of that number on, as many as the limits allow at a time.
pub(crate) fn read_all(bytes: &[u8], limits: &Limits, from: usize) -> Result<Whole, ReadError> {
    let (entries, is_lost) = package::entries(bytes).map_err(|detail| ReadError::Malformed {
        part: "the zip's list of files",
        detail,
    })?;
    refuse_bomb(&entries, bytes.len())?;
    let names = names(&entries);
    let mut whole = Whole::default();
    if is_lost {
        whole.document.warnings.push(warnings::recovered());
    }
    let mut room = limits.unpacked;
    for (index, (entry, name)) in entries.iter().zip(names).enumerate().skip(from) {
        let Some(name) = name else { continue };
        match taken(entry, bytes, limits, &mut room, whole.enclosed.is_empty()) {
            ControlFlow::Continue(bytes) => whole.enclosed.push(Enclosed { name, bytes }),
            ControlFlow::Break(()) => {
                whole.more = Some(index);
                break;
            }
        }
    }
    Ok(whole)
}

/// Several entries that stand for the same bytes make a small zip unpack to petabytes.
fn refuse_bomb(entries: &[Entry], length: usize) -> Result<(), ReadError> {
    let packed: usize = entries.iter().map(|entry| entry.packed.len()).sum();
    if packed > length {
        return Err(ReadError::Malformed {
            part: "the zip's list of files",
            detail: "its files lie over each other".to_owned(),
        });
    }
    Ok(())
}

/// The bytes of a file, or why it cannot be unpacked; breaks where it has no room any more beside those before it.
fn taken(
    entry: &Entry,
    bytes: &[u8],
    limits: &Limits,
    room: &mut u64,
    is_first: bool,
) -> ControlFlow<(), Result<Vec<u8>, ReadError>> {
    let too_large = || ReadError::TooLarge {
        part: "the file",
        limit: limits.unpacked,
    };
    if entry.is_encrypted {
        return ControlFlow::Continue(Err(ReadError::Encrypted));
    }
    let packing = match &entry.packing {
        Ok(packing) => *packing,
        Err(method) => {
            let what = format!(
                "packed by a method that is not read ({method}): unpack it and take the file"
            );
            return ControlFlow::Continue(Err(ReadError::NotRead { what }));
        }
    };
    if entry.size.is_some_and(|size| size > limits.unpacked) {
        return ControlFlow::Continue(Err(too_large()));
    }
    if entry.size.is_some_and(|size| size > *room) && !is_first {
        return ControlFlow::Break(());
    }
    // A size that is a lie ends there.
    let most = entry.size.map_or(*room, |size| size.saturating_add(1));
    let budget = Budget::new(most);
    let packed = bytes.get(entry.packed.clone()).unwrap_or_default();
    let unpacked = Source::new(packed, packing, &budget).bytes();
    *room = room.saturating_sub(most - budget.left());
    ControlFlow::Continue(match unpacked {
        None if entry.size.is_none() && !is_first => return ControlFlow::Break(()),
        None if entry.size.is_some() => Err(damaged("it is longer than the zip says")),
        None => Err(too_large()),
        Some(_) if budget.is_damaged() => Err(damaged("it cannot be unpacked to its end")),
        Some(unpacked) if entry.size.is_some_and(|size| size != unpacked.len() as u64) => {
            Err(damaged("it is not as long as the zip says"))
        }
        Some(unpacked) if entry.check.is_some_and(|check| check != sum(&unpacked)) => {
            Err(damaged("its check sum is wrong"))
        }
        Some(unpacked) => Ok(unpacked),
    })
}

fn damaged(detail: &str) -> ReadError {
    ReadError::Malformed {
        part: "the file",
        detail: detail.to_owned(),
    }
}

fn sum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// The name of each file, none twice; `None` for what is no file of its user's.
fn names(entries: &[Entry]) -> Vec<Option<String>> {
    let raw: Vec<&[u8]> = entries
        .iter()
        .map(|entry| entry.raw_name.as_slice())
        .collect();
    // One program has written all names in one code page: together they tell which.
    let page = encoding::code_page(&raw.join(&b'\n'));
    let mut given = Names::default();
    entries
        .iter()
        .map(|entry| {
            let name = match (&entry.name, std::str::from_utf8(&entry.raw_name)) {
                (Some(name), _) => name.clone(),
                (None, Ok(name)) => name.to_owned(),
                (None, Err(_)) => encoding::of_page(&entry.raw_name, page),
            };
            let path = within(&name)?;
            (!entry.is_link && !is_of_system(&path)).then(|| given.give(&path))
        })
        .collect()
}

/// A path below the zip, whatever it says: without a drive, without the way up; `None` for a folder.
fn within(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    if name.ends_with('/') {
        return None;
    }
    let is_drive = |segment: &&str| segment.len() == 2 && segment.ends_with(':');
    let segments: Vec<&str> = name
        .split('/')
        .filter(|segment| !matches!(*segment, "" | "." | "..") && !is_drive(segment))
        .collect();
    let path: String = segments
        .join("/")
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    (!path.is_empty()).then_some(path)
}

/// What operating systems put beside people's files.
fn is_of_system(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("__MACOSX/")
        || name.starts_with("._")
        || name.starts_with("~$")
        || ["thumbs.db", ".ds_store", "desktop.ini"].contains(&name.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out() {
        let path = |name| within(name).unwrap_or_default();
        assert_eq!(path("../../etc/passwd"), "etc/passwd");
        assert_eq!(path("C:\\sager\\bilag.pdf"), "sager/bilag.pdf");
        assert_eq!(path("/abs/./a.txt"), "abs/a.txt");
        assert_eq!(within("mappe/"), None);
    }
}
