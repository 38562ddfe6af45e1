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

    /// What stands in other sentences changes what is concluded, never what is found.
    #[test]
    fn a_sentence_is_read_by_itself(text in near(), other in spaced()) {
        let text = format!("{other}. {text}. {other}\n{text}\t{other}");
        let v = Vocabulary::builtin();
        let whole = danish::times(&text, v, &context());
        for sentence in danish::sentences(&text) {
            let alone: Vec<_> = danish::times(&text[sentence.clone()], v, &context())
                .iter()
                .map(|t| (t.span.start + sentence.start, t.rule))
                .collect();
            let within: Vec<_> = (whole.iter())
                .filter(|t| t.span.start >= sentence.start && t.span.end <= sentence.end)
                .map(|t| (t.span.start, t.rule))
                .collect();
            prop_assert_eq!(alone, within, "{:?} in {:?}", &text[sentence], text);
        }
    }

    /// Only hyphens and line ends go where broken words are made whole.
    #[test]
    fn joining_what_a_line_broke_keeps_the_letters(text in near()) {
        let whole = danish::words::rejoin(&text, danish::words::Lexicon::builtin());
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&text), letters(&whole));
    }
}

/// Ten times the text takes about ten times as long: texts that would show a rule that is not linear, from 10 KB to 1 MB. What a
/// rule of squares would make of it, a hundred times as long, is far beyond the bound; so are the hiccups of a busy machine.
#[test]
fn time_is_linear_in_the_text() {
    let v = Vocabulary::builtin();
    let spent = |text: &str| {
        let began = std::time::Instant::now();
        let reading = danish::Reading::new(text, v);
        let found = reading.times(&context()).len() + reading.money.len() + reading.numbers.len();
        (began.elapsed().as_secs_f64(), found)
    };
    for piece in [
        "1.",
        "1.1.",
        "1, ",
        "3., ",
        "1/1-",
        "1/1,",
        "uge 1, ",
        "den ",
        "1 000 ",
        "(",
        "1. og ",
        "fra ",
        "en halv ",
        "maj-",
        "2014-",
        "kl. 1-",
        "torsdage og ",
        "12.3, ",
        "den 3.4. ",
        "2 år og ",
        "5/9 ",
        "mio. kr.\t1\n",
        "a",
        "-",
        "skoleårene 2002/03 og ",
        "fra 1. maj til ",
        "udskydes ",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        let small: String = text.chars().take(100_000).collect();
        let (little, _) = spent(&small);
        let (much, found) = spent(&text);
        assert!(
            much < 40.0 * little.max(0.02),
            "{piece:?}: {little:.3} s for 100 KB, {much:.3} s for 1 MB, {found} found"
        );
    }
}
