//! What the catalogue tells beside the pages: the outline's headings, the labels of pages, when the file was signed.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::dict::keys::{
    ACRO_FORM, FIELDS, FIRST, FT, KIDS, M, NEXT, NUMS, OUTLINES, P, PAGE_LABELS, S, ST, TITLE, V,
};
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, Name, ObjectIdentifier, String as PdfString,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::furniture::mould;
use super::glyphs::decode_text;
use super::metadata::minute;
use crate::numerals::{letters, roman};

/// Entries of an outline, fields of a form and ranges of labels that are looked at.
const MOST: usize = 20_000;
/// How deep fields may stand in fields.
const DEEPEST: u8 = 16;
/// Pages whose labels are kept.
const PAGES: u32 = 5_000;

/// The catalogue of a file.
pub(super) fn catalogue(pdf: &Pdf) -> Dict<'_> {
    let xref = pdf.xref();
    xref.get::<Dict<'_>>(xref.root_id()).unwrap_or_default()
}

/// The headings that the outline names, white space and numbers left out of account, each with its level from 1.
pub(super) fn headings(catalogue: &Dict<'_>) -> FxHashMap<String, u8> {
    let mut headings = FxHashMap::default();
    let first = |dict: &Dict<'_>| dict.get_ref(FIRST).map(ObjectIdentifier::from);
    let Some(root) = catalogue.get::<Dict<'_>>(OUTLINES) else {
        return headings;
    };
    let mut seen: FxHashSet<ObjectIdentifier> = FxHashSet::default();
    let mut open: Vec<(Dict<'_>, u8)> = Vec::new();
    if first(&root).is_some_and(|id| seen.insert(id)) {
        open.extend(root.get::<Dict<'_>>(FIRST).map(|entry| (entry, 1)));
    }
    while let Some((entry, level)) = open.pop() {
        if headings.len() >= MOST {
            break;
        }
        if let Some(title) = entry.get::<PdfString<'_>>(TITLE) {
            let title = mould(&decode_text(title.as_bytes()));
            if !title.is_empty() {
                headings.entry(title).or_insert(level);
            }
        }
        for (key, level) in [(NEXT, level), (FIRST, level.saturating_add(1))] {
            let id = entry.get_ref(key).map(ObjectIdentifier::from);
            if id.is_some_and(|id| seen.insert(id)) {
                open.extend(entry.get::<Dict<'_>>(key).map(|entry| (entry, level)));
            }
        }
    }
    headings
}

/// The labels of the pages in order, where they are not just their numbers (ISO 32000-2, 12.4.2).
pub(super) fn page_labels(catalogue: &Dict<'_>, pages: u32) -> Vec<String> {
    let Some(tree) = catalogue.get::<Dict<'_>>(PAGE_LABELS) else {
        return Vec::new();
    };
    let mut ranges: Vec<(u32, Dict<'_>)> = Vec::new();
    let mut open = vec![tree];
    let mut left = MOST;
    while let Some(node) = open.pop().filter(|_| left > 0) {
        left -= 1;
        if let Some(numbers) = node.get::<Array<'_>>(NUMS) {
            let mut numbers = numbers.flex_iter();
            while let Some((page, range)) = numbers.next::<(u32, Dict<'_>)>() {
                ranges.push((page, range));
            }
        }
        let kids = node.get::<Array<'_>>(KIDS);
        open.extend(
            kids.iter()
                .flat_map(|kids| kids.iter::<Dict<'_>>())
                .take(left),
        );
    }
    ranges.sort_by_key(|(page, _)| *page);
    let labels: Vec<String> = (0..pages.min(PAGES))
        .map(|page| {
            let range = ranges.iter().rev().find(|(first, _)| *first <= page);
            range.map_or_else(
                || (page + 1).to_string(),
                |(first, range)| label(range, page - first),
            )
        })
        .collect();
    let plain = |(at, label): (usize, &String)| *label == (at + 1).to_string();
    if labels.iter().enumerate().all(plain) {
        return Vec::new();
    }
    labels
}

/// The label of a page of a range, so many pages after its first one.
fn label(range: &Dict<'_>, step: u32) -> String {
    let prefix = range.get::<PdfString<'_>>(P);
    let prefix = prefix
        .map(|prefix| decode_text(prefix.as_bytes()))
        .unwrap_or_default();
    let number = range.get::<u32>(ST).unwrap_or(1).saturating_add(step);
    let style = range.get::<Name<'_>>(S);
    let written = match style.as_deref() {
        Some(b"D") => None,
        Some(b"r") => roman(number).map(|number| number.to_lowercase()),
        Some(b"R") => roman(number),
        Some(b"a") => letters(number, 'a'),
        Some(b"A") => letters(number, 'A'),
        _ => Some(String::new()),
    };
    let number = written.unwrap_or_else(|| number.to_string());
    prefix + &number
}

/// When the file was signed, to the minute, in the order of its fields.
pub(super) fn signed(catalogue: &Dict<'_>) -> Vec<String> {
    let form = catalogue.get::<Dict<'_>>(ACRO_FORM);
    let Some(fields) = form.and_then(|form| form.get::<Array<'_>>(FIELDS)) else {
        return Vec::new();
    };
    let mut signed = Vec::new();
    let mut left = MOST;
    let mut open = vec![(fields, 0)];
    while let Some((fields, depth)) = open.pop() {
        for field in fields.iter::<Dict<'_>>().take(left) {
            left -= 1;
            let signature = field
                .get::<Name<'_>>(FT)
                .is_some_and(|kind| kind.as_ref() == b"Sig");
            let value = field.get::<Dict<'_>>(V).filter(|_| signature);
            let moment = value.and_then(|value| value.get::<PdfString<'_>>(M));
            signed.extend(moment.and_then(|moment| minute(&decode_text(moment.as_bytes()))));
            let kids = field.get::<Array<'_>>(KIDS).filter(|_| depth < DEEPEST);
            open.extend(kids.map(|kids| (kids, depth + 1)));
        }
    }
    signed
}
