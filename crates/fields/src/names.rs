//! Personal names: where one stands in a line, and how sure it is one.

use paper::Span;
use rustc_hash::FxHashSet;
use serde::Deserialize;

/// `names.toml`.
#[derive(Debug, Deserialize)]
#[serde(from = "File")]
pub(crate) struct Words {
    first: FxHashSet<String>,
    never: FxHashSet<String>,
    never_endings: Vec<String>,
    particles: FxHashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    first: String,
    particles: Vec<String>,
    never: String,
    never_endings: Vec<String>,
}

impl From<File> for Words {
    fn from(file: File) -> Self {
        let list = |words: &str| words.split_whitespace().map(str::to_owned).collect();
        Self {
            first: list(&file.first),
            never: list(&file.never),
            never_endings: file.never_endings,
            particles: file.particles.into_iter().collect(),
        }
    }
}

/// A personal name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// Its bytes, as an offset into the text that was searched.
    pub(crate) span: Span,
    /// Whether it is one wherever it stands: its first name is known, or its last a patronym.
    pub(crate) sure: bool,
}

/// What a word may be to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// `Vibeke`, `El-Khatib`.
    Word,
    /// `W.`, `H.C.`, `W`.
    Initial,
    /// `von`, `de la`.
    Particle,
    /// `"Bob"`, between a first name and a surname.
    Nickname,
    /// `Gade`, `Drejer`: a surname behind a first name, else a street or a post.
    Late,
    /// `Præst`, `Degn`: a post, or a surname between a first name and another.
    Post,
    Other,
}

struct Token<'t> {
    span: Span,
    word: &'t str,
    part: Part,
    /// Whether nothing but a space stands between it and the next word.
    joins: bool,
    /// Whether a bracket or a quotation mark opens before it.
    opens: bool,
}

impl Words {
    /// The names in a stretch of text, in its order.
    pub(crate) fn names(&self, text: &str) -> Vec<Name> {
        if !Self::may_stand_in(text) {
            return Vec::new();
        }
        let tokens = self.tokens(text);
        let mut names = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.name_at(&tokens[at..]) {
                Some((length, sure)) => {
                    let span = tokens[at].span.start..tokens[at + length - 1].span.end;
                    names.push(Name { span, sure });
                    at += length;
                }
                None => at += 1,
            }
        }
        names
    }

    /// Whether capitals begin two words with no more between them than particles may be: without them there is no name.
    pub(crate) fn may_stand_in(text: &str) -> bool {
        // `H.C. Bro`, `Jens-Ole von der Bro`.
        const BETWEEN: usize = 3;
        let mut since = usize::MAX;
        for word in text.split_whitespace() {
            let mut letters = word.chars().skip_while(|c| !c.is_alphanumeric());
            if letters.next().is_some_and(char::is_uppercase) {
                if since <= BETWEEN {
                    return true;
                }
                since = 0;
            } else {
                since = since.saturating_add(1);
            }
        }
        false
    }

    /// Whether a word is a first name.
    pub(crate) fn is_first(&self, word: &str) -> bool {
        self.first.contains(word)
            || word
                .split_once('-')
                .is_some_and(|(first, _)| self.first.contains(first))
    }

    /// How many words the name that begins here has, and whether it is sure.
    fn name_at(&self, tokens: &[Token<'_>]) -> Option<(usize, bool)> {
        let first = tokens.first()?;
        if first.part == Part::Initial {
            return initials_lead(tokens).map(|length| (length, false));
        }
        if first.part != Part::Word {
            return None;
        }
        let known = self.is_first(first.word);
        // `Restauratør Ida Bro`: a post of which no list knows.
        let second = tokens
            .get(1)
            .filter(|t| first.joins && self.is_first(t.word));
        let third = tokens
            .get(2)
            .filter(|t| t.part == Part::Word && tokens[1].joins);
        if !known && is_like_a_post(first.word) && second.and(third).is_some() {
            return None;
        }
        let mut length = 1;
        while length < 6 && tokens[length - 1].joins {
            let next = tokens.get(length);
            match next.filter(|t| !t.opens).map(|t| t.part) {
                Some(Part::Nickname) if known && length == 1 => length += 1,
                // A word that is a first name after a surname would be the next person's, but double
                // names are commoner than missing commas.
                Some(Part::Word | Part::Initial) => length += 1,
                Some(Part::Particle) if known && self.particle_joins(&tokens[length..]) => {
                    length += 1;
                }
                Some(Part::Late) if known && !numbered(tokens.get(length + 1)) => length += 1,
                // `Ida Præst Bro`: a post's word between a first name and a surname.
                Some(Part::Post) if known && length == 1 && self.goes_on(&tokens[1..]) => {
                    length += 1;
                }
                _ => break,
            }
        }
        while length > 1 && !matches!(tokens[length - 1].part, Part::Word | Part::Late) {
            length -= 1;
        }
        let last = tokens.get(length - 1)?;
        let patronym = last.word.ends_with("sen") && last.word.len() > 4;
        (length > 1).then_some((length, known || patronym))
    }

    /// Whether a surname follows the first of the words.
    fn goes_on(&self, tokens: &[Token<'_>]) -> bool {
        matches!(tokens, [post, next, ..]
            if post.joins && next.part == Part::Word && !self.is_first(next.word))
    }

    fn particle_joins(&self, tokens: &[Token<'_>]) -> bool {
        tokens
            .iter()
            .take(3)
            .take_while(|t| t.part == Part::Particle && t.joins)
            .count()
            .checked_sub(1)
            .and_then(|last| tokens.get(last + 1))
            .is_some_and(|t| t.part == Part::Word)
    }

    fn tokens<'t>(&self, text: &'t str) -> Vec<Token<'t>> {
        let mut tokens: Vec<Token<'t>> = Vec::new();
        let mut at = 0;
        for piece in text.split_inclusive(char::is_whitespace) {
            let whole = piece.trim_end();
            let start = at;
            at += piece.len();
            if whole.is_empty() {
                if let Some(last) = tokens.last_mut() {
                    last.joins = last.joins && piece == " ";
                }
                continue;
            }
            // A first name at a line's end goes on in the next.
            let spaced = piece.ends_with(' ') || piece.ends_with('\n') && self.is_first(whole);
            let token = self.token(whole, start, spaced);
            if token.is_none()
                && let Some(last) = tokens.last_mut()
            {
                // `Nat & Dag`: what is no word parts names all the same.
                last.joins = false;
            }
            tokens.extend(token);
        }
        tokens
    }

    fn token<'t>(&self, whole: &'t str, start: usize, spaced: bool) -> Option<Token<'t>> {
        let opened = whole.trim_start_matches(['(', '"', '„', '“', '«', '»', '[', '\'']);
        let lead = whole.len() - opened.len();
        let bare = opened.trim_end_matches(|c: char| !c.is_alphanumeric());
        let initial = is_initials(opened) || SHORT.contains(&opened);
        let word = if initial { opened } else { bare };
        let span = start + lead..start + lead + word.len();
        let nickname = is_nickname(whole);
        let (span, word) = if nickname {
            (start..start + whole.len(), whole)
        } else {
            (span, word)
        };
        let part = if nickname {
            Part::Nickname
        } else if initial {
            Part::Initial
        } else if word.starts_with(char::is_uppercase) {
            self.part(word)
        } else if self.particles.contains(word) {
            Part::Particle
        } else {
            Part::Other
        };
        (!word.is_empty()).then_some(Token {
            span,
            word,
            part,
            joins: spaced && (nickname || word.len() == opened.len()),
            opens: lead > 0 && !nickname,
        })
    }

    /// What a word with a capital is.
    fn part(&self, word: &str) -> Part {
        if self.particles.contains(word) {
            Part::Particle
        } else if !is_name_word(word) {
            Part::Other
        } else if self.is_first(word) || !self.is_never(word) {
            Part::Word
        } else if is_late(word) {
            Part::Late
        } else if !self.never.contains(word) || word == "Maj" {
            Part::Post
        } else {
            Part::Other
        }
    }

    fn is_never(&self, word: &str) -> bool {
        if self.never.contains(word) {
            return true;
        }
        let lower = word.to_lowercase();
        self.never_endings
            .iter()
            .any(|ending| lower.ends_with(ending.as_str()))
    }
}

/// Endings of streets and posts that surnames have too.
const LATE: [&str; 4] = ["ejer", "gade", "kro", "havn"];

fn is_late(word: &str) -> bool {
    matches!(word, "Gade" | "Præst" | "Provst")
        || LATE.iter().any(|ending| {
            word.strip_suffix(ending)
                .is_some_and(|stem| stem.chars().count() >= 2)
        })
}

/// Endings of what people do, which first names hardly have.
fn is_like_a_post(word: &str) -> bool {
    [
        "ør", "ist", "ent", "ant", "log", "nom", "fører", "holder", "passer", "mager", "betjent",
        "ator", "foged", "smed", "svend",
    ]
    .iter()
    .any(|ending| word.ends_with(ending) && word.len() > ending.len() + 2)
        || word.len() >= 8 && word.ends_with("er")
        || word.len() >= 7 && word.ends_with("ar")
}

/// How many words `H.C. Bro` has, `K. Hansen`, `J.P. Lund Krag`: initials stand for first names before a surname.
///
/// One letter alone counts figures and annexes too: it wants a patronym behind it.
fn initials_lead(tokens: &[Token<'_>]) -> Option<usize> {
    let mut length = tokens
        .iter()
        .take(3)
        .take_while(|t| t.part == Part::Initial && t.joins)
        .count();
    let lead = tokens.get(..length)?;
    let dotted = lead.iter().all(|t| t.word.ends_with('.'));
    let letters: usize = lead
        .iter()
        .map(|t| t.word.chars().filter(|c| c.is_alphabetic()).count())
        .sum();
    let names = tokens.get(length..)?;
    let mut words = 0;
    while words < 2
        && names
            .get(words)
            .is_some_and(|t| t.part == Part::Word && !t.opens)
        && (words == 0 || names.get(words - 1).is_some_and(|t| t.joins))
    {
        words += 1;
    }
    let last = names.get(words.checked_sub(1)?)?;
    let street = last.joins
        && names
            .get(words)
            .is_some_and(|t| !matches!(t.word, "og" | "samt") && t.part != Part::Initial);
    let patronym = last.word.ends_with("sen") && last.word.len() > 4;
    length += words;
    (dotted && !street && (letters >= 2 || patronym)).then_some(length)
}

/// `"Bob"`: one word with a capital between quotation marks.
fn is_nickname(whole: &str) -> bool {
    let inner = [
        ('"', '"'),
        ('„', '“'),
        ('“', '”'),
        ('”', '”'),
        ('»', '«'),
        ('\'', '\''),
    ]
    .iter()
    .find_map(|(open, close)| whole.strip_prefix(*open)?.strip_suffix(*close));
    inner.is_some_and(is_name_word)
}

fn numbered(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|token| token.word.starts_with(|c: char| c.is_ascii_digit()))
}

/// First names that are written short.
const SHORT: [&str; 8] = ["Kr.", "Chr.", "Fr.", "Vilh.", "Joh.", "Th.", "Aug.", "Alb."];

/// `W.`, `H.C.`, or a lone capital.
fn is_initials(word: &str) -> bool {
    let mut letters = 0;
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_uppercase() {
            return false;
        }
        letters += 1;
        match rest.next() {
            Some('.') => {}
            None => return letters == 1,
            Some(_) => return false,
        }
    }
    letters > 0 && letters <= 3
}

/// A capital, then small letters; parts joined by hyphens may begin with a capital again (`El-Khatib`), and so may what
/// follows an apostrophe or `Mc`.
fn is_name_word(word: &str) -> bool {
    let mut parts = word.split(['-', '\'', '’']);
    let Some(first) = parts.next() else {
        return false;
    };
    let small = |part: &str| part.chars().all(char::is_lowercase);
    let named = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase)
            && (small(chars.as_str())
                || part
                    .strip_prefix("Mc")
                    .is_some_and(|r| small(r.get(1..).unwrap_or(""))))
    };
    named(first)
        && (first.chars().count() > 1 || word.len() > first.len())
        && parts.all(|part| !part.is_empty() && (small(part) || named(part)))
        && word.chars().count() > 1
}

#[cfg(test)]
mod tests {
    use crate::Vocabulary;

    #[test]
    fn names_in_lines() {
        for (text, names) in [
            (
                "provst Niels Aage Lindholt, Viby",
                vec!["Niels Aage Lindholt"],
            ),
            (
                "Fatima El-Sayed (F) og Ove W. Bang",
                vec!["Fatima El-Sayed", "Ove W. Bang"],
            ),
            ("Jens-Ole von Haven Krag", vec!["Jens-Ole von Haven Krag"]),
            (
                "stadsgartner H.C. Bro og K. Hansen",
                vec!["H.C. Bro", "K. Hansen"],
            ),
            ("H.C. Bros Allé 14", vec![]),
            ("A. Bro", vec![]),
            ("Ida Præst Bro", vec!["Ida Præst Bro"]),
            ("Ida Lektor", vec![]),
            ("Registrar Ida Bro", vec!["Ida Bro"]),
            (
                "Ida Drejer og Jens Kr. Bro",
                vec!["Ida Drejer", "Jens Kr. Bro"],
            ),
            ("Ida Bro Gade", vec!["Ida Bro Gade"]),
            ("Ida Maj Bro", vec!["Ida Maj Bro"]),
            ("Ove \"Lynet\" Bro (A)", vec!["Ove \"Lynet\" Bro"]),
            ("læs \"Havnen\" Ida Bro", vec!["Ida Bro"]),
            ("Hans Bros Gade 14", vec!["Hans Bros"]),
            ("Ida Bro (L - Lynglisten)", vec!["Ida Bro"]),
            ("Sundhed og Omsorg i Nordager Kommune", vec![]),
            ("Social- og Sundhedsudvalget", vec![]),
            ("Gammel Møllevej 14, 8000 Aarhus C", vec![]),
        ] {
            let found: Vec<&str> = Vocabulary::builtin()
                .names
                .names(text)
                .into_iter()
                .map(|name| &text[name.span])
                .collect();
            assert_eq!(found, names, "{text}");
        }
    }
}
