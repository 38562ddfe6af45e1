//! CalDAV servers as others run them, each in a folder of its own.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::Command,
};

use super::{PASSWORD, USER, push};
use crate::{
    calendar_programs::python,
    http::{self, Answer, Door},
    support::{Ended, Place, Running, until},
};

/// `me:hemmelig`, as HTTP sends it.
const BASIC: &str = "Authorization: Basic bWU6aGVtbWVsaWc=";

/// A server, in a folder of its own, behind a door that keeps what goes through.
pub(crate) struct Server {
    _running: Running,
    address: String,
    pub(crate) door: Door,
    pub(crate) collection: &'static str,
    _place: Place,
}

/// A port that was free a moment ago: the servers cannot be given one of the system's choice.
pub(crate) fn port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

impl Server {
    fn start(collection: &'static str, arguments: impl Fn(&Place, u16) -> Vec<String>) -> Self {
        let place = Place::new();
        let port = port();
        let mut command = Command::new(python());
        command
            .args(arguments(&place, port))
            .env("XDG_DATA_HOME", place.path("data"))
            .env("HOME", place.path(""));
        let errors = place.path("err");
        let mut running = Running::start(command, &errors);
        let address = format!("127.0.0.1:{port}");
        until("the server listens", || {
            let told = fs::read_to_string(&errors).unwrap_or_default();
            assert_eq!(
                running.ended(),
                None,
                "{} needs packages (tests/run): {told}",
                python().display()
            );
            TcpStream::connect(&address).is_ok()
        });
        Self {
            _running: running,
            door: Door::to(&address),
            address,
            collection,
            _place: place,
        }
    }

    pub(crate) fn radicale() -> Self {
        let server = Self::start("/me/frister/", |place, port| {
            place.write("users", format!("{USER}:{PASSWORD}\n"));
            let text = |name: &str| place.path(name).to_str().unwrap().to_owned();
            [
                "-m",
                "radicale",
                "--config",
                "",
                "--server-hosts",
                &format!("127.0.0.1:{port}"),
                "--storage-filesystem-folder",
                &text("storage"),
                "--auth-type",
                "htpasswd",
                "--auth-htpasswd-filename",
                &text("users"),
                "--auth-htpasswd-encryption",
                "plain",
                "--auth-delay",
                "0",
                "--logging-level",
                "warning",
            ]
            .map(str::to_owned)
            .to_vec()
        });
        assert_eq!(server.ask("MKCALENDAR", "/me/frister/", &[], "").code, 201);
        server
    }

    pub(crate) fn xandikos() -> Self {
        Self::start("/user/calendars/calendar/", |place, port| {
            let text = |name: &str| place.path(name).to_str().unwrap().to_owned();
            [
                "-m",
                "xandikos",
                "serve",
                "-d",
                &text("storage"),
                "--defaults",
                "--state-dir",
                &text("state"),
                "-l",
                "127.0.0.1",
                "-p",
                &port.to_string(),
            ]
            .map(str::to_owned)
            .to_vec()
        })
    }

    /// Another client's request.
    pub(crate) fn ask(&self, method: &str, path: &str, fields: &[&str], body: &str) -> Answer {
        let mut request = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\n{BASIC}\r\nContent-Length: {}\r\n",
            self.address,
            body.len()
        );
        for field in fields {
            request.push_str(&format!("{field}\r\n"));
        }
        http::send(&self.address, &format!("{request}\r\n{body}"))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    /// Another client writes a resource.
    pub(crate) fn put(&self, path: &str, text: &str) {
        let answer = self.ask("PUT", path, &["Content-Type: text/calendar"], text);
        assert!([201, 204].contains(&answer.code), "{answer:?}");
    }

    /// How many resources the calendar has.
    pub(crate) fn resources(&self) -> usize {
        let answer = self.ask("PROPFIND", self.collection, &["Depth: 1"], "");
        assert_eq!(answer.code, 207, "{answer:?}");
        answer.body.matches(".ics</").count()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}{}", self.door.address, self.collection)
    }

    pub(crate) fn push(&self, place: &Place, more: &[&str]) -> Ended {
        push(place, &self.url(), more)
    }
}
