//! Amounts of money.

use paper::{Amount, Paper};

use crate::{Vocabulary, outline::Outline};

pub(crate) fn find(
    _outline: &Outline<'_>,
    _vocabulary: &Vocabulary,
    _so_far: &Paper,
) -> Vec<Amount> {
    Vec::new()
}

/// Totals that are not the sum of their lines.
pub(crate) fn doubts(
    _outline: &Outline<'_>,
    _vocabulary: &Vocabulary,
    _paper: &Paper,
) -> Vec<paper::Warning> {
    Vec::new()
}
