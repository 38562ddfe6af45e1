//! Seats without names: `2-3 repræsentanter fra PLO`, `1 kvalitetschef fra en hospitalsenhed`, `7 suppleanter`.

use paper::{Member, MemberRole, Seats, Span};

use super::{Draft, entry::Context};
use crate::Vocabulary;

/// The small numbers that papers write in words.
const COUNTS: [(&str, u32); 20] = [
    ("en", 1),
    ("et", 1),
    ("én", 1),
    ("ét", 1),
    ("een", 1),
    ("eet", 1),
    ("to", 2),
    ("tre", 3),
    ("fire", 4),
    ("fem", 5),
    ("seks", 6),
    ("syv", 7),
    ("otte", 8),
    ("ni", 9),
    ("ti", 10),
    ("elleve", 11),
    ("tolv", 12),
    ("tretten", 13),
    ("fjorten", 14),
    ("femten", 15),
];

/// What may stand before a number.
const LEADS: [&str; 6] = [
    "op til ",
    "i alt ",
    "yderligere ",
    "højst ",
    "ca. ",
    "mindst ",
];

/// How many, at the beginning of a text, and where the noun begins.
pub(super) fn count(text: &str) -> Option<(Seats, usize)> {
    let lead = LEADS.iter().find(|lead| {
        let start = text.as_bytes().get(..lead.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(lead.as_bytes()))
    });
    let lead = lead.map_or(0, |lead| lead.len());
    let rest = text.get(lead..)?;
    let word = rest.split([' ', '\u{a0}']).next()?;
    let (first, last) = word.split_once(['-', '–']).unwrap_or((word, word));
    let (mut seats, mut at) = (
        Seats {
            min: number(first)?,
            max: number(last)?,
        },
        lead + word.len(),
    );
    // `2 - 3 repræsentanter`
    for dash in [" - ", " – ", " til ", " eller "] {
        let range = text.get(at..).and_then(|t| t.strip_prefix(dash));
        if let Some(upper) = range.and_then(|t| t.split(' ').next())
            && let Some(max) = number(upper)
        {
            (seats.max, at) = (max, at + dash.len() + upper.len());
            break;
        }
    }
    let noun = text.get(at..)?;
    let space = noun.len() - noun.trim_start().len();
    let words = noun.trim_start().starts_with(char::is_alphanumeric);
    (space > 0 && words && seats.min > 0 && seats.min <= seats.max && seats.max < 500)
        .then_some((seats, at + space))
}

fn number(word: &str) -> Option<u32> {
    const LONGEST: usize = 8;
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    COUNTS
        .iter()
        .find(|(name, _)| *name == lower)
        .map(|(_, n)| *n)
        .or_else(|| (word.len() <= 3).then(|| word.parse().ok())?)
}

/// The words that may stand between number and noun.
const ADJECTIVES: usize = 4;

/// A seat that begins here.
pub(super) fn parse(
    text: &str,
    span: Span,
    vocabulary: &Vocabulary,
    context: &Context,
) -> Option<Draft> {
    let content = &text[span.clone()];
    let (seats, at) = count(content)?;
    let noun = noun(&content[at..], vocabulary)
        .or_else(|| Noun::untold(&content[at..]))
        .or_else(|| {
            // `2 brandfolk fra stationen`, in a list of people and seats.
            let from = context.anyone
                && content[at..]
                    .split_once(' ')
                    .is_some_and(|(_, whose)| whose.starts_with("fra "));
            (context.office.is_some() || from).then(|| Noun::alone(&content[at..]))?
        })?;
    let end = at + noun.end;
    let mut member = Member {
        role: noun.role.or(context.role),
        seats: Some(seats),
        title: (!noun.plain).then(|| content[at..end].to_owned()),
        appointed_by: context.appointed_by.clone(),
        rule: context.rule.map(Into::into),
        body: context.body.clone(),
        ..Member::default()
    };
    let places = content[..end].ends_with("plads") || content[..end].ends_with("pladser");
    let mut place = span.start..span.start + end.max(1);
    if let Some(office) = rest(&content[end..], places, vocabulary, &mut member) {
        place = span.start + end + office.start..span.start + end + office.end;
    }
    if member.organisation.is_none() && noun.role.is_none() && context.office.is_none() {
        member.organisation = member
            .appointed_by
            .clone()
            .filter(|_| context.appointed_by.is_none());
    }
    member.organisation = member.organisation.or(context.office.clone());
    Some(Draft {
        member,
        span: place,
    })
}

struct Noun {
    /// Where it ends, with the adjectives before it.
    end: usize,
    role: Option<MemberRole>,
    /// Whether it says no more than that someone sits there.
    plain: bool,
}

impl Noun {
    /// `1 visitator`, in a list of an office's people: a noun that no list knows.
    fn alone(text: &str) -> Option<Self> {
        let word = text.split([' ', ',', '.', '(']).next()?;
        let small = word.len() > 2 && word.chars().all(char::is_lowercase);
        small.then_some(Self {
            end: word.len(),
            role: None,
            plain: false,
        })
    }

    /// `2 fra kommunen`: seats of which no noun is told.
    fn untold(text: &str) -> Option<Self> {
        let whose = [
            "fra ",
            "efter indstilling fra ",
            "udpeget af ",
            "udpeges af ",
            "indstillet af ",
            "indstilles af ",
            "valgt af ",
            "vælges af ",
        ];
        whose
            .iter()
            .any(|words| text.starts_with(words))
            .then_some(Self {
                end: 0,
                role: None,
                plain: true,
            })
    }
}

fn noun(text: &str, vocabulary: &Vocabulary) -> Option<Noun> {
    let words = &vocabulary.roles.seats;
    let mut at = 0;
    for (index, piece) in text.split_inclusive(' ').enumerate().take(ADJECTIVES + 1) {
        let word = piece.trim_end();
        let bare = word
            .trim_end_matches([',', '.', ';', ':', ')'])
            .to_lowercase();
        let shortened = usize::from(bare == "repr" && word.ends_with('.'));
        let end = at + word.trim_end_matches([',', '.', ';', ':', ')']).len() + shortened;
        at += piece.len();
        let role = if words.substitutes.contains(&bare) {
            Some(MemberRole::Suppleant)
        } else if words.chairs.contains(&bare) {
            Some(MemberRole::Formand)
        } else if words.vice_chairs.contains(&bare) {
            Some(MemberRole::Næstformand)
        } else if words.observers.contains(&bare) {
            Some(MemberRole::Observatør)
        } else {
            None
        };
        let plain = words.plain.contains(&bare);
        let people = words.people.contains(&bare)
            || vocabulary.roles.titles.is_post(&bare)
            || bare.ends_with("repræsentant")
            || bare.ends_with("repræsentanter")
            || bare.ends_with("medlemmer")
            || ["er", "r"].iter().any(|plural| {
                bare.strip_suffix(plural)
                    .is_some_and(|one| vocabulary.roles.titles.is_post(one))
            });
        if role.is_some() || plain {
            let level = level(&text[end..]);
            return Some(Noun {
                end: end + level,
                role,
                plain: index == 0 && level == 0 || role.is_some(),
            });
        }
        if people && bare != "ledende" {
            let level = level(&text[end..]);
            return Some(Noun {
                end: end + level,
                role: None,
                plain: false,
            });
        }
        if word.ends_with([',', ';', ':']) || words.from.contains(&bare) {
            return None;
        }
    }
    None
}

/// ` på chefniveau`, which belongs to the noun.
fn level(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix(" på ") else {
        return 0;
    };
    let word = after.split([' ', ',', '.', '(']).next().unwrap_or_default();
    if word.ends_with("niveau") {
        " på ".len() + word.len()
    } else {
        0
    }
}

/// What follows the noun: who fills the seat, for whom, in which role. Gives the place of the office.
fn rest(rest: &str, places: bool, vocabulary: &Vocabulary, member: &mut Member) -> Option<Span> {
    let words = &vocabulary.roles;
    let appointed = words.appointed.find(rest);
    if let Some(found) = &appointed {
        let who = &rest[found.end()..];
        let end = cut(
            who,
            &[
                ", ",
                " (",
                ")",
                ". ",
                " efter ",
                " for ",
                " blandt ",
                " på ",
                " i forening",
                " – ",
                " - ",
            ],
        );
        let end = end.min(and_another(who));
        member.appointed_by = Some(who[..end].trim_end_matches(['.', ' ', ',']).to_owned());
    }
    let lower = rest.to_lowercase();
    for (phrase, role) in [
        ("næstformand", MemberRole::Næstformand),
        ("formand", MemberRole::Formand),
        ("observatør", MemberRole::Observatør),
        ("suppleant", MemberRole::Suppleant),
        ("sekretær", MemberRole::Sekretær),
    ] {
        let told = lower.find(phrase).is_some_and(|at| {
            let before = &lower[..at];
            before.ends_with('(')
                || before.contains("samtidig")
                || before.contains(" som ")
                || before.contains(" er ")
        });
        if told && member.role.is_none() {
            member.role = Some(role);
        }
    }
    let until = appointed.map_or(rest.len(), |found| found.start());
    let lead = &rest[..until];
    let verb = ["udpeges ", "vælges ", "udpeget ", "valgt "]
        .iter()
        .find(|verb| lead.trim_start().starts_with(**verb))
        .map_or(0, |verb| lead.len() - lead.trim_start().len() + verb.len());
    let word = lead[verb..].trim_start().split(' ').next()?;
    let among = word == "blandt";
    // `2 pladser til arkiverne`
    let given = word == "til" && places;
    if !((words.seats.from.contains(word) || given) && verb == 0 || among || word == "pr.") {
        return None;
    }
    let start = verb + lead[verb..].find(word)? + word.len() + 1;
    let mut office = lead.get(start..)?;
    // `blandt lærerne af rådet`: who they are, and who appoints them.
    if among && let Some((they, who)) = office.split_once(" af ") {
        office = they;
        let end = cut(who, &[", ", " (", ". ", " og "]);
        let who = who[..end].trim_end_matches(['.', ' ', ',', ';']);
        member.appointed_by.get_or_insert_with(|| who.to_owned());
    }
    let end = cut(
        office,
        &[
            " (", ", ", ". ", "; ", " – ", " - ", ", der", " som ", " der ", " på et ", " på en ",
            " uden ", " samt ",
        ],
    );
    let office = office[..end].trim_end_matches(['.', ',', ' ', ';']);
    let article = ["en ", "et ", "hver af "]
        .iter()
        .find(|a| office.starts_with(**a))
        .map_or(0, |a| a.len());
    // `hver af de fem foreninger` have that many seats.
    let each = office.strip_prefix("hver af de ").and_then(count);
    let several = each.as_ref().map_or(0, |(_, noun)| "de ".len() + noun);
    if let Some(((offices, _), seats)) = each.zip(member.seats.as_mut()) {
        seats.min = seats.min.saturating_mul(offices.min);
        seats.max = seats.max.saturating_mul(offices.max);
    }
    let place = start + article + several..start + office.len();
    (!place.is_empty()).then(|| {
        member.organisation = Some(rest[place.clone()].to_owned());
        place
    })
}

/// Where ` og ` begins something else than a second office: `KL og 2 fra regionen`, but not `KL og Danske Regioner`.
fn and_another(who: &str) -> usize {
    who.match_indices(" og ")
        .find(|(at, joint)| !who[at + joint.len()..].starts_with(char::is_uppercase))
        .map_or(who.len(), |(at, _)| at)
}

/// Where the person begins who fills the one seat of a line: `1 fra Havnerådet – fundet: skipper Ida Bro`.
pub(super) fn filled_by(content: &str) -> Option<usize> {
    let dash = [" – ", " - ", ": "]
        .iter()
        .filter_map(|mark| content.find(mark).map(|at| at + mark.len()))
        .min()?;
    let said = &content[dash..];
    let colon = said.find(": ").filter(|at| *at < 40).map_or(0, |at| at + 2);
    Some(dash + colon)
}

fn cut(text: &str, ends: &[&str]) -> usize {
    ends.iter()
        .filter_map(|end| text.find(end))
        .min()
        .unwrap_or(text.len())
}

/// `1 overlæge fra medicinsk afdeling, Nordby Sygehus`: the house of an office that is only told with small letters.
pub(super) fn adds_house(seat: &mut Member, content: &str) -> bool {
    let Some(part) = seat.organisation.as_mut().filter(|_| seat.seats.is_some()) else {
        return false;
    };
    let house = content.starts_with(char::is_uppercase) && content.len() < 60;
    if part.contains(char::is_uppercase) || !house {
        return false;
    }
    part.push_str(", ");
    part.push_str(content);
    true
}
