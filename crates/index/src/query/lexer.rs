//! A question cut into its signs.

use std::ops::Range;

use super::{
    QueryError,
    names::{self, FieldName, field},
};

/// A sign, and the bytes where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) kind: SignKind,
    pub(super) at: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SignKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `titel:`, directly before what it is about.
    Field(FieldName),
    /// A word, with what may stand behind it.
    Word {
        text: Range<usize>,
        tail: Tail,
    },
    /// What stood between quotes.
    Phrase {
        text: Range<usize>,
        slop: u32,
    },
}

/// What stands behind a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    None,
    Star,
    Fuzzy(u8),
    /// Signs that stand for letters within the word.
    Wild,
}

/// The longest question, in bytes.
const LONGEST: usize = 10_000;

const QUOTES: [char; 5] = ['"', '“', '”', '„', '‟'];

pub(super) fn error(
    text: &str,
    at: Range<usize>,
    message: impl Into<String>,
    hint: &'static str,
) -> QueryError {
    let chars = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
    QueryError {
        at: chars(at.start)..chars(at.end),
        message: message.into(),
        hint,
    }
}

pub(super) fn signs(text: &str) -> Result<Vec<Sign>, QueryError> {
    if text.len() > LONGEST {
        return Err(error(
            text,
            0..0,
            "the question is too long",
            "ask for at most 10,000 letters",
        ));
    }
    let mut signs = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        let simple = match c {
            '(' => Some(SignKind::Open),
            ')' => Some(SignKind::Close),
            '-' | '!' if stands_before_something(&text[next..]) => Some(SignKind::Not),
            _ => None,
        };
        if let Some(kind) = simple {
            signs.push(Sign { kind, at: at..next });
            at = next;
        } else if c.is_whitespace() {
            at = next;
        } else {
            let sign = if QUOTES.contains(&c) {
                phrase(text, at, next)?
            } else {
                word(text, at)?
            };
            at = sign.at.end;
            signs.push(sign);
        }
    }
    Ok(signs)
}

/// A dash alone is punctuation.
fn stands_before_something(rest: &str) -> bool {
    rest.starts_with(|c: char| !c.is_whitespace() && c != ')' && c != '-')
}

fn phrase(text: &str, at: usize, from: usize) -> Result<Sign, QueryError> {
    let Some(length) = text[from..].find(QUOTES) else {
        return Err(error(
            text,
            at..from,
            "the quotation has no end",
            "put a \" at its end",
        ));
    };
    let inner = from..from + length;
    let mut end = inner.end + text[inner.end..].chars().next().map_or(0, char::len_utf8);
    let mut slop = 0;
    if let Some(after) = text[end..].strip_prefix('~') {
        let digits = after
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(after.len());
        let tail = end..end + 1 + digits;
        slop = after[..digits]
            .parse()
            .ok()
            .filter(|&n| n <= 100)
            .ok_or_else(|| {
                error(
                    text,
                    tail.clone(),
                    "~ behind a quotation needs a number of words",
                    "write \"a b\"~3, at most ~100",
                )
            })?;
        end = tail.end;
    }
    let at = at..end;
    Ok(Sign {
        kind: SignKind::Phrase { text: inner, slop },
        at,
    })
}

/// A word up to a space, a parenthesis or a quote; with a colon behind letters it may be a field's name.
fn word(text: &str, at: usize) -> Result<Sign, QueryError> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')') || QUOTES.contains(&c);
    let end = at + text[at..].find(ends).unwrap_or(text.len() - at);
    let run = &text[at..end];
    if let Some(kind) = operator(run) {
        return Ok(Sign { kind, at: at..end });
    }
    if let Some(colon) = run.find(':') {
        let name = &run[..colon];
        let names_something =
            colon + 1 < run.len() || text[end..].starts_with(['(', '"', '“', '„']);
        // With a space behind the colon it would be a word like any other, and find what nobody asked for.
        if !names_something && colon + 1 == run.len() && field(name).is_some() {
            return Err(error(
                text,
                at..end,
                format!("nothing stands behind {run}"),
                "write the value right behind the colon: frist:2021, frist:\"uge 37 2021\", formand:hansen, titel:\"ny skole\"",
            ));
        }
        if !name.is_empty() && name.chars().all(char::is_alphabetic) && names_something {
            let at = at..at + colon + 1;
            return match field(name) {
                Some(kind) => Ok(Sign {
                    kind: SignKind::Field(kind),
                    at,
                }),
                None => Err(error(
                    text,
                    at,
                    format!("there is no field {name:?}"),
                    names::HINT,
                )),
            };
        }
    }
    tailed(text, at..end)
}

fn operator(run: &str) -> Option<SignKind> {
    Some(match run {
        "AND" | "OG" | "&&" => SignKind::And,
        "OR" | "ELLER" | "||" => SignKind::Or,
        "NOT" | "IKKE" => SignKind::Not,
        _ => return None,
    })
}

/// A word and the `*` or `~1` behind it, or with signs in it that stand for letters.
fn tailed(text: &str, at: Range<usize>) -> Result<Sign, QueryError> {
    let run = &text[at.clone()];
    // The mark of a question's end stands for nothing.
    let asked = run.trim_end_matches('?');
    let run = if asked.contains(['*', '?']) || asked.is_empty() {
        run
    } else {
        asked
    };
    let (body, tail) = if let Some((body, digits)) = run.rsplit_once('~') {
        (body, fuzzy(text, at.start + body.len()..at.end, digits)?)
    } else if let Some(body) = run
        .strip_suffix('*')
        .filter(|body| !body.contains(['*', '?']))
    {
        (body, Tail::Star)
    } else if run.contains(['*', '?']) {
        (run, Tail::Wild)
    } else {
        (run, Tail::None)
    };
    if let Some((offset, wild)) = body
        .char_indices()
        .find(|&(_, c)| tail != Tail::Wild && matches!(c, '*' | '?'))
    {
        let place = at.start + offset;
        return Err(error(
            text,
            place..place + 1,
            format!("{wild} and ~ do not go together"),
            "write kval*tet or kvalitet~1",
        ));
    }
    let text = at.start..at.start + body.len();
    Ok(Sign {
        kind: SignKind::Word { text, tail },
        at,
    })
}

fn fuzzy(text: &str, at: Range<usize>, digits: &str) -> Result<Tail, QueryError> {
    match digits {
        "" | "1" => Ok(Tail::Fuzzy(1)),
        "2" => Ok(Tail::Fuzzy(2)),
        _ => Err(error(
            text,
            at,
            "~ behind a word needs the number of letters that may differ",
            "write ordet~1 or ordet~2",
        )),
    }
}
