//! What an amount is to the paper, by the words near it.

use danish::{Bound, Money, Per};
use paper::{AmountRole, Span};
use regex::Regex;

use super::{Found, Words, granting, instalments::INSTALMENT, rates};

/// How far behind an amount its cue may begin, in bytes.
const BEHIND: usize = 14;

/// Words right before an amount that make it a limit.
const LIMITS: [&str; 10] = [
    "over",
    "under",
    "mindst",
    "minimum",
    "højst",
    "maks.",
    "maksimalt",
    "max.",
    "overstige",
    "loftet",
];
/// Words right behind an amount that make it a limit.
const TURNS: [&str; 6] = [
    "eller derover",
    "eller mere",
    "eller derunder",
    "eller mindre",
    "og derover",
    "og opefter",
];
/// Words right before an amount that make it a rate.
const RATES: [&str; 3] = ["á", "à", "a"];

/// The role that a label gives: of a field, a row or a column.
pub(super) fn of_label(words: &Words, label: &str) -> Option<AmountRole> {
    let bare = label[crate::lines::bullet(label)..]
        .split('(')
        .next()
        .unwrap_or(label);
    let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
    first(&words.labels, bare)
}

/// Whether a label says in brackets that its number counts something else than money: `Eget arbejde (timer)`.
pub(super) fn counts(words: &Words, label: &str) -> bool {
    label.rsplit_once('(').is_some_and(|(_, unit)| {
        let unit = unit.trim_end_matches([')', ':', ' ']).to_lowercase();
        words.counts.contains(&unit)
    })
}

/// Whether a label of a sum says that it sums money.
pub(super) fn names_money(label: &str) -> bool {
    let lower = label.to_lowercase();
    [
        "budget",
        "udgift",
        "indtægt",
        "omkostning",
        "finansiering",
        "beløb",
        "pris",
        "tilskud",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Whether words say that what stands below counts something: `(antal)`, `Antal møder`.
pub(super) fn counts_said(words: &Words, said: &str) -> bool {
    said.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .any(|word| {
            matches!(
                word.as_str(),
                "antal"
                    | "procent"
                    | "pct"
                    | "timer"
                    | "besøg"
                    | "besøgstal"
                    | "besøgende"
                    | "indbyggere"
                    | "indbyggertal"
                    | "overnatninger"
                    | "udlån"
                    | "medlemstal"
            )
        })
        || counts(words, said)
}

/// Whether a label names a part of the amount above it: `Heraf i 2014`.
pub(super) fn is_share(label: &str) -> bool {
    let bare = label[crate::lines::bullet(label)..].trim_start();
    // A letter o for a bullet.
    let bare = bare
        .strip_prefix("o ")
        .or_else(|| bare.strip_prefix("o\t"))
        .unwrap_or(bare);
    let word = bare.split([' ', ':']).next().unwrap_or(bare).to_lowercase();
    matches!(word.as_str(), "heraf" | "hvoraf" | "deraf")
}

/// The role that a short line gives which says nothing but what follows: `3. BUDGET (hele kroner)`, `Budgetspecifikation`.
pub(super) fn is_lead(words: &Words, line: &str) -> Option<AmountRole> {
    if line.len() > 60
        || line.ends_with(['.', ','])
        || !line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    {
        return None;
    }
    let bare = line[crate::lines::bullet(line)..]
        .split('(')
        .next()
        .unwrap_or(line);
    let bare = bare.trim_matches(|c: char| !c.is_alphabetic());
    words
        .leads
        .iter()
        .find(|(_, pattern)| {
            pattern
                .find(bare)
                .is_some_and(|named| named.len() == bare.len())
        })
        .map(|(role, _)| *role)
}

/// Whether an amount only bounds what a field is for: `Ansøgt beløb: ______ kr. (højst 300.000 kr.)`.
pub(super) fn is_aside(told: Option<(AmountRole, &str)>, before: &str) -> bool {
    let value = before.rsplit(':').next().unwrap_or(before);
    let bracket = value
        .rfind('(')
        .is_some_and(|open| !value[open..].contains(')'));
    told == Some((AmountRole::Ramme, "limit")) && (bracket || value.contains("__"))
}

/// Whether the nearest cue before an amount grants it.
pub(super) fn grants(words: &Words, before: &str) -> bool {
    cue_before(words, before) == Some(AmountRole::Bevilget)
}

/// Whether the nearest cue before a figure tells who gives or asks for money.
pub(super) fn gives(words: &Words, before: &str) -> bool {
    matches!(
        cue_before(words, before),
        Some(AmountRole::Bevilget | AmountRole::Medfinansiering | AmountRole::Ansøgt)
    )
}

/// The role that a heading or a sentence before a list gives.
pub(super) fn of_lead(words: &Words, lead: &str) -> Option<AmountRole> {
    first(&words.leads, lead)
}

fn first(groups: &[(AmountRole, Regex)], text: &str) -> Option<AmountRole> {
    groups
        .iter()
        .find(|(_, pattern)| pattern.is_match(text))
        .map(|(role, _)| *role)
}

/// The role of an amount in a sentence: what it is paid per, the nearest cue before it, how it is bounded, the nearest cue
/// behind it. `before` is the sentence from its beginning or the amount before, `behind` the sentence from here to the next.
pub(super) fn of_sentence(
    words: &Words,
    money: &Money,
    before: &str,
    behind: &str,
    last_one: bool,
) -> Option<(AmountRole, &'static str)> {
    let nearest = cue_before(words, before);
    let last = before
        .trim_end()
        .rsplit([' ', '('])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let turns = TURNS
        .iter()
        .any(|turn| behind.trim_start().starts_with(turn));
    let limited = turns
        || LIMITS.contains(&last.as_str())
        || rates::limits(before)
        || matches!(money.bound, Some(Bound::Le | Bound::Lt));
    let rate = matches!(money.per, Some(Per::Hour | Per::Meeting))
        || money.per == Some(Per::Piece) && !limited
        || rates::is_paid_by(behind)
        || RATES.contains(&last.as_str());
    if rate {
        return Some((AmountRole::Honorar, "rate"));
    }
    let behind = behind.trim_start();
    if ["mindre ", "mere ", "for lidt", "for meget"]
        .iter()
        .any(|word| behind.starts_with(word))
    {
        return Some((AmountRole::Omtale, "difference"));
    }
    match nearest {
        Some(role @ (AmountRole::Medfinansiering | AmountRole::Honorar)) => {
            Some((role, "cue-before"))
        }
        Some(role @ AmountRole::Omtale) if !matches!(money.bound, Some(Bound::Le | Bound::Lt)) => {
            Some((role, "cue-before"))
        }
        _ if limited => Some((AmountRole::Ramme, "limit")),
        Some(AmountRole::Post) => Some((AmountRole::Post, INSTALMENT)),
        Some(role) => Some((role, "cue-before")),
        None if granting::gets(&words.granting, before, behind) => {
            Some((AmountRole::Bevilget, "cue-behind"))
        }
        None => cue_behind(words, behind, last_one).map(|role| (role, "cue-behind")),
    }
}

fn cue_before(words: &Words, before: &str) -> Option<AmountRole> {
    words
        .cues
        .iter()
        .filter_map(|(role, pattern)| {
            let last = pattern.find_iter(before).last()?;
            let last = pattern.captures_at(before, last.start())?.get(1)?;
            Some((last.end(), last.len(), *role))
        })
        .max_by_key(|(end, length, _)| (*end, *length))
        .map(|(_, _, role)| role)
}

/// A cue right behind an amount, unless it leads up to the next amount.
fn cue_behind(words: &Words, behind: &str, last_one: bool) -> Option<AmountRole> {
    words
        .cues
        .iter()
        // `640.000 kr. i to rater` is the whole.
        .filter(|(role, _)| *role != AmountRole::Post)
        .filter_map(|(role, pattern)| {
            let cue = pattern.captures(behind)?.get(1)?;
            let leads_on = !last_one && behind[cue.end()..].trim().is_empty();
            let outside = !behind[..cue.start()].contains('(') && !cue.as_str().starts_with('(');
            (cue.start() <= BEHIND && outside && !leads_on).then(|| (cue.start(), *role))
        })
        .min_by_key(|(start, _)| *start)
        .map(|(_, role)| role)
}

/// Whether the second amount is told as a part of the first: `3 mio. kr., heraf 1 mio. kr. i 2004`.
pub(super) fn is_part(between: &str) -> bool {
    let joint = between.to_lowercase().replace(". heraf ", " heraf ");
    let part = [" heraf ", " hvoraf ", " deraf "];
    joint.len() < 90 && !joint.contains(". ") && part.iter().any(|word| joint.contains(word))
}

fn is_year_and_comma(joint: &str) -> bool {
    joint
        .strip_prefix("i ")
        .and_then(|rest| rest.split_at_checked(4))
        .is_some_and(|(year, rest)| {
            year.bytes().all(|b| b.is_ascii_digit())
                && matches!(rest, "," | ", og" | " og" | ", samt")
        })
}

/// Whether two amounts are told together, so that the second is what the first is: `fra 2 til 3 mio. kr.`, `20.000 kr. i 2018 og
/// 30.000 kr.`
pub(super) fn goes_on(between: &str) -> bool {
    let joint = between.trim();
    // `fordelt med 2 mio. kr. i 2011, 3 mio. kr. i 2012`
    if joint.starts_with(", fordelt") && joint.len() < 40 || is_year_and_comma(joint) {
        return true;
    }
    let pure = matches!(
        joint,
        "" | "og" | "til" | "eller" | "," | "-" | "–" | "/" | "samt" | "og op til"
    );
    // `honorar (6.000 kr.) og kassererens (9.500 kr.)`
    let bracketed = joint.ends_with('(') && joint.contains(") og ") && joint.len() < 60;
    // `bidrager med 6.000 kr. og kommunen med 9.500 kr.`
    let shared = joint.starts_with("og ") && joint.ends_with(" med") && joint.len() < 60;
    let plain = joint.replace("pr. ", "");
    pure || bracketed
        || shared
        || between.len() < 70
            && !plain.contains([',', '.', ';', ':', '('])
            && (joint.ends_with(" og") || joint.ends_with(" samt"))
}

/// A table's total that the text names as what was granted is that, where its lines are instalments and no grants themselves.
pub(super) fn settle_totals(found: &mut [Found]) {
    if settle_sums(found) {
        return;
    }
    let told: Vec<(i64, AmountRole)> = found
        .iter()
        .filter(|amount| !amount.rule.starts_with("table") && amount.role == AmountRole::Bevilget)
        .map(|amount| (amount.money.ore, amount.role))
        .collect();
    for amount in found
        .iter_mut()
        .filter(|a| a.rule.starts_with("table") && a.role == AmountRole::Total)
    {
        if let Some((_, role)) = told.iter().find(|(ore, _)| *ore == amount.money.ore) {
            amount.role = *role;
            amount.rule = "table-total-told";
        }
    }
}

/// What a sentence says was granted in all is no further grant beside the lines of a table and their sum. Tells whether lines
/// of a table are grants.
fn settle_sums(found: &mut [Found]) -> bool {
    let line = |amount: &&Found| amount.rule == "table" && amount.role == AmountRole::Bevilget;
    if !found.iter().any(|amount| line(&amount)) {
        return false;
    }
    let is_sum = |a: &&Found| a.rule == "table-total" && a.role == AmountRole::Total;
    let sums: Vec<i64> = found
        .iter()
        .filter(is_sum)
        .map(|sum| sum.money.ore)
        .collect();
    let told = |a: &&mut Found| a.role == AmountRole::Bevilget && !a.rule.starts_with("table");
    for amount in found.iter_mut().filter(told) {
        if sums.contains(&amount.money.ore) {
            (amount.role, amount.rule) = (AmountRole::Total, "sum");
        }
    }
    true
}

/// A mention that nothing explains is what the paper's table says of the same amount.
pub(super) fn settle_mentions(found: &mut [Found]) {
    let posts: Vec<i64> = found
        .iter()
        .filter(|amount| amount.rule == "table" && amount.role == AmountRole::Post)
        .map(|amount| amount.money.ore)
        .collect();
    for amount in found.iter_mut().filter(|amount| {
        amount.role == AmountRole::Omtale
            && matches!(amount.rule, "mention" | "cue-before" | "joined")
            && !amount.label.as_deref().is_some_and(is_balance)
    }) {
        if posts.contains(&amount.money.ore) {
            amount.role = AmountRole::Post;
            amount.rule = "told-in-table";
        }
    }
}

/// Whether what an amount is of is left over or lacking: no line of a budget.
fn is_balance(label: &str) -> bool {
    let lower = label.to_lowercase();
    [
        "rest",
        "underskud",
        "overskud",
        "mindreforbrug",
        "merforbrug",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

/// In the accounts of an association what its members pay is a line like others, and finances no project.
pub(super) fn settle_accounts(found: &mut [Found]) {
    let lines = found.iter_mut().filter(|amount| {
        let label = amount.label.as_deref().unwrap_or_default().to_lowercase();
        let own = label.contains("finansiering") || label.contains("egne midler");
        amount.rule.starts_with("table") && amount.role == AmountRole::Medfinansiering && !own
    });
    for amount in lines {
        amount.role = AmountRole::Post;
    }
}

/// The budget year near an amount: `i 2018`, `budget 2018`, before it or right behind it.
pub(super) fn year(text: &str, sentence: &Span, amount: &Span) -> Option<i16> {
    let behind = &text[amount.end..sentence.end];
    let word = |text: &str| -> Option<i16> {
        let digits = text.get(..4)?;
        let year: i16 = digits.parse().ok()?;
        let free = text[4..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_ascii_digit() && c != '-' && c != '–' && c != '/');
        (free && (1960..2100).contains(&year)).then_some(year)
    };
    for lead in [" i ", " for ", " (", " i budget ", " i puljen for "] {
        if let Some(year) = behind.strip_prefix(lead).and_then(word) {
            return Some(year);
        }
    }
    let before = &text[sentence.start..amount.start];
    let reach = before.len().saturating_sub(45);
    let reach = (reach..before.len()).find(|at| before.is_char_boundary(*at))?;
    let near = &before[reach..];
    let near = near.rsplit([',', ';']).next().unwrap_or(near);
    [" i ", " for ", "budget "]
        .iter()
        .filter_map(|lead| near.rfind(lead).map(|at| at + lead.len()))
        .max()
        .and_then(|at| word(&near[at..]))
}
