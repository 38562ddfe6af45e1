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
//! | `kvalitetsudvikling~1` | with a word that is one letter (or `~2`, two) off |
//! | `1-30-72-225-15`, `post@eksempel.dk` | with it, whole |
//! | `titel:budget`, `title:` | with the word in the title |
//! | `medlem:hansen`, `member:` | with a person of that name |
//! | `organisation:"Region Midtjylland"` | that name this organisation |
//! | `sag:17/3668`, `case:` | with that case number |
//! | `art:referat`, `kind:` | of that kind |
//!
//! What is not understood is an error that points at its place; nothing is left out silently but punctuation. A search
//! for nothing (an empty question) finds every paper.

mod lexer;
mod parser;

use std::{fmt, ops::Range};

use paper::Kind;

use crate::Snippet;

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
}

/// Something to be found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) scope: Scope,
    pub(crate) what: What,
    /// Folded words; of a prefix and of a fuzzy word the last one is meant so.
    pub(crate) words: Vec<String>,
    /// The stem, where a single word is looked for in any inflection.
    pub(crate) stem: Option<String>,
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
    /// let error = Query::parse("møde kval*tet").unwrap_err();
    /// assert_eq!(error.at, 9..10);
    /// ```
    ///
    /// # Errors
    /// A [`QueryError`] with the place of what is not understood.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parser::parse(text).map(|root| Self { root })
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
                Node::Not(_) => {}
                Node::Leaf(leaf) => leaves.push(leaf),
            }
        }
        leaves
    }
}
