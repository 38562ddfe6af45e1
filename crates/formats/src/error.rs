//! Why a file cannot be read.

/// The cause for which nothing of a file can be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// Locked with a password that is not the empty one.
    #[error("encrypted: it opens with a password only; save a copy without one")]
    Encrypted,
    /// Broken beyond what can be read in part.
    #[error("damaged: {part} cannot be read ({detail})")]
    Malformed {
        /// Which part of the file.
        part: &'static str,
        /// What the parser says.
        detail: String,
    },
    /// More than [`Limits`](crate::Limits) allow.
    #[error("too large: {part} unpacks to more than {limit} bytes")]
    TooLarge {
        /// Which part of the file.
        part: &'static str,
        /// The limit.
        limit: u64,
    },
    /// Kept in a way that is not read.
    #[error("{what}")]
    NotRead {
        /// What it is, and what to do.
        what: String,
    },
    /// The bytes are no text in any encoding that we know.
    #[error("no text: the bytes are in no encoding that Danish papers use")]
    NotText,
}
