//! Records scored against answers that lie beside their papers.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use serde_json::Value;

use super::{
    fields::{FIELDS, Field},
    matching::{Judged, text},
    report::{AnswerRow, Fields, Miss, Report, Rules, Verdict},
};
use crate::{args, exit::Failure, files, reader::Pool, terminal};

/// What stands behind the name of a paper in the name of its answer.
const ANSWER: &str = ".gold.json";
/// Endings of papers, in the order in which those of one name are read.
const ENDINGS: &[&str] = &[
    "txt", "docx", "pdf", "odt", "html", "eml", "rtf", "doc", "htm", "msg",
];
/// Papers whose records are held at a time.
const AT_ONCE: usize = 64;

/// A paper and its answer.
struct Asked {
    path: PathBuf,
    answer: Value,
}

/// What has been scored so far.
#[derive(Default)]
struct Score {
    /// Right, missed and wrong, in the order of the fields.
    counts: Vec<[usize; 3]>,
    rules: Rules,
    misses: Vec<Miss>,
}

/// Scores the papers of folders that have answers. A paper that cannot be read counts as one of which nothing was found.
///
/// # Errors
/// Where no reader can start.
pub(super) fn score(args: &args::Eval, pool: &Pool) -> Result<Report, Failure> {
    let mut failed = 0;
    let asked = asked(args, &mut failed);
    let mut score = Score {
        counts: vec![[0; 3]; FIELDS.len()],
        ..Score::default()
    };
    for some in asked.chunks(AT_ONCE) {
        let read: Vec<_> = some.par_iter().map(|one| read(pool, &one.path)).collect();
        pool.usable()?;
        for (one, record) in some.iter().zip(read) {
            let name = files::name_of(&one.path);
            let record = record.unwrap_or_else(|why| {
                failed += 1;
                terminal::say(format_args!("{name}: {why}; it counts as read empty"));
                Value::Null
            });
            score.take(&name, &one.answer, &record);
        }
    }
    let rows = FIELDS.iter().zip(score.counts);
    let rows = rows
        .map(|(field, [right, missed, wrong])| AnswerRow::new(field.name, right, missed, wrong));
    Ok(Report {
        papers: asked.len(),
        failed,
        fields: Fields::Answers(rows.filter(AnswerRow::is_told).collect()),
        rules: score.rules.rows(),
        misses: score.misses,
    })
}

impl Score {
    /// Scores one paper.
    fn take(&mut self, path: &str, answer: &Value, record: &Value) {
        for (at, field) in FIELDS.iter().enumerate() {
            if !field.is_asked(answer) {
                continue;
            }
            let judged = (field.judge)(answer, record);
            self.count(at, field, &judged, record);
            let Judged { missed, wrong, .. } = judged;
            let rule = |value| rule(field, value, record).map(str::to_owned);
            let missed = missed.into_iter().map(|value| Miss {
                path: path.to_owned(),
                field: field.name,
                verdict: Verdict::Missed,
                wanted: Some(value.clone()),
                found: None,
                rule: None,
            });
            let wrong = wrong.into_iter().map(|value| Miss {
                path: path.to_owned(),
                field: field.name,
                verdict: Verdict::False,
                wanted: None,
                found: Some(value.clone()),
                rule: rule(value),
            });
            self.misses.extend(missed.chain(wrong));
        }
    }

    /// Counts what came of a field.
    fn count(&mut self, at: usize, field: &Field, judged: &Judged<'_>, record: &Value) {
        let Judged {
            right,
            missed,
            wrong,
        } = judged;
        if let Some(counts) = self.counts.get_mut(at) {
            let more = [right.len(), missed.len(), wrong.len()];
            counts
                .iter_mut()
                .zip(more)
                .for_each(|(sum, more)| *sum += more);
        }
        for (values, is_right) in [(right, true), (wrong, false)] {
            for value in values.iter().filter(|_| field.by_rule) {
                let rule = rule(field, value, record);
                self.rules.count((at, field.name), rule, is_right);
            }
        }
    }
}

/// The rule that found a value; that of the kind and the status stands beside them.
fn rule<'r>(field: &Field, value: &'r Value, record: &'r Value) -> Option<&'r str> {
    let rule = match value {
        Value::String(_) => text(record.get("why")?, field.name),
        _ => text(value, "rule"),
    };
    (!rule.is_empty()).then_some(rule)
}

/// The record of a paper as `extract` prints it, or why there is none.
fn read(pool: &Pool, path: &Path) -> Result<Value, String> {
    let bytes = files::bytes_of(path, pool.limits().file_bytes()).map_err(|why| why.message)?;
    let extension = files::extension(path);
    let (reading, paper) = pool
        .read_paper(&bytes, extension.as_deref(), 0)
        .map_err(|why| why.message)?;
    if reading.is_container {
        return Err("holds files and is no paper".to_owned());
    }
    let pictures = reading.document.unread.len();
    if pictures > 0 {
        terminal::say(format_args!(
            "{}: {pictures} pages are pictures, which are not read here",
            files::name_of(path)
        ));
    }
    serde_json::to_value(&paper).map_err(|why| why.to_string())
}

/// The papers that have an answer, in the order of their names; what cannot be asked is told and counted.
fn asked(args: &args::Eval, failed: &mut usize) -> Vec<Asked> {
    let wanted = args.only.as_deref();
    let wanted = wanted.map(|ending| ending.trim_start_matches('.').to_lowercase());
    let mut asked = Vec::new();
    let mut refuse = |path: &Path, why: String| {
        *failed += 1;
        terminal::say(format_args!("{}: {why}", files::name_of(path)));
    };
    for path in answers(&args.folders, &mut refuse) {
        let papers = papers_of(&path);
        let answer = match answer(&path) {
            Err(why) => {
                refuse(&path, why);
                continue;
            }
            Ok(answer) => answer,
        };
        if papers.is_empty() {
            let endings = ENDINGS.join(", .");
            refuse(
                &path,
                format!("no paper of that name lies beside it (.{endings})"),
            );
        }
        let is_wanted = |ending: &str| wanted.as_deref().is_none_or(|wanted| wanted == ending);
        let papers = papers.into_iter().filter(|(ending, _)| is_wanted(ending));
        asked.extend(papers.map(|(_, path)| Asked {
            path,
            answer: answer.clone(),
        }));
    }
    asked
}

/// Reads an answer.
fn answer(path: &Path) -> Result<Value, String> {
    let json = fs::read(path).map_err(|why| files::refusal(&why).message)?;
    let answer: Value =
        serde_json::from_slice(&json).map_err(|why| format!("is no JSON: {why}"))?;
    if answer.is_object() {
        Ok(answer)
    } else {
        Err("is no record: give an object as `udvalg extract` prints it".to_owned())
    }
}

/// The papers beside an answer, with their endings.
fn papers_of(answer: &Path) -> Vec<(&'static str, PathBuf)> {
    let papers = ENDINGS
        .iter()
        .filter_map(|ending| Some((*ending, beside(answer, ending)?)));
    papers.filter(|(_, path)| path.is_file()).collect()
}

/// The paper of an answer with this ending.
fn beside(answer: &Path, ending: &str) -> Option<PathBuf> {
    let name = answer.file_name()?.to_str()?.strip_suffix(ANSWER)?;
    Some(answer.with_file_name(format!("{name}.{ending}")))
}

/// The answers below folders, each once; what cannot be looked at is refused.
fn answers(folders: &[PathBuf], refuse: &mut impl FnMut(&Path, String)) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left: Vec<PathBuf> = folders.to_vec();
    while let Some(folder) = left.pop() {
        let listed = fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = match listed {
            Ok(entries) => entries,
            Err(why) => {
                refuse(&folder, files::refusal(&why).message);
                continue;
            }
        };
        for entry in entries {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                left.push(path);
            } else if beside(&path, "").is_some() {
                found.push(path);
            }
        }
    }
    found.sort();
    found.dedup();
    found
}
