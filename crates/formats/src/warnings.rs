//! What is odd about a reading, in words that are the same for all formats.

use paper::{Warning, WarningCode};

/// The file holds changes that nobody has accepted.
pub(crate) fn tracked_changes() -> Warning {
    of(
        WarningCode::TrackedChanges,
        "the file holds changes not yet accepted: inserted text is read, deleted text is not",
    )
}

/// The file is damaged, and was read in part.
pub(crate) fn recovered() -> Warning {
    of(
        WarningCode::Recovered,
        "the file is damaged: what stands here is what could be read of it",
    )
}

/// Letters stand in the file that were read in the wrong code page before, and have been put right.
pub(crate) fn wrong_letters() -> Warning {
    of(
        WarningCode::Recovered,
        "letters stood in the file that someone had read in the wrong code page; they have been put right",
    )
}

/// Nothing stands in the file that could be read.
pub(crate) fn no_text() -> Warning {
    of(WarningCode::NoText, "the file holds no text")
}

/// Pages or pictures that were not read: `page 2, 5: too many dots to be looked at`.
pub(crate) fn not_read(what: &str, numbers: &str, why: &str) -> Warning {
    of(WarningCode::NoText, &format!("{what} {numbers}: {why}"))
}

fn of(code: WarningCode, message: &str) -> Warning {
    Warning {
        code,
        message: message.to_owned(),
        source: None,
    }
}
