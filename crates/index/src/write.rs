//! Following the archive.

use std::{fmt, fs, io, path::Path};

use paper::{BlockKind, Document, Mention, Record};
use tantivy::{
    Index, IndexWriter, TantivyDocument, TantivyError, Term, schema::Field,
    tokenizer::PreTokenizedString,
};

use crate::{
    IndexError, State, analysis,
    payload::analysis_hash,
    schema::{Fields, NO_SUM, NO_YEAR, day_number},
    search::{open_dir, register},
};

/// A paper as it is to be found.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its record.
    pub record: Record,
    /// Its document.
    pub document: Document,
}

/// A change of the archive.
#[derive(Debug, Clone)]
pub struct Change {
    /// Its number; higher is later.
    pub seq: u64,
    /// The paper's number in the archive.
    pub paper: u64,
    /// What the paper is now; `None` where it is gone.
    pub entry: Option<Entry>,
}

/// How a writer works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriterSettings {
    /// Threads that make words of text.
    pub threads: usize,
    /// Memory for all of them, in bytes. Below 50 MB a thread the work doubles.
    pub heap: usize,
    /// Papers between two commits.
    pub commit_every: u64,
}

/// Two threads, 128 MB, a commit every 50,000 papers.
impl Default for WriterSettings {
    fn default() -> Self {
        Self {
            threads: 2,
            heap: 128 << 20,
            commit_every: 50_000,
        }
    }
}

/// The least memory that a thread gets.
const LEAST_HEAP: usize = 50 << 20;

/// Why an index was made anew rather than gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuild {
    /// There was none.
    New,
    /// It followed another archive.
    OtherArchive,
    /// It had other fields, or made other words of texts.
    OtherAnalysis,
    /// It had seen changes that the archive does not have: the archive was put back to an earlier state.
    Ahead,
    /// It could not be opened.
    Damaged,
    /// The caller asked for it.
    Asked,
}

/// What [`Writer::catch_up`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// Papers put or put again.
    pub put: u64,
    /// Papers taken out.
    pub deleted: u64,
}

/// The one writer of an index; another one, in this process or another, is refused.
pub struct Writer {
    fields: Fields,
    writer: IndexWriter,
    state: State,
    rebuilt: Option<Rebuild>,
    commit_every: u64,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// Opens the index of an archive, or makes it anew where it is not one that can be gone on with.
    ///
    /// `dir` is the index's alone: making it anew throws away all that it holds. `last_seq` is the archive's last change.
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another writer is open; else as the disk has them.
    pub fn open(
        dir: &Path,
        archive: &str,
        last_seq: u64,
        settings: &WriterSettings,
    ) -> Result<Self, IndexError> {
        let fields = Fields::new();
        let wanted = State {
            archive: archive.to_owned(),
            seq: last_seq,
            analysis: analysis_hash(&fields),
        };
        match state_of(dir, &fields) {
            Ok((index, found)) => match reason(&found, &wanted) {
                None => Self::go_on(index, fields, found, settings),
                // The old index's own lock is asked for, so that a writer at work is not robbed of its files.
                Some(reason) => {
                    drop(writer(&index, settings)?);
                    drop(index);
                    Self::anew(dir, fields, wanted, reason, settings)
                }
            },
            Err(IndexError::Missing { .. }) => {
                Self::anew(dir, fields, wanted, Rebuild::New, settings)
            }
            Err(IndexError::Damaged(_) | IndexError::Outdated | IndexError::Tantivy(_)) => {
                Self::anew(dir, fields, wanted, Rebuild::Damaged, settings)
            }
            // What the disk refuses now is no reason to throw the index away.
            Err(refused) => Err(refused),
        }
    }

    /// Throws the index away and begins an empty one; [`Writer::catch_up`] fills it.
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another writer is open; else as the disk has them.
    pub fn rebuild(
        dir: &Path,
        archive: &str,
        settings: &WriterSettings,
    ) -> Result<Self, IndexError> {
        let fields = Fields::new();
        if let Ok((index, _)) = state_of(dir, &fields) {
            drop(writer(&index, settings)?);
        }
        let state = State {
            archive: archive.to_owned(),
            seq: 0,
            analysis: analysis_hash(&fields),
        };
        Self::anew(dir, fields, state, Rebuild::Asked, settings)
    }

    fn go_on(
        index: Index,
        fields: Fields,
        state: State,
        settings: &WriterSettings,
    ) -> Result<Self, IndexError> {
        let writer = writer(&index, settings)?;
        // Files that a killed process left behind belong to no segment.
        writer.garbage_collect_files().wait()?;
        Ok(Self {
            fields,
            writer,
            state,
            rebuilt: None,
            commit_every: settings.commit_every,
        })
    }

    fn anew(
        dir: &Path,
        fields: Fields,
        wanted: State,
        reason: Rebuild,
        settings: &WriterSettings,
    ) -> Result<Self, IndexError> {
        match fs::remove_dir_all(dir) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(IndexError::io(dir, error));
            }
            _ => {}
        }
        make_private(dir).map_err(|e| IndexError::io(dir, e))?;
        let mut index = Index::create_in_dir(dir, fields.schema.clone())?;
        register(&mut index);
        let mut made = Self {
            writer: writer(&index, settings)?,
            fields,
            state: State { seq: 0, ..wanted },
            rebuilt: Some(reason),
            commit_every: settings.commit_every,
        };
        // So that a kill from here on is gone on with, not begun again.
        made.commit(0)?;
        Ok(made)
    }

    /// Where it stands: the changes after `seq` are the ones to bring.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Why it was made anew, if it was.
    pub fn rebuilt(&self) -> Option<Rebuild> {
        self.rebuilt
    }

    /// Applies what changed, until there is no more.
    ///
    /// `changes` is asked for the changes after a number, the oldest first, some hundred at a time, and answers with
    /// none when all are in. A kill in the middle loses what came after the last commit, and the next call asks for it
    /// again.
    ///
    /// # Errors
    /// Those of `changes`, and [`IndexError::DiskFull`] and others of the disk; what was committed stays.
    pub fn catch_up<E: From<IndexError>>(
        &mut self,
        mut changes: impl FnMut(u64) -> Result<Vec<Change>, E>,
    ) -> Result<CaughtUp, E> {
        let mut done = CaughtUp::default();
        let mut seq = self.state.seq;
        let mut waiting = 0;
        loop {
            let batch = changes(seq)?;
            let Some(last) = batch.iter().map(|change| change.seq).max() else {
                break;
            };
            for change in &batch {
                self.apply(change).map_err(IndexError::from)?;
                match change.entry {
                    Some(_) => done.put += 1,
                    None => done.deleted += 1,
                }
                waiting += 1;
            }
            // A source that does not move on would be asked for ever.
            if last <= seq {
                break;
            }
            seq = last;
            if waiting >= self.commit_every {
                self.commit(seq)?;
                waiting = 0;
            }
        }
        if waiting > 0 {
            self.commit(seq)?;
        }
        Ok(done)
    }

    fn apply(&self, change: &Change) -> Result<(), TantivyError> {
        self.writer
            .delete_term(Term::from_field_u64(self.fields.paper, change.paper));
        if let Some(entry) = &change.entry {
            self.writer
                .add_document(document(&self.fields, change.paper, entry))?;
        }
        Ok(())
    }

    fn commit(&mut self, seq: u64) -> Result<(), IndexError> {
        let state = State {
            seq,
            ..self.state.clone()
        };
        let payload = serde_json::to_string(&state)
            .map_err(|e| IndexError::Tantivy(TantivyError::InternalError(e.to_string())))?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.state = state;
        Ok(())
    }

    /// Merges all segments into one, and removes the files that none needs.
    ///
    /// # Errors
    /// As the disk has them; the index is then as it was.
    pub fn compact(mut self) -> Result<(), IndexError> {
        let segments = self.writer.index().searchable_segment_metas()?;
        if segments.len() > 1
            || segments
                .iter()
                .any(|segment| segment.num_deleted_docs() > 0)
        {
            let all: Vec<_> = segments.iter().map(|segment| segment.id()).collect();
            self.writer.merge(&all).wait()?;
        }
        // As long as they are spoken of, the files of the merged ones are kept.
        drop(segments);
        self.writer.garbage_collect_files().wait()?;
        self.finish()
    }

    /// Waits for the segments that are being merged, so that the next searches find few.
    ///
    /// # Errors
    /// As the disk has them.
    pub fn finish(self) -> Result<(), IndexError> {
        Ok(self.writer.wait_merging_threads()?)
    }
}

fn writer(index: &Index, settings: &WriterSettings) -> Result<IndexWriter, IndexError> {
    let threads = settings.threads.clamp(1, 8);
    let heap = settings.heap.max(threads * LEAST_HEAP);
    Ok(index.writer_with_num_threads(threads, heap)?)
}

fn make_private(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(dir)
}

/// The index in a folder and what its last commit said.
fn state_of(dir: &Path, fields: &Fields) -> Result<(Index, State), IndexError> {
    let index = open_dir(dir)?;
    let metas = index.load_metas()?;
    let damaged = || {
        IndexError::Damaged(TantivyError::InternalError(
            "its commit does not say what it holds".to_owned(),
        ))
    };
    let mut state = State::read(metas.payload.as_deref()).ok_or_else(damaged)?;
    if index.schema() != fields.schema {
        state.analysis.clear();
    }
    Ok((index, state))
}

/// Why an index cannot be gone on with.
fn reason(found: &State, wanted: &State) -> Option<Rebuild> {
    if found.archive != wanted.archive {
        Some(Rebuild::OtherArchive)
    } else if found.analysis != wanted.analysis {
        Some(Rebuild::OtherAnalysis)
    } else if found.seq > wanted.seq {
        Some(Rebuild::Ahead)
    } else {
        None
    }
}

/// A paper as tantivy takes it.
fn document(fields: &Fields, paper: u64, entry: &Entry) -> TantivyDocument {
    let Entry { record, document } = entry;
    let mut out = TantivyDocument::new();
    out.add_u64(fields.paper, paper);
    out.add_text(fields.path, &record.path);
    out.add_text(fields.stem, &document.text);
    out.add_text(fields.exact, &document.text);
    out.add_text(fields.backwards, &document.text);
    out.add_text(fields.parts, &document.text);
    let headings = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Heading);
    for heading in headings.filter_map(|block| document.text.get(block.range())) {
        out.add_text(fields.headings, heading);
    }
    out.add_text(fields.format, &record.format);
    add_places(&mut out, fields, record);
    add_values(&mut out, fields, &record.paper);
    add_dates(&mut out, fields, &record.paper);
    add_amounts(&mut out, fields, &record.paper);
    out
}

fn add_places(out: &mut TantivyDocument, fields: &Fields, record: &Record) {
    let mut paths: Vec<&str> = record.places.iter().map(String::as_str).collect();
    paths.push(&record.path);
    let folders = paths
        .iter()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]))
        .collect();
    add_each(out, fields.folder, folders);
    add_each(out, fields.names, paths);
}

/// Adds values in order, each once: a facet counts papers.
fn add_each(out: &mut TantivyDocument, field: Field, mut values: Vec<&str>) {
    values.sort_unstable();
    values.dedup();
    for value in values {
        if !value.is_empty() {
            out.add_text(field, value);
        }
    }
}

fn add_values(out: &mut TantivyDocument, fields: &Fields, paper: &paper::Paper) {
    out.add_text(fields.kind, paper.kind.word());
    if let Some(title) = &paper.title {
        out.add_text(fields.shown_title, &title.value);
        out.add_text(fields.title, &title.value);
        out.add_text(fields.title_exact, &title.value);
        out.add_text(fields.parts, &title.value);
    }
    let members = &paper.members;
    let organisations = paper.organisations.iter().map(|o| o.name.as_str());
    let sent_by = members.iter().filter_map(|m| m.organisation.as_deref());
    let mut names: Vec<&str> = organisations.chain(sent_by).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        out.add_text(fields.organisations, name);
        out.add_text(fields.organisation, name);
        out.add_text(fields.organisation_key, danish::words::fold(name));
    }
    add_roles(out, fields, members);
    let people = members.iter().filter_map(|m| m.name.as_deref());
    let contacts = paper.contacts.iter().filter_map(|c| c.name.as_deref());
    add_each(out, fields.people, people.chain(contacts).collect());
    add_each(
        out,
        fields.party,
        members.iter().filter_map(|m| m.party.as_deref()).collect(),
    );
    let numbers = paper.case_numbers.iter().map(|n| n.value.as_str());
    let of_items = paper.items.iter().filter_map(|i| i.case_number.as_deref());
    add_each(out, fields.cases, numbers.chain(of_items).collect());
}

/// Adds what people are in the body, and whether they came, to each word of their names.
fn add_roles(out: &mut TantivyDocument, fields: &Fields, members: &[paper::Member]) {
    let mut analyzer = analysis::exact();
    for member in members {
        let Some(name) = &member.name else { continue };
        let role = member.role.map(paper::MemberRole::word);
        let came = member.attendance.map(paper::Attendance::word);
        for what in [role, came].into_iter().flatten() {
            let mut tokens = analysis::tokens(&mut analyzer, name);
            for token in &mut tokens {
                token.text = analysis::told(what, &token.text);
            }
            let text = PreTokenizedString {
                text: name.clone(),
                tokens,
            };
            out.add_pre_tokenized_text(fields.people_as, text);
        }
    }
}

/// Adds the amounts in kroner, each with its year: its own, or that of the paper.
fn add_amounts(out: &mut TantivyDocument, fields: &Fields, paper: &paper::Paper) {
    let written = paper.date.as_ref().map(|date| date.value.year());
    for &(role, [least, most, year]) in &fields.amounts {
        let of_role = paper.amounts.iter().filter(|amount| amount.role == role);
        if of_role.clone().next().is_some() {
            out.add_text(fields.amount_role, role.word());
        }
        for amount in of_role.filter(|amount| amount.currency.is_none()) {
            out.add_i64(least, amount.ore);
            out.add_i64(most, amount.max_ore.unwrap_or(amount.ore));
            let own = amount.year.or(written).map_or(NO_YEAR, i64::from);
            // What is paid by the hour or the piece is no part of a sum.
            out.add_i64(year, if amount.per.is_some() { NO_SUM } else { own });
        }
    }
}

fn add_dates(out: &mut TantivyDocument, fields: &Fields, paper: &paper::Paper) {
    if let Some(date) = &paper.date {
        out.add_text(fields.shown_date, date.value.to_string());
        out.add_i64(fields.date, day_number(date.value));
        out.add_i64(fields.year, i64::from(date.value.year()));
    }
    for &(role, first, last) in &fields.spans {
        let of_role = paper.dates.iter().filter(|mention| mention.role == role);
        if of_role.clone().next().is_some() {
            out.add_text(fields.role, role.word());
        }
        for (from, to) in of_role.filter_map(Mention::days) {
            out.add_i64(first, day_number(from));
            out.add_i64(last, day_number(to));
        }
    }
}
