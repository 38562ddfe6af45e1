//! The JSON Schema of the record.

#[cfg(test)]
mod tests;

/// The JSON Schema (draft 2020-12) of a [`Record`](crate::Record), for whoever reads records with other programs.
///
/// It is written by hand, since it says more than the types do: which keys go together, how numbers and days are written.
/// Tests hold that it has the types' keys and words and no others, and that the records of all fixtures are valid.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(paper::RECORD_SCHEMA)?;
/// assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
/// # Ok::<_, serde_json::Error>(())
/// ```
pub const RECORD_SCHEMA: &str = include_str!("../../record.schema.json");
