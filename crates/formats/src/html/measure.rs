//! How much text, how many links and which blocks each element holds.

use super::names;
use super::tree::{Id, Tree};

/// What an element holds, all that is within it counted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measure {
    /// Characters, spaces left out.
    pub(super) text: u32,
    /// Of them, those of links.
    pub(super) linked: u32,
    pub(super) links: u32,
    /// Links that lead to files such as papers are.
    pub(super) files: u32,
    pub(super) paragraphs: u32,
    pub(super) breaks: u32,
    pub(super) headings: u32,
    pub(super) tables: u32,
    pub(super) items: u32,
    pub(super) inputs: u32,
}

impl Measure {
    fn add(&mut self, other: Self) {
        self.text = self.text.saturating_add(other.text);
        self.linked = self.linked.saturating_add(other.linked);
        self.links += other.links;
        self.files += other.files;
        self.paragraphs += other.paragraphs;
        self.breaks += other.breaks;
        self.headings += other.headings;
        self.tables += other.tables;
        self.items += other.items;
        self.inputs += other.inputs;
    }

    /// Whether so many percent of the text are links, and there is text.
    pub(super) fn is_linked(self, percent: u64) -> bool {
        self.text > 0 && u64::from(self.linked) * 100 >= u64::from(self.text) * percent
    }

    /// Whether most of its links lead to files: a list of papers, not a menu.
    pub(super) fn is_of_files(self) -> bool {
        self.files > 0 && self.files * 2 >= self.links
    }
}

/// The measures of all nodes, by their places; what is not shown counts nothing.
pub(super) fn measures(tree: &Tree, order: &[Id], shown: &[bool]) -> Vec<Measure> {
    let mut measures = vec![Measure::default(); tree.len()];
    for &id in order.iter().rev() {
        if shown.get(id.at()) != Some(&true) {
            continue;
        }
        let mut measure = measures.get(id.at()).copied().unwrap_or_default();
        own(tree, id, &mut measure);
        if let Some(place) = measures.get_mut(id.at()) {
            *place = measure;
        }
        if let Some(place) = tree
            .parent(id)
            .and_then(|above| measures.get_mut(above.at()))
        {
            place.add(measure);
        }
    }
    measures
}

/// What the node itself adds to what is within it.
fn own(tree: &Tree, id: Id, measure: &mut Measure) {
    if let Some(text) = tree.text(id) {
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        measure.text = u32::try_from(count).unwrap_or(u32::MAX);
        return;
    }
    match tree.name(id) {
        "a" => {
            if let Some(address) = tree.attribute(id, "href") {
                measure.linked = measure.text;
                measure.links += u32::from(measure.text > 0);
                measure.files += u32::from(measure.text > 0 && leads_to_file(address));
            }
        }
        "p" => measure.paragraphs += u32::from(measure.text > 0),
        "br" => measure.breaks += 1,
        "table" => measure.tables += 1,
        "li" => measure.items += 1,
        "input" => {
            measure.inputs += 1;
            let value = typed(tree, id).unwrap_or_default();
            measure.text = u32::try_from(value.len()).unwrap_or(u32::MAX);
        }
        "select" | "textarea" => measure.inputs += 1,
        _ if names::heading(tree, id).is_some() => measure.headings += 1,
        _ => {}
    }
}

/// What somebody has typed into a field.
pub(super) fn typed(tree: &Tree, id: Id) -> Option<&str> {
    const NOT_TYPED: &[&str] = &[
        "button", "checkbox", "color", "file", "hidden", "image", "password", "radio", "range",
        "reset", "search", "submit",
    ];
    let kind = tree.attribute(id, "type").unwrap_or_default();
    let is_typed = !NOT_TYPED.iter().any(|one| kind.eq_ignore_ascii_case(one));
    let value = tree.attribute(id, "value")?.trim();
    (is_typed && !value.is_empty()).then_some(value)
}

/// Whether an address names a file to fetch, as the systems of Danish authorities write it.
fn leads_to_file(address: &str) -> bool {
    const ENDS: &[&str] = &[
        ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".rtf", ".odt", ".ods", ".zip",
        ".txt", ".csv", ".msg", ".tif", ".ashx",
    ];
    const PARTS: &[&str] = &[
        "bilag",
        "download",
        "attachment",
        "vedhaeft",
        "dokument",
        "getfile",
    ];
    let lower = address.to_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    ENDS.iter().any(|end| path.ends_with(end)) || PARTS.iter().any(|part| lower.contains(part))
}
