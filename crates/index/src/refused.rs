//! What the disk refused while an index was written.
//!
//! tantivy writes from threads of its own, and one that dies of a full disk leaves no reason behind: whoever comes next is told that
//! a thread has died. So the reason is noted where it comes up.

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use tantivy::{
    TantivyError,
    directory::{AntiCallToken, TerminatingWrite},
};

use crate::IndexError;

/// The first refusal, shared by all that write into a folder.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    root: PathBuf,
    kind: Arc<OnceLock<io::ErrorKind>>,
}

impl Refused {
    /// None yet, of the folder of an index.
    pub(crate) fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            kind: Arc::default(),
        }
    }

    /// Passes on what the disk answered; a refusal is noted.
    pub(crate) fn noting<T>(&self, answer: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &answer
            && error.kind() != io::ErrorKind::Interrupted
        {
            self.kind.get_or_init(|| error.kind());
        }
        answer
    }

    /// The error as it is to be told: where a thread has died after the disk refused something, that is why.
    pub(crate) fn told(&self, error: TantivyError) -> IndexError {
        match (error, self.kind.get()) {
            (TantivyError::ErrorInThread(_), Some(kind)) => {
                IndexError::io(&self.root, io::Error::from(*kind))
            }
            (error, _) => error.into(),
        }
    }
}

/// A file that is written, with the refusals noted.
pub(crate) struct Noted<W> {
    inner: W,
    refused: Refused,
}

impl<W> Noted<W> {
    /// Writes to `inner`.
    pub(crate) fn new(inner: W, refused: Refused) -> Self {
        Self { inner, refused }
    }
}

impl<W: Write> Write for Noted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.refused.noting(self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.refused.noting(self.inner.flush())
    }
}

impl<W: TerminatingWrite> TerminatingWrite for Noted<W> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.refused.noting(self.inner.terminate_ref(token))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_thread_that_died_of_a_full_disk_is_told_as_that() {
        let died = || TantivyError::ErrorInThread("An index writer was killed.".to_owned());
        let refused = Refused::new("/arkiv/index");
        let told = refused.told(died());
        assert!(matches!(told, IndexError::Tantivy(_)), "{told:?}");
        let mut file = Noted::new(Full, refused.clone());
        assert!(file.write_all(b"ord").is_err());
        let told = refused.told(died());
        assert!(matches!(told, IndexError::DiskFull), "{told:?}");
    }

    #[test]
    fn what_has_a_reason_of_its_own_keeps_it() {
        let refused = Refused::new("/arkiv/index");
        let _ = refused.noting::<()>(Err(io::ErrorKind::StorageFull.into()));
        let told = refused.told(TantivyError::SchemaError("other fields".to_owned()));
        assert!(matches!(told, IndexError::Tantivy(_)), "{told:?}");
    }
}
