//! A reader of iCalendar files that trusts nobody: what RFC 5545 asks, and clients forgive until one does not.
//!
//! Written from the RFC and not from the writer: it splits lines by itself, and the offsets that it asks of a VTIMEZONE
//! come from the law (last Sunday of March and of October, 01:00 UTC), not from a time-zone database.

mod components;
mod values;
pub(crate) use values::moment;
pub(crate) mod zones;

use std::collections::BTreeSet;

/// One property, unfolded and split, its value still escaped.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) value: String,
}

impl Line {
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let found = self.params.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A component and those in it.
#[derive(Debug, Default)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) inner: Vec<Component>,
}

impl Component {
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |l| l.name == name)
    }

    pub(crate) fn one(&self, name: &str) -> &Line {
        let all: Vec<&Line> = self.lines.iter().filter(|l| l.name == name).collect();
        let [line] = all[..] else {
            panic!("{} needs one {name}: {:#?}", self.name, self.lines)
        };
        line
    }

    pub(crate) fn events(&self) -> impl Iterator<Item = &Component> {
        self.inner.iter().filter(|c| c.name == "VEVENT")
    }

    pub(crate) fn todos(&self) -> impl Iterator<Item = &Component> {
        self.inner.iter().filter(|c| c.name == "VTODO")
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Component> {
        self.events().chain(self.todos())
    }
}

/// Reads a file and panics, with the place, at the first thing that the RFC does not allow.
pub(crate) fn check(text: &str) -> Component {
    let calendar = parse(&unfold(text));
    components::calendar(&calendar);
    let mut uids = BTreeSet::new();
    for entry in calendar.entries() {
        let recurrence = entry.all("RECURRENCE-ID").map(|line| &line.value).next();
        let uid = (&entry.one("UID").value, recurrence);
        assert!(uids.insert(uid), "UID twice: {uid:?}");
    }
    zones::check(&calendar);
    calendar
}

/// 3.1: content lines of at most 75 octets, CRLF, folded between characters.
fn unfold(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n"), "the last line has no end");
    let mut lines: Vec<String> = Vec::new();
    for raw in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(raw.len() <= 75, "{} octets: {raw:?}", raw.len());
        assert!(!raw.trim().is_empty(), "a line of nothing");
        let odd = |c: char| c.is_control() && c != '\t';
        assert!(!raw.contains(odd), "control character: {raw:?}");
        let splits = ['\u{85}', '\u{2028}', '\u{2029}'];
        assert!(!raw.contains(splits), "some readers end the line: {raw:?}");
        match (raw.strip_prefix(' '), lines.last_mut()) {
            (Some(rest), Some(line)) => line.push_str(rest),
            (Some(_), None) => panic!("the file begins with a folded line"),
            (None, _) => lines.push(raw.to_owned()),
        }
    }
    lines
}

fn parse(lines: &[String]) -> Component {
    let mut open = vec![Component::default()];
    for line in lines.iter().map(|l| split(l)) {
        match line.name.as_str() {
            "BEGIN" => open.push(Component {
                name: line.value,
                ..Component::default()
            }),
            "END" => {
                let done = open.pop().unwrap();
                assert_eq!(done.name, line.value, "END of another component");
                open.last_mut().unwrap().inner.push(done);
            }
            _ => {
                let component = open.last_mut().unwrap();
                assert!(
                    component.inner.is_empty(),
                    "{} behind a component",
                    line.name
                );
                component.lines.push(line);
            }
        }
    }
    assert_eq!(open.len(), 1, "not every component ends");
    let mut file = open.remove(0);
    assert!(file.lines.is_empty() && file.inner.len() == 1);
    file.inner.remove(0)
}

/// `NAME;PARAM=value;PARAM="quoted":value`
fn split(line: &str) -> Line {
    let mut quoted = false;
    let mut cuts = vec![];
    let colon = line.char_indices().find(|&(at, c)| {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            cuts.push(at);
        }
        c == ':' && !quoted
    });
    let colon = colon.unwrap_or_else(|| panic!("no colon: {line}")).0;
    cuts.push(colon);
    let name = &line[..cuts[0]];
    let token = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    assert!(!name.is_empty() && name.chars().all(token), "{line}");
    let params = cuts.windows(2).map(|w| {
        let (name, value) = line[w[0] + 1..w[1]].split_once('=').unwrap();
        let plain = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
        let quotes = plain.unwrap_or(value).contains('"');
        let bare = plain.is_none() && value.contains([',', ':']);
        assert!(!quotes && !bare && !value.is_empty(), "{line}");
        (name.to_owned(), plain.unwrap_or(value).to_owned())
    });
    Line {
        name: name.to_owned(),
        params: params.collect(),
        value: line[colon + 1..].to_owned(),
    }
}

/// 3.3.11: the text that an escaped value stands for.
pub(crate) fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c @ ('\\' | ';' | ',')) => text.push(c),
                other => panic!("no escape of RFC 5545: \\{other:?} in {value}"),
            },
            ';' | ',' => panic!("{c} must be escaped in {value}"),
            c => text.push(c),
        }
    }
    text
}
