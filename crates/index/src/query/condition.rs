//! Conditions on values: what stands behind `frist:`, `beløb:`, `format:` and `har:`.

use super::{
    QueryError, Value,
    lexer::{Sign, SignKind, Tail},
    names::{self, FieldName},
    parser::Parser,
    value::{self, NoValue},
};
use crate::Facet;

/// The most words of a value that no quotes hold together: `3. maj 2021 .. 1. juni 2021`.
const WORDS: usize = 8;

impl Parser<'_> {
    /// The value that stands here: what is between quotes, or as many of the words as make one.
    pub(super) fn value(&mut self, sign: &Sign, field: FieldName) -> Result<Value, QueryError> {
        let first = self.at;
        if let SignKind::Phrase { text, .. } = &sign.kind {
            self.at += 1;
            let said = self.text.get(text.clone()).unwrap_or_default();
            return self
                .read(said, field)
                .map_err(|why| self.no_value(sign, said, field, why));
        }
        let mut worst = NoValue::Unknown;
        for count in (1..=self.run()).rev() {
            let last = self.signs.get(first + count - 1);
            let end = last.map_or(sign.at.end, |last| last.at.end);
            let said = self.text.get(sign.at.start..end).unwrap_or_default();
            match self.read(said, field) {
                Ok(value) => {
                    self.at = first + count;
                    return Ok(value);
                }
                Err(NoValue::Unknown) => {}
                Err(why) => worst = why,
            }
        }
        let said = self.text.get(sign.at.clone()).unwrap_or_default();
        Err(self.no_value(sign, said, field, worst))
    }

    /// How many plain words stand here one after the other.
    fn run(&self) -> usize {
        let rest = self.signs.get(self.at..).unwrap_or_default();
        let words = rest.iter().take(WORDS);
        words
            .take_while(|sign| {
                matches!(
                    sign.kind,
                    SignKind::Word {
                        tail: Tail::None,
                        ..
                    }
                )
            })
            .count()
            .max(1)
    }

    fn read(&self, said: &str, field: FieldName) -> Result<Value, NoValue> {
        Ok(match field {
            FieldName::Days(role) => Value::Days(role, value::days(said, self.today)?),
            FieldName::Ore(role) => Value::Ore(role, value::ore(said)?),
            FieldName::Whole(facet) => Value::Whole(facet, whole(facet, said)?),
            FieldName::Has => has(said)?,
            FieldName::Words(_) | FieldName::Kind => return Err(NoValue::Unknown),
        })
    }

    fn no_value(&self, sign: &Sign, said: &str, field: FieldName, why: NoValue) -> QueryError {
        let at = sign.at.clone();
        match (why, field) {
            (NoValue::NoYear, _) => self.error(
                at,
                format!("{said:?} is a day of no year"),
                "write the year too: \"juni 2021\", 2021-06",
            ),
            (NoValue::Backwards, _) => self.error(
                at,
                format!("{said:?} ends before it begins"),
                "write the smaller or the earlier first: 2021-06..2021-12",
            ),
            (_, FieldName::Days(_)) => self.error(
                at,
                format!("{said:?} is no day"),
                "write 2021, 2021-06, 2021-06-30, 2021-06..2021-12, >2021, uge 37 2021 or \"juni 2021\"",
            ),
            (_, FieldName::Ore(_)) => self.error(
                at,
                format!("{said:?} is no amount"),
                "write 500000, >500.000, \"1,2 mio. kr.\" or 100000..500000",
            ),
            (_, FieldName::Has) => self.error(
                at,
                format!("{said:?} is no role of a date or an amount, and no mark of a paper"),
                "roles are frist, møde, beslutning, milepæl, periode, udstedt, ansøgt, bevilget, total, medfinansiering, \
                 post, honorar and ramme; marks are rettelse, and codes of warnings as `udvalg show` prints them (no-text)",
            ),
            _ => self.error(at, format!("{said:?} is no such value"), "write it as --facets prints it"),
        }
    }
}

/// A value as the index holds it.
fn whole(facet: Facet, said: &str) -> Result<String, NoValue> {
    if said.trim().is_empty() {
        return Err(NoValue::Unknown);
    }
    Ok(facet.key(said))
}

fn has(said: &str) -> Result<Value, NoValue> {
    let word = danish::words::fold(said.trim());
    let date = names::date_role(&word).map(Value::HasDate);
    date.or_else(|| names::amount_role(&word).map(Value::HasAmount))
        .or_else(|| names::mark(&word).map(Value::Marked))
        .ok_or(NoValue::Unknown)
}
