//! Bad input costs the file, never the run: each file ends in the archive or in the list of failures, with a reason.

use std::{fs, path::Path};

use crate::support::{Place, root, run};

/// A fixture in one of the three formats.
fn fixture(extension: &str) -> Vec<u8> {
    let folder = root().join("fixtures/papers");
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    names.sort();
    let first = names
        .iter()
        .find(|name| name.extension().is_some_and(|e| e == extension))
        .unwrap();
    fs::read(first).unwrap()
}

/// Takes `papers` in and gives each failure as "path: code".
fn failures(place: &Place) -> Vec<String> {
    let ended = run(place.udvalg(["ingest", "papers"]));
    assert_eq!(ended.code, 3, "{}", ended.err);
    let listed = run(place.udvalg(["status", "--failed", "--json"]));
    assert_eq!(listed.code, 0, "{}", listed.err);
    listed
        .out
        .lines()
        .map(|line| format!("{}: {}", value(line, "path"), value(line, "code")))
        .collect()
}

/// The text of a key in a line of JSON.
pub(crate) fn value(line: &str, key: &str) -> String {
    let json: serde_json::Value =
        serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    match &json[key] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn count(place: &Place) -> String {
    run(place.udvalg(["search", "--count"]))
        .out
        .trim()
        .to_owned()
}

#[test]
fn a_missing_path_is_told() {
    let place = Place::new();
    let ended = run(place.udvalg(["ingest", "nowhere"]));
    assert_eq!(ended.code, 3);
    assert!(
        ended
            .err
            .contains("nowhere: there is no such file or folder"),
        "{}",
        ended.err
    );
    let ended = run(place.udvalg(["extract", "nowhere.pdf"]));
    assert_eq!((ended.code, ended.out.as_str()), (3, ""));
    assert!(
        ended.err.contains("nowhere.pdf: there is no such file"),
        "{}",
        ended.err
    );
}

#[test]
fn each_bad_file_is_listed_and_the_good_ones_are_in() {
    let place = Place::new();
    place.write(
        "papers/good.txt",
        "Kommissorium for Digeudvalget\n\nSvar senest den 3. maj 2017.\n",
    );
    place.write("papers/empty.txt", "");
    place.write("papers/empty.pdf", "");
    place.write(
        "papers/letter.pdf",
        "Til udvalget\n\nVi svarer senest den 4. maj 2017.\n",
    );
    place.write(
        "papers/noise.docx",
        [0x50, 0x4b, 3, 4, 0xff, 0xff, 0, 0].repeat(40),
    );
    place.write(
        "papers/photo.jpg",
        [0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1],
    );
    let found = failures(&place);
    assert_eq!(
        found,
        [
            "empty.pdf: empty",
            "empty.txt: empty",
            "noise.docx: damaged",
            "photo.jpg: damaged"
        ]
    );
    assert_eq!(
        count(&place),
        "2",
        "the good paper, and the text that is called .pdf"
    );
}

#[test]
fn truncated_papers_are_read_in_part_or_listed() {
    for extension in ["pdf", "docx"] {
        let place = Place::new();
        let whole = fixture(extension);
        place.write(
            &format!("papers/half.{extension}"),
            &whole[..whole.len() / 2],
        );
        place.write(
            &format!("papers/most.{extension}"),
            &whole[..whole.len() * 9 / 10],
        );
        let ended = run(place.udvalg(["ingest", "papers"]));
        let taken: usize = count(&place).parse().unwrap();
        let failed = run(place.udvalg(["status", "--failed", "--json"]))
            .out
            .lines()
            .count();
        assert_eq!(taken + failed, 2, "nothing is lost: {}", ended.err);
        assert_eq!(ended.code, if failed > 0 { 3 } else { 0 });
        let found = run(place.udvalg(["export", "--format", "ndjson"]));
        for line in found.out.lines() {
            assert!(
                line.contains("\"recovered\""),
                "read in part without a warning: {line}"
            );
        }
    }
}

#[test]
fn an_encrypted_pdf_says_what_to_do() {
    let place = Place::new();
    let locked = root().join("fixtures/odd/encrypted.pdf");
    let ended = run(place.udvalg(["extract", locked.to_str().unwrap()]));
    assert_eq!((ended.code, ended.out.as_str()), (3, ""));
    assert!(
        ended
            .err
            .contains("encrypted: it opens with a password only"),
        "{}",
        ended.err
    );
}

#[test]
fn two_hundred_megabytes_are_read_or_refused_soon() {
    let place = Place::new();
    let huge = place.write("papers/huge.txt", "");
    fs::File::options()
        .write(true)
        .open(huge)
        .unwrap()
        .set_len(200 << 20)
        .unwrap();
    let mut lines = "Udvalget holdt møde den 3. maj 2017, og alle var mødt.\n".repeat(20_000);
    lines.push_str("Frist: 1. juni 2017.\n");
    place.write("papers/long.txt", &lines);
    assert_eq!(failures(&place), ["huge.txt: unknown-format"]);
    assert_eq!(count(&place), "1");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_utf8_is_spelled() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let place = Place::new();
    place.write("papers/a.txt", "Notat om diget\n\nVandet stiger.\n");
    let odd = place
        .path("papers")
        .join(OsStr::from_bytes(b"h\xf8ring.txt"));
    fs::write(odd, "Høring om diget\n\nSvar senest den 3. maj 2017.\n").unwrap();
    assert_eq!(run(place.udvalg(["ingest", "papers"])).code, 0);
    let exported = run(place.udvalg(["export", "--format", "ndjson"])).out;
    let paths: Vec<_> = exported.lines().map(|line| value(line, "path")).collect();
    assert_eq!(paths, ["a.txt", "h%F8ring.txt"]);
    assert_eq!(run(place.udvalg(["show", "h%F8ring.txt"])).code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn folders_without_rights_are_listed() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("papers/open.txt", "Notat om diget\n\nVandet stiger.\n");
    place.write("papers/shut/inside.txt", "Notat\n");
    place.write("papers/shut.txt", "Notat\n");
    let set = |name: &str, mode| {
        fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).unwrap()
    };
    set("papers/shut", 0);
    set("papers/shut.txt", 0);
    let ended = as_nobody(&place, &["ingest", "papers"]);
    let listed = as_nobody(&place, &["status", "--failed", "--json"]);
    set("papers/shut", 0o755);
    assert_eq!(ended.code, 3, "{}", ended.err);
    let found: Vec<_> = listed
        .out
        .lines()
        .map(|line| format!("{}: {}", value(line, "path"), value(line, "code")))
        .collect();
    assert_eq!(
        found,
        ["shut: permission", "shut.txt: permission"],
        "{}",
        listed.err
    );
}

/// Runs the binary as a user whom rights bind: for root every folder is open.
#[cfg(target_os = "linux")]
fn as_nobody(place: &Place, args: &[&str]) -> crate::support::Ended {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};
    let root = fs::metadata("/proc/self")
        .map(|meta| std::os::unix::fs::MetadataExt::uid(&meta))
        .unwrap()
        == 0;
    let mut command = place.udvalg(args.iter().copied());
    if root {
        let own = place.path("udvalg");
        if !own.exists() {
            fs::copy(crate::support::binary(), &own).unwrap();
        }
        for folder in [place.path("."), place.path("archive")] {
            fs::create_dir_all(&folder).unwrap();
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let nobody = 65534;
        std::os::unix::fs::chown(place.path("archive"), Some(nobody), Some(nobody)).unwrap();
        let prepared = command;
        command = std::process::Command::new(own);
        command
            .args(args)
            .current_dir(place.path("."))
            .uid(nobody)
            .gid(nobody);
        command.envs(
            prepared
                .get_envs()
                .filter_map(|(key, value)| Some((key, value?))),
        );
    }
    run(command)
}

#[test]
fn an_archive_of_a_later_version_is_left_alone() {
    let place = Place::new();
    place.write("papers/a.txt", "Notat om diget\n\nVandet stiger.\n");
    assert_eq!(run(place.udvalg(["ingest", "papers"])).code, 0);
    let file = place.path("archive/archive.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    // The database's user version, in which the archive keeps its own: big-endian, at 60 (sqlite.org/fileformat.html).
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    remove_log(&place.path("archive"));
    fs::write(&file, &bytes).unwrap();
    for command in [
        vec!["ingest", "papers"],
        vec!["status"],
        vec!["search", "diget"],
    ] {
        let ended = run(place.udvalg(command.iter().copied()));
        assert_eq!(ended.code, 4, "{command:?}: {}", ended.err);
        assert!(ended.err.contains("later version"), "{}", ended.err);
    }
    assert_eq!(fs::read(&file).unwrap(), bytes, "it was written to");
}

/// Without its log a database of SQLite is what its file says.
fn remove_log(folder: &Path) {
    for name in ["archive.sqlite-wal", "archive.sqlite-shm"] {
        if folder.join(name).exists() {
            fs::remove_file(folder.join(name)).unwrap();
        }
    }
}

#[test]
fn a_folder_that_is_no_archive_is_not_taken_for_one() {
    let place = Place::new();
    for command in [
        vec!["status"],
        vec!["search", "diget"],
        vec!["deadlines", "--as-of", "2017-01-01"],
    ] {
        let ended = run(place.udvalg(command.iter().copied()));
        assert_eq!(ended.code, 4, "{command:?}");
        assert!(
            ended.err.contains("udvalg ingest"),
            "it says how to make one: {}",
            ended.err
        );
    }
}
