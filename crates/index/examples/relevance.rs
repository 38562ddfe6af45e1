//! How well the first ten papers answer questions whose answers are judged: nDCG@10 of our index beside tantivy's plain Danish
//! analyzer on the same papers, by the sort of the question.
//!
//! `cargo run --release -p index --example relevance`; with a file of rankings (`{"query": ["id", …]}`, a line of JSON) of
//! another engine also of that: `-- NAME=FILE`. The papers and questions stand in `fixtures/search/relevance.json`.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs,
    io::{self, Write},
};

use tantivy::{
    collector::TopDocs,
    query::QueryParser,
    schema::{IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value},
    tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer},
};

#[path = "../tests/all/judged.rs"]
#[allow(dead_code, reason = "made for the test, which asks for less")]
mod judged;

type Rankings = BTreeMap<String, Vec<String>>;

fn main() -> Result<(), Box<dyn Error>> {
    let set = judged::Set::load()?;
    let mut engines = vec![
        ("ours".to_owned(), judged::ours(&set)?),
        ("tantivy's own Danish".to_owned(), plain(&set)?),
    ];
    for given in env::args().skip(1) {
        let (name, file) = given.split_once('=').ok_or("say NAME=FILE")?;
        engines.push((
            name.to_owned(),
            serde_json::from_str(&fs::read_to_string(file)?)?,
        ));
    }
    let names: Vec<&str> = engines.iter().map(|(name, _)| name.as_str()).collect();
    let mut out = io::stdout().lock();
    writeln!(out, "| questions | of | {} |", names.join(" | "))?;
    writeln!(out, "|---|---|{}", "---|".repeat(names.len()))?;
    for sort in set.sorts() {
        row(&mut out, &set, &engines, &sort, |query| query.sort == sort)?;
    }
    row(&mut out, &set, &engines, "all", |_| true)?;
    Ok(())
}

fn row(
    out: &mut impl Write,
    set: &judged::Set,
    engines: &[(String, Rankings)],
    name: &str,
    asked: impl Fn(&judged::Question) -> bool,
) -> io::Result<()> {
    let of: Vec<_> = set.queries.iter().filter(|query| asked(query)).collect();
    let mean = |rankings: &Rankings| {
        let gains = of
            .iter()
            .map(|query| query.gain(rankings.get(&query.query)));
        gains.sum::<f64>() / of.len().max(1) as f64
    };
    let cells: Vec<String> = engines
        .iter()
        .map(|(_, found)| format!("{:.3}", mean(found)))
        .collect();
    writeln!(out, "| {name} | {} | {} |", of.len(), cells.join(" | "))
}

/// The same papers and questions by the analyzer that tantivy's documentation builds for a language: words in small letters
/// without the stop words, stemmed; all words asked for, else any.
fn plain(set: &judged::Set) -> Result<Rankings, Box<dyn Error>> {
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("danish")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let mut schema = Schema::builder();
    let id = schema.add_text_field("id", STRING | STORED);
    let title = schema.add_text_field("title", words.clone());
    let text = schema.add_text_field("text", words);
    let index = tantivy::Index::create_in_ram(schema.build());
    let stop = StopWordFilter::new(Language::Danish).ok_or("no stop words")?;
    let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(stop)
        .filter(Stemmer::new(Language::Danish));
    index.tokenizers().register("danish", analyzer.build());
    let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(1, 50 << 20)?;
    for paper in &set.papers {
        writer.add_document(tantivy::doc!(id => paper.id.as_str(), title => paper.title.as_str(), text => paper.text.as_str()))?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let mut parser = QueryParser::for_index(&index, vec![title, text]);
    parser.set_conjunction_by_default();
    let mut found = Rankings::new();
    for query in &set.queries {
        let (asked, _) = parser.parse_query_lenient(&query.query);
        let mut ids = Vec::new();
        for (_, at) in
            searcher.search(&asked, &TopDocs::with_limit(judged::TEN).order_by_score())?
        {
            let paper: tantivy::TantivyDocument = searcher.doc(at)?;
            let value = paper
                .get_first(id)
                .and_then(|value| value.as_str().map(str::to_owned));
            ids.extend(value);
        }
        found.insert(query.query.clone(), ids);
    }
    Ok(found)
}
