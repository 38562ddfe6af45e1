//! Code pages by the numbers that other formats name them by.

use encoding_rs::Encoding;

use super::tables::{self, CodePage};

/// What the bytes above ASCII stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    /// One of the code pages of Danish papers.
    Danish(CodePage),
    /// Another one, of several bytes a character perhaps.
    Foreign(&'static Encoding),
}

/// Windows in Western Europe, which is what is meant where nothing is said.
impl Default for Letters {
    fn default() -> Self {
        Self::Danish(CodePage::Windows1252)
    }
}

impl Letters {
    /// Those of a code page by its number, as Windows counts them.
    pub(crate) fn of_page(page: i32) -> Self {
        Self::Danish(match page {
            437 | 850 | 858 => CodePage::Cp850,
            865 => CodePage::Cp865,
            10000 => CodePage::MacRoman,
            65001 => return Self::Foreign(encoding_rs::UTF_8),
            874 => return Self::Foreign(encoding_rs::WINDOWS_874),
            932 => return Self::Foreign(encoding_rs::SHIFT_JIS),
            936 => return Self::Foreign(encoding_rs::GBK),
            949 => return Self::Foreign(encoding_rs::EUC_KR),
            950 => return Self::Foreign(encoding_rs::BIG5),
            866 => return Self::Foreign(encoding_rs::IBM866),
            10007 => return Self::Foreign(encoding_rs::X_MAC_CYRILLIC),
            1250 => return Self::Foreign(encoding_rs::WINDOWS_1250),
            1251 => return Self::Foreign(encoding_rs::WINDOWS_1251),
            1253 => return Self::Foreign(encoding_rs::WINDOWS_1253),
            1254 => return Self::Foreign(encoding_rs::WINDOWS_1254),
            1255 => return Self::Foreign(encoding_rs::WINDOWS_1255),
            1256 => return Self::Foreign(encoding_rs::WINDOWS_1256),
            1257 => return Self::Foreign(encoding_rs::WINDOWS_1257),
            1258 => return Self::Foreign(encoding_rs::WINDOWS_1258),
            _ => CodePage::Windows1252,
        })
    }

    /// Those of a font's character set; `None` where that says nothing of its own.
    pub(crate) fn of_charset(charset: i32) -> Option<Self> {
        let page = match charset {
            77 => 10000,
            128 => 932,
            129 => 949,
            134 => 936,
            136 => 950,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 => 1255,
            178 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            254 => 437,
            255 => 850,
            _ => return None,
        };
        Some(Self::of_page(page))
    }

    /// The text that the bytes stand for.
    pub(crate) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Danish(page) => bytes
                .iter()
                .map(|&byte| tables::decode(page, byte))
                .collect(),
            Self::Foreign(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        }
    }
}
