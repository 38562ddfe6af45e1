//! What families cost: `cargo bench -p archive --bench families -- 100000 10000`.
//!
//! So many papers of which none is another's version, then so many from one template (95 of a hundred words are the same)
//! of which every tenth comes in a second version; times are of CPU.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a tool for developers, which may stop at the first surprise"
)]

use std::{env, hint::black_box};

use archive::{Access, Archive, Packed, PaperId, Place, Reading, Signature, Versions};
use paper::{BlockKind, Document, Paper};
use rustix::time::{ClockId, clock_gettime};

/// Words of a paper: some 2 KB.
const WORDS: u64 = 300;

/// Seconds of CPU that this thread has used.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// A generator of numbers that are the same everywhere (SplitMix64).
fn random(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |end| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let a = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (b ^ (b >> 31)) % end
    }
}

fn word(number: u64) -> String {
    let letter = |place: u32| char::from(b'a' + (number / 26_u64.pow(place) % 26) as u8);
    (0..4).map(letter).collect::<String>() + "en"
}

/// A word as often as Zipf's law has it, nearly.
fn drawn(random: &mut impl FnMut(u64) -> u64) -> String {
    let steps = random(15);
    word(random(2 << steps))
}

fn unrelated(number: u64) -> String {
    let mut random = random(number);
    (0..WORDS).map(|_| drawn(&mut random) + " ").collect()
}

/// A form: every twentieth word is the applicant's; the second version has other words in three places of a hundred.
fn form(number: u64, version: u64) -> String {
    let (mut blank, mut own, mut edits) = (
        random(u64::MAX),
        random(number + 1_000_000),
        random(number * 2 + version),
    );
    let mut text = String::new();
    for at in 0..WORDS {
        let printed = drawn(&mut blank);
        match () {
            () if at % 20 == 7 => text.push_str(&format!("Navn{} ", word(own(400_000)))),
            () if version > 0 && edits(100) < 3 => text.push_str("ændret "),
            () => text.push_str(&format!("{printed} ")),
        }
    }
    text
}

fn document(text: &str) -> Document {
    let mut document = Document::default();
    document.push(BlockKind::Paragraph, 0, text);
    document
}

fn main() {
    let mut sizes = env::args().filter_map(|arg| arg.parse::<u64>().ok());
    let (many, forms) = (
        sizes.next().unwrap_or(20_000),
        sizes.next().unwrap_or(10_000),
    );
    let texts: Vec<Document> = (0..1000).map(|n| document(&unrelated(n))).collect();
    let start = cpu();
    for text in &texts {
        black_box(Signature::new(text, &Paper::default()));
    }
    println!("a signature: {:.0} µs", (cpu() - start) * 1e6 / 1000.0);

    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
    put_all(
        &mut archive,
        "unrelated",
        (0..many).map(|n| (format!("u{n}"), unrelated(n))),
    );
    let versions = |n: u64| {
        (0..=u64::from(n.is_multiple_of(10))).map(move |v| (format!("f{n}-{v}"), form(n, v)))
    };
    let ids = put_all(
        &mut archive,
        "of one template",
        (0..forms).flat_map(versions),
    );
    let family = |name: &str| {
        let id = ids.iter().find(|(known, _)| known == name).unwrap().1;
        archive.history(id).unwrap().unwrap().founder
    };
    let seconds = (0..forms)
        .step_by(10)
        .filter(|n| family(&format!("f{n}-0")) == family(&format!("f{n}-1")));
    println!(
        "second versions found: {} of {}",
        seconds.count(),
        forms.div_ceil(10)
    );
    let mut founders: Vec<String> = (0..forms).map(|n| family(&format!("f{n}-0"))).collect();
    founders.sort();
    founders.dedup();
    println!(
        "papers of the template taken for another one: {}",
        forms - founders.len() as u64
    );
}

fn put_all(
    archive: &mut Archive,
    what: &str,
    papers: impl Iterator<Item = (String, String)>,
) -> Vec<(String, PaperId)> {
    let versions = Versions {
        reader: 1,
        rules: 1,
        vocabulary: String::new(),
    };
    let (mut ids, mut putting) = (Vec::new(), 0.0);
    let mut papers = papers.peekable();
    while papers.peek().is_some() {
        let mut batch = archive
            .batch("2026-01-05T10:00:00Z".parse().unwrap())
            .unwrap();
        for (name, text) in papers.by_ref().take(256) {
            let (document, paper) = (document(&text), Paper::default());
            let packed = Packed::new(&Reading {
                hash: &name,
                format: "text",
                document: &document,
                paper: &paper,
                versions: &versions,
            });
            let packed = packed.unwrap();
            let place = Place {
                location: &name,
                path: &name,
                size: 1,
                mtime_ns: 1,
            };
            let start = cpu();
            let id = batch.put_read(&place, &packed).unwrap();
            putting += cpu() - start;
            ids.push((name, id));
        }
        batch.commit().unwrap();
    }
    println!(
        "{what}: {} papers, {:.0} µs to put one",
        ids.len(),
        putting * 1e6 / ids.len() as f64
    );
    ids
}
