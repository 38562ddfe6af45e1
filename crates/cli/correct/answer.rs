//! Answers of a review: each is a correction, and can be undone.

use archive::{Archive, Kept, Listed};
use jiff::Timestamp;
use paper::{Slot, What, slots};

use super::{Who, act, is_same, known, take_back, value};
use crate::{args, browse, catalogue, exit::Failure};

/// What an answer did.
#[derive(Debug)]
pub(crate) enum Did {
    /// Something was said of the value of this name.
    Said(String),
    /// This was taken back.
    TookBack(Box<Kept>),
}

/// What a person answers.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The value is this.
    Says(Box<What>),
    /// What was said of it before is none any more.
    TakeBack,
}

/// Answers what was seen of a paper's value, unless it has become another one since.
///
/// # Errors
/// Where it has; as [`act`].
pub(crate) fn answer(
    archive: &mut Archive,
    listed: &Listed,
    seen: &Slot,
    answer: Answer,
    who: &Who,
) -> Result<Did, Failure> {
    let mut batch = archive
        .batch(Timestamp::now())
        .map_err(catalogue::failure)?;
    if !known(&batch, listed)?
        .iter()
        .any(|slot| is_same(slot, seen))
    {
        return Err(Failure::wrong_use(format!(
            "{} of {} is another one by now: look again",
            seen.name, listed.path
        )));
    }
    let did = match answer {
        Answer::Says(what) => {
            act(&mut batch, listed.id, seen, *what, who)?;
            Did::Said(seen.name.clone())
        }
        Answer::TakeBack => Did::TookBack(Box::new(take_back(&mut batch, listed.id, seen)?)),
    };
    batch.commit().map_err(catalogue::failure)?;
    Ok(did)
}

/// Undoes an answer, whatever has become of its value since.
///
/// # Errors
/// As [`answer`].
pub(crate) fn unanswer(archive: &mut Archive, listed: &Listed, did: &Did) -> Result<(), Failure> {
    let mut batch = archive
        .batch(Timestamp::now())
        .map_err(catalogue::failure)?;
    match did {
        Did::Said(name) => {
            let slots = known(&batch, listed)?;
            take_back(&mut batch, listed.id, value::named(&slots, name)?)?;
        }
        Did::TookBack(kept) => {
            batch
                .take_over(kept.paper, &kept.correction, &kept.later)
                .map_err(catalogue::failure)?;
        }
    }
    batch.commit().map_err(catalogue::failure)
}

/// What a value is by now: the one that says the same of it, else the one of its name. `None` where there is none any more.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn again(
    archive: &Archive,
    listed: &Listed,
    seen: &Slot,
) -> Result<Option<Slot>, Failure> {
    let now = slots(&browse::there(archive.understood(listed.id), &listed.path)?);
    let same = now
        .iter()
        .find(|slot| (&slot.what, &slot.said) == (&seen.what, &seen.said));
    let named = || now.iter().find(|slot| slot.name == seen.name);
    Ok(same.or_else(named).cloned())
}

/// What a value is once a person has typed what it is.
///
/// # Errors
/// What is no such value.
pub(crate) fn typed_in(slot: &Slot, text: &str) -> Result<What, Failure> {
    let args = args::Correct {
        to: Some(text.to_owned()),
        ..args::Correct::default()
    };
    value::turned(slot, &args)
}

/// That a value is none.
///
/// # Errors
/// None: all values can be dismissed.
pub(crate) fn dismissed(slot: &Slot) -> Result<What, Failure> {
    let args = args::Correct {
        dismiss: true,
        ..args::Correct::default()
    };
    value::turned(slot, &args)
}
