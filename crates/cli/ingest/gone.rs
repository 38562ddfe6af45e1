//! What the archive knows in a folder and a walk through it does not come to.

use archive::{Archive, ArchiveError, Known, KnownBelow};

/// What is known in a folder, gone through beside a walk.
pub(super) struct Absent<'a, 'k, 's> {
    archive: &'a Archive,
    known: &'k mut KnownBelow<'s>,
    /// The next file that is known, and where it is.
    next: Option<Known>,
    location: String,
    /// Where the walk was last.
    seen: String,
    /// The folder that was left out last, with its slash.
    left_out: String,
    /// Folders that could not be looked at, or only in part, with their slashes.
    hidden: Vec<String>,
    /// A file that is known and holds others.
    mother: String,
    gone: Vec<String>,
}

impl<'a, 'k, 's> Absent<'a, 'k, 's> {
    /// Begins at the first file that is known.
    ///
    /// # Errors
    /// As the archive has them.
    pub(super) fn new(
        archive: &'a Archive,
        known: &'k mut KnownBelow<'s>,
    ) -> Result<Self, ArchiveError> {
        let mut absent = Self {
            archive,
            known,
            next: None,
            location: String::new(),
            seen: String::new(),
            left_out: String::new(),
            hidden: Vec::new(),
            mother: String::new(),
            gone: Vec::new(),
        };
        absent.advance()?;
        Ok(absent)
    }

    /// Goes on to where the walk is, past what is not there any more, and gives what is known of that location.
    ///
    /// # Errors
    /// As the archive has them.
    pub(super) fn up_to(&mut self, location: &str) -> Result<Option<Known>, ArchiveError> {
        while let Some(known) = self.next {
            match self.location.as_str().cmp(location) {
                std::cmp::Ordering::Less => self.pass(known)?,
                std::cmp::Ordering::Equal => {
                    self.advance()?;
                    return Ok(Some(known));
                }
                std::cmp::Ordering::Greater => break,
            }
        }
        Ok(None)
    }

    /// The walk was at a file, or at a folder that it left out: what is within and below is not gone.
    pub(super) fn seen(&mut self, location: &str) {
        let seen = if location.ends_with('/') {
            &mut self.left_out
        } else {
            &mut self.seen
        };
        seen.clear();
        seen.push_str(location);
    }

    /// The walk cannot tell what is at or below a location.
    pub(super) fn hide(&mut self, location: &str) {
        let own = location.trim_end_matches('/');
        if let Ok(at) = self.gone.binary_search_by(|gone| gone.as_str().cmp(own)) {
            self.gone.remove(at);
        }
        if location.ends_with('/') {
            self.hidden.push(location.to_owned());
        }
    }

    /// Goes on to the end. Returns the locations of what is gone; what lies within files goes with those.
    ///
    /// # Errors
    /// As the archive has them.
    pub(super) fn rest(mut self) -> Result<Vec<String>, ArchiveError> {
        while let Some(known) = self.next {
            self.pass(known)?;
        }
        Ok(self.gone)
    }

    /// Passes a file that the walk did not come to.
    fn pass(&mut self, known: Known) -> Result<(), ArchiveError> {
        if !known.missing && !self.is_hidden() && !self.is_within_known()? {
            self.gone.push(self.location.clone());
        }
        self.advance()
    }

    fn is_hidden(&self) -> bool {
        let below = |folder: &String| !folder.is_empty() && self.location.starts_with(folder);
        below(&self.left_out) || self.hidden.iter().any(below)
    }

    /// Whether it lies within a file that is known (`mother.pdf!/bilag.pdf`), and is there as long as that is. It need not
    /// follow its mother at once: a space sorts before the `!`.
    fn is_within_known(&mut self) -> Result<bool, ArchiveError> {
        let within = |mother: &str| {
            let rest = self.location.strip_prefix(mother);
            !mother.is_empty() && rest.is_some_and(|rest| rest.starts_with("!/"))
        };
        if within(&self.seen) || within(&self.mother) {
            return Ok(true);
        }
        for (at, _) in self.location.match_indices("!/") {
            let mother = self.location.get(..at).unwrap_or_default();
            // A folder may be called so as well.
            if self.archive.known(mother)?.is_some() {
                self.mother = mother.to_owned();
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn advance(&mut self) -> Result<(), ArchiveError> {
        self.next = match self.known.step()? {
            Some((location, known)) => {
                self.location.clear();
                self.location.push_str(location);
                Some(known)
            }
            None => None,
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use archive::{Access, Failure, Place};

    use super::*;

    /// What is gone, of files that are known, after a walk; a location of the walk begins with `-` where it was left out and
    /// with `?` where it could not be looked at.
    fn gone(known: &[&str], walk: &[&str]) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
        let mut batch = archive.batch(jiff::Timestamp::UNIX_EPOCH).unwrap();
        for location in known {
            let place = Place {
                location,
                path: location,
                size: 1,
                mtime_ns: 1,
            };
            let failure = Failure {
                reason: "io",
                message: "m",
                reader: 1,
            };
            batch.put_failure(&place, &failure).unwrap();
        }
        batch.commit().unwrap();
        let found = archive.known_below("", |known| {
            let mut absent = Absent::new(&archive, known)?;
            for step in walk {
                let location = step.trim_start_matches(['-', '?']);
                let is_known = absent.up_to(location)?.is_some();
                assert_eq!(is_known, archive.known(location)?.is_some(), "{location}");
                absent.seen(location);
                if step.starts_with('?') {
                    absent.hide(location);
                }
            }
            absent.rest()
        });
        found.unwrap()
    }

    #[test]
    fn what_the_walk_does_not_come_to_is_gone() {
        let known = ["/a b", "/a.txt", "/a/x", "/b"];
        assert_eq!(gone(&known, &["/a.txt", "/b"]), ["/a b", "/a/x"]);
        assert_eq!(gone(&known, &[]), known);
        assert!(gone(&known, &["/a b", "/a.txt", "/a/x", "/a/y", "/b"]).is_empty());
    }

    #[test]
    fn what_was_left_out_or_could_not_be_listed_whole_is_not_gone() {
        let known = ["/a/x", "/a/y/z", "/ab", "/b", "/b/x"];
        assert_eq!(gone(&known, &["-/a/", "-/b"]), ["/ab", "/b/x"]);
        // Of a folder that was listed in part, what was seen and then left out hides no less.
        assert_eq!(gone(&known, &["?/a/", "-/a/y/", "/ab"]), ["/b", "/b/x"]);
        // The failure of the folder itself stays until it can be looked at.
        assert_eq!(gone(&known, &["?/b/"]), ["/a/x", "/a/y/z", "/ab"]);
    }

    #[test]
    fn what_lies_within_a_file_goes_with_it() {
        let known = [
            "/a.eml",
            "/a.eml b",
            "/a.eml!/x",
            "/a.eml!/x!/y",
            "/b!/c",
            "/d.zip!/e",
        ];
        // The second of these stands between a mail and what is attached to it; the fifth lies in a folder of that name.
        assert_eq!(
            gone(&known, &["/a.eml", "/a.eml b"]),
            ["/b!/c", "/d.zip!/e"]
        );
        assert_eq!(
            gone(&known, &["/b!/c"]),
            ["/a.eml", "/a.eml b", "/d.zip!/e"]
        );
    }
}
