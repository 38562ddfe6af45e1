//! The fields of the index.

use jiff::civil::{Date, date};
use paper::{AmountRole, DateRole};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use crate::{Facet, analysis, parts};

/// The mark of a paper of which a person corrected, added, confirmed or dismissed a value.
pub(crate) const CORRECTED: &str = "rettelse";

/// The fields, by what they are for.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// The paper's number in the archive.
    pub(crate) paper: Field,
    /// The archive's number of its family: the same for all versions and formats of a paper.
    pub(crate) family: Field,
    /// Whether it calls itself a draft.
    pub(crate) draft: Field,
    /// Shown in results.
    pub(crate) path: Field,
    pub(crate) shown_title: Field,
    pub(crate) shown_date: Field,
    /// The text as stems: what a word finds.
    pub(crate) stem: Field,
    /// The text as folded words with their positions: phrases, prefixes, numbers.
    pub(crate) exact: Field,
    /// The folded words of the text, read backwards: how they end.
    pub(crate) backwards: Field,
    /// The stems of the parts of compounds.
    pub(crate) parts: Field,
    /// Title and headings, which weigh more.
    pub(crate) title: Field,
    pub(crate) title_exact: Field,
    pub(crate) headings: Field,
    /// Names, as such.
    pub(crate) people: Field,
    /// The same, each word with what the person is or did before it: `formand=hansen`.
    pub(crate) people_as: Field,
    pub(crate) organisations: Field,
    pub(crate) cases: Field,
    /// Words of the paths.
    pub(crate) names: Field,
    /// Whole values to count and to filter by.
    pub(crate) kind: Field,
    pub(crate) format: Field,
    pub(crate) organisation: Field,
    pub(crate) organisation_key: Field,
    pub(crate) year: Field,
    pub(crate) role: Field,
    pub(crate) party: Field,
    pub(crate) folder: Field,
    /// What is said of the paper: [`CORRECTED`], and the codes of its warnings.
    pub(crate) marks: Field,
    /// The day of the paper itself.
    pub(crate) date: Field,
    /// For each role the first and the last days of its dates, in the same order.
    pub(crate) spans: Vec<(DateRole, Field, Field)>,
    /// The roles of its amounts.
    pub(crate) amount_role: Field,
    /// For each role the amounts in øre, at least and at most, and their years, in the same order.
    pub(crate) amounts: Vec<(AmountRole, [Field; 3])>,
}

impl Fields {
    pub(crate) fn new() -> Self {
        let mut b = Schema::builder();
        let paper = b.add_u64_field("paper", INDEXED | FAST);
        let family = b.add_u64_field("family", FAST);
        let draft = b.add_bool_field("draft", FAST);
        let path = b.add_text_field("path", STORED);
        let shown_title = b.add_text_field("shown_title", STORED);
        let shown_date = b.add_text_field("shown_date", STORED);
        let frequencies = IndexRecordOption::WithFreqs;
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let stem = b.add_text_field("stem", words(analysis::STEM, frequencies));
        let exact = b.add_text_field("exact", words(analysis::EXACT, positions));
        let backwards = b.add_text_field(
            "backwards",
            words(analysis::BACKWARDS, IndexRecordOption::Basic),
        );
        let parts = b.add_text_field("parts", words(parts::PARTS, frequencies));
        let title = b.add_text_field("title", words(analysis::STEM, frequencies));
        let title_exact = b.add_text_field("title_exact", words(analysis::EXACT, positions));
        let headings = b.add_text_field("headings", words(analysis::STEM, frequencies));
        let people = b.add_text_field("people", words(analysis::EXACT, positions));
        let people_as = b.add_text_field("people_as", words(analysis::EXACT, positions));
        let organisations = b.add_text_field("organisations", words(analysis::EXACT, positions));
        let cases = b.add_text_field("cases", words(analysis::EXACT, positions));
        let names = b.add_text_field("names", words(analysis::EXACT, positions));
        let kind = b.add_text_field("kind", STRING | FAST | STORED);
        let format = b.add_text_field("format", STRING | FAST);
        let organisation = b.add_text_field("organisation", FAST);
        let organisation_key = b.add_text_field("organisation_key", STRING);
        let year = b.add_i64_field("year", INDEXED | FAST);
        let role = b.add_text_field("role", STRING | FAST);
        let party = b.add_text_field("party", STRING | FAST);
        let folder = b.add_text_field("folder", STRING | FAST);
        let marks = b.add_text_field("marks", STRING);
        let date = b.add_i64_field("date", FAST);
        let spans = DateRole::ALL
            .iter()
            .map(|&role| span(&mut b, role))
            .collect();
        let amount_role = b.add_text_field("amount_role", STRING | FAST);
        let amounts = AmountRole::ALL
            .iter()
            .map(|&role| {
                let names = amount_names(role);
                (role, names.map(|name| b.add_i64_field(&name, FAST)))
            })
            .collect();
        Self {
            schema: b.build(),
            paper,
            family,
            draft,
            path,
            shown_title,
            shown_date,
            stem,
            exact,
            backwards,
            parts,
            title,
            title_exact,
            headings,
            people,
            people_as,
            organisations,
            cases,
            names,
            kind,
            format,
            organisation,
            organisation_key,
            year,
            role,
            party,
            folder,
            marks,
            date,
            spans,
            amount_role,
            amounts,
        }
    }
}

impl Fields {
    /// The field of the values that a facet counts.
    pub(crate) fn of(&self, facet: Facet) -> Field {
        match facet {
            Facet::Kind => self.kind,
            Facet::Organisation => self.organisation_key,
            Facet::Year => self.year,
            Facet::Role => self.role,
            Facet::Party => self.party,
            Facet::Format => self.format,
            Facet::Folder => self.folder,
        }
    }
}

fn span(b: &mut SchemaBuilder, role: DateRole) -> (DateRole, Field, Field) {
    let (first, last) = span_names(role);
    (
        role,
        b.add_i64_field(&first, FAST),
        b.add_i64_field(&last, FAST),
    )
}

/// The names of the columns of a role's first and last days.
pub(crate) fn span_names(role: DateRole) -> (String, String) {
    (format!("{role}_first"), format!("{role}_last"))
}

/// The names of the columns of a role's amounts: at least, at most, in which year.
pub(crate) fn amount_names(role: AmountRole) -> [String; 3] {
    ["least", "most", "year"].map(|what| format!("{role}_{what}"))
}

/// What stands for the year of an amount that is of no known year, and of one that is no part of a sum.
pub(crate) const NO_YEAR: i64 = 0;
pub(crate) const NO_SUM: i64 = -1;

fn words(analyzer: &str, record: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(analyzer)
            .set_index_option(record),
    )
}

/// The day of a number that [`day_number`] gave.
pub(crate) fn day_of(number: i64) -> Option<Date> {
    date(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(number).ok()?)
        .ok()
}

/// A day as the index counts them: from 1 January 1970.
pub(crate) fn day_number(day: Date) -> i64 {
    const EPOCH: Date = date(1970, 1, 1);
    i64::from((day - EPOCH).get_days())
}
