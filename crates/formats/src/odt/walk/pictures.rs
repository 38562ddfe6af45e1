//! Pictures, of which the large ones may be pages.

use super::{Kind, Walk};
use crate::picture::inset::{Place, inches};
use crate::xml::Element;

impl Walk {
    pub(super) fn begin_drawing(&mut self, element: &Element<'_>) {
        let side = |name| element.attribute(name).and_then(|length| inches(&length));
        self.drawn = side("width").zip(side("height"));
    }

    /// Of several pictures in a frame, which are the same in several formats, the first that is made of dots (ISO/IEC 26300-1,
    /// 10.4.2). A picture stands after the paragraph that it hangs on.
    pub(super) fn picture(&mut self, element: &Element<'_>) {
        let part = element.attribute("href").unwrap_or_default();
        let part = part.trim_start_matches("./");
        // Drawings, and what stands for charts and other objects.
        let is_drawn = part.ends_with(".svg") || part.starts_with("ObjectReplacements/");
        let is_repeated = |kind| {
            matches!(
                kind,
                Kind::Header | Kind::Footer | Kind::Note | Kind::Comment
            )
        };
        if part.is_empty() || is_drawn || self.frames.iter().any(|frame| is_repeated(frame.kind)) {
            return;
        }
        let Some(inches) = self.drawn.take() else {
            return;
        };
        let piece = self.insets.note(inches, Place::Part(part.to_owned()));
        self.hang(piece);
    }
}
