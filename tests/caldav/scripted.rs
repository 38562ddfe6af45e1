//! Servers that do what real ones do seldom.

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{actions, of, papers, push, server::port};
use crate::http::{Scripted, says};

/// What a scripted calendar says of itself, and of the resources in it.
fn listing(head: &str, resources: &[(&str, &str)]) -> String {
    let path = head.split(' ').nth(1).unwrap();
    let mut body =
        "<multistatus xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">".to_owned();
    if head.contains("pth: 0") && path.ends_with('/') || head.to_lowercase().contains("depth: 1") {
        body.push_str(&format!(
            "<response><href>{path}</href><propstat><prop><resourcetype><collection/><C:calendar/></resourcetype></prop>\
             <status>HTTP/1.1 200 OK</status></propstat></response>"
        ));
    }
    for (path, etag) in resources {
        body.push_str(&format!(
            "<response><href>{path}</href><propstat><prop><getetag>\"{etag}\"</getetag></prop>\
             <status>HTTP/1.1 200 OK</status></propstat></response>"
        ));
    }
    says("207 Multi-Status", &[], &(body + "</multistatus>"))
}

fn is_listing(head: &str) -> bool {
    head.to_lowercase().contains("depth: 1")
}

fn url(server: &Scripted) -> String {
    format!("http://{}/c/", server.address)
}

#[test]
fn a_server_without_time_is_asked_again_and_what_was_pushed_is_known() {
    let place = papers();
    let puts = AtomicUsize::new(0);
    let server = Scripted::new(move |head| {
        let path = head.split(' ').nth(1).unwrap().to_owned();
        match (head.split(' ').next().unwrap(), puts.load(Ordering::SeqCst)) {
            // The first entry: no time at first, then it is taken without a tag, which has to be asked for.
            ("PUT", 0) => {
                puts.store(1, Ordering::SeqCst);
                says("503 Service Unavailable", &["Retry-After: 1"], "")
            }
            ("PUT", 1) => {
                puts.store(2, Ordering::SeqCst);
                says("201 Created", &[], "")
            }
            // The second: not for an hour. The next run writes it.
            ("PUT", 2) => {
                puts.store(3, Ordering::SeqCst);
                says("503 Service Unavailable", &["Retry-After: 3600"], "")
            }
            ("PUT", _) => says("201 Created", &["ETag: W/\"2\""], ""),
            (_, _) if path.ends_with(".ics") => listing(head, &[(&path, "1")]),
            (_, 3) if is_listing(head) => listing(head, &[(FIRST.get().unwrap(), "1")]),
            _ => listing(head, &[]),
        }
    });
    let dry = push(&place, &url(&server), &["--dry-run"]);
    FIRST.set(of(&dry, "bådebro", "path")).unwrap();
    let ended = push(&place, &url(&server), &[]);
    assert_eq!(
        (ended.code, actions(&ended)),
        (3, vec!["create bådebro".to_owned()]),
        "{ended:?}"
    );
    assert!(ended.err.contains("asked again in 1 s"), "{ended:?}");
    assert!(
        ended.err.contains("has no time for us (HTTP 503)"),
        "{ended:?}"
    );
    let ended = push(&place, &url(&server), &[]);
    assert_eq!(
        (ended.code, actions(&ended)),
        (0, vec!["create dige".to_owned()]),
        "{ended:?}"
    );
    let puts = server
        .asked()
        .iter()
        .filter(|line| line.starts_with("PUT"))
        .count();
    assert_eq!(puts, 4);
}

/// The path of the entry that is pushed first.
static FIRST: OnceLock<String> = OnceLock::new();

#[test]
fn servers_that_cannot_be_used_are_told() {
    let place = papers();
    place.write("config/udvalg/config.toml", "[caldav]\nseconds = 1\n");
    let told = |url: &str, code: i32, words: &str| {
        let ended = push(&place, url, &[]);
        assert_eq!(ended.code, code, "{url}: {ended:?}");
        assert!(ended.err.contains(words), "{url}: {ended:?}");
    };
    told(
        &format!("http://127.0.0.1:{}/c/", port()),
        3,
        "cannot be reached",
    );
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    told(
        &format!("http://{}/c/", silent.local_addr().unwrap()),
        3,
        "did not answer within 1 seconds",
    );
    let away = Scripted::new(|_| says("302 Found", &["Location: http://127.0.0.2:1/c/?k=v"], ""));
    told(
        &url(&away),
        2,
        "leads to http://127.0.0.2:1/c/: if that is where",
    );
    let round = Scripted::new(|_| says("301 Moved Permanently", &["Location: /c/"], ""));
    told(&url(&round), 2, "again and again");
    let web = Scripted::new(|_| says("200 OK", &[], "<html>Log ind</html>"));
    told(&url(&web), 3, "PROPFIND");
    let odd = Scripted::new(|_| says("207 Multi-Status", &[], "{\"not\": \"XML\"}"));
    told(&url(&odd), 3, "does not answer as a CalDAV server does");
    let broken = Scripted::new(|_| String::new());
    told(&url(&broken), 3, "cannot be reached");
    let empty = Scripted::new(|head| match head.contains("PUT") {
        true => says("507 Insufficient Storage", &[], ""),
        false => listing(head, &[]),
    });
    told(&url(&empty), 3, "2 refused by the server");

    told("http://calendar.invalid/c/", 2, "--insecure");
    told(
        "http://calendar.invalid:hemmelig@127.0.0.1/c/",
        2,
        "do not belong into an address",
    );
    told("calendar", 2, "give an address such as https://");
}

#[test]
fn a_moved_calendar_is_followed_on_its_own_server() {
    let place = papers();
    let server = Scripted::new(|head| match head.split(' ').nth(1).unwrap() {
        "/c/" => says("308 Permanent Redirect", &["Location: /d%2Fe/"], ""),
        _ if head.starts_with("PUT") => says("201 Created", &["ETag: \"1\""], ""),
        _ => listing(head, &[]),
    });
    let ended = push(&place, &url(&server), &[]);
    assert_eq!((ended.code, actions(&ended).len()), (0, 2), "{ended:?}");
    assert!(
        of(&ended, "dige", "path").starts_with("/d%2Fe/"),
        "{ended:?}"
    );
}
