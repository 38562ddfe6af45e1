//! Where the links of a page lead: addresses made whole (RFC 3986, section 5).

/// The addresses of a page.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// The address against which others are read, where the page states one.
    base: Option<String>,
}

impl Addresses {
    pub(super) fn new(base: Option<&str>) -> Self {
        let base = base
            .map(str::trim)
            .filter(|base| has_host(base))
            .map(|base| base.split('#').next().unwrap_or_default().to_owned());
        Self { base }
    }

    /// The whole address of a link; `None` where it stays within the page.
    pub(super) fn whole(&self, link: &str) -> Option<String> {
        // Line breaks within an address come from the width of an editor.
        let link: String = link.trim().chars().filter(|c| !c.is_control()).collect();
        if link.is_empty() || link.starts_with('#') {
            return None;
        }
        if scheme(&link).is_some() {
            return Some(link);
        }
        let base = self.base.as_deref()?;
        let whole = resolve(base, &link)?;
        let is_same = whole.split('#').next() == Some(base);
        (!is_same).then_some(whole)
    }
}

fn has_host(address: &str) -> bool {
    scheme(address).is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    }) && address.contains("://")
}

/// The scheme of an address: letters before the first colon, and no slash.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then_some(scheme)
}

fn resolve(base: &str, link: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    if link.starts_with("//") {
        return Some(format!("{scheme}:{link}"));
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let path = path.split('?').next().unwrap_or_default();
    if link.starts_with('?') {
        return Some(format!("{scheme}://{host}{path}{link}"));
    }
    let (link, query) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
    let folder = path.rfind('/').map_or("/", |slash| &path[..=slash]);
    let joined = if link.starts_with('/') {
        link.to_owned()
    } else {
        format!("{folder}{link}")
    };
    Some(format!("{scheme}://{host}{}{query}", without_dots(&joined)))
}

/// A path without "." and "..".
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            ".." => {
                kept.pop();
            }
            "." => {}
            part => kept.push(part),
        }
    }
    // A path that ends in dots names a folder.
    let is_folder = path.ends_with("/.") || path.ends_with("/..");
    let slash = if is_folder && !kept.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_made_whole_and_those_within_the_page_are_none() {
        let page = Addresses::new(Some(
            "https://kommune.example/politik/moeder/5.aspx?id=1#top",
        ));
        let whole = |link| page.whole(link);
        let is = |link, wanted: &str| assert_eq!(whole(link).as_deref(), Some(wanted), "{link}");
        is(
            "bilag.pdf",
            "https://kommune.example/politik/moeder/bilag.pdf",
        );
        is("../a/./b.pdf", "https://kommune.example/politik/a/b.pdf");
        is("/c?d=../e", "https://kommune.example/c?d=../e");
        is("//andet.example/x", "https://andet.example/x");
        is(
            "?id=2",
            "https://kommune.example/politik/moeder/5.aspx?id=2",
        );
        is("mailto:a@b.example", "mailto:a@b.example");
        is("../../../..", "https://kommune.example/");
        assert_eq!(whole("#punkt3"), None);
        assert_eq!(whole("5.aspx?id=1#punkt3"), None);
        assert_eq!(Addresses::new(None).whole("bilag.pdf"), None);
        assert_eq!(Addresses::new(Some("/rel")).whole("bilag.pdf"), None);
    }
}
