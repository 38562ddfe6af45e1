//! The parts of a mail (RFC 2046, 5.1), found in one pass over its lines.
//!
//! The library reads fields, but not the parts: its search for boundaries begins anew at each part, and a mail within a
//! mail is dropped by recursion.

use super::head::Head;

/// Parts that are looked at; a mail with more is made to do harm.
const MOST: usize = 10_000;

/// How deep groups of parts may be nested.
const DEEPEST: usize = 64;

/// Lines among which fields are sought after one that is none.
const STRAY: usize = 20;

/// A part with its fields.
#[derive(Debug)]
pub(super) struct Part<'b> {
    pub(super) head: Head,
    /// As written; of a group what stands before its first part.
    pub(super) body: &'b [u8],
    /// The group that it stands in, which stands before it in the list.
    pub(super) parent: Option<usize>,
    /// Whether parts stand in it.
    pub(super) is_group: bool,
}

/// The parts of a mail in their order, the mail itself first, and whether its end is there.
#[derive(Debug)]
pub(super) struct Parts<'b> {
    pub(super) list: Vec<Part<'b>>,
    pub(super) whole: bool,
}

/// A group of parts that is open.
struct Open {
    part: usize,
    /// Empty where the first line that looks like one tells it.
    boundary: Vec<u8>,
}

struct Splitter<'b> {
    bytes: &'b [u8],
    at: usize,
    parts: Parts<'b>,
    open: Vec<Open>,
    /// The part whose body goes by, and where that began.
    current: Option<(usize, usize)>,
}

impl<'b> Parts<'b> {
    /// Finds the parts.
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        let bytes = bare(bytes);
        let parts = Splitter::new(bytes).split(false);
        let is_lost = parts
            .list
            .first()
            .is_some_and(|root| root.head.is_multipart() && !root.is_group);
        if !is_lost {
            return parts;
        }
        // The boundary that is stated never stands there: the lines may tell another.
        let mut parts = Splitter::new(bytes).split(true);
        parts.whole = false;
        parts
    }

    /// The fields of a mail alone.
    pub(super) fn head(bytes: &'b [u8]) -> Head {
        let mut splitter = Splitter::new(bare(bytes));
        splitter.begin(false);
        splitter
            .parts
            .list
            .pop()
            .map(|part| part.head)
            .unwrap_or_default()
    }
}

impl<'b> Splitter<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            parts: Parts {
                list: Vec::new(),
                whole: true,
            },
            open: Vec::new(),
            current: None,
        }
    }

    fn split(mut self, guess: bool) -> Parts<'b> {
        self.begin(guess);
        while let Some(line) = self.line() {
            let before = self.at;
            self.at += line.len();
            if line.starts_with(b"--")
                && let Some((level, closes)) = self.boundary(line)
            {
                self.end_body(before);
                // Groups within the one whose boundary this is have not been closed.
                self.parts.whole &= level + 1 == self.open.len();
                self.open.truncate(level + usize::from(!closes));
                if closes {
                    continue;
                }
                if self.parts.list.len() < MOST {
                    self.begin(false);
                    continue;
                }
                self.parts.whole = false;
                break;
            }
        }
        let end = self.bytes.len();
        self.parts.whole &= self.open.is_empty();
        self.end_body(end);
        self.parts
    }

    /// The line that begins here, with its end.
    fn line(&self) -> Option<&'b [u8]> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        rest.get(..end)
    }

    /// Reads the fields of a part that begins here.
    fn begin(&mut self, guess: bool) {
        let is_root = self.parts.list.is_empty();
        let (from, mut end) = (self.at, self.at);
        while let Some(line) = self.line() {
            // A line of spaces may stand within a field that is folded.
            let is_folded = line.starts_with(b" ") && self.folds_after(line.len());
            let is_blank = line.trim_ascii().is_empty() && !is_folded;
            let is_field = end > from && line.starts_with(b" ")
                || has_name(line)
                || is_root && self.is_stray();
            let ends = line.starts_with(b"--") && self.boundary(line).is_some();
            if is_blank {
                self.at += line.len();
            }
            if is_blank || ends || !is_field && !line.starts_with(b"\t") {
                break;
            }
            self.at += line.len();
            end = self.at;
        }
        let head = Head::of(self.bytes.get(from..end).unwrap_or_default());
        let part = self.parts.list.len();
        let parent = self.open.last().map(|open| open.part);
        if let Some(group) = parent.and_then(|parent| self.parts.list.get_mut(parent)) {
            group.is_group = true;
        }
        if head.is_multipart() && self.open.len() < DEEPEST {
            let stated = head.boundary.as_deref().filter(|_| !guess);
            let boundary = stated.unwrap_or("").trim_end().as_bytes().to_vec();
            self.open.push(Open { part, boundary });
        }
        self.parts.list.push(Part {
            head,
            body: &[],
            parent,
            is_group: false,
        });
        self.current = Some((part, self.at));
    }

    /// Whether what stands so many bytes further goes on from a line before.
    fn folds_after(&self, length: usize) -> bool {
        let next = self
            .bytes
            .get(self.at.saturating_add(length)..)
            .unwrap_or_default();
        next.starts_with(b" ") || next.starts_with(b"\t")
    }

    /// Whether the line that begins here, which is no field, stands between fields by error: others follow.
    fn is_stray(&self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let lines = rest.split(|&byte| byte == b'\n').take(STRAY);
        let mut fields = lines.take_while(|line| !line.trim_ascii().is_empty());
        fields.any(|line| {
            const FIELDS: [&[u8]; 5] = [b"From:", b"To:", b"Subject:", b"Date:", b"MIME-Version:"];
            let begins = |name: &[u8]| {
                line.get(..name.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(name))
            };
            FIELDS
                .into_iter()
                .chain([&b"Content-"[..], b"Received:", b"X-"])
                .any(begins)
        })
    }

    /// Which group's boundary a line is, the innermost first, and whether it closes the group.
    fn boundary(&mut self, line: &[u8]) -> Option<(usize, bool)> {
        let line = line.trim_ascii_end().strip_prefix(b"--")?;
        if let Some(last) = self.open.last_mut()
            && last.boundary.is_empty()
            && line.len() > 1
            && !line.contains(&b' ')
        {
            last.boundary = line.to_vec();
        }
        self.open
            .iter()
            .enumerate()
            .rev()
            .find_map(|(level, open)| {
                let rest = line
                    .strip_prefix(open.boundary.as_slice())
                    .filter(|_| !open.boundary.is_empty())?;
                match rest {
                    [] => Some((level, false)),
                    b"--" => Some((level, true)),
                    _ => None,
                }
            })
    }

    /// Ends the body of the current part; the line end before a boundary is the boundary's.
    fn end_body(&mut self, at: usize) {
        let Some((part, from)) = self.current.take() else {
            return;
        };
        let body = self.bytes.get(from..at.max(from)).unwrap_or_default();
        let body = if at < self.bytes.len() {
            let body = body.strip_suffix(b"\n").unwrap_or(body);
            body.strip_suffix(b"\r").unwrap_or(body)
        } else {
            body
        };
        if let Some(part) = self.parts.list.get_mut(part) {
            part.body = body;
        }
    }
}

/// The mail without what programs put around it: blank lines, a byte order mark, the line with which a mailbox begins a
/// mail, the count of bytes before and the list of properties after it in Apple's mailboxes.
pub(super) fn bare(bytes: &[u8]) -> &[u8] {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    let end = memchr::memchr(b'\n', text).map_or(text.len(), |end| end + 1);
    let (line, rest) = text.split_at(end);
    let count = std::str::from_utf8(line.trim_ascii()).ok();
    let count = count.and_then(|line| line.parse::<usize>().ok());
    match count {
        Some(count) if count > 0 => rest.get(..count).unwrap_or(rest),
        _ if line.starts_with(b"From ") || line.starts_with(b">From ") => rest,
        _ => text,
    }
}

/// Whether a line begins as a field does: a name without spaces, and a colon.
pub(super) fn has_name(line: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', line) else {
        return false;
    };
    let name = line.get(..colon).unwrap_or_default().trim_ascii_end();
    !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}
