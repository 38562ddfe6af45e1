//! What a page says of itself: its title, its author, its language, its own address.

use paper::Properties;

use super::address::Addresses;
use super::tree::{Id, Tree};

/// What the head of a page says.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) properties: Properties,
    pub(super) addresses: Addresses,
}

pub(super) fn read(tree: &Tree, order: &[Id]) -> Head {
    let mut properties = Properties::default();
    let (mut base, mut canonical, mut shared) = (None, None, None);
    for &id in order {
        match tree.name(id) {
            "html" | "body" => {
                let language = tree.attribute(id, "lang").and_then(said);
                properties.language = properties.language.take().or(language);
            }
            "title" if properties.title.is_none() && !is_in_image(tree, id) => {
                properties.title = said(&tree.all_text(id));
            }
            "base" => base = base.or(tree.attribute(id, "href")),
            "link" if tree.attribute(id, "rel") == Some("canonical") => {
                canonical = canonical.or(tree.attribute(id, "href"));
            }
            "meta" => {
                let named = ["name", "property", "http-equiv"]
                    .iter()
                    .find_map(|name| tree.attribute(id, name));
                let content = tree.attribute(id, "content");
                if let (Some(name), Some(content)) = (named, content) {
                    let name = name.trim().to_ascii_lowercase();
                    if name == "og:url" {
                        shared = Some(content);
                    }
                    meta(&mut properties, &name, content);
                }
            }
            _ => {}
        }
    }
    Head {
        properties,
        addresses: Addresses::new(
            base.filter(|base| base.contains("://"))
                .or(canonical)
                .or(shared),
        ),
    }
}

/// The title of a drawing is none of the page.
fn is_in_image(tree: &Tree, id: Id) -> bool {
    tree.around(id).any(|above| tree.name(above) == "svg")
}

fn meta(properties: &mut Properties, name: &str, content: &str) {
    let place = match name {
        "author" | "dc.creator" | "dcterms.creator" | "article:author" => &mut properties.author,
        "description" | "dc.description" | "dcterms.description" | "og:description" => {
            &mut properties.subject
        }
        "keywords" | "dc.subject" | "dcterms.subject" => &mut properties.keywords,
        "dc.title" | "dcterms.title" | "og:title" => &mut properties.title,
        "content-language" | "dc.language" | "dcterms.language" | "language" => {
            &mut properties.language
        }
        "date"
        | "dc.date"
        | "dcterms.date"
        | "dcterms.created"
        | "dc.date.created"
        | "dcterms.issued"
        | "article:published_time"
        | "created" => {
            properties.created = properties.created.take().or_else(|| minute(content));
            return;
        }
        "dcterms.modified"
        | "dc.date.modified"
        | "article:modified_time"
        | "last-modified"
        | "og:updated_time" => {
            properties.modified = properties.modified.take().or_else(|| minute(content));
            return;
        }
        _ => return,
    };
    // What stands in the page's own words first is kept.
    if place.is_none() {
        *place = said(content);
    }
}

/// A value on one line, where it says something.
fn said(value: &str) -> Option<String> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let line: String = words
        .join(" ")
        .chars()
        .filter_map(crate::letters::shown)
        .take(crate::properties::LONGEST)
        .collect();
    (!line.is_empty()).then_some(line)
}

/// A time to the minute, or a day: `2021-05-03T09:12:00+02:00` is `2021-05-03T09:12`; `3-5-2021` is a day too.
fn minute(stated: &str) -> Option<String> {
    let stated = stated.trim();
    let (day, rest) = stated.split_at(stated.find(['T', ' ']).unwrap_or(stated.len()));
    let parts: Vec<&str> = day.split(['-', '.', '/']).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    let [one, two, three] = parts.as_slice() else {
        return None;
    };
    let (year, month, day) = match (one.len(), three.len()) {
        (4, _) => (number(one)?, number(two)?, number(three)?),
        (_, 4) => (number(three)?, number(two)?, number(one)?),
        _ => return None,
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let time = rest.trim_start_matches(['T', ' ']).get(..5).filter(|time| {
        time.bytes().enumerate().all(|(at, b)| match at {
            2 => b == b':',
            _ => b.is_ascii_digit(),
        })
    });
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(time.map_or_else(|| date.clone(), |time| format!("{date}T{time}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_to_the_minute() {
        assert_eq!(
            minute("2021-05-03T09:12:00+02:00").as_deref(),
            Some("2021-05-03T09:12")
        );
        assert_eq!(minute("3-5-2021").as_deref(), Some("2021-05-03"));
        assert_eq!(
            minute("2021-05-03 09:12").as_deref(),
            Some("2021-05-03T09:12")
        );
        assert_eq!(minute("i går"), None);
        assert_eq!(minute("99-99-2021"), None);
    }
}
