//! What failed, and what an older reader read, is read again.

use archive::{Access, Archive, Failure, Packed, Place as Location, Versions};
use jiff::Timestamp;

use crate::{
    support::{Ended, Place, run},
    within::zipped,
};

fn summary(ended: &Ended) -> serde_json::Value {
    serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{}", ended.err))
}

fn again(place: &Place, args: &[&str]) -> (Ended, serde_json::Value) {
    let args = ["ingest", "--json"].iter().chain(args).copied();
    let ended = run(place.udvalg(args));
    let summary = summary(&ended);
    (ended, summary)
}

/// An archive of two papers and a zip with a third, in which some failed, as if by other readers.
fn made(failures: &[(&str, &str, u32)]) -> Place {
    let place = Place::new();
    place.write("papers/a/en.txt", "Notat en\n\nVandet stiger igen.\n");
    place.write("papers/b/to.txt", "Notat to\n\nVandet stiger igen.\n");
    let zip = zipped(&[("tre.txt", b"Notat tre\n\nVandet stiger igen.\n")]);
    place.write("papers/b/sag.zip", zip);
    let (ended, first) = again(&place, &["papers"]);
    assert_eq!((ended.code, &first["read"]), (0, &3.into()), "{first}");
    let root = place.path("papers").canonicalize().unwrap();
    let mut archive = Archive::open(&place.path("archive"), Access::Write).unwrap();
    let mut batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    for (path, reason, reader) in failures {
        let location = root.join(path).display().to_string();
        let at = Location {
            location: &location,
            path,
            size: 1,
            mtime_ns: 1,
        };
        let failure = Failure {
            reason,
            message: "it did not go well",
            reader: *reader,
        };
        batch.put_failure(&at, &failure).unwrap();
    }
    batch.commit().unwrap();
    place
}

fn failed(place: &Place) -> usize {
    let listed = run(place.udvalg(["status", "--failed", "--json"])).out;
    listed.lines().count()
}

#[test]
fn what_failed_for_a_reason_is_read_again() {
    let now = formats::VERSION;
    let place = made(&[
        ("a/en.txt", "timeout", now),
        ("b/to.txt", "crash", now),
        ("b/sag.zip!/tre.txt", "crash", now),
        ("gone.txt", "crash", now),
    ]);
    let (ended, none) = again(&place, &["--retry", "tiemout"]);
    assert_eq!((ended.code, &none["files"]), (0, &0.into()), "{none}");
    assert!(
        ended
            .err
            .contains("no file failed for tiemout; failed: 3 crash, 1 timeout"),
        "{}",
        ended.err
    );
    let (_, here) = again(&place, &["--retry", "all", "papers/a"]);
    assert_eq!(here["files"], 1, "{here}");
    assert_eq!(failed(&place), 3);
    // The file within the zip is read by reading the zip.
    let (ended, there) = again(&place, &["--retry", "timeout", "--retry", "crash"]);
    assert_eq!(
        (&there["files"], &there["not_there"]),
        (&2.into(), &1.into()),
        "{there}"
    );
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(failed(&place), 1, "what is not there stays listed");
    let count = run(place.udvalg(["search", "--count", "vandet"])).out;
    assert_eq!(count.trim(), "3");
}

#[test]
fn what_an_older_reader_read_or_failed_at_is_read_again_when_asked() {
    let place = made(&[("b/to.txt", "damaged", formats::VERSION - 1)]);
    let root = place.path("papers").canonicalize().unwrap();
    let path = root.join("a/en.txt");
    let meta = path.metadata().unwrap();
    let modified = meta
        .modified()
        .unwrap()
        .duration_since(std::time::UNIX_EPOCH);
    let hash = blake3::hash(&std::fs::read(&path).unwrap()).to_hex();
    let packed = Packed::new(&archive::Reading {
        hash: &hash,
        format: "text",
        document: &paper::Document::default(),
        paper: &paper::Paper::default(),
        versions: &Versions {
            reader: formats::VERSION - 1,
            rules: 1,
            vocabulary: "a1".into(),
        },
    });
    let location = path.display().to_string();
    let at = Location {
        location: &location,
        path: "a/en.txt",
        size: meta.len(),
        mtime_ns: i64::try_from(modified.unwrap().as_nanos()).unwrap(),
    };
    let mut archive = Archive::open(&place.path("archive"), Access::Write).unwrap();
    let mut batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    batch.put_read(&at, &packed.unwrap()).unwrap();
    batch.commit().unwrap();

    let status = run(place.udvalg(["status"])).out;
    assert!(status.contains("1 paper was read by another version: see `udvalg ingest --outdated`"));
    // Unasked, what was read stays as it was read; it is told.
    let told = run(place.udvalg(["ingest", "papers/a"])).err;
    assert!(
        told.contains("1 were read by an older version: `udvalg ingest --outdated`"),
        "{told}"
    );
    let (ended, done) = again(&place, &["--outdated"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(
        (&done["files"], &done["read"]),
        (&2.into(), &2.into()),
        "{done}"
    );
    assert_eq!(failed(&place), 0);
    let (ended, none) = again(&place, &["--outdated"]);
    assert_eq!(none["files"], 0, "{none}");
    assert!(ended.err.contains("no file was read by an older version"));
}

#[test]
fn many_failures_are_listed_shortly_unless_all_are_wanted() {
    let names: Vec<String> = (0..25).map(|number| format!("a/{number:02}.pdf")).collect();
    let failures: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), "damaged", 2))
        .collect();
    let place = made(&failures);
    let short = run(place.udvalg(["status", "--failed"])).out;
    assert!(short.starts_with("damaged (25)\n"), "{short}");
    assert!(
        short.contains("a/19.pdf") && !short.contains("a/20.pdf"),
        "{short}"
    );
    assert!(
        short.contains("and 5 more: `udvalg status --failed --all`"),
        "{short}"
    );
    assert!(short.contains("reader 2, 1970-01-01 01:00"), "{short}");
    let all = run(place.udvalg(["status", "--failed", "--all"])).out;
    assert!(all.contains("a/24.pdf") && !all.contains("more"), "{all}");
}
