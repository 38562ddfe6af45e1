//! Links, raised figures, and what inline styles say of characters.

use super::Walk;
use crate::flow::symbols::{self, SymbolFont};
use crate::html::names::{self, style};
use crate::html::tree::{Id, Tree};
use crate::links::shown_address;

/// A link that is open.
#[derive(Debug)]
pub(super) struct Link {
    id: Id,
    /// The paragraph in which its text began, and where.
    serial: u64,
    at: usize,
    address: Option<String>,
}

/// Whether an element sets off what is in it.
pub(super) fn is_strong(tree: &Tree, id: Id) -> bool {
    let name = tree.name(id);
    if matches!(name, "strong-" | "summary" | "legend") {
        return true;
    }
    style(tree, id, "font-weight").is_some_and(|weight| {
        matches!(
            weight.to_ascii_lowercase().as_str(),
            "bold" | "bolder" | "600" | "700" | "800" | "900"
        )
    }) || name == "span"
        && tree
            .attribute(id, "size")
            .is_some_and(|size| matches!(size.trim(), "5" | "6" | "7" | "+2" | "+3" | "+4"))
}

/// The font that an element names; `Some(None)` for one of letters.
pub(super) fn font(tree: &Tree, id: Id) -> Option<Option<SymbolFont>> {
    let family = style(tree, id, "font-family");
    let family = family.or_else(|| tree.attribute(id, "face")).or_else(|| {
        // "font: 7.0pt "Times New Roman"": the family is what follows the size.
        let (_, family) = style(tree, id, "font")?.split_once(' ')?;
        Some(family)
    })?;
    let first = family.split(',').next().unwrap_or_default();
    Some(symbols::font(first.trim().trim_matches(['"', '\''])))
}

impl Walk<'_> {
    /// Says whether to go into the link.
    pub(super) fn begin_link(&mut self, id: Id) -> bool {
        let tree = self.source.tree;
        if let Some(note) = self.notes.called_by(id) {
            self.note(note);
        } else if self.notes.is_open() && self.notes.leads_back(tree, id) {
            return false;
        }
        let address = tree
            .attribute(id, "href")
            .and_then(|address| self.source.addresses.whole(address));
        self.links.push(Link {
            id,
            serial: self.line.serial,
            at: self.line.text.len(),
            address,
        });
        true
    }

    pub(super) fn end_link(&mut self, id: Id) {
        if self.links.last().is_none_or(|link| link.id != id) {
            return;
        }
        self.show_open_links();
        self.links.pop();
    }

    /// Writes after what stands of a link in this paragraph where it leads.
    pub(super) fn show_open_links(&mut self) {
        let line = &mut self.line;
        for link in &mut self.links {
            let at = if link.serial == line.serial {
                link.at
            } else {
                0
            };
            let text = line.text.get(at..).unwrap_or_default().trim();
            if text.is_empty() {
                continue;
            }
            if let Some(address) = link.address.take()
                && let Some(shown) = shown_address(&address, text)
            {
                line.append(" ");
                line.append(&shown);
            }
        }
    }

    /// What the style of an element begins: the label that Word has written before an item.
    pub(super) fn begin_styled(&mut self, id: Id) {
        let tree = self.source.tree;
        if style(tree, id, "mso-list").is_some_and(|list| list.eq_ignore_ascii_case("ignore")) {
            self.typed_label = Some((self.line.serial, self.line.text.len()));
        }
    }

    pub(super) fn end_styled(&mut self, id: Id) {
        let tree = self.source.tree;
        if !style(tree, id, "mso-list").is_some_and(|list| list.eq_ignore_ascii_case("ignore")) {
            return;
        }
        let Some((serial, at)) = self.typed_label.take() else {
            return;
        };
        let text = self
            .line
            .text
            .get(at..)
            .unwrap_or_default()
            .trim()
            .to_owned();
        if serial != self.line.serial || at > 0 || text.is_empty() {
            return;
        }
        let is_dot = text.chars().count() == 1
            && (text == "o" || !text.starts_with(|c: char| c.is_alphanumeric()));
        let label = if is_dot {
            symbols::bullet(&text, None)
        } else {
            text
        };
        self.line.text.truncate(at);
        self.label = Some((label, level(tree, id)));
    }
}

/// How deep an item of Word is: `mso-list: l0 level2 lfo1` on the paragraph.
fn level(tree: &Tree, id: Id) -> u8 {
    let stated = tree.around(id).find_map(|above| {
        names::style(tree, above, "mso-list")?
            .split_whitespace()
            .find_map(|word| word.strip_prefix("level")?.parse::<u8>().ok())
    });
    stated.unwrap_or(1).saturating_sub(1).min(8)
}

/// Whether an element raises figures: they stay raised, so that no number grows by a figure.
pub(super) fn raises(tree: &Tree, id: Id) -> bool {
    let is_figures = |text: String| {
        let text = text.trim();
        !text.is_empty() && text.len() < 4 && text.bytes().all(|b| b.is_ascii_digit())
    };
    tree.name(id) == "sup" && tree.within(id).take(8).count() < 8 && is_figures(tree.all_text(id))
}

/// A figure as it looks when it is raised.
pub(super) fn raised(c: char) -> char {
    let raised = match c {
        '1' => Some('¹'),
        '2' => Some('²'),
        '3' => Some('³'),
        '0' | '4'..='9' => char::from_u32(0x2070 + u32::from(c) - u32::from('0')),
        _ => None,
    };
    raised.unwrap_or(c)
}
