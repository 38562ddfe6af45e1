//! Organisations named: those of the lexicon, those that the paper explains itself, and names built like an office's.

mod shapes;

use std::collections::{BTreeMap, BTreeSet};

use paper::{Organisation, OrganisationKind, Paper, Span};
use regex::Regex;
use serde::Deserialize;

use crate::{
    Vocabulary,
    outline::Outline,
    phrases::{Cases, any_of, starred},
};

/// `organisations.toml`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Words {
    /// Full name and kind, by any name or abbreviation.
    known: BTreeMap<String, (String, OrganisationKind)>,
    /// Any of the known names.
    names: Regex,
    /// Names built like an office's: the shape, and what it is.
    shapes: Vec<(OrganisationKind, Regex)>,
    /// `Fuldt Navn (FN)`
    legend: Regex,
    /// Names that are offices only of some paper's own: `Byrådet`, `Udvalget`.
    common: BTreeSet<String>,
    endings: Vec<(String, OrganisationKind)>,
    field: Regex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    municipalities: Names,
    former: Names,
    known: Vec<Known>,
    ending: Vec<Ending>,
    shape: Vec<Shape>,
    common: Common,
    field: Labels,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    kind: OrganisationKind,
    /// Each a full name, and after bars its abbreviations and other names.
    names: Vec<String>,
}

#[derive(Deserialize)]
struct Ending {
    kind: OrganisationKind,
    words: Vec<String>,
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
#[serde(deny_unknown_fields)]
struct Common {
    words: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    labels: Vec<String>,
}

impl TryFrom<File> for Words {
    type Error = regex::Error;

    fn try_from(file: File) -> Result<Self, regex::Error> {
        let mut known = BTreeMap::new();
        for group in &file.known {
            for line in &group.names {
                let mut names = line.split('|').map(str::trim);
                let Some(full) = names.next() else { continue };
                for name in names.chain([full]) {
                    known.insert(name.to_owned(), (full.to_owned(), group.kind));
                }
            }
        }
        let places = [&file.municipalities, &file.former];
        for name in places.iter().flat_map(|names| names.names.split(',')) {
            let full = format!("{} Kommune", name.trim());
            known.insert(full.clone(), (full, OrganisationKind::Kommune));
        }
        let all: Vec<String> = known.keys().cloned().collect();
        let mut shapes = Vec::new();
        for shape in &file.shape {
            shapes.push((
                shape.kind,
                shapes::pattern(&shape.before, &shape.after, shape.most.max(1))?,
            ));
        }
        Ok(Self {
            names: Regex::new(&format!(r"(?:{})", any_of(&all)))?,
            known,
            shapes,
            legend: Regex::new(
                r"((?:\p{Lu}[\p{L}-]+)(?:\s+(?:og|for|i|af|vedr\.|om|\p{Lu}?[\p{L}-]+)){0,7})\s+\((?:herefter\s+|forkortet\s+)?([A-ZÆØÅ][A-Za-zÆØÅæøå-]{1,9})\)",
            )?,
            common: file.common.words,
            endings: file
                .ending
                .into_iter()
                .flat_map(|group| group.words.into_iter().map(move |word| (word, group.kind)))
                .collect(),
            field: Regex::new(&format!("(?i)^(?:{})$", starred(&file.field.labels)))?,
        })
    }
}

impl Words {
    /// Whether a stretch names an office: of the lexicon, or built like one.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.known.contains_key(name)
            || shapes::spans(name, self)
                .iter()
                .any(|(span, _)| span.start == 0)
    }
}

/// Where an organisation is named, its name, what it is, and the rule that found it.
type Named = (Span, String, OrganisationKind, &'static str);

/// Where organisations are named in a stretch, in its order.
pub(crate) fn mentions(text: &str, vocabulary: &Vocabulary) -> Vec<Span> {
    shapes::spans(text, &vocabulary.organisations)
        .into_iter()
        .map(|(span, _)| span)
        .collect()
}

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
) -> Vec<Organisation> {
    let words = &vocabulary.organisations;
    let text = outline.text();
    let legend = legend(outline, words);
    let mut found: Vec<Named> = Vec::new();
    for line in &outline.lines {
        let content = &text[line.span.clone()];
        for (span, kind) in shapes::spans(content, words) {
            let place = line.span.start + span.start..line.span.start + span.end;
            let (name, kind, rule) = named(words, &legend, &text[place.clone()], kind);
            found.push((place, name, kind, rule));
        }
    }
    found.extend(applicants(outline, so_far, words));
    found.sort_by_key(|(span, ..)| span.start);
    once(outline, words, found)
}

/// The paper's own abbreviations: `Sundhedsstrategisk Forum (SSF)`.
fn legend(outline: &Outline<'_>, words: &Words) -> BTreeMap<String, String> {
    let mut legend = BTreeMap::new();
    for found in words.legend.captures_iter(outline.text()) {
        let (Some(name), Some(short)) = (found.get(1), found.get(2)) else {
            continue;
        };
        let capitals: Vec<char> = short
            .as_str()
            .chars()
            .filter(|c| c.is_uppercase())
            .collect();
        let initials: Vec<char> = name.as_str().to_uppercase().chars().collect();
        let spelled = capitals.len() >= 2 && {
            let mut rest = initials.iter();
            capitals.iter().all(|c| rest.any(|i| i == c))
        };
        if spelled {
            legend
                .entry(short.as_str().to_owned())
                .or_insert_with(|| name.as_str().to_owned());
        }
    }
    legend
}

/// The full name: the paper's own, the lexicon's, or what stands there without genitive and capitals.
fn named(
    words: &Words,
    legend: &BTreeMap<String, String>,
    stands: &str,
    kind: OrganisationKind,
) -> (String, OrganisationKind, &'static str) {
    let plain = shapes::plain(stands);
    if let Some(full) = legend.get(&plain) {
        let kind = words.known.get(full).map_or_else(
            || shapes::kind_of(words, full).unwrap_or(kind),
            |(_, kind)| *kind,
        );
        return (full.clone(), kind, "the paper's own legend");
    }
    match words.known.get(&plain) {
        Some((full, kind)) => (full.clone(), *kind, "the lexicon"),
        None => (plain, kind, "the shape of a name"),
    }
}

/// The applicant of a form, named in its own field.
fn applicants(outline: &Outline<'_>, so_far: &Paper, words: &Words) -> Vec<Named> {
    so_far
        .fields
        .iter()
        .filter(|field| words.field.is_match(&crate::form::key(&field.label)))
        .filter_map(|field| {
            let value = field
                .value
                .clone()
                .filter(|value| value.len() < 90 && value.starts_with(char::is_uppercase))?;
            let label = outline.text().find(field.source.quote.as_str())?;
            let at = label + outline.text()[label..].find(value.as_str())?;
            let kind = shapes::kind_of(words, &value).unwrap_or(OrganisationKind::Forening);
            Some((at..at + value.len(), value, kind, "the applicant's field"))
        })
        .collect()
}

/// Each organisation once. What is only the short form of one named in full (`Ældrerådet` of `Nordager Ældreråd`) is left out,
/// and so are offices that every paper of a body has (`Byrådet`).
fn once(outline: &Outline<'_>, words: &Words, found: Vec<Named>) -> Vec<Organisation> {
    let mut organisations: Vec<Organisation> = Vec::new();
    let names: Vec<String> = found
        .iter()
        .map(|(_, name, ..)| name.to_lowercase())
        .collect();
    for (span, name, kind, rule) in found {
        let lower = name.to_lowercase();
        let short = names
            .iter()
            .any(|other| *other != lower && is_short_for(&lower, other));
        let known = organisations
            .iter()
            .any(|known| known.name.to_lowercase() == lower);
        if !known && !short && !words.common.contains(&lower) {
            organisations.push(Organisation {
                name,
                kind,
                rule: Some(rule.into()),
                source: outline.source(span),
            });
        }
    }
    organisations
}

/// `ældrerådet` for `nordager ældreråd`, `turistforeningen` for `turistforeningen i viby`.
fn is_short_for(short: &str, full: &str) -> bool {
    let bare = ["et", "en", "n", "t"]
        .iter()
        .find_map(|article| short.strip_suffix(article))
        .unwrap_or(short);
    full.strip_prefix(short)
        .is_some_and(|rest| rest.starts_with(' '))
        || full
            .strip_suffix(bare)
            .is_some_and(|rest| rest.ends_with(' '))
        || full
            .strip_suffix(short)
            .is_some_and(|rest| rest.ends_with(' '))
}

#[cfg(test)]
mod tests {
    use crate::{Vocabulary, outline::Outline, phrases::check_examples, sample};

    #[test]
    fn examples_of_the_vocabulary() {
        check_examples("organisations.toml", |_, text| {
            let outline = Outline::new(sample::leak(text));
            super::find(&outline, Vocabulary::builtin(), &paper::Paper::default())
                .into_iter()
                .map(|found| found.name)
                .collect()
        });
    }
}
