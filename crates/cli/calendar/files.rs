//! Files of calendars: their names, and how they are put in their place.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
};

use crate::output::Part;

/// Longest name of a file, in characters, without its ending and what tells it from others: 255 octets are what file
/// systems take, and an å has two, three where its ring stands by itself.
const LONGEST: usize = 60;
/// Largest calendar file that is read.
const LARGEST: u64 = 256 << 20;

/// A name as file systems take it: small letters and digits, also æ, ø and å, all else a hyphen.
pub(crate) fn name(text: &str) -> String {
    let mut name = String::new();
    let lower = text.to_lowercase();
    let kept = lower
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c));
    for c in kept {
        if c.is_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let cut = name
        .char_indices()
        .nth(LONGEST)
        .map_or(name.len(), |(at, _)| at);
    name.truncate(cut);
    let name = name.trim_matches('-');
    // What Windows takes for a device, whatever its ending.
    let device = ["con", "prn", "aux", "nul"].contains(&name)
        || (name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt")));
    if name.is_empty() || device {
        return format!("kalender-{name}").trim_end_matches('-').to_owned();
    }
    name.to_owned()
}

/// Writes a file in one piece; one that says the same already stays, with its time.
///
/// # Errors
/// As the file system has them.
pub(crate) fn replace(file: &Path, text: &str) -> io::Result<()> {
    if fs::read(file).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let mut part = Part::create(file)?;
    part.write_all(text.as_bytes())?;
    part.finish()
}

/// A file that is no larger than a calendar may be; `None` where it is, or cannot be read.
pub(crate) fn small(file: &Path) -> Option<Vec<u8>> {
    bounded(File::open(file).ok()?).ok()
}

/// What a calendar file holds.
///
/// # Errors
/// As reading has them; what is larger than a calendar may be.
pub(crate) fn bounded(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST) {
        return Ok(bytes);
    }
    let message = format!("is larger than {} MiB", LARGEST >> 20);
    Err(io::Error::new(io::ErrorKind::FileTooLarge, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_everywhere() {
        for (text, wanted) in [
            ("Region Midtjylland", "region-midtjylland"),
            ("Børne- og Ungeudvalget / KL", "børne-og-ungeudvalget-kl"),
            ("../../etc/passwd", "etc-passwd"),
            ("NUL", "kalender-nul"),
            ("Com1", "kalender-com1"),
            ("…", "kalender"),
            ("a\u{30a}rs.", "ars"),
        ] {
            assert_eq!(name(text), wanted);
        }
        assert_eq!(name(&"å".repeat(300)).chars().count(), LONGEST);
    }
}
