//! Every command of the README runs.

use std::fs;

use crate::support::{Place, root, run};

/// The README's commands: the lines of its blocks fenced as `sh`.
fn commands() -> Vec<String> {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
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
    let all = commands();
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
        commands().iter().any(|command| command == TEST),
        "the README does not say how to test"
    );
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(
        ci.lines().any(|line| line.trim() == TEST),
        ".ci/run does not run {TEST}"
    );
}
