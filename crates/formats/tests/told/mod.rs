//! What was read of a file, as the tests of several formats compare it.
#![allow(dead_code)]

use paper::{BlockKind, Document};

/// Kind and text of each block: "Item/1" and its text, "0.2.1+1" for a cell.
pub(crate) fn kinds(document: &Document) -> Vec<(String, &str)> {
    let kind = |kind: BlockKind, depth| match kind {
        BlockKind::Cell {
            table,
            row,
            column,
            columns,
        } => format!("{table}.{row}.{column}+{columns}"),
        kind => format!("{kind:?}/{depth}"),
    };
    let blocks = document.blocks.iter();
    blocks
        .map(|block| (kind(block.kind, block.depth), document.text_of(block)))
        .collect()
}

/// Both as one line each.
pub(crate) fn told(document: &Document) -> Vec<String> {
    let kinds = kinds(document).into_iter();
    kinds.map(|(kind, text)| format!("{kind} {text}")).collect()
}
