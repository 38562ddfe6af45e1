//! Which format a file is in, told from its first bytes, and from its name only where they leave it open.

use std::fmt;

use memchr::memmem;

use crate::{doc, html, mail, package, text};

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Office Open XML, with macros or as a template too.
    Docx,
    /// Word before 2007.
    Doc,
    /// OpenDocument text, packed or flat, or a template.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// A page of the web, or one that an office program saved as such.
    Html,
    /// A mail as it is sent, RFC 5322.
    Mail,
    /// A page that was saved as a mail, with what belongs to it.
    Mht,
    /// Mails one after the other.
    Mbox,
    /// Outlook's own message, alone or packed into another mail.
    Msg,
    /// Plain text in any encoding that Danish papers use.
    Text,
    /// Pages as a scanner or a fax machine saves them.
    Tiff,
    /// A picture of a page without loss.
    Png,
    /// A photograph of a page.
    Jpeg,
    /// A zip of files, which are papers of their own.
    Zip,
}

/// What a file is, whether it is read or not.
enum Content {
    Read(Format),
    /// Not read; its name in words.
    Other(&'static str),
    /// Nothing but text, which the extension may tell to be something else than a paper.
    PlainText,
}

impl Format {
    /// Every format.
    pub const ALL: &[Self] = &[
        Self::Pdf,
        Self::Docx,
        Self::Doc,
        Self::Odt,
        Self::Rtf,
        Self::Html,
        Self::Mail,
        Self::Mht,
        Self::Mbox,
        Self::Msg,
        Self::Text,
        Self::Tiff,
        Self::Png,
        Self::Jpeg,
        Self::Zip,
    ];

    /// The format of a file; `None` where it is none that is read.
    ///
    /// The content decides: a text named `.pdf` is a text. The extension, without its dot, only tells texts that are
    /// no papers (`json`, `css`), and a package whose list of parts is lost.
    ///
    /// ```
    /// use formats::Format;
    ///
    /// assert_eq!(Format::sniff(b"%PDF-1.4\n", None), Some(Format::Pdf));
    /// assert_eq!(Format::sniff("Referat af møde".as_bytes(), Some("pdf")), Some(Format::Text));
    /// assert_eq!(Format::sniff(b"GIF89a", Some("txt")), None);
    /// ```
    pub fn sniff(bytes: &[u8], extension: Option<&str>) -> Option<Self> {
        match content(bytes, extension) {
            Content::Read(format) => Some(format),
            Content::Other(_) => None,
            Content::PlainText => not_prose(extension).is_none().then_some(Self::Text),
        }
    }

    /// What a file is that [`Format::sniff`] does not know, in words for a person.
    ///
    /// ```
    /// assert_eq!(formats::Format::describe_unknown(b"Rar!\x1a\x07", None), "archive (RAR)");
    /// ```
    pub fn describe_unknown(bytes: &[u8], extension: Option<&str>) -> &'static str {
        match content(bytes, extension) {
            Content::Read(format) => format.word(),
            Content::Other(name) => name,
            Content::PlainText => not_prose(extension).unwrap_or("text"),
        }
    }

    /// Whether a file of it has no text of its own, but holds others.
    pub fn is_container(self) -> bool {
        matches!(self, Self::Zip | Self::Mbox)
    }

    /// The word that stands for it in the record.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Doc => "doc",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Html => "html",
            Self::Mail => "eml",
            Self::Mht => "mht",
            Self::Mbox => "mbox",
            Self::Msg => "msg",
            Self::Text => "text",
            Self::Tiff => "tiff",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Zip => "zip",
        }
    }

    /// The format that a word of the record stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.word() == word)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// How far into a file its PDF header may stand (ISO 32000-1, annex H.3).
const PDF_HEADER: usize = 1024;

/// How far into a flat file its kind may stand: after the namespaces, of which LibreOffice writes forty.
const FLAT_HEADER: usize = 8 << 10;

/// First bytes of pictures that may be pages.
const PICTURES: &[(&[u8], Format)] = &[
    (b"\xff\xd8\xff", Format::Jpeg),
    (b"\x89PNG\r\n\x1a\n", Format::Png),
    (b"II*\0", Format::Tiff),
    (b"MM\0*", Format::Tiff),
];

/// First bytes that tell a format that is not read.
const MAGIC: &[(&[u8], &str)] = &[
    (b"GIF8", "image (GIF)"),
    (b"BM", "image (BMP)"),
    (b"\xffWPC", "WordPerfect document"),
    (b"\xfe\x37\0\x1c", "document of Word 4 for Macintosh"),
    (b"\xfe\x37\0\x23", "document of Word 5 for Macintosh"),
    (b"\xfe\x32\0\0", "document of Word for Macintosh"),
    (b"\x1f\x8b", "archive (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "archive (7z)"),
    (b"Rar!", "archive (RAR)"),
    (b"%!PS", "PostScript"),
    (b"SQLite format 3\0", "database (SQLite)"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"OggS", "sound"),
];

fn content(bytes: &[u8], extension: Option<&str>) -> Content {
    let head = bytes.get(..PDF_HEADER).unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package(bytes, extension);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(bytes);
    }
    let picture = PICTURES.iter().find(|(magic, _)| bytes.starts_with(magic));
    if let Some((_, format)) = picture {
        return Content::Read(*format);
    }
    // A PDF may begin after other bytes; a container that holds one begins with its own.
    if memmem::find(head, b"%PDF-").is_some() {
        return Content::Read(Format::Pdf);
    }
    if bytes.starts_with(doc::WORD_DOS) || doc::BARE.iter().any(|magic| is_bare(bytes, magic)) {
        return Content::Read(Format::Doc);
    }
    if head.trim_ascii_start().starts_with(b"{\\rtf") {
        return Content::Read(Format::Rtf);
    }
    // A program that unpacks itself is a zip with a program before it.
    if bytes.starts_with(b"MZ") && package::has_list(bytes) {
        return Content::Read(Format::Zip);
    }
    let magic = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    // Two letters are a short magic: a text may begin with them.
    if let Some((_, name)) = magic.filter(|(magic, _)| magic.len() > 2 || !text::is_text(bytes)) {
        return Content::Other(name);
    }
    if mail::is_tnef(bytes) {
        return Content::Read(Format::Msg);
    }
    if let Some(format) = mail::told(bytes, extension) {
        return Content::Read(format);
    }
    if bytes.is_empty() {
        return Content::Read(extension.and_then(of_extension).unwrap_or(Format::Text));
    }
    let is_named_page = matches!(extension, Some("html" | "htm" | "xhtml"));
    if text::is_text(bytes) {
        match markup(bytes) {
            // A piece of a page: its first tags alone do not tell.
            Content::PlainText if is_named_page && memchr::memchr(b'<', bytes).is_some() => {
                Content::Read(Format::Html)
            }
            content => content,
        }
    } else {
        Content::Other("unknown binary data")
    }
}

/// Whether a document of Word is in no container: after the two bytes that tell it stands a small number, its version.
fn is_bare(bytes: &[u8], magic: &[u8]) -> bool {
    bytes.starts_with(magic) && bytes.get(3) == Some(&0)
}

fn of_extension(extension: &str) -> Option<Format> {
    match extension.to_ascii_lowercase().as_str() {
        "pdf" => Some(Format::Pdf),
        "doc" | "dot" => Some(Format::Doc),
        "docx" | "docm" | "dotx" | "dotm" => Some(Format::Docx),
        "odt" | "ott" => Some(Format::Odt),
        "rtf" => Some(Format::Rtf),
        "eml" => Some(Format::Mail),
        "msg" => Some(Format::Msg),
        _ => None,
    }
}

/// What is in a zip, told from the names of its parts; a document that lies within it packed is none of them.
fn package(bytes: &[u8], extension: Option<&str>) -> Content {
    let named = extension.and_then(of_extension);
    if let Some(content) = declared(bytes) {
        return content;
    }
    let names = package::names(bytes);
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if has("word/document") {
        Content::Read(Format::Docx)
    } else if has("xl/workbook") {
        Content::Other("spreadsheet")
    } else if has("ppt/presentation") {
        Content::Other("presentation")
    } else if has("[content_types].xml") || named == Some(Format::Docx) {
        Content::Read(Format::Docx)
    } else if has("content.xml") && has("meta-inf/manifest.xml") || named == Some(Format::Odt) {
        Content::Read(Format::Odt)
    } else {
        Content::Read(Format::Zip)
    }
}

/// What a package says of itself in its first part, which is called `mimetype` and is not packed (ISO/IEC 26300-3, 3.3).
fn declared(bytes: &[u8]) -> Option<Content> {
    let part = bytes.get(30..)?.strip_prefix(b"mimetype")?;
    let stated = part.get(..80).unwrap_or(part);
    let says = |word: &str| memmem::find(stated, word.as_bytes()).is_some();
    if says("opendocument.text") || says("sun.xml.writer") {
        Some(Content::Read(Format::Odt))
    } else if says("opendocument.spreadsheet") || says("sun.xml.calc") {
        Some(Content::Other("spreadsheet"))
    } else if says("opendocument.presentation") || says("sun.xml.impress") {
        Some(Content::Other("presentation"))
    } else if says("epub") {
        Some(Content::Other("e-book"))
    } else {
        says("opendocument").then_some(Content::Other("OpenDocument drawing or chart"))
    }
}

/// What is in an OLE container: the names of its streams are UTF-16.
fn compound(bytes: &[u8]) -> Content {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    // First: a message may hold documents, and they their own streams.
    if has("__properties_version1.0") {
        Content::Read(Format::Msg)
    } else if has("EncryptedPackage") {
        Content::Read(Format::Docx)
    } else if doc::is_within(bytes) {
        Content::Read(Format::Doc)
    } else if has("Workbook") || has("Book") {
        Content::Other("spreadsheet")
    } else if has("PowerPoint Document") {
        Content::Other("presentation")
    } else if has("WordDocument") || is_bare_word(bytes) {
        Content::Read(Format::Doc)
    } else {
        Content::Other("OLE container")
    }
}

/// Whether the first sector of a container is the head of a document ([MS-DOC] 2.5.2): its list of names may be cut off.
fn is_bare_word(bytes: &[u8]) -> bool {
    bytes.get(512..514) == Some(&[0xec, 0xa5])
}

/// Text that is markup is no plain text.
fn markup(bytes: &[u8]) -> Content {
    if html::is_html(bytes) {
        return Content::Read(Format::Html);
    }
    let head = bytes.get(..FLAT_HEADER).unwrap_or(bytes);
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.trim_ascii_start().starts_with(b"<?xml") {
        match memmem::find(head, b"opendocument.text") {
            Some(_) => Content::Read(Format::Odt),
            None => Content::Other("XML"),
        }
    } else {
        Content::PlainText
    }
}

/// What a text is that its extension tells to be no paper.
fn not_prose(extension: Option<&str>) -> Option<&'static str> {
    match extension?.to_ascii_lowercase().as_str() {
        "json" | "ndjson" | "jsonl" | "xml" | "yaml" | "yml" | "toml" | "ini" | "sql" | "vcf"
        | "ics" => Some("data"),
        "mht" | "mhtml" => Some("HTML"),
        "css" | "js" | "ts" | "py" | "rs" | "sh" | "c" | "h" | "bat" | "ps1" | "php" | "java" => {
            Some("program text")
        }
        "svg" | "eps" | "ps" => Some("image"),
        _ => None,
    }
}
