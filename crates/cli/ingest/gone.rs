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
