//! Sentence limits.

use expect_test::expect;

fn cut(text: &str) -> String {
    danish::sentences(text)
        .map(|s| text[s].replace('\n', "⏎") + "\n")
        .collect()
}

#[test]
fn abbreviations_ordinals_and_initials_end_no_sentence() {
    let text = "Møde d. 3. maj kl. 9, jf. pkt. 4 i bl.a. sag nr. 12. Der er søgt ca. 3 mio. kr. hos fonden. Tilskuddet er 5.000 kr. \
                Det udbetales 1. juni. P. Aagaard, cand.jur., og H.C. Thim deltog m.fl. Pct. er 4. Mødet sluttede kl. 12. Herefter frokost.";
    expect![[r#"
        Møde d. 3. maj kl. 9, jf. pkt. 4 i bl.a. sag nr. 12.
        Der er søgt ca. 3 mio. kr. hos fonden.
        Tilskuddet er 5.000 kr.
        Det udbetales 1. juni.
        P. Aagaard, cand.jur., og H.C. Thim deltog m.fl.
        Pct. er 4.
        Mødet sluttede kl. 12.
        Herefter frokost.
    "#]]
    .assert_eq(&cut(text));
}

#[test]
fn lines_end_a_sentence_only_where_the_layout_does() {
    let text = "Dagsorden\n1. Velkomst\n2. Økonomi\nUdvalget drøftede den plan for de kommende år, som blev sendt ud den 30.\njuni \
                2021 til alle medlemmer.\n\nPunkter:\n- et punkt\n- et andet\na) et tredje\nNavn\tRolle\nLis Thim\tformand\nSlut";
    expect![[r#"
        Dagsorden
        1. Velkomst
        2. Økonomi
        Udvalget drøftede den plan for de kommende år, som blev sendt ud den 30.⏎juni 2021 til alle medlemmer.
        Punkter:
        - et punkt
        - et andet
        a) et tredje
        Navn
        Rolle
        Lis Thim
        formand
        Slut
    "#]]
    .assert_eq(&cut(text));
}
