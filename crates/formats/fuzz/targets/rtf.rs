//! Any bytes are read as RTF, or refused with a reason.
#![no_main]

use formats::{Format, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { unpacked: 16 << 20, text: 4 << 20 };
    let Ok(document) = formats::read(Format::Rtf, bytes, &limits) else { return };
    let mut end = 0;
    for block in &document.blocks {
        assert!(document.text.get(block.range()).is_some());
        assert!(end <= block.start, "blocks lie over each other");
        end = block.end;
    }
});
