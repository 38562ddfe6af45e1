//! Makes scans of papers and tells what is read of them, beside tesseract alone on the same pictures:
//!
//! `cargo run --release --example scans -- [--only KIND[,KIND]] [--save FOLDER] [--cache FOLDER] [--pictures FOLDER] [--ours] [--raw] [--write FOLDER] FILE.pdf…`
//!
//! The truth of `FILE.pdf` is `FILE.txt`; pages are drawn at 300 dots to an inch and damaged by seed. Words are compared as bags, as
//! in most measures of readers: recall of all words, and of those with æ, ø, å. A file whose pages are pictures already
//! (`--only clean`) is read as it is. `--pictures` keeps
//! the last picture that was prepared, `--ours` leaves tesseract alone out, `--raw` mends no words. Tesseract with its Danish model has to be installed.
//!
//! `--write` reads nothing: it writes the scans as PDFs into `FOLDER/KIND`, and each paper's `FILE.gold.json` beside its scan, to be ingested or scored.

mod compare;
mod degrade;
#[path = "../tesseract.rs"]
mod tesseract;
mod written;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{env, fs, thread};

use compare::Tally;
use degrade::Damage;
use formats::{Format, Limits, Raster};
use paper::Recognised;

/// What was asked for.
#[derive(Default)]
struct Plan {
    files: Vec<PathBuf>,
    only: Vec<String>,
    save: Option<PathBuf>,
    cache: Option<PathBuf>,
    pictures: Option<PathBuf>,
    ours_only: bool,
    raw: bool,
    write: Option<PathBuf>,
}

fn plan() -> Plan {
    let mut plan = Plan::default();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut folder = || arguments.next().map(PathBuf::from);
        match argument.as_str() {
            "--only" => {
                let kinds = arguments.next().unwrap_or_default();
                plan.only = kinds.split(',').map(str::to_owned).collect();
            }
            "--save" => plan.save = folder(),
            "--cache" => plan.cache = folder(),
            "--pictures" => plan.pictures = folder(),
            "--ours" => plan.ours_only = true,
            "--raw" => plan.raw = true,
            "--write" => plan.write = folder(),
            _ => plan.files.push(argument.into()),
        }
    }
    plan
}

fn main() {
    let plan = plan();
    let wanted = |damage: &&Damage| {
        let name = format!("{}{}", damage.kind, damage.level);
        plan.only.is_empty()
            || plan
                .only
                .iter()
                .any(|only| *only == name || only == damage.kind)
    };
    let jobs: Vec<(&PathBuf, Damage)> = degrade::ALL
        .iter()
        .filter(wanted)
        .flat_map(|damage| plan.files.iter().map(|file| (file, *damage)))
        .collect();
    if let Some(folder) = &plan.write {
        for (file, damage) in &jobs {
            if write(folder, file, *damage).is_none() {
                let _ = writeln!(std::io::stderr(), "not written: {}", file.display());
            }
        }
        return;
    }
    let heads = "damage        ours words  æøå     tables  tesseract words  æøå     tables";
    let _ = writeln!(std::io::stdout(), "{heads}");
    let next = Mutex::new(jobs.iter());
    let tallies: Mutex<BTreeMap<usize, (usize, [Tally; 2])>> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((file, damage)) = next.lock().ok().and_then(|mut jobs| jobs.next()) {
                    let found = measure(&plan, file, *damage);
                    let row = degrade::ALL
                        .iter()
                        .position(|one| one == damage)
                        .unwrap_or_default();
                    if let Ok(mut tallies) = tallies.lock() {
                        let (files, sums) = tallies.entry(row).or_default();
                        let found = found.into_iter().flatten();
                        sums.iter_mut()
                            .zip(found)
                            .for_each(|(sum, one)| sum.add(one));
                        *files += 1;
                        if *files == plan.files.len() {
                            tell(*damage, sums);
                        }
                    }
                }
            });
        }
    });
}

/// Tells what was found of a damage, once all files are through.
fn tell(damage: Damage, [ours, alone]: &[Tally; 2]) {
    let Damage { kind, level } = damage;
    let _ = writeln!(
        std::io::stdout(),
        "{kind:10} {level}  {ours}           {alone}"
    );
}

/// Writes a paper as a scan with this damage.
fn write(folder: &Path, file: &Path, damage: Damage) -> Option<()> {
    let scans = scans(&fs::read(file).ok()?, damage)?;
    let Damage { kind, level } = damage;
    written::write(&folder.join(format!("{kind}{level}")), file, &scans).ok()
}

/// The pages of a paper, drawn and damaged.
fn scans(bytes: &[u8], damage: Damage) -> Option<Vec<Raster>> {
    let limits = Limits::default();
    let pages = formats::read(Format::Pdf, bytes, &limits).ok()?.pages?;
    let scan = |page| {
        let drawn = formats::raster(Format::Pdf, bytes, page, &limits).ok()??;
        Some(damage.done(&drawn, u64::from(page)))
    };
    (1..=pages).map(scan).collect()
}

/// Ours and tesseract's, of one paper.
fn measure(plan: &Plan, file: &Path, damage: Damage) -> Option<[Tally; 2]> {
    let truth = fs::read_to_string(file.with_extension("txt")).ok()?;
    let bytes = fs::read(file).ok()?;
    let limits = Limits::default();
    let (mut seen, mut alone) = (BTreeMap::new(), String::new());
    for (page, picture) in (1..).zip(scans(&bytes, damage)?) {
        if !plan.ours_only {
            alone.push_str(&text(&tesseract(plan, &picture)));
        }
        seen.insert(page, ours(plan, picture));
    }
    let document = formats::read_seen(Format::Pdf, &bytes, &seen, &limits).ok()?;
    if let Some(folder) = &plan.save {
        let name = file.file_stem()?.to_string_lossy();
        let path =
            |what: &str| folder.join(format!("{name}.{}{}.{what}.txt", damage.kind, damage.level));
        fs::write(path("ours"), &document.text).ok()?;
        fs::write(path("alone"), &alone).ok()?;
    }
    Some([Tally::of(&document.text, &truth), Tally::of(&alone, &truth)])
}

/// What the program makes of a picture: prepared, turned where it is head down, recognised, mended.
fn ours(plan: &Plan, picture: Raster) -> Recognised {
    let mut page = upright(plan, picture);
    for line in page
        .words
        .chunk_by_mut(|a, b| a.line == b.line)
        .filter(|_| !plan.raw)
    {
        let words: Vec<(&str, u8)> = line
            .iter()
            .map(|word| (word.text.as_str(), word.confidence))
            .collect();
        let mended = danish::words::Lexicon::builtin().misread(&words);
        for (word, mended) in line.iter_mut().zip(mended) {
            if let Some(mended) = mended {
                let _ = writeln!(std::io::stderr(), "mended: {} {mended}", word.text);
                let raw = std::mem::replace(&mut word.text, mended);
                word.raw.get_or_insert(raw);
            }
        }
    }
    page
}

fn upright(plan: &Plan, picture: Raster) -> Recognised {
    let prepared = formats::prepared(picture);
    if let Some(folder) = &plan.pictures {
        let _ = fs::write(folder.join("last.pgm"), prepared.raster.pgm());
    }
    let table = tesseract(plan, &prepared.raster);
    let page = formats::recognised(&prepared, &table);
    if sureness(&page) >= 70 {
        return page;
    }
    let turned = prepared.turned_over();
    let other = formats::recognised(&turned, &tesseract(plan, &turned.raster));
    if sureness(&other) > sureness(&page) {
        other
    } else {
        page
    }
}

/// How sure the recogniser is of a page, over all letters.
fn sureness(page: &Recognised) -> usize {
    let letters: usize = page.words.iter().map(|word| word.text.len()).sum();
    let sure: usize = page
        .words
        .iter()
        .map(|word| word.text.len() * usize::from(word.confidence))
        .sum();
    sure / letters.max(1)
}

/// Tesseract's table of a picture; kept in the cache by the picture.
fn tesseract(plan: &Plan, picture: &Raster) -> String {
    let file = picture.pgm();
    let mut hasher = DefaultHasher::new();
    file.hash(&mut hasher);
    let kept = plan
        .cache
        .as_ref()
        .map(|folder| folder.join(format!("{:016x}.tsv", hasher.finish())));
    if let Some(table) = kept.as_ref().and_then(|path| fs::read_to_string(path).ok()) {
        return table;
    }
    let table = tesseract::table(&file, picture.dpi).unwrap_or_default();
    let table = String::from_utf8_lossy(&table).into_owned();
    if let Some(path) = kept {
        let _ = fs::write(path, &table);
    }
    table
}

/// The text of tesseract's table as tesseract prints it: words with spaces, lines as they stand.
fn text(table: &str) -> String {
    let mut text = String::new();
    let mut last = Vec::new();
    for row in table.lines().filter(|row| row.starts_with("5\t")) {
        let columns: Vec<&str> = row.splitn(12, '\t').collect();
        if let (Some(line), Some(word)) = (columns.get(1..5), columns.get(11)) {
            text.push(if last == line { ' ' } else { '\n' });
            text.push_str(word);
            last = line.to_vec();
        }
    }
    text
}
