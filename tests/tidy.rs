//! Who may import whom, and other rules of the house.

use std::{collections::BTreeMap, fs, path::PathBuf};

use crate::support::root;

/// Our crates, and which of ours each may import; `danish` and `paper` none, siblings never each other.
const IMPORTS: &[(&str, &[&str])] = &[
    ("archive", &["paper"]),
    ("danish", &[]),
    ("export", &["paper"]),
    ("fields", &["danish", "paper"]),
    ("formats", &["paper"]),
    ("index", &["danish", "paper"]),
    ("paper", &[]),
    ("web", &[]),
];

/// Dependencies so heavy that one library's manifest alone may name them; tests make papers with docx-rs and lopdf too.
const HEAVY: &[(&str, &str)] = &[
    ("axum", "web"),
    ("calcard", "export"),
    ("docx-rs", "export"),
    ("hayro-interpret", "formats"),
    ("lopdf", "formats"),
    ("parquet", "export"),
    ("rusqlite", "archive"),
    ("tantivy", "index"),
    ("tokio", "web"),
    ("ureq", "web"),
    ("zip", "formats"),
];

/// Lines that a file of code may have; a file is read at a glance or split.
const LONGEST: usize = 600;

/// The dependencies that a manifest names, of the kind (`dependencies`, `dev-dependencies`).
fn dependencies(name: &str, kind: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
    let section = text
        .split(&format!("[{kind}]\n"))
        .nth(1)
        .unwrap_or_default();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| Some(line.split_once(['.', ' ', '='])?.0.to_owned()))
        .collect()
}

#[test]
fn imports_run_one_way() {
    let ours: Vec<&str> = IMPORTS.iter().map(|(name, _)| *name).collect();
    for (name, allowed) in IMPORTS {
        for kind in ["dependencies", "dev-dependencies"] {
            for import in dependencies(name, kind)
                .iter()
                .filter(|d| ours.contains(&d.as_str()))
            {
                assert!(
                    allowed.contains(&import.as_str()),
                    "{name} must not import {import}"
                );
            }
        }
    }
    let on_disk: Vec<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("Cargo.toml").exists())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        on_disk.len(),
        IMPORTS.len(),
        "a crate that this test does not know: {on_disk:?}"
    );
}

#[test]
fn heavy_dependencies_stand_in_one_manifest() {
    for (heavy, home) in HEAVY {
        for (name, _) in IMPORTS.iter().filter(|(name, _)| name != home) {
            assert!(
                !dependencies(name, "dependencies")
                    .iter()
                    .any(|d| d == heavy),
                "{heavy} belongs to {home} alone"
            );
        }
        let used = ["dependencies", "dev-dependencies"];
        assert!(
            used.iter()
                .any(|kind| dependencies(home, kind).iter().any(|d| d == heavy)),
            "{home} lost {heavy}"
        );
    }
}

/// Where connections may be made or taken: what `SECURITY.md` promises of the rest.
const CONNECTED: &[&str] = &[
    "crates/web/",
    "crates/cli/serve/",
    "crates/cli/reader/sandbox_trial.rs",
];

/// What opens a connection.
const CONNECTIONS: &[&str] = &[
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "UnixStream",
    "UnixListener",
    "ureq::",
    "socket(",
];

#[test]
fn connections_stand_in_two_places() {
    let mut wrong = Vec::new();
    let mut found = 0;
    for file in code() {
        let name = file.strip_prefix(root()).unwrap().display().to_string();
        if !name.starts_with("crates/") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let opens = CONNECTIONS.iter().any(|word| text.contains(word));
        match CONNECTED.iter().any(|place| name.starts_with(place)) {
            true => found += usize::from(opens),
            false if opens => wrong.push(name),
            false => {}
        }
    }
    assert!(wrong.is_empty(), "connections in {wrong:?}");
    assert!(found >= 3, "the words of this test find nothing any more");
}

#[test]
fn files_are_short_and_finished() {
    let mut wrong = BTreeMap::new();
    for file in code() {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(root()).unwrap().display().to_string();
        if text.lines().count() > LONGEST {
            wrong.insert(name.clone(), format!("{} lines", text.lines().count()));
        }
        // What calendars call a thing to do is finished.
        let text = text.replace("VTODO", "");
        for mark in ["TODO", "FIXME", "unimplemented!("] {
            if text.contains(mark) && !name.ends_with("tidy.rs") {
                wrong.insert(name.clone(), mark.to_owned());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// All Rust files of the project.
fn code() -> Vec<PathBuf> {
    let mut folders = vec![root().join("crates"), root().join("tests")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    files
}
