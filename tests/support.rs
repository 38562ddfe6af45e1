//! Temporary folders, running the binary, comparing and rewriting expected text.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The binary under test.
pub(crate) fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_udvalg"))
}

/// A folder of its own, with an archive to be, in which commands run.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A command of the binary, run in this folder with an archive in it, and with no settings of the user's.
    pub(crate) fn udvalg<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(binary());
        command.args(args).current_dir(self.folder.path());
        self.clean(&mut command);
        command
    }

    /// A line of shell, run in `folder` with the binary on the path.
    pub(crate) fn shell(&self, line: &str, folder: &Path) -> Command {
        let mut command = Command::new("sh");
        let beside = binary().parent().unwrap().to_owned();
        let path = env::join_paths(
            [beside]
                .into_iter()
                .chain(env::split_paths(&env::var_os("PATH").unwrap())),
        );
        command
            .args(["-c", line])
            .current_dir(folder)
            .env("PATH", path.unwrap());
        self.clean(&mut command);
        command
    }

    fn clean(&self, command: &mut Command) {
        command
            .env("UDVALG_ARCHIVE", self.path("archive"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("HOME", self.folder.path())
            .env("TZ", "Europe/Copenhagen")
            .env_remove("UDVALG_CONFIG")
            .env_remove("UDVALG_READER")
            .env_remove("NO_COLOR");
    }
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command to its end.
pub(crate) fn run(mut command: Command) -> Ended {
    ended(
        command
            .output()
            .unwrap_or_else(|e| panic!("{command:?}: {e}")),
    )
}

/// What an output says, as text.
pub(crate) fn ended(output: Output) -> Ended {
    Ended {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A command that goes on while the test does; it is killed at the end at the latest.
pub(crate) struct Running(Child);

impl Running {
    /// Starts a command that writes its standard error into a file.
    pub(crate) fn start(mut command: Command, errors: &Path) -> Self {
        let errors = fs::File::create(errors).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        Self(command.stderr(errors).spawn().unwrap())
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Sends a signal to the process and its group, as a terminal does.
    pub(crate) fn signal(&self, signal: &str) {
        let group = format!("-{}", self.0.id());
        let mut kill = Command::new("kill");
        assert!(
            kill.args([signal, "--", &group])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Kills the process itself.
    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// The exit code, -1 where a signal ended it; `None` while it runs.
    pub(crate) fn ended(&mut self) -> Option<i32> {
        let status = self.0.try_wait().unwrap()?;
        Some(status.code().unwrap_or(-1))
    }

    /// Waits for the end.
    pub(crate) fn end(&mut self) -> i32 {
        until("the process ends", || self.ended().is_some());
        self.ended().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended_already = self.0.kill();
        let _waited = self.0.wait();
    }
}

/// Waits until something is so; for long, since the machine may be slow.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(60), "never: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Whether expected text is to be rewritten: `UPDATE_EXPECT=1 cargo test`.
pub(crate) fn updating() -> bool {
    env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1")
}

/// The first line in which two texts differ, for a message that can be read.
pub(crate) fn first_difference(expected: &str, found: &str) -> String {
    let mut lines = expected.lines().zip(found.lines()).enumerate();
    match lines.find(|(_, (e, f))| e != f) {
        Some((number, (e, f))) => format!("line {}\n  expected: {e}\n  found:    {f}", number + 1),
        None => format!(
            "{} lines were expected, {} found",
            expected.lines().count(),
            found.lines().count()
        ),
    }
}
