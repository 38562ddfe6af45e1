//! The reader's side: `udvalg reader`, which nobody calls by hand.

use std::{
    collections::BTreeMap,
    io::{self, BufReader, BufWriter, Read, Write},
};

use anyhow::{Context, bail};
use fields::Vocabulary;
use formats::{Enclosed, Format, ReadError, Whole};
use paper::Paper;

use super::limits::{self, Sandbox};
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
    while answer(&mut from, &mut to, &vocabulary, limits)? {}
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

/// Answers one request; false after the goodbye.
fn answer<'v>(
    from: &mut impl Read,
    to: &mut impl Write,
    vocabulary: &dyn Fn() -> &'v Vocabulary,
    limits: &ReaderLimits,
) -> anyhow::Result<bool> {
    match protocol::receive(from, REQUEST_CAP)? {
        Request::Hello { .. } => bail!("hello was said twice"),
        Request::Bye => return Ok(false),
        Request::Read {
            extension,
            understand,
            from: first,
        } => {
            let bytes = protocol::receive_bytes(from, limits.file_bytes())?;
            let first = understand.then_some(first);
            match read(&bytes, extension.as_deref(), first, limits) {
                Ok((format, whole)) => {
                    protocol::send(to, &announced(format, &whole))?;
                    let paper =
                        understand.then(|| fields::understand(&whole.document, vocabulary()));
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
                }
                Err((code, message)) => protocol::send(
                    to,
                    &Response::Failed {
                        code: code.into(),
                        message,
                    },
                )?,
            }
        }
        Request::Understand => {
            let document = protocol::receive_document(from, limits.answer_cap())?;
            protocol::send(to, &Response::Understood)?;
            send_paper(to, &fields::understand(&document, vocabulary()))?;
        }
    }
    Ok(true)
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
) -> Result<(Format, Whole), (&'static str, String)> {
    if bytes.is_empty() {
        return Err((code(&ReadError::Empty), ReadError::Empty.to_string()));
    }
    let Some(format) = Format::sniff(bytes, extension) else {
        let what = Format::describe_unknown(bytes, extension);
        return Err(("unknown-format", format!("format not read: {what}")));
    };
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

/// The word under which a failure is listed and counted.
fn code(error: &ReadError) -> &'static str {
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
