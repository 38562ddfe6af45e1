//! RTF: a stand-in for its reader.

use paper::Document;

use crate::{Limits, ReadError};

/// Reads RTF.
pub(crate) fn read(_bytes: &[u8], _limits: &Limits) -> Result<Document, ReadError> {
    Err(ReadError::NotText)
}

/// The HTML that RTF wraps, where it says so.
pub(crate) fn html_within(_bytes: &[u8]) -> Option<String> {
    None
}
