//! The fields of forms: told before the text, and drawn in it.

use std::collections::HashMap;

use crate::flow::fields::tick;
use crate::xml::Element;

/// Fields that a document may have.
const MOST_FIELDS: usize = 100_000;

#[derive(Debug, Default)]
struct Field {
    label: String,
    value: String,
    /// The state of a box to tick.
    checked: Option<bool>,
}

/// The fields by their ids.
#[derive(Debug, Default)]
pub(super) struct Forms {
    by_id: HashMap<String, Field>,
    open: String,
}

impl Forms {
    /// A field is told.
    pub(super) fn begin(&mut self, element: &Element<'_>) {
        if self.by_id.len() >= MOST_FIELDS {
            return;
        }
        let attribute = |name: &str| element.attribute(name).map(|value| value.into_owned());
        let has_state = element.is_named("checkbox") || element.is_named("radio");
        let state = || {
            let stated = attribute("current-state").or_else(|| attribute("state"));
            let chosen = attribute("current-selected").or_else(|| attribute("selected"));
            stated.is_some_and(|state| state == "checked") || chosen.is_some_and(|on| on == "true")
        };
        self.open = attribute("id").unwrap_or_default();
        let field = Field {
            label: attribute("label").unwrap_or_default(),
            value: attribute("current-value")
                .or_else(|| attribute("value"))
                .unwrap_or_default(),
            checked: has_state.then(state),
        };
        self.by_id.insert(self.open.clone(), field);
    }

    /// An entry of the field's list.
    pub(super) fn option(&mut self, element: &Element<'_>) {
        let is_chosen = ["current-selected", "selected"]
            .iter()
            .any(|name| element.attribute(name).is_some_and(|on| on == "true"));
        if let Some(field) = self.by_id.get_mut(&self.open).filter(|_| is_chosen) {
            field.value = element.attribute("label").unwrap_or_default().into_owned();
        }
    }

    /// What is seen of a field where it is drawn.
    pub(super) fn shown(&self, id: &str) -> Option<String> {
        let field = self.by_id.get(id)?;
        Some(match field.checked {
            Some(checked) => format!("{} {}", tick(checked), field.label)
                .trim_end()
                .to_owned(),
            None => field.value.clone(),
        })
    }
}
