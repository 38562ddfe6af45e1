//! What was recognised in pictures, set into the text that they stand in.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use paper::{Block, BlockKind, Certainty, Document, Recognised};

/// Stands around a picture's number where the picture stands: no character of any text.
const MARK: char = '\u{fdd0}';

/// What holds the place of a picture, by its number from 1.
pub(super) fn mark(number: usize) -> String {
    format!("{MARK}{number}{MARK}")
}

/// The text with what was `seen` of its pictures, which `pages` has page by page, in the place of their marks, and without the
/// other marks; and how many letters and digits it has of its own.
pub(super) fn spliced(
    text: &Document,
    pages: &Document,
    count: usize,
    seen: &BTreeMap<u32, Recognised>,
) -> (Document, usize) {
    let mut splicing = Splicing {
        pages,
        ranges: ranges(&pages.text),
        left: (1..=count).collect(),
        seen,
        run: Vec::new(),
        to: Document::default(),
        tables: HashMap::new(),
        letters: 0,
    };
    let mut at = 0;
    for (index, block) in text.blocks.iter().enumerate() {
        let own = text.text_of(block);
        let apart = |number: &usize| {
            !is_cell(block) || splicing.is_seen(*number) && is_row(&text.blocks, index)
        };
        match marked(own)
            .filter(apart)
            .filter(|number| splicing.left.remove(number))
        {
            Some(number) => splicing.run.push(number),
            None => {
                splicing.flush();
                let gap = text.text.get(at..block.start).unwrap_or_default();
                splicing.own(gap, own, block);
            }
        }
        at = block.end;
    }
    splicing.flush();
    let mut to = splicing.to;
    to.text.push_str(text.text.get(at..).unwrap_or_default());
    to.pages = text.pages;
    to.properties = text.properties.clone();
    to.warnings = text.warnings.clone();
    (to, splicing.letters)
}

/// Where the pages of a text are in it.
fn ranges(text: &str) -> Vec<Range<usize>> {
    let ends = text.match_indices('\u{c}').map(|(at, _)| at);
    let mut start = 0;
    let mut ranges = Vec::new();
    for end in ends.chain([text.len()]) {
        ranges.push(start..end);
        start = end + 1;
    }
    ranges
}

/// The picture whose mark a text is.
fn marked(text: &str) -> Option<usize> {
    let text = text.strip_prefix(MARK)?.strip_suffix(MARK)?;
    text.parse().ok()
}

fn is_cell(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Cell { .. })
}

/// Whether the cell at a place is all that its row has: a table made for its frame alone.
fn is_row(blocks: &[Block], at: usize) -> bool {
    let row = |at: usize| match blocks.get(at)?.kind {
        BlockKind::Cell { table, row, .. } => Some((table, row)),
        _ => None,
    };
    let is_of_it = |other: Option<usize>| other.is_some_and(|other| row(other) == row(at));
    !is_of_it(at.checked_sub(1)) && !is_of_it(at.checked_add(1))
}

struct Splicing<'d> {
    pages: &'d Document,
    ranges: Vec<Range<usize>>,
    /// Pictures whose marks have not been met: another with the same number was in the text before.
    left: std::collections::BTreeSet<usize>,
    seen: &'d BTreeMap<u32, Recognised>,
    /// Pictures that follow each other and have not been written.
    run: Vec<usize>,
    to: Document,
    /// The numbers of tables, by those that they had, in the text and on the pages.
    tables: HashMap<(bool, u32), u32>,
    letters: usize,
}

impl Splicing<'_> {
    fn is_seen(&self, number: usize) -> bool {
        u32::try_from(number).is_ok_and(|number| self.seen.contains_key(&number))
    }

    /// Appends a block of the text after what parts it from the one before.
    fn own(&mut self, gap: &str, text: &str, block: &Block) {
        if !self.to.text.is_empty() {
            self.to.text.push_str(gap);
        }
        let start = self.to.text.len();
        self.inline(text);
        if !matches!(block.kind, BlockKind::Header | BlockKind::Footer) {
            self.letters += text.chars().filter(|c| c.is_alphanumeric()).count();
        }
        let kind = self.renumbered(block.kind, false);
        self.to.blocks.push(Block {
            kind,
            depth: block.depth,
            start,
            end: self.to.text.len(),
        });
    }

    /// Appends a text within which pictures may stand, as in a cell.
    fn inline(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(MARK)
            && let Some((number, after)) = after.split_once(MARK)
        {
            let number = number.parse().unwrap_or(0);
            if !self.left.remove(&number) {
                break;
            }
            rest = after;
            if self.is_seen(number) {
                self.to.text.push_str(before);
                self.page_on_a_line(number);
            } else if let Some(after) = after.strip_prefix(' ').filter(|_| before.is_empty()) {
                rest = after;
            } else {
                self.to
                    .text
                    .push_str(before.strip_suffix(' ').unwrap_or(before));
            }
        }
        self.to.text.push_str(rest);
    }

    /// Appends what stands on a page, all on one line.
    fn page_on_a_line(&mut self, number: usize) {
        let Some(range) = self.ranges.get(number - 1).cloned() else {
            return;
        };
        let text = self.pages.text.get(range.clone()).unwrap_or_default();
        let start = self.to.text.len();
        self.to.text.push_str(&text.replace(['\n', '\t'], " "));
        self.recognised(range, start);
    }

    /// Appends the pictures that follow each other: what goes on from one to the next stays whole.
    fn flush(&mut self) {
        let mut run = std::mem::take(&mut self.run);
        run.retain(|number| self.is_seen(*number));
        for run in run.chunk_by(|a, b| a + 1 == *b) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            let ends = (self.ranges.get(first - 1), self.ranges.get(last - 1));
            if let (Some(first), Some(last)) = ends {
                self.paged(first.start..last.end);
            }
        }
    }

    /// Appends a stretch of the pages.
    fn paged(&mut self, range: Range<usize>) {
        let pages = self.pages;
        let text = pages.text.get(range.clone()).unwrap_or_default();
        if text.trim().is_empty() {
            return;
        }
        if !self.to.text.is_empty() {
            self.to.text.push('\n');
        }
        let shift = self.to.text.len();
        let mut at = range.start;
        for block in &pages.blocks {
            let (start, end) = (block.start.max(range.start), block.end.min(range.end));
            if start >= end {
                continue;
            }
            let of = |part: Range<usize>| pages.text.get(part).unwrap_or_default();
            // Pages are none here: what parts them is a line's end, or a space within a paragraph.
            self.to.text.push_str(&of(at..start).replace('\u{c}', "\n"));
            self.to.text.push_str(&of(start..end).replace('\u{c}', " "));
            at = end;
            let kind = self.renumbered(block.kind, true);
            self.to.blocks.push(Block {
                kind,
                depth: block.depth,
                start: start - range.start + shift,
                end: end - range.start + shift,
            });
        }
        self.recognised(range, shift);
    }

    /// Takes over how sure the words of a stretch of the pages are, which stands in the text from `start` on.
    fn recognised(&mut self, range: Range<usize>, start: usize) {
        let words = self.pages.recognised.iter();
        let here = words.filter(|word| range.start <= word.start && word.end <= range.end);
        let moved = here.map(|word| Certainty {
            start: word.start - range.start + start,
            end: word.end - range.start + start,
            ..word.clone()
        });
        self.to.recognised.extend(moved);
    }

    /// Tables count from 0 in the order of the text.
    fn renumbered(&mut self, kind: BlockKind, of_a_page: bool) -> BlockKind {
        let BlockKind::Cell {
            table,
            row,
            column,
            columns,
        } = kind
        else {
            return kind;
        };
        let next = u32::try_from(self.tables.len()).unwrap_or(u32::MAX);
        BlockKind::Cell {
            table: *self.tables.entry((of_a_page, table)).or_insert(next),
            row,
            column,
            columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(blocks: &[(BlockKind, &str)]) -> Document {
        let mut document = Document::default();
        for (kind, text) in blocks {
            document.push(*kind, 0, text);
        }
        document
    }

    const P: BlockKind = BlockKind::Paragraph;

    fn cell(table: u32) -> BlockKind {
        BlockKind::Cell {
            table,
            row: 0,
            column: 0,
            columns: 1,
        }
    }

    /// Two pages: a paragraph goes on from the first to the second, where a table follows.
    fn pages() -> Document {
        let text = "Svar senest\u{c}den 3. maj\n50 kr.\u{c}Til sidst".to_owned();
        let block = |kind, start, end| Block {
            kind,
            depth: 0,
            start,
            end,
        };
        let blocks = vec![block(P, 0, 22), block(cell(0), 23, 29), block(P, 30, 39)];
        let word = |start, end| Certainty {
            start,
            end,
            confidence: 50,
            frame: paper::Frame::default(),
            raw: None,
        };
        Document {
            text,
            blocks,
            pages: Some(3),
            recognised: vec![word(16, 18), word(34, 39)],
            ..Document::default()
        }
    }

    fn seen(numbers: &[u32]) -> BTreeMap<u32, Recognised> {
        let page = |number: &u32| (*number, Recognised::default());
        numbers.iter().map(page).collect()
    }

    fn doubtful(document: &Document) -> Vec<&str> {
        let words = document.recognised.iter();
        words.map(|c| &document.text[c.start..c.end]).collect()
    }

    #[test]
    fn pages_take_the_place_of_their_marks_and_tables_are_counted_anew() {
        let text = document(&[
            (cell(4), "Over"),
            (P, &mark(1)),
            (P, &mark(2)),
            (P, "Imellem"),
            (cell(7), &format!("Her: {} slut", mark(3))),
        ]);
        let (spliced, letters) = spliced(&text, &pages(), 3, &seen(&[1, 2, 3]));
        let expected = "Over\nSvar senest den 3. maj\n50 kr.\nImellem\nHer: Til sidst slut";
        assert_eq!(spliced.text, expected);
        let told: Vec<_> = spliced
            .blocks
            .iter()
            .map(|b| (b.kind, spliced.text_of(b)))
            .collect();
        let expected = [
            (cell(0), "Over"),
            (P, "Svar senest den 3. maj"),
            (cell(1), "50 kr."),
            (P, "Imellem"),
            (cell(2), "Her: Til sidst slut"),
        ];
        assert_eq!(told, expected);
        assert_eq!(doubtful(&spliced), ["3.", "sidst"]);
        assert_eq!(letters, 19);
    }

    #[test]
    fn marks_of_what_was_not_seen_leave_no_trace() {
        let text = document(&[
            (P, &mark(1)),
            (P, "Først"),
            (P, &mark(2)),
            (cell(0), &format!("a {}", mark(3))),
            (P, &mark(3)),
        ]);
        let (bare, _) = spliced(&text, &pages(), 3, &seen(&[]));
        // A file may hold what looks like a mark.
        assert_eq!(bare.text, format!("Først\na\n{}", mark(3)));
        assert!(bare.recognised.is_empty());
        let (last, _) = spliced(&text, &pages(), 3, &seen(&[2]));
        assert!(
            last.text.starts_with("Først\nden 3. maj\n50 kr.\na"),
            "{}",
            last.text
        );
        assert_eq!(doubtful(&last), ["3."]);
    }
}
