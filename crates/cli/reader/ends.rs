//! How a reader's end is told.

use std::{io, process::ExitStatus};

use super::watchdog::Watched;
use super::{ReaderLimits, Refusal};

/// Why a reader did not answer as agreed: told from how it ended.
pub(super) fn refusal(watched: &Watched, error: &io::Error, limits: &ReaderLimits) -> Refusal {
    if watched.overdue() {
        // Killed already; waited for, so that it does not stay behind as a zombie.
        let _killed = watched.finish();
        let message = format!(
            "took longer than {} seconds to read: raise reader.seconds in the settings, then --retry timeout",
            limits.seconds
        );
        return Refusal::new("timeout", message);
    }
    if error.kind() == io::ErrorKind::InvalidData {
        let _killed = watched.finish();
        return Refusal::new(
            "protocol",
            format!("the reader broke its protocol: {error}"),
        );
    }
    match watched.settle() {
        Ok(Some(status)) => Refusal::new("crash", crash(status, limits)),
        Ok(None) => Refusal::new("protocol", "the reader stopped answering"),
        Err(error) => Refusal::new("crash", error.to_string()),
    }
}

/// Why a reader did not come to be ready.
pub(super) fn before_ready(watched: &Watched, error: io::Error) -> io::Error {
    let ended = match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe => watched.settle(),
        _ => watched.finish().map(|_killed| None),
    };
    match ended {
        _ if watched.overdue() => io::Error::other("it was not ready in time"),
        Ok(Some(status)) => io::Error::other(format!("it ended before it was ready ({status})")),
        _ => error,
    }
}

fn crash(status: ExitStatus, limits: &ReaderLimits) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        let cause = match signal {
            6 => format!(
                "gave up: out of memory (the limit is {} MiB, reader.memory_mib in the settings) or a stack too deep",
                limits.memory_mib
            ),
            11 => "overflowed its stack or touched memory that is not its own".to_owned(),
            9 => "was killed".to_owned(),
            _ => "ended".to_owned(),
        };
        return format!("the reader {cause} (signal {signal})");
    }
    format!("the reader ended with {status}")
}
