//! The names of files within a file.

use rustc_hash::FxHashMap;

/// Names that the files within one file have so far, each with the number that its next namesake gets.
#[derive(Debug, Default)]
pub(crate) struct Names(FxHashMap<String, u32>);

impl Names {
    /// The name, with a number where a file before has it.
    pub(crate) fn free(&mut self, name: &str) -> String {
        let (stem, ending) = name
            .rsplit_once('.')
            .map_or((name, String::new()), |(stem, ending)| {
                (stem, format!(".{ending}"))
            });
        let mut number = self.0.get(name).copied().unwrap_or(0);
        let mut free = name.to_owned();
        while self.0.contains_key(&free) {
            number = number.max(1) + 1;
            free = format!("{stem} ({number}){ending}");
        }
        self.0.insert(name.to_owned(), number);
        self.0.entry(free.clone()).or_default();
        free
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
    fn a_name_is_given_once() {
        let mut names = Names::default();
        let given = [
            "bilag.pdf",
            "bilag.pdf",
            "andet.pdf",
            "bilag (3).pdf",
            "bilag.pdf",
        ];
        assert_eq!(
            given.map(|name| names.free(name)),
            [
                "bilag.pdf",
                "bilag (2).pdf",
                "andet.pdf",
                "bilag (3).pdf",
                "bilag (4).pdf"
            ]
        );
    }
}
