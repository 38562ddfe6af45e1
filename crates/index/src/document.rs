//! A paper as the index holds it.

use paper::{BlockKind, Mention, Record, Status};
use tantivy::{TantivyDocument, schema::Field, tokenizer::PreTokenizedString};

use crate::{
    Entry, analysis,
    schema::{CORRECTED, Fields, NO_SUM, NO_YEAR, day_number},
};

/// How often the text stands in tantivy's form of a paper, and room for all else: to grow would copy it again and again.
const TIMES: usize = 4;
const OTHERWISE: usize = 4 << 10;

/// A paper as tantivy takes it.
pub(crate) fn document(fields: &Fields, paper: u64, entry: &Entry) -> TantivyDocument {
    let Entry {
        record,
        document,
        family,
    } = entry;
    let mut out = TantivyDocument::with_capacity(TIMES * document.text.len() + OTHERWISE);
    out.add_u64(fields.paper, paper);
    out.add_u64(fields.family, *family);
    out.add_bool(fields.draft, record.paper.status == Some(Status::Udkast));
    out.add_text(fields.path, &record.path);
    out.add_text(fields.stem, &document.text);
    out.add_text(fields.exact, &document.text);
    out.add_text(fields.backwards, &document.text);
    out.add_text(fields.parts, &document.text);
    let headings = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Heading);
    for heading in headings.filter_map(|block| document.text.get(block.range())) {
        out.add_text(fields.headings, heading);
    }
    out.add_text(fields.format, &record.format);
    add_places(&mut out, fields, record);
    add_values(&mut out, fields, &record.paper);
    add_dates(&mut out, fields, &record.paper);
    add_amounts(&mut out, fields, &record.paper);
    out
}

fn add_places(out: &mut TantivyDocument, fields: &Fields, record: &Record) {
    let mut paths: Vec<&str> = record.places.iter().map(String::as_str).collect();
    paths.push(&record.path);
    let folders = paths
        .iter()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]))
        .collect();
    add_each(out, fields.folder, folders);
    add_each(out, fields.names, paths);
}

/// Adds values in order, each once: a facet counts papers.
fn add_each(out: &mut TantivyDocument, field: Field, mut values: Vec<&str>) {
    values.sort_unstable();
    values.dedup();
    for value in values {
        if !value.is_empty() {
            out.add_text(field, value);
        }
    }
}

fn add_values(out: &mut TantivyDocument, fields: &Fields, paper: &paper::Paper) {
    out.add_text(fields.kind, paper.kind.word());
    if let Some(title) = &paper.title {
        out.add_text(fields.shown_title, &title.value);
        out.add_text(fields.title, &title.value);
        out.add_text(fields.title_exact, &title.value);
        out.add_text(fields.parts, &title.value);
    }
    let members = &paper.members;
    let organisations = paper.organisations.iter().map(|o| o.name.as_str());
    let sent_by = members.iter().filter_map(|m| m.organisation.as_deref());
    let mut names: Vec<&str> = organisations.chain(sent_by).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        out.add_text(fields.organisations, name);
        out.add_text(fields.organisation, name);
        out.add_text(fields.organisation_key, danish::words::fold(name));
    }
    add_roles(out, fields, members);
    let people = members.iter().filter_map(|m| m.name.as_deref());
    let contacts = paper.contacts.iter().filter_map(|c| c.name.as_deref());
    add_each(out, fields.people, people.chain(contacts).collect());
    add_each(
        out,
        fields.party,
        members.iter().filter_map(|m| m.party.as_deref()).collect(),
    );
    let numbers = paper.case_numbers.iter().map(|n| n.value.as_str());
    let of_items = paper.items.iter().filter_map(|i| i.case_number.as_deref());
    add_each(out, fields.cases, numbers.chain(of_items).collect());
    let corrected = (paper::corrected(paper) > 0).then_some(CORRECTED);
    let doubts = paper.warnings.iter().map(|warning| warning.code.word());
    add_each(
        out,
        fields.marks,
        corrected.into_iter().chain(doubts).collect(),
    );
}

/// Adds what people are in the body, and whether they came, to each word of their names.
fn add_roles(out: &mut TantivyDocument, fields: &Fields, members: &[paper::Member]) {
    let mut analyzer = analysis::exact();
    for member in members {
        let Some(name) = &member.name else { continue };
        let role = member.role.map(paper::MemberRole::word);
        let came = member.attendance.map(paper::Attendance::word);
        for what in [role, came].into_iter().flatten() {
            let mut tokens = analysis::tokens(&mut analyzer, name);
            for token in &mut tokens {
                token.text = analysis::told(what, &token.text);
            }
            let text = PreTokenizedString {
                text: name.clone(),
                tokens,
            };
            out.add_pre_tokenized_text(fields.people_as, text);
        }
    }
}

/// Adds the amounts in kroner, each with its year: its own, or that of the paper.
fn add_amounts(out: &mut TantivyDocument, fields: &Fields, paper: &paper::Paper) {
    let written = paper.date.as_ref().map(|date| date.value.year());
    for &(role, [least, most, year]) in &fields.amounts {
        let of_role = paper.amounts.iter().filter(|amount| amount.role == role);
        if of_role.clone().next().is_some() {
            out.add_text(fields.amount_role, role.word());
        }
        for amount in of_role.filter(|amount| amount.currency.is_none()) {
            out.add_i64(least, amount.ore);
            out.add_i64(most, amount.max_ore.unwrap_or(amount.ore));
            let own = amount.year.or(written).map_or(NO_YEAR, i64::from);
            // What is paid by the hour or the piece is no part of a sum.
            out.add_i64(year, if amount.per.is_some() { NO_SUM } else { own });
        }
    }
}

fn add_dates(out: &mut TantivyDocument, fields: &Fields, paper: &paper::Paper) {
    if let Some(date) = &paper.date {
        out.add_text(fields.shown_date, date.value.to_string());
        out.add_i64(fields.date, day_number(date.value));
        out.add_i64(fields.year, i64::from(date.value.year()));
    }
    for &(role, first, last) in &fields.spans {
        let of_role = paper.dates.iter().filter(|mention| mention.role == role);
        if of_role.clone().next().is_some() {
            out.add_text(fields.role, role.word());
        }
        for (from, to) in of_role.filter_map(Mention::days) {
            out.add_i64(first, day_number(from));
            out.add_i64(last, day_number(to));
        }
    }
}
