//! PDFs made here, small and by hand, and the documents that they become.
#![allow(clippy::unwrap_used)]

mod press;

use expect_test::expect;
use formats::{Format, Limits, ReadError};
use paper::{Document, WarningCode};
use press::{Press, check, read, text};

fn codes(document: &Document) -> Vec<WarningCode> {
    document
        .warnings
        .iter()
        .map(|warning| warning.code)
        .collect()
}

#[test]
fn lines_become_paragraphs_headings_and_items() {
    let mut press = Press::default();
    press.page(&[
        text(16.0, 72.0, 760.0, "Kommissorium for Stiudvalget"),
        text(
            11.0,
            72.0,
            720.0,
            "Udvalget gennemgår kommunens stier og peger på de stræk-",
        ),
        text(
            11.0,
            72.0,
            706.0,
            "ninger, hvor belysningen er ringe. Der lægges vægt på sikker-",
        ),
        text(11.0, 72.0, 692.0, "heds- og miljøhensyn."),
        text(11.0, 72.0, 664.0, "Der svares på to spørgsmål:"),
        text(
            11.0,
            90.0,
            650.0,
            "- hvor er der mørkt om morgenen, når børn og unge er på",
        ),
        text(11.0, 97.0, 636.0, "vej til skole"),
        text(11.0, 90.0, 622.0, "- hvad koster en lygte"),
    ]);
    check(
        &read(&press.print()),
        expect![[r#"
        Heading   Kommissorium for Stiudvalget
        Paragraph Udvalget gennemgår kommunens stier og peger på de strækninger, hvor belysningen er ringe. Der lægges vægt på sikkerheds- og miljøhensyn.
        Paragraph Der svares på to spørgsmål:
        Item      - hvor er der mørkt om morgenen, når børn og unge er på vej til skole
        Item      - hvad koster en lygte
    "#]],
    );
}

#[test]
fn rulings_make_a_table() {
    let mut press = Press::default();
    let mut drawn: Vec<String> = [400.0, 340.0, 310.0]
        .map(|y| format!("72 {y} m 500 {y} l S"))
        .into();
    drawn.extend([72.0, 250.0, 400.0, 500.0].map(|x| format!("{x} 310 m {x} 400 l S")));
    drawn.extend([
        text(10.0, 76.0, 385.0, "Lygter langs"),
        text(10.0, 76.0, 372.0, "Kærstien"),
        text(10.0, 254.0, 385.0, "12.000"),
        text(10.0, 76.0, 320.0, "I alt"),
        text(10.0, 404.0, 320.0, "12.000"),
    ]);
    press.page(&drawn);
    check(
        &read(&press.print()),
        expect![[r#"
        0.0.0     Lygter langs Kærstien
        0.0.1     12.000
        0.0.2     
        0.1.0     I alt
        0.1.1     
        0.1.2     12.000
    "#]],
    );
}

#[test]
fn columns_make_a_table_without_rulings() {
    let mut press = Press::default();
    press.page(&[
        text(11.0, 72.0, 740.0, "Journalnr.:"),
        text(11.0, 200.0, 740.0, "04-117-22"),
        text(11.0, 72.0, 726.0, "Sagsbehandler:"),
        text(11.0, 200.0, 726.0, "Gry Mosekær"),
        text(
            11.0,
            72.0,
            690.0,
            "Herefter løber teksten over hele linjen, som den plejer at gøre i et brev.",
        ),
    ]);
    check(
        &read(&press.print()),
        expect![[r#"
        0.0.0     Journalnr.:
        0.0.1     04-117-22
        0.1.0     Sagsbehandler:
        0.1.1     Gry Mosekær
        Paragraph Herefter løber teksten over hele linjen, som den plejer at gøre i et brev.
    "#]],
    );
}

#[test]
fn spaced_letters_are_closed() {
    let mut press = Press::default();
    press.page(&[
        text(14.0, 72.0, 760.0, "D A G S O R D E N"),
        text(11.0, 72.0, 700.0, "Punkt 1"),
    ]);
    assert!(read(&press.print()).text.contains("DAGSORDEN"));
}

#[test]
fn boxes_and_values_of_a_form_stand_beside_their_labels() {
    let mut press = Press::default();
    press.page(&[
        text(11.0, 72.0, 700.0, "Forening:"),
        text(11.0, 100.0, 660.0, "Ja"),
        text(11.0, 200.0, 660.0, "Nej"),
    ]);
    press.tick([84.0, 658.0, 96.0, 670.0], true);
    press.tick([184.0, 658.0, 196.0, 670.0], false);
    press.value([150.0, 696.0, 300.0, 710.0], "Åmosens Venner");
    check(
        &read(&press.print()),
        expect![[r#"
        0.0.0     Forening:
        0.0.1     Åmosens Venner
        0.1.0     ☒ Ja
        0.1.1     ☐ Nej
    "#]],
    );
}

#[test]
fn a_file_that_was_cut_off_is_read_as_far_as_it_goes() {
    let mut press = Press::default();
    press.page(&[text(11.0, 72.0, 700.0, "Det første ark er helt.")]);
    press.page(&[text(11.0, 72.0, 700.0, "Det andet ark er også helt.")]);
    let whole = press.print();
    let catalogue = whole
        .windows(8)
        .rposition(|window| window == b"/Catalog")
        .unwrap();
    let document = read(&whole[..catalogue - 4]);
    assert!(
        document.text.contains("Det første ark er helt."),
        "{}",
        document.text
    );
    assert!(
        document.text.contains("Det andet ark er også helt."),
        "{}",
        document.text
    );
    assert_eq!(codes(&document), [WarningCode::Recovered]);
}

#[test]
fn a_page_without_text_is_told() {
    let mut press = Press::default();
    press.page(&[text(11.0, 72.0, 700.0, "Første ark")]);
    press.page(&["72 72 400 600 re f".to_owned()]);
    let document = read(&press.print());
    assert_eq!(codes(&document), [WarningCode::NoText]);
    assert!(
        document.warnings[0].message.contains("page 2"),
        "{}",
        document.warnings[0].message
    );
}

#[test]
fn forms_that_call_themselves_end() {
    let mut press = Press::default();
    press.page(&[
        text(11.0, 72.0, 700.0, "Teksten før formen"),
        "/X Do".to_owned(),
    ]);
    press.form("/X Do /X Do");
    let document = read(&press.print());
    assert_eq!(document.text, "Teksten før formen");
}

#[test]
fn bombs_are_refused_with_a_reason() {
    let mut press = Press::default();
    press.page(&["q\n".repeat(20 << 20)]);
    let refused = formats::read(Format::Pdf, &press.print_packed(), &Limits::default());
    assert!(
        matches!(refused, Err(ReadError::TooLarge { .. })),
        "{refused:?}"
    );
}

#[test]
fn what_is_no_pdf_has_a_reason() {
    let refuse = |bytes: &[u8]| formats::read(Format::Pdf, bytes, &Limits::default()).unwrap_err();
    assert!(matches!(refuse(b""), ReadError::Empty));
    assert!(matches!(refuse(b"%PDF-1.7"), ReadError::Malformed { .. }));
    assert!(matches!(
        refuse("Kære udvalg".as_bytes()),
        ReadError::Malformed { .. }
    ));
}

#[test]
fn an_empty_password_opens_and_any_other_does_not() {
    let mut press = Press::default();
    press.page(&[text(11.0, 72.0, 700.0, "Fortroligt for alle")]);
    assert!(
        read(&press.print_locked(""))
            .text
            .contains("Fortroligt for alle")
    );
    let refused = formats::read(
        Format::Pdf,
        &press.print_locked("hemmeligt"),
        &Limits::default(),
    );
    assert!(matches!(refused, Err(ReadError::Encrypted)), "{refused:?}");
}

#[test]
fn properties_come_from_the_file() {
    let mut press = Press::default();
    press.page(&[text(11.0, 72.0, 700.0, "Tekst")]);
    let properties = read(&press.print()).properties;
    assert_eq!(properties.title.as_deref(), Some("Stiplan for Åmosen"));
    assert_eq!(properties.author.as_deref(), Some("Gry Mosekær"));
    assert_eq!(properties.created.as_deref(), Some("2017-05-03T09:12"));
    assert_eq!(properties.language.as_deref(), Some("da-DK"));
}

#[test]
fn what_is_drawn_twice_or_beyond_the_page_is_read_as_it_is_seen() {
    let mut press = Press::default();
    press.page(&[
        text(11.0, 72.0, 760.0, "Beslutning"),
        text(11.0, 72.4, 760.2, "Beslutning"),
        text(11.0, 72.0, 740.0, "Godkendt."),
        text(11.0, 700.0, 740.0, "Tryk: Hansens Bogtryk"),
        text(11.0, 72.0, 900.0, "Beskåret"),
    ]);
    check(
        &read(&press.print()),
        expect![[r#"
        Heading   Beslutning
        Paragraph Godkendt.
    "#]],
    );
}

#[test]
fn columns_drawn_line_by_line_are_read_one_after_the_other() {
    let mut press = Press::default();
    let left = [
        "Kommunen har i foråret",
        "undersøgt, hvor mange der",
        "bruger stien om vinteren,",
        "og hvad de savner. Svarene",
        "viser, at lyset er vigtigst",
        "skolebørnene, som cykler",
        "om morgenen, og at resten",
        "helst vil have asfalt.",
    ];
    let right = [
        "Havnens nye bro åbnes af",
        "borgmesteren i august, når",
        "rækværket er sat op, og de",
        "sidste prøver er taget af",
        "betonen. Broen bliver spær-",
        "ret for biler, men cykler",
        "fodgængere kan passere i",
        "retninger hele året.",
    ];
    let lines = left
        .iter()
        .zip(right)
        .enumerate()
        .flat_map(|(at, (left, right))| {
            let y = 700.0 - 14.0 * at as f32;
            [text(11.0, 72.0, y, left), text(11.0, 300.0, y, right)]
        });
    press.page(&lines.collect::<Vec<_>>());
    check(
        &read(&press.print()),
        expect![[r#"
            Paragraph Kommunen har i foråret undersøgt, hvor mange der bruger stien om vinteren, og hvad de savner. Svarene viser, at lyset er vigtigst skolebørnene, som cykler om morgenen, og at resten helst vil have asfalt.
            Paragraph Havnens nye bro åbnes af borgmesteren i august, når rækværket er sat op, og de sidste prøver er taget af betonen. Broen bliver spærret for biler, men cykler fodgængere kan passere i retninger hele året.
        "#]],
    );
}

#[test]
fn a_text_layer_of_no_language_is_told() {
    let mut press = Press::default();
    let shifted: String = "Udvalget drøfter forslaget om en ny sti langs åen og beder forvaltningen om et overslag over \
        udgifterne, så sagen kan behandles igen."
        .chars()
        .filter(char::is_ascii_lowercase)
        .map(|c| char::from((c as u8 - b'a' + 7) % 26 + b'a'))
        .collect();
    press.page(&[
        text(11.0, 72.0, 700.0, &shifted),
        text(11.0, 72.0, 680.0, &shifted),
    ]);
    let document = read(&press.print());
    assert_eq!(codes(&document), [WarningCode::NoText]);
    assert_eq!(
        document.warnings[0].message,
        "page 1: a text layer of no language"
    );
}
