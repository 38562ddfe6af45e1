//! `--retry` and `--outdated`: what is to be read again is known to the archive, no folder is walked for it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use archive::{Again, Archive};

use crate::{
    args, catalogue,
    exit::Failure,
    files, settings, terminal,
    walk::{self, Entry},
};

use super::{plan::Plan, summary::Summary};

/// The word for any reason.
const ALL: &str = "all";

/// What is to be read again, within the paths that were given or everywhere.
///
/// # Errors
/// The archive's.
pub(super) fn plan(
    args: &args::Ingest,
    archive: &Archive,
    settings: &settings::Ingest,
    summary: &mut Summary,
) -> Result<Plan, Failure> {
    let mut wanted = BTreeSet::new();
    for reason in &args.retry {
        wanted.extend(failed(reason, archive, args.telling.quiet)?);
    }
    if args.outdated {
        let outdated = archive
            .outdated(formats::VERSION)
            .map_err(catalogue::failure)?;
        if outdated.is_empty() && !args.telling.quiet {
            terminal::say("no file was read by an older version");
        }
        wanted.extend(outdated);
    }
    if !args.paths.is_empty() {
        let within = locations(&args.paths, summary);
        wanted.retain(|again| within.iter().any(|path| is_within(&again.location, path)));
    }
    let mut plan = Plan::default();
    let mut files = BTreeMap::new();
    for again in &wanted {
        match there(again) {
            Some(found) if found.path.is_dir() => {
                folder(&found, archive, settings, &mut plan, summary)?;
            }
            Some(found) => {
                files.insert(found.location.clone(), found);
            }
            None => summary.not_there += 1,
        }
    }
    plan.files.extend(files.into_values().filter_map(entry));
    Ok(plan)
}

/// The files that failed for a reason; where none did, the reasons are told.
fn failed(reason: &str, archive: &Archive, quiet: bool) -> Result<Vec<Again>, Failure> {
    let which = (reason != ALL).then_some(reason);
    let found = archive.to_retry(which).map_err(catalogue::failure)?;
    if found.is_empty() && !quiet {
        let counts = archive.counts().map_err(catalogue::failure)?.failures;
        let reasons: Vec<String> = counts
            .iter()
            .map(|count| format!("{} {}", count.files, count.reason))
            .collect();
        let others = match reasons.as_slice() {
            [] => "no file of the archive failed".to_owned(),
            reasons => format!(
                "no file failed for {reason}; failed: {}",
                reasons.join(", ")
            ),
        };
        terminal::say(others);
    }
    Ok(found)
}

/// The locations of the paths that were given.
fn locations(paths: &[PathBuf], summary: &mut Summary) -> Vec<String> {
    let mut locations = Vec::new();
    for path in paths {
        match path.canonicalize() {
            Ok(path) => locations.push(files::name_of(&path)),
            Err(error) => summary.refuse(path, &files::refusal(&error)),
        }
    }
    locations
}

/// Whether a file is one that was named, or below or within it.
fn is_within(location: &str, path: &str) -> bool {
    let rest = location.strip_prefix(path.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with("!/"))
}

/// A file or folder that is there.
struct There {
    path: PathBuf,
    location: String,
    name: String,
}

/// What has to be read to read a file again: itself, or the file in which it lies.
fn there(again: &Again) -> Option<There> {
    let ends = again.location.match_indices("!/").map(|(at, _)| at);
    // A folder may be called `gamle sager!`: what is there by its whole name is meant by it.
    [again.location.len()]
        .into_iter()
        .chain(ends)
        .find_map(|end| {
            let (location, within) = again.location.split_at_checked(end)?;
            let path = files::path_of(location);
            path.exists().then(|| There {
                path,
                location: location.to_owned(),
                name: again
                    .path
                    .strip_suffix(within)
                    .unwrap_or(&again.path)
                    .to_owned(),
            })
        })
}

fn entry(found: There) -> Option<Entry> {
    let meta = found.path.metadata().ok()?;
    Some(Entry {
        size: meta.len(),
        modified: walk::modified(&meta),
        path: found.path,
        location: found.location,
        name: found.name,
    })
}

/// A folder that could not be looked at: what is below it, if that can be told now.
fn folder(
    found: &There,
    archive: &Archive,
    settings: &settings::Ingest,
    plan: &mut Plan,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let root = found
        .location
        .strip_suffix(&found.name)
        .unwrap_or(&found.location);
    let below = walk::part(&files::path_of(root), &found.path, archive.dir());
    if !below
        .unseen
        .iter()
        .any(|unseen| unseen.location == found.location)
    {
        plan.gone.push(found.location.clone());
    }
    plan.compare(below, archive, settings, summary)
}

impl Summary {
    /// Tells of a path on the command line that cannot be looked at.
    pub(super) fn refuse(&mut self, path: &Path, refusal: &crate::reader::Refusal) {
        terminal::say(format_args!(
            "{}: {}",
            files::name_of(path),
            refusal.message
        ));
        self.paths_failed += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(location: &str, path: &str) -> Again {
        Again {
            location: location.to_owned(),
            path: path.to_owned(),
        }
    }

    #[test]
    fn what_lies_within_a_file_is_read_by_reading_that() {
        let dir = tempfile::tempdir().unwrap();
        let root = files::name_of(dir.path());
        std::fs::create_dir_all(dir.path().join("sag!")).unwrap();
        for name in ["sag.zip", "sag!/a.txt", "50% af.txt"] {
            std::fs::write(dir.path().join(name), "x").unwrap();
        }
        for (path, file) in [
            ("sag.zip!/bilag/a.pdf", "sag.zip"),
            ("sag.zip!/b.eml!/c.pdf", "sag.zip"),
            ("sag!/a.txt", "sag!/a.txt"),
            ("50% af.txt", "50% af.txt"),
        ] {
            let found = there(&again(&format!("{root}/{path}"), path)).unwrap();
            assert_eq!(found.name, file);
            assert_eq!(found.location, format!("{root}/{file}"));
        }
        assert!(
            there(&again(
                &format!("{root}/gone.zip!/a.pdf"),
                "gone.zip!/a.pdf"
            ))
            .is_none()
        );
    }

    #[test]
    fn only_what_is_below_or_within() {
        for (location, path, within) in [
            ("/a/b.txt", "/a", true),
            ("/a/b.txt", "/", true),
            ("/a/b.txt", "/a/b.txt", true),
            ("/a/b.zip!/c.txt", "/a/b.zip", true),
            ("/ab/c.txt", "/a", false),
            ("/a/b.txt.old", "/a/b.txt", false),
        ] {
            assert_eq!(is_within(location, path), within, "{location} {path}");
        }
    }
}
