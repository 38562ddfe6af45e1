//! RTF, made by hand so that each test shows the words that it is about.
#![allow(clippy::unwrap_used)]

mod told;

use formats::{Format, Limits};
use paper::{Document, WarningCode};
use told::told;

fn read(bytes: &[u8]) -> Document {
    assert_eq!(Format::sniff(bytes, None), Some(Format::Rtf));
    formats::read(Format::Rtf, bytes, &Limits::default()).unwrap()
}

/// A file of Western Europe with this within its outermost group.
fn whole(inside: &str) -> Document {
    read(format!(r"{{\rtf1\ansi\ansicpg1252\deff0 {inside}}}").as_bytes())
}

fn text(inside: &str) -> String {
    whole(inside).text
}

fn codes(document: &Document) -> Vec<WarningCode> {
    let warnings = document.warnings.iter();
    warnings.map(|warning| warning.code).collect()
}

#[test]
fn the_file_names_the_code_page_of_its_letters() {
    let in_page = |words: &str, letters: &[u8]| {
        let head = format!(r"{{\rtf1{words} ");
        read(&[head.as_bytes(), letters, b"}"].concat()).text
    };
    let escaped = in_page(r"\ansi\ansicpg1252", br"R\'f8d gr\'f8d med fl\'f8de");
    assert_eq!(escaped, "Rød grød med fløde");
    // As they are, not escaped: no program should, some do.
    assert_eq!(in_page(r"\ansi", b"\xc5dalen \x96 bl\xe5"), "Ådalen – blå");
    assert_eq!(in_page(r"\ansi\ansicpg1250", br"Luk\'e1\'9a"), "Lukáš");
    assert_eq!(in_page(r"\ansi\ansicpg1251", br"\'ca\'e8\'e5\'e2"), "Киев");
    assert_eq!(in_page(r"\mac", br"\'81rhus, bl\'8c"), "Århus, blå");
    assert_eq!(in_page(r"\pca", br"\'8frhus, \'9dst"), "Århus, Øst");
}

#[test]
fn a_font_names_the_code_page_of_its_letters() {
    let fonts = r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset238 Arial CE;}{\f3\fcharset77 Geneva;}{\f4\fcharset128 MS Mincho;}{\f5\fnil\fcharset2 Symbol;}{\f6\fcharset2 Wingdings;}}";
    let in_font = |inside: &str| text(&format!(r"{fonts}\f0 {inside}"));
    assert_eq!(in_font(r"\'f8{\f1 \'f8}{\f2 \'f8}\'f8"), "øшřø");
    assert_eq!(in_font(r"{\f3 bl\'8c}"), "blå");
    assert_eq!(in_font(r"{\f4 \'93\'fa\'96\'7b} 1"), "日本 1");
    // Fonts of symbols say what a letter looks like.
    assert_eq!(in_font(r"{\f5 D\'a3} {\f6 \'fe} ja"), "Δ≤ ☒ ja");
    assert_eq!(in_font(r"{\f1 \'f8\plain \'f8}"), "шø");
}

#[test]
fn characters_of_unicode_have_stand_ins_that_are_not_read() {
    assert_eq!(text(r"\uc1 bl\u229\'e5"), "blå");
    assert_eq!(text(r"bl\u229?b\u230\'e6r"), "blåbær");
    assert_eq!(
        text(r"\uc2 bl\u229\'61\'61 og \u230 aerlig"),
        "blå og ærlig"
    );
    assert_eq!(text(r"\uc0 bl\u229 b\u230 r"), "blåbær");
    // The count holds in its group; a word or a symbol is one stand-in.
    assert_eq!(
        text(r"{\uc0 \u229 }\u229?n\u8211\endash\u160\~x"),
        "åån–\u{a0}x"
    );
    // Numbers are of sixteen bits, with a sign; beyond them there are two.
    assert_eq!(text(r"\u-3913?|\u-10179?\u-8694?|"), "•|😊|");
    assert_eq!(text(r"\uc0\u-10179\u-8694 "), "😊");
    assert_eq!(text(r"\u-10179?alene\u-8694?"), "alene\u{fffd}");
    // The group ends before its stand-in has come.
    assert_eq!(text(r"{\u229}bel"), "åbel");
}

#[test]
fn how_stand_ins_are_counted_holds_in_notes_and_headers() {
    assert_eq!(
        text(r"\uc0{\header \u216 st}s\u248 {\footnote n\u230 vnt}\par"),
        "Øst\nsø\nnævnt"
    );
}

#[test]
fn signs_and_spaces_are_those_that_are_seen() {
    assert_eq!(
        text("4\\_5\\~kr. \\{a\\\\b\\} mid\\-ler\r\n i\n alt"),
        r"4-5 kr. {a\b} midler i alt".replace("5 kr", "5\u{a0}kr")
    );
    assert_eq!(
        text(r"\lquote a\rquote  \ldblquote b\rdblquote  \endash  \emdash  \bullet"),
        "‘a’ “b” – — •"
    );
    assert_eq!(text(r"Sted:\line Salen"), "Sted:\nSalen");
    assert_eq!(told(&whole("Et\\\nTo\\\r\nTre.\\par")).len(), 3);
}

#[test]
fn labels_are_those_that_word_last_showed() {
    let fonts = r"{\fonttbl{\f0 Arial;}{\f3\fcharset2 Symbol;}}";
    let document = whole(&format!(
        r"{fonts}\pard{{\listtext\pard\plain 1.\tab}}\ls1\ilvl0 et\par
        \pard{{\listtext\pard\plain a)\tab}}\ls1\ilvl1 under\par
        \pard{{\pntext\f3\'b7\tab}}{{\*\pn\pnlvlblt\pnf3{{\pntxtb\'b7}}}}punkt\par
        \pard{{\listtext\'96\tab}}streg\par
        \pard{{\*\pn\pnlvlbody\pndec{{\pntxta .}}}}{{\pntext 7.\tab}}syv\par"
    ));
    assert_eq!(
        told(&document),
        [
            "Item/0 1. et",
            "Item/1 a) under",
            "Item/0 • punkt",
            "Item/0 - streg",
            "Item/0 7. syv"
        ]
    );
}

#[test]
fn headings_are_told_by_style_and_by_level() {
    let styles = r"{\stylesheet{\fs20 Normal;}{\s1\sbasedon0\b heading 1;}{\s2\sbasedon0 overskrift 2;}{\s3\sbasedon2 Eget;}{\s4\outlinelevel3 Andet;}{\s5\sbasedon5 Kreds;}{\*\cs6 heading 3;}{\s7 Title;}}";
    let document = whole(&format!(
        r"{styles}\pard\s7 plan\par\pard\s1 et.\par\pard\s2 to.\par\pard\s3 tre.\par\pard\s4 fire.\par
        \pard\s5 kreds.\par\pard\s6 tegn.\par\pard\outlinelevel0 selv.\par\pard\s1\outlinelevel9 ikke.\par
        \pard\s1{{\listtext 1.2\tab}}talt.\par\pard efter.\par"
    ));
    assert_eq!(
        told(&document),
        [
            "Heading/1 plan",
            "Heading/1 et.",
            "Heading/2 to.",
            "Heading/2 tre.",
            "Heading/4 fire.",
            "Paragraph/0 kreds.",
            "Paragraph/0 tegn.",
            "Heading/1 selv.",
            "Paragraph/0 ikke.",
            "Heading/1 1.2 talt.",
            "Paragraph/0 efter."
        ]
    );
}

#[test]
fn a_line_in_bold_or_large_type_is_a_heading() {
    let document = whole(
        r"\pard{\b Baggrund}\par Dette er {\b fedt} sagt.\par{\fs36 Indstilling}\par Slut.\par",
    );
    assert_eq!(
        told(&document),
        [
            "Heading/0 Baggrund",
            "Paragraph/0 Dette er fedt sagt.",
            "Heading/0 Indstilling",
            "Paragraph/0 Slut."
        ]
    );
}

#[test]
fn a_table_is_lines_of_cells() {
    let document = whole(
        r"F\'f8r.\par\trowd\cellx2000\cellx4000\pard\intbl L\'f8n\par og pension\cell 100\cell\row
        \trowd\cellx2000\cellx4000\pard\intbl\cell 200\cell\row\pard Efter.\par",
    );
    assert_eq!(document.text, "Før.\nLøn og pension\t100\n\t200\nEfter.");
    assert_eq!(
        told(&document),
        [
            "Paragraph/0 Før.",
            "0.0.0+1 Løn og pension",
            "0.0.1+1 100",
            "0.1.0+1 ",
            "0.1.1+1 200",
            "Paragraph/0 Efter."
        ]
    );
}

#[test]
fn edges_tell_how_many_columns_a_cell_fills() {
    let document = whole(
        r"\trowd\cellx1000\cellx2000\cellx3000\intbl A\cell B\cell C\cell\row
        \trowd\cellx2000\cellx3000\intbl AB\cell C\cell\row
        \trowd\trleft1000\cellx2010\cellx3000\intbl B\cell C\cell\row
        \trowd\clmgf\cellx1000\clmrg\cellx2000\cellx3000\intbl AB\cell\cell C\cell\row
        \trowd\clvmgf\cellx1000\cellx3000\intbl ned\cell x\cell\row
        \trowd\clvmrg\cellx1000\cellx3000\intbl\cell y\cell\row
        \trowd\cellx1000\cldel\cellx2000\cellx3000\intbl A\cell v\'e6k\cell C\cell\row\pard",
    );
    assert_eq!(
        told(&document),
        [
            "0.0.0+1 A",
            "0.0.1+1 B",
            "0.0.2+1 C", // each column
            "0.1.0+2 AB",
            "0.1.2+1 C", // by their edges
            "0.2.1+1 B",
            "0.2.2+1 C", // begins farther to the right
            "0.3.0+2 AB",
            "0.3.2+1 C", // merged
            "0.4.0+1 ned",
            "0.4.1+2 x",
            "0.5.0+1 ",
            "0.5.1+2 y", // merged downwards
            "0.6.0+1 A",
            "0.6.1+1 C", // deleted
        ]
    );
}

#[test]
fn a_table_within_a_cell_stands_after_its_row() {
    let document = whole(
        r"\trowd\cellx3000\cellx6000\pard\intbl\itap1 Ydre\cell
        \pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx1000\cellx2000\nestrow}{\nonesttables\par}
        \pard\intbl\itap1 rest\cell\row\pard\itap0 Slut.\par",
    );
    assert_eq!(
        told(&document),
        [
            "0.0.0+1 Ydre",
            "0.0.1+1 rest",
            "1.0.0+1 a",
            "1.0.1+1 b",
            "Paragraph/0 Slut."
        ]
    );
    assert_eq!(document.blocks[2].depth, 1);
}

#[test]
fn links_say_where_they_lead_and_other_fields_what_they_show() {
    let link = |to: &str| {
        text(&format!(
            r#"{{\field{{\*\fldinst{{HYPERLINK {to}}}}}{{\fldrslt{{\ul siden}}}}}}!"#
        ))
    };
    assert_eq!(
        link(r#""https://udvalg.example.dk/""#),
        "siden <https://udvalg.example.dk/>!"
    );
    assert_eq!(link(r#"\\l "afsnit2""#), "siden!");
    assert_eq!(
        text(
            r"Side {\field{\*\fldinst PAGE }{\fldrslt 3}} af {\field\flddirty{\*\fldinst{NUMPAGES}}{\fldrslt{12}}}"
        ),
        "Side 3 af 12"
    );
    assert_eq!(
        text(
            r#"{\field{\*\fldinst INCLUDE "{\field{\*\fldinst DOCPROPERTY x}{\fldrslt y}}"}{\fldrslt vist}}"#
        ),
        "vist"
    );
}

fn form(settings: &str, result: &str) -> String {
    text(&format!(
        r"{{\field{{\*\fldinst{{FORM {{\*\formfield{{{settings}}}}}}}}}{{\fldrslt {result}}}}} ja"
    ))
}

#[test]
fn a_box_to_tick_shows_its_state() {
    let ticked = |state: &str| {
        form(
            &format!(r"\fftype1{state}{{\*\ffname Kryds1}}{{\*\ffdeftext}}"),
            "",
        )
    };
    assert_eq!(ticked(r"\ffres1\ffdefres0"), "☒ ja");
    assert_eq!(ticked(r"\ffres0\ffdefres1"), "☐ ja");
    assert_eq!(ticked(r"\ffres25\ffdefres1"), "☒ ja");
    assert_eq!(ticked(r"\ffres25\ffdefres0"), "☐ ja");
    assert_eq!(ticked(""), "☐ ja");
}

#[test]
fn a_list_to_choose_from_shows_what_was_chosen() {
    let list = |state: &str, result: &str| {
        form(
            &format!(r"\fftype2{state}{{\*\ffl Nord}}{{\*\ffl \u216\'d8st}}{{\*\ffl Vest}}"),
            result,
        )
    };
    assert_eq!(list(r"\ffres2\ffdefres0", ""), "Vest ja");
    assert_eq!(list(r"\ffres1\ffdefres0", ""), "Øst ja");
    assert_eq!(list(r"\ffres25\ffdefres1", ""), "Øst ja");
    assert_eq!(list("", ""), "Nord ja");
    assert_eq!(list(r"\ffres2", "Vest"), "Vest ja");
    assert_eq!(form(r"\fftype0\ffres25", "skrevet"), "skrevet ja");
}

#[test]
fn notes_and_comments_stand_after_their_paragraph() {
    let document = whole(
        r"Tallet{\super\chftn{\footnote\pard\plain{\super\chftn} Kilde:\par budgettet.}} er nyt{\*\atnid AH}{\*\atnauthor Aase Holm}\chatn{\*\annotation{\*\atndate 1}\pard\plain{\field{\*\fldinst PAGE}{\fldrslt}}Er det rigtigt?} i \'e5r.\par
        Slut{\footnote\ftnalt Til sidst.}.{\v{\atnid BO}\chatn{\*\annotation Uden navn}}\par",
    );
    assert_eq!(
        told(&document),
        [
            "Paragraph/0 Tallet er nyt i år.",
            "Note/0 Kilde: budgettet.",
            "Comment/0 [Kommentar, Aase Holm: Er det rigtigt?]",
            "Paragraph/0 Slut.",
            "Note/0 Til sidst.",
            "Comment/0 [Kommentar: Uden navn]",
        ]
    );
}

#[test]
fn deleted_and_hidden_text_is_not_read_and_changes_are_warned_of() {
    let changed = whole(
        r"Frist {\deleted\revauthdel1 1. maj{\footnote\pard\plain V\'e6k.}}{\revised 8. maj}.\par F\'f8rste {\deleted\par}del.\par",
    );
    assert_eq!(changed.text, "Frist 8. maj.\nFørste del.");
    assert_eq!(codes(&changed), [WarningCode::TrackedChanges]);
    let hidden = whole(
        r"Vist {\v skjult\tab{\footnote\pard\plain Note.}{\v0 vist} igen} her.\v\par x\plain  Nu.\par",
    );
    assert_eq!(hidden.text, "Vist vist her.\nNu.");
    assert_eq!(codes(&hidden), []);
    assert_eq!(
        codes(&whole(r"Kun {\revised nyt}.")),
        [WarningCode::TrackedChanges]
    );
}

#[test]
fn headers_come_first_and_footers_last_and_each_line_once() {
    let document = whole(
        r"{\header\pard\plain Havnekommunen\par}{\footer Side \chpgn\par}{\headerf\pard Havnekommunen\par Sekretariatet\par}{\footerr Side \chpgn\par}Teksten.\par\sect{\headerl Havnekommunen\par}Mere.\par",
    );
    assert_eq!(
        told(&document),
        [
            "Header/0 Havnekommunen",
            "Header/0 Sekretariatet",
            "Paragraph/0 Teksten.",
            "Paragraph/0 Mere.",
            "Footer/0 Side"
        ]
    );
    let table =
        whole(r"{\header\trowd\cellx1000\cellx2000\intbl Dato\cell Sag\cell\row\pard}Teksten.\par");
    assert_eq!(told(&table)[0], "Header/0 Dato\tSag");
}

#[test]
fn a_text_box_is_read_once() {
    let document = whole(
        r"F\'f8r{\shp{\*\shpinst\shpleft1{\sp{\sn shapeType}{\sv 202}}{\sp{\sn gtextUNICODE}{\sv UDKAST}}{\shptxt\pard\plain I boksen\par}}{\shprslt{\*\do\dobxpage{\dptxbx{\dptxbxtext I boksen\par}}}}} og efter.\par",
    );
    assert_eq!(document.text, "Før og efter.\nUDKAST\nI boksen");
    let old = r"F\'f8r{\*\do\dobxpage\dptxbx{\dptxbxtext\pard I boksen\par}\dpx1} og efter.\par";
    assert_eq!(text(old), "Før og efter.\nI boksen");
}
