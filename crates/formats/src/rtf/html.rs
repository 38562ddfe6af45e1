//! A page of HTML within RTF, as Outlook wraps the mails that it keeps ([MS-OXRTFEX]).

use super::tokens::{Token, Tokens};
use crate::text::pages::Letters;

/// How far into a file it says that it wraps a page.
const HEAD: usize = 4_096;

/// Groups within each other beyond which their walls are not kept.
const DEEPEST: usize = 20_000;

#[derive(Clone, Copy, Default)]
struct Group {
    /// Markup of the page, as it is.
    is_tag: bool,
    /// Nothing of the page.
    is_other: bool,
    /// For programs that know no HTML.
    is_rtf_only: bool,
}

/// The page that the file wraps; `None` where it wraps none.
pub(crate) fn html_within(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    memchr::memmem::find(head, b"\\fromhtml")?;
    let mut page = Page::default();
    let mut tokens = Tokens::of(bytes);
    while let Some(token) = tokens.next() {
        if let Token::Word("bin", count) = token {
            tokens.pass(
                count
                    .and_then(|count| usize::try_from(count).ok())
                    .unwrap_or(0),
            );
        } else {
            page.take(token);
        }
    }
    page.decode();
    Some(page.html)
}

#[derive(Default)]
struct Page {
    html: String,
    groups: Vec<Group>,
    group: Group,
    begins: bool,
    optional: bool,
    letters: Letters,
    bytes: Vec<u8>,
    stand_ins: usize,
}

impl Page {
    fn take(&mut self, token: Token<'_>) {
        if !matches!(token, Token::Text(_) | Token::Hex(_)) {
            self.decode();
        }
        let begins = std::mem::take(&mut self.begins);
        match token {
            Token::Open => {
                if self.groups.len() < DEEPEST {
                    self.groups.push(self.group);
                }
                self.begins = true;
                self.optional = false;
            }
            Token::Close => self.group = self.groups.pop().unwrap_or_default(),
            Token::Symbol(b'*') => {
                self.begins = begins;
                self.optional = true;
            }
            Token::Symbol(symbol) => match symbol {
                b'~' => self.push("&nbsp;"),
                b'_' => self.push("&shy;"),
                b'{' | b'}' | b'\\' => self.push(&char::from(symbol).to_string()),
                b'\r' | b'\n' => self.push("\n"),
                _ => {}
            },
            Token::Word(word, number) => self.word(word, number, begins),
            Token::Text(text) => self.raw(text),
            Token::Hex(byte) => self.raw(&[byte]),
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>, begins: bool) {
        match word {
            "htmltag" => self.group.is_tag = true,
            "mhtmltag" => self.group.is_other = true,
            "htmlrtf" => self.group.is_rtf_only = number != Some(0),
            "fonttbl" | "colortbl" | "stylesheet" | "info" | "pict" => self.group.is_other = true,
            "ansicpg" => self.letters = Letters::of_page(number.unwrap_or(1252)),
            "u" => {
                if let Some(c) = number
                    .map(|code| if code < 0 { code + 0x1_0000 } else { code })
                    .and_then(|code| u32::try_from(code).ok())
                    .and_then(char::from_u32)
                {
                    self.push(&c.to_string());
                }
                self.stand_ins = 1;
            }
            "par" | "line" => self.push("\n"),
            "tab" => self.push("\t"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "bullet" => self.push("•"),
            "endash" => self.push("–"),
            "emdash" => self.push("—"),
            _ if begins && self.optional => self.group.is_other = true,
            _ => {}
        }
    }

    fn raw(&mut self, text: &[u8]) {
        let passed = self.stand_ins.min(text.len());
        self.stand_ins -= passed;
        self.bytes.extend(text.get(passed..).unwrap_or_default());
    }

    fn decode(&mut self) {
        if !self.bytes.is_empty() {
            let text = self.letters.decode(&self.bytes);
            self.bytes.clear();
            self.push(&text);
        }
    }

    /// Markup as it is, what is seen of the page with the signs of markup spelled.
    fn push(&mut self, text: &str) {
        if self.group.is_other || self.group.is_rtf_only && !self.group.is_tag {
            return;
        }
        if self.group.is_tag {
            self.html.push_str(text);
            return;
        }
        if text == "&nbsp;" || text == "&shy;" {
            self.html.push_str(text);
            return;
        }
        for c in text.chars() {
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                c => self.html.push(c),
            }
        }
    }
}
