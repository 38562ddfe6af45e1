//! The reader's side: `udvalg reader`, which nobody calls by hand.

use std::{
    collections::BTreeMap,
    io::{self, BufReader, BufWriter, Read, Write},
};

use anyhow::{Context, bail};
use fields::Vocabulary;
use formats::{Enclosed, Format, Raster, ReadError, Whole};
use paper::{Paper, Recognised};

use super::limits::{self, Sandbox};
use super::picture::{Desk, Refused};
use super::protocol::{self, Inner, REQUEST_CAP, Request, Response};
use super::sandbox;
use super::{Protections, ReaderLimits};

/// Stack of the thread that reads: some parsers go deep on sound files too.
const STACK: usize = 64 << 20;

/// Answers requests on standard input until the parent says goodbye.
///
/// # Errors
/// Where the parent breaks the protocol, or goes away without a word.
pub(crate) fn serve() -> anyhow::Result<()> {
    let hello = hear(&mut io::stdin().lock())?;
    // Closed before there is a second thread: landlock holds a thread and those that it starts.
    let landlock = sandbox::close_files();
    let work = std::thread::Builder::new()
        .name("reader".into())
        .stack_size(STACK)
        .spawn(move || answer_all(&hello, landlock))?;
    match work.join() {
        Ok(done) => done,
        Err(_) => bail!("the reader panicked"),
    }
}

/// What the parent said first.
struct Hello {
    vocabulary: BTreeMap<String, String>,
    limits: ReaderLimits,
}

fn hear(from: &mut impl Read) -> anyhow::Result<Hello> {
    let Request::Hello {
        version,
        vocabulary,
        limits,
    } = protocol::receive(from, REQUEST_CAP)?
    else {
        bail!("the first word was not hello");
    };
    if version != protocol::VERSION {
        bail!(
            "protocol {version} is spoken to a reader of protocol {}",
            protocol::VERSION
        );
    }
    Ok(Hello { vocabulary, limits })
}

fn answer_all(hello: &Hello, landlock: bool) -> anyhow::Result<()> {
    let Hello { vocabulary, limits } = hello;
    let mut from = BufReader::new(io::stdin().lock());
    let mut to = BufWriter::new(io::stdout().lock());
    let protections = match bind(limits, landlock) {
        Ok(protections) => protections,
        Err(why) => {
            let message = format!("{why:#}");
            let code = "sandbox".to_owned();
            protocol::send(&mut to, &Response::Failed { code, message })?;
            return Ok(());
        }
    };
    let own = if vocabulary.is_empty() {
        None
    } else {
        Some(Vocabulary::load(vocabulary)?)
    };
    // Compiled when the first paper is to be understood: who asks for text alone does not wait for it.
    let vocabulary = || match &own {
        Some(own) => own,
        None => Vocabulary::builtin(),
    };
    let ready = Response::Ready {
        version: protocol::VERSION,
        protections,
    };
    protocol::send(&mut to, &ready)?;
    let mut reader = Server {
        vocabulary: &vocabulary,
        limits,
        desk: Desk::default(),
    };
    while reader.answer(&mut from, &mut to)? {}
    Ok(())
}

/// Binds this process to all that the system can hold, before it hears of a paper.
///
/// # Errors
/// Where limits that there are cannot be set, or the settings ask for more than the system has.
pub(super) fn bind(limits: &ReaderLimits, landlock: bool) -> anyhow::Result<Protections> {
    let parent = limits::die_with_parent();
    let limited = match limits.bind() {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => false,
        bound => bound
            .map(|()| true)
            .context("the reader's limits cannot be set")?,
    };
    let protections = Protections {
        landlock,
        seccomp: sandbox::close_system_calls(),
        limits: limited,
        parent,
    };
    enough(limits.sandbox, protections)?;
    Ok(protections)
}

/// Whether the settings let a reader read that is held back so far.
fn enough(sandbox: Sandbox, protections: Protections) -> anyhow::Result<()> {
    let lacking = protections.lacking();
    if sandbox == Sandbox::Required && !lacking.is_empty() {
        bail!(
            "the setting reader.sandbox = \"required\" cannot be kept here: {}",
            lacking.join("; ")
        );
    }
    Ok(())
}

/// What answers requests.
struct Server<'s, 'v> {
    vocabulary: &'s dyn Fn() -> &'v Vocabulary,
    limits: &'s ReaderLimits,
    /// Cleared when another file is read.
    desk: Desk,
}

impl Server<'_, '_> {
    /// Answers one request; false after the goodbye.
    fn answer(&mut self, from: &mut impl Read, to: &mut impl Write) -> anyhow::Result<bool> {
        let limits = self.limits;
        match protocol::receive(from, REQUEST_CAP)? {
            Request::Hello { .. } => bail!("hello was said twice"),
            Request::Bye => return Ok(false),
            Request::Read {
                extension,
                understand,
                from: first,
            } => {
                self.desk = Desk::default();
                let bytes = protocol::receive_bytes(from, limits.file_bytes())?;
                let first = understand.then_some(first);
                let read = read(&bytes, extension.as_deref(), first, limits);
                self.send_read(to, read, understand)?;
            }
            Request::ReadSeen { extension } => {
                self.desk = Desk::default();
                let bytes = protocol::receive_bytes(from, limits.file_bytes())?;
                let seen = protocol::receive(from, limits.answer_cap())?;
                let read = read_seen(&bytes, extension.as_deref(), &seen, limits);
                self.send_read(to, read, true)?;
            }
            Request::Keep { extension } => {
                let bytes = protocol::receive_bytes(from, limits.file_bytes())?;
                match self.desk.keep(bytes, extension.as_deref()) {
                    Ok(()) => protocol::send(to, &Response::Kept)?,
                    Err(refused) => refuse(to, refused)?,
                }
            }
            Request::Draw { page } => send_drawn(to, self.desk.draw(page, limits))?,
            Request::TurnOver => send_drawn(to, self.desk.turn_over())?,
            Request::Recognise => {
                let table = protocol::receive_bytes(from, limits.answer_cap())?;
                match self.desk.recognise(&table) {
                    Ok(page) => {
                        protocol::send(to, &Response::Recognised)?;
                        protocol::send(to, &page)?;
                    }
                    Err(refused) => refuse(to, refused)?,
                }
            }
            Request::Understand => {
                let document = protocol::receive_document(from, limits.answer_cap())?;
                protocol::send(to, &Response::Understood)?;
                send_paper(to, &fields::understand(&document, (self.vocabulary)()))?;
            }
        }
        Ok(true)
    }

    fn send_read(
        &self,
        to: &mut impl Write,
        read: Result<(Format, Whole), Refused>,
        understand: bool,
    ) -> anyhow::Result<()> {
        let (format, whole) = match read {
            Ok(read) => read,
            Err(refused) => return refuse(to, refused),
        };
        protocol::send(to, &announced(format, &whole))?;
        let paper = understand.then(|| fields::understand(&whole.document, (self.vocabulary)()));
        protocol::send_document(to, whole.document)?;
        if let Some(paper) = &paper {
            send_paper(to, paper)?;
        }
        for bytes in whole
            .enclosed
            .iter()
            .filter_map(|file| file.bytes.as_ref().ok())
        {
            protocol::send_bytes(to, bytes)?;
        }
        Ok(())
    }
}

fn refuse(to: &mut impl Write, (code, message): Refused) -> anyhow::Result<()> {
    let code = code.to_owned();
    protocol::send(to, &Response::Failed { code, message })?;
    Ok(())
}

fn send_drawn(to: &mut impl Write, drawn: Result<&Raster, Refused>) -> anyhow::Result<()> {
    let Raster {
        width,
        height,
        dpi,
        dots,
    } = match drawn {
        Ok(raster) => raster,
        Err(refused) => return refuse(to, refused),
    };
    let drawn = Response::Drawn {
        width: *width,
        height: *height,
        dpi: *dpi,
    };
    protocol::send(to, &drawn)?;
    protocol::send_bytes(to, dots)?;
    Ok(())
}

/// What is said of a file that was read, before its document.
fn announced(format: Format, whole: &Whole) -> Response {
    let inner = |file: &Enclosed| Inner {
        name: file.name.clone(),
        failure: file
            .bytes
            .as_ref()
            .err()
            .map(|error| (code(error).to_owned(), error.to_string())),
    };
    Response::Read {
        format: format.word().to_owned(),
        is_container: format.is_container(),
        enclosed: whole.enclosed.iter().map(inner).collect(),
        more: whole.more.map(|more| more as u64),
    }
}

fn send_paper(to: &mut impl Write, paper: &Paper) -> anyhow::Result<()> {
    protocol::send_bytes(to, &serde_json::to_vec(paper)?)?;
    Ok(())
}

/// Reads a file's bytes, or gives the reason's code and sentence; the files within it, from a number on, only where they
/// are asked for.
fn read(
    bytes: &[u8],
    extension: Option<&str>,
    first: Option<u64>,
    limits: &ReaderLimits,
) -> Result<(Format, Whole), Refused> {
    let format = sniffed(bytes, extension)?;
    let limits = limits.of_formats();
    let read = match first {
        Some(first) => {
            let first = usize::try_from(first).unwrap_or(usize::MAX);
            formats::read_all(format, bytes, &limits, first)
        }
        None => formats::read(format, bytes, &limits).map(|document| Whole {
            document,
            ..Whole::default()
        }),
    };
    let mut whole = read.map_err(|error| (code(&error), error.to_string()))?;
    fields::mask_personal_data(&mut whole.document);
    Ok((format, whole))
}

/// Reads a file's bytes, some of whose pages were recognised.
fn read_seen(
    bytes: &[u8],
    extension: Option<&str>,
    seen: &BTreeMap<u32, Recognised>,
    limits: &ReaderLimits,
) -> Result<(Format, Whole), Refused> {
    let format = sniffed(bytes, extension)?;
    let read = formats::read_seen(format, bytes, seen, &limits.of_formats());
    let mut document = read.map_err(|error| (code(&error), error.to_string()))?;
    fields::mask_personal_data(&mut document);
    let whole = Whole {
        document,
        ..Whole::default()
    };
    Ok((format, whole))
}

/// The format that bytes are of.
pub(super) fn sniffed(bytes: &[u8], extension: Option<&str>) -> Result<Format, Refused> {
    if bytes.is_empty() {
        return Err((code(&ReadError::Empty), ReadError::Empty.to_string()));
    }
    Format::sniff(bytes, extension).ok_or_else(|| {
        let what = Format::describe_unknown(bytes, extension);
        ("unknown-format", format!("format not read: {what}"))
    })
}

/// The word under which a failure is listed and counted.
pub(super) fn code(error: &ReadError) -> &'static str {
    match error {
        ReadError::Empty => "empty",
        ReadError::Encrypted => "encrypted",
        ReadError::TooLarge { .. } => "too-large",
        ReadError::NotText => "not-text",
        ReadError::NotRead { .. } => "unknown-format",
        _ => "damaged",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_required_and_missing_is_refused_with_what_follows() {
        let all = Protections {
            landlock: true,
            seccomp: true,
            limits: true,
            parent: true,
        };
        assert!(enough(Sandbox::Required, all).is_ok());
        for (lacking, words) in [
            (
                Protections {
                    landlock: false,
                    ..all
                },
                "landlock is missing",
            ),
            (
                Protections {
                    seccomp: false,
                    ..all
                },
                "could start programs",
            ),
            (
                Protections {
                    limits: false,
                    ..all
                },
                "memory",
            ),
            (
                Protections {
                    parent: false,
                    ..all
                },
                "its parent",
            ),
            (Protections::default(), "could do what you can"),
        ] {
            assert!(enough(Sandbox::Best, lacking).is_ok());
            let refused = enough(Sandbox::Required, lacking).unwrap_err().to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }
}
