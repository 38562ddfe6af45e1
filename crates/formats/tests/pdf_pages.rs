//! What stands on several pages: frames, and paragraphs and tables that go on.
#![allow(clippy::unwrap_used)]

mod press;

use expect_test::expect;
use press::{Press, check, read, text};

#[test]
fn heads_and_feet_stand_once_and_notes_after_the_page() {
    let mut press = Press::default();
    for (page, note) in (1..).zip(["1 Se bilaget.", "1 Målt i juni.", "1 Uden moms."]) {
        press.page(&[
            text(9.0, 72.0, 810.0, "Lyngby Stiråd"),
            text(
                11.0,
                72.0,
                600.0,
                &format!("Her står brødteksten på ark nr. {page}"),
            )
            .replace(" ET", " /F1 6 Tf 5 Ts (1) Tj 0 Ts ET"),
            text(11.0, 72.0, 586.0, "som fylder to linjer."),
            text(8.0, 72.0, 90.0, note),
            text(9.0, 280.0, 40.0, &format!("Side {page} af 3")),
        ]);
    }
    let document = read(&press.print());
    assert_eq!(document.pages, Some(3));
    assert_eq!(document.text.matches('\u{c}').count(), 2);
    check(
        &document,
        expect![[r#"
        Header    Lyngby Stiråd
        Paragraph Her står brødteksten på ark nr. 1¹ som fylder to linjer.
        Note      1 Se bilaget.
        Footer    Side 1 af 3
        Paragraph Her står brødteksten på ark nr. 2¹ som fylder to linjer.
        Note      1 Målt i juni.
        Paragraph Her står brødteksten på ark nr. 3¹ som fylder to linjer.
        Note      1 Uden moms.
    "#]],
    );
}

#[test]
fn numbers_that_do_not_count_up_are_no_page_numbers() {
    let mut press = Press::default();
    for date in ["03-05-2016", "07-06-2016", "09-08-2016"] {
        press.page(&[
            text(11.0, 72.0, 800.0, date),
            text(11.0, 72.0, 600.0, "Møde i Stiudvalget"),
        ]);
    }
    let document = read(&press.print());
    for date in ["03-05-2016", "07-06-2016", "09-08-2016"] {
        assert!(
            document.text.contains(date),
            "{date} is gone: {}",
            document.text
        );
    }
}

#[test]
fn paragraphs_and_tables_go_on_over_the_page() {
    let mut press = Press::default();
    let row = |y: f32, left: &str, right: &str| {
        let cells = [
            text(10.0, 76.0, y + 8.0, left),
            text(10.0, 304.0, y + 8.0, right),
        ];
        let lines = [
            (72.0, y, 500.0, y),
            (72.0, y, 72.0, y + 24.0),
            (300.0, y, 300.0, y + 24.0),
            (500.0, y, 500.0, y + 24.0),
        ];
        let lines = lines.map(|(x0, y0, x1, y1)| format!("{x0} {y0} m {x1} {y1} l S"));
        [cells.join(" "), lines.join(" ")].join(" ")
    };
    let top = |y: f32| format!("72 {y} m 500 {y} l S");
    let head = |y: f32| row(y, "Post", "Beløb");
    press.page(&[
        top(784.0),
        head(760.0),
        row(736.0, "Asfalt", "40.000"),
        text(10.0, 72.0, 40.0, "Side 1 af 3"),
    ]);
    press.page(&[
        top(784.0),
        head(760.0),
        row(736.0, "Lygter", "12.000"),
        text(
            11.0,
            72.0,
            100.0,
            "Udvalget ønsker, at forvaltningen inden sommerferien",
        ),
        text(
            11.0,
            72.0,
            86.0,
            "fremlægger et forslag til en plan for vedligehol-",
        ),
        text(10.0, 72.0, 40.0, "Side 2 af 3"),
    ]);
    press.page(&[
        text(11.0, 72.0, 780.0, "delsen af stierne."),
        text(10.0, 72.0, 40.0, "Side 3 af 3"),
    ]);
    let document = read(&press.print());
    check(
        &document,
        expect![[r#"
            0.0.0     Post
            0.0.1     Beløb
            0.1.0     Asfalt
            0.1.1     40.000
            Footer    Side 1 af 3
            0.2.0     Lygter
            0.2.1     12.000
            Paragraph Udvalget ønsker, at forvaltningen inden sommerferien fremlægger et forslag til en plan for vedligeholdelsenaf stierne.
        "#]],
    );
    assert_eq!(document.text.matches('\u{c}').count(), 2);
}

#[test]
fn copies_of_a_page_have_no_frame() {
    let mut press = Press::default();
    for copy in 0..2 {
        let mut drawn: Vec<String> = (0..6)
            .map(|at| {
                text(
                    11.0,
                    72.0,
                    700.0 - 40.0 * at as f32,
                    &format!("Linje {at} af kvitteringen."),
                )
            })
            .collect();
        drawn.push(text(11.0, 72.0, 790.0, "Kvittering for betaling"));
        drawn.push(text(11.0, 72.0, 400.0, ["Original", "Kopi"][copy]));
        press.page(&drawn);
    }
    let document = read(&press.print());
    assert_eq!(document.text.matches("Kvittering for betaling").count(), 2);
}

/// A row of two cells with its walls and its floor.
fn row(y: f32, high: f32, left: &[&str], right: &[&str]) -> String {
    let mut drawn: Vec<String> = Vec::new();
    for (x, lines) in [(76.0, left), (304.0, right)] {
        let top = y + high - 12.0;
        drawn.extend(
            lines
                .iter()
                .enumerate()
                .map(|(at, line)| text(10.0, x, top - 12.0 * at as f32, line)),
        );
    }
    drawn.push(format!("72 {y} m 500 {y} l S"));
    drawn.extend([72.0, 300.0, 500.0].map(|x| format!("{x} {y} m {x} {} l S", y + high)));
    drawn.join(" ")
}

#[test]
fn a_row_that_the_page_break_parts_is_one() {
    let mut press = Press::default();
    let top = |y: f32| format!("72 {y} m 500 {y} l S");
    press.page(&[
        top(790.0),
        row(770.0, 20.0, &["Post"], &["Bemærkning"]),
        top(120.0),
        text(11.0, 72.0, 400.0, "Svarene følger."),
        row(
            80.0,
            40.0,
            &["Bo Kær"],
            &["Afsenderen har set, at vandet", "står højt og beder om, at"],
        ),
    ]);
    press.page(&[
        top(790.0),
        row(
            750.0,
            40.0,
            &[],
            &["drænet lægges om, før broen", "bliver bygget."],
        ),
        row(720.0, 30.0, &["Pia Å"], &["Ingen."]),
    ]);
    check(
        &read(&press.print()),
        expect![[r#"
            0.0.0     Post
            0.0.1     Bemærkning
            Paragraph Svarene følger.
            1.0.0     Bo Kær
            1.0.1     Afsenderen har set, at vandet står højt og beder om, at drænet lægges om, før broen bliver bygget.
            1.1.0     Pia Å
            1.1.1     Ingen.
        "#]],
    );
}

#[test]
fn heads_of_narrow_columns_stand_on_their_side() {
    let mut press = Press::default();
    let turned =
        |x: f32, y: f32, word: &str| format!("BT /F1 10 Tf 0 1 -1 0 {x} {y} Tm ({word}) Tj ET");
    press.page(&[
        "72 780 m 500 780 l S".to_owned(),
        row(700.0, 80.0, &["Plejehjem"], &[]),
        turned(330.0, 704.0, "Hygiejne"),
        row(670.0, 30.0, &["Engen"], &["X"]),
    ]);
    check(
        &read(&press.print()),
        expect![[r#"
        0.0.0     Plejehjem
        0.0.1     Hygiejne
        0.1.0     Engen
        0.1.1     X
    "#]],
    );
}

#[test]
fn words_set_tightly_are_words() {
    let mut press = Press::default();
    // Spaces are shorter by two tenths of the size: what is left of them is less than a letter's room.
    press.page(&[format!(
        "-1.9 Tw {}",
        text(
            11.0,
            72.0,
            700.0,
            "Synet holdes ved broen i maj, og alle kan komme."
        )
    )]);
    let bytes = press.print();
    assert_eq!(
        read(&bytes).text,
        "Synet holdes ved broen i maj, og alle kan komme."
    );
}
