//! Document to paper: what a careful secretary reads out of it.
//!
//! [`understand`] runs the finders, one a file. Each looks at the outline of the document and at the [`Vocabulary`], and
//! none can fail: what is doubtful becomes a warning of the paper.
//!
//! What it does not do: read files, ask the clock (a relative date counts from the paper's own date), or keep anything.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod outline;

// understand.rs wires the finders together:
//   kind, status, title, issued (the paper's own date), dates (mentions with roles; roles.rs, summary.rs …),
//   case_numbers, members (members/…), amounts (amounts/…), contacts, organisations, attachments, form (fields), items,
//   warnings, personal (CPR numbers masked in a document before anything else sees it)
//
// pub fn mask_personal_data(document: &mut Document)
// pub fn understand(document: &Document, vocabulary: &Vocabulary) -> Paper
// pub const VERSION: u32
// Vocabulary::builtin() -> &'static Vocabulary; Vocabulary::load(&BTreeMap<String /*file name*/, String /*toml*/>) -> Result<Vocabulary, VocabularyError>
