//! What a date is for, by the cues around it.

use serde::Deserialize;

/// `cues.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {}
