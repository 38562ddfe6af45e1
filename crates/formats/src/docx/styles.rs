//! What a paragraph's style says of it: the level of a heading, the list it belongs to, how it looks.

use std::collections::HashMap;

use crate::flow::outline::level_of_name;
use crate::flow::symbols::{self, SymbolFont};
use crate::xml::source::{Budget, Source};
use crate::xml::{Element, Step, Tag, Token, each};

/// Styles that stand on each other beyond which a chain is cut: a file may make a circle of them.
const LONGEST_CHAIN: usize = 32;

/// A style with all that it inherits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// The heading's level from 1.
    pub(super) level: Option<u8>,
    /// The list, `0` for none, and the level in it where that is said.
    pub(super) list: Option<u32>,
    pub(super) list_level: Option<u8>,
    pub(super) bold: Option<bool>,
    /// Half points.
    pub(super) size: Option<u32>,
    pub(super) hidden: Option<bool>,
}

impl Style {
    /// What this one does not say, taken from the one that it is based on.
    fn inherit(&mut self, base: &Self) {
        self.level = self.level.or(base.level);
        self.list = self.list.or(base.list);
        self.list_level = self.list_level.or(base.list_level);
        self.bold = self.bold.or(base.bold);
        self.size = self.size.or(base.size);
        self.hidden = self.hidden.or(base.hidden);
    }
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Style,
}

/// A style as it stands in the file.
#[derive(Debug, Default)]
struct Raw {
    id: String,
    based_on: Option<String>,
    is_default: bool,
    /// `Some(0)` is body text, said outright.
    own: Style,
}

impl Styles {
    /// Reads `word/styles.xml`.
    pub(super) fn read(source: Source<'_>, budget: &Budget) -> Self {
        let mut raw: Vec<Raw> = Vec::new();
        let mut inside = false;
        each(source, budget, |token| {
            match token {
                Token::Open {
                    tag: Tag::Style,
                    element,
                    ..
                } => {
                    raw.push(begin(&element));
                    inside = true;
                }
                Token::Open {
                    tag,
                    parent,
                    element,
                } if inside => {
                    if let Some(style) = raw.last_mut() {
                        return property(style, tag, parent, &element);
                    }
                }
                Token::Close(Tag::Style) => inside = false,
                _ => {}
            }
            Step::Enter
        });
        resolve(&raw)
    }

    /// The style of that id; where the file does not define it, what its name tells.
    pub(super) fn get(&self, id: Option<&str>) -> Style {
        let Some(id) = id else {
            return self.default;
        };
        self.by_id.get(id).copied().unwrap_or_else(|| Style {
            level: level_of_name(id),
            ..self.default
        })
    }

    /// Whether a style says that what stands in it is not to be seen.
    pub(super) fn hides(&self, id: &str) -> Option<bool> {
        self.by_id.get(id)?.hidden
    }

    /// The size of the letters of running text, in half points.
    pub(super) fn body_size(&self) -> Option<u32> {
        self.default.size
    }
}

fn begin(element: &Element<'_>) -> Raw {
    let is_paragraph = element
        .attribute("type")
        .is_none_or(|kind| kind == "paragraph");
    let id = element
        .attribute("styleId")
        .unwrap_or_default()
        .into_owned();
    Raw {
        own: Style {
            level: level_of_name(&id),
            ..Style::default()
        },
        id,
        based_on: None,
        is_default: is_paragraph
            && element
                .attribute("default")
                .is_some_and(|on| on == "1" || on == "true"),
    }
}

fn property(style: &mut Raw, tag: Tag, parent: Tag, element: &Element<'_>) -> Step {
    let own = &mut style.own;
    match (tag, parent) {
        (Tag::ParagraphChange | Tag::RunChange | Tag::TableChange, _) => return Step::Skip,
        (Tag::StyleName, Tag::Style) => {
            own.level = element
                .value()
                .and_then(|name| level_of_name(&name))
                .or(own.level);
        }
        (Tag::BasedOn, Tag::Style) => style.based_on = element.value().map(|id| id.into_owned()),
        (Tag::OutlineLevel, Tag::ParagraphProperties) => {
            own.level = outline_level(element).or(own.level)
        }
        (Tag::NumberId, Tag::NumberProperties) => own.list = element.number("val"),
        (Tag::NumberLevel, Tag::NumberProperties) => own.list_level = element.number("val"),
        (Tag::Hidden, Tag::RunProperties) => own.hidden = Some(element.is_on()),
        (Tag::Bold, Tag::RunProperties) => own.bold = Some(element.is_on()),
        (Tag::Size, Tag::RunProperties) => own.size = element.number("val"),
        _ => {}
    }
    Step::Enter
}

/// The heading level that an `outlineLvl` states: 0 to 8 in the file are 1 to 9, and 9 is body text, here 0.
pub(super) fn outline_level(element: &Element<'_>) -> Option<u8> {
    let level: u8 = element.number("val")?;
    match level {
        0..=8 => Some(level + 1),
        _ => Some(0),
    }
}

/// The symbol font that a `rFonts` names.
pub(super) fn font_of(element: &Element<'_>) -> Option<SymbolFont> {
    element.find(|name, value| match name {
        "ascii" | "hAnsi" | "cs" => symbols::font(value),
        _ => None,
    })
}

/// Each style with what the ones below it say.
fn resolve(raw: &[Raw]) -> Styles {
    let places: HashMap<&str, &Raw> = raw.iter().map(|style| (style.id.as_str(), style)).collect();
    let mut styles = Styles::default();
    for style in raw {
        let mut whole = style.own;
        let mut base = style.based_on.as_deref();
        for _ in 0..LONGEST_CHAIN {
            let Some(below) = base.and_then(|id| places.get(id)) else {
                break;
            };
            whole.inherit(&below.own);
            base = below.based_on.as_deref();
        }
        if style.is_default {
            styles.default = whole;
        }
        styles.by_id.insert(style.id.clone(), whole);
    }
    styles
}
