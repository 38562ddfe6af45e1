//! What tells of the program itself: manual pages and completions.

use std::{collections::BTreeMap, fs, process::Command};

use crate::support::{Place, ended, run};

/// What `--help` says of the program and of every command below it, by the name of its page.
fn helps(place: &Place) -> BTreeMap<String, String> {
    let mut left = vec![Vec::new()];
    let mut helps = BTreeMap::new();
    while let Some(path) = left.pop() {
        let asked: Vec<String> = path.iter().cloned().chain(["--help".to_owned()]).collect();
        let help = run(place.udvalg(asked.iter().map(String::as_str))).out;
        let listed = help.split("\nCommands:\n").nth(1).unwrap_or_default();
        let lines = listed.lines().take_while(|line| !line.is_empty());
        // A description that is broken goes on further in.
        let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
        for name in names.filter(|name| !name.is_empty() && *name != "help") {
            left.push([&path[..], &[name.to_owned()]].concat());
        }
        helps.insert([&["udvalg".to_owned()], &path[..]].concat().join("-"), help);
    }
    helps
}

/// The long options that a help lists, but for those that every command has.
fn options(help: &str) -> impl Iterator<Item = &str> {
    let lines = help
        .split("\nOptions:\n")
        .nth(1)
        .unwrap_or_default()
        .lines();
    let heads = lines.filter(|line| line.trim_start().starts_with('-'));
    heads.filter_map(|line| {
        let name = line.split_once("--")?.1;
        name.split([' ', ',', '[', '=']).next()
    })
}

#[test]
fn every_command_has_a_page_with_all_its_options() {
    let place = Place::new();
    let helps = helps(&place);
    assert!(helps.len() > 25, "{:?}", helps.keys());
    assert!(
        helps.contains_key("udvalg-archive-check"),
        "{:?}",
        helps.keys()
    );
    let ended = run(place.udvalg(["man", "-o", "deep/pages"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let written = fs::read_dir(place.path("deep/pages")).unwrap();
    let mut pages: Vec<String> = written
        .map(|page| page.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.sort();
    let mut expected: Vec<String> = helps.keys().map(|name| format!("{name}.1")).collect();
    expected.sort();
    assert_eq!(pages, expected);
    for (name, help) in &helps {
        let page = fs::read_to_string(place.path(&format!("deep/pages/{name}.1"))).unwrap();
        assert!(page.contains(&format!(".TH {name} 1")), "{page}");
        for option in options(help) {
            let printed = format!("--{option}").replace('-', "\\-");
            assert!(page.contains(&printed), "{name}.1 lacks {option}");
        }
        let about = help.lines().next().unwrap().trim_end_matches('.');
        let first = about.split([' ', '-', '\'']).next().unwrap();
        assert!(
            page.contains(&format!("{} \\- {first}", name.replace('-', "\\-"))),
            "{page}"
        );
    }
    let program = run(place.udvalg(["man"]));
    let page = fs::read_to_string(place.path("deep/pages/udvalg.1")).unwrap();
    assert_eq!((program.code, program.out), (0, page));
}

/// A setting that is wrong keeps nobody from the manual.
#[test]
fn the_manual_goes_by_no_settings() {
    let place = Place::new();
    place.write("config/udvalg/config.toml", "no settings [");
    assert_eq!(run(place.udvalg(["status"])).code, 4);
    for args in [&["man"][..], &["completions", "fish"]] {
        let ended = run(place.udvalg(args.iter().copied()));
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
    }
    place.write("file", "");
    let ended = run(place.udvalg(["man", "-o", "file"]));
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("file: cannot be made"), "{}", ended.err);
}

/// What bash offers for the words of a command line; the last word is the one that is being typed.
fn offered(place: &Place, words: &[&str]) -> Vec<String> {
    let typed = words.last().unwrap();
    let before = words.iter().rev().nth(1).unwrap();
    let script = format!(
        "set -eu; source ./udvalg.bash; COMP_WORDS=({}); COMP_CWORD={}; _udvalg udvalg '{typed}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.join(" "),
        words.len() - 1
    );
    let mut bash = Command::new("bash");
    bash.args(["-c", &script]).current_dir(place.path(""));
    let ended = run(bash);
    assert_eq!(ended.code, 0, "{words:?}: {}", ended.err);
    ended.out.lines().map(str::to_owned).collect()
}

#[test]
fn bash_takes_the_completions_and_offers_what_there_is() {
    let place = Place::new();
    let script = run(place.udvalg(["completions", "bash"]));
    assert_eq!(script.code, 0, "{}", script.err);
    place.write("udvalg.bash", &script.out);
    let mut bash = Command::new("bash");
    bash.args(["-n", "udvalg.bash"]).current_dir(place.path(""));
    let checked = ended(bash.output().unwrap());
    assert_eq!((checked.code, &*checked.err), (0, ""));
    assert_eq!(offered(&place, &["udvalg", "dead"]), ["deadlines"]);
    assert_eq!(
        offered(&place, &["udvalg", "search", "--hist"]),
        ["--histogram"]
    );
    assert_eq!(
        offered(&place, &["udvalg", "search", "--sort", "dea"]),
        ["deadline"]
    );
    assert_eq!(offered(&place, &["udvalg", "archive", "co"]), ["compact"]);
    let all = offered(&place, &["udvalg", "''"]);
    for hidden in ["reader", "engine"] {
        assert_eq!(run(place.udvalg([hidden, "--help"])).code, 0, "{hidden}");
        assert!(!all.iter().any(|name| name == hidden), "{all:?}");
    }
}

#[test]
fn every_shell_has_completions() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ended = run(place.udvalg(["completions", shell]));
        assert_eq!(ended.code, 0, "{shell}: {}", ended.err);
        assert!(ended.out.contains("deadlines"), "{shell}");
        assert!(!ended.out.contains("Become the program"), "{shell}");
    }
    assert_eq!(run(place.udvalg(["completions", "dos"])).code, 2);
}
