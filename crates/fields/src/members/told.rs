//! What sentences tell with more words between: `Ida Bro har sagt ja til at følge arbejdet som observatør`, seats that are
//! still empty, seats of several offices each, people with their list letters.

use paper::{Member, MemberRole, Seats, Span};

use super::{
    Draft,
    entry::{self, Context},
    seats,
};
use crate::{Vocabulary, lines::trimmed};

/// `Ida Bro, Nordby, har sagt ja til at følge arbejdet som observatør`; `træder stedfortræder Ove Lund (V) til`.
pub(super) fn roles(text: &str, span: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    const NEAR: usize = 110;
    // Whoever leaves, or is spoken of as what he is elsewhere.
    const PAST: [&str; 8] = [
        "af som",
        "fratr",
        "tilbage",
        "tidligere",
        "afgå",
        "stopp",
        "udtræ",
        "afløs",
    ];
    let sentence = &text[span.clone()];
    let mut drafts = Vec::new();
    if let Some(at) = ["træder ", "indtræder ", "indkaldes "]
        .iter()
        .find_map(|verb| sentence.find(verb).map(|at| at + verb.len()))
    {
        let found = entry::entries(
            text,
            span.start + at..span.end,
            vocabulary,
            &Context::default(),
        );
        drafts.extend(found.into_iter().take(1).filter(|draft| {
            draft.member.name.is_some() && draft.member.role == Some(MemberRole::Suppleant)
        }));
    }
    if !sentence.contains(" som ") {
        return drafts;
    }
    let names = vocabulary.names.names(sentence);
    for (at, name) in names.iter().enumerate().filter(|(_, name)| name.sure) {
        let next = names
            .get(at + 1)
            .map_or(sentence.len(), |next| next.span.start);
        let rest = &sentence[name.span.end..next];
        let Some((between, said)) = rest
            .split_once(" som ")
            .filter(|(between, _)| between.len() < NEAR)
        else {
            continue;
        };
        let end = said.find([',', '.', ';', '(']).unwrap_or(said.len());
        let role = vocabulary.roles.role(&said[..end]);
        let role = role.filter(|role| {
            matches!(
                role,
                MemberRole::Observatør
                    | MemberRole::Sekretær
                    | MemberRole::Suppleant
                    | MemberRole::Formand
                    | MemberRole::Næstformand
            )
        });
        let verb = [
            " til at ",
            " deltager ",
            " følger ",
            " sidder ",
            " medvirker ",
            " indtræder ",
            " virker ",
        ];
        let acts = verb.iter().any(|verb| between.contains(verb));
        if role.is_none() || !acts || PAST.iter().any(|word| rest.contains(word)) {
            continue;
        }
        let post = vocabulary.roles.titles.before(sentence, name.span.start);
        let from = post.map_or(name.span.start, |post| post.start);
        // What stands between commas behind the name is told of the person.
        let inserted = between
            .strip_prefix(", ")
            .and_then(|more| more.split_once(", "));
        let office = inserted
            .filter(|(office, _)| office.starts_with(char::is_uppercase) && office.len() < 50);
        let length = office.map_or(0, |(office, _)| ", ".len() + office.len());
        let context = Context {
            role,
            rule: Some("a sentence that says as what a person takes part"),
            ..Context::default()
        };
        let stretch = span.start + from..span.start + name.span.end + length;
        drafts.extend(
            entry::entries(text, stretch, vocabulary, &context)
                .into_iter()
                .take(1),
        );
    }
    drafts
}

/// `De øvrige er Ida Bro (A), Ove Lund (V) og Per Krag (C)`, `Rådets syvende plads går til Ida Bro`.
pub(super) fn lettered(text: &str, span: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    const VERBS: [&str; 6] = [
        " går til ",
        " tilfalder ",
        " er ",
        " består af ",
        " sidder ",
        " kommer ",
    ];
    let sentence = &text[span.clone()];
    let seat = sentence.contains(" plads");
    let others = sentence.contains("øvrige");
    if !seat && !others {
        return Vec::new();
    }
    let Some(end) = VERBS
        .iter()
        .filter_map(|verb| sentence.find(verb).map(|at| at + verb.len()))
        .min()
    else {
        return Vec::new();
    };
    let named = |lead: &str| vocabulary.names.names(lead).iter().any(|name| name.sure);
    let context = Context {
        rule: Some("a sentence that says who has the seats"),
        ..Context::default()
    };
    let letters = sentence[end..].matches(") ").count() + sentence[end..].matches("), ").count();
    if named(&sentence[..end]) || others && !seat && letters < 2 {
        return Vec::new();
    }
    let mut drafts = entry::entries(text, span.start + end..span.end, vocabulary, &context);
    drafts.retain(|draft| draft.member.name.is_some());
    drafts
}

/// `Nordby Kommunes plads er fortsat ikke besat`, `Klitlauget har endnu ikke peget på sin ene repræsentant`.
pub(super) fn empty(text: &str, span: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    const EMPTY: [&str; 8] = [
        "ikke besat",
        "ubesat",
        "vakant",
        "ledig",
        "står tom",
        "ikke er besat",
        "ikke blevet besat",
        "ikke udpeget",
    ];
    let sentence = &text[span.clone()];
    let lone = sentence.match_indices("s plads").next().filter(|(at, _)| {
        let behind = &sentence[at + "s plads".len()..];
        behind.starts_with([' ', ',']) && EMPTY.iter().any(|word| behind.contains(word))
    });
    if let Some((at, _)) = lone {
        let office = office_before(&sentence[..at], vocabulary)?;
        return Some(draft(text, span, office, None));
    }
    if let Some((office, seats)) = has_seat(sentence, vocabulary) {
        return Some(draft(text, span, office, Some(seats)));
    }
    let (own, seats) = own_seat(sentence)?;
    let lead = &sentence[..own];
    let waits = ["endnu ", "ikke ", "først "]
        .iter()
        .any(|word| lead.contains(word));
    let verb = [" endnu ", " har ", " mangler ", " vælger ", " udpeger "]
        .iter()
        .filter_map(|verb| lead.rfind(" har ").into_iter().chain(lead.find(verb)).min())
        .min()?;
    let office = office_before(&lead[..verb], vocabulary).filter(|_| waits)?;
    Some(draft(text, span, office, Some(seats)))
}

/// `Klitlauget har en plads`: of offices, and not of the body that has them all.
fn has_seat(sentence: &str, vocabulary: &Vocabulary) -> Option<(Span, Seats)> {
    const PRONOUNS: [&str; 8] = ["Vi", "Der", "De", "Han", "Hun", "Det", "I", "Begge"];
    const MOST: u32 = 3;
    let (at, seats) = sentence
        .match_indices(" har ")
        .take(6)
        .find_map(|(at, verb)| {
            let rest = &sentence[at + verb.len()..];
            let (seats, noun) = seats::count(rest)?;
            let whole = rest.get(noun..)?.starts_with("plads");
            (whole && seats.max <= MOST).then_some((at, seats))
        })?;
    let lead = &sentence[..at];
    let from = lead.rfind(", ").map_or(0, |at| at + 2);
    let from = if lead[from..].starts_with("og ") {
        from + 3
    } else {
        from
    };
    let office = office_before(&lead[from..], vocabulary).filter(|office| office.start == 0)?;
    let whose = &lead[from..][office];
    let plain = !PRONOUNS.contains(&whose) && !whose.contains(" er ");
    plain.then_some((from..from + whose.len(), seats))
}

/// `sin ene repræsentant`, `sine to medlemmer`: where it begins, and how many they are.
fn own_seat(sentence: &str) -> Option<(usize, Seats)> {
    let (at, rest) = [" sin ", " sit ", " sine ", " deres "]
        .iter()
        .find_map(|own| {
            sentence
                .find(own)
                .map(|at| (at, &sentence[at + own.len()..]))
        })?;
    let noun = ["repræsentant", "medlem", "observatør", "suppleant"];
    let bare = rest
        .strip_prefix("ene ")
        .or(rest.strip_prefix("eneste "))
        .unwrap_or(rest);
    if let Some((seats, from)) = seats::count(bare) {
        let many = noun.iter().any(|noun| bare[from..].starts_with(noun));
        return many.then_some((at, seats));
    }
    let one = noun.iter().any(|noun| bare.starts_with(noun));
    one.then_some((at, Seats { min: 1, max: 1 }))
}

/// The office that a clause's beginning ends with: from its last capitalised run on.
fn office_before(lead: &str, vocabulary: &Vocabulary) -> Option<Span> {
    let start = [", mens ", ", medens ", ", og ", "; ", ", men "]
        .iter()
        .filter_map(|joint| lead.rfind(joint).map(|at| at + joint.len()))
        .max()
        .unwrap_or(0);
    let office = lead[start..].trim_end();
    let words = office.split(' ').count();
    let person = vocabulary.names.names(office).iter().any(|name| name.sure);
    (office.starts_with(char::is_uppercase) && words <= 7 && office.len() > 1 && !person)
        .then_some(start..start + office.len())
}

fn draft(text: &str, span: &Span, office: Span, seats: Option<Seats>) -> Draft {
    let place = trimmed(text, span.start + office.start..span.start + office.end);
    Draft {
        member: Member {
            organisation: Some(text[place.clone()].to_owned()),
            seats,
            rule: Some("a seat that nobody fills yet".into()),
            ..Member::default()
        },
        span: place,
    }
}

/// `Klitlauget og Havnerådet anmodes om hver at udpege 1 medlem, og Nordby Kommune og KL hver 2 medlemmer`.
pub(super) fn each(text: &str, span: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let chooses = ["udpeg", "indstil", "vælge", "repræsent", "medlem"];
    if !sentence.contains(" hver ") || !chooses.iter().any(|word| sentence.contains(word)) {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    let mut from = 0;
    for (at, word) in sentence.match_indices(" hver ").take(6) {
        if at < from {
            continue;
        }
        let behind = &sentence[at + word.len()..];
        let verbs = [
            "at udpege ",
            "at indstille ",
            "at vælge ",
            "udpege ",
            "udpeger ",
            "indstiller ",
            "vælger ",
            "med ",
        ];
        let skip = verbs
            .iter()
            .find(|verb| behind.starts_with(**verb))
            .map_or(0, |verb| verb.len());
        let Some((seats, noun)) = seats::count(&behind[skip..]) else {
            continue;
        };
        let lead = sentence[from..at].trim_start_matches([',', ' ']);
        let lead = lead.strip_prefix("og ").unwrap_or(lead);
        let start = at - (sentence[from..at].len() - sentence[from..at].rfind(lead).unwrap_or(0));
        let end = [
            " anmodes",
            " skal",
            " kan",
            " bedes",
            " har",
            " udpeger",
            " indstiller",
            " vælger",
            " opfordres",
            " deltager",
        ]
        .iter()
        .filter_map(|verb| lead.find(verb))
        .min()
        .unwrap_or(lead.len());
        for office in offices(
            text,
            span.start + start..span.start + start + end,
            vocabulary,
        ) {
            let mut one = draft(
                text,
                &(office.start..office.end),
                0..office.len(),
                Some(seats),
            );
            one.member.appointed_by = one.member.organisation.clone();
            one.member.rule = Some("a sentence that says what each may send".into());
            drafts.push(one);
        }
        let tail = &behind[skip + noun..];
        from = at + word.len() + skip + noun + tail.find([',', ' ', ';']).unwrap_or(tail.len());
    }
    drafts
}

/// The offices of a subject: none where one of them is none.
fn offices(text: &str, span: Span, vocabulary: &Vocabulary) -> Vec<Span> {
    let whole = trimmed(text, span);
    let pieces = super::partners::cut(text, &whole);
    let named = |piece: &Span| {
        let office = &text[piece.clone()];
        let person = vocabulary.names.names(office).iter().any(|name| name.sure);
        office.starts_with(char::is_uppercase) && office.len() < 70 && !person
    };
    if pieces.len() > 1 && pieces.iter().all(named) {
        pieces
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use crate::Vocabulary;

    #[test]
    fn seats_still_empty() {
        let words = Vocabulary::builtin();
        for (sentence, office) in [
            (
                "Nordby Kommunes plads i gruppen er fortsat ikke besat.",
                Some("Nordby Kommune"),
            ),
            (
                "Klitlauget har endnu ikke peget på sin ene repræsentant.",
                Some("Klitlauget"),
            ),
            ("Klitlauget har mistet sin kasse.", None),
            ("Havnens plads er stor.", None),
        ] {
            let found = super::empty(sentence, &(0..sentence.len()), words);
            let office_found = found.and_then(|draft| draft.member.organisation);
            assert_eq!(office_found.as_deref(), office, "{sentence}");
        }
    }

    #[test]
    fn seats_of_each() {
        let sentence = "Klitlauget og Havnerådet anmodes om hver at udpege 1 medlem, og Nordby Kommune og KL hver 2 medlemmer.";
        let found = super::each(sentence, &(0..sentence.len()), Vocabulary::builtin());
        let seats: Vec<(String, u32)> = found
            .into_iter()
            .map(|draft| {
                (
                    draft.member.organisation.unwrap(),
                    draft.member.seats.unwrap().max,
                )
            })
            .collect();
        let told = [
            ("Klitlauget", 1),
            ("Havnerådet", 1),
            ("Nordby Kommune", 2),
            ("KL", 2),
        ];
        assert_eq!(
            seats,
            told.map(|(office, count)| (office.to_owned(), count))
        );
    }
}
