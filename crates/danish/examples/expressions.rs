//! Reads NDJSON `{"id","text","reference_date"}` and writes the expressions of each text, one JSON object a line.
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::io::{BufRead, stdin};

use danish::{Bound, Context, Grain, Kind, Money, Number, Reading, Time, Vocabulary};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words = Vocabulary::builtin();
    for line in stdin().lock().lines() {
        let given: Value = serde_json::from_str(&line?)?;
        let text = given["text"].as_str().unwrap_or_default();
        let reference = given["reference_date"]
            .as_str()
            .map(str::parse)
            .transpose()?;
        let context = Context {
            reference,
            ..Context::default()
        };
        let chars = |byte: usize| text[..byte].chars().count();
        let reading = Reading::new(text, words);
        let temporal: Vec<_> = (reading.times(&context).iter())
            .map(|t| time(t, chars))
            .collect();
        let money: Vec<_> = (reading.money.iter()).map(|m| amount(m, chars)).collect();
        let numbers: Vec<_> = (reading.numbers.iter()).map(|n| number(n, chars)).collect();
        println!(
            "{}",
            json!({"id": given["id"], "temporal": temporal, "money": money, "numbers": numbers})
        );
    }
    Ok(())
}

fn time(t: &Time, chars: impl Fn(usize) -> usize) -> Value {
    let grain = match t.grain {
        Grain::Range => "interval".to_owned(),
        grain => format!("{grain:?}").to_lowercase(),
    };
    let kind = match t.kind {
        Kind::Set => "set".to_owned(),
        kind => format!("{kind:?}").to_lowercase(),
    };
    json!({
        "start_char": chars(t.span.start), "end_char": chars(t.span.end),
        "start": t.start.map(|m| m.to_string()), "end": t.end.map(|m| m.to_string()),
        "grain": grain, "kind": kind, "value": t.duration, "recurs": t.recurs,
        "bound": t.bound.map(|b| format!("{b:?}").to_lowercase()), "rule": t.rule,
        "approximate": t.approximate, "missing": t.missing.map(|m| format!("{m:?}").to_lowercase()),
        "oddity": t.oddity.map(|o| format!("{o:?}").to_lowercase()),
    })
}

fn amount(m: &Money, chars: impl Fn(usize) -> usize) -> Value {
    let mut flags = Vec::new();
    flags.extend(m.approximate.then_some("approx"));
    flags.extend((m.bound == Some(Bound::Le)).then_some("max"));
    flags.extend((m.bound == Some(Bound::Ge)).then_some("min"));
    flags.extend(m.excluding_vat.then_some("exvat"));
    flags.extend((m.ore < 0).then_some("negative"));
    json!({
        "start_char": chars(m.span.start), "end_char": chars(m.span.end), "ore": m.ore, "ore_max": m.max_ore,
        "currency": m.currency, "flags": flags,
        "per": m.per.map(|per| format!("{per:?}").to_lowercase()),
    })
}

fn number(n: &Number, chars: impl Fn(usize) -> usize) -> Value {
    json!({"start_char": chars(n.span.start), "end_char": chars(n.span.end), "value": n.value, "ordinal": n.ordinal})
}
