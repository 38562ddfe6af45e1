//! A run is told of while it goes on, and later.

use crate::support::{Place, run};

fn papers() -> Place {
    let place = Place::new();
    place.write("papers/a.txt", "Notat\n\nVandet stiger igen.\n");
    place.write("papers/b.pdf", "%PDF-1.4\nof which nothing is left");
    place
}

#[test]
fn as_json_each_line_is_an_event() {
    let place = papers();
    let ended = run(place.udvalg(["ingest", "--log", "json", "papers", "nowhere"]));
    assert_eq!((ended.code, ended.out.as_str()), (3, ""), "{}", ended.err);
    let lines = ended.err.lines();
    let events: Vec<serde_json::Value> = lines
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
        .collect();
    let names: Vec<&str> = events
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["message", "begun", "failed", "committed", "ended"]);
    for event in &events {
        let at = event["at"].as_str().unwrap();
        assert!(at.parse::<jiff::Timestamp>().is_ok(), "{at}");
    }
    let [message, begun, failed, committed, ended] = events.as_slice() else {
        panic!("{names:?}")
    };
    assert!(
        message["message"]
            .as_str()
            .unwrap()
            .starts_with("nowhere: ")
    );
    assert_eq!((&begun["run"], &begun["files"]), (&1.into(), &2.into()));
    assert_eq!(
        (&failed["path"], &failed["reason"]),
        (&"b.pdf".into(), &"damaged".into())
    );
    assert_eq!(committed["files"], 2);
    assert_eq!(ended["how"], "done");
    assert_eq!(
        (&ended["read"], &ended["failed"]["damaged"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn an_error_is_an_event_too() {
    let place = papers();
    place.write("archive/strange.txt", "no archive");
    let ended = run(place.udvalg(["ingest", "--log", "json", "papers"]));
    assert_eq!(ended.code, 4);
    let event: serde_json::Value = serde_json::from_str(ended.err.trim()).unwrap();
    assert!(event["message"].as_str().unwrap().contains("is no archive"));
}

#[test]
fn quiet_it_tells_of_errors_alone() {
    let place = papers();
    let ended = run(place.udvalg(["ingest", "-q", "papers"]));
    assert_eq!(
        (ended.code, ended.out, ended.err),
        (
            3,
            String::new(),
            "udvalg: failed: 1 damaged; see `udvalg status --failed`\n".to_owned()
        )
    );
    let ended = run(place.udvalg(["ingest", "-q", "nowhere"]));
    assert!(
        ended.err.contains("nowhere: there is no such file"),
        "{}",
        ended.err
    );
}

#[test]
fn runs_are_remembered() {
    let place = papers();
    let none = run(place.udvalg(["runs"]));
    assert_eq!(none.code, 4, "there is no archive yet: {}", none.err);
    for _ in 0..2 {
        run(place.udvalg(["ingest", "papers"]));
    }
    let table = run(place.udvalg(["runs"])).out;
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let [head, second, first] = rows.as_slice() else {
        panic!("{table}")
    };
    assert_eq!(
        head.join(" "),
        "run when how long read unchanged failed ended"
    );
    // Number, day, minute, seconds and "s", then the figures.
    assert_eq!((first[0], &first[5..]), ("1", &["1", "0", "1", "done"][..]));
    assert_eq!(
        (second[0], &second[5..]),
        ("2", &["0", "1", "0", "done"][..])
    );
    assert_eq!(
        run(place.udvalg(["runs", "-n", "1"])).out.lines().count(),
        2
    );

    let told = run(place.udvalg(["runs", "1"])).out;
    for line in [
        "Run 1: ingest papers",
        "1 read (0.0 MB), 0 unchanged, 1 failed, in ",
        "time: walking ",
        "slow: a.txt (",
        "failed: b.pdf (damaged, 1 kB)",
        "damaged (1)\n  b.pdf\n",
    ] {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&run(place.udvalg(["runs", "1", "--json"])).out).unwrap();
    assert_eq!(json["how"], "done");
    assert_eq!(json["report"]["failed"]["damaged"], 1);
    let none = run(place.udvalg(["runs", "3"]));
    assert_eq!(none.code, 1);
    assert!(none.err.contains("there was no run 3"), "{}", none.err);
}
