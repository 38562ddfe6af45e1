//! HTML: a stand-in for its reader.

use paper::BlockKind;

use crate::Limits;
use crate::flow::Piece;

/// What an HTML letter shows.
pub(crate) fn letter(html: &str, _limits: &Limits) -> Vec<Piece> {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name: String = tag
            .chars()
            .take_while(|c| !c.is_whitespace())
            .collect::<String>()
            .to_lowercase();
        rest = after;
        match name.as_str() {
            "style" | "script" | "head" | "title" => {
                let end = format!("</{name}");
                let lower = rest.to_ascii_lowercase();
                rest = lower.find(&end).map_or("", |at| &rest[at..]);
            }
            "p" | "/p" | "div" | "/div" | "br" | "br/" | "tr" | "/tr" | "li" | "/li" | "h1"
            | "/h1" | "h2" | "/h2" => text.push('\n'),
            "td" | "th" => text.push('\t'),
            _ => {}
        }
    }
    text.push_str(rest);
    let text = text
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    let lines = text.split('\n').map(str::trim).filter(|l| !l.is_empty());
    lines
        .map(|line| Piece::Block {
            kind: BlockKind::Paragraph,
            depth: 0,
            text: line.to_owned(),
        })
        .collect()
}
