//! What holds of any text.

use danish::{Context, Unit, Vocabulary};
use jiff::civil::date;
use proptest::prelude::*;

fn context() -> Context {
    Context {
        reference: Some(date(2014, 3, 7)),
        ..Context::default()
    }
}

/// Pieces of which texts near to the grammar are made.
const PIECES: &[&str] = &[
    "den",
    "d.",
    "3.",
    "31",
    "maj",
    "februar",
    "2014",
    "2014/15",
    "-",
    "–",
    "/",
    ".",
    ",",
    " ",
    "\n",
    "\t",
    "kl.",
    "10.30",
    "fra",
    "til",
    "og",
    "uge",
    "53",
    "kr.",
    "1.250",
    "mio.",
    "halvanden",
    "år",
    "før",
    "mødet",
    "primo",
    "ultimo",
    "første",
    "kvartal",
    "mandag",
    "½",
    "(",
    ")",
    "kr",
    ",-",
    "en",
    "halv",
    "million",
    "s.å.",
    "ds.",
    "hver",
    "sidste",
    "9999",
    "29",
    "i",
    "om",
    "99999999999999999999",
    "tusind",
    "milliarder",
    "komma",
    "påske",
    "årsskiftet",
    "\u{AD}",
    "a\u{30A}r",
    "É",
    "1-1-1-1",
    "\u{C}",
    "’",
    "mellem",
    "500",
    "uger",
];

fn near() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

fn spaced() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.join(" "))
}

/// Every span lies in the text, on character borders, and after the one before it.
fn hold(text: &str) {
    let v = Vocabulary::builtin();
    let mut last = 0;
    for time in danish::times(text, v, &context()) {
        assert!(
            time.span.start >= last && time.span.start < time.span.end,
            "{text:?}: {time:?}"
        );
        assert!(
            text.get(time.span.clone()).is_some() && text.get(time.phrase.clone()).is_some(),
            "{text:?}: {time:?}"
        );
        assert!(
            time.phrase.start <= time.span.start && time.phrase.end == time.span.end,
            "{text:?}: {time:?}"
        );
        if let (Some(start), Some(end)) = (time.start, time.end) {
            let minute = |m: danish::Moment| match m {
                danish::Moment::Day(day) => day.at(0, 0, 0, 0),
                danish::Moment::Minute(minute) => minute,
            };
            assert!(minute(start) <= minute(end), "{text:?}: {time:?}");
        }
        last = time.span.end;
    }
    last = 0;
    for money in danish::money(text, v) {
        assert!(
            money.span.start >= last && text.get(money.span.clone()).is_some(),
            "{text:?}: {money:?}"
        );
        assert!(
            money.max_ore.is_none_or(|max| max.abs() > money.ore.abs()),
            "{text:?}: {money:?}"
        );
        last = money.span.end;
    }
    last = 0;
    for number in danish::numbers(text, v) {
        assert!(
            number.span.start >= last && text.get(number.span.clone()).is_some(),
            "{text:?}: {number:?}"
        );
        last = number.span.end;
    }
    last = 0;
    for sentence in danish::sentences(text) {
        assert!(
            sentence.start >= last && text.get(sentence.clone()).is_some(),
            "{text:?}: {sentence:?}"
        );
        assert_eq!(
            danish::sentence_around(text, sentence.start),
            sentence,
            "{text:?}"
        );
        last = sentence.end;
    }
    let unit = Unit {
        ore: 100_000,
        currency: "DKK",
    };
    let _ = (
        danish::unit(text, v),
        danish::amount_in(text, unit, v),
        danish::count_at(text, v),
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,60}|[\\s\\S]{0,40}") {
        hold(&text);
    }

    #[test]
    fn texts_near_to_the_grammar(text in near()) {
        hold(&text);
    }

    #[test]
    fn texts_with_spaces(text in spaced()) {
        hold(&text);
    }

    /// What stands in other paragraphs changes what is concluded, never what is found.
    #[test]
    fn a_paragraph_is_read_by_itself(before in spaced(), text in spaced(), after in spaced()) {
        let spans = |text: &str, from: usize| -> Vec<_> {
            let found = danish::times(text, Vocabulary::builtin(), &context());
            found.iter().map(|t| (t.span.start - from.min(t.span.start), t.rule)).collect()
        };
        let one = |text: &str| text.replace(['\t', '\n', '\u{C}'], " ");
        let (before, text, after) = (one(&before), one(&text), one(&after));
        let alone = spans(&text, 0);
        let whole = format!("{before}\n\n{text}\n\n{after}");
        let from = before.len() + 2;
        let found = danish::times(&whole, Vocabulary::builtin(), &context());
        let within: Vec<_> = (found.iter())
            .filter(|t| t.span.start >= from && t.span.end <= from + text.len())
            .map(|t| (t.span.start - from, t.rule))
            .collect();
        prop_assert_eq!(alone, within);
    }
}

/// Texts that would show a rule that is not linear.
#[test]
fn hostile_repetition_is_linear() {
    for piece in [
        "1.", "1.1.", "1, ", "3., ", "1/1-", "uge 1, ", "den ", "1 000 ", "(", "1. og ", "fra ",
        "en halv ", "maj-", "2014-", "kl. 1-",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let began = std::time::Instant::now();
        let v = Vocabulary::builtin();
        let found = danish::times(&text, v, &context()).len()
            + danish::money(&text, v).len()
            + danish::numbers(&text, v).len();
        let spent = began.elapsed();
        assert!(
            spent.as_secs() < 20,
            "{piece:?}: {spent:?} for {} bytes, {found} found",
            text.len()
        );
    }
}
