//! The control words and what each does.

use crate::flow::marks::Edges;

use super::Reading;
use super::context::Kind;
use super::state::{Destination, Ends, Look, Moment, Property, Shape};
use super::styles::level_of;
use crate::text::pages::Letters;

/// The cell that is being laid out: its edge is told last.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellLayout {
    continues: bool,
    gone: bool,
}

/// The settings of a form's field as they are told.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FormField {
    is_box: bool,
    result: Option<i32>,
    default: Option<i32>,
}

/// Cells that a row may have; more edges than that are a lie.
const MOST_EDGES: usize = 256;

/// Destinations that hold nothing of the text, though nothing in them says so.
const UNSEEN: &[&str] = &[
    "colortbl",
    "filetbl",
    "pict",
    "objdata",
    "nonshppict",
    "nonesttables",
    "shprslt",
    "xe",
    "tc",
    "tcn",
    "rxe",
    "txe",
    "bkmkstart",
    "bkmkend",
    "template",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "private1",
    "objclass",
    "objname",
    "objalias",
    "objsect",
    "panose",
    "falt",
    "fontemb",
    "keycode",
    "buptim",
    "printim",
    "doccomm",
    "comment",
    "hlinkbase",
    "operator",
    "manager",
    "company",
    "category",
    "datafield",
    "sn_unused",
    "atnid",
    "atntime",
    "atndate",
    "atnref",
    "atnicn",
    "mmathPr",
    "themedata",
    "colorschememapping",
];

impl Reading {
    pub(super) fn symbol(&mut self, symbol: u8) {
        self.decode();
        match symbol {
            b'*' => {
                let group = self.group();
                group.optional = group.is_fresh;
            }
            _ if self.stand_ins > 0 => self.stand_ins -= 1,
            b'~' => self.write("\u{a0}"),
            b'_' => self.write("-"),
            b'{' => self.write("{"),
            b'}' => self.write("}"),
            b'\\' => self.write("\\"),
            b'\t' => self.write("\t"),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
    }

    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        if word == "u" {
            self.unicode(number);
            return;
        }
        self.half = None;
        let optional = std::mem::take(&mut self.group().optional);
        let is_fresh = std::mem::take(&mut self.group().is_fresh);
        if self.destination(word, optional, is_fresh)
            || self.group().destination == Destination::Skip
        {
            return;
        }
        let on = number != Some(0);
        let destination = self.group().destination;
        match destination {
            Destination::FontTable | Destination::FontName => self.font_word(word, number),
            Destination::StyleSheet | Destination::StyleName => self.style_word(word, number),
            Destination::Moment(moment) => self.properties.time(moment, word, number.unwrap_or(0)),
            Destination::FormField => self.form_word(word, number),
            Destination::ListTable | Destination::LevelText => self.list_word(word, number),
            Destination::Info => {}
            _ if self.character(word) => {}
            _ if self.look_word(word, number, on) => {}
            Destination::Text => self.text_word(word, number),
            _ => {}
        }
    }

    /// A character of Unicode, with characters after it for programs that know none.
    fn unicode(&mut self, number: Option<i32>) {
        self.group().optional = false;
        let code = number.map(|code| if code < 0 { code + 0x1_0000 } else { code });
        let Some(code) = code.and_then(|code| u32::try_from(code).ok()) else {
            return;
        };
        self.stand_ins = self.group().stand_ins;
        let half = self.half.take();
        let c = match (half, u16::try_from(code)) {
            (None, Ok(unit @ 0xd800..0xdc00)) => {
                self.half = Some(unit);
                return;
            }
            (Some(high), Ok(low @ 0xdc00..0xe000)) => {
                char::decode_utf16([high, low]).next().and_then(Result::ok)
            }
            _ => char::from_u32(code),
        };
        self.write(
            c.unwrap_or(char::REPLACEMENT_CHARACTER)
                .encode_utf8(&mut [0; 4]),
        );
    }

    /// Whether the word says where the characters of the group go.
    fn destination(&mut self, word: &str, optional: bool, is_fresh: bool) -> bool {
        if self.group().destination == Destination::Skip {
            return true;
        }
        let (destination, ends) = match word {
            "fonttbl" => (Destination::FontTable, Ends::Font),
            "stylesheet" => (Destination::StyleSheet, Ends::Nothing),
            "info" => (Destination::Info, Ends::Nothing),
            "title" => (Destination::Property(Property::Title), Ends::Nothing),
            "author" => (Destination::Property(Property::Author), Ends::Nothing),
            "subject" => (Destination::Property(Property::Subject), Ends::Nothing),
            "keywords" => (Destination::Property(Property::Keywords), Ends::Nothing),
            "creatim" => (Destination::Moment(Moment::Created), Ends::Nothing),
            "revtim" => (Destination::Moment(Moment::Modified), Ends::Nothing),
            "fldinst" => (Destination::Instruction, Ends::Nothing),
            "formfield" => (Destination::FormField, Ends::FormField),
            "ffl" => (Destination::FormEntry, Ends::FormEntry),
            "listtext" | "pntext" => (Destination::Label, Ends::Label),
            "listtable" | "listoverridetable" => (Destination::ListTable, Ends::Nothing),
            "atnauthor" => (Destination::CommentAuthor, Ends::Nothing),
            "sp" => (Destination::Skip, Ends::ShapeProperty),
            _ => return self.other_destination(word, optional, is_fresh),
        };
        self.group().destination = destination;
        self.group().ends = ends;
        match word {
            "atnauthor" => self.author.clear(),
            // What is in it is name and value, each of which says so.
            "sp" => self.group().destination = Destination::Info,
            _ => {}
        }
        true
    }

    fn other_destination(&mut self, word: &str, optional: bool, is_fresh: bool) -> bool {
        match word {
            "header" | "headerl" | "headerr" | "headerf" => self.begin_context(Kind::Header),
            "footer" | "footerl" | "footerr" | "footerf" => self.begin_context(Kind::Footer),
            "footnote" => self.begin_context(Kind::Note),
            "annotation" => self.begin_context(Kind::Comment),
            "shptxt" | "dptxbxtext" => self.begin_context(Kind::Box),
            "sn" => self.group().destination = Destination::ShapeName,
            "sv" => self.group().destination = Destination::ShapeValue,
            "field" => {
                let anchor = self.context().paragraph.anchor();
                self.fields.push(crate::flow::fields::Field::new(anchor));
                self.group().ends = Ends::Field;
            }
            "fldrslt" => {
                let anchor = self.context().paragraph.anchor();
                if let Some(field) = self.fields.last_mut() {
                    field.separate(anchor);
                }
                // Within the instruction of another field the result is part of that.
                self.group().destination = self.outer_destination();
            }
            "nesttableprops" => {
                let edges = std::mem::take(&mut self.context().edges);
                self.outer_edges.push(edges);
                self.group().ends = Ends::NestedRow;
            }
            "NeXTGraphic" => {
                self.group().destination = Destination::Skip;
                self.group().ends = Ends::Picture;
            }
            "upr" => self.group().in_pairs = true,
            "ud" => self.group().destination = self.outer_destination(),
            // Drawings and objects: what is in them says itself what it is.
            "shpinst" | "do" | "shppict" | "object" | "result" | "shp" | "shpgrp" | "mmath"
            | "moMath" | "oMath" => {}
            "pn" => self.group().destination = Destination::Info,
            "pntxtb" | "pntxta" => self.group().destination = Destination::Skip,
            word if is_fresh && UNSEEN.contains(&word) || optional => {
                self.group().destination = Destination::Skip
            }
            _ => return false,
        }
        true
    }

    /// Where characters went outside of the group.
    fn outer_destination(&self) -> Destination {
        let outer = self.groups.len().checked_sub(2);
        outer
            .and_then(|outer| self.groups.get(outer))
            .map_or(Destination::Text, |group| group.destination)
    }

    fn font_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "f" => {
                self.fonts.begin(number.unwrap_or(0));
                self.group().destination = Destination::FontName;
            }
            "fcharset" => self.fonts.charset(number.unwrap_or(0)),
            "cpg" => self.fonts.page(number.unwrap_or(0)),
            _ => {}
        }
    }

    fn style_word(&mut self, word: &str, number: Option<i32>) {
        if self.group().destination == Destination::StyleSheet {
            self.styles.begin();
            self.group().destination = Destination::StyleName;
            self.group().ends = Ends::Style;
        }
        self.styles.word(word, number);
    }

    fn list_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "list" | "listoverride" => {
                self.lists.begin(word == "listoverride");
                self.group().ends = Ends::List;
            }
            "listlevel" => {
                self.lists.begin_level();
                self.group().ends = Ends::ListLevel;
            }
            "leveltext" => self.group().destination = Destination::LevelText,
            "levelnumbers" | "listname" | "liststylename" => {
                self.group().destination = Destination::Skip
            }
            "f" => {
                let font = self.fonts.get(number.unwrap_or(0));
                self.lists.font(font.symbols);
            }
            _ => self.lists.word(word, number),
        }
    }

    /// A field of a form (RTF 1.9.1, "Form Fields").
    fn form_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "fftype" => self.form.is_box = number == Some(1),
            // 25: as it is by default.
            "ffres" => self.form.result = number.filter(|&result| result != 25),
            "ffdefres" => self.form.default = number,
            _ => {}
        }
    }

    /// The settings are told: whether the box is ticked, or which entry of the list is chosen.
    pub(super) fn end_form_field(&mut self) {
        let form = std::mem::take(&mut self.form);
        let state = form.result.or(form.default).unwrap_or(0);
        if let Some(field) = self.fields.last_mut() {
            if form.is_box {
                field.checked = Some(state == 1);
            } else {
                field.choose(usize::try_from(state).unwrap_or(0));
            }
        }
    }

    /// Whether the word stands for a character.
    fn character(&mut self, word: &str) -> bool {
        let c = match word {
            "tab" => "\t",
            "line" | "lbr" => "\n",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "bullet" => "•",
            "endash" => "–",
            "emdash" => "—",
            "enspace" | "emspace" | "qmspace" => " ",
            _ => return false,
        };
        self.write(c);
        true
    }

    /// Whether the word says how characters look or how they are written.
    fn look_word(&mut self, word: &str, number: Option<i32>, on: bool) -> bool {
        let font = match word {
            "f" => number,
            "plain" => self.default_font,
            _ => None,
        };
        let font = font.map(|number| self.fonts.get(number));
        let look = &mut self.group().look;
        match word {
            "plain" => {
                *look = Look {
                    deleted: look.deleted,
                    ..Look::default()
                };
            }
            "b" => look.bold = on,
            "v" => look.hidden = on,
            "deleted" => look.deleted = on,
            "revised" => self.tracked |= on,
            "fs" => look.size = number,
            "f" => {}
            "uc" => {
                let count = number.and_then(|count| usize::try_from(count).ok());
                self.group().stand_ins = count.unwrap_or(1).min(16);
            }
            "mac" => self.letters = Letters::of_page(10000),
            "pc" => self.letters = Letters::of_page(437),
            "pca" => self.letters = Letters::of_page(850),
            "ansicpg" => self.letters = Letters::of_page(number.unwrap_or(1252)),
            "deff" => self.default_font = number,
            _ => return false,
        }
        if let Some(font) = font {
            let look = &mut self.group().look;
            look.letters = font.letters;
            look.symbols = font.symbols;
        }
        true
    }

    fn text_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "par" | "sect" => self.end_paragraph(),
            "page" | "column" => self.write("\n"),
            "pard" => self.group().shape = Shape::default(),
            "s" => self.group().shape.style = number,
            "outlinelevel" => {
                let level = number.and_then(|level| u8::try_from(level).ok());
                self.group().shape.level = level.map(level_of);
            }
            "ls" => {
                let list = number.and_then(|list| u32::try_from(list).ok());
                self.group().shape.list = list.unwrap_or(0);
            }
            "ilvl" => {
                let level = number.and_then(|level| u8::try_from(level).ok());
                self.group().shape.list_level = level.unwrap_or(0);
            }
            "intbl" => {
                let shape = &mut self.group().shape;
                shape.depth = shape.depth.max(1);
            }
            "itap" => {
                let depth = number.and_then(|depth| usize::try_from(depth).ok());
                self.group().shape.depth = depth.unwrap_or(0);
            }
            _ => self.table_word(word, number),
        }
    }

    fn table_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "cell" => self.end_cell(1),
            "nestcell" => {
                let depth = self.group().shape.depth.max(2);
                self.end_cell(depth);
            }
            "row" => self.context().end_row(1),
            "nestrow" => {
                let depth = self.group().shape.depth.max(2);
                self.context().end_row(depth);
            }
            "trowd" => {
                self.cell = CellLayout::default();
                self.context().edges = Edges {
                    at: vec![0],
                    ..Edges::default()
                };
            }
            "trleft" => {
                if let Some(left) = self.context().edges.at.first_mut() {
                    *left = number.unwrap_or(0);
                }
            }
            "clmrg" => self.cell.continues = true,
            "cldel" => self.cell.gone = true,
            "cellx" => {
                let cell = std::mem::take(&mut self.cell);
                let edges = &mut self.context().edges;
                if edges.at.len() < MOST_EDGES {
                    edges.at.push(number.unwrap_or(0));
                    edges.continues.push(cell.continues);
                    edges.gone.push(cell.gone);
                }
            }
            _ => {}
        }
    }

    fn end_cell(&mut self, depth: usize) {
        let mut group = *self.group();
        group.shape.depth = depth;
        self.end_paragraph_of(group);
        self.context().end_cell(depth);
    }

    /// The mark of a paragraph; one that was deleted ends nothing.
    fn end_paragraph(&mut self) {
        let group = *self.group();
        if group.destination != Destination::Text {
            return;
        }
        if group.look.deleted {
            self.tracked = true;
            return;
        }
        self.end_paragraph_of(group);
    }
}
