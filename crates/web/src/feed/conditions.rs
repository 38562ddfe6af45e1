//! Whether the client has the answer already (RFC 9110, 13).

use axum::http::{
    HeaderMap,
    header::{IF_MODIFIED_SINCE, IF_NONE_MATCH},
};
use jiff::{Timestamp, fmt::rfc2822};

/// Whether what the client says it has is this answer. Where it names tags, its time does not count (RFC 9110, 13.2.2).
pub(super) fn has_it(client: &HeaderMap, tag: &str, modified: Timestamp) -> bool {
    if client.contains_key(IF_NONE_MATCH) {
        let mut lists = client.get_all(IF_NONE_MATCH).iter();
        return lists.any(|list| list.to_str().is_ok_and(|list| names(list, tag)));
    }
    let since = client
        .get(IF_MODIFIED_SINCE)
        .and_then(|time| time.to_str().ok());
    // A time that is none is as if it were not there (13.1.3).
    since
        .and_then(|time| rfc2822::parse(time.trim()).ok())
        .is_some_and(|since| modified.as_second() <= since.timestamp().as_second())
}

/// Whether a list of tags names this one, by the weak comparison (8.8.3.2): `"a", W/"b"`, or `*` for any.
fn names(list: &str, tag: &str) -> bool {
    let mut rest = list.trim();
    if rest == "*" {
        return true;
    }
    while let Some(open) = rest.find('"') {
        let Some((_, behind)) = rest.split_at_checked(open + 1) else {
            return false;
        };
        let Some((named, behind)) = behind.split_once('"') else {
            return false;
        };
        if tag.trim_matches('"') == named {
            return true;
        }
        rest = behind;
    }
    false
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn client(fields: &[(HeaderName, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in fields {
            map.append(name, HeaderValue::from_static(value));
        }
        map
    }

    fn has(fields: &[(HeaderName, &'static str)]) -> bool {
        let modified = "2016-05-03T10:00:00.5Z".parse().unwrap();
        has_it(&client(fields), "\"abc\"", modified)
    }

    #[test]
    fn tags_are_compared_weakly_in_lists() {
        for list in [
            "\"abc\"",
            "W/\"abc\"",
            "*",
            "\"x,y\" , W/\"abc\"",
            " \"\",\"abc\"",
        ] {
            assert!(has(&[(IF_NONE_MATCH, list)]), "{list}");
        }
        for list in ["", "abc", "\"ab\"", "\"abc", "\"a\"bc\"", "\"*\"", "\""] {
            assert!(!has(&[(IF_NONE_MATCH, list)]), "{list}");
        }
        assert!(has(&[(IF_NONE_MATCH, "\"x\""), (IF_NONE_MATCH, "\"abc\"")]));
    }

    #[test]
    fn times_count_where_no_tag_is_named() {
        let same = "Tue, 03 May 2016 10:00:00 GMT";
        let before = "Tue, 03 May 2016 09:59:59 GMT";
        assert!(has(&[(IF_MODIFIED_SINCE, same)]));
        assert!(!has(&[(IF_MODIFIED_SINCE, before)]));
        assert!(!has(&[(IF_MODIFIED_SINCE, same), (IF_NONE_MATCH, "\"x\"")]));
        assert!(has(&[
            (IF_MODIFIED_SINCE, before),
            (IF_NONE_MATCH, "\"abc\"")
        ]));
        assert!(!has(&[(IF_MODIFIED_SINCE, "yesterday")]));
        assert!(!has(&[]));
    }
}
