//! What reading a PDF costs within one process: `cargo bench -p formats --bench pdf [-- FOLDER…]`.
//!
//! Every PDF below the folders (the project's own papers where none is given) is read several times; printed are CPU
//! milliseconds a page over all files, best and median of the rounds, and the dearest files. Each file is read in a
//! thread with the stack that a reader process has; a file that is refused costs nothing and is counted.
#![allow(clippy::print_stdout)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use formats::{Format, Limits};

const ROUNDS: usize = 5;
const DEAREST: usize = 5;
/// The stack of the thread that reads in a reader process.
const STACK: usize = 64 << 20;

/// One file's bytes and what a reading of it cost, in nanoseconds; the least of the rounds.
struct Case {
    path: PathBuf,
    bytes: Vec<u8>,
    pages: u32,
    least: u64,
}

fn main() {
    let given: Vec<PathBuf> = env::args_os()
        .skip(1)
        .map(PathBuf::from)
        .filter(|path| path.is_dir())
        .collect();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let folders = if given.is_empty() { vec![own] } else { given };
    let work = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || measure(&folders));
    work.expect("a thread").join().expect("a whole run");
}

fn measure(folders: &[PathBuf]) {
    let mut cases = Vec::new();
    let mut refused = 0;
    for folder in folders {
        gather(folder, &mut cases, &mut refused);
    }
    let pages: u32 = cases.iter().map(|case| case.pages).sum();
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let spent: u64 = cases.iter_mut().map(read).sum();
            spent as f64 / 1e6 / f64::from(pages)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    let bytes: usize = cases.iter().map(|case| case.bytes.len()).sum();
    println!(
        "{} files, {refused} refused, {pages} pages, {:.1} MB: CPU ms a page, best {:.3}, median {:.3}",
        cases.len(),
        bytes as f64 / 1e6,
        rounds.first().copied().unwrap_or(0.0),
        rounds.get(ROUNDS / 2).copied().unwrap_or(0.0),
    );
    cases.sort_by_key(|case| std::cmp::Reverse(case.least));
    for case in cases.iter().take(DEAREST) {
        println!(
            "{:9.2} ms {:5} pages  {}",
            case.least as f64 / 1e6,
            case.pages,
            case.path.display()
        );
    }
}

fn gather(folder: &Path, cases: &mut Vec<Case>, refused: &mut usize) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            gather(&path, cases, refused);
            continue;
        }
        let Ok(bytes) = fs::read(&path) else { continue };
        if Format::sniff(&bytes, None) != Some(Format::Pdf) {
            continue;
        }
        match formats::read(Format::Pdf, &bytes, &Limits::default()) {
            Ok(document) => cases.push(Case {
                path,
                bytes,
                pages: document.pages.unwrap_or(1),
                least: u64::MAX,
            }),
            Err(_) => *refused += 1,
        }
    }
}

fn read(case: &mut Case) -> u64 {
    let begun = cpu();
    let read = formats::read(Format::Pdf, &case.bytes, &Limits::default());
    let spent = cpu() - begun;
    drop(std::hint::black_box(read));
    case.least = case.least.min(spent);
    spent
}

/// Nanoseconds of CPU that this thread has had, by Linux's scheduler; elsewhere those of the wall.
fn cpu() -> u64 {
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse().ok())
        .unwrap_or_else(|| {
            let now = std::time::SystemTime::now();
            let since = now.duration_since(std::time::UNIX_EPOCH);
            since.map_or(0, |since| since.as_nanos() as u64)
        })
}
