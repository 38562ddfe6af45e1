//! Servers that do what real ones do seldom.

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{actions, of, papers, push, server::port};
use crate::{
    http::{Scripted, says},
    support::run,
};

/// What a scripted calendar says of itself, and of the resources in it.
fn listing(head: &str, resources: &[(&str, &str)]) -> String {
    multistatus(head, resources, "")
}

/// The same, with more in it.
fn multistatus(head: &str, resources: &[(&str, &str)], more: &str) -> String {
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
    says("207 Multi-Status", &[], &(body + more + "</multistatus>"))
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
    // Its first entry is the one that is pushed first.
    let text = run(place.udvalg(["calendar"])).out;
    let server = Scripted::new(move |head| {
        match (head.split(' ').next().unwrap(), puts.load(Ordering::SeqCst)) {
            // The first entry: no time at first, then it is taken without a tag, so that it has to be looked at.
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
            ("GET", _) => says("200 OK", &["ETag: \"1\""], &text),
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

#[test]
fn what_another_client_wrote_at_once_is_not_taken_for_ours() {
    let place = papers();
    let text = run(place.udvalg(["calendar"])).out;
    let theirs = text.replace("SUMMARY:Frist", "SUMMARY:Husk");
    let server = Scripted::new(move |head| match head.split(' ').next().unwrap() {
        "PUT" => says("201 Created", &[], ""),
        "GET" => says("200 OK", &["ETag: \"9\""], &theirs),
        _ if head.contains(".ics") => listing(head, &[("/c/x.ics", "9")]),
        _ => listing(head, &[]),
    });
    let ended = push(&place, &url(&server), &[]);
    assert_eq!(
        (ended.code, actions(&ended)),
        (
            3,
            vec!["conflict bådebro".to_owned(), "conflict dige".to_owned()]
        ),
        "{ended:?}"
    );
    let told = of(&ended, "bådebro", "detail");
    assert!(told.starts_with("SUMMARY is \"Husk"), "{told}");
}

#[test]
fn a_listing_that_is_not_whole_deletes_nothing() {
    let place = papers();
    let pushes = Arc::new(AtomicUsize::new(0));
    let (asked, names) = (
        Arc::clone(&pushes),
        Arc::new(OnceLock::<Vec<String>>::new()),
    );
    let known = Arc::clone(&names);
    let server = Scripted::new(move |head| {
        if head.starts_with("PUT") {
            return says("201 Created", &["ETag: \"1\""], "");
        }
        let names = known.get().map(Vec::as_slice).unwrap_or_default();
        let here: Vec<_> = names.iter().map(|name| (&**name, "1")).collect();
        let away: Vec<_> = names
            .iter()
            .map(|name| format!("http://inside.invalid/c/{name}"))
            .collect();
        let away: Vec<_> = away.iter().map(|name| (&**name, "1")).collect();
        match (is_listing(head), asked.load(Ordering::SeqCst)) {
            (true, 1) => listing(head, &here),
            (true, 2) => listing(head, &away),
            (true, 3) => multistatus(
                head,
                &here[..1],
                "<response><href>/c/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>",
            ),
            _ => listing(head, &[]),
        }
    });
    let first = push(&place, &url(&server), &[]);
    assert_eq!(
        actions(&first),
        ["create bådebro", "create dige"],
        "{first:?}"
    );
    let name = |word| {
        of(&first, word, "path")
            .trim_start_matches("/c/")
            .to_owned()
    };
    names.set(vec![name("bådebro"), name("dige")]).unwrap();
    for (at, code, words) in [
        (1, 0, "nothing to do"),
        (2, 3, "does not tell of all entries"),
        (3, 3, "does not tell of all entries"),
    ] {
        pushes.store(at, Ordering::SeqCst);
        let ended = push(&place, &url(&server), &[]);
        assert_eq!((ended.code, &*ended.out), (code, ""), "{at}: {ended:?}");
        assert!(ended.err.contains(words), "{at}: {ended:?}");
    }
}
