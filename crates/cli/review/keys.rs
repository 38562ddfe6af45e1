//! Keys and lines of the terminal, and its state as it was.
//!
//! The terminal gives keys one by one only while one is waited for, so that a kill at any other moment leaves it as it was;
//! a signal or a panic while one is waited for gives it back too.

use std::io;

use crate::exit::Failure;

/// What a person pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// A letter, small or capital: the end of an arrow key that came late is a capital, and answers nothing.
    Letter(char),
    /// A key of several bytes: an arrow, F3, Escape itself.
    Other,
    /// Enter.
    Enter,
    /// Ctrl-C, Ctrl-D, the end of the input, or a request to end.
    End,
}

/// What keys begin with that are no letters (ECMA-48 5.4): left is ESC [ D, F3 is ESC O R.
const ESCAPE: u8 = 0x1b;

impl Key {
    fn of(byte: u8) -> Self {
        match byte {
            b'\r' | b'\n' => Self::Enter,
            0x03 | 0x04 => Self::End,
            ESCAPE => Self::Other,
            other => Self::Letter(char::from(other)),
        }
    }
}

/// Shows what may be pressed and waits for a key. A key that is pressed as soon as that is seen is taken as one.
///
/// # Errors
/// Where the terminal cannot be read or written.
#[cfg(unix)]
pub(super) fn key(show: impl FnOnce() -> Result<(), Failure>) -> Result<Key, Failure> {
    let _raw = unix::Raw::new()?;
    show()?;
    let key = unix::byte()?.map_or(Key::End, Key::of);
    if key == Key::Other {
        unix::drop_rest()?;
    }
    Ok(key)
}

/// Waits for a line. `None` at the end of the input.
///
/// # Errors
/// Where the terminal cannot be read.
#[cfg(unix)]
pub(super) fn line() -> io::Result<Option<String>> {
    let mut line = Vec::new();
    loop {
        match unix::byte()? {
            None if line.is_empty() => return Ok(None),
            None | Some(b'\n') => return Ok(Some(String::from_utf8_lossy(&line).into_owned())),
            Some(byte) => line.push(byte),
        }
    }
}

#[cfg(unix)]
mod unix {
    use std::io;

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr},
    };

    use crate::stop;

    /// How often it is looked whether someone asked to stop.
    const LOOK: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 200_000_000,
    };

    /// How long the bytes of one key may be apart.
    const APART: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 50_000_000,
    };

    /// A terminal that gives each key at once and shows none; dropped, it is as it was before.
    pub(super) struct Raw(Termios);

    impl Raw {
        pub(super) fn new() -> io::Result<Self> {
            let before = tcgetattr(io::stdin())?;
            let mut raw = before.clone();
            // Ctrl-C is a key like others meanwhile, so that nobody is ended between two states.
            raw.local_modes
                .remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG);
            tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
            Ok(Self(before))
        }
    }

    impl Drop for Raw {
        fn drop(&mut self) {
            // A terminal that is closed needs no state.
            let _closed = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
        }
    }

    /// A byte of the input, past all buffers; `None` at its end, or where someone asked to stop.
    pub(super) fn byte() -> io::Result<Option<u8>> {
        let stdin = io::stdin();
        while !stop::asked() {
            let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
            match poll(&mut fds, Some(&LOOK)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => continue,
                Ok(_) => {}
                Err(error) => return Err(error.into()),
            }
            let mut byte = [0];
            return match rustix::io::read(stdin, &mut byte)? {
                0 => Ok(None),
                _ => Ok(byte.first().copied()),
            };
        }
        Ok(None)
    }

    /// Reads past the rest of a key.
    pub(super) fn drop_rest() -> io::Result<()> {
        let stdin = io::stdin();
        loop {
            match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&APART)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => return Ok(()),
                Ok(_) => {}
                Err(error) => return Err(error.into()),
            }
            if rustix::io::read(&stdin, &mut [0; 64])? == 0 {
                return Ok(());
            }
        }
    }
}

/// Shows what may be pressed, waits for a line, and takes its first letter for the key.
///
/// # Errors
/// Where the terminal cannot be read or written.
#[cfg(not(unix))]
pub(super) fn key(show: impl FnOnce() -> Result<(), Failure>) -> Result<Key, Failure> {
    show()?;
    Ok(line()?.map_or(Key::End, |line| {
        let first = line.trim().bytes().next();
        first.map_or(Key::Enter, |byte| Key::of(byte.to_ascii_lowercase()))
    }))
}

/// Waits for a line. `None` at the end of the input.
///
/// # Errors
/// Where the terminal cannot be read.
#[cfg(not(unix))]
pub(super) fn line() -> io::Result<Option<String>> {
    let mut line = String::new();
    Ok((io::stdin().read_line(&mut line)? > 0).then_some(line))
}
