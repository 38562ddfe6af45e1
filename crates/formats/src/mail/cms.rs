//! What a signed mail holds whose content is inside the signature (RFC 5652, 8551).

/// What a seal lets out.
#[derive(Debug)]
pub(super) enum Sealed {
    /// The mail within.
    Signed(Vec<u8>),
    Encrypted,
    /// No seal that is known.
    Unknown,
}

/// The types of content end so: `1.2.840.113549.1.7.2` is signed data.
const PKCS7: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
const SMIME: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01];

const SEQUENCE: u8 = 0x30;
const OBJECT: u8 = 0x06;
const EXPLICIT: u8 = 0xa0;
const OCTETS: u8 = 0x04;
const OCTETS_IN_PARTS: u8 = 0x24;

/// Opens a seal.
pub(super) fn open(bytes: &[u8]) -> Sealed {
    let mut reader = Reader(bytes);
    let kind = reader.enter(SEQUENCE).and_then(|()| reader.take(OBJECT));
    let kind = kind.unwrap_or_default();
    match (kind.strip_prefix(PKCS7), kind.strip_prefix(SMIME)) {
        (Some([2]), _) => content(&mut reader).map_or(Sealed::Unknown, Sealed::Signed),
        (Some([3 | 6]), _) | (_, Some([23])) => Sealed::Encrypted,
        _ => Sealed::Unknown,
    }
}

/// The content of signed data: after its version and the set of its digests.
fn content(reader: &mut Reader<'_>) -> Option<Vec<u8>> {
    reader.enter(EXPLICIT)?;
    reader.enter(SEQUENCE)?;
    reader.take(0x02)?;
    reader.take(0x31)?;
    reader.enter(SEQUENCE)?;
    reader.take(OBJECT)?;
    reader.enter(EXPLICIT)?;
    if reader.0.first() == Some(&OCTETS) {
        return reader.take(OCTETS).map(<[u8]>::to_vec);
    }
    let length = reader.header(OCTETS_IN_PARTS)?;
    let mut inside = match length {
        Some(length) => Reader(reader.0.get(..length).unwrap_or(reader.0)),
        None => Reader(reader.0),
    };
    let mut content = Vec::new();
    while let Some(part) = inside.take(OCTETS) {
        content.extend_from_slice(part);
    }
    Some(content)
}

/// Reads values one by one (X.690).
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    /// Reads a tag and a length; none where the value ends by a mark.
    fn header(&mut self, tag: u8) -> Option<Option<usize>> {
        let (&found, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        if found != tag {
            return None;
        }
        let (length, rest) = match first {
            0x80 => (None, rest),
            0..0x80 => (Some(usize::from(first)), rest),
            _ => {
                let count = usize::from(first & 0x7f);
                let digits = rest.get(..count).filter(|_| count <= 4)?;
                let length = digits
                    .iter()
                    .fold(0, |sum, &digit| sum << 8 | usize::from(digit));
                (Some(length), rest.get(count..)?)
            }
        };
        self.0 = rest;
        Some(length)
    }

    /// Goes on within a value.
    fn enter(&mut self, tag: u8) -> Option<()> {
        self.header(tag).map(|_| ())
    }

    /// Takes a value; one that is cut off as far as it goes.
    fn take(&mut self, tag: u8) -> Option<&'b [u8]> {
        let length = self.header(tag)??.min(self.0.len());
        let (value, rest) = self.0.split_at(length);
        self.0 = rest;
        Some(value)
    }
}
