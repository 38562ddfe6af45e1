//! Numbers drawn by a seed, the same on every machine.

/// A sequence of numbers (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    /// The sequence of one thing of a seed: of a paper, of a word.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let mut random = Self(seed ^ number.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to 1.
    pub(crate) fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of so many, all equally often.
    pub(crate) fn below(&mut self, many: usize) -> usize {
        (self.part() * many as f64) as usize
    }

    /// One of so many, the first most often: the second half as often, the third a third as often (Zipf's law).
    pub(crate) fn zipf(&mut self, many: usize) -> usize {
        let rank = (self.part() * (many as f64 + 1.0).ln()).exp();
        (rank as usize).clamp(1, many) - 1
    }

    /// Whether something is so that is so in this many of a hundred cases.
    pub(crate) fn percent(&mut self, many: usize) -> bool {
        self.below(100) < many
    }

    /// One of some, all equally often.
    pub(crate) fn one<'a, T: ?Sized>(&mut self, some: &[&'a T]) -> &'a T {
        some[self.below(some.len())]
    }
}
