//! What a reader should doubt.

use paper::{Paper, Warning};

use crate::{Vocabulary, amounts, form, outline::Outline};

pub(crate) fn find(outline: &Outline<'_>, vocabulary: &Vocabulary, paper: &Paper) -> Vec<Warning> {
    let mut warnings = outline.document.warnings.clone();
    warnings.extend(amounts::doubts(outline, vocabulary, paper));
    warnings.extend(form::doubts(outline, vocabulary, paper));
    warnings
}
