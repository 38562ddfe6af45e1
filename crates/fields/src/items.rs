//! Points of an agenda or of minutes.

use paper::{Item, Paper};

use crate::{Vocabulary, outline::Outline};

pub(crate) fn find(_outline: &Outline<'_>, _vocabulary: &Vocabulary, _so_far: &Paper) -> Vec<Item> {
    Vec::new()
}
