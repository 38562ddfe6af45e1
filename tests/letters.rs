//! Letters and lines of made papers.

/// A text in lines of so many letters at most, where its words are no longer.
pub(crate) fn wrapped(line: &str, width: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in line.split(' ') {
        let more = word.chars().count();
        if length > 0 && length + 1 + more > width {
            out.push('\n');
            length = 0;
        } else if !out.is_empty() {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += more;
    }
    out
}

/// A letter as Windows wrote it in Western Europe; `None` for one that it had not.
pub(crate) fn windows_1252(c: char) -> Option<u8> {
    match c {
        '–' => Some(0x96),
        '…' => Some(0x85),
        '’' => Some(0x92),
        c => u8::try_from(u32::from(c)).ok(),
    }
}
