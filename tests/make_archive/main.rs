//! Makes an archive of papers to measure with: `cargo run --release --example make_archive -- 20000 FOLDER [--seed N] [--only ENDINGS]`.
//! With `--filled` FOLDER becomes an archive of ours that has them already, each of some 2 KB; nothing is read.
//!
//! The papers are those of the benchmarks of search (`crates/index/benches/corpus`), each made from the seed and its number alone: the
//! same number gives the same bytes on every machine, and the first thousand are the same in an archive of a million. Half of them are
//! shorter than two pages, some have forty; formats come as often as archives have them, and PDF and DOCX with a picture as often as
//! letterheads have one. Folders are those of committees and years; files are as old as the papers.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a tool for developers, which may stop at the first surprise"
)]

use std::{
    env,
    error::Error,
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use index::Entry;
use jiff::civil::Date;
use rayon::prelude::*;

#[path = "../../crates/index/benches/corpus/mod.rs"]
#[allow(dead_code, reason = "made for the benchmark, which uses all of it")]
mod corpus;
/// An archive that has the papers already.
mod filled;
/// Letters and lines of made papers.
#[path = "../letters.rs"]
mod letters;
/// A paper as PDF.
mod print;
/// A paper as the other formats.
mod saved;

use corpus::{Corpus, Random, SEED};

type Made<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How many of a hundred papers have which format.
const FORMATS: &[(&str, usize)] = &[
    ("pdf", 48),
    ("docx", 30),
    ("txt", 10),
    ("html", 4),
    ("rtf", 4),
    ("odt", 2),
    ("eml", 2),
];

/// The shortest and the longest text of a paper in bytes; half of them have less than the square root of both.
const LENGTHS: (f64, f64) = (1_200.0, 60_000.0);

struct Asked {
    papers: u64,
    folder: PathBuf,
    seed: u64,
    only: Vec<String>,
    filled: bool,
}

fn main() -> Made<()> {
    let asked = asked()?;
    let corpus = Corpus::new(asked.seed);
    if asked.filled {
        return filled::fill(&corpus, asked.papers, &asked.folder);
    }
    (1..=asked.papers)
        .into_par_iter()
        .try_for_each(|number| make(&corpus, &asked, number))
}

fn asked() -> Made<Asked> {
    let (mut plain, mut seed, mut only) = (Vec::new(), SEED, Vec::new());
    let mut filled = false;
    let mut given = env::args().skip(1);
    while let Some(arg) = given.next() {
        match arg.as_str() {
            "--seed" => seed = given.next().ok_or("--seed wants a number")?.parse()?,
            "--filled" => filled = true,
            "--only" => {
                let endings = given.next().ok_or("--only wants endings, with commas")?;
                only = endings.split(',').map(str::to_owned).collect();
            }
            _ => plain.push(arg),
        }
    }
    let [papers, folder] = plain.as_slice() else {
        return Err("say how many papers, and to which folder".into());
    };
    Ok(Asked {
        papers: papers.parse()?,
        folder: folder.into(),
        seed,
        only,
        filled,
    })
}

fn make(corpus: &Corpus, asked: &Asked, number: u64) -> Made<()> {
    // Not the numbers that the paper itself is drawn by.
    let mut random = Random::of(!asked.seed, number);
    let ending = ending(&mut random, &asked.only);
    let bytes = LENGTHS.0 * (LENGTHS.1 / LENGTHS.0).powf(random.part());
    let paper = corpus.paper_of(number, bytes as usize);
    let content = match ending.as_str() {
        "pdf" => print::pdf(&paper, &mut random)?,
        "docx" => saved::docx(&paper, &mut random)?,
        "odt" => saved::odt(&paper)?,
        "html" => saved::html(&paper).into_bytes(),
        "rtf" => saved::rtf(&paper).into_bytes(),
        "eml" => saved::mail(&paper).into_bytes(),
        _ => saved::text(&paper, &mut random),
    };
    let path = asked.folder.join(&paper.record.path).with_extension(ending);
    write(&path, &content, &paper)
}

/// A format's ending: of those that are wanted, else as often as they are met.
fn ending(random: &mut Random, only: &[String]) -> String {
    if !only.is_empty() {
        return only[random.below(only.len())].clone();
    }
    let mut left = random.below(100);
    for (ending, share) in FORMATS {
        if left < *share {
            return (*ending).to_owned();
        }
        left -= share;
    }
    "txt".to_owned()
}

fn write(path: &Path, content: &[u8], paper: &Entry) -> Made<()> {
    fs::create_dir_all(path.parent().unwrap())?;
    fs::write(path, content)?;
    let day = paper.record.paper.date.as_ref().map(|date| date.value);
    let age = day.map_or(0, seconds);
    File::open(path)?.set_modified(UNIX_EPOCH + Duration::from_secs(age))?;
    Ok(())
}

/// Noon of a day, in seconds since 1970.
fn seconds(day: Date) -> u64 {
    let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    noon.map_or(0, |noon| {
        u64::try_from(noon.timestamp().as_second()).unwrap_or_default()
    })
}

/// Bytes that no compression makes smaller, as those of a picture are.
fn noise(random: &mut Random, bytes: usize) -> Vec<u8> {
    (0..bytes).map(|_| random.below(256) as u8).collect()
}

/// Letters as Windows wrote them in Western Europe; what it had not, as a question mark.
fn windows_1252(text: &str) -> Vec<u8> {
    let letter = |c| letters::windows_1252(c).unwrap_or(b'?');
    text.chars().map(letter).collect()
}
