//! Commands with their expected output, in `cases/*.md`.
//!
//! A case is a file of Markdown. Blocks fenced as `sh` are run one after the other, in `fixtures/` and with an archive of
//! the file's own; a block fenced as `output` right after one holds what it must print on standard output, one fenced as
//! `error` a stretch of standard error, and `exit=3` behind `sh` says how it must end (0 where nothing is said).
//! `UPDATE_EXPECT=1 cargo test` rewrites the `output` blocks.

use std::fs;

use crate::support::{Place, first_difference, root, run, updating};

/// A fenced block: what stands behind the fence, and the lines from and to.
struct Block {
    info: String,
    body: String,
    lines: std::ops::Range<usize>,
}

#[test]
fn every_case_prints_what_it_says() {
    let mut files: Vec<_> = fs::read_dir(root().join("tests/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let wrong: Vec<String> = files.iter().flat_map(|file| check(file)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn check(file: &std::path::Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let blocks = blocks(&text);
    let place = Place::new();
    let mut wrong = Vec::new();
    let mut outputs = Vec::new();
    for (index, block) in blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| b.info.starts_with("sh"))
    {
        let ended = run(place.shell(&block.body, &root().join("fixtures")));
        let named = format!(
            "{}: {}",
            file.file_name().unwrap().to_string_lossy(),
            block.body.trim()
        );
        let code = block
            .info
            .split("exit=")
            .nth(1)
            .map_or(0, |code| code.trim().parse().unwrap());
        if ended.code != code {
            wrong.push(format!(
                "{named}\nended with {} and not {code}\n{}",
                ended.code, ended.err
            ));
        }
        for expected in blocks[index + 1..]
            .iter()
            .take_while(|b| !b.info.starts_with("sh"))
        {
            match expected.info.as_str() {
                "output" if expected.body != ended.out => {
                    wrong.push(format!(
                        "{named}\n{}",
                        first_difference(&expected.body, &ended.out)
                    ));
                    outputs.push((expected.lines.clone(), ended.out.clone()));
                }
                "error" if !ended.err.contains(expected.body.trim_end()) => {
                    wrong.push(format!("{named}\nstandard error is\n{}", ended.err));
                }
                _ => {}
            }
        }
    }
    if updating() && !outputs.is_empty() {
        rewrite(file, &text, &outputs);
    }
    wrong
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                open = Some(Block {
                    info: info.to_owned(),
                    body: String::new(),
                    lines: number + 1..number + 1,
                });
            }
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => {
                block.body.push_str(line);
                block.body.push('\n');
                block.lines.end = number + 1;
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    blocks
}

fn rewrite(file: &std::path::Path, text: &str, outputs: &[(std::ops::Range<usize>, String)]) {
    let mut lines: Vec<&str> = text.lines().collect();
    for (range, output) in outputs.iter().rev() {
        lines.splice(range.clone(), output.lines());
    }
    fs::write(file, lines.join("\n") + "\n").unwrap();
}
