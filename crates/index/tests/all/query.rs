//! Questions: what is refused and where, what is marked, and that no text harms.

use index::{Query, Snippet};
use proptest::prelude::*;

#[test]
fn what_is_not_understood_is_pointed_at() {
    for (query, at, says) in [
        ("møde \"uden ende", 5..6, "no end"),
        ("æøå kval*tet~1", 8..9, "do not go together"),
        ("*a*", 0..3, "too few letters"),
        ("a*b-c?d", 0..7, "within a single word"),
        ("frist:snart", 6..11, "no day"),
        ("frist:juni", 6..10, "no year"),
        ("frist:2021-12..2021-06", 6..22, "before it begins"),
        ("beløb:mange", 6..11, "no amount"),
        ("har:tid", 4..7, "no role"),
        ("frist:2021*", 6..11, "no day"),
        ("*", 0..1, "no word before"),
        ("ord~3", 3..5, "may differ"),
        ("17/3668~1", 0..9, "single word"),
        ("\"a b\"~mange", 5..6, "number of words"),
        ("emne:budget", 0..5, "no field"),
        ("art:brev", 4..8, "no kind"),
        ("titel:(a sag:b)", 9..13, "within a field"),
        ("(a b", 0..1, "never closed"),
        ("a b)", 3..4, "closes nothing"),
        ("()", 0..2, "nothing between"),
        ("a OR", 2..4, "behind this OR"),
        ("OR a", 0..2, "before this OR"),
        ("a AND AND b", 6..9, "before this AND"),
        ("a AND", 2..5, "behind this AND"),
        ("a NOT", 2..5, "nothing to leave out"),
        ("–", 0..3, "no word"),
    ] {
        let error = Query::parse(query).unwrap_err();
        assert!(error.message.contains(says), "{query}: {error}");
        // A dash of three bytes is one sign.
        let at = if query == "–" { 0..1 } else { at };
        assert_eq!(error.at, at, "{query}");
        assert!(!error.hint.is_empty());
    }
}

#[test]
fn depth_and_length_have_an_end() {
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(4000));
    assert!(
        Query::parse(&deep)
            .unwrap_err()
            .message
            .contains("too deep")
    );
    assert!(Query::parse(&"-".repeat(9000)).is_err());
    assert!(
        Query::parse(&"a ".repeat(300))
            .unwrap_err()
            .message
            .contains("too many")
    );
    assert!(
        Query::parse(&"a".repeat(10_001))
            .unwrap_err()
            .message
            .contains("too long")
    );
    assert!(Query::parse(&format!("{}a", "NOT ".repeat(2000))).is_ok());
}

fn marked(query: &str, text: &str) -> (String, Snippet) {
    let snippet = Query::parse(query).unwrap().snippet(text, true);
    let mut shown = String::new();
    let mut at = 0;
    for mark in &snippet.marks {
        shown += &snippet.text[at..mark.start];
        shown += &format!("[{}]", &snippet.text[mark.clone()]);
        at = mark.end;
    }
    shown += &snippet.text[at..];
    (shown, snippet)
}

#[test]
fn every_word_found_is_marked() {
    for (query, text, expected) in [
        (
            "møde århus",
            "Mødet i  Aarhus\nog møder.",
            "[Mødet] i [Aarhus] og [møder].",
        ),
        (
            "kvalitet*",
            "Kvalitets-\nudvikling af kval",
            "[Kvalitetsudvikling] af kval",
        ),
        ("\"i år\"", "i går, i år, år i", "i går, [i] [år], år i"),
        ("17/3668", "nr. 17/3668 og 17", "nr. [17]/[3668] og 17"),
        ("kommnue~1", "en kommune", "en [kommune]"),
        ("a -b", "a b", "[a] b"),
        ("titel:x", "intet her", "intet her"),
        (
            "kommune",
            "Kom\u{AD}munen, KOMMUNENS",
            "[Kommunen], [KOMMUNENS]",
        ),
    ] {
        assert_eq!(marked(query, text).0, expected, "{query}");
    }
}

#[test]
fn a_snippet_stands_where_most_is_said_and_knows_its_page() {
    let filler = "Der er intet at sige om dette. ".repeat(40);
    let text =
        format!("{filler}frist\u{c}{filler}Fristen er den første maj.\n{filler}\u{c}{filler}");
    let (shown, snippet) = marked("frist maj", &text);
    assert!(shown.contains("[Fristen] er den første [maj]."), "{shown}");
    assert_eq!(snippet.page, Some(2));
    assert!(snippet.cut_before && snippet.cut_after);
    assert!(snippet.text.len() <= 260, "{}", snippet.text.len());
    let from: String = text.chars().skip(snippet.start).take(20).collect();
    assert!(snippet.text.starts_with(from.trim()), "{from:?} {shown:?}");

    let (shown, snippet) = marked("frist maj", "kun frist her\u{c}side to");
    assert_eq!((shown.as_str(), snippet.page), ("kun [frist] her", Some(1)));
}

proptest! {
    #[test]
    fn any_question_is_answered_or_refused_at_its_place(query in "\\PC{0,60}|[a-zæø\"()*~:\\- ORNDT0-9?]{0,40}") {
        let length = query.chars().count();
        match Query::parse(&query) {
            Ok(understood) => {
                let snippet = understood.snippet("møde (a) or 12-1: titel\u{c}é \u{AD}x", true);
                for mark in &snippet.marks {
                    prop_assert!(snippet.text.get(mark.clone()).is_some());
                }
            }
            Err(error) => prop_assert!(error.at.start <= error.at.end && error.at.end <= length, "{error}"),
        }
    }

    #[test]
    fn a_snippet_is_cut_from_any_text(text in "(\\PC|[a \n\u{c}\u{AD}\u{2010}'’-]|frist|-\n){0,400}") {
        let snippet = Query::parse("frist a* \"a frist\" b~1").unwrap().snippet(&text, true);
        let mut end = 0;
        for mark in &snippet.marks {
            prop_assert!(mark.start >= end && mark.start < mark.end);
            prop_assert!(snippet.text.get(mark.clone()).is_some());
            end = mark.end;
        }
        prop_assert!(snippet.start <= text.chars().count());
        let one_line = !snippet.text.contains(char::is_control);
        prop_assert!(one_line);
    }
}

#[test]
fn a_long_text_is_searched_to_its_end() {
    let text = format!(
        "{}frist\u{c}sidste side har fristen",
        "ord uden mål ".repeat(200_000)
    );
    let (shown, snippet) = marked("side har frist", &text);
    assert!(shown.contains("[side] [har] [fristen]"), "{shown}");
    assert_eq!(snippet.page, Some(2));
}
