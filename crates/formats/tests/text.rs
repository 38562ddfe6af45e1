//! Text: its encoding, its canonical form, and the blocks told from its looks.
#![allow(clippy::unwrap_used)]

use formats::{Format, Limits, ReadError};
use paper::{BlockKind, Document};

fn read(bytes: &[u8]) -> Document {
    formats::read(Format::Text, bytes, &Limits::default()).unwrap()
}

/// Each block as its kind and its text, a line each.
fn told(text: &str) -> String {
    let document = read(text.as_bytes());
    let blocks = document.blocks.iter().map(|block| {
        let kind = match block.kind {
            BlockKind::Cell {
                table, row, column, ..
            } => format!("{table}.{row}.{column}"),
            kind => format!("{kind:?}/{}", block.depth),
        };
        format!(
            "{kind} {}\n",
            document.text[block.range()].replace('\n', "|")
        )
    });
    blocks.collect()
}

const PROSE: &str = "Kære Søren Ågård. Næste møde i Ældrerådet er på Ørsted Skole, § 4.";

#[test]
fn code_pages_are_told_apart() {
    // The Danish letters of the prose in each page; everything else of it is ASCII.
    let pages: [(&str, [u8; 7]); 3] = [
        ("1252", [0xe6, 0xf8, 0xe5, 0xc6, 0xd8, 0xc5, 0xa7]),
        ("850", [0x91, 0x9b, 0x86, 0x92, 0x9d, 0x8f, 0xf5]),
        ("Mac", [0xbe, 0xbf, 0x8c, 0xae, 0xaf, 0x81, 0xa4]),
    ];
    for (name, codes) in pages {
        let encode = |c: char| match "æøåÆØÅ§".chars().position(|letter| letter == c) {
            Some(at) => codes[at],
            None => c as u8,
        };
        let bytes: Vec<u8> = PROSE.chars().map(encode).collect();
        assert_eq!(read(&bytes).text, PROSE, "{name}");
        assert_eq!(Format::sniff(&bytes, None), Some(Format::Text), "{name}");
    }
    // In CP865 the paragraph sign is a control code.
    let bytes: Vec<u8> = "l\u{91}s \u{15} 4".chars().map(|c| c as u8).collect();
    assert_eq!(read(&bytes).text, "læs § 4");
}

#[test]
fn unicode_is_told_with_and_without_a_mark() {
    let little: Vec<u8> = PROSE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = PROSE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        little.clone(),
        big,
        [b"\xff\xfe".to_vec(), little].concat(),
        [b"\xef\xbb\xbf", PROSE.as_bytes()].concat(),
    ] {
        assert_eq!(Format::sniff(&bytes, None), Some(Format::Text));
        assert_eq!(read(&bytes).text, PROSE);
    }
}

#[test]
fn the_text_is_the_file_with_plain_line_ends() {
    let bytes = "Første\r\nlinje\rtredje\u{c}side\0 kom\u{ad}mune a\u{30a}".as_bytes();
    assert_eq!(read(bytes).text, "Første\nlinje\ntredje\u{c}side kommune å");
    let error = |bytes: &[u8]| formats::read(Format::Text, bytes, &Limits::default());
    assert!(matches!(error(b""), Err(ReadError::Empty)));
    let noise: Vec<u8> = (0..4096_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert!(matches!(error(&noise), Err(ReadError::NotText)));
}

#[test]
fn a_wrong_name_is_no_failure() {
    assert_eq!(
        Format::sniff(b"Referat af mode", Some("docx")),
        Some(Format::Text)
    );
    assert_eq!(Format::sniff(b"{\"a\": 1}", Some("json")), None);
    assert_eq!(
        Format::sniff(b"<!DOCTYPE html><html>", Some("txt")),
        Some(Format::Html)
    );
    assert_eq!(Format::describe_unknown(b"GIF89a", None), "image (GIF)");
}

#[test]
fn headings_items_and_fields_of_a_typed_paper() {
    let paper = "HAVNEKOMMUNEN\n\nKommissorium for udvalget om fiskernes hus\n\nDato:\t4. maj 1998\nJournal:\t12-4\n\n\
        1. Baggrund\n\nHuset står tomt, og byrådet har derfor bedt om forslag til, hvad det kan bruges til.\n\n\
        Udvalget skal:\n- finde en lejer\n- lave et budget\n\n2. Medlemmer\n\nAase Holm\nBo Lund\n\n¹ Efter loven.\nSide 1 af 2\n";
    assert_eq!(
        told(paper),
        "Heading/0 HAVNEKOMMUNEN\nHeading/0 Kommissorium for udvalget om fiskernes hus\n0.0.0 Dato:\n0.0.1 4. maj 1998\n\
         0.1.0 Journal:\n0.1.1 12-4\nHeading/1 1. Baggrund\n\
         Paragraph/0 Huset står tomt, og byrådet har derfor bedt om forslag til, hvad det kan bruges til.\n\
         Paragraph/0 Udvalget skal:\nItem/0 - finde en lejer\nItem/0 - lave et budget\nHeading/1 2. Medlemmer\n\
         Paragraph/0 Aase Holm\nParagraph/0 Bo Lund\nNote/0 ¹ Efter loven.\nFooter/0 Side 1 af 2\n"
    );
}

#[test]
fn a_wrapped_paragraph_is_one_block_and_an_address_is_not() {
    let paper = "Fiskerforeningen\nKajgade 4\n9999 Havneby\n\n\
        Foreningen har drøftet forslaget og vil gerne leje huset, hvis taget\nbliver lagt om inden vinteren. Vi betaler selv for maling og for de\nnye vinduer mod havnen, men ikke for varmen.\n\n\
        1. at kommunen lægger et nyt tag og en ny tagrende og betaler for det\n   uden at sætte lejen op, og\n2. at lejen er fast.\n";
    assert_eq!(
        told(paper),
        "Paragraph/0 Fiskerforeningen\nParagraph/0 Kajgade 4\nParagraph/0 9999 Havneby\n\
         Paragraph/0 Foreningen har drøftet forslaget og vil gerne leje huset, hvis taget|bliver lagt om inden vinteren. Vi betaler selv for maling og for de|nye vinduer mod havnen, men ikke for varmen.\n\
         Item/0 1. at kommunen lægger et nyt tag og en ny tagrende og betaler for det|   uden at sætte lejen op, og\nItem/0 2. at lejen er fast.\n"
    );
    // Broken by hand: "fiskernes" would have had room.
    let ragged = paper.replace(
        "inden vinteren. Vi",
        "inden vinteren. Fristen for\nfiskernes svar er den 3. maj. Vi",
    );
    assert!(
        told(&ragged).contains("Fristen for|fiskernes svar"),
        "{}",
        told(&ragged)
    );
}

#[test]
fn tables_of_spaces_and_bars() {
    let paper = "Post              1998      1999\n------------------------------\nTag              100.000    20.000\nMaling             4.000     5.000\nI alt            104.000    25.000\n";
    let cells = told(paper);
    assert!(
        cells.starts_with("0.0.0 Post\n0.0.1 1998\n0.0.2 1999\n0.1.0 Tag\n0.1.1 100.000\n"),
        "{cells}"
    );
    let added = told(
        "Navn           Forening       Suppleant\nAase Holm      Lauget         Bo Lund\n(formand)\nIb Skov        Koret          Eva Dam\nUlla Bæk       Skolen         Per Krog\n",
    );
    assert!(
        added.contains("0.1.2 Bo Lund\n0.2.0 (formand)\n0.2.1 \n0.3.0 Ib Skov\n"),
        "{added}"
    );
    let bars = told("| Navn | Rolle |\n|------|-------|\n| Aase | formand |\n");
    assert_eq!(bars, "0.0.0 Navn\n0.0.1 Rolle\n0.1.0 Aase\n0.1.1 formand\n");
}

#[test]
fn form_feeds_part_pages_and_no_paragraphs_of_one_page() {
    let document = read("\u{c}Dagsorden\n\n1. Valg\n\u{c}\nReferat\n\u{c}".as_bytes());
    assert_eq!(document.text, "Dagsorden\n\n1. Valg\u{c}\nReferat");
    assert_eq!(document.pages, Some(2));
    assert_eq!(read(b"Et ark").pages, None);
}

#[test]
fn letters_read_in_the_wrong_page_are_put_right_with_a_warning() {
    let document = read("Borgmesteren Ã¥bnede mÃ¸det pÃ¥ rÃ¥dhuset".as_bytes());
    assert_eq!(document.text, "Borgmesteren åbnede mødet på rådhuset");
    assert_eq!(document.warnings.len(), 1);
    assert!(
        read("Borgmesteren åbnede mødet".as_bytes())
            .warnings
            .is_empty()
    );
}

#[test]
fn brackets_within_words_are_danish_letters() {
    let mainframe =
        b"S[BY BYR]D\nMED R}DM[NDENE OM VEJE P} K\\DBYEN OG S\\NDERGADE. Bev{g f|rst h}nden.";
    assert_eq!(
        read(mainframe).text,
        "SÆBY BYRÅD\nMED RåDMÆNDENE OM VEJE På KØDBYEN OG SØNDERGADE. Bevæg først hånden."
    );
    let program = b"let a = [1, 2]; if a[0] { b|c } else { path\\to\\file }";
    assert_eq!(read(program).text.as_bytes(), program);
}

#[test]
fn a_file_without_a_word_says_so() {
    let codes =
        |bytes: &[u8]| -> Vec<_> { read(bytes).warnings.iter().map(|one| one.code).collect() };
    assert_eq!(codes(b" \r\n\t "), [paper::WarningCode::NoText]);
    assert_eq!(codes(b"Et ord"), []);
}
