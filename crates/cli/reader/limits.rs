//! What a reader process may use, and how it binds itself to that.

use std::io;

#[cfg(unix)]
use rustix::process::{Resource, Rlimit};
use serde::{Deserialize, Serialize};

/// What a reader process may use for one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReaderLimits {
    /// Seconds of wall time for one file; then the process is killed.
    pub(crate) seconds: u64,
    /// MiB of address space of the process.
    pub(crate) memory_mib: u64,
    /// MiB that a file may have.
    pub(crate) file_mib: u64,
    /// MiB that all parts of a file may unpack to.
    pub(crate) unpacked_mib: u64,
    /// MiB of text that a paper may have.
    pub(crate) text_mib: u64,
    /// What if the system cannot hold it back in every way.
    pub(crate) sandbox: Sandbox,
}

/// What a reader does on a system that lacks some of its [`Protections`](super::Protections).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Sandbox {
    /// It reads with those that are to be had.
    Best,
    /// It does not read.
    Required,
}

impl ReaderLimits {
    /// The part of the limits that the formats keep themselves.
    pub(super) fn of_formats(&self) -> formats::Limits {
        formats::Limits {
            unpacked: self.unpacked_bytes(),
            text: self.text_mib << 20,
        }
    }

    /// Bytes that all parts of a file may unpack to.
    pub(super) fn unpacked_bytes(&self) -> u64 {
        self.unpacked_mib << 20
    }

    /// Bytes that a file may have.
    pub(crate) fn file_bytes(&self) -> u64 {
        self.file_mib << 20
    }

    /// Bytes that an answer of the reader may have: the blocks of a document take less than eight times its text.
    pub(super) fn answer_cap(&self) -> u64 {
        (self.text_mib << 23).max(16 << 20)
    }

    /// Binds this process: its memory, no core file, no file written and none opened beside the three that it has, no
    /// further process or thread (of which the system holds all but root).
    ///
    /// # Errors
    /// Where the system refuses; the process must then not read.
    #[cfg(unix)]
    pub(super) fn bind(&self) -> io::Result<()> {
        lower(Resource::As, self.memory_mib << 20)?;
        lower(Resource::Core, 0)?;
        lower(Resource::Fsize, 0)?;
        lower(Resource::Nofile, STREAMS)?;
        lower(Resource::Nproc, 0)
    }

    /// Elsewhere there are no such limits.
    #[cfg(not(unix))]
    pub(super) fn bind(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Standard input, output and error.
#[cfg(unix)]
const STREAMS: u64 = 3;

/// Sets a limit for good, or leaves it where it is lower already.
///
/// # Errors
/// Where the system refuses.
#[cfg(unix)]
pub(crate) fn lower(resource: Resource, to: u64) -> io::Result<()> {
    let now = rustix::process::getrlimit(resource);
    let to = now.maximum.map_or(to, |maximum| maximum.min(to));
    let limit = Rlimit {
        current: Some(to),
        maximum: Some(to),
    };
    Ok(rustix::process::setrlimit(resource, limit)?)
}

/// Binds the life of this process to that of its parent; true where the system does so.
#[cfg(target_os = "linux")]
pub(crate) fn die_with_parent() -> bool {
    let kill = rustix::process::Signal::KILL;
    rustix::process::set_parent_process_death_signal(Some(kill)).is_ok()
}

/// Elsewhere a reader sees the end of its input.
#[cfg(not(target_os = "linux"))]
pub(crate) fn die_with_parent() -> bool {
    false
}
