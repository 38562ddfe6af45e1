//! What the rules say today of the archive's papers, scored against what people said of them.

use std::collections::BTreeMap;

use archive::{Archive, Kept, PaperId};
use paper::{Action, Document, Given, Outcome, Paper, Places, Scope, What, apply, slots};
use rayon::prelude::*;
use serde_json::Value;

use super::{
    matching::text,
    report::{Fields, Miss, Report, Rules, SaidRow, Verdict, share},
};
use crate::{catalogue, exit::Failure, reader::Pool, terminal};

/// Papers whose texts are held at a time.
const AT_ONCE: usize = 64;
/// The fields that can be corrected, in the order of the table, as corrections name them.
const FIELDS: &[&str] = &[
    "kind",
    "status",
    "title",
    "date",
    "case_numbers",
    "dates",
    "members",
    "amounts",
    "warnings",
];

/// What has been scored so far.
#[derive(Default)]
struct Score {
    /// Right, missed, other and false, in the order of the fields.
    counts: Vec<[usize; 4]>,
    rules: Rules,
    misses: Vec<Miss>,
}

/// Scores the archive: the rules run anew over the text of each paper of which something was said; the archive stays as it is. Of two
/// things that were said of one value the later counts.
///
/// # Errors
/// Where the archive cannot be read, or no reader can start.
pub(super) fn score(archive: &Archive, pool: &Pool) -> Result<Report, Failure> {
    let of = by_paper(archive.corrections().map_err(catalogue::failure)?);
    let mut score = Score {
        counts: vec![[0; 4]; FIELDS.len()],
        ..Score::default()
    };
    let (mut papers, mut failed) = (0, 0);
    for some in of.chunks(AT_ONCE) {
        let documents = some.iter().map(|(paper, _)| archive.document(*paper));
        let documents: Vec<Option<Document>> = documents
            .collect::<Result<_, _>>()
            .map_err(catalogue::failure)?;
        let read: Vec<_> = documents
            .par_iter()
            .map(|document| document.as_ref().map(|document| pool.understand(document)))
            .collect();
        pool.usable()?;
        for (((_, said), document), read) in some.iter().zip(&documents).zip(read) {
            let refused = match (document, read) {
                (Some(document), Some(Ok(paper))) => {
                    papers += 1;
                    score.take(said, &paper, &document.places());
                    continue;
                }
                (_, Some(Err(refusal))) => refusal.message,
                _ => "its text is no more in the archive".to_owned(),
            };
            failed += 1;
            let name = said.first().map(name).unwrap_or_default();
            terminal::say(format_args!("{name}: {refused}; it is not scored"));
        }
    }
    Ok(Report {
        papers,
        failed,
        fields: Fields::Said(score.rows()),
        rules: score.rules.rows(),
        misses: score.misses,
    })
}

impl Score {
    /// Scores one paper by all that was said of it.
    fn take(&mut self, said: &[Kept], read: &Paper, places: &Places<'_>) {
        let given: Vec<_> = said.iter().map(given).collect();
        let all = apply(&mut read.clone(), &given, places);
        for (kept, (given, outcome)) in said.iter().zip(given.into_iter().zip(all)) {
            if outcome == Outcome::Superseded {
                continue;
            }
            let (verdict, what) = judge(read, given, places);
            // A correction tells its field and both its sides as JSON does.
            let Ok(json) = serde_json::to_value(&what) else {
                continue;
            };
            let mut fields = FIELDS.iter().enumerate();
            let Some((at, field)) = fields.find(|(_, name)| **name == text(&json, "field")) else {
                continue;
            };
            self.count(at, verdict);
            let side = |side| json.get(side).cloned();
            let (found, wanted) = match verdict {
                None | Some(Verdict::Other) => (side("was"), side("now")),
                Some(Verdict::Missed) => (None, side("now")),
                Some(Verdict::False) => (side("was"), None),
            };
            let rule = found.as_ref().and_then(|found| match &what {
                What::Kind(_) => read.why.kind.as_deref(),
                What::Status(_) => read.why.status.as_deref(),
                _ => found.get("rule").and_then(Value::as_str),
            });
            self.rules.count((at, field), rule, verdict.is_none());
            if let Some(verdict) = verdict {
                self.misses.push(Miss {
                    path: name(kept),
                    field,
                    verdict,
                    rule: rule.map(str::to_owned),
                    wanted,
                    found,
                });
            }
        }
    }

    fn count(&mut self, at: usize, verdict: Option<Verdict>) {
        let column = match verdict {
            None => 0,
            Some(Verdict::Missed) => 1,
            Some(Verdict::Other) => 2,
            Some(Verdict::False) => 3,
        };
        let row = self.counts.get_mut(at);
        if let Some(count) = row.and_then(|row| row.get_mut(column)) {
            *count += 1;
        }
    }

    /// The rows of the fields of which something was said.
    fn rows(&mut self) -> Vec<SaidRow> {
        let rows = FIELDS.iter().zip(std::mem::take(&mut self.counts));
        let rows = rows.map(|(field, [right, missed, other, wrong])| SaidRow {
            field,
            judged: right + missed + other + wrong,
            right,
            missed,
            other,
            wrong,
            share: share(right, missed + other + wrong),
        });
        rows.filter(|row| row.judged > 0).collect()
    }
}

/// A correction for the paper that it was made at, or that stands for that one here.
fn given(kept: &Kept) -> Given<'_> {
    let is_later = kept.later.contains(&kept.hash);
    Given {
        correction: &kept.correction,
        scope: if is_later { Scope::Later } else { Scope::Own },
    }
}

/// What is wrong with a value by what a person says of it, nothing where it is right; and the value as the rules and the person have
/// it. The correction is put in by itself: what it has to do tells what the rules say.
fn judge(read: &Paper, given: Given<'_>, places: &Places<'_>) -> (Option<Verdict>, What) {
    let said = &given.correction.what;
    let mut paper = read.clone();
    let outcome = apply(&mut paper, &[given], places);
    let holds = matches!(outcome.first(), Some(Outcome::Holds | Outcome::Overtaken));
    let mut slots = slots(&paper).into_iter();
    // The only one of which anything was said.
    let slot = slots.find(|slot| holds && slot.said.is_some());
    let Some(slot) = slot else {
        let is_right = holds || said.action() == Action::Dismissed;
        return ((!is_right).then_some(Verdict::Missed), said.clone());
    };
    let verdict = match slot.what.action() {
        Action::Confirmed => None,
        Action::Set => Some(Verdict::Other),
        Action::Added => Some(Verdict::Missed),
        Action::Dismissed => Some(Verdict::False),
    };
    (verdict, slot.what)
}

/// The path of the paper at which something was said; its hash where it has no path any more.
fn name(kept: &Kept) -> String {
    kept.path.clone().unwrap_or_else(|| kept.hash.clone())
}

/// What was said of each paper.
fn by_paper(kept: Vec<Kept>) -> Vec<(PaperId, Vec<Kept>)> {
    let mut of: BTreeMap<PaperId, Vec<Kept>> = BTreeMap::new();
    for one in kept {
        of.entry(one.paper).or_default().push(one);
    }
    of.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use paper::Correction;
    use serde_json::json;

    use super::*;

    /// What comes of a correction of dates in a paper whose rules read these.
    fn verdict(read: Value, was: Value, now: Value) -> Option<Verdict> {
        let text = "Svar sendes senest den 3. maj 2017.";
        let read: Paper = serde_json::from_value(json!({"kind": "andet", "dates": read})).unwrap();
        let said = json!({"by": "ida", "at": "2026-05-04T10:00:00Z", "field": "dates", "was": was, "now": now});
        let correction: Correction = serde_json::from_value(said).unwrap();
        let given = Given {
            correction: &correction,
            scope: Scope::Own,
        };
        judge(&read, given, &Places::new(text, false)).0
    }

    fn date(day: u8, role: &str) -> Value {
        json!({"start": format!("2017-05-0{day}"), "end": format!("2017-05-0{}", day + 1), "role": role,
            "approximate": false, "source": {"start": 19, "end": 34, "quote": "den 3. maj 2017"}})
    }

    #[test]
    fn rules_are_right_where_they_say_today_what_the_person_says() {
        let (third, fourth) = (|| date(3, "deadline"), || date(4, "deadline"));
        let none = || Value::Null;
        for (read, was, now, wanted) in [
            (json!([third()]), third(), third(), None),
            (json!([third()]), third(), fourth(), Some(Verdict::Other)),
            (json!([fourth()]), third(), fourth(), None),
            (json!([]), third(), third(), Some(Verdict::Missed)),
            (json!([]), third(), fourth(), Some(Verdict::Missed)),
            (json!([third()]), third(), none(), Some(Verdict::False)),
            (json!([]), third(), none(), None),
            (json!([]), none(), third(), Some(Verdict::Missed)),
            (json!([third()]), none(), third(), None),
        ] {
            let told = format!("{read} {was} {now}");
            assert_eq!(verdict(read, was, now), wanted, "{told}");
        }
        let meeting = json!([date(3, "meeting")]);
        assert_eq!(verdict(meeting, third(), third()), Some(Verdict::Other));
    }
}
