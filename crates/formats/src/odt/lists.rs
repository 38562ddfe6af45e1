//! Lists while their items go by, and the labels that they show.

use std::collections::HashMap;

use crate::flow::labels::label_of;
use crate::flow::lists::{Format, LEVELS};

use super::styles::{ListStyle, Styles};

type Counts = [Option<u32>; LEVELS];

/// Lists whose counts are kept for those that go on from them.
const MOST_KEPT: usize = 10_000;

#[derive(Debug, Default)]
struct List {
    style: String,
    id: String,
    /// Whether the next paragraph is the first of its item.
    begins_item: bool,
}

/// The lists that are open, and what they have come to.
#[derive(Debug, Default)]
pub(super) struct Lists {
    open: Vec<List>,
    counts: Counts,
    /// The counts of lists that have ended, by their style and by their id.
    by_style: HashMap<String, Counts>,
    by_id: HashMap<String, Counts>,
    outline: Counts,
}

/// What the file says of a list as it opens.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) style: Option<String>,
    pub(super) id: String,
    /// Whether it goes on from the one of its style before it, or from the one with an id.
    pub(super) goes_on: bool,
    pub(super) goes_on_from: Option<String>,
}

impl Lists {
    /// A list opens within those that are open.
    pub(super) fn begin(&mut self, stated: Stated) {
        let outer = self.open.last().map(|list| list.style.clone());
        let style = stated.style.or(outer).unwrap_or_default();
        if self.open.is_empty() {
            let from = stated.goes_on_from.and_then(|id| self.by_id.get(&id));
            let before = from.or_else(|| self.by_style.get(&style).filter(|_| stated.goes_on));
            self.counts = before.copied().unwrap_or_default();
        }
        self.open.push(List {
            style,
            id: stated.id,
            begins_item: false,
        });
    }

    pub(super) fn end(&mut self) {
        let Some(list) = self.open.pop() else {
            return;
        };
        if self.open.is_empty() {
            if self.by_style.len() < MOST_KEPT {
                self.by_style.insert(list.style, self.counts);
            }
            if !list.id.is_empty() && self.by_id.len() < MOST_KEPT {
                self.by_id.insert(list.id, self.counts);
            }
        }
    }

    /// An item opens; it may state its number.
    pub(super) fn begin_item(&mut self, start: Option<u32>, is_header: bool) {
        let level = self.open.len().saturating_sub(1);
        if let Some(list) = self.open.last_mut() {
            list.begins_item = !is_header;
        }
        if let (Some(start), Some(count)) = (start, self.counts.get_mut(level)) {
            *count = start.checked_sub(1);
        }
    }

    /// How deep lists are nested, from 0; `None` outside of them.
    pub(super) fn depth(&self) -> Option<usize> {
        self.open.len().checked_sub(1)
    }

    /// The label of the paragraph that ends now, if it is the first of its item.
    pub(super) fn label(&mut self, styles: &Styles, by_paragraph: Option<&str>) -> Option<String> {
        let level = self.depth()?;
        let list = self.open.last_mut()?;
        if !std::mem::take(&mut list.begins_item) {
            return None;
        }
        let stated = styles.list(&list.style);
        let style = stated.or_else(|| styles.list(by_paragraph?))?;
        count(&mut self.counts, style, level)
    }

    /// The label of a heading that stands in no list: the numbering of the outline.
    pub(super) fn outline_label(&mut self, styles: &Styles, level: usize) -> Option<String> {
        let definition = styles.outline.level(level)?;
        if definition.format == Format::None && definition.text.is_empty() {
            return None;
        }
        count(&mut self.outline, &styles.outline, level)
    }
}

/// Counts one more item and writes its label.
fn count(counts: &mut Counts, style: &ListStyle, level: usize) -> Option<String> {
    let start = style.level(level)?.start;
    let count = counts.get_mut(level)?;
    *count = Some(count.map_or(start, |count| count.saturating_add(1)));
    for below in counts.iter_mut().skip(level + 1) {
        *below = None;
    }
    let label = label_of(|level| style.level(level), level, counts);
    (!label.is_empty()).then_some(label)
}
