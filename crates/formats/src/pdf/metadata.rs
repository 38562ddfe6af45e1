//! What the file says of itself.

use hayro_interpret::hayro_syntax::Pdf;
use paper::Properties;

/// The properties that the Info dictionary states.
pub(super) fn properties(bytes: &[u8], _pdf: &Pdf) -> Properties {
    let Ok(info) = lopdf::Document::load_metadata_mem_with_password(bytes, "") else {
        return Properties::default();
    };
    let stated = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Properties {
        title: stated(info.title),
        author: stated(info.author),
        subject: stated(info.subject),
        keywords: stated(info.keywords),
        created: info.creation_date.as_deref().and_then(minute),
        modified: info.modification_date.as_deref().and_then(minute),
        language: None,
    }
}

/// A PDF date (`D:20210503091200+02'00'`) to the minute, by the clock of the file.
fn minute(date: &str) -> Option<String> {
    let digits: String = date
        .trim_start_matches("D:")
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let part = |range: std::ops::Range<usize>| digits.get(range);
    let day = format!(
        "{}-{}-{}",
        part(0..4)?,
        part(4..6).unwrap_or("01"),
        part(6..8).unwrap_or("01")
    );
    Some(match (part(8..10), part(10..12)) {
        (Some(hour), Some(minute)) => format!("{day}T{hour}:{minute}"),
        _ => day,
    })
}
