//! Questions whose answers are judged, and how well a ranking answers them.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use index::{Change, Entry, Index, IndexError, Query, Search, Writer, WriterSettings};
use paper::{BlockKind, Document, Found, Paper, Record, Source};
use serde::Deserialize;

/// How many results count.
pub(crate) const TEN: usize = 10;

/// `fixtures/search/relevance.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Set {
    pub(crate) papers: Vec<Text>,
    pub(crate) queries: Vec<Question>,
}

/// A paper.
#[derive(Debug, Deserialize)]
pub(crate) struct Text {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A question, and for each paper that answers it how well: 3, what was looked for; 2, useful; 1, touches it.
#[derive(Debug, Deserialize)]
pub(crate) struct Question {
    pub(crate) query: String,
    pub(crate) sort: String,
    judged: BTreeMap<String, u32>,
}

impl Set {
    pub(crate) fn load() -> Result<Self, Box<dyn Error>> {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/search/relevance.json");
        Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
    }

    /// The sorts of questions, in order.
    pub(crate) fn sorts(&self) -> Vec<String> {
        let mut sorts: Vec<String> = self
            .queries
            .iter()
            .map(|query| query.sort.clone())
            .collect();
        sorts.sort();
        sorts.dedup();
        sorts
    }
}

impl Question {
    /// nDCG@10 of a ranking: the gain 2^grade − 1 of each paper, divided by log2 of its place + 1, over that of the best order.
    pub(crate) fn gain(&self, ranking: Option<&Vec<String>>) -> f64 {
        let sum = |grades: &mut dyn Iterator<Item = u32>| -> f64 {
            grades
                .take(TEN)
                .zip(1_u32..)
                .map(|(grade, place)| (f64::from(grade).exp2() - 1.0) / f64::from(place + 1).log2())
                .sum()
        };
        let mut best: Vec<u32> = self.judged.values().copied().collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let ranked = ranking.map_or(&[][..], Vec::as_slice);
        let mut grades = ranked
            .iter()
            .map(|id| self.judged.get(id).copied().unwrap_or_default());
        sum(&mut grades) / sum(&mut best.into_iter()).max(f64::MIN_POSITIVE)
    }
}

/// The first ten papers that our index finds for each question.
pub(crate) fn ours(set: &Set) -> Result<BTreeMap<String, Vec<String>>, Box<dyn Error>> {
    let dir = tempfile::tempdir()?;
    let mut changes: Vec<Change> = (1..)
        .zip(&set.papers)
        .map(|(seq, text)| change(seq, text))
        .collect();
    let last = u64::try_from(changes.len())?;
    let mut writer = Writer::open(dir.path(), "judged", last, &WriterSettings::default())?;
    writer.catch_up(|_| Ok::<_, IndexError>(std::mem::take(&mut changes)))?;
    drop(writer);
    let index = Index::open(dir.path())?;
    let mut found = BTreeMap::new();
    for asked in &set.queries {
        let search = Search {
            limit: TEN,
            ..Search::new(Query::parse(&asked.query)?)
        };
        let hits = index.search(&search)?.hits;
        found.insert(
            asked.query.clone(),
            hits.into_iter().map(|hit| hit.path).collect(),
        );
    }
    Ok(found)
}

fn change(seq: u64, text: &Text) -> Change {
    let mut document = Document::default();
    document.push(BlockKind::Heading, 1, &text.title);
    document.push(BlockKind::Paragraph, 0, &text.text);
    let paper = Paper {
        title: Some(Found {
            corrected: None,
            value: text.title.clone(),
            rule: None,
            confidence: None,
            source: Source::default(),
        }),
        ..Paper::default()
    };
    let record = Record {
        path: text.id.clone(),
        hash: text.id.clone(),
        format: "text".into(),
        places: Vec::new(),
        paper,
    };
    Change {
        seq,
        paper: seq,
        entry: Some(Entry {
            record,
            document,
            family: seq,
        }),
    }
}
