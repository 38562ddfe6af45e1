//! Compressed RTF (\[MS-OXRTFCP\]).

/// What the window holds before the first byte.
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

const WINDOW: usize = 4_096;

/// The RTF, of no more than so many bytes; `None` where the bytes are no compressed RTF.
pub(super) fn unpacked(bytes: &[u8], most: u64) -> Option<Vec<u8>> {
    let size = u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?);
    let size = usize::try_from(u64::from(size).min(most)).ok()?;
    let packed = bytes.get(16..)?;
    match bytes.get(8..12)? {
        b"MELA" => Some(packed.get(..size).unwrap_or(packed).to_vec()),
        b"LZFu" => Some(inflated(packed, size)),
        _ => None,
    }
}

/// Runs of eight tokens, a byte before them to tell bytes from places in the window.
fn inflated(packed: &[u8], size: usize) -> Vec<u8> {
    // A run of tokens makes at most 17 bytes of each two.
    let mut text = Vec::with_capacity(size.min(packed.len().saturating_mul(9)));
    let mut window = [b' '; WINDOW];
    for (place, byte) in window.iter_mut().zip(DICTIONARY) {
        *place = *byte;
    }
    let mut at = DICTIONARY.len();
    let mut bytes = packed.iter().copied();
    while let Some(flags) = bytes.next() {
        for bit in 0..8 {
            if flags >> bit & 1 == 0 {
                let Some(byte) = bytes.next() else {
                    return text;
                };
                put(byte, &mut window, &mut at, &mut text);
            } else {
                let (Some(high), Some(low)) = (bytes.next(), bytes.next()) else {
                    return text;
                };
                let token = usize::from(u16::from_be_bytes([high, low]));
                let (from, length) = (token >> 4, (token & 15) + 2);
                if from == at % WINDOW {
                    return text;
                }
                for step in 0..length {
                    let byte = window.get((from + step) % WINDOW).copied().unwrap_or(b' ');
                    put(byte, &mut window, &mut at, &mut text);
                }
            }
            if text.len() >= size {
                text.truncate(size);
                return text;
            }
        }
    }
    text
}

fn put(byte: u8, window: &mut [u8; WINDOW], at: &mut usize, text: &mut Vec<u8>) {
    if let Some(place) = window.get_mut(*at % WINDOW) {
        *place = byte;
    }
    *at = (*at + 1) % WINDOW;
    text.push(byte);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of \[MS-OXRTFCP\] 4.1 and 4.2.
    #[test]
    fn the_examples_of_the_specification() {
        let simple = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0,
            0x0a, 0, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68,
            0x65, 0x6c, 0x09, 0, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f,
            0xa0,
        ];
        assert_eq!(
            unpacked(&simple, 1_000).unwrap(),
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
        );
        let crossing = [
            0x1a, 0, 0, 0, 0x1c, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xe2, 0xd4, 0x4b, 0x51, 0x41, 0,
            0x04, 0x20, 0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0,
        ];
        assert_eq!(
            unpacked(&crossing, 1_000).unwrap(),
            b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
        );
        assert_eq!(unpacked(&crossing, 6).unwrap(), b"{\\rtf1");
    }
}
