//! Compounds to their parts.

use std::borrow::Cow;

use super::{
    fold,
    inflection::{self, without},
    lexicon::Lexicon,
};

/// No word is taken apart that is longer, in folded letters; what is longer is no word.
const LONGEST: usize = 80;
/// A part that the lexicon holds.
const PART: f32 = 1.0;
/// Up to this doubt a word is one that our list holds, or that comes from one: it is never taken apart.
const SURE: f32 = 0.19;
/// A whole word of a dictionary, which holds compounds too: so much by itself, and so much a letter.
const WHOLE: (f32, f32) = (0.9, 0.1);
/// Between parts, an s that the lexicon does not give the stem: after a part that is itself a compound's end it is the rule.
const LOOSE_S: (f32, f32) = (0.5, 0.1);
/// A stem without the link that the lexicon gives it.
const UNLINKED: f32 = 0.7;
/// What no list holds, by itself and a letter: a part with a noun's ending, another part, a whole word. A letter weighs so
/// much that two parts of the list explain a stretch better, and that a long word is rather a compound than none.
const SHAPED: (f32, f32) = (1.6, 0.16);
const UNKNOWN: (f32, f32) = (1.8, 0.22);
const UNKNOWN_WHOLE: (f32, f32) = (1.6, 0.22);
/// What a derived word is less sure than its stem.
const DERIVED: f32 = 0.1;
/// And what it is less sure at a compound's end.
const MADE: f32 = 0.8;
/// How a derived word may end, the shortest first.
const INFLECTED: [&str; 14] = [
    "", "s", "e", "t", "en", "et", "er", "ne", "ens", "ets", "ers", "nes", "erne", "ernes",
];
/// The fewest letters of an unknown part.
const FEWEST: usize = 5;
/// With which two consonants a Danish word may begin.
const ONSETS: [&str; 43] = [
    "bj", "bl", "br", "ch", "cr", "dj", "dr", "dv", "fj", "fl", "fn", "fr", "gl", "gn", "gr", "hj",
    "hv", "kj", "kl", "kn", "kr", "kv", "lj", "mj", "nj", "ph", "pj", "pl", "pn", "pr", "ps", "qu",
    "sc", "sj", "sk", "sl", "sm", "sn", "sp", "st", "sv", "tj", "tr",
];

/// A part as it is read at a place.
#[derive(Debug, Clone)]
struct Read<'w> {
    word: Cow<'w, str>,
    doubt: f32,
    unknown: bool,
}

/// The best way to a place in the word.
#[derive(Debug, Clone)]
struct Way<'w> {
    doubt: f32,
    from: usize,
    /// Whether the way to `from` has an unknown part.
    unknown_before: bool,
    word: Cow<'w, str>,
}

impl Lexicon {
    /// The parts of a word in their dictionary form, in order; a word that is no compound is its own only part.
    ///
    /// Each part is a stem of the lexicon, with the link that it takes before another (-s-, -e-, -er-, none) or, at the end, an
    /// ending of inflection; one part may be unknown where the others speak for it. Of several ways the one with the
    /// fewest and the surest parts is taken.
    ///
    /// ```
    /// use danish::words::Lexicon;
    /// let lexicon = Lexicon::builtin();
    /// assert_eq!(lexicon.split("Børneudvalgets"), ["barn", "udvalg"]);
    /// assert_eq!(lexicon.split("skolebestyrelsesmøderne"), ["skole", "bestyrelse", "møde"]);
    /// assert_eq!(lexicon.split("forhandlinger"), ["forhandling"]);
    /// ```
    pub fn split(&self, word: &str) -> Vec<String> {
        if word.contains('-') {
            let pieces = word.split('-').filter(|piece| !piece.is_empty());
            return pieces.flat_map(|piece| self.split(piece)).collect();
        }
        let folded = fold(word);
        let whole = || vec![word.to_lowercase().replace('\u{AD}', "")];
        if !splittable(&folded) {
            return whole();
        }
        if let Some((stem, _)) = self.whole(&folded).filter(|(_, doubt)| *doubt < SURE) {
            return vec![stem.into()];
        }
        let (parts, _) = self.ways(&folded);
        if parts.len() > 1 { parts } else { whole() }
    }

    /// Whether a word is made of several that the lexicon holds, all of them.
    pub(super) fn explains(&self, word: &str) -> bool {
        let folded = fold(word);
        splittable(&folded) && {
            let (parts, unknown) = self.ways(&folded);
            parts.len() > 1 && !unknown
        }
    }

    /// Whether a word is held, or made of several that are, with nothing left over.
    pub(super) fn knows(&self, word: &str) -> bool {
        let folded = fold(word);
        let held = || self.whole(&folded).is_some_and(|(_, doubt)| doubt < SURE);
        splittable(&folded) && held() || self.explains(word)
    }

    /// The stem of a word that is held whole, or made from one that is by an ending such as -hed or a prefix such as u-.
    fn whole(&self, folded: &str) -> Option<(Box<str>, f32)> {
        let plain = |word: &str| inflection::base(self, word).or_else(|| self.derived(word));
        plain(folded).or_else(|| {
            let (prefix, rest) = self.prefixes.iter().find_map(|prefix| {
                let rest = folded.strip_prefix(&**prefix)?;
                (rest.len() > 3).then_some((prefix, rest))
            })?;
            let (stem, doubt) = plain(rest)?;
            Some((format!("{prefix}{stem}").into(), doubt + DERIVED))
        })
    }

    /// `medlemskab`, `tilgængelighed`, `fartdæmper`: a stem with an ending that makes a word of it; before -hed one that is
    /// made so itself (`hold-bar-hed`).
    fn derived(&self, folded: &str) -> Option<(Box<str>, f32)> {
        let plain = |stem: &str| self.plain(stem);
        self.derived_from(folded, |stem| {
            let twice = || {
                let quality = folded[stem.len()..].starts_with("hed");
                let (_, doubt) = self.derived_from(stem, plain).filter(|_| quality)?;
                Some(doubt)
            };
            plain(stem).or_else(twice)
        })
    }

    fn derived_from(
        &self,
        folded: &str,
        known: impl Fn(&str) -> Option<f32>,
    ) -> Option<(Box<str>, f32)> {
        const SHORTEST: usize = 3;
        let bare = INFLECTED.map(|ending| without(folded, ending));
        self.suffixes.iter().find_map(|suffix| {
            let ends_so = |made: &&str| without(made, suffix).is_some();
            let made = bare.into_iter().flatten().find(ends_so)?;
            let stem = without(made, suffix)?;
            let doubt = known(stem).filter(|_| stem.len() >= SHORTEST)?;
            Some((made.into(), doubt + DERIVED))
        })
    }

    /// The doubt of a stem, with or without the -e that an ending takes from it or gives it.
    fn plain(&self, stem: &str) -> Option<f32> {
        let held = |stem: &str| self.bases.get(stem).or_else(|| self.joints.get(stem));
        let found = held(stem)
            .or_else(|| held(format!("{stem}e").as_str()))
            .or_else(|| held(stem.strip_suffix('e')?))?;
        Some(found.doubt)
    }

    /// The surest way through a folded word, a part at a time, and whether one of its parts is unknown.
    fn ways(&self, folded: &str) -> (Vec<String>, bool) {
        let n = folded.len();
        let mut best: Vec<[Option<Way<'_>>; 2]> = vec![[const { None }; 2]; n + 1];
        for from in 0..n {
            let before = match &best[from] {
                _ if from == 0 => [Some(0.0), None],
                ways => ways.each_ref().map(|way| way.as_ref().map(|way| way.doubt)),
            };
            if before == [None, None] {
                continue;
            }
            for (to, slots) in best.iter_mut().enumerate().skip(from + 2) {
                // Read once, whether the way to it has an unknown part or not.
                let known = self.held(folded, from, to);
                let unknown = before[0].filter(|_| known.is_none());
                let unknown = unknown.and_then(|_| self.stranger(folded, from, to));
                let reads = [known.as_ref().or(unknown.as_ref()), known.as_ref()];
                for ((before, read), used) in before.into_iter().zip(reads).zip([false, true]) {
                    let (Some(before), Some(read)) = (before, read) else {
                        continue;
                    };
                    let doubt = before + read.doubt;
                    let slot = &mut slots[usize::from(used || read.unknown)];
                    if slot.as_ref().is_none_or(|way| doubt < way.doubt) {
                        *slot = Some(Way {
                            doubt,
                            from,
                            unknown_before: used,
                            word: read.word.clone(),
                        });
                    }
                }
            }
        }
        follow(&best, n)
    }

    /// A stretch as a part of the lexicon.
    fn held<'w>(&'w self, folded: &'w str, from: usize, to: usize) -> Option<Read<'w>> {
        let part = &folded[from..to];
        if to == folded.len() {
            self.last(part, from)
        } else {
            self.inner(part, from)
        }
    }

    /// A stretch as a part, or a word, that no list holds.
    fn stranger<'w>(&self, folded: &'w str, from: usize, to: usize) -> Option<Read<'w>> {
        let part = &folded[from..to];
        if from == 0 && to == folded.len() {
            return Some(Read {
                word: part.into(),
                doubt: weigh(UNKNOWN_WHOLE, part),
                unknown: true,
            });
        }
        self.unknown(part, to == folded.len())
    }

    /// A part before another.
    fn inner<'w>(&'w self, part: &str, from: usize) -> Option<Read<'w>> {
        let short = short(part);
        if let Some(stem) = self.joints.get(part) {
            return Some(Read {
                word: Cow::Borrowed(&stem.word),
                doubt: PART + stem.doubt + short,
                unknown: false,
            });
        }
        let loose = if from == 0 { LOOSE_S.0 } else { LOOSE_S.1 };
        let linked = part.strip_suffix('s').and_then(|stem| {
            let held = self.bases.get(stem);
            let held = held.map(|s| (Cow::Borrowed(&*s.word), s.doubt));
            let derived = || self.derived(stem).map(|(word, doubt)| (owned(word), doubt));
            Some((held.or_else(derived)?, loose))
        });
        let bare = || {
            let stem = self.bases.get(part)?;
            Some(((Cow::Borrowed(&*stem.word), stem.doubt), UNLINKED))
        };
        let ((word, doubt), link) = linked.or_else(bare)?;
        Some(Read {
            word,
            doubt: PART + doubt + link + short,
            unknown: false,
        })
    }

    /// The part at the end.
    fn last(&self, part: &str, from: usize) -> Option<Read<'static>> {
        let suffix = |s: &str| {
            part.strip_prefix(s)
                .is_some_and(|end| INFLECTED.contains(&end))
        };
        if from > 0 && self.suffixes.iter().any(|s| suffix(s)) {
            return None;
        }
        let (word, doubt) = self.whole(part)?;
        let by_itself = if from == 0 { weigh(WHOLE, part) } else { PART };
        // "rækkelig" is made rightly, and is no word.
        let made = from > 0 && inflection::base(self, part).is_none();
        Some(Read {
            word: owned(word),
            doubt: doubt + short(part) + by_itself + if made { MADE } else { 0.0 },
            unknown: false,
        })
    }

    /// A part that no list holds.
    fn unknown<'w>(&self, part: &'w str, last: bool) -> Option<Read<'w>> {
        if part.len() < FEWEST || !sounds(part) {
            return None;
        }
        let stem = if last {
            Some(part)
        } else {
            part.strip_suffix('s')
        };
        let shaped = stem.filter(|s| self.shapes.iter().any(|shape| has_shape(s, shape, last)));
        Some(Read {
            word: shaped.unwrap_or(part).into(),
            doubt: match shaped {
                Some(_) => weigh(SHAPED, part),
                None => weigh(UNKNOWN, part),
            },
            unknown: true,
        })
    }
}

fn owned(word: Box<str>) -> Cow<'static, str> {
    Cow::Owned(word.into())
}

/// Whether a word of at least three letters more ends so; inflected, at a compound's end.
fn has_shape(word: &str, shape: &str, inflected: bool) -> bool {
    let endings: &[&str] = if inflected {
        &["", "en", "er", "erne", "ens", "s", "ers", "ernes"]
    } else {
        &[""]
    };
    endings.iter().any(|ending| {
        without(word, ending)
            .and_then(|stem| without(stem, shape))
            .is_some_and(|rest| rest.len() >= 3)
    })
}

/// Whether a folded word is one: letters alone, and not too many.
fn splittable(folded: &str) -> bool {
    folded.len() <= LONGEST && folded.bytes().all(|b| b.is_ascii_lowercase())
}

/// Whether a stretch can be a word: it has a vowel, and begins as Danish words do.
fn sounds(part: &str) -> bool {
    let vowel = |b: u8| b"aeiouy".contains(&b);
    let mut first = part.bytes().take(2);
    let begins = first.any(vowel)
        || part.starts_with("tv")
        || part.starts_with("vr")
        || part.get(..2).is_some_and(|two| ONSETS.contains(&two));
    begins && part.bytes().any(vowel)
}

/// So much by itself, and so much a letter.
fn weigh((fixed, letter): (f32, f32), part: &str) -> f32 {
    fixed + letter * part.len() as f32
}

/// Short parts are found in any word.
fn short(part: &str) -> f32 {
    match part.len() {
        0..=2 => 0.8,
        3 => 0.6,
        4 => 0.15,
        _ => 0.0,
    }
}

/// The parts of the surest way to the end, and whether one is unknown.
fn follow(best: &[[Option<Way<'_>>; 2]], n: usize) -> (Vec<String>, bool) {
    let doubt = |used: bool| {
        let way = best.get(n).and_then(|b| b[usize::from(used)].as_ref());
        way.map_or(f32::INFINITY, |way| way.doubt)
    };
    let unknown = doubt(true) < doubt(false);
    let (mut used, mut at) = (unknown, n);
    let mut parts = Vec::new();
    while at > 0 {
        let Some(way) = best.get(at).and_then(|b| b[usize::from(used)].as_ref()) else {
            break;
        };
        parts.push(way.word.clone().into_owned());
        (at, used) = (way.from, way.unknown_before);
    }
    parts.reverse();
    (parts, unknown)
}
