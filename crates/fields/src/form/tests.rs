//! Forms of several makes, and papers that are none.

use super::*;

#[test]
fn what_fills_a_field() {
    let words = &Vocabulary::builtin().forms;
    for (value, wanted) in [
        ("Nordager Kommune", Some("Nordager Kommune")),
        ("<p>Vi søger&nbsp;om &amp; om</p>", Some("Vi søger om & om")),
        ("[ ] Ja  [x] Nej", Some("Nej")),
        (
            "☒ Drift ☐ Anlæg ☒ Kurser (to dage)",
            Some("Drift, Kurser (to dage)"),
        ),
        ("☐ Ja ☐ Nej", None),
        ("Ja [ ]   Nej [X]", Some("Nej")),
        ("Ida Holm........", Some("Ida Holm")),
        ("kr. ............", None),
        ("________ kr.", None),
        ("den ____ 2011", Some("den ____ 2011")),
        ("________", None),
        ("..........", None),
        ("-", None),
        ("ida@nordager.example.dk", Some("ida@nordager.example.dk")),
        ("3 (tre)", Some("3 (tre)")),
    ] {
        assert_eq!(filled(words, value).as_deref(), wanted, "{value}");
    }
}

/// The fields of a text, a line each: `label => value`.
fn fields_of(text: &str) -> Vec<String> {
    let document = crate::sample::document(text);
    let fields = find(&Outline::new(&document), Vocabulary::builtin());
    let line = |f: Field| format!("{} => {}", f.label, f.value.unwrap_or_default());
    fields.into_iter().map(line).collect()
}

#[test]
fn labels_above_their_answers() {
    let numbered = "ANSØGNING\n\nSpørgsmål 1. Hvad hedder projektet?\n\nLys over lyngen\n\n\
        Spørgsmål 2. Hvem er med, og hvem\nleder det?\n\n- Ida Holm\n- Bo Lund\n\nDesuden:\n- Ove Bjerg\n\n\
        Spørgsmål 3. Hvor?\n\nSpørgsmål 4. Hvornår?\n\nI maj.\n\nSpørgsmål 5. Hvorfor?\nDet er mørkt.\n\nSide 1";
    assert_eq!(
        fields_of(numbered),
        [
            "Spørgsmål 1. Hvad hedder projektet? => Lys over lyngen",
            "Spørgsmål 2. Hvem er med, og hvem leder det? => - Ida Holm - Bo Lund Desuden: - Ove Bjerg",
            "Spørgsmål 3. Hvor? => ",
            "Spørgsmål 4. Hvornår? => I maj.",
            "Spørgsmål 5. Hvorfor? => Det er mørkt.",
        ]
    );
    let stacked = "Lyngpuljen\n\nProjekttitel\nLys over lyngen\n\nCVR-nr.\n\nAnsøger\nIda Holm\nStien 4\n\n\
        Faser\nMaj: lamper\nJuni: fest\n\nE-mail\nida@lyng.example.dk\n\nSvar ventes i juni.";
    let wanted = [
        "Projekttitel => Lys over lyngen",
        "CVR-nr. => ",
        "Ansøger => Ida Holm Stien 4",
        "Faser => Maj: lamper Juni: fest",
        "E-mail => ida@lyng.example.dk",
    ];
    assert_eq!(fields_of(stacked), wanted);
    let apart = "Lyngpuljen\n\nProjekttitel\n\nLys over lyngen\n\nOplysninger om ansøger\n\nAnsøger\n\nIda Holm\n\n\
        Faser\n\nDer er to.\n\nDen anden er kort.\n\nE-mail\n\nida@lyng.example.dk";
    assert_eq!(
        fields_of(apart),
        [
            "Projekttitel => Lys over lyngen",
            "Ansøger => Ida Holm",
            "Faser => Der er to. Den anden er kort.",
            "E-mail => ida@lyng.example.dk",
        ]
    );
}

#[test]
fn labels_with_answers_further_in_or_line_by_line() {
    let indented = "DEL 1. ANSØGER\nForeningens navn\n    Lyslauget\nCVR-nr.\n    11 22 33 44\nP-nr.\n\nE-post\n    ida@lyng.example.dk\n\
        Plan\n    maj: lamper\n    juni: fest\nHvad så?\n\nDEL 2. PENGE\nLamper             3.000";
    let fields = fields_of(indented);
    let wanted = [
        "Foreningens navn => Lyslauget",
        "CVR-nr. => 11 22 33 44",
        "P-nr. => ",
        "E-post => ida@lyng.example.dk",
        "Plan => maj: lamper juni: fest",
        "Hvad så? => ",
    ];
    assert_eq!(fields, wanted);
    let turns = "Lyngpuljen\nForeningens navn\nLyslauget\nDag\nDen 3. maj\nE-mail\nida@lyng.example.dk\nAdresse\nStien 4\n9990 Lyng\n\
        Projektets titel\nLys\nCVR-nr.\n";
    let fields = fields_of(turns);
    let wanted = [
        "Foreningens navn => Lyslauget",
        "Dag => Den 3. maj",
        "E-mail => ida@lyng.example.dk",
        "Adresse => Stien 4 9990 Lyng",
        "Projektets titel => Lys",
        "CVR-nr. => ",
    ];
    assert_eq!(fields, wanted);
    let table = "Ansøgningsskema\nNavn: Ida Holm\nMilepæle:\nMaj 2011\tlamper\nJuni 2011\ten stor fest\nE-mail: ida@lyng.example.dk\nHvornår? i maj";
    let fields = fields_of(table);
    let wanted = [
        "Navn => Ida Holm",
        "Milepæle => Maj 2011 lamper Juni 2011 en stor fest",
        "E-mail => ida@lyng.example.dk",
        "Hvornår? => i maj",
    ];
    assert_eq!(fields, wanted);
}

#[test]
fn sections_of_other_papers_are_no_fields() {
    for text in [
        "Vejledning til lyngpuljen\n\n1. Formål\nLys.\n\n2. Målgruppe\nAlle.\n\n3. Ansøger\nDu.\n\n4. Hvor?\nHer.\n\n5. Adresse\nStien 4",
        "Notat\n\nFormål\nDer skal lys.\n\nMålgruppe\nAlle.\n\nSamarbejdspartnere\nLauget.\n\nProjektperiode\nMaj.\n",
        "Ansøgning\n\n1. Formål\nLys over lyngen.\n\n2. Plan\nMaj.\n",
    ] {
        assert_eq!(fields_of(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn labels_beside_places_to_write() {
    let text = "Ansøgningsskema\n| Sagsnr.: ......   Modtaget: ........ |\nDEL A: ANSØGER\n1. Navn: Ida Holm\n\
        2. Er du medlem?   [ ] Ja   [x] Nej\n3. Beløb: kr. ............\nDato: 3. maj 2011     Underskrift: Ida Holm\n\
        Adresse ...... Stien 4\nTelefon ____________\nProjekt\tLamper\n\tog en fest";
    assert_eq!(
        fields_of(text),
        [
            "Sagsnr. => ",
            "Modtaget => ",
            "1. Navn => Ida Holm",
            "2. Er du medlem? => Nej",
            "3. Beløb => ",
            "Dato => 3. maj 2011",
            "Underskrift => Ida Holm",
            "Adresse => Stien 4",
            "Telefon => ",
            "Projekt => Lamper og en fest",
        ]
    );
}

#[test]
fn places_to_write_and_columns() {
    let dotted = "ANSØGNINGSBLANKET\n\nNavn:..Ida Holm......... Fødselsår:...1951...\n\
        J.nr. (udfyldes af lauget) .........\nProjektets navn ....... Lys over lyngen\n\
        Antal lamper .......... 22\nAnsvarlige for lamper . Bo Lund\n\
        Er lauget hørt?   Ja [ ]   Nej [x]";
    assert_eq!(
        fields_of(dotted),
        [
            "Navn => Ida Holm",
            "Fødselsår => 1951",
            "J.nr. (udfyldes af lauget) => ",
            "Projektets navn => Lys over lyngen",
            "Antal lamper => 22",
            "Ansvarlige for lamper => Bo Lund",
            "Er lauget hørt? => Nej",
        ]
    );
}

#[test]
fn headings_between_questions_are_no_answers() {
    let form = "Lyngpuljen 2019 - ansøgning\n\nHvem er I?\n\n1. Hvem søger?\n   Lyngens Lysvenner\n\n\
        2. Hvem leder det?\n   Ida Holm\n\nHvad vil I?\n\n3. Hvad hedder projektet?\n   Lys over lyngen\n\n\
        4. Hvad er planen?\n   a) Lamper: maj 2019\n   b) Fest: den 3. juni 2019\n\n\
        5. Er naboerne hørt?\n\nHvad koster det?\n\n6. Hvor meget søger I?\n   4.000 kr.";
    assert_eq!(
        fields_of(form),
        [
            "1. Hvem søger? => Lyngens Lysvenner",
            "2. Hvem leder det? => Ida Holm",
            "3. Hvad hedder projektet? => Lys over lyngen",
            "4. Hvad er planen? => a) Lamper: maj 2019 b) Fest: den 3. juni 2019",
            "5. Er naboerne hørt? => ",
            "6. Hvor meget søger I? => 4.000 kr.",
        ]
    );
}
