//! Which of the values that were found are those of an answer.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use serde_json::Value;

/// What came of one field of one paper.
#[derive(Debug, Default)]
pub(super) struct Judged<'v> {
    /// What was found and is in the answer.
    pub(super) right: Vec<&'v Value>,
    /// What the answer has and was not found.
    pub(super) missed: Vec<&'v Value>,
    /// What was found and is not in the answer.
    pub(super) wrong: Vec<&'v Value>,
}

/// A text of an object; nothing where it has none.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The text of a value that may stand by itself or in an object's `value`.
pub(super) fn plain(value: &Value) -> &str {
    let inner = value.get("value").unwrap_or(value);
    inner.as_str().unwrap_or_default()
}

/// Whether an answer leaves open whether the value is to be found.
fn is_optional(value: &Value) -> bool {
    value.get("optional").and_then(Value::as_bool) == Some(true)
}

/// Gives each value of the answer at most one that was found, in their orders.
pub(super) fn pair<'v>(
    gold: &[&'v Value],
    found: &[&'v Value],
    same: impl Fn(&Value, &Value) -> bool,
) -> Judged<'v> {
    let mut judged = Judged {
        wrong: found.to_vec(),
        ..Judged::default()
    };
    for wanted in gold.iter().filter(|wanted| !is_optional(wanted)) {
        match judged.wrong.iter().position(|found| same(wanted, found)) {
            Some(at) => judged.right.push(judged.wrong.remove(at)),
            None => judged.missed.push(wanted),
        }
    }
    let open = gold.iter().filter(|wanted| is_optional(wanted));
    let open: Vec<_> = open.collect();
    judged
        .wrong
        .retain(|found| !open.iter().any(|wanted| same(wanted, found)));
    judged
}

/// As [`pair`], where values are the same that have the same key; each key counts once.
pub(super) fn by_key<'v, K: Ord>(
    gold: &[&'v Value],
    found: &[&'v Value],
    key: impl Fn(&Value) -> K,
) -> Judged<'v> {
    let (gold, found) = (unique(gold, &key), unique(found, &key));
    pair(&gold, &found, |one, other| key(one) == key(other))
}

/// As [`by_key`] by key and role. Where the answer has the same once more in another role, and leaves that open, the other role is as
/// good. Those of the very role take their values first.
pub(super) fn by_role<'v, K: Ord>(
    gold: &[&'v Value],
    found: &[&'v Value],
    key: impl Fn(&Value) -> K,
) -> Judged<'v> {
    let mut open = BTreeSet::new();
    for value in gold.iter().filter(|value| is_optional(value)) {
        open.insert((key(value), text(value, "role").to_owned()));
    }
    let both = |value: &Value| (key(value), text(value, "role").to_owned());
    let (mut gold, found) = (unique(gold, both), unique(found, both));
    let there: BTreeSet<_> = found.iter().map(|value| both(value)).collect();
    gold.sort_by_key(|value| !there.contains(&both(value)));
    pair(&gold, &found, |one, other| {
        let ((key, role), has) = (both(one), both(other));
        key == has.0 && (role == has.1 || open.contains(&has))
    })
}

/// One value for each key, the first; one that is asked for before one that is left open.
fn unique<'v, K: Ord>(values: &[&'v Value], key: impl Fn(&Value) -> K) -> Vec<&'v Value> {
    let mut places = BTreeMap::new();
    let mut kept: Vec<&Value> = Vec::new();
    for value in values {
        match places.entry(key(value)) {
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(value);
            }
            Entry::Occupied(place) => {
                if let Some(first) = kept.get_mut(*place.get())
                    && is_optional(first)
                    && !is_optional(value)
                {
                    *first = value;
                }
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn counts(judged: &Judged<'_>) -> [usize; 3] {
        [&judged.right, &judged.missed, &judged.wrong].map(Vec::len)
    }

    fn all(values: &Value) -> Vec<&Value> {
        values.as_array().unwrap().iter().collect()
    }

    #[test]
    fn each_value_of_an_answer_takes_one_that_was_found() {
        let gold = json!(["a", "a", "b", {"value": "c", "optional": true}]);
        let found = json!(["a", {"value": "c"}, {"value": "c"}, "d"]);
        let same = |one: &Value, other: &Value| plain(one) == plain(other);
        let judged = pair(&all(&gold), &all(&found), same);
        assert_eq!(counts(&judged), [1, 2, 1]);
        assert_eq!(judged.wrong, [&json!("d")]);
    }

    #[test]
    fn the_same_said_twice_counts_once() {
        let gold = json!([{"value": "a", "optional": true}, "a", "b"]);
        let found = json!(["a", "a", "c", "c"]);
        let judged = by_key(&all(&gold), &all(&found), |value| plain(value).to_owned());
        assert_eq!(counts(&judged), [1, 1, 1]);
    }

    #[test]
    fn another_role_is_as_good_where_the_answer_leaves_it_open() {
        let gold = json!([
            {"start": "1", "role": "meeting"},
            {"start": "1", "role": "decision", "optional": true},
            {"start": "2", "role": "meeting"},
        ]);
        let found = json!([{"start": "1", "role": "decision"}, {"start": "2", "role": "decision"}]);
        let key = |value: &Value| text(value, "start").to_owned();
        let judged = by_role(&all(&gold), &all(&found), key);
        assert_eq!(counts(&judged), [1, 1, 1]);
        assert_eq!(text(judged.right[0], "start"), "1");
        // Of two that may have it the one of its own role does.
        let gold = json!([
            {"start": "1", "role": "meeting"},
            {"start": "1", "role": "period", "optional": true},
            {"start": "1", "role": "decision"},
            {"start": "1", "role": "decision", "optional": true},
        ]);
        let found = json!([{"start": "1", "role": "decision"}, {"start": "1", "role": "period"}]);
        assert_eq!(counts(&by_role(&all(&gold), &all(&found), key)), [2, 0, 0]);
    }
}
