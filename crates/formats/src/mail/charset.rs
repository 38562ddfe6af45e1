//! The text of a part: by the charset that it declares, unless the bytes belie it.

use mail_parser::decoders::charsets::map::charset_decoder;

use crate::text;

/// Decodes a part that declares a charset or none.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    let declared = declared.map(|name| name.trim().to_ascii_lowercase());
    let name = declared.as_deref().unwrap_or("");
    if !bytes.is_ascii() && is_one_byte(name) && std::str::from_utf8(bytes).is_ok() {
        // What is valid as UTF-8 is UTF-8: no other text has such sequences by chance.
        return guess(bytes);
    }
    let says_nothing = matches!(
        name,
        "" | "utf-8" | "utf8" | "us-ascii" | "ascii" | "unknown-8bit"
    );
    match charset_decoder(name.as_bytes()) {
        Some(decoder) if !says_nothing && (!bytes.is_ascii() || is_shifted(name)) => decoder(bytes),
        _ => guess(bytes),
    }
}

/// The charset that a page itself declares.
pub(super) fn of_page(html: &[u8]) -> Option<String> {
    let head = html.get(..2_048).unwrap_or(html).to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + "charset=".len();
    let name = head
        .get(at..)?
        .iter()
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '));
    let name: Vec<u8> = name
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .copied()
        .collect();
    String::from_utf8(name).ok().filter(|name| !name.is_empty())
}

/// Decodes text whose charset is not known, whatever its bytes are.
pub(super) fn guess(bytes: &[u8]) -> String {
    text::decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// Charsets in which each byte is a character: any bytes are valid in them, so that they are named in error.
fn is_one_byte(name: &str) -> bool {
    [
        "iso-8859",
        "iso8859",
        "windows-125",
        "cp125",
        "latin",
        "mac",
        "x-mac",
    ]
    .iter()
    .any(|family| name.starts_with(family))
}

/// Charsets whose letters are written with ASCII bytes.
pub(super) fn is_shifted(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "utf-7",
        "unicode-1-1-utf-7",
        "iso-2022",
        "hz-gb",
        "utf-16",
        "ucs-2",
    ]
    .iter()
    .any(|family| name.starts_with(family))
}

/// The charset that a code page of Windows is known as.
pub(super) fn of_code_page(page: u32) -> Option<String> {
    Some(match page {
        0 => return None,
        65_001 => "utf-8".to_owned(),
        65_000 => "utf-7".to_owned(),
        1_200 => "utf-16le".to_owned(),
        20_127 => "us-ascii".to_owned(),
        28_591..=28_606 => format!("iso-8859-{}", page - 28_590),
        10_000 => "macintosh".to_owned(),
        20_866 => "koi8-r".to_owned(),
        21_866 => "koi8-u".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        50_220..=50_222 => "iso-2022-jp".to_owned(),
        51_932 => "euc-jp".to_owned(),
        54_936 => "gb18030".to_owned(),
        1_250..=1_258 => format!("windows-{page}"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_declared_is_believed_unless_the_bytes_belie_it() {
        assert_eq!(decode(b"K\xe6re \xa4", Some("ISO-8859-15")), "Kære €");
        assert_eq!(decode("Kære".as_bytes(), Some("iso-8859-1")), "Kære");
        assert_eq!(decode(b"K\xe6re", Some("utf-8")), "Kære");
        assert_eq!(decode(b"K\xe6re", Some("us-ascii")), "Kære");
        assert_eq!(decode(b"K\xe6re", None), "Kære");
        assert_eq!(
            decode(b"K\x91re i \x9blhuset", Some("x-ukendt")),
            "Kære i ølhuset"
        );
        assert_eq!(decode(b"Hej\0", Some("utf-8")), "Hej\0");
    }
}
