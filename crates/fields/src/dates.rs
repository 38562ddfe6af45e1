//! Expressions of time and what they are for.

use paper::{Mention, Paper};

use crate::{Vocabulary, outline::Outline};

pub(crate) fn find(
    _outline: &Outline<'_>,
    _vocabulary: &Vocabulary,
    _so_far: &Paper,
) -> Vec<Mention> {
    Vec::new()
}
