//! HTML, made by hand so that each test shows the markup that it is about.
#![allow(clippy::unwrap_used)]

mod told;

use std::fmt::Write;
use std::time::{Duration, Instant};

use formats::{Format, Limits, ReadError};
use paper::{Document, WarningCode};

fn read(bytes: &[u8]) -> Document {
    assert_eq!(Format::sniff(bytes, Some("txt")), Some(Format::Html));
    formats::read(Format::Html, bytes, &Limits::default()).unwrap()
}

/// The text of a page with that body.
fn text(body: &str) -> String {
    read(format!("<!DOCTYPE html><html><body>{body}</body></html>").as_bytes()).text
}

/// Kind and text of each block of a page.
fn kinds(body: &str) -> Vec<(String, String)> {
    let document = read(format!("<html><body>{body}").as_bytes());
    let kinds = told::kinds(&document).into_iter();
    kinds.map(|(kind, text)| (kind, text.to_owned())).collect()
}

/// A paragraph long enough to be content by itself.
const PROSE: &str = "<p>Udvalget drøftede forslaget om nye cykelstier og vedtog at sende det i høring indtil den 1. maj.</p>";
const PROSE_TEXT: &str = "Udvalget drøftede forslaget om nye cykelstier og vedtog at sende det i høring indtil den 1. maj.";

#[test]
fn pages_are_told_by_how_they_begin() {
    let sniff = |bytes: &[u8]| Format::sniff(bytes, Some("txt"));
    for page in [
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2//EN\">",
        "\u{feff}<!-- gemt den 1. maj --><html>",
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html>",
        "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">",
        "<HEAD><TITLE>Referat</TITLE>",
        "<p>Et</p><p>To</p><p>Tre</p>",
        "<div class=a>Et notat</div>\n",
    ] {
        assert_eq!(sniff(page.as_bytes()), Some(Format::Html), "{page}");
    }
    let wide: Vec<u8> = "<html><body>Møde"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(sniff(&wide), Some(Format::Html));
    for other in [
        "a < b og b > c",
        "<navn@kommune.example> skrev",
        "<b at huske",
        "Et <p>brev</p>",
    ] {
        assert_eq!(sniff(other.as_bytes()), Some(Format::Text), "{other}");
    }
    for xml in [
        "<?xml version=\"1.0\"?><rss><p>x</p></rss>",
        "<?xml version=\"1.0\"?>\n<!-- <html> --><svg/>",
    ] {
        assert_eq!(sniff(xml.as_bytes()), None);
        assert_eq!(Format::describe_unknown(xml.as_bytes(), None), "XML");
    }
    assert_eq!(
        Format::sniff("Ikke mærket op".as_bytes(), Some("html")),
        Some(Format::Text)
    );
}

#[test]
fn the_bytes_tell_the_encoding_where_the_page_lies_or_says_nothing() {
    let page = |declared: &str| {
        format!(
            "<html><head>{declared}</head><body><p>Mødet blev udsat, fordi færgen ikke gik på Årø."
        )
    };
    let declared = |charset: &str| {
        page(&format!(
            "<meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\">"
        ))
    };
    let latin = |text: String| {
        text.chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect::<Vec<u8>>()
    };
    let is = |bytes: &[u8]| {
        assert_eq!(
            read(bytes).text,
            "Mødet blev udsat, fordi færgen ikke gik på Årø."
        )
    };
    is(declared("iso-8859-1").as_bytes());
    is(&latin(declared("utf-8")));
    is(&latin(declared("iso-8859-1")));
    is(&latin(page("")));
    let unsaid = page("");
    let dos = unsaid.chars().map(|c| match c {
        'æ' => 0x91,
        'ø' => 0x9b,
        'å' => 0x86,
        'Å' => 0x8f,
        c => u8::try_from(c).unwrap(),
    });
    is(&dos.collect::<Vec<u8>>());
    let quoted = [
        b"<html><head><meta charset=iso-8859-1></head><body><p>".as_slice(),
        b"\x93Ja\x94, sagde hun \x96 og gik.",
    ]
    .concat();
    assert_eq!(read(&quoted).text, "“Ja”, sagde hun – og gik.");
}

#[test]
fn paragraphs_headings_and_breaks() {
    let body = "<h1>Referat  af\nmøde</h1><p>Dato:&nbsp;3. maj<br>Sted: Salen</p>løst <b>ord</b><div>Et<br><br>To</div><h4>Punkt</h4><p>a&nbsp;&nbsp; b&shy;c</p><hr><blockquote>Citat</blockquote>";
    assert_eq!(
        text(body),
        "Referat af møde\nDato:\u{a0}3. maj\nSted: Salen\nløst ord\nEt\nTo\nPunkt\na bc\nCitat"
    );
    let kinds = kinds(body);
    assert_eq!(kinds[0].0, "Heading/1");
    assert!(kinds.contains(&("Heading/4".to_owned(), "Punkt".to_owned())));
    assert_eq!(
        text("<pre>Post   Beløb\n  Vej     10\n</pre>"),
        "Post   Beløb\n  Vej     10"
    );
    assert_eq!(
        text("<p>Beslutning<p>Godkendt<p>H<sub>2</sub>O og 5 m<sup>2</sup>"),
        "Beslutning\nGodkendt\nH2O og 5 m²"
    );
    assert_eq!(text("<p>漢<ruby>字<rp>(</rp><rt>kan</rt></ruby>"), "漢字");
}

#[test]
fn items_have_the_labels_that_are_seen() {
    assert_eq!(
        text(
            "<ol start=3><li>Tre<li value=7>Syv<ol type=a><li>Under<li><p>Nummer to</p><p>og mere</p></ol></ol><ol type=I reversed><li>Sidst<li>Først</ol><ul><li>Prik<ul style='list-style-type:none'><li>Uden</ul></ul>"
        ),
        "3. Tre\n7. Syv\na. Under\nb. Nummer to\nog mere\nII. Sidst\nI. Først\n• Prik\nUden"
    );
    let told = kinds("<ul><li>Et<ul><li>To</ul></ul>");
    assert_eq!(told[1].0, "Item/1");
    // An item that is a heading is one, and its dot was for the markup.
    assert_eq!(
        kinds("<ul><li><h2>Sager</h2></ul>")[0],
        ("Heading/2".to_owned(), "Sager".to_owned())
    );
    assert_eq!(
        text("<dl><dt>Dato<dd>3. maj<dt>Sted<dd>Salen</dl>"),
        "Dato\t3. maj\nSted\tSalen"
    );
}

#[test]
fn what_word_saved_has_its_labels_once() {
    let item = |label: &str, level: u8, text: &str| {
        format!(
            "<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]><span style='mso-list:Ignore'>{label}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>{text}<o:p></o:p></p>"
        )
    };
    let body = format!(
        "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->{}{}{}<p class=MsoNormal><o:p>&nbsp;</o:p></p>",
        item("1.", 1, "Godkendelse"),
        item("<span style='font-family:Symbol'>·</span>", 2, "Drift"),
        item("o", 2, "Anlæg"),
    );
    assert_eq!(text(&body), "1. Godkendelse\n• Drift\n• Anlæg");
    assert_eq!(kinds(&body)[1].0, "Item/1");
}

#[test]
fn rows_of_data_are_rows() {
    let body = "<table><caption>Budget</caption><tfoot><tr><td>I alt<td>30</tfoot><thead><tr><th>Post<th>Kr.</thead><tr><td rowspan=2>Vej<td><p>10</p><p>anslået</p><tr><td>20<tr><td colspan=2>Note</table>";
    assert_eq!(
        text(body),
        "Budget\nPost\tKr.\nVej\t10 anslået\n20\nNote\nI alt\t30"
    );
    let told = kinds(body);
    assert_eq!(told[4], ("0.1.1+1".to_owned(), "10 anslået".to_owned()));
    assert_eq!(told[5], ("0.2.1+1".to_owned(), "20".to_owned()));
    assert_eq!(told[6].0, "0.3.0+2");
    let nested = "<table border=1><tr><td>Bilag<td>Se<table border=1><tr><td>1<td>Kort<tr><td>2<td>Plan</table><tr><td>Frist<td>1. maj</table>";
    assert_eq!(text(nested), "Bilag\tSe\n1\tKort\n2\tPlan\nFrist\t1. maj");
}

#[test]
fn tables_that_lay_out_the_page_have_no_rows() {
    let body = format!(
        "<table width=760 border=0><tr><td width=150><a href=/a>Forside</a><br><a href=/b>Politik</a><br><a href=/c>Borger</a></td><td><h2>Referat</h2>{PROSE}<table><tr><td>Dato:<td>3. maj<tr><td>Sted:<td>Salen</table></td></tr></table>"
    );
    assert_eq!(
        text(&body),
        format!("Referat\n{PROSE_TEXT}\nDato:\t3. maj\nSted:\tSalen")
    );
}

#[test]
fn the_frame_of_a_site_is_left_out() {
    let frame = |inner: &str| {
        text(&format!("<a class=skip href=#main>Spring til indhold</a><div id=cookie-banner><p>Vi bruger cookies til statistik og til at huske dine valg.</p></div>
        <header><a href=/>Aaby Kommune</a><nav><ul><li><a href=/b>Borger</a><li><a href=/e>Erhverv</a></ul></nav></header>
        <ol class=breadcrumb><li><a href=/>Forside</a><li><a href=/p>Politik</a></ol>{inner}<div class=share-buttons><a href=f>Facebook</a></div><a href=#top>Til toppen</a>
        <footer><p>Aaby Kommune, Torvet 1, 9999 Aaby</p></footer><svg><title>Lup</title></svg><script>var x = '<p>kode</p>';</script>"))
    };
    let inner = format!("<h1>Cykelstier</h1>{PROSE}<ul><li><a href=bilag/1.pdf>Bilag 1</a></ul>");
    let wanted = format!("Cykelstier\n{PROSE_TEXT}\n• Bilag 1");
    assert_eq!(frame(&inner), wanted);
    assert_eq!(
        frame(&format!(
            "<main id=main>{inner}</main><aside>Læs også om veje</aside>"
        )),
        wanted
    );
    assert_eq!(
        frame(&format!(
            "<div id=indhold>{inner}</div><div class=sidebar><h3>Nyheder</h3><p>En nyhed</p></div>"
        )),
        wanted
    );
    // An article has a head and a foot of its own, and a box of facts.
    assert_eq!(
        frame(&format!(
            "<article><header><h1>Cykelstier</h1></header>{PROSE}<aside><p>Fakta: Stien bliver 4 km lang og koster 12 mio. kr.</p></aside><footer>Vedtaget den 3. maj</footer></article>"
        )),
        format!(
            "Cykelstier\n{PROSE_TEXT}\nFakta: Stien bliver 4 km lang og koster 12 mio. kr.\nVedtaget den 3. maj"
        )
    );
}

#[test]
fn content_is_not_lost() {
    // A short page with much around it.
    let menu: String = (0..30).fold(String::new(), |mut menu, at| {
        write!(menu, "<li><a href=/{at}>Emne nummer {at}</a>").unwrap();
        menu
    });
    assert_eq!(
        text(&format!(
            "<nav><ul>{menu}</ul></nav><div class=page><h1>Mødet er aflyst</h1><p>Nyt møde følger.</p></div>"
        )),
        "Mødet er aflyst\nNyt møde følger."
    );
    // A page that is its list of papers.
    let papers: String = (1..=40).fold(String::new(), |mut papers, at| {
        write!(papers, "<li><a href=/hent/{at}.pdf>Bilag {at}</a>").unwrap();
        papers
    });
    let list = text(&format!(
        "<div id=top><a href=/>Forside</a></div><ul class=related>{papers}</ul>"
    ));
    assert!(
        list.contains("• Bilag 1\n") && list.contains("• Bilag 40"),
        "{list}"
    );
    // Nothing but a menu: better that than nothing.
    assert!(text(&format!("<nav><ul>{menu}</ul></nav>")).contains("Emne nummer 7"));
    // Names that only sound like parts of a frame.
    let traps = format!(
        "<div class='page has-sidebar no-menu'><div class=footer-note><p>Note: i 2021-niveau.</p></div><div class=mt-top><p>Øverst i sagen.</p></div>{PROSE}</div>"
    );
    assert_eq!(
        text(&traps),
        format!("Note: i 2021-niveau.\nØverst i sagen.\n{PROSE_TEXT}")
    );
}

#[test]
fn what_is_hidden_is_not_read_and_what_unfolds_is() {
    assert_eq!(
        text(&format!(
            "{PROSE}<p hidden>a</p><p style='DISPLAY: none'>b</p><span class=sr-only>c</span><i aria-hidden=true>d</i><template><p>e</p></template><dialog>f</dialog><noscript>g</noscript><del>h</del><ins>i</ins>"
        )),
        format!("{PROSE_TEXT}\ni")
    );
    let folded = "<h2><button aria-expanded=false aria-controls=p1>Hvad koster det?</button></h2><div id=p1 hidden><p>12 mio. kr.</p></div><details><summary>Hvornår?</summary>I maj.</details><button>Luk</button>";
    assert_eq!(
        text(folded),
        "Hvad koster det?\n12 mio. kr.\nHvornår?\nI maj."
    );
    let changed = read("<html><body><p>Frist: <del>1.</del><ins>3.</ins> maj</p>".as_bytes());
    assert_eq!(changed.text, "Frist: 3. maj");
    assert_eq!(changed.warnings[0].code, WarningCode::TrackedChanges);
}

#[test]
fn links_say_where_they_lead() {
    let head = "<html><head><link rel=canonical href='https://kommune.example/politik/sag.html'></head><body>";
    let page = |body: &str| read(format!("{head}{body}").as_bytes()).text;
    assert_eq!(
        page(
            "<p>Se <a href='bilag/1.pdf'>bilag 1</a>, <a href='#p2'>punkt 2</a>, <a href='https://a.example/'>a.example</a> eller skriv til <a href='mailto:os@kommune.example?subject=x'>os</a> (<a href='javascript:go()'>vis</a>).</p>"
        ),
        "Se bilag 1 <https://kommune.example/politik/bilag/1.pdf>, punkt 2, a.example eller skriv til os <os@kommune.example> (vis)."
    );
    assert_eq!(
        page("<a href=/n><div>Nyhed</div><p>Mere</p></a>"),
        "Nyhed <https://kommune.example/n>\nMere"
    );
    assert_eq!(
        text("<p>Se <a href='bilag/1.pdf'>bilag 1</a>"),
        "Se bilag 1"
    );
}

#[test]
fn forms_are_read_as_they_were_filled_in() {
    assert_eq!(
        text(
            "<form><table><tr><td><label for=b>Beløb</label><td><input id=b value='48.500 kr.'><tr><td>Navn<td><input type=text value='Ida Holm'></table><p><label>Ja <input type=checkbox checked></label> <input type=radio id=r><label for=r>Nej</label> <input type=checkbox> Måske</p><p>Sted <select><option>Vælg<option selected>Aaby</select></p><textarea>Linje 1\nLinje 2</textarea><input type=hidden value=hemmelig><input type=submit value=Send></form>"
        ),
        "Beløb\t48.500 kr.\nNavn\tIda Holm\n☒ Ja ☐ Nej ☐ Måske\nSted Aaby\nLinje 1\nLinje 2"
    );
}

#[test]
fn a_footnote_stands_where_it_is_called() {
    let body = "<p>Efter loven<a href='#_ftn1' name='_ftnref1'>[1]</a> gælder det.</p><p>Næste afsnit<sup><a href=#fn2>2</a></sup>.</p><div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> Jf. § 140.</p></div><ol><li id=fn2>Lov nr. 5. <a href=#r2>↩</a></ol>";
    assert_eq!(
        text(body),
        "Efter loven[1] gælder det.\n[1] Jf. § 140.\nNæste afsnit².\nLov nr. 5."
    );
    assert_eq!(kinds(body)[1].0, "Note/0");
    // A table of contents calls no notes.
    assert_eq!(
        text("<p><a href=#a>1</a></p><h2 id=a>Første</h2>"),
        "1\nFørste"
    );
}

#[test]
fn a_page_says_what_it_is() {
    let document = read("<html lang=da><head><title>Referat – Teknisk Udvalg</title><meta name=author content='Ida Holm'><meta name=description content=Kort><meta name=keywords content='vej, sti'><meta name=DC.date content='2021-05-03'><meta property=article:modified_time content='2021-05-04T10:30:00+02:00'></head><body>x".as_bytes());
    let properties = document.properties;
    assert_eq!(
        properties.title.as_deref(),
        Some("Referat – Teknisk Udvalg")
    );
    assert_eq!(properties.author.as_deref(), Some("Ida Holm"));
    assert_eq!(properties.subject.as_deref(), Some("Kort"));
    assert_eq!(properties.keywords.as_deref(), Some("vej, sti"));
    assert_eq!(properties.language.as_deref(), Some("da"));
    assert_eq!(properties.created.as_deref(), Some("2021-05-03"));
    assert_eq!(properties.modified.as_deref(), Some("2021-05-04T10:30"));
}

#[test]
fn frames_and_xhtml() {
    let frames = b"<html><head><title>Amtet</title></head><frameset cols=20,80><frame src=a.htm><noframes><body><h1>Amtet</h1></body></noframes></frameset></html>";
    assert_eq!(read(frames).text, "Amtet");
    let xhtml = "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><script src=\"a.js\"/><title/></head><body><a name=\"x\"/><p>Et<br/>To</p></body></html>";
    assert_eq!(read(xhtml.as_bytes()).text, "Et\nTo");
}

#[test]
fn text_with_remnants_of_html_is_text() {
    let plain = |text: &str| {
        formats::read(Format::Text, text.as_bytes(), &Limits::default())
            .unwrap()
            .text
    };
    assert_eq!(
        plain(
            "Form&aring;l: <b>Nye</b> stier<br/>og veje&nbsp;&#248;st for <p>byen</p><ul><li>Et</li><li>To</li></ul>Slut"
        ),
        "Formål: Nye stier\nog veje\u{a0}øst for byen\n• Et\n• To\nSlut"
    );
    for text in [
        "a < b og b > c",
        "<navn@kommune.example>",
        "se <https://a.example/?a=1&b=2>",
        "AT&T & co; <p",
        "<b at huske>",
        "<i morgen> & <sted>",
    ] {
        assert_eq!(plain(text), text);
    }
}

#[test]
fn pages_made_to_harm_are_read_in_time() {
    let many = |text: &str| text.repeat(50_000);
    let numbered = |make: fn(usize) -> String| (0..50_000).map(make).collect::<String>();
    let begun = Instant::now();
    for body in [
        many("<div>"),
        many("<b>x"),
        many("<a href=x>y<div>"),
        many("<table><tr><td>x"),
        many("<ul><li>x"),
        numbered(|at| format!("<p><font a{at}=1 size={at}>x")),
        format!("<p {}>x", numbered(|at| format!("a{at} "))),
        numbered(|at| format!("<a href=#n{at}>1</a><p id=n{at}><a href=#b>1</a>n")),
    ] {
        text(&format!("{body}<p>slut"));
    }
    // Half a minute where anything was quadratic.
    assert!(
        begun.elapsed() < Duration::from_secs(15),
        "{:?}",
        begun.elapsed()
    );
    let deep = read(format!("<html><body>{}x", many("<div>")).as_bytes());
    assert_eq!(deep.text, "x");
    assert_eq!(deep.warnings[0].code, WarningCode::Recovered);
}

#[test]
fn what_cannot_be_read_says_why() {
    let read = |bytes: &[u8], limits: &Limits| formats::read(Format::Html, bytes, limits);
    assert!(matches!(
        read(b"", &Limits::default()),
        Err(ReadError::Empty)
    ));
    let limits = Limits {
        text: 10,
        ..Limits::default()
    };
    let page = "<p>en linje med ord<p>en linje til";
    assert!(matches!(
        read(page.as_bytes(), &limits),
        Err(ReadError::TooLarge { .. })
    ));
    let limits = Limits {
        unpacked: 10,
        ..Limits::default()
    };
    assert!(matches!(
        read(page.as_bytes(), &limits),
        Err(ReadError::TooLarge { .. })
    ));
}
