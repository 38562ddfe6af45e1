//! What two texts of one entry say otherwise.

use std::collections::BTreeMap;

/// Properties that say when something was written or sent, not what the entry is. SEQUENCE counts changes, which servers and
/// clients do for themselves.
const STAMPS: &[&str] = &["DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE"];
/// Properties that say when an entry is shown.
const SPAN: &[&str] = &["DTSTART", "DTEND", "DURATION", "RRULE"];
/// What is told first.
const FIRST: &[&str] = &["DTSTART", "DTEND", "SUMMARY", "STATUS", "LOCATION"];
/// Differences that are told; of more only how many.
const TOLD: usize = 3;
/// Characters of a value that is told.
const SHOWN: usize = 60;

/// The entry's properties: the lines of each name, in order; what lies within it, such as an alarm, under that component's
/// name.
type Properties = BTreeMap<String, Vec<String>>;

/// When an entry is shown, in one line.
pub(super) fn span(text: &str) -> String {
    let properties = properties(text);
    let lines = SPAN.iter().filter_map(|name| properties.get(*name));
    lines.flatten().cloned().collect::<Vec<_>>().join(" ")
}

/// The line by which an entry is known, as the text has it.
pub(super) fn summary(text: &str) -> String {
    let properties = properties(text);
    let lines = properties.get("SUMMARY");
    let line = lines.and_then(|lines| lines.first()?.split_once(':'));
    line.map_or_else(String::new, |(_, value)| value.replace('\\', ""))
}

/// What the entry on the server says otherwise than ours, in a line; `None` where both say the same.
pub(super) fn differs(there: &str, here: &str) -> Option<String> {
    let (there, here) = (properties(there), properties(here));
    let mut names: Vec<&String> = there.keys().chain(here.keys()).collect();
    names.retain(|name| there.get(*name) != here.get(*name));
    names.sort_by_key(|name| {
        (
            FIRST.iter().position(|f| f == name).unwrap_or(FIRST.len()),
            *name,
        )
    });
    names.dedup();
    let told = names.iter().take(TOLD).map(|name| {
        let (there, here) = (shown(name, &there), shown(name, &here));
        format!("{name} is {there} there and {here} here")
    });
    let mut told = told.collect::<Vec<_>>().join("; ");
    if names.len() > TOLD {
        told.push_str(&format!("; {} more", names.len() - TOLD));
    }
    (!names.is_empty()).then_some(told)
}

fn shown(name: &str, properties: &Properties) -> String {
    let Some(lines) = properties.get(name) else {
        return "not given".to_owned();
    };
    let values = lines.iter().map(|line| {
        let value = line.strip_prefix(name).unwrap_or(line);
        value.trim_start_matches([':', ';'])
    });
    let all = values.collect::<Vec<_>>().join(", ");
    let mut short: String = all.chars().take(SHOWN).collect();
    if short.len() < all.len() {
        short.push('…');
    }
    format!("\"{short}\"")
}

/// The properties of the text's first event.
fn properties(text: &str) -> Properties {
    let unfolded = text
        .replace("\r\n", "\n")
        .replace("\n ", "")
        .replace("\n\t", "");
    let mut found = Properties::new();
    let mut within: Vec<String> = Vec::new();
    for line in unfolded.lines() {
        let name: String = line
            .chars()
            .take_while(|c| !matches!(c, ':' | ';'))
            .collect::<String>()
            .to_ascii_uppercase();
        let value = line.split_once(':').map_or("", |(_, value)| value);
        match (&*name, &*within) {
            ("BEGIN", _) => within.push(value.to_ascii_uppercase()),
            ("END", [_, event]) if event == "VEVENT" => break,
            ("END", _) => drop(within.pop()),
            (name, [_, event]) if event == "VEVENT" && counts(name) => {
                found
                    .entry(name.to_owned())
                    .or_default()
                    .push(line.to_owned());
            }
            (_, [_, event, part, ..]) if event == "VEVENT" => {
                found.entry(part.clone()).or_default().push(line.to_owned());
            }
            _ => {}
        }
    }
    for lines in found.values_mut() {
        lines.sort();
    }
    found
}

fn counts(name: &str) -> bool {
    !STAMPS.contains(&name) && !name.starts_with("X-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "BEGIN:VCALENDAR\r\nPRODID:a\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20220301T000000Z\r\n\
        DTSTART;VALUE=DATE:20220401\r\nDTEND;VALUE=DATE:20220402\r\nSUMMARY:Frist: sv\r\n ar\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    #[test]
    fn what_a_server_writes_anew_is_the_same() {
        let theirs = OURS
            .replace("PRODID:a", "PRODID:b")
            .replace("20220301T", "20230301T")
            .replace("sv\r\n ar", "svar")
            .replace("UID:1\r\n", "X-MOZ:1\r\n")
            .replace("END:VEVENT", "UID:1\r\nSEQUENCE:4\r\nEND:VEVENT")
            .replace("\r\n", "\n");
        assert_eq!(differs(&theirs, OURS), None);
        assert_eq!(
            span(OURS),
            "DTSTART;VALUE=DATE:20220401 DTEND;VALUE=DATE:20220402"
        );
        assert_eq!(span(&theirs), span(OURS));
    }

    #[test]
    fn what_someone_changed_is_told() {
        let theirs = OURS.replace("20220401", "20220420").replace(
            "END:VEVENT",
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT",
        );
        let told = differs(&theirs, OURS).unwrap();
        assert_eq!(
            told,
            "DTSTART is \"VALUE=DATE:20220420\" there and \"VALUE=DATE:20220401\" here; \
             VALARM is \"ACTION:DISPLAY\" there and not given here"
        );
        let none = differs("", OURS).unwrap();
        assert!(none.ends_with("; 1 more"), "{none}");
    }
}
