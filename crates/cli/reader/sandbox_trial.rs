//! Each wall, tried from within: a child of this test binary puts it up as a reader does, then tries to get out.

use std::{
    env, fs,
    io::{self, Write},
    net::{TcpListener, TcpStream, UdpSocket},
    os::{
        fd::AsFd,
        unix::{net::UnixListener, process::CommandExt},
    },
    path::PathBuf,
    process::{self, Command, Stdio},
    thread,
};

use super::*;
use crate::reader::{
    limits::{ReaderLimits, Sandbox},
    serve,
};

/// Tells a child what to put up and what to try.
const WALL: &str = "UDVALG_TRIAL_WALL";
const ATTEMPT: &str = "UDVALG_TRIAL_ATTEMPT";
const PARENT: &str = "UDVALG_TRIAL_PARENT";

/// How a child ends that got out.
const OUT: i32 = 0;
/// How a child ends that was held back.
const HELD: i32 = 1;
/// How a child ends on a system without the wall.
const NO_WALL: i32 = 77;

/// What is tried, as a word and an action.
type Attempt = (&'static str, fn() -> io::Result<()>);

const ATTEMPTS: &[Attempt] = &[
    ("read a file", || fs::read("/etc/passwd").map(drop)),
    ("list a folder", || fs::read_dir("/").map(drop)),
    ("write a file", || fs::write(scratch(), "x")),
    ("make a folder", || fs::create_dir(scratch())),
    ("listen at a path", || {
        UnixListener::bind(scratch()).map(drop)
    }),
    ("listen at a port", || {
        TcpListener::bind("127.0.0.1:0").map(drop)
    }),
    ("reach a port", || {
        match TcpStream::connect("127.0.0.1:9") {
            // Nobody listens there, but the question went out.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(()),
            done => done.map(drop),
        }
    }),
    ("have a datagram socket", || {
        UdpSocket::bind("127.0.0.1:0").map(drop)
    }),
    ("signal another process", || {
        let parent = env::var(PARENT).ok().and_then(|id| id.parse().ok());
        let parent = parent.and_then(rustix::process::Pid::from_raw).unwrap();
        Ok(rustix::process::test_kill_process(parent)?)
    }),
    ("start a program", || {
        Command::new("/bin/true").spawn().map(drop)
    }),
    // Comes back only where it failed; else the program's own end is that of a child that got out.
    ("become a program", || Err(Command::new("/bin/true").exec())),
    ("start a thread", || {
        thread::Builder::new().spawn(|| ()).map(drop)
    }),
    ("open one file more", || {
        io::stdin().as_fd().try_clone_to_owned().map(drop)
    }),
    ("write to a file that is open", || {
        let mut out = io::stdout();
        out.write_all(b"x").and_then(|()| out.flush())
    }),
    ("take more memory", || {
        let mut much: Vec<u8> = Vec::new();
        much.try_reserve_exact(2 << 30)
            .map_err(|_| io::ErrorKind::OutOfMemory.into())
    }),
];

fn scratch() -> PathBuf {
    env::temp_dir().join(format!("udvalg-trial-{}", process::id()))
}

fn limits() -> ReaderLimits {
    ReaderLimits {
        seconds: 30,
        memory_mib: 1024,
        file_mib: 1,
        unpacked_mib: 1,
        text_mib: 1,
        sandbox: Sandbox::Best,
    }
}

/// The child: no test by itself.
#[test]
fn child() {
    let (Ok(wall), Ok(attempt)) = (env::var(WALL), env::var(ATTEMPT)) else {
        return;
    };
    let stands = match wall.as_str() {
        "none" => true,
        "landlock" => close_files(),
        "seccomp" => close_system_calls(),
        "limits" => limits().bind().is_ok(),
        _ => serve::bind(&limits(), close_files()).is_ok_and(|all| all.lacking().is_empty()),
    };
    if !stands {
        process::exit(NO_WALL);
    }
    let (_, action) = ATTEMPTS.iter().find(|(word, _)| *word == attempt).unwrap();
    process::exit(if action().is_ok() { OUT } else { HELD });
}

/// How a child ended that tried one thing behind a wall; `None` for one that a signal ended.
fn tried(wall: &str, attempt: &str) -> Option<i32> {
    let folder = tempfile::tempdir().unwrap();
    let ended = Command::new(env::current_exe().unwrap())
        .args(["--exact", "reader::sandbox::trial::child", "--nocapture"])
        .env(WALL, wall)
        .env(ATTEMPT, attempt)
        .env(PARENT, process::id().to_string())
        .env("TMPDIR", folder.path())
        .stdin(Stdio::null())
        .stdout(fs::File::create(folder.path().join("out")).unwrap())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    ended.code()
}

fn skipped(why: &str) {
    crate::terminal::say(format_args!("skipped: {why}"));
}

/// A wall holds what it is there for.
fn holds(wall: &str, attempts: &[&str]) {
    for attempt in attempts {
        match tried(wall, attempt) {
            Some(NO_WALL) => {
                skipped(&format!("this system has no {wall}"));
                return;
            }
            Some(HELD) => {}
            // The system ends who writes more than it may.
            None if *attempt == "write to a file that is open" => {}
            code => panic!("{wall} did not hold: {attempt} ({code:?})"),
        }
    }
}

#[test]
fn without_a_wall_all_of_it_succeeds() {
    for (attempt, _) in ATTEMPTS {
        assert_eq!(tried("none", attempt), Some(OUT), "{attempt}");
    }
}

#[test]
fn landlock_closes_files() {
    let files = [
        "read a file",
        "list a folder",
        "write a file",
        "make a folder",
        "listen at a path",
    ];
    holds("landlock", &files);
}

#[test]
fn landlock_closes_ports_and_signals_where_it_knows_them() {
    let attempts = ["listen at a port", "reach a port", "signal another process"];
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
    let mut numbers = release.split('.').map(|n| n.parse::<u32>().unwrap_or(0));
    let version = (numbers.next().unwrap(), numbers.next().unwrap());
    if version < (6, 12) {
        skipped(&format!(
            "landlock of Linux {release} does not know them all"
        ));
    } else {
        holds("landlock", &attempts);
    }
}

#[test]
fn seccomp_closes_all_but_memory_and_pipes() {
    let allowed = ["write to a file that is open", "take more memory"];
    let attempts: Vec<_> = ATTEMPTS.iter().map(|(word, _)| *word).collect();
    let closed: Vec<_> = attempts
        .into_iter()
        .filter(|word| !allowed.contains(word))
        .collect();
    holds("seccomp", &closed);
}

#[test]
fn limits_bound_memory_and_files() {
    let attempts = [
        "take more memory",
        "open one file more",
        "write to a file that is open",
        "read a file",
    ];
    holds("limits", &attempts);
    if rustix::process::getuid().is_root() {
        skipped("root's processes are not counted");
    } else {
        holds("limits", &["start a thread", "start a program"]);
    }
}

#[test]
fn a_reader_gets_nowhere() {
    let attempts: Vec<_> = ATTEMPTS.iter().map(|(word, _)| *word).collect();
    holds("reader", &attempts);
}
