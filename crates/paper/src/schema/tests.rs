//! The schema has the keys and words of the types. The values below name every part of every type, so that a part which is
//! added does not compile here until it is told, and then fails until the schema has it.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use super::RECORD_SCHEMA;
use crate::{
    Action, Amount, AmountRole, Attendance, Contact, Corrected, Correction, Corrections, DateRole,
    Field, Found, Grain, Inferred, Item, Kind, Mark, Member, MemberRole, Mention, Organisation,
    OrganisationKind, Paper, Part, Per, Properties, Record, Seats, Settled, Source, Stamp, Status,
    Turn, Unresolved, Warning, WarningCode, What, Why,
};

fn schema() -> Value {
    serde_json::from_str(RECORD_SCHEMA).unwrap()
}

#[test]
fn it_has_the_words_of_the_types() {
    macro_rules! same {
        ($($name:literal $words:ident),+ $(,)?) => {$(
            let words: Vec<&str> = $words::ALL.iter().map(|one| one.word()).collect();
            assert_eq!(schema()["$defs"][$name]["enum"], json!(words), $name);
        )+};
    }
    same! {
        "kind" Kind, "status" Status, "warning_code" WarningCode, "grain" Grain, "date_role" DateRole, "part" Part,
        "unresolved" Unresolved, "member_role" MemberRole, "attendance" Attendance, "amount_role" AmountRole, "per" Per,
        "organisation_kind" OrganisationKind, "action" Action,
    }
}

#[test]
fn it_has_the_fields_that_can_be_corrected() {
    let whats = [
        What::Dates(turn(mention())),
        What::Members(turn(member())),
        What::Amounts(turn(amount())),
        What::CaseNumbers(turn(found("1-2".to_owned()))),
        What::Title(turn(found("Notat".to_owned()))),
        What::Date(turn(found(day().date()))),
        What::Kind(turn(Kind::Notat)),
        What::Status(turn(Status::Udkast)),
        What::Warnings(turn(warning())),
    ];
    let told = &schema()["$defs"]["correction"];
    let ruled: Vec<&Value> = told["allOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| &rule["if"]["properties"]["field"]["const"])
        .collect();
    let fields: Vec<&str> = whats.iter().map(field).collect();
    assert_eq!(told["properties"]["field"]["enum"], json!(fields));
    assert_eq!(json!(ruled), json!(fields));
    for what in whats {
        let name = field(&what);
        assert_eq!(json!(correction(what))["field"], name);
    }
}

/// The word of a field that can be corrected; exhaustive, so that another one is told here.
fn field(what: &What) -> &'static str {
    match what {
        What::Dates(_) => "dates",
        What::Members(_) => "members",
        What::Amounts(_) => "amounts",
        What::CaseNumbers(_) => "case_numbers",
        What::Title(_) => "title",
        What::Date(_) => "date",
        What::Kind(_) => "kind",
        What::Status(_) => "status",
        What::Warnings(_) => "warnings",
    }
}

#[test]
fn it_has_the_keys_of_the_types() {
    keys("", record());
    keys("/properties/why", why());
    keys("/$defs/source", source());
    keys("/$defs/found_text", found("Notat".to_owned()));
    keys("/$defs/found_day", found(day().date()));
    keys("/$defs/date", mention());
    keys("/$defs/inferred", inferred());
    keys("/$defs/member", member());
    keys("/$defs/member/properties/seats", Seats { min: 1, max: 2 });
    keys("/$defs/amount", amount());
    keys("/$defs/contact", contact());
    keys("/$defs/organisation", organisation());
    keys("/$defs/field", form_field());
    keys("/$defs/item", item());
    keys("/$defs/warning", warning());
    keys("/$defs/properties", properties());
    keys("/$defs/mark", mark(Kind::Notat));
    keys("/$defs/corrections", corrections());
    keys(
        "/$defs/correction",
        correction(What::Kind(turn(Kind::Notat))),
    );
    keys("/$defs/settled", settled());
}

/// Compares the keys of a value that leaves none out with those of the schema at a place.
fn keys(place: &str, value: impl Serialize) {
    let (schema, value) = (schema(), json!(value));
    let keys = |object: &Value| -> BTreeSet<String> {
        object.as_object().unwrap().keys().cloned().collect()
    };
    let told = &schema.pointer(place).unwrap()["properties"];
    assert_eq!(keys(told), keys(&value), "{place}");
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn day() -> Stamp {
    "2021-06-30".parse().unwrap()
}

fn source() -> Source {
    Source {
        page: Some(1),
        start: 0,
        end: 3,
        quote: "abc".to_owned(),
    }
}

fn mark<T: Clone>(value: T) -> Mark<T> {
    Some(Box::new(Corrected {
        action: Action::Set,
        by: "ida".to_owned(),
        at: jiff::Timestamp::UNIX_EPOCH,
        note: some("ringet"),
        was: Some(value.clone()),
        overtaken: Some(value),
    }))
}

fn turn<T: Clone>(value: T) -> Turn<T> {
    Turn {
        nth: 1,
        was: Some(value.clone()),
        now: Some(value),
    }
}

fn correction(what: What) -> Correction {
    Correction {
        by: "ida".to_owned(),
        at: jiff::Timestamp::UNIX_EPOCH,
        note: some("ringet"),
        what,
    }
}

fn settled() -> Settled {
    Settled {
        nth: 0,
        warning: warning(),
    }
}

fn corrections() -> Corrections {
    Corrections {
        kind: mark(Kind::Notat),
        status: mark(Status::Udkast),
        dismissed: vec![correction(What::Kind(turn(Kind::Notat)))],
        settled: vec![settled()],
        lapsed: vec![correction(What::Kind(turn(Kind::Notat)))],
    }
}

fn found<T: Clone>(value: T) -> Found<T> {
    let read = Found {
        value,
        rule: Some("a rule".into()),
        corrected: None,
        confidence: Some(96),
        source: source(),
    };
    let corrected = mark(read.clone());
    Found { corrected, ..read }
}

fn inferred() -> Inferred {
    Inferred {
        part: Part::Year,
        reason: "the paper's own date".to_owned(),
    }
}

fn mention() -> Mention {
    let read = Mention {
        start: Some(day()),
        end: Some(day()),
        grain: Some(Grain::Day),
        role: DateRole::Deadline,
        approximate: false,
        inferred: vec![Part::Year],
        reasons: vec![inferred()],
        summary: some("Svar"),
        place: some("Sal 2"),
        actors: vec!["Kommunen".to_owned()],
        contact: some("79004150"),
        unresolved: Some(Unresolved::Year),
        recurs: some("FREQ=YEARLY"),
        rule: Some("senest".into()),
        corrected: None,
        confidence: Some(80),
        source: source(),
    };
    let corrected = mark(read.clone());
    Mention { corrected, ..read }
}

fn member() -> Member {
    let read = Member {
        name: some("Ib Eksempel"),
        role: Some(MemberRole::Medlem),
        title: some("læge"),
        organisation: some("Region Vesthavet"),
        party: some("A"),
        seats: Some(Seats { min: 1, max: 2 }),
        appointed_by: some("Regionsrådet"),
        attendance: Some(Attendance::Deltog),
        body: some("Udvalget"),
        rule: Some("a row of a table".into()),
        corrected: None,
        confidence: Some(80),
        source: source(),
    };
    let corrected = mark(read.clone());
    Member { corrected, ..read }
}

fn amount() -> Amount {
    let read = Amount {
        ore: 100,
        max_ore: Some(200),
        currency: some("EUR"),
        role: AmountRole::Post,
        label: some("Løn"),
        year: Some(2021),
        per: Some(Per::År),
        approximate: false,
        rule: Some("a row".into()),
        corrected: None,
        confidence: Some(80),
        source: source(),
    };
    let corrected = mark(read.clone());
    Amount { corrected, ..read }
}

fn contact() -> Contact {
    Contact {
        name: some("Ib Eksempel"),
        organisation: some("Kommunen"),
        title: some("læge"),
        email: some("ib@vesthavet.example"),
        phone: some("79004150"),
        address: some("Digevej 1, 9999 Kragelev"),
        rule: Some("a label".into()),
        confidence: Some(80),
        source: source(),
    }
}

fn organisation() -> Organisation {
    Organisation {
        name: "Region Vesthavet".to_owned(),
        kind: OrganisationKind::Region,
        rule: Some("a name".into()),
        confidence: Some(80),
        source: source(),
    }
}

fn form_field() -> Field {
    Field {
        label: "Navn".to_owned(),
        value: some("Ib Eksempel"),
        rule: Some("a label".into()),
        confidence: Some(80),
        source: source(),
    }
}

fn item() -> Item {
    Item {
        number: some("1"),
        title: "Diget".to_owned(),
        case_number: some("1-2"),
        closed: true,
        decision: some("Godkendt."),
        rule: Some("a number".into()),
        confidence: Some(80),
        source: source(),
    }
}

fn warning() -> Warning {
    Warning {
        code: WarningCode::NoText,
        message: "page 1 has no text".to_owned(),
        source: Some(source()),
    }
}

fn why() -> Why {
    Why {
        kind: Some("a word".into()),
        status: Some("a word".into()),
    }
}

fn properties() -> Properties {
    Properties {
        title: some("Notat"),
        author: some("Ib Eksempel"),
        subject: some("Diget"),
        keywords: some("dige"),
        created: some("2021-05-03T09:12"),
        modified: some("2021-05-03T09:12"),
        language: some("da"),
        signed: vec!["2021-05-03T09:12".to_owned()],
        page_labels: vec!["i".to_owned()],
    }
}

fn record() -> Record {
    Record {
        path: "a.pdf".to_owned(),
        hash: "0".repeat(64),
        format: "pdf".to_owned(),
        places: vec!["a.pdf".to_owned(), "b.pdf".to_owned()],
        paper: Paper {
            pages: Some(1),
            title: Some(found("Notat".to_owned())),
            kind: Kind::Notat,
            status: Some(Status::Udkast),
            why: why(),
            date: Some(found(day().date())),
            case_numbers: vec![found("1-2".to_owned())],
            dates: vec![mention()],
            members: vec![member()],
            amounts: vec![amount()],
            contacts: vec![contact()],
            organisations: vec![organisation()],
            attachments: vec![found("Budget".to_owned())],
            fields: vec![form_field()],
            items: vec![item()],
            properties: properties(),
            warnings: vec![warning()],
            corrections: corrections(),
        },
    }
}
