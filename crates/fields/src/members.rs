//! Who sits on the body, or took part in the meeting.

use paper::{Member, Paper};
use serde::Deserialize;

use crate::{Vocabulary, outline::Outline, posts::Posts};

pub(crate) fn find(
    _outline: &Outline<'_>,
    _vocabulary: &Vocabulary,
    _so_far: &Paper,
) -> Vec<Member> {
    Vec::new()
}

/// `roles.toml`.
#[derive(Debug, Deserialize)]
pub(crate) struct Words {
    pub(crate) titles: Posts,
}
