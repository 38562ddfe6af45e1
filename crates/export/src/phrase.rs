//! What a paper says of a date, made a line of its own: loose ends off, nothing added.
//!
//! The record has the words around the date in the paper's order, the date itself taken out. Only what surely says
//! nothing is left out; whatever is left out of a line stands in the entry's description.

use paper::DateRole;

use crate::wording::{label, one_line, shortened};

/// Longest line of the paper's words, in characters.
const LONGEST: usize = 75;

/// What leads to a date and hangs loose without it.
const LOOSE: [&str; 16] = [
    "allerede",
    "dog",
    "dvs",
    "el",
    "eller",
    "er",
    "formentlig",
    "forventeligt",
    "frem mod",
    "i",
    "i løbet",
    "inden",
    "og",
    "samt",
    "senest",
    "ved",
];

/// Headings of tables and lists of dates: beside a row's own words they tell nothing.
const HEADINGS: [&str; 14] = [
    "aktiviteter og milepæle",
    "det videre forløb",
    "kommende møder",
    "milepæle",
    "møde- og ",
    "mødedatoer",
    "mødeplan",
    "møder",
    "næste møder",
    "referatet",
    "sådan er processen",
    "tids- og ",
    "tidsplan",
    "øvrige møder",
];
/// Most words of such a heading.
const HEADING_WORDS: usize = 5;

/// Verbs with which a sentence goes on behind its date.
const VERBS: [&str; 28] = [
    "begynder",
    "besøgte",
    "blev",
    "bliver",
    "bortfaldt",
    "burde",
    "bør",
    "er",
    "gik",
    "går",
    "havde",
    "har",
    "holder",
    "holdt",
    "kan",
    "kom",
    "kommer",
    "kunne",
    "måtte",
    "skal",
    "skulle",
    "starter",
    "var",
    "vedtog",
    "vil",
    "ville",
    "åbner",
    "må",
];

/// Words within a sentence.
const WITHIN: [&str; 10] = [
    "at", "der", "for", "fordi", "hvis", "inkl.", "mens", "når", "så", "som",
];
/// What ends as a passive verb does.
const POSSESSIVE: [&str; 3] = ["deres", "jeres", "vores"];

/// Words that alone make no line: they point to something else, or to the date itself.
const EMPTY: [&str; 45] = [
    "af",
    "allerede",
    "at",
    "de",
    "den",
    "der",
    "det",
    "dette",
    "dog",
    "du",
    "efter",
    "er",
    "for",
    "foreslås",
    "frist",
    "fristen",
    "første",
    "har",
    "havde",
    "i",
    "igen",
    "kan",
    "med",
    "møde",
    "møder",
    "møderne",
    "mødet",
    "når",
    "og",
    "om",
    "på",
    "sammen",
    "sidste",
    "sit",
    "skal",
    "som",
    "til",
    "var",
    "ved",
    "vi",
    "være",
    "år",
    "året",
    "gang",
    "dvs",
];

/// Where a long line may end: what follows tells more of what was said, and takes nothing back.
const CLAUSES: [&str; 4] = [", som ", ", der ", ", så ", ", jf. "];

/// The line; `None` where the words tell nothing by themselves.
pub(crate) fn line(said: &str) -> Option<String> {
    let text = balanced(&one_line(said)).replace(":,", ",");
    let text = without_heading(&text)?;
    let text = loose(&text).to_owned();
    if is_empty(&text) {
        return None;
    }
    let text = without_shall(&text);
    let text = clause(&text);
    if goes_on(&text) {
        return Some(format!("… {text}"));
    }
    Some(text)
}

/// Up to where the words name what the role's label would say again: "Næste ansøgningsfrist", "Der holdes borgermøde".
pub(crate) fn names_role(said: &str, role: DateRole) -> Option<usize> {
    let mut at = 0;
    for (count, word) in said.split(' ').take(5).enumerate() {
        let end = at + word.len();
        at = end + 1;
        let lower = word.to_lowercase();
        let plain = lower.trim_matches(|c: char| !c.is_alphanumeric());
        let names = match role {
            DateRole::Deadline => {
                (count < 3 && plain.ends_with("frist"))
                    || (count == 0 && plain.ends_with("fristen"))
            }
            DateRole::Meeting => {
                plain.ends_with("møde")
                    || plain.ends_with("møder")
                    || (count < 2 && (plain.ends_with("mødet") || plain.ends_with("møderne")))
            }
            _ => count == 0 && plain == label(role).to_lowercase(),
        };
        if names {
            return Some(end - (word.len() - word.trim_end_matches([':', ',', ';', '.']).len()));
        }
    }
    None
}

/// Without a bracket that was opened or closed outside of it.
fn balanced(text: &str) -> String {
    let mut open = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open.push(at),
            ')' if open.pop().is_none() => from = at + 1,
            _ => {}
        }
    }
    let to = open.first().copied().unwrap_or(text.len());
    let kept = text.get(from..to.max(from)).unwrap_or(text);
    kept.trim_start_matches([',', ';', ':', ')', ' '])
        .trim_end()
        .to_owned()
}

/// Of a row and its table's heading the row; `None` where there is the heading alone.
fn without_heading(text: &str) -> Option<String> {
    if is_heading(text) {
        return None;
    }
    let Some((first, second)) = text.split_once(": ") else {
        return Some(text.to_owned());
    };
    let (first, second) = (loose(first), loose(second));
    if first.is_empty() || is_heading(first) {
        return Some(second.to_owned());
    }
    if second.is_empty() || is_heading(second) {
        return Some(first.to_owned());
    }
    // "kan stilles: Spørgsmål til sekretariatet": a row's words behind what stands beside its date.
    let is_short = first.split(' ').count() <= 3;
    if is_short && goes_on(first) && second.starts_with(char::is_uppercase) {
        return Some(format!("{second} {first}"));
    }
    Some(format!("{first}: {second}"))
}

fn is_heading(text: &str) -> bool {
    let lower = text.to_lowercase();
    let starts = |heading: &str| {
        let rest = lower.strip_prefix(heading);
        rest.is_some_and(|rest| heading.ends_with(' ') || !rest.starts_with(char::is_alphabetic))
    };
    !text.contains(": ")
        && text.split(' ').count() <= HEADING_WORDS
        && HEADINGS.iter().any(|heading| starts(heading))
}

/// Without what led to the date.
fn loose(text: &str) -> &str {
    let mut kept = text;
    loop {
        kept = kept.trim_end_matches([',', ';', ':', ' ', '–', '-', '(', '.']);
        let last = LOOSE.iter().filter_map(|word| {
            let before = kept.strip_suffix(word)?;
            (before.is_empty() || before.ends_with(' ')).then_some(word.len())
        });
        let Some(length) = last.max() else {
            return kept;
        };
        kept = kept.get(..kept.len() - length).unwrap_or_default();
    }
}

/// Whether nothing in it says what happens; an ordinal meeting ("Næste møde") does.
fn is_empty(text: &str) -> bool {
    let words = paper::words(text);
    let tells = |word: &String| {
        !word.starts_with(|c: char| c.is_ascii_digit()) && !EMPTY.contains(&word.as_str())
    };
    let names_a_meeting = words.len() > 1 && words.last().is_some_and(|w| w == "møde");
    !words.iter().any(tells) && !names_a_meeting
}

/// Whether it goes on behind its date: it begins with a verb or in a clause, in small letters.
fn goes_on(text: &str) -> bool {
    let first = text.split([' ', ',']).next().unwrap_or_default();
    let long = first.chars().count() > 4 && !POSSESSIVE.contains(&first);
    let passive = long && ["es", "ås", "ede"].iter().any(|end| first.ends_with(end));
    text.starts_with(char::is_lowercase)
        && (VERBS.contains(&first) || WITHIN.contains(&first) || passive)
}

/// "Forslag skal afleveres på kontoret" as "Forslag afleveres på kontoret": in a calendar both ask the same.
fn without_shall(text: &str) -> String {
    let Some((before, after)) = text.split_once(" skal ") else {
        return text.to_owned();
    };
    let verb = after.split(' ').next().unwrap_or_default();
    let is_passive = verb.len() > 5 && verb.ends_with("es");
    if is_passive && !before.contains(',') && !before.is_empty() {
        return format!("{before} {after}");
    }
    text.to_owned()
}

/// A long line up to the last clause that only tells more.
fn clause(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let head = text
        .char_indices()
        .nth(LONGEST)
        .and_then(|(cut, _)| text.get(..cut))
        .unwrap_or(text);
    let ends = CLAUSES.iter().filter_map(|clause| head.rfind(clause));
    match ends.filter(|&end| end > LONGEST / 4).max() {
        Some(end) => format!("{}…", head.get(..end).unwrap_or(head)),
        None => shortened(text, LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loose_ends_come_off() {
        for (said, wanted) in [
            ("han fratræder ved", "han fratræder"),
            (
                "Varer fra Norge kan komme i løbet",
                "Varer fra Norge kan komme",
            ),
            ("Rådet arbejder videre, dvs", "Rådet arbejder videre"),
            (
                "Der er møder i alle tre byer i ( i Vester",
                "Der er møder i alle tre byer",
            ),
            ("bevilget), EU-puljen 40.000 (ansøgt", "EU-puljen 40.000"),
            ("Indvielse: Det videre forløb", "Indvielse"),
            ("Milepæle: Oplæring af 18", "Oplæring af 18"),
            ("Åbning:, formentlig", "Åbning"),
            (
                "kan stilles: Spørgsmål til sekretariatet",
                "Spørgsmål til sekretariatet kan stilles",
            ),
            (
                "Forslag skal afleveres på kontoret",
                "Forslag afleveres på kontoret",
            ),
            ("Alle skal melde sig til", "Alle skal melde sig til"),
            ("skal PLO orienteres", "… skal PLO orienteres"),
            (
                "vores svar skal være modtaget",
                "vores svar skal være modtaget",
            ),
            ("Byrådets budgetseminar I", "Byrådets budgetseminar I"),
            ("Næste møde", "Næste møde"),
            ("Svar til A (bilag 2)", "Svar til A (bilag 2)"),
        ] {
            assert_eq!(line(said).as_deref(), Some(wanted), "{said}");
        }
    }

    #[test]
    fn what_tells_nothing_is_no_line() {
        for said in [
            "Fristen var",
            "11",
            "Til mødet i er det dog allerede",
            "Mødeplan for 2020",
            "Øvrige møder i 2018",
            "ved",
            "",
            "(",
        ] {
            assert_eq!(line(said), None, "{said}");
        }
    }

    #[test]
    fn a_long_sentence_ends_with_a_clause() {
        let said =
            "Sekretæren skriver et udkast til alle, som vi andre kan ringe vores rettelser ind til";
        assert_eq!(
            line(said).as_deref(),
            Some("Sekretæren skriver et udkast til alle…")
        );
    }
}
