//! The addresses of papers in calendars, by a pattern of the settings.

use anyhow::anyhow;
use export::Event;

use crate::exit::{CONFIGURATION, Failure};

/// Gives the entries the address of their papers. Nothing is done where the settings have no pattern.
///
/// # Errors
/// A pattern that is no absolute address, or says nothing of the paper.
pub(crate) fn set(events: &mut [Event], pattern: &str) -> Result<(), Failure> {
    if pattern.is_empty() {
        return Ok(());
    }
    check(pattern)?;
    for event in events {
        if let Some(cited) = &event.cited {
            let path = encoded(&cited.path);
            event.url = Some(
                pattern
                    .replace("{path}", &path)
                    .replace("{hash}", &cited.hash),
            );
        }
    }
    Ok(())
}

fn check(pattern: &str) -> Result<(), Failure> {
    let bare = pattern.replace("{path}", "").replace("{hash}", "");
    let (scheme, rest) = pattern.split_once(':').unwrap_or_default();
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if bare.len() == pattern.len() || bare.contains(['{', '}']) || !is_scheme || rest.is_empty() {
        let error = anyhow!(
            "calendar.url = \"{pattern}\": give an address with {{path}} or {{hash}} in it, such as https://sag.example/{{path}}"
        );
        return Err(Failure::new(CONFIGURATION, error));
    }
    Ok(())
}

/// A path within an address (RFC 3986 2.3): what is not unreserved is percent-encoded, but for the slashes.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_the_paper_and_is_an_address() {
        for good in [
            "https://sag.example/{path}",
            "file:///srv/{path}",
            "x-sag:{hash}",
        ] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in [
            "https://sag.example/",
            "/srv/{path}",
            "{path}",
            "https://x/{paht}/{path}",
            "h ttp:{path}",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert_eq!(
            encoded("a b/ø.zip!/x,1.pdf"),
            "a%20b/%C3%B8.zip%21/x%2C1.pdf"
        );
    }
}
