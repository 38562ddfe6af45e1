//! Whether bytes are a page, by how they begin.

use super::encoding;

/// How far into a file it is looked.
const FAR: usize = 16 << 10;

/// Elements that only a page begins with.
const OUTER: &[&str] = &["html", "head", "body", "title", "meta", "frameset", "base"];

/// Elements with which a part of a page begins.
const INNER: &[&str] = &[
    "a",
    "article",
    "b",
    "blockquote",
    "br",
    "center",
    "dl",
    "div",
    "font",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "img",
    "li",
    "link",
    "main",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "span",
    "strong",
    "style",
    "table",
    "tbody",
    "td",
    "tr",
    "u",
    "ul",
];

/// Whether the bytes are HTML or XHTML; other XML is not.
pub(crate) fn is_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..FAR).unwrap_or(bytes);
    if memchr::memchr(b'<', head).is_none() {
        return false;
    }
    let Some(text) = encoding::decode(head) else {
        return false;
    };
    let (rest, is_xml) = without_prologue(&text);
    let lower: String = rest
        .chars()
        .take(200)
        .collect::<String>()
        .to_ascii_lowercase();
    if lower.starts_with("<!doctype") {
        return lower
            .trim_start_matches("<!doctype")
            .trim_start()
            .starts_with("html");
    }
    let Some(name) = tag(&lower) else {
        return false;
    };
    if is_xml {
        return name == "html";
    }
    OUTER.contains(&name) || INNER.contains(&name) && is_mostly_tags(rest)
}

/// What follows after byte order mark, declaration of XML and comments; and whether there was such a declaration.
fn without_prologue(text: &str) -> (&str, bool) {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    let mut is_xml = false;
    loop {
        let (end, is_declaration) = if rest.starts_with("<!--") {
            ("-->", false)
        } else if rest.starts_with("<?") {
            (">", rest.starts_with("<?xml"))
        } else if rest.starts_with("<![") {
            ("]>", false)
        } else {
            return (rest, is_xml);
        };
        is_xml |= is_declaration;
        match rest.find(end) {
            Some(at) => rest = rest.get(at + end.len()..).unwrap_or_default().trim_start(),
            None => return ("", is_xml),
        }
    }
}

/// The name of the element that a text begins with.
fn tag(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
    let after = rest.get(end..)?.chars().next()?;
    (after == '>' || after == '/' || after.is_whitespace()).then(|| rest.get(..end))?
}

/// Whether elements that begin with a known name close again, several times or around all there is.
fn is_mostly_tags(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let closed = lower
        .match_indices("</")
        .filter_map(|(at, _)| lower.get(at + 2..))
        .filter(|rest| {
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            INNER.contains(&rest.get(..end).unwrap_or_default())
        })
        .take(3)
        .count();
    closed > 2 || closed > 0 && lower.trim_end().ends_with('>')
}
