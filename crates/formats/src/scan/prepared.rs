//! A picture made ready for a recogniser, and what the recogniser said of it made a page.

use paper::{Frame, Recognised};

use super::boxes::{self, Tick};
use super::strokes::{self, Stroke};
use super::{Raster, blur, bullets, cells, light, scale, skew, specks, tsv, words};

/// A page's picture as a recogniser should see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The picture: lines across it, light even, letters alone.
    pub raster: Raster,
    /// Straight lines that stood in the picture and were taken out of it, in its frame.
    pub rulings: Vec<Frame>,
    /// Boxes to tick, which were taken out of it too.
    pub ticks: Vec<Tick>,
    /// Bullets before items, which were taken out as well.
    pub bullets: Vec<Tick>,
}

/// Makes a picture ready for a recogniser: text lines run across it, though perhaps head down, which only the recogniser
/// tells: then [`Prepared::turned_over`].
pub fn prepared(raster: Raster) -> Prepared {
    let mut raster = scale::fitted(raster);
    blur::unstep(&mut raster);
    light::even(&mut raster);
    cells::clear_edges(&mut raster);
    let grainy = specks::clean(&mut raster);
    let mut raster = skew::straighten(raster);
    let fills = cells::lighten(&mut raster);
    let (across, down) = strokes::take(&mut raster, grainy);
    let ticks = boxes::take(&mut raster);
    let bullets = bullets::take(&mut raster);
    let frame = |left: usize, top: usize, right: usize, bottom: usize| {
        let at = |dots: usize| raster.hundredths(u32::try_from(dots).unwrap_or(u32::MAX));
        Frame {
            x0: at(left),
            y0: at(top),
            x1: at(right),
            y1: at(bottom),
        }
    };
    let across = across
        .iter()
        .map(|s: &Stroke| frame(s.from, s.first, s.to, s.last));
    let down = down
        .iter()
        .map(|s: &Stroke| frame(s.first, s.from, s.last, s.to));
    let fills = fills.iter().map(|fill| Frame {
        x0: raster.hundredths(fill.left),
        y0: raster.hundredths(fill.top),
        x1: raster.hundredths(fill.right),
        y1: raster.hundredths(fill.bottom),
    });
    let rulings = across.chain(down).chain(fills).collect();
    Prepared {
        raster,
        rulings,
        ticks,
        bullets,
    }
}

impl Prepared {
    /// The same, turned by half: for a page that the recogniser finds to be head down.
    pub fn turned_over(&self) -> Self {
        let raster = self.raster.turned(2);
        let (width, height) = (
            raster.hundredths(raster.width),
            raster.hundredths(raster.height),
        );
        let ruling = |frame: &Frame| Frame {
            x0: width.saturating_sub(frame.x1),
            y0: height.saturating_sub(frame.y1),
            x1: width.saturating_sub(frame.x0),
            y1: height.saturating_sub(frame.y0),
        };
        let tick = |tick: &Tick| Tick {
            left: raster.width.saturating_sub(tick.left + tick.side),
            top: raster.height.saturating_sub(tick.top + tick.side),
            side: tick.side,
            ticked: tick.ticked,
        };
        Self {
            rulings: self.rulings.iter().map(ruling).collect(),
            ticks: self.ticks.iter().rev().map(tick).collect(),
            bullets: self.bullets.iter().rev().map(tick).collect(),
            raster,
        }
    }
}

/// The page that a recogniser's table (tesseract's config `tsv`) tells of a prepared picture.
pub fn recognised(prepared: &Prepared, table: &str) -> Recognised {
    let raster = &prepared.raster;
    let words = tsv::words(table, raster);
    Recognised {
        extent: (
            raster.hundredths(raster.width),
            raster.hundredths(raster.height),
        ),
        rulings: prepared.rulings.clone(),
        words: words::sifted(words, prepared),
    }
}
