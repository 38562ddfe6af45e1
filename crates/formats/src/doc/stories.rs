//! What stands beside the main text: notes, comments, text boxes, headers and footers.

use std::collections::HashSet;

use super::drawings::Drawings;
use super::fib::{Age, Part, Story};
use super::file::File;
use super::plc::{Plc, names};
use super::walk::Walk;
use crate::flow::{Piece, joined};
use crate::little::{stretch, u8_at, u16_at, u32_at, utf16_at};

/// What hangs on characters of the text, by their places; what hangs on none has the last place of all.
pub(super) type Attached = Vec<(u32, Piece)>;

/// Headers and footers of a section, in the order in which their texts stand in the file: whether one is a header.
const REPEATED: [bool; 6] = [true, true, false, false, true, false];
/// The order in which they are told: of the first page, of all or the odd pages, of the even pages.
const TOLD: [usize; 6] = [4, 1, 0, 5, 3, 2];
/// Texts before those of the sections: what parts notes from the text.
const PARTINGS: usize = 6;

/// Footnotes, endnotes and comments of the main text.
pub(super) fn notes(file: &File<'_>, walk: &mut Walk<'_>) -> Attached {
    let mut attached = Attached::new();
    for (calls, texts, story) in [
        (Part::FootnoteCalls, Part::Footnotes, Story::Footnotes),
        (Part::EndnoteCalls, Part::Endnotes, Story::Endnotes),
    ] {
        let calls = Plc::new(file.head.part(calls, file.tables), 2);
        for (index, (start, end)) in stretches(file, texts, 0, story).into_iter().enumerate() {
            let Some(place) = calls.place(index).filter(|_| index < calls.len()) else {
                break;
            };
            let text = joined(&walk.story(start, end));
            if !text.is_empty() {
                attached.push((place, Piece::note(text)));
            }
        }
    }
    attached.extend(comments(file, walk));
    attached
}

fn stretches(file: &File<'_>, texts: Part, width: usize, story: Story) -> Vec<(u32, u32)> {
    let (base, length) = file.pieces.story(file.head, story);
    Plc::new(file.head.part(texts, file.tables), width).stretches(base, length)
}

fn comments(file: &File<'_>, walk: &mut Walk<'_>) -> Attached {
    let wide = file.head.age == Age::Word97;
    let calls = file.head.part(Part::CommentCalls, file.tables);
    let calls = Plc::new(calls, if wide { 30 } else { 20 });
    let authors = file.head.part(Part::CommentAuthors, file.tables);
    let authors = names(authors, wide, |name| file.letters.decode(name));
    let texts = stretches(file, Part::Comments, 0, Story::Comments);
    let mut attached = Attached::new();
    for (index, (start, end)) in texts.into_iter().enumerate().take(calls.len()) {
        let call = calls.data(index);
        let number = u16_at(call, if wide { 20 } else { 10 }).map(usize::from);
        let author = number.and_then(|number| authors.get(number)).cloned();
        let author = author.unwrap_or_else(|| initials(file, call, wide));
        let text = joined(&walk.story(start, end));
        if let Some(place) = calls.place(index).filter(|_| !text.is_empty()) {
            attached.push((place, Piece::comment(author.trim(), &text)));
        }
    }
    attached
}

fn initials(file: &File<'_>, call: &[u8], wide: bool) -> String {
    if wide {
        let units = usize::from(u16_at(call, 0).unwrap_or(0)).min(9);
        return utf16_at(call, 2, units);
    }
    let length = usize::from(u8_at(call, 0).unwrap_or(0)).min(9);
    file.letters.decode(stretch(call, 1, length))
}

/// Text boxes of the main text or of its headers, after the characters that they hang on.
pub(super) fn boxes(
    file: &File<'_>,
    drawings: &Drawings,
    story: Story,
    walk: &mut Walk<'_>,
) -> Attached {
    let wide = file.head.age == Age::Word97;
    let (anchors, texts) = match story {
        Story::HeaderBoxes => (Part::HeaderAnchors, Part::HeaderBoxes),
        _ => (Part::Anchors, Part::Boxes),
    };
    let base = match story {
        Story::HeaderBoxes => file.pieces.story(file.head, Story::Headers).0,
        _ => 0,
    };
    let anchors = Plc::new(
        file.head.part(anchors, file.tables),
        if wide { 26 } else { 6 },
    );
    let table = Plc::new(
        file.head.part(texts, file.tables),
        if wide { 22 } else { 0 },
    );
    let owners = if wide {
        by_shape(anchors, base)
    } else {
        by_count(anchors, base)
    };
    let mut attached = Attached::new();
    let mut seen = HashSet::new();
    for (place, shape) in owners.iter().filter(|_| wide) {
        if seen.insert(*shape)
            && let Some(letters) = drawings.letters(*shape)
        {
            attached.push((*place, paragraph(letters)));
        }
    }
    let texts = stretches(file, texts, if wide { 22 } else { 0 }, story);
    for (index, (start, end)) in texts.into_iter().enumerate() {
        let shape = match wide {
            true => drawings.outermost(u32_at(table.data(index), 14).unwrap_or(0)),
            false => u32::try_from(index).unwrap_or(u32::MAX),
        };
        let owner = owners.partition_point(|(_, known)| *known < shape);
        let owner = owners.get(owner).filter(|(_, known)| *known == shape);
        let place = owner.map_or(u32::MAX, |(place, _)| *place);
        let pieces = walk.story(start, end);
        attached.extend(pieces.into_iter().map(|piece| (place, piece)));
    }
    attached
}

fn paragraph(text: &str) -> Piece {
    Piece::Block {
        kind: paper::BlockKind::Paragraph,
        depth: 0,
        text: text.to_owned(),
    }
}

/// The places of shapes, in the order of the shapes' numbers.
fn by_shape(anchors: Plc<'_>, base: u32) -> Vec<(u32, u32)> {
    let mut owners: Vec<(u32, u32)> = (0..anchors.len())
        .filter_map(|index| {
            let place = base.saturating_add(anchors.place(index)?);
            Some((place, u32_at(anchors.data(index), 0)?))
        })
        .collect();
    owners.sort_by_key(|(_, shape)| *shape);
    owners
}

/// Of Word 6, the places of boxes by their order: each drawing says how many it has.
fn by_count(anchors: Plc<'_>, base: u32) -> Vec<(u32, u32)> {
    let mut owners = Vec::new();
    for index in 0..anchors.len() {
        let place = base.saturating_add(anchors.place(index).unwrap_or(0));
        let count = u16_at(anchors.data(index), 4).unwrap_or(0).min(64);
        for _ in 0..count {
            owners.push((place, u32::try_from(owners.len()).unwrap_or(u32::MAX)));
        }
    }
    owners
}

/// Headers and footers, each line once.
pub(super) fn repeated(file: &File<'_>, walk: &mut Walk<'_>) -> (Vec<Piece>, Vec<Piece>) {
    let texts = stretches(file, Part::Headers, 0, Story::Headers);
    let mut told: Vec<Vec<Piece>> = texts
        .iter()
        .map(|(start, end)| walk.story(*start, *end))
        .collect();
    let mut once = |is_header| {
        let mut known = HashSet::new();
        let mut pieces = Vec::new();
        for index in order(file, told.len(), is_header) {
            let text = told.get_mut(index).map(std::mem::take).unwrap_or_default();
            pieces.extend(text.into_iter().filter(|piece| known.insert(piece.line())));
        }
        pieces
    };
    (once(true), once(false))
}

/// Which of the texts are headers or footers, in the order in which they are told.
fn order(file: &File<'_>, count: usize, is_header: bool) -> Vec<usize> {
    let mut order = Vec::new();
    let told = TOLD
        .into_iter()
        .filter(|kind| REPEATED.get(*kind) == Some(&is_header));
    if file.head.age == Age::Word97 {
        for section in (PARTINGS..count).step_by(REPEATED.len()) {
            order.extend(told.clone().map(|kind| section + kind));
        }
        return order;
    }
    // Word 6 keeps only the texts that there are; bits say which.
    let settings = file.head.part(Part::Settings, file.tables);
    let mut first = u8_at(settings, 1).unwrap_or(0).count_ones() as usize;
    let sections = Plc::new(file.head.part(Part::Sections, file.tables), 12);
    for section in 0..sections.len().min(count) {
        let bits = file.headers_of_section(sections.data(section));
        let there = |kind: usize| bits >> kind & 1 == 1;
        for kind in told.clone().filter(|kind| there(*kind)) {
            order.push(first + (0..kind).filter(|kind| there(*kind)).count());
        }
        first += bits.count_ones() as usize;
    }
    order
}
