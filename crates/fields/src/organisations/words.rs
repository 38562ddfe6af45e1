//! The lexicon of organisations, as `organisations.toml` writes it.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};
use paper::{OrganisationKind, Span};
use regex::Regex;
use serde::Deserialize;

use super::{heads::Heads, tokens};
use crate::{
    pattern::cut,
    phrases::{Cases, starred},
};

/// `organisations.toml`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Words {
    /// Full name and kind, by any name or abbreviation.
    pub(super) known: BTreeMap<String, (String, OrganisationKind)>,
    /// Any of the known names.
    names: AhoCorasick,
    /// Words that names begin or end with.
    pub(super) heads: Heads,
    /// `Fuldt Navn (FN)`
    pub(super) legend: Regex,
    /// Names that are offices only of some paper's own: `Byrådet`, `Udvalget`.
    pub(super) common: BTreeSet<String>,
    /// Abbreviations that have become names, each with the name that it once was short for.
    pub(super) names_of_old: BTreeMap<String, String>,
    /// Towns and parts of the country.
    pub(super) places: BTreeSet<String>,
    /// The municipalities, by the word that stands before `Kommune`.
    pub(super) municipalities: BTreeSet<String>,
    /// Words before a town that belong to its name.
    pub(super) prefixes: BTreeSet<String>,
    /// Capitalised words that only open a sentence or a label.
    openers: BTreeSet<String>,
    endings: Vec<Ending>,
    /// Endings of words that only look like an organisation's.
    never: Vec<String>,
    pub(super) field: Regex,
}

/// What compounds end in that are organisations.
#[derive(Debug)]
pub(super) struct Ending {
    pub(super) letters: String,
    pub(super) kind: OrganisationKind,
    /// Whether it takes an article to make such a word a name: `Den Nationale Fyrgruppe`.
    pub(super) article: bool,
    /// Whether it takes a name before it: `Klitby Fyrklub`.
    pub(super) beside: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    municipalities: Names,
    former: Names,
    old: Old,
    known: Vec<Known>,
    ending: Vec<EndingGroup>,
    shape: Vec<Shape>,
    common: Plain,
    opener: Plain,
    prefix: Plain,
    place: Plain,
    never: Plain,
    field: Labels,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: String,
}

#[derive(Deserialize)]
struct Old {
    names: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

#[derive(Deserialize)]
struct Known {
    kind: OrganisationKind,
    /// Each a full name, and after bars its abbreviations and other names.
    names: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

#[derive(Deserialize)]
struct EndingGroup {
    kind: OrganisationKind,
    words: Vec<String>,
    #[serde(default)]
    article: bool,
    #[serde(default)]
    beside: bool,
    #[serde(flatten)]
    _cases: Cases,
}

#[derive(Deserialize)]
struct Shape {
    kind: OrganisationKind,
    before: Vec<String>,
    after: Vec<String>,
    /// How many capitalised words may stand beside.
    most: usize,
    #[serde(flatten)]
    _cases: Cases,
}

#[derive(Deserialize)]
struct Plain {
    words: BTreeSet<String>,
    #[serde(flatten)]
    _cases: Cases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    labels: Vec<String>,
}

impl TryFrom<File> for Words {
    type Error = String;

    fn try_from(file: File) -> Result<Self, String> {
        let known = known(&file);
        let wrong = |error: regex::Error| error.to_string();
        let mut heads = Heads::default();
        for shape in &file.shape {
            for word in &shape.before {
                heads.add_before(word, shape.kind, shape.most);
            }
            for word in &shape.after {
                heads.add_after(word, shape.kind, shape.most);
            }
        }
        let names = [&file.former, &file.municipalities];
        let names = names.iter().flat_map(|names| names.names.split(','));
        let municipalities: BTreeSet<String> = names.map(|name| name.trim().to_owned()).collect();
        let old = file
            .old
            .names
            .iter()
            .filter_map(|pair| pair.split_once('|'));
        Ok(Self {
            names: AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(known.keys())
                .map_err(|error| error.to_string())?,
            known,
            heads,
            legend: Regex::new(
                r"((?:\p{Lu}[\p{L}-]+)(?:\s+(?:og|for|i|af|vedr\.|om|\p{Lu}?[\p{L}-]+)){0,7})\s+\((?:herefter\s+|forkortet\s+)?([A-ZÆØÅ][A-Za-zÆØÅæøå-]{1,9})\)",
            )
            .map_err(wrong)?,
            common: file.common.words,
            names_of_old: old
                .map(|(name, full)| (name.trim().to_owned(), full.trim().to_owned()))
                .collect(),
            prefixes: file.prefix.words,
            places: places(&file.place.words, &municipalities),
            municipalities,
            openers: file.opener.words,
            endings: file.ending.into_iter().flat_map(endings).collect(),
            never: file.never.words.into_iter().collect(),
            field: Regex::new(&format!("(?i)^(?:{})$", starred(&file.field.labels)))
                .map_err(wrong)?,
        })
    }
}

fn endings(group: EndingGroup) -> impl Iterator<Item = Ending> {
    let EndingGroup {
        kind,
        words,
        article,
        beside,
        ..
    } = group;
    words.into_iter().map(move |letters| Ending {
        letters,
        kind,
        article,
        beside,
    })
}

/// Towns: those that are named, and those that municipalities are named by.
fn places(named: &BTreeSet<String>, municipalities: &BTreeSet<String>) -> BTreeSet<String> {
    let towns = municipalities.iter().cloned();
    towns.chain(named.iter().cloned()).collect()
}

fn known(file: &File) -> BTreeMap<String, (String, OrganisationKind)> {
    let mut known = BTreeMap::new();
    let places = [&file.former, &file.municipalities];
    for name in places.iter().flat_map(|names| names.names.split(',')) {
        let name = name.trim();
        let full = match name.ends_with("Regionskommune") {
            true => name.to_owned(),
            false => format!("{name} Kommune"),
        };
        for written in [full.clone(), full.replace(" Kommune", " kommune")] {
            known.insert(written, (full.clone(), OrganisationKind::Kommune));
        }
    }
    for group in &file.known {
        for line in &group.names {
            let mut names = line.split('|').map(str::trim);
            let Some(full) = names.next() else { continue };
            for name in names.chain([full]) {
                known.insert(name.to_owned(), (full.to_owned(), group.kind));
            }
        }
    }
    for pair in &file.old.names {
        for name in pair.split('|').map(str::trim) {
            known.insert(
                name.to_owned(),
                (name.to_owned(), OrganisationKind::Forening),
            );
        }
    }
    known
}

impl Words {
    /// The names of the lexicon that stand in a text.
    pub(super) fn known_in(&self, text: &str) -> Vec<(Span, OrganisationKind, u8)> {
        let single = tokens::single_spaced(text);
        let (said, places) = match &single {
            Some((said, places)) => (said.as_str(), Some(places)),
            None => (text, None),
        };
        let place = |at: usize| places.map_or(Some(at), |places| places.get(at).copied());
        let names = self.names.find_iter(said);
        names
            .filter_map(|name| {
                let span = place(name.start())?..place(name.end())?;
                let known = self.known.get(cut(said, name.range()));
                let kind = known.map_or(OrganisationKind::Andet, |(_, kind)| *kind);
                is_whole(text, &span).then_some((span, kind, 0))
            })
            .collect()
    }

    /// Where a known name ends with more than the lexicon has: its branch, its county or region, or what a company is.
    pub(super) fn branch(&self, text: &str, span: &Span, kind: OrganisationKind) -> Option<usize> {
        let rest = text.get(span.end..)?;
        let company = [" A/S", " ApS", " I/S", " P/S"];
        if kind == OrganisationKind::Andet {
            let form = company.iter().find(|form| rest.starts_with(*form))?;
            return Some(span.end + form.len());
        }
        match kind {
            OrganisationKind::Udvalg => self.seat(rest),
            OrganisationKind::Forening => self.seat(rest).or_else(|| self.town(rest)),
            _ => None,
        }
        .map(|length| span.end + length)
    }

    /// `Det Regionale Lyngråd i Vestkysts Amt`, `Fyrudvalget ved Region Nordhavet`.
    fn seat(&self, rest: &str) -> Option<usize> {
        let seat = rest
            .strip_prefix(" i ")
            .or_else(|| rest.strip_prefix(" ved "))?;
        let known = self.names.find(seat).filter(|known| known.start() == 0)?;
        let name = cut(seat, known.range());
        let is_region =
            name.ends_with(" Amt") || rest.starts_with(" ved ") && name.starts_with("Region ");
        is_region.then_some(rest.len() - seat.len() + known.end())
    }

    /// `Ældre Sagen Skive`, `Dansk Industri, Østjylland`.
    fn town(&self, rest: &str) -> Option<usize> {
        let name = rest
            .strip_prefix(", ")
            .or_else(|| rest.strip_prefix([' ', '-']))?;
        let length = name
            .find(|c: char| !(c.is_alphabetic() || c == '-'))
            .unwrap_or(name.len());
        let (place, after) = name.split_at_checked(length)?;
        let first = after.trim_start().split([' ', ',', '.']).next();
        let office = first.is_some_and(|word| {
            word.starts_with("Kommun") || word.starts_with("kommun") || word.starts_with("Amt")
        });
        let part = rest.starts_with([' ', '-']) || place.ends_with("jylland");
        (part && self.places.contains(place) && !office).then_some(rest.len() - name.len() + length)
    }

    /// What a compound ends in, and whether it is a genitive.
    pub(super) fn ending(&self, word: &str) -> Option<(&Ending, bool)> {
        let stem = word.strip_suffix('s');
        let has = |word: &str, ending: &Ending| {
            let rest = word.strip_suffix(ending.letters.as_str());
            rest.is_some_and(|rest| rest.chars().count() >= 2)
        };
        let found = self.endings.iter().find_map(|ending| {
            let plain = has(word, ending).then_some(false);
            let genitive = plain.or_else(|| has(stem?, ending).then_some(true))?;
            Some((ending, genitive))
        })?;
        let plain = stem.filter(|_| found.1).unwrap_or(word);
        let never = self
            .never
            .iter()
            .any(|other| plain.ends_with(other.as_str()));
        (!never).then_some(found)
    }

    /// Whether a capitalised word only opens its sentence or label.
    pub(super) fn opens(&self, word: &str) -> bool {
        self.openers.contains(word)
    }

    /// Whether a known name may be followed by that of a branch: `KKR Midtjylland`.
    pub(super) fn has_branches(&self, name: &str) -> bool {
        self.heads.is_begun_by(name)
    }
}

/// How far before a slash a link is looked for, in characters.
const LINK: usize = 40;

/// Whether no letter, digit or mail's sign goes on before or behind; a genitive's `s` may.
fn is_whole(text: &str, span: &Span) -> bool {
    let lead = text.get(..span.start).unwrap_or_default();
    let rest = text.get(span.end..).unwrap_or_default();
    let after = rest.trim_start_matches('s');
    let genitive = rest.len() - after.len() <= 1;
    let joins = |c: char| c.is_alphanumeric() || c == '@' || c == '_';
    let dotted = |text: &str| {
        text.strip_prefix(['.', '-'])
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase()))
    };
    // `Region og kommune/KL`, but no path of a link.
    let path = lead.strip_suffix('/').is_some_and(|lead| {
        let near = lead.chars().rev().take(LINK);
        let mut word = near.take_while(|c| !c.is_whitespace()).peekable();
        word.peek().is_none() || word.any(|c| matches!(c, '.' | '/' | ':'))
    });
    // `BL/hm`: who wrote and who typed.
    let typed = after.strip_prefix('/').is_some_and(|typist| {
        let letters = typist.bytes().take_while(u8::is_ascii_lowercase).count();
        let open = typist
            .get(letters..)
            .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        span.len() <= 3 && (2..=3).contains(&letters) && !open
    });
    !typed
        && !lead.ends_with(joins)
        && !lead.ends_with('-')
        && !path
        && genitive
        && !after.starts_with(joins)
        && !dotted(after)
}
