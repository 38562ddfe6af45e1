//! What is scored of a record, and when two values of a field are the same.

use serde_json::Value;

use super::{
    likeness::{normal, overlap},
    matching::{Judged, by_key, by_role, pair, plain, text},
};

/// A field that is scored.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name in the table.
    pub(super) name: &'static str,
    /// Keys of which an answer must have one for it to be asked for.
    asked_by: &'static [&'static str],
    /// Compares an answer with a record.
    pub(super) judge: for<'v> fn(&'v Value, &'v Value) -> Judged<'v>,
    /// Whether what it counts is the work of the rule that its values carry: a date's rule gave it its role, so that its days alone
    /// are no rule's.
    pub(super) by_rule: bool,
}

impl Field {
    /// Whether an answer asks for it.
    pub(super) fn is_asked(&self, gold: &Value) -> bool {
        self.asked_by.iter().any(|key| gold.get(key).is_some())
    }
}

/// Declares a field.
const fn field(
    name: &'static str,
    asked_by: &'static [&'static str],
    by_rule: bool,
    judge: for<'v> fn(&'v Value, &'v Value) -> Judged<'v>,
) -> Field {
    Field {
        name,
        asked_by,
        judge,
        by_rule,
    }
}

/// All fields, in the order of the table.
pub(super) const FIELDS: &[Field] = &[
    field("kind", &["kind"], true, |g, p| one(g, p, "kind", same)),
    field("status", &["status", "kind"], true, |g, p| {
        one(g, p, "status", same)
    }),
    field("title", &["title"], true, |g, p| {
        one(g, p, "title", |one, other| overlap(one, other) >= 0.8)
    }),
    field("date", &["date", "kind"], true, |g, p| {
        one(g, p, "date", same)
    }),
    field("case_numbers", &["case_numbers", "kind"], true, |g, p| {
        let key = |value: &Value| normal(plain(value));
        by_key(&list(g, "case_numbers"), &list(p, "case_numbers"), key)
    }),
    field("dates", &["dates"], false, |g, p| {
        by_key(&dates(g), &dates(p), span)
    }),
    field("date_roles", &["dates"], true, |g, p| {
        by_role(&dates(g), &dates(p), span)
    }),
    field("deadlines", &["dates"], false, |g, p| {
        by_key(&deadlines(g), &deadlines(p), span)
    }),
    field("summaries", &["dates"], false, summaries),
    field("members", &["members", "kind"], true, |g, p| {
        pair(&list(g, "members"), &list(p, "members"), same_member)
    }),
    field("amounts", &["amounts", "kind"], false, |g, p| {
        by_key(&list(g, "amounts"), &list(p, "amounts"), sum)
    }),
    field("amount_roles", &["amounts", "kind"], true, |g, p| {
        by_role(&list(g, "amounts"), &list(p, "amounts"), sum)
    }),
    field("emails", &["contacts", "kind"], true, |g, p| {
        let key = |value: &Value| normal(text(value, "email"));
        by_key(&reached(g, "email"), &reached(p, "email"), key)
    }),
    field("phones", &["contacts", "kind"], true, |g, p| {
        by_key(&reached(g, "phone"), &reached(p, "phone"), number)
    }),
    field("organisations", &["organisations"], true, |g, p| {
        let name = |value: &Value| normal(value.get("name").map_or(plain(value), plain));
        let same = |one: &Value, other: &Value| name(one) == name(other);
        pair(&list(g, "organisations"), &list(p, "organisations"), same)
    }),
    field("attachments", &["attachments", "kind"], true, |g, p| {
        let same = |one: &Value, other: &Value| overlap(plain(one), plain(other)) >= 0.8;
        pair(&list(g, "attachments"), &list(p, "attachments"), same)
    }),
    field("fields", &["fields"], true, |g, p| {
        pair(&list(g, "fields"), &list(p, "fields"), same_field)
    }),
    field("warnings", &["warnings", "kind"], false, |g, p| {
        let key = |value: &Value| text(value, "code").to_owned();
        by_key(&list(g, "warnings"), &list(p, "warnings"), key)
    }),
];

fn same(one: &str, other: &str) -> bool {
    one == other
}

/// What a record has once.
fn one<'v>(
    gold: &'v Value,
    found: &'v Value,
    key: &str,
    same: fn(&str, &str) -> bool,
) -> Judged<'v> {
    let of = |record: &'v Value| -> Vec<&'v Value> {
        let value = record.get(key);
        value.into_iter().filter(|value| !value.is_null()).collect()
    };
    // What a paper has once is asked for or not: `optional` belongs to lists.
    let (gold, found) = (of(gold), of(found));
    match (gold.as_slice(), found.as_slice()) {
        ([wanted], [value]) if same(plain(wanted), plain(value)) => Judged {
            right: found,
            ..Judged::default()
        },
        _ => Judged {
            right: Vec::new(),
            missed: gold,
            wrong: found,
        },
    }
}

fn list<'v>(record: &'v Value, key: &str) -> Vec<&'v Value> {
    let values = record.get(key).and_then(Value::as_array);
    values.into_iter().flatten().collect()
}

/// The dates that are resolved; the others are not compared.
fn dates(record: &Value) -> Vec<&Value> {
    let mut dates = list(record, "dates");
    dates.retain(|date| !text(date, "start").is_empty());
    dates
}

fn deadlines(record: &Value) -> Vec<&Value> {
    let mut dates = dates(record);
    dates.retain(|date| text(date, "role") == "deadline");
    dates
}

/// A span to the minute.
fn span(date: &Value) -> [String; 2] {
    ["start", "end"].map(|end| text(date, end).chars().take(16).collect())
}

/// Of the dates to which the answer gives a summary, those that have one that shares its words; what is found beyond is no matter.
fn summaries<'v>(gold: &'v Value, found: &'v Value) -> Judged<'v> {
    let told = |record| {
        let mut dates = dates(record);
        dates.retain(|date| !text(date, "summary").is_empty());
        dates
    };
    let same = |one: &Value, other: &Value| {
        span(one) == span(other) && overlap(text(one, "summary"), text(other, "summary")) >= 0.4
    };
    let mut judged = pair(&told(gold), &told(found), same);
    judged.wrong.clear();
    judged
}

fn sum(amount: &Value) -> (Option<i64>, Option<i64>, String) {
    let ore = |key| amount.get(key).and_then(Value::as_i64);
    let currency = match text(amount, "currency") {
        "" => "DKK",
        currency => currency,
    };
    (ore("ore"), ore("max_ore"), currency.to_owned())
}

/// Contacts that have an address or a telephone.
fn reached<'v>(record: &'v Value, key: &str) -> Vec<&'v Value> {
    let mut contacts = list(record, "contacts");
    contacts.retain(|contact| !text(contact, key).is_empty());
    contacts
}

/// The last eight digits of a telephone.
fn number(contact: &Value) -> String {
    let digits: String = text(contact, "phone")
        .chars()
        .filter(|letter| letter.is_numeric())
        .collect();
    let over = digits.chars().count().saturating_sub(8);
    digits.chars().skip(over).collect()
}

/// The same person by name, or the same seat by office and number; in the same role where the answer tells one.
fn same_member(gold: &Value, found: &Value) -> bool {
    let (name, other) = (text(gold, "name"), text(found, "name"));
    if name.is_empty() != other.is_empty() {
        return false;
    }
    if name.is_empty() {
        let office = |seat| format!("{} {}", text(seat, "title"), text(seat, "organisation"));
        let wanted = office(gold);
        if !wanted.trim().is_empty() && overlap(&wanted, &office(found)) < 0.6 {
            return false;
        }
        let seats = |seat: &Value| seat.get("seats").filter(|seats| !seats.is_null()).cloned();
        if seats(gold) != seats(found) {
            return false;
        }
    } else if overlap(name, other) < 0.99 {
        return false;
    }
    let role = text(gold, "role");
    role.is_empty() || role == "medlem" || role == text(found, "role")
}

/// The same label, filled or empty alike, with the same words in it; of what the answer leaves open the label is enough.
fn same_field(gold: &Value, found: &Value) -> bool {
    if overlap(text(gold, "label"), text(found, "label")) < 0.7 {
        return false;
    }
    let (wanted, filled) = (text(gold, "value"), text(found, "value"));
    let is_open = gold.get("optional").and_then(Value::as_bool) == Some(true);
    is_open
        || wanted.is_empty() == filled.is_empty()
            && (wanted.is_empty() || overlap(wanted, filled) >= 0.8)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is right, missed and wrong.
    fn counts(name: &str, gold: &Value, found: &Value) -> [usize; 3] {
        let field = FIELDS.iter().find(|field| field.name == name).unwrap();
        let judged = (field.judge)(gold, found);
        [&judged.right, &judged.missed, &judged.wrong].map(Vec::len)
    }

    #[test]
    fn what_an_answer_leaves_out_is_not_asked_for() {
        let asked = |gold: Value| -> Vec<&str> {
            let asked = FIELDS.iter().filter(|field| field.is_asked(&gold));
            asked.map(|field| field.name).collect()
        };
        assert_eq!(asked(json!({"title": "x"})), ["title"]);
        assert_eq!(
            asked(json!({"dates": []})),
            ["dates", "date_roles", "deadlines", "summaries"]
        );
        let whole = asked(json!({"kind": "referat"}));
        assert!(whole.contains(&"members") && !whole.contains(&"dates"));
    }

    #[test]
    fn one_value_is_right_or_both_missed_and_wrong() {
        let title = |title: &str| json!({"title": {"value": title}});
        let wanted = title("Kommissorium for Digeudvalget ved fjorden");
        assert_eq!(
            counts(
                "title",
                &wanted,
                &title("KOMMISSORIUM for digeudvalget, ved fjorden")
            ),
            [1, 0, 0]
        );
        assert_eq!(counts("title", &wanted, &title("Digeudvalget")), [0, 1, 1]);
        assert_eq!(counts("title", &wanted, &json!({})), [0, 1, 0]);
        assert_eq!(
            counts("status", &json!({}), &json!({"status": "udkast"})),
            [0, 0, 1]
        );
    }

    #[test]
    fn days_are_days_whatever_they_are_for() {
        let gold = json!({"dates": [
            {"start": "2021-06-30", "end": "2021-07-01", "role": "deadline", "summary": "Svar sendes til udvalget"},
            {"unresolved": "year", "role": "meeting"},
        ]});
        let found = json!({"dates": [
            {"start": "2021-06-30", "end": "2021-07-01", "role": "meeting", "summary": "Svar til udvalget"},
            {"start": "2021-06-30", "end": "2021-07-01", "role": "meeting"},
            {"recurs": "FREQ=WEEKLY", "role": "meeting"},
        ]});
        assert_eq!(counts("dates", &gold, &found), [1, 0, 0]);
        assert_eq!(counts("date_roles", &gold, &found), [0, 1, 1]);
        assert_eq!(counts("deadlines", &gold, &found), [0, 1, 0]);
        assert_eq!(counts("summaries", &gold, &found), [1, 0, 0]);
    }

    #[test]
    fn members_are_the_same_by_name_or_by_seat() {
        let same = |gold: Value, found: Value| same_member(&gold, &found);
        assert!(same(
            json!({"name": "Ida Bro"}),
            json!({"name": "Bro, Ida", "role": "formand"})
        ));
        assert!(!same(
            json!({"name": "Ida Bro"}),
            json!({"name": "Ida Brok"})
        ));
        assert!(!same(
            json!({"name": "Ida Bro", "role": "formand"}),
            json!({"name": "Ida Bro"})
        ));
        assert!(same(
            json!({"name": "Ida Bro", "role": "medlem"}),
            json!({"name": "Ida Bro"})
        ));
        let seat =
            |min: u32| json!({"organisation": "Digelauget", "seats": {"min": min, "max": 2}});
        assert!(same(seat(1), seat(1)));
        assert!(!same(seat(1), seat(2)));
        assert!(!same(
            json!({"organisation": "Digelauget"}),
            json!({"organisation": "Vandværket"})
        ));
        assert!(!same(
            json!({"organisation": "Digelauget"}),
            json!({"name": "Ida Bro"})
        ));
    }

    #[test]
    fn money_and_telephones_are_compared_by_what_they_mean() {
        let gold = json!({"amounts": [{"ore": 100, "role": "bevilget"}, {"ore": 100, "currency": "EUR", "role": "post"}],
            "contacts": [{"phone": "12 34 56 78"}, {"email": "Ida@By.dk"}]});
        let found = json!({"amounts": [{"ore": 100, "currency": "DKK", "role": "post"}],
            "contacts": [{"phone": "+4512345678", "email": "ida@by.dk"}]});
        assert_eq!(counts("amounts", &gold, &found), [1, 1, 0]);
        assert_eq!(counts("amount_roles", &gold, &found), [0, 2, 1]);
        assert_eq!(counts("phones", &gold, &found), [1, 0, 0]);
        assert_eq!(counts("emails", &gold, &found), [1, 0, 0]);
    }

    #[test]
    fn a_form_field_is_filled_or_empty() {
        let same = |gold: Value, found: Value| same_field(&gold, &found);
        assert!(same(
            json!({"label": "Navn:", "value": "Ida Bro"}),
            json!({"label": "navn", "value": "Ida Bro"})
        ));
        assert!(!same(
            json!({"label": "Navn", "value": "Ida Bro"}),
            json!({"label": "Navn"})
        ));
        assert!(same(
            json!({"label": "Navn", "optional": true}),
            json!({"label": "Navn", "value": "x"})
        ));
    }
}
