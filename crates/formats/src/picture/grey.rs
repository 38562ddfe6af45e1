//! Samples of many kinds made grey.

/// What the samples of a dot are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ink {
    /// Grey, the highest value white.
    Black,
    /// Grey, the highest value black.
    White,
    /// Red, green and blue.
    Colours,
    /// Cyan, magenta, yellow and black.
    Print,
    /// A number of these greys.
    Palette(Vec<u8>),
}

impl Ink {
    /// The grey of a dot of samples that are stretched to 255, but for those of a palette.
    pub(super) fn grey(&self, samples: &[u8]) -> u8 {
        match (self, samples) {
            (Self::White, [dark, ..]) => u8::MAX - dark,
            (Self::Palette(greys), [at, ..]) => greys.get(usize::from(*at)).copied().unwrap_or(0),
            (Self::Colours, [red, green, blue, ..]) => of(*red, *green, *blue),
            (Self::Print, [cyan, magenta, yellow, black, ..]) => {
                let left = |ink: u8| {
                    let light = u32::from(u8::MAX - ink) * u32::from(u8::MAX - black) / 255;
                    u8::try_from(light).unwrap_or(u8::MAX)
                };
                of(left(*cyan), left(*magenta), left(*yellow))
            }
            (_, [grey, ..]) => *grey,
            (_, []) => u8::MAX,
        }
    }
}

/// ITU-R BT.601's grey of a colour.
pub(crate) fn of(red: u8, green: u8, blue: u8) -> u8 {
    let sum = u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114;
    u8::try_from(sum / 1_000).unwrap_or(u8::MAX)
}
