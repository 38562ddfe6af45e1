//! A calendar on a CalDAV server (RFC 4791).

mod address;
mod client;
mod multistatus;

use std::{collections::BTreeMap, fmt, time::Duration};

use address::Address;
use client::{Ask, Client};
use multistatus::Told;

/// How a server is asked.
#[derive(Clone)]
pub struct Settings<'a> {
    /// The address of a calendar, as a user types it.
    pub address: &'a str,
    /// User and password; sent to the address's own host alone.
    pub credentials: Option<(String, String)>,
    /// Ask by HTTP, which anyone on the way can read, also where that is not this machine.
    pub insecure: bool,
    /// How long a server may take for an answer.
    pub timeout: Duration,
    /// Waits for a server that asks for it, and tells whether to go on.
    pub wait: fn(Duration) -> bool,
}

impl fmt::Debug for Settings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").finish_non_exhaustive()
    }
}

/// Why a server could not be asked, or did not answer as it should. None of it has a password in it.
#[derive(Debug, thiserror::Error)]
pub enum DavError {
    /// The address is none that can be used.
    #[error("the address of the calendar: {0}")]
    Address(&'static str),
    /// It would be asked by HTTP.
    #[error(
        "the calendar's address begins with http: anyone on the way could read the password; give https, or say --insecure"
    )]
    Plain,
    /// There is no connection.
    #[error("{host} cannot be reached")]
    Unreachable {
        /// The host.
        host: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It took too long.
    #[error("{host} did not answer within {seconds} seconds")]
    Slow {
        /// The host.
        host: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The server has no time.
    #[error("{host} has no time for us (HTTP {code}); try again later")]
    Busy {
        /// The host.
        host: String,
        /// What it said.
        code: u16,
    },
    /// User or password are wrong, or there are none.
    #[error("{host} {}", if *given { "does not accept this user and password" } else { "wants a user and a password" })]
    Credentials {
        /// The host.
        host: String,
        /// Whether it was given any.
        given: bool,
    },
    /// It sends us to another server, which is not followed.
    #[error("{host} leads to {to}: if that is where the calendar is, give that address")]
    Elsewhere {
        /// The host.
        host: String,
        /// Where it leads.
        to: String,
    },
    /// What is at the address is no calendar.
    #[error("{address} is no calendar{}", listed(calendars))]
    NoCalendar {
        /// The address.
        address: String,
        /// Calendars that were found by it: name and address.
        calendars: Vec<(String, String)>,
    },
    /// The server refuses.
    #[error("{method} {address}: {} (HTTP {code})", said(*code))]
    Refused {
        /// What was asked.
        method: &'static str,
        /// Of which address.
        address: String,
        /// What it said.
        code: u16,
    },
    /// The answer is not what CalDAV says.
    #[error("{address} does not answer as a CalDAV server does")]
    Unreadable {
        /// The address.
        address: String,
    },
    /// The answer leaves out some of what is there, or names it so that it cannot be found.
    #[error(
        "{address} does not tell of all entries that it has: none can be taken for deleted, so nothing was done"
    )]
    Incomplete {
        /// The address.
        address: String,
    },
    /// It was not waited for any longer.
    #[error("stopped while the server was waited for")]
    Interrupted,
}

/// What a user makes of a code.
fn said(code: u16) -> &'static str {
    match code {
        403 => "it is not allowed",
        404 | 410 => "there is nothing at this address",
        405 | 501 => "the server does not know what is asked; is this the address of a calendar?",
        413 => "the entry is too large for the server",
        415 => "the server takes no such entry",
        507 => "the server has no room left",
        500..=599 => "the server failed",
        _ => "the server refuses it",
    }
}

fn listed(calendars: &[(String, String)]) -> String {
    let lines = calendars
        .iter()
        .map(|(name, address)| format!("\n  {address}  {name}"));
    match calendars {
        [] => ": make one with the server's own means, and give its address".to_owned(),
        _ => format!(
            "; give the address of one of these:{}",
            lines.collect::<String>()
        ),
    }
}

/// A calendar, opened.
pub struct Collection {
    client: Client,
    at: Address,
    ctag: Option<String>,
}

impl fmt::Debug for Collection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collection")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// What a server has at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Its tag.
    pub etag: String,
    /// Its iCalendar text.
    pub text: String,
}

/// What must hold for a resource to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition<'a> {
    /// There is none.
    New,
    /// It has this tag.
    Is(&'a str),
}

/// What became of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It was done. The new tag, where the server tells; one that changed what it was given does not (RFC 4791, 5.3.4).
    Done(Option<String>),
    /// The condition does not hold: another client was there.
    Changed,
    /// Another resource has the UID; its path, where the server tells.
    UidTaken(Option<String>),
}

const DISCOVER: &str = concat!(
    r#"<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" "#,
    r#"xmlns:S="http://calendarserver.org/ns/"><prop><resourcetype/><displayname/><current-user-principal/>"#,
    r#"<C:calendar-home-set/><S:getctag/></prop></propfind>"#
);
const TAGS: &str = r#"<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><getetag/><resourcetype/></prop></propfind>"#;
const XML: (&str, &str) = ("Content-Type", "application/xml; charset=utf-8");
const ICALENDAR: (&str, &str) = ("Content-Type", "text/calendar; charset=utf-8");

impl Collection {
    /// Opens the calendar at an address: one request, which tells that it is one.
    ///
    /// # Errors
    /// Where it is none, with the calendars that can be found from there; else as the server fails.
    pub fn open(settings: &Settings<'_>) -> Result<Self, DavError> {
        let address = Address::typed(settings.address, settings.insecure)?;
        let client = Client::new(settings, &address);
        let (at, told) = match discover(&client, &address) {
            // Who gives a server's name alone is led on from where calendars are looked for (RFC 6764, 5).
            Err(DavError::Refused { .. } | DavError::Unreadable { .. }) if address.path == "/" => {
                discover(&client, &address.at("/.well-known/caldav"))?
            }
            found => found?,
        };
        if !told.is_calendar {
            let calendars = calendars(&client, &at, &told)?;
            return Err(DavError::NoCalendar {
                address: at.to_string(),
                calendars,
            });
        }
        let mut path = at.path.clone();
        if !path.ends_with('/') {
            path.push('/');
        }
        Ok(Self {
            client,
            at: at.at(&path),
            ctag: told.ctag,
        })
    }

    /// Its address in its one form: what is kept of it is kept under this.
    pub fn address(&self) -> String {
        self.at.to_string()
    }

    /// The server's mark of the calendar's state when it was opened, where it gives one: while it stays, nothing in the
    /// calendar has changed.
    pub fn ctag(&self) -> Option<&str> {
        self.ctag.as_deref()
    }

    /// The path of the resource that a UID has here, unless it was put elsewhere by someone else.
    pub fn path_of(&self, uid: &str) -> String {
        format!("{}{}", self.at.path, address::name_of(uid))
    }

    /// The paths and tags of all resources.
    ///
    /// # Errors
    /// As the server fails; [`DavError::Incomplete`] where some of them are not told.
    pub fn list(&self) -> Result<BTreeMap<String, String>, DavError> {
        let told = propfind(&self.client, &self.at, "1", TAGS)?.1;
        let incomplete = || DavError::Incomplete {
            address: self.address(),
        };
        if told.iter().any(|told| told.is_cut_off) {
            return Err(incomplete());
        }
        let mut entries = BTreeMap::new();
        for told in told.into_iter().filter(|told| !told.is_collection) {
            if let Some(etag) = told.etag {
                let at = self.at.below(&told.href).ok_or_else(incomplete)?;
                entries.insert(at.path, etag);
            }
        }
        Ok(entries)
    }

    /// What is at a path; `None` where nothing is.
    ///
    /// # Errors
    /// As the server fails.
    pub fn get(&self, path: &str) -> Result<Option<Resource>, DavError> {
        let answer = self.ask("GET", path, &[], "")?;
        match (answer.code, answer.etag) {
            (404 | 410, _) => Ok(None),
            (200, Some(etag)) => Ok(Some(Resource {
                etag,
                text: answer.text,
            })),
            (200, None) => Ok(self.etag(path)?.map(|etag| Resource {
                etag,
                text: answer.text,
            })),
            (code, _) => Err(self.refused("GET", path, code)),
        }
    }

    /// The path of the resource that has a UID, whatever its name.
    ///
    /// # Errors
    /// As the server fails.
    pub fn find(&self, uid: &str) -> Result<Option<String>, DavError> {
        // Filters beside each other must all hold (RFC 4791, 9.7.1), so that one question cannot ask for either.
        match self.find_component("VEVENT", uid)? {
            None => self.find_component("VTODO", uid),
            found => Ok(found),
        }
    }

    fn find_component(&self, component: &str, uid: &str) -> Result<Option<String>, DavError> {
        let query = format!(
            "{}{component}{}{}{}",
            concat!(
                r#"<?xml version="1.0" encoding="utf-8"?><C:calendar-query xmlns="DAV:" "#,
                r#"xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/></prop><C:filter><C:comp-filter name="VCALENDAR">"#,
                r#"<C:comp-filter name=""#
            ),
            r#""><C:prop-filter name="UID"><C:text-match collation="i;octet">"#,
            quick_xml::escape::escape(uid),
            "</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
        );
        let answer = self.ask("REPORT", &self.at.path, &[("Depth", "1"), XML], &query)?;
        let told = match answer.code {
            207 => multistatus::read(&answer.text),
            code => return Err(self.refused("REPORT", &self.at.path, code)),
        };
        let told = told.ok_or_else(|| self.unreadable())?;
        let mut paths = told.iter().filter_map(|told| self.at.below(&told.href));
        Ok(paths.next().map(|address| address.path))
    }

    /// Writes a resource, if the condition holds.
    ///
    /// # Errors
    /// As the server fails, or refuses this entry.
    pub fn put(
        &self,
        path: &str,
        text: &str,
        condition: Condition<'_>,
    ) -> Result<Written, DavError> {
        let field = match condition {
            Condition::New => ("If-None-Match", "*"),
            Condition::Is(etag) => ("If-Match", etag),
        };
        let answer = self.ask("PUT", path, &[field, ICALENDAR], text)?;
        match answer.code {
            200 | 201 | 204 => Ok(Written::Done(answer.etag)),
            409 | 412 | 403 => {
                let why = multistatus::refusal(&answer.text);
                if why.condition.as_deref() == Some("no-uid-conflict") {
                    let elsewhere = why.href.and_then(|href| self.at.led_to(&href));
                    return Ok(Written::UidTaken(elsewhere.map(|address| address.path)));
                }
                if answer.code == 412 {
                    return Ok(Written::Changed);
                }
                Err(self.refused("PUT", path, answer.code))
            }
            code => Err(self.refused("PUT", path, code)),
        }
    }

    /// Deletes a resource, if it has this tag. One that is gone already counts as deleted.
    ///
    /// # Errors
    /// As the server fails.
    pub fn delete(&self, path: &str, etag: &str) -> Result<Written, DavError> {
        let answer = self.ask("DELETE", path, &[("If-Match", etag)], "")?;
        match answer.code {
            200 | 202 | 204 | 404 | 410 => Ok(Written::Done(None)),
            412 => Ok(Written::Changed),
            code => Err(self.refused("DELETE", path, code)),
        }
    }

    /// The tag of what is at a path.
    fn etag(&self, path: &str) -> Result<Option<String>, DavError> {
        let (_, told) = propfind(&self.client, &self.at.at(path), "0", TAGS)?;
        Ok(told.into_iter().find_map(|told| told.etag))
    }

    fn ask(
        &self,
        method: &'static str,
        path: &str,
        fields: &[(&'static str, &str)],
        body: &str,
    ) -> Result<client::Answer, DavError> {
        let ask = Ask {
            method,
            fields,
            body,
        };
        self.client.ask(&self.at.at(path), ask)
    }

    fn refused(&self, method: &'static str, path: &str, code: u16) -> DavError {
        DavError::Refused {
            method,
            address: self.at.at(path).to_string(),
            code,
        }
    }

    fn unreadable(&self) -> DavError {
        DavError::Unreadable {
            address: self.address(),
        }
    }
}

/// What a server says of an address, and where that was in the end.
fn discover(client: &Client, address: &Address) -> Result<(Address, Told), DavError> {
    let (from, told) = propfind(client, address, "0", DISCOVER)?;
    let first = told.into_iter().next();
    let first = first.ok_or_else(|| DavError::Unreadable {
        address: from.to_string(),
    })?;
    Ok((from, first))
}

fn propfind(
    client: &Client,
    address: &Address,
    depth: &str,
    body: &str,
) -> Result<(Address, Vec<Told>), DavError> {
    let ask = Ask {
        method: "PROPFIND",
        fields: &[("Depth", depth), XML],
        body,
    };
    let answer = client.ask(address, ask)?;
    if answer.code != 207 {
        return Err(DavError::Refused {
            method: "PROPFIND",
            address: answer.from.to_string(),
            code: answer.code,
        });
    }
    let told = multistatus::read(&answer.text).ok_or_else(|| DavError::Unreadable {
        address: answer.from.to_string(),
    })?;
    Ok((answer.from, told))
}

/// The calendars that are found from an address: in the home of whoever asks (RFC 4791, 6.2.1), else below the address.
fn calendars(
    client: &Client,
    at: &Address,
    told: &Told,
) -> Result<Vec<(String, String)>, DavError> {
    let mut home = told.home.clone();
    if let (None, Some(principal)) = (&home, &told.principal)
        && let Some(principal) = at.led_to(principal)
    {
        home = discover(client, &principal)?.1.home;
    }
    let home = home.and_then(|home| at.led_to(&home));
    let (from, listed) = propfind(client, home.as_ref().unwrap_or(at), "1", DISCOVER)?;
    let calendars = listed.into_iter().filter(|told| told.is_calendar);
    Ok(calendars
        .filter_map(|told| {
            let address = from.led_to(&told.href)?.to_string();
            Some((told.name.unwrap_or_default(), address))
        })
        .collect())
}
