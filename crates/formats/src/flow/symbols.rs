//! Characters of symbol fonts, whose codes mean something else than letters.

/// A font of symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SymbolFont {
    Symbol,
    Wingdings,
    Wingdings2,
    Webdings,
}

/// The symbol font of that name, if it is one.
pub(crate) fn font(name: &str) -> Option<SymbolFont> {
    match name.trim().to_ascii_lowercase().as_str() {
        "symbol" => Some(SymbolFont::Symbol),
        "wingdings" => Some(SymbolFont::Wingdings),
        "wingdings 2" => Some(SymbolFont::Wingdings2),
        "webdings" => Some(SymbolFont::Webdings),
        _ => None,
    }
}

/// The label of a list without numbers: a dash, a box to tick, or a round dot for all the rest.
pub(crate) fn bullet(text: &str, font: Option<SymbolFont>) -> String {
    let Some(first) = text.trim().chars().next() else {
        return String::new();
    };
    let shown = font.and_then(|font| symbol(font, first)).unwrap_or(first);
    match shown {
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => "-".to_owned(),
        '☐' | '☒' => shown.to_string(),
        _ => "•".to_owned(),
    }
}

/// What is seen of a character of the file.
pub(crate) fn shown(c: char, font: Option<SymbolFont>) -> Option<char> {
    match c {
        '\u{f020}'..='\u{f0ff}' => match font {
            Some(font) => symbol(font, c),
            None => private_use(c),
        },
        '!'..='\u{ff}' if font.is_some() => font.and_then(|font| symbol(font, c)),
        '\t' | '\n' | '\r' => Some(' '),
        c => crate::letters::shown(c),
    }
}

/// What a character of a symbol font shows; `None` where it has no counterpart in Unicode that a paper would use.
///
/// The codes are those of the fonts' own tables; Word shifts them by 0xF000 into the private use area.
pub(crate) fn symbol(font: SymbolFont, c: char) -> Option<char> {
    let code = match u32::from(c) {
        code @ 0xf020..=0xf0ff => code - 0xf000,
        code => code,
    };
    match font {
        SymbolFont::Symbol => greek(code),
        SymbolFont::Wingdings => wingdings(code),
        SymbolFont::Wingdings2 => wingdings2(code),
        SymbolFont::Webdings => webdings(code),
    }
}

/// What a private use character shows when no font is named: Word writes the boxes and dots of forms so.
pub(crate) fn private_use(c: char) -> Option<char> {
    symbol(SymbolFont::Wingdings, c).or_else(|| symbol(SymbolFont::Symbol, c))
}

fn greek(code: u32) -> Option<char> {
    const LETTERS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    match code {
        0x41..=0x5a => LETTERS.chars().nth((code - 0x41) as usize),
        0x61..=0x7a => SMALL.chars().nth((code - 0x61) as usize),
        0x20..=0x40 | 0x5b | 0x5d | 0x5f | 0x7b..=0x7d => char::from_u32(code),
        0xa0 => Some('€'),
        0xa3 => Some('≤'),
        0xa5 => Some('∞'),
        0xa7 => Some('♣'),
        0xac => Some('←'),
        0xae => Some('→'),
        0xb0 => Some('°'),
        0xb1 => Some('±'),
        0xb2 => Some('″'),
        0xb3 => Some('≥'),
        0xb4 => Some('×'),
        0xb7 => Some('•'),
        0xb8 => Some('÷'),
        0xb9 => Some('≠'),
        0xbb => Some('≈'),
        0xbc => Some('…'),
        0xce => Some('∈'),
        0xd7 => Some('·'),
        0xd9 => Some('∧'),
        0xda => Some('∨'),
        0xde => Some('⇒'),
        0xe5 => Some('∑'),
        _ => None,
    }
}

fn wingdings(code: u32) -> Option<char> {
    match code {
        0x28 => Some('☎'),
        0x2a | 0x2b => Some('✉'),
        0x4a => Some('☺'),
        0x6c | 0x9f => Some('•'),
        0x6e | 0xa7 => Some('▪'),
        // Empty boxes of several makes.
        0x6f | 0x70 | 0xa8 => Some('☐'),
        // Boxes with a cross or a tick.
        0x78 | 0xfd | 0xfe => Some('☒'),
        0xa1 => Some('○'),
        0xd8 => Some('➢'),
        0xdf => Some('←'),
        0xe0 | 0xe8 | 0xf0 => Some('→'),
        0xfb => Some('✗'),
        0xfc => Some('✓'),
        _ => None,
    }
}

fn wingdings2(code: u32) -> Option<char> {
    match code {
        0x4f => Some('✗'),
        0x50 => Some('✓'),
        0x51..=0x54 => Some('☒'),
        0xa3 | 0x2a | 0x35 => Some('☐'),
        0x97 => Some('•'),
        _ => None,
    }
}

fn webdings(code: u32) -> Option<char> {
    match code {
        0x61 => Some('✓'),
        0x63 => Some('☐'),
        0x72 => Some('✗'),
        _ => None,
    }
}
