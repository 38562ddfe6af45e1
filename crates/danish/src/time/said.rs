//! What was said, before anything is concluded.

use std::ops::Range;

use crate::{
    found::{Bound, Oddity},
    vocabulary::{Edge, Feast, Season, Span, YearKind},
};

/// An expression of time as it stands in the text.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) span: Range<usize>,
    pub(crate) phrase: Range<usize>,
    pub(crate) what: What,
    pub(crate) bound: Option<Bound>,
    pub(crate) approximate: bool,
    /// Where its sentence points.
    pub(crate) tense: Tense,
    /// What it dates is counted up at it: a balance, an inventory.
    pub(crate) state: bool,
    /// It begins a line, a cell or a list's item.
    pub(crate) leads: bool,
    /// It goes on a list that the expression before it began.
    pub(crate) listed: bool,
    /// Counts the paragraphs before it.
    pub(crate) paragraph: usize,
    /// Counts the sentences before it.
    pub(crate) sentence: usize,
    /// The words before it, among which is what it dates: `mødet` in "mødet er den 3. maj".
    pub(crate) noun: Option<Range<usize>>,
    pub(crate) rule: &'static str,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    Point(Point),
    Range(Point, Point),
    /// ISO 8601.
    Duration(String),
    /// RRULE.
    Set(String),
}

/// One end, or the whole, of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    pub(crate) core: Core,
    pub(crate) year: Option<Year>,
    pub(crate) weekday: Option<i8>,
    pub(crate) edge: Option<Edge>,
    pub(crate) clock: Option<Clock>,
    /// A day that no calendar has.
    pub(crate) oddity: Option<Oddity>,
}

impl Point {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            core,
            year: None,
            weekday: None,
            edge: None,
            clock: None,
            oddity: None,
        }
    }

    /// Whether it is a day, so that a clock time can follow.
    pub(crate) fn is_day(&self) -> bool {
        self.edge.is_none()
            && matches!(
                self.core,
                Core::Day { .. }
                    | Core::Feast {
                        feast: Feast::Easter { .. } | Feast::Fixed { .. } | Feast::Advent { .. },
                        ..
                    }
                    | Core::Today(_)
                    | Core::WeekdayNear(_)
                    | Core::NthWeekday { .. }
                    | Core::Week {
                        weekday: Some(_),
                        ..
                    }
                    | Core::Neighbour {
                        span: Span::Day,
                        ..
                    }
            )
    }
}

/// What a point names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Core {
    Day {
        day: i8,
        month: Option<Month>,
    },
    Month(i8),
    Week {
        week: i8,
        weekday: Option<i8>,
    },
    Quarter(i8),
    Half(i8),
    Season(Season),
    /// The year stands in [`Point::year`].
    Year,
    /// 2019-22, 2015/16.
    Years {
        first: i16,
        last: i16,
    },
    /// A school or study year by its first calendar year.
    KindOfYear {
        kind: YearKind,
        first: i16,
    },
    /// `næste skoleår`.
    KindAround {
        kind: YearKind,
        by: i8,
    },
    Feast {
        feast: Feast,
        second: bool,
    },
    TurnOfYear {
        first: Option<i16>,
    },
    /// Days from the day of the paper.
    Today(i8),
    /// The unit that the paper's day lies in, moved.
    Current {
        span: Span,
        by: i8,
    },
    /// `på onsdag` (next), `i onsdags` (last).
    WeekdayNear(Near),
    /// `første tirsdag i marts`; the last counts -1.
    NthWeekday {
        nth: i8,
        weekday: i8,
        month: i8,
    },
    /// `om to uger`, `for et år siden`: from the paper's day.
    Ago {
        length: Length,
        back: bool,
    },
    /// `8 dage før mødet`: from something else in the paper.
    From {
        length: Length,
        back: bool,
        anchor: Anchor,
    },
    /// `dagen før`, `samme dag`: beside the day last named.
    Neighbour {
        span: Span,
        by: i8,
    },
    /// A clock time without a day.
    NoDay,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Near {
    pub(crate) weekday: i8,
    /// Weeks: 0 by the tense, 1 the next, -1 the last.
    pub(crate) by: i8,
    /// `mandag i næste uge`: the weekday of the week that is so many weeks away.
    pub(crate) of_week: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Month {
    Number(i8),
    /// `ds.`: months from the paper's own.
    Own(i8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Year {
    Number(i16),
    /// Years from the paper's own.
    Own(i8),
    /// `s.å.`: the year last named.
    Same,
    /// `året før`: years from that of the date before it.
    Beside(i8),
    /// Given by another member of the list or by the other end of the range.
    Shared(i16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) from: (i8, i8),
    pub(crate) to: Option<(i8, i8)>,
}

/// A length of time; half units are made whole in a smaller one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Length {
    pub(crate) low: f64,
    pub(crate) high: Option<f64>,
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Anchor {
    /// Not said: the event last told ("senest to dage før").
    Told,
    /// A day named right there.
    Point(Box<Point>),
    /// An event, by the bytes of its noun, and whether its end is meant.
    Event { noun: Range<usize>, end: bool },
}

/// Where a sentence points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    /// "har søgt": what was done may yet be about what is to come.
    Perfect,
    Future,
    Open,
}
