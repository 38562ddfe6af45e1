//! Signs to a question.

use std::ops::Range;

use jiff::civil::Date;
use paper::Kind;

use super::{
    Leaf, Node, QueryError, Scope, What,
    lexer::{self, Sign, SignKind, Tail},
    names::FieldName,
};
use crate::{analysis, parts::Cutter};

/// How deep parentheses may stand within each other.
const DEEPEST: usize = 32;

/// How many things a question may look for.
const MOST: usize = 256;

pub(super) fn parse(text: &str, today: Option<Date>) -> Result<Node, QueryError> {
    let signs = lexer::signs(text)?;
    let mut parser = Parser {
        text,
        today,
        signs: &signs,
        at: 0,
        found: 0,
    };
    let root = parser.any(0, None)?;
    if let Some(sign) = parser.peek() {
        return Err(parser.error(
            sign.at.clone(),
            "this ) closes nothing",
            "take it away, or open a ( before it",
        ));
    }
    match root {
        Some(node) => Ok(node),
        None if signs.is_empty() => Ok(Node::All(Vec::new())),
        None => Err(parser.error(
            0..text.len(),
            "there is no word to look for",
            "signs alone cannot be searched; give a word or a number",
        )),
    }
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    /// The day on which the question is asked.
    pub(super) today: Option<Date>,
    pub(super) signs: &'a [Sign],
    pub(super) at: usize,
    /// How many things it looks for so far.
    found: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Sign> {
        self.signs.get(self.at)
    }

    pub(super) fn error(
        &self,
        at: Range<usize>,
        message: impl Into<String>,
        hint: &'static str,
    ) -> QueryError {
        lexer::error(self.text, at, message, hint)
    }

    /// Alternatives. `None` where there is nothing but punctuation.
    fn any(&mut self, depth: usize, scope: Option<FieldName>) -> Result<Option<Node>, QueryError> {
        const HINT: &str = "write a OR b; the word in small letters is looked for as a word";
        let mut parts = Vec::new();
        let mut before: Option<&Sign> = None;
        loop {
            let start = self.at;
            parts.extend(self.all(depth, scope)?);
            let empty = self.at == start;
            let or = self.peek().filter(|sign| sign.kind == SignKind::Or);
            match (before, or) {
                (Some(sign), _) if empty => {
                    let message = "something is missing behind this OR";
                    return Err(self.error(sign.at.clone(), message, HINT));
                }
                (None, Some(sign)) if empty => {
                    let message = "something is missing before this OR";
                    return Err(self.error(sign.at.clone(), message, HINT));
                }
                (_, None) => break,
                (_, Some(sign)) => before = Some(sign),
            }
            self.at += 1;
        }
        Ok(match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Node::Any(parts)),
        })
    }

    /// What must all be there.
    fn all(&mut self, depth: usize, scope: Option<FieldName>) -> Result<Option<Node>, QueryError> {
        let mut parts = Vec::new();
        let mut and: Option<&Sign> = None;
        let mut first = true;
        while let Some(sign) = self.peek() {
            match sign.kind {
                SignKind::Or | SignKind::Close => break,
                SignKind::And if first || and.is_some() => {
                    return Err(self.error(
                        sign.at.clone(),
                        "something is missing before this AND",
                        "write a AND b, or just a b",
                    ));
                }
                SignKind::And => {
                    and = Some(sign);
                    self.at += 1;
                }
                SignKind::Open
                | SignKind::Not
                | SignKind::Field(_)
                | SignKind::Word { .. }
                | SignKind::Phrase { .. } => {
                    and = None;
                    parts.extend(self.negatable(depth, scope)?);
                }
            }
            first = false;
        }
        if let Some(sign) = and {
            return Err(self.error(
                sign.at.clone(),
                "something is missing behind this AND",
                "write a AND b, or just a b",
            ));
        }
        Ok(match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Node::All(parts)),
        })
    }

    /// Something, or its absence; two denials are none.
    fn negatable(
        &mut self,
        depth: usize,
        scope: Option<FieldName>,
    ) -> Result<Option<Node>, QueryError> {
        let mut denied = false;
        let mut last = None;
        while let Some(sign) = self.peek().filter(|sign| sign.kind == SignKind::Not) {
            denied = !denied;
            last = Some(sign);
            self.at += 1;
        }
        match self.primary(depth, scope)? {
            Some(node) if denied => Ok(Some(Node::Not(Box::new(node)))),
            None => match last {
                Some(sign) => Err(self.error(
                    sign.at.clone(),
                    "there is nothing to leave out here",
                    "write -ordet or NOT ordet",
                )),
                None => Ok(None),
            },
            found => Ok(found),
        }
    }

    fn primary(
        &mut self,
        depth: usize,
        scope: Option<FieldName>,
    ) -> Result<Option<Node>, QueryError> {
        let Some(sign) = self.peek() else {
            return Ok(None);
        };
        match &sign.kind {
            SignKind::Open => {
                self.at += 1;
                self.group(depth, scope, sign)
            }
            SignKind::Field(name) => {
                self.at += 1;
                if scope.is_some() {
                    return Err(self.error(
                        sign.at.clone(),
                        "a field within a field",
                        "write titel:(a b) sag:17/3668, one beside the other",
                    ));
                }
                self.primary(depth, Some(*name))
            }
            SignKind::Word { .. } | SignKind::Phrase { .. }
                if scope.is_some_and(FieldName::is_value) =>
            {
                self.count(sign)?;
                let scope = scope.unwrap_or(FieldName::Has);
                Ok(Some(Node::Value(self.value(sign, scope)?)))
            }
            SignKind::Word { text, tail } => {
                self.at += 1;
                self.leaf(sign, text.clone(), *tail, None, scope)
            }
            SignKind::Phrase { text, slop } => {
                self.at += 1;
                self.leaf(sign, text.clone(), Tail::None, Some(*slop), scope)
            }
            SignKind::And | SignKind::Or | SignKind::Not | SignKind::Close => Ok(None),
        }
    }

    fn group(
        &mut self,
        depth: usize,
        scope: Option<FieldName>,
        open: &Sign,
    ) -> Result<Option<Node>, QueryError> {
        if depth >= DEEPEST {
            return Err(self.error(
                open.at.clone(),
                "parentheses stand too deep within each other",
                "ask with fewer of them",
            ));
        }
        let start = self.at;
        let node = self.any(depth + 1, scope)?;
        let Some(close) = self.peek() else {
            return Err(self.error(
                open.at.clone(),
                "this ( is never closed",
                "put a ) behind what belongs together",
            ));
        };
        if self.at == start {
            return Err(self.error(
                open.at.start..close.at.end,
                "there is nothing between these parentheses",
                "take them away, or write something into them",
            ));
        }
        self.at += 1;
        Ok(node)
    }

    fn leaf(
        &mut self,
        sign: &Sign,
        text: Range<usize>,
        tail: Tail,
        slop: Option<u32>,
        scope: Option<FieldName>,
    ) -> Result<Option<Node>, QueryError> {
        let typed = self.text.get(text).unwrap_or_default();
        let scope = match scope {
            None => Scope::Anywhere,
            Some(FieldName::Words(scope)) => scope,
            Some(_) => self.kind(sign, typed, tail)?,
        };
        let words = match tail {
            Tail::Wild => vec![self.wild(sign, typed)?],
            _ => folded_words(typed),
        };
        if words.is_empty() {
            return self.wordless(sign, tail);
        }
        self.count(sign)?;
        let what = self.what(sign, &words, tail, slop)?;
        let stem = (what == What::Word)
            .then(|| {
                analysis::tokens(&mut analysis::stem(), typed)
                    .into_iter()
                    .next()
            })
            .flatten()
            .map(|token| token.text);
        let within = stem
            .as_deref()
            .map(|stem| Cutter::default().within(typed, stem));
        Ok(Some(Node::Leaf(Leaf {
            typed: typed.to_owned(),
            scope,
            what,
            words,
            stem,
            within,
        })))
    }

    /// Notes one more thing to look for.
    fn count(&mut self, sign: &Sign) -> Result<(), QueryError> {
        self.found += 1;
        if self.found > MOST {
            return Err(self.error(sign.at.clone(), "too many words", "ask for at most 256"));
        }
        Ok(())
    }

    /// A word with signs for letters, folded between them.
    fn wild(&self, sign: &Sign, typed: &str) -> Result<String, QueryError> {
        /// Fewer letters would stand for most words there are.
        const LEAST: usize = 2;
        let mut pattern = String::new();
        for piece in typed.split_inclusive(['*', '?']) {
            let letters = piece.trim_end_matches(['*', '?']);
            pattern.push_str(&danish::words::fold(letters));
            pattern.push_str(&piece[letters.len()..]);
        }
        let letters = pattern.chars().filter(|c| !matches!(c, '*' | '?'));
        if !letters.clone().all(char::is_alphanumeric) {
            return Err(self.error(
                sign.at.clone(),
                "* and ? stand for letters within a single word only",
                "write the words on either side as words of their own",
            ));
        }
        if letters.count() < LEAST {
            return Err(self.error(
                sign.at.clone(),
                "there are too few letters beside the signs that stand for any",
                "write at least two letters of the word: *udvalg, kval?tet, kvalitet*",
            ));
        }
        Ok(pattern)
    }

    fn what(
        &self,
        sign: &Sign,
        words: &[String],
        tail: Tail,
        slop: Option<u32>,
    ) -> Result<What, QueryError> {
        match (tail, slop) {
            (Tail::Star, _) => Ok(What::Prefix),
            (Tail::Wild, _) => Ok(What::Wild),
            (Tail::Fuzzy(distance), _) if words.len() == 1 => Ok(What::Fuzzy { distance }),
            (Tail::Fuzzy(_), _) => Err(self.error(
                sign.at.clone(),
                "~ works on a single word only",
                "write each word with its own ~1",
            )),
            (Tail::None, Some(slop)) => Ok(What::Phrase { slop }),
            (Tail::None, None) if words.len() > 1 => Ok(What::Phrase { slop: 0 }),
            (Tail::None, None) => Ok(What::Word),
        }
    }

    /// Punctuation is passed over; a wildcard without a word is not.
    fn wordless(&self, sign: &Sign, tail: Tail) -> Result<Option<Node>, QueryError> {
        if tail == Tail::None {
            return Ok(None);
        }
        Err(self.error(
            sign.at.clone(),
            "there is no word before this sign",
            "write the beginning of a word before the *, or a word before the ~",
        ))
    }

    fn kind(&self, sign: &Sign, typed: &str, tail: Tail) -> Result<Scope, QueryError> {
        let folded = danish::words::fold(typed.trim());
        let kind = Kind::ALL
            .iter()
            .find(|kind| tail == Tail::None && danish::words::fold(kind.word()) == folded);
        kind.map(|&kind| Scope::Kind(kind)).ok_or_else(|| {
            self.error(
                sign.at.clone(),
                format!("there is no kind of paper {typed:?}"),
                "kinds are kommissorium, udpegning, ansøgning, ansøgningsvejledning, bevilling, høring, dagsorden, \
                 referat, tidsplan, budget, notat and andet",
            )
        })
    }
}

fn folded_words(typed: &str) -> Vec<String> {
    let tokens = analysis::tokens(&mut analysis::exact(), typed);
    tokens.into_iter().map(|token| token.text).collect()
}
