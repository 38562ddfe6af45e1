//! What a person types, and what it means.
//!
//! | typed | finds papers |
//! |---|---|
//! | `kvalitet udvikling` | with both words, in any inflection, in any spelling of å, æ, ø |
//! | `"godkendt af udvalget"` | with these words, as they stand, in this order |
//! | `"udvalget godkendte"~3` | with these words within three words of that |
//! | `høring OR svar`, `høring ELLER svar` | with one of them |
//! | `høring -udkast`, `høring NOT udkast`, `IKKE` | with the first and without the second |
//! | `(a OR b) c` | parentheses bind |
//! | `kvalitet*` | with a word that begins so |
//! | `*udvalg`, `kval?t*sudvikling` | with a word in which `*` stands for any letters and `?` for one |
//! | `kvalitetsudvikling~1` | with a word that is one letter (or `~2`, two) off |
//! | `1-30-72-225-15`, `post@eksempel.dk` | with it, whole |
//! | `titel:budget`, `title:` | with the word in the title |
//! | `medlem:hansen`, `member:` | with a person of that name |
//! | `organisation:"Region Midtjylland"` | that name this organisation |
//! | `sag:17/3668`, `case:` | with that case number |
//! | `art:referat`, `kind:` | of that kind |
//! | `formand:hansen`, `suppleant:`, `sekretær:` … | with a person of that name who is this in the body |
//! | `deltog:hansen`, `afbud:`, `fraværende:` | with a person of that name who came to the meeting, or did not |
//! | `frist:2021-06..2021-12`, `deadline:` | with a deadline in those days |
//! | `møde:uge 37 2021`, `beslutning:`, `milepæl:`, `periode:`, `udstedt:`, `omtalt:` | with such a date then |
//! | `dato:"juni 2021"`, `år:>2019` | whose own date is then |
//! | `beløb:>500.000`, `bevilget:1 mio. .. 2 mio. kr.`, `ansøgt:`, `ramme:` … | with such an amount, in kroner |
//! | `parti:A`, `format:pdf`, `mappe:udvalg/2021` | with a member of the party, of the format, in the folder |
//! | `har:frist`, `har:bevilget` | with a date or an amount of that role |
//! | `har:rettelse`, `har:no-text` | that a person corrected; with a warning of that code |
//!
//! Days are written as ISO 8601 has them (`2021`, `2021-06`, `2021-06-30`, `2021-W37`) or in Danish; `>`, `>=`, `<` and
//! `<=` may stand before one, and `..` between two of which one may be left out. What a date or an amount is asked
//! for, one value meets it all: a paper with a deadline in May and a meeting in June has no deadline in June.
//!
//! What is not understood is an error that points at its place; nothing is left out silently but punctuation. A search
//! for nothing (an empty question) finds every paper.

mod condition;
mod iso;
mod lexer;
mod names;
mod parser;
mod value;

use std::{fmt, ops::Range};

use jiff::civil::Date;
use paper::{AmountRole, Attendance, DateRole, Kind, MemberRole};

use crate::{Facet, Snippet};
pub use iso::iso_days;
pub(crate) use value::Range as Ends;

/// A question, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(crate) root: Node,
}

/// A part of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// All of them; none is every paper.
    All(Vec<Node>),
    /// At least one of them.
    Any(Vec<Node>),
    /// Not this one.
    Not(Box<Node>),
    /// Something to be found.
    Leaf(Leaf),
    /// A condition that one value of the paper meets.
    Value(Value),
}

/// A condition that one and the same value meets: never the role of one and the day of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// A date of a role that touches the days; without a role the paper's own.
    Days(Option<DateRole>, Ends<Date>),
    /// An amount in Danish kroner, of a role or of any, that touches the range, in øre.
    Ore(Option<AmountRole>, Ends<i64>),
    /// A date of a role, whenever it is.
    HasDate(DateRole),
    /// An amount of a role, however much.
    HasAmount(AmountRole),
    /// Something said of the paper: see [`crate::schema::CORRECTED`] and the codes of warnings.
    Marked(&'static str),
    /// One of the values that papers are counted by, whole.
    Whole(Facet, String),
}

/// Something to be found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    /// As it was typed.
    pub(crate) typed: String,
    pub(crate) scope: Scope,
    pub(crate) what: What,
    /// Folded words; of a prefix and of a fuzzy word the last one is meant so.
    pub(crate) words: Vec<String>,
    /// The stem, where a single word is looked for in any inflection.
    pub(crate) stem: Option<String>,
    /// What compounds are found by that it is a part of, where it has a stem.
    pub(crate) within: Option<String>,
}

/// How the words are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// A word in any inflection.
    Word,
    /// Words as they stand, in order, so many words off at most.
    Phrase { slop: u32 },
    /// Words as they stand, of which the last goes on.
    Prefix,
    /// A word, so many letters off at most.
    Fuzzy { distance: u8 },
    /// A word in which `*` stands for any letters and `?` for one.
    Wild,
}

/// Where something is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Text, organisations and the words of paths.
    Anywhere,
    /// The title.
    Title,
    /// People's names.
    Member,
    /// Names of people who are this in the body.
    As(MemberRole),
    /// Names of people who came to the meeting, or did not.
    Came(Attendance),
    /// Organisations' names.
    Organisation,
    /// Case numbers.
    Case,
    /// Not words, but the kind of paper.
    Kind(Kind),
}

/// Why a question is not understood, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The place, in characters (Unicode scalar values) of the question.
    pub at: Range<usize>,
    /// What is wrong there.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, message, hint } = self;
        write!(f, "{message} (at character {}): {hint}", at.start + 1)
    }
}

impl std::error::Error for QueryError {}

impl Query {
    /// Understands what a person typed.
    ///
    /// ```
    /// use index::Query;
    ///
    /// assert!(Query::parse("titel:budget (høring OR svar) -udkast kvalitet*").is_ok());
    /// let error = Query::parse("budget frist:snart").unwrap_err();
    /// assert_eq!(error.at, 13..18);
    /// ```
    ///
    /// # Errors
    /// A [`QueryError`] with the place of what is not understood.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parser::parse(text, None).map(|root| Self { root })
    }

    /// As [`Query::parse`], on a day: `frist:juni` is of its year or the next, `frist:"i morgen"` the day after it.
    ///
    /// ```
    /// use index::Query;
    /// use jiff::civil::date;
    ///
    /// assert!(Query::parse("frist:juni").is_err());
    /// assert!(Query::parse_on("frist:juni", date(2021, 5, 3)).is_ok());
    /// ```
    ///
    /// # Errors
    /// As [`Query::parse`].
    pub fn parse_on(text: &str, today: Date) -> Result<Self, QueryError> {
        parser::parse(text, Some(today)).map(|root| Self { root })
    }

    /// Cuts the stretch of a paper's text that shows best why the paper was found, with the words found marked. Where
    /// none of them stands in the text (a title of the file's own, the name of a path), it is the beginning.
    ///
    /// `paged` says whether form feeds end pages.
    pub fn snippet(&self, text: &str, paged: bool) -> Snippet {
        crate::snippet::cut(self, text, paged)
    }

    /// What is looked for in texts, leaving out what must not be there.
    pub(crate) fn leaves(&self) -> Vec<&Leaf> {
        let mut leaves = Vec::new();
        let mut open = vec![&self.root];
        while let Some(node) = open.pop() {
            match node {
                Node::All(parts) | Node::Any(parts) => open.extend(parts.iter().rev()),
                Node::Not(_) | Node::Value(_) => {}
                Node::Leaf(leaf) => leaves.push(leaf),
            }
        }
        leaves
    }

    /// All conditions on values, whether they must be met or not.
    pub(crate) fn all_values(&self) -> Vec<&Value> {
        let mut values = Vec::new();
        let mut open = vec![&self.root];
        while let Some(node) = open.pop() {
            match node {
                Node::All(parts) | Node::Any(parts) => open.extend(parts.iter().rev()),
                Node::Not(part) => open.push(part),
                Node::Value(value) => values.push(value),
                Node::Leaf(_) => {}
            }
        }
        values
    }

    /// The conditions on values that must be met, as far as none is an alternative.
    pub(crate) fn values(&self) -> Vec<&Value> {
        let mut values = Vec::new();
        let mut open = vec![&self.root];
        while let Some(node) = open.pop() {
            match node {
                Node::All(parts) => open.extend(parts.iter().rev()),
                Node::Value(value) => values.push(value),
                Node::Any(_) | Node::Not(_) | Node::Leaf(_) => {}
            }
        }
        values
    }
}
