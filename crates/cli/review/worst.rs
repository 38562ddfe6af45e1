//! The worst of what is doubtful, with all that a person needs to answer.

use std::collections::{BTreeMap, BTreeSet};

use archive::{Access, Archive, Listed, Matters, PaperId};
use index::Query;
use jiff::{Timestamp, civil::Date};
use paper::{
    About, Change, DateRole, Differences, Document, DoubtCode, Paper, Slot, Source, doubts, place,
    rank, restore, slots,
};

use crate::{
    args, browse, catalogue, diff,
    exit::{Failure, Outcome},
    search, show, stop, terminal,
};

/// A doubtful value.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) listed: Listed,
    pub(super) slot: Slot,
    /// Why it is doubtful, the worst first.
    pub(super) why: Vec<(DoubtCode, String)>,
    /// The last day on which it matters, where that is known.
    pub(super) day: Option<Date>,
}

impl Item {
    /// Where it stands.
    pub(super) fn source(&self) -> Option<&Source> {
        place(&self.slot.what)
    }

    /// The paper's text.
    pub(super) fn document(&self, archive: &Archive) -> Result<Document, Failure> {
        browse::there(archive.document(self.listed.id), &self.listed.path)
    }
}

/// The worst doubts, and whether there are more.
#[derive(Debug)]
pub(super) struct Worst {
    pub(super) items: Vec<Item>,
    pub(super) more: bool,
}

/// A doubt, before its paper is looked at.
type Candidate = (PaperId, About, Vec<(DoubtCode, String)>);

/// Finds the doubts that matter most, seen from a day.
///
/// # Errors
/// Where archive or index cannot be read.
pub(super) fn find(archive: &Archive, args: &args::Review, as_of: Date) -> Result<Worst, Failure> {
    let mut look = Look {
        archive,
        as_of,
        asked: Asked::new(archive, &args.filters)?,
        papers: BTreeMap::new(),
        last: BTreeMap::new(),
    };
    let mut items = Vec::new();
    for matters in Matters::ALL {
        if items.len() <= args.limit {
            let room = args.limit + 1 - items.len();
            items.extend(look.some(matters, room)?);
        }
    }
    let more = items.len() > args.limit;
    items.truncate(args.limit);
    Ok(Worst { items, more })
}

/// Which doubts are asked for.
struct Asked {
    /// Only those of these papers.
    papers: Option<BTreeSet<PaperId>>,
    /// Only of dates of this role, within the days.
    role: Option<DateRole>,
    days: Option<(Option<Date>, Option<Date>)>,
}

impl Asked {
    fn new(archive: &Archive, filters: &args::Filters) -> Result<Self, Failure> {
        let mut filter = search::filter(filters)?;
        let role = filter.role.take();
        // The days are those of the doubtful date, where its role is asked for, else of the paper as in a search.
        let days = role.map(|_| (filter.from.take(), filter.to.take()));
        let is_all = filter == index::Filter::default();
        let all = Query::parse("").map_err(|error| Failure::wrong_use(error.to_string()))?;
        let question = index::Search {
            filter,
            ..index::Search::new(all)
        };
        let find = || search::all_told(archive, &question);
        let papers = (!is_all).then(find).transpose()?;
        Ok(Self { papers, role, days })
    }

    fn takes(&self, slot: &Slot) -> bool {
        let Some(role) = self.role else { return true };
        let paper::What::Dates(turn) = &slot.what else {
            return false;
        };
        let Some(date) = turn
            .now
            .as_ref()
            .or(turn.was.as_ref())
            .filter(|date| date.role == role)
        else {
            return false;
        };
        let (from, to) = self.days.unwrap_or_default();
        let is_open = from.is_none() && to.is_none();
        is_open
            || date.days().is_some_and(|(first, last)| {
                from.is_none_or(|from| last >= from) && to.is_none_or(|to| first <= to)
            })
    }
}

struct Look<'a> {
    archive: &'a Archive,
    as_of: Date,
    asked: Asked,
    /// Records that were read.
    papers: BTreeMap<PaperId, Paper>,
    /// Whether a paper is the last version of its family.
    last: BTreeMap<PaperId, bool>,
}

impl Look<'_> {
    /// At most so many of the doubts that matter then, the worst first.
    fn some(&mut self, matters: Matters, room: usize) -> Result<Vec<Item>, Failure> {
        let mut found: Vec<(u16, Item)> = Vec::new();
        let archive = self.archive;
        archive.each_doubt(self.as_of, matters, |row| {
            if self.is_asked(row.paper)? {
                let doubt = doubts(self.paper(row.paper)?).into_iter().nth(row.nth);
                // An ingest may have written the record anew since.
                if let Some(doubt) = doubt {
                    let item = self.item((row.paper, doubt.about, doubt.why))?;
                    found.extend(item.map(|item| (row.rank, item)));
                }
            }
            Ok::<bool, Failure>(found.len() < room)
        })?;
        if matters == Matters::Ahead {
            for candidate in self.moved()? {
                self.add_moved(&mut found, candidate)?;
            }
            found.sort_by(|(rank, one), (other_rank, other)| {
                (rank, one.day).cmp(&(other_rank, other.day))
            });
            found.truncate(room);
        }
        Ok(found.into_iter().map(|(_, item)| item).collect())
    }

    /// Adds the reason to a value that is doubtful for another one already, or the value.
    fn add_moved(
        &mut self,
        found: &mut Vec<(u16, Item)>,
        candidate: Candidate,
    ) -> Result<(), Failure> {
        let (paper, about, why) = &candidate;
        let known = found
            .iter_mut()
            .find(|(_, item)| item.listed.id == *paper && item.slot.about == Some(*about));
        if let Some((_, item)) = known {
            item.why.extend(why.iter().cloned());
            return Ok(());
        }
        let rank = rank(Some(DateRole::Deadline), Some(DoubtCode::Moved));
        found.extend(self.item(candidate)?.map(|item| (rank, item)));
        Ok(())
    }

    /// Deadlines ahead that an earlier version of the paper puts on another day. What a person has looked at is none of them.
    fn moved(&mut self) -> Result<Vec<Candidate>, Failure> {
        let mut moved = Vec::new();
        for id in self
            .archive
            .with_versions_due(self.as_of)
            .map_err(catalogue::failure)?
        {
            if !self.is_asked(id)? {
                continue;
            }
            let family = self.archive.family(id).map_err(catalogue::failure)?;
            let before = family.split_first();
            let Some(before) = before.and_then(|(last, others)| diff::version_before(last, others))
            else {
                continue;
            };
            let mut old = browse::there(self.archive.understood(before.id), &diff::name(before))?;
            restore(&mut old);
            let as_of = self.as_of;
            let new = self.paper(id)?;
            let differences = Differences::between(&old, new);
            for change in &differences.dates {
                if let Change::Changed(was, now) = change
                    && (was.start, was.end) != (now.start, now.end)
                    && now.role == DateRole::Deadline
                    && now.corrected.is_none()
                    && now.days().is_some_and(|(_, last)| last >= as_of)
                    && let Some(nth) = new.dates.iter().position(|date| date == *now)
                {
                    let message = format!("{} says {}", diff::name(before), show::span(was));
                    moved.push((id, About::Date(nth), vec![(DoubtCode::Moved, message)]));
                }
            }
        }
        Ok(moved)
    }

    /// Whether a paper is asked for; of several versions only the last one is.
    fn is_asked(&mut self, id: PaperId) -> Result<bool, Failure> {
        if self
            .asked
            .papers
            .as_ref()
            .is_some_and(|papers| !papers.contains(&id))
        {
            return Ok(false);
        }
        if let Some(is_last) = self.last.get(&id) {
            return Ok(*is_last);
        }
        let family = self.archive.family(id).map_err(catalogue::failure)?;
        let is_last = family.first().is_none_or(|last| last.id == id);
        self.last.insert(id, is_last);
        Ok(is_last)
    }

    fn paper(&mut self, id: PaperId) -> Result<&Paper, Failure> {
        if !self.papers.contains_key(&id) {
            let paper = browse::there(self.archive.understood(id), "the paper")?;
            self.papers.insert(id, paper);
        }
        self.papers
            .get(&id)
            .ok_or_else(|| Failure::wrong_use("the paper has just left the archive"))
    }

    fn item(&mut self, (id, about, why): Candidate) -> Result<Option<Item>, Failure> {
        let Some(listed) = self.archive.paper(id).map_err(catalogue::failure)? else {
            return Ok(None);
        };
        let paper = self.paper(id)?;
        let day = doubts(paper).into_iter().find(|doubt| doubt.about == about);
        let day = day.and_then(|doubt| doubt.day).or_else(|| match about {
            About::Date(nth) => paper.dates.get(nth)?.days().map(|(_, last)| last),
            _ => None,
        });
        let slot = slots(paper)
            .into_iter()
            .find(|slot| slot.about == Some(about));
        let slot = slot.filter(|slot| self.asked.takes(slot));
        Ok(slot.map(|slot| Item {
            listed,
            slot,
            why,
            day,
        }))
    }
}

/// Papers whose doubts are written between two commits.
const BATCH: usize = 512;

/// Writes the doubts of an archive that was made before there were any, once; killed or asked to stop, it begins anew.
///
/// # Errors
/// Where the archive cannot be written.
pub(super) fn fill(folder: &std::path::Path) -> Result<Outcome, Failure> {
    let mut archive = catalogue::open(folder, Access::Write)?;
    terminal::say("looking through the papers of an archive made by an earlier version, once");
    let mut last = None;
    loop {
        if stop::asked() {
            return Ok(Outcome::Interrupted);
        }
        let papers = archive
            .papers_after(last, BATCH)
            .map_err(catalogue::failure)?;
        let mut batch = archive
            .batch(Timestamp::now())
            .map_err(catalogue::failure)?;
        batch.put_doubts(&papers).map_err(catalogue::failure)?;
        last = papers.last().copied();
        if last.is_none() {
            batch.all_doubted().map_err(catalogue::failure)?;
        }
        batch.commit().map_err(catalogue::failure)?;
        if last.is_none() {
            return Ok(Outcome::Done);
        }
    }
}
