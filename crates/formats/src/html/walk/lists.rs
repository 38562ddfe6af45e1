//! Lists and their labels.

use super::Walk;
use crate::html::names::style;
use crate::html::tree::{Id, Tree};
use crate::numerals::{letters, roman};

/// How a list writes its labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Bullet,
    Decimal,
    Lower,
    Upper,
    LowerRoman,
    UpperRoman,
    None,
}

/// A list that is open.
#[derive(Debug)]
pub(super) struct List {
    form: Form,
    /// The number of the next item.
    next: i64,
    step: i64,
}

impl Walk<'_> {
    pub(super) fn begin_list(&mut self, id: Id) {
        let tree = self.source.tree;
        let is_ordered = tree.name(id) == "ol";
        let usual = if is_ordered {
            Form::Decimal
        } else {
            Form::Bullet
        };
        let number = |name| {
            tree.attribute(id, name)
                .and_then(|value| value.trim().parse().ok())
        };
        let is_reversed = tree.attribute(id, "reversed").is_some();
        let first = if is_reversed {
            let items = tree.children(id).filter(|&item| tree.name(item) == "li");
            i64::try_from(items.count()).unwrap_or(1)
        } else {
            1
        };
        self.lists.push(List {
            form: form(tree, id).unwrap_or(usual),
            next: number("start").unwrap_or(first),
            step: if is_reversed { -1 } else { 1 },
        });
    }

    pub(super) fn begin_item(&mut self, id: Id) {
        let tree = self.source.tree;
        let depth = u8::try_from(self.lists.len().saturating_sub(1).min(8)).unwrap_or(8);
        let label = match self.lists.last_mut() {
            Some(list) => {
                if let Some(value) = tree
                    .attribute(id, "value")
                    .and_then(|value| value.trim().parse().ok())
                {
                    list.next = value;
                }
                let number = list.next;
                list.next = list.next.saturating_add(list.step);
                label(form(tree, id).unwrap_or(list.form), number)
            }
            None => label(form(tree, id).unwrap_or(Form::Bullet), 1),
        };
        self.label = label.map(|label| (label, depth));
    }
}

fn label(form: Form, number: i64) -> Option<String> {
    let count = u32::try_from(number).ok();
    let written = match form {
        Form::None => return None,
        Form::Bullet => return Some("•".to_owned()),
        Form::Decimal => None,
        Form::Lower => count.and_then(|count| letters(count, 'a')),
        Form::Upper => count.and_then(|count| letters(count, 'A')),
        Form::LowerRoman => count.and_then(roman).map(|roman| roman.to_lowercase()),
        Form::UpperRoman => count.and_then(roman),
    };
    Some(format!(
        "{}.",
        written.unwrap_or_else(|| number.to_string())
    ))
}

/// How an element says that its labels look.
fn form(tree: &Tree, id: Id) -> Option<Form> {
    let stated = style(tree, id, "list-style-type").or_else(|| style(tree, id, "list-style"));
    let styled = stated.and_then(|value| {
        value
            .split_whitespace()
            .find_map(|word| match word.to_ascii_lowercase().as_str() {
                "none" => Some(Form::None),
                "disc" | "circle" | "square" => Some(Form::Bullet),
                "decimal" | "decimal-leading-zero" => Some(Form::Decimal),
                "lower-alpha" | "lower-latin" => Some(Form::Lower),
                "upper-alpha" | "upper-latin" => Some(Form::Upper),
                "lower-roman" => Some(Form::LowerRoman),
                "upper-roman" => Some(Form::UpperRoman),
                _ => None,
            })
    });
    styled.or_else(|| match tree.attribute(id, "type")?.trim() {
        "1" => Some(Form::Decimal),
        "a" => Some(Form::Lower),
        "A" => Some(Form::Upper),
        "i" => Some(Form::LowerRoman),
        "I" => Some(Form::UpperRoman),
        kind if ["disc", "circle", "square"]
            .iter()
            .any(|dot| kind.eq_ignore_ascii_case(dot)) =>
        {
            Some(Form::Bullet)
        }
        _ => None,
    })
}
