//! Organisations named.

use paper::{Organisation, Paper, Span};

use crate::{Vocabulary, outline::Outline};

pub(crate) fn find(
    _outline: &Outline<'_>,
    _vocabulary: &Vocabulary,
    _so_far: &Paper,
) -> Vec<Organisation> {
    Vec::new()
}

pub(crate) fn mentions(_text: &str, _vocabulary: &Vocabulary) -> Vec<Span> {
    Vec::new()
}

/// `organisations.toml`.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {}
impl Words {
    pub(crate) fn knows(&self, _name: &str) -> bool { false }
}
