//! What two texts of one entry say otherwise.

use std::collections::BTreeMap;

use export::{CANCELLED, GONE, MOVED};

/// Properties that say when something was written or sent, not what the entry is. SEQUENCE counts changes, which servers and
/// clients do for themselves.
const STAMPS: &[&str] = &["DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE"];
/// Properties that say when an entry is shown.
const SPAN: &[&str] = &["DTSTART", "DTEND", "DUE", "DURATION", "RRULE"];
/// What is told first.
const FIRST: &[&str] = &[
    COMPONENT, "DTSTART", "DTEND", "DUE", "SUMMARY", "STATUS", "LOCATION",
];
/// The name of the entry's own component, among its properties.
const COMPONENT: &str = "component";
/// How far a task is done: that is a matter of whoever has it, until the archive withdraws it.
const PROGRESS: &[&str] = &["STATUS", "PERCENT-COMPLETE", "COMPLETED"];
/// What we say of a task's progress: the line with the ends of lines around it, which stand in no value.
const OPEN: &str = "\r\nSTATUS:NEEDS-ACTION\r\n";
/// What counts of an alarm; programs note in it by themselves whether it rang (RFC 9074).
const ALARM: &[&str] = &["ACTION", "TRIGGER"];
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
    let is_task = is_open_task(&there) && is_open_task(&here);
    let is_theirs = |name: &str| is_task && PROGRESS.contains(&name);
    names.retain(|name| there.get(*name) != here.get(*name) && !is_theirs(name));
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

/// Our text with the progress that a task on the server has; a text that is no task, or a cancelled one, stays as it is.
pub(super) fn with_progress(here: &str, there: &str) -> String {
    let there = properties(there);
    if !is_open_task(&there) {
        return here.to_owned();
    }
    let lines = PROGRESS
        .iter()
        .filter_map(|name| there.get(*name))
        .flatten();
    let progress: String = lines.map(|line| format!("{line}\r\n")).collect();
    here.replacen(OPEN, &format!("\r\n{progress}"), 1)
}

/// Whether a text of ours is of a task that may have been begun.
pub(super) fn has_progress(here: &str) -> bool {
    here.contains(OPEN)
}

fn is_open_task(properties: &Properties) -> bool {
    let has = |name: &str, line: &str| {
        let lines = properties.get(name);
        lines.is_some_and(|lines| lines.iter().any(|l| l.eq_ignore_ascii_case(line)))
    };
    has(COMPONENT, "component:VTODO") && !has("STATUS", "STATUS:CANCELLED")
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

/// The properties of the text's first event or task.
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
        let mut note = |name: &str, line: String| {
            found.entry(name.to_owned()).or_default().push(line);
        };
        match (&*name, &*within) {
            ("BEGIN", _) => {
                within.push(value.trim_end().to_ascii_uppercase());
                if let [_, entry] = &*within
                    && is_entry(entry)
                {
                    note(COMPONENT, format!("{COMPONENT}:{entry}"));
                }
            }
            ("END", [_, entry]) if is_entry(entry) => break,
            ("END", _) => drop(within.pop()),
            (name, [_, entry]) if is_entry(entry) && counts(name) => note(name, lasting(line)),
            (name, [_, entry, part, ..])
                if is_entry(entry) && (part != "VALARM" || ALARM.contains(&name)) =>
            {
                note(part, line.to_owned());
            }
            _ => {}
        }
    }
    for lines in found.values_mut() {
        lines.sort();
    }
    found
}

fn is_entry(component: &str) -> bool {
    matches!(component, "VEVENT" | "VTODO")
}

/// A line without what tells of the past and of files: an archive that was made anew does not know where an entry stood before,
/// nor which files are gone. What was withdrawn is told by the state.
fn lasting(line: &str) -> String {
    let line = line.replacen(&format!("SUMMARY:{CANCELLED}"), "SUMMARY:", 1);
    let line = line.replacen(&format!("\\n{GONE}"), "", 1);
    let begin = format!("\\n{MOVED}");
    let past = line.find(&begin).and_then(|at| {
        let (before, past) = line.split_at_checked(at)?;
        let (_, after) = past.get(begin.len()..)?.split_once("\\n")?;
        Some(format!("{before}\\n{after}"))
    });
    past.unwrap_or(line)
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
    fn where_it_stood_before_is_no_difference() {
        let said = |text: &str| OURS.replace("SUMMARY", &format!("DESCRIPTION:{text}\r\nSUMMARY"));
        let here = said("Papiret skriver: »x«\\n\\nFil: a.pdf");
        let there = said("Papiret skriver: »x«\\nFlyttet fra 1. april 2022.\\n\\nFil: a.pdf");
        assert_eq!(differs(&there, &here), None);
        assert!(differs(&there.replace("a.pdf", "b.pdf"), &here).is_some());
        let gone = here.replace("a.pdf", &format!("a.pdf\\n{GONE}"));
        assert_eq!(differs(&gone, &here), None);
        let struck = here.replace("SUMMARY:", &format!("SUMMARY:{CANCELLED}"));
        assert_eq!(differs(&struck, &here), None);
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
        assert!(none.ends_with("; 2 more"), "{none}");
    }

    /// What the text says where ours is a task.
    fn task() -> String {
        OURS.replace("VEVENT", "VTODO")
            .replace("DTSTART;VALUE=DATE:20220401\r\n", "")
            .replace("DTEND", "DUE")
            .replace("SUMMARY", "STATUS:NEEDS-ACTION\r\nSUMMARY")
    }

    #[test]
    fn a_task_is_compared_but_for_its_progress() {
        let ours = task();
        assert_eq!(span(&ours), "DUE;VALUE=DATE:20220402");
        let moved = ours.replace("20220402", "20220409");
        assert!(differs(&moved, &ours).unwrap().starts_with("DUE is"));
        let event = differs(OURS, &ours).unwrap();
        assert!(
            event.starts_with("component is \"VEVENT\" there and \"VTODO\" here"),
            "{event}"
        );
        let done = "STATUS:COMPLETED\r\nPERCENT-COMPLETE:100\r\nCOMPLETED:20220330T080000Z\r\n";
        let ticked = ours.replace("STATUS:NEEDS-ACTION\r\n", done);
        assert_eq!(differs(&ticked, &ours), None);
        let kept = with_progress(&moved, &ticked);
        assert_eq!(differs(&kept, &moved), None);
        assert!(kept.contains(done) && kept.contains("20220409"), "{kept}");
        let withdrawn = ours.replace("NEEDS-ACTION", "CANCELLED");
        assert!(differs(&ticked, &withdrawn).is_some());
        assert!(differs(&withdrawn, &ours).is_some());
        assert_eq!(with_progress(&withdrawn, &ticked), withdrawn);
        assert_eq!(with_progress(&moved, &withdrawn), moved, "it came back");
        assert_eq!(with_progress(&moved, OURS), moved);
    }

    #[test]
    fn an_alarm_that_rang_is_the_same() {
        let alarm = |more: &str| {
            let lines = format!(
                "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n{more}END:VALARM\r\nEND:VEVENT"
            );
            OURS.replace("END:VEVENT", &lines)
        };
        let rang = alarm("UID:7\r\nACKNOWLEDGED:20220331T080000Z\r\nX-WR-ALARMUID:7\r\n");
        assert_eq!(differs(&rang, &alarm("DESCRIPTION:Frist\r\n")), None);
        let later = rang.replace("-P1D", "-P2D");
        assert!(differs(&later, &alarm("")).unwrap().starts_with("VALARM"));
    }
}
