//! A scan all the way: its file, its picture made ready, what a recogniser said of it (kept beside it), its document.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::{fs, path::Path};

use expect_test::expect_file;
use formats::{Format, Limits};

#[test]
fn scans_become_the_text_that_they_show() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/scans");
    for name in ["budget-havnedage-2007", "afslag-koncertsal-2009"] {
        let file = fs::read(folder.join(format!("{name}.tiff"))).unwrap();
        let table = fs::read_to_string(folder.join(format!("{name}.tsv"))).unwrap();
        let limits = Limits::default();
        assert_eq!(Format::sniff(&file, None), Some(Format::Tiff));
        assert_eq!(
            formats::read(Format::Tiff, &file, &limits).unwrap().unread,
            [1]
        );
        let picture = formats::raster(Format::Tiff, &file, 1, &limits)
            .unwrap()
            .unwrap();
        let prepared = formats::prepared(picture.clone());
        assert_eq!(
            (prepared.raster.width, prepared.raster.height),
            (picture.width, picture.height)
        );
        let seen = BTreeMap::from([(1, formats::recognised(&prepared, &table))]);
        let document = formats::read_seen(Format::Tiff, &file, &seen, &limits).unwrap();
        assert_eq!(
            (document.unread.len(), document.warnings.len()),
            (0, 0),
            "{name}"
        );
        expect_file![folder.join(format!("{name}.txt"))].assert_eq(&document.text);
    }
}
