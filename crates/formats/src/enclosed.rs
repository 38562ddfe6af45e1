//! Files within files.

use std::collections::HashMap;

use crate::ReadError;

/// A file within another one: attached, pinned to a page, packed in a zip.
#[derive(Debug)]
pub struct Enclosed {
    /// Its name there, with the folders of a zip; no other file of the same one has it, and it leads nowhere else.
    pub name: String,
    /// Its bytes, or why it cannot be taken out.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// A file with what is within it.
#[derive(Debug, Default)]
pub struct Whole {
    /// What was read of the file itself; nothing of a [container](crate::Format::is_container).
    pub document: paper::Document,
    /// The files within it, as many as the limits allow at a time.
    pub enclosed: Vec<Enclosed>,
    /// Where to go on with those that are left.
    pub more: Option<usize>,
}

/// Names that are given once each.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Each with the number that the next of it gets.
    known: HashMap<String, u32>,
}

impl Names {
    /// The name, with a number where another file has it already.
    pub(crate) fn give(&mut self, name: &str) -> String {
        let mut given = name.to_owned();
        while let Some(next) = self.known.get_mut(&given) {
            // The number is kept with the first name, so that many of one name do not cost the square of it.
            let number = *next;
            *next += 1;
            let at = name
                .rfind('.')
                .filter(|&at| at > name.rfind('/').unwrap_or(0));
            let (stem, ending) = name.split_at(at.unwrap_or(name.len()));
            let numbered = format!("{stem} ({number}){ending}");
            if !self.known.contains_key(&numbered) {
                given = numbered;
            }
        }
        self.known.insert(given.clone(), 2);
        given
    }
}

/// The last part of a name that may be a path, without what no file name has.
pub(crate) fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\', ':']).next().unwrap_or("");
    let plain: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    match plain.trim() {
        "" | "." | ".." => "vedhæftet".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\Sager\\Bilag 1.pdf"), "Bilag 1.pdf");
        assert_eq!(plain_name(".."), "vedhæftet");
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut names = Names::default();
        let given: Vec<String> = ["a/b.c/d", "a/b.c/d", "a.pdf", "a (2).pdf", "a.pdf", "a.pdf"]
            .into_iter()
            .map(|name| names.give(name))
            .collect();
        assert_eq!(
            given,
            [
                "a/b.c/d",
                "a/b.c/d (2)",
                "a.pdf",
                "a (2).pdf",
                "a (3).pdf",
                "a (4).pdf"
            ]
        );
    }
}
