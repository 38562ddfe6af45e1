//! The way from a document to a paper: every finder in its turn.

use paper::{Document, Paper};

use crate::{
    Vocabulary, amounts, attachments, case_numbers, contacts, dates, form, issued, items, kind,
    members, organisations, outline::Outline, status, title, warnings,
};

/// The version of the rules. Papers understood by another version are understood again.
pub const VERSION: u32 = 1;

/// What a careful secretary reads out of a document.
///
/// Cannot fail: what is doubtful becomes a warning, what is unknown is left out.
pub fn understand(document: &Document, vocabulary: &Vocabulary) -> Paper {
    let outline = &Outline::new(document);
    let mut paper = Paper {
        pages: document.pages,
        properties: document.properties.clone(),
        ..Paper::default()
    };
    // Each finder sees what the ones before it understood.
    paper.fields = form::find(outline, vocabulary);
    paper.kind = kind::find(outline, vocabulary, &paper);
    paper.status = status::find(outline, vocabulary);
    paper.title = title::find(outline, vocabulary, &paper);
    paper.case_numbers = case_numbers::find(outline, vocabulary, &paper);
    let calendar = dates::read(outline, vocabulary, &paper);
    paper.date = issued::find(outline, &calendar);
    let dated = dates::find(outline, vocabulary, &paper, &calendar);
    paper.dates = dated.iter().map(|d| d.mention.clone()).collect();
    paper.members = members::find(outline, vocabulary, &paper);
    paper.amounts = amounts::find(outline, vocabulary, &paper);
    paper.contacts = contacts::find(outline, vocabulary, &paper);
    paper.organisations = organisations::find(outline, vocabulary, &paper);
    paper.attachments = attachments::find(outline, vocabulary, &paper);
    paper.items = items::find(outline, vocabulary, &paper);
    paper.warnings = warnings::find(outline, vocabulary, &paper, &calendar, &dated);
    paper
}
