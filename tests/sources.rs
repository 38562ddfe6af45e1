//! What is taken in, and what becomes of files that move, vanish or come back.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::support::{Ended, Place, ended, run};

fn note(number: usize) -> String {
    format!(
        "Notat nr. {number} om diget\n\nUdvalget svarer senest den 3. juni 2017 om strækning {number}.\n"
    )
}

/// Short papers of these names, each of its own bytes.
fn papers(place: &Place, names: &[&str]) {
    for (number, name) in names.iter().enumerate() {
        place.write(name, note(number));
    }
}

/// The summary of an ingest that ends with `code`.
fn ingest<'a>(place: &Place, args: impl IntoIterator<Item = &'a str>, code: i32) -> Value {
    let ended = run(command(place, args));
    assert_eq!(ended.code, code, "{}", ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

fn command<'a>(place: &Place, args: impl IntoIterator<Item = &'a str>) -> Command {
    place.udvalg(["ingest", "--json"].into_iter().chain(args))
}

/// An ingest that is given a list on its standard input.
fn ingest_list(place: &Place, args: &[&str], list: &[u8]) -> Ended {
    let mut command = command(place, args.iter().copied());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(list).unwrap();
    ended(child.wait_with_output().unwrap())
}

/// The paths of all papers, in order.
fn paths(place: &Place) -> Vec<String> {
    let out = run(place.udvalg(["export", "--format", "ndjson"])).out;
    out.lines()
        .map(|line| crate::bad_input::value(line, "path"))
        .collect()
}

/// Some figures of a summary.
fn figures<const N: usize>(summary: &Value, keys: [&str; N]) -> [u64; N] {
    keys.map(|key| {
        summary[key]
            .as_u64()
            .unwrap_or_else(|| panic!("{key}: {summary}"))
    })
}

#[test]
fn globs_and_hidden_files_are_by_choice() {
    let place = Place::new();
    papers(
        &place,
        &[
            "papers/a.txt",
            "papers/sager/b.TXT",
            "papers/sager/kladder/c.txt",
            "papers/.skjult/d.txt",
            "papers/e.md",
        ],
    );
    place.write(
        "config/udvalg/config.toml",
        "[ingest]\nexclude = [\"*.md\"]\n",
    );
    let args = ["--include", "*.txt", "--exclude", "kladder", "papers"];
    assert_eq!(ingest(&place, args, 0)["read"], 2);
    assert_eq!(paths(&place), ["a.txt", "sager/b.TXT"]);
    assert_eq!(ingest(&place, ["--hidden", "papers"], 0)["read"], 2);
    // What is left out now is not gone.
    let left_out = ["--exclude", "sager", "papers"];
    let summary = ingest(&place, left_out, 0);
    assert_eq!(
        figures(&summary, ["unchanged", "missing", "pruned"]),
        [1, 0, 0]
    );
    let all = [
        ".skjult/d.txt",
        "a.txt",
        "sager/b.TXT",
        "sager/kladder/c.txt",
    ];
    assert_eq!(paths(&place), all);
    let wrong = run(place.udvalg(["ingest", "--exclude", "a[", "papers"]));
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}

#[test]
fn a_list_names_files_and_folders() {
    let place = Place::new();
    papers(
        &place,
        &[
            "papers/a.txt",
            "papers/b\nb.txt",
            "andre/c.txt",
            "andre/d.txt",
        ],
    );
    let list = b"\xef\xbb\xbfpapers/a.txt\r\n\n./papers/a.txt\nintet/x.txt\nandre\n";
    let ended = ingest_list(&place, &["--files-from", "-"], list);
    assert_eq!(ended.code, 3, "{}", ended.err);
    let summary: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(
        (&summary["read"], &summary["failed"]["missing"]),
        (&3.into(), &1.into())
    );
    let failed = run(place.udvalg(["status", "--failed"])).out;
    assert!(failed.contains("intet/x.txt"), "{failed}");

    let list = b"papers/b\nb.txt\0papers/a.txt\0";
    let ended = ingest_list(&place, &["--files-from", "-", "-0"], list);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(paths(&place), ["a.txt", "b\nb.txt", "c.txt", "d.txt"]);
    let ended = ingest_list(&place, &["--files-from", "-"], list);
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert!(ended.err.contains("--null"), "{}", ended.err);

    // A file of the list that is gone from a folder that is not.
    fs::remove_file(place.path("papers/a.txt")).unwrap();
    let ended = ingest_list(&place, &["--files-from", "-"], b"papers/a.txt\n");
    let summary: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(summary["missing"], 1, "{summary}");
}

#[test]
fn each_file_is_taken_once_however_often_it_is_named() {
    let place = Place::new();
    papers(
        &place,
        &["papers/a.txt", "papers/sager/b.txt", "papers/.skjult/c.txt"],
    );
    let args = [
        "papers/sager",
        "papers/a.txt",
        "papers",
        "papers/.",
        "papers/sager/b.txt",
        // The walk through the folder does not come there.
        "papers/.skjult/c.txt",
    ];
    assert_eq!(ingest(&place, args, 0)["read"], 3);
    assert_eq!(paths(&place), ["a.txt", "c.txt", "sager/b.txt"]);
    let summary = ingest(&place, args, 0);
    assert_eq!(
        figures(&summary, ["read", "unchanged", "missing"]),
        [0, 3, 0]
    );
}

#[cfg(unix)]
#[test]
fn links_to_folders_are_followed_where_that_is_asked_for() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    papers(
        &place,
        &["papers/sager/a.txt", "andre/b.txt", "andre/c/d.txt"],
    );
    symlink(place.path("andre"), place.path("papers/andre")).unwrap();
    symlink(place.path("andre/c"), place.path("papers/igen")).unwrap();
    symlink(place.path("papers/sager"), place.path("papers/genvej")).unwrap();
    symlink(place.path("papers"), place.path("andre/c/rundt")).unwrap();
    symlink("..", place.path("papers/sager/op")).unwrap();
    let summary = ingest(&place, ["papers"], 0);
    assert_eq!(figures(&summary, ["read", "links_left"]), [1, 4]);
    let ended = run(command(&place, ["--follow", "papers"]));
    let summary: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(figures(&summary, ["read", "unchanged"]), [2, 1]);
    assert!(
        ended.err.contains("papers/sager/op: leads back"),
        "{}",
        ended.err
    );
    assert_eq!(
        paths(&place),
        ["andre/b.txt", "andre/c/d.txt", "sager/a.txt"]
    );
    // Without it what was found by a link stays.
    assert_eq!(ingest(&place, ["papers"], 0)["missing"], 0);
}

#[test]
fn names_are_compared_in_the_order_of_the_archive() {
    let place = Place::new();
    papers(
        &place,
        &[
            "papers/a/x.txt",
            "papers/a.txt",
            "papers/a b/y.txt",
            "papers/a b.txt",
            "papers/a-b/z.txt",
            "papers/a0.txt",
            "papers/a!/b.txt",
            "papers/ærø/å.txt",
            "papers/Z.txt",
        ],
    );
    assert_eq!(ingest(&place, ["papers"], 0)["read"], 9);
    let summary = ingest(&place, ["papers"], 0);
    assert_eq!(
        figures(&summary, ["read", "unchanged", "missing"]),
        [0, 9, 0]
    );
    fs::remove_dir_all(place.path("papers/a!")).unwrap();
    fs::remove_file(place.path("papers/a0.txt")).unwrap();
    assert_eq!(ingest(&place, ["papers"], 0)["missing"], 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_read_and_known_again() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let place = Place::new();
    papers(&place, &["papers/blå/a.txt"]);
    let odd = place.path("papers").join(OsStr::from_bytes(b"bl\xe5"));
    fs::create_dir(&odd).unwrap();
    fs::write(odd.join(OsStr::from_bytes(b"\xe6.txt")), note(1)).unwrap();
    assert_eq!(ingest(&place, ["papers"], 0)["read"], 2);
    assert_eq!(paths(&place), ["bl%E5/%E6.txt", "blå/a.txt"]);
    let summary = ingest(&place, ["papers"], 0);
    assert_eq!(
        figures(&summary, ["read", "unchanged", "missing"]),
        [0, 2, 0]
    );
}

#[test]
fn copies_that_one_run_comes_upon_are_read_once() {
    let place = Place::new();
    let names: Vec<String> = (0..40).map(|n| format!("papers/{n}/a.txt")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    papers(&place, &names);
    for name in &names[1..] {
        fs::copy(place.path("papers/0/a.txt"), place.path(name)).unwrap();
    }
    let mail = "From: a@sund.example\r\nTo: b@aby.example\r\nSubject: Dige\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/plain\r\n\r\nSe bilag.\r\n--x\r\nContent-Type: text/plain; name=bilag.txt\r\n\
        Content-Disposition: attachment; filename=bilag.txt\r\n\r\nDiget er højt nok.\r\n--x--\r\n";
    for number in 0..20 {
        place.write(&format!("papers/{number}/b.eml"), mail);
    }
    let summary = ingest(&place, ["papers"], 0);
    assert_eq!(figures(&summary, ["read", "same"]), [3, 58]);
    assert_eq!(paths(&place).len(), 3);
    let within = run(place.udvalg(["show", "17/b.eml!/bilag.txt"]));
    assert_eq!(within.code, 0, "{}", within.err);
}

#[test]
fn a_paper_that_moves_stays_the_same_paper() {
    let place = Place::new();
    papers(&place, &["papers/a.txt", "papers/b.txt"]);
    ingest(&place, ["papers"], 0);
    let calendar = |place: &Place| run(place.udvalg(["calendar"])).out;
    let before = calendar(&place);
    fs::create_dir(place.path("papers/arkiv")).unwrap();
    fs::rename(
        place.path("papers/a.txt"),
        place.path("papers/arkiv/ny.txt"),
    )
    .unwrap();
    let summary = ingest(&place, ["papers"], 0);
    assert_eq!(
        figures(&summary, ["read", "same", "moved", "missing", "unchanged"]),
        [0, 0, 1, 0, 1],
        "nothing is gone"
    );
    let told = run(place.udvalg(["runs", "2"])).out;
    assert!(told.contains("1 moved") && !told.contains("gone"), "{told}");
    assert_eq!(paths(&place), ["arkiv/ny.txt", "b.txt"]);
    assert_eq!(calendar(&place).lines().count(), before.lines().count());
    let status = run(place.udvalg(["status"])).out;
    assert!(!status.contains("gone"), "{status}");
    let found = run(place.udvalg(["search", "--json", "--folder", "arkiv"])).out;
    assert_eq!(found.lines().count(), 1, "{found}");
    // Other times and the same bytes are no change.
    let file = fs::File::options()
        .write(true)
        .open(place.path("papers/b.txt"))
        .unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    for _ in 0..2 {
        let summary = ingest(&place, ["papers"], 0);
        assert_eq!(figures(&summary, ["read", "same", "unchanged"]), [0, 0, 2]);
    }
}

#[test]
fn what_is_gone_stays_with_a_mark_until_it_is_pruned() {
    let place = Place::new();
    papers(&place, &["papers/a.txt", "papers/b.txt"]);
    ingest(&place, ["papers"], 0);
    fs::remove_file(place.path("papers/a.txt")).unwrap();
    assert_eq!(ingest(&place, ["papers"], 0)["missing"], 1);
    assert_eq!(ingest(&place, ["papers"], 0)["missing"], 0, "told once");
    let marked = |args: &[&str]| run(place.udvalg(args.iter().copied())).out;
    let found = marked(&["search", "--sort", "date", "diget"]);
    assert!(
        found.contains("a.txt · gone") && !found.contains("b.txt · gone"),
        "{found}"
    );
    assert!(marked(&["search", "--json", "diget"]).contains(r#""gone":true"#));
    assert!(marked(&["show", "a.txt"]).contains("a.txt · gone"));
    let due = marked(&["deadlines", "--as-of", "2017-01-01"]);
    assert!(
        due.contains("a.txt · gone") && !due.contains("b.txt · gone"),
        "{due}"
    );
    let due = marked(&["deadlines", "--as-of", "2017-01-01", "--json"]);
    assert_eq!(due.matches(r#""gone":true"#).count(), 1, "{due}");
    for told in [
        marked(&["calendar", "--json"]),
        marked(&["export", "--format", "html", "--as-of", "2017-01-01"]),
    ] {
        assert_eq!(
            told.matches("Filen er væk fra sin plads.").count(),
            1,
            "{told}"
        );
    }
    let table = marked(&["export", "--format", "csv", "--table", "papers"]);
    assert_eq!(table.matches(";ja\r\n").count(), 1, "{table}");
    let summary = ingest(&place, ["--prune", "papers"], 0);
    assert_eq!(figures(&summary, ["missing", "pruned"]), [0, 1]);
    assert_eq!(paths(&place), ["b.txt"]);
    assert_eq!(marked(&["search", "--count", "diget"]).trim(), "1");
    assert_eq!(
        marked(&["deadlines", "--as-of", "2017-01-01", "--json"])
            .lines()
            .count(),
        1
    );
    papers(&place, &["papers/a.txt"]);
    let summary = ingest(&place, ["papers"], 0);
    assert_eq!(figures(&summary, ["read", "same", "back"]), [0, 0, 1]);
    let told = marked(&["runs", "5"]);
    assert!(told.contains("1 back, pruned before"), "{told}");
    assert_eq!(paths(&place), ["a.txt", "b.txt"]);
}

#[test]
fn a_folder_that_vanished_or_is_empty_takes_nothing_along() {
    let place = Place::new();
    papers(&place, &["papers/a.txt", "papers/sager/b.txt"]);
    ingest(&place, ["papers"], 0);
    fs::rename(place.path("papers"), place.path("andetsteds")).unwrap();
    let refused = |what: &str| {
        let ended = run(command(&place, ["--prune", "papers"]));
        assert_eq!(ended.code, 3);
        let told = ended.err.contains(what)
            && ended.err.contains("2 files known")
            && ended.err.contains("--gone");
        assert!(told, "{}", ended.err);
        assert_eq!(paths(&place).len(), 2);
        let status = run(place.udvalg(["status"])).out;
        assert!(!status.contains("gone"), "{status}");
    };
    refused("there is no such file or folder");
    place.write("papers/tom/.ikke-monteret", "");
    refused("holds no papers any more");
    let summary = ingest(&place, ["--gone", "papers"], 0);
    assert_eq!(figures(&summary, ["missing", "pruned"]), [2, 0]);
    fs::remove_dir_all(place.path("papers")).unwrap();
    fs::rename(place.path("andetsteds"), place.path("papers")).unwrap();
    let summary = ingest(&place, ["papers"], 0);
    assert_eq!(
        figures(&summary, ["read", "unchanged"]),
        [0, 2],
        "back as they were"
    );
    fs::remove_dir_all(place.path("papers")).unwrap();
    // Also what an earlier run noted as gone is pruned.
    for (args, counts) in [(&["--gone"][..], [2, 0]), (&["--gone", "--prune"], [0, 2])] {
        let summary = ingest(&place, [args, &["papers"][..]].concat(), 0);
        assert_eq!(figures(&summary, ["missing", "pruned"]), counts);
    }
    assert!(paths(&place).is_empty());
    // The index still has the words: they are no help to anyone.
    let nothing = run(place.udvalg(["search", "diger"]));
    assert_eq!(nothing.err, "udvalg: nothing found\n");
}

/// Where root runs it nothing is told: root reads what it may not.
#[cfg(unix)]
#[test]
fn what_cannot_be_read_now_is_tried_again() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    papers(&place, &["papers/a.txt", "papers/sager/b.txt"]);
    place.write("papers/lyv.pdf", "%PDF-1.4 and nothing else");
    ingest(&place, ["papers"], 3);
    let rights = |name: &str, mode| {
        fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    papers(
        &place,
        &["papers/a.txt", "papers/sager/b.txt", "papers/c.txt"],
    );
    rights("papers/c.txt", 0);
    rights("papers/sager", 0);
    if fs::read(place.path("papers/c.txt")).is_ok() {
        return;
    }
    for _ in 0..2 {
        let summary = ingest(&place, ["papers"], 3);
        assert_eq!(summary["failed"]["permission"], 2, "{summary}");
        // The other one failed by its bytes, and what is below the folder is not gone.
        assert_eq!(figures(&summary, ["failed_before", "missing"]), [1, 0]);
    }
    rights("papers/c.txt", 0o644);
    rights("papers/sager", 0o755);
    let summary = ingest(&place, ["papers"], 0);
    assert_eq!(
        figures(&summary, ["read", "unchanged", "failed_before"]),
        [1, 2, 1]
    );
}

/// A share of the test's own that goes away once the first file was read.
#[cfg(target_os = "linux")]
#[test]
fn a_share_that_goes_away_is_read_on_when_it_is_back() {
    let place = Place::new();
    for number in 0..120 {
        place.write(&format!("kilde/{number:03}.txt"), note(number));
    }
    fs::create_dir(place.path("share")).unwrap();
    let reader = place.write(
        "reader.sh",
        "#!/bin/sh\numount -l share 2> /dev/null\nexec udvalg reader\n",
    );
    fs::set_permissions(&reader, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let script = "mount --bind kilde share || exit 77
        UDVALG_READER=./reader.sh udvalg ingest --json --jobs 1 --prune share > away.out 2> away.err; echo $? > away.code
        udvalg status --failed --json > failed.out
        mount --bind kilde share || exit 77
        udvalg ingest --json share > back.out 2> back.err; echo $? > back.code
        udvalg status --failed --json > none.out";
    place.write("script.sh", script);
    let unshare = "unshare --user --map-root-user --mount sh script.sh";
    let ended = place.shell(unshare, &place.path(".")).output().unwrap();
    assert_ne!(
        ended.status.code(),
        Some(77),
        "no share can be mounted here: {ended:?}"
    );
    let read = |name: &str| fs::read_to_string(place.path(name)).unwrap_or_default();
    assert_eq!(read("away.code").trim(), "3", "{}", read("away.err"));
    assert!(
        read("away.err").contains("went away"),
        "{}",
        read("away.err")
    );
    let summary: Value = serde_json::from_str(&read("away.out")).unwrap();
    let [taken, left, pruned] = figures(&summary, ["read", "unreached", "pruned"]);
    assert!((1..60).contains(&taken) && left > 0, "{summary}");
    assert_eq!(pruned, 0, "{summary}");
    // Some were tried before it was noticed, and no more.
    let tried = read("failed.out").lines().count() as u64;
    assert_eq!(taken + left + tried, 120, "{summary}");
    assert_eq!(read("back.code").trim(), "0", "{}", read("back.err"));
    let summary: Value = serde_json::from_str(&read("back.out")).unwrap();
    assert_eq!(
        figures(&summary, ["read", "unchanged"]),
        [120 - taken, taken]
    );
    assert_eq!(read("none.out"), "");
}
