//! One calendar each: what entries are parted by, and the files that they are written to.
//!
//! A folder keeps what it was given: which file is whose stands in the file (X-UDVALG-GROUP), so that a calendar keeps its
//! name, a file of somebody else is never touched, and one whose entries are all gone is emptied instead of taken away:
//! who subscribes to it sees them go.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    fs,
    path::Path,
};

use anyhow::{Context, anyhow};
use archive::Archive;
use export::{Event, ics, read};

use super::{Asked, collect, files, plural};
use crate::{args::By, catalogue, exit::Failure};

/// The entries of one file.
#[derive(Debug)]
pub(crate) struct Group {
    /// What the calendar is called.
    pub(crate) name: String,
    /// Its entries.
    pub(crate) events: Vec<Event>,
}

/// Groups by what tells them apart for ever.
pub(crate) type Groups = BTreeMap<String, Group>;

/// Parts entries; an entry may belong to several calendars. It belongs to one at least, unless it is asked for by what its
/// paper names and that was pruned: it leaves such calendars at once, as those of a search.
///
/// # Errors
/// Where the papers of the archive cannot be read.
pub(crate) fn part(
    archive: &Archive,
    events: Vec<Event>,
    by: By,
    roles: &str,
) -> Result<Groups, Failure> {
    let mut groups = Groups::new();
    let mut papers = BTreeMap::new();
    for event in events {
        let named = match (by, &event.cited) {
            (By::Organisation, Some(cited)) => named_in(archive, &cited.hash, &mut papers)?,
            _ => Some(&[][..]),
        };
        let Some(named) = named else { continue };
        for (key, name) in belongs_to(&event, by, named) {
            let group = groups
                .entry(format!("{}:{key}", word(by)))
                .or_insert_with(|| Group {
                    name: match by {
                        By::Role => name,
                        _ => format!("{roles} – {name}"),
                    },
                    events: Vec::new(),
                });
            group.events.push(event.clone());
        }
    }
    Ok(groups)
}

/// The organisations that a paper names, each once, or the version that took its place; `None` where it was pruned. Each
/// paper is looked at once.
fn named_in<'p>(
    archive: &Archive,
    hash: &str,
    papers: &'p mut BTreeMap<String, Option<Vec<String>>>,
) -> Result<Option<&'p [String]>, Failure> {
    let named = match papers.entry(hash.to_owned()) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => {
            let paper = archive.paper_or_last(hash).map_err(catalogue::failure)?;
            let record = paper.map(|paper| archive.record(paper)).transpose();
            let record = record.map_err(catalogue::failure)?.flatten();
            new.insert(record.map(|record| {
                let named = record.paper.organisations.into_iter();
                let named: BTreeSet<_> = named.map(|o| o.name).collect();
                named.into_iter().collect()
            }))
        }
    };
    Ok(named.as_deref())
}

/// The key and the name of each calendar that an entry belongs to.
fn belongs_to(event: &Event, by: By, organisations: &[String]) -> Vec<(String, String)> {
    let cited = event.cited.as_ref();
    let same = |name: &str| (name.to_owned(), name.to_owned());
    match by {
        By::Organisation if organisations.is_empty() => {
            vec![(String::new(), "uden organisation".to_owned())]
        }
        By::Organisation => organisations.iter().map(|name| same(name)).collect(),
        By::Kind => match cited {
            Some(cited) => vec![same(cited.kind.word())],
            None => vec![(String::new(), "uden papir".to_owned())],
        },
        By::Role => vec![(event.role.to_string(), plural(&[event.role]))],
        By::Family => {
            let end = format!("-{}-", event.role);
            let founder = event
                .uid
                .split_once(&end)
                .map_or("", |(founder, _)| founder);
            let title = cited.and_then(|c| c.title.as_deref().or(Some(&c.path)));
            vec![(founder.to_owned(), title.unwrap_or("uden papir").to_owned())]
        }
        // Saved searches are asked one by one.
        By::Saved => Vec::new(),
    }
}

fn word(by: By) -> &'static str {
    match by {
        By::Organisation => "organisation",
        By::Kind => "kind",
        By::Role => "role",
        By::Family => "family",
        By::Saved => "saved",
    }
}

/// A group for each saved search.
///
/// # Errors
/// An archive or index that cannot be read; a search that is not understood any more.
pub(crate) fn saved_searches(archive: &Archive, asked: &Asked) -> Result<Groups, Failure> {
    let mut groups = Groups::new();
    for kept in archive.searches().map_err(catalogue::failure)? {
        let which = asked.of_saved(archive, &kept.name)?;
        let mut events = collect(archive, &which)?;
        events.retain(|event| asked.touches(event));
        let name = format!("{} – {}", plural(&asked.which.roles), kept.name);
        groups.insert(
            format!("{}:{}", word(By::Saved), kept.name),
            Group { name, events },
        );
    }
    Ok(groups)
}

/// What was written.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// Calendars with entries.
    pub(crate) calendars: usize,
    /// Calendars that had entries once.
    pub(crate) emptied: usize,
    /// Files that could not be written, and why.
    pub(crate) failed: Vec<anyhow::Error>,
}

/// Writes each group into a file of the folder.
///
/// # Errors
/// A folder that cannot be made or listed.
pub(crate) fn write(
    mut groups: Groups,
    by: By,
    folder: &Path,
    form: &ics::Calendar,
) -> Result<Written, Failure> {
    fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    let mut names = Names::of(folder)?;
    let before = format!("{}:", word(by));
    let mut written = Written::default();
    for (key, (_, name)) in names
        .ours
        .iter()
        .filter(|(key, _)| key.starts_with(&before))
    {
        let name = name.clone();
        groups.entry(key.clone()).or_insert_with(|| {
            written.emptied += 1;
            Group {
                name,
                events: Vec::new(),
            }
        });
    }
    written.calendars = groups.len() - written.emptied;
    for (key, group) in groups {
        let calendar = ics::Calendar {
            name: group.name.clone(),
            group: Some(key.clone()),
            ..form.clone()
        };
        let file = names.file(&key, &group.name).map(|name| folder.join(name));
        let done = file.and_then(|file| {
            files::replace(&file, &ics::write(&group.events, &calendar))
                .with_context(|| format!("{}: cannot be written", file.display()))
        });
        written.failed.extend(done.err());
    }
    Ok(written)
}

/// The names in a folder.
#[derive(Debug, Default)]
struct Names {
    /// Files of ours: whose each is, its name and its calendar's.
    ours: BTreeMap<String, (String, String)>,
    /// All names, in small letters: some file systems do not tell them apart.
    taken: BTreeSet<String>,
}

impl Names {
    fn of(folder: &Path) -> Result<Self, Failure> {
        let mut names = Self::default();
        let listed = fs::read_dir(folder)
            .with_context(|| format!("{}: cannot be listed", folder.display()))?;
        let mut files = Vec::new();
        for entry in listed {
            files.push(entry?.path());
        }
        files.sort();
        for file in files {
            let Some(name) = file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
            else {
                continue;
            };
            names.taken.insert(name.to_lowercase());
            if file.extension().is_some_and(|e| e == "ics")
                && let Some(calendar) = files::small(&file).map(|bytes| read::read(&bytes))
                && let Some(group) = calendar.group
            {
                let shown = calendar.name.unwrap_or_default();
                names.ours.entry(group).or_insert((name, shown));
            }
        }
        Ok(names)
    }

    /// The file of a group: the one that it has, else a new one by the calendar's name.
    fn file(&mut self, key: &str, name: &str) -> anyhow::Result<String> {
        if let Some((file, _)) = self.ours.get(key) {
            return Ok(file.clone());
        }
        let base = files::name(name.split_once(" – ").map_or(name, |(_, name)| name));
        let hash = blake3::hash(key.as_bytes()).to_hex();
        let told = format!("{base}-{}", hash.get(..8).unwrap_or_default());
        for base in [base, told] {
            let file = format!("{base}.ics");
            if self.taken.insert(file.to_lowercase()) {
                return Ok(file);
            }
        }
        Err(anyhow!(
            "{name}: its file's name is taken by files that are not of `udvalg calendar --by`; give another folder"
        ))
    }
}
