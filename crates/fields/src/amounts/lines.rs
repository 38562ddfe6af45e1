//! Amounts in lines: sentences, list items, labelled fields, and lines of a budget.

use std::collections::BTreeSet;

use danish::{Money, Unit};
use paper::{AmountRole, Kind, Paper, Span};

use super::{
    Found,
    granting::{self, ProposedList},
    instalments::INSTALMENT,
    outcome::PROPOSED,
    rates, roles, sheet,
    told::{label_above, note_lead, reach, told},
    unsaid,
};
use crate::{Vocabulary, form::Labelled, lines::Line, outline::Outline, pattern::cut};

/// The amounts of all lines but the rows that a table gave.
pub(super) fn read(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    rows: &BTreeSet<usize>,
) -> Vec<Found> {
    let fields = &outline.labels(vocabulary).found;
    let a_form = !so_far.fields.is_empty();
    let mut found = Vec::new();
    let mut lead: Option<(usize, AmountRole)> = None;
    // The last amount's role, and its line: `Heraf i 2014` is a part of it.
    let mut whole: Option<(usize, AmountRole)> = None;
    let mut proposed = ProposedList::default();
    let mut next_field = 0;
    for (index, line) in outline.lines.iter().enumerate() {
        let content = &outline.text()[line.span.clone()];
        while fields
            .get(next_field)
            .is_some_and(|field| field.span.end <= line.span.start)
        {
            next_field += 1;
        }
        let is_label = fields.get(next_field).is_some_and(|field| {
            let value = field.value.as_ref();
            field.span.start == line.span.start && value.is_some_and(|v| v.start > line.span.end)
        });
        note_lead(vocabulary, line, content, index, (is_label, &mut lead));
        proposed.note(&vocabulary.amounts.granting, line, content);
        if rows.contains(&index)
            || line.margin
            || !content.bytes().any(|b| b.is_ascii_digit() || b == 0xc2)
        {
            continue;
        }
        let own = fields[next_field..]
            .iter()
            .take_while(|field| field.span.start < line.span.end);
        let own: Vec<&Labelled> = own.collect();
        let near = lead
            .filter(|(at, role)| index - at <= reach(*role))
            .map(|(_, role)| role);
        let above = index
            .checked_sub(1)
            .map(|at| &outline.text()[outline.lines[at].span.clone()])
            .filter(|above| above.ends_with(char::is_lowercase))
            .unwrap_or_default();
        let place = Place {
            outline,
            vocabulary,
            above,
            line,
            lead: near,
            guide: so_far.kind == Kind::Ansøgningsvejledning,
            grant: so_far.kind == Kind::Bevilling,
            label_above: label_above(outline, index),
            whole: whole
                .filter(|(at, _)| index - at <= 3)
                .map(|(_, role)| role),
            proposed: proposed.open,
        };
        let here = place.read(&own, a_form);
        if let Some(first) = here.first() {
            whole = Some((index, first.role));
        }
        found.extend(here);
    }
    found
}

struct Place<'a, 'd> {
    outline: &'a Outline<'d>,
    vocabulary: &'a Vocabulary,
    /// The line above, where its sentence goes on here.
    above: &'a str,
    line: &'a Line,
    lead: Option<AmountRole>,
    /// Whether the paper tells what can be applied for.
    guide: bool,
    /// Whether the paper grants something.
    grant: bool,
    /// The line above, where it is a label.
    label_above: &'a str,
    /// The role of the last amount above.
    whole: Option<AmountRole>,
    /// Whether it stands in a list of what is proposed.
    proposed: bool,
}

impl Place<'_, '_> {
    fn read(&self, fields: &[&Labelled], a_form: bool) -> Vec<Found> {
        let text = self.outline.text();
        let language = self.vocabulary.danish();
        let content = &text[self.line.span.clone()];
        let mut monies = told(
            content,
            self.above,
            danish::money(content, language),
            self.vocabulary,
        );
        let first = monies.first().map(|(span, _)| span.start);
        let beside = first.map(|first| (first..content.len(), unsaid::Told::Beside));
        let asked = || unsaid::asked(self.outline, self.vocabulary, self.line, fields);
        if let Some((within, told)) = beside.or_else(asked) {
            monies.extend(unsaid::find(
                content,
                within,
                told,
                &monies,
                self.vocabulary,
            ));
            monies.sort_by_key(|(span, _)| span.start);
        }
        // `(1.000 kr.)` is the unit of the numbers below.
        monies.retain(|(span, money)| money.ore != 100_000 || !unsaid::is_unit(content, span));
        for (span, _) in &mut monies {
            *span = self.line.span.start + span.start..self.line.span.start + span.end;
        }
        let free = |field: &&&Labelled| {
            let value = field.value.clone().unwrap_or_default();
            (monies.iter()).all(|(span, _)| span.end <= value.start || value.end <= span.start)
        };
        let here = |field: &&&Labelled| {
            let value = field.value.clone().unwrap_or_default();
            value.start < self.line.span.end && value.end > self.line.span.start
        };
        let bare: Vec<(Span, Money)> = (fields.iter().filter(here).filter(free))
            .filter_map(|field| self.bare(field))
            .collect();
        if !bare.is_empty() {
            monies.extend(bare);
            monies.sort_by_key(|(span, _)| span.start);
        }
        let mut found: Vec<Found> = Vec::new();
        // Where the words begin that label an amount: behind the last one that is no rate within them.
        let mut label_from = self.line.span.start;
        for (at, (span, money)) in monies.iter().enumerate() {
            let previous = at.checked_sub(1).map(|i| &monies[i].0);
            let next = monies.get(at + 1).map(|(span, _)| span.start);
            let role = found.last().map(|last| (last.role, last.rule));
            let mut one = self.one(span, money, previous, next, role, fields, a_form);
            if monies.len() > 1 {
                self.run_on(label_from..span.start, &mut one);
            }
            if one.rule != "rate" {
                label_from = span.end;
            }
            found.push(one);
        }
        // `Leje: 400 kr. Musik: 900 kr. I alt: 1.300 kr.` is a budget.
        let total = (found.iter()).position(|a| a.rule == "run-on" && a.role == AmountRole::Total);
        for line in found.iter_mut().take(total.unwrap_or(0)) {
            if line.rule == "run-on-line" {
                line.role = AmountRole::Post;
            }
        }
        found
    }

    /// Labels and amounts that follow each other on one line: `Leje: 400 kr. Musik: 900 kr.`
    fn run_on(&self, before: Span, amount: &mut Found) {
        let said = self.outline.text()[before].trim();
        let Some(label) = said.strip_suffix(':') else {
            return;
        };
        let label = label.trim_start_matches(|c: char| !c.is_alphanumeric());
        if label.is_empty() || label.len() > 80 || label.contains([':', ';']) {
            return;
        }
        let told = roles::of_label(&self.vocabulary.amounts, label);
        if let Some(role) = told.or(self.lead) {
            (amount.role, amount.rule) = (role, "run-on");
        } else if amount.rule == "mention" || amount.rule == "cue-behind" {
            (amount.role, amount.rule) = (AmountRole::Omtale, "run-on-line");
        }
        amount.label = Some(label.to_owned());
    }

    /// A bare number that fills a field, where the label or the section says that it is money.
    fn bare(&self, field: &Labelled) -> Option<(Span, Money)> {
        let text = self.outline.text();
        let language = self.vocabulary.danish();
        let value = field.value.clone()?;
        let budget = matches!(self.lead, Some(AmountRole::Post));
        let labelled = roles::of_label(&self.vocabulary.amounts, &field.label);
        let kroner = Unit {
            ore: 100,
            currency: "DKK",
        };
        if roles::counts(&self.vocabulary.amounts, &field.label) {
            return None;
        }
        // What is said in brackets behind the number is no part of it.
        let content = &text[value.clone()];
        let content = content.split(" (").next().unwrap_or(content);
        // Of what stands below a label only thousands are surely money.
        let below = value.start > self.line.span.end || field.span.start < self.line.span.start;
        if below && labelled.is_none() && !unsaid::is_thousands(content) {
            return None;
        }
        let money_label = labelled
            .is_some_and(|role| role != AmountRole::Total || roles::names_money(&field.label));
        let thousands = content.contains('.') || content.len() > 4 || budget;
        let unit = danish::unit(&field.label, language)
            .or_else(|| (thousands && (budget || money_label)).then_some(kroner))?;
        let plain = content
            .chars()
            .all(|c| c.is_ascii_digit() || ".,-–+ ".contains(c))
            && content.contains(|c: char| c.is_ascii_digit());
        let money = plain.then(|| danish::amount_in(content, unit, language))??;
        Some((
            value.start + money.span.start..value.start + money.span.end,
            money,
        ))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one amount and all that stands around it"
    )]
    fn one(
        &self,
        span: &Span,
        money: &Money,
        previous: Option<&Span>,
        next: Option<usize>,
        role_before: Option<(AmountRole, &'static str)>,
        fields: &[&Labelled],
        a_form: bool,
    ) -> Found {
        let text = self.outline.text();
        let words = &self.vocabulary.amounts;
        let sentence = self.sentence(span);
        let field = fields.iter().rev().find(|field| {
            field
                .value
                .as_ref()
                .is_some_and(|v| v.start <= span.start && span.end <= v.end)
        });
        let start = previous.map_or(sentence.start, |p| p.end.clamp(sentence.start, span.start));
        let before = cut(text, start..span.start);
        let open = before
            .rfind('(')
            .filter(|at| previous.is_some() && !before[*at..].contains(')'));
        let before = &before[open.unwrap_or(0)..];
        // `har bevilget et tilskud på`, and the amount alone on the next line.
        let alone = self.line.span.len() <= span.len() + 2;
        let goes_on = span.start == self.line.span.start && !self.line.gap;
        let before = if alone || goes_on { self.above } else { before };
        let behind = cut(
            text,
            span.end..next.map_or(sentence.end, |n| {
                n.clamp(span.end, sentence.end.max(span.end))
            }),
        );
        let told = roles::of_sentence(words, money, before, behind, next.is_none());
        // What is granted up to a limit is granted.
        let told = match told {
            Some((AmountRole::Ramme, "limit")) if self.grant && roles::grants(words, before) => {
                Some((AmountRole::Bevilget, "grant"))
            }
            told => told,
        };
        let labelled = field
            .filter(|_| !roles::is_aside(told, before))
            .and_then(|field| roles::of_label(words, &field.label));
        let short = field.is_some_and(|f| f.value.as_ref().is_some_and(|v| v.len() < 160));
        let whole =
            field.is_some_and(|f| f.value.as_ref().is_some_and(|v| v.len() <= span.len() + 4));
        let joined = previous.is_some_and(|p| roles::goes_on(cut(text, p.end..span.start)));
        let part = previous.is_some_and(|p| roles::is_part(cut(text, p.end..span.start)));
        let aligned = self.aligned(span);
        let in_budget = self.lead == Some(AmountRole::Post) || self.line.cells.len() > 1;
        let labelled = labelled.filter(|_| short).or_else(|| {
            aligned
                .as_ref()
                .filter(|_| in_budget)
                .and_then(|label| roles::of_label(words, label))
        });
        let opens = span.start == self.line.span.start;
        let labelled = labelled.or_else(|| {
            (opens && field.is_none())
                .then(|| roles::of_label(words, self.label_above))
                .flatten()
        });
        // A line of a list below a budget's heading.
        // An amount may end beyond its line, where that ends with a mark.
        let ends = cut(text, span.end..self.line.span.end)
            .trim_matches(['.', ' '])
            .is_empty();
        let item = (self.lead == Some(AmountRole::Post) && ends && previous.is_none())
            .then(|| self.item_label(span))
            .flatten();
        let labelled =
            labelled.or_else(|| roles::of_label(words, item.as_deref().unwrap_or_default()));
        let label = field.map(|f| f.label.as_str()).or(aligned.as_deref());
        let label = label.unwrap_or(cut(text, self.line.span.start..span.start));
        let share = sheet::part_of(label, self.whole).filter(|_| previous.is_none());
        let (role, rule) = match (labelled, told, role_before) {
            (_, None, _) if share.is_some() => (share.unwrap_or(AmountRole::Omtale), "share"),
            (Some(role), _, _) => (role, "label"),
            (None, _, _) if aligned.is_some() && in_budget && money.per.is_none() => {
                (AmountRole::Post, "budget-line")
            }
            // `410 kr. pr. møde (820 kr. over fire timer)`
            (None, None, Some((AmountRole::Honorar, _)))
                if previous
                    .is_some_and(|p| cut(text, p.end..span.start).trim_end().ends_with('(')) =>
            {
                (AmountRole::Honorar, "rate-in-brackets")
            }
            (None, None, Some((role @ (AmountRole::Ramme | AmountRole::Bevilget), _))) if part => {
                (role, "part")
            }
            (None, Some(told), _) if told.1 != "cue-behind" || !joined => told,
            (None, _, Some((role, rule @ (PROPOSED | INSTALMENT)))) if joined => (role, rule),
            (None, None, Some((role, INSTALMENT))) => (role, INSTALMENT),
            (None, _, Some((role, _))) if joined => (role, "joined"),
            (None, Some(told), _) => told,
            (None, None, _) => {
                let budget = self.lead == Some(AmountRole::Post);
                let filled = whole
                    || aligned.is_some()
                    || item.is_some()
                    || field.is_some() && short && (a_form || budget);
                self.by_place(span, money, filled)
            }
        };
        let per = rates::per(before, cut(text, span.end..sentence.end));
        let paper = granting::Paper {
            guide: self.guide,
            grant: self.grant,
            proposed: self.proposed,
        };
        let place = (text, &sentence, span, next);
        let (role, rule) = granting::settle(&words.granting, (role, rule), place, per, paper);
        let mut money = money.clone();
        money.per = money.per.or(per);
        money.approximate |= rates::rough(before);
        Found {
            money,
            span: span.clone(),
            role,
            label: field
                .map(|field| form_label(&field.label))
                .or_else(|| self.item_label(span))
                .or(aligned)
                .or_else(|| rates::purpose(before, behind)),
            year: roles::year(
                text,
                &(if joined { sentence.start } else { start }..sentence.end),
                span,
            ),
            rule,
        }
    }

    /// What the heading or the sentence above the list says of an amount that is an item's or a budget line's.
    fn by_place(&self, span: &Span, money: &Money, field: bool) -> (AmountRole, &'static str) {
        let text = self.outline.text();
        let content = &text[self.line.span.clone()];
        let item = crate::lines::bullet(content) > 0 || self.line.cells.len() > 1;
        let before = cut(text, self.near(span).start..span.start);
        let bracket = before
            .rfind('(')
            .is_some_and(|open| !before[open..].contains(')'));
        match self.lead {
            Some(AmountRole::Post) if !(field || self.budget_line(span)) => {
                (AmountRole::Omtale, "mention")
            }
            Some(role) if (item || field) && !bracket => (role, "lead"),
            _ if self.budget_line(span) => (AmountRole::Post, "budget-line"),
            _ if self.guide && money.max_ore.is_some() => (AmountRole::Ramme, "range-in-a-guide"),
            _ => (AmountRole::Omtale, "mention"),
        }
    }

    /// The words of a line that space sets apart from the amount at its end: `Leje af sal      4.500 kr.`
    fn aligned(&self, span: &Span) -> Option<String> {
        let text = self.outline.text();
        let before = cut(text, self.line.span.start..span.start);
        // An amount may end beyond its line, where that ends with a mark.
        let ends = cut(text, span.end..self.line.span.end)
            .trim_matches(['.', ' '])
            .is_empty();
        let label = before.trim_end_matches(['.', ' ', '_', '\u{a0}']);
        let apart = before.len() >= label.len() + 3 && self.line.cells.is_empty();
        (ends && apart && !label.is_empty() && label.len() < 100).then(|| form_label(label))
    }

    /// A row of two cells, the second an amount
    fn budget_line(&self, span: &Span) -> bool {
        let [_, value] = self.line.cells.as_slice() else {
            return false;
        };
        value.start <= span.start && value.len() <= span.len() + 4
    }

    /// The sentence of the line, or its cell, in which the amount stands.
    fn sentence(&self, span: &Span) -> Span {
        let text = self.outline.text();
        if let Some(cell) = self
            .line
            .cells
            .iter()
            .find(|cell| cell.start <= span.start && span.end <= cell.end)
        {
            return cell.clone();
        }
        let line = &self.near(span);
        let mut sentence = line.clone();
        for (at, _) in text[line.clone()].match_indices(['.', '?', '!']) {
            let at = line.start + at;
            let rest = &text[at + 1..line.end];
            let word = text[line.start..at]
                .rsplit([' ', '\u{a0}', '('])
                .next()
                .unwrap_or_default();
            let ends = rest.starts_with(' ')
                && rest.trim_start().starts_with(|c: char| c.is_uppercase())
                && (word.chars().count() > 3
                    || !word.chars().all(char::is_alphabetic)
                    || matches!(word, "pct" | "år" | "mv" | "osv" | "møde" | "dag" | "md"));
            let money_end = at + 1 == span.end
                || text[..=at].ends_with("kr.")
                    && rest.trim_start().starts_with(char::is_uppercase);
            if ends
                || money_end
                    && rest.starts_with(' ')
                    && rest.trim_start().starts_with(char::is_uppercase)
            {
                if at < span.start {
                    sentence.start = at + 1;
                } else {
                    sentence.end = (at + 1).max(span.end);
                    break;
                }
            }
        }
        sentence
    }

    /// The line, as far as a sentence goes: one line may hold thousands of amounts.
    fn near(&self, span: &Span) -> Span {
        const REACH: usize = 1_500;
        let text = self.outline.text();
        let line = &self.line.span;
        let boundary = |at: usize| text.is_char_boundary(at);
        let from = line.start.max(span.start.saturating_sub(REACH));
        let to = line.end.min(span.end.saturating_add(REACH));
        let from = (from..=span.start).find(|at| boundary(*at));
        let to = (span.end..=to).rev().find(|at| boundary(*at));
        from.unwrap_or(span.start)..to.unwrap_or(span.end)
    }

    /// The words of a list item before its amount.
    fn item_label(&self, span: &Span) -> Option<String> {
        let text = self.outline.text();
        let content = cut(text, self.line.span.start..span.start);
        if let [label, _] = self.line.cells.as_slice() {
            return Some(text[label.clone()].to_owned()).filter(|label| !label.is_empty());
        }
        let mark = crate::lines::bullet(content);
        let words = content[mark..]
            .trim()
            .trim_end_matches(['–', '-', ':', ' ', '(', ','])
            .trim();
        (mark > 0 && !words.is_empty() && words.len() < 80).then(|| words.to_owned())
    }
}

fn form_label(label: &str) -> String {
    label[crate::lines::bullet(label)..]
        .trim_matches([' ', '*', ':'])
        .to_owned()
}
