//! Why a value is in the record: the sentence of the paper in which it stands, on one line, the value marked.

use anstyle::Style;
use paper::{Block, BlockKind, Document, Inferred, Places, Source, Span, certainties_in};

/// Characters that the line of a sentence may have.
const LONGEST: usize = 240;
/// What stands for words that are left out.
const CUT: &str = "…";

/// A paper's text, asked for the surroundings of its values.
#[derive(Debug)]
pub(crate) struct Surroundings<'d> {
    document: &'d Document,
    places: Places<'d>,
    /// The style of what is quoted; where it is plain, marks stand around it.
    quote: Style,
}

impl<'d> Surroundings<'d> {
    /// The surroundings in a document, values set in the style.
    pub(crate) fn new(document: &'d Document, quote: Style) -> Self {
        Self {
            document,
            places: document.places(),
            quote,
        }
    }

    /// The sentence, or the row of a table, in which a value stands; `None` where the paper's text is another.
    pub(crate) fn of(&self, source: &Source) -> Option<String> {
        let text = self.document.text.as_str();
        let span = self.places.span(source)?;
        let quote = text.get(span.clone())?;
        if quote != source.quote {
            return None;
        }
        let from = self.sentence(span.start).start.min(span.start);
        let to = self.sentence(last(text, &span)).end.max(span.end);
        let (before, after) = (
            one_line(&text[from..span.start]),
            one_line(&text[span.end..to]),
        );
        Some(self.marked(before.trim_start(), &one_line(quote), after.trim_end()))
    }

    /// The words of a value that were mended after they were read from a picture, a line each.
    pub(crate) fn mended(&self, source: &Source) -> Vec<String> {
        let Some(span) = self.places.span(source) else {
            return Vec::new();
        };
        let words = certainties_in(&self.document.recognised, &span);
        let told = words.filter_map(|word| {
            let text = self.document.text.get(word.start..word.end)?;
            let raw = word.raw.as_ref()?;
            Some(format!("“{text}” was read as “{raw}” from the picture"))
        });
        told.collect()
    }

    /// The sentence around a byte: of its paragraph, or the whole row of its cell.
    fn sentence(&self, at: usize) -> Span {
        let text = self.document.text.as_str();
        let blocks = self.document.blocks.as_slice();
        let next = blocks.partition_point(|block| block.end <= at);
        let Some(block) = blocks.get(next).filter(|block| block.start <= at) else {
            return line(text, at);
        };
        if let Some(row) = row(block) {
            let cells = |block: &&Block| self::row(block) == Some(row);
            let first = blocks[..next].iter().rev().take_while(cells).last();
            let last = blocks[next..].iter().take_while(cells).last();
            return first.unwrap_or(block).start..last.unwrap_or(block).end;
        }
        let within = danish::sentence_around(self.document.text_of(block), at - block.start);
        block.start + within.start..block.start + within.end
    }

    /// The line with its value marked, cut at words where it is too long.
    fn marked(&self, before: &str, quote: &str, after: &str) -> String {
        let [ahead, own, behind] = [before, quote, after].map(|part| part.chars().count());
        let room = LONGEST.saturating_sub(own);
        let half = room / 2;
        let before = ending(before, half.max(room.saturating_sub(behind)));
        let after = beginning(after, half.max(room.saturating_sub(ahead)));
        let quote = if own > LONGEST {
            format!(
                "{} {}",
                beginning(quote, LONGEST / 2),
                ending(quote, LONGEST / 2).trim_start_matches([' ', '…'])
            )
        } else {
            quote.to_owned()
        };
        let style = self.quote;
        if style.is_plain() {
            format!("{before}‹{quote}›{after}")
        } else {
            format!("{before}{style}{quote}{style:#}{after}")
        }
    }
}

/// What was concluded of a value, a line for each reason: "year, month and day: counted from the event that it names".
pub(crate) fn concluded(reasons: &[Inferred]) -> Vec<String> {
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for Inferred { part, reason } in reasons {
        match told.iter_mut().find(|(known, _)| *known == reason.as_str()) {
            Some((_, parts)) => parts.push(part.word()),
            None => told.push((reason.as_str(), vec![part.word()])),
        }
    }
    let line = |(reason, parts): (&str, Vec<&str>)| {
        let parts = match parts.split_last() {
            Some((last, before)) if !before.is_empty() => {
                format!("{} and {last}", before.join(", "))
            }
            _ => parts.concat(),
        };
        format!("{parts}: {reason}")
    };
    told.into_iter().map(line).collect()
}

/// The table and the row of a cell.
fn row(block: &Block) -> Option<(u32, u32)> {
    match block.kind {
        BlockKind::Cell { table, row, .. } => Some((table, row)),
        _ => None,
    }
}

/// The line around a byte that stands in no block.
fn line(text: &str, at: usize) -> Span {
    let start = text[..at].rfind(['\n', '\u{c}']).map_or(0, |end| end + 1);
    let end = text[at..].find(['\n', '\u{c}']);
    start..end.map_or(text.len(), |end| at + end)
}

/// The byte at which the last character of a stretch begins; its start where it is empty.
fn last(text: &str, span: &Span) -> usize {
    let last = text[span.clone()].char_indices().next_back();
    span.start + last.map_or(0, |(at, _)| at)
}

/// A stretch on one line: one space for what parts words, a bar for what parts cells.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(char::is_whitespace) {
        line.push_str(&rest[..at]);
        let word = rest[at..].trim_start();
        let blank = &rest[at..rest.len() - word.len()];
        line.push_str(if blank.contains('\t') { " | " } else { " " });
        rest = word;
    }
    line + rest
}

/// The end of a stretch, so many characters of it at the most, beginning with a word.
fn ending(text: &str, most: usize) -> String {
    let over = text.chars().count().saturating_sub(most);
    let Some((at, _)) = text.char_indices().nth(over).filter(|_| over > 0) else {
        return if over > 0 {
            CUT.to_owned()
        } else {
            text.to_owned()
        };
    };
    let word = text[at..].find(' ').map_or(at, |space| at + space);
    format!("{CUT}{}", &text[word..])
}

/// The beginning of a stretch, so many characters of it at the most, ending with a word.
fn beginning(text: &str, most: usize) -> String {
    let Some((at, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let word = text[..at].rfind(' ').map_or(at, |space| space + 1);
    format!("{}{CUT}", &text[..word])
}

#[cfg(test)]
mod tests {
    use paper::Part;

    use super::*;

    fn document() -> Document {
        let mut document = Document::default();
        document.push(BlockKind::Heading, 1, "Referat");
        let told = "Mødet begyndte kl. 9. Fristen er\nden 3. maj kl. 12 for alle. Kaffe.";
        document.push(BlockKind::Paragraph, 0, told);
        for (column, cell) in ["Ida Bro", "formand"].into_iter().enumerate() {
            let column = u16::try_from(column).unwrap();
            let kind = BlockKind::Cell {
                table: 0,
                row: 0,
                column,
                columns: 1,
            };
            let start = document.text.len() + 1;
            document.text.push(if column == 0 { '\n' } else { '\t' });
            document.text.push_str(cell);
            document.blocks.push(Block {
                kind,
                depth: 0,
                start,
                end: start + cell.len(),
            });
        }
        document
    }

    fn around(document: &Document, quote: &str, style: Style) -> Option<String> {
        let at = document.text.find(quote).unwrap();
        let source = document.places().source(at..at + quote.len());
        Surroundings::new(document, style).of(&source)
    }

    #[test]
    fn a_value_stands_in_its_sentence_its_heading_or_its_row() {
        let document = &document();
        for (quote, wanted) in [
            ("Referat", "‹Referat›"),
            (
                "den 3. maj kl. 12",
                "Fristen er ‹den 3. maj kl. 12› for alle.",
            ),
            ("kl. 9", "Mødet begyndte ‹kl. 9›."),
            ("formand", "Ida Bro | ‹formand›"),
            ("Ida Bro", "‹Ida Bro› | formand"),
            ("Bro\tform", "Ida ‹Bro | form›and"),
        ] {
            let found = around(document, quote, Style::new());
            assert_eq!(found.as_deref(), Some(wanted), "{quote}");
        }
        let bold = around(document, "Kaffe", Style::new().bold());
        assert_eq!(bold.as_deref(), Some("\u{1b}[1mKaffe\u{1b}[0m."));
    }

    #[test]
    fn one_reason_is_told_once() {
        let inferred = |part, reason: &str| Inferred {
            part,
            reason: reason.to_owned(),
        };
        let [year, month, day] = [Part::Year, Part::Month, Part::Day];
        let same = [year, month, day].map(|part| inferred(part, "counted from it"));
        assert_eq!(concluded(&same), ["year, month and day: counted from it"]);
        let two = [inferred(year, "the heading's"), inferred(month, "the next")];
        assert_eq!(concluded(&two), ["year: the heading's", "month: the next"]);
    }

    #[test]
    fn a_place_of_another_text_is_none() {
        let document = &document();
        let mut source = document.places().source(0..7);
        source.quote = "Dagsorden".to_owned();
        assert_eq!(Surroundings::new(document, Style::new()).of(&source), None);
        source.end = 10_000;
        assert_eq!(Surroundings::new(document, Style::new()).of(&source), None);
    }

    #[test]
    fn long_sentences_and_values_are_cut_at_words() {
        let mut document = Document::default();
        let many = "ord ".repeat(100);
        let told = format!("{many}før 5.000 kr. og {many}efter");
        document.push(BlockKind::Paragraph, 0, &told);
        let line = around(&document, "5.000 kr.", Style::new()).unwrap();
        assert!(line.starts_with("… ord ord"), "{line}");
        assert!(line.contains("ord før ‹5.000 kr.› og ord"), "{line}");
        assert!(line.ends_with("ord …"), "{line}");
        assert!(line.chars().count() <= LONGEST + 4, "{line}");
        let line = around(&document, &told, Style::new()).unwrap();
        assert!(
            line.starts_with("‹ord ord") && line.ends_with("ord efter›"),
            "{line}"
        );
        assert!(line.contains("ord … ord"), "{line}");
        assert!(line.chars().count() <= LONGEST + 4, "{line}");
    }
}
