//! Words of a paper, found again in its text.

use crate::Span;

/// Where words stand in a text, whatever blanks and line ends stand between them.
///
/// ```
/// let text = "Svar senest\n  den 3. maj. Svar senest den 4. maj.";
/// assert_eq!(paper::find_quote(text, "senest den 3. maj"), [5..24]);
/// assert_eq!(paper::find_quote(text, "Svar senest den").len(), 2);
/// assert!(paper::find_quote(text, " ").is_empty());
/// ```
pub fn find_quote(text: &str, quote: &str) -> Vec<Span> {
    let mut words = quote.split_whitespace();
    let Some(first) = words.next() else {
        return Vec::new();
    };
    text.match_indices(first)
        .filter_map(|(start, found)| {
            let mut end = start + found.len();
            for word in words.clone() {
                let rest = text.get(end..)?;
                let next = rest.trim_start();
                if next.len() == rest.len() || !next.starts_with(word) {
                    return None;
                }
                end = text.len() - next.len() + word.len();
            }
            Some(start..end)
        })
        .collect()
}
