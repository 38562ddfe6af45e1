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
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    process::Command,
};

use docx_rs::{
    AbstractNumbering, AlignmentType, Comment, Docx, Footer, Footnote, Header, IndentLevel, Level,
    LevelJc, LevelText, LineSpacing, NumberFormat, Numbering, NumberingId, PageNum, Paragraph, Run,
    RunFonts, SpecialIndentType, Start, Style, StyleType, Table, TableCell, TableRow,
};
use lopdf::{
    Document, Object, Stream,
    content::{Content, Operation},
    dictionary,
};

/// Letters and lines of made papers.
mod letters;
/// The papers' sources.
#[path = "make_fixtures/markup.rs"]
mod markup;
/// The papers in further formats.
#[path = "make_fixtures/neighbours.rs"]
mod neighbours;
/// Files that are odd in one way each.
#[path = "make_fixtures/odd.rs"]
mod odd;
/// Papers as a scanner saves them.
#[path = "make_fixtures/scans.rs"]
mod scans;

mod tesseract;

use letters::wrapped;
use markup::{Block, Paper};

type Made = Result<(), Box<dyn Error>>;

fn main() -> Made {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let papers = fixtures.join("papers");
    let mut office = Vec::new();
    for source in sources(&fixtures.join("sources"))? {
        let paper = Paper::parse(&fs::read_to_string(&source)?);
        let made = papers.join(source.file_stem().unwrap());
        fs::write(made.with_extension("txt"), paper.text())?;
        let (file, pdf) = (made.with_extension("docx"), made.with_extension("pdf"));
        let bytes = docx(&paper)?;
        // LibreOffice writes another PDF each time: it is asked only when the paper is another one.
        let same = pdf.exists() && fs::read(&file).is_ok_and(|before| before == bytes);
        fs::write(&file, bytes)?;
        if paper.typed {
            typed(&paper).save(pdf)?;
        } else if !same {
            office.push(file);
        }
    }
    self::office(&office, "pdf", &papers)?;
    neighbours::make(&fixtures, &office)?;
    scans::make(&fixtures)?;
    odd::make(&fixtures)
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<_> = entries.into_iter().map(|e| e.path()).collect();
    paths.sort();
    Ok(paths)
}

/// Numbering 1 is docx-rs's own.
const BULLETS: usize = 2;
const NUMBERS: usize = 3;

fn docx(paper: &Paper) -> Result<Vec<u8>, Box<dyn Error>> {
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
    let mut file = Cursor::new(Vec::new());
    body(docx, &paper.blocks).build().pack(&mut file)?;
    Ok(file.into_inner())
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
fn office(papers: &[PathBuf], ending: &str, folder: &Path) -> Made {
    if papers.is_empty() {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let status = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.path().display()
        ))
        .args(["--headless", "--convert-to", ending, "--outdir"])
        .arg(folder)
        .args(papers)
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
    letters::windows_1252(c).unwrap_or_else(|| panic!("{c} is not in WinAnsi"))
}
