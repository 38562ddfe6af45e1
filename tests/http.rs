//! Requests as they stand on the wire, and servers that say what a test wants them to say.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value))
    }
}

pub(crate) fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    stream
}

/// Sends a request as it stands and reads the answer to the end of the connection.
pub(crate) fn send(address: &str, request: &str) -> Answer {
    let mut stream = connect(address);
    // A server that refuses what it has read so far may close before it has read all.
    let _refused = stream.write_all(request.as_bytes());
    let mut bytes = Vec::new();
    let _reset = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let code = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    Answer {
        code: code.unwrap_or_else(|| panic!("no answer to {request}: {text:?}")),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// A server on a port of the system's choice that answers each request by its first line and its fields, and keeps these.
/// It lives as long as the test's process.
pub(crate) struct Scripted {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    pub(crate) fn new(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let (kept, answer) = (Arc::clone(&asked), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                thread::spawn(move || converse(stream.unwrap(), &kept, &*answer));
            }
        });
        Self { address, asked }
    }

    /// The first lines of the requests so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .map(|head| head.lines().next().unwrap().to_owned())
            .collect()
    }
}

fn converse(stream: TcpStream, asked: &Mutex<Vec<String>>, answer: &dyn Fn(&str) -> String) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if !reader.read_line(&mut head).is_ok_and(|read| read > 0) {
                return;
            }
        }
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.parse::<u64>().unwrap())
        });
        std::io::copy(
            &mut reader.by_ref().take(length.unwrap_or_default()),
            &mut std::io::sink(),
        )
        .unwrap();
        asked.lock().unwrap().push(head.clone());
        let said = answer(&head);
        if said.is_empty() || reader.get_mut().write_all(said.as_bytes()).is_err() {
            return;
        }
    }
}

/// An answer of a scripted server.
pub(crate) fn says(code: &str, fields: &[&str], body: &str) -> String {
    let mut text = format!("HTTP/1.1 {code}\r\nContent-Length: {}\r\n", body.len());
    for field in fields {
        text.push_str(&format!("{field}\r\n"));
    }
    text + "\r\n" + body
}

/// A door to another server that keeps the first lines of all requests that go through it.
pub(crate) struct Door {
    pub(crate) address: String,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Door {
    pub(crate) fn to(server: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (server, seen) = (server.to_owned(), Arc::<Mutex<Vec<u8>>>::default());
        let kept = Arc::clone(&seen);
        thread::spawn(move || {
            for inside in listener.incoming() {
                let inside = inside.unwrap();
                let outside = TcpStream::connect(&server).unwrap();
                let (from, to) = (inside.try_clone().unwrap(), outside.try_clone().unwrap());
                let kept = Arc::clone(&kept);
                thread::spawn(move || pass(from, to, Some(&kept)));
                thread::spawn(move || pass(outside, inside, None));
            }
        });
        Self { address, seen }
    }

    /// The methods of the requests since this was last asked.
    pub(crate) fn methods(&self) -> Vec<String> {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap());
        let text = String::from_utf8_lossy(&seen).into_owned();
        let firsts = text.lines().filter(|line| line.ends_with(" HTTP/1.1"));
        firsts
            .map(|line| {
                let before = line.split(" /").next().unwrap();
                // The line may follow on the body of the request before, which ends without a line end.
                let at = before.rfind(|c: char| !c.is_ascii_uppercase());
                before[at.map_or(0, |at| at + 1)..].to_owned()
            })
            .collect()
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, kept: Option<&Mutex<Vec<u8>>>) {
    let mut buffer = [0; 8192];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        if let Some(kept) = kept {
            kept.lock().unwrap().extend_from_slice(&buffer[..read]);
        }
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _closed = to.shutdown(std::net::Shutdown::Write);
}
