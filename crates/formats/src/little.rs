//! Numbers and stretches of binary files, least byte first; what lies outside is not there.

/// The byte at a place.
pub(crate) fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// The number of two bytes at a place.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let (number, _) = bytes.get(at..)?.split_first_chunk()?;
    Some(u16::from_le_bytes(*number))
}

/// The number of two bytes at a place, which may be negative.
pub(crate) fn i16_at(bytes: &[u8], at: usize) -> Option<i16> {
    let (number, _) = bytes.get(at..)?.split_first_chunk()?;
    Some(i16::from_le_bytes(*number))
}

/// The number of four bytes at a place.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let (number, _) = bytes.get(at..)?.split_first_chunk()?;
    Some(u32::from_le_bytes(*number))
}

/// The number of four bytes at a place, as a place or a length.
pub(crate) fn usize_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// So many bytes from a place, or as many of them as there are.
pub(crate) fn stretch(bytes: &[u8], at: usize, length: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.get(..length).unwrap_or(rest)
}

/// The text of so many UTF-16 units from a place, or of as many as there are.
pub(crate) fn utf16_at(bytes: &[u8], at: usize, units: usize) -> String {
    let pairs = stretch(bytes, at, units.saturating_mul(2)).chunks_exact(2);
    let units = pairs.filter_map(|pair| u16_at(pair, 0));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
