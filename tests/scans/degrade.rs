//! What scanners, copiers and fax machines do to a page, by seed.

use formats::Raster;

/// What was done to a page, and how badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damage {
    pub(crate) kind: &'static str,
    pub(crate) level: u8,
}

/// Every damage, in the order of the table.
pub(crate) const ALL: &[Damage] = &[
    damage("clean", 0),
    damage("turned", 1),
    damage("turned", 2),
    damage("turned", 3),
    damage("skewed", 1),
    damage("skewed", 2),
    damage("blurred", 1),
    damage("blurred", 2),
    damage("peppered", 1),
    damage("peppered", 2),
    damage("grainy", 1),
    damage("grainy", 2),
    damage("dark", 1),
    damage("dark", 2),
    damage("faxed", 1),
    damage("faxed", 2),
    damage("jpeg", 1),
    damage("jpeg", 2),
];

const fn damage(kind: &'static str, level: u8) -> Damage {
    Damage { kind, level }
}

impl Damage {
    /// The page after it.
    pub(crate) fn done(self, page: &Raster, seed: u64) -> Raster {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let hard = self.level > 1;
        let pick = |soft: f32, harder: f32| if hard { harder } else { soft };
        match self.kind {
            "turned" => page.turned(self.level),
            "skewed" => skewed(page, pick(0.7, -2.0)),
            "blurred" => blurred(page, pick(1.6, 2.6)),
            "peppered" => peppered(page, pick(0.005, 0.03), &mut chance),
            "grainy" => grainy(page, pick(30.0, 70.0), &mut chance),
            "dark" => dark(page, pick(0.55, 0.25)),
            "faxed" => faxed(page, if hard { (200, 100) } else { (200, 200) }),
            "jpeg" => jpeg(page, pick(2.5, 8.0)),
            _ => page.clone(),
        }
    }
}

/// Numbers that look random and are the same each time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 24) as f32
    }
}

fn map(page: &Raster, mut of: impl FnMut(usize, usize, u8) -> f32) -> Raster {
    let width = page.width as usize;
    let dots = page.dots.iter().enumerate().map(|(at, &dot)| {
        let grey = of(at % width, at / width, dot);
        grey.round().clamp(0.0, 255.0) as u8
    });
    Raster {
        dots: dots.collect(),
        ..page.clone()
    }
}

/// The grey at a place between dots; white off the page.
fn between(page: &Raster, x: f32, y: f32) -> f32 {
    let dot = |x: i64, y: i64| {
        let inside =
            (0..i64::from(page.width)).contains(&x) && (0..i64::from(page.height)).contains(&y);
        if inside {
            f32::from(page.dots[(y * i64::from(page.width) + x) as usize])
        } else {
            255.0
        }
    };
    let (left, top) = (x.floor(), y.floor());
    let (right, down) = (x - left, y - top);
    let (left, top) = (left as i64, top as i64);
    let row = |y| dot(left, y) * (1.0 - right) + dot(left + 1, y) * right;
    row(top) * (1.0 - down) + row(top + 1) * down
}

fn skewed(page: &Raster, degrees: f32) -> Raster {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (middle, centre) = (page.width as f32 / 2.0, page.height as f32 / 2.0);
    map(page, |x, y, _| {
        let (x, y) = (x as f32 - middle, y as f32 - centre);
        between(page, middle + x * cos + y * sin, centre + y * cos - x * sin)
    })
}

/// Out of focus by a Gaussian of that many dots.
fn blurred(page: &Raster, sigma: f32) -> Raster {
    let reach = (3.0 * sigma).ceil() as i64;
    let weights: Vec<f32> = (-reach..=reach)
        .map(|at| (-(at * at) as f32 / (2.0 * sigma * sigma)).exp())
        .collect();
    let sum: f32 = weights.iter().sum();
    let (width, height) = (page.width as i64, page.height as i64);
    let pass = |page: &Raster, across: bool| {
        map(page, |x, y, _| {
            let parts = weights.iter().zip(-reach..).map(|(weight, off)| {
                let (x, y) = if across {
                    (x as i64 + off, y as i64)
                } else {
                    (x as i64, y as i64 + off)
                };
                let (x, y) = (x.clamp(0, width - 1), y.clamp(0, height - 1));
                weight * f32::from(page.dots[(y * width + x) as usize])
            });
            parts.sum::<f32>() / sum
        })
    };
    pass(&pass(page, true), false)
}

/// A share of the dots black or white.
fn peppered(page: &Raster, share: f32, chance: &mut Chance) -> Raster {
    map(page, |_, _, dot| match chance.share() {
        at if at < share / 2.0 => 0.0,
        at if at < share => 255.0,
        _ => f32::from(dot),
    })
}

/// Grain of that deviation, on a print that is not quite black.
fn grainy(page: &Raster, deviation: f32, chance: &mut Chance) -> Raster {
    map(page, |_, _, dot| {
        let sum: f32 = (0..6).map(|_| chance.share()).sum();
        30.0 + f32::from(dot) * 0.8 + (sum - 3.0) * 1.414 * deviation
    })
}

/// A lamp that fails towards the spine: the light that is left there, and a lighter ink.
fn dark(page: &Raster, light: f32) -> Raster {
    let (width, height) = (page.width as f32, page.height as f32);
    map(page, |x, y, dot| {
        let (x, y) = (x as f32 / width, y as f32 / height);
        let lamp = light + (1.0 - light) * (x * 1.6).min(1.0) * (0.75 + 0.25 * y);
        (60.0 + f32::from(dot) * 0.76) * lamp
    })
}

/// Black and white at so many dots to an inch across and down, shown again at what the page had.
fn faxed(page: &Raster, (across, down): (u32, u32)) -> Raster {
    let (wide, high) = (
        page.width * across / page.dpi,
        page.height * down / page.dpi,
    );
    let span = |at: u32, of: u32, dots: u32| {
        let from = at * dots / of;
        from as usize..((at + 1) * dots / of).max(from + 1) as usize
    };
    let mut small: Vec<u8> = Vec::new();
    for y in 0..high {
        for x in 0..wide {
            let (mut sum, mut count) = (0_u32, 0);
            for row in span(y, high, page.height) {
                for column in span(x, wide, page.width) {
                    sum += u32::from(page.dots[row * page.width as usize + column]);
                    count += 1;
                }
            }
            small.push(if sum / count < 150 { 0 } else { 255 });
        }
    }
    map(page, |x, y, _| {
        let (x, y) = (x as u32 * wide / page.width, y as u32 * high / page.height);
        f32::from(small[(y * wide + x) as usize])
    })
}

/// The quantisation of ITU-T T.81, annex K.1, times a factor.
fn jpeg(page: &Raster, factor: f32) -> Raster {
    const TABLE: [f32; 64] = [
        16., 11., 10., 16., 24., 40., 51., 61., 12., 12., 14., 19., 26., 58., 60., 55., 14., 13.,
        16., 24., 40., 57., 69., 56., 14., 17., 22., 29., 51., 87., 80., 62., 18., 22., 37., 56.,
        68., 109., 103., 77., 24., 35., 55., 64., 81., 104., 113., 92., 49., 64., 78., 87., 103.,
        121., 120., 101., 72., 92., 95., 98., 112., 100., 103., 99.,
    ];
    let cosine: Vec<f32> = (0..64)
        .map(|at| {
            let (k, x) = ((at / 8) as f32, (at % 8) as f32);
            let scale = if at < 8 { 0.125_f32.sqrt() } else { 0.5 };
            scale * ((2.0 * x + 1.0) * k * std::f32::consts::PI / 16.0).cos()
        })
        .collect();
    let (width, height) = (page.width as usize, page.height as usize);
    let mut dots = page.dots.clone();
    for top in (0..height).step_by(8) {
        for left in (0..width).step_by(8) {
            let at =
                |i: usize| (top + i / 8).min(height - 1) * width + (left + i % 8).min(width - 1);
            let block: Vec<f32> = (0..64)
                .map(|i| f32::from(page.dots[at(i)]) - 128.0)
                .collect();
            if block.iter().all(|dot| *dot == block[0]) {
                continue;
            }
            let kept: Vec<f32> = turn(&turn(&block, &cosine, false), &cosine, false)
                .iter()
                .zip(TABLE)
                .map(|(part, step)| (part / (step * factor)).round() * step * factor)
                .collect();
            let back = turn(&turn(&kept, &cosine, true), &cosine, true);
            for (i, dot) in back.iter().enumerate() {
                if top + i / 8 < height && left + i % 8 < width {
                    dots[at(i)] = (dot + 128.0).round().clamp(0.0, 255.0) as u8;
                }
            }
        }
    }
    Raster {
        dots,
        ..page.clone()
    }
}

/// One side of a cosine transform of a block of 8 by 8, transposed; twice is the whole of it.
fn turn(block: &[f32], cosine: &[f32], back: bool) -> Vec<f32> {
    let mut out = vec![0.0; 64];
    for row in 0..8 {
        for to in 0..8 {
            out[to * 8 + row] = (0..8)
                .map(|from| {
                    let weight = if back {
                        cosine[from * 8 + to]
                    } else {
                        cosine[to * 8 + from]
                    };
                    block[row * 8 + from] * weight
                })
                .sum();
        }
    }
    out
}
