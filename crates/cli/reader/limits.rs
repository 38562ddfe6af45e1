//! What a reader process may use, and how it binds itself to that.

use std::io;

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

    /// Binds this process: its address space, no core file, and its life to that of its parent.
    ///
    /// # Errors
    /// Where the system refuses; the process must then not read.
    pub(super) fn bind(&self) -> io::Result<()> {
        rustix::process::setrlimit(Resource::As, both(self.memory_mib << 20))?;
        rustix::process::setrlimit(Resource::Core, both(0))?;
        #[cfg(target_os = "linux")]
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
        Ok(())
    }
}

fn both(bytes: u64) -> Rlimit {
    Rlimit {
        current: Some(bytes),
        maximum: Some(bytes),
    }
}
