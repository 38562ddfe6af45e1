//! What a command line says of a value, and how values are shown.

use paper::{
    AmountRole, DateRole, Found, Kind, MemberRole, Mention, Slot, Source, Status, Turn, What, place,
};

use super::typed;
use crate::{args, exit::Failure, show};

/// A value as it is shown; a dash for none.
pub(crate) fn text(what: &What, is_now: bool) -> String {
    fn side<T>(turn: &Turn<T>, is_now: bool, show: impl Fn(&T) -> String) -> String {
        let value = if is_now { &turn.now } else { &turn.was };
        value.as_ref().map_or_else(|| "–".to_owned(), show)
    }
    match what {
        What::Dates(turn) => side(turn, is_now, show::mention),
        What::Members(turn) => side(turn, is_now, show::member),
        What::Amounts(turn) => side(turn, is_now, show::amount),
        What::CaseNumbers(turn) | What::Title(turn) => side(turn, is_now, |f| f.value.clone()),
        What::Date(turn) => side(turn, is_now, |f| f.value.to_string()),
        What::Kind(turn) => side(turn, is_now, Kind::to_string),
        What::Status(turn) => side(turn, is_now, Status::to_string),
        What::Warnings(turn) => side(turn, is_now, |w| w.to_string()),
    }
}

/// The slot that a person names: by its name, or by words in which its value stands.
///
/// # Errors
/// Where none is meant, or any of several.
pub(super) fn named<'s>(slots: &'s [Slot], name: &str) -> Result<&'s Slot, Failure> {
    if let Some(slot) = slots
        .iter()
        .find(|slot| slot.name == name.trim().to_lowercase())
    {
        return Ok(slot);
    }
    let said = one_line(name);
    let quote = |slot: &Slot| place(&slot.what).map(|source| one_line(&source.quote));
    let alike = |exact: bool| -> Vec<&Slot> {
        let is_meant = |slot: &&Slot| {
            quote(slot).is_some_and(|quote| {
                if exact {
                    quote == said
                } else {
                    quote.contains(&said)
                }
            })
        };
        slots.iter().filter(is_meant).collect()
    };
    let found = match alike(true) {
        exact if exact.is_empty() && !said.is_empty() => alike(false),
        exact => exact,
    };
    match found.as_slice() {
        [slot] => Ok(slot),
        [] => Err(Failure::wrong_use(format!(
            "{name}: is no value of the paper; `udvalg correct PAPER` lists them"
        ))),
        several => {
            let lines: Vec<_> = several
                .iter()
                .map(|slot| format!("{}  {}", slot.name, text(&slot.what, true)))
                .collect();
            Err(Failure::wrong_use(format!(
                "{name} may be any of these:\n{}",
                lines.join("\n")
            )))
        }
    }
}

/// Words on one line, one blank between them.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the command line makes of a slot's value.
///
/// # Errors
/// What is no such value, and options that the value knows nothing of.
pub(super) fn turned(slot: &Slot, args: &args::Correct) -> Result<What, Failure> {
    let mut what = slot.what.clone();
    let dismiss = args.dismiss;
    match &mut what {
        What::Dates(turn) => {
            fits(args, &["role", "summary", "place"])?;
            change(turn, dismiss, |now| date(now, args))?;
        }
        What::Members(turn) => {
            fits(args, &["role", "organisation"])?;
            change(turn, dismiss, |now| member(now, args))?;
        }
        What::Amounts(turn) => {
            fits(args, &["role", "summary"])?;
            change(turn, dismiss, |now| amount(now, args))?;
        }
        What::CaseNumbers(turn) | What::Title(turn) => {
            fits(args, &[])?;
            change(turn, dismiss, |now| {
                if let Some(to) = &args.to {
                    now.value.clone_from(to);
                }
                Ok(())
            })?;
        }
        What::Date(turn) => {
            fits(args, &[])?;
            change(turn, dismiss, |now| {
                if let Some(to) = &args.to {
                    now.value = typed::day(to)?;
                }
                Ok(())
            })?;
        }
        What::Kind(turn) => {
            fits(args, &[])?;
            whole(turn, args, Kind::from_word, Kind::ALL)?;
        }
        What::Status(turn) => {
            fits(args, &[])?;
            whole(turn, args, Status::from_word, Status::ALL)?;
        }
        What::Warnings(turn) => {
            fits(args, &[])?;
            if args.to.is_some() {
                return Err(Failure::wrong_use(
                    "a warning is confirmed or dismissed, not set",
                ));
            }
            // Looked at it is none any more, whether the paper is right or wrong.
            turn.now = None;
        }
    }
    Ok(what)
}

/// Changes the value of a turn as it is now, or as it was before it was dismissed.
fn change<T: Clone>(
    turn: &mut Turn<T>,
    dismiss: bool,
    change: impl FnOnce(&mut T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if dismiss {
        turn.now = None;
        return Ok(());
    }
    let mut now = turn.now.take().or_else(|| turn.was.clone());
    let value = now.as_mut().ok_or_else(|| {
        Failure::wrong_use(
            "the paper has no such value: give the words where it stands, --quote WORDS",
        )
    })?;
    change(value)?;
    turn.now = now;
    Ok(())
}

fn whole<T: Copy + std::fmt::Display>(
    turn: &mut Turn<T>,
    args: &args::Correct,
    read: impl Fn(&str) -> Option<T>,
    all: &[T],
) -> Result<(), Failure> {
    if args.dismiss {
        turn.now = None;
    } else if let Some(to) = &args.to {
        turn.now = Some(word(to, read, all)?);
    }
    Ok(())
}

pub(super) fn date(now: &mut Mention, args: &args::Correct) -> Result<(), Failure> {
    if let Some(to) = &args.to {
        typed::date(now, to)?;
    }
    if let Some(role) = &args.role {
        now.role = word(role, DateRole::from_word, DateRole::ALL)?;
    }
    now.summary = args.summary.clone().or_else(|| now.summary.take());
    now.place = args.place.clone().or_else(|| now.place.take());
    Ok(())
}

pub(super) fn member(now: &mut paper::Member, args: &args::Correct) -> Result<(), Failure> {
    if let Some(to) = &args.to {
        // A seat that has a name is one person.
        (now.name, now.seats) = (Some(one_line(to)), None);
    }
    if let Some(role) = &args.role {
        now.role = Some(word(role, MemberRole::from_word, MemberRole::ALL)?);
    }
    now.organisation = args
        .organisation
        .clone()
        .or_else(|| now.organisation.take());
    Ok(())
}

pub(super) fn amount(now: &mut paper::Amount, args: &args::Correct) -> Result<(), Failure> {
    if let Some(to) = &args.to {
        typed::amount(now, to)?;
    }
    if let Some(role) = &args.role {
        now.role = word(role, AmountRole::from_word, AmountRole::ALL)?;
    }
    now.label = args.summary.clone().or_else(|| now.label.take());
    Ok(())
}

fn word<T: std::fmt::Display>(
    said: &str,
    read: impl Fn(&str) -> Option<T>,
    all: &[T],
) -> Result<T, Failure> {
    read(said).ok_or_else(|| {
        let words: Vec<_> = all.iter().map(T::to_string).collect();
        Failure::wrong_use(format!("{said}: give one of {}", words.join(", ")))
    })
}

/// Refuses options that say something which such a value does not have.
fn fits(args: &args::Correct, known: &[&str]) -> Result<(), Failure> {
    let given = [
        ("role", args.role.is_some()),
        ("summary", args.summary.is_some()),
        ("place", args.place.is_some()),
        ("organisation", args.organisation.is_some()),
    ];
    let stranger = given
        .iter()
        .find(|(name, is_given)| *is_given && !known.contains(name));
    match stranger {
        Some((name, _)) => Err(Failure::wrong_use(format!("such a value has no --{name}"))),
        None => Ok(()),
    }
}

/// A value that the rules did not read, at its place in the paper.
///
/// # Errors
/// A role that is none, and what is no such value.
pub(super) fn added(role: &str, args: &args::Correct, source: Source) -> Result<What, Failure> {
    let found = |value: &str| Found {
        confidence: None,
        value: value.to_owned(),
        rule: None,
        corrected: None,
        source: source.clone(),
    };
    let to = args.to.as_deref().unwrap_or_default();
    if let Some(role) = DateRole::from_word(role) {
        let mut now = Mention {
            role,
            ..bare(source)
        };
        fits(args, &["summary", "place"])?;
        date(&mut now, args)?;
        return Ok(What::Dates(new(now)));
    }
    if let Some(role) = AmountRole::from_word(role) {
        let mut now = paper::Amount {
            confidence: None,
            ore: 0,
            max_ore: None,
            currency: None,
            role,
            label: None,
            year: None,
            per: None,
            approximate: false,
            rule: None,
            corrected: None,
            source,
        };
        fits(args, &["summary"])?;
        amount(&mut now, args)?;
        return Ok(What::Amounts(new(now)));
    }
    if let Some(role) = MemberRole::from_word(role) {
        let mut now = paper::Member {
            role: Some(role),
            source,
            ..Default::default()
        };
        fits(args, &["organisation"])?;
        member(&mut now, args)?;
        return Ok(What::Members(new(now)));
    }
    fits(args, &[])?;
    if role == "case" {
        return Ok(What::CaseNumbers(new(found(to))));
    }
    Err(Failure::wrong_use(format!(
        "{role}: give the role of a date ({}), of an amount ({}), of a member ({}), or `case`",
        words(DateRole::ALL),
        words(AmountRole::ALL),
        words(MemberRole::ALL)
    )))
}

/// A title or a day for a paper in which the rules read none, where it stands.
///
/// # Errors
/// What is no day; another value.
pub(super) fn given(slot: &Slot, args: &args::Correct, source: Source) -> Result<What, Failure> {
    let to = args.to.as_deref().unwrap_or_default();
    match &slot.what {
        What::Title(_) => Ok(What::Title(new(Found {
            confidence: None,
            value: one_line(to),
            rule: None,
            corrected: None,
            source,
        }))),
        What::Date(_) => Ok(What::Date(new(Found {
            confidence: None,
            value: typed::day(to)?,
            rule: None,
            corrected: None,
            source,
        }))),
        _ => turned(slot, args),
    }
}

fn new<T>(now: T) -> Turn<T> {
    Turn {
        nth: 0,
        was: None,
        now: Some(now),
    }
}

fn words<T: std::fmt::Display>(all: &[T]) -> String {
    all.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

/// A date of which nothing is known but its place.
fn bare(source: Source) -> Mention {
    Mention {
        confidence: None,
        start: None,
        end: None,
        grain: None,
        role: DateRole::Reference,
        approximate: false,
        inferred: Vec::new(),
        reasons: Vec::new(),
        summary: None,
        place: None,
        actors: Vec::new(),
        contact: None,
        unresolved: None,
        recurs: None,
        rule: None,
        corrected: None,
        source,
    }
}
