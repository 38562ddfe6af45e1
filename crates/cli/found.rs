//! A paper that was found, as the terminal and as NDJSON show it.

use std::io::{self, Write};

use archive::{Archive, PaperId};
use index::{Hit, Matched, Reason, Search, Snippet};
use paper::{Amount, Kind, Mention, Paper};
use serde::Serialize;

use crate::{
    catalogue,
    exit::Failure,
    show,
    terminal::{self, Styles},
};

/// How many values that were asked for are printed below a paper; `--json` has them all.
const VALUES: usize = 3;

/// A paper that was found, with what shows why.
#[derive(Debug)]
pub(crate) struct Found {
    hit: Hit,
    snippet: Snippet,
    /// Its record, where values of it were asked for.
    paper: Option<Paper>,
    /// Whether its files are gone.
    gone: bool,
    /// How many other versions and formats of it the archive has.
    versions: usize,
    /// Why it was found, where that was asked.
    reasons: Vec<Reason>,
}

/// A line of `--json`.
#[derive(Debug, Serialize)]
struct Line<'h> {
    path: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'h str>,
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    gone: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    #[serde(skip_serializing_if = "is_zero")]
    other_versions: usize,
    snippet: &'h str,
    /// The words that matched, as half-open ranges of characters of the snippet.
    marks: Vec<[usize; 2]>,
    /// The deadline or the amount by which it has its place, with `--sort deadline` or `amount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    sorted_by: Option<Value<'h>>,
    /// The dates and amounts that meet what was asked of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    matched: Vec<Value<'h>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explain: Vec<Why<'h>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Value<'h> {
    Date(&'h Mention),
    Amount(&'h Amount),
}

impl<'h> From<Matched<'h>> for Value<'h> {
    fn from(matched: Matched<'h>) -> Self {
        match matched {
            Matched::Date(date) => Self::Date(date),
            Matched::Amount(amount) => Self::Amount(amount),
        }
    }
}

/// What was looked for, and what it weighs in each place where it stands.
#[derive(Debug, Serialize)]
struct Why<'h> {
    asked: &'h str,
    places: serde_json::Map<String, serde_json::Value>,
}

impl Found {
    /// Brings what the archive has of a paper.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub(crate) fn new(
        archive: &Archive,
        search: &Search,
        hit: Hit,
        reasons: Vec<Reason>,
    ) -> Result<Self, Failure> {
        let id = PaperId::from_number(hit.paper);
        let gone = id.map(|id| archive.is_gone(id)).transpose();
        let text = id.map(|id| archive.text(id)).transpose();
        let text = text.map_err(catalogue::failure)?.flatten();
        let snippet = text.map(|text| search.query.snippet(&text.text, text.pages.is_some()));
        let record = id.filter(|_| search.asks_for_values());
        let record = record.map(|id| archive.record(id)).transpose();
        let record = record.map_err(catalogue::failure)?.flatten();
        let versions = id.map(|id| archive.other_versions(id)).transpose();
        Ok(Self {
            versions: versions.map_err(catalogue::failure)?.unwrap_or_default(),
            hit,
            snippet: snippet.unwrap_or_default(),
            paper: record.map(|record| record.paper),
            gone: gone.map_err(catalogue::failure)?.unwrap_or_default(),
            reasons,
        })
    }

    fn matched(&self, search: &Search) -> Vec<Matched<'_>> {
        self.paper
            .as_ref()
            .map_or_else(Vec::new, |paper| search.matched(paper))
    }

    fn sorted_by(&self, search: &Search) -> Option<Matched<'_>> {
        search.sorted_by(self.paper.as_ref()?)
    }

    /// What is printed of its values: first the one by which it stands where it does.
    fn values(&self, search: &Search) -> Vec<Matched<'_>> {
        let first = self.sorted_by(search);
        let others = self.matched(search).into_iter();
        let others = others.filter(|value| Some(*value) != first);
        first.into_iter().chain(others).collect()
    }

    /// Prints it for a person.
    ///
    /// # Errors
    /// As the output has them.
    pub(crate) fn print(
        &self,
        out: &mut impl Write,
        search: &Search,
        styles: &Styles,
    ) -> io::Result<()> {
        let (title, dim) = (styles.title, styles.dim);
        let hit = &self.hit;
        let date = hit
            .date
            .map(|date| format!(" · {date}"))
            .unwrap_or_default();
        let page = self
            .snippet
            .page
            .map(|page| format!(" · p. {page}"))
            .unwrap_or_default();
        writeln!(
            out,
            "{title}{}{title:#}",
            hit.title.as_deref().unwrap_or(&hit.path)
        )?;
        let versions = match self.versions {
            0 => String::new(),
            many => {
                let versions = ["other version", "other versions"];
                format!(" · {}", terminal::counted(many, versions))
            }
        };
        writeln!(
            out,
            "    {dim}{}{date} · {}{}{page}{versions}{dim:#}",
            hit.kind,
            hit.path,
            show::gone(self.gone)
        )?;
        let matched = self.values(search);
        for value in matched.iter().take(VALUES) {
            let (said, source) = match value {
                Matched::Date(date) => (show::mention(date), &date.source),
                Matched::Amount(amount) => (show::amount(amount), &amount.source),
            };
            writeln!(out, "    {said} {dim}{}{dim:#}", show::place(source))?;
        }
        if matched.len() > VALUES {
            writeln!(out, "    {dim}{} more{dim:#}", matched.len() - VALUES)?;
        }
        if matched.is_empty() || !self.snippet.marks.is_empty() {
            writeln!(out, "    {}", marked(&self.snippet, styles))?;
        }
        for reason in &self.reasons {
            writeln!(out, "    {dim}{}{dim:#}", told(reason))?;
        }
        Ok(())
    }

    /// The same as a line of JSON.
    ///
    /// # Errors
    /// Where it cannot be written as JSON.
    pub(crate) fn json(&self, search: &Search) -> Result<String, Failure> {
        let Self { hit, snippet, .. } = self;
        let chars = |at: usize| snippet.text[..at].chars().count();
        let matched = self.matched(search).into_iter().map(Value::from);
        let explain = self.reasons.iter().map(|reason| Why {
            asked: &reason.asked,
            places: reason
                .places
                .iter()
                .map(|(place, score)| ((*place).to_owned(), f64::from(*score).into()))
                .collect(),
        });
        let line = Line {
            path: &hit.path,
            title: hit.title.as_deref(),
            kind: hit.kind,
            date: hit.date.map(|date| date.to_string()),
            gone: self.gone,
            score: hit.score,
            page: snippet.page,
            other_versions: self.versions,
            snippet: &snippet.text,
            marks: snippet
                .marks
                .iter()
                .map(|mark| [chars(mark.start), chars(mark.end)])
                .collect(),
            sorted_by: self.sorted_by(search).map(Value::from),
            matched: matched.collect(),
            explain: explain.collect(),
        };
        Ok(serde_json::to_string(&line).map_err(anyhow::Error::from)?)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(many: &usize) -> bool {
    *many == 0
}

/// `kvalitet: text 2.31, title 4.10`; what a paper was found without is said too.
fn told(reason: &Reason) -> String {
    let places: Vec<String> = reason
        .places
        .iter()
        .map(|(place, score)| format!("{place} {score:.2}"))
        .collect();
    match places.is_empty() {
        true => format!("{}: not here", reason.asked),
        false => format!("{}: {}", reason.asked, places.join(", ")),
    }
}

/// The snippet with its words marked.
fn marked(snippet: &Snippet, styles: &Styles) -> String {
    let hit = styles.hit;
    let mut line = if snippet.cut_before {
        "… ".to_owned()
    } else {
        String::new()
    };
    let mut at = 0;
    for mark in &snippet.marks {
        line.push_str(&snippet.text[at..mark.start]);
        line.push_str(&format!("{hit}{}{hit:#}", &snippet.text[mark.clone()]));
        at = mark.end;
    }
    line.push_str(&snippet.text[at..]);
    if snippet.cut_after {
        line.push_str(" …");
    }
    line
}
