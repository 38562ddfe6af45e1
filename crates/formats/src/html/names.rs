//! What the names of elements, and the words of their classes and ids, say of them.

use super::tree::{Id, Tree};

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "frameset"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}

/// Whether nothing of an element is ever read as text.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "applet"
            | "area"
            | "audio"
            | "canvas"
            | "datalist"
            | "embed"
            | "frame"
            | "head"
            | "iframe"
            | "img"
            | "link"
            | "map"
            | "meta"
            | "noframes"
            | "noscript"
            | "object"
            | "rp"
            | "rt"
            | "script"
            | "style"
            | "svg"
            | "template"
            | "title"
            | "video"
            | "xml"
    )
}

/// The level of a heading.
pub(super) fn heading(tree: &Tree, id: Id) -> Option<u8> {
    match tree.name(id) {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        _ => None,
    }
}

/// The words of an element's id and of each of its classes, in small letters: "mainMenu" is "main" and "menu".
pub(super) fn words(tree: &Tree, id: Id) -> Vec<Vec<String>> {
    let values = ["id", "class"].map(|name| tree.attribute(id, name).unwrap_or_default());
    let names = values
        .iter()
        .flat_map(|value| value.split_ascii_whitespace());
    names.map(words_of).collect()
}

fn words_of(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || was_small && c.is_uppercase() {
            end_word(&mut words, &mut word);
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    end_word(&mut words, &mut word);
    words
}

fn end_word(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// What an inline style says of a property, in small letters.
pub(super) fn style<'t>(tree: &'t Tree, id: Id, property: &str) -> Option<&'t str> {
    let style = tree.attribute(id, "style")?;
    style.split(';').rev().find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case(property)
            .then(|| value.trim().trim_end_matches("!important").trim_end())
    })
}

/// Whether an inline style says just that.
pub(super) fn has_style(tree: &Tree, id: Id, property: &str, value: &str) -> bool {
    style(tree, id, property).is_some_and(|stated| stated.eq_ignore_ascii_case(value))
}

/// Whether an element has that class.
pub(super) fn has_class(tree: &Tree, id: Id, class: &str) -> bool {
    tree.attribute(id, "class").is_some_and(|classes| {
        classes
            .split_ascii_whitespace()
            .any(|one| one.eq_ignore_ascii_case(class))
    })
}
