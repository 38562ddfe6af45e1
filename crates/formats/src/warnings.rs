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

fn of(code: WarningCode, message: &str) -> Warning {
    Warning {
        code,
        message: message.to_owned(),
        source: None,
    }
}
