//! Whether a line goes on with the paragraph before it.

use super::baselines::Line;
use super::lines::Word;
use super::measure::{is_address, page_around, right_edge, usual_leading};
use super::tags::Kind;
use super::wording::{ends_sentence, is_bullet};

/// Where a line meets the one before it, in the paragraph that grows.
pub(super) struct Seam<'a> {
    lines: &'a [Line],
    index: usize,
    /// The right edge of the text so far.
    measure: f32,
    /// The paragraph's first line, its last one, and the next.
    head: &'a Line,
    last: &'a Line,
    line: &'a Line,
    /// Whether the line is the paragraph's second one.
    second: bool,
    /// Whether the last line ends a sentence.
    ended: bool,
}

impl<'a> Seam<'a> {
    /// The seam before the line at `index`, of the paragraph that began at `first`.
    pub(super) fn new(lines: &'a [Line], first: usize, index: usize, measure: f32) -> Option<Self> {
        let last = lines.get(index.checked_sub(1)?)?;
        let ended = last
            .words()
            .last()
            .is_some_and(|word| ends_sentence(&word.text));
        Some(Self {
            lines,
            index,
            measure,
            head: lines.get(first)?,
            last,
            line: lines.get(index)?,
            second: index == first + 1,
            ended,
        })
    }

    /// Whether the paragraph goes on. `listed` says that those before it were single lines, and no sentences, as in a
    /// list of names.
    pub(super) fn holds(&self, listed: bool) -> bool {
        match (self.last.mark, self.line.mark) {
            (Some(a), Some(b)) if a.number == b.number => return self.holds_in_part(),
            (None, None) => {}
            _ => return false,
        }
        if self.crosses_gutter() {
            return true;
        }
        let parted = self.is_set_off()
            || self.begins_item()
            || self.leaves_item()
            || self.is_indented()
            || self.last.bold && !self.line.bold && self.second
            || self.begins_part();
        !parted && (self.breaks_word() || self.is_filled(listed))
    }

    /// Whether the line goes on, where the file says that both are part of one paragraph: unless that was broken on
    /// purpose, since the line's first word would have had room.
    fn holds_in_part(&self) -> bool {
        let heading = self
            .last
            .mark
            .is_some_and(|mark| matches!(mark.kind, Kind::Heading(_)));
        if heading || self.breaks_word() || self.line.y < self.last.y {
            return true;
        }
        !(self.has_room_in_part() && !self.is_centred() || self.begins_part())
    }

    /// Whether the line's first word would have had room in the widest line of what the file says is one paragraph.
    fn has_room_in_part(&self) -> bool {
        let number = |line: &&Line| line.mark.map(|mark| mark.number);
        let own = page_around(self.lines, self.index)
            .iter()
            .filter(|line| number(line) == number(&self.line));
        let right = own.map(|line| line.x1).fold(f32::MIN, f32::max);
        right - self.last.x1 > self.line.first_width() + 0.45 * self.last.size
    }

    /// Whether the line stands apart by its size, its direction or its distance.
    fn is_set_off(&self) -> bool {
        let size = self.last.size;
        let leading = self.line.y - self.last.y;
        self.last.turn != self.line.turn
            || (self.line.size - size).abs() > 0.12 * size
            || leading < 0.4 * size
            || leading > 2.1 * size
            || leading > 1.3 * size && leading > 1.18 * usual_leading(self.lines, self.index)
    }

    /// Whether the line is an item of a list.
    fn begins_item(&self) -> bool {
        let Some((label, _)) = self.line.label() else {
            return false;
        };
        let (last, line, size) = (self.last, self.line, self.last.size);
        // A number at the beginning of a line, in the middle of a sentence that filled the line before, is none.
        let within = !self.ended
            && label.starts_with(|c: char| c.is_ascii_digit())
            && !self.has_room()
            && self.head.label().is_none()
            && line.x0 < last.x0 + 0.5 * size;
        let hung = (line.x0 - last.x0).abs() > 0.5 * size;
        let sibling = self.head.label().is_some() && (line.x0 - self.head.x0).abs() < 0.5 * size;
        !within && (is_bullet(label) || self.ended || hung || sibling)
    }

    /// Whether the line stands to the left of the text of the item before it.
    fn leaves_item(&self) -> bool {
        let Some((_, text)) = self.head.label() else {
            return false;
        };
        let (line, size) = (self.line, self.last.size);
        let outside = line.x0 < self.head.x0 - 0.5 * size;
        outside || self.ended && self.begins_high() && line.x0 < text - 0.5 * size
    }

    /// Whether the line is indented as a first line is, or stands out as one after indented ones.
    fn is_indented(&self) -> bool {
        let (last, line, size) = (self.last, self.line, self.last.size);
        let text = self.head.label().map_or(self.head.x0, |(_, text)| text);
        let hanging = self.head.label().is_some() && (line.x0 - text).abs() < 0.6 * size;
        let inwards = line.x0 > last.x0 + 0.8 * size && !hanging && (!self.second || self.ended);
        let outwards = line.x0 < last.x0 - 0.8 * size && !self.second;
        (inwards || outwards) && !self.is_centred()
    }

    /// Whether the line begins with what sets it apart from the one before: a word that becomes bold, or a label with a
    /// colon (`Bilag 2:`) where a sentence ended or where that line has one too.
    fn begins_part(&self) -> bool {
        let (Some(before), Some(first)) = (self.last.words().last(), self.line.words().next())
        else {
            return false;
        };
        (self.line.is_labelled() && (self.ended || self.last.is_labelled()))
            || (self.ended && first.bold && !before.bold)
    }

    /// Whether a word is broken between the lines.
    fn breaks_word(&self) -> bool {
        let (Some(before), Some(first)) = (self.last.words().last(), self.line.words().next())
        else {
            return false;
        };
        let stem = before.text.strip_suffix(['-', '\u{2010}', '\u{ad}']);
        let letters = stem.is_some_and(|stem| stem.ends_with(char::is_lowercase));
        letters && first.text.starts_with(char::is_lowercase)
    }

    /// Whether the last line is filled, so that the next one had to begin.
    fn is_filled(&self, listed: bool) -> bool {
        let (last, line) = (self.last, self.line);
        // After a box stands its label, and a list within a sentence goes on after its comma.
        let open = |word: &Word| word.text.ends_with([',', '-', '☒', '☐']);
        let left_open = last.words().last().is_some_and(open) || last.bold && line.bold;
        let right = right_edge(self.lines, self.index, self.measure);
        if !left_open
            && self.begins_high()
            && !self.ended
            && (listed || is_address(self.lines, self.index, right))
        {
            return false;
        }
        let title = self.is_centred() && last.bold && line.bold && !self.ended;
        !self.has_room() || title
    }

    /// Whether the line's first word would have had room in the line before.
    fn has_room(&self) -> bool {
        let room = right_edge(self.lines, self.index, self.measure) - self.last.x1;
        room > self.line.first_width() + 0.45 * self.last.size
    }

    fn begins_high(&self) -> bool {
        let first = self.line.words().next();
        first.is_some_and(|word| word.text.starts_with(char::is_uppercase))
    }

    /// Whether a sentence goes on at the top of the next column.
    fn crosses_gutter(&self) -> bool {
        let (last, line) = (self.last, self.line);
        let up = line.turn == last.turn && line.y < last.y - 2.0 * last.size && line.x0 > last.x1;
        let within = |c: char| c.is_lowercase() || c.is_ascii_digit();
        let first = line.words().next();
        let lower =
            line.label().is_none() && first.is_some_and(|word| word.text.starts_with(within));
        up && lower && !self.ended && (line.size - last.size).abs() < 0.12 * last.size
    }

    fn is_centred(&self) -> bool {
        let (a, b) = (self.last, self.line);
        ((a.x0 + a.x1) - (b.x0 + b.x1)).abs() < 0.5 * a.size && (a.x0 - b.x0).abs() > 0.8 * a.size
    }
}
