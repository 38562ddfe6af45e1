//! How fast papers are indexed and found: `cargo bench -p index --bench search -- 10000 100000 1000000`.
//!
//! For each number so many papers are made, one after the other, and indexed in a temporary folder; then each kind of question is asked
//! 300 times, each time with other words of the papers, and the milliseconds are printed as a table (`p99 CPU`: of
//! CPU time alone). `--index FOLDER` asks an index of these papers that is there already (see `make_archive --filled`). `--json FILE` writes the same, and the
//! questions that other programs can answer too, for `peers.py`.
#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]

use std::{env, error::Error, fs, path::Path};

use index::Index;
use serde_json::json;

#[path = "../corpus/mod.rs"]
mod corpus;
mod filling;
mod questions;
mod timing;

use corpus::{Corpus, SEED};
use questions::{Ask, Question, Questions};
use timing::{Begun, Times};

/// How many papers where no number is given.
const PAPERS: u64 = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut sizes = Vec::new();
    let (mut json, mut index) = (None, None);
    let mut given = env::args().skip(1);
    while let Some(arg) = given.next() {
        match arg.as_str() {
            // Cargo's own.
            "--bench" => {}
            "--json" => json = given.next(),
            "--index" => index = given.next(),
            number => sizes.push(number.parse().map_err(|_| format!("no number: {number}"))?),
        }
    }
    let corpus = Corpus::new(SEED);
    if let Some(folder) = index {
        return ask_there(&corpus, folder.as_ref()).map(drop);
    }
    if sizes.is_empty() {
        sizes.push(PAPERS);
    }
    for papers in sizes {
        let said = measure(&corpus, papers)?;
        if let Some(file) = &json {
            fs::write(file, said.to_string())?;
        }
    }
    Ok(())
}

/// Indexes so many papers, asks everything, prints it, and gives it as JSON.
fn measure(corpus: &Corpus, papers: u64) -> Result<serde_json::Value, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let filled = filling::fill(corpus, papers, folder.path())?;
    println!("\n## {papers} papers\n\n{filled}");
    let measures = ask_there(corpus, folder.path())?;
    Ok(json!({
        "papers": papers,
        "cpu": filled.cpu,
        "wall": filled.wall,
        "memory": filled.peak,
        "bytes": filled.bytes,
        "questions": measures,
    }))
}

/// Opens an index of the papers and asks it everything.
fn ask_there(corpus: &Corpus, folder: &Path) -> Result<serde_json::Value, Box<dyn Error>> {
    let begun = Begun::now();
    let index = Index::open(folder)?;
    let (opened, _) = begun.took();
    let mut questions = Questions::new(corpus, &index)?;
    let (papers, words) = (index.papers(), questions.words);
    println!("opened in {opened:.1} ms, {papers} papers, {words} different words\n");
    ask_all(corpus, &index, &mut questions)
}

/// Asks all kinds of questions, a line of the table each.
fn ask_all(
    corpus: &Corpus,
    index: &Index,
    questions: &mut Questions,
) -> Result<serde_json::Value, Box<dyn Error>> {
    println!("| question | such as | found | p50 ms | p99 | max | p99 CPU |");
    println!("|---|---|---|---|---|---|---|");
    let mut measures = serde_json::Map::new();
    for &ask in Ask::ALL {
        let asked = questions.draw(ask);
        let times = Times::of(index, corpus, ask, &asked)?;
        println!("| {} | `{}` | {times} |", ask.word(), asked[0].shown());
        let shown: Vec<_> = asked.iter().map(Question::parts).collect();
        measures.insert(
            ask.word().to_owned(),
            json!({ "p50": times.p50, "p99": times.p99, "found": times.found, "asked": shown }),
        );
    }
    Ok(measures.into())
}
