//! Events that relative expressions count from.

use std::ops::Range;

use super::{
    calendar::{Days, between},
    story::Told,
};
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
        let (words, told) = near.into_iter().find(|(words, told)| {
            let words = self.text.get(words.clone()).unwrap_or("");
            let mut words = words.split(|c: char| !c.is_alphabetic());
            words.any(|word| word.len() > 3 && names(word, told))
        })?;
        // What is due or lasts is over at its day; of a project a single day is the end only where the words say so.
        let whole = !end || stem.ends_with("frist") || between(told.days.0, told.days.1) > 1;
        match self.edge(words) {
            Some(false) if end => self.end_in(told.sentence),
            None if !whole => None,
            _ => Some(told.days),
        }
    }

    /// The day of a sentence at which something ends: "påbegyndt senest den 1. marts og afsluttet senest den 30. juni".
    fn end_in(&self, sentence: usize) -> Option<Days> {
        let here = self
            .told
            .iter()
            .filter(|(_, told)| told.sentence == sentence);
        let mut ends = here.filter(|(words, _)| self.edge(words) == Some(true));
        ends.next_back().map(|(_, told)| told.days)
    }

    /// Whether the last word before a day that tells of a beginning or an end tells of the end.
    fn edge(&self, words: &Range<usize>) -> Option<bool> {
        const BEGINS: [&str; 6] = ["påbegynd", "begynd", "start", "opstart", "igangs", "iværks"];
        const ENDS: [&str; 6] = ["afslut", "slut", "udløb", "ophør", "færdig", "gennemført"];
        let words = self.text.get(words.clone()).unwrap_or("").to_lowercase();
        let of = |stems: &[&str], word: &str| stems.iter().any(|stem| word.starts_with(stem));
        words
            .split(|c: char| !c.is_alphabetic())
            .rev()
            .find_map(|word| match (of(&BEGINS, word), of(&ENDS, word)) {
                (false, false) => None,
                (_, ends) => Some(ends),
            })
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
