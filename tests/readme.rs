//! Every command of the READMEs for users runs, and that of the settings leaves none out.

use std::fs;

use crate::support::{Place, root, run};

fn text_of(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

/// The commands of READMEs: the lines of their blocks fenced as `sh`.
fn commands(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside && !line.trim().is_empty() => commands.push(line.trim().to_owned()),
            _ => {}
        }
    }
    commands
}

/// The one command that runs this very test, and is therefore not run by it.
const TEST: &str = "tests/run";

/// What stands before a file or folder that a command makes, or takes up again.
const WRITTEN: &[&str] = &["-o ", "archive export ", "archive import ", "--archive "];

#[test]
fn commands_run_one_after_the_other() {
    let place = Place::new();
    let all = commands(&(text_of("README.md") + &text_of("config/README.md")));
    assert!(all.len() > 3, "the README shows too little: {all:?}");
    for command in all.iter().filter(|command| *command != TEST) {
        // The same program, already built: `cargo run` would build it again in another profile.
        let line = command.replace("cargo run --release --", "udvalg");
        assert!(
            line.contains("udvalg"),
            "{command}: a command that no test understands"
        );
        // What it writes is written beside the archive, not into the repository.
        let line = WRITTEN.iter().fold(line, |line, before| {
            line.replace(before, &format!("{before}{}/", place.path("").display()))
        });
        let ended = run(place.shell(&line, root()));
        assert_eq!(ended.code, 0, "{command}\n{}{}", ended.out, ended.err);
        assert!(
            !(ended.out.is_empty() && ended.err.is_empty()),
            "{command}: it says nothing"
        );
    }
}

#[test]
fn ci_runs_the_test_command_of_the_readme() {
    assert!(
        commands(&text_of("README.md"))
            .iter()
            .any(|command| command == TEST),
        "the README does not say how to test"
    );
    let ci = text_of(".ci/run");
    assert!(
        ci.lines().any(|line| line.trim() == TEST),
        ".ci/run does not run {TEST}"
    );
}

/// The words in backticks of a row that begins with one, and of the rows below it that begin with nothing.
fn told(readme: &str, about: &str) -> Vec<String> {
    let begins = format!("| `{about}`");
    let mut rows = readme.lines().skip_while(|row| !row.starts_with(&begins));
    let first = rows.next();
    let own = first
        .into_iter()
        .chain(rows.take_while(|row| row.starts_with("| |")));
    own.flat_map(|row| row.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_readme_of_the_settings_names_every_key_and_every_group_of_words() {
    let readme = text_of("config/README.md");
    let settings: toml::Table = toml::from_str(&text_of("config/udvalg.toml")).unwrap();
    for (group, keys) in &settings {
        let told = told(&readme, &format!("[{group}]"));
        for key in keys.as_table().unwrap().keys() {
            assert!(
                told.contains(key),
                "[{group}] {key} is not in config/README.md: {told:?}"
            );
        }
    }
    let mut files = 0;
    for entry in fs::read_dir(root().join("config/da")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let words: toml::Table = toml::from_str(&text_of(&format!("config/da/{name}"))).unwrap();
        let told = told(&readme, &name);
        // Those of the calendar are too many to be listed; examples are told of for all files.
        let known = |key: &str| name == "calendar.toml" || ["examples", "not"].contains(&key);
        let missing = words.keys().find(|key| !told.contains(key) && !known(key));
        assert!(
            !told.is_empty() && missing.is_none(),
            "{name}: {missing:?} is not in config/README.md"
        );
        files += 1;
    }
    assert_eq!(files, 14);
}
