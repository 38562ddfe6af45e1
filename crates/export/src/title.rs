//! A paper's title as the tail of an entry: what tells papers apart.

use crate::wording::{one_line, shortened};

/// Longest title behind a summary, in characters: beyond it a month's view shows nothing anyway.
const LONGEST: usize = 50;

/// What titles of papers of one kind all begin with. Words that say how a matter ended (tilsagn, afslag) stay.
const OPENINGS: [&str; 22] = [
    "ansøgningsvejledning:",
    "dagsorden for",
    "dagsorden til",
    "høring af",
    "høring om",
    "høring over",
    "høring:",
    "indkaldelse til",
    "kommisorium for",
    "kommissorium for",
    "kommissorium vedr.",
    "kommissorium:",
    "møde i",
    "møde- og procesplan for",
    "mødeplan for",
    "procesplan for",
    "referat af",
    "referat fra",
    "tids- og mødeplan for",
    "tids- og procesplan for",
    "tidsplan for",
    "udpegning til",
];

/// What leads to a day.
const DAYS: [&str; 9] = [
    " mandag ",
    " tirsdag ",
    " onsdag ",
    " torsdag ",
    " fredag ",
    " lørdag ",
    " søndag ",
    " den ",
    " d. ",
];

/// Fewest characters that are left of a title which loses its opening: "Referat af 3. møde" keeps it.
const LEAST: usize = 10;

/// "Kommissorium for Digeudvalget" as "Digeudvalget": within its limit, and with a capital first.
pub(crate) fn short(title: &str) -> String {
    let title = one_line(title);
    let mut kept = title.as_str();
    while let Some(rest) = without_opening(kept).filter(|rest| rest.chars().count() >= LEAST) {
        kept = rest;
    }
    capital(&shortened(undated(kept), LONGEST))
}

/// Without a day at its end: beside another day it would mislead.
fn undated(title: &str) -> &str {
    let cut = DAYS.iter().filter_map(|day| {
        let at = title.find(day)?;
        let is_day = day.ends_with("dag ")
            || title
                .get(at + day.len()..)?
                .starts_with(|c: char| c.is_ascii_digit());
        (is_day && at >= LEAST).then_some(at)
    });
    let kept = cut.min().and_then(|at| title.get(..at)).unwrap_or(title);
    kept.trim_end_matches([',', ' '])
}

fn without_opening(title: &str) -> Option<&str> {
    let lower = title.to_lowercase();
    if lower.len() != title.len() {
        return None;
    }
    let opening = OPENINGS.iter().find_map(|opening| {
        let rest = lower.strip_prefix(opening)?;
        rest.starts_with(' ').then_some(opening.len())
    });
    let at = opening.or_else(|| appointed(&lower))?;
    title.get(at..).map(str::trim_start)
}

/// "udpegning af kommunale medlemmer til Brogruppen": where the body's name begins.
fn appointed(lower: &str) -> Option<usize> {
    let (seats, _) = lower.strip_prefix("udpegning af ")?.split_once(" til ")?;
    let of_seats = ["medlem", "repræsentant", "suppleant"];
    of_seats
        .iter()
        .any(|word| seats.contains(word))
        .then_some("udpegning af ".len() + seats.len() + " til ".len())
}

/// The same with a capital first.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_papers_of_a_kind_begin_with_is_left_out() {
        for (title, wanted) in [
            ("Kommissorium for Digeudvalget", "Digeudvalget"),
            ("Dagsorden til møde i Teknisk Udvalg", "Teknisk Udvalg"),
            (
                "Referat af 7. møde i Styregruppen for Depotet",
                "7. møde i Styregruppen for Depotet",
            ),
            ("Referat af 3. møde", "Referat af 3. møde"),
            (
                "Referat fra møde i Byens Ældreråd torsdag d. 3. maj 2005",
                "Byens Ældreråd",
            ),
            ("Notat om den grønne vej", "Notat om den grønne vej"),
            (
                "Udpegning af kommunale repræsentanter til Følgegruppen",
                "Følgegruppen",
            ),
            (
                "Udpegning af lokaler til valget i maj",
                "Udpegning af lokaler til valget i maj",
            ),
            (
                "afslag på ansøgning til Puljen",
                "Afslag på ansøgning til Puljen",
            ),
            (
                "KOMMISSORIUM FOR HAVNEUDVALGET I ØSTBY",
                "HAVNEUDVALGET I ØSTBY",
            ),
        ] {
            assert_eq!(short(title), wanted);
        }
    }
}
