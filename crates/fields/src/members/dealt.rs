//! Seats that a sentence deals out: `Pladserne fordeles således: Havnerådet 2, Fiskernes Forbund 1 og Nordby Kommune 1.`

use paper::{Member, Span};

use super::{Draft, seats};

/// The offices behind the colon, each with its number; nothing where one of them has none.
pub(super) fn read(text: &str, span: &Span) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let Some(colon) = sentence.find(": ").filter(|at| deals(&sentence[..*at])) else {
        return Vec::new();
    };
    let mut drafts = Vec::new();
    let mut from = colon + 2;
    let listed = &sentence[from..];
    let mut ends: Vec<(usize, usize)> = [", ", "; ", " og ", " samt "]
        .iter()
        .flat_map(|joint| listed.match_indices(*joint))
        .map(|(at, joint)| (colon + 2 + at, colon + 2 + at + joint.len()))
        .collect();
    ends.sort_unstable();
    ends.push((sentence.len(), sentence.len()));
    for (end, next) in ends {
        // `Teknik og Miljø 1`: without a number the office goes on behind the joint.
        let Some(draft) = sentence
            .get(from..end)
            .and_then(|piece| office(piece, span.start + from))
        else {
            continue;
        };
        drafts.push(draft);
        from = next;
    }
    let whole = from >= sentence.len() && drafts.len() > 1;
    if whole { drafts } else { Vec::new() }
}

/// Whether the words before the colon tell of seats.
fn deals(lead: &str) -> bool {
    let lower = lead.to_lowercase();
    ["plads", "medlem", "repræsentant", "mandat", "sammensæt"]
        .iter()
        .any(|noun| lower.contains(noun))
}

/// `Havnerådet 2`, `Havnerådet (2)`, `Havnerådet: to`.
fn office(piece: &str, at: usize) -> Option<Draft> {
    const LONG: usize = 100;
    let piece = piece.trim_end_matches(['.', ' ']);
    let (whose, number) = piece.rsplit_once(' ').filter(|_| piece.len() < LONG)?;
    let bare = number.trim_matches(['(', ')']);
    let figure = bare.parse::<u32>().is_ok_and(|count| count < 30);
    if !figure && !number.starts_with('(') && !whose.ends_with(':') {
        return None;
    }
    let (seats, _) = seats::count(&format!("{bare} medlemmer"))?;
    let whose = whose.trim_end_matches([':', ' ', '-', '–']);
    whose.starts_with(char::is_uppercase).then(|| Draft {
        member: Member {
            organisation: Some(whose.to_owned()),
            seats: Some(seats),
            rule: Some("a sentence that deals out the seats".into()),
            ..Member::default()
        },
        span: at..at + piece.len(),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn dealt_seats() {
        let count = |text: &str| super::read(text, &(0..text.len())).len();
        for (text, seats) in [
            (
                "De seks pladser fordeles således: Havnerådet 3, Teknik og Miljø 2 og Fiskernes Forbund 1",
                3,
            ),
            ("Medlemmerne er: Nordby Kommune (2), Østby Kommune (1)", 2),
            ("Pladserne fordeles: Havnerådet 3 og Fiskernes Forbund", 0),
            ("Priserne er: Havnen 3, Kroen 2", 0),
        ] {
            assert_eq!(count(text), seats, "{text}");
        }
    }
}
