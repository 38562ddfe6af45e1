//! Addresses on a server: which may be asked, and the form in which two are compared.

use std::net::IpAddr;

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};
use ureq::http::Uri;

use super::DavError;

/// What stands in a segment of a path as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'=')
    .remove(b'@');

/// Where a server is, and a path on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// `https://host:port`, in small letters.
    pub(super) origin: String,
    /// The path in its one form: see [`path`].
    pub(super) path: String,
}

impl Address {
    /// An address as a user types it.
    ///
    /// # Errors
    /// What it cannot be used for. The address itself stands in no message: a password may have been put into it.
    pub(super) fn typed(text: &str, insecure: bool) -> Result<Self, DavError> {
        if text.contains(['?', '#']) {
            return Err(DavError::Address("leave out what stands behind ? or #"));
        }
        let read = Self::read(text)?;
        if !insecure && read.origin.starts_with("http:") && !read.is_loopback() {
            return Err(DavError::Plain);
        }
        Ok(read)
    }

    fn read(text: &str) -> Result<Self, DavError> {
        let no_address = "give an address such as https://host/calendars/me/frister/";
        let encoded = utf8_percent_encode(text.trim(), CONTROLS)
            .to_string()
            .replace(' ', "%20");
        let uri: Uri = encoded.parse().map_err(|_| DavError::Address(no_address))?;
        let scheme = uri.scheme_str().unwrap_or_default().to_ascii_lowercase();
        let authority = uri.authority().map(|a| a.as_str().to_ascii_lowercase());
        let authority = authority.filter(|_| scheme == "http" || scheme == "https");
        let Some(authority) = authority else {
            return Err(DavError::Address(no_address));
        };
        if authority.contains('@') {
            return Err(DavError::Address(
                "a user and a password do not belong into an address, where others see them: use UDVALG_CALDAV_USER and \
                 UDVALG_CALDAV_PASSWORD, or --credentials FILE",
            ));
        }
        let usual = if scheme == "http" { ":80" } else { ":443" };
        let authority = authority.strip_suffix(usual).unwrap_or(&authority);
        Ok(Self {
            origin: format!("{scheme}://{authority}"),
            path: path(uri.path()),
        })
    }

    /// Where a redirect or a reference of the server's leads; `None` where to another server, or off HTTPS.
    pub(super) fn led_to(&self, reference: &str) -> Option<Self> {
        if reference.starts_with('/') && !reference.starts_with("//") {
            let path = path(reference.split(['?', '#']).next()?);
            return Some(Self {
                path,
                ..self.clone()
            });
        }
        let there = Self::read(reference).ok()?;
        let up = |origin: &str| origin.replacen("http://", "https://", 1);
        let is_same = there.origin == self.origin || there.origin == up(&self.origin);
        is_same.then_some(there)
    }

    /// What a collection at this address calls so in its listing: an address or a path as in [`Address::led_to`], or the name
    /// of what lies in it (RFC 4918, 8.3).
    pub(super) fn below(&self, href: &str) -> Option<Self> {
        let name = href.strip_prefix("./").unwrap_or(href);
        let name = name.split(['?', '#']).next()?;
        if name.is_empty() || name == ".." || name.contains(['/', ':']) {
            return self.led_to(href);
        }
        Some(self.at(&format!("{}{}", self.path, path(name))))
    }

    /// The same server, another path.
    pub(super) fn at(&self, path: &str) -> Self {
        Self {
            path: path.to_owned(),
            ..self.clone()
        }
    }

    /// The host, as messages name it.
    pub(super) fn host(&self) -> &str {
        let authority = self
            .origin
            .split_once("://")
            .map(|(_, authority)| authority);
        authority.unwrap_or_default()
    }

    /// Whether it is this machine, to which nobody listens on the way.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.host();
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

/// A path in its one form, whatever a server encodes of it: each segment decoded and encoded again.
pub(super) fn path(text: &str) -> String {
    let segments = text.split('/').map(|segment| {
        let bytes: Vec<u8> = percent_decode_str(segment).collect();
        percent_encoding::percent_encode(&bytes, SEGMENT).to_string()
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The name of a UID's resource. What servers, file systems or addresses take for more than a letter is spelled `=XX`, so
/// that no two UIDs share a name and none leads elsewhere.
pub(super) fn name_of(uid: &str) -> String {
    let mut name = String::with_capacity(uid.len() + 4);
    for (at, byte) in uid.bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-_@".contains(&byte);
        if is_plain || (byte == b'.' && at > 0) {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("={byte:02X}"));
        }
    }
    name + ".ics"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form() {
        let read = |text: &str| Address::typed(text, false).map(|a| a.to_string());
        let host = "https://cal.example.dk";
        assert_eq!(
            read("HTTPS://Cal.Example.dk:443/b%c3%b8rge/Møder x/").unwrap(),
            format!("{host}/b%C3%B8rge/M%C3%B8der%20x/")
        );
        assert_eq!(read(host).unwrap(), format!("{host}/"));
        assert_eq!(read("http://[::1]:5232/a").unwrap(), "http://[::1]:5232/a");
        for wrong in [
            "cal.example.dk",
            "ftp://a/",
            "",
            "https://",
            "https://a/?x",
            "/a/",
        ] {
            assert!(matches!(read(wrong), Err(DavError::Address(_))), "{wrong}");
        }
        let secret = Address::typed("https://me:hemmelig@a/", true).unwrap_err();
        assert!(!secret.to_string().contains("hemmelig"), "{secret}");
        for plain in [
            "http://cal.example.dk/",
            "http://localhost.example.dk/",
            "http://127.0.0.1.nip.io/",
        ] {
            assert!(matches!(read(plain), Err(DavError::Plain)), "{plain}");
        }
        assert!(Address::typed("http://cal.example.dk/", true).is_ok());
        for own in ["http://localhost/", "http://127.0.0.1:1/", "http://[::1]/"] {
            assert!(read(own).is_ok(), "{own}");
        }
    }

    #[test]
    fn a_server_leads_to_itself_alone() {
        let from = Address::typed("http://localhost:1/a/", false).unwrap();
        let led = |to: &str| from.led_to(to).map(|a| a.to_string());
        assert_eq!(led("/b%7e/").unwrap(), "http://localhost:1/b~/");
        assert_eq!(led("http://LOCALHOST:1/c").unwrap(), "http://localhost:1/c");
        assert_eq!(
            led("https://localhost:1/c").unwrap(),
            "https://localhost:1/c"
        );
        for away in [
            "http://localhost:2/",
            "//other/x",
            "http://me@localhost:1/",
            "c",
        ] {
            assert_eq!(led(away), None, "{away}");
        }
        let safe = Address::typed("https://a/", false).unwrap();
        assert_eq!(safe.led_to("http://a/"), None);
    }

    #[test]
    fn a_listing_names_what_lies_in_it() {
        let from = Address::typed("http://localhost:1/c/", false).unwrap();
        let below = |href: &str| from.below(href).map(|a| a.path);
        for href in [
            "a%7e.ics",
            "./a~.ics",
            "/c/a~.ics",
            "http://localhost:1/c/a~.ics",
        ] {
            assert_eq!(below(href).as_deref(), Some("/c/a~.ics"), "{href}");
        }
        for away in [
            "http://localhost:2/c/a.ics",
            "../a.ics",
            "..",
            "x:a.ics",
            "",
        ] {
            assert_eq!(below(away), None, "{away}");
        }
    }

    #[test]
    fn names_are_safe_and_different() {
        assert_eq!(
            name_of("6f1a-deadline-1@udvalg"),
            "6f1a-deadline-1@udvalg.ics"
        );
        assert_eq!(name_of("../a b=ø"), "=2E.=2Fa=20b=3D=C3=B8.ics");
        assert_eq!(
            path(&format!("/c/{}", name_of("../ø%"))),
            "/c/=2E.=2F=C3=B8=25.ics"
        );
    }
}
