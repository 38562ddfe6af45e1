//! Reads docx.

use paper::Document;

use crate::{Limits, ReadError};

pub(crate) fn read(bytes: &[u8], _limits: &Limits) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    Err(ReadError::Malformed { part: "the package", detail: "not yet".to_owned() })
}
