//! What was said becomes stretches of time, and each concluded part keeps its reason.

mod calendar;
mod event;
mod length;
mod point;
mod share;
mod story;

use jiff::civil::{Date, DateTime};

use crate::{
    found::{Bound, Context, Grain, Inference, Kind, Missing, Moment, Oddity, Part, Time},
    time::{
        length::iso,
        said::{Clock, Core, Point, Said, What, Year},
    },
    vocabulary::Edge,
};
pub(crate) use calendar::CALENDAR_YEAR;
use calendar::Days;
use event::Events;
use share::{nearest_stated, share_within, share_years};
use story::{Story, Told};

/// Resolves all that a text says, in its order.
pub(crate) fn resolve(text: &str, said: &[Said], context: &Context) -> Vec<Time> {
    let mut said = said.to_vec();
    share_years(&mut said);
    let stated = nearest_stated(&said);
    let mut story = Story {
        text,
        context,
        last: None,
        leader: None,
        day: None,
        event: None,
        year: None,
        frame: None,
        stated: None,
    };
    let mut events = Events {
        text,
        told: Vec::new(),
    };
    (said.iter().zip(stated).enumerate())
        .map(|(k, (here, stated))| {
            story.stated = stated;
            let time = Resolver {
                story: &story,
                events: &events,
                said: here,
                next: said.get(k + 1),
            }
            .time();
            remember(&mut story, &mut events, here, &time);
            time
        })
        .collect()
}

fn remember(story: &mut Story, events: &mut Events, said: &Said, time: &Time) {
    let (What::Point(point) | What::Range(point, _)) = &said.what else {
        return;
    };
    let (Some(start), Some(end)) = (time.start, time.end.or(time.start)) else {
        return;
    };
    // A clock time takes up its day.
    let past = match end {
        Moment::Day(day) => day,
        Moment::Minute(minute) => minute.date().tomorrow().unwrap_or(minute.date()),
    };
    let days = (start.date(), past.max(start.date()));
    let goes_on = said.leads && time.inferred.iter().any(|i| i.reason == story::GOES_ON);
    let stated =
        time.inferred.is_empty() || goes_on && story.leader.is_some_and(|told| told.stated);
    let told = Told {
        days,
        at: said.span.start,
        sentence: said.sentence,
        paragraph: said.paragraph,
        stated,
        bounded: said.bound.is_some(),
    };
    if point.core == Core::NoDay {
        return;
    }
    if story.heads_a_plan(said, &point.core) {
        story.frame = Some(told);
    }
    story.last = Some(told);
    if said.leads || said.listed && story.leader.is_some() {
        story.leader = Some(told);
    }
    if point.is_day() {
        story.day = Some(told);
        // What is counted from an event is none that others are counted from.
        let beside = matches!(point.core, Core::Neighbour { .. } | Core::From { .. });
        if !told.bounded && !beside {
            // Of several in one sentence none is the one.
            let several = (story.event).is_some_and(|(before, _)| before.sentence == told.sentence);
            story.event = Some((told, several));
        }
        if let Some(noun) = said.noun.clone().filter(|_| !beside) {
            events.told.push((noun, told));
        }
    }
    // "s.å." means a year that stands there.
    if story.year.is_none() || time.inferred.iter().all(|i| i.part != Part::Year) {
        story.year = Some(start.date().year());
    }
}

/// One expression, with what was told before it.
struct Resolver<'a> {
    story: &'a Story<'a>,
    events: &'a Events<'a>,
    said: &'a Said,
    /// What is said after it.
    next: Option<&'a Said>,
}

/// A stretch that a point was resolved to.
struct Resolved {
    days: Option<Days>,
    inferred: Vec<Inference>,
    missing: Option<Missing>,
}

impl Resolver<'_> {
    fn time(&self) -> Time {
        let mut time = self.blank();
        match &self.said.what {
            What::Duration(duration) => time.duration = Some(duration.clone()),
            What::Set(rule) => time.recurs = Some(rule.clone()),
            What::Point(point) => self.point(point, &mut time),
            What::Range(from, to) => self.range(from, to, &mut time),
        }
        time
    }

    fn blank(&self) -> Time {
        let said = self.said;
        let (kind, grain) = match &said.what {
            What::Duration(_) => (Kind::Duration, Grain::Day),
            What::Set(_) => (Kind::Set, Grain::Day),
            What::Range(..) => (Kind::Interval, Grain::Range),
            What::Point(point) => (point::kind(point), point::grain(point)),
        };
        Time {
            span: said.span.clone(),
            phrase: said.phrase.clone(),
            kind,
            grain,
            start: None,
            end: None,
            duration: None,
            recurs: None,
            bound: said.bound,
            approximate: said.approximate,
            inferred: Vec::new(),
            missing: None,
            oddity: None,
            rule: said.rule,
        }
    }

    fn point(&self, point: &Point, time: &mut Time) {
        if let Core::From { length, .. } | Core::Ago { length, .. } = &point.core {
            time.duration = iso(*length);
        }
        let resolved = self.resolved(point);
        time.inferred = resolved.inferred;
        time.missing = resolved.missing;
        time.approximate |= point.edge.is_some_and(|edge| edge != Edge::Close);
        if point.edge == Some(Edge::Close) {
            // "inden udgangen af juni" has all of June.
            time.bound = time
                .bound
                .filter(|bound| *bound != Bound::Lt)
                .or(Some(Bound::Le));
        }
        let Some(days) = resolved.days else {
            if matches!(point.core, Core::From { .. } | Core::Ago { .. }) {
                time.kind = Kind::Duration;
            } else {
                time.oddity = point
                    .oddity
                    .or(time.missing.is_none().then_some(Oddity::Impossible));
            }
            return;
        };
        time.duration = None;
        let days = self.edged(point, days);
        time.oddity = odd(point, days);
        self.set(point.clock, days, time);
    }

    /// Its part, by the edge words.
    fn edged(&self, point: &Point, days: Days) -> Days {
        let Some(edge) = point.edge else {
            return days;
        };
        let before = self.before();
        let last_day = edge == Edge::Ultimo
            && (before.ends_with("pr.") || before.ends_with("pr") || self.said.state);
        let whole = edge == Edge::Close
            && before.ends_with("ved")
            && !matches!(point.core, Core::Current { .. });
        if whole {
            return days;
        }
        let edge = if last_day { Edge::Close } else { edge };
        point::part(edge, days, self.said.rule).unwrap_or(days)
    }

    /// The text before the expression, its blank end cut.
    fn before(&self) -> &str {
        self.events
            .text
            .get(..self.said.span.start)
            .unwrap_or("")
            .trim_end()
    }

    fn set(&self, clock: Option<Clock>, days: Days, time: &mut Time) {
        let Some(clock) = clock else {
            (time.start, time.end) = (Some(Moment::Day(days.0)), Some(Moment::Day(days.1)));
            return;
        };
        time.start = minute(days.0, clock.from).map(Moment::Minute);
        time.end = clock
            .to
            .and_then(|to| minute(days.0, to))
            .map(Moment::Minute);
    }

    fn range(&self, from: &Point, to: &Point, time: &mut Time) {
        let (mut from, mut to) = (from.clone(), to.clone());
        share_within(&mut from, &mut to);
        time.approximate |= [&from, &to]
            .iter()
            .any(|p| p.edge.is_some_and(|edge| edge != Edge::Close));
        let first = if from.year.is_none()
            && point::needs_year(&from.core)
            && point::needs_year(&to.core)
        {
            self.yearless_range(&mut from, &mut to)
        } else {
            self.resolved(&from)
        };
        time.inferred = first.inferred;
        let Some(start) = first.days else {
            time.missing = first.missing.or(Some(Missing::Year));
            return;
        };
        let second = self.second(&to, start);
        let Some(end) = second else {
            time.missing = Some(Missing::Year);
            return;
        };
        let (start, end) = (self.edged(&from, start), self.edged(&to, end));
        time.oddity = odd(&from, start).or_else(|| odd(&to, end));
        time.start = Some(
            from.clock
                .and_then(|c| minute(start.0, c.from))
                .map_or(Moment::Day(start.0), Moment::Minute),
        );
        time.end = Some(
            to.clock
                .and_then(|c| minute(end.0, c.from))
                .map_or(Moment::Day(end.1), Moment::Minute),
        );
        if end.1 <= start.0 {
            time.oddity = Some(Oddity::Impossible);
            time.end = Some(Moment::Day(start.1));
        }
    }

    /// Gives both ends of a range the year that fits it as a whole.
    fn yearless_range(&self, from: &mut Point, to: &mut Point) -> Resolved {
        let rolls = |year: i16| -> Option<bool> {
            Some(point::extent(&to.core, year)?.1 <= point::extent(&from.core, year)?.0)
        };
        let whole = |year: i16| {
            let (start, _) = point::extent(&from.core, year)?;
            let (_, end) = point::extent(&to.core, year + i16::from(rolls(year)?))?;
            Some((start, end))
        };
        match self.story.year_of(self.said, from.weekday, &whole) {
            Some((year, reason)) => {
                let last = year + i16::from(rolls(year).unwrap_or(false));
                from.year = Some(Year::Shared(year));
                to.year = Some(Year::Shared(last));
                Resolved {
                    days: point::extent(&from.core, year),
                    inferred: vec![Inference {
                        part: Part::Year,
                        reason,
                    }],
                    missing: None,
                }
            }
            None => Resolved {
                days: None,
                inferred: Vec::new(),
                missing: Some(Missing::Year),
            },
        }
    }

    /// The second end, which lies after the first where it has no year of its own.
    fn second(&self, to: &Point, first: Days) -> Option<Days> {
        if to.year.is_none() && point::needs_year(&to.core) {
            let year = first.0.year();
            let same = point::extent(&to.core, year)?;
            return if same.1 > first.0 {
                Some(same)
            } else {
                point::extent(&to.core, year + 1)
            };
        }
        if let Core::Day { day, month: None } = to.core {
            return calendar::day(first.0.year(), first.0.month(), day);
        }
        self.resolved(to).days
    }

    /// The whole stretch that a point's core is.
    fn resolved(&self, point: &Point) -> Resolved {
        let known = |days| Resolved {
            days,
            inferred: Vec::new(),
            missing: None,
        };
        let lacking = |missing| Resolved {
            days: None,
            inferred: Vec::new(),
            missing: Some(missing),
        };
        if let Core::WeekdayNear(near) = point.core
            && let Some(days) = self.within_told(near)
        {
            return self.concluded(Some(days), "the stretch named before it");
        }
        let reference = self.story.context.reference;
        match &point.core {
            Core::Day { day, month: None } => {
                match self.story.month_of(self.said, *day, point.weekday) {
                    Some((date, inferred)) => Resolved {
                        days: calendar::one(date),
                        inferred,
                        missing: None,
                    },
                    None => lacking(Missing::Year),
                }
            }
            Core::NoDay => self.day_of_clock(),
            Core::Neighbour { span, by } => match self.story.day {
                Some(told) => self.concluded(
                    calendar::unit_around(told.days.0, *span, *by),
                    "the day named before it",
                ),
                None => lacking(Missing::Anchor),
            },
            Core::From {
                length,
                back,
                anchor,
            } => match self.anchor(anchor) {
                Some(days) => {
                    let from = if *back {
                        days.0
                    } else {
                        days.1.yesterday().unwrap_or(days.0)
                    };
                    self.concluded(
                        length::reached(from, *length, *back),
                        "counted from the event that it names",
                    )
                }
                None => lacking(Missing::Anchor),
            },
            core if point::needs_year(core) => self.in_a_year(point),
            core => match (point::fixed(core, reference), reference) {
                (Some(days), _) if !point::leans_on_paper(core) => known(Some(days)),
                (Some(days), Some(day)) => self.concluded(
                    Some(days),
                    &format!("counted from the paper's own date ({day})"),
                ),
                (_, None) => lacking(Missing::Year),
                (None, _) => known(None),
            },
        }
    }

    /// "5.-6. oktober, … fra lørdag kl. 18": the weekday of the few days that the sentence has named.
    fn within_told(&self, near: crate::time::said::Near) -> Option<Days> {
        let told = self
            .story
            .last
            .filter(|told| told.sentence == self.said.sentence && near.by == 0 && !near.of_week)?;
        let (start, end) = told.days;
        let days = calendar::between(start, end);
        (0..days.min(7))
            .filter(|_| (2..=14).contains(&days))
            .filter_map(|by| calendar::plus(start, by))
            .find(|day| day.weekday().to_monday_one_offset() == near.weekday)
            .and_then(calendar::one)
    }

    fn in_a_year(&self, point: &Point) -> Resolved {
        let extent = |year: i16| point::extent(&point.core, year);
        let stated = match point.year {
            Some(Year::Number(year)) => Some((year, None)),
            Some(Year::Shared(year)) => Some((
                year,
                Some("the year that the list or range states".to_owned()),
            )),
            Some(Year::Own(by)) => (self.story.context.reference).map(|day| {
                (
                    day.year() + i16::from(by),
                    Some(format!("counted from the paper's own date ({day})")),
                )
            }),
            Some(Year::Beside(by)) => {
                let told = self
                    .story
                    .last
                    .filter(|told| told.sentence == self.said.sentence);
                let from = told
                    .map(|told| told.days.0)
                    .or(self.story.context.reference);
                from.map(|day| {
                    let why = "counted from the year of the date before it".to_owned();
                    (day.year() + i16::from(by), Some(why))
                })
            }
            Some(Year::Same) => self
                .story
                .year
                .map(|year| (year, Some("the year last named".to_owned()))),
            None => self
                .story
                .year_of(self.said, point.weekday, &extent)
                .map(|(year, why)| (year, Some(why))),
        };
        match stated {
            None => Resolved {
                days: None,
                inferred: Vec::new(),
                missing: Some(Missing::Year),
            },
            Some((year, reason)) => Resolved {
                days: extent(year),
                inferred: reason
                    .map(|reason| Inference {
                        part: Part::Year,
                        reason,
                    })
                    .into_iter()
                    .collect(),
                missing: None,
            },
        }
    }

    fn concluded(&self, days: Option<Days>, reason: &str) -> Resolved {
        let inferred = [Part::Year, Part::Month, Part::Day]
            .map(|part| Inference {
                part,
                reason: reason.to_owned(),
            })
            .to_vec();
        Resolved {
            days,
            inferred,
            missing: None,
        }
    }

    /// A clock time without a day takes the day that its sentence, or an announcement in its paragraph, is about; else the
    /// paper's own.
    fn day_of_clock(&self) -> Resolved {
        let reference = self.story.context.reference;
        let near = self.story.day.filter(|told| {
            let announced = !told.bounded && reference.is_none_or(|day| told.days.0 >= day);
            told.sentence == self.said.sentence
                || told.paragraph == self.said.paragraph
                    && self.said.tense != crate::time::said::Tense::Past
                    && announced
        });
        let here = near.filter(|told| told.sentence == self.said.sentence);
        if here.is_none()
            && let Some(day) = self.day_ahead()
        {
            return day;
        }
        if let Some(told) = near {
            return self.concluded(calendar::one(told.days.0), "the day named before it");
        }
        match (reference, self.story.day) {
            (Some(day), _) => self.concluded(calendar::one(day), "the paper's own date"),
            (None, Some(told)) => {
                self.concluded(calendar::one(told.days.0), "the day named before it")
            }
            (None, None) => Resolved {
                days: None,
                inferred: Vec::new(),
                missing: Some(Missing::Anchor),
            },
        }
    }

    /// The day that the sentence names right after a clock time: "kl. 18 før bestyrelsesmødet den 28. november".
    fn day_ahead(&self) -> Option<Resolved> {
        let next = self
            .next
            .filter(|next| next.sentence == self.said.sentence)?;
        let What::Point(point) = &next.what else {
            return None;
        };
        let between = self.events.text.get(self.said.span.end..next.span.start)?;
        let before = [" før ", " inden ", " forud for ", " efter ", " til "]
            .iter()
            .any(|word| between.contains(word));
        let free = before
            && !between.contains(';')
            && point.is_day()
            && point.clock.is_none()
            && next.bound != Some(Bound::Le);
        let ahead = Resolver {
            said: next,
            next: None,
            ..*self
        };
        free.then(|| ahead.resolved(point))
    }

    fn anchor(&self, anchor: &crate::time::said::Anchor) -> Option<Days> {
        use crate::time::said::Anchor;
        match anchor {
            Anchor::Told => {
                // What is no term counts from what its own paragraph announces.
                let far = usize::from(self.said.bound.is_some());
                let written = self.story.context.reference;
                let here = |told: &story::Told| {
                    told.paragraph + far >= self.said.paragraph
                        && written.is_none_or(|day| told.days.0 >= day)
                };
                self.story.only_event().filter(here).map(|told| told.days)
            }
            Anchor::Point(point) => self.resolved(point).days,
            Anchor::Event { noun, end } => {
                let days = self.events.find(
                    (noun.clone(), *end),
                    self.said.paragraph,
                    self.story.context,
                )?;
                if *end {
                    calendar::one(days.1.yesterday().ok()?)
                } else {
                    Some(days)
                }
            }
        }
    }
}

fn odd(point: &Point, days: Days) -> Option<Oddity> {
    let other = point
        .weekday
        .is_some_and(|weekday| weekday != days.0.weekday().to_monday_one_offset());
    let week = matches!(point.core, Core::Week { .. });
    point.oddity.or((other && !week).then_some(Oddity::Weekday))
}

/// Hours from 24 on are of the next day.
fn minute(date: Date, (hour, minute): (i8, i8)) -> Option<DateTime> {
    if hour >= 24 {
        return self::minute(date.tomorrow().ok()?, (hour - 24, minute));
    }
    (0..24).contains(&hour).then(|| date.at(hour, minute, 0, 0))
}
