//! How parts are written for the wire (RFC 2045, 6), read as far as they go; and lines that flow (RFC 3676).

/// Reads base64, leaving out what is none of it; also whether it is whole.
pub(super) fn base64(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut decoded = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count, mut odd) = (0_u32, 0_u8, 0_usize);
    for &byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                // What is padded may be followed by more: parts encoded one by one.
                count = 0;
                bits = 0;
                continue;
            }
            _ => {
                odd += usize::from(!byte.is_ascii_whitespace());
                continue;
            }
        };
        bits = bits << 6 | u32::from(value);
        count += 1;
        // The byte is whole with the second, third and fourth sign of a group.
        match count {
            2 => decoded.push((bits >> 4 & 0xff) as u8),
            3 => decoded.push((bits >> 2 & 0xff) as u8),
            4 => {
                decoded.push((bits & 0xff) as u8);
                count = 0;
                bits = 0;
            }
            _ => {}
        }
    }
    (decoded, count != 1 && odd == 0)
}

/// Appends base64, without line ends.
pub(super) fn encode_base64(bytes: &[u8], written: &mut String) {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    written.reserve(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for sign in 0..4 {
            let index = bits >> (18 - 6 * sign) & 63;
            let known = SIGNS.get(index as usize).filter(|_| sign <= group.len());
            written.push(known.map_or('=', |&sign| char::from(sign)));
        }
    }
}

/// Reads quoted-printable; signs that are no code stand for themselves.
pub(super) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let kept = line.trim_ascii_end();
        let (kept, is_soft) = match kept.strip_suffix(b"=") {
            Some(kept) => (kept, true),
            None => (kept, false),
        };
        codes(kept, &mut decoded);
        if !is_soft && line.ends_with(b"\n") {
            decoded.push(b'\n');
        }
    }
    decoded
}

/// Appends what the codes `=F8` of a line stand for.
pub(super) fn codes(line: &[u8], decoded: &mut Vec<u8>) {
    let mut rest = line;
    while let Some((&byte, after)) = rest.split_first() {
        let code = match (byte, after) {
            (b'=', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        if let Some((high, low)) = code {
            decoded.push(high << 4 | low);
            rest = after.get(2..).unwrap_or_default();
        } else {
            decoded.push(byte);
            rest = after;
        }
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// A file that is written among the lines of a text, as was done before MIME.
pub(super) struct Uuencoded {
    pub(super) name: Vec<u8>,
    pub(super) bytes: Vec<u8>,
}

/// Takes the files out of a text: from a line `begin 644 bilag.doc` to a line `end`.
pub(super) fn uuencoded(bytes: &[u8]) -> (Vec<u8>, Vec<Uuencoded>) {
    let mut text = Vec::with_capacity(bytes.len());
    let mut files: Vec<Uuencoded> = Vec::new();
    let mut inside = false;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let bare = line.trim_ascii_end();
        match (inside, files.last_mut()) {
            (true, _) if bare == b"end" => inside = false,
            (true, Some(file)) => uuencoded_line(bare, &mut file.bytes),
            _ => match file_name(bare) {
                Some(name) => {
                    inside = true;
                    let (name, bytes) = (name.to_vec(), Vec::new());
                    files.push(Uuencoded { name, bytes });
                }
                None => text.extend_from_slice(line),
            },
        }
    }
    (text, files)
}

/// The first sign tells how many bytes a line holds.
fn uuencoded_line(line: &[u8], decoded: &mut Vec<u8>) {
    let Some((&count, signs)) = line.split_first() else {
        return;
    };
    let end = decoded.len() + usize::from(count.wrapping_sub(b' ') & 63);
    for group in signs.chunks(4) {
        let sign = |at: usize| {
            let sign = group.get(at).copied().unwrap_or(b' ');
            u32::from(sign.wrapping_sub(b' ') & 63)
        };
        let bits = sign(0) << 18 | sign(1) << 12 | sign(2) << 6 | sign(3);
        let [_, bytes @ ..] = bits.to_be_bytes();
        decoded.extend_from_slice(&bytes);
    }
    decoded.truncate(end);
}

/// The name in a line with which a file begins.
fn file_name(line: &[u8]) -> Option<&[u8]> {
    let (mode, name) = line.strip_prefix(b"begin ")?.split_at_checked(3)?;
    let name = name.strip_prefix(b" ").map(<[u8]>::trim_ascii);
    let is_mode = mode.iter().all(|digit| (b'0'..b'8').contains(digit));
    name.filter(|name| is_mode && !name.is_empty())
}

/// Joins lines that were broken only to fit: a space at the end says that a line goes on.
pub(super) fn flowed(text: &str, delete_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    // How deep the line before is quoted, where it goes on.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let rest = line.trim_start_matches('>');
        let quotes = line.len() - rest.len();
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let is_signature = rest == "-- ";
        let goes_on = open == Some(quotes) && !is_signature;
        if !goes_on {
            if open.is_some() || !joined.is_empty() {
                joined.push('\n');
            }
            for _ in 0..quotes {
                joined.push('>');
            }
            if quotes > 0 {
                joined.push(' ');
            }
        }
        let flows = rest.ends_with(' ') && !is_signature;
        let shown = match rest.strip_suffix(' ') {
            Some(shown) if flows && delete_space => shown,
            _ => rest,
        };
        joined.push_str(shown);
        open = flows.then_some(quotes);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_far_as_it_goes() {
        assert_eq!(
            base64(b"UuZk\r\nIGJy+GQ="),
            (b"R\xe6d br\xf8d".to_vec(), true)
        );
        assert_eq!(base64(b"QQ==Qg=="), (b"AB".to_vec(), true));
        assert_eq!(base64(b"QUJDR"), (b"ABC".to_vec(), false));
        assert_eq!(base64(b"QU!JD"), (b"ABC".to_vec(), false));
    }

    #[test]
    fn quoted_printable_keeps_what_is_no_code() {
        assert_eq!(
            quoted_printable(b"r=F8d =3D gr=\r\n=f8d  \r\n1=2 =\n"),
            b"r\xf8d = gr\xf8d\n1=2 "
        );
    }

    #[test]
    fn lines_that_flow_are_one() {
        assert_eq!(
            flowed("Et \nog \nto\n\n> tre \n> fire\n-- \n From", false),
            "Et og to\n\n> tre fire\n-- \nFrom"
        );
        assert_eq!(flowed("Sam \nlet", true), "Samlet");
    }
}
