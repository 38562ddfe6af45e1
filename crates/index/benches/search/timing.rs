//! Asking, and how long it takes.

use std::{error::Error, fmt, time::Instant};

use index::{Index, Query};
use rustix::time::ClockId;

use crate::{
    corpus::Corpus,
    filling::seconds,
    questions::{Ask, Question},
};

/// How long the questions of a kind took, in milliseconds, and how many papers they found.
pub(crate) struct Times {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    max: f64,
    /// The CPU time that all but a hundredth stay below: unlike the others it hardly grows where the machine has more to do.
    cpu: f64,
    pub(crate) found: u64,
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            p50,
            p99,
            max,
            cpu,
            found,
        } = self;
        write!(f, "{found} | {p50:.3} | {p99:.3} | {max:.3} | {cpu:.3}")
    }
}

impl Times {
    /// Asks each question once, from what is typed to the ten papers.
    pub(crate) fn of(
        index: &Index,
        corpus: &Corpus,
        ask: Ask,
        asked: &[Question],
    ) -> Result<Self, Box<dyn Error>> {
        let (mut times, mut cpu, mut found) = (Vec::new(), Vec::new(), Vec::new());
        for question in asked {
            let (took, papers) = match ask {
                Ask::Suggest => suggest(index, question)?,
                Ask::Snippets => snippets(index, corpus, question)?,
                _ => search(index, question)?,
            };
            times.push(took.0);
            cpu.push(took.1);
            found.push(papers);
        }
        times.sort_by(f64::total_cmp);
        cpu.sort_by(f64::total_cmp);
        found.sort_unstable();
        let at = |part: usize| (asked.len() - 1) * part / 100;
        Ok(Self {
            p50: times[at(50)],
            p99: times[at(99)],
            max: times[at(100)],
            cpu: cpu[at(99)],
            found: found[at(50)],
        })
    }
}

/// Milliseconds that something took, by the clock and of this thread's CPU time.
type Took = (f64, f64);

/// Since when something is measured.
pub(crate) struct Begun(Instant, f64);

impl Begun {
    pub(crate) fn now() -> Self {
        Self(Instant::now(), seconds(ClockId::ThreadCPUTime))
    }

    pub(crate) fn took(&self) -> Took {
        let time = self.0.elapsed().as_secs_f64();
        let cpu = seconds(ClockId::ThreadCPUTime) - self.1;
        (time * 1e3, cpu * 1e3)
    }
}

fn search(index: &Index, question: &Question) -> Result<(Took, u64), Box<dyn Error>> {
    let begun = Begun::now();
    let results = index.search(&question.search()?)?;
    Ok((begun.took(), results.total as u64))
}

fn suggest(index: &Index, question: &Question) -> Result<(Took, u64), Box<dyn Error>> {
    let begun = Begun::now();
    let meant = index.suggest(&Query::parse(&question.text)?)?;
    Ok((begun.took(), meant.len() as u64))
}

/// The snippets of the ten best papers; finding them is not counted, nor is bringing their texts.
fn snippets(
    index: &Index,
    corpus: &Corpus,
    question: &Question,
) -> Result<(Took, u64), Box<dyn Error>> {
    let search = question.search()?;
    let results = index.search(&search)?;
    let papers = results.hits.iter().map(|hit| corpus.paper(hit.paper));
    let texts: Vec<String> = papers.map(|paper| paper.document.text).collect();
    let begun = Begun::now();
    for text in &texts {
        std::hint::black_box(search.query.snippet(text, false));
    }
    Ok((begun.took(), texts.len() as u64))
}
