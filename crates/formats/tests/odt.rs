//! OpenDocument text, made by hand so that each test shows the XML that it is about.
#![allow(clippy::unwrap_used)]

mod odt_made;
mod told;

use formats::{Format, Limits};
use odt_made::{codes, content, package, read, with_styles};
use paper::WarningCode;
use told::told;

fn text(body: &str) -> String {
    read(&content(body)).text
}

/// The list styles of the tests: numbers with their mothers' before them, letters, dots.
const LISTS: &str = r#"<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-prefix="§ " style:num-suffix="." style:num-format="1"/><text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="1" text:display-levels="2"/><text:list-level-style-number text:level="3" style:num-format="i" text:start-value="4"/></text:list-style><text:list-style style:name="A"><text:list-level-style-number text:level="1" style:num-suffix=")" style:num-format="a" text:start-value="3"/></text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="&#xF0B7;"><style:text-properties style:font-name="Symbol"/></text:list-level-style-bullet><text:list-level-style-bullet text:level="2" text:bullet-char="–"/></text:list-style>"#;

fn listed(body: &str) -> Vec<String> {
    let document = read(&with_styles(LISTS, body));
    told(&document)
}

fn list(style: &str, attributes: &str, items: &[&str]) -> String {
    let items: String = items
        .iter()
        .map(|item| format!("<text:list-item><text:p>{item}</text:p></text:list-item>"))
        .collect();
    format!(r#"<text:list text:style-name="{style}" {attributes}>{items}</text:list>"#)
}

#[test]
fn labels_of_a_list_are_those_that_its_levels_write() {
    let inner = |items: &str| format!("<text:list>{items}</text:list>");
    let item = |inside: &str| format!("<text:list-item>{inside}</text:list-item>");
    let p = |text: &str| format!("<text:p>{text}</text:p>");
    let third = inner(&item(&p("dybt")));
    let second = inner(&format!(
        "{}{}",
        item(&p("under")),
        item(&format!("{}{third}", p("under igen")))
    ));
    let body = [
        r#"<text:list text:style-name="N"><text:list-header><text:p>uden nummer</text:p></text:list-header>"#,
        &item(&(p("et") + &p("mere om et") + &second)),
        &item(&(p("to") + &inner(&item(&p("forfra"))))),
        "</text:list>",
        &list("A", "", &["ce", "de"]),
        r#"<text:list text:style-name="B">"#,
        &item(&(p("punkt") + &inner(&item(&p("streg"))))),
        "</text:list>",
    ]
    .concat();
    assert_eq!(
        listed(&body),
        [
            "Paragraph/0 uden nummer",
            "Item/0 § 1. et",
            "Paragraph/0 mere om et",
            "Item/1 1.1) under",
            "Item/1 1.2) under igen",
            "Item/2 iv dybt",
            "Item/0 § 2. to",
            "Item/1 2.1) forfra",
            "Item/0 c) ce",
            "Item/0 d) de",
            "Item/0 • punkt",
            "Item/1 - streg",
        ]
    );
}

#[test]
fn a_list_goes_on_where_it_says_so() {
    let between = "<text:p>imellem.</text:p>";
    let body = [
        &list("N", r#"xml:id="et""#, &["a", "b"]),
        between,
        &list("N", "", &["forfra"]),
        between,
        &list("N", r#"text:continue-numbering="true""#, &["går videre"]),
        between,
        &list("N", r#"text:continue-list="et""#, &["fra den første"]),
        between,
        &list("N", r#"text:continue-list="et""#, &["og videre"]),
        between,
        r#"<text:list text:style-name="N"><text:list-item text:start-value="9"><text:p>ni</text:p></text:list-item><text:list-item><text:p>ti</text:p></text:list-item></text:list>"#,
    ]
    .concat();
    let told = listed(&body);
    let items: Vec<&str> = told
        .iter()
        .filter_map(|line| line.strip_prefix("Item/0 § "))
        .collect();
    assert_eq!(
        items,
        [
            "1. a",
            "2. b",
            "1. forfra",
            "2. går videre",
            "3. fra den første",
            "4. og videre",
            "9. ni",
            "10. ti"
        ]
    );
}

#[test]
fn the_style_of_a_paragraph_may_name_its_list() {
    let styles = format!(
        r#"{LISTS}<style:style style:name="P1" style:family="paragraph" style:parent-style-name="P0"/><style:style style:name="P0" style:family="paragraph" style:list-style-name="A"/>"#
    );
    let body = r#"<text:list><text:list-item><text:p text:style-name="P1">punkt</text:p></text:list-item></text:list><text:p text:style-name="P1">uden liste.</text:p>"#;
    assert_eq!(
        told(&read(&with_styles(&styles, body))),
        ["Item/0 c) punkt", "Paragraph/0 uden liste."]
    );
}

#[test]
fn headings_are_numbered_as_the_outline_says() {
    let styles = r#"<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/><text:outline-level-style text:level="3" style:num-format=""/></text:outline-style><style:style style:name="Heading_20_4" style:family="paragraph"/><style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_4"/><style:style style:name="P3" style:family="paragraph" style:default-outline-level="2"/>"#;
    let heading =
        |level: u8, text: &str| format!(r#"<text:h text:outline-level="{level}">{text}</text:h>"#);
    let body = [
        heading(1, "formål."),
        heading(2, "mål."),
        heading(2, "midler."),
        heading(3, "uden tal."),
        heading(1, "økonomi."),
        heading(2, "løn."),
        r#"<text:h text:outline-level="1" text:is-list-header="true">bilag.</text:h>"#.to_owned(),
        r#"<text:p text:style-name="P2">stil.</text:p>"#.to_owned(),
        r#"<text:p text:style-name="P3">niveau.</text:p><text:h>intet.</text:h>"#.to_owned(),
    ]
    .concat();
    assert_eq!(
        told(&read(&with_styles(styles, &body))),
        [
            "Heading/1 1. formål.",
            "Heading/2 1.1 mål.",
            "Heading/2 1.2 midler.",
            "Heading/3 uden tal.",
            "Heading/1 2. økonomi.",
            "Heading/2 2.1 løn.",
            "Heading/1 bilag.",
            "Heading/4 stil.",
            "Heading/2 niveau.",
            "Heading/1 3. intet."
        ]
    );
}

#[test]
fn a_paragraph_in_bold_is_a_heading() {
    let styles = r#"<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style><style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-size="18pt"/></style:style>"#;
    let body = r#"<text:p><text:span text:style-name="T1">Baggrund</text:span></text:p><text:p>Noget er <text:span text:style-name="T1">fedt</text:span> her.</text:p><text:p text:style-name="P1">Økonomi</text:p><text:p>Slut.</text:p>"#;
    let told = told(&read(&with_styles(styles, body)));
    assert_eq!(
        told,
        [
            "Heading/0 Baggrund",
            "Paragraph/0 Noget er fedt her.",
            "Heading/0 Økonomi",
            "Paragraph/0 Slut."
        ]
    );
}

#[test]
fn characters_are_those_that_are_seen() {
    let p = |inside: &str| text(&format!("<text:p>{inside}</text:p>"));
    assert_eq!(
        p("\n  Et   \n to<text:s text:c=\"2\"/>tre\u{a0}kr. &amp; &#230;"),
        "Et to  tre\u{a0}kr. & æ"
    );
    assert_eq!(p("Sted:<text:line-break/>Salen"), "Sted:\nSalen");
    assert_eq!(p("4\u{2011}5 mid\u{ad}ler"), "4-5 midler");
    let table = read(&content("<text:p>Dato:<text:tab/>1. maj</text:p>"));
    assert_eq!(told(&table), ["0.0.0+1 Dato:", "0.0.1+1 1. maj"]);
    let ruby = "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>";
    assert_eq!(p(ruby), "漢");
}

#[test]
fn links_say_where_they_lead() {
    let link = |to: &str, text_of: &str| {
        text(&format!(
            r#"<text:p>Se <text:a xlink:href="{to}"><text:span>{text_of}</text:span></text:a>.</text:p>"#
        ))
    };
    assert_eq!(
        link("https://udvalg.example.dk/?a=1&amp;b=2", "siden"),
        "Se siden <https://udvalg.example.dk/?a=1&b=2>."
    );
    assert_eq!(
        link("mailto:bo@udvalg.example.dk", "bo@udvalg.example.dk"),
        "Se bo@udvalg.example.dk."
    );
    assert_eq!(link("#afsnit", "ovenfor"), "Se ovenfor.");
}

#[test]
fn notes_and_annotations_stand_after_their_paragraph() {
    let body = r#"<text:p>Tallet<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Kilde:</text:p><text:p>budgettet.</text:p></text:note-body></text:note> er nyt<office:annotation><dc:creator>Aase Holm</dc:creator><dc:date>2019-03-04T10:12:00</dc:date><meta:creator-initials>AH</meta:creator-initials><text:p>Er det</text:p><text:p>rigtigt?</text:p></office:annotation><office:annotation-end/> i år.</text:p><text:p>Slut<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p>Sidst.</text:p></text:note-body></text:note>.</text:p>"#;
    assert_eq!(
        told(&read(&content(body))),
        [
            "Paragraph/0 Tallet er nyt i år.",
            "Note/0 Kilde: budgettet.",
            "Comment/0 [Kommentar, Aase Holm: Er det rigtigt?]",
            "Paragraph/0 Slut.",
            "Note/0 Sidst."
        ]
    );
}

#[test]
fn deleted_text_is_not_read_and_changes_are_warned_of() {
    let body = r#"<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Bo</dc:creator></office:change-info><text:p>1. maj</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>Frist <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>8. maj<text:change-end text:change-id="c2"/>.</text:p>"#;
    let document = read(&content(body));
    assert_eq!(document.text, "Frist 8. maj.");
    assert_eq!(codes(&document), [WarningCode::TrackedChanges]);
    // A list of changes that is empty is none.
    let none = read(&content("<text:tracked-changes/><text:p>Frist.</text:p>"));
    assert_eq!(codes(&none), []);
}

#[test]
fn hidden_text_is_not_read() {
    let styles = r#"<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style><style:style style:name="V" style:family="text"><style:text-properties text:display="true"/></style:style><style:style style:name="HP" style:family="paragraph"><style:text-properties text:display="none"/></style:style>"#;
    let body = r#"<text:p>Et <text:span text:style-name="H">skjult <text:tab/><text:s text:c="3"/><text:note><text:note-body><text:p>Note.</text:p></text:note-body></text:note><text:span text:style-name="V">vist </text:span>igen</text:span>to.</text:p><text:p text:style-name="HP">Skjult<text:tab/>helt<text:s text:c="3"/>.</text:p><text:section text:name="a" text:display="none"><text:p>Afsnit</text:p></text:section><text:section text:name="b" text:display="condition"><text:p>Synligt.</text:p></text:section><text:p>Felt <text:hidden-text text:is-hidden="true" text:string-value="x">x</text:hidden-text><text:hidden-text text:is-hidden="false">y</text:hidden-text>.</text:p><text:p><text:hidden-paragraph text:is-hidden="true"/>Væk<text:note><text:note-body><text:p>Note.</text:p></text:note-body></text:note>.</text:p><text:p><text:hidden-paragraph text:is-hidden="false"/>Her.</text:p>"#;
    assert_eq!(
        read(&with_styles(styles, body)).text,
        "Et vist to.\nSynligt.\nFelt y.\nHer."
    );
}

#[test]
fn fields_show_their_value() {
    let body = r#"<text:sequence-decls><text:sequence-decl text:name="Tabel"/></text:sequence-decls><text:variable-decls><text:variable-decl text:name="v"/></text:variable-decls><text:p>Den <text:date text:date-value="2019-03-04">4. marts</text:date>, side <text:page-number>3</text:page-number> af <text:title>Planen</text:title>, <text:user-field-get text:name="u">felt</text:user-field-get><text:variable-set text:name="v" text:display="none">9</text:variable-set>, tabel <text:sequence>2</text:sequence>, <text:drop-down text:name="d"><text:label text:value="a"/>valgt</text:drop-down> <text:placeholder text:placeholder-type="text">&lt;navn&gt;</text:placeholder>.</text:p>"#;
    assert_eq!(
        text(body),
        "Den 4. marts, side 3 af Planen, felt, tabel 2, valgt <navn>."
    );
}

#[test]
fn a_table_of_contents_is_read_as_it_was_last_made() {
    let body = r#"<text:table-of-content><text:table-of-content-source text:outline-level="2"><text:index-title-template>Skabelon</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title><text:p>Indhold.</text:p></text:index-title><text:p>1. Formål.<text:tab/>2</text:p></text:index-body></text:table-of-content>"#;
    assert_eq!(text(body), "Indhold.\n1. Formål.\t2");
}

#[test]
fn forms_show_their_state_where_they_are_drawn() {
    let body = r#"<office:forms form:automatic-focus="false"><form:form form:name="f"><form:checkbox form:id="c1" form:label="Ja" form:current-state="checked"/><form:checkbox form:id="c2" form:label="Nej" form:state="unchecked"/><form:radio form:id="c3" form:label="Måske" form:current-selected="true"/><form:text form:id="c4" form:value="før" form:current-value="skrevet"/><form:listbox form:id="c5"><form:option form:label="Nord"/><form:option form:label="Øst" form:current-selected="true"/></form:listbox><form:text form:id="c6" form:value="ikke tegnet"/></form:form></office:forms><text:p>Svar: <draw:control draw:control="c1"/>, <draw:control draw:control="c2"/>, <draw:control draw:control="c3"/>.</text:p><text:p>Navn: <draw:control draw:control="c4"/> i <draw:control draw:control="c5"/>.</text:p>"#;
    assert_eq!(
        text(body),
        "Svar: ☒ Ja, ☐ Nej, ☒ Måske.\nNavn: skrevet i Øst."
    );
}

#[test]
fn frames_and_shapes_are_read_once_after_their_paragraph() {
    let body = r#"<draw:frame draw:name="side"><draw:text-box><text:p>Ved siden</text:p></draw:text-box></draw:frame><text:p>Før<draw:frame draw:name="Ramme1"><draw:text-box><text:p>I rammen</text:p><text:list><text:list-item><text:p>punkt</text:p></text:list-item></text:list></draw:text-box><svg:title>Titel</svg:title><svg:desc>Beskrivelse</svg:desc></draw:frame> og <draw:custom-shape><text:p>På formen</text:p><draw:enhanced-geometry/></draw:custom-shape>efter.</text:p><text:p>Billede<draw:frame><draw:image xlink:href="a.png"><text:p/><office:binary-data>iVBOR</office:binary-data></draw:image><svg:desc>Et kort</svg:desc></draw:frame>.</text:p>"#;
    assert_eq!(
        text(body),
        "Ved siden\nFør og efter.\nI rammen\npunkt\nPå formen\nBillede."
    );
}

#[test]
fn headers_come_first_and_footers_last_and_each_line_once() {
    let styles = r#"<office:document-styles><office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Havnekommunen</text:p></style:header><style:header-left><text:p>Havnekommunen</text:p></style:header-left><style:header-first style:display="false"><text:p>Slået fra</text:p></style:header-first><style:footer><text:p>Side <text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles></office:document-styles>"#;
    let body = "<text:p>Teksten.</text:p>";
    let document = read(&package(&[
        ("content.xml", &odt_made::document("", body)),
        ("styles.xml", styles),
    ]));
    assert_eq!(
        told(&document),
        [
            "Header/0 Havnekommunen",
            "Paragraph/0 Teksten.",
            "Footer/0 Side 1"
        ]
    );
}

#[test]
fn the_file_says_what_it_is() {
    let meta = "<office:document-meta><office:meta><dc:title>Plan</dc:title><dc:subject>Budget</dc:subject><meta:initial-creator>Bo Lund</meta:initial-creator><dc:creator>Eva Ask</dc:creator><meta:keyword>skole</meta:keyword><meta:keyword>havn</meta:keyword><meta:creation-date>2017-05-03T09:12:44.12</meta:creation-date><dc:date>2018-01-02T08:00:00Z</dc:date><dc:language>da-DK</dc:language></office:meta></office:document-meta>";
    let document = read(&package(&[
        ("content.xml", &odt_made::document("", "<text:p>x</text:p>")),
        ("meta.xml", meta),
    ]));
    let properties = &document.properties;
    assert_eq!(properties.title.as_deref(), Some("Plan"));
    assert_eq!(properties.subject.as_deref(), Some("Budget"));
    assert_eq!(properties.author.as_deref(), Some("Bo Lund"));
    assert_eq!(properties.keywords.as_deref(), Some("skole, havn"));
    assert_eq!(properties.created.as_deref(), Some("2017-05-03T09:12"));
    assert_eq!(properties.modified.as_deref(), Some("2018-01-02T08:00"));
    assert_eq!(properties.language.as_deref(), Some("da-DK"));
}

#[test]
fn a_flat_file_is_read_like_a_packed_one() {
    // As LibreOffice writes it: the kind of document stands after many namespaces.
    let namespaces: String = (0..40)
        .map(|number| {
            format!(r#"xmlns:n{number}="urn:oasis:names:tc:opendocument:xmlns:n{number}:1.0" "#)
        })
        .collect();
    let flat = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document {namespaces} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>Plan</dc:title></office:meta><office:automatic-styles>{LISTS}</office:automatic-styles><office:master-styles><style:master-page><style:header><text:p>Havnekommunen</text:p></style:header></style:master-page></office:master-styles><office:body><office:text>{}<text:p>Teksten.</text:p></office:text></office:body></office:document>"#,
        list("A", "", &["punkt"])
    );
    assert_eq!(Format::sniff(flat.as_bytes(), None), Some(Format::Odt));
    let document = formats::read(Format::Odt, flat.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(
        told(&document),
        [
            "Header/0 Havnekommunen",
            "Item/0 c) punkt",
            "Paragraph/0 Teksten."
        ]
    );
    assert_eq!(document.properties.title.as_deref(), Some("Plan"));
}
