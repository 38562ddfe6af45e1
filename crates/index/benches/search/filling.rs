//! Indexing, and what it costs.

use std::{cell::Cell, fmt, fs, io, path::Path, time::Instant};

use index::{IndexError, Writer, WriterSettings};
use rustix::time::{ClockId, clock_gettime};

use crate::corpus::Corpus;

/// What indexing cost; making the papers is not counted but where it says so.
pub(crate) struct Filled {
    papers: u64,
    text: u64,
    /// Seconds until all is committed and merged, papers being made meanwhile.
    pub(crate) wall: f64,
    /// CPU seconds of all threads.
    pub(crate) cpu: f64,
    /// CPU seconds that the papers took to be made.
    making: f64,
    /// Bytes of the index's files.
    pub(crate) bytes: u64,
    /// The most memory that the process held, pages of mapped files with it.
    pub(crate) peak: Option<u64>,
}

impl fmt::Display for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mb = |bytes: u64| bytes as f64 / 1e6;
        let a_second = |seconds: f64| self.papers as f64 / seconds;
        writeln!(
            f,
            "indexed {:.1} MB of text in {:.1} s (with {:.1} CPU s of making the papers), {:.1} CPU s; {:.0} papers a second, {:.0} a CPU second",
            mb(self.text),
            self.wall,
            self.making,
            self.cpu,
            a_second(self.wall),
            a_second(self.cpu),
        )?;
        write!(f, "index {:.1} MB, ", mb(self.bytes))?;
        match self.peak {
            Some(peak) => writeln!(f, "at most {:.0} MB of memory", mb(peak)),
            None => writeln!(f, "memory unknown here"),
        }
    }
}

/// Makes papers and indexes them, some hundred at a time.
pub(crate) fn fill(corpus: &Corpus, papers: u64, folder: &Path) -> Result<Filled, IndexError> {
    forget_peak();
    let (start, before) = (Instant::now(), seconds(ClockId::ProcessCPUTime));
    let (making, text) = (Cell::new(0.0), Cell::new(0));
    let settings = WriterSettings::default();
    let mut writer = Writer::open(folder, "made papers", papers, &settings)?;
    writer.catch_up(|after| {
        let begun = seconds(ClockId::ThreadCPUTime);
        let changes = corpus.changes(after, papers);
        making.set(making.get() + seconds(ClockId::ThreadCPUTime) - begun);
        let entries = changes.iter().filter_map(|change| change.entry.as_ref());
        let bytes: usize = entries.map(|entry| entry.document.text.len()).sum();
        text.set(text.get() + bytes as u64);
        Ok::<_, IndexError>(changes)
    })?;
    writer.finish()?;
    Ok(Filled {
        papers,
        text: text.get(),
        wall: start.elapsed().as_secs_f64(),
        cpu: seconds(ClockId::ProcessCPUTime) - before - making.get(),
        making: making.get(),
        bytes: size(folder).unwrap_or_default(),
        peak: peak(),
    })
}

/// A clock's seconds.
pub(crate) fn seconds(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The bytes of a folder's files.
fn size(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for file in fs::read_dir(folder)? {
        bytes += file?.metadata()?.len();
    }
    Ok(bytes)
}

/// Begins to watch the memory anew, where the system can.
fn forget_peak() {
    // Where it cannot, the peak is that of the process so far.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kb: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kb * 1024)
}
