//! HTML: a page of the web, or one that an office program saved as such.
//!
//! The page is parsed as browsers do (html5ever) into a flat tree. What is not seen is left out, then the frame that a
//! site puts around every page; what is left is walked once.

mod address;
mod content;
mod encoding;
mod head;
mod hidden;
mod line;
mod measure;
mod names;
mod parse;
mod remnants;
mod sniff;
mod table;
mod tree;
mod walk;

use paper::Document;

use crate::flow::{Output, Piece};
use crate::{Limits, ReadError, warnings};
use tree::{Id, ROOT, Tree};
use walk::{Source, Walk};

pub(crate) use remnants::without_markup;
pub(crate) use sniff::is_html;

/// What has been read of a page or a letter.
struct Reading {
    pieces: Vec<Piece>,
    head: head::Head,
    tracked: bool,
    given_up: bool,
    /// What a page of frames shows where there are none; else it shows nothing.
    without_frames: Option<String>,
}

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() as u64 > limits.unpacked {
        return Err(ReadError::TooLarge {
            part: "the page",
            limit: limits.unpacked,
        });
    }
    page(&encoding::decode(bytes).ok_or(ReadError::NotText)?, limits)
}

/// Reads a page that is decoded.
pub(crate) fn page(text: &str, limits: &Limits) -> Result<Document, ReadError> {
    let reading = reading(text, false);
    let mut output = Output::new(limits.text);
    for piece in reading.pieces {
        output.push(piece);
    }
    let mut document = output.finish()?;
    crate::flow::shape::shape(&mut document);
    document.properties = reading.head.properties;
    if reading.tracked {
        document.warnings.push(warnings::tracked_changes());
    }
    if reading.given_up {
        document.warnings.push(warnings::recovered());
    }
    Ok(document)
}

/// The body of a mail: all of it is content but what is hidden, such as the line for the list of mails.
///
/// A letter with more text than the limit is cut there.
pub(crate) fn letter(html: &str, limits: &Limits) -> Vec<Piece> {
    let longest = usize::try_from(limits.text).unwrap_or(usize::MAX);
    let end = (0..=longest.min(html.len()))
        .rev()
        .find(|&at| html.is_char_boundary(at));
    reading(html.get(..end.unwrap_or(0)).unwrap_or_default(), true).pieces
}

fn reading(text: &str, is_letter: bool) -> Reading {
    let is_xml = text.trim_start().starts_with("<?xml");
    let parsed = parse::parse(text, is_xml);
    let reading = of_tree(parsed.tree, is_letter, parsed.given_up);
    let Some(inner) = &reading.without_frames else {
        return reading;
    };
    let parsed = parse::parse(inner, false);
    Reading {
        head: reading.head,
        ..of_tree(parsed.tree, is_letter, parsed.given_up)
    }
}

/// Reads a tree.
fn of_tree(mut tree: Tree, is_letter: bool, given_up: bool) -> Reading {
    let order: Vec<Id> = tree.within(ROOT).collect();
    table::order_rows(&mut tree, &order);
    let order: Vec<Id> = tree.within(ROOT).collect();
    let head = head::read(&tree, &order);
    let mut shown = hidden::shown(&tree, &order);
    let measures = measure::measures(&tree, &order, &shown);
    if !is_letter {
        let page = content::Page {
            tree: &tree,
            order: &order,
            measures: &measures,
        };
        content::narrow(&page, &mut shown);
    }
    let mut walk = Walk::new(Source {
        tree: &tree,
        order: &order,
        shown: &shown,
        measures: &measures,
        addresses: &head.addresses,
        is_letter,
    });
    walk.read(ROOT);
    let pieces = walk.finish();
    let tracked = walk.tracked;
    drop(walk);
    let frames = order.iter().find(|&&id| tree.name(id) == "noframes");
    let without_frames = frames
        .filter(|_| pieces.is_empty())
        .map(|&id| tree.all_text(id));
    Reading {
        pieces,
        head,
        tracked,
        given_up,
        without_frames,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<String> {
        let pieces = letter(html, &Limits::default());
        pieces.iter().map(Piece::line).collect()
    }

    #[test]
    fn all_of_a_letter_is_content_but_the_line_for_the_list_of_mails() {
        let html = r#"<div style="display:none;max-height:0">Nyt fra os</div>
            <table role="presentation"><tr><td><img src="l.png" alt="Logo"></td><td>Kære Bo</td></tr>
            <tr><td colspan=2><ul class="menu"><li><a href="https://a.example/1">Et</a><li><a href="https://a.example/2">To</a></ul>
            <div class="footer">Med venlig hilsen<br>Ida</div></td></tr></table>"#;
        assert_eq!(
            lines(html),
            [
                "Kære Bo",
                "• Et <https://a.example/1>",
                "• To <https://a.example/2>",
                "Med venlig hilsen Ida"
            ]
        );
    }

    #[test]
    fn a_letter_is_cut_at_the_limit() {
        let limits = Limits {
            text: 9,
            ..Limits::default()
        };
        assert_eq!(letter("<p>sø øst</p>", &limits).len(), 1);
    }
}
