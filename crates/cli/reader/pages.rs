//! The parent's side of pages that are pictures: a reader that keeps a file and draws page after page of it.

use std::{collections::BTreeMap, io, sync::Arc};

use formats::Raster;
use paper::{Paper, Recognised};

use super::pool::{Pool, Reader, Reading, Refusal, unexpected};
use super::protocol::{self, REQUEST_CAP, Request, Response};

/// Dots that the picture of a page may have: more than any format draws.
const MOST_DOTS: u64 = 200_000_000;

/// A file's bytes while its pages are being looked at.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
    /// The extension of its name, lower case.
    pub(crate) extension: Option<String>,
}

/// The pages of one file, drawn by a reader that keeps it. A page that ends its reader costs itself: the next one is drawn by
/// another.
#[derive(Debug)]
pub(crate) struct Pages<'p> {
    pool: &'p Pool,
    file: Arc<Kept>,
    reader: Option<Reader>,
}

impl<'p> Pages<'p> {
    /// The pages of a file.
    pub(crate) fn new(pool: &'p Pool, file: Arc<Kept>) -> Self {
        Self {
            pool,
            file,
            reader: None,
        }
    }

    /// The picture of a page, from 1, made ready for a recogniser.
    ///
    /// # Errors
    /// Why it cannot be drawn.
    pub(crate) fn draw(&mut self, page: u32) -> Result<Raster, Refusal> {
        if self.reader.is_none() {
            self.keep()?;
        }
        self.picture(&Request::Draw { page })
    }

    /// The picture that was drawn last, turned by half.
    ///
    /// # Errors
    /// As [`draw`](Self::draw).
    pub(crate) fn turned_over(&mut self) -> Result<Raster, Refusal> {
        self.picture(&Request::TurnOver)
    }

    /// The page that tesseract's table tells of the picture that was given last; CPR numbers are masked in it.
    ///
    /// # Errors
    /// As [`draw`](Self::draw).
    pub(crate) fn recognise(&mut self, table: &[u8]) -> Result<Recognised, Refusal> {
        let cap = self.pool.limits().answer_cap();
        self.ask(|reader| {
            protocol::send(&mut reader.to, &Request::Recognise)?;
            protocol::send_bytes(&mut reader.to, table)?;
            match protocol::receive(&mut reader.from, REQUEST_CAP)? {
                Response::Recognised => protocol::receive(&mut reader.from, cap).map(Ok),
                other => refusal(other).map(Err),
            }
        })
    }

    /// Whether these are the pages of a file.
    pub(crate) fn are_of(&self, file: &Arc<Kept>) -> bool {
        Arc::ptr_eq(&self.file, file)
    }

    fn keep(&mut self) -> Result<(), Refusal> {
        self.reader = Some(self.pool.reader()?);
        let file = Arc::clone(&self.file);
        let extension = file.extension.clone();
        self.ask(|reader| {
            protocol::send(&mut reader.to, &Request::Keep { extension })?;
            protocol::send_bytes(&mut reader.to, &file.bytes)?;
            match protocol::receive(&mut reader.from, REQUEST_CAP)? {
                Response::Kept => Ok(Ok(())),
                other => refusal(other).map(Err),
            }
        })
    }

    fn picture(&mut self, request: &Request) -> Result<Raster, Refusal> {
        self.ask(|reader| {
            protocol::send(&mut reader.to, request)?;
            match protocol::receive(&mut reader.from, REQUEST_CAP)? {
                Response::Drawn { width, height, dpi } => {
                    let dots = protocol::receive_bytes(&mut reader.from, MOST_DOTS)?;
                    if dots.len() as u64 != u64::from(width) * u64::from(height) {
                        return Err(io::Error::new(
                            io::ErrorKind::InvalidData,
                            "a picture of another size than told",
                        ));
                    }
                    Ok(Ok(Raster {
                        width,
                        height,
                        dpi,
                        dots,
                    }))
                }
                other => refusal(other).map(Err),
            }
        })
    }

    fn ask<T>(
        &mut self,
        exchange: impl FnOnce(&mut Reader) -> io::Result<Result<T, Refusal>>,
    ) -> Result<T, Refusal> {
        let Some(reader) = self.reader.take() else {
            return Err(Refusal::new("protocol", "no page was drawn"));
        };
        let (reader, answer) = self.pool.exchange(reader, exchange)?;
        self.reader = Some(reader);
        answer
    }
}

/// The reader goes on with other files.
impl Drop for Pages<'_> {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.pool.put_back(reader);
        }
    }
}

impl Pool {
    /// Reads and understands a file's bytes some of whose pages were recognised. The files within it stay there.
    ///
    /// # Errors
    /// As [`Pool::read`].
    pub(crate) fn read_seen(
        &self,
        bytes: &[u8],
        extension: Option<&str>,
        seen: &BTreeMap<u32, Recognised>,
    ) -> Result<(Reading, Paper), Refusal> {
        let request = Request::ReadSeen {
            extension: extension.map(str::to_owned),
        };
        let (reader, answer) = self.exchange(self.reader()?, |reader| {
            protocol::send(&mut reader.to, &request)?;
            protocol::send_bytes(&mut reader.to, bytes)?;
            protocol::send(&mut reader.to, seen)?;
            match reader.document_or_refusal(self.limits())? {
                Ok(reading) => Ok(Ok((reading, reader.json(self.limits())?))),
                Err(refusal) => Ok(Err(refusal)),
            }
        })?;
        self.put_back(reader);
        answer
    }
}

fn refusal(response: Response) -> io::Result<Refusal> {
    match response {
        Response::Failed { code, message } => Ok(Refusal { code, message }),
        other => Err(unexpected(&other)),
    }
}
