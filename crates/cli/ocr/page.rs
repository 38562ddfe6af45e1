//! One page: drawn, recognised, and turned over where it lay head down.

use std::{collections::BTreeMap, sync::Arc};

use paper::{Document, Paper, Recognised};
use rayon::prelude::*;

use super::engine::Engine;
use crate::{
    reader::{Kept, Pages, Pool, Refusal},
    stop,
};

/// Percent, on the average of its letters, below which a page may be head down: clean print has 90 and more, the worst
/// fax 60, and a page that is head down a third.
const UNSURE: u64 = 55;

/// What was recognised in a page.
#[derive(Debug)]
pub(crate) struct Sight {
    /// The key of its picture.
    pub(crate) key: String,
    /// What stands on it.
    pub(crate) page: Recognised,
    /// Whether it was known from before.
    pub(crate) was_known: bool,
}

/// Recognises pages by an engine.
#[derive(Debug)]
pub(crate) struct Recogniser<'p> {
    pool: &'p Pool,
    engine: &'p Engine,
}

impl<'p> Recogniser<'p> {
    /// A recogniser whose pages are drawn by the readers of a pool.
    pub(crate) fn new(pool: &'p Pool, engine: &'p Engine) -> Self {
        Self { pool, engine }
    }

    /// Its engine.
    pub(crate) fn engine(&self) -> &'p Engine {
        self.engine
    }

    /// The pool that draws.
    pub(super) fn pool(&self) -> &'p Pool {
        self.pool
    }

    /// The pages of a file, to be drawn.
    pub(super) fn pages(&self, file: &Arc<Kept>) -> Pages<'p> {
        Pages::new(self.pool, Arc::clone(file))
    }

    /// Reads and understands a file with what was recognised on its pages; its format's word comes first.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn read(
        &self,
        file: &Kept,
        seen: &BTreeMap<u32, Recognised>,
    ) -> Result<(String, Document, Paper), Refusal> {
        let extension = file.extension.as_deref();
        let (reading, paper) = self.pool.read_seen(&file.bytes, extension, seen)?;
        Ok((reading.format, reading.document, paper))
    }

    /// Ends what is being drawn and recognised, and what would be.
    pub(super) fn hurry(&self) {
        self.engine.hurry();
        self.pool.hurry();
    }

    /// Recognises one page, unless its picture is `known` by its key.
    ///
    /// # Errors
    /// Why the page cannot be drawn or recognised.
    pub(super) fn page(
        &self,
        pages: &mut Pages<'_>,
        page: u32,
        known: impl Fn(&str) -> Result<Option<Recognised>, Refusal>,
    ) -> Result<Sight, Refusal> {
        let picture = pages.draw(page)?;
        let key = self.engine.key(&picture);
        if let Some(page) = known(&key)? {
            return Ok(Sight {
                key,
                page,
                was_known: true,
            });
        }
        let mut page = pages.recognise(&self.engine.read(&picture)?)?;
        if is_unsure(&page) && self.engine.is_head_down(&picture)?.unwrap_or(true) {
            drop(picture);
            match self.turned_over(pages) {
                Ok(turned) if sure_letters(&turned) > sure_letters(&page) => page = turned,
                Err(refusal) if stop::asked() => return Err(refusal),
                // What was read first is what there is.
                Ok(_) | Err(_) => {}
            }
        }
        Ok(Sight {
            key,
            page,
            was_known: false,
        })
    }
}

impl Recogniser<'_> {
    /// The page that was drawn last, turned by half and recognised.
    fn turned_over(&self, pages: &mut Pages<'_>) -> Result<Recognised, Refusal> {
        let picture = pages.turned_over()?;
        pages.recognise(&self.engine.read(&picture)?)
    }

    /// Recognises pages of one file side by side, unless their pictures are `known`, and gives each to `keep` as it comes.
    pub(crate) fn all(
        &self,
        file: &Arc<Kept>,
        pages: &[u32],
        known: impl Fn(&str) -> Result<Option<Recognised>, Refusal> + Sync,
        keep: impl Fn(&Sight) -> Result<(), Refusal> + Sync,
    ) -> Vec<(u32, Result<Sight, Refusal>)> {
        let see = |drawn: &mut Pages<'_>, &page: &u32| {
            if stop::asked() {
                return (page, Err(Refusal::new("interrupted", "stopped")));
            }
            let sight = self.page(drawn, page, &known);
            (page, sight.and_then(|sight| keep(&sight).map(|()| sight)))
        };
        let pages = pages.par_iter().with_max_len(1);
        pages.map_init(|| self.pages(file), see).collect()
    }
}

/// Letters of words that were surely read.
fn sure_letters(page: &Recognised) -> usize {
    let words = page.words.iter();
    let sure = words.filter(|word| u64::from(word.confidence) >= UNSURE);
    sure.map(|word| word.text.chars().count()).sum()
}

/// Whether a page may be head down. One without a word says nothing of that.
fn is_unsure(page: &Recognised) -> bool {
    sureness(page).is_some_and(|percent| percent < UNSURE)
}

/// The mean confidence of a page's letters; `None` where it has none.
fn sureness(page: &Recognised) -> Option<u64> {
    let (mut sum, mut letters) = (0, 0);
    for word in &page.words {
        let long = word.text.chars().count() as u64;
        sum += u64::from(word.confidence) * long;
        letters += long;
    }
    sum.checked_div(letters)
}

#[cfg(test)]
mod tests {
    use paper::{Frame, RecognisedWord};

    use super::*;

    fn page(words: &[(&str, u8)]) -> Recognised {
        let word = |&(text, confidence): &(&str, u8)| RecognisedWord {
            text: text.to_owned(),
            raw: None,
            confidence,
            line: 0,
            frame: Frame::default(),
        };
        Recognised {
            words: words.iter().map(word).collect(),
            ..Recognised::default()
        }
    }

    #[test]
    fn a_page_is_judged_by_its_letters() {
        let upright = page(&[("kommissorium", 92), ("i", 10), ("|", 0)]);
        let turned = page(&[("wnIJOSSIWWOY", 20), ("ol", 96)]);
        assert!(!is_unsure(&upright) && is_unsure(&turned));
        assert!(sure_letters(&upright) > sure_letters(&turned));
        assert!(!is_unsure(&page(&[])), "an empty page says nothing");
    }
}
