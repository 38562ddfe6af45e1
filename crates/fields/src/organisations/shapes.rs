//! How names of organisations are built, where no lexicon knows them.

use paper::{OrganisationKind, Span};

use super::{
    Words,
    tokens::{self, Token},
};
use crate::{Vocabulary, pattern::cut};

/// A name that was found, as places in the text and as it would be written in running text.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) name: String,
    pub(super) kind: OrganisationKind,
}

/// The names in a line and what they are; where several stand in one place, the first and longest.
pub(super) fn named(text: &str, vocabulary: &Vocabulary) -> Vec<Found> {
    if !text.bytes().any(|b| b.is_ascii_uppercase() || b == 0xc3) {
        return Vec::new();
    }
    if let Some((words, places)) = tokens::drawn_together(text) {
        let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
        let end = |at: usize| place(at.saturating_sub(1)) + 1;
        let apart = in_line(&words, vocabulary).into_iter();
        return apart
            .map(|found| Found {
                span: place(found.span.start)..end(found.span.end).min(text.len()),
                ..found
            })
            .collect();
    }
    in_line(text, vocabulary)
}

fn in_line(text: &str, vocabulary: &Vocabulary) -> Vec<Found> {
    let small = tokens::small(text);
    let words = &vocabulary.organisations;
    let mut found = words.known_in(text);
    if small != text {
        found.extend(words.known_in(&small));
    }
    for (span, kind, _) in &mut found {
        span.end = words.branch(&small, span, *kind).unwrap_or(span.end);
    }
    let line = Line {
        words,
        vocabulary,
        known: found.iter().map(|(span, ..)| span.clone()).collect(),
        tokens: tokens::tokens(&small),
    };
    found.extend(line.built(&small));
    found.sort_by_key(|(span, _, rank)| (span.start, usize::MAX - span.end, *rank));
    let mut end = 0;
    found.retain(|(span, ..)| {
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    });
    // A name that the lexicon writes in capitals itself stays so.
    let name = |span: &Span| {
        let stands = cut(text, span.clone());
        let known = words.known.contains_key(stands);
        let name = if known {
            stands
        } else {
            cut(&small, span.clone())
        };
        name.to_owned()
    };
    let joint = line.municipalities();
    found.retain(|(span, ..)| {
        joint
            .iter()
            .all(|j| j.span.end <= span.start || span.end <= j.span.start)
    });
    let mut found: Vec<Found> = found
        .into_iter()
        .map(|(span, kind, _)| Found {
            name: name(&span),
            span,
            kind,
        })
        .chain(joint)
        .collect();
    found.sort_by_key(|found| found.span.start);
    found
}

/// How many words from a capital on a name may end, or go on.
const NEAR: usize = 8;

/// A line, its words, and the names that the lexicon knows in it.
pub(super) struct Line<'l> {
    pub(super) words: &'l Words,
    vocabulary: &'l Vocabulary,
    known: Vec<Span>,
    pub(super) tokens: Vec<Token<'l>>,
}

impl Line<'_> {
    /// Names by their first word, by their last, and by the ending of a compound.
    ///
    /// What the lexicon knows is cut out first: `Regionshospitalet Randers Syddjurs Kommune` names two.
    fn built(&self, text: &str) -> Vec<(Span, OrganisationKind, u8)> {
        let mut found = Vec::new();
        let mut near = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            near = if token.begins_name() {
                NEAR
            } else {
                near.saturating_sub(1)
            };
            if near == 0 {
                continue;
            }
            let built = [
                self.behind_head(at).map(|(span, kind)| (span, kind, 1)),
                self.before_head(at).map(|(span, kind)| (span, kind, 1)),
                self.compound(at).map(|(span, kind)| (span, kind, 2)),
                self.of_people(at).map(|(span, kind)| (span, kind, 3)),
            ];
            let apart = built.into_iter().flatten();
            found.extend(apart.filter(|(span, ..)| self.is_apart(text, span)));
        }
        found
    }

    fn is_apart(&self, text: &str, span: &Span) -> bool {
        let next = self.known.partition_point(|k| k.end <= span.start);
        let near = self.known.get(next..).unwrap_or_default();
        near.iter().take_while(|k| k.start < span.end).all(|k| {
            let longer = k.start == span.start && span.end > k.end;
            let company = matches!(
                cut(text, k.end..span.end),
                " A/S" | " ApS" | " I/S" | " P/S"
            );
            // `Klitforeningen i Vestkysts Amt`
            let county = cut(text, span.start..k.start).ends_with(" i ")
                && cut(text, k.clone()).ends_with(" Amt");
            let union = cut(text, span.start..k.start).ends_with("nes ") && k.end == span.end;
            county || union || longer && (company || self.words.has_branches(cut(text, k.clone())))
        })
    }

    /// `Region Nordhavet`, `Foreningen Fyrets Venner`, `Udvalget for Lyng og Klit`, `Udvalget for lyng og klit`.
    fn behind_head(&self, at: usize) -> Option<(Span, OrganisationKind)> {
        let (head, length) = self.words.heads.beginning(&self.tokens, at)?;
        let start = self.tokens.get(at)?.span.start;
        let last = self.tokens.get(at + length - 1)?;
        let end = self.name_from(at + length, head.most).or_else(|| {
            let fields = head.kind == OrganisationKind::Udvalg && is_for(last.word);
            fields.then(|| self.fields_from(at + length)).flatten()
        })?;
        Some((start..end, head.kind))
    }

    /// Where the name ends that follows a head: capitalised words, maybe joined by `og`, `for`, `af`; with `i` a town ends it.
    pub(super) fn name_from(&self, from: usize, most: usize) -> Option<usize> {
        let (mut at, mut words, mut end) = (from, 0, None);
        while let Some(token) = self.tokens.get(at).filter(|t| t.joined && words < most) {
            let before = self.before(at).map_or("", |t| t.word);
            let number = before == "af" && is_number(token.word);
            let article = matches!(before, "Den" | "Det" | "De");
            let begins = words > 0 && !article && self.begins(at);
            let other = begins || self.is_person(at) || self.opens(at);
            if number || token.is_capital() && !other {
                words += usize::from(!number);
                end = Some(token.span.end);
                let county = self.tokens.get(at + 1).is_some_and(|t| t.word == "Amt");
                let town = before == "i" && !county && !self.words.prefixes.contains(token.word);
                if town {
                    break;
                }
            } else if !self.joins(at, words == 0) {
                break;
            }
            at += 1;
        }
        end.filter(|_| words > 0)
    }

    /// Whether a word only opens a sentence; an article before a capital opens a name.
    fn opens(&self, at: usize) -> bool {
        let word = self.tokens.get(at).map_or("", |t| t.word);
        let next = self.tokens.get(at + 1);
        let article = matches!(word, "Den" | "Det" | "De");
        let named = article && next.is_some_and(|t| t.joined && t.is_capital());
        self.words.opens(word) && !named && !self.words.prefixes.contains(word)
    }

    /// Whether a small word goes on with a name: `for`, `og`, `&`; `i` right behind the head, a year or a plural.
    fn joins(&self, at: usize, first: bool) -> bool {
        let Some(word) = self.tokens.get(at).map(|t| t.word) else {
            return false;
        };
        let many =
            |t: &Token<'_>| t.word.ends_with("er") || t.word.bytes().all(|b| b.is_ascii_digit());
        let follows = match word {
            "for" | "af" | "om" | "på" | "vedr" | "vedrørende" | "mod" | "til" => true,
            "i" => first || self.before(at).is_some_and(many) || self.is_place(at + 1),
            "og" | "&" => !first,
            _ => false,
        };
        let next = self.tokens.get(at + 1);
        let number =
            word == "af" && next.is_some_and(|t| t.word.bytes().all(|b| b.is_ascii_digit()));
        let capital = next.is_some_and(|t| t.joined && t.is_capital());
        let county = word == "i" && self.tokens.get(at + 2).is_some_and(|t| t.word == "Amt");
        follows && (number || capital && (county || !self.begins(at + 1)))
    }

    /// Whether a town stands there, and no municipality of its name.
    fn is_place(&self, at: usize) -> bool {
        let town = self.tokens.get(at).map_or("", |t| t.word);
        let next = self.tokens.get(at + 1).filter(|t| t.joined);
        self.words.places.contains(town)
            && next.is_none_or(|t| !t.is_capital() && t.word != "kommune")
    }

    /// `Nordager Kommune`, `Klitby Bryggeri ApS`, `Den Blå Fond`, `Dansk Selskab for Fyr`.
    fn before_head(&self, at: usize) -> Option<(Span, OrganisationKind)> {
        let (head, length, genitive) = self.words.heads.ending(&self.tokens, at)?;
        let from = (at + 1).checked_sub(length)?;
        let mut start = from;
        let mut words = 0;
        while words < head.most + usize::from(self.is_prefix(start)) {
            let Some(before) = self.word_before(start) else {
                break;
            };
            words += 1;
            start = before;
        }
        let first = self.tokens.get(start)?;
        let adjective = self.tokens.get(from)?.word == "kommune" && is_adjective(first.word);
        if words == 0 || adjective {
            return None;
        }
        start = self.with_article(start);
        if head.kind == OrganisationKind::Andet {
            start = self.with_initial(start);
        }
        let last = self.tokens.get(at)?;
        let end = last.span.end - usize::from(genitive);
        let end = self
            .purpose(at, head.kind)
            .filter(|_| !genitive)
            .unwrap_or(end);
        Some((self.tokens.get(start)?.span.start..end, head.kind))
    }

    /// The capitalised word, or the two that `og` joins, before a word.
    fn word_before(&self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at).filter(|t| t.joined)?;
        let before = at.checked_sub(1)?;
        let word = self.tokens.get(before)?;
        if word.is_capital() {
            let other = self.words.opens(word.word) || self.ends_other(before);
            return (!other).then_some(before);
        }
        let left = before.checked_sub(1)?;
        let other = self.tokens.get(left).filter(|t| t.is_capital())?;
        let pair = other.word.ends_with('-')
            || word.word == "&"
            || token.word.starts_with("Omegn")
            || other.word.ends_with('s') && token.word.ends_with('s');
        let joint = matches!(word.word, "og" | "&") && word.joined && pair;
        (joint && !self.words.opens(other.word)).then_some(left)
    }

    /// `Den Blå Fond`, but `Den` of no other name; `Den danske Fyrforening`.
    fn with_article(&self, start: usize) -> usize {
        let Some(first) = self.tokens.get(start).filter(|t| t.joined) else {
            return start;
        };
        let Some(before) = self.before(start) else {
            return start;
        };
        let article = |word: &str| matches!(word, "Den" | "Det" | "De");
        if article(before.word) && first.word.ends_with(['e', 'å']) {
            return start - 1;
        }
        let nation = matches!(
            before.word,
            "danske" | "nordiske" | "kongelige" | "almindelige" | "internationale" | "europæiske"
        );
        match start.checked_sub(2).and_then(|at| self.tokens.get(at)) {
            Some(first) if nation && before.joined && article(first.word) => start - 2,
            _ => start,
        }
    }

    /// `N. Lund & Co. A/S`.
    fn with_initial(&self, start: usize) -> usize {
        let near = self.tokens.get(start).zip(self.before(start));
        let initial = near.is_some_and(|(first, before)| {
            before.is_capital()
                && before.word.chars().count() == 1
                && before.span.end + 2 == first.span.start
        });
        start - usize::from(initial)
    }

    /// Compounds by their ending: `Kulturudvalget`, `Social- og Sundhedsudvalget`, `Nordager Ældreråd`, `Korforeningen Kalk`.
    fn compound(&self, at: usize) -> Option<(Span, OrganisationKind)> {
        let token = self.tokens.get(at)?;
        // `Social- og sundhedsudvalget`: the capital stands at the first word that `og` joins.
        let joined = self.before(at).is_some_and(|t| t.word == "og")
            && at
                .checked_sub(2)
                .and_then(|left| self.tokens.get(left))
                .is_some_and(|t| t.word.ends_with('-') && t.is_capital());
        if !token.is_capital() && !joined {
            return None;
        }
        let (ending, genitive) = self.words.ending(token.word)?;
        let stem = token.word.len() - usize::from(genitive);
        let alone = |at: usize| self.word_before(at).is_none();
        if ending.beside && alone(at) {
            return None;
        }
        let definite =
            cut(token.word, 0..stem).ends_with(['t', 'n']) && !token.word.ends_with("ment");
        let start = self.compound_start(at, definite);
        // `Nordager Kommunes Fyrudvalg`: without the name before it, it is any such office.
        let owned = token.joined && self.before(at).is_some_and(|t| t.word.ends_with('s'));
        if start == at
            && !definite
            && owned
            && at.checked_sub(1).is_some_and(|b| self.ends_other(b))
        {
            return None;
        }
        let end = token.span.end - usize::from(genitive);
        let beside = self.tokens.get(start)?.word.starts_with("De");
        if ending.article && !(start < at && beside) {
            return None;
        }
        let more = match ending.kind {
            _ if genitive => None,
            OrganisationKind::Forening | OrganisationKind::Andet | OrganisationKind::Hospital
                if definite =>
            {
                self.name_from(at + 1, 2)
            }
            // `Lyngforum Nordjylland`, but not `Ungeråd Vejle Kommune`.
            OrganisationKind::Udvalg if !definite && start == at && self.is_place(at + 1) => {
                let place = self.tokens.get(at + 1).filter(|t| t.joined);
                place.map(|t| t.span.end)
            }
            kind => self.purpose(at, kind),
        };
        Some((
            self.tokens.get(start)?.span.start..more.unwrap_or(end),
            ending.kind,
        ))
    }

    /// Where the name begins that ends in a compound: with what a hyphen joins (`Plan- og `), and with the place before an
    /// indefinite compound (`Nordager Ældreråd`).
    fn compound_start(&self, at: usize, definite: bool) -> usize {
        let mut start = at;
        while let Some(token) = self.tokens.get(start).filter(|_| at - start < MOST) {
            let Some(before) = self.before(start) else {
                break;
            };
            let hyphen = |t: &Token<'_>| t.word.ends_with('-') && t.is_capital();
            // `Plan-, Klit- og Miljøudvalget`: a comma may stand behind a hyphen.
            let near = before.span.end + 2 >= token.span.start;
            let left = start.checked_sub(2).and_then(|left| self.tokens.get(left));
            let joint = token.joined && before.joined && matches!(before.word, "og" | "&");
            start = match self.word_before(start).filter(|_| !definite) {
                _ if hyphen(before) && near => start - 1,
                _ if joint && left.is_some_and(hyphen) => start - 2,
                Some(left) => left,
                None => break,
            };
        }
        if definite {
            start
        } else {
            self.with_article(start)
        }
    }

    fn before(&self, at: usize) -> Option<&Token<'_>> {
        self.tokens.get(at.checked_sub(1)?)
    }

    /// `Nørre`, `Store` before a town: one word more.
    fn is_prefix(&self, at: usize) -> bool {
        let before = self
            .tokens
            .get(at)
            .filter(|t| t.joined)
            .and(self.before(at));
        before.is_some_and(|t| self.words.prefixes.contains(t.word))
    }

    /// Whether another name begins at a word.
    pub(super) fn begins(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let listed = self
            .known
            .binary_search_by_key(&token.span.start, |k| k.start);
        let next = self.tokens.get(at + 1).filter(|t| t.joined);
        listed.is_ok()
            || self.words.heads.beginning(&self.tokens, at).is_some()
            || self.words.ending(token.word).is_some()
            || next.is_some() && self.words.heads.ending(&self.tokens, at + 1).is_some()
    }

    /// Whether another name ends at a word: `Byrådet Viby Museum`, but not `Viby Vandværk A/S`.
    fn ends_other(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let next = self.known.partition_point(|k| k.end <= token.span.start);
        let known = self.known.get(next).map(|k| k.start < token.span.end);
        let head = self.words.heads.ending(&self.tokens, at);
        let compound = self.words.ending(token.word);
        let office = |kind: OrganisationKind| kind != OrganisationKind::Andet;
        known.unwrap_or(false)
            || head.is_some_and(|(head, ..)| office(head.kind))
            || compound.is_some_and(|(ending, _)| office(ending.kind))
    }

    /// Whether a person is named at a word, and no house: `formand for Fyrforeningen Ole Bro`.
    pub(super) fn is_person(&self, at: usize) -> bool {
        let next = self
            .tokens
            .get(at + 1)
            .filter(|t| t.joined && t.is_capital());
        let first = self.tokens.get(at).map_or("", |t| t.word);
        next.is_some() && self.vocabulary.names.is_first(first)
    }
}

/// How many words a compound's name may have before it.
const MOST: usize = 6;

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn is_for(word: &str) -> bool {
    matches!(word, "for" | "om" | "vedr" | "vedrørende" | "af")
}

pub(super) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "dette" | "denne" | "disse" | "alle" | "hele" | "hver" | "vores" | "deres"
    )
}

/// `Deltagende kommune`, `Ansvarlig kommune`: no town.
fn is_adjective(word: &str) -> bool {
    ["ende", "lig", "isk", "ede", "nde", "ige", "ske"]
        .iter()
        .any(|ending| word.ends_with(ending))
}

/// What an organisation is by its name.
pub(super) fn kind_of(vocabulary: &Vocabulary, name: &str) -> Option<OrganisationKind> {
    let words = &vocabulary.organisations;
    let known = words.known.get(name).map(|(_, kind)| *kind);
    known
        .or_else(|| {
            let first = named(name, vocabulary).into_iter().next()?;
            (first.span.start == 0).then_some(first.kind)
        })
        .or_else(|| Some(words.ending(name.rsplit(' ').next()?)?.0.kind))
}
