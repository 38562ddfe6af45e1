//! Where a command's data go: standard output, or a file that is there as a whole or not at all.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Stdout, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;

use crate::{exit::Failure, terminal};

/// An output that is being written.
#[derive(Debug)]
pub(crate) enum Output {
    /// Standard output.
    Standard(BufWriter<Stdout>),
    /// A file.
    File(Part),
}

/// A file that is written beside the one whose place it takes: who looks at the same moment sees the old or the new one.
#[derive(Debug)]
pub(crate) struct Part {
    out: BufWriter<File>,
    part: PathBuf,
    file: PathBuf,
}

impl Output {
    /// Opens a file, or standard output where none is named.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn open(file: Option<&Path>) -> Result<Self, Failure> {
        let Some(file) = file else {
            return Ok(Self::Standard(terminal::out()));
        };
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = file.with_file_name(name);
        let out = File::create(&part).with_context(|| cannot(file))?;
        Ok(Self::File(Part {
            out: BufWriter::new(out),
            part,
            file: file.to_owned(),
        }))
    }

    /// Writes what is left; a file takes its place.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        match &mut self {
            Self::Standard(out) => out.flush()?,
            Self::File(part) => {
                let file = &part.file;
                part.out.flush().with_context(|| cannot(file))?;
                fs::rename(&part.part, file).with_context(|| cannot(file))?;
            }
        }
        Ok(())
    }
}

fn cannot(file: &Path) -> String {
    format!("{}: cannot be written", file.display())
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::File(part) => part.out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::File(part) => part.out.flush(),
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // It is there still where the command failed, and of no use to anyone then.
        let _removed = fs::remove_file(&self.part);
    }
}
