//! Tesseract by itself, for the examples that measure beside it or keep what it says.

use std::{
    io::Write,
    process::{Command, Stdio},
};

/// Tesseract's table (TSV) of a picture (PGM); `None` where it is not installed.
pub(crate) fn table(picture: &[u8], dpi: u32) -> Option<Vec<u8>> {
    let dpi = dpi.to_string();
    let mut child = Command::new("tesseract")
        .args(["stdin", "stdout", "-l", "dan", "--dpi", &dpi, "tsv"])
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(picture).ok()?;
    Some(child.wait_with_output().ok()?.stdout)
}
