//! What the classes and ids of an element say of it, in Danish and English.

use super::{Page, is_part, menus};
use crate::html::names::words;
use crate::html::tree::{Id, Tree};

/// Notices about cookies, of whatever length.
const COOKIES: &[&str] = &[
    "cookie",
    "cookies",
    "cookiebot",
    "cookieinformation",
    "cookieconsent",
    "cookiebanner",
    "cybotcookiebotdialog",
    "coi",
    "consent",
    "samtykke",
];

/// Around the content wherever it stands, if it is mostly links or short.
const FRAME: &[&str] = &[
    "addthis",
    "addtoany",
    "breadcrumb",
    "breadcrumbs",
    "breadcrumbtrail",
    "brodkrumme",
    "brodkrummer",
    "brodkrummesti",
    "broedkrumme",
    "broedkrummer",
    "broedkrummesti",
    "brødkrumme",
    "brødkrummer",
    "brødkrummesti",
    "crumbs",
    "delside",
    "globalnav",
    "hovedmenu",
    "huskeliste",
    "krummesti",
    "leftmenu",
    "leftnav",
    "login",
    "mainmenu",
    "mainnav",
    "megamenu",
    "menu",
    "menuer",
    "nav",
    "navbar",
    "navi",
    "navigation",
    "newsletter",
    "nyhedsbrev",
    "pager",
    "pagetools",
    "pagination",
    "paging",
    "printbutton",
    "quicklinks",
    "readspeaker",
    "related",
    "relateret",
    "relaterede",
    "rightmenu",
    "servicemenu",
    "share",
    "sharebar",
    "sharing",
    "sidemenu",
    "sitemap",
    "skiplink",
    "skiplinks",
    "social",
    "socialmedia",
    "somelinks",
    "subnav",
    "submenu",
    "tagcloud",
    "toolbar",
    "topmenu",
    "topnav",
    "undermenu",
    "venstremenu",
    "hoejremenu",
    "højremenu",
];

/// Around the content where they do not stand within it.
const OUTER: &[&str] = &[
    "annonce",
    "annoncer",
    "bundmenu",
    "chatbot",
    "feedback",
    "masthead",
    "pagefooter",
    "pageheader",
    "search",
    "searchbox",
    "sidebar",
    "sidefod",
    "sidehoved",
    "sidepanel",
    "sitefooter",
    "siteheader",
    "soeg",
    "soegning",
    "søg",
    "topbar",
];

/// The upper and the lower edge of a page, where nothing else is named that they are the edges of.
const EDGES: &[&str] = &[
    "banner", "bottom", "bund", "footer", "header", "top", "toppen",
];

/// What an edge of the page may be called before that.
const OF_PAGE: &[&str] = &[
    "global", "layout", "main", "master", "mobile", "page", "region", "side", "site", "web",
    "desktop",
];

/// What a class says when one of the words above is only a part of its name: "has-sidebar", "no-footer".
const OF_ANOTHER: &[&str] = &["has", "with", "no", "is", "without", "uden", "med", "not"];

/// What may follow in the name of a part of the frame: "footer-links"; a "footer-note" is a note.
const PARTS: &[&str] = &[
    "alert",
    "area",
    "banner",
    "bar",
    "bg",
    "block",
    "bottom",
    "box",
    "btn",
    "button",
    "buttons",
    "col",
    "column",
    "container",
    "content",
    "dialog",
    "form",
    "group",
    "holder",
    "icons",
    "id",
    "info",
    "inner",
    "item",
    "items",
    "left",
    "level",
    "link",
    "links",
    "list",
    "liste",
    "main",
    "message",
    "modal",
    "news",
    "notice",
    "nyheder",
    "outer",
    "overlay",
    "pane",
    "panel",
    "popup",
    "primary",
    "right",
    "row",
    "secondary",
    "section",
    "text",
    "title",
    "top",
    "widget",
    "wrap",
    "wrapper",
];

/// Whole ids and classes of the element that holds the content.
const CONTENT: &[&str] = &[
    "article",
    "articlebody",
    "artikel",
    "bodytext",
    "brodtekst",
    "broedtekst",
    "content",
    "contentarea",
    "contentbody",
    "contentmain",
    "contentwrapper",
    "deltaplaceholdermain",
    "hovedindhold",
    "indhold",
    "indholdet",
    "main",
    "maincontent",
    "pagecontent",
    "primarycontent",
    "sideindhold",
];

/// Whether an element calls itself the content.
pub(super) fn is_content(tree: &Tree, id: Id) -> bool {
    if !is_part(tree, id) {
        return false;
    }
    let id_and_classes = ["id", "class"].map(|name| tree.attribute(id, name).unwrap_or_default());
    id_and_classes
        .iter()
        .flat_map(|value| value.split_ascii_whitespace())
        .any(|name| {
            let bare: String = name
                .chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            CONTENT.contains(&bare.as_str())
        })
}

/// Whether an element is a part of the frame by its name, and nothing that it holds says otherwise.
pub(super) fn is_frame(page: &Page<'_>, id: Id, main: Option<Id>) -> bool {
    let tree = page.tree;
    if is_way_out(page, id) || menus::is_trail(page, id) {
        return true;
    }
    let is_named = tree.attribute(id, "class").is_some() || tree.attribute(id, "id").is_some();
    if !is_named || !is_part(tree, id) && tree.name(id) != "a" && tree.name(id) != "span" {
        return false;
    }
    if Some(id) == main || page.holds(id, main) || !page.is_small(id) {
        return false;
    }
    let words = words(tree, id);
    let says = |list: &[&str]| words.iter().any(|name| names_part(name, list));
    if says(COOKIES) {
        return true;
    }
    let measure = page.measure(id);
    let is_slight = measure.is_linked(50) || measure.text < 250;
    if measure.is_of_files() && !is_trail(&words) {
        return false;
    }
    if says(FRAME)
        || words
            .iter()
            .any(|name| name.first().is_some_and(|word| word == "del"))
    {
        return is_slight && !page.has_title(id);
    }
    let is_within = main.is_some_and(|main| tree.around(id).any(|above| above == main));
    let is_edge = || {
        let of_page = |name: &Vec<String>| name.iter().all(|word| is_of_page(word));
        words
            .iter()
            .any(|name| names_part(name, EDGES) && of_page(name))
    };
    !is_within && !page.is_within_content(id) && (says(OUTER) || is_edge()) && !page.has_title(id)
}

/// Whether a name ends in one of the words, but for what a part of it may be called.
fn names_part(name: &[String], list: &[&str]) -> bool {
    let is = |word: &String, list: &[&str]| list.contains(&word.as_str());
    let Some(at) = name.iter().rposition(|word| is(word, list)) else {
        return false;
    };
    let (before, after) = name.split_at(at);
    let is_kind = |word: &String| is(word, PARTS) || word.bytes().all(|b| b.is_ascii_digit());
    after.iter().skip(1).all(is_kind) && !before.iter().any(|word| is(word, OF_ANOTHER))
}

fn is_of_page(word: &str) -> bool {
    let is_number = word.bytes().all(|b| b.is_ascii_digit());
    is_number
        || [EDGES, OF_PAGE, PARTS]
            .iter()
            .any(|list| list.contains(&word))
}

fn is_trail(words: &[Vec<String>]) -> bool {
    words
        .iter()
        .flatten()
        .any(|word| word.contains("crumb") || word.contains("krumme"))
}

/// A link that only moves the reader or the machine: to the content, to the top, to the printer.
fn is_way_out(page: &Page<'_>, id: Id) -> bool {
    if page.tree.name(id) != "a" {
        return false;
    }
    let Some(address) = page.tree.attribute(id, "href") else {
        return false;
    };
    let address = address.trim().to_lowercase();
    if address.starts_with("javascript:") {
        return ["print", "close", "history", "back"]
            .iter()
            .any(|word| address.contains(word));
    }
    let measure = page.measure(id);
    if !address.starts_with('#') || measure.text > 40 {
        return false;
    }
    const STARTS: &[&str] = &[
        "spring til",
        "spring over",
        "gå til indhold",
        "gå til hovedindhold",
        "til indhold",
        "skip to",
        "skip navigation",
        "til toppen",
        "gå til top",
        "tilbage til top",
        "til top",
        "back to top",
    ];
    let text = page.tree.all_text(id).trim().to_lowercase();
    STARTS.iter().any(|start| text.starts_with(start))
}
