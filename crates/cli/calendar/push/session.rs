//! A push: what is done entry by entry, noted and told.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    io::{BufWriter, Stdout, Write},
};

use archive::{Archive, Pushed, PushedTo};
use jiff::Timestamp;
use serde::Serialize;
use web::{Collection, Condition, DavError, Resource, Written};

use super::{
    differs,
    left::{self, Form, Left},
    plan::{self, Step, Wanted},
};
use crate::{
    args, browse,
    exit::{Failure, Outcome},
    stop, terminal,
};

/// Entries that a server may refuse one after the other before it is taken for unable to take any.
const REFUSED: usize = 10;

/// What happened to an entry, or would happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Create,
    Change,
    Cancel,
    Delete,
    /// It is there as it should be, by another hand or from a push that broke off: it is ours from now on.
    Adopt,
    /// Another client deleted it.
    Deleted,
    /// It stays as another client made it.
    Conflict,
    /// The server does not take it.
    Refused,
}

impl Action {
    /// What stands before an entry, and what is counted.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Create => ("create", "created"),
            Self::Change => ("change", "changed"),
            Self::Cancel => ("cancel", "cancelled"),
            Self::Delete => ("delete", "deleted"),
            Self::Adopt => ("adopt", "there already"),
            Self::Deleted => ("deleted", "deleted there by someone else and left so"),
            Self::Conflict => ("conflict", "in conflict"),
            Self::Refused => ("refused", "refused by the server"),
        }
    }
}

/// A line of what happened.
#[derive(Debug, Serialize)]
struct Line<'l> {
    action: Action,
    uid: &'l str,
    summary: &'l str,
    path: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'l str>,
}

/// An open archive and an open calendar.
pub(super) struct Session<'a> {
    archive: Archive,
    collection: Collection,
    address: String,
    known: PushedTo,
    form: Form<'a>,
    args: &'a args::Push,
    /// Whether lines are JSON.
    json: bool,
    counts: BTreeMap<Action, usize>,
    refused_in_a_row: usize,
    out: BufWriter<Stdout>,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        archive: Archive,
        collection: Collection,
        form: Form<'a>,
        args: &'a args::Push,
        json: bool,
    ) -> Result<Self, Failure> {
        let address = collection.address();
        Ok(Self {
            known: archive.pushed_to(&address)?,
            archive,
            collection,
            address,
            form,
            args,
            json,
            counts: BTreeMap::new(),
            refused_in_a_row: 0,
            out: terminal::out(),
        })
    }

    /// Brings the calendar up to what is wanted, and tells what was done, also where it breaks off.
    pub(super) fn push(mut self, wanted: &[Wanted]) -> Result<Outcome, Failure> {
        let pushed = self.each(wanted);
        self.out.flush()?;
        self.say(wanted.len());
        pushed?;
        let has = |action| self.counts.contains_key(&action);
        Ok(if stop::asked() {
            Outcome::Interrupted
        } else if has(Action::Conflict) || has(Action::Refused) {
            Outcome::Partly
        } else {
            Outcome::Done
        })
    }

    fn each(&mut self, wanted: &[Wanted]) -> Result<(), Failure> {
        if self.is_quiet(wanted) {
            return Ok(());
        }
        let there = self.collection.list()?;
        for entry in wanted {
            if stop::asked() {
                return Ok(());
            }
            self.bring_up(entry, &there)?;
        }
        self.not_chosen(wanted, &there)?;
        if !self.args.dry_run && !stop::asked() {
            let is_settled = self
                .counts
                .keys()
                .all(|action| matches!(action, Action::Adopt | Action::Deleted));
            let ctag = self.collection.ctag().filter(|_| is_settled);
            self.archive.note_ctag(&self.address, ctag)?;
        }
        Ok(())
    }

    /// Whether nothing is to be done, as far as the server's mark of the calendar's state tells without a listing.
    fn is_quiet(&self, wanted: &[Wanted]) -> bool {
        let ctag = self.collection.ctag();
        if ctag.is_none() || ctag != self.known.ctag.as_deref() {
            return false;
        }
        let entries = &self.known.entries;
        let as_noted = wanted.iter().all(|entry| {
            let pushed = entries.get(&entry.uid);
            let there = pushed.filter(|pushed| !pushed.gone);
            let step = plan::step(entry, pushed, there.map(|pushed| &*pushed.etag));
            matches!(step, Step::Nothing | Step::Left)
        });
        let uids: BTreeSet<&str> = wanted.iter().map(|entry| &*entry.uid).collect();
        as_noted && entries.keys().all(|uid| uids.contains(&**uid))
    }

    fn bring_up(
        &mut self,
        entry: &Wanted,
        there: &BTreeMap<String, String>,
    ) -> Result<(), Failure> {
        let pushed = self.known.entries.get(&entry.uid).cloned();
        let own = || self.collection.path_of(&entry.uid);
        let path = pushed
            .as_ref()
            .map_or_else(own, |pushed| pushed.path.clone());
        match plan::step(entry, pushed.as_ref(), there.get(&path).map(String::as_str)) {
            Step::Create => self.write(entry, &path, Condition::New),
            Step::Update { etag } => self.write(entry, &path, Condition::Is(etag)),
            Step::Look => self.look(entry, &path),
            Step::Left => self.leave(entry, pushed),
            Step::Nothing | Step::Delete { .. } | Step::Forget => Ok(()),
        }
    }

    /// Writes an entry, or finds out who was there before.
    fn write(
        &mut self,
        entry: &Wanted,
        path: &str,
        condition: Condition<'_>,
    ) -> Result<(), Failure> {
        let action = match condition {
            Condition::New => Action::Create,
            Condition::Is(_) if entry.cancelled => Action::Cancel,
            Condition::Is(_) => Action::Change,
        };
        if self.args.dry_run {
            return self.tell(action, entry, path, None);
        }
        let text = self.text(entry, path, condition)?;
        match self.collection.put(path, &text, condition) {
            Ok(Written::Done(etag)) => {
                self.refused_in_a_row = 0;
                self.written((entry, &text), path, etag, (action, None))
            }
            Ok(Written::Changed) => self.look(entry, path),
            Ok(Written::UidTaken(elsewhere)) => {
                let elsewhere = match elsewhere {
                    Some(path) => Some(path),
                    None => self.collection.find(&entry.uid)?,
                };
                match elsewhere {
                    Some(elsewhere) => self.look(entry, &elsewhere),
                    None => {
                        let detail =
                            "another resource has its UID, and the server does not tell which";
                        self.tell(Action::Conflict, entry, path, Some(detail))
                    }
                }
            }
            Err(error) => self.refused(entry, path, error),
        }
    }

    /// What is to be written: of a task, with its progress on the server. If that changes until it is written, the condition
    /// holds no more.
    fn text<'e>(
        &self,
        entry: &'e Wanted,
        path: &str,
        condition: Condition<'_>,
    ) -> Result<Cow<'e, str>, Failure> {
        if condition == Condition::New || !differs::has_progress(&entry.text) {
            return Ok(Cow::Borrowed(&entry.text));
        }
        let there = self.collection.get(path)?;
        Ok(there.map_or(Cow::Borrowed(&entry.text), |there| {
            Cow::Owned(differs::with_progress(&entry.text, &there.text))
        }))
    }

    /// Notes and tells what was written. Where the server gives no tag, what is there may be another client's already: only
    /// the tag of what says the same is noted.
    fn written(
        &mut self,
        (entry, text): (&Wanted, &str),
        path: &str,
        etag: Option<String>,
        (action, detail): (Action, Option<&str>),
    ) -> Result<(), Failure> {
        let etag = match etag {
            Some(etag) => etag,
            None => {
                let Some(there) = self.collection.get(path)? else {
                    let detail =
                        "it went away as soon as it was written: run the same command again";
                    return self.tell(Action::Conflict, entry, path, Some(detail));
                };
                if let Some(detail) = differs::differs(&there.text, text) {
                    return self.tell(Action::Conflict, entry, path, Some(&detail));
                }
                there.etag
            }
        };
        self.note(entry, path, etag)?;
        self.tell(action, entry, path, detail)
    }

    /// A refusal of this entry is told, and the others are tried; what concerns all of them ends the push.
    fn refused(&mut self, entry: &Wanted, path: &str, error: DavError) -> Result<(), Failure> {
        self.refused_in_a_row += 1;
        let is_its_own = matches!(error, DavError::Refused { .. });
        if !is_its_own || self.refused_in_a_row >= REFUSED {
            return Err(error.into());
        }
        self.tell(Action::Refused, entry, path, Some(&error.to_string()))
    }

    /// Looks at what is there and was not written by us, or was changed since. What says the same is ours from now on; the
    /// rest stays as it is, unless the user wants ours.
    fn look(&mut self, entry: &Wanted, path: &str) -> Result<(), Failure> {
        let Some(Resource { etag, text }) = self.collection.get(path)? else {
            let detail = "it went away while it was looked at: run the same command again";
            return self.tell(Action::Conflict, entry, path, Some(detail));
        };
        let Some(detail) = differs::differs(&text, &entry.text) else {
            if !self.args.dry_run {
                self.note(entry, path, etag)?;
            }
            return self.tell(Action::Adopt, entry, path, None);
        };
        if !self.args.take_over.contains(&entry.uid) {
            return self.tell(Action::Conflict, entry, path, Some(&detail));
        }
        let action = Action::Change;
        if self.args.dry_run {
            return self.tell(action, entry, path, Some(&detail));
        }
        let text = differs::with_progress(&entry.text, &text);
        match self.collection.put(path, &text, Condition::Is(&etag)) {
            Ok(Written::Done(etag)) => {
                self.written((entry, &text), path, etag, (action, Some(&detail)))
            }
            Ok(Written::Changed | Written::UidTaken(_)) => {
                let detail = "it was changed again while it was taken over";
                self.tell(Action::Conflict, entry, path, Some(detail))
            }
            Err(error) => self.refused(entry, path, error),
        }
    }

    /// Leaves an entry deleted that another client deleted; that is told once.
    fn leave(&mut self, entry: &Wanted, pushed: Option<Pushed>) -> Result<(), Failure> {
        let Some(pushed) = pushed.filter(|pushed| !pushed.gone) else {
            return Ok(());
        };
        let path = pushed.path.clone();
        if !self.args.dry_run {
            let gone = Pushed {
                gone: true,
                ..pushed
            };
            self.archive.note_pushed(&self.address, &gone)?;
        }
        let detail = "by another client: it comes back when its time changes";
        self.tell(Action::Deleted, entry, &path, Some(detail))
    }

    /// Brings up what was pushed and is not chosen now, where it changed; deletes what is not in the archive any more. The
    /// rest stays.
    fn not_chosen(
        &mut self,
        wanted: &[Wanted],
        there: &BTreeMap<String, String>,
    ) -> Result<(), Failure> {
        let uids: BTreeSet<&str> = wanted.iter().map(|entry| &*entry.uid).collect();
        let mut left: Vec<Pushed> = self.known.entries.values().cloned().collect();
        left.retain(|pushed| !uids.contains(&*pushed.uid));
        if left.is_empty() {
            return Ok(());
        }
        for (pushed, left) in left::left(&self.archive, &self.form, left, &uids)? {
            if stop::asked() {
                return Ok(());
            }
            let etag = there.get(&pushed.path).map(String::as_str);
            match left {
                Left::Gone => self.withdraw(&pushed, etag)?,
                // What is away and would be made anew is for those to decide who choose it.
                Left::Changed(entry) if etag.is_some() => self.bring_up(&entry, there)?,
                Left::Changed(_) => {}
            }
        }
        Ok(())
    }

    fn withdraw(&mut self, pushed: &Pushed, there: Option<&str>) -> Result<(), Failure> {
        let is_deleted = match plan::withdrawn(pushed, there) {
            Step::Forget => return self.forget(pushed),
            Step::Delete { .. } if self.args.dry_run => true,
            Step::Delete { etag } => {
                self.collection.delete(&pushed.path, etag)? != Written::Changed
            }
            _ => false,
        };
        if is_deleted {
            self.forget(pushed)?;
            return self.line(Action::Delete, &pushed.uid, "", &pushed.path, None);
        }
        let Some(resource) = self.collection.get(&pushed.path)? else {
            return self.forget(pushed);
        };
        let summary = differs::summary(&resource.text);
        let detail = "the archive has it no more, and another client changed it: delete it there";
        self.line(
            Action::Conflict,
            &pushed.uid,
            &summary,
            &pushed.path,
            Some(detail),
        )
    }

    fn forget(&mut self, pushed: &Pushed) -> Result<(), Failure> {
        if !self.args.dry_run {
            self.archive.forget_pushed(&self.address, &pushed.uid)?;
        }
        Ok(())
    }

    fn note(&mut self, entry: &Wanted, path: &str, etag: String) -> Result<(), Failure> {
        let pushed = Pushed {
            uid: entry.uid.clone(),
            path: path.to_owned(),
            etag,
            hash: entry.hash.clone(),
            span: entry.span.clone(),
            sequence: entry.sequence,
            at: Timestamp::now(),
            gone: false,
        };
        Ok(self.archive.note_pushed(&self.address, &pushed)?)
    }

    fn tell(
        &mut self,
        action: Action,
        entry: &Wanted,
        path: &str,
        detail: Option<&str>,
    ) -> Result<(), Failure> {
        self.line(action, &entry.uid, &entry.summary, path, detail)
    }

    fn line(
        &mut self,
        action: Action,
        uid: &str,
        summary: &str,
        path: &str,
        detail: Option<&str>,
    ) -> Result<(), Failure> {
        *self.counts.entry(action).or_default() += 1;
        if self.json {
            let line = Line {
                action,
                uid,
                summary,
                path,
                detail,
            };
            writeln!(self.out, "{}", browse::json(&line)?)?;
            return Ok(());
        }
        writeln!(self.out, "{:<9} {summary} ({uid})", action.words().0)?;
        if let Some(detail) = detail {
            writeln!(self.out, "{:<9} {detail}", "")?;
        }
        Ok(())
    }

    /// What was done in all, or would be.
    fn say(&self, wanted: usize) {
        let counted = self.counts.iter().map(|(action, count)| {
            let words = action.words().1;
            format!("{count} {words}")
        });
        let done = match counted.collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => "nothing to do".to_owned(),
            done if self.args.dry_run => format!("this would be done: {done}"),
            done => done,
        };
        let wanted = terminal::counted(wanted, ["entry", "entries"]);
        terminal::say(format_args!("{wanted} for {}: {done}", self.address));
    }
}
