//! Any bytes are read, or refused with a reason.
#![no_main]

use formats::{Format, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: {
    // The libraries panic on hostile objects; the reader catches that where it asks them. The fuzzer's own hook would end
    // the run there. What is not caught ends it still.
    std::panic::set_hook(Box::new(|_| {}));
}, |bytes: &[u8]| {
    let limits = Limits { unpacked: 16 << 20, text: 4 << 20 };
    if let Ok(whole) = formats::read_all(Format::Pdf, bytes, &limits, 0) {
        let document = &whole.document;
        for block in &document.blocks {
            assert!(document.text.get(block.range()).is_some());
        }
    }
});
