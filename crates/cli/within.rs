//! Files within files: each is a paper of its own that knows its mother, `mother.pdf!/bilag.pdf`.

use std::{collections::VecDeque, path::Path};

use formats::Enclosed;

use crate::files;

/// How deep files may lie within each other.
const DEEPEST: usize = 4;
/// Files that are taken out of one file, at all depths.
const MOST: usize = 1_000;

/// A file within another.
#[derive(Debug)]
pub(crate) struct Part {
    /// What follows the mother's path: `!/bilag.pdf`, `!/bilag.pdf!/skema.docx`.
    pub(crate) path: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    depth: usize,
}

impl Part {
    /// The extension of its name, lower case.
    pub(crate) fn extension(&self) -> Option<String> {
        files::extension(Path::new(&self.path))
    }
}

/// The files within a file that are still to be read.
#[derive(Debug)]
pub(crate) struct Within {
    open: VecDeque<Part>,
    left: usize,
}

impl Within {
    /// Those directly within a file.
    pub(crate) fn of(enclosed: Vec<Enclosed>) -> Self {
        let mut within = Self {
            open: VecDeque::new(),
            left: MOST,
        };
        within.push("", 1, enclosed);
        within
    }

    /// The next one.
    pub(crate) fn next(&mut self) -> Option<Part> {
        self.open.pop_front()
    }

    /// Adds those within one of them.
    pub(crate) fn add(&mut self, mother: &Part, enclosed: Vec<Enclosed>) {
        if mother.depth < DEEPEST {
            self.push(&mother.path, mother.depth + 1, enclosed);
        }
    }

    fn push(&mut self, mother: &str, depth: usize, enclosed: Vec<Enclosed>) {
        for file in enclosed {
            let Some(left) = self.left.checked_sub(1) else {
                return;
            };
            self.left = left;
            self.open.push_back(Part {
                path: format!("{mother}!/{}", file.name),
                bytes: file.bytes,
                depth,
            });
        }
    }
}
