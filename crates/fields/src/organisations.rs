//! Organisations named: those of the lexicon, those that the paper explains itself, and names built like an office's.

mod heads;
mod joint;
mod letters;
mod people;
mod purpose;
mod shapes;
mod tokens;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use paper::{Organisation, OrganisationKind, Paper, Span};

pub(crate) use words::Words;

use crate::{Vocabulary, outline::Outline, pattern::cut};

/// Whether a stretch names an office: of the lexicon, or built like one.
pub(crate) fn knows(name: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.organisations.known.contains_key(name)
        || shapes::named(name, vocabulary)
            .iter()
            .any(|found| found.span.start == 0)
}

/// Where organisations are named in a stretch, in its order.
pub(crate) fn mentions(text: &str, vocabulary: &Vocabulary) -> Vec<Span> {
    shapes::named(text, vocabulary)
        .into_iter()
        .map(|found| found.span)
        .collect()
}

/// A name where it stands.
struct Mention {
    span: Span,
    name: String,
    kind: OrganisationKind,
    rule: &'static str,
}

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
) -> Vec<Organisation> {
    let words = &vocabulary.organisations;
    let text = outline.text();
    let legend = legend(outline, words);
    let mut found: Vec<Mention> = Vec::new();
    for line in &outline.lines {
        for named in shapes::named(cut(text, line.span.clone()), vocabulary) {
            let span = line.span.start + named.span.start..line.span.start + named.span.end;
            let (name, kind, rule) = full(vocabulary, &legend, &named.name, named.kind);
            found.push(Mention {
                span,
                name,
                kind,
                rule,
            });
        }
    }
    // `Skive og Struer Kommuner` names them only where they are not named in full.
    let full: BTreeSet<String> = found
        .iter()
        .filter(|m| is_full(text, m))
        .map(|m| m.name.clone())
        .collect();
    found.retain(|m| is_full(text, m) || !full.contains(&m.name));
    found.extend(applicants(outline, so_far, vocabulary));
    found.extend(letters::named(outline, vocabulary));
    found.extend(people::named(outline, vocabulary, so_far));
    found.sort_by_key(|mention| mention.span.start);
    once(outline, words, found)
}

/// Whether a municipality is named in full where it stands; of others there is nothing to ask.
fn is_full(text: &str, mention: &Mention) -> bool {
    let stands = cut(text, mention.span.clone()).to_lowercase();
    mention.kind != OrganisationKind::Kommune
        || stands.contains("kommune") && !stands.ends_with("kommuner")
}

/// The paper's own abbreviations: `Sundhedsstrategisk Forum (SSF)`.
fn legend(outline: &Outline<'_>, words: &Words) -> BTreeMap<String, String> {
    let mut legend = BTreeMap::new();
    for found in words.legend.captures_iter(outline.text()) {
        let (Some(name), Some(short)) = (found.get(1), found.get(2)) else {
            continue;
        };
        if let Some(name) = spelled(name.as_str(), short.as_str(), words) {
            legend
                .entry(short.as_str().to_owned())
                .or_insert_with(|| name.to_owned());
        }
    }
    legend
}

/// The part of a stretch that an abbreviation is short for: from a word with its first letter on, and with its other capitals
/// somewhere behind. A name that the lexicon knows goes before a longer one.
fn spelled<'t>(stretch: &'t str, short: &str, words: &Words) -> Option<&'t str> {
    let capitals: Vec<char> = short.chars().filter(|c| c.is_uppercase()).collect();
    let first = *capitals.first().filter(|_| capitals.len() > 1)?;
    let starts = stretch.char_indices().filter(|(at, c)| {
        let opens = cut(stretch, 0..*at).chars().next_back();
        *c == first && opens.is_none_or(char::is_whitespace)
    });
    let names = starts
        .map(|(at, _)| cut(stretch, at..stretch.len()))
        .filter(|name| {
            let word = name.split_whitespace().next().unwrap_or_default();
            let mut letters = name.chars().flat_map(char::to_uppercase);
            !words.opens(word) && capitals.iter().all(|c| letters.any(|l| l == *c))
        });
    let names: Vec<&str> = names.collect();
    let known = names.iter().find(|name| words.known.contains_key(**name));
    known.or(names.first()).copied()
}

/// The full name: the paper's own, the lexicon's, or what stands there without genitive and capitals.
fn full(
    vocabulary: &Vocabulary,
    legend: &BTreeMap<String, String>,
    stands: &str,
    kind: OrganisationKind,
) -> (String, OrganisationKind, &'static str) {
    let mut plain = tokens::plain(stands);
    // Horsens is no genitive.
    let last = stands.rsplit(' ').next().unwrap_or_default();
    if vocabulary.organisations.municipalities.contains(last) && stands.contains(' ') {
        plain = stands.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if let Some(place) = plain.strip_suffix(" kommune") {
        plain = format!("{place} Kommune");
    }
    if let Some(full) = legend.get(&plain) {
        let kind = shapes::kind_of(vocabulary, full).unwrap_or(kind);
        return (full.clone(), kind, "the paper's own legend");
    }
    match vocabulary.organisations.known.get(&plain) {
        Some((full, kind)) => (full.clone(), *kind, "the lexicon"),
        None => (plain, kind, "the shape of a name"),
    }
}

/// The applicant of a form, named in its own field.
fn applicants(outline: &Outline<'_>, so_far: &Paper, vocabulary: &Vocabulary) -> Vec<Mention> {
    let words = &vocabulary.organisations;
    let text = outline.text();
    so_far
        .fields
        .iter()
        .filter(|field| words.field.is_match(&crate::form::key(&field.label)))
        .filter_map(|field| {
            let value = field
                .value
                .as_deref()
                .filter(|value| value.len() < 90 && value.starts_with(char::is_uppercase))?;
            let label = text.find(field.source.quote.as_str())?;
            let at = label + cut(text, label..text.len()).find(value)?;
            // Of `Nordager Kommune, Center for Fyr` the municipality is the organisation.
            let known = shapes::named(value, vocabulary).into_iter().next();
            if known.is_some_and(|first| first.span.start == 0) {
                return None;
            }
            let kind = shapes::kind_of(vocabulary, value).unwrap_or(OrganisationKind::Forening);
            Some(Mention {
                span: at..at + value.len(),
                name: value.to_owned(),
                kind,
                rule: "the applicant's field",
            })
        })
        .collect()
}

/// Each organisation once. What is only the short form of one named in full (`Ældrerådet` of `Nordager Ældreråd`, `KKR` of
/// `KKR Midtjylland`) is left out, and so are offices that every paper of a body has (`Byrådet`).
fn once(outline: &Outline<'_>, words: &Words, found: Vec<Mention>) -> Vec<Organisation> {
    let mut organisations: Vec<Organisation> = Vec::new();
    let all = Names::of(&found);
    let mut met: BTreeSet<String> = BTreeSet::new();
    for Mention {
        span,
        name,
        kind,
        rule,
    } in found
    {
        let lower = name.to_lowercase();
        if words.common.contains(&lower) || !met.insert(lower.clone()) {
            continue;
        }
        let stands = cut(outline.text(), span.clone()).to_lowercase();
        let old = words.names_of_old.get(&name);
        let short = old.is_some_and(|old| all.forward.contains(&old.to_lowercase()))
            || all.has_longer(&lower, kind)
            || stands != lower
                && all.begin_with(&stands)
                && !lower.starts_with(&format!("{stands} "));
        if !short {
            organisations.push(Organisation {
                name,
                kind,
                rule: Some(rule.into()),
                confidence: None,
                source: outline.source(span),
            });
        }
    }
    organisations
}

/// All names that were found, in small letters: by their beginnings, and by their ends.
struct Names {
    forward: BTreeSet<String>,
    backward: BTreeSet<String>,
}

impl Names {
    fn of(found: &[Mention]) -> Self {
        let forward: BTreeSet<String> = found.iter().map(|m| m.name.to_lowercase()).collect();
        let backward = forward.iter().map(|name| backward(name)).collect();
        Self { forward, backward }
    }

    /// Whether a name is short for another: `ældrerådet` for `nordager ældreråd`, `turistforeningen` for `turistforeningen i
    /// viby`. Ministries and agencies are renamed by words put before, and each name is one of its own.
    fn has_longer(&self, short: &str, kind: OrganisationKind) -> bool {
        let renamed = matches!(
            kind,
            OrganisationKind::Ministerium | OrganisationKind::Styrelse
        );
        let bare = ["et", "en", "n", "t"]
            .iter()
            .find_map(|article| short.strip_suffix(article))
            .unwrap_or(short);
        self.begin_with(short) || !renamed && (self.end_with(bare) || self.end_with(short))
    }

    fn begin_with(&self, name: &str) -> bool {
        let start = format!("{name} ");
        let next = self.forward.range(start.clone()..).next();
        next.is_some_and(|name| name.starts_with(&start))
    }

    /// Not where the longer name is that of an office for it: `bestyrelsen for den blå fond`.
    fn end_with(&self, name: &str) -> bool {
        /// How many longer names are looked at.
        const FEW: usize = 8;
        let start = backward(name) + " ";
        let longer = self.backward.range(start.clone()..).take(FEW);
        let mut leads = longer.map_while(|name| name.strip_prefix(&start));
        leads.any(|lead| {
            !["rof ", "fa ", "i ", "mo ", "dev "]
                .iter()
                .any(|w| lead.starts_with(w))
        })
    }
}

fn backward(name: &str) -> String {
    name.chars().rev().collect()
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
