//! Expressions of time: found sentence by sentence ([`compose`]), then resolved over the whole text ([`crate::resolve`]).

mod accept;
mod clock;
mod compose;
pub(crate) mod day;
mod edge;
pub(crate) mod length;
mod list;
mod recur;
pub(crate) mod said;
mod tense;
mod unit;
mod years;

use std::ops::Range;

use crate::{
    found::{Bound, Context, Time},
    lex::Sentences,
    phrase, resolve,
    token::{Gap, Tokens, What},
    vocabulary::{Edge, Entry, Particle, Vocabulary, Word},
};
use compose::Item;
use said::{Said, Tense};

/// How many words before an expression the noun may stand that it dates.
const NOUN: usize = 8;

/// The expressions of time of a text, in its order, none overlapping another.
///
/// A list with one head gives an item for each member; a day and its clock time are one. Lone years are found too.
///
/// ```
/// use danish::{Context, Vocabulary, times};
/// use jiff::civil::date;
///
/// let context = Context { reference: Some(date(2014, 3, 7)), ..Context::default() };
/// let found = times("Møder den 7. og 21. november, jf. sag 14/1203.", Vocabulary::builtin(), &context);
/// let starts: Vec<_> = found.iter().map(|t| t.start.unwrap().date()).collect();
/// assert_eq!(starts, [date(2014, 11, 7), date(2014, 11, 21)]);
/// ```
pub fn times(text: &str, vocabulary: &Vocabulary, context: &Context) -> Vec<Time> {
    resolve::resolve(text, &said(text, vocabulary), context)
}

/// What is said, in order.
fn said(text: &str, vocabulary: &Vocabulary) -> Vec<Said> {
    let (mut reader, mut tokens) = (Reader::new(vocabulary), Vec::new());
    let mut sentences = Sentences::new(text, 0, vocabulary);
    while sentences.fill(&mut tokens) {
        reader.read(sentences.sentence(&tokens));
    }
    reader.said
}

/// How many words before a day its minutes may be named.
const MINUTES: usize = 6;

/// Gathers what is said, a sentence at a time.
pub(crate) struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    paragraph: usize,
    sentence: usize,
    pub(crate) said: Vec<Said>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(vocabulary: &'a Vocabulary) -> Self {
        Self {
            vocabulary,
            paragraph: 0,
            sentence: 0,
            said: Vec::new(),
        }
    }

    /// Reads the next sentence.
    pub(crate) fn read(&mut self, t: Tokens) {
        self.paragraph += usize::from(t.all.first().is_some_and(|t| t.gap == Gap::Break));
        self.sentence += 1;
        let (paragraph, sentence) = (self.paragraph, self.sentence);
        read_sentence(t, self.vocabulary, paragraph, sentence, &mut self.said);
    }
}

fn read_sentence(
    t: Tokens,
    vocabulary: &Vocabulary,
    paragraph: usize,
    sentence: usize,
    all: &mut Vec<Said>,
) {
    if !t.holds(Entry::TIME) {
        return;
    }
    let (mut i, mut last) = (0, None);
    while i < t.len() {
        if !may_begin(t, i) {
            i += 1;
            continue;
        }
        let Some(items) = compose::expressions(t, i, vocabulary) else {
            i += 1;
            continue;
        };
        for item in items {
            let next = item.past;
            let mut said = make(t, item, vocabulary);
            said.listed = last.is_some_and(|last| lists_on(t, last, i.max(last)));
            (said.paragraph, said.sentence) = (paragraph, sentence);
            all.push(said);
            last = Some(next);
            i = i.max(next);
        }
    }
}

/// Whether a token can begin an expression of time, by itself and the one after it: most words cannot, and the grammar
/// need not be asked.
fn may_begin(t: Tokens, i: usize) -> bool {
    match t.what(i) {
        What::Digits { .. } | What::Quarters(_) => t.opens(i),
        What::Word { entry, .. } => {
            entry.begins(Entry::TIME)
                && (may_begin_word(t, i, entry.word)
                    || entry.shift.is_some()
                    || entry.month_short > 0
                    || entry.weekday_short > 0
                    || entry.year_kind.is_some())
        }
        _ => false,
    }
}

fn may_begin_word(t: Tokens, i: usize, word: Word) -> bool {
    let known = |k: usize| t.entry(k) != Entry::default();
    match word {
        Word::Currency(_) => unit::christ(t, i).is_some(),
        Word::Plain => false,
        // "i dag", "i fjor"
        Word::Particle(Particle::In) => known(i + 1) || t.text(i + 1).eq_ignore_ascii_case("fjor"),
        Word::Particle(Particle::On) => matches!(t.word(i + 1), Word::Weekday(_)),
        Word::Particle(_) => false,
        Word::DayLead | Word::Which(_) => !t.is_plain(i + 1) || known(i + 1),
        // "en uge", "et helt år"
        Word::One { .. } => !t.is_plain(i + 1) || known(i + 1) || length::stressed(t.text(i + 1)),
        _ => true,
    }
}

/// Whether only separators and lead words stand between two expressions.
fn lists_on(t: Tokens, from: usize, to: usize) -> bool {
    (from..to).all(|k| match t.what(k) {
        What::Mark(c) => matches!(c, ',' | '.' | ';' | '&' | '+' | '/'),
        What::Word { entry, .. } => matches!(
            entry.word,
            Word::Particle(Particle::And | Particle::Or | Particle::In | Particle::To)
                | Word::DayLead
                | Word::Weekday(_)
        ),
        _ => false,
    })
}

fn make(t: Tokens, item: Item, vocabulary: &Vocabulary) -> Said {
    let mut start = item.from;
    // The span is what names the time; "den" and "d." introduce it.
    if t.word(start) == Word::DayLead && start + 1 < item.next {
        start = t.past_dot(start + 1);
    }
    let mut span = t.start(start)..t.end_before(item.next);
    let whole = t.start(item.from);
    let (bound, phrase, approximate) = before(t, whole, item.from, vocabulary);
    let state = counts_up(t, &item, phrase, vocabulary);
    // "omkring 1. juli" is a time by itself; of "ca. to timer" the length is.
    if !matches!(item.what, said::What::Duration(_))
        && let Some(inside) = phrase::ending(&t.text[..whole], &vocabulary.inside)
    {
        span.start = inside;
    }
    Said {
        phrase: phrase..span.end,
        leads: leads(t, item.from),
        tense: if state && counted_to(bound, &t.text[phrase..whole]) {
            Tense::Past
        } else {
            directed(t, &item, bound, &t.text[phrase..whole])
        },
        state,
        noun: noun(t, item.from),
        span,
        what: item.what,
        bound,
        approximate,
        listed: false,
        paragraph: 0,
        sentence: 0,
        rule: item.rule,
    }
}

/// Whether the noun right before an expression counts something up, or one a little before it stands at a day.
fn counts_up(t: Tokens, item: &Item, from: usize, vocabulary: &Vocabulary) -> bool {
    let before = t.text[t.start(0).min(from)..from]
        .trim_end_matches([' ', ':', '\u{A0}', '\n', '('])
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let last = before.rsplit(|c: char| !c.is_alphabetic()).next();
    if last.is_some_and(|word| phrase::has_ending(word, &vocabulary.state)) {
        return true;
    }
    let edge = matches!(&item.what, said::What::Point(p) if p.edge == Some(Edge::Ultimo));
    edge && (item.from.saturating_sub(NOUN)..item.from)
        .any(|k| t.is_plain(k) && phrase::has_ending(t.text(k), &vocabulary.balance))
}

/// A term lies ahead, unless a verb says otherwise.
fn directed(t: Tokens, item: &Item, bound: Option<Bound>, words: &str) -> Tense {
    let tense = tense::tense(t, item.from, item.next);
    let until = item.from > 0 && t.word(item.from - 1) == Word::Particle(Particle::To);
    let since = item.from > 0 && t.word(item.from - 1) == Word::Particle(Particle::Since);
    match (tense, bound) {
        _ if since || done(t, item.from) || minutes(t, item.from) => Tense::Past,
        // "til jul"
        (Tense::Open, None) if until => Tense::Future,
        // "genåbner til pinse", but "var fastsat til pinse"
        (_, None) if until && feast(&item.what) && presents(t, item.from) => Tense::Future,
        // "blev udskudt til den 10. juli" may lie ahead.
        (Tense::Past, _) if until && (0..item.from).any(|k| t.entry(k).is(Entry::MOVE)) => {
            Tense::Open
        }
        // "runden med frist den 1. februar" may be over.
        (Tense::Open, Some(Bound::Le | Bound::Lt)) if !words.contains("frist") => Tense::Future,
        _ => tense,
    }
}

/// "pr. 31. januar", "t.o.m. juli": up to when something was counted; "senest" is a term.
fn counted_to(bound: Option<Bound>, words: &str) -> bool {
    let up_to = ["t.o.m", "tom", "til og med"];
    bound == Some(Bound::Ge)
        || bound == Some(Bound::Le) && up_to.iter().any(|w| words.starts_with(w))
}

/// Whether a verb of the present stands before the "til" before `from`.
fn presents(t: Tokens, from: usize) -> bool {
    from > 1 && t.is_plain(from - 2) && t.text(from - 2).ends_with('r')
}

fn feast(what: &said::What) -> bool {
    matches!(what, said::What::Point(p) if matches!(p.core, said::Core::Feast { .. }))
}

/// "bilag udsendt 26/2": a participle right behind its noun and right before the day; "er udsendt 26/2" is left to its verb.
fn done(t: Tokens, from: usize) -> bool {
    let lead = from > 0 && (t.is(from - 1, '.') || t.word(from - 1) == Word::DayLead);
    let Some(k) = from
        .checked_sub(if lead { 2 } else { 1 })
        .filter(|k| *k > 0)
    else {
        return false;
    };
    t.entry(k).is(Entry::DONE)
        && t.is_plain(k - 1)
        && !t.entry(k - 1).is(Entry::FUTURE | Entry::PAST)
        && !matches!(
            t.text(k - 1),
            "være" | "blive" | "bliver" | "er" | "får" | "få"
        )
}

/// "referatet fra mødet den 1. oktober udsendes senere": what has minutes is over.
fn minutes(t: Tokens, from: usize) -> bool {
    (from.saturating_sub(MINUTES)..from).any(|k| {
        let of = matches!(t.word(k + 1), Word::Particle(Particle::From | Particle::Of));
        of && phrase::has_ending(t.text(k), &["referat", "referatet"])
    })
}

/// How the words before byte `whole` bound the expression, where they begin, and whether it is said roughly.
fn before(
    t: Tokens,
    whole: usize,
    i: usize,
    vocabulary: &Vocabulary,
) -> (Option<Bound>, usize, bool) {
    let approximate = (1..=2).any(|back| {
        i.checked_sub(back)
            .is_some_and(|k| t.entry(k).is(Entry::APPROXIMATE))
    });
    let floor = t.start(0).min(whole);
    let text = &t.text[floor..whole];
    let mut at = phrase::ending(text, &vocabulary.inside).unwrap_or(text.len());
    // "senest på fredag", "inden den 3.": a preposition or article between.
    at = phrase::ending(&text[..at], &["den", "d.", "på"]).unwrap_or(at);
    let found = phrase::first_ending(&text[..at], &vocabulary.bounds);
    match found {
        Some((bound, start)) => (Some(bound), floor + start, approximate),
        None => (None, floor + at, approximate),
    }
}

/// Whether it begins a line or a list's item.
fn leads(t: Tokens, i: usize) -> bool {
    let line = |k: usize| t.all.get(k).is_none_or(|x| x.gap >= Gap::Line);
    let label =
        |k: usize| matches!(t.what(k), What::Mark('-' | '–' | '•' | '*' | '·' | '▪')) && line(k);
    i == 0 || line(i) || label(i - 1)
}

/// The words before an expression among which is what it dates: "mødet er den 3. maj", "frist: 3. maj".
fn noun(t: Tokens, i: usize) -> Option<Range<usize>> {
    let from = i.saturating_sub(NOUN);
    (from < i).then(|| t.start(from)..t.end_before(i))
}
