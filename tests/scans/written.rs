//! Papers as scanners save them: a PDF with a picture a page and no text.

use std::path::Path;
use std::{fs, io};

use formats::Raster;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// Writes the pages as `NAME.pdf` into the folder, and what is known of the paper (`NAME.gold.json`), if anything, beside it.
pub(crate) fn write(folder: &Path, paper: &Path, pages: &[Raster]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let name = paper.file_stem().unwrap_or_default();
    let path = folder.join(name).with_extension("pdf");
    pdf(pages).save(path)?;
    let known = paper.with_extension("gold.json");
    if known.is_file() {
        fs::copy(known, folder.join(name).with_extension("gold.json"))?;
    }
    Ok(())
}

fn pdf(pages: &[Raster]) -> Document {
    let mut file = Document::with_version("1.5");
    let tree = file.new_object_id();
    let kids: Vec<Object> = pages
        .iter()
        .map(|page| add(&mut file, tree, page).into())
        .collect();
    let node = dictionary! { "Type" => "Pages", "Count" => kids.len() as i64, "Kids" => kids };
    file.objects.insert(tree, node.into());
    let catalogue = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    file.trailer.set("Root", catalogue);
    file
}

/// Adds a page that is all picture.
fn add(file: &mut Document, tree: ObjectId, page: &Raster) -> ObjectId {
    let points = |dots: u32| dots as f32 * 72.0 / page.dpi as f32;
    let (width, height) = (points(page.width), points(page.height));
    let told = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        "Width" => i64::from(page.width), "Height" => i64::from(page.height),
    };
    let picture = file.add_object(packed(told, page.dots.clone()));
    let drawn = format!("q {width} 0 0 {height} 0 0 cm /Scan Do Q");
    let content = file.add_object(packed(Dictionary::new(), drawn.into_bytes()));
    file.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), width.into(), height.into()],
        "Resources" => dictionary! { "XObject" => dictionary! { "Scan" => picture } },
    })
}

fn packed(told: Dictionary, bytes: Vec<u8>) -> Stream {
    let mut stream = Stream::new(told, bytes);
    // What cannot be packed stands as it is.
    let _ = stream.compress();
    stream
}
