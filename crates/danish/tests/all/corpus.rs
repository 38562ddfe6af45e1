//! The corpus of `fixtures/danish`: phrases with what they mean, and texts in which nothing is to be found.

use std::collections::BTreeSet;

use danish::{Bound, Context, Time, Vocabulary};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    phrase: Vec<Phrase>,
}

/// A text and what stands in it, in order: "the words = the value".
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrase {
    text: String,
    /// The day that the text was written; a paper without one has none.
    on: Option<String>,
    gives: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {
    texts: Vec<String>,
}

fn read<T: for<'a> Deserialize<'a>>(text: &str) -> T {
    toml::from_str(text).unwrap()
}

fn check(corpus: &str, least: usize, find: impl Fn(&Phrase) -> Vec<String>) {
    let corpus: Corpus = read(corpus);
    let mut wrong = Vec::new();
    for phrase in &corpus.phrase {
        let found = find(phrase);
        if found != phrase.gives {
            wrong.push(format!(
                "{:?} ({:?})\n   gives {found:#?}\n   not   {:#?}",
                phrase.text, phrase.on, phrase.gives
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        corpus.phrase.len(),
        wrong.join("\n")
    );
    assert!(
        corpus.phrase.len() >= least,
        "the corpus has shrunk to {}",
        corpus.phrase.len()
    );
}

fn context(phrase: &Phrase) -> Context {
    Context {
        reference: phrase.on.as_ref().map(|day| day.parse().unwrap()),
        ..Context::default()
    }
}

fn value(time: &Time) -> String {
    let mut value = match (&time.start, &time.end, &time.duration, &time.recurs) {
        (.., Some(rule)) => rule.clone(),
        (_, _, Some(duration), _) => duration.clone(),
        (Some(start), Some(end), ..) => format!("{start}/{end}"),
        (Some(start), None, ..) => start.to_string(),
        _ => format!(
            "no {}",
            time.missing
                .map_or("such day".to_owned(), |m| format!("{m:?}").to_lowercase())
        ),
    };
    if time.approximate {
        value.push_str(" ~");
    }
    if let Some(bound) = time.bound {
        value.push_str(match bound {
            Bound::Lt => " <",
            Bound::Le => " <=",
            Bound::Ge => " >=",
            Bound::Gt => " >",
        });
    }
    if let Some(oddity) = time.oddity {
        value.push_str(&format!(" {oddity:?}").to_lowercase());
    }
    value
}

/// What a phrase gives, as the corpora write it.
fn times(phrase: &Phrase) -> Vec<String> {
    let found = danish::times(&phrase.text, Vocabulary::builtin(), &context(phrase));
    found
        .iter()
        .map(|t| format!("{} = {}", &phrase.text[t.span.clone()], value(t)))
        .collect()
}

const TIMES: &str = include_str!("../../../../fixtures/danish/times.toml");
const SENTENCES: &str = include_str!("../../../../fixtures/danish/sentences.toml");

#[test]
fn times_mean_what_the_corpus_says() {
    check(TIMES, 420, times);
    check(SENTENCES, 300, times);
}

/// The rules of `src/grammar.md`: each gives what its example says, each stands in the corpora too, and none is missing there.
#[test]
fn the_grammar_is_what_its_page_says() {
    let mut named = BTreeSet::new();
    for row in include_str!("../../src/grammar.md").lines() {
        let cells: Vec<&str> = row.split(" | ").collect();
        let (Some(rule), [_, text, means, ..]) = (row.strip_prefix("| `"), &cells[..]) else {
            continue;
        };
        let rule = rule.split('`').next().unwrap();
        let phrase = Phrase {
            text: (*text).to_owned(),
            on: Some("2021-03-10".to_owned()),
            gives: Vec::new(),
        };
        let found = danish::times(text, Vocabulary::builtin(), &context(&phrase));
        let given = found
            .iter()
            .zip(times(&phrase))
            .find(|(time, _)| time.rule == rule);
        assert_eq!(
            given.map(|(_, value)| value).as_deref(),
            Some(*means),
            "{rule}"
        );
        named.insert(rule);
    }
    let used: BTreeSet<&str> = [TIMES, SENTENCES]
        .into_iter()
        .flat_map(|corpus| read::<Corpus>(corpus).phrase)
        .flat_map(|phrase| danish::times(&phrase.text, Vocabulary::builtin(), &context(&phrase)))
        .map(|time| time.rule)
        .collect();
    assert_eq!(named, used);
}

#[test]
fn amounts_mean_what_the_corpus_says() {
    check(
        include_str!("../../../../fixtures/danish/money.toml"),
        180,
        |phrase| {
            let found = danish::money(&phrase.text, Vocabulary::builtin());
            (found.iter())
                .map(|m| {
                    let max = m.max_ore.map_or(String::new(), |max| format!("..{max}"));
                    let mut value = format!(
                        "{} = {}{max} {}",
                        &phrase.text[m.span.clone()],
                        m.ore,
                        m.currency
                    );
                    value.extend(m.approximate.then_some(" ~"));
                    value.extend(m.bound.map(|b| if b == Bound::Le { " <=" } else { " >=" }));
                    value.extend(m.excluding_vat.then_some(" ex"));
                    value.extend(m.per.map(|per| format!(" per {per:?}").to_lowercase()));
                    value
                })
                .collect()
        },
    );
}

#[test]
fn number_words_mean_what_the_corpus_says() {
    check(
        include_str!("../../../../fixtures/danish/numbers.toml"),
        60,
        |phrase| {
            let found = danish::numbers(&phrase.text, Vocabulary::builtin());
            let mark = |ordinal: bool| if ordinal { "." } else { "" };
            (found.iter())
                .map(|n| {
                    format!(
                        "{} = {}{}",
                        &phrase.text[n.span.clone()],
                        n.value,
                        mark(n.ordinal)
                    )
                })
                .collect()
        },
    );
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let nothing: Nothing = read(include_str!("../../../../fixtures/danish/nothing.toml"));
    let mut wrong = Vec::new();
    let context = Context {
        reference: Some(jiff::civil::date(2014, 3, 7)),
        ..Context::default()
    };
    for text in &nothing.texts {
        let times = danish::times(text, Vocabulary::builtin(), &context);
        let money = danish::money(text, Vocabulary::builtin());
        let spans = times
            .iter()
            .map(|t| t.span.clone())
            .chain(money.iter().map(|m| m.span.clone()));
        let found: Vec<_> = spans.map(|span| &text[span]).collect();
        if !found.is_empty() {
            wrong.push(format!("{found:?} in {text:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        nothing.texts.len(),
        wrong.join("\n")
    );
    assert!(
        nothing.texts.len() >= 260,
        "the corpus has shrunk to {}",
        nothing.texts.len()
    );
}
