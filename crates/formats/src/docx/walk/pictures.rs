//! Pictures, of which the large ones may be pages.

use super::Walk;
use crate::picture::inset::{Place, inches};
use crate::xml::{Element, Tag};

/// English metric units to an inch (ECMA-376 part 1, 20.1.10.16).
const UNITS: f32 = 914_400.0;

impl Walk<'_> {
    /// How large is what is drawn next: in an attribute of its own, or in VML's style.
    pub(super) fn begin_drawing(&mut self, tag: Tag, element: &Element<'_>) {
        if tag == Tag::DrawingExtent {
            let side = |name| element.number::<f32>(name).unwrap_or(0.0) / UNITS;
            self.drawn = (side("cx"), side("cy"));
            return;
        }
        let style = element.attribute("style").unwrap_or_default();
        let side = |name: &str| {
            let mut rules = style.split(';').filter_map(|rule| rule.split_once(':'));
            let rule = rules.find(|(key, _)| key.trim() == name);
            rule.and_then(|(_, length)| inches(length)).unwrap_or(0.0)
        };
        self.drawn = (side("width"), side("height"));
    }

    /// A picture stands after the paragraph that it hangs on.
    pub(super) fn picture(&mut self, tag: Tag, element: &Element<'_>) {
        let id = match tag {
            Tag::Blip => element.attribute("embed"),
            _ => element.attribute("id"),
        };
        let part = id.and_then(|id| self.links.part(&id)).map(str::to_owned);
        if !self.is_shown() {
            return;
        }
        let drawn = self.drawn;
        if let (Some(part), Some(insets)) = (part, &mut self.insets)
            && let Some(piece) = insets.note(drawn, Place::Part(part))
        {
            self.paragraph().after.push(piece);
        }
    }
}
