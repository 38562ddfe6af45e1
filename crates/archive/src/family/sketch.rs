//! A text as a few numbers by which texts alike are found and compared (MinHash).

use paper::each_word;
use serde::{Deserialize, Serialize};

/// Numbers of a sketch: the share that two have in common is off by 4 in a hundred (one standard deviation).
const NUMBERS: usize = 128;

/// Bands by which a text is found, and numbers in each: of texts that share a third of their pairs of words, nearly half have a
/// band in common; of those that share two thirds, 99.6 in a hundred.
const BANDS: usize = 16;
const ROWS: usize = 3;

/// What is kept of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sketch {
    /// A number for all words in order.
    pub(super) words: u64,
    /// How many words.
    pub(super) count: u32,
    /// Of the pairs of words that follow each other, two bytes a number.
    pairs: Vec<u8>,
    /// Of the words that name or count something.
    names: Vec<u8>,
}

impl Sketch {
    pub(super) fn new(text: &str) -> Self {
        let (mut pairs, mut names) = (Least::new(), Least::new());
        let (mut all, mut count, mut last) = (0, 0, None);
        each_word(text, |word| {
            let number = number_of(word.text);
            all = mixed(all ^ number);
            count += 1;
            if word.text.chars().nth(1).is_none() {
                // Labels of lists and bullets, which differ between formats.
                return;
            }
            if word.is_name {
                names.add(number);
            }
            if let Some(last) = last.replace(number) {
                pairs.add(mixed(last) ^ number);
            }
        });
        Self {
            words: all,
            count,
            pairs: pairs.numbers(),
            names: names.numbers(),
        }
    }

    /// Which share of its pairs of words two texts have in common, in hundredths.
    pub(super) fn likeness(&self, other: &Self) -> u32 {
        share(&self.pairs, &other.pairs)
    }

    /// The same of names and numbers.
    pub(super) fn names_alike(&self, other: &Self) -> u32 {
        share(&self.names, &other.names)
    }

    /// A number for each band.
    pub(super) fn bands(&self) -> Vec<u64> {
        let bands = self.pairs.chunks_exact(2 * ROWS).take(BANDS);
        let band = |(at, rows): (usize, &[u8])| {
            let start = mixed(at as u64 + 1);
            rows.iter()
                .fold(start, |sum, &row| mixed(sum ^ u64::from(row)))
        };
        bands.enumerate().map(band).collect()
    }
}

fn share(a: &[u8], b: &[u8]) -> u32 {
    let numbers = a.chunks_exact(2).zip(b.chunks_exact(2));
    let same = numbers.filter(|(a, b)| a == b).count();
    u32::try_from(same * 100 / NUMBERS).unwrap_or(100)
}

/// The least of each of many hashes.
struct Least([u32; NUMBERS]);

impl Least {
    fn new() -> Self {
        Self([u32::MAX; NUMBERS])
    }

    fn add(&mut self, number: u64) {
        let number = mixed(number);
        #[expect(clippy::cast_possible_truncation, reason = "its two halves")]
        let (low, high) = (number as u32, (number >> 32) as u32);
        let mut step = high | 1;
        for least in &mut self.0 {
            // Another odd factor for each: cheap, and as good as hashes of their own, since `number` is mixed already.
            step = step.wrapping_add(0x9e37_79b8);
            let hash = low.wrapping_mul(step) ^ low.rotate_left(15).wrapping_mul(0x85eb_ca6b);
            *least = (*least).min(hash.wrapping_add(step));
        }
    }

    /// Two bytes of each, mixed: the least ones have none but zeros in front.
    fn numbers(&self) -> Vec<u8> {
        let short = |&least: &u32| mixed(u64::from(least)).to_le_bytes().into_iter().take(2);
        self.0.iter().flat_map(short).collect()
    }
}

/// A number for a word (FNV-1a, mixed).
pub(super) fn number_of(word: &str) -> u64 {
    mixed(word.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }))
}

/// Each bit of a number spread over all of another one (SplitMix64).
pub(super) fn mixed(number: u64) -> u64 {
    let a = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let b = (a ^ (a >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let c = (b ^ (b >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    c ^ (c >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The estimate is worth what its size promises.
    #[test]
    fn the_share_in_common_is_estimated() {
        let text = |from: u32, to: u32| {
            let words: Vec<String> = (from..to).map(|n| format!("ord{n}")).collect();
            Sketch::new(&words.join(" "))
        };
        for (shared, expected) in [(1000, 100), (900, 81), (667, 50), (500, 33), (0, 0)] {
            let estimate = text(0, 1000).likeness(&text(1000 - shared, 2000 - shared));
            assert!(
                estimate.abs_diff(expected) <= 9,
                "{shared}: {estimate} instead of {expected}"
            );
        }
    }

    #[test]
    fn names_and_numbers_are_told_apart() {
        let one = Sketch::new("Kragelev Kommune får 500.000 kr. til det nye hus for alle");
        let prose = Sketch::new("Kragelev Kommune giver 500.000 kr. til det store hus for unge");
        let name = Sketch::new("Nordfjærd Kommune får 250.000 kr. til det nye hus for alle");
        assert_eq!(one.names_alike(&prose), 100);
        assert!(one.names_alike(&name) < 40 && one.likeness(&name) > one.likeness(&prose));
    }
}
