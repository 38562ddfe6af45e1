//! Parts of a grant or of what is applied for: the rates in which it is paid, the years that it is for.

use paper::AmountRole;

use super::Found;
use crate::pattern::cut;

/// The rule of a rate that a grant is paid in.
pub(super) const INSTALMENT: &str = "instalment";
/// The rule of an amount that the parts told before it make.
const WHOLE: &str = "sum";

/// A part is a line beside its whole, so that adding up what was granted counts nothing twice; without a whole it is granted.
pub(super) fn settle(text: &str, found: &mut [Found]) {
    sums(text, found);
    let rate = |amount: &&Found| amount.rule == INSTALMENT;
    let granted = found
        .iter()
        .filter(|amount| amount.role == AmountRole::Bevilget);
    let most = granted.map(|amount| amount.money.ore).max();
    let largest = found
        .iter()
        .filter(rate)
        .map(|amount| amount.money.ore)
        .max();
    if most <= largest {
        for amount in found.iter_mut().filter(|amount| amount.rule == INSTALMENT) {
            amount.role = AmountRole::Bevilget;
        }
    }
}

/// `20.000 kr. i 2016 og 30.000 kr. i 2017, i alt 50.000 kr.`, `300.000 kr. årligt i 2015, 2016 og 2017, i alt 900.000 kr.`
fn sums(text: &str, found: &mut [Found]) {
    for at in 1..found.len() {
        let Some((before, [whole, ..])) = found.split_at_mut_checked(at) else {
            continue;
        };
        let parts = run(text, before, whole);
        let role = parts.first().map(|part| part.role);
        let Some(role) =
            role.filter(|role| matches!(role, AmountRole::Bevilget | AmountRole::Ansøgt))
        else {
            continue;
        };
        (whole.role, whole.rule) = (role, WHOLE);
        for part in parts {
            part.role = AmountRole::Post;
        }
    }
}

/// How far the words between two amounts of one sum reach, in bytes.
const NEAR: usize = 60;
/// How many years a yearly amount is for, at the most.
const YEARS: i64 = 12;

/// The amounts before `i alt` that make the amount behind it.
fn run<'f>(text: &str, before: &'f mut [Found], whole: &Found) -> &'f mut [Found] {
    let between = |first: &Found, second: &Found| {
        let joint = cut(text, first.span.end..second.span.start);
        let one =
            joint.len() < NEAR && !joint.contains(['\n', '\t', ':', ';']) && !joint.contains(". ");
        one.then_some(joint.trim_end())
    };
    let summed = (before.last()).and_then(|last| between(last, whole));
    if !summed.is_some_and(|joint| joint.ends_with("i alt") || joint.ends_with("ialt")) {
        return &mut [];
    }
    let mut sum = 0_i64;
    for from in (0..before.len()).rev() {
        let (part, next) = (&before[from], before.get(from + 1));
        let alike = next.is_none_or(|next| next.role == part.role && between(part, next).is_some());
        if !alike || part.rule.starts_with("table") {
            break;
        }
        sum = sum.saturating_add(part.money.ore);
        let single = next.is_none() && part.money.ore > 0;
        let yearly = single
            && whole.money.ore % part.money.ore.max(1) == 0
            && (2..=YEARS).contains(&(whole.money.ore / part.money.ore.max(1)));
        if sum == whole.money.ore && !single || yearly {
            return &mut before[from..];
        }
    }
    &mut []
}
