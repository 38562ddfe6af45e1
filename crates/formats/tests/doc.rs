//! DOC, made by hand so that each test shows what it says of which text; another library packs the container.
#![allow(clippy::unwrap_used)]

mod doc_made;

mod told;

use doc_made::*;
use paper::{BlockKind, WarningCode};
use told::kinds;

fn text(word: &Word) -> String {
    read(&word.bytes()).text
}

#[test]
fn paragraphs_are_lines_and_letters_are_danish() {
    let document = read(&word("Møde på Ærø\rKl. 9 – 11\r").bytes());
    assert_eq!(document.text, "Møde på Ærø\nKl. 9 – 11");
    assert!(document.warnings.is_empty());
}

#[test]
fn characters_that_lay_out_are_seen_as_what_they_are() {
    let word = word("4\u{1e}11\u{1e}2015 og ord\u{1f}deling\u{b}næste linje, 5\u{a0}kr.\r");
    assert_eq!(
        text(&word),
        "4-11-2015 og orddeling\nnæste linje, 5\u{a0}kr."
    );
}

#[test]
fn a_quick_save_leaves_the_text_in_pieces() {
    // The stream holds "BA", the table says that A comes first; one piece has one byte a character, another a change.
    let mut word = word("");
    word = word.story(MAIN, "bilag. vedtaget\r");
    let (start, at) = (2048, |index: usize| 2048 + 2 * index);
    word.pieces = Some(table_of_pieces(
        &[&on(VANISH)],
        &[0, 9, 16],
        &[piece(at(7), false, 0), piece(start, false, 0)],
    ));
    assert_eq!(text(&word), "vedtaget\nbilag.");
    word.pieces = Some(table_of_pieces(
        &[&on(VANISH)],
        &[0, 7, 16],
        &[piece(start, false, 1), piece(at(7), false, 0)],
    ));
    assert_eq!(
        text(&word),
        "vedtaget",
        "a list of changes hides the first piece"
    );
    // The short form of the same change.
    word.pieces = Some(table_of_pieces(
        &[],
        &[0, 7, 16],
        &[
            piece(start, false, 0x5c << 1 | 1 << 8),
            piece(at(7), false, 0),
        ],
    ));
    assert_eq!(text(&word), "vedtaget");
    word.pieces = Some(table_of_pieces(&[], &[0, 3], &[piece(start, true, 0)]));
    assert_eq!(text(&word), "bi", "one byte a character: b, NUL, i");
}

#[test]
fn hidden_and_deleted_text_is_not_seen_and_inserted_text_is() {
    let word = word("Den sjette 6. maj skjult hos os.\r")
        .look("sjette ", &[on(DELETED)])
        .look("6. maj ", &[on(INSERTED)])
        .look("skjult ", &[on(VANISH)]);
    let document = read(&word.bytes());
    assert_eq!(document.text, "Den 6. maj hos os.");
    assert!(has(&document, WarningCode::TrackedChanges));
}

#[test]
fn a_paragraph_whose_mark_was_deleted_goes_on_in_the_next() {
    let word = word("Udvalget \rindstiller.\r").look("\rind", &[on(DELETED)]);
    assert_eq!(text(&word), "Udvalget stiller.");
}

#[test]
fn styles_and_levels_tell_headings() {
    let sheet = styles(&[
        style(0, 0xfff, "Normal", &[], &[]),
        style(2, 0, "heading 2", &[], &[]),
        style(0xffe, 0, "Overskrift 3", &[], &[]),
        style(0xffe, 1, "Afsnit", &[], &[]),
        style(0xffe, 1, "Ikke i indholdet", &sprm(OUTLINE, &[9]), &[]),
    ]);
    let word = word("Formål\rBaggrund\rTidsplan\rSagen\rBilag\rSvar\r")
        .paragraph("Formål", 1, &[])
        .paragraph("Baggrund", 2, &[])
        .paragraph("Tidsplan", 3, &[])
        .paragraph("Sagen", 0, &[sprm(OUTLINE, &[0])])
        .paragraph("Bilag", 4, &[])
        .look("Svar", &[on(BOLD)])
        .part(1, sheet);
    let document = read(&word.bytes());
    let found: Vec<String> = kinds(&document).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(
        found,
        [
            "Heading/2",
            "Heading/3",
            "Heading/2",
            "Heading/1",
            "Paragraph/0",
            "Heading/0"
        ]
    );
}

#[test]
fn items_have_their_labels() {
    let item = |level: u8, list: u16| [sprm(LEVEL, &[level]), sprm(LIST, &list.to_le_bytes())];
    let word = with_lists(word(
        "Formål\rØkonomi\rBudget\rløn\rPunkt\rNy liste\rUden\r",
    ))
    .paragraph("Formål", 0, &item(0, 1))
    .paragraph("Økonomi", 0, &item(0, 1))
    .paragraph("Budget", 0, &item(1, 1))
    .paragraph("løn", 0, &item(2, 1))
    .paragraph("Punkt", 0, &item(0, 2))
    .paragraph("Ny liste", 0, &item(0, 3))
    .paragraph("Uden", 0, &item(0, 0));
    assert_eq!(
        text(&word),
        "1. Formål\n2. Økonomi\n2.1 Budget\na) løn\n• Punkt\n5. Ny liste\nUden"
    );
}

#[test]
fn an_item_of_which_all_was_deleted_is_not_counted() {
    let item = [sprm(LEVEL, &[0]), sprm(LIST, &1u16.to_le_bytes())];
    let word = with_lists(word("Valg\rUdgået\rEventuelt\r"))
        .paragraph("Valg", 0, &item)
        .paragraph("Udgået", 0, &item)
        .paragraph("Eventuelt", 0, &item)
        .look("Udgået", &[on(DELETED)]);
    assert_eq!(text(&word), "1. Valg\n2. Eventuelt");
}

#[test]
fn a_row_is_a_line_and_cells_have_their_columns() {
    let row_end = |edges: &[i16]| vec![on(IN_TABLE), on(ROW_END), cells(edges, &[])];
    let word = word("Post\u{7}Beløb\u{7}\u{7}I alt\rmed moms\u{7}\u{7}Efter\r")
        .paragraph("Post", 0, &[on(IN_TABLE)])
        .paragraph("Beløb", 0, &[on(IN_TABLE)])
        .paragraph("\u{7}I alt", 0, &row_end(&[0, 1000, 3000]))
        .paragraph("I alt", 0, &[on(IN_TABLE)])
        .paragraph("med moms", 0, &[on(IN_TABLE)])
        .paragraph("\u{7}Efter", 0, &row_end(&[0, 3010]));
    let document = read(&word.bytes());
    assert_eq!(document.text, "Post\tBeløb\nI alt\nmed moms\nEfter");
    let cells = kinds(&document);
    assert_eq!(cells[0], ("0.0.0+1".to_owned(), "Post"));
    assert_eq!(cells[1], ("0.0.1+1".to_owned(), "Beløb"));
}

#[test]
fn merged_cells_fill_their_columns() {
    let row_end =
        |edges: &[i16], flags: &[u16]| vec![on(IN_TABLE), on(ROW_END), cells(edges, flags)];
    let word = word("År 2004\u{7}\u{7}Note\u{7}\u{7}Løn\u{7}12\u{7}se a\u{7}\u{7}x\r")
        .paragraph("År", 0, &[on(IN_TABLE)])
        .paragraph("\u{7}Note", 0, &[on(IN_TABLE)])
        .paragraph("Note", 0, &[on(IN_TABLE)])
        .paragraph("\u{7}Løn", 0, &row_end(&[0, 1000, 2000, 3000], &[1, 2, 0]))
        .paragraph("Løn", 0, &[on(IN_TABLE)])
        .paragraph("12", 0, &[on(IN_TABLE)])
        .paragraph("se a", 0, &[on(IN_TABLE)])
        .paragraph("\u{7}x", 0, &row_end(&[0, 1000, 2000, 3000], &[0, 0, 0]));
    let document = read(&word.bytes());
    let cells = kinds(&document);
    assert_eq!(document.text, "År 2004\tNote\nLøn\t12\tse a\nx");
    assert_eq!(cells[0], ("0.0.0+2".to_owned(), "År 2004"));
    assert_eq!(cells[1], ("0.0.2+1".to_owned(), "Note"));
}

#[test]
fn a_table_within_a_cell_has_lines_of_its_own() {
    let deep = || vec![on(IN_TABLE), sprm(DEPTH, &2u32.to_le_bytes())];
    let and = |mut sprms: Vec<Vec<u8>>, more: &[u16]| {
        sprms.extend(more.iter().map(|op| on(*op)));
        sprms
    };
    let word = word("Kilder\rStat\rFond\r*\r\u{7}Side\u{7}\u{7}Slut\r")
        .paragraph("Kilder", 0, &[on(IN_TABLE)])
        .paragraph("Stat", 0, &and(deep(), &[INNER_CELL]))
        .paragraph("Fond", 0, &and(deep(), &[INNER_CELL]))
        .paragraph("*", 0, &and(deep(), &[INNER_ROW]))
        .look("*", &[on(VANISH)])
        .paragraph("\u{7}Side", 0, &[on(IN_TABLE)])
        .paragraph("Side", 0, &[on(IN_TABLE)])
        .paragraph("\u{7}Slut", 0, &[on(IN_TABLE), on(ROW_END)]);
    assert_eq!(text(&word), "Kilder\tSide\nStat\tFond\nSlut");
}

#[test]
fn a_deleted_row_is_gone_and_the_one_before_it_is_not() {
    let word = word("A\u{7}1\u{7}\u{7}B\u{7}2\u{7}\u{7}Efter\r")
        .paragraph("A", 0, &[on(IN_TABLE)])
        .paragraph("1", 0, &[on(IN_TABLE)])
        .paragraph("\u{7}B", 0, &[on(IN_TABLE), on(ROW_END)])
        .paragraph("B", 0, &[on(IN_TABLE)])
        .paragraph("2", 0, &[on(IN_TABLE)])
        .paragraph("\u{7}Efter", 0, &[on(IN_TABLE), on(ROW_END)])
        .look("\u{7}B\u{7}2\u{7}", &[on(DELETED)]);
    assert_eq!(text(&word), "A\t1\nEfter");
}

#[test]
fn a_link_tells_where_it_leads_and_other_instructions_are_hidden() {
    let word = word(concat!(
        "Se \u{13} HYPERLINK \"https://kommune.example/sag\" \u{14}sagen\u{15}, ",
        "side \u{13} PAGEREF bilag \\h \u{14}7\u{15}.\r"
    ));
    assert_eq!(
        text(&word),
        "Se sagen <https://kommune.example/sag>, side 7."
    );
}

/// A field of a form as the stream of data holds it: its flags, what it is where nobody touched it, its choices.
fn form(flags: u16, usual: u16, choices: &[&str]) -> Vec<u8> {
    let mut field = vec![0; 68];
    field[4] = 68;
    field.extend(u32::MAX.to_le_bytes());
    field.extend(flags.to_le_bytes());
    field.extend([0; 4]);
    field.extend(counted("Felt1"));
    field.extend([0, 0]);
    field.extend(usual.to_le_bytes());
    field.extend([0; 5 * 4]);
    field.extend([0xff, 0xff]);
    field.extend(u16::try_from(choices.len()).unwrap().to_le_bytes());
    field.extend([0, 0]);
    field.extend(choices.iter().flat_map(|choice| counted(choice)));
    let length = u32::try_from(field.len()).unwrap();
    field[..4].copy_from_slice(&length.to_le_bytes());
    field
}

#[test]
fn fields_of_forms_show_what_was_filled_in() {
    let boxes = [form(1 | 1 << 2, 0, &[]), form(1 | 25 << 2, 0, &[])];
    let list = form(2 | 1 << 2, 0, &["Øst", "Vest"]);
    let at = |place: usize| {
        let place = u32::try_from(place).unwrap();
        vec![on(SPECIAL), on(FORM), sprm(LOCATION, &place.to_le_bytes())]
    };
    let mut word = word(concat!(
        "\u{13} FORMCHECKBOX \u{1}a\u{14}\u{15} Ja \u{13} FORMCHECKBOX \u{1}b\u{14}\u{15} Nej\r",
        "Område: \u{13} FORMDROPDOWN \u{1}c\u{14}\u{15}\r",
        "Navn: \u{13} FORMTEXT \u{14}Bodil Skou\u{15}\r",
    ))
    .look("\u{1}a", &at(0))
    .look("\u{1}b", &at(boxes[0].len()))
    .look("\u{1}c", &at(boxes.concat().len()));
    word.data = [boxes.concat(), list].concat();
    assert_eq!(text(&word), "☒ Ja ☐ Nej\nOmråde: Vest\nNavn: Bodil Skou");
}

#[test]
fn notes_and_comments_stand_after_the_paragraph_that_calls_them() {
    let mut author = vec![0; 30];
    author[..4].copy_from_slice(&[1, 0, b'B', 0]);
    author[20] = 1;
    let main = "Støtten\u{2} gives.\rUdvalget\u{5} svarer\u{2}.\rSlut\r";
    let word = word(main)
        .story(FOOTNOTES, "\u{2} Jf. loven.\r\r")
        .story(COMMENTS, "\u{5}Hvornår?\r\r")
        .story(ENDNOTES, "\u{2} Slutnote.\r\r");
    let place = |needle: &str| word.place(needle);
    let (note, comment, end) = (place("\u{2} g"), place("\u{5} s"), place("\u{2}.\r"));
    let authors = [counted("Aage Ask"), counted("Bodil Skou")].concat();
    let word = word
        .part(2, plc(&[note, 99], &[&[1, 0]]))
        .part(3, plc(&[0, 13, 14], &[]))
        .part(4, plc(&[comment, 99], &[&author]))
        .part(5, plc(&[0, 10, 11], &[]))
        .part(36, authors)
        .part(46, plc(&[end, 99], &[&[1, 0]]))
        .part(47, plc(&[0, 12, 13], &[]));
    let document = read(&word.bytes());
    assert_eq!(
        document.text,
        "Støtten gives.\nJf. loven.\nUdvalget svarer.\n[Kommentar, Bodil Skou: Hvornår?]\nSlutnote.\nSlut"
    );
    let found: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(found[1], BlockKind::Note);
    assert_eq!(found[3], BlockKind::Comment);
}

#[test]
fn a_text_box_stands_after_the_paragraph_it_hangs_on() {
    let word = word("Indledning\u{8}.\rResten.\r").story(BOXES, "I rammen\r\r");
    let shape = |at: usize, width: usize| {
        let mut bytes = vec![0; width];
        bytes[at..at + 4].copy_from_slice(&1025u32.to_le_bytes());
        bytes
    };
    let place = word.place("\u{8}");
    let word = word
        .part(40, plc(&[place, 99], &[&shape(0, 26)]))
        .part(56, plc(&[0, 9, 10], &[&shape(14, 22), &[0; 22]]));
    assert_eq!(text(&word), "Indledning.\nI rammen\nResten.");
}

#[test]
fn headers_come_first_and_footers_last_each_once() {
    // Six partings of notes, then for two sections: even, odd header, even, odd footer, first header, first footer.
    let headers = "Ulige\rSide 1\rForside\rUlige\r\r";
    let places = [
        0, 0, 0, 0, 0, 0, 0, 0, 6, 6, 13, 21, 21, 21, 27, 27, 27, 27, 27, 28,
    ];
    let word = word("Teksten.\r")
        .story(HEADERS, headers)
        .part(11, plc(&places, &[]));
    let document = read(&word.bytes());
    assert_eq!(document.text, "Forside\nUlige\nTeksten.\nSide 1");
    assert_eq!(document.blocks[0].kind, BlockKind::Header);
    assert_eq!(document.blocks[3].kind, BlockKind::Footer);
}

#[test]
fn characters_of_symbol_fonts_are_what_they_show() {
    let mut fonts = vec![2, 0, 0, 0];
    for name in ["Arial", "Wingdings"] {
        let entry = [vec![0; 39], wide(name), vec![0, 0]].concat();
        fonts.push(u8::try_from(entry.len()).unwrap());
        fonts.extend(entry);
    }
    let symbol = sprm(SYMBOL, &[1, 0, 0xfe, 0xf0]);
    let word = word("( Ja o Nej\r")
        .look("(", &[on(SPECIAL), symbol])
        .look("o", &[sprm(FONT, &[1, 0])])
        .part(15, fonts);
    assert_eq!(text(&word), "☒ Ja ☐ Nej");
}

#[test]
fn the_file_tells_who_made_it_and_when() {
    let mut values = Vec::new();
    let mut places = Vec::new();
    let start = 8 + 8 * 4;
    let mut value = |id: u32, bytes: &[u8]| {
        let at = u32::try_from(start + values.len()).unwrap();
        places.extend([id.to_le_bytes(), at.to_le_bytes()].concat());
        values.extend(bytes);
    };
    value(1, &[2, 0, 0, 0, 0xe4, 4, 0, 0]);
    value(2, b"\x1e\0\0\0\x05\0\0\0St\xf8j\0\0\0\0");
    value(4, b"\x1e\0\0\0\x06\0\0\0\xc5se S\0\0\0");
    // 1 May 2004 at 12:30 in tenths of a microsecond since 1601.
    let ticks: u64 = 127_278_882_000_000_000;
    value(12, &[&[0x40, 0, 0, 0][..], &ticks.to_le_bytes()].concat());
    let length = u32::try_from(start + values.len()).unwrap();
    let head = [length.to_le_bytes(), 4u32.to_le_bytes()].concat();
    let mut word = word("Støj\r");
    word.summary = vec![0; 48];
    word.summary[44] = 48;
    word.summary.extend([head, places, values].concat());
    let properties = read(&word.bytes()).properties;
    assert_eq!(properties.title.as_deref(), Some("Støj"));
    assert_eq!(properties.author.as_deref(), Some("Åse S"));
    assert_eq!(properties.created.as_deref(), Some("2004-05-01T12:30"));
}
