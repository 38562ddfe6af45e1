//! An archive is copied, moved, checked, mended and made small.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    bad_input::value,
    support::{Ended, Place, root, run},
};

/// A place with the fixtures' papers in its archive.
fn place() -> Place {
    holding("fixtures/papers")
}

/// A place with these papers in its archive.
fn holding(papers: &str) -> Place {
    let place = Place::new();
    let papers = root().join(papers);
    let ended = run(place.udvalg(["ingest", papers.to_str().unwrap()]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    place
}

fn udvalg<'a>(place: &Place, args: impl IntoIterator<Item = &'a str>) -> Ended {
    run(place.udvalg(args))
}

/// All that an archive answers.
fn answers(place: &Place, folder: &str) -> Vec<String> {
    let asked: [&[&str]; 3] = [
        &["export", "--format", "ndjson"],
        &["calendar"],
        &["search", "udvalget", "--json", "--limit", "100"],
    ];
    let ask = |args: &&[&str]| {
        let ended = udvalg(place, args.iter().copied().chain(["--archive", folder]));
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
        ended.out
    };
    asked.iter().map(ask).collect()
}

#[test]
fn an_archive_moves_in_one_file() {
    let place = place();
    let export = ["archive", "export", "copy"];
    assert_eq!(udvalg(&place, export).code, 0);
    let again = udvalg(&place, export);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("--force"), "{}", again.err);
    assert_eq!(
        udvalg(&place, ["archive", "export", "copy", "--force"]).code,
        0
    );

    let import = ["archive", "import", "copy", "--archive", "moved/here"];
    let ended = udvalg(&place, import);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(answers(&place, "moved/here"), answers(&place, "archive"));
    assert_eq!(
        udvalg(&place, ["archive", "check", "--archive", "moved/here"]).code,
        0
    );
    // What follows is of the copy alone.
    place.write("new.txt", "Notat\n\nVandet stiger.\n");
    udvalg(&place, ["ingest", "new.txt", "--archive", "moved/here"]);
    let count = |folder| {
        udvalg(
            &place,
            ["search", "--count", "--archive", folder, "vandet stiger"],
        )
        .out
    };
    assert_ne!(count("archive"), count("moved/here"));

    let occupied = udvalg(&place, import);
    assert_eq!(occupied.code, 2);
    assert!(
        occupied.err.contains("holds an archive already"),
        "{}",
        occupied.err
    );
}

#[test]
fn what_cannot_be_taken_in_is_refused_and_leaves_nothing() {
    let place = place();
    udvalg(&place, ["archive", "export", "copy"]);
    let whole = fs::read(place.path("copy")).unwrap();
    let mut noise = whole.clone();
    let middle = noise.len() / 8192 * 4096;
    noise[middle..][..4096].fill(0xa5);
    for (bytes, code, words) in [
        (b"Vandet stiger.".as_slice(), 4, "is no archive"),
        (&noise, 3, "nothing was taken"),
        (&whole[..whole.len() / 2], 4, "take another copy"),
    ] {
        place.write("broken", bytes);
        let ended = udvalg(&place, ["archive", "import", "broken", "--archive", "new"]);
        assert_eq!(ended.code, code, "{words}: {}", ended.err);
        assert!(ended.err.contains(words), "{}", ended.err);
        assert!(!place.path("new").exists(), "{words}");
    }
    let nowhere = udvalg(&place, ["archive", "import", "nowhere", "--archive", "new"]);
    assert!(nowhere.err.contains("no such file"), "{}", nowhere.err);
}

/// The check finds this kind of thing there, and mends it.
fn found_and_mended(place: &Place, what: &str, at: &str) {
    let found = udvalg(place, ["archive", "check", "--json"]);
    assert_eq!(found.code, 3, "{what} {at}: {}{}", found.out, found.err);
    for line in found.out.lines() {
        assert_eq!(value(line, "what"), what, "{line}");
        assert!(value(line, "where").ends_with(at), "{at}: {line}");
        assert!(value(line, "advice").contains("--mend"), "{line}");
    }
    let mended = udvalg(place, ["archive", "check", "--mend"]);
    assert_eq!(mended.code, 0, "{what} {at}: {}{}", mended.out, mended.err);
    assert!(mended.out.contains("; mended"), "{}", mended.out);
    let whole = udvalg(place, ["archive", "check"]);
    assert_eq!((whole.code, whole.out.as_str()), (0, ""), "{}", whole.err);
}

/// The files of the index that hold papers.
fn segments(place: &Place) -> Vec<PathBuf> {
    let entries = fs::read_dir(place.path("archive/index")).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| {
        let ending = file.extension().and_then(|e| e.to_str());
        ending.is_some_and(|ending| !["json", "lock"].contains(&ending))
    });
    files.sort();
    files
}

#[test]
fn an_index_that_is_not_what_was_written_is_made_again() {
    let place = holding("fixtures/papers/notat-cykelsti-2016.docx");
    let before = answers(&place, "archive");
    let kinds = segments(&place).len();
    assert!(kinds > 3);
    for number in 0..kinds {
        // Made again, the files have other names and the same kinds.
        let file = segments(&place).swap_remove(number);
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        fs::write(&file, bytes).unwrap();
        found_and_mended(&place, "index", file.extension().unwrap().to_str().unwrap());
    }
    for damage in [
        (|file: &Path| fs::remove_file(file)) as fn(&Path) -> std::io::Result<()>,
        |file| fs::write(file, "x"),
    ] {
        damage(&segments(&place)[0]).unwrap();
        found_and_mended(&place, "index", "");
        damage(&place.path("archive/index/meta.json")).unwrap();
        // Without it there is no index, which the next search makes; that is no fault.
        if place.path("archive/index/meta.json").exists() {
            found_and_mended(&place, "index", "");
        }
        assert_eq!(udvalg(&place, ["archive", "check", "--mend"]).code, 0);
    }
    assert_eq!(answers(&place, "archive"), before);
}

#[test]
fn a_database_that_is_not_what_was_written_is_told() {
    let place = place();
    // What is still in SQLite's log would stand before what is in the file.
    assert_eq!(udvalg(&place, ["archive", "compact"]).code, 0);
    let file = place.path("archive/archive.sqlite");
    let whole = fs::read(&file).unwrap();
    let pages = whole.len() / 4096;
    for page in [0, 2, pages / 2, pages - 1] {
        let mut bytes = whole.clone();
        // The first page begins with what makes it an archive.
        let begin = if page == 0 { 100 } else { page * 4096 };
        bytes[begin..(page + 1) * 4096].fill(0xa5);
        fs::write(&file, bytes).unwrap();
        for args in [&["archive", "check"][..], &["archive", "check", "--mend"]] {
            let ended = udvalg(&place, args.iter().copied());
            assert_eq!(ended.code, 3, "page {page}: {}{}", ended.out, ended.err);
            assert!(
                !ended.out.is_empty() && !ended.err.contains("panicked"),
                "{}",
                ended.err
            );
        }
    }
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let cut = udvalg(&place, ["archive", "check"]);
    assert_eq!(cut.code, 3, "{}{}", cut.out, cut.err);
    assert!(cut.out.contains("archive import"), "{}", cut.out);
}

#[test]
#[cfg(unix)]
fn all_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let papers = root().join("fixtures/papers");
    let line = format!("umask 000; udvalg ingest {}", papers.display());
    assert_eq!(run(place.shell(&line, &place.path(""))).code, 0);
    let whole = udvalg(&place, ["archive", "check"]);
    assert_eq!((whole.code, whole.out.as_str()), (0, ""), "{}", whole.err);
    for name in ["archive.sqlite", "index", "index/meta.json"] {
        let file = place.path("archive").join(name);
        let usual = fs::metadata(&file).unwrap().permissions();
        let wider = fs::Permissions::from_mode(usual.mode() | 0o044);
        fs::set_permissions(&file, wider).unwrap();
        found_and_mended(&place, "rights", name);
        assert_eq!(fs::metadata(&file).unwrap().permissions(), usual);
    }
}

#[test]
fn room_is_given_back() {
    let place = holding("fixtures/papers/notat-cykelsti-2016.docx");
    for round in 0..3 {
        let long: String = (0..5_000)
            .map(|n| format!("{} ", n * (round + 7)))
            .collect();
        place.write("long.txt", format!("Notat\n\n{long}\n"));
        assert_eq!(udvalg(&place, ["ingest", "long.txt"]).code, 0);
    }
    place.write("long.txt", "Notat\n\nVandet stiger.\n");
    udvalg(&place, ["ingest", "long.txt"]);
    let before = (answers(&place, "archive"), segments(&place).len());
    let ended = udvalg(&place, ["archive", "compact"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let sizes = |line: &str| -> Vec<u64> {
        line.split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect()
    };
    let [archive, index] = [0, 1].map(|n| sizes(ended.err.lines().nth(n).unwrap()));
    // Papers that were replaced stay for their history: of the archive only loose pages go.
    assert!(archive[0] >= archive[1], "{}", ended.err);
    assert!(index[0] > index[1], "{}", ended.err);
    assert_eq!(answers(&place, "archive"), before.0);
    assert!(segments(&place).len() < before.1);
    assert_eq!(udvalg(&place, ["archive", "check"]).out, "");
}

/// Files of the archive, those of the index too, in which a word stands as it is.
fn telling_of(place: &Place, word: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![place.path("archive")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read(&path)
                .unwrap()
                .windows(word.len())
                .any(|at| at == word.as_bytes())
            {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn what_was_pruned_is_erased() {
    let place = holding("fixtures/papers/notat-cykelsti-2016.docx");
    let paper = "Notat\n\nKvasirgruppen svarer senest den 3. maj 2022 til kvasirsekretariatet.\n";
    let file = place.write("n.txt", paper);
    assert_eq!(udvalg(&place, ["ingest", "n.txt"]).code, 0);
    let before = answers(&place, "archive");
    let corrected = ["correct", "n.txt", "d1", "--confirm", "--note", "kvasir"];
    assert_eq!(udvalg(&place, corrected).code, 0);
    fs::remove_file(&file).unwrap();
    // A file that is gone is no paper that was pruned.
    let ended = udvalg(&place, ["archive", "erase"]);
    assert!(ended.err.contains("0 papers erased"), "{}", ended.err);
    let folder = place.path("").to_str().unwrap().to_owned();
    assert_eq!(
        udvalg(&place, ["ingest", "--prune", "--include", "*.txt", &folder]).code,
        2
    );
    assert_eq!(
        udvalg(&place, ["ingest", "--prune", "--gone", "n.txt"]).code,
        0
    );
    udvalg(&place, ["calendar"]);
    assert!(!telling_of(&place, "vasir").is_empty());
    let ended = udvalg(&place, ["archive", "erase"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("1 paper erased"), "{}", ended.err);
    let telling = telling_of(&place, "vasir");
    assert!(telling.is_empty(), "{telling:?}");
    assert_eq!(udvalg(&place, ["archive", "check"]).out, "");
    assert!(!udvalg(&place, ["calendar"]).out.contains("vasir"));
    // The file is back, and with it all but what was said by hand.
    place.write("n.txt", paper);
    assert_eq!(udvalg(&place, ["ingest", "n.txt"]).code, 0);
    assert_eq!(answers(&place, "archive")[0], before[0]);
    assert!(udvalg(&place, ["calendar"]).out.contains("vasir"));
    assert_eq!(udvalg(&place, ["archive", "check"]).out, "");
}
