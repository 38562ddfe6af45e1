//! Words of the vocabulary as patterns, and the examples that stand beside them.

use serde::{Deserialize, de::IgnoredAny};

/// The examples and counter-examples of a group of words. Read by tests only: an example is a text, or a text and what
/// must be found in it (`text => value; value`).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cases {
    #[serde(default, rename = "examples")]
    _examples: IgnoredAny,
    #[serde(default, rename = "not")]
    _not: IgnoredAny,
}

/// A pattern for any of the words, the longest first; a space in a word stands for any white space, as lines may break
/// there.
pub(crate) fn any_of<'w>(words: impl IntoIterator<Item = &'w String>) -> String {
    let mut words: Vec<&String> = words.into_iter().collect();
    words.sort_by_key(|word| (usize::MAX - word.len(), word.as_str()));
    let escaped: Vec<String> = words
        .into_iter()
        .map(|word| regex::escape(word).replace(' ', r"\s+"))
        .collect();
    escaped.join("|")
}

/// As [`any_of`], where a star in a word stands for any letters.
pub(crate) fn starred<'w>(words: impl IntoIterator<Item = &'w String>) -> String {
    any_of(words).replace(r"\*", r"\p{L}*")
}

/// Runs the examples of a vocabulary file: `find` gives what is found in a text, by the table's name.
///
/// # Panics
/// Where an example is not met, or the file has none.
#[cfg(test)]
pub(crate) fn check_examples(file: &str, find: impl Fn(&str, &str) -> Vec<String>) {
    let path = format!("{}/../../config/da/{file}", env!("CARGO_MANIFEST_DIR"));
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let mut run = 0;
    let mut wrong = Vec::new();
    for (name, value) in &table {
        let groups = match value {
            toml::Value::Array(groups) => groups.clone(),
            single => vec![single.clone()],
        };
        for group in groups.iter().filter_map(toml::Value::as_table) {
            for (key, met) in [("examples", true), ("not", false)] {
                for case in group
                    .get(key)
                    .and_then(toml::Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    run += 1;
                    let case = case.as_str().unwrap();
                    let (text, wanted) = case.split_once(" => ").unwrap_or((case, ""));
                    let found = find(name, text);
                    let right = match (met, wanted) {
                        (false, _) => found.is_empty(),
                        (true, "") => !found.is_empty(),
                        (true, wanted) => found.join("; ") == wanted,
                    };
                    if !right {
                        wrong.push(format!("[{name}] {key}: {case:?}: found {found:?}"));
                    }
                }
            }
        }
    }
    assert!(run > 0, "{file} has no examples");
    assert!(wrong.is_empty(), "{file}:\n{}", wrong.join("\n"));
}
