//! A deadline that the next sentence moves: "… har frist til den 12. april. Fristen er siden rykket til den 26. april."

use paper::DateRole;

use super::Draft;
use crate::{outline::Outline, roles::Verdict};

/// How far the two may stand apart, in bytes.
const NEAR: usize = 200;
/// How many words of the second sentence are looked at.
const WORDS: usize = 40;

/// Makes the first of the two a reference.
pub(super) fn tell(outline: &Outline<'_>, drafts: &mut [Draft<'_>]) {
    for at in 1..drafts.len() {
        let Some([before, after]) = drafts.get_mut(at - 1..=at) else {
            continue;
        };
        let due = |draft: &Draft<'_>| draft.verdict.role == DateRole::Deadline;
        let apart = after
            .scene
            .sentence
            .start
            .checked_sub(before.time.span.end)
            .is_some_and(|gap| gap <= NEAR);
        if apart && due(before) && due(after) && moves(outline, after) {
            before.verdict = Verdict {
                role: DateRole::Reference,
                rule: "moved to another day".to_owned(),
                score: i32::MAX,
                introduced: false,
            };
        }
    }
}

/// Whether a sentence begins with the deadline told before and says that it was moved.
fn moves(outline: &Outline<'_>, draft: &Draft<'_>) -> bool {
    const VERBS: [&str; 9] = [
        "rykket",
        "rykkes",
        "udskudt",
        "udskydes",
        "udsat",
        "flyttet",
        "flyttes",
        "forlaenget",
        "aendret",
    ];
    let sentence = &draft.scene.sentence;
    let words = outline.words(sentence.start..draft.time.span.start.max(sentence.start));
    words.len() <= WORDS
        && words
            .iter()
            .take(2)
            .any(|word| matches!(word.folded.as_str(), "fristen" | "den" | "denne"))
        && words
            .iter()
            .any(|word| VERBS.contains(&word.folded.as_str()))
}

#[cfg(test)]
mod tests {
    use paper::DateRole;

    use crate::{Vocabulary, sample};

    #[test]
    fn only_the_last_is_the_deadline() {
        let text = "Notat\n\n1. marts 2017\n\nFyret får frist til den 12. april 2017 til at svare. Fristen er siden \
                    rykket til den 26. april 2017 på grund af sygdom.\n";
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        let roles: Vec<_> = paper.dates.iter().skip(1).map(|d| d.role).collect();
        assert_eq!(roles, [DateRole::Reference, DateRole::Deadline]);
    }
}
