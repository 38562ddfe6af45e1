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
    OUTER.contains(&name) || INNER.contains(&name) && is_mostly_tags(rest) && !is_in_lines(rest)
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

/// The letters and digits that a text begins with: behind `<` or `</`, an element's name.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric());
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// Whether elements that begin with a known name close again, several times or around all there is.
fn is_mostly_tags(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let closed = lower
        .match_indices("</")
        .filter_map(|(at, _)| lower.get(at + 2..))
        .filter(|rest| INNER.contains(&name(rest)))
        .take(3)
        .count();
    closed > 2 || closed > 0 && lower.trim_end().ends_with('>')
}

/// Elements that hold the lines of a page.
const HOLDERS: &[&str] = &[
    "article",
    "blockquote",
    "center",
    "dl",
    "div",
    "font",
    "form",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "table",
    "td",
    "ul",
];

/// Whether most lines begin within no element: the text keeps its own lines, and a form's export has only left some tags in it.
fn is_in_lines(text: &str) -> bool {
    const FEW: usize = 6;
    let (mut open, mut free, mut all) = (0_usize, 0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        all += 1;
        free += usize::from(open == 0 && !line.trim_start().starts_with('<'));
        for (at, _) in line.match_indices('<') {
            let rest = line.get(at + 1..).unwrap_or_default();
            let (rest, closes) = rest.strip_prefix('/').map_or((rest, false), |r| (r, true));
            if !HOLDERS.contains(&name(rest).to_ascii_lowercase().as_str()) {
                continue;
            }
            open = if closes {
                open.saturating_sub(1)
            } else {
                open + 1
            };
        }
    }
    all >= FEW && free * 2 > all
}

#[cfg(test)]
mod tests {
    use super::is_html;

    #[test]
    fn a_form_with_some_tags_left_is_no_page() {
        let form = "<h2>Puljen</h2>\nNavn: Ida Bro\n<b>Projekt</b><br>\nTitel: Kajen\nStart: 1. maj\nSlut: 2. maj\n<b>Beløb</b><br>\n";
        assert!(!is_html(form.as_bytes()));
        let page = "<div>\n<p>Kajen er\nlang og\nsmal, og\nder er\nplads til\nalle.</p>\n<p>Kom og</p>\n<p>se.</p></div>";
        assert!(is_html(page.as_bytes()));
        let rows = "<h2>Planen</h2>\n<p>Vi åbner</p>\n<p>Vi lukker</p>\n<p>Vi spiser</p>\n<p>Vi går</p>\n<p>Vi ses</p>\n";
        assert!(is_html(rows.as_bytes()));
    }
}
