//! Any bytes are read as a document of Word before 2007, or refused with a reason.
#![no_main]

use formats::{Format, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { unpacked: 16 << 20, text: 4 << 20 };
    let Ok(document) = formats::read(Format::Doc, bytes, &limits) else {
        return;
    };
    for block in &document.blocks {
        assert!(document.text.get(block.range()).is_some());
    }
});
