//! What a commit says of itself: which archive it follows, and how far.

use serde::{Deserialize, Serialize};

use crate::{analysis, parts, schema::Fields};

/// Changed when papers are indexed differently though the fields and the words are the same.
const GENERATION: u32 = 3;

/// Where an index stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The archive's id.
    pub archive: String,
    /// The last change of the archive that is in the index.
    pub seq: u64,
    /// Hash of the fields and of what makes words of a text.
    pub analysis: String,
    /// Whether it was begun anew and has not come as far as the archive since: most papers may be missing.
    #[serde(default)]
    pub unfinished: bool,
}

impl State {
    pub(crate) fn read(payload: Option<&str>) -> Option<Self> {
        serde_json::from_str(payload?).ok()
    }
}

/// A text whose words tell any change of the analyzers: inflections, spellings, hyphens, marks and numbers.
const PROBE: &str = "Mødernes mødet KL's Århus’ Aarhus kvalitets-\nudviklingsmidler kom\u{AD}mune børne-\nog ungeudvalg \
    idé A\u{30A} ﬁn Øster æblet 1-30-72 17/3668 post@eksempel.dk hørings\u{2010}\nsvarenes bevillingerne §18";

/// Hash of the fields, of the lexicon that takes compounds apart, and of what the analyzers make of a text.
pub(crate) fn analysis_hash(fields: &Fields) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&GENERATION.to_le_bytes());
    for (_, entry) in fields.schema.fields() {
        hasher.update(format!("{entry:?}\n").as_bytes());
    }
    hasher.update(danish::words::Lexicon::source().as_bytes());
    for mut analyzer in [analysis::exact(), analysis::stem(), parts::parts()] {
        for token in analysis::tokens(&mut analyzer, PROBE) {
            hasher.update(token.text.as_bytes());
            hasher.update(&[0]);
        }
    }
    hasher.finalize().to_hex().to_string()
}
