//! Pictures, of which the large ones may be pages (RTF 1.9.1, "Pictures").

use std::ops::Range;

use super::Reading;
use super::context::Kind;
use super::state::Destination;
use super::tokens::Token;
use crate::picture::inset::Place;

/// Twentieths of a point to an inch.
const TWIPS: f32 = 1_440.0;

/// A picture as it is told.
#[derive(Debug, Default)]
pub(super) struct Picture {
    /// How many groups are open in it.
    depth: usize,
    /// Width and height in twips, as it is meant to be, and in percent of that.
    goal: (i32, i32),
    scale: (i32, i32),
    digits: Option<Range<usize>>,
    bytes: Option<Range<usize>>,
}

impl Reading {
    /// Looks at a token, which ends at a place of the file, for what it tells of a picture.
    pub(super) fn look(&mut self, token: Token<'_>, end: usize) {
        let depth = self.groups.len();
        let Some(picture) = &mut self.picture else {
            if token == Token::Word("pict", None) && self.shows_pictures() {
                self.picture = Some(Picture {
                    depth,
                    scale: (100, 100),
                    ..Picture::default()
                });
            }
            return;
        };
        if depth != picture.depth {
            return;
        }
        match token {
            Token::Word("bin", Some(count)) => {
                let count = usize::try_from(count).unwrap_or(0);
                picture.bytes = Some(end..end.saturating_add(count));
            }
            Token::Word(word, Some(number)) => picture.word(word, number),
            Token::Text(text) => {
                let start = end - text.len();
                picture.digits =
                    Some(picture.digits.take().map_or(start, |range| range.start)..end);
            }
            Token::Close => self.end_picture(),
            _ => {}
        }
    }

    /// Whether a group that begins here to tell a picture tells one of the text.
    fn shows_pictures(&mut self) -> bool {
        let group = *self.group();
        let is_text = |kind| matches!(kind, Kind::Body | Kind::Box);
        self.beyond == 0
            && group.is_fresh
            && group.destination != Destination::Skip
            && !group.look.hidden
            && !group.look.deleted
            && self.contexts.iter().all(|context| is_text(context.kind))
    }

    /// A picture stands after the paragraph that it hangs on.
    fn end_picture(&mut self) {
        let Some(picture) = self.picture.take() else {
            return;
        };
        let side = |goal: i32, scale: i32| goal as f32 / TWIPS * scale as f32 / 100.0;
        let inches = (
            side(picture.goal.0, picture.scale.0),
            side(picture.goal.1, picture.scale.1),
        );
        let bytes = picture.bytes.map(Place::Bytes);
        if let Some(place) = bytes.or(picture.digits.map(Place::Digits)) {
            let piece = self.insets.note(inches, place);
            self.context().paragraph.after.extend(piece);
        }
    }
}

impl Picture {
    fn word(&mut self, word: &str, number: i32) {
        match word {
            "picwgoal" => self.goal.0 = number,
            "pichgoal" => self.goal.1 = number,
            "picscalex" => self.scale.0 = number,
            "picscaley" => self.scale.1 = number,
            _ => {}
        }
    }
}
