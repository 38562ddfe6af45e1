//! What of a page is its content, and what is the frame that a site puts around every page.
//!
//! Three kinds of evidence: what the page says of its parts (landmarks, `main`), what their classes are called, and how
//! much of them are links. Each takes something away, the surest first; where too little would be left, the least sure
//! is taken back.

use super::measure::Measure;
use super::names::{self, heading};
use super::tree::{Id, Tree};

mod menus;
mod words;

/// Characters below which a page has lost its content: "Mødet er aflyst." has not.
const LEAST: u32 = 25;

/// Characters that are content enough, however much else there is.
const ENOUGH: u32 = 300;

/// A part of this many percent of a page's text is not what frames it.
const MOST: u64 = 45;

/// A page and what is known of it.
pub(super) struct Page<'t> {
    pub(super) tree: &'t Tree,
    pub(super) order: &'t [Id],
    pub(super) measures: &'t [Measure],
}

/// Takes what is not content out of what is shown.
pub(super) fn narrow(page: &Page<'_>, shown: &mut Vec<bool>) {
    let whole = page.measure(super::tree::ROOT).text;
    let main = page.main();
    let landmarks = page.without(shown, |id| page.is_landmark(id, main));
    let named = page.without(&landmarks, |id| words::is_frame(page, id, main));
    let narrowed = main.map_or_else(|| named.clone(), |main| page.only(&named, main));
    let listed = match main {
        Some(_) => narrowed.clone(),
        None => menus::without(page, &narrowed),
    };
    for stage in [listed, narrowed, named, landmarks] {
        let left = page.text_of(&stage);
        if left >= ENOUGH || left >= LEAST && u64::from(left) * 50 >= u64::from(whole) {
            *shown = stage;
            return;
        }
    }
}

impl Page<'_> {
    pub(super) fn measure(&self, id: Id) -> Measure {
        self.measures.get(id.at()).copied().unwrap_or_default()
    }

    /// Whether an element has so little of the page's text that it may be a part of the frame.
    fn is_small(&self, id: Id) -> bool {
        let whole = self.measure(super::tree::ROOT).text;
        u64::from(self.measure(id).text) * 100 <= u64::from(whole) * MOST
    }

    /// Characters that are left.
    fn text_of(&self, shown: &[bool]) -> u32 {
        let texts = self
            .order
            .iter()
            .filter(|id| shown.get(id.at()) == Some(&true) && self.tree.text(**id).is_some());
        texts.map(|&id| self.measure(id).text).sum()
    }

    /// What is shown without some elements and what they hold; the page's only title stays.
    fn without(&self, shown: &[bool], is_out: impl Fn(Id) -> bool) -> Vec<bool> {
        let title = self.title();
        let mut left = shown.to_vec();
        let mut titled = Vec::new();
        for &id in self.order {
            let above = self.tree.parent(id);
            let is_within = above.is_none_or(|above| left.get(above.at()) == Some(&true));
            let is_left = is_within
                && left.get(id.at()) == Some(&true)
                && !(self.tree.text(id).is_none() && is_out(id));
            if !is_left && left.get(id.at()) == Some(&true) && Some(id) == title {
                titled.push(id);
            }
            if let Some(place) = left.get_mut(id.at()) {
                *place = is_left;
            }
        }
        self.put_back(&titled, shown, &mut left);
        left
    }

    /// What is shown within an element, and the page's only title.
    fn only(&self, shown: &[bool], main: Id) -> Vec<bool> {
        let mut left = vec![false; shown.len()];
        let title: Vec<Id> = self.title().into_iter().collect();
        let keeps = [main].into_iter().chain(title);
        for kept in keeps {
            self.put_back(&[kept], shown, &mut left);
        }
        left
    }

    fn put_back(&self, kept: &[Id], shown: &[bool], left: &mut [bool]) {
        for &root in kept {
            for id in self.tree.within(root) {
                if let (Some(&was), Some(place)) = (shown.get(id.at()), left.get_mut(id.at())) {
                    *place = was;
                }
            }
        }
    }

    /// The page's only heading of the first level, where it is more than the name of the site that leads home.
    fn title(&self) -> Option<Id> {
        let is_title = |id: Id| {
            let measure = self.measure(id);
            self.tree.name(id) == "h1" && measure.text > 0 && !measure.is_linked(90)
        };
        let mut titles = self.order.iter().copied().filter(|&id| is_title(id));
        titles.next().filter(|_| titles.next().is_none())
    }

    /// The element that holds the content, where the page tells.
    fn main(&self) -> Option<Id> {
        let named = |id: Id| {
            self.tree.name(id) == "main" || self.tree.attribute(id, "role") == Some("main")
        };
        self.alone(named)
            .or_else(|| {
                self.alone(|id| self.tree.name(id) == "article")
                    .filter(|&id| self.is_most(id))
            })
            .or_else(|| {
                self.alone(|id| words::is_content(self.tree, id))
                    .filter(|&id| self.is_most(id))
            })
    }

    /// The one outermost element of a kind that has text; `None` where there are several.
    fn alone(&self, is_it: impl Fn(Id) -> bool) -> Option<Id> {
        let mut found: Option<Id> = None;
        for &id in self.order {
            if self.measure(id).text < LEAST || !is_it(id) {
                continue;
            }
            match found {
                Some(known) if self.tree.around(id).any(|above| above == known) => {}
                Some(_) => return None,
                None => found = Some(id),
            }
        }
        found
    }

    /// Whether an element has most of the page's text that is not links.
    fn is_most(&self, id: Id) -> bool {
        let plain = |measure: Measure| u64::from(measure.text - measure.linked.min(measure.text));
        plain(self.measure(id)) * 2 >= plain(self.measure(super::tree::ROOT))
    }

    /// Whether an element is one of those around the content, as the page itself says.
    fn is_landmark(&self, id: Id, main: Option<Id>) -> bool {
        let role = self.tree.attribute(id, "role").unwrap_or_default();
        let is_around = match role {
            "navigation" | "banner" | "contentinfo" | "search" | "menu" | "menubar" | "toolbar"
            | "alertdialog" | "dialog" => true,
            "complementary" => self.is_aside(id, main),
            "" => match self.tree.name(id) {
                "nav" | "search" => true,
                "header" => !self.is_within_content(id) && !self.is_title_page(id),
                "footer" => !self.is_within_content(id),
                "aside" => self.is_aside(id, main),
                _ => false,
            },
            _ => false,
        };
        is_around && Some(id) != main && !self.holds(id, main)
    }

    /// Whether the head of a page is that of its content: a title and text, few links.
    fn is_title_page(&self, id: Id) -> bool {
        self.has_title(id) && !self.measure(id).is_linked(30)
    }

    /// Whether an aside stands beside the content: a box of facts within it does not.
    fn is_aside(&self, id: Id, main: Option<Id>) -> bool {
        let measure = self.measure(id);
        let is_within = main.is_some_and(|main| self.tree.around(id).any(|above| above == main));
        let is_text = measure.text >= 40 && !measure.is_linked(30);
        !(is_within || self.is_within_content(id)) || !(is_text || measure.is_of_files())
    }

    fn is_within_content(&self, id: Id) -> bool {
        self.tree
            .around(id)
            .any(|above| matches!(self.tree.name(above), "article" | "main" | "section" | "td"))
    }

    fn holds(&self, id: Id, main: Option<Id>) -> bool {
        main.is_some_and(|main| self.tree.around(main).any(|above| above == id))
    }

    /// Whether an element holds a heading that a title could be.
    fn has_title(&self, id: Id) -> bool {
        let measure = self.measure(id);
        measure.headings > 0
            && self.tree.within(id).any(|inner| {
                heading(self.tree, inner) == Some(1) && !self.measure(inner).is_linked(90)
            })
    }
}

/// Whether an element may be judged as a whole.
fn is_part(tree: &Tree, id: Id) -> bool {
    let name = tree.name(id);
    names::is_block(name) && !matches!(name, "html" | "body")
}
