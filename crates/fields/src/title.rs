//! The paper's title.

use paper::{Found, Paper};

use crate::{Vocabulary, outline::Outline};

pub(crate) fn find(
    _outline: &Outline<'_>,
    _vocabulary: &Vocabulary,
    _so_far: &Paper,
) -> Option<Found<String>> {
    None
}
