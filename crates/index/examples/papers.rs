//! Writes papers to a folder, for other programs to index: `cargo run --release -p index --example papers -- 10000 FOLDER`.
//!
//! The texts lie under `FOLDER/papers`; `FOLDER/facts.jsonl` says of each, a line a paper, what a table beside a full text would hold.

use std::{
    env, fs,
    io::{self, BufWriter, Write},
    path::Path,
};

use index::Entry;
use serde_json::{Value, json};

#[path = "../benches/corpus/mod.rs"]
#[allow(dead_code, reason = "made for the benchmark, which uses all of it")]
mod corpus;

fn main() -> io::Result<()> {
    let mut asked = env::args().skip(1);
    let papers = asked.next().and_then(|many| many.parse().ok());
    let (Some(papers), Some(folder)) = (papers, asked.next()) else {
        return Err(io::Error::other("say how many papers, and to which folder"));
    };
    write(papers, Path::new(&folder))
}

fn write(papers: u64, folder: &Path) -> io::Result<()> {
    let corpus = corpus::Corpus::new(corpus::SEED);
    fs::create_dir_all(folder)?;
    let mut all = BufWriter::new(fs::File::create(folder.join("facts.jsonl"))?);
    for number in 1..=papers {
        let entry = corpus.paper(number);
        let path = folder.join("papers").join(&entry.record.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &entry.document.text)?;
        writeln!(all, "{}", facts(number, &entry))?;
    }
    all.flush()
}

/// What is counted and sorted by.
fn facts(number: u64, entry: &Entry) -> Value {
    let paper = &entry.record.paper;
    let mut roles: Vec<&str> = paper.dates.iter().map(|date| date.role.word()).collect();
    roles.sort_unstable();
    roles.dedup();
    let date = paper.date.as_ref().map(|date| date.value);
    let title = paper.title.as_ref().map(|title| title.value.as_str());
    let mut organisations: Vec<&str> = Vec::new();
    organisations.extend(paper.organisations.iter().map(|o| o.name.as_str()));
    json!({
        "paper": number,
        "path": entry.record.path,
        "title": title,
        "kind": paper.kind.word(),
        "date": date.map(|day| day.to_string()),
        "year": date.map(jiff::civil::Date::year),
        "organisations": organisations,
        "roles": roles,
    })
}
