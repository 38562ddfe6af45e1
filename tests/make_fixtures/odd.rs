//! Files that are odd in one way each.

use std::{
    fs::{self, File},
    path::Path,
};

use docx_rs::{Delete, Docx, Insert, Paragraph, Run};
use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions};

use crate::{Made, Paper, run, typed, windows_1252};

/// `fixtures/README.md` says what each is for.
pub(crate) fn make(fixtures: &Path) -> Made {
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
    let part = |paper: &str, until: &[u8], name: &str| -> Made {
        let whole = fs::read(fixtures.join("papers").join(paper))?;
        let at = whole.windows(until.len()).position(|bytes| bytes == until);
        fs::write(to(name), &whole[..at.ok_or("the cut is not in the file")?])?;
        Ok(())
    };
    part(
        "notat-cykelsti-2016.docx",
        "Økonomi".as_bytes(),
        "truncated.docx",
    )?;
    part("notat-cykelsti-2016.pdf", b"endstream", "truncated.pdf")?;
    part(
        "afslag-koncertsal-2009.pdf",
        b"startxref",
        "trailer-lost.pdf",
    )?;
    spaced(&to("letter-spaced.docx"))?;
    changed(&to("tracked-changes.docx"))?;
    // Encryption is salted: the file would be another one each time.
    if to("encrypted.pdf").exists() {
        return Ok(());
    }
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
