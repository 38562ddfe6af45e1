//! Whether the paper calls itself a draft or final.

use paper::Status;

use crate::{Vocabulary, outline::Outline};

pub(crate) fn find(_outline: &Outline<'_>, _vocabulary: &Vocabulary) -> Option<Status> {
    None
}
