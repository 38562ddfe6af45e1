//! Where a command's data go: standard output, or a file that is there as a whole or not at all.

use std::{
    fs::{self, File, OpenOptions},
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

/// A file that is written beside the one whose place it takes: who looks at the same moment sees the old or the new one, and so
/// does who looks after a power cut. Dropped without [`Part::finish`], nothing of it is left.
#[derive(Debug)]
pub(crate) struct Part {
    out: BufWriter<File>,
    part: PathBuf,
    file: PathBuf,
}

impl Part {
    /// Begins a file.
    ///
    /// # Errors
    /// As the file system has them.
    pub(crate) fn create(file: &Path) -> io::Result<Self> {
        Self::open(file, OpenOptions::new().create(true).truncate(true))
    }

    /// Begins a file that its owner alone can read.
    ///
    /// # Errors
    /// As the file system has them. What a process of the same number left half written is refused once, and taken away.
    pub(crate) fn private(file: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Self::open(file, &mut options).inspect_err(|_| drop(fs::remove_file(part_of(file))))
    }

    fn open(file: &Path, options: &mut OpenOptions) -> io::Result<Self> {
        let part = part_of(file);
        Ok(Self {
            out: BufWriter::new(options.write(true).open(&part)?),
            part,
            file: file.to_owned(),
        })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// As the file system has them.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        fs::rename(&self.part, &self.file)
    }
}

/// Where a file is written until it takes its place.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    file.with_file_name(name)
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // It is there still where the command failed, and of no use to anyone then.
        let _removed = fs::remove_file(&self.part);
    }
}

impl Output {
    /// Opens a file, or standard output where none is named.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn open(file: Option<&Path>) -> Result<Self, Failure> {
        Ok(match file {
            Some(file) => Self::File(Part::create(file).with_context(|| cannot(file))?),
            None => Self::Standard(terminal::out()),
        })
    }

    /// Writes what is left; a file takes its place.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Standard(mut out) => out.flush()?,
            Self::File(part) => {
                let file = part.file.clone();
                part.finish().with_context(|| cannot(&file))?;
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
            Self::File(part) => part.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::File(part) => part.flush(),
        }
    }
}
