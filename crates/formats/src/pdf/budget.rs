//! What a file may cost before its reader stops.

/// What a call of a form costs, in glyphs: its stream is unpacked and parsed again.
pub(super) const FORM: u64 = 50;

/// Thrown past the interpreter when nothing is left to spend.
pub(super) struct Spent;

/// Operators and glyphs that may still be drawn.
#[derive(Debug)]
pub(super) struct Budget {
    left: u64,
}

/// Enough for a book of two thousand close pages.
impl Default for Budget {
    fn default() -> Self {
        Self { left: 20_000_000 }
    }
}

impl Budget {
    /// Takes an amount; whether there was enough.
    pub(super) fn spend(&mut self, amount: u64) -> bool {
        let enough = amount <= self.left;
        self.left = self.left.saturating_sub(amount);
        enough
    }
}
