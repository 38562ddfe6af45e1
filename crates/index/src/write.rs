//! Following the archive.

use std::{fmt, fs, io, path::Path, sync::Arc};

use paper::{Document, Record};
use tantivy::{
    Index, IndexSettings, IndexWriter, TantivyError, Term,
    index::{SegmentId, SegmentMeta},
    indexer::LogMergePolicy,
};

use crate::{
    IndexError, State,
    document::document,
    payload::analysis_hash,
    queue::{Queued, Room},
    refused::Refused,
    schema::Fields,
    search::{opened, register},
    windows::Windows,
};

/// A paper as it is to be found.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its record.
    pub record: Record,
    /// Its document.
    pub document: Document,
    /// The archive's number of its family: the same for all versions and formats of a paper.
    pub family: u64,
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

/// A segment of more papers is merged no further: a question looks through several side by side, and each paper is merged
/// twice, not once more whenever the archive has grown eightfold.
const LARGE: u32 = 100_000;

/// The part of a smaller segment that may be papers that were put again or taken out.
const MOST_DELETED: f32 = 0.3;

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
    writer: IndexWriter<Queued>,
    refused: Refused,
    room: Arc<Room>,
    state: State,
    rebuilt: Option<Rebuild>,
    commit_every: u64,
    /// The archive's last change when it was opened: an index that has come so far has all.
    last_seq: u64,
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
            unfinished: false,
        };
        match state_of(dir, &fields) {
            Ok((files, found)) => match reason(&found, &wanted) {
                None => Self::go_on(files, fields, found, last_seq, settings),
                // The old index's own lock is asked for, so that a writer at work is not robbed of its files.
                Some(reason) => {
                    drop(writer(&files.index, settings)?);
                    drop(files);
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

    /// Throws the index away and begins an empty one; [`Writer::catch_up`] fills it. One that was begun anew and cut off
    /// before it was full is gone on with.
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another writer is open; else as the disk has them.
    pub fn rebuild(
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
            unfinished: false,
        };
        if let Ok((files, found)) = state_of(dir, &fields) {
            if found.unfinished && reason(&found, &wanted).is_none() {
                return Self::go_on(files, fields, found, last_seq, settings);
            }
            drop(writer(&files.index, settings)?);
        }
        Self::anew(dir, fields, wanted, Rebuild::Asked, settings)
    }

    fn go_on(
        files: Files,
        fields: Fields,
        state: State,
        last_seq: u64,
        settings: &WriterSettings,
    ) -> Result<Self, IndexError> {
        let writer = writer(&files.index, settings)?;
        // Files that a killed process left behind belong to no segment.
        writer.garbage_collect_files().wait()?;
        Ok(Self {
            fields,
            writer,
            refused: files.refused,
            room: Arc::default(),
            state,
            rebuilt: None,
            commit_every: settings.commit_every,
            last_seq,
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
        let refused = Refused::new(dir);
        let windows = Windows::open(dir, refused.clone()).map_err(TantivyError::from)?;
        let mut index = Index::create(windows, fields.schema.clone(), IndexSettings::default())?;
        register(&mut index);
        let mut made = Self {
            writer: writer(&index, settings)?,
            refused,
            room: Arc::default(),
            fields,
            last_seq: wanted.seq,
            state: State {
                seq: 0,
                unfinished: true,
                ..wanted
            },
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
                self.apply(change)
                    .map_err(|error| self.refused.told(error))?;
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
        let is_full = self.state.unfinished && seq >= self.last_seq;
        if waiting > 0 || is_full {
            self.state.unfinished &= !is_full;
            self.commit(seq)?;
        }
        Ok(done)
    }

    fn apply(&self, change: &Change) -> Result<(), TantivyError> {
        self.writer
            .delete_term(Term::from_field_u64(self.fields.paper, change.paper));
        if let Some(entry) = &change.entry {
            let document = document(&self.fields, change.paper, entry);
            let bytes = entry.document.text.len();
            self.writer
                .add_document(self.room.queued(document, bytes))?;
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
        let written = self.writer.prepare_commit().and_then(|mut commit| {
            commit.set_payload(&payload);
            commit.commit()
        });
        written.map_err(|error| self.refused.told(error))?;
        self.state = state;
        Ok(())
    }

    /// Merges small segments into large ones, leaves out what was taken from large ones, and removes the files that none
    /// needs.
    ///
    /// # Errors
    /// As the disk has them; the index is then as it was.
    pub fn compact(mut self) -> Result<(), IndexError> {
        let mut segments = self.writer.index().searchable_segment_metas()?;
        segments.sort_by_key(SegmentMeta::num_docs);
        let (mut group, mut papers, mut worth) = (Vec::new(), 0, false);
        for segment in &segments {
            let taken_from = segment.num_deleted_docs() > 0;
            if segment.num_docs() >= LARGE && !taken_from {
                continue;
            }
            group.push(segment.id());
            papers += segment.num_docs();
            worth |= taken_from || group.len() > 1;
            if papers >= LARGE {
                self.merge(&mut group, worth)?;
                (papers, worth) = (0, false);
            }
        }
        self.merge(&mut group, worth)?;
        // As long as they are spoken of, the files of the merged ones are kept.
        drop(segments);
        self.writer.garbage_collect_files().wait()?;
        self.finish()
    }

    fn merge(&mut self, group: &mut Vec<SegmentId>, worth: bool) -> Result<(), IndexError> {
        if worth {
            let merged = self.writer.merge(group).wait();
            merged.map_err(|error| self.refused.told(error))?;
        }
        group.clear();
        Ok(())
    }

    /// Waits for the segments that are being merged, so that the next searches find few.
    ///
    /// # Errors
    /// As the disk has them.
    pub fn finish(self) -> Result<(), IndexError> {
        let ended = self.writer.wait_merging_threads();
        ended.map_err(|error| self.refused.told(error))
    }
}

fn writer(index: &Index, settings: &WriterSettings) -> Result<IndexWriter<Queued>, IndexError> {
    let threads = settings.threads.clamp(1, 8);
    let heap = settings.heap.max(threads * LEAST_HEAP);
    let writer = index.writer_with_num_threads(threads, heap)?;
    let mut merges = LogMergePolicy::default();
    merges.set_max_docs_before_merge(LARGE.try_into().unwrap_or(usize::MAX));
    merges.set_del_docs_ratio_before_merge(MOST_DELETED);
    writer.set_merge_policy(Box::new(merges));
    Ok(writer)
}

fn make_private(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(dir)
}

/// An index that is there, and what the disk refuses it.
struct Files {
    index: Index,
    refused: Refused,
}

/// The index in a folder and what its last commit said.
fn state_of(dir: &Path, fields: &Fields) -> Result<(Files, State), IndexError> {
    let refused = Refused::new(dir);
    let index = opened(dir, |dir| Index::open(Windows::open(dir, refused.clone())?))?;
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
    Ok((Files { index, refused }, state))
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
