//! Whether what a sentence grants is granted: it may be refused, proposed, or only possible.

use danish::Per;
use paper::{AmountRole, Span};
use regex::Regex;
use serde::Deserialize;

use super::outcome::PROPOSED;
use crate::{
    lines::Line,
    pattern::cut,
    phrases::{Cases, starred},
};

/// The words by which sentences grant, refuse and propose.
#[derive(Debug)]
pub(super) struct Words {
    verbs: Regex,
    decided: Regex,
    may: Regex,
    gets: Regex,
    given: Regex,
    nots: Regex,
    bounds: Regex,
    refuses: Regex,
    reach: Regex,
    proposes: Regex,
    proposal: Regex,
    pub(super) adopted: Regex,
    pub(super) departed: Regex,
}

/// `[granting]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Granting {
    verbs: Vec<String>,
    decided: Vec<String>,
    may: Vec<String>,
    gets: Vec<String>,
    given: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

/// `[refusal]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refusal {
    nots: Vec<String>,
    bounds: Vec<String>,
    verbs: Vec<String>,
    reach: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

/// `[proposal]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proposal {
    verbs: Vec<String>,
    nouns: Vec<String>,
    adopted: Vec<String>,
    departed: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

impl Words {
    pub(super) fn of(
        granting: &Granting,
        refusal: &Refusal,
        proposal: &Proposal,
    ) -> Result<Self, regex::Error> {
        let word = |words: &[String]| Regex::new(&format!("^(?:{})$", starred(words)));
        let within = |words: &[String]| {
            let words = starred(words);
            Regex::new(&format!(r"(?i)(?:^|[^\p{{L}}])(?:{words})(?:$|[^\p{{L}}])"))
        };
        let opens = |words: &[String]| {
            Regex::new(&format!(r"(?i)^\s*(?:{})(?:$|[^\p{{L}}])", starred(words)))
        };
        Ok(Self {
            verbs: word(&granting.verbs)?,
            decided: word(&granting.decided)?,
            may: word(&granting.may)?,
            gets: word(&granting.gets)?,
            given: opens(&granting.given)?,
            nots: word(&refusal.nots)?,
            bounds: word(&refusal.bounds)?,
            refuses: word(&refusal.verbs)?,
            reach: word(&refusal.reach)?,
            proposes: word(&proposal.verbs)?,
            proposal: word(&proposal.nouns)?,
            adopted: within(&proposal.adopted)?,
            departed: within(&proposal.departed)?,
        })
    }
}

/// What a sentence says of an amount that it names beside words of granting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It grants it.
    Granted,
    /// It refuses it; `asked` where somebody had applied for it.
    Refused { asked: bool },
    /// It proposes it.
    Proposed,
    /// Somebody can get it.
    Possible,
}

/// A word of a sentence, in small letters, and whether a mark of a clause stands before it.
struct Said {
    word: String,
    apart: bool,
}

fn said(text: &str) -> Vec<Said> {
    let mut words: Vec<Said> = Vec::new();
    let mut apart = false;
    for piece in text.split_whitespace() {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            words.push(Said {
                word: word.to_lowercase(),
                apart: apart || piece.starts_with('('),
            });
            apart = false;
        }
        apart |= piece.ends_with([',', ';', ':', ')', '–']) || piece == "-";
    }
    words
}

/// How many words stand at most between a negation and the verb that it denies.
const NEAR: usize = 4;

/// Judges the amount at `span` of a sentence; `next` is where the sentence's next amount begins.
fn judge(words: &Words, text: &str, sentence: &Span, span: &Span, next: Option<usize>) -> Verdict {
    let before = cut(text, sentence.start..span.start);
    let whole = said(before);
    let clause = said(last_clause(before));
    let behind = cut(
        text,
        span.end..next.unwrap_or(sentence.end).min(sentence.end),
    );
    let behind = said(first_clause(behind));
    let asked = || is_asked(cut(text, sentence.clone()));
    if refuses(words, &clause) || is_refused(words, &behind) && !decides_before(words, &clause) {
        return Verdict::Refused { asked: asked() };
    }
    if proposes(words, &whole, &behind) {
        return Verdict::Proposed;
    }
    match may(words, &clause) {
        true => Verdict::Possible,
        false => Verdict::Granted,
    }
}

/// Whether somebody gets an amount by a verb that alone says nothing of a grant: `modtager 40.000 kr. i tilskud`.
pub(super) fn gets(words: &Words, before: &str, behind: &str) -> bool {
    let last = said(before);
    let verb = last
        .iter()
        .rev()
        .take(2)
        .any(|said| words.gets.is_match(&said.word));
    verb && words.given.is_match(behind)
}

/// What the paper and the place of an amount say of all that is granted there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    /// Whether the paper tells what can be applied for.
    pub(super) guide: bool,
    /// Whether the paper grants something.
    pub(super) grant: bool,
    /// Whether the amount stands in a list of what is proposed.
    pub(super) proposed: bool,
}

/// What is left of a grant that its sentence, or what opens its list, refuses, proposes or thinks possible.
pub(super) fn settle(
    words: &Words,
    told: (AmountRole, &'static str),
    (text, sentence, span, next): (&str, &Span, &Span, Option<usize>),
    per: Option<Per>,
    paper: Paper,
) -> (AmountRole, &'static str) {
    let judge = || judge(words, text, sentence, span, next);
    match told {
        (AmountRole::Bevilget, "label" | "joined" | "part") => told,
        // `Der gives 300 kr. pr. barn` is a rate of what is given.
        (AmountRole::Bevilget, "cue-before") if per == Some(Per::Piece) && !paper.grant => {
            (AmountRole::Omtale, "possible")
        }
        (AmountRole::Bevilget, _) => match judge() {
            Verdict::Refused { asked: true } => (AmountRole::Ansøgt, "refused"),
            Verdict::Refused { asked: false } => (AmountRole::Omtale, "refused"),
            Verdict::Proposed => (AmountRole::Omtale, PROPOSED),
            Verdict::Possible if paper.guide => (AmountRole::Ramme, "possible"),
            Verdict::Possible if !paper.grant => (AmountRole::Omtale, "possible"),
            Verdict::Granted if paper.proposed => (AmountRole::Omtale, PROPOSED),
            Verdict::Granted | Verdict::Possible => told,
        },
        (AmountRole::Ansøgt, "cue-before") if meets(text, sentence, span, next) => match judge() {
            Verdict::Granted => (AmountRole::Bevilget, "cue-before"),
            Verdict::Proposed => (AmountRole::Omtale, PROPOSED),
            _ => told,
        },
        told => told,
    }
}

/// Whether an application is met in full: `imødekom ansøgningen om 40.000 kr.`, `ansøgningen om 40.000 kr. blev imødekommet`.
fn meets(text: &str, sentence: &Span, span: &Span, next: Option<usize>) -> bool {
    let before = said(last_clause(cut(text, sentence.start..span.start)));
    let behind = cut(
        text,
        span.end..next.unwrap_or(sentence.end).min(sentence.end),
    );
    let behind = said(first_clause(behind));
    let meets = |said: &Said| said.word.starts_with("imødekom");
    let asks = |said: &Said| said.word.starts_with("ansøgning");
    let partly = |said: &Said| matches!(said.word.as_str(), "delvis" | "delvist");
    let met = before.iter().rposition(meets);
    let met = met.is_some_and(|at| before.iter().skip(at).any(asks));
    let met = met || before.iter().any(asks) && behind.iter().any(meets);
    met && !before.iter().chain(&behind).any(partly)
}

/// The part behind the last word that turns the sentence round.
fn last_clause(before: &str) -> &str {
    let turns = ["; ", " men ", ", mens ", " hvorimod ", " derimod "];
    let cuts = turns
        .iter()
        .filter_map(|turn| Some(before.rfind(turn)? + turn.len()));
    cuts.max()
        .map_or(before, |at| cut(before, at..before.len()))
}

/// What is said of the amount itself, behind it.
fn first_clause(behind: &str) -> &str {
    let ends = [",", ";", ":", " og ", " men ", "(", ". "];
    let end = ends.iter().filter_map(|end| behind.find(end)).min();
    cut(behind, 0..end.unwrap_or(behind.len()))
}

fn is_asked(sentence: &str) -> bool {
    said(sentence)
        .iter()
        .any(|said| said.word.starts_with("ansøg") || said.word.starts_with("søg"))
}

/// Whether a verb before the amount grants it of itself, so that what stands behind is about something else.
fn decides_before(words: &Words, clause: &[Said]) -> bool {
    let is_active = |said: &Said| {
        words.verbs.is_match(&said.word)
            && (said.word.ends_with('r') || words.decided.is_match(&said.word))
    };
    clause.iter().rev().take(NEAR).any(is_active)
}

/// Whether the last word of granting before the amount is denied.
fn refuses(words: &Words, clause: &[Said]) -> bool {
    let grants = |said: &Said| words.verbs.is_match(&said.word);
    let denies = |said: &Said| words.refuses.is_match(&said.word);
    let grant = clause.iter().rposition(grants);
    let refusal = clause
        .iter()
        .rposition(denies)
        .filter(|at| !is_denied(words, clause, *at));
    match (grant, refusal) {
        (Some(grant), _) if is_denied(words, clause, grant) => true,
        // `afviste at bevilge`
        (Some(grant), Some(refusal)) => {
            let between = clause.get(refusal.min(grant)..grant).unwrap_or_default();
            refusal > grant || between.iter().any(|said| said.word == "at")
        }
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

/// Whether a negation belongs to a verb: before it, directly behind it, or farther before it through `i stand til at`.
fn is_denied(words: &Words, clause: &[Said], verb: usize) -> bool {
    let denies = |at: usize| {
        let bounds = |said: &Said| words.bounds.is_match(&said.word);
        clause
            .get(at)
            .is_some_and(|said| words.nots.is_match(&said.word))
            && !clause.get(at + 1).is_some_and(bounds)
    };
    let joined = |at: usize| clause.get(at).is_some_and(|said| !said.apart);
    let before = (0..verb).rev().take(NEAR).take_while(|at| joined(at + 1));
    let behind = (verb + 1..clause.len())
        .take(3)
        .take_while(|at| joined(*at));
    let mut far = (0..verb).rev();
    let infinitive = far
        .next()
        .filter(|at| clause.get(*at).is_some_and(|s| s.word == "at"));
    let reaches = |at: &usize| {
        joined(at + 1)
            && clause
                .get(*at)
                .is_some_and(|said| words.reach.is_match(&said.word))
    };
    let stand = infinitive.and_then(|_| far.find(|at| !reaches(at)));
    before.chain(behind).chain(stand).any(denies)
}

/// Whether what stands behind an amount refuses it: `kan ikke imødekommes`, `blev forkastet`.
fn is_refused(words: &Words, behind: &[Said]) -> bool {
    let grants = |said: &Said| words.verbs.is_match(&said.word);
    let refuses = |said: &Said| words.refuses.is_match(&said.word);
    let denied =
        (behind.iter().enumerate()).any(|(at, said)| grants(said) && is_denied(words, behind, at));
    let refused = (behind.iter().enumerate())
        .any(|(at, said)| refuses(said) && at < NEAR && !is_denied(words, behind, at));
    denied || refused
}

/// Whether somebody proposes the amount, and the sentence does not tell that it was decided so.
fn proposes(words: &Words, before: &[Said], behind: &[Said]) -> bool {
    let is_of = |pattern: &Regex, said: &Said| pattern.is_match(&said.word);
    let decides = |said: &Said| is_of(&words.decided, said);
    let as_proposed = |at: usize| {
        let lead = before.get(at.saturating_sub(3)..at).unwrap_or_default();
        lead.iter().any(|said| said.word == "som")
    };
    let verb = before.iter().rposition(|said| is_of(&words.proposes, said));
    if let Some(at) = verb.filter(|at| !as_proposed(*at)) {
        // `foreslås bevilget` decides nothing.
        let active = |said: &Said| decides(said) && !said.word.ends_with('t');
        return !before.iter().skip(at).any(active);
    }
    let noun = before.iter().rposition(|said| is_of(&words.proposal, said));
    let leads_on = |at: usize| {
        let next = before.get(at + 1).map(|said| said.word.as_str());
        matches!(next, Some("om" | "til"))
    };
    noun.is_some_and(leads_on) && !before.iter().chain(behind).any(decides)
}

/// Whether the last verb of granting says what can be.
fn may(words: &Words, clause: &[Said]) -> bool {
    let Some(verb) = clause
        .iter()
        .rposition(|said| words.verbs.is_match(&said.word))
    else {
        return false;
    };
    let firm = |said: &Said| matches!(said.word.as_str(), "hermed" | "herved" | "nu" | "derfor");
    let lead = clause
        .get(verb.saturating_sub(NEAR)..verb)
        .unwrap_or_default();
    let from = lead.iter().rposition(|said| said.apart).unwrap_or(0);
    let lead = lead.get(from..).unwrap_or_default();
    lead.iter().any(|said| words.may.is_match(&said.word)) && !lead.iter().any(firm)
}

/// Whether the lines go on a list that a line opened which proposes: `Forvaltningen indstiller, at`, `Indstilling:`.
#[derive(Debug, Default)]
pub(super) struct ProposedList {
    /// Whether the line that was noted last is one of them.
    pub(super) open: bool,
}

impl ProposedList {
    /// Looks at the next line.
    pub(super) fn note(&mut self, words: &Words, line: &Line, content: &str) {
        if opens_list(words, content) {
            self.open = true;
            return;
        }
        let item = crate::lines::bullet(content) > 0 || content.starts_with("at ");
        let closes = line.heading || crate::items::decision(content).is_some();
        self.open &= !closes && (item || !line.gap);
    }
}

/// How long a line is that opens a list of proposals, in bytes.
const LEAD: usize = 160;

fn opens_list(words: &Words, content: &str) -> bool {
    if content.len() > LEAD {
        return false;
    }
    let said = said(content);
    let last = said.last().map(|said| said.word.as_str());
    // `Administrationens indstilling`
    if said.len() <= 3 && !content.ends_with('.') {
        let noun = last.is_some_and(|word| words.proposal.is_match(word));
        return noun && content.starts_with(char::is_uppercase);
    }
    let leads = content.ends_with([':', ',']) || last == Some("at");
    leads
        && said
            .iter()
            .rev()
            .take(LATE)
            .any(|said| words.proposes.is_match(&said.word))
}

/// How far before the end of such a line its verb stands, in words.
const LATE: usize = 8;
