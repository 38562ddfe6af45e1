//! `udvalg correct`: a value of a paper is set, added, confirmed or dismissed by a person.
//!
//! Whoever names a value by its number names what stands in the record at this moment: it is looked up and corrected in one
//! transaction, so that nobody corrects what someone else, or an ingest, has just changed.

mod answer;
mod carried;
mod typed;
mod value;

use std::{env, io::Write, path::Path};

use archive::{Access, Archive, Batch, Kept, Listed, PaperId};
use jiff::Timestamp;
use paper::{
    Action, Correction, Document, Outcome as Became, Slot, Source, What, find_quote, slots,
};
use serde::Serialize;

use crate::{
    args, browse, catalogue, corrected,
    exit::{Failure, Outcome},
    show, terminal,
    terminal::Styles,
    why::Surroundings,
};

pub(crate) use answer::{Answer, Did, again, answer, dismissed, typed_in, unanswer};
pub(crate) use value::text;

/// Corrects, or lists what can be corrected or was.
///
/// # Errors
/// Where no paper, or value, or more than one, is meant; what is no such value; an archive that cannot be written.
pub(crate) fn run(
    args: &args::Correct,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    if args.list {
        return carried::list(args, &catalogue::open(folder, Access::Read)?, styles);
    }
    if let Some(file) = &args.from {
        return carried::take(file, &mut catalogue::open(folder, Access::Write)?);
    }
    let changes = args.undo || args.add.is_some() || says_something(args);
    let access = if changes { Access::Write } else { Access::Read };
    let mut archive = catalogue::open(folder, access)?;
    let name = args.paper.as_deref().unwrap_or_default();
    let Some(listed) = browse::one(&archive, name)? else {
        return Ok(Outcome::NothingFound);
    };
    let changed = changes
        .then(|| change(&mut archive, &listed, args))
        .transpose()?;
    print(&archive, &listed, args, changed.as_deref(), styles)
}

fn says_something(args: &args::Correct) -> bool {
    let texts = [
        &args.to,
        &args.role,
        &args.summary,
        &args.place,
        &args.organisation,
    ];
    args.confirm || args.dismiss || texts.iter().any(|text| text.is_some())
}

/// Corrects what the command line says, and gives the names of the values that are others by it.
fn change(
    archive: &mut Archive,
    listed: &Listed,
    args: &args::Correct,
) -> Result<Vec<String>, Failure> {
    let who = Who::of(args.by.as_deref(), args.note.clone())?;
    let document = browse::there(archive.document(listed.id), &listed.path)?;
    let mut batch = archive
        .batch(Timestamp::now())
        .map_err(catalogue::failure)?;
    let before = known(&batch, listed)?;
    if args.undo {
        undo(&mut batch, listed.id, args, &before)?;
    } else if let Some(added) = &args.add {
        let source = quoted(&document, args.quote.as_deref().unwrap_or_default())?;
        let (role, to) = (added.first(), added.get(1));
        let typed = args::Correct {
            to: to.cloned(),
            summary: args.summary.clone(),
            place: args.place.clone(),
            organisation: args.organisation.clone(),
            ..args::Correct::default()
        };
        let what = value::added(role.map_or("", String::as_str), &typed, source)?;
        put(&mut batch, listed.id, who.says(what))?;
    } else {
        let slot = value::named(&before, args.value.as_deref().unwrap_or_default())?;
        let what = match (&args.quote, paper::place(&slot.what)) {
            (Some(quote), None) if slot.said.is_none() => {
                value::given(slot, args, quoted(&document, quote)?)?
            }
            (quote, place) => {
                refuse_other(slot, quote.as_deref(), place)?;
                value::turned(slot, args)?
            }
        };
        act(&mut batch, listed.id, slot, what, &who)?;
    }
    let after = known(&batch, listed)?;
    batch.commit().map_err(catalogue::failure)?;
    let changed = after
        .into_iter()
        .filter(|slot| !before.iter().any(|one| is_same(one, slot)));
    Ok(changed.map(|slot| slot.name).collect())
}

/// Who corrects, and why.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    by: String,
    note: Option<String>,
}

impl Who {
    /// As it is given, else by the name with which the user is logged in.
    ///
    /// # Errors
    /// Where neither is known.
    pub(crate) fn of(by: Option<&str>, note: Option<String>) -> Result<Self, Failure> {
        let by = by
            .map(value::one_line)
            .or_else(login)
            .filter(|by| !by.is_empty());
        let by = by.ok_or_else(|| Failure::wrong_use("say who corrects: --by NAME"))?;
        Ok(Self { by, note })
    }

    fn says(&self, what: What) -> Correction {
        Correction {
            by: self.by.clone(),
            at: Timestamp::now(),
            note: self.note.clone(),
            what,
        }
    }
}

/// Whether nothing has become of a value, wherever it stands in the record.
fn is_same(one: &Slot, other: &Slot) -> bool {
    (&one.name, &one.what, &one.said) == (&other.name, &other.what, &other.said)
}

fn known(batch: &Batch<'_>, listed: &Listed) -> Result<Vec<Slot>, Failure> {
    Ok(slots(&browse::there(
        batch.understood(listed.id),
        &listed.path,
    )?))
}

/// Puts what is said of a value in the archive.
///
/// # Errors
/// Where it does not hold; where the archive cannot be written.
fn act(
    batch: &mut Batch<'_>,
    paper: PaperId,
    slot: &Slot,
    what: What,
    who: &Who,
) -> Result<(), Failure> {
    if slot.name.starts_with('l') {
        return Err(Failure::wrong_use(format!(
            "{} is a correction that lapsed: take it back with --undo, or correct what the paper says now",
            slot.name
        )));
    }
    if slot
        .said
        .as_ref()
        .is_some_and(|said| said.action == Action::Added)
    {
        // Another value is added in its place, or none.
        take_back(batch, paper, slot)?;
        if what.action() != Action::Added {
            return Ok(());
        }
    }
    put(batch, paper, who.says(what))
}

fn put(batch: &mut Batch<'_>, paper: PaperId, correction: Correction) -> Result<(), Failure> {
    match batch
        .correct(paper, &correction)
        .map_err(catalogue::failure)?
    {
        Became::Holds | Became::Overtaken => Ok(()),
        Became::Superseded => Err(Failure::wrong_use(
            "the same value is there already, or was corrected at a later time than this clock shows: see `udvalg correct PAPER`",
        )),
        Became::Lapsed | Became::Elsewhere => Err(Failure::wrong_use(
            "the paper has no such value any more: see `udvalg correct PAPER`",
        )),
    }
}

fn undo(
    batch: &mut Batch<'_>,
    paper: PaperId,
    args: &args::Correct,
    slots: &[Slot],
) -> Result<(), Failure> {
    if let Some(name) = &args.value {
        return take_back(batch, paper, value::named(slots, name)?).map(drop);
    }
    let kept = batch.corrections_of(paper).map_err(catalogue::failure)?;
    let last = kept.iter().max_by_key(|kept| (kept.correction.at, kept.id));
    let last = last.ok_or_else(|| Failure::wrong_use("nothing of this paper was corrected"))?;
    batch.uncorrect(last.id).map_err(catalogue::failure)?;
    Ok(())
}

/// Takes the last correction of a value back, and tells which that was. Who imports corrections may have made several at one
/// moment: the likest is meant.
fn take_back(batch: &mut Batch<'_>, paper: PaperId, slot: &Slot) -> Result<Kept, Failure> {
    let kept = batch.corrections_of(paper).map_err(catalogue::failure)?;
    let said = slot.said.as_ref();
    let likest = kept.into_iter().filter_map(|kept| {
        let Correction { by, at, what, .. } = &kept.correction;
        let is_said = said.is_some_and(|said| (&said.by, &said.at) == (by, at));
        let likeness = what.likeness(&slot.what).filter(|_| is_said)?;
        Some((likeness, kept))
    });
    let Some((_, kept)) = likest.max_by_key(|(likeness, kept)| (*likeness, kept.id)) else {
        return Err(Failure::wrong_use(format!(
            "{} was not corrected",
            slot.name
        )));
    };
    batch.uncorrect(kept.id).map_err(catalogue::failure)?;
    Ok(kept)
}

/// Refuses a value that does not stand in the words that were given with it.
fn refuse_other(slot: &Slot, quote: Option<&str>, place: Option<&Source>) -> Result<(), Failure> {
    let (Some(quote), Some(place)) = (quote, place) else {
        return Ok(());
    };
    if value::one_line(&place.quote).contains(&value::one_line(quote)) {
        return Ok(());
    }
    Err(Failure::wrong_use(format!(
        "{} stands in other words by now: {}",
        slot.name,
        show::place(place)
    )))
}

/// Where words stand in the paper, which must be one place.
fn quoted(document: &Document, quote: &str) -> Result<Source, Failure> {
    let spans = find_quote(&document.text, quote);
    let places = document.places();
    match spans.as_slice() {
        [span] => Ok(places.source(span.clone())),
        [] => Err(Failure::wrong_use(format!(
            "“{quote}” does not stand in the paper: give its own words, as `udvalg show PAPER --text` prints them"
        ))),
        several => {
            let around = Surroundings::new(document, anstyle::Style::new());
            let lines = several.iter().map(|span| {
                let source = places.source(span.clone());
                let page = source
                    .page
                    .map(|page| format!("p. {page}: "))
                    .unwrap_or_default();
                let said = around.of(&source).unwrap_or_else(|| source.quote.clone());
                format!("  {page}{said}")
            });
            Err(Failure::wrong_use(format!(
                "“{quote}” stands in {} places; give more words:\n{}",
                several.len(),
                lines.take(10).collect::<Vec<_>>().join("\n")
            )))
        }
    }
}

/// A line of `udvalg correct PAPER --json`.
#[derive(Debug, Serialize)]
struct Line<'s> {
    path: &'s str,
    value: &'s str,
    #[serde(flatten)]
    what: &'s What,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Action>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'s str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    overtaken: bool,
}

/// Prints the values of a paper, or those that were named or changed.
fn print(
    archive: &Archive,
    listed: &Listed,
    args: &args::Correct,
    changed: Option<&[String]>,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let all = slots(&browse::there(archive.understood(listed.id), &listed.path)?);
    let wanted = match (changed, &args.value) {
        (None, Some(name)) => Some(vec![value::named(&all, name)?.name.clone()]),
        (changed, _) => changed.map(<[String]>::to_vec),
    };
    let is_wanted = |slot: &&Slot| match &wanted {
        Some(names) => names.contains(&slot.name),
        None => !is_empty(slot),
    };
    let mut out = terminal::lines(args.json);
    for slot in all.iter().filter(is_wanted) {
        if args.json {
            writeln!(out, "{}", browse::json(&line(slot, &listed.path))?)?;
        } else {
            show_slot(&mut out, slot, styles)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn line<'s>(slot: &'s Slot, path: &'s str) -> Line<'s> {
    let said = slot.said.as_ref();
    Line {
        path,
        value: &slot.name,
        what: &slot.what,
        action: said.map(|said| said.action),
        by: said.map(|said| said.by.as_str()),
        at: said.map(|said| said.at),
        note: said.and_then(|said| said.note.as_deref()),
        overtaken: said.is_some_and(|said| said.overtaken),
    }
}

/// Whether the paper has no such value.
fn is_empty(slot: &Slot) -> bool {
    value::text(&slot.what, true) == "–" && slot.said.is_none()
}

/// A value with its name, what was said of it, and where it stands.
pub(crate) fn show_slot(out: &mut impl Write, slot: &Slot, styles: &Styles) -> std::io::Result<()> {
    let (title, dim) = (styles.title, styles.dim);
    let is_dismissed = slot
        .said
        .as_ref()
        .is_some_and(|said| said.action == Action::Dismissed);
    let now = value::text(&slot.what, !is_dismissed);
    writeln!(out, "{title}{:<6}{title:#} {now}", slot.name)?;
    if let Some(said) = &slot.said {
        writeln!(out, "       {dim}{}{dim:#}", remark(slot, said))?;
    }
    match paper::place(&slot.what) {
        Some(source) => writeln!(out, "       {dim}{}{dim:#}", show::place(source)),
        None => Ok(()),
    }
}

/// "set by ida, 2026-05-04 12:00; read as 2022-05-15  deadline".
fn remark(slot: &Slot, said: &paper::Said) -> String {
    let mut told = corrected::who(said.action, &said.by, said.at, said.note.as_deref());
    let was = value::text(&slot.what, false);
    if said.action == Action::Set
        || was != value::text(&slot.what, true) && said.action == Action::Confirmed
    {
        told.push_str(&format!("; read as {was}"));
    }
    if said.overtaken {
        told.push_str("; it said something else when it was corrected");
    }
    if slot.name.starts_with('l') {
        told.push_str("; the paper has no such value any more");
    }
    told
}

/// The name of whoever runs this: of the environment, which a timer's may lack, else of the system's list of users.
fn login() -> Option<String> {
    let named = ["USER", "LOGNAME", "USERNAME"];
    let named = named.iter().find_map(|name| env::var(name).ok());
    #[cfg(unix)]
    let named = named.or_else(|| {
        let own = rustix::process::getuid().as_raw().to_string();
        let users = std::fs::read_to_string("/etc/passwd").ok()?;
        // passwd(5): name, password, number, …
        let mut users = users
            .lines()
            .map(|user| user.split(':').collect::<Vec<_>>());
        let user = users.find(|user| user.get(2) == Some(&own.as_str()))?;
        user.first().map(|name| (*name).to_owned())
    });
    named
}
