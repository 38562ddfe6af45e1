//! Answers by a key: each is a correction, written at once.

use std::{
    io::{self, Write},
    path::Path,
};

use archive::{Access, Archive, Listed};
use paper::{About, Action, What};

use super::{
    Item,
    keys::{self, Key},
    print,
};
use crate::{
    catalogue,
    correct::{self, Answer, Did, Who},
    exit::{Failure, Outcome, WRONG_USE},
    show, stop, terminal,
    terminal::Styles,
};

/// Lines of the paper around a value that `o` prints, before and after.
const AROUND: usize = 6;

/// The keys, as they stand below a value.
const KEYS: &str = "y right (or Enter) · d it is none · e edit · s skip · o open · r take the correction back · u undo · q quit";

/// What becomes of a value.
enum Next {
    /// It was answered.
    Answered,
    /// It waits for another answer.
    Again,
    /// It has become another one meanwhile, which waits for an answer.
    Anew,
    /// It is left as it is.
    Skip,
    /// The value before it is answered anew.
    Back,
    /// No more are answered.
    Quit,
}

/// Asks for each value.
///
/// # Errors
/// Where the terminal cannot be read, or an answer not be written; what was answered stays.
pub(super) fn all(
    mut items: Vec<Item>,
    by: Option<&str>,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let who = Who::of(by, None)?;
    stop::listen().map_err(|error| Failure::from(anyhow::Error::from(error)))?;
    let mut desk = Desk {
        archive: catalogue::open(folder, Access::Write)?,
        who,
        styles,
        answered: Vec::new(),
    };
    let mut at = 0;
    let mut is_shown = false;
    let of = items.len();
    while let Some(item) = items.get_mut(at) {
        if !is_shown {
            desk.show(item, at, of)?;
        }
        let next = desk.ask(item, at)?;
        is_shown = matches!(next, Next::Again);
        match next {
            Next::Again => {}
            Next::Anew => match correct::again(&desk.archive, &item.listed, &item.slot)? {
                Some(slot) => item.slot = slot,
                None => at += 1,
            },
            Next::Answered | Next::Skip => at += 1,
            Next::Back => at = desk.undo()?.unwrap_or(at),
            Next::Quit => break,
        }
    }
    terminal::say(format_args!("{} of {of} answered", desk.answered.len()));
    Ok(Outcome::Done)
}

struct Desk<'s> {
    archive: Archive,
    who: Who,
    styles: &'s Styles,
    /// What was answered, the last one last: which of the values, its paper, and what that did.
    answered: Vec<(usize, Listed, Did)>,
}

impl Desk<'_> {
    fn show(&self, item: &Item, at: usize, of: usize) -> Result<(), Failure> {
        let dim = self.styles.dim;
        let mut out = terminal::lines(false);
        writeln!(out, "{dim}{} of {of}{dim:#}", at + 1)?;
        print(&mut out, &self.archive, item, self.styles)?;
        Ok(out.flush()?)
    }

    fn show_keys(&self) -> Result<(), Failure> {
        let dim = self.styles.dim;
        let mut out = terminal::lines(false);
        writeln!(out, "{dim}{KEYS}{dim:#}")?;
        Ok(out.flush()?)
    }

    fn ask(&mut self, item: &Item, at: usize) -> Result<Next, Failure> {
        let key = keys::key(|| self.show_keys())?;
        let looked_at = |key: Key| matches!(key, Key::Enter | Key::Letter('y' | 'd'));
        let answer = match key {
            Key::End | Key::Letter('q') => return Ok(Next::Quit),
            Key::Letter('s') => return Ok(Next::Skip),
            Key::Letter('u') => return Ok(Next::Back),
            Key::Letter('o') => {
                self.open(item)?;
                return Ok(Next::Again);
            }
            // Of a correction that lapsed there is nothing but to know it.
            key if looked_at(key) && matches!(item.slot.about, Some(About::Lapsed(_))) => {
                Answer::TakeBack
            }
            key if looked_at(key) && matches!(item.slot.about, Some(About::Warning(_))) => {
                says(correct::dismissed(&item.slot)?)
            }
            Key::Enter | Key::Letter('y') => says(item.slot.what.clone()),
            Key::Letter('d') => says(correct::dismissed(&item.slot)?),
            Key::Letter('r') => Answer::TakeBack,
            Key::Letter('e') => match typed(item)? {
                Some(what) => says(what),
                None => return Ok(Next::Again),
            },
            Key::Letter(_) | Key::Other => return Ok(Next::Again),
        };
        let told = told(item, &answer);
        match correct::answer(
            &mut self.archive,
            &item.listed,
            &item.slot,
            answer,
            &self.who,
        ) {
            Ok(did) => {
                self.answered.push((at, item.listed.clone(), did));
                self.say(&told)?;
                Ok(Next::Answered)
            }
            Err(failure) if failure.code == WRONG_USE => {
                terminal::say(format_args!("{:#}", failure.error));
                Ok(Next::Anew)
            }
            Err(failure) => Err(failure),
        }
    }

    /// What an answer did, below the value.
    fn say(&self, told: &str) -> Result<(), Failure> {
        let mut out = terminal::lines(false);
        writeln!(out, "{told}\n")?;
        Ok(out.flush()?)
    }

    /// Undoes the last answer, unless someone else was faster; which value it was.
    fn undo(&mut self) -> Result<Option<usize>, Failure> {
        let Some((at, listed, did)) = self.answered.pop() else {
            terminal::say("nothing was answered yet");
            return Ok(None);
        };
        match correct::unanswer(&mut self.archive, &listed, &did) {
            Ok(()) => Ok(Some(at)),
            Err(failure) if failure.code == WRONG_USE => {
                terminal::say(format_args!("{:#}", failure.error));
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    /// Prints where the paper is, and the lines around the value.
    fn open(&self, item: &Item) -> Result<(), Failure> {
        let mut out = terminal::lines(false);
        writeln!(out, "\n{}", item.listed.path)?;
        let document = item.document(&self.archive)?;
        let span = item
            .source()
            .and_then(|source| document.places().span(source));
        if let Some(span) = span {
            let text = document.text.as_str();
            let before = text.get(..span.start).unwrap_or_default();
            let after = text.get(span.start..).unwrap_or_default();
            let from = before
                .rmatch_indices('\n')
                .nth(AROUND)
                .map_or(0, |(at, _)| at + 1);
            let to = after
                .match_indices('\n')
                .nth(AROUND)
                .map_or(after.len(), |(at, _)| at);
            let said = (before.get(from..), after.get(..to));
            writeln!(
                out,
                "{}{}",
                said.0.unwrap_or_default(),
                said.1.unwrap_or_default()
            )?;
        }
        if let Some(source) = item.source() {
            writeln!(out, "{}", show::place(source))?;
        }
        Ok(out.flush()?)
    }
}

/// "d1 set to 2026-12-09  deadline  Svar".
fn told(item: &Item, answer: &Answer) -> String {
    let name = &item.slot.name;
    let Answer::Says(what) = answer else {
        return format!("{name}: the correction is taken back");
    };
    let now = correct::text(what, true);
    match what.action() {
        Action::Set => format!("{name} set to {now}"),
        Action::Added | Action::Confirmed => format!("{name} confirmed: {now}"),
        Action::Dismissed => format!("{name} dismissed: {}", correct::text(what, false)),
    }
}

fn says(what: What) -> Answer {
    Answer::Says(Box::new(what))
}

/// What a person types that a value is; `None` where nothing, or nothing of use, was typed.
fn typed(item: &Item) -> Result<Option<What>, Failure> {
    let mut out = io::stdout();
    write!(
        out,
        "what it is (2022-05-15, 15. maj 2022 kl. 12, an amount): "
    )?;
    out.flush()?;
    let Some(line) = keys::line()?.filter(|line| !line.trim().is_empty()) else {
        return Ok(None);
    };
    match correct::typed_in(&item.slot, &line) {
        Ok(what) => Ok(Some(what)),
        Err(failure) => {
            terminal::say(format_args!("{:#}", failure.error));
            Ok(None)
        }
    }
}
