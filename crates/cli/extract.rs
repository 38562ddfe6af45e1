//! `udvalg extract`: files to records, without an archive.

use std::{
    collections::BTreeMap,
    io::Write,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::anyhow;
use paper::{Recognised, Record};
use rayon::prelude::*;

use crate::{
    args::{self, When},
    exit::{CONFIGURATION, Failure, Outcome},
    files,
    ocr::{Engine, Recogniser},
    reader::{Kept, Pool, Refusal},
    settings::Configuration,
    terminal,
    within::{Part, Within},
};

/// Files whose records are held at a time: they are read in parallel, and printed in the order in which they are given.
const AT_ONCE: usize = 64;

/// Prints the record (or the text) of each file.
///
/// # Errors
/// Where nothing can be read at all, or standard output is gone.
pub(crate) fn run(args: &args::Extract, configuration: Configuration) -> Result<Outcome, Failure> {
    let pool = Pool::checked(&configuration)?;
    let engine = match args.ocr {
        When::Now => {
            let found = Engine::find(&configuration.settings.ocr);
            Some(found.map_err(|missing| Failure::new(CONFIGURATION, anyhow!("{missing}")))?)
        }
        When::Later | When::Off => None,
    };
    let eyes = Eyes {
        pool: &pool,
        recogniser: engine.as_ref().map(|engine| Recogniser::new(&pool, engine)),
        most: configuration.settings.ocr.pages,
        failed: AtomicBool::new(false),
    };
    let mut out = terminal::out();
    let mut failed = false;
    for some in args.files.chunks(AT_ONCE) {
        let read: Vec<_> = match some {
            // One file needs no threads, which cost as much as a page.
            [path] => vec![read(&eyes, path, args.text)],
            some => some
                .par_iter()
                .map(|path| read(&eyes, path, args.text))
                .collect(),
        };
        pool.usable()?;
        for (path, result) in some.iter().zip(read) {
            match result {
                Ok(printed) => out.write_all(&printed)?,
                Err(refusal) => {
                    failed = true;
                    terminal::say(format_args!(
                        "{}: {}",
                        files::name_of(path),
                        refusal.message
                    ));
                }
            }
        }
        out.flush()?;
    }
    Ok(if failed || eyes.failed.load(Ordering::Relaxed) {
        Outcome::Partly
    } else {
        Outcome::Done
    })
}

/// What files are read by.
struct Eyes<'p> {
    pool: &'p Pool,
    /// Reads pages that are pictures.
    recogniser: Option<Recogniser<'p>>,
    /// Pages of one file that are read so.
    most: usize,
    /// Whether some page could not be read so.
    failed: AtomicBool,
}

impl Eyes<'_> {
    /// What stands on pages that are pictures; that there are such pages is told where they are not read.
    fn see(&self, path: &str, file: &Arc<Kept>, pages: &[u32]) -> BTreeMap<u32, Recognised> {
        let Some(recogniser) = &self.recogniser else {
            let said = [
                "page is a picture; --ocr now reads it",
                "pages are pictures; --ocr now reads them",
            ];
            let count = terminal::counted(pages.len(), said);
            terminal::say(format_args!("{path}: {count}"));
            return BTreeMap::new();
        };
        let read = pages.get(..self.most).unwrap_or(pages);
        if read.len() < pages.len() {
            let (all, most) = (pages.len(), self.most);
            terminal::say(format_args!(
                "{path}: of {all} pages that are pictures the first {most} are read (ocr.pages)"
            ));
        }
        let mut seen = BTreeMap::new();
        for (page, sight) in recogniser.all(file, read, |_| Ok(None), |_| Ok(())) {
            match sight {
                Ok(sight) => drop(seen.insert(page, sight.page)),
                Err(refusal) => {
                    self.failed.store(true, Ordering::Relaxed);
                    terminal::say(format_args!("{path}, page {page}: {}", refusal.message));
                }
            }
        }
        seen
    }
}

/// What is printed of a file: its text, or its record and those of the files within it, a line of JSON each.
fn read(eyes: &Eyes<'_>, path: &Path, text: bool) -> Result<Vec<u8>, Refusal> {
    let pool = eyes.pool;
    let bytes = files::bytes_of(path, pool.limits().file_bytes())?;
    if text {
        let extension = files::extension(path);
        let mut reading = pool.read(&bytes, extension.as_deref())?;
        if reading.is_container {
            return Err(container(
                "holds files and has no text of its own: without --text their records are printed",
            ));
        }
        let unread = reading.document.unread.as_slice();
        if !unread.is_empty() {
            let file = Arc::new(Kept { bytes, extension });
            let seen = eyes.see(&files::name_of(path), &file, unread);
            if !seen.is_empty() {
                let extension = file.extension.as_deref();
                (reading, _) = pool.read_seen(&file.bytes, extension, &seen)?;
            }
        }
        return Ok(reading.document.text.into_bytes());
    }
    let mut printed = Vec::new();
    let mut within = Within::new(pool);
    record(
        eyes,
        &mut within,
        path,
        Part::mother(path, Ok(bytes)),
        &mut printed,
    )?;
    while let Some(part) = within.next() {
        let name = format!("{}{}", files::name_of(path), part.path);
        if let Err(refusal) = record(eyes, &mut within, path, part, &mut printed) {
            // The mother is read; what is within it and is no paper, a sheet or a picture, is told.
            terminal::say(format_args!("{name}: {}", refusal.message));
        }
    }
    if printed.is_empty() {
        return Err(container("holds no paper that can be read"));
    }
    Ok(printed)
}

fn container(message: &str) -> Refusal {
    Refusal::new("container", message)
}

/// Appends a part's record; a container has none.
fn record(
    eyes: &Eyes<'_>,
    within: &mut Within<'_>,
    mother: &Path,
    part: Part,
    printed: &mut Vec<u8>,
) -> Result<(), Refusal> {
    let path = format!("{}{}", files::name_of(mother), part.path);
    let hash = part
        .bytes
        .as_ref()
        .map(|bytes| blake3::hash(bytes).to_hex().to_string());
    let hash = hash.map_err(Clone::clone)?;
    let (reading, paper) = within.read_seeing(part, |bytes, extension, unread| {
        let file = Kept {
            bytes: bytes.to_vec(),
            extension: extension.map(str::to_owned),
        };
        Ok(eyes.see(&path, &Arc::new(file), unread))
    })?;
    if reading.is_container {
        for warning in &reading.document.warnings {
            terminal::say(format_args!("{path}: {}", warning.message));
        }
        return Ok(());
    }
    let record = Record {
        path,
        hash,
        format: reading.format,
        places: Vec::new(),
        paper,
    };
    serde_json::to_writer(&mut *printed, &record)
        .map_err(|e| Refusal::new("record", e.to_string()))?;
    printed.push(b'\n');
    Ok(())
}
