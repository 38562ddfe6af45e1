//! A Danish dictionary that the user has installed, as a source of more stems.
//!
//! Hunspell's `da_DK.aff` and `da_DK.dic` (hunspell(5)) say of each word which link it takes before another part. Only that is
//! read: flags as numbers, `COMPOUNDBEGIN`, `COMPOUNDMIDDLE`, `COMPOUNDEND`, and the `SFX` rules that lead to them without
//! taking letters away. The dictionary is its makers'; nothing of it is part of this project.

use std::collections::HashMap;

use thiserror::Error;

use super::lexicon::Lexicon;

/// What keeps a file from being read as a dictionary.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum DictionaryError {
    /// The `.aff` file names no flag for the parts of compounds, or its flags are no numbers.
    #[error("the .aff file tells nothing of compounds (no COMPOUNDBEGIN with a number)")]
    NoCompounds,
    /// The `.dic` file holds no word that may stand in a compound.
    #[error("no word of the .dic file may stand in a compound")]
    NoWords,
}

/// The fewest letters of a word that is taken up: shorter ones stand in our own list, chosen by hand.
const SHORTEST: usize = 4;
/// The dictionary's words are read after those of the list; long ones, which may be compounds themselves, later still.
const DOUBT: f32 = 0.2;
const LONG: (usize, f32) = (9, 0.12);

impl Lexicon {
    /// Takes up the words of a dictionary that may stand in compounds, and tells how many.
    ///
    /// # Errors
    /// When the texts are no `.aff` and `.dic` that tell of compounds; the lexicon is then as it was.
    ///
    /// ```
    /// let aff = "COMPOUNDBEGIN 32\nCOMPOUNDEND 34\nSFX 29 Y 1\nSFX 29 0 s/32,35 .\nSFX 39 Y 1\nSFX 39 0 0/34 .\n";
    /// let mut lexicon = danish::words::Lexicon::default();
    /// assert_eq!(lexicon.take_up(aff, "2\nkvalitet/29,39\nudvalg/29,39\nKøge/9\n"), Ok(2));
    /// assert_eq!(lexicon.split("kvalitetsudvalg"), ["kvalitet", "udvalg"]);
    /// ```
    pub fn take_up(&mut self, aff: &str, dic: &str) -> Result<usize, DictionaryError> {
        let flags = Flags::read(aff).ok_or(DictionaryError::NoCompounds)?;
        let mut taken = 0;
        for line in dic.lines() {
            let Some((word, given)) = line.split_once('/') else {
                continue;
            };
            let letters = word.chars().count();
            let plain = letters >= SHORTEST && word.chars().all(char::is_lowercase);
            // The dictionary holds compounds too.
            if !plain || self.explains(word) {
                continue;
            }
            let doubt = DOUBT + LONG.1 * letters.saturating_sub(LONG.0) as f32;
            let given = given.split([' ', '\t']).next().unwrap_or("");
            let links: Vec<&String> = numbers(given).filter_map(|f| flags.links.get(&f)).collect();
            let ends = numbers(given).any(|flag| flags.ends.contains(&flag));
            for link in &links {
                self.join(&format!("{word}{link}"), word, doubt);
            }
            if ends {
                self.base(word, word, doubt);
            }
            taken += usize::from(ends || !links.is_empty());
        }
        if taken == 0 {
            return Err(DictionaryError::NoWords);
        }
        Ok(taken)
    }
}

/// What the flags of an `.aff` file say of compounds.
#[derive(Debug, Default)]
struct Flags {
    /// What a word with the flag adds before another part.
    links: HashMap<u32, String>,
    /// Flags with which a word may end a compound.
    ends: Vec<u32>,
}

impl Flags {
    fn read(aff: &str) -> Option<Self> {
        let named = |name: &str| {
            aff.lines().find_map(|line| {
                let value = line.strip_prefix(name)?.strip_prefix(' ')?;
                value.trim().parse::<u32>().ok()
            })
        };
        let begin = named("COMPOUNDBEGIN")?;
        let end = named("COMPOUNDEND");
        let mut flags = Self {
            links: HashMap::from([(begin, String::new())]),
            ends: end.into_iter().collect(),
        };
        for line in aff.lines() {
            let mut words = line.split_ascii_whitespace();
            if words.next() != Some("SFX") {
                continue;
            }
            // SFX flag strip add/flags condition; nothing is stripped in what only links.
            let (flag, strip, add) = (words.next(), words.next(), words.next());
            let (Some(Ok(flag)), Some("0"), Some(add)) = (flag.map(str::parse), strip, add) else {
                continue;
            };
            let Some((add, led)) = add.split_once('/') else {
                continue;
            };
            let add = if add == "0" { "" } else { add };
            if numbers(led).any(|n| n == begin) && add.chars().all(char::is_alphabetic) {
                flags.links.entry(flag).or_insert_with(|| add.to_owned());
            }
            if numbers(led).any(|n| Some(n) == end) && add.is_empty() {
                flags.ends.push(flag);
            }
        }
        Some(flags)
    }
}

fn numbers(flags: &str) -> impl Iterator<Item = u32> + '_ {
    flags.split(',').filter_map(|flag| flag.parse().ok())
}
