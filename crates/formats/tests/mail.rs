//! Mails, made by hand so that each test shows the bytes that it is about.
#![allow(clippy::unwrap_used)]

use formats::{Enclosed, Format, Limits, ReadError};
use paper::{BlockKind, Document, WarningCode};

const FIELDS: &str = "From: Bo Ask <bo@kommune.example>\r\nTo: post@region.example\r\nDate: Mon, 4 Mar 2019 10:12:33 +0100\r\nSubject: Referat\r\nMIME-Version: 1.0\r\n";

/// A mail with further fields, and what stands below them.
fn mail(fields: &str, body: &str) -> Vec<u8> {
    format!("{FIELDS}{fields}\r\n\r\n{body}").into_bytes()
}

fn read_as(format: Format, bytes: &[u8]) -> (Document, Vec<Enclosed>) {
    assert_eq!(Format::sniff(bytes, None), Some(format));
    let whole = formats::read_all(format, bytes, &Limits::default(), 0).unwrap();
    let (document, enclosed) = (whole.document, whole.enclosed);
    for block in &document.blocks {
        assert!(document.text.get(block.range()).is_some());
    }
    (document, enclosed)
}

fn read(bytes: &[u8]) -> (Document, Vec<Enclosed>) {
    read_as(Format::Mail, bytes)
}

/// What stands below the fields.
fn body(bytes: &[u8]) -> String {
    let text = read(bytes).0.text;
    text.split_once("\n\n").unwrap().1.to_owned()
}

fn names(enclosed: &[Enclosed]) -> Vec<&str> {
    enclosed.iter().map(|file| file.name.as_str()).collect()
}

fn is_recovered(document: &Document) -> bool {
    let codes = document.warnings.iter().map(|warning| warning.code);
    codes.collect::<Vec<_>>().contains(&WarningCode::Recovered)
}

#[test]
fn the_fields_stand_first_under_danish_labels() {
    let (document, _) = read(
        "Received: fra et sted\r\nFrom: =?iso-8859-1?Q?S=F8ren_=C5?= <s@kommune.example>\r\n\
         To: \"Ask, Bo\" <bo@kommune.example>,\r\n Udvalget: a@x.example, b@x.example;\r\nCc: cc@x.example\r\n\
         Date: 4 Mar 2019 10:12 +0100\r\nSubject: SV: =?utf-8?Q?=C3?= =?utf-8?Q?=85dalen?=\r\n\r\nHej Bo\r\n"
            .as_bytes(),
    );
    assert_eq!(
        document.text,
        "Fra: Søren Å <s@kommune.example>\nTil: Ask, Bo <bo@kommune.example>, a@x.example, b@x.example\n\
         Cc: cc@x.example\nSendt: 4. marts 2019 kl. 10:12\nEmne: SV: Ådalen\n\nHej Bo"
    );
    let subject = &document.blocks[4];
    assert_eq!((subject.kind, subject.depth), (BlockKind::Heading, 1));
    let properties = &document.properties;
    assert_eq!(properties.title.as_deref(), Some("SV: Ådalen"));
    assert_eq!(properties.author.as_deref(), Some("Søren Å"));
    assert_eq!(properties.created.as_deref(), Some("2019-03-04T10:12"));
}

/// Parts of a group with the boundary "del".
fn parts(parts: &[&str]) -> String {
    let parts: String = parts
        .iter()
        .map(|part| format!("--del\r\n{part}\r\n"))
        .collect();
    format!("{parts}--del--\r\n")
}

#[test]
fn html_is_read_where_it_has_words() {
    let alternatives = |html: &str| {
        mail(
            "Content-Type: multipart/alternative; boundary=del",
            &parts(&[
                "Content-Type: text/plain\r\n\r\nRen tekst",
                &format!("Content-Type: text/html\r\n\r\n{html}"),
            ]),
        )
    };
    assert_eq!(
        body(&alternatives("<p>Formateret tekst</p>")),
        "Formateret tekst"
    );
    assert_eq!(
        body(&alternatives("<body><img src='a.png'>&nbsp;</body>")),
        "Ren tekst"
    );
}

#[test]
fn charsets_are_believed_unless_the_bytes_belie_them() {
    let with = |fields: &str, text: &[u8]| {
        let mut bytes = mail(fields, "");
        bytes.extend_from_slice(text);
        body(&bytes)
    };
    assert_eq!(
        with(
            "Content-Type: text/plain; charset=iso-8859-15",
            b"R\xf8d \xa4"
        ),
        "Rød €"
    );
    assert_eq!(
        with(
            "Content-Type: text/plain; charset=us-ascii",
            b"R\xf8d gr\xf8d"
        ),
        "Rød grød"
    );
    assert_eq!(
        with(
            "Content-Type: text/plain; charset=iso-8859-1",
            "Rød".as_bytes()
        ),
        "Rød"
    );
    assert_eq!(
        with("X-Mailer: gammel", b"R\x9bd gr\x9bd med fl\x9bde"),
        "Rød grød med fløde"
    );
    assert_eq!(
        with(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable",
            b"gr=C3=B8d med =\r\nfl=C3=B8de"
        ),
        "grød med fløde"
    );
    assert_eq!(
        with(
            "Content-Type: text/html",
            b"<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2"
        ),
        "Привет"
    );
}

#[test]
fn text_is_told_apart_as_in_text_files() {
    let (document, _) = read(&mail(
        "Content-Type: text/plain; format=flowed",
        "Vi mødes \r\ni salen.\r\n\r\nTid\tSted\r\n9:00\tSalen\r\n10:00\tLoftet\r\n\r\n- kaffe\r\n- kage\r\n",
    ));
    let told: Vec<&str> = document
        .blocks
        .iter()
        .map(|b| document.text_of(b))
        .collect();
    assert!(told.contains(&"Vi mødes i salen."), "{told:?}");
    let cell = document
        .blocks
        .iter()
        .find(|b| document.text_of(b) == "Loftet")
        .unwrap();
    assert!(matches!(
        cell.kind,
        BlockKind::Cell {
            table: 0,
            row: 2,
            column: 1,
            ..
        }
    ));
    let item = document
        .blocks
        .iter()
        .find(|b| document.text_of(b) == "- kage")
        .unwrap();
    assert_eq!(item.kind, BlockKind::Item);
}

#[test]
fn what_is_attached_is_a_paper_of_its_own() {
    let (document, enclosed) = read(&mail(
        "Content-Type: multipart/mixed; boundary=del",
        &parts(&[
            "Content-Type: text/plain\r\n\r\nSe bilagene.",
            "Content-Type: application/pdf; name=\"../Bilag.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD",
            "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=Bilag.pdf\r\n\r\nDEF",
            "Content-Type: application/pdf\r\n\r\nGHI",
            "Content-Type: text/plain\r\nContent-Disposition: attachment;\r\n filename*0*=iso-8859-1''R%F8d;\r\n filename*1=.txt\r\n\r\nJKL",
            "Content-Type: application/msword; name=\"=?utf-8?Q?=C3=85dal.doc?=\"\r\n\r\nMNO",
            "Content-Type: message/rfc822\r\n\r\nFrom: c@x.example\r\nSubject: SV: Svar/tal\r\n\r\nIndeni",
            "Content-Type: text/plain\r\n\r\nHilsen Bo",
            "Content-Type: application/pgp-signature; name=signature.asc\r\n\r\nPQR",
        ]),
    ));
    assert_eq!(
        names(&enclosed),
        [
            "Bilag.pdf",
            "Bilag (2).pdf",
            "vedhæftet-1.pdf",
            "Rød.txt",
            "Ådal.doc",
            "SV Svar tal.eml"
        ]
    );
    assert_eq!(enclosed[0].bytes.as_deref().unwrap(), b"ABC");
    assert_eq!(
        enclosed[5].bytes.as_deref().unwrap(),
        b"From: c@x.example\r\nSubject: SV: Svar/tal\r\n\r\nIndeni"
    );
    assert!(document.text.ends_with(
        "Vedhæftet: Bilag.pdf, Bilag (2).pdf, vedhæftet-1.pdf, Rød.txt, Ådal.doc, SV Svar tal.eml\n\n\
         Se bilagene.\n\nHilsen Bo"
    ));
    assert!(!is_recovered(&document));
}

#[test]
fn pictures_in_the_text_are_no_papers() {
    let (document, enclosed) = read(&mail(
        "Content-Type: multipart/related; boundary=del",
        &parts(&[
            "Content-Type: text/html\r\n\r\n<p>Et kort: <img src=\"cid:kort@x\"></p>",
            "Content-Type: image/png; name=kort.png\r\nContent-ID: <kort@x>\r\nContent-Disposition: attachment\r\n\r\nPNG",
            "Content-Type: image/png; name=andet.png\r\nContent-ID: <andet@x>\r\nContent-Disposition: attachment\r\n\r\nPNG",
            "Content-Type: application/pdf; name=Bilag.pdf\r\n\r\nPDF",
        ]),
    ));
    assert_eq!(names(&enclosed), ["Bilag.pdf", "andet.png"]);
    assert!(document.text.ends_with("\n\nEt kort:"));
}

#[test]
fn an_invitation_says_when_and_where() {
    let calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nDTSTART:16010101T030000\r\nEND:VTIMEZONE\r\n\
        BEGIN:VEVENT\r\nSUMMARY:Møde i Ældre\r\n rådet\r\nDTSTART;TZID=\"Romance Standard Time\":20190304T100000\r\n\
        DTEND:20190304T103000Z\r\nLOCATION:Salen\\, 1. sal\r\nBEGIN:VALARM\r\nDESCRIPTION:Husk\r\nEND:VALARM\r\n\
        END:VEVENT\r\nEND:VCALENDAR";
    let text = read(&mail(
        "Content-Type: multipart/alternative; boundary=del",
        &parts(&[
            "Content-Type: text/plain\r\n\r\nVelkommen.",
            &format!("Content-Type: text/calendar; charset=utf-8\r\n\r\n{calendar}"),
        ]),
    ))
    .0
    .text;
    assert!(text.ends_with(
        "Emne: Referat\nMøde: Møde i Ældrerådet\nTid: 4. marts 2019 kl. 10:00-11:30\nSted: Salen, 1. sal\n\nVelkommen."
    ), "{text}");
}

#[test]
fn a_damaged_mail_is_read_as_far_as_it_goes() {
    let cut = mail(
        "Content-Type: multipart/mixed; boundary=del",
        "--del\r\nContent-Type: text/plain\r\n\r\nHele teksten\r\n--del\r\nContent-Type: application/pdf; name=a.pdf\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nQUJDR",
    );
    let (document, enclosed) = read(&cut);
    assert!(is_recovered(&document));
    assert!(document.text.ends_with("Hele teksten"));
    assert_eq!(enclosed[0].bytes.as_deref().unwrap(), b"ABC");
    // The boundary is another one, or none is stated.
    for fields in [
        "Content-Type: multipart/mixed; boundary=tabt",
        "Content-Type: multipart/mixed",
    ] {
        let (document, _) = read(&mail(
            fields,
            &parts(&["Content-Type: text/plain\r\n\r\nIndhold"]),
        ));
        assert!(document.text.ends_with("\n\nIndhold"), "{}", document.text);
    }
    // The blank line is missing; a stray line stands among the fields.
    let bare = format!("{FIELDS}Kære Bo\r\nHilsen Åse\r\n");
    assert_eq!(body(bare.as_bytes()), "Kære Bo\nHilsen Åse");
    let folded = format!("Subject: Et\n \n\tog to\n{FIELDS}\r\nKære Bo\r\n");
    assert_eq!(body(folded.as_bytes()), "Kære Bo");
    let stray = format!("Received: her\r\nen løs linje\r\n{FIELDS}\r\nKære Bo\r\n");
    assert_eq!(body(stray.as_bytes()), "Kære Bo");
}

#[test]
fn depth_and_number_do_no_harm() {
    let started = std::time::Instant::now();
    let mut deep = String::from("Message-ID: <1@x>\r\n");
    for level in 0..100_000 {
        deep.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
        ));
    }
    let mails = "Content-Type: message/rfc822\r\nMIME-Version: 1.0\r\n\r\n".repeat(100_000);
    let lost = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n{}",
        "--a\r\nContent-Type: multipart/mixed; boundary=tabt\r\n\r\n".repeat(100_000)
    );
    let words = format!(
        "MIME-Version: 1.0\r\nSubject: {}\r\n\r\nHej",
        "=?utf-8?Q?".repeat(100_000)
    );
    let stray = format!(
        "MIME-Version: 1.0\r\nSubject: a\r\n{}\r\n\r\nHej",
        "ord\r\n".repeat(100_000)
    );
    for bytes in [deep, mails, lost, words, stray] {
        let _ = formats::read_all(Format::Mail, bytes.as_bytes(), &Limits::default(), 0);
    }
    assert!(started.elapsed().as_secs() < 30);
}

#[test]
fn limits_hold() {
    let limits = Limits {
        text: 100,
        ..Limits::default()
    };
    let long = mail("Content-Type: text/plain", &"ord ".repeat(100));
    let result = formats::read(Format::Mail, &long, &limits);
    assert!(matches!(result, Err(ReadError::TooLarge { .. })));
    let empty = formats::read(Format::Mail, b"", &limits);
    assert!(matches!(empty, Err(ReadError::Empty)));
}

#[test]
fn mails_are_told_from_letters() {
    let told = |text: &str| Format::sniff(text.as_bytes(), None);
    assert_eq!(
        told("Fra: Bo\nTil: Åse\nEmne: Møde\n\nVi mødes."),
        Some(Format::Text)
    );
    assert_eq!(
        told("To: Board\nFrom: Bo\nSubject: Budget\n\nDear all"),
        Some(Format::Text)
    );
    assert_eq!(
        told("From: Bo\nDate: 4 March\nSubject: Budget\n\nDear all"),
        Some(Format::Text)
    );
    assert_eq!(
        told("From: Bo\nDate: Mon, 4 Mar 2019 10:12:33 +0100\nSubject: Budget\n\nDear all"),
        Some(Format::Mail)
    );
    assert_eq!(
        Format::sniff(b"Subject: Budget\n\nKort", Some("eml")),
        Some(Format::Mail)
    );
    assert_eq!(
        told("From Russia with love 12:30 is a film of 1963.\n\nDet er alt."),
        Some(Format::Text)
    );
    for format in Format::ALL {
        assert_eq!(Format::from_word(format.word()), Some(*format));
    }
}

#[test]
fn a_mailbox_is_its_mails() {
    let box_ = "From bo@x.example Mon Mar  4 10:12:33 2019\nFrom: Bo <bo@x.example>\nDate: 4 Mar 2019 10:12\nSubject: Et\n\n\
        Hej\n>From nu af\n\nFrom the start.\n\nFrom bo@x.example Tue Mar  5 11:00:00 2019\nFrom: bo@x.example\nSubject: To\n\nIgen\n";
    let (document, enclosed) = read_as(Format::Mbox, box_.as_bytes());
    assert_eq!(document.text, "");
    assert_eq!(names(&enclosed), ["001 Et.eml", "002 To.eml"]);
    assert_eq!(
        body(enclosed[0].bytes.as_deref().unwrap()),
        "Hej\nFrom nu af\n\nFrom the start."
    );
    // A mail that only begins as in a mailbox is a mail, and so is one of Apple's.
    let (first, _) = box_.split_once("From bo@x.example Tue").unwrap();
    assert!(read(first.as_bytes()).0.text.starts_with("Fra: Bo"));
    let apple = mail("Content-Type: text/plain", "Hej");
    let apple = [format!("{}\n", apple.len()).as_bytes(), &apple, b"<plist/>"].concat();
    assert_eq!(body(&apple), "Hej");
}

#[test]
fn a_page_saved_as_a_mail_is_its_page() {
    let page = format!(
        "From: <Saved by Blink>\r\nSubject: Udvalget\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related;\r\n type=\"text/html\"; boundary=del\r\n\r\n{}",
        parts(&[
            "Content-Type: text/html\r\n\r\n<p>Udvalgets side</p>",
            "Content-Type: text/css\r\n\r\np {}",
            "Content-Type: text/html\r\n\r\n<p>En ramme</p>",
        ])
    );
    let (document, enclosed) = read_as(Format::Mht, page.as_bytes());
    assert_eq!(document.text, "Udvalgets side");
    assert_eq!(document.properties.title.as_deref(), Some("Udvalget"));
    assert!(enclosed.is_empty());
}

/// A value of X.690.
fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x82], &length[..], content].concat()
}

#[test]
fn a_sealed_mail_opens_where_it_is_only_signed() {
    let seal = |kind: u8, inner: &[u8]| {
        let object = [
            0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, kind,
        ];
        value(0x30, &[&object[..], &value(0xa0, inner)].concat())
    };
    let data = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 1];
    let content = b"Content-Type: text/plain\r\n\r\nIndeni";
    let octets = value(
        0x24,
        &[value(4, &content[..9]), value(4, &content[9..])].concat(),
    );
    let signed = value(
        0x30,
        &[
            &[2, 1, 1, 0x31, 0][..],
            &value(0x30, &[&data[..], &value(0xa0, &octets)].concat()),
        ]
        .concat(),
    );
    let sealed = |bytes: &[u8]| {
        let mut all = mail("Content-Type: application/pkcs7-mime; name=smime.p7m", "");
        all.extend_from_slice(bytes);
        all
    };
    assert_eq!(body(&sealed(&seal(2, &signed))), "Indeni");
    let encrypted = formats::read(Format::Mail, &sealed(&seal(3, &[])), &Limits::default());
    assert!(matches!(encrypted, Err(ReadError::Encrypted)));
}

#[test]
fn files_among_the_lines_of_old_mails_are_taken_out() {
    let (document, enclosed) = read(&mail(
        "X-Mailer: 1995",
        "Her er filen:\r\nbegin 644 notat.txt\r\n#0V%T\r\n`\r\nend\r\nHilsen\r\n",
    ));
    assert_eq!(enclosed[0].bytes.as_deref().unwrap(), b"Cat");
    assert!(
        document
            .text
            .ends_with("Vedhæftet: notat.txt\n\nHer er filen:\nHilsen")
    );
}

#[test]
fn lines_may_end_as_on_a_macintosh() {
    let mail = "From: Bo <bo@x.example>\rTo: a@x.example\rDate: 4 Mar 2019 10:12 +0100\rSubject: Referat\rMIME-Version: 1.0\r\rHej\rIgen";
    assert_eq!(
        Format::sniff(mail.as_bytes(), Some("eml")),
        Some(Format::Mail)
    );
    let read = formats::read(Format::Mail, mail.as_bytes(), &Limits::default());
    let text = read.unwrap().text;
    assert!(text.ends_with("Emne: Referat\n\nHej\nIgen"), "{text}");
}
