//! What `tests/compare` keeps is what it makes.

use std::process::Command;

use crate::{
    calendar_programs::python,
    support::{ended, root},
};

/// Runs a script of `tests/compare`, which leaves nothing behind.
fn compare(script: &str, arg: &str) {
    let mut run = Command::new(python());
    run.args(["-B", script, arg])
        .current_dir(root().join("tests/compare"));
    let ended = ended(run.output().unwrap());
    assert_eq!(ended.code, 0, "{script} {arg}: {}{}", ended.out, ended.err);
}

#[test]
fn the_picture_of_growth_is_that_of_its_measurements() {
    compare("growth.py", "--check");
}

#[test]
fn the_comparison_can_be_started() {
    compare("run", "--help");
}
