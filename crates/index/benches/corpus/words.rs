//! The words of the papers: stems, names and organisations of `config/da`, and what is made of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::random::Random;

/// Words between others, the most frequent first.
const BETWEEN: &[&str] = &[
    "og",
    "i",
    "at",
    "det",
    "er",
    "en",
    "til",
    "af",
    "for",
    "på",
    "som",
    "med",
    "den",
    "de",
    "der",
    "et",
    "ikke",
    "har",
    "om",
    "fra",
    "kan",
    "skal",
    "vil",
    "ved",
    "eller",
    "være",
    "blev",
    "efter",
    "også",
    "over",
    "bliver",
    "under",
    "samt",
    "mellem",
    "hvor",
    "så",
    "men",
    "når",
    "mod",
    "inden",
    "herunder",
    "bør",
    "både",
    "hos",
    "gennem",
    "uden",
    "dog",
    "derfor",
    "fortsat",
    "blandt",
    "allerede",
    "endvidere",
    "desuden",
    "fremover",
    "hvis",
    "alle",
    "andre",
    "flere",
    "nye",
    "fælles",
    "hele",
    "særligt",
    "såvel",
    "indtil",
    "imidlertid",
    "således",
    "ligeledes",
    "hertil",
];

/// What committees write of most.
const FIRST: &[&str] = &[
    "udvalg",
    "sag",
    "møde",
    "region",
    "kommune",
    "plan",
    "aftale",
    "område",
    "indsats",
    "forvaltning",
    "budget",
    "borger",
    "tilbud",
    "sekretariat",
    "pulje",
    "frist",
    "bevilling",
    "projekt",
    "høring",
    "kvalitet",
    "udvikling",
    "patient",
    "læge",
    "skole",
    "barn",
    "bilag",
];

/// How many stems make up the core; the rest are met in compounds.
const CORE: usize = 4_000;
/// How many compounds and how many surnames there are to draw from: more than any archive has.
const COMPOUNDS: usize = 3_000_000;
const SURNAMES: usize = 1_000_000;

/// A stem that opens compounds, and what links it to the next part.
struct Opening {
    stem: String,
    link: String,
}

/// All words, ready to be drawn.
pub(crate) struct Words {
    seed: u64,
    core: Vec<String>,
    openings: Vec<Opening>,
    verbs: Vec<String>,
    first_names: Vec<String>,
    pub(crate) organisations: Vec<(String, &'static str)>,
    pub(crate) bodies: Vec<String>,
}

#[derive(Deserialize)]
struct Compounds {
    verbs: String,
    stem: Vec<Stems>,
}

#[derive(Deserialize)]
struct Stems {
    links: Vec<String>,
    words: String,
}

#[derive(Deserialize)]
struct Names {
    first: String,
}

#[derive(Deserialize)]
struct Organisations {
    municipalities: Municipalities,
    known: Vec<Known>,
}

#[derive(Deserialize)]
struct Municipalities {
    names: String,
}

#[derive(Deserialize)]
struct Known {
    kind: String,
    names: Vec<String>,
}

impl Words {
    pub(crate) fn new(seed: u64) -> Self {
        let compounds: Compounds =
            toml::from_str(include_str!("../../../../config/da/compounds.toml"))
                .expect("the stems are TOML");
        let names: Names = toml::from_str(include_str!("../../../../config/da/names.toml"))
            .expect("the names are TOML");
        let mut openings = openings(&compounds.stem);
        shuffle(&mut openings, seed);
        let mut first_names: Vec<String> = names.first.split_whitespace().map(Into::into).collect();
        shuffle(&mut first_names, seed);
        let mut verbs: Vec<String> = compounds.verbs.split_whitespace().map(Into::into).collect();
        shuffle(&mut verbs, seed);
        let (organisations, bodies) = organisations(seed);
        Self {
            seed,
            core: core(&openings),
            openings,
            verbs,
            first_names,
            organisations,
            bodies,
        }
    }

    /// A word that says nothing by itself.
    pub(crate) fn between(&self, random: &mut Random) -> &'static str {
        BETWEEN[random.zipf(BETWEEN.len())]
    }

    /// A noun of the core, in any inflection.
    pub(crate) fn noun(&self, random: &mut Random) -> String {
        inflected(&self.core[random.zipf(self.core.len())], random)
    }

    /// A noun of the core as a dictionary has it.
    pub(crate) fn plain_noun(&self, random: &mut Random) -> &str {
        &self.core[random.zipf(self.core.len())]
    }

    /// A verb, in any form.
    pub(crate) fn verb(&self, random: &mut Random) -> String {
        let verb = &self.verbs[random.zipf(self.verbs.len())];
        let stem = verb.strip_suffix('e').unwrap_or(verb);
        match random.below(4) {
            0 => verb.clone(),
            1 => format!("{verb}r"),
            2 => format!("{stem}ede"),
            _ => format!("{stem}et"),
        }
    }

    /// A compound: the frequent ones come again and again, of the rare ones each paper has its own.
    pub(crate) fn compound(&self, random: &mut Random) -> String {
        let rank = random.zipf(COMPOUNDS);
        let mut made = Random::of(self.seed, rank as u64);
        let parts = if made.percent(25) { 2 } else { 1 };
        let mut word = String::new();
        for _ in 0..parts {
            let opening = &self.openings[made.zipf(self.openings.len())];
            word.push_str(&opening.stem);
            word.push_str(&opening.link);
        }
        word.push_str(&self.core[made.zipf(self.core.len())]);
        inflected(&word, random)
    }

    /// A person's name; most surnames are rare.
    pub(crate) fn person(&self, random: &mut Random) -> String {
        let first = &self.first_names[random.zipf(self.first_names.len())];
        let rank = random.zipf(SURNAMES);
        let mut made = Random::of(!self.seed, rank as u64);
        let last = if rank < 40 {
            let father = &self.first_names[rank];
            format!("{}sen", father.trim_end_matches('s'))
        } else {
            let place = &self.openings[made.below(self.openings.len())];
            let ending = made.one(&["gaard", "holm", "bjerg", "dal", "lund", "toft", "skov"]);
            format!("{}{}{ending}", capital(&place.stem), place.link)
        };
        format!("{first} {last}")
    }
}

/// The stems that open compounds and their links, the same on every machine.
fn openings(groups: &[Stems]) -> Vec<Opening> {
    let mut links: BTreeMap<&str, &str> = BTreeMap::new();
    for group in groups {
        for stem in group.words.split_whitespace() {
            links.extend(group.links.last().map(|link| (stem, link.as_str())));
        }
    }
    links
        .into_iter()
        .map(|(stem, link)| Opening {
            stem: stem.into(),
            link: link.into(),
        })
        .collect()
}

fn core(openings: &[Opening]) -> Vec<String> {
    let others = openings.iter().map(|opening| opening.stem.as_str());
    let others = others.filter(|stem| !FIRST.contains(stem));
    let all = FIRST.iter().copied().chain(others);
    all.take(CORE).map(Into::into).collect()
}

/// The organisations with their kinds, and those of them that meet.
fn organisations(seed: u64) -> (Vec<(String, &'static str)>, Vec<String>) {
    const KINDS: &[&str] = &[
        "region",
        "ministerium",
        "styrelse",
        "hospital",
        "forening",
        "udvalg",
        "andet",
    ];
    let lexicon: Organisations =
        toml::from_str(include_str!("../../../../config/da/organisations.toml"))
            .expect("the organisations are TOML");
    let full = |name: &String| name.split(" | ").next().unwrap_or_default().to_owned();
    let mut all = Vec::new();
    for name in lexicon.municipalities.names.split(", ") {
        let whole = name.ends_with("kommune");
        let rest = if whole { "" } else { " Kommune" };
        all.push((format!("{name}{rest}"), "kommune"));
    }
    let mut bodies = Vec::new();
    for known in &lexicon.known {
        let kind = KINDS.iter().find(|&&kind| kind == known.kind);
        let names = known.names.iter().map(full);
        all.extend(names.map(|name| (name, kind.copied().unwrap_or("andet"))));
        if known.kind == "udvalg" {
            bodies.extend(known.names.iter().map(full));
        }
    }
    shuffle(&mut all, seed);
    shuffle(&mut bodies, seed);
    (all, bodies)
}

/// A noun's forms, by its ending: near enough to be stemmed as real ones are.
fn inflected(noun: &str, random: &mut Random) -> String {
    let vowel = noun.ends_with(['a', 'e', 'i', 'o', 'u', 'y', 'æ', 'ø', 'å']);
    let neuter = noun.len().is_multiple_of(3);
    let ending = match (random.below(8), vowel) {
        (0..3, _) => "",
        (3 | 4, true) if neuter => "t",
        (3 | 4, true) => "n",
        (3 | 4, false) if neuter => "et",
        (3 | 4, false) => "en",
        (5, true) => "r",
        (5, false) => "er",
        (6, true) => "rne",
        (6, false) => "erne",
        (_, true) => "ns",
        (_, false) => "ens",
    };
    format!("{noun}{ending}")
}

/// A word with a capital letter.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn shuffle<T>(some: &mut [T], seed: u64) {
    let mut random = Random::of(seed, some.len() as u64);
    for at in (1..some.len()).rev() {
        some.swap(at, random.below(at + 1));
    }
}
