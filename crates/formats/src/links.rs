//! Where links lead, as readers of several formats print it.

/// What to print after a link's text: its address, where that says more than the text does.
pub(crate) fn shown_address(address: &str, text: &str) -> Option<String> {
    let address = address.trim();
    let lower = address.to_lowercase();
    if !["http://", "https://", "ftp://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
    {
        return None;
    }
    let shown = match address.split_once(':') {
        Some((scheme, mail)) if scheme.eq_ignore_ascii_case("mailto") => mail.split('?').next()?,
        _ => address,
    };
    let is_known = text.trim().is_empty() || bare(text).contains(&bare(shown));
    let is_odd = shown.is_empty() || shown.chars().any(|c| c.is_whitespace() || c.is_control());
    (!is_known && !is_odd).then(|| format!("<{shown}>"))
}

/// An address as people write it: without scheme, without a slash at its end.
fn bare(address: &str) -> String {
    let lower = address.trim().to_lowercase();
    let rest = lower
        .split_once("://")
        .map_or(lower.as_str(), |(_, rest)| rest);
    let rest = rest.strip_prefix("mailto:").unwrap_or(rest);
    rest.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_text_does_not_say_is_shown() {
        let shown = |address, text| shown_address(address, text);
        assert_eq!(shown("https://kommune.example/", "kommune.example"), None);
        assert_eq!(
            shown(
                "mailto:post@kommune.example?subject=Svar",
                "post@kommune.example"
            ),
            None
        );
        assert_eq!(
            shown("mailto:post@kommune.example", "her").as_deref(),
            Some("<post@kommune.example>")
        );
        assert_eq!(shown("side-2.html", "her"), None);
    }
}
