//! Names in a question that nothing in the archive has: told, since an empty answer looks as if there were nothing.

use archive::Archive;
use index::{Facet, Index, Search, Unknown};

use crate::{catalogue, exit::Failure, terminal};

/// Tells what a question, or a condition beside it, names that no paper has.
///
/// # Errors
/// Where the index cannot be read.
pub(crate) fn say(archive: &Archive, search: &Search) -> Result<(), Failure> {
    say_of(&catalogue::open_index(archive)?, search)
}

/// The same, with the index at hand.
///
/// # Errors
/// Where the index cannot be read.
pub(crate) fn say_of(index: &Index, search: &Search) -> Result<(), Failure> {
    for unknown in index.unknown(search)? {
        terminal::say(sentence(&unknown));
    }
    Ok(())
}

fn sentence(unknown: &Unknown) -> String {
    let Unknown {
        facet,
        asked,
        known,
    } = unknown;
    let (none, are) = match facet {
        Facet::Folder => (
            "no paper lies in the folder",
            "folders are as in the archive's paths, below what was ingested",
        ),
        Facet::Organisation => ("no paper names the organisation", "papers name"),
        Facet::Party => (
            "no paper has a member of the party",
            "parties are as papers write them",
        ),
        Facet::Format => ("no paper has the format", "formats are"),
        Facet::Kind | Facet::Year | Facet::Role => ("no paper has", "papers have"),
    };
    match known.is_empty() {
        true => format!("{none} {asked}, and none has any"),
        false => format!("{none} {asked}; {are}: {}, …", known.join(", ")),
    }
}
