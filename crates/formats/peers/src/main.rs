//! What reading DOCX costs, beside other readers in the same process: `cargo run --release -- FOLDER…`.
//!
//! Every DOCX below the folders that all three read is read once by each reader a round, the readers taking turns; files
//! that one of them panics or overflows at are left out for all. Printed are wall milliseconds over all files, best and
//! median of the rounds, and the ratio to ours.

use std::{
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

const ROUNDS: usize = 5;
/// Files nested so deep that a reader which recurses ends the process are left out by their size unpacked.
const LARGEST: u64 = 4 << 20;

type Read = fn(&[u8]) -> bool;

const READERS: [(&str, Read); 3] = [("udvalg", ours), ("office_oxide", oxide), ("docx-rs", docx_rs)];

fn ours(bytes: &[u8]) -> bool {
    formats::read(formats::Format::Docx, bytes, &formats::Limits::default()).is_ok()
}

fn docx_rs(bytes: &[u8]) -> bool {
    docx_rs::read_docx(bytes).is_ok()
}

fn oxide(bytes: &[u8]) -> bool {
    let format = office_oxide::DocumentFormat::Docx;
    office_oxide::Document::from_reader(std::io::Cursor::new(bytes.to_vec()), format)
        .is_ok_and(|document| !document.plain_text().is_empty())
}

fn main() {
    let work = std::thread::Builder::new().stack_size(256 << 20).spawn(measure);
    work.expect("a thread").join().expect("a whole run");
}

fn measure() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut files = Vec::new();
    for folder in std::env::args_os().skip(1) {
        gather(Path::new(&folder), &mut files);
    }
    let found = files.len();
    files.retain(|bytes| READERS.iter().all(|(_, read)| catch_unwind(|| read(bytes)).unwrap_or(false)));
    println!("{found} files, {} that all read", files.len());
    let mut spent: [Vec<Duration>; READERS.len()] = Default::default();
    for _ in 0..ROUNDS {
        for ((_, read), spent) in READERS.iter().zip(&mut spent) {
            let begun = Instant::now();
            files.iter().for_each(|bytes| {
                let _ = catch_unwind(|| read(bytes));
            });
            spent.push(begun.elapsed());
        }
    }
    let ours = best(&spent[0]);
    for ((name, _), mut spent) in READERS.iter().zip(spent) {
        spent.sort();
        let (best, median) = (best(&spent), spent[ROUNDS / 2].as_secs_f64() * 1e3);
        println!("{name:14} best {best:8.1} ms  median {median:8.1} ms  {:5.2} times ours", best / ours);
    }
}

fn best(spent: &[Duration]) -> f64 {
    spent.iter().min().map_or(0.0, Duration::as_secs_f64) * 1e3
}

fn gather(folder: &Path, files: &mut Vec<Vec<u8>>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let is_docx = path.extension().is_some_and(|ending| ending == "docx");
        if path.is_dir() {
            gather(&path, files);
        } else if is_docx && path.metadata().is_ok_and(|meta| meta.len() < LARGEST) {
            files.extend(fs::read(&path).ok());
        }
    }
}
