//! What a server says of its resources: the XML of WebDAV (RFC 4918, 14.16) and CalDAV (RFC 4791).

use quick_xml::{
    NsReader,
    events::{BytesRef, Event},
    name::{Namespace, ResolveResult},
};

const DAV: &str = "DAV:";
const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";
/// Elements within each other; none of what is read has more than eight.
const DEEPEST: usize = 64;

/// What is said of one resource. Properties that the server refuses are as if they were not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) href: String,
    pub(super) etag: Option<String>,
    pub(super) ctag: Option<String>,
    pub(super) name: Option<String>,
    pub(super) is_calendar: bool,
    pub(super) is_collection: bool,
    /// Whether the server leaves out some of what lies in it (RFC 6578, 3.6).
    pub(super) is_cut_off: bool,
    pub(super) principal: Option<String>,
    pub(super) home: Option<String>,
}

/// Reads a multistatus; `None` where it is none.
pub(super) fn read(xml: &str) -> Option<Vec<Told>> {
    let mut all = Vec::new();
    let mut is_multistatus = false;
    let mut told = Told::default();
    let mut found = Told::default();
    let mut is_refused = false;
    each(xml, |step, within| {
        let names: Vec<&str> = within.iter().map(|tag| &*tag.name).collect();
        match (step, &*names) {
            (Step::Opened, ["multistatus"]) => is_multistatus = true,
            (Step::Opened, ["multistatus", "response"]) => told = Told::default(),
            (Step::Opened, [.., "response", "propstat"]) => {
                found = Told::default();
                is_refused = false;
            }
            (Step::Text(text), [_, "response", "href"]) => told.href = text.to_owned(),
            (Step::Text(text), [_, "response", "propstat", "status"]) => {
                is_refused = !text.contains(" 200");
            }
            (Step::Text(text), [_, "response", "status"]) => {
                told.is_cut_off = text.contains(" 507")
            }
            (_, [_, "response", "propstat", "prop", property @ ..]) => {
                note(&mut found, step, property, within.last());
            }
            (Step::Closed, [_, "response", "propstat"]) if !is_refused => told.take(&found),
            (Step::Closed, [_, "response"]) => all.push(std::mem::take(&mut told)),
            _ => {}
        }
    })?;
    is_multistatus.then_some(all)
}

fn note(found: &mut Told, step: Step<'_>, property: &[&str], tag: Option<&Tag>) {
    let is_caldav = tag.is_some_and(|tag| tag.space == CALDAV);
    match (step, property) {
        (Step::Text(text), ["getetag"]) => found.etag = Some(etag(text)),
        (Step::Text(text), ["getctag"]) => found.ctag = Some(text.to_owned()),
        (Step::Text(text), ["displayname"]) => found.name = Some(text.to_owned()),
        (Step::Opened, ["resourcetype", "calendar"]) => found.is_calendar |= is_caldav,
        (Step::Opened, ["resourcetype", "collection"]) => found.is_collection = true,
        (Step::Text(text), ["current-user-principal", "href"]) => {
            found.principal = Some(text.to_owned());
        }
        (Step::Text(text), ["calendar-home-set", "href"]) => {
            found.home.get_or_insert_with(|| text.to_owned());
        }
        _ => {}
    }
}

impl Told {
    fn take(&mut self, found: &Self) {
        let keep = |own: &mut Option<String>, other: &Option<String>| {
            if own.is_none() {
                own.clone_from(other);
            }
        };
        keep(&mut self.etag, &found.etag);
        keep(&mut self.ctag, &found.ctag);
        keep(&mut self.name, &found.name);
        keep(&mut self.principal, &found.principal);
        keep(&mut self.home, &found.home);
        self.is_calendar |= found.is_calendar;
        self.is_collection |= found.is_collection;
    }
}

/// A tag in the one form in which two are compared and `If-Match` takes them: strong, and in quotes. Some servers leave the
/// quotes out, some proxies call every tag weak.
pub(super) fn etag(text: &str) -> String {
    let text = text.trim();
    let strong = text.strip_prefix("W/").unwrap_or(text);
    format!("\"{}\"", strong.trim_matches('"'))
}

/// Why a write was refused (RFC 4791, 5.3.2.1), as far as it is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The name of the condition that does not hold, such as `no-uid-conflict`.
    pub(super) condition: Option<String>,
    /// Where the resource is that has the UID.
    pub(super) href: Option<String>,
}

/// Reads the body of a refusal; an empty one where it is no XML.
pub(super) fn refusal(xml: &str) -> Refusal {
    let mut refusal = Refusal::default();
    // What was read until something broke is worth telling.
    let _whole = each(xml, |step, within| {
        let names: Vec<&str> = within.iter().map(|tag| &*tag.name).collect();
        match (step, &*names) {
            (Step::Opened, ["error", condition]) => {
                refusal
                    .condition
                    .get_or_insert_with(|| (*condition).to_owned());
            }
            (Step::Text(text), ["error", "no-uid-conflict", "href"]) => {
                refusal.href = Some(text.to_owned());
            }
            _ => {}
        }
    });
    refusal
}

#[derive(Debug, Clone)]
struct Tag {
    space: String,
    name: String,
}

#[derive(Debug, Clone, Copy)]
enum Step<'t> {
    Opened,
    /// All text directly within the element, before it closes.
    Text(&'t str),
    Closed,
}

/// Goes through the elements of WebDAV, CalDAV and their extensions; `None` where it is no XML. Nothing is fetched and no
/// entity beyond XML's five is resolved.
fn each(xml: &str, mut listen: impl FnMut(Step<'_>, &[Tag])) -> Option<()> {
    let mut reader = NsReader::from_str(xml);
    let mut within: Vec<Tag> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    loop {
        let (space, event) = reader.read_resolved_event().ok()?;
        let space = match space {
            ResolveResult::Bound(Namespace(space)) => space,
            _ => DAV,
        };
        match event {
            Event::Start(start) | Event::Empty(start) if within.len() >= DEEPEST => {
                drop(start);
                return None;
            }
            Event::Start(start) => {
                within.push(tag(space, start.local_name().as_ref()));
                texts.push(String::new());
                listen(Step::Opened, &within);
            }
            Event::Empty(start) => {
                within.push(tag(space, start.local_name().as_ref()));
                listen(Step::Opened, &within);
                listen(Step::Closed, &within);
                within.pop();
            }
            Event::End(_) => {
                let text = texts.pop().unwrap_or_default();
                if !text.trim().is_empty() {
                    listen(Step::Text(text.trim()), &within);
                }
                listen(Step::Closed, &within);
                within.pop();
            }
            Event::Text(text) => push(&mut texts, &text.xml10_content()),
            Event::CData(text) => push(&mut texts, &text.xml10_content()),
            Event::GeneralRef(reference) => push(&mut texts, &resolved(&reference)),
            Event::Eof => return within.is_empty().then_some(()),
            _ => {}
        }
    }
}

fn tag(space: &str, name: &str) -> Tag {
    Tag {
        space: space.to_owned(),
        name: name.to_owned(),
    }
}

fn push(texts: &mut [String], text: &str) {
    if let Some(last) = texts.last_mut() {
        last.push_str(text);
    }
}

fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(reference)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_read_whatever_its_prefixes() {
        let xml = r#"<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:cs="http://calendarserver.org/ns/">
            <D:response><D:href>/me/c/</D:href><D:propstat><D:prop>
              <D:resourcetype><D:collection/><C:calendar xmlns:C="urn:ietf:params:xml:ns:caldav"/></D:resourcetype>
              <D:displayname>Frister &amp; m&#xF8;der</D:displayname><cs:getctag>7</cs:getctag></D:prop>
              <D:status>HTTP/1.1 200 OK</D:status></D:propstat>
             <D:propstat><D:prop><D:getetag>"no"</D:getetag></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>
            </D:response>
            <response xmlns="DAV:"><href>/me/c/a.ics</href><propstat><prop><getetag>W/&quot;a b&quot;</getetag></prop>
             <status>HTTP/1.1 200 OK</status></propstat></response></D:multistatus>"#;
        let [calendar, entry] = &read(xml).unwrap()[..] else {
            panic!("two")
        };
        assert_eq!(
            *calendar,
            Told {
                href: "/me/c/".to_owned(),
                ctag: Some("7".to_owned()),
                name: Some("Frister & møder".to_owned()),
                is_calendar: true,
                is_collection: true,
                ..Told::default()
            }
        );
        assert_eq!(entry.href, "/me/c/a.ics");
        assert_eq!(entry.etag.as_deref(), Some("\"a b\""));
    }

    #[test]
    fn what_is_no_listing_is_none() {
        for xml in [
            "",
            "<html><body>Log in</body></html>",
            "{}",
            "<multistatus>",
            "<a></b>",
        ] {
            assert_eq!(read(xml), None, "{xml}");
        }
        let deep = "<a>".repeat(100_000);
        assert_eq!(read(&deep), None);
        let own_calendar = r#"<multistatus xmlns="DAV:"><response><propstat><prop><resourcetype>
            <calendar/></resourcetype></prop></propstat></response></multistatus>"#;
        assert!(
            !read(own_calendar).unwrap()[0].is_calendar,
            "of another namespace"
        );
    }

    #[test]
    fn a_refusal_tells_its_condition() {
        let xml = r#"<error xmlns="DAV:"><C:no-uid-conflict xmlns:C="urn:ietf:params:xml:ns:caldav"><href>/c/b.ics</href></C:no-uid-conflict></error>"#;
        let refusal = refusal(xml);
        assert_eq!(refusal.condition.as_deref(), Some("no-uid-conflict"));
        assert_eq!(refusal.href.as_deref(), Some("/c/b.ics"));
        assert_eq!(super::refusal("nothing of it"), Refusal::default());
    }
}
