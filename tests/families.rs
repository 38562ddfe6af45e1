//! Measures which papers are taken for the same one: `cargo run --example families -- [FOLDER…]`.
//!
//! Each folder's files of one name (`a.docx`, `a.pdf`) are the same paper, those of different names are not. From each text
//! file further papers are made: versions of it, which are the same (edits of some words, a moved day, other line breaks,
//! letters read wrongly), and papers from the same template, which are not (another year, meeting, applicant, receiver). Without a
//! folder the papers of `fixtures/` are measured.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a tool for developers, which may stop at the first surprise"
)]

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use archive::{Judgement, Signature};
use fields::Vocabulary;
use formats::{Format, Limits};
use paper::{Document, Paper};

/// The same paper, changed.
#[path = "families/edits.rs"]
mod edits;
/// Other papers from the same template.
#[path = "families/others.rs"]
mod others;

/// A paper as it was read.
struct Read {
    document: Document,
    paper: Paper,
    signature: Signature,
}

impl Read {
    fn new(bytes: &[u8], extension: Option<&str>) -> Option<Self> {
        let format = Format::sniff(bytes, extension)?;
        let mut document = formats::read(format, bytes, &Limits::default()).ok()?;
        fields::mask_personal_data(&mut document);
        let paper = fields::understand(&document, Vocabulary::builtin());
        let signature = Signature::new(&document, &paper);
        Some(Self {
            document,
            paper,
            signature,
        })
    }

    fn text(text: &str) -> Self {
        Self::new(text.as_bytes(), Some("txt")).unwrap()
    }
}

/// What came of the pairs of one sort.
#[derive(Default)]
struct Row {
    pairs: usize,
    linked: usize,
    /// Alike by the rule, and without a key in common.
    unfound: usize,
    /// Why the others are two papers.
    reasons: BTreeMap<String, usize>,
    /// Some that are not as they should be.
    wrong: Vec<String>,
}

#[derive(Default)]
struct Table(BTreeMap<(bool, String), Row>);

impl Table {
    /// Judges a pair that is the same paper, or is not.
    fn judge(&mut self, same: bool, sort: &str, name: &str, a: &Signature, b: &Signature) {
        let row = self.0.entry((same, sort.to_owned())).or_default();
        row.pairs += 1;
        let judgement = a.judge(b);
        let keys = b.keys();
        let found =
            judgement == Judgement::SameText || a.keys().iter().any(|key| keys.contains(key));
        match judgement {
            Judgement::Two(why) => *row.reasons.entry(why.to_string()).or_default() += 1,
            _ if !found => row.unfound += 1,
            _ => row.linked += 1,
        }
        if (judgement.same() && found) != same {
            row.wrong.push(format!("{name}: {judgement:?}"));
        }
    }

    /// How many of the pairs that are the same paper, or are not, were linked, and of how many.
    fn linked(&self, same: bool) -> (usize, usize) {
        let rows = self.0.iter().filter(|((is, _), _)| *is == same);
        rows.fold((0, 0), |(linked, pairs), (_, row)| {
            (linked + row.linked, pairs + row.pairs)
        })
    }

    #[cfg_attr(test, allow(dead_code, reason = "the tests ask for less"))]
    fn print(&self, verbose: bool) {
        println!(
            "| pairs | of | linked | no key in common | kept apart, because |\n|---|---|---|---|---|"
        );
        for ((same, sort), row) in &self.0 {
            let reasons: Vec<String> = row
                .reasons
                .iter()
                .map(|(why, many)| format!("{why} {many}"))
                .collect();
            let what = if *same { "same" } else { "other" };
            println!(
                "| {what}: {sort} | {} | {} | {} | {} |",
                row.pairs,
                row.linked,
                row.unfound,
                reasons.join(", ")
            );
        }
        for same in [true, false] {
            let (linked, pairs) = self.linked(same);
            let what = if same {
                "same, linked"
            } else {
                "other, linked"
            };
            println!("{what}: {linked} of {pairs}");
        }
        for ((_, sort), row) in self.0.iter().filter(|_| verbose) {
            for wrong in row.wrong.iter().take(40) {
                println!("wrong: {sort}: {wrong}");
            }
        }
    }
}

#[cfg_attr(test, allow(dead_code, reason = "the tests ask for less"))]
fn main() {
    let mut folders: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let verbose = folders.iter().any(|folder| folder == Path::new("-v"));
    folders.retain(|folder| folder != Path::new("-v"));
    if folders.is_empty() {
        folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/papers"));
    }
    let mut table = Table::default();
    for folder in &folders {
        measure(folder, &mut table);
    }
    table.print(verbose);
}

fn measure(folder: &Path, table: &mut Table) {
    let papers = papers(folder);
    formats_of(&papers, table);
    let is_text = |name: &Path| name.extension().is_some_and(|e| e == "txt");
    for (name, read) in papers.iter().filter(|(name, _)| is_text(name)) {
        made_of(&name.display().to_string(), read, table);
    }
}

/// The papers of a folder, by their names.
fn papers(folder: &Path) -> Vec<(PathBuf, Read)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    // Beside the layouts lie the texts that they should become.
    let layouts = paths
        .iter()
        .any(|path| path.to_string_lossy().ends_with(".docx.txt"));
    paths.retain(|path| !layouts || path.extension().is_some_and(|e| e != "txt"));
    let read = |path: PathBuf| {
        let extension = path.extension()?.to_str()?.to_owned();
        if extension == "json" {
            return None;
        }
        let read = Read::new(&fs::read(&path).ok()?, Some(&extension))?;
        Some((path.file_name()?.into(), read))
    };
    paths.into_iter().filter_map(read).collect()
}

/// Files of one name are one paper.
fn formats_of(papers: &[(PathBuf, Read)], table: &mut Table) {
    for (at, (name, read)) in papers.iter().enumerate() {
        for (other, theirs) in &papers[at + 1..] {
            let same = stem(name) == stem(other);
            let both = format!("{} {}", name.display(), other.display());
            let sort = if same {
                "formats of one paper"
            } else {
                "papers of one folder"
            };
            table.judge(same, sort, &both, &read.signature, &theirs.signature);
        }
    }
}

fn stem(name: &Path) -> String {
    let stem = name
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    // "lo_" and "__" mark who made one of several files of a paper.
    let stem = stem.split("__").next().unwrap_or_default();
    stem.trim_start_matches("lo_").to_owned()
}

/// Versions of a paper, and others from its template; its drafts against each other too.
fn made_of(name: &str, read: &Read, table: &mut Table) {
    for (sort, text) in edits::versions(&read.document.text) {
        let version = Read::text(&text);
        table.judge(true, &sort, name, &read.signature, &version.signature);
    }
    for (sort, text) in others::papers(read) {
        let other = Read::text(&text);
        table.judge(false, sort, name, &read.signature, &other.signature);
    }
}

/// What the rule reaches on our own papers; a change of it that costs more is seen here.
#[cfg(test)]
#[test]
fn versions_are_linked_and_papers_from_one_template_are_not() {
    let mut table = Table::default();
    measure(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/papers"),
        &mut table,
    );
    let (linked, pairs) = table.linked(true);
    assert!(
        pairs > 500 && linked * 100 >= pairs * 97,
        "{linked} of {pairs}"
    );
    let (linked, pairs) = table.linked(false);
    assert!(pairs > 1000 && linked == 0, "{linked} of {pairs}");
}
