//! The reader's side of pages that are pictures: drawn for a recogniser, and made pages of what that said.

use danish::words::Lexicon;
use formats::{Format, Prepared, Raster};
use paper::Recognised;

use super::ReaderLimits;
use super::serve::{code, sniffed};

/// Why something could not be done: the reason's code and a sentence.
pub(super) type Refused = (&'static str, String);

/// The file that is kept for its pages to be drawn, and the page that was drawn last, ready for a recogniser.
#[derive(Default)]
pub(super) struct Desk {
    file: Option<(Format, Vec<u8>)>,
    prepared: Option<Prepared>,
}

impl Desk {
    /// Keeps a file in the place of the one before.
    pub(super) fn keep(&mut self, bytes: Vec<u8>, extension: Option<&str>) -> Result<(), Refused> {
        *self = Self::default();
        self.file = Some((sniffed(&bytes, extension)?, bytes));
        Ok(())
    }

    /// Draws a page of the file that is kept, and makes its picture ready for a recogniser.
    pub(super) fn draw(&mut self, page: u32, limits: &ReaderLimits) -> Result<&Raster, Refused> {
        // What was drawn before is let go before there is more.
        self.prepared = None;
        let (format, bytes) = self.file.as_ref().ok_or_else(nothing)?;
        let drawn = formats::raster(*format, bytes, page, &limits.of_formats())
            .map_err(|error| (code(&error), error.to_string()))?
            .ok_or_else(|| ("not-drawn", format!("page {page} cannot be drawn")))?;
        Ok(&self.prepared.insert(formats::prepared(drawn)).raster)
    }

    /// Turns the page that was drawn last by half.
    pub(super) fn turn_over(&mut self) -> Result<&Raster, Refused> {
        let prepared = self.prepared.as_ref().ok_or_else(nothing)?.turned_over();
        Ok(&self.prepared.insert(prepared).raster)
    }

    /// The page that a recogniser's table tells of the picture that was prepared last, without what nobody may see.
    pub(super) fn recognise(&self, table: &[u8]) -> Result<Recognised, Refused> {
        let prepared = self.prepared.as_ref().ok_or_else(nothing)?;
        let mut page = formats::recognised(prepared, &String::from_utf8_lossy(table));
        mend(&mut page);
        fields::mask_recognised(&mut page);
        Ok(page)
    }
}

/// Puts right what was surely misread, line by line; what was read stays beside it.
fn mend(page: &mut Recognised) {
    for line in page.words.chunk_by_mut(|a, b| a.line == b.line) {
        let read: Vec<(&str, u8)> = line
            .iter()
            .map(|word| (word.text.as_str(), word.confidence))
            .collect();
        let mended = Lexicon::builtin().misread(&read);
        for (word, mended) in line.iter_mut().zip(mended) {
            if let Some(mended) = mended {
                word.raw = Some(std::mem::replace(&mut word.text, mended));
            }
        }
    }
}

fn nothing() -> Refused {
    (
        "protocol",
        "there is nothing that this could be done with".to_owned(),
    )
}
