//! The walk through what is shown of a page: what opens, what is written, what closes.

mod forms;
mod inline;
mod lists;
mod notes;
mod tables;

use paper::BlockKind;

use super::address::Addresses;
use super::line::{Line, Looks};
use super::measure::Measure;
use super::names::{self, heading};
use super::tree::{Id, Step, Tree};
use crate::flow::symbols::SymbolFont;
use crate::flow::table::Table;
use crate::flow::{Flow, Piece};
use crate::letters;

use forms::Forms;
use lists::List;
use notes::Notes;

/// What the walk goes through.
pub(super) struct Source<'t> {
    pub(super) tree: &'t Tree,
    pub(super) order: &'t [Id],
    pub(super) shown: &'t [bool],
    pub(super) measures: &'t [Measure],
    pub(super) addresses: &'t Addresses,
    /// Whether it is a letter, all of which is content.
    pub(super) is_letter: bool,
}

/// The state of the walk.
pub(super) struct Walk<'t> {
    source: Source<'t>,
    /// Whether there are changes that nobody has accepted.
    pub(super) tracked: bool,
    flows: Vec<Flow>,
    line: Line,
    /// The label of the item that has begun, and how deep it is.
    label: Option<(String, u8)>,
    lists: Vec<List>,
    tables: Vec<tables::Open>,
    tables_seen: u32,
    headings: Vec<u8>,
    links: Vec<inline::Link>,
    strong: usize,
    kept: usize,
    raised: usize,
    fonts: Vec<(Id, Option<SymbolFont>)>,
    forms: Forms,
    notes: Notes,
    /// Where the label of an item that Word wrote began.
    typed_label: Option<(u64, usize)>,
}

impl<'t> Walk<'t> {
    pub(super) fn new(source: Source<'t>) -> Self {
        Self {
            forms: Forms::of(&source),
            notes: Notes::of(&source),
            source,
            tracked: false,
            flows: vec![Flow::default()],
            line: Line::default(),
            label: None,
            lists: Vec::new(),
            tables: Vec::new(),
            tables_seen: 0,
            headings: Vec::new(),
            links: Vec::new(),
            strong: 0,
            kept: 0,
            raised: 0,
            fonts: Vec::new(),
            typed_label: None,
        }
    }

    /// Reads a node and all within it.
    pub(super) fn read(&mut self, root: Id) {
        let tree = self.source.tree;
        let mut step = Some(Step::Enter(root));
        while let Some(now) = step {
            step = match now {
                Step::Enter(id) if !self.enter(id) => tree.step(root, Step::Leave(id)),
                Step::Leave(id) => {
                    if self.is_shown(id) {
                        self.leave(id);
                    }
                    tree.step(root, now)
                }
                Step::Enter(_) => tree.step(root, now),
            };
        }
    }

    /// What has been read.
    pub(super) fn finish(&mut self) -> Vec<Piece> {
        self.flush();
        self.flows.truncate(1);
        self.flows.pop().unwrap_or_default().pieces
    }

    fn is_shown(&self, id: Id) -> bool {
        self.source.shown.get(id.at()) == Some(&true)
    }

    fn measure(&self, id: Id) -> Measure {
        self.source
            .measures
            .get(id.at())
            .copied()
            .unwrap_or_default()
    }

    /// Opens a node; says whether to go into it.
    fn enter(&mut self, id: Id) -> bool {
        // What is shown may stand within what is not: a title in the head of a site.
        if !self.is_shown(id) {
            return true;
        }
        let tree = self.source.tree;
        if let Some(text) = tree.text(id) {
            self.write(text);
            return true;
        }
        let name = tree.name(id);
        if names::is_block(name) {
            self.flush();
        }
        if self.notes.is_note(id) {
            return false;
        }
        self.begin_looks(id, name);
        match name {
            "br" => self.line.add_break(),
            "ul" | "ol" | "menu" | "dir" => self.begin_list(id),
            "li" => self.begin_item(id),
            "table" => self.begin_table(id),
            "dl" => self.begin_definitions(id),
            "tr" => self.begin_row(),
            "dt" if self.is_in_pairs() => {
                self.begin_row();
                self.begin_cell(id);
            }
            "dd" if self.is_in_pairs() => self.begin_cell(id),
            "td" | "th" => self.begin_cell(id),
            "a" => return self.begin_link(id),
            "del" => {
                self.tracked |= self.measure(id).text > 0;
                self.end_looks(id, name);
                return false;
            }
            "ins" => self.tracked |= self.measure(id).text > 0,
            "label" => self.begin_label(id),
            "input" => self.input(id),
            "select" => {
                self.select(id);
                return false;
            }
            "button" => return self.is_read_button(id),
            _ => self.begin_styled(id),
        }
        true
    }

    fn leave(&mut self, id: Id) {
        let name = self.source.tree.name(id);
        if name.is_empty() {
            return;
        }
        match name {
            "a" => self.end_link(id),
            "option" | "textarea" => self.line.add_space(),
            _ => self.end_styled(id),
        }
        if names::is_block(name) {
            self.flush();
        }
        match name {
            "ul" | "ol" | "menu" | "dir" => {
                self.lists.pop();
            }
            "li" => self.label = None,
            "table" | "dl" => self.end_table(),
            "tr" => self.end_row(),
            "td" | "th" => self.end_cell(),
            "dt" if self.is_in_pairs() => self.end_cell(),
            "dd" if self.is_in_pairs() => {
                self.end_cell();
                self.end_row();
            }
            _ => {}
        }
        self.end_looks(id, name);
    }

    fn begin_looks(&mut self, id: Id, name: &str) {
        let tree = self.source.tree;
        self.headings.extend(heading(tree, id));
        self.strong += usize::from(inline::is_strong(tree, id));
        self.kept += usize::from(keeps_spaces(name));
        self.raised += usize::from(inline::raises(tree, id));
        if let Some(font) = inline::font(tree, id) {
            self.fonts.push((id, font));
        }
    }

    fn end_looks(&mut self, id: Id, name: &str) {
        let tree = self.source.tree;
        if heading(tree, id).is_some() {
            self.headings.pop();
        }
        self.strong = self
            .strong
            .saturating_sub(usize::from(inline::is_strong(tree, id)));
        self.kept = self.kept.saturating_sub(usize::from(keeps_spaces(name)));
        self.raised = self
            .raised
            .saturating_sub(usize::from(inline::raises(tree, id)));
        if self.fonts.last().is_some_and(|(of, _)| *of == id) {
            self.fonts.pop();
        }
    }

    fn looks(&self) -> Looks {
        Looks {
            strong: self.strong > 0,
            kept: self.kept > 0,
            font: self.fonts.last().and_then(|(_, font)| *font),
        }
    }

    /// Appends characters.
    fn write(&mut self, text: &str) {
        let looks = self.looks();
        for c in text.chars() {
            if self.line.is_ended() && !c.is_whitespace() {
                self.flush();
            }
            let c = if self.raised > 0 {
                inline::raised(c)
            } else {
                c
            };
            self.line.push(c, looks);
        }
    }

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        self.show_open_links();
        let begun = Line::begun(self.line.serial + 1);
        let line = std::mem::replace(&mut self.line, begun);
        let text = letters::composed(line.text);
        let text = text.trim();
        if !text.is_empty() {
            let piece = self.piece(text, line.strength.is_heading(text));
            if let Some(flow) = self.flows.last_mut() {
                flow.pieces.push(piece);
            }
        }
        if let Some(flow) = self.flows.last_mut() {
            flow.pieces.extend(line.after);
        }
    }

    /// The paragraph as a block.
    fn piece(&mut self, text: &str, is_set_off: bool) -> Piece {
        let label = self.label.take();
        let level = self.headings.last().copied();
        let is_bullet = |label: &str| label.chars().all(|c| !c.is_alphanumeric());
        let (kind, depth, text) = match (level, label) {
            // A list of headings has its dots for the sake of the markup.
            (Some(level), label) => {
                let text = text.replace('\n', " ");
                match label.filter(|(label, _)| !is_bullet(label)) {
                    Some((label, _)) => (BlockKind::Heading, level, format!("{label} {text}")),
                    None => (BlockKind::Heading, level, text),
                }
            }
            (None, Some((label, depth))) => (BlockKind::Item, depth, format!("{label} {text}")),
            (None, None) if is_set_off && self.lists.is_empty() => {
                (BlockKind::Heading, 0, text.to_owned())
            }
            (None, None) => (BlockKind::Paragraph, 0, text.to_owned()),
        };
        Piece::Block { kind, depth, text }
    }
}

fn keeps_spaces(name: &str) -> bool {
    matches!(name, "pre" | "textarea" | "listing" | "xmp" | "plaintext")
}
