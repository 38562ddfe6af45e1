//! Lines that fit the terminal: a person reads whole words.

use std::io::{self, BufWriter, Stdout, Write};

use console::{Term, measure_text_width};

/// Columns below which a terminal is so narrow that it had better break lines by itself.
const NARROWEST: usize = 40;

/// Standard output for a person. On a terminal a line that is too long goes on below its own indentation, and what would steer the
/// terminal is shown and does nothing; elsewhere, where other programs may read it, every line stays as it is.
#[derive(Debug)]
pub(crate) struct Lines<W: Write> {
    out: W,
    /// Columns of the terminal; none where there is no terminal.
    width: Option<usize>,
    /// What was written of a line whose end has not come.
    begun: Vec<u8>,
}

/// Standard output: lines for a person, or data, which nothing is done to.
pub(crate) fn lines(data: bool) -> Lines<BufWriter<Stdout>> {
    let columns = || Term::stdout().size_checked().map(|(_, columns)| columns);
    let width = (!data).then(columns).flatten().map(usize::from);
    Lines::new(super::out(), width)
}

impl<W: Write> Lines<W> {
    fn new(out: W, width: Option<usize>) -> Self {
        Self {
            out,
            width,
            begun: Vec::new(),
        }
    }
}

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(width) = self.width else {
            return self.out.write(bytes);
        };
        self.begun.extend_from_slice(bytes);
        if let Some(end) = self.begun.iter().rposition(|byte| *byte == b'\n') {
            let rest = self.begun.split_off(end + 1);
            let whole = std::mem::replace(&mut self.begun, rest);
            let whole = harmless(&String::from_utf8_lossy(&whole));
            let shown = match width {
                ..NARROWEST => whole,
                _ => folded(&whole, width),
            };
            self.out.write_all(shown.as_bytes())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&std::mem::take(&mut self.begun))?;
        self.out.flush()
    }
}

/// Lines without what steers a terminal: names of files may hold anything. Colours stay, which are ours.
pub(super) fn harmless(lines: &str) -> String {
    let mut shown = String::with_capacity(lines.len());
    for (at, c) in lines.char_indices() {
        match c {
            '\n' | '\t' => shown.push(c),
            '\u{1b}' if is_colour(&lines[at + 1..]) => shown.push(c),
            c if c.is_control() => shown.push('\u{fffd}'),
            c => shown.push(c),
        }
    }
    shown
}

/// Whether an escape sequence sets a style, as `[1;33m`.
fn is_colour(sequence: &str) -> bool {
    let parts = sequence.strip_prefix('[');
    let end = parts.map(|parts| parts.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';'));
    end.is_some_and(|end| end.starts_with('m'))
}

/// Lines broken between words, none wider than so many columns unless a word is.
fn folded(lines: &str, width: usize) -> String {
    let mut folded = String::with_capacity(lines.len());
    for line in lines.split_inclusive('\n') {
        fold(&mut folded, line, width);
    }
    folded
}

fn fold(folded: &mut String, line: &str, width: usize) {
    if measure_text_width(line) <= width {
        return folded.push_str(line);
    }
    let indent = line.len() - line.trim_start_matches(' ').len();
    let indent = indent.min(width / 2);
    let mut column = 0;
    for piece in line.split_inclusive(' ') {
        let word = piece.trim_end_matches(' ');
        let wide = measure_text_width(word);
        if column + wide > width && column > indent {
            folded.truncate(folded.trim_end_matches(' ').len());
            folded.push('\n');
            folded.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        }
        folded.push_str(piece);
        column += wide + piece.len() - word.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(width: Option<usize>, parts: &[&str]) -> String {
        let mut lines = Lines::new(Vec::new(), width);
        for part in parts {
            lines.write_all(part.as_bytes()).unwrap();
        }
        lines.flush().unwrap();
        String::from_utf8(lines.out).unwrap()
    }

    #[test]
    fn long_lines_go_on_between_words_below_their_indentation() {
        let line = "    ansøgninger om tilskud til unge skal være forvaltningen i hænde\n";
        let folded = written(Some(40), &[line]);
        let expected = "    ansøgninger om tilskud til unge skal\n    være forvaltningen i hænde\n";
        assert_eq!(folded, expected);
    }

    #[test]
    fn short_lines_wide_words_and_narrow_terminals_are_left_alone() {
        let word = format!("  {}\n", "x".repeat(60));
        let long = "ord ".repeat(30);
        for (width, text) in [
            (Some(40), "  kort  linje\n"),
            (Some(40), &word),
            (Some(20), &long),
            (None, &long),
        ] {
            assert_eq!(written(width, &[text]), text);
        }
    }

    #[test]
    fn what_steers_a_terminal_is_shown_and_does_nothing() {
        let name = "\u{1b}]0;titel\u{7}\u{1b}[2J\u{9b}plan\r.pdf \u{1b}[31mrød\n";
        let shown = "\u{fffd}]0;titel\u{fffd}\u{fffd}[2J\u{fffd}plan\u{fffd}.pdf \u{1b}[31mrød\n";
        assert_eq!(written(Some(80), &[name]), shown);
        assert_eq!(written(None, &[name]), name);
    }

    #[test]
    fn colours_take_no_room_and_a_line_may_come_in_parts() {
        let parts = [
            "\u{1b}[1mfrist\u{1b}[0m for ansøgning",
            "er er den\u{a0}1. maj",
            "\nny",
        ];
        assert_eq!(written(Some(40), &parts), parts.concat());
    }
}
