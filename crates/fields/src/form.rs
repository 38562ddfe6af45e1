//! Labelled fields of forms.

use paper::{Field, Paper, Warning};

use crate::{Vocabulary, outline::Outline};

pub(crate) fn find(_outline: &Outline<'_>, _vocabulary: &Vocabulary) -> Vec<Field> {
    Vec::new()
}

/// Required fields left empty in a form that is filled in.
pub(crate) fn doubts(
    _outline: &Outline<'_>,
    _vocabulary: &Vocabulary,
    _paper: &Paper,
) -> Vec<Warning> {
    Vec::new()
}

/// `forms.toml`.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {}
