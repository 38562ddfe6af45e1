//! Plain text with what is left of HTML in it: forms and records exported with their markup.

use std::fmt::Write;

/// Elements that end a line.
const BREAKS: &[&str] = &[
    "p",
    "br",
    "div",
    "tr",
    "table",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
    "pre",
    "tbody",
    "dl",
    "dt",
    "dd",
];

/// Elements within a line.
const INLINE: &[&str] = &[
    "b", "i", "u", "em", "strong", "span", "font", "sup", "sub", "a", "td", "th", "small", "o:p",
    "nobr", "center",
];

/// A tag of the text.
struct Tag<'t> {
    name: String,
    is_end: bool,
    /// What follows it.
    rest: &'t str,
}

/// The text with tags as line breaks and references as characters; `None` where it has none of which we are certain.
pub(crate) fn without_markup(text: &str) -> Option<String> {
    if !has_tags(text) && !has_references(text) {
        return None;
    }
    let tags = has_tags(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = match from.starts_with('&') {
            true => after_reference(from, &mut out),
            false => match tag(from).filter(|_| tags) {
                Some(tag) => after_tag(&tag, &mut out),
                None => {
                    out.push('<');
                    from.get(1..).unwrap_or_default()
                }
            },
        };
    }
    out.push_str(rest);
    Some(out.trim_start_matches('\n').to_owned())
}

/// Whether a tag stands there of which there is no doubt: a break of lines, or an element that closes again.
fn has_tags(text: &str) -> bool {
    let mut opened: Vec<String> = Vec::new();
    for (at, _) in text.match_indices('<') {
        let Some(tag) = text.get(at..).and_then(tag) else {
            continue;
        };
        if tag.name == "br" || tag.is_end && opened.contains(&tag.name) {
            return true;
        }
        if !tag.is_end && !opened.contains(&tag.name) {
            opened.push(tag.name);
        }
    }
    false
}

fn has_references(text: &str) -> bool {
    text.match_indices('&')
        .any(|(at, _)| text.get(at..).and_then(reference).is_some())
}

/// A known tag at the start of a text.
fn tag(text: &str) -> Option<Tag<'_>> {
    const LONGEST: usize = 2_000;
    let rest = text.strip_prefix('<')?;
    let (rest, is_end) = match rest.strip_prefix('/') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != ':')?;
    let name = rest.get(..end)?.to_ascii_lowercase();
    let is_known =
        name == "li" || BREAKS.contains(&name.as_str()) || INLINE.contains(&name.as_str());
    let rest = rest.get(end..)?;
    let close = rest.bytes().take(LONGEST).position(|b| b == b'>')?;
    let inside = rest.get(..close)?;
    // "<b at stå>" is no tag: attributes have values.
    let is_tag = inside.is_empty()
        || inside.trim() == "/"
        || inside.starts_with(char::is_whitespace) && inside.contains('=') && !inside.contains('<');
    (is_known && is_tag).then(|| Tag {
        name,
        is_end,
        rest: rest.get(close + 1..).unwrap_or_default(),
    })
}

/// Writes what a tag stands for; gives back what follows.
fn after_tag<'t>(tag: &Tag<'t>, out: &mut String) -> &'t str {
    let line = out.trim_end_matches(' ').len();
    let is_begun = line == 0 || out.get(..line).is_some_and(|out| out.ends_with('\n'));
    let is_break = tag.name == "li" || BREAKS.contains(&tag.name.as_str());
    if is_break && is_begun {
        out.truncate(line);
    }
    match (tag.name.as_str(), tag.is_end) {
        // Behind a label a value begins, which the program that wrote both has put on its line.
        ("p" | "div", false) if !is_begun => {
            out.push_str(if out.ends_with(' ') { "" } else { " " })
        }
        ("br", _) => out.push('\n'),
        ("li", false) => out.push_str(if is_begun { "• " } else { "\n• " }),
        ("td" | "th", false) if !is_begun => out.push('\t'),
        _ if is_break && !is_begun => out.push('\n'),
        _ => {}
    }
    // The line end that an editor set after the tag is none of its own.
    let ends_line = is_break && out.ends_with('\n');
    let rest = tag.rest;
    let after = rest.strip_prefix('\r').unwrap_or(rest);
    match after.strip_prefix('\n') {
        Some(after) if ends_line => after,
        _ => rest,
    }
}

/// Writes what a reference stands for; gives back what follows.
fn after_reference<'t>(text: &'t str, out: &mut String) -> &'t str {
    match reference(text) {
        Some((c, rest)) => {
            let _ = write!(out, "{c}");
            rest
        }
        None => {
            out.push('&');
            text.get(1..).unwrap_or_default()
        }
    }
}

/// The character of a reference at the start of a text, and what follows it.
fn reference(text: &str) -> Option<(char, &str)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(10).position(|b| b == b';')?;
    let (name, rest) = (rest.get(..end)?, rest.get(end + 1..)?);
    let c = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((c, rest))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // What is in this range was written by one who had Windows before him.
    if let 0x80..=0x9f = code {
        let byte = u8::try_from(code).ok()?;
        return crate::text::decode_declared(&[byte], Some("windows-1252"))?
            .chars()
            .next();
    }
    char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
}

fn named(name: &str) -> Option<char> {
    let key = format!("{name};");
    let &(first, second) = html5ever::data::NAMED_ENTITIES.get(key.as_str())?;
    char::from_u32(first).filter(|&c| second == 0 && c != '\0')
}
