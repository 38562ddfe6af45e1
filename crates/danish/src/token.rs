//! Typed tokens: what the grammar composes.

use crate::{
    time::day,
    vocabulary::{Entry, Word},
};

/// A word, a run of digits, or a mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// First byte in the text.
    pub(crate) start: usize,
    /// First byte past it.
    pub(crate) end: usize,
    /// What stands between it and the token before.
    pub(crate) gap: Gap,
    pub(crate) what: What,
}

/// What separates a token from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    None,
    Space,
    /// One line end: a soft wrap.
    Line,
    /// A tab.
    Cell,
    /// The line end of a table's row.
    Row,
    /// A blank line, a page, the text's beginning.
    Break,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Digits; more than 18 count as the highest value.
    Digits {
        value: u64,
        len: u8,
    },
    Word {
        entry: Entry,
        capital: bool,
    },
    /// ½, ¼, ¾, in quarters.
    Quarters(u8),
    Mark(char),
    /// No token: before the first or past the last.
    End,
}

/// The tokens of one sentence, with the text that they were cut from.
#[derive(Clone, Copy)]
pub(crate) struct Tokens<'a> {
    pub(crate) text: &'a str,
    pub(crate) all: &'a [Token],
    /// The classes of all its tokens together: what it has none of need not be looked for.
    pub(crate) classes: u8,
}

impl<'a> Tokens<'a> {
    /// Whether one of its tokens is of the class.
    pub(crate) fn holds(self, class: u8) -> bool {
        self.classes & class != 0
    }

    pub(crate) fn len(self) -> usize {
        self.all.len()
    }

    pub(crate) fn what(self, i: usize) -> What {
        self.all.get(i).map_or(What::End, |t| t.what)
    }

    pub(crate) fn entry(self, i: usize) -> Entry {
        match self.what(i) {
            What::Word { entry, .. } => entry,
            _ => Entry::default(),
        }
    }

    pub(crate) fn word(self, i: usize) -> Word {
        self.entry(i).word
    }

    pub(crate) fn is_word(self, i: usize) -> bool {
        matches!(self.what(i), What::Word { .. })
    }

    #[inline]
    pub(crate) fn is_digits(self, i: usize) -> bool {
        matches!(self.what(i), What::Digits { .. })
    }

    /// A word that the vocabulary gives no meaning.
    pub(crate) fn is_plain(self, i: usize) -> bool {
        matches!(self.what(i), What::Word { entry, .. } if entry.word == Word::Plain)
    }

    pub(crate) fn capital(self, i: usize) -> bool {
        matches!(self.what(i), What::Word { capital: true, .. })
    }

    pub(crate) fn mark(self, i: usize) -> Option<char> {
        match self.what(i) {
            What::Mark(c) => Some(c),
            _ => None,
        }
    }

    pub(crate) fn is(self, i: usize, mark: char) -> bool {
        self.mark(i) == Some(mark)
    }

    /// Whether token `i` follows the one before it without a space.
    pub(crate) fn glued(self, i: usize) -> bool {
        self.all.get(i).is_some_and(|t| t.gap == Gap::None)
    }

    /// Whether token `i` stands first in its line.
    pub(crate) fn begins_line(self, i: usize) -> bool {
        self.all.get(i).is_some_and(|t| t.gap >= Gap::Line)
    }

    pub(crate) fn text(self, i: usize) -> &'a str {
        self.all
            .get(i)
            .and_then(|t| self.text.get(t.start..t.end))
            .unwrap_or("")
    }

    pub(crate) fn start(self, i: usize) -> usize {
        self.all.get(i).map_or(self.text.len(), |t| t.start)
    }

    /// First byte past token `i - 1`: where a stretch that ends before `i` ends.
    pub(crate) fn end_before(self, i: usize) -> usize {
        i.checked_sub(1)
            .and_then(|k| self.all.get(k))
            .map_or(0, |t| t.end)
    }

    /// The index past a full stop at `i`, glued to what stands before.
    pub(crate) fn past_dot(self, i: usize) -> usize {
        if self.is(i, '.') && self.glued(i) {
            i + 1
        } else {
            i
        }
    }

    pub(crate) fn past_comma(self, i: usize) -> usize {
        if self.is(i, ',') { i + 1 } else { i }
    }

    /// A word that the grammar knows by itself, so that a hyphen before or after it joins two of a kind.
    fn names_time(self, i: usize) -> bool {
        let entry = self.entry(i);
        entry.word != Word::Plain || entry.month_short > 0
    }

    /// Whether something may begin at `i`: it is not the tail of a longer number, name or path.
    pub(crate) fn opens(self, i: usize) -> bool {
        if !self.glued(i) {
            return true;
        }
        let Some(before) = i.checked_sub(1) else {
            return false;
        };
        match self.what(before) {
            What::Mark('(' | '[' | '"' | '»' | '«' | '”' | '“' | '\'' | '*' | '>' | '<' | '|') => {
                true
            }
            What::Mark(':' | ';' | ',' | '–' | '—' | '-' | '.' | '/' | '+') => {
                self.bridges(before)
                    || self.dash(before) && day::names_day(self, i)
                    || self.is(before, ',') && self.slashes(before)
                    || before == 0 && !self.glued(before)
                    || before > 0
                        && (!self.glued(before)
                            || matches!(self.mark(before - 1), Some(')' | '"' | '”'))
                            || self.is(before - 1, '.')
                                && before > 1
                                && (self.dash(before) || self.is(before, '/'))
                                && self.entry(before - 2).month_short > 0
                            || self.is_word(before - 1)
                                && (!self.is(before, '-') || self.names_time(before - 1)))
            }
            _ => false,
        }
    }

    /// Whether an expression may end before `i`: the number or word does not go on.
    pub(crate) fn closes(self, i: usize) -> bool {
        if !self.glued(i) {
            return true;
        }
        match self.what(i) {
            What::Digits { .. } | What::Word { .. } | What::Quarters(_) => false,
            What::Mark('-' | '/' | '.' | ':' | ',' | '\'' | '–' | '_' | '@' | '=') => {
                let named = self.names_time(i + 1);
                !self.glued(i + 1)
                    || self.bridges(i)
                    || self.dash(i) && day::names_day(self, i + 1)
                    || self.dash(i) && self.entry(i + 1).is(Entry::PRICE_LEVEL)
                    || self.is(i, ',') && self.slashes(i)
                    || match self.what(i + 1) {
                        What::Digits { .. } | What::Quarters(_) => false,
                        What::Word { capital, .. } => {
                            named || capital && self.is(i, '.') || self.is(i, ',')
                        }
                        _ => true,
                    }
            }
            What::Mark('%' | '‰' | '°' | '²' | '³' | '§') => false,
            _ => true,
        }
    }

    /// Whether a dash without spaces joins two dates in figures: 15/12-15/1, 01.01.20-31.12.21.
    fn bridges(self, dash: usize) -> bool {
        let Some(before) = dash
            .checked_sub(2)
            .filter(|_| self.dash(dash) && self.glued(dash))
        else {
            return false;
        };
        let separator = if self.is(dash - 1, '.') && self.is_digits(before) {
            Some('.')
        } else if self.is_digits(dash - 1) && before > 0 && self.is_digits(before - 1) {
            self.mark(before)
        } else {
            None
        };
        matches!(separator, Some('/' | '.'))
            && self.mark(dash + 2) == separator
            && self.glued(dash + 1)
    }

    /// Whether a comma without a space parts two days in figures: 30/1,27/2.
    fn slashes(self, comma: usize) -> bool {
        comma > 1 && self.is(comma - 2, '/') && self.is(comma + 2, '/') && self.glued(comma + 1)
    }

    /// A dash between two ends of a range, or of a span of days.
    pub(crate) fn dash(self, i: usize) -> bool {
        matches!(self.mark(i), Some('-' | '–' | '—' | '−' | '‐' | '‑'))
    }
}
