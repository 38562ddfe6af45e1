//! One run of a program: so much goes in, so much comes out, and no longer than agreed.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, Command, ExitStatus, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use crate::reader::{Refusal, Watchdog, Watched};

/// Bytes that a program may say; a full page in the smallest print has a twentieth of it.
const OUTPUT: u64 = 32 << 20;

/// Bytes of a line of its complaints that are kept.
const LINE: u64 = 500;

/// What a program said.
pub(super) struct Said {
    pub(super) status: ExitStatus,
    pub(super) output: Vec<u8>,
    /// The last line of its complaints.
    pub(super) complaint: String,
}

/// Runs a program with `input` on its standard input.
///
/// # Errors
/// Where it cannot start, takes longer than `seconds`, is cut off, or says more than is taken.
pub(super) fn run(
    command: &mut Command,
    input: &[u8],
    seconds: u64,
    watchdog: &Watchdog,
) -> Result<Said, Refusal> {
    // In a group of its own: what it starts ends with it, and Ctrl-C on the terminal is for us to hear.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let started = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = started.map_err(|error| failed(format!("cannot start: {error}")))?;
    let pipes = pipes(&mut child);
    let watched = Arc::new(Watched::new(child));
    watchdog.watch(&watched);
    watched.begin(Duration::from_secs(seconds));
    let Some((mut stdin, stdout, stderr)) = pipes else {
        let _killed = watched.finish();
        return Err(failed("no pipes to the program"));
    };
    let (output, complaint) = thread::scope(|scope| {
        // Whoever ends without having read all is judged by what was said.
        scope.spawn(move || stdin.write_all(input));
        let complaint = scope.spawn(move || last_line(stderr));
        let mut output = Vec::new();
        let read = stdout.take(OUTPUT + 1).read_to_end(&mut output);
        let is_whole = read.is_ok() && output.len() as u64 <= OUTPUT;
        if !is_whole {
            let _killed = watched.finish();
        }
        (
            is_whole.then_some(output),
            complaint.join().unwrap_or_default(),
        )
    });
    let status = watched.settle();
    if watched.overdue() {
        return Err(Refusal::new(
            "timeout",
            format!("took longer than {seconds} seconds"),
        ));
    }
    let output = output.ok_or_else(|| failed("said more than a page can hold"))?;
    match status {
        Ok(Some(status)) => Ok(Said {
            status,
            output,
            complaint,
        }),
        Ok(None) => Err(failed("did not end")),
        Err(error) => Err(failed(error.to_string())),
    }
}

type Pipes = (
    std::process::ChildStdin,
    std::process::ChildStdout,
    std::process::ChildStderr,
);

fn pipes(child: &mut Child) -> Option<Pipes> {
    Some((
        child.stdin.take()?,
        child.stdout.take()?,
        child.stderr.take()?,
    ))
}

/// The last line that says something; a flood is drained and not kept.
fn last_line(stderr: impl Read) -> String {
    let mut stderr = BufReader::new(stderr);
    let mut last = String::new();
    loop {
        let mut line = Vec::new();
        match stderr.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return last,
            Ok(_) => {
                let line = String::from_utf8_lossy(&line);
                if !line.trim().is_empty() {
                    last = line.trim().to_owned();
                }
            }
        }
    }
}

/// A failure of the program.
pub(super) fn failed(message: impl Into<String>) -> Refusal {
    Refusal::new("engine", message)
}
