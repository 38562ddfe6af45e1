//! Who sits on the body, or took part in the meeting.

use paper::{Member, Paper};

use crate::{Vocabulary, outline::Outline};

pub(crate) fn find(
    _outline: &Outline<'_>,
    _vocabulary: &Vocabulary,
    _so_far: &Paper,
) -> Vec<Member> {
    Vec::new()
}

/// `roles.toml`.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {}
