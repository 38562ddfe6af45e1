//! JPEG (ITU-T T.81), with what JFIF and Exif say of the page.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::tiff::Directory;
use super::{Extent, MOST_DOTS, grey, malformed};
use crate::ReadError;

fn decoder(bytes: &[u8], out: ColorSpace) -> JpegDecoder<ZCursor<&[u8]>> {
    let most = usize::from(u16::MAX);
    let options = DecoderOptions::default()
        .set_max_width(most)
        .set_max_height(most)
        .set_strict_mode(false)
        .jpeg_set_out_colorspace(out);
    JpegDecoder::new_with_options(ZCursor::new(bytes), options)
}

/// What the headers say.
pub(super) fn extent(bytes: &[u8]) -> Result<Extent, ReadError> {
    let mut decoder = decoder(bytes, ColorSpace::Luma);
    decoder
        .decode_headers()
        .map_err(|error| malformed(format!("{error:?}")))?;
    let info = decoder.info().ok_or_else(|| malformed("no frame"))?;
    let exif = decoder.exif().and_then(|exif| Directory::first(exif));
    let orientation = exif.and_then(|exif| exif.number(super::tiff::ORIENTATION));
    Ok(Extent {
        width: u32::from(info.width),
        height: u32::from(info.height),
        dots: density(bytes),
        orientation: orientation
            .and_then(|turn| u16::try_from(turn).ok())
            .unwrap_or(1),
    })
}

/// Dots to an inch that a JFIF header tells (T.871, 10.1).
fn density(bytes: &[u8]) -> Option<(f32, f32)> {
    let at = memchr::memmem::find(bytes.get(..64)?, b"JFIF\0")?;
    let &[unit, across, across_low, down, down_low] = bytes.get(at + 7..at + 12)? else {
        return None;
    };
    let scale = match unit {
        1 => 1.0,
        2 => 2.54,
        _ => return None,
    };
    let of = |high, low| f32::from(u16::from_be_bytes([high, low])) * scale;
    Some((of(across, across_low), of(down, down_low)))
}

/// The dots of a picture; `None` where it is damaged beyond its header.
pub(super) fn dots(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut headers = decoder(bytes, ColorSpace::Luma);
    headers.decode_headers().ok()?;
    let (width, height) = headers.dimensions()?;
    if width as u64 * height as u64 > MOST_DOTS {
        return None;
    }
    let colours = !matches!(
        headers.input_colorspace(),
        Some(ColorSpace::YCbCr | ColorSpace::Luma)
    );
    let out = if colours {
        ColorSpace::RGB
    } else {
        ColorSpace::Luma
    };
    let samples = decoder(bytes, out).decode().ok()?;
    if !colours {
        return Some(samples);
    }
    let (triples, _) = samples.as_chunks::<3>();
    Some(
        triples
            .iter()
            .map(|&[red, green, blue]| grey::of(red, green, blue))
            .collect(),
    )
}
