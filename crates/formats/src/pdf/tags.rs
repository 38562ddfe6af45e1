//! The structure of a tagged file: which paragraph, heading, list item or cell a piece of content belongs to
//! (ISO 32000-2, 14.7 and 14.8).

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::dict::keys::{
    A, K, MCID, PG, ROLE_MAP, S, STRUCT_TREE_ROOT,
};
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier,
};
use hayro_interpret::hayro_syntax::xref::XRef;
use rustc_hash::{FxHashMap, FxHashSet};

/// Elements of a structure that are looked at: a book has some 50,000.
const MOST: usize = 400_000;
/// Names that may stand for each other in a row.
const ROLES: usize = 8;
/// Rows or columns that a cell may span.
const WIDEST: u32 = 200;

/// What a piece of content is part of. Marks are numbered, and pieces counted, in the order of the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its number; pieces with one number are of one paragraph.
    pub number: u32,
    /// The place of the piece among all pieces of content.
    pub order: u32,
    pub kind: Kind,
    pub cell: Option<Place>,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// With its level; 0 where none is said.
    Heading(u8),
    Item,
    Note,
}

/// The place of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub table: u32,
    pub row: u32,
    pub column: u32,
    pub columns: u32,
}

/// The marks of a page, by the numbers that its content gives them.
pub(super) type PageMarks = FxHashMap<u32, Mark>;

/// The structure of a file.
#[derive(Debug, Default)]
pub(super) struct Tags {
    pages: FxHashMap<ObjectIdentifier, PageMarks>,
    /// How many columns each table has.
    tables: Vec<u32>,
}

impl Tags {
    /// Reads the structure; nothing where the file has none.
    pub(super) fn of(pdf: &Pdf) -> Self {
        let xref = pdf.xref();
        let root = xref.get::<Dict<'_>>(xref.root_id());
        let Some(tree) = root.and_then(|root| root.get::<Dict<'_>>(STRUCT_TREE_ROOT)) else {
            return Self::default();
        };
        let mut walk = Walk {
            tags: Self::default(),
            roles: tree.get::<Dict<'_>>(ROLE_MAP).unwrap_or_default(),
            seen: FxHashSet::default(),
            tables: Vec::new(),
            marks: 0,
            pieces: 0,
            xref,
        };
        walk.run(&tree);
        walk.tags.tables = walk.tables.iter().map(|table| table.columns).collect();
        walk.tags
    }

    /// The marks of a page.
    pub(super) fn page(&self, page: Option<ObjectIdentifier>) -> Option<&PageMarks> {
        self.pages.get(&page?)
    }

    /// How many columns a table has.
    pub(super) fn columns(&self, table: u32) -> u32 {
        self.tables.get(table as usize).copied().unwrap_or(0)
    }
}

/// A table while it is read.
#[derive(Debug, Default)]
struct Table {
    columns: u32,
    /// The row that is read, counted from 1.
    row: u32,
    /// In each column, the last row that a cell above reaches down to.
    taken: Vec<u32>,
}

impl Table {
    /// Places the next cell of the row.
    fn place(&mut self, number: u32, columns: u32, rows: u32) -> Place {
        let free = |taken: &u32| *taken < self.row;
        let column = self.taken.iter().position(free).unwrap_or(self.taken.len());
        let end = column + columns as usize;
        if self.taken.len() < end {
            self.taken.resize(end, 0);
        }
        let reach = self.row + rows - 1;
        for taken in self.taken.iter_mut().take(end).skip(column) {
            *taken = reach.max(*taken);
        }
        self.columns = self.columns.max(end as u32);
        Place {
            table: number,
            row: self.row - 1,
            column: column as u32,
            columns,
        }
    }
}

/// What is known of an element from those around it.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    page: Option<ObjectIdentifier>,
    mark: Option<Mark>,
    /// The list item whose first paragraph is still to come.
    item: Option<Mark>,
    cell: Option<Place>,
    table: Option<u32>,
}

struct Walk<'a> {
    tags: Tags,
    roles: Dict<'a>,
    seen: FxHashSet<ObjectIdentifier>,
    tables: Vec<Table>,
    marks: u32,
    pieces: u32,
    xref: &'a XRef,
}

impl<'a> Walk<'a> {
    fn run(&mut self, tree: &Dict<'a>) {
        let mut open = Vec::new();
        push_kids(tree, Around::default(), &mut open);
        let mut left = MOST;
        while let Some((kid, around)) = open.pop() {
            let Some(rest) = left.checked_sub(1) else {
                return;
            };
            left = rest;
            match self.resolve(kid) {
                Some(Object::Number(number)) => self.content(number.as_i64(), around),
                Some(Object::Dict(dict)) => self.dict(&dict, around, &mut open),
                _ => {}
            }
        }
    }

    /// An element or a reference, each element once: a structure may be a circle.
    fn resolve(&mut self, kid: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
        match kid {
            MaybeRef::NotRef(object) => Some(object),
            MaybeRef::Ref(id) => {
                let id = ObjectIdentifier::from(id);
                self.seen
                    .insert(id)
                    .then(|| self.xref.get::<Object<'a>>(id))?
            }
        }
    }

    fn content(&mut self, number: i64, around: Around) {
        let (Some(page), Ok(number)) = (around.page, u32::try_from(number)) else {
            return;
        };
        let mut mark = around
            .mark
            .unwrap_or_else(|| self.mark(Kind::Text, around.cell));
        mark.order = self.pieces;
        self.pieces += 1;
        self.tags
            .pages
            .entry(page)
            .or_default()
            .insert(number, mark);
    }

    fn dict(&mut self, dict: &Dict<'a>, mut around: Around, open: &mut Open<'a>) {
        if let Some(page) = dict.get_ref(PG) {
            around.page = Some(ObjectIdentifier::from(page));
        }
        if let Some(number) = dict.get::<i64>(MCID) {
            // The content of a form is numbered by itself; its numbers would be taken for the page's.
            if !dict.contains_key(b"Stm") {
                self.content(number, around);
            }
            return;
        }
        let Some(name) = dict.get::<Name<'_>>(S) else {
            return;
        };
        let around = self.element(&self.role(&name), dict, around);
        // What has content of its own has one mark for all of it.
        push_kids(dict, around, open);
    }

    /// The standard name of a role.
    fn role(&self, name: &Name<'_>) -> Vec<u8> {
        let mut role = name.to_vec();
        for _ in 0..ROLES {
            match self.roles.get::<Name<'_>>(&role) {
                Some(next) if next.as_ref() != role.as_slice() => role = next.to_vec(),
                _ => break,
            }
        }
        role
    }

    fn element(&mut self, role: &[u8], dict: &Dict<'a>, mut around: Around) -> Around {
        match role {
            b"Table" => {
                around.table = Some(self.tables.len() as u32);
                self.tables.push(Table::default());
                around.mark = None;
            }
            b"TR" => {
                let table = around
                    .table
                    .and_then(|table| self.tables.get_mut(table as usize));
                table.into_iter().for_each(|table| table.row += 1);
                around.mark = None;
            }
            b"TD" | b"TH" => {
                around.cell = self.cell(dict, around.table);
                (around.mark, around.item) = (None, None);
                around.mark = direct(dict).then(|| self.mark(Kind::Text, around.cell));
            }
            b"LI" => {
                let item = self.mark(Kind::Item, around.cell);
                (around.mark, around.item) = (Some(item), Some(item));
            }
            b"Lbl" | b"LBody" if around.item.is_some() => {}
            b"P" | b"Caption" | b"TOCI" | b"BibEntry" | b"Code" | b"Formula" | b"Form" => {
                around.mark = Some(
                    match around.item.filter(|item| self.marks == item.number + 1) {
                        Some(item) => item,
                        None => self.mark(Kind::Text, around.cell),
                    },
                );
            }
            b"Note" | b"FENote" => around.mark = Some(self.mark(Kind::Note, around.cell)),
            b"Title" => around.mark = Some(self.mark(Kind::Heading(1), around.cell)),
            [b'H', level @ ..] if level.len() <= 1 && level.iter().all(u8::is_ascii_digit) => {
                let level = level.first().map_or(0, |digit| digit - b'0');
                around.mark = Some(self.mark(Kind::Heading(level), around.cell));
            }
            b"Document" | b"Part" | b"Art" | b"Sect" | b"Div" | b"BlockQuote" | b"TOC" | b"L"
            | b"Index" | b"THead" | b"TBody" | b"TFoot" | b"Aside" => {
                (around.mark, around.item) = (None, None);
                around.mark = direct(dict).then(|| self.mark(Kind::Text, around.cell));
            }
            _ => {}
        }
        around
    }

    fn cell(&mut self, dict: &Dict<'a>, table: Option<u32>) -> Option<Place> {
        let number = table?;
        let (columns, rows) = (span(dict, b"ColSpan"), span(dict, b"RowSpan"));
        let table = self.tables.get_mut(number as usize)?;
        table.row = table.row.max(1);
        Some(table.place(number, columns, rows))
    }

    fn mark(&mut self, kind: Kind, cell: Option<Place>) -> Mark {
        self.marks += 1;
        Mark {
            number: self.marks - 1,
            order: 0,
            kind,
            cell,
        }
    }
}

/// Kids that are still to be read, the next one last.
type Open<'a> = Vec<(MaybeRef<Object<'a>>, Around)>;

fn push_kids<'a>(dict: &Dict<'a>, around: Around, open: &mut Open<'a>) {
    if let Some(kids) = dict.get::<Array<'a>>(K) {
        let kids: Vec<_> = kids.raw_iter().take(MOST).collect();
        open.extend(kids.into_iter().rev().map(|kid| (kid, around)));
    } else if let Some(kid) = dict.get_raw::<Object<'a>>(K) {
        open.push((kid, around));
    }
}

/// Whether an element has content of its own, not only elements.
fn direct(dict: &Dict<'_>) -> bool {
    match dict.get::<Object<'_>>(K) {
        Some(Object::Number(_)) => true,
        Some(Object::Array(kids)) => kids.iter::<i64>().next().is_some(),
        Some(Object::Dict(kid)) => kid.contains_key(MCID),
        _ => false,
    }
}

/// How many columns or rows a cell spans.
fn span(dict: &Dict<'_>, key: &'static [u8; 7]) -> u32 {
    let of = |attributes: &Dict<'_>| attributes.get::<u32>(key);
    let span = match dict.get::<Object<'_>>(A) {
        Some(Object::Dict(attributes)) => of(&attributes),
        Some(Object::Array(several)) => several.iter::<Dict<'_>>().find_map(|one| of(&one)),
        _ => None,
    };
    span.unwrap_or(1).clamp(1, WIDEST)
}
