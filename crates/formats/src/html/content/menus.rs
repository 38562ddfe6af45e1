//! Menus that say nowhere that they are some: blocks that are links, short and many.

use super::{Page, is_part};
use crate::html::names::heading;
use crate::html::table;
use crate::html::tree::{Id, Step};

/// Links from which a block may be a menu.
const LEAST_LINKS: u32 = 3;

/// Characters that a menu's links have on average, at most.
const LONGEST: u32 = 32;

/// What is shown without menus.
pub(super) fn without(page: &Page<'_>, shown: &[bool]) -> Vec<bool> {
    let mut left = shown.to_vec();
    let mut step = Some(Step::Enter(super::super::tree::ROOT));
    while let Some(now) = step {
        step = page.tree.step(super::super::tree::ROOT, now);
        let Step::Enter(id) = now else {
            continue;
        };
        let is_data = page.tree.name(id) == "table" && table::is_data(page.tree, page.measures, id);
        let is_menu = !is_data && left.get(id.at()) == Some(&true) && is_menu(page, id);
        if is_menu {
            for inner in page.tree.within(id) {
                if let Some(place) = left.get_mut(inner.at()) {
                    *place = false;
                }
            }
        }
        if is_data || is_menu {
            step = page.tree.step(super::super::tree::ROOT, Step::Leave(id));
        }
    }
    left
}

/// Whether a block is nearly all short links, and does not belong to the text before it.
fn is_menu(page: &Page<'_>, id: Id) -> bool {
    let measure = page.measure(id);
    measure.links >= LEAST_LINKS
        && is_part(page.tree, id)
        && measure.is_linked(75)
        && measure.linked / measure.links <= LONGEST
        && !measure.is_of_files()
        && page.is_small(id)
        && !page.has_title(id)
        && !is_introduced(page, id)
}

/// Whether text or a heading stands right before an element: "Udvalgets medlemmer:" and then links to them.
fn is_introduced(page: &Page<'_>, id: Id) -> bool {
    let before = std::iter::successors(page.tree.before(id), |&before| page.tree.before(before))
        .find(|&before| page.measure(before).text > 0);
    before.is_some_and(|before| {
        let measure = page.measure(before);
        let is_text = matches!(page.tree.name(before), "p" | "") && !measure.is_linked(30);
        heading(page.tree, before).is_some() || is_text
    })
}

/// Whether a line is the way from the front page: "Forside > Politik > Byrådet", above all headings.
pub(super) fn is_trail(page: &Page<'_>, id: Id) -> bool {
    const LONGEST: u32 = 160;
    let measure = page.measure(id);
    if measure.links == 0
        || measure.text > LONGEST
        || measure.headings > 0
        || !is_part(page.tree, id)
    {
        return false;
    }
    let text = page.tree.all_text(id);
    let steps: Vec<&str> = text.split(['>', '»', '›', '→']).map(str::trim).collect();
    let lower = text.trim().to_lowercase();
    let starts = [
        "du er her",
        "her er du",
        "forside",
        "hjem",
        "home",
        "til forside",
    ];
    let is_begun = starts.iter().any(|start| lower.starts_with(start));
    let is_short = |step: &&str| step.chars().count() <= 60 && !step.ends_with('.');
    steps.len() > 1 && steps.iter().all(is_short) && (is_begun || measure.is_linked(60))
}
