//! Being asked to stop: once ends cleanly, twice at once.
//!
//! Asked is by Ctrl-C (SIGINT), by a request to end (SIGTERM) and by the closing of the terminal (SIGHUP). A signal that was
//! ignored when we began stays so: that is how `nohup` lets a run outlive its terminal. Only Linux tells which were; elsewhere
//! the closing of the terminal ends the process as it always did, which costs no more than the batch that was not committed.

use std::{
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use signal_hook::{consts, flag};

use crate::exit::INTERRUPTED;

/// Signals are the process's own: so is what became of them.
static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// What a second signal must be behind the first: `timeout` sends one to us and one to our group.
const APART: Duration = Duration::from_millis(500);

/// How often it is looked whether the first has come.
const LOOK: Duration = Duration::from_millis(200);

/// From now on a signal asks to stop; a second one ends the process at once, and its readers with it.
///
/// # Errors
/// Where the system refuses.
pub(crate) fn listen() -> io::Result<()> {
    let asked = ASKED.get_or_init(Arc::default);
    let impatient = Arc::<AtomicBool>::default();
    for signal in signals() {
        flag::register_conditional_shutdown(signal, INTERRUPTED.into(), Arc::clone(&impatient))?;
        flag::register(signal, Arc::clone(asked))?;
    }
    let wait = move || {
        while !self::asked() {
            thread::sleep(LOOK);
        }
        thread::sleep(APART);
        impatient.store(true, Ordering::Relaxed);
    };
    thread::Builder::new().name("stop".into()).spawn(wait)?;
    Ok(())
}

/// Whether someone asked.
pub(crate) fn asked() -> bool {
    ASKED
        .get()
        .is_some_and(|asked| asked.load(Ordering::Relaxed))
}

#[cfg(target_os = "linux")]
fn signals() -> Vec<i32> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = ignored(&status);
    [consts::SIGINT, consts::SIGTERM, consts::SIGHUP]
        .into_iter()
        .filter(|signal| ignored >> (signal - 1) & 1 == 0)
        .collect()
}

#[cfg(not(target_os = "linux"))]
fn signals() -> Vec<i32> {
    vec![consts::SIGINT, consts::SIGTERM]
}

/// The set of ignored signals, a bit a signal, from the process's status.
#[cfg(target_os = "linux")]
fn ignored(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or_default()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_told() {
        let status = "Name:\tudvalg\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000001001\n";
        assert_eq!(ignored(status), 1 << 12 | 1);
        assert_eq!(ignored("nothing of it"), 0);
    }
}
