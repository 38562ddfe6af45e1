//! PNG (ISO/IEC 15948).

use std::io::Cursor;

use png::{ColorType, Decoder, Transformations, Unit};

use super::{Extent, grey, malformed};
use crate::{Limits, ReadError};

fn decoder(bytes: &[u8]) -> Decoder<Cursor<&[u8]>> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder
}

/// What the header says.
pub(super) fn extent(bytes: &[u8]) -> Result<Extent, ReadError> {
    let reader = decoder(bytes).read_info().map_err(malformed)?;
    let info = reader.info();
    let dots = info.pixel_dims.filter(|dims| dims.unit == Unit::Meter);
    let inch = |metre: u32| metre as f32 * 0.0254;
    Ok(Extent {
        width: info.width,
        height: info.height,
        dots: dots.map(|dims| (inch(dims.xppu), inch(dims.yppu))),
        orientation: 1,
    })
}

/// The dots; what is damaged at the end is white.
pub(super) fn dots(bytes: &[u8], limits: &Limits) -> Option<Vec<u8>> {
    let mut reader = decoder(bytes).read_info().ok()?;
    let size = reader.output_buffer_size()?;
    if size as u64 > limits.unpacked {
        return None;
    }
    let mut samples = vec![u8::MAX; size];
    // Of a cut file the first rows are there.
    let _ = reader.next_frame(&mut samples);
    let (kind, _) = reader.output_color_type();
    let over = |grey: u8, alpha: u8| {
        let (grey, alpha) = (u32::from(grey), u32::from(alpha));
        u8::try_from((grey * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    let dot = |samples: &[u8]| match *samples {
        [grey] => grey,
        [grey, alpha] => over(grey, alpha),
        [red, green, blue] => grey::of(red, green, blue),
        [red, green, blue, alpha] => over(grey::of(red, green, blue), alpha),
        _ => u8::MAX,
    };
    let count = match kind {
        ColorType::Grayscale | ColorType::Indexed => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
    };
    Some(samples.chunks_exact(count).map(dot).collect())
}
