//! What parent and reader say to each other: length-framed messages on the reader's standard input and output.
//!
//! A message travels as frames of at most [`FRAME`] bytes: four bytes of length (little-endian; the highest bit says that
//! more of the same message follows), then the bytes. A message longer than its receiver's cap is an error, and so is an
//! end of the stream that no [`Request::Bye`] announced.

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
};

use paper::{Block, Document};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Protections, ReaderLimits};

/// Counted up with every change to what is said.
pub(super) const VERSION: u32 = 5;

/// Bytes of a frame, at most.
const FRAME: usize = 1 << 20;

/// The bit of a frame's length that says that more of the message follows.
const MORE: u32 = 1 << 31;

/// Blocks of a document in one message.
const BLOCKS: usize = 16 << 10;

/// A request is small; the bytes of a file follow it as a message of their own.
pub(super) const REQUEST_CAP: u64 = 16 << 20;

/// From the parent.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Request {
    /// The first message: how to read.
    Hello {
        /// [`VERSION`].
        version: u32,
        /// Vocabulary files of the user's, by name.
        vocabulary: BTreeMap<String, String>,
        /// What the child may use.
        limits: ReaderLimits,
    },
    /// Read a file; its bytes are the next message.
    Read {
        /// The name's extension, lower case, where it has one.
        extension: Option<String>,
        /// Whether the paper is to be understood, and the files within it taken out, too.
        understand: bool,
        /// Files within it that are left, because an answer before held them.
        from: u64,
    },
    /// Read and understand a file some of whose pages were recognised; its bytes are the next message, the pages the one after.
    ReadSeen {
        /// As for [`Request::Read`].
        extension: Option<String>,
    },
    /// Keep a file for its pages to be drawn, in the place of one that is kept; its bytes are the next message.
    Keep {
        /// As for [`Request::Read`].
        extension: Option<String>,
    },
    /// Draw a page of the file that is kept.
    Draw {
        /// Which, from 1.
        page: u32,
    },
    /// Turn the page that was drawn last by half.
    TurnOver,
    /// Make a page of what tesseract's table says of the picture that was sent last; the table is the next message.
    Recognise,
    /// Understand a document again, which is next.
    Understand,
    /// The announced end.
    Bye,
}

/// A file within another one.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Inner {
    /// Its name.
    pub(super) name: String,
    /// Code and sentence of the reason for which it cannot be taken out.
    pub(super) failure: Option<(String, String)>,
}

/// From the reader.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Response {
    /// Answer to [`Request::Hello`].
    Ready {
        /// [`VERSION`].
        version: u32,
        /// What holds the reader back.
        protections: Protections,
    },
    /// Read; the document and, where it was asked for, the paper (JSON, since it leaves out what is unknown, which
    /// postcard cannot read back) are next.
    Read {
        /// The format's word.
        format: String,
        /// Whether it has no text of its own, but holds other files.
        is_container: bool,
        /// The files within it; the bytes of each that can be taken out are a message after those.
        enclosed: Vec<Inner>,
        /// Where to go on with those that are left.
        more: Option<u64>,
    },
    /// Understood again; the paper (JSON) is the next message.
    Understood,
    /// Not readable; as an answer to [`Request::Hello`]: it does not read here.
    Failed {
        /// The reason's code.
        code: String,
        /// For a person.
        message: String,
    },
    /// The file is kept.
    Kept,
    /// Drawn, or turned over, and made ready for a recogniser; the grey dots are the next message.
    Drawn {
        /// Dots in a row.
        width: u32,
        /// Rows.
        height: u32,
        /// Dots to an inch.
        dpi: u32,
    },
    /// Made a page, which is the next message.
    Recognised,
}

/// Sends raw bytes as one message.
pub(super) fn send_bytes(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    loop {
        let (now, later) = rest.split_at(rest.len().min(FRAME));
        let more = if later.is_empty() { 0 } else { MORE };
        let length = u32::try_from(now.len()).map_err(io::Error::other)? | more;
        to.write_all(&length.to_le_bytes())?;
        to.write_all(now)?;
        if later.is_empty() {
            return to.flush();
        }
        rest = later;
    }
}

/// Sends a message.
pub(super) fn send(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    send_bytes(to, &postcard::to_stdvec(message).map_err(io::Error::other)?)
}

/// Sends a document: as JSON, which leaves out what is unknown, but for its blocks, of which a table has hundreds of
/// thousands and which know no such thing.
pub(super) fn send_document(to: &mut impl Write, mut document: Document) -> io::Result<()> {
    let blocks = std::mem::take(&mut document.blocks);
    send_bytes(to, &serde_json::to_vec(&document)?)?;
    drop(document);
    for some in blocks.chunks(BLOCKS) {
        send(to, &some)?;
    }
    send(to, &Vec::<Block>::new())
}

/// Receives a document; the message of its text and all of its blocks are within the cap.
///
/// # Errors
/// As [`receive_bytes`], and `InvalidData` for what is no document.
pub(super) fn receive_document(from: &mut impl Read, cap: u64) -> io::Result<Document> {
    let mut document: Document = serde_json::from_slice(&receive_bytes(from, cap)?)?;
    loop {
        let some: Vec<Block> = receive(from, cap)?;
        if some.is_empty() {
            return Ok(document);
        }
        document.blocks.extend(some);
        if (document.blocks.len() * size_of::<Block>()) as u64 > cap {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "more blocks than agreed",
            ));
        }
    }
}

/// Receives a message's bytes.
///
/// # Errors
/// `InvalidData` for a frame or a message over its cap, `UnexpectedEof` for a stream that ends.
pub(super) fn receive_bytes(from: &mut impl Read, cap: u64) -> io::Result<Vec<u8>> {
    let mut message = Vec::new();
    loop {
        let mut head = [0; 4];
        from.read_exact(&mut head)?;
        let head = u32::from_le_bytes(head);
        let length = (head & !MORE) as usize;
        if length > FRAME || (message.len() + length) as u64 > cap {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a message longer than agreed",
            ));
        }
        let at = message.len();
        message.resize(at + length, 0);
        from.read_exact(&mut message[at..])?;
        if head & MORE == 0 {
            return Ok(message);
        }
    }
}

/// Receives a message.
///
/// # Errors
/// As [`receive_bytes`], and `InvalidData` for bytes that are no such message.
pub(super) fn receive<T: DeserializeOwned>(from: &mut impl Read, cap: u64) -> io::Result<T> {
    let bytes = receive_bytes(from, cap)?;
    postcard::from_bytes(&bytes).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_messages_travel_in_frames() {
        let bytes: Vec<u8> = (0..FRAME * 2 + 7).map(|i| i as u8).collect();
        let mut wire = Vec::new();
        send_bytes(&mut wire, &bytes).unwrap();
        assert_eq!(wire.len(), bytes.len() + 3 * 4);
        assert_eq!(
            receive_bytes(&mut wire.as_slice(), u64::MAX).unwrap(),
            bytes
        );
        let over = receive_bytes(&mut wire.as_slice(), FRAME as u64 * 2).unwrap_err();
        assert_eq!(over.kind(), io::ErrorKind::InvalidData);
        let cut = receive_bytes(&mut &wire[..FRAME], u64::MAX).unwrap_err();
        assert_eq!(cut.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn a_false_length_is_refused_before_memory_is_taken() {
        let wire = (FRAME as u32 + 1).to_le_bytes();
        assert_eq!(
            receive_bytes(&mut wire.as_slice(), u64::MAX)
                .unwrap_err()
                .kind(),
            io::ErrorKind::InvalidData
        );
    }
}
