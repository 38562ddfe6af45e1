//! Any bytes are read as a mail, or refused with a reason: the first byte tells which kind.
#![no_main]

use formats::{Format, Limits};
use libfuzzer_sys::fuzz_target;

const KINDS: [Format; 4] = [Format::Mail, Format::Msg, Format::Mbox, Format::Mht];

fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    let format = KINDS[usize::from(kind) % KINDS.len()];
    let limits = Limits { unpacked: 16 << 20, text: 4 << 20 };
    if let Ok(whole) = formats::read_all(format, bytes, &limits, 0) {
        let (document, enclosed) = (whole.document, whole.enclosed);
        for block in &document.blocks {
            assert!(document.text.get(block.range()).is_some());
        }
        let mut names: Vec<_> = enclosed.iter().map(|file| &file.name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), enclosed.len());
    }
});
