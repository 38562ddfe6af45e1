//! Mails as they are sent (RFC 5322).

use std::borrow::Cow;

use super::cms::Sealed;
use super::parts::Parts;
use super::{Letter, choose};
use crate::{Limits, ReadError};

/// Seals within seals that are opened.
const SEALS: usize = 4;

/// Reads a mail, or a page that was saved as one.
pub(super) fn letter(bytes: &[u8], is_page: bool, limits: &Limits) -> Result<Letter, ReadError> {
    let mut letter = fields(bytes);
    let mut bytes = Cow::Borrowed(bytes);
    for _ in 0..SEALS {
        let parts = Parts::of(&bytes);
        letter.recovered |= !parts.whole;
        match parts.list.first().and_then(choose::sealed) {
            Some(Sealed::Encrypted) => return Err(ReadError::Encrypted),
            Some(Sealed::Signed(inner)) => {
                drop(parts);
                bytes = Cow::Owned(inner);
            }
            Some(Sealed::Unknown) | None => {
                choose::take(&parts, is_page, limits, &mut letter);
                break;
            }
        }
    }
    Ok(letter)
}

/// What the fields of the mail itself say.
fn fields(bytes: &[u8]) -> Letter {
    let head = Parts::head(bytes);
    Letter {
        from: head.from,
        to: head.to,
        cc: head.cc,
        bcc: head.bcc,
        sent: head.sent,
        subject: head.subject,
        ..Letter::default()
    }
}
