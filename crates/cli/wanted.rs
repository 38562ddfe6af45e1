//! Which of the files below a folder are wanted.

use std::path::Path;

use anyhow::anyhow;

use crate::{
    args,
    exit::{CONFIGURATION, Failure, WRONG_USE},
    files,
    glob::Glob,
};

/// Which of the files below a folder are wanted. Globs are matched against the path below the folder.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// None for all.
    include: Vec<Glob>,
    exclude: Vec<Glob>,
    hidden: bool,
    /// Whether links to folders are followed.
    pub(crate) follow: bool,
}

impl Wanted {
    /// What the command line says, and the globs of the settings that are left out always.
    ///
    /// # Errors
    /// A glob that is none.
    pub(crate) fn new(args: &args::Sources, left_out: &[String]) -> Result<Self, Failure> {
        let mut exclude = globs(left_out, "ingest.exclude", CONFIGURATION)?;
        exclude.extend(globs(&args.exclude, "--exclude", WRONG_USE)?);
        Ok(Self {
            include: globs(&args.include, "--include", WRONG_USE)?,
            exclude,
            hidden: args.hidden,
            follow: args.follow,
        })
    }

    /// All but what the settings leave out.
    ///
    /// # Errors
    /// A glob that is none.
    pub(crate) fn of_settings(left_out: &[String]) -> Result<Self, Failure> {
        Ok(Self {
            include: Vec::new(),
            exclude: globs(left_out, "ingest.exclude", CONFIGURATION)?,
            hidden: false,
            follow: false,
        })
    }

    /// Whether a file or folder is left out whatever is to be included. `path` is below the folder, `name` its end.
    pub(crate) fn leaves(&self, path: &str, name: &str) -> bool {
        is_lock(name)
            || (name.starts_with('.') && !self.hidden)
            || self.exclude.iter().any(|glob| glob.matches(path))
    }

    /// Whether a file is among those to be included, or with a folder all that is below it.
    pub(crate) fn includes(&self, path: &str) -> bool {
        self.include.is_empty() || self.include.iter().any(|glob| glob.matches(path))
    }

    /// Whether a walk comes to what lies at `below` a folder.
    pub(crate) fn reaches(&self, below: &Path, is_file: bool) -> bool {
        let mut included = false;
        let mut above: Vec<&Path> = below.ancestors().collect();
        // The last one is the folder itself, which is walked whatever it is called.
        above.pop();
        for path in above.into_iter().rev() {
            let path = files::name_of(path);
            let name = path.rsplit('/').next().unwrap_or_default();
            if self.leaves(&path, name) {
                return false;
            }
            included = included || self.includes(&path);
        }
        included || !is_file
    }
}

/// Whether a name is that of a lock file that Word leaves beside an open document.
fn is_lock(name: &str) -> bool {
    name.starts_with("~$")
}

/// Whether a walk that is not asked for hidden files leaves a name out.
pub(crate) fn is_left(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || is_lock(&name)
}

fn globs(texts: &[String], from: &str, code: u8) -> Result<Vec<Glob>, Failure> {
    let parsed = texts.iter().map(|text| {
        Glob::parse(text)
            .map_err(|what| Failure::new(code, anyhow!("{from} {text}: the glob {what}")))
    });
    parsed.collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn wanted(line: &str) -> Result<Wanted, Failure> {
        let words = ["udvalg", "ingest", "papers"].into_iter();
        let cli = args::Cli::parse_from(words.chain(line.split_whitespace()));
        let args::Command::Ingest(ingest) = cli.command else {
            panic!("{line} is no ingest");
        };
        Wanted::new(&ingest.sources, &["gamle".to_owned()])
    }

    #[test]
    fn what_is_left_out_is_left_out_with_all_below_it() {
        for (line, path, expected) in [
            ("", "a.txt", true),
            ("", ".a.txt", false),
            ("--hidden", ".a/b.txt", true),
            ("--hidden", "~$a.docx", false),
            ("--exclude *.txt", "a/b/C.TXT", false),
            ("--exclude kladder", "a/kladder/b/c.txt", false),
            ("--exclude kladder/", "a/kladder/c.txt", false),
            ("--include *.pdf", "a/b.txt", false),
            ("--include *.pdf", "a/b.PDF", true),
            ("--include sager/2021", "sager/2021/a/b.txt", true),
            ("--include sager/2021", "sager/2022/b.txt", false),
            ("--include *.txt --exclude b*", "a/b.txt", false),
            ("--exclude blå?", "blåø/c.txt", false),
            ("", "x/gamle/c.txt", false),
        ] {
            let wanted = wanted(line).unwrap();
            assert_eq!(
                wanted.reaches(Path::new(path), true),
                expected,
                "{line}: {path}"
            );
        }
    }

    #[test]
    fn a_glob_that_is_none_is_wrong_use() {
        let failure = wanted("--exclude a[b").unwrap_err();
        assert_eq!(failure.code, WRONG_USE);
        assert!(failure.error.to_string().contains("--exclude a[b"));
    }
}
