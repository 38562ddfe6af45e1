//! The values of a record that can be corrected, each under a name that a person can type.

use jiff::Timestamp;

use super::{Action, Correction, Mark, Turn, What, value::Correctable};
use crate::{About, Paper, Source};

/// A value of a record, with what a person said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// `d1`, `m1`, `a1`, `c1`, `w1` (dates, members, amounts, case numbers, warnings: as the rules read them, then what was added;
    /// a warning that is settled has no slot, and the others keep their names),
    /// `title`, `kind`, `date`, `status`, and `l1` for corrections that lapsed.
    pub name: String,
    /// The value as the rules read it and as it is now: the same where nothing was said of it, neither where the paper has none.
    pub what: What,
    /// What a person said.
    pub said: Option<Said>,
    /// Which value of the record it is at this moment, as doubts name it.
    pub about: Option<About>,
}

/// Who said something of a value, and what sort of thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What was done.
    pub action: Action,
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub note: Option<String>,
    /// Whether the paper has said something else since.
    pub overtaken: bool,
}

impl Said {
    fn of(correction: &Correction) -> Self {
        let Correction { by, at, note, what } = correction;
        Self {
            action: what.action(),
            by: by.clone(),
            at: *at,
            note: note.clone(),
            overtaken: false,
        }
    }
}

/// The values of a record that can be corrected, what is dismissed in its place among them.
pub fn slots(paper: &Paper) -> Vec<Slot> {
    let mut slots = Vec::new();
    one(
        &mut slots,
        paper,
        "title",
        paper.title.as_ref(),
        What::Title,
        |what| match what {
            What::Title(turn) => Some(turn),
            _ => None,
        },
    );
    let corrections = &paper.corrections;
    plain(
        &mut slots,
        "kind",
        Some(paper.kind),
        &corrections.kind,
        What::Kind,
    );
    let dismissed = corrections
        .dismissed
        .iter()
        .find_map(|one| match &one.what {
            What::Status(turn) => Some((turn.was, Said::of(one))),
            _ => None,
        });
    match dismissed {
        Some((was, said)) => slots.push(Slot {
            name: "status".to_owned(),
            what: What::Status(Turn {
                nth: 0,
                was,
                now: None,
            }),
            said: Some(said),
            about: None,
        }),
        None => plain(
            &mut slots,
            "status",
            paper.status,
            &corrections.status,
            What::Status,
        ),
    }
    one(
        &mut slots,
        paper,
        "date",
        paper.date.as_ref(),
        What::Date,
        |what| match what {
            What::Date(turn) => Some(turn),
            _ => None,
        },
    );
    list(
        &mut slots,
        paper,
        "c",
        (&paper.case_numbers, &[]),
        |_| None,
        What::CaseNumbers,
        |what| match what {
            What::CaseNumbers(turn) => Some(turn),
            _ => None,
        },
    );
    list(
        &mut slots,
        paper,
        "d",
        (&paper.dates, &[]),
        |nth| Some(About::Date(nth)),
        What::Dates,
        |what| match what {
            What::Dates(turn) => Some(turn),
            _ => None,
        },
    );
    list(
        &mut slots,
        paper,
        "m",
        (&paper.members, &[]),
        |_| None,
        What::Members,
        |what| match what {
            What::Members(turn) => Some(turn),
            _ => None,
        },
    );
    list(
        &mut slots,
        paper,
        "a",
        (&paper.amounts, &[]),
        |nth| Some(About::Amount(nth)),
        What::Amounts,
        |what| match what {
            What::Amounts(turn) => Some(turn),
            _ => None,
        },
    );
    let settled: Vec<usize> = corrections.settled.iter().map(|one| one.nth).collect();
    list(
        &mut slots,
        paper,
        "w",
        (&paper.warnings, &settled),
        |nth| Some(About::Warning(nth)),
        What::Warnings,
        |what| match what {
            What::Warnings(turn) => Some(turn),
            _ => None,
        },
    );
    for (nth, lapsed) in (1..).zip(&corrections.lapsed) {
        slots.push(Slot {
            name: format!("l{nth}"),
            what: lapsed.what.clone(),
            said: Some(Said::of(lapsed)),
            about: Some(About::Lapsed(nth - 1)),
        });
    }
    slots
}

/// Where the value of a slot stands, as the rules read it or as it was added.
pub fn place(what: &What) -> Option<&Source> {
    fn of<T: Correctable>(turn: &Turn<T>) -> Option<&Source> {
        turn.was.as_ref().or(turn.now.as_ref())?.source()
    }
    match what {
        What::Dates(turn) => of(turn),
        What::Members(turn) => of(turn),
        What::Amounts(turn) => of(turn),
        What::CaseNumbers(turn) | What::Title(turn) => of(turn),
        What::Date(turn) => of(turn),
        What::Warnings(turn) => of(turn),
        What::Kind(_) | What::Status(_) => None,
    }
}

fn plain<T: Copy>(
    slots: &mut Vec<Slot>,
    name: &str,
    now: Option<T>,
    mark: &Mark<T>,
    wrap: fn(Turn<T>) -> What,
) {
    slots.push(Slot {
        name: name.to_owned(),
        what: wrap(Turn {
            nth: 0,
            was: before(now.as_ref(), mark),
            now,
        }),
        said: said(mark),
        about: None,
    });
}

/// What a paper has once; also where it has none, so that it can be given one.
fn one<T: Correctable>(
    slots: &mut Vec<Slot>,
    paper: &Paper,
    name: &str,
    value: Option<&T>,
    wrap: fn(Turn<T>) -> What,
    unwrap: fn(&What) -> Option<&Turn<T>>,
) {
    let dismissed = dismissed(paper, unwrap).next();
    let (what, said) = match (value, dismissed) {
        (None, Some((turn, said))) => (wrap(turn.clone()), Some(said)),
        (Some(value), _) => slot(0, value, wrap),
        (None, None) => (
            wrap(Turn {
                nth: 0,
                was: None,
                now: None,
            }),
            None,
        ),
    };
    slots.push(Slot {
        name: name.to_owned(),
        what,
        said,
        about: None,
    });
}

/// What a paper has several of; `settled` are the places of those that are none any more.
fn list<T: Correctable>(
    slots: &mut Vec<Slot>,
    paper: &Paper,
    prefix: &str,
    (values, settled): (&[T], &[usize]),
    about: fn(usize) -> Option<About>,
    wrap: fn(Turn<T>) -> What,
    unwrap: fn(&What) -> Option<&Turn<T>>,
) {
    let mut dismissed = dismissed(paper, unwrap).peekable();
    let mut push = |nth, (what, said), about| {
        slots.push(Slot {
            name: format!("{prefix}{}", nth + 1),
            what,
            said,
            about,
        });
    };
    let mut nth = 0;
    for (at, value) in values.iter().enumerate() {
        loop {
            if let Some((turn, said)) = dismissed.next_if(|(turn, _)| turn.nth == nth) {
                push(nth, (wrap(turn.clone()), Some(said)), None);
            } else if !settled.contains(&nth) {
                break;
            }
            nth += 1;
        }
        push(nth, slot(nth, value, wrap), about(at));
        nth += 1;
    }
    for (turn, said) in dismissed {
        while settled.contains(&nth) {
            nth += 1;
        }
        push(nth, (wrap(turn.clone()), Some(said)), None);
        nth += 1;
    }
}

fn dismissed<'p, T: 'p>(
    paper: &'p Paper,
    unwrap: fn(&What) -> Option<&Turn<T>>,
) -> impl Iterator<Item = (&'p Turn<T>, Said)> {
    let all = paper.corrections.dismissed.iter();
    all.filter_map(move |one| Some((unwrap(&one.what)?, Said::of(one))))
}

fn slot<T: Correctable>(nth: usize, value: &T, wrap: fn(Turn<T>) -> What) -> (What, Option<Said>) {
    let mut now = value.clone();
    let mark = now.mark().and_then(Option::take);
    let turn = Turn {
        nth,
        was: before(Some(&now), &mark),
        now: Some(now),
    };
    (wrap(turn), said(&mark))
}

/// A value as the rules read it.
fn before<T: Clone>(now: Option<&T>, mark: &Mark<T>) -> Option<T> {
    match mark {
        Some(mark) if mark.action == Action::Added => None,
        Some(mark) => mark.was.clone().or(now.cloned()),
        None => now.cloned(),
    }
}

fn said<T>(mark: &Mark<T>) -> Option<Said> {
    let mark = mark.as_ref()?;
    Some(Said {
        action: mark.action,
        by: mark.by.clone(),
        at: mark.at,
        note: mark.note.clone(),
        overtaken: mark.overtaken.is_some(),
    })
}
