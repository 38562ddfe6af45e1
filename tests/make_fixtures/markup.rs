//! A paper's source: one block a line, told by how the line begins.

use crate::letters::wrapped;

/// A line of the markup.
pub(crate) enum Block {
    Blank,
    Plain(String),
    Right(String),
    Title(String),
    Heading(String),
    Bold(String),
    Bullet(String),
    /// Its number, and the text.
    Numbered(usize, String),
    Row {
        cells: Vec<String>,
        head: bool,
    },
    Box {
        ticked: bool,
        label: String,
    },
    /// Called by the paragraph before it.
    Note(String),
    /// Who says what of the paragraph before it.
    Comment(String, String),
}

#[derive(Default)]
pub(crate) struct Paper {
    pub(crate) author: String,
    pub(crate) header: Option<String>,
    pub(crate) footer: Option<String>,
    pub(crate) font: Option<String>,
    /// The PDF is set as a typewriter would, without an office suite.
    pub(crate) typed: bool,
    /// Characters after which the text file breaks its lines.
    pub(crate) wrap: Option<usize>,
    pub(crate) blocks: Vec<Block>,
}

impl Paper {
    pub(crate) fn parse(markup: &str) -> Self {
        let mut paper = Self::default();
        let mut number = 0;
        for line in markup.lines() {
            number = if line.starts_with('+') { number + 1 } else { 0 };
            if !paper.directive(line) {
                paper.blocks.push(block(line, number));
            }
        }
        paper
    }

    fn directive(&mut self, line: &str) -> bool {
        let (name, value) = line.split_once(' ').unwrap_or((line, ""));
        match name {
            "%author" => self.author = value.to_owned(),
            "%header" => self.header = Some(value.to_owned()),
            "%footer" => self.footer = Some(value.to_owned()),
            "%font" => self.font = Some(value.to_owned()),
            "%typed" => self.typed = true,
            "%wrap" => self.wrap = Some(value.parse().unwrap()),
            _ => return false,
        }
        true
    }

    /// The text file: the header above it, the footer below it, lines broken where the source says so.
    pub(crate) fn text(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        if let Some(header) = &self.header {
            lines.extend([header.clone(), String::new()]);
        }
        lines.extend(self.blocks.iter().map(Block::text));
        if let Some(footer) = &self.footer {
            lines.extend([String::new(), footer.replace("{page}", "1")]);
        }
        let wrap = |line: &String| wrapped(line, self.wrap.unwrap_or(usize::MAX));
        lines.iter().map(wrap).collect::<Vec<_>>().join("\n") + "\n"
    }
}

fn block(line: &str, number: usize) -> Block {
    let own = |rest: &str| rest.to_owned();
    if let Some(rest) = line.strip_prefix("[comment ") {
        let (who, what) = rest.trim_end_matches(']').split_once(": ").unwrap();
        return Block::Comment(own(who), own(what));
    }
    if let Some(rest) = line.strip_prefix("%right ") {
        return Block::Right(own(rest));
    }
    for (mark, ticked) in [("[x]", true), ("[ ]", false)] {
        if let Some(label) = line.strip_prefix(mark) {
            let label = own(label);
            return Block::Box { ticked, label };
        }
    }
    if let Some(rest) = line.strip_prefix("##") {
        return Block::Heading(own(rest));
    }
    let rest = line.get(1..).unwrap_or_default();
    match line.chars().next() {
        None => Block::Blank,
        Some('#') => Block::Title(own(rest)),
        Some('*') => Block::Bold(own(rest)),
        Some('-') => Block::Bullet(own(rest)),
        Some('+') => Block::Numbered(number, own(rest)),
        Some('^') => Block::Note(own(rest)),
        Some('|') => Block::Row {
            cells: rest.trim_start_matches('!').split('|').map(own).collect(),
            head: rest.starts_with('!'),
        },
        Some(_) => Block::Plain(own(line)),
    }
}

impl Block {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Plain(t) | Self::Right(t) | Self::Title(t) | Self::Heading(t) | Self::Bold(t) => {
                t.clone()
            }
            Self::Bullet(t) => format!("- {t}"),
            Self::Numbered(number, t) => format!("{number}. {t}"),
            Self::Row { cells, .. } => cells.join("\t"),
            Self::Box { ticked, label } => format!("{} {label}", tick(*ticked)),
            Self::Note(t) => format!("Note: {t}"),
            Self::Comment(who, t) => format!("[Kommentar, {who}: {t}]"),
        }
    }
}

fn tick(ticked: bool) -> &'static str {
    if ticked { "☒" } else { "☐" }
}
