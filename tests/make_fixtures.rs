//! Makes `fixtures/papers/*.{txt,docx,pdf}` and `fixtures/odd/*` from `fixtures/sources/*.markup`.
//!
//! `cargo run --example make_fixtures` (needs LibreOffice's `soffice` for the PDFs that an office suite would have made).
//! One source gives three formats, so that what differs between their records is the reading and not the paper. The
//! markup is one block a line, told by how the line begins; `fixtures/README.md` lists the marks.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    missing_docs,
    reason = "a tool for developers, which may stop at the first surprise"
)]

use std::{
    error::Error,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use docx_rs::{
    AbstractNumbering, AlignmentType, Comment, Delete, Docx, Footer, Footnote, Header, IndentLevel,
    Insert, Level, LevelJc, LevelText, LineSpacing, NumberFormat, Numbering, NumberingId, PageNum,
    Paragraph, Run, RunFonts, SpecialIndentType, Start, Style, StyleType, Table, TableCell,
    TableRow,
};
use lopdf::{
    Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream,
    content::{Content, Operation},
    dictionary,
};

type Made = Result<(), Box<dyn Error>>;

fn main() -> Made {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let papers = fixtures.join("papers");
    let mut office = Vec::new();
    for source in sources(&fixtures.join("sources"))? {
        let paper = Paper::parse(&fs::read_to_string(&source)?);
        let made = papers.join(source.file_stem().unwrap());
        fs::write(made.with_extension("txt"), paper.text())?;
        docx(&paper, &made.with_extension("docx"))?;
        if paper.typed {
            typed(&paper).save(made.with_extension("pdf"))?;
        } else {
            office.push(made.with_extension("docx"));
        }
    }
    office_pdfs(&office, &papers)?;
    odd(&fixtures)
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<_> = entries.into_iter().map(|e| e.path()).collect();
    paths.sort();
    Ok(paths)
}

/// A line of the markup.
enum Block {
    Blank,
    Plain(String),
    Right(String),
    Title(String),
    Heading(String),
    Bold(String),
    Bullet(String),
    /// Its number, and the text.
    Numbered(usize, String),
    Row {
        cells: Vec<String>,
        head: bool,
    },
    Box {
        ticked: bool,
        label: String,
    },
    /// Called by the paragraph before it.
    Note(String),
    /// Who says what of the paragraph before it.
    Comment(String, String),
}

#[derive(Default)]
struct Paper {
    author: String,
    header: Option<String>,
    footer: Option<String>,
    font: Option<String>,
    /// The PDF is set as a typewriter would, without an office suite.
    typed: bool,
    /// Characters after which the text file breaks its lines.
    wrap: Option<usize>,
    blocks: Vec<Block>,
}

impl Paper {
    fn parse(markup: &str) -> Self {
        let mut paper = Self::default();
        let mut number = 0;
        for line in markup.lines() {
            number = if line.starts_with('+') { number + 1 } else { 0 };
            if !paper.directive(line) {
                paper.blocks.push(block(line, number));
            }
        }
        paper
    }

    fn directive(&mut self, line: &str) -> bool {
        let (name, value) = line.split_once(' ').unwrap_or((line, ""));
        match name {
            "%author" => self.author = value.to_owned(),
            "%header" => self.header = Some(value.to_owned()),
            "%footer" => self.footer = Some(value.to_owned()),
            "%font" => self.font = Some(value.to_owned()),
            "%typed" => self.typed = true,
            "%wrap" => self.wrap = Some(value.parse().unwrap()),
            _ => return false,
        }
        true
    }

    /// The text file: the header above it, the footer below it, lines broken where the source says so.
    fn text(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        if let Some(header) = &self.header {
            lines.extend([header.clone(), String::new()]);
        }
        lines.extend(self.blocks.iter().map(Block::text));
        if let Some(footer) = &self.footer {
            lines.extend([String::new(), footer.replace("{page}", "1")]);
        }
        let wrap = |line: &String| wrapped(line, self.wrap.unwrap_or(usize::MAX));
        lines.iter().map(wrap).collect::<Vec<_>>().join("\n") + "\n"
    }
}

fn block(line: &str, number: usize) -> Block {
    let own = |rest: &str| rest.to_owned();
    if let Some(rest) = line.strip_prefix("[comment ") {
        let (who, what) = rest.trim_end_matches(']').split_once(": ").unwrap();
        return Block::Comment(own(who), own(what));
    }
    if let Some(rest) = line.strip_prefix("%right ") {
        return Block::Right(own(rest));
    }
    for (mark, ticked) in [("[x]", true), ("[ ]", false)] {
        if let Some(label) = line.strip_prefix(mark) {
            let label = own(label);
            return Block::Box { ticked, label };
        }
    }
    if let Some(rest) = line.strip_prefix("##") {
        return Block::Heading(own(rest));
    }
    let rest = line.get(1..).unwrap_or_default();
    match line.chars().next() {
        None => Block::Blank,
        Some('#') => Block::Title(own(rest)),
        Some('*') => Block::Bold(own(rest)),
        Some('-') => Block::Bullet(own(rest)),
        Some('+') => Block::Numbered(number, own(rest)),
        Some('^') => Block::Note(own(rest)),
        Some('|') => Block::Row {
            cells: rest.trim_start_matches('!').split('|').map(own).collect(),
            head: rest.starts_with('!'),
        },
        Some(_) => Block::Plain(own(line)),
    }
}

impl Block {
    fn text(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Plain(t) | Self::Right(t) | Self::Title(t) | Self::Heading(t) | Self::Bold(t) => {
                t.clone()
            }
            Self::Bullet(t) => format!("- {t}"),
            Self::Numbered(number, t) => format!("{number}. {t}"),
            Self::Row { cells, .. } => cells.join("\t"),
            Self::Box { ticked, label } => format!("{} {label}", tick(*ticked)),
            Self::Note(t) => format!("Note: {t}"),
            Self::Comment(who, t) => format!("[Kommentar, {who}: {t}]"),
        }
    }
}

fn tick(ticked: bool) -> &'static str {
    if ticked { "☒" } else { "☐" }
}

fn wrapped(line: &str, width: usize) -> String {
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

/// Numbering 1 is docx-rs's own.
const BULLETS: usize = 2;
const NUMBERS: usize = 3;

fn docx(paper: &Paper, path: &Path) -> Made {
    let bold = |id: &str, name: &str, size| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .size(size)
            .bold()
    };
    let font = paper.font.as_deref().unwrap_or("Liberation Sans");
    let mut docx = Docx::new()
        .default_fonts(RunFonts::new().ascii(font).hi_ansi(font))
        .default_size(22)
        .custom_property("Forfatter", &paper.author)
        .add_style(bold("Title", "Title", 32))
        .add_style(bold("Heading1", "heading 1", 26))
        .add_abstract_numbering(numbering(BULLETS, "bullet", "•"))
        .add_numbering(Numbering::new(BULLETS, BULLETS))
        .add_abstract_numbering(numbering(NUMBERS, "decimal", "%1."))
        .add_numbering(Numbering::new(NUMBERS, NUMBERS));
    if let Some(header) = &paper.header {
        docx = docx.header(Header::new().add_paragraph(run(header)));
    }
    if let Some(footer) = &paper.footer {
        docx = docx.footer(Footer::new().add_paragraph(with_page(footer)));
    }
    docx = body(docx, &paper.blocks);
    Ok(docx.build().pack(File::create(path)?)?)
}

fn numbering(id: usize, format: &str, label: &str) -> AbstractNumbering {
    let level = Level::new(
        0,
        Start::new(1),
        NumberFormat::new(format),
        LevelText::new(label),
        LevelJc::new("left"),
    );
    let hanging = SpecialIndentType::Hanging(360);
    AbstractNumbering::new(id).add_level(level.indent(Some(720), Some(hanging), None, None))
}

fn run(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text))
}

fn with_page(footer: &str) -> Paragraph {
    match footer.split_once("{page}") {
        Some((before, after)) => run(before)
            .add_page_num(PageNum::new())
            .add_run(Run::new().add_text(after)),
        None => run(footer),
    }
}

/// Neighbouring rows become one table; a note or a comment goes into the paragraph before it; an empty line is space
/// below the paragraph before it.
fn body(mut docx: Docx, blocks: &[Block]) -> Docx {
    let mut blocks = blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        docx = match block {
            Block::Blank => docx,
            Block::Row { .. } => {
                let mut rows = vec![row(block)];
                while let Some(next) = blocks.next_if(|next| width(next) == width(block)) {
                    rows.push(row(next));
                }
                docx.add_table(Table::new(rows))
                    .add_paragraph(Paragraph::new())
            }
            _ => {
                let mut made = paragraph(block);
                if blocks.next_if(|b| matches!(b, Block::Blank)).is_some() {
                    made = made.line_spacing(LineSpacing::new().after(160));
                }
                if let Some(called) =
                    blocks.next_if(|b| matches!(b, Block::Note(_) | Block::Comment(..)))
                {
                    made = calling(made, called);
                }
                docx.add_paragraph(made)
            }
        };
    }
    docx
}

fn calling(paragraph: Paragraph, called: &Block) -> Paragraph {
    match called {
        Block::Note(note) => {
            let note = Footnote::new().add_content(run(note));
            paragraph.add_run(Run::new().add_footnote_reference(note))
        }
        Block::Comment(who, what) => {
            let comment = Comment::new(1).author(who).date("2023-06-08T09:00:00Z");
            let comment = comment.add_paragraph(run(what));
            paragraph.add_comment_start(comment).add_comment_end(1)
        }
        _ => paragraph,
    }
}

fn width(block: &Block) -> usize {
    match block {
        Block::Row { cells, .. } => cells.len(),
        _ => 0,
    }
}

fn row(block: &Block) -> TableRow {
    let Block::Row { cells, head } = block else {
        return TableRow::new(vec![]);
    };
    let cell = |text: &String| {
        let run = Run::new().add_text(text);
        let run = if *head { run.bold() } else { run };
        TableCell::new().add_paragraph(Paragraph::new().add_run(run))
    };
    TableRow::new(cells.iter().map(cell).collect())
}

fn paragraph(block: &Block) -> Paragraph {
    let listed = |text: &str, id| run(text).numbering(NumberingId::new(id), IndentLevel::new(0));
    match block {
        Block::Title(t) => run(t).style("Title"),
        Block::Heading(t) => run(t).style("Heading1"),
        Block::Bold(t) => Paragraph::new().add_run(Run::new().add_text(t).bold()),
        Block::Right(t) => run(t).align(AlignmentType::Right),
        Block::Bullet(t) => listed(t, BULLETS),
        Block::Numbered(_, t) => listed(t, NUMBERS),
        other => run(&other.text()),
    }
}

/// One `soffice` for all papers: it takes seconds to start.
fn office_pdfs(papers: &[PathBuf], folder: &Path) -> Made {
    let profile = tempfile::tempdir()?;
    let status = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.path().display()
        ))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .args(papers)
        .env("SOURCE_DATE_EPOCH", "0")
        .status()?;
    if !status.success() {
        return Err("soffice failed".into());
    }
    Ok(())
}

/// Courier on A4, 62 lines of 78 characters a page, as a typewriter or a line printer would.
fn typed(paper: &Paper) -> Document {
    let text = paper.text();
    let text = text.replace('\t', "    ");
    let lines: Vec<String> = text.lines().map(|l| wrapped(l, 78)).collect();
    let lines: Vec<String> = lines.join("\n").split('\n').map(str::to_owned).collect();
    let mut pdf = Document::with_version("1.4");
    let tree = pdf.new_object_id();
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding",
    });
    let pages: Vec<Object> = lines
        .chunks(62)
        .map(|page| {
            let content = pdf.add_object(Stream::new(dictionary! {}, typed_page(page)));
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            };
            pdf.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(pages.len()).unwrap();
    let kids = dictionary! { "Type" => "Pages", "Count" => count, "Kids" => pages };
    pdf.objects.insert(tree, Object::Dictionary(kids));
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    pdf
}

fn typed_page(lines: &[String]) -> Vec<u8> {
    let mut operations = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 10.into()]),
        Operation::new("TL", vec![12.into()]),
        Operation::new("Td", vec![60.into(), 790.into()]),
    ];
    for line in lines {
        let bytes = line.chars().map(windows_1252).collect();
        let string = Object::String(bytes, lopdf::StringFormat::Literal);
        operations.push(Operation::new("Tj", vec![string]));
        operations.push(Operation::new("T*", vec![]));
    }
    operations.push(Operation::new("ET", vec![]));
    Content { operations }.encode().unwrap()
}

fn windows_1252(c: char) -> u8 {
    match c {
        '–' => 0x96,
        '…' => 0x85,
        '’' => 0x92,
        c => u8::try_from(u32::from(c)).unwrap_or_else(|_| panic!("{c} is not in WinAnsi")),
    }
}

fn cp865(c: char) -> u8 {
    match c {
        'æ' => 0x91,
        'ø' => 0x9b,
        'å' => 0x86,
        'Æ' => 0x92,
        'Ø' => 0x9d,
        'Å' => 0x8f,
        'é' => 0x82,
        '§' => 0x15,
        c if c.is_ascii() => u8::try_from(c).unwrap(),
        c => panic!("{c} is not in this part of CP865"),
    }
}

/// Files that are odd in one way each; `fixtures/README.md` says what each is for.
fn odd(fixtures: &Path) -> Made {
    let folder = fixtures.join("odd");
    let to = |name: &str| folder.join(name);
    let source = |name: &str| fs::read_to_string(fixtures.join("sources").join(name));
    let diger = Paper::parse(&source("kommissorium-digegruppe-1996.markup")?);
    let afslag = Paper::parse(&source("afslag-koncertsal-2009.markup")?);
    let dos = diger.text().replace('\n', "\r\n");
    fs::write(
        to("dos-cp865.txt"),
        dos.chars().map(cp865).collect::<Vec<_>>(),
    )?;
    let windows = afslag.text().replace('\n', "\r\n");
    fs::write(
        to("windows-1252.txt"),
        windows.chars().map(windows_1252).collect::<Vec<_>>(),
    )?;
    let utf16 = format!("\u{feff}{windows}");
    fs::write(
        to("utf-16.txt"),
        utf16
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>(),
    )?;
    fs::write(to("empty.txt"), "")?;
    fs::write(to("text-named.pdf"), afslag.text())?;
    let whole = fs::read(fixtures.join("papers/notat-cykelsti-2016.pdf"))?;
    fs::write(to("truncated.pdf"), &whole[..whole.len() * 3 / 5])?;
    let whole = fs::read(fixtures.join("papers/notat-cykelsti-2016.docx"))?;
    fs::write(to("truncated.docx"), &whole[..whole.len() * 3 / 5])?;
    spaced(&to("letter-spaced.docx"))?;
    changed(&to("tracked-changes.docx"))?;
    encrypted(&afslag, &to("encrypted.pdf"))
}

/// The heading of one letter and one space after the other, by spaces and by character spacing.
fn spaced(path: &Path) -> Made {
    let by_spaces = Run::new().add_text("K O M M I S S O R I U M").bold();
    let by_format = Run::new()
        .add_text("for brolauget ved Lillesund")
        .character_spacing(60);
    Ok(Docx::new()
        .add_paragraph(Paragraph::new().add_run(by_spaces))
        .add_paragraph(Paragraph::new().add_run(by_format))
        .add_paragraph(run("Brolauget svarer kommunen senest den 2. maj 2001."))
        .build()
        .pack(File::create(path)?)?)
}

/// A deadline that someone has moved, and nobody has accepted the change.
fn changed(path: &Path) -> Made {
    let day = "2022-03-01T10:00:00Z";
    let old = Delete::new().author("Ida Lund").date(day);
    let old = old.add_run(Run::new().add_delete_text("1. april 2022"));
    let new = Insert::new(Run::new().add_text("15. april 2022"))
        .author("Ida Lund")
        .date(day);
    let paragraph = run("Kommunerne sender deres bemærkninger senest den ")
        .add_delete(old)
        .add_insert(new)
        .add_run(Run::new().add_text("."));
    Ok(Docx::new()
        .add_paragraph(run("Høring om fælles bådebro"))
        .add_paragraph(paragraph)
        .build()
        .pack(File::create(path)?)?)
}

/// Cannot be opened without the password `bro`.
fn encrypted(paper: &Paper, path: &Path) -> Made {
    let mut pdf = typed(paper);
    let id = Object::String(b"udvalg fixtures!".to_vec(), lopdf::StringFormat::Literal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &pdf,
        owner_password: "ejer",
        user_password: "bro",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version)?;
    pdf.encrypt(&state)?;
    pdf.save(path)?;
    Ok(())
}
