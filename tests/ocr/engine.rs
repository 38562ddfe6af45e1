//! The engine itself: tesseract where it is installed, what is lacking, and what holds it.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use lopdf::{Dictionary, Stream, dictionary};

use super::{made, save, scan};
use crate::support::{Place, binary, root, run};

#[test]
fn an_engine_that_lacks_a_language_says_so() {
    let place = made();
    place.write("engine/languages", "dan\nosd\n");
    let ended = run(place.udvalg(["ingest", "papers"]));
    assert!(
        ended
            .err
            .contains("fake 1.0 has no model of eng and reads without"),
        "{}",
        ended.err
    );
    place.write("engine/languages", "deu\n");
    place.write("papers/to.pdf", scan(&[200, 290]));
    let ended = run(place.udvalg(["ingest", "papers"]));
    assert!(
        ended.err.contains("has no model of dan, eng"),
        "{}",
        ended.err
    );
}

/// A page of a fixture as a picture, upright and head down.
fn pictured(fixture: &str) -> Vec<u8> {
    let bytes = fs::read(root().join("fixtures/papers").join(fixture)).unwrap();
    let limits = formats::Limits::default();
    let upright = formats::raster(formats::Format::Pdf, &bytes, 1, &limits);
    let upright = upright.unwrap().unwrap();
    let mut pdf = lopdf::Document::with_version("1.5");
    let tree = pdf.new_object_id();
    let pages = [upright.turned(2), upright].map(|raster| {
        let (width, height) = (raster.width, raster.height);
        let image = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(width), "Height" => i64::from(height),
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        };
        let image = pdf.add_object(Stream::new(image, raster.dots));
        let points = |dots: u32| i64::from(dots * 72 / raster.dpi);
        let (width, height) = (points(width), points(height));
        let drawn = format!("{width} 0 0 {height} 0 0 cm /P Do").into_bytes();
        let content = pdf.add_object(Stream::new(Dictionary::new(), drawn));
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), width.into(), height.into()],
            "Resources" => dictionary! { "XObject" => dictionary! { "P" => image } },
        };
        pdf.add_object(page).into()
    });
    save(pdf, tree, pages.into())
}

#[test]
#[expect(clippy::print_stderr, reason = "who runs the tests is to know")]
fn tesseract_reads_a_page_whichever_way_it_lies() {
    let is_there = Command::new("tesseract")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !is_there.is_ok_and(|status| status.success()) {
        eprintln!("left out: tesseract is not installed");
        return;
    }
    let place = Place::new();
    place.write("scan.pdf", pictured("notat-cykelsti-2016.pdf"));
    let ended = run(place.udvalg(["extract", "--text", "--ocr", "now", "scan.pdf"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let pages: Vec<&str> = ended.out.split('\u{c}').collect();
    assert_eq!(pages.len(), 2, "{}", ended.out);
    for page in pages {
        assert!(page.to_lowercase().contains("cykelsti"), "{}", ended.out);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_engine_is_held() {
    let place = Place::new();
    let secret = place.write("secret", "x");
    let tried = |script: &str, memory: &str| {
        let mut command = Command::new(binary());
        command.args([
            "engine",
            "--memory",
            memory,
            "--seconds",
            "5",
            "--",
            "sh",
            "-c",
            script,
        ]);
        command
            .arg("sh")
            .arg(&secret)
            .stderr(Stdio::null())
            .status()
            .unwrap()
            .success()
    };
    assert!(tried("true", "1024"));
    assert!(tried("ls /usr > /dev/null", "1024"));
    assert!(!tried("true", "1"), "memory has a limit");
    let landlock =
        Path::new("/sys/kernel/security/landlock").exists() || !tried("cat \"$1\"", "1024");
    if landlock {
        assert!(
            !tried("cat \"$1\"", "1024"),
            "it opens no file of the user's"
        );
        assert!(!tried("echo y > \"$1\"", "1024"), "it writes none");
    }
}
