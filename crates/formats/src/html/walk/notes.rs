//! Footnotes: read where they are called.

use paper::BlockKind;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Source, Walk};
use crate::flow::{Flow, Piece, joined};
use crate::html::line::Line;
use crate::html::names::{self, style};
use crate::html::tree::{Id, Tree};

/// Characters that a footnote may have.
const LONGEST: u32 = 4_000;

/// The notes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// By the link that calls it.
    calls: FxHashMap<Id, Id>,
    blocks: FxHashSet<Id>,
    /// Whether one is being read.
    open: bool,
}

impl Notes {
    pub(super) fn of(source: &Source<'_>) -> Self {
        let tree = source.tree;
        let mut notes = Self::default();
        let mut calls: Vec<(Id, &str)> = Vec::new();
        let mut targets: FxHashMap<&str, Id> = FxHashMap::default();
        for &id in source.order {
            for name in ["id", "name"] {
                if let Some(name) = tree.attribute(id, name) {
                    targets.entry(name).or_insert(id);
                }
            }
            if source.shown.get(id.at()) != Some(&true) {
                continue;
            }
            if let Some(name) = target(tree, id)
                && is_mark(&tree.all_text(id))
            {
                calls.push((id, name));
            }
        }
        for (call, name) in calls {
            let Some(&target) = targets.get(name) else {
                continue;
            };
            if let Some(block) = block(source, target)
                && block.at() > call.at()
                && !tree.around(call).any(|above| above == block)
                && !tree.around(call).any(|above| notes.blocks.contains(&above))
                && notes.blocks.insert(block)
            {
                notes.calls.insert(call, block);
            }
        }
        notes
    }

    /// Whether a block is a note, which is read where it is called.
    pub(super) fn is_note(&self, id: Id) -> bool {
        !self.open && self.blocks.contains(&id)
    }

    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// The note that a link calls, each once.
    pub(super) fn called_by(&mut self, id: Id) -> Option<Id> {
        if self.open {
            return None;
        }
        self.calls.remove(&id)
    }

    /// Whether a link in a note is an arrow up to where it is called.
    pub(super) fn leads_back(&self, tree: &Tree, id: Id) -> bool {
        let text = tree.all_text(id);
        target(tree, id).is_some() && matches!(text.trim(), "↩" | "↑" | "^" | "↩︎")
    }
}

/// The place in the page that a link leads to.
fn target(tree: &Tree, id: Id) -> Option<&str> {
    if tree.name(id) != "a" {
        return None;
    }
    tree.attribute(id, "href")?
        .trim()
        .strip_prefix('#')
        .filter(|name| !name.is_empty())
}

/// "1", "[1]", "*", "(a)".
fn is_mark(text: &str) -> bool {
    let inner = text.trim().trim_matches(['[', ']', '(', ')']).trim();
    let count = inner.chars().count();
    (1..=3).contains(&count)
        && (inner.chars().all(|c| c.is_ascii_digit())
            || inner.chars().all(|c| matches!(c, '*' | '†' | '‡'))
            || count == 1 && inner.chars().all(|c| c.is_ascii_lowercase())
            || inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x')))
}

/// The block of a note, from the place that a call leads to.
fn block(source: &Source<'_>, target: Id) -> Option<Id> {
    let tree = source.tree;
    let says_note = |id: Id| {
        names::words(tree, id).iter().flatten().any(|word| {
            [
                "ftn", "edn", "fn", "footnote", "endnote", "note", "fodnote", "slutnote", "cite",
            ]
            .iter()
            .any(|start| word.trim_end_matches(|c: char| c.is_ascii_digit()) == *start)
        }) || style(tree, id, "mso-element").is_some_and(|element| element.ends_with("note"))
    };
    let chain = || std::iter::once(target).chain(tree.around(target).take(4));
    let own = |id: &Id| {
        matches!(
            tree.name(*id),
            "li" | "p" | "div" | "dd" | "aside" | "section"
        )
    };
    let nearest = chain().find(own)?;
    let outer =
        chain().find(|&id| tree.name(id) == "div" && says_note(id) && is_single(source, id));
    let block = outer.unwrap_or(nearest);
    let measure = source.measures.get(block.at()).copied().unwrap_or_default();
    let leads_back = tree
        .within(block)
        .take(200)
        .any(|inner| self::target(tree, inner).is_some());
    let named = tree
        .attribute(target, "name")
        .unwrap_or_default()
        .trim_start_matches('_');
    let is_named = named.starts_with("ftn") || named.starts_with("edn");
    (measure.text > 1
        && measure.text < LONGEST
        && measure.headings == 0
        && source.shown.get(block.at()) == Some(&true)
        && (leads_back || is_named || says_note(target) || says_note(block)))
    .then_some(block)
}

/// Whether a division holds one note and not all of them.
fn is_single(source: &Source<'_>, id: Id) -> bool {
    let measure = source.measures.get(id.at()).copied().unwrap_or_default();
    measure.items == 0 && measure.text < LONGEST && measure.links < 4
}

impl Walk<'_> {
    /// Reads a note, to stand after the paragraph that is open.
    pub(super) fn note(&mut self, block: Id) {
        let begun = Line::begun(self.line.serial + 1);
        let line = std::mem::replace(&mut self.line, begun);
        let label = self.label.take();
        let headings = std::mem::take(&mut self.headings);
        let links = std::mem::take(&mut self.links);
        let tables = std::mem::take(&mut self.tables);
        let looks = (self.raised, self.strong, self.kept);
        (self.raised, self.strong, self.kept) = (0, 0, 0);
        self.flows.push(Flow::default());
        self.notes.open = true;
        self.read(block);
        self.flush();
        self.notes.open = false;
        let pieces = self.flows.pop().unwrap_or_default().pieces;
        (self.line, self.label, self.headings) = (line, label, headings);
        (self.links, self.tables) = (links, tables);
        (self.raised, self.strong, self.kept) = looks;
        let text = joined(&pieces);
        let text = text.strip_prefix("• ").unwrap_or(&text);
        if !text.is_empty() {
            self.line.after.push(Piece::Block {
                kind: BlockKind::Note,
                depth: 0,
                text: text.to_owned(),
            });
        }
    }
}
