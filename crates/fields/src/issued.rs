//! The day the paper was written, sent or issued.

use jiff::civil::Date;
use paper::{Found, Paper};

use crate::{Vocabulary, outline::Outline};

pub(crate) fn find(
    _outline: &Outline<'_>,
    _vocabulary: &Vocabulary,
    _so_far: &Paper,
) -> Option<Found<Date>> {
    None
}
