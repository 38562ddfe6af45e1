//! What lets a file in: opened, opened after a rescue, or refused with a reason.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::object::Name;
use hayro_interpret::hayro_syntax::object::dict::keys::TYPE;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData};
use lopdf::PdfMetadata;

use super::{budget, metadata, rescue};
use crate::{Limits, ReadError};

/// A file that is open.
pub(super) struct Opened {
    pub pdf: Pdf,
    pub info: Option<PdfMetadata>,
    /// Whether the file had to be put together again.
    pub recovered: bool,
}

impl Opened {
    /// Its pages; of a rescued file only what calls itself one, since notes look like pages too.
    pub(super) fn pages(&self) -> impl Iterator<Item = &Page<'_>> {
        let rescued = self.recovered;
        self.pdf.pages().iter().filter(move |page| {
            let kind = page.raw().get::<Name<'_>>(TYPE);
            !rescued || kind.is_none_or(|kind| kind.as_ref() == b"Page")
        })
    }
}

/// Opens a file.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if !budget::containers_fit(bytes, limits.unpacked) {
        return Err(ReadError::TooLarge {
            part: "the table of objects",
            limit: limits.unpacked,
        });
    }
    let info = metadata::info(bytes);
    match load(bytes.to_vec()) {
        Ok(pdf) if !pdf.pages().is_empty() => {
            let recovered = info
                .as_ref()
                .is_some_and(|info| info.xref_recovery.is_some());
            Ok(Opened {
                pdf,
                info,
                recovered,
            })
        }
        Ok(_) | Err(LoadPdfError::Invalid) => rescued(bytes, info),
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
            Err(ReadError::Encrypted)
        }
        Err(LoadPdfError::Decryption(problem)) => Err(ReadError::Malformed {
            part: "the encryption",
            detail: format!("{problem:?}"),
        }),
    }
}

fn rescued(bytes: &[u8], info: Option<PdfMetadata>) -> Result<Opened, ReadError> {
    let nothing = |detail: &str| ReadError::Malformed {
        part: "the file",
        detail: detail.to_owned(),
    };
    if !rescue::has_objects(bytes) {
        return Err(nothing("it holds no objects of a PDF"));
    }
    match load(rescue::with_catalogue(bytes)) {
        Ok(pdf) if !pdf.pages().is_empty() => Ok(Opened {
            pdf,
            info,
            recovered: true,
        }),
        Ok(_) | Err(LoadPdfError::Invalid) => Err(nothing("no page is left of it")),
        Err(LoadPdfError::Decryption(_)) => Err(ReadError::Encrypted),
    }
}

/// The parser may panic on hostile bytes; nothing of it is kept then.
fn load(bytes: Vec<u8>) -> Result<Pdf, LoadPdfError> {
    let data = PdfData::from(Arc::new(bytes));
    catch_unwind(AssertUnwindSafe(|| Pdf::new(data))).unwrap_or(Err(LoadPdfError::Invalid))
}
