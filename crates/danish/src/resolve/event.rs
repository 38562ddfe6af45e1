//! Events that relative expressions count from.

use std::ops::Range;

use super::{calendar::Days, story::Told};
use crate::found::Context;

/// The events that the text itself has dated.
pub(crate) struct Events<'a> {
    pub(super) text: &'a str,
    pub(super) told: Vec<(Range<usize>, Told)>,
}

impl Events<'_> {
    /// When an event of this noun is, by the context or by the paragraph that the noun stands in.
    pub(super) fn find(
        &self,
        (noun, end): (Range<usize>, bool),
        paragraph: usize,
        context: &Context,
    ) -> Option<Days> {
        let stem = stem(self.text.get(noun)?);
        // What runs for a period is over with it: "projektets afslutning", "periodens udløb".
        let runs = |event: &str| {
            end && event.strip_suffix("periode").is_some_and(|of| {
                stem == "period" || !of.is_empty() && stem.trim_end_matches('s') == of
            })
        };
        let known = (context.events.iter())
            .find(|event| self::stem(&event.noun) == stem || runs(&event.noun));
        if let Some(event) = known {
            return Some((event.start, event.end));
        }
        let near = self
            .told
            .iter()
            .rev()
            .take_while(|(_, told)| told.paragraph + 1 >= paragraph);
        // "spørgemødet" is "mødet" to its own paragraph.
        let names = |word: &str, told: &Told| {
            let own = self::stem(word);
            let longer = stem.len() > 3 && told.paragraph == paragraph && own.ends_with(&stem);
            own == stem || longer
        };
        near.into_iter()
            .find(|(words, told)| {
                let words = self.text.get(words.clone()).unwrap_or("");
                let mut words = words.split(|c: char| !c.is_alphabetic());
                words.any(|word| word.len() > 3 && names(word, told))
            })
            .map(|(_, told)| told.days)
    }
}

/// A noun without its endings: mødet, mødets, møde → møde (folded).
fn stem(noun: &str) -> String {
    let mut folded = crate::words::fold(noun);
    for ending in ["ernes", "erne", "ets", "ens", "et", "en", "er", "s"] {
        if folded.len() > ending.len() + 2 && folded.ends_with(ending) {
            folded.truncate(folded.len() - ending.len());
            break;
        }
    }
    folded.trim_end_matches('e').to_owned()
}
