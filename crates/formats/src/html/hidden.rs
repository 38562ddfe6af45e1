//! What of a page is not seen.

use rustc_hash::FxHashSet;

use super::names::{has_class, has_style, is_silent, style};
use super::tree::{Id, Tree};

/// Classes by which systems hide what is for screen readers alone, and the line that a mail program shows in its list.
const HIDDEN: &[&str] = &[
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "visually-hidden-focusable",
    "sr-only-focusable",
    "screen-reader-text",
    "screen-reader-only",
    "screenreader",
    "element-invisible",
    "offscreen",
    "off-screen",
    "hiddentext",
    "preheader",
];

/// For each node, whether it is seen.
pub(super) fn shown(tree: &Tree, order: &[Id]) -> Vec<bool> {
    let unfolded = unfolded(tree, order);
    let mut shown = vec![false; tree.len()];
    for &id in order {
        let above = tree
            .parent(id)
            .is_none_or(|above| shown.get(above.at()) == Some(&true));
        let is_shown = above && !is_hidden(tree, id, &unfolded);
        if let Some(place) = shown.get_mut(id.at()) {
            *place = is_shown;
        }
    }
    shown
}

/// The ids of what a click unfolds: it is part of the page, folded or not.
fn unfolded<'t>(tree: &'t Tree, order: &[Id]) -> FxHashSet<&'t str> {
    let mut ids = FxHashSet::default();
    for &id in order {
        for name in ["aria-controls", "data-target", "data-bs-target"] {
            if let Some(target) = tree.attribute(id, name) {
                ids.extend(
                    target
                        .split_ascii_whitespace()
                        .map(|id| id.trim_start_matches('#')),
                );
            }
        }
    }
    ids
}

fn is_hidden(tree: &Tree, id: Id, unfolded: &FxHashSet<&str>) -> bool {
    let name = tree.name(id);
    if name.is_empty() {
        return false;
    }
    if is_silent(name) || name == "dialog" && tree.attribute(id, "open").is_none() {
        return true;
    }
    let is_hidden = tree.attribute(id, "hidden").is_some()
        || tree
            .attribute(id, "aria-hidden")
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || has_style(tree, id, "display", "none")
        || has_class(tree, id, "d-none") && !shows_when_wide(tree, id);
    if is_hidden {
        let is_unfolded = tree
            .attribute(id, "id")
            .is_some_and(|id| unfolded.contains(id));
        return !is_unfolded && tree.attribute(id, "role") != Some("tabpanel");
    }
    HIDDEN.iter().any(|class| has_class(tree, id, class)) || is_out_of_sight(tree, id)
}

/// "d-none d-md-block": hidden on a telephone alone.
fn shows_when_wide(tree: &Tree, id: Id) -> bool {
    tree.attribute(id, "class").is_some_and(|classes| {
        classes
            .split_ascii_whitespace()
            .any(|one| one.starts_with("d-") && one != "d-none" && !one.ends_with("-none"))
    })
}

/// Other ways of an inline style to hide something.
fn is_out_of_sight(tree: &Tree, id: Id) -> bool {
    if tree.attribute(id, "style").is_none() {
        return false;
    }
    let is_nothing = |property| {
        style(tree, id, property).is_some_and(|value| {
            matches!(
                value.to_ascii_lowercase().as_str(),
                "0" | "0px" | "1px" | "0pt" | "1pt" | "0em"
            )
        })
    };
    let is_small = is_nothing("max-height") || is_nothing("line-height") || is_nothing("height");
    let is_far = |property| {
        style(tree, id, property).is_some_and(|value| {
            value.starts_with("-9") && value.len() >= 5 || value.starts_with("-1000")
        })
    };
    has_style(tree, id, "visibility", "hidden")
        || has_style(tree, id, "mso-hide", "all")
        || (is_nothing("font-size") || has_style(tree, id, "opacity", "0")) && is_small
        || is_nothing("max-height") && has_style(tree, id, "overflow", "hidden")
        || is_far("left")
        || is_far("text-indent")
}
