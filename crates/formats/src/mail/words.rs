//! Encoded words (RFC 2047), made such as any reader decodes them rightly.
//!
//! Encoders split letters between two words, and name a charset that is not the one they wrote. So words that stand
//! beside each other in the same charset are decoded together, by the rule for any text, and put back as one in UTF-8.

use memchr::memmem;

use super::{charset, transfer};

/// Bytes that a word may have; a line of a mail has no more than 998.
const LONGEST: usize = 1_000;

/// A word, and how long it is.
struct Word<'b> {
    charset: &'b [u8],
    bytes: Vec<u8>,
    length: usize,
}

/// The fields with their encoded words joined.
pub(super) fn joined(fields: &[u8]) -> Vec<u8> {
    let mut written = Vec::with_capacity(fields.len());
    let mut rest = fields;
    while let Some(at) = memmem::find(rest, b"=?") {
        let (before, from) = rest.split_at(at);
        written.extend_from_slice(before);
        let Some(Word {
            charset,
            bytes,
            length,
        }) = word(from)
        else {
            written.extend_from_slice(b"=?");
            rest = from.get(2..).unwrap_or_default();
            continue;
        };
        let name = std::str::from_utf8(charset).ok();
        // A charset that is shifted begins anew in each word.
        let is_whole = name.is_some_and(charset::is_shifted);
        let (mut bytes, mut text, mut end) = (bytes, String::new(), length);
        while let Some((next, after)) = next(from.get(end..).unwrap_or_default())
            && next.charset.eq_ignore_ascii_case(charset)
        {
            if is_whole {
                text.push_str(&charset::decode(&bytes, name));
                bytes.clear();
            }
            bytes.extend(next.bytes);
            end += after;
        }
        text.push_str(&charset::decode(&bytes, name));
        let mut code = String::from("=?utf-8?B?");
        transfer::encode_base64(text.as_bytes(), &mut code);
        code.push_str("?=");
        written.extend_from_slice(code.as_bytes());
        rest = from.get(end..).unwrap_or_default();
    }
    written.extend_from_slice(rest);
    written
}

/// The word after white space, and how far it reaches.
fn next(rest: &[u8]) -> Option<(Word<'_>, usize)> {
    let from = rest.trim_ascii_start();
    let word = word(from)?;
    let end = rest.len() - from.len() + word.length;
    Some((word, end))
}

/// The word that begins here.
fn word(from: &[u8]) -> Option<Word<'_>> {
    let from = from.get(..LONGEST).unwrap_or(from);
    let inner = from.strip_prefix(b"=?")?;
    let (charset, rest) = inner.split_at(memchr::memchr(b'?', inner)?);
    let [b'?', method, b'?', rest @ ..] = rest else {
        return None;
    };
    let data = rest.get(..memmem::find(rest, b"?=")?)?;
    let is_token = !charset.is_empty() && charset.iter().all(u8::is_ascii_graphic);
    if !is_token || data.contains(&b'\n') {
        return None;
    }
    let bytes = match method {
        b'B' | b'b' => transfer::base64(data).0,
        b'Q' | b'q' => {
            let spaced: Vec<u8> = data
                .iter()
                .map(|&b| if b == b'_' { b' ' } else { b })
                .collect();
            let mut bytes = Vec::with_capacity(spaced.len());
            transfer::codes(&spaced, &mut bytes);
            bytes
        }
        _ => return None,
    };
    Some(Word {
        // A language may follow the charset (RFC 2231, 5).
        charset: charset
            .split(|&byte| byte == b'*')
            .next()
            .unwrap_or(charset),
        bytes,
        length: from.len() - rest.len() + data.len() + 2,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_split_between_words_are_whole() {
        let text = |fields: &[u8]| {
            let joined = joined(fields);
            let code = joined.strip_prefix(b"=?utf-8?B?").unwrap();
            let code = code.strip_suffix(b"?=").unwrap();
            String::from_utf8(transfer::base64(code).0).unwrap()
        };
        assert_eq!(text(b"=?UTF-8?Q?=C3?=\r\n =?utf-8?Q?=85_r?="), "Å r");
        assert_eq!(
            text(b"=?ISO-2022-JP?B?GyRCJUYbKEI=?= =?iso-2022-jp?B?GyRCJTkbKEI=?="),
            "テス"
        );
        assert_eq!(text(b"=?utf-8?Q?R=E5d?="), "Råd");
        assert_eq!(text(b"=?iso-8859-1*da?q?R=E5d?="), "Råd");
        assert_eq!(joined(b"a =? b ?= =?x?Z?y?="), b"a =? b ?= =?x?Z?y?=");
    }
}
