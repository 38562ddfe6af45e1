//! Wrapped lines made whole: what finders of sentences, people and amounts read where a file breaks its paragraphs by hand.
//!
//! A text file of the typewriter's school has a paragraph on several lines, with words cut by hyphens. Here each such
//! paragraph stands on one line, and every place leads back to where it was in the document.

use paper::{Block, BlockKind, Document, Span};

/// A document whose paragraphs stand on one line each.
#[derive(Debug)]
pub(crate) struct Flow {
    pub(crate) document: Document,
    pieces: Vec<Piece>,
}

/// Where a stretch that was copied begins, here and in the document.
#[derive(Debug, Clone, Copy)]
struct Piece {
    here: usize,
    there: usize,
}

impl Flow {
    /// The document made whole; `None` where no paragraph of it is broken over lines.
    pub(crate) fn of(document: &Document) -> Option<Self> {
        let breaks = breaks(document);
        if breaks.is_empty() {
            return None;
        }
        let text = document.text.as_str();
        let mut whole = String::with_capacity(text.len());
        let mut pieces = vec![Piece { here: 0, there: 0 }];
        let mut at = 0;
        for Break { span, joint } in breaks {
            whole.push_str(&text[at..span.start]);
            whole.push_str(joint);
            at = span.end;
            pieces.push(Piece {
                here: whole.len(),
                there: at,
            });
        }
        whole.push_str(&text[at..]);
        let mut flow = Self {
            document: Document {
                text: whole,
                pages: document.pages,
                warnings: document.warnings.clone(),
                ..Document::default()
            },
            pieces,
        };
        flow.document.blocks = document
            .blocks
            .iter()
            .map(|block| Block {
                start: flow.here(block.start),
                end: flow.here(block.end),
                ..*block
            })
            .collect();
        Some(flow)
    }

    /// The document's bytes that a stretch of this text was copied from.
    pub(crate) fn there(&self, span: &Span, text: &str) -> Span {
        let place = |at: usize, after: usize| {
            let piece = self.pieces[after.saturating_sub(1)];
            let mut place = (piece.there + (at - piece.here)).min(text.len());
            while !text.is_char_boundary(place) {
                place += 1;
            }
            place
        };
        let start = place(
            span.start,
            self.pieces.partition_point(|p| p.here <= span.start),
        );
        let end = place(span.end, self.pieces.partition_point(|p| p.here < span.end));
        start..end.max(start)
    }

    /// Where a byte of the document stands here.
    fn here(&self, there: usize) -> usize {
        let after = self.pieces.partition_point(|p| p.there <= there);
        let piece = self.pieces[after.saturating_sub(1)];
        let limit = self
            .pieces
            .get(after)
            .map_or(self.document.text.len(), |next| next.here);
        (piece.here + (there - piece.there)).min(limit)
    }
}

/// White space at which a paragraph was broken, and what stands there when it is whole.
struct Break {
    span: Span,
    joint: &'static str,
}

fn breaks(document: &Document) -> Vec<Break> {
    let text = document.text.as_str();
    let mut breaks = Vec::new();
    let mut end = 0;
    for block in &document.blocks {
        let wraps = matches!(
            block.kind,
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading | BlockKind::Note
        );
        if !wraps || block.start < end {
            continue;
        }
        end = block.end;
        for (at, white) in text[block.range()].match_indices(['\n', '\u{c}']) {
            let before = text[block.start..block.start + at].trim_end();
            let after = text[block.start + at..block.end].trim_start();
            let turned =
                text[block.start + before.len()..block.end - after.len()].contains('\u{c}');
            // A reader that knows lines joins them, and leaves within a paragraph the form feed alone.
            let joined = white == "\u{c}" && !text[block.range()].contains('\n');
            if before.is_empty() || after.is_empty() || turned && !joined {
                continue;
            }
            let wraps = joined
                || wraps_here(&text[block.range()], at, before, after)
                    && !ends_item(text, block.start + at, before, after);
            if !wraps {
                continue;
            }
            let span = block.start + before.len()..block.end - after.len();
            if breaks
                .last()
                .is_some_and(|b: &Break| b.span.end > span.start)
            {
                continue;
            }
            breaks.push(broken(before, after, span));
        }
    }
    breaks
}

/// Whether a line goes on in the next: not where columns are set with spaces or bars, and not where the next line's first word
/// would still have had room, so that whoever wrote it broke the line on purpose.
fn wraps_here(block: &str, at: usize, before: &str, after: &str) -> bool {
    const GAP: &str = "   ";
    const NEAR: usize = 12;
    /// How much shorter than the longest a full line may be.
    const SLACK: usize = 4;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let next = after.lines().next().unwrap_or_default();
    let bar = |line: &str| line.trim_start().starts_with('|');
    if line.trim().contains(GAP) && next.trim().contains(GAP) || bar(line) && bar(next) {
        return false;
    }
    if ends_column(block, before, at) {
        return false;
    }
    let around = block[..at].lines().rev().take(NEAR);
    let widths = around
        .chain(block[at..].lines().take(NEAR))
        .map(|l| l.trim_end().chars().count());
    let width = widths.max().unwrap_or_default();
    let word = next.split_whitespace().next().unwrap_or_default();
    let room = line.chars().count() + 1 + word.chars().count() + SLACK <= width;
    !room || word.starts_with(char::is_lowercase) || line.ends_with('-') || is_open(line)
}

/// Whether a line ends where an item of a ragged list does: behind a bracket, above a capital, among lines of which most leave
/// room for more.
fn ends_item(text: &str, at: usize, before: &str, after: &str) -> bool {
    const NEAR: usize = 5;
    let last = before.rsplit('\n').next().unwrap_or_default();
    let closed = last.ends_with(')') && last.contains('(');
    if !closed || !after.starts_with(char::is_uppercase) {
        return false;
    }
    let around = text[..at].lines().rev().take(NEAR);
    let around = around.chain(text[at..].lines().skip(1).take(NEAR));
    let widths: Vec<usize> = around
        .map(|line| line.trim_end().chars().count())
        .filter(|width| *width > 0)
        .collect();
    let width = widths.iter().max().copied().unwrap_or_default();
    // A full line fills four fifths of the longest.
    let short = widths.iter().filter(|short| **short * 5 <= width * 4);
    short.count() * 2 >= widths.len()
}

/// Whether a line's last word leads to what must follow: "… senest den", "… møde d."
fn is_open(line: &str) -> bool {
    const WORDS: [&str; 12] = [
        "den", "d.", "senest", "inden", "til", "fra", "på", "og", "af", "i", "kl.", "nr.",
    ];
    let last = line.split_whitespace().next_back();
    last.is_some_and(|word| WORDS.contains(&word)) && line.split_whitespace().count() > 2
}

/// Whether a line ends in a column of its own, which the next line does not go on in: another column's line stands below,
/// or in the column a line that begins anew ("8. februar 2001" above "Vort j.nr. 321").
fn ends_column(block: &str, before: &str, at: usize) -> bool {
    const GAP: &str = "   ";
    /// What stands before a gap is a mark or a short label up to so many letters.
    const SHORT: usize = 8;
    /// From here on a column is a letterhead's or a margin's.
    const RIGHT: usize = 20;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let next = block.get(at + 1..).unwrap_or_default().lines().next();
    let next = next.unwrap_or_default();
    let indent = |l: &str| l.chars().take_while(|c| c.is_whitespace()).count();
    let left = line.trim_start();
    let column = match left.rfind(GAP) {
        Some(gap) if gap >= SHORT || indent(line) > 0 => {
            indent(line) + left[..gap + GAP.len()].chars().count()
        }
        Some(_) => return false,
        None => indent(line),
    };
    let anew = next
        .trim_start()
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !line.ends_with('-');
    anew && column >= RIGHT && (left.contains(GAP) || indent(next) >= column)
}

/// A hyphen at the line's end goes where it only cuts a word: not in `Social-⏎og`, not before a capital.
fn broken(before: &str, after: &str, span: Span) -> Break {
    let stem = before.strip_suffix('-').unwrap_or_default();
    let word = after.split_whitespace().next().unwrap_or_default();
    let cut = stem.ends_with(char::is_lowercase)
        && word.starts_with(char::is_lowercase)
        && !matches!(word, "og" | "eller" | "samt" | "til");
    let kept = before.ends_with('-')
        && stem.ends_with(char::is_alphanumeric)
        && word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    match (cut, kept) {
        (true, _) => Break {
            span: span.start - 1..span.end,
            joint: "",
        },
        (false, true) => Break { span, joint: "" },
        (false, false) => Break { span, joint: " " },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stand_on_one_line_and_lead_back() {
        let mut document = Document::default();
        document.push(BlockKind::Heading, 0, "Klitvagten");
        document.push(
            BlockKind::Paragraph,
            0,
            "I dag har Ove Bjørn\n   Lund passet fyrtår-\n   net og Social-\n   og Lynghuset på Nord-\n   Mols.",
        );
        document.push(BlockKind::Paragraph, 0, "Slut.");
        let flow = Flow::of(&document).unwrap();
        assert_eq!(
            flow.document.text,
            "Klitvagten\nI dag har Ove Bjørn Lund passet fyrtårnet og Social- og Lynghuset på Nord-Mols.\nSlut."
        );
        for (here, there) in [
            ("Ove Bjørn Lund", "Ove Bjørn\n   Lund"),
            ("fyrtårnet", "fyrtår-\n   net"),
            ("Social- og", "Social-\n   og"),
            ("Slut.", "Slut."),
        ] {
            let at = flow.document.text.find(here).unwrap();
            let span = flow.there(&(at..at + here.len()), &document.text);
            assert_eq!(&document.text[span], there);
        }
        let block = flow.document.blocks[1].range();
        assert!(flow.document.text[block].ends_with("Nord-Mols."));
        assert!(Flow::of(&flow.document).is_none());
    }
}
