//! Fields, links and the controls of forms.

use super::Walk;
use crate::flow::fields::{self, Anchor, Field, tick};
use crate::xml::{Element, Tag};

impl Walk<'_> {
    pub(super) fn open_field(&mut self, tag: Tag, element: &Element<'_>) {
        let anchor = self.paragraph().anchor();
        match tag {
            Tag::Hyperlink => {
                let id = element.attribute("id").unwrap_or_default();
                let address = self.links.address(&id).map(|address| {
                    let place = element
                        .attribute("anchor")
                        .filter(|_| !address.contains('#'));
                    place.map_or_else(|| address.to_owned(), |place| format!("{address}#{place}"))
                });
                self.hyperlinks.push((anchor, address));
            }
            Tag::SimpleField => {
                let instruction = element.attribute("instr").unwrap_or_default();
                self.hyperlinks
                    .push((anchor, fields::target(&instruction).map(str::to_owned)));
            }
            _ => match element.attribute("fldCharType").as_deref() {
                Some("begin") => self.fields.push(Field::new(anchor)),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.separate(anchor);
                    }
                }
                Some("end") => self.end_field(),
                _ => {}
            },
        }
    }

    pub(super) fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else {
            return;
        };
        if !self.is_shown() {
            return;
        }
        if let Some(entry) = field.entry()
            && self.paragraph().since(field.start).is_empty()
        {
            self.paragraph().text.push_str(entry);
        }
        if let Some(address) = field.address() {
            self.link(field.start, address);
        }
    }

    pub(super) fn end_hyperlink(&mut self) {
        if let Some((anchor, Some(address))) = self.hyperlinks.pop() {
            self.link(anchor, &address);
        }
    }

    pub(super) fn link(&mut self, anchor: Anchor, address: &str) {
        let paragraph = self.paragraph();
        if let Some(shown) = crate::links::shown_address(address, paragraph.since(anchor)) {
            paragraph.text.push(' ');
            paragraph.text.push_str(&shown);
        }
    }

    /// The fields of forms made before 2007.
    pub(super) fn form(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) {
        if parent == Tag::ControlCheckBox && tag == Tag::Checked {
            self.control_state(element.is_on());
            return;
        }
        let Some(field) = self.fields.last_mut() else {
            return;
        };
        match (tag, parent) {
            (Tag::FormCheckBox, _) => field.checked = Some(false),
            (Tag::Default | Tag::Checked, Tag::FormCheckBox) => {
                field.checked = Some(element.is_on())
            }
            (Tag::FormEntry, Tag::FormDropDown) => {
                field.add_entry(element.value().unwrap_or_default().into_owned())
            }
            (Tag::Default | Tag::FormResult, Tag::FormDropDown) => {
                field.choose(element.number("val").unwrap_or(0))
            }
            _ => {}
        }
    }

    pub(super) fn show_check_box(&mut self) {
        let state = self
            .fields
            .last_mut()
            .and_then(|field| field.checked.take());
        let outer = self.fields.len().saturating_sub(1);
        if let Some(checked) = state
            && self.fields.iter().take(outer).all(|field| field.shows)
            && !self.is_hidden()
        {
            self.paragraph().text.push(tick(checked));
        }
    }

    pub(super) fn begin_control(&mut self) {
        let anchor = match self.paragraphs.last() {
            Some(paragraph) => paragraph.anchor(),
            None => Anchor {
                paragraph: u64::MAX,
                at: 0,
            },
        };
        self.controls.push((anchor, None));
    }

    pub(super) fn control_state(&mut self, checked: bool) {
        if let Some((_, state)) = self.controls.last_mut() {
            *state = Some(checked);
        }
    }

    /// A check box shows its state whatever sign its maker has chosen for it.
    pub(super) fn end_control(&mut self) {
        let Some((anchor, Some(checked))) = self.controls.pop() else {
            return;
        };
        let Some(paragraph) = self
            .paragraphs
            .last_mut()
            .filter(|one| one.serial == anchor.paragraph)
        else {
            return;
        };
        if paragraph.since(anchor).trim().chars().count() <= 1 {
            paragraph.text.truncate(anchor.at);
            paragraph.text.push(tick(checked));
        }
    }
}
