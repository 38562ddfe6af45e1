//! A maker of small documents of Word 97: a text, and what is said of stretches of it.
#![allow(dead_code)]

use std::io::Write;

use formats::{Format, Limits};
use paper::{Document, WarningCode};

/// Operations that tests use ([MS-DOC] 2.6).
pub(crate) const DELETED: u16 = 0x0800;
pub(crate) const INSERTED: u16 = 0x0801;
pub(crate) const BOLD: u16 = 0x0835;
pub(crate) const VANISH: u16 = 0x083c;
pub(crate) const SPECIAL: u16 = 0x0855;
pub(crate) const FORM: u16 = 0x0806;
pub(crate) const LOCATION: u16 = 0x6a03;
pub(crate) const SYMBOL: u16 = 0x6a09;
pub(crate) const FONT: u16 = 0x4a4f;
pub(crate) const IN_TABLE: u16 = 0x2416;
pub(crate) const ROW_END: u16 = 0x2417;
pub(crate) const DEPTH: u16 = 0x6649;
pub(crate) const INNER_CELL: u16 = 0x244b;
pub(crate) const INNER_ROW: u16 = 0x244c;
pub(crate) const LEVEL: u16 = 0x260a;
pub(crate) const LIST: u16 = 0x460b;
pub(crate) const OUTLINE: u16 = 0x2640;

/// Stories by their order in the text.
pub(crate) const MAIN: usize = 0;
pub(crate) const FOOTNOTES: usize = 1;
pub(crate) const HEADERS: usize = 2;
pub(crate) const COMMENTS: usize = 4;
pub(crate) const ENDNOTES: usize = 5;
pub(crate) const BOXES: usize = 6;

/// Where the text begins in the main stream.
const TEXT: usize = 2048;
const PAGE: usize = 512;

/// A document that is being made.
#[derive(Default)]
pub(crate) struct Word {
    stories: [String; 8],
    looks: Vec<(usize, usize, Vec<u8>)>,
    paragraphs: Vec<(usize, usize, Vec<u8>)>,
    parts: Vec<(usize, Vec<u8>)>,
    tail: Vec<u8>,
    pub(crate) data: Vec<u8>,
    pub(crate) flags: u16,
    pub(crate) summary: Vec<u8>,
    /// Bytes of the table of pieces, where they are not the one piece that all the text is.
    pub(crate) pieces: Option<Vec<u8>>,
    /// Whether the pages of looks are left out.
    pub(crate) bare: bool,
}

/// A document with a main story.
pub(crate) fn word(text: &str) -> Word {
    let mut word = Word::default();
    word.stories[MAIN] = text.to_owned();
    word
}

/// An operation with an operand of one byte, two or four.
pub(crate) fn sprm(op: u16, operand: &[u8]) -> Vec<u8> {
    [&op.to_le_bytes()[..], operand].concat()
}

/// An operation whose operand tells its length.
pub(crate) fn long_sprm(op: u16, operand: &[u8]) -> Vec<u8> {
    let length = u8::try_from(operand.len()).unwrap();
    [&op.to_le_bytes()[..], &[length], operand].concat()
}

/// Places, and something for each stretch between them.
pub(crate) fn plc(places: &[u32], data: &[&[u8]]) -> Vec<u8> {
    let places: Vec<u8> = places
        .iter()
        .flat_map(|place| place.to_le_bytes())
        .collect();
    [places, data.concat()].concat()
}

/// UTF-16 with its length before it.
pub(crate) fn counted(text: &str) -> Vec<u8> {
    let units = u16::try_from(text.encode_utf16().count()).unwrap();
    [units.to_le_bytes().to_vec(), wide(text)].concat()
}

pub(crate) fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A piece of the text that begins at a byte of the stream; `compressed` is one byte a character.
pub(crate) fn piece(at: usize, compressed: bool, change: u16) -> [u8; 8] {
    let at = u32::try_from(at).unwrap();
    let at = if compressed { (2 * at) | (1 << 30) } else { at };
    let mut piece = [0; 8];
    piece[2..6].copy_from_slice(&at.to_le_bytes());
    piece[6..].copy_from_slice(&change.to_le_bytes());
    piece
}

/// The table of pieces, with lists of changes before it.
pub(crate) fn table_of_pieces(changes: &[&[u8]], places: &[u32], pieces: &[[u8; 8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for change in changes {
        bytes.push(1);
        bytes.extend(u16::try_from(change.len()).unwrap().to_le_bytes());
        bytes.extend(*change);
    }
    let pieces: Vec<&[u8]> = pieces.iter().map(|piece| &piece[..]).collect();
    let table = plc(places, &pieces);
    bytes.push(2);
    bytes.extend(u32::try_from(table.len()).unwrap().to_le_bytes());
    bytes.extend(table);
    bytes
}

/// A style: its number among the built-in ones, its base, its name, what it says of paragraphs and of characters.
pub(crate) fn style(
    number: u16,
    base: u16,
    name: &str,
    paragraph: &[u8],
    characters: &[u8],
) -> Vec<u8> {
    let mut style = Vec::new();
    for word in [number, base << 4 | 1, 2, 0, 0] {
        style.extend(word.to_le_bytes());
    }
    style.extend(counted(name));
    style.extend([0, 0]);
    for part in [[&[0, 0], paragraph].concat(), characters.to_vec()] {
        style.extend(u16::try_from(part.len()).unwrap().to_le_bytes());
        style.extend(&part);
        if part.len() % 2 == 1 {
            style.push(0);
        }
    }
    style
}

/// The sheet of styles.
pub(crate) fn styles(styles: &[Vec<u8>]) -> Vec<u8> {
    let mut sheet = vec![18, 0];
    sheet.extend(u16::try_from(styles.len()).unwrap().to_le_bytes());
    sheet.extend(10u16.to_le_bytes());
    sheet.extend([0; 14]);
    for style in styles {
        sheet.extend(u16::try_from(style.len()).unwrap().to_le_bytes());
        sheet.extend(style);
    }
    sheet
}

impl Word {
    pub(crate) fn story(mut self, story: usize, text: &str) -> Self {
        self.stories[story] = text.to_owned();
        self
    }

    /// All the text.
    pub(crate) fn text(&self) -> String {
        self.stories.concat()
    }

    /// The place of the first character of a text.
    pub(crate) fn place(&self, needle: &str) -> u32 {
        u32::try_from(self.find(needle).0).unwrap()
    }

    fn find(&self, needle: &str) -> (usize, usize) {
        let text = self.text();
        let at = text.find(needle).unwrap();
        let start = text[..at].encode_utf16().count();
        (start, start + needle.encode_utf16().count())
    }

    /// Says how the characters look that stand somewhere in the text.
    pub(crate) fn look(mut self, needle: &str, sprms: &[Vec<u8>]) -> Self {
        let (start, end) = self.find(needle);
        self.looks.push((start, end, sprms.concat()));
        self
    }

    /// Says something of the paragraph that holds a text: its style, and operations.
    pub(crate) fn paragraph(mut self, needle: &str, style: u16, sprms: &[Vec<u8>]) -> Self {
        let (start, _) = self.find(needle);
        let units: Vec<u16> = self.text().encode_utf16().collect();
        let is_mark = |unit: &u16| matches!(unit, 13 | 7);
        let from = units[..start]
            .iter()
            .rposition(is_mark)
            .map_or(0, |at| at + 1);
        let to = start + units[start..].iter().position(is_mark).unwrap() + 1;
        let said = [style.to_le_bytes().to_vec(), sprms.concat()].concat();
        self.paragraphs.push((from, to, said));
        self
    }

    /// A table of the file, by its place in the list of places.
    pub(crate) fn part(mut self, index: usize, bytes: Vec<u8>) -> Self {
        self.parts.push((index, bytes));
        self
    }

    /// Bytes that stand behind all tables.
    pub(crate) fn tail(mut self, bytes: Vec<u8>) -> Self {
        self.tail = bytes;
        self
    }

    /// The streams `WordDocument` and `1Table`.
    pub(crate) fn streams(&self) -> (Vec<u8>, Vec<u8>) {
        let text = wide(&self.text());
        let mut main = vec![0; TEXT];
        main.extend(&text);
        let mut tables = Vec::new();
        let mut parts = self.parts.clone();
        let length = u32::try_from(text.len() / 2).unwrap();
        let whole = table_of_pieces(&[], &[0, length], &[piece(TEXT, false, 0)]);
        parts.push((33, self.pieces.clone().unwrap_or(whole)));
        if !self.bare {
            for (index, runs) in [(12, &self.looks), (13, &self.paragraphs)] {
                main.resize(main.len().next_multiple_of(PAGE), 0);
                let number = u32::try_from(main.len() / PAGE).unwrap();
                main.extend(page(runs, text.len(), index == 13));
                let reach = [0, u32::try_from(main.len()).unwrap()];
                parts.push((index, plc(&reach, &[&number.to_le_bytes()])));
            }
        }
        let mut put = |at: usize, bytes: &[u8]| main[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &0xa5ecu16.to_le_bytes());
        put(2, &0xc1u16.to_le_bytes());
        put(10, &(self.flags | 0x200).to_le_bytes());
        put(0x18, &u32::try_from(TEXT).unwrap().to_le_bytes());
        put(
            0x1c,
            &u32::try_from(TEXT + text.len()).unwrap().to_le_bytes(),
        );
        put(0x98, &0x5du16.to_le_bytes());
        for (index, story) in self.stories.iter().enumerate() {
            let length = u32::try_from(story.encode_utf16().count()).unwrap();
            put(0x4c + 4 * index, &length.to_le_bytes());
        }
        // The levels of lists stand behind the table of lists, which is the last here.
        parts.sort_by_key(|(index, _)| *index == 73);
        for (index, part) in parts {
            let at = 0x9a + 8 * index;
            put(at, &u32::try_from(tables.len()).unwrap().to_le_bytes());
            put(at + 4, &u32::try_from(part.len()).unwrap().to_le_bytes());
            tables.extend(part);
        }
        tables.extend(&self.tail);
        (main, tables)
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let (main, tables) = self.streams();
        container(&[
            ("WordDocument", &main),
            ("1Table", &tables),
            ("Data", &self.data),
            ("\u{5}SummaryInformation", &self.summary),
        ])
    }
}

/// A page of runs: the ones given, and between them such of which nothing is said.
fn page(runs: &[(usize, usize, Vec<u8>)], length: usize, paragraphs: bool) -> Vec<u8> {
    let mut runs = runs.to_vec();
    runs.sort();
    let mut all: Vec<(usize, usize, Vec<u8>)> = Vec::new();
    let mut from = 0;
    for (start, end, said) in runs {
        if start > from {
            all.push((from, start, Vec::new()));
        }
        from = end;
        all.push((start, end, said));
    }
    all.push((from, length / 2 + 1, Vec::new()));
    let mut page = vec![0; PAGE];
    let width = if paragraphs { 13 } else { 1 };
    let mut free = PAGE - 2;
    for (index, (start, end, said)) in all.iter().enumerate() {
        for (at, place) in [(index, start), (index + 1, end)] {
            let byte = u32::try_from(TEXT + 2 * place).unwrap();
            page[4 * at..4 * at + 4].copy_from_slice(&byte.to_le_bytes());
        }
        if said.is_empty() {
            continue;
        }
        let mut kept = vec![u8::try_from(said.len()).unwrap()];
        if paragraphs {
            // The length is told in words, the first of which is half told.
            kept = vec![u8::try_from(said.len().div_ceil(2)).unwrap()];
            if said.len() % 2 == 0 {
                kept = vec![0, u8::try_from(said.len() / 2).unwrap()];
            }
        }
        kept.extend(said);
        free = (free - kept.len()) / 2 * 2;
        page[free..free + kept.len()].copy_from_slice(&kept);
        page[4 * (all.len() + 1) + width * index] = u8::try_from(free / 2).unwrap();
    }
    page[PAGE - 1] = u8::try_from(all.len()).unwrap();
    page
}

/// A compound file of streams, written by another library than ours.
pub(crate) fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let bytes = std::io::Cursor::new(Vec::new());
    // Sectors of 512 bytes, as Word writes them.
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, bytes).unwrap();
    for (name, bytes) in streams {
        if let Some((folder, _)) = name.rsplit_once('/') {
            file.create_storage_all(format!("/{folder}")).unwrap();
        }
        let mut stream = file.create_stream(format!("/{name}")).unwrap();
        stream.write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A level of a list: its format, its text with codes for numbers, its first number.
pub(crate) fn level(format: u8, text: &str, start: u32, look: &[u8]) -> Vec<u8> {
    let mut level = vec![0; 28];
    level[..4].copy_from_slice(&start.to_le_bytes());
    level[4] = format;
    level[24] = u8::try_from(look.len()).unwrap();
    [level, look.to_vec(), counted(text)].concat()
}

/// The tables of two lists: one of numbers, with an override that begins anew, and one of bullets.
pub(crate) fn with_lists(word: Word) -> Word {
    let mut lists = 2u16.to_le_bytes().to_vec();
    for (id, simple) in [(7u32, 0u8), (8, 1)] {
        let mut list = id.to_le_bytes().to_vec();
        list.extend([0; 4]);
        list.extend([0xff; 18]);
        list.extend([simple, 0]);
        lists.extend(list);
    }
    let mut levels = [
        level(0, "\u{0}.", 1, &[]),
        level(0, "\u{0}.\u{1}", 1, &[]),
        level(4, "\u{2})", 1, &[]),
    ]
    .concat();
    for _ in 3..9 {
        levels.extend(level(255, "", 1, &[]));
    }
    levels.extend(level(23, "\u{f0b7}", 1, &[]));
    let mut overrides = 3u32.to_le_bytes().to_vec();
    for (id, changes) in [(7u32, 0u8), (8, 0), (7, 1)] {
        overrides.extend(id.to_le_bytes());
        overrides.extend([0; 8]);
        overrides.extend([changes, 0, 0, 0]);
    }
    overrides.extend(u32::MAX.to_le_bytes());
    overrides.extend(u32::MAX.to_le_bytes());
    overrides.extend(u32::MAX.to_le_bytes());
    overrides.extend(5u32.to_le_bytes());
    overrides.extend(0x10u32.to_le_bytes());
    // The levels stand behind the table of lists, beyond its length.
    word.part(74, overrides).part(73, lists).tail(levels)
}

/// The operation that tells where the cells of a row lie.
pub(crate) fn cells(edges: &[i16], flags: &[u16]) -> Vec<u8> {
    let mut operand = vec![u8::try_from(edges.len() - 1).unwrap()];
    operand.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
    for flag in flags {
        operand.extend(flag.to_le_bytes());
        operand.extend([0; 18]);
    }
    let length = u16::try_from(operand.len() + 1).unwrap();
    [&[0x08, 0xd6][..], &length.to_le_bytes(), &operand].concat()
}

/// Reads a file that must be told to be a document.
pub(crate) fn read(bytes: &[u8]) -> Document {
    assert_eq!(Format::sniff(bytes, None), Some(Format::Doc));
    formats::read(Format::Doc, bytes, &Limits::default()).unwrap()
}

/// An operation that is on.
pub(crate) fn on(op: u16) -> Vec<u8> {
    sprm(op, &[1])
}

/// Whether a document has a warning.
pub(crate) fn has(document: &Document, code: WarningCode) -> bool {
    document.warnings.iter().any(|warning| warning.code == code)
}
