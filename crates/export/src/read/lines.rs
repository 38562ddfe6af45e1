//! The lines of a calendar file and its components, with the numbers that an editor shows.
//!
//! calcard reads any file and keeps silent about what it leaves out. Here it is said.

/// Longest piece of a broken line that is shown, in characters.
const SHOWN: usize = 60;
/// Deepest nesting that is followed; RFC 5545 has three levels.
const DEEPEST: usize = 16;

/// A line that could not be read, or only in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its number, from 1.
    pub line: usize,
    /// Why, with its beginning where that helps.
    pub reason: String,
}

/// A component that stands for itself: its content lines from BEGIN to END, each with its number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// In capitals, as `VEVENT`.
    pub(super) name: String,
    pub(super) lines: Vec<(usize, String)>,
}

impl Piece {
    /// The number of the first line of a property, else of the piece.
    pub(super) fn line_of(&self, property: &str) -> usize {
        let named = self
            .lines
            .iter()
            .find(|(_, line)| name(line).is_some_and(|n| n == property));
        named
            .or(self.lines.first())
            .map_or(0, |(number, _)| *number)
    }

    /// As a file by itself, each line whole.
    pub(super) fn text(&self) -> String {
        self.lines
            .iter()
            .flat_map(|(_, line)| [line.as_str(), "\r\n"])
            .collect()
    }
}

/// What a file is made of.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// Events, things to do and time zones, in their order.
    pub(super) pieces: Vec<Piece>,
    /// The lines of the calendars themselves.
    pub(super) head: Vec<String>,
    pub(super) broken: Vec<Broken>,
    open: Vec<(usize, String)>,
    current: Option<(usize, Piece)>,
}

/// Takes a file apart.
pub(super) fn pieces(bytes: &[u8]) -> Pieces {
    let mut all = Pieces::default();
    for (number, line) in unfolded(bytes, &mut all.broken) {
        all.take(number, line);
    }
    let open = std::mem::take(&mut all.open);
    for (number, name) in open {
        all.tell(number, format!("BEGIN:{name} has no END"));
    }
    all.close();
    all
}

impl Pieces {
    fn take(&mut self, number: usize, line: String) {
        let Some(property) = name(&line) else {
            return self.tell(number, format!("no name and value: {}", shown(&line)));
        };
        let value = line
            .split_once(':')
            .map_or("", |(_, value)| value.trim())
            .to_uppercase();
        match property.as_str() {
            "BEGIN" => self.begin(number, value, line),
            "END" => self.end(number, &value, line),
            _ => match &mut self.current {
                Some((_, piece)) => piece.lines.push((number, line)),
                None if self.open.is_empty() => {
                    self.tell(number, format!("in no component: {}", shown(&line)));
                }
                None => self.head.push(line),
            },
        }
    }

    fn begin(&mut self, number: usize, name: String, line: String) {
        if self.open.len() == DEEPEST {
            return self.tell(
                number,
                format!("BEGIN:{} within too many others", shown(&name)),
            );
        }
        if let Some((_, piece)) = &mut self.current {
            piece.lines.push((number, line));
        } else if ["VEVENT", "VTODO", "VTIMEZONE"].contains(&name.as_str()) {
            let piece = Piece {
                name: name.clone(),
                lines: vec![(number, line)],
            };
            self.current = Some((self.open.len(), piece));
        }
        self.open.push((number, name));
    }

    fn end(&mut self, number: usize, name: &str, line: String) {
        let Some(at) = self.open.iter().rposition(|(_, open)| open == name) else {
            return self.tell(number, format!("END:{} without its BEGIN", shown(name)));
        };
        for (begun, open) in self.open.split_off(at + 1) {
            self.tell(begun, format!("BEGIN:{} has no END", shown(&open)));
        }
        self.open.truncate(at);
        match &mut self.current {
            Some((level, piece)) if *level < at => piece.lines.push((number, line)),
            Some(_) => self.close(),
            None => {}
        }
    }

    /// Ends the piece that is being taken, and what is open in it.
    fn close(&mut self) {
        let Some((_, mut piece)) = self.current.take() else {
            return;
        };
        let last = piece.lines.last().map_or(0, |(number, _)| *number);
        let mut open = 0_usize;
        for (_, line) in &piece.lines {
            match name(line).as_deref() {
                Some("BEGIN") => open += 1,
                Some("END") => open = open.saturating_sub(1),
                _ => {}
            }
        }
        for _ in 0..open.saturating_sub(1) {
            piece.lines.push((last, "END:VALARM".to_owned()));
        }
        piece.lines.push((last, format!("END:{}", piece.name)));
        self.pieces.push(piece);
    }

    fn tell(&mut self, line: usize, reason: String) {
        self.broken.push(Broken { line, reason });
    }
}

/// The name of a property in capitals; `None` where a line has none, or no value.
fn name(line: &str) -> Option<String> {
    let end = line.find([';', ':'])?;
    let name = line.get(..end)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_name = !name.is_empty() && name.chars().all(plain);
    let mut quoted = false;
    let has_value = line.chars().any(|c| {
        quoted ^= c == '"';
        c == ':' && !quoted
    });
    (is_name && has_value).then(|| name.to_uppercase())
}

/// The content lines with the number of their first line. A character may be cut by a fold, so that bytes are joined.
fn unfolded(bytes: &[u8], broken: &mut Vec<Broken>) -> Vec<(usize, String)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    let ends = |b: &u8| *b == b'\n';
    for (at, line) in bytes.split(ends).enumerate() {
        let trimmed = line
            .iter()
            .rposition(|b| *b != b'\r')
            .map_or(0, |last| last + 1);
        let line = line.get(..trimmed).unwrap_or(line);
        match (line.split_first(), lines.last_mut()) {
            (Some((b' ' | b'\t', rest)), Some((_, last))) => last.extend_from_slice(rest),
            (Some((b' ' | b'\t', rest)), None) => {
                if !rest.trim_ascii().is_empty() {
                    let reason = "goes on with a line that is not there".to_owned();
                    broken.push(Broken {
                        line: at + 1,
                        reason,
                    });
                }
            }
            (Some(_), _) => lines.push((at + 1, line.to_vec())),
            (None, _) => {}
        }
    }
    let text = |(number, line): (usize, Vec<u8>)| {
        let line = String::from_utf8(line).unwrap_or_else(|error| {
            let reason = "is no UTF-8; its odd letters are shown as �".to_owned();
            broken.push(Broken {
                line: number,
                reason,
            });
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        // A line end alone, as old programs wrote within their texts, would end the line for calcard.
        (number, line.replace('\r', " "))
    };
    lines.into_iter().map(text).collect()
}

fn shown(line: &str) -> String {
    let plain = line.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut shown: String = plain.clone().take(SHOWN).collect();
    if plain.count() > SHOWN {
        shown.push('…');
    }
    shown
}
