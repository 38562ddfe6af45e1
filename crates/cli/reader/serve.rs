//! The reader's side: `udvalg reader`, which nobody calls by hand.

use std::io::{self, BufReader, BufWriter, Read, Write};

use anyhow::{Context, bail};
use fields::Vocabulary;
use formats::{Enclosed, Format, ReadError};
use paper::{Document, Paper};

use super::ReaderLimits;
use super::protocol::{self, REQUEST_CAP, Request, Response};

/// Stack of the thread that reads: some parsers go deep on sound files too.
const STACK: usize = 64 << 20;

/// Answers requests on standard input until the parent says goodbye.
///
/// # Errors
/// Where the parent breaks the protocol, or goes away without a word.
pub(crate) fn serve() -> anyhow::Result<()> {
    let work = std::thread::Builder::new()
        .name("reader".into())
        .stack_size(STACK)
        .spawn(answer_all)?;
    match work.join() {
        Ok(done) => done,
        Err(_) => bail!("the reader panicked"),
    }
}

fn answer_all() -> anyhow::Result<()> {
    let mut from = BufReader::new(io::stdin().lock());
    let mut to = BufWriter::new(io::stdout().lock());
    let Request::Hello {
        version,
        vocabulary,
        limits,
    } = protocol::receive(&mut from, REQUEST_CAP)?
    else {
        bail!("the first word was not hello");
    };
    if version != protocol::VERSION {
        bail!(
            "protocol {version} is spoken to a reader of protocol {}",
            protocol::VERSION
        );
    }
    limits.bind().context("the limits cannot be set")?;
    let own = if vocabulary.is_empty() {
        None
    } else {
        Some(Vocabulary::load(&vocabulary)?)
    };
    // Compiled when the first paper is to be understood: who asks for text alone does not wait for it.
    let vocabulary = || match &own {
        Some(own) => own,
        None => Vocabulary::builtin(),
    };
    protocol::send(
        &mut to,
        &Response::Ready {
            version: protocol::VERSION,
        },
    )?;
    while answer(&mut from, &mut to, &vocabulary, &limits)? {}
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
        } => {
            let bytes = protocol::receive_bytes(from, limits.file_bytes())?;
            match read(&bytes, extension.as_deref(), understand, limits) {
                Ok((format, document, enclosed)) => {
                    protocol::send(
                        to,
                        &Response::Read {
                            format: format.word().to_owned(),
                            enclosed: enclosed.iter().map(|file| file.name.clone()).collect(),
                        },
                    )?;
                    protocol::send_bytes(to, &serde_json::to_vec(&document)?)?;
                    if understand {
                        send_paper(to, &fields::understand(&document, vocabulary()))?;
                    }
                    for file in &enclosed {
                        protocol::send_bytes(to, &file.bytes)?;
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
            let bytes = protocol::receive_bytes(from, limits.answer_cap())?;
            let document: Document = serde_json::from_slice(&bytes)?;
            protocol::send(to, &Response::Understood)?;
            send_paper(to, &fields::understand(&document, vocabulary()))?;
        }
    }
    Ok(true)
}

fn send_paper(to: &mut impl Write, paper: &Paper) -> anyhow::Result<()> {
    protocol::send_bytes(to, &serde_json::to_vec(paper)?)?;
    Ok(())
}

/// Reads a file's bytes, or gives the reason's code and sentence; the files within it only where the whole is asked for.
fn read(
    bytes: &[u8],
    extension: Option<&str>,
    whole: bool,
    limits: &ReaderLimits,
) -> Result<(Format, Document, Vec<Enclosed>), (&'static str, String)> {
    if bytes.is_empty() {
        return Err((code(&ReadError::Empty), ReadError::Empty.to_string()));
    }
    let Some(format) = Format::sniff(bytes, extension) else {
        let what = Format::describe_unknown(bytes, extension);
        return Err(("unknown-format", format!("format not read: {what}")));
    };
    let limits = limits.of_formats();
    let read = if whole {
        formats::read_all(format, bytes, &limits)
    } else {
        formats::read(format, bytes, &limits).map(|document| (document, Vec::new()))
    };
    let (mut document, enclosed) = read.map_err(|error| (code(&error), error.to_string()))?;
    fields::mask_personal_data(&mut document);
    Ok((format, document, enclosed))
}

/// The word under which a failure is listed and counted.
fn code(error: &ReadError) -> &'static str {
    match error {
        ReadError::Empty => "empty",
        ReadError::Encrypted => "encrypted",
        ReadError::TooLarge { .. } => "too-large",
        ReadError::NotText => "not-text",
        _ => "damaged",
    }
}
