//! Text to tokens, one pass over the bytes, a sentence at a time.
//!
//! A sentence ends at a full stop that no abbreviation, ordinal or initial owns, at a blank line, a tab, a page, and
//! before a list's label; a soft-wrapped line is no end. So an expression never crosses one of these.

mod figures;

use crate::{
    token::{Gap, Token, Tokens, What},
    vocabulary::{Entry, Form, Vocabulary, Word},
};

/// No sentence is read longer than this many tokens: what is longer is no prose, and is cut.
const LONGEST: usize = 4_000;
/// A line shorter than this that is followed by a capital is a heading, not a wrapped line. In bytes.
const SHORT_LINE: usize = 45;

/// Cuts a text into sentences of tokens.
pub(crate) struct Sentences<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    at: usize,
    pending: Option<Token>,
    line_start: usize,
    in_row: bool,
    form: Form,
    classes: u8,
}

impl<'a> Sentences<'a> {
    /// Starts at a byte where no token is cut in two.
    pub(crate) fn new(text: &'a str, from: usize, vocabulary: &'a Vocabulary) -> Self {
        let mut new = Self {
            text,
            vocabulary,
            at: from,
            pending: None,
            line_start: from,
            in_row: row_at(text, from),
            form: Form::default(),
            classes: 0,
        };
        new.pending = new.token(Gap::Break);
        new
    }

    /// Fills `tokens` with the next sentence; false at the end of the text.
    pub(crate) fn fill(&mut self, tokens: &mut Vec<Token>) -> bool {
        tokens.clear();
        let Some(first) = self.pending.take() else {
            return false;
        };
        self.classes = class(first, None);
        tokens.push(first);
        loop {
            let line_start = self.line_start;
            let Some(token) = self.token(Gap::None) else {
                return true;
            };
            if self.parts(tokens, token, line_start) {
                self.pending = Some(token);
                return true;
            }
            self.classes |= class(token, tokens.last());
            tokens.push(token);
        }
    }

    /// The sentence that [`Sentences::fill`] gave last.
    pub(crate) fn sentence<'t>(&self, tokens: &'t [Token]) -> Tokens<'t>
    where
        'a: 't,
    {
        Tokens {
            text: self.text,
            all: tokens,
            classes: self.classes,
        }
    }

    /// Whether `next` begins a sentence of its own. `line_start` is where the line before it began.
    #[inline]
    fn parts(&self, tokens: &[Token], next: Token, line_start: usize) -> bool {
        if tokens.len() >= LONGEST || next.gap >= Gap::Cell {
            return true;
        }
        let after_mark = matches!(tokens.last().map(|t| t.what), Some(What::Mark(_)));
        after_mark && self.ends(tokens, next)
            || next.gap == Gap::Line && {
                let end = tokens.last().map_or(0, |t| t.end);
                self.line_ends(tokens, next, end.saturating_sub(line_start))
            }
    }

    /// Whether the sentence in `tokens` ends before `next` by its punctuation.
    fn ends(&self, tokens: &[Token], next: Token) -> bool {
        if next.gap == Gap::None {
            return false;
        }
        let mut k = tokens.len() - 1;
        while k > 0 && matches!(tokens[k].what, What::Mark('"' | '”' | '»' | ')' | '«')) {
            k -= 1;
        }
        let starts = match next.what {
            What::Word { capital, .. } => capital,
            What::Digits { .. } | What::Quarters(_) => true,
            What::Mark(c) => matches!(c, '(' | '"' | '”' | '»' | '«' | '[' | '•'),
            What::End => false,
        };
        match tokens[k].what {
            What::Mark('!' | '?') => starts,
            What::Mark('.') if k > 0 && starts => dot_ends(self.text, &tokens[..k], next),
            _ => false,
        }
    }

    /// Whether a line end ends the sentence: before a label, after a heading, after a colon.
    fn line_ends(&self, tokens: &[Token], next: Token, line_bytes: usize) -> bool {
        let rest = self.text.get(next.end..).unwrap_or("");
        match next.what {
            What::Mark('•' | '·' | '▪' | '*' | '☐' | '☒') => return true,
            What::Mark('-' | '–') if rest.starts_with([' ', '\t']) => {
                return !rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
            }
            What::Digits { len, .. } if len <= 2 && self.label(rest) => return true,
            What::Word { .. } if next.end - next.start == 1 && rest.starts_with(')') => {
                return true;
            }
            _ => {}
        }
        if matches!(tokens.last().map(|t| t.what), Some(What::Mark(':'))) {
            return true;
        }
        let after_dot = matches!(
            tokens.last().map(|t| t.what),
            Some(What::Mark('.' | ',' | '-' | '–'))
        );
        let heading = matches!(next.what, What::Word { entry, capital: true } if month(entry) == 0);
        line_bytes < SHORT_LINE && heading && !after_dot
    }

    /// Whether what follows a number at a line's start makes it a label: "3. Økonomi", "3) økonomi", no "3. Marts".
    fn label(&self, rest: &str) -> bool {
        if rest.starts_with(") ") || rest.starts_with(")\t") {
            return true;
        }
        let Some(rest) = rest.strip_prefix('.') else {
            return false;
        };
        let after = rest.trim_start_matches([' ', '\u{A0}']);
        if after.len() == rest.len() || !after.starts_with(char::is_uppercase) {
            return false;
        }
        let word = after
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or("");
        let entry = (self.vocabulary.look_up(&Form::of(word))).unwrap_or_default();
        month(entry) == 0 && !matches!(entry.word, Word::Unit(_))
    }

    /// The next token, its gap at least `gap`.
    #[inline]
    fn token(&mut self, gap: Gap) -> Option<Token> {
        let gap = self.skip_blank(gap);
        let start = self.at;
        let byte = *self.text.as_bytes().get(start)?;
        let what = if byte.is_ascii_digit() {
            let digits = self.digits();
            match self.text.as_bytes().get(self.at) {
                Some(b'l' | b'I' | b'O' | b'o') => self.misread(start).unwrap_or(digits),
                _ => digits,
            }
        } else if let b'l' | b'I' = byte
            && let Some(digits) = self.misread(start)
        {
            digits
        } else if byte.is_ascii_alphabetic() {
            self.word()
        } else if byte < 0x80 {
            self.at += 1;
            What::Mark(byte as char)
        } else {
            self.wide()
        };
        Some(Token {
            start,
            end: self.at,
            gap,
            what,
        })
    }

    /// What begins with a character beyond ASCII.
    fn wide(&mut self) -> What {
        let c = self.text[self.at..].chars().next().unwrap_or('\u{FFFD}');
        match c {
            '½' | '¼' | '¾' => {
                self.at += c.len_utf8();
                What::Quarters(match c {
                    '¼' => 1,
                    '½' => 2,
                    _ => 3,
                })
            }
            // Those of Danish are told without Unicode's tables.
            'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' | '\u{AD}' => self.word(),
            c if c.is_alphabetic() => self.word(),
            c => {
                self.at += c.len_utf8();
                What::Mark(c)
            }
        }
    }

    #[inline]
    fn word(&mut self) -> What {
        let start = self.at;
        let byte = self.text.as_bytes().get(start).copied().unwrap_or(b' ');
        let capital = if byte < 0x80 {
            byte.is_ascii_uppercase()
        } else {
            (self.text[start..].chars().next()).is_some_and(char::is_uppercase)
        };
        match self.quick_word() {
            Some(end) => self.at = end,
            None => {
                self.at = word_end(self.text, start);
                self.form = Form::of(&self.text[start..self.at]);
            }
        }
        let found = self.vocabulary.look_up(&self.form);
        let further = match self.text.as_bytes().get(self.at) {
            Some(b'.') => self.dotted(start),
            Some(b'-') => self.broken(),
            _ => None,
        };
        let entry = match further.or(found) {
            Some(entry) => entry,
            None if self.told(start) => Entry {
                flags: Entry::PAST,
                ..Entry::default()
            },
            None => Entry::default(),
        };
        What::Word { entry, capital }
    }

    /// Folds the word at hand while it looks for its end; `None` where it holds a letter beyond ASCII and the Danish ones.
    #[inline]
    fn quick_word(&mut self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let form = &mut self.form;
        form.clear();
        let mut k = 0;
        while let Some(&byte) = rest.get(k) {
            let plain = PLAIN[usize::from(byte)];
            if plain != 0 {
                form.push(plain);
                k += 1;
                continue;
            }
            match byte {
                0xC3 => {
                    let (first, second) = match rest.get(k + 1)? {
                        0xA5 | 0x85 => (b'a', b'a'),
                        0xA6 | 0x86 => (b'a', b'e'),
                        0xB8 | 0x98 => (b'o', b'e'),
                        _ => return None,
                    };
                    form.push(first);
                    form.push(second);
                    k += 2;
                }
                0..0x80 => break,
                _ => return None,
            }
        }
        Some(self.at + k)
    }

    /// An abbreviation with full stops inside: "d.d", "t.kr", "f.eks".
    fn dotted(&mut self, start: usize) -> Option<Entry> {
        let bytes = self.text.as_bytes();
        if self.at - start > 5 {
            return None;
        }
        let (mut end, mut found) = (self.at, None);
        for _ in 0..2 {
            if bytes.get(end) != Some(&b'.') {
                break;
            }
            let next = word_end(self.text, end + 1);
            if next == end + 1 || next - end > 7 {
                break;
            }
            self.form.push(b'.');
            self.form.extend(&self.text[end + 1..next]);
            end = next;
            if let Some(entry) = self.vocabulary.look_up(&self.form) {
                found = Some(entry);
                self.at = end;
            }
        }
        found
    }

    /// A word that a line's end broke, where what it is joined to is one of the vocabulary's: "septem-" and "ber".
    fn broken(&mut self) -> Option<Entry> {
        let rest = self.text.get(self.at..)?.strip_prefix("-\n")?;
        let next = self.text.len() - rest.len();
        let end = word_end(self.text, next);
        if !rest.starts_with(char::is_lowercase) {
            return None;
        }
        self.form.extend(&self.text[next..end]);
        let entry = (self.vocabulary.look_up(&self.form)).filter(|e| e.word != Word::Plain)?;
        (self.at, self.line_start) = (end, next);
        self.in_row = row_at(self.text, next);
        Some(entry)
    }

    /// Whether a verb that the vocabulary does not list has an ending of the past. The ending is looked for in the text:
    /// folded, "møde" would have one.
    fn told(&self, start: usize) -> bool {
        let word = &self.text[start..self.at];
        word.len() > 5
            && self.vocabulary.past_ends(word.as_bytes())
            && self
                .vocabulary
                .past
                .iter()
                .any(|ending| word.ends_with(ending.as_str()))
    }

    #[inline]
    fn skip_blank(&mut self, mut gap: Gap) -> Gap {
        let bytes = self.text.as_bytes();
        // Most often it is one space, and a letter or figure behind it.
        if let Some([b' ', next]) = bytes.get(self.at..self.at + 2)
            && next.is_ascii_alphanumeric()
        {
            self.at += 1;
            return gap.max(Gap::Space);
        }
        while let Some(&byte) = bytes.get(self.at) {
            let (width, found) = match byte {
                b' ' | b'\r' => (1, Gap::Space),
                b'\t' => (1, Gap::Cell),
                b'\n' => (1, self.line_end(gap)),
                0x0C | 0x0B => {
                    self.line_start = self.at + 1;
                    self.in_row = row_at(self.text, self.line_start);
                    (1, Gap::Break)
                }
                0xC2 if bytes.get(self.at + 1) == Some(&0xA0) => (2, Gap::Space),
                0xE2 | 0xE3 | 0xEF => match self.text[self.at..].chars().next() {
                    Some(c) if c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}') => {
                        (c.len_utf8(), Gap::Space)
                    }
                    _ => return gap,
                },
                _ => return gap,
            };
            self.at += width;
            gap = gap.max(found);
        }
        gap
    }

    /// What the line end at `at` is, given what stood before it in the same gap.
    fn line_end(&mut self, before: Gap) -> Gap {
        let was_row = self.in_row;
        self.line_start = self.at + 1;
        self.in_row = row_at(self.text, self.line_start);
        match before {
            Gap::Line | Gap::Row => Gap::Break,
            _ if was_row || self.in_row => Gap::Row,
            _ => Gap::Line,
        }
    }
}

/// What a token may be the beginning of, as [`Entry`] has it for words.
#[inline]
fn class(token: Token, before: Option<&Token>) -> u8 {
    match token.what {
        What::Word { entry, .. } => entry.classes,
        What::Digits { .. } | What::Quarters(_) => Entry::TIME,
        What::Mark('€' | '$' | '£') => Entry::MEASURES,
        // The stroke of "500,-".
        What::Mark('-' | '–' | '—' | '−' | '‐' | '‑') if token.gap == Gap::None => {
            match before.map(|b| b.what) {
                Some(What::Mark(',' | '.')) => Entry::MEASURES,
                _ => 0,
            }
        }
        _ => 0,
    }
}

/// ASCII letters and digits as they stand in a folded form; 0 for any other byte.
const PLAIN: [u8; 256] = {
    let mut plain = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        if byte.is_ascii_alphanumeric() {
            plain[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    plain
};

fn month(entry: Entry) -> u8 {
    match entry.word {
        Word::Month(month) => month,
        _ => entry.month_short,
    }
}

/// Whether the line that begins at `from` is a table's row.
fn row_at(text: &str, from: usize) -> bool {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    memchr::memchr2(b'\t', b'\n', rest).is_some_and(|at| rest[at] == b'\t')
}

/// First byte past the word that begins at `from`; digits may follow letters ("B2", "m2").
fn word_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() || at > from && byte.is_ascii_digit() {
            at += 1;
        } else if byte < 0x80 {
            break;
        } else {
            match text[at..].chars().next() {
                Some(c) if c.is_alphabetic() || matches!(c, '\u{AD}' | '\u{30A}') => {
                    at += c.len_utf8()
                }
                _ => break,
            }
        }
    }
    at
}

/// Whether the full stop after `before` ends the sentence, given that `next` could begin one.
fn dot_ends(text: &str, before: &[Token], next: Token) -> bool {
    let Some(last) = before.last() else {
        return false;
    };
    let digits = matches!(next.what, What::Digits { .. } | What::Quarters(_));
    match last.what {
        What::Word { entry, .. } if entry.is(Entry::CLOSING) => {
            !digits && !matches!(next.what, What::Word { entry, .. } if names_on(entry))
        }
        // "tors. 7. maj", "mar. 2010"
        What::Word { entry, .. }
            if digits
                && (entry.weekday_short > 0 || entry.month_short > 0 || entry.is(Entry::BLOCK)) =>
        {
            false
        }
        What::Word { entry, .. } => {
            let letters = text
                .get(last.start..last.end)
                .map_or(0, |w| w.chars().count());
            letters > 1 && !entry.is(Entry::INNER)
        }
        What::Digits { .. } => {
            let label = before.len() == 1;
            let goes_on = matches!(next.what, What::Word { entry, .. } if names_on(entry));
            !digits && !label && !goes_on
        }
        _ => true,
    }
}

/// Words that a number or an abbreviation belongs to, though they have a capital: "1. Kvartal", "Kr. Himmelfart".
fn names_on(entry: Entry) -> bool {
    month(entry) != 0
        || matches!(
            entry.word,
            Word::Unit(_) | Word::Feast(_) | Word::Currency(_)
        )
}
