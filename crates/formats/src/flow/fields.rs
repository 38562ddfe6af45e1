//! Fields: an instruction that is not seen, and a result that is.

/// Characters of an instruction that are kept: an address fits in.
const LONGEST: usize = 4_000;

/// Where in which paragraph something began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchor {
    /// Which paragraph, by the order in which they began.
    pub(crate) paragraph: u64,
    /// Bytes of its text before it.
    pub(crate) at: usize,
}

impl Anchor {
    /// Where the text of a paragraph ends now.
    pub(crate) fn at_end(paragraph: u64, text: &str) -> Self {
        Self {
            paragraph,
            at: text.len(),
        }
    }

    /// The text of a paragraph since then; all of it where that was in an earlier one.
    pub(crate) fn since(self, paragraph: u64, text: &str) -> &str {
        let at = if self.paragraph == paragraph {
            self.at
        } else {
            0
        };
        text.get(at..).unwrap_or_default()
    }
}

/// A field that is open.
#[derive(Debug)]
pub(crate) struct Field {
    instruction: String,
    /// Whether what comes now is the result.
    pub(crate) shows: bool,
    pub(crate) start: Anchor,
    /// The state of a check box.
    pub(crate) checked: Option<bool>,
    entries: Vec<String>,
    chosen: usize,
}

impl Field {
    pub(crate) fn new(start: Anchor) -> Self {
        Self {
            instruction: String::new(),
            shows: false,
            start,
            checked: None,
            entries: Vec::new(),
            chosen: 0,
        }
    }

    pub(crate) fn instruct(&mut self, text: &str) {
        if self.instruction.len() < LONGEST {
            self.instruction.extend(text.chars().take(LONGEST));
        }
    }

    /// The result begins.
    pub(crate) fn separate(&mut self, start: Anchor) {
        self.shows = true;
        self.start = start;
    }

    pub(crate) fn add_entry(&mut self, entry: String) {
        // Word allows 25.
        if self.entries.len() < 100 {
            self.entries.push(entry);
        }
    }

    pub(crate) fn choose(&mut self, entry: usize) {
        self.chosen = entry;
    }

    /// The entry of a drop-down list that is shown.
    pub(crate) fn entry(&self) -> Option<&str> {
        self.entries.get(self.chosen).map(String::as_str)
    }

    /// Whether its instruction is the one of that name.
    pub(crate) fn is(&self, name: &str) -> bool {
        let first = self.instruction.split_whitespace().next();
        first.is_some_and(|first| first.eq_ignore_ascii_case(name))
    }

    /// The address that the field links to.
    pub(crate) fn address(&self) -> Option<&str> {
        target(&self.instruction)
    }
}

/// The address in a `HYPERLINK` instruction (ECMA-376 part 1, 17.16.5.25): its first argument, quoted or not.
pub(crate) fn target(instruction: &str) -> Option<&str> {
    let instruction = instruction.trim_start();
    let (name, rest) = instruction.split_at_checked("HYPERLINK".len())?;
    if !name.eq_ignore_ascii_case("HYPERLINK") {
        return None;
    }
    let rest = rest.trim_start();
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        // A switch: the link stays within the document.
        None if rest.starts_with('\\') => None,
        None => rest.split_whitespace().next(),
    }
}

/// The sign of a check box.
pub(crate) fn tick(checked: bool) -> char {
    if checked { '☒' } else { '☐' }
}
