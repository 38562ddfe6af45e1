//! The parent's side: readers, one for each thread that asks.

use std::{
    collections::BTreeMap,
    io::{self, BufReader, BufWriter},
    path::PathBuf,
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::anyhow;
use paper::{Document, Paper};
use serde::de::DeserializeOwned;

use super::ends;
use super::protocol::{self, REQUEST_CAP, Request, Response};
use super::starts::Starts;
use super::watchdog::{Watchdog, Watched};
use super::{Protections, ReaderLimits};
use crate::exit::{CONFIGURATION, Failure};
use crate::settings::{self, Configuration};

/// Papers after which a reader is replaced: what a library leaks does not add up over a weekend.
const LIFETIME: u32 = 300;

/// Time in which a reader must have started: a machine under load is slow, a reader that hangs at once never comes.
const START: Duration = Duration::from_secs(30);

/// Windows' flag for a process that Ctrl-C on the console does not reach (`CREATE_NEW_PROCESS_GROUP`).
#[cfg(windows)]
const NEW_PROCESS_GROUP: u32 = 0x200;

/// What was read of one file.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The format's word.
    pub(crate) format: String,
    /// What was read.
    pub(crate) document: Document,
    /// Whether it has no text of its own, but holds other files.
    pub(crate) is_container: bool,
    /// The files within it, as many as are taken out at a time.
    pub(crate) enclosed: Vec<Inner>,
    /// Where to go on with those that are left.
    pub(crate) more: Option<u64>,
}

/// A file within another one: its name there, and its bytes or why it cannot be taken out.
pub(crate) type Inner = (String, Result<Vec<u8>, Refusal>);

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The word under which it is listed and counted.
    pub(crate) code: String,
    /// For a person.
    pub(crate) message: String,
}

impl Refusal {
    /// A refusal with its code.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

/// Readers for the threads of one run.
#[derive(Debug)]
pub(crate) struct Pool {
    program: PathBuf,
    vocabulary: BTreeMap<String, String>,
    limits: ReaderLimits,
    watchdog: Watchdog,
    starts: Starts,
    idle: Mutex<Vec<Reader>>,
}

impl Pool {
    /// A pool without readers yet. `program` is the binary to start, `udvalg` itself.
    ///
    /// # Errors
    /// Where the watchdog's thread cannot start.
    pub(crate) fn new(
        program: PathBuf,
        vocabulary: BTreeMap<String, String>,
        limits: ReaderLimits,
    ) -> io::Result<Self> {
        Ok(Self {
            program,
            vocabulary,
            limits,
            watchdog: Watchdog::start()?,
            starts: Starts::default(),
            idle: Mutex::default(),
        })
    }

    /// The pool that the settings ask for; whoever calls has loaded the user's words.
    ///
    /// # Errors
    /// Where the program does not find itself; as [`Pool::new`].
    pub(crate) fn of(configuration: &Configuration) -> Result<Self, Failure> {
        let words = configuration.vocabulary.clone();
        Ok(Self::new(
            settings::program()?,
            words,
            configuration.settings.reader,
        )?)
    }

    /// As [`Pool::of`], for whoever needs no words himself: a reader that cannot load the user's would end without a word to the
    /// user.
    ///
    /// # Errors
    /// Where they cannot be loaded; as [`Pool::of`].
    pub(crate) fn checked(configuration: &Configuration) -> Result<Self, Failure> {
        if !configuration.vocabulary.is_empty() {
            settings::vocabulary(configuration)?;
        }
        Self::of(configuration)
    }

    /// The limits of its readers.
    pub(crate) fn limits(&self) -> &ReaderLimits {
        &self.limits
    }

    /// Whether readers can still be had. Where none can, what was refused by [`read`](Self::read) and the others is no
    /// file's fault: it is to be read another time.
    ///
    /// # Errors
    /// Why several starts in a row failed.
    pub(crate) fn usable(&self) -> Result<(), Failure> {
        match self.starts.given_up() {
            Some(why) => Err(Failure::new(
                CONFIGURATION,
                anyhow!("{why}; no file is read without one"),
            )),
            None => Ok(()),
        }
    }

    /// What holds its readers back on this system, as a reader tells it.
    ///
    /// # Errors
    /// Why none can start.
    pub(crate) fn protections(&self) -> Result<Protections, Refusal> {
        let reader = self.reader()?;
        let protections = reader.protections;
        self.put_back(reader);
        Ok(protections)
    }

    /// Reads a file's bytes.
    ///
    /// # Errors
    /// The reason for which this file was not read; the next one is read as if nothing had happened.
    pub(crate) fn read(&self, bytes: &[u8], extension: Option<&str>) -> Result<Reading, Refusal> {
        let request = Request::Read {
            extension: extension.map(str::to_owned),
            understand: false,
            from: 0,
        };
        let send = |to: &mut BufWriter<ChildStdin>| protocol::send_bytes(to, bytes);
        self.ask(&request, send, |reader| {
            match reader.document_or_refusal(&self.limits)? {
                Ok(reading) => Ok(Ok(reader.with_enclosed(reading, &self.limits)?)),
                Err(refusal) => Ok(Err(refusal)),
            }
        })
    }

    /// Reads and understands a file's bytes, and takes out the files within it, but for so many of them that were taken
    /// out before.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(crate) fn read_paper(
        &self,
        bytes: &[u8],
        extension: Option<&str>,
        from: u64,
    ) -> Result<(Reading, Paper), Refusal> {
        let request = Request::Read {
            extension: extension.map(str::to_owned),
            understand: true,
            from,
        };
        let send = |to: &mut BufWriter<ChildStdin>| protocol::send_bytes(to, bytes);
        self.ask(&request, send, |reader| {
            match reader.document_or_refusal(&self.limits)? {
                Ok(reading) => {
                    let paper = reader.json(&self.limits)?;
                    Ok(Ok((reader.with_enclosed(reading, &self.limits)?, paper)))
                }
                Err(refusal) => Ok(Err(refusal)),
            }
        })
    }

    /// Understands a document again.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(crate) fn understand(&self, document: &Document) -> Result<Paper, Refusal> {
        let send = |to: &mut BufWriter<ChildStdin>| protocol::send_document(to, document.clone());
        self.ask(&Request::Understand, send, |reader| {
            reader.understood_or_refusal(&self.limits)
        })
    }

    /// Ends the readers that are at work, and those that would be: what they read counts as not read.
    pub(crate) fn hurry(&self) {
        self.watchdog.hurry();
    }

    fn ask<T>(
        &self,
        request: &Request,
        what: impl FnOnce(&mut BufWriter<ChildStdin>) -> io::Result<()>,
        answer: impl FnOnce(&mut Reader) -> io::Result<Result<T, Refusal>>,
    ) -> Result<T, Refusal> {
        let (reader, answer) = self.exchange(self.reader()?, |reader| {
            reader.ask(request, what)?;
            answer(reader)
        })?;
        self.put_back(reader);
        answer
    }

    /// One question to a reader and its answer, within the time of one file. A reader that does not answer as agreed is gone.
    ///
    /// # Errors
    /// How the reader ended.
    pub(super) fn exchange<T>(
        &self,
        mut reader: Reader,
        exchange: impl FnOnce(&mut Reader) -> io::Result<T>,
    ) -> Result<(Reader, T), Refusal> {
        reader
            .watched
            .begin(Duration::from_secs(self.limits.seconds));
        let answered = exchange(&mut reader);
        reader.watched.end();
        match answered {
            Ok(answer) => {
                self.starts.answered();
                Ok((reader, answer))
            }
            Err(error) => {
                self.starts.ended();
                Err(ends::refusal(&reader.watched, &error, &self.limits))
            }
        }
    }

    pub(super) fn reader(&self) -> Result<Reader, Refusal> {
        while let Some(reader) = self.idle().pop() {
            if reader.is_silent() {
                return Ok(reader);
            }
            // Gone, or it spoke unasked: what it says would be taken for the answer to the next question.
            let _killed = reader.watched.finish();
        }
        self.starts.reader(|| self.start())
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self) -> io::Result<Reader> {
        let mut command = Command::new(&self.program);
        // In a group of its own: Ctrl-C on the terminal is for us to hear, and not the end of what is being read.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        #[cfg(windows)]
        std::os::windows::process::CommandExt::creation_flags(&mut command, NEW_PROCESS_GROUP);
        let mut child = command
            .arg("reader")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("no pipes to the reader"));
        };
        let watched = Arc::new(Watched::new(child));
        self.watchdog.watch(&watched);
        let mut reader = Reader {
            to: BufWriter::new(stdin),
            from: BufReader::new(stdout),
            watched,
            papers: 0,
            protections: Protections::default(),
        };
        reader.watched.begin(START);
        match reader.greet(&self.vocabulary, self.limits) {
            Ok(()) if !reader.is_silent() => {
                let _killed = reader.watched.finish();
                Err(io::Error::other("it answered before it was asked"))
            }
            Ok(()) => {
                reader.watched.end();
                Ok(reader)
            }
            Err(error) => Err(ends::before_ready(&reader.watched, error)),
        }
    }

    pub(super) fn put_back(&self, mut reader: Reader) {
        reader.papers += 1;
        if reader.papers < LIFETIME {
            self.idle().push(reader);
        } else {
            reader.dismiss();
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let idle = std::mem::take(&mut *self.idle());
        idle.into_iter().for_each(Reader::dismiss);
    }
}

/// A running reader process.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) to: BufWriter<ChildStdin>,
    pub(super) from: BufReader<ChildStdout>,
    watched: Arc<Watched>,
    papers: u32,
    protections: Protections,
}

impl Reader {
    fn greet(
        &mut self,
        vocabulary: &BTreeMap<String, String>,
        limits: ReaderLimits,
    ) -> io::Result<()> {
        let vocabulary = vocabulary.clone();
        protocol::send(
            &mut self.to,
            &Request::Hello {
                version: protocol::VERSION,
                vocabulary,
                limits,
            },
        )?;
        match protocol::receive(&mut self.from, REQUEST_CAP)? {
            Response::Ready {
                version: protocol::VERSION,
                protections,
            } => {
                self.protections = protections;
                Ok(())
            }
            Response::Failed { message, .. } => Err(io::Error::other(message)),
            other => Err(unexpected(&other)),
        }
    }

    /// Whether it lives and has said nothing since its last answer.
    fn is_silent(&self) -> bool {
        if !self.from.buffer().is_empty() {
            return false;
        }
        #[cfg(unix)]
        {
            use rustix::event::{PollFd, PollFlags, Timespec, poll};
            let mut pipe = [PollFd::new(self.from.get_ref(), PollFlags::IN)];
            poll(&mut pipe, Some(&Timespec::default())).is_ok_and(|ready| ready == 0)
        }
        #[cfg(not(unix))]
        true
    }

    fn ask(
        &mut self,
        request: &Request,
        what: impl FnOnce(&mut BufWriter<ChildStdin>) -> io::Result<()>,
    ) -> io::Result<()> {
        protocol::send(&mut self.to, request)?;
        what(&mut self.to)
    }

    pub(super) fn document_or_refusal(
        &mut self,
        limits: &ReaderLimits,
    ) -> io::Result<Result<Reading, Refusal>> {
        match protocol::receive(&mut self.from, REQUEST_CAP)? {
            Response::Read {
                format,
                is_container,
                enclosed,
                more,
            } => {
                let document = protocol::receive_document(&mut self.from, limits.answer_cap())?;
                if !sound(&document) {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        "blocks that are not in the text",
                    ));
                }
                let enclosed = enclosed.into_iter().map(|inner| {
                    let refused = |(code, message)| Refusal { code, message };
                    (
                        inner.name,
                        inner.failure.map(refused).map_or(Ok(Vec::new()), Err),
                    )
                });
                Ok(Ok(Reading {
                    format,
                    document,
                    is_container,
                    enclosed: enclosed.collect(),
                    more,
                }))
            }
            Response::Failed { code, message } => Ok(Err(Refusal { code, message })),
            other => Err(unexpected(&other)),
        }
    }

    /// Receives the bytes of the files within.
    fn with_enclosed(
        &mut self,
        mut reading: Reading,
        limits: &ReaderLimits,
    ) -> io::Result<Reading> {
        let mut room = limits.unpacked_bytes();
        for bytes in reading
            .enclosed
            .iter_mut()
            .filter_map(|(_, bytes)| bytes.as_mut().ok())
        {
            *bytes = protocol::receive_bytes(&mut self.from, room)?;
            room = room.saturating_sub(bytes.len() as u64);
        }
        Ok(reading)
    }

    fn understood_or_refusal(
        &mut self,
        limits: &ReaderLimits,
    ) -> io::Result<Result<Paper, Refusal>> {
        match protocol::receive(&mut self.from, REQUEST_CAP)? {
            Response::Understood => Ok(Ok(self.json(limits)?)),
            Response::Failed { code, message } => Ok(Err(Refusal { code, message })),
            other => Err(unexpected(&other)),
        }
    }

    pub(super) fn json<T: DeserializeOwned>(&mut self, limits: &ReaderLimits) -> io::Result<T> {
        let json = protocol::receive_bytes(&mut self.from, limits.answer_cap())?;
        serde_json::from_slice(&json).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
    }

    /// Says goodbye and sees that the process ends.
    fn dismiss(mut self) {
        // A reader that is gone cannot be told, and needs not be.
        let _told = protocol::send(&mut self.to, &Request::Bye);
        drop(self.to);
        let _ended = self.watched.settle();
    }
}

pub(super) fn unexpected(response: &Response) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("an answer out of turn: {response:?}"),
    )
}

/// Whether the blocks lie in the text, on borders of characters and in its order: a reader that a hostile file has taken
/// over could say otherwise, and slicing would then panic in the parent.
fn sound(document: &Document) -> bool {
    let mut last = 0;
    document.blocks.iter().all(|block| {
        let holds = last <= block.start
            && block.start <= block.end
            && document.text.is_char_boundary(block.start)
            && document.text.is_char_boundary(block.end);
        last = block.end;
        holds
    })
}
