//! Forms as they were filled in.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Source, Walk};
use crate::html::measure::typed;
use crate::html::tree::{Id, Tree};

/// Which boxes have labels that stand before or around them.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// The box of a label.
    boxes: FxHashMap<Id, Id>,
    labelled: FxHashSet<Id>,
}

impl Forms {
    pub(super) fn of(source: &Source<'_>) -> Self {
        let tree = source.tree;
        let mut forms = Self::default();
        let is_shown = |id: Id| source.shown.get(id.at()) == Some(&true);
        let mut by_id: FxHashMap<&str, Id> = FxHashMap::default();
        for &id in source
            .order
            .iter()
            .filter(|&&id| is_box(tree, id) && is_shown(id))
        {
            if let Some(name) = tree.attribute(id, "id") {
                by_id.entry(name).or_insert(id);
            }
            if let Some(label) = tree.around(id).find(|&above| tree.name(above) == "label")
                && !forms.boxes.contains_key(&label)
            {
                forms.join(label, id);
            }
        }
        if by_id.is_empty() {
            return forms;
        }
        for &label in source
            .order
            .iter()
            .filter(|&&id| tree.name(id) == "label" && is_shown(id))
        {
            let named = tree
                .attribute(label, "for")
                .and_then(|name| by_id.get(name));
            if let Some(&named) = named
                && !forms.labelled.contains(&named)
                && !forms.boxes.contains_key(&label)
            {
                forms.join(label, named);
            }
        }
        forms
    }

    fn join(&mut self, label: Id, named: Id) {
        self.boxes.insert(label, named);
        self.labelled.insert(named);
    }
}

/// A box to tick: one of several, or any.
fn is_box(tree: &Tree, id: Id) -> bool {
    tree.name(id) == "input"
        && tree.attribute(id, "type").is_some_and(|kind| {
            kind.eq_ignore_ascii_case("checkbox") || kind.eq_ignore_ascii_case("radio")
        })
}

impl Walk<'_> {
    /// A box stands before its label, wherever the page has it.
    pub(super) fn begin_label(&mut self, id: Id) {
        if let Some(&named) = self.forms.boxes.get(&id) {
            self.tick(named);
        }
    }

    fn tick(&mut self, id: Id) {
        let is_ticked = self.source.tree.attribute(id, "checked").is_some();
        self.line.add_space();
        self.write(if is_ticked { "☒" } else { "☐" });
        self.line.add_space();
    }

    pub(super) fn input(&mut self, id: Id) {
        let tree = self.source.tree;
        if is_box(tree, id) {
            if !self.forms.labelled.contains(&id) {
                self.tick(id);
            }
            return;
        }
        if let Some(value) = typed(tree, id) {
            self.line.add_space();
            self.write(value);
            self.line.add_space();
        }
    }

    /// The choices made of a list, or the one that it shows.
    pub(super) fn select(&mut self, id: Id) {
        let tree = self.source.tree;
        let options: Vec<Id> = tree
            .within(id)
            .filter(|&one| tree.name(one) == "option")
            .collect();
        let chosen = options
            .iter()
            .filter(|&&one| tree.attribute(one, "selected").is_some());
        let mut chosen: Vec<Id> = chosen.copied().collect();
        if chosen.is_empty() && tree.attribute(id, "size").is_none() {
            chosen.extend(options.first());
        }
        for option in chosen {
            self.line.add_space();
            self.write(&tree.all_text(option));
            self.line.add_space();
        }
    }

    /// Whether what stands on a button is text of the page: a heading that unfolds what is below it.
    pub(super) fn is_read_button(&self, id: Id) -> bool {
        let tree = self.source.tree;
        let unfolds = [
            "aria-expanded",
            "aria-controls",
            "data-target",
            "data-bs-target",
        ]
        .iter()
        .any(|name| tree.attribute(id, name).is_some());
        self.source.is_letter || unfolds || !self.headings.is_empty()
    }
}
