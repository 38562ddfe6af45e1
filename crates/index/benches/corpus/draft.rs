//! A paper while it is written: its text, and with each line what is understood of it.

use index::Entry;
use jiff::civil::{Date, date};
use paper::{
    Attendance, BlockKind, Contact, Document, Found, Kind, Member, MemberRole, Organisation,
    OrganisationKind, Paper, Record, Source,
};

use super::{
    random::Random,
    words::{Words, capital},
};

/// Kinds, the most frequent first.
const KINDS: &[Kind] = &[
    Kind::Referat,
    Kind::Dagsorden,
    Kind::Notat,
    Kind::Høring,
    Kind::Bevilling,
    Kind::Ansøgning,
    Kind::Andet,
    Kind::Udpegning,
    Kind::Tidsplan,
    Kind::Budget,
    Kind::Kommissorium,
    Kind::Ansøgningsvejledning,
];
const PARTIES: &[&str] = &["A", "V", "C", "F", "B", "O", "Ø", "I", "Å", "K"];
const FORMATS: &[&str] = &["pdf", "docx", "text", "doc", "html"];

pub(crate) struct Draft<'w> {
    pub(super) words: &'w Words,
    pub(super) random: Random,
    pub(super) document: Document,
    pub(super) paper: Paper,
    /// The day it is written.
    pub(super) day: Date,
    body: &'w str,
}

impl<'w> Draft<'w> {
    pub(super) fn new(words: &'w Words, mut random: Random) -> Self {
        let body = &words.bodies[random.zipf(words.bodies.len())];
        let since = i64::try_from(random.below(10_000)).unwrap_or_default();
        let day = date(1998, 1, 1).saturating_add(jiff::Span::new().days(since));
        Self {
            words,
            random,
            document: Document::default(),
            paper: Paper::default(),
            day,
            body,
        }
    }

    /// Who writes, the title, the date and the case.
    pub(super) fn head(&mut self) {
        let kind = KINDS[self.random.zipf(KINDS.len())];
        let about = self.words.compound(&mut self.random);
        let more = self.words.noun(&mut self.random);
        let title = format!("{} om {about} og {more}", capital(kind.word()));
        self.line(BlockKind::Paragraph, self.body);
        self.line(BlockKind::Heading, &title);
        self.organisation(self.body.to_owned(), OrganisationKind::Udvalg);
        let case = match self.random.percent(60) {
            true => format!("{:02}/{}", self.day.year() % 100, self.random.below(60_000)),
            false => format!("1-30-{}-{}", self.random.below(90), self.random.below(400)),
        };
        let day = spoken(self.day);
        self.line(BlockKind::Paragraph, &format!("Dato: {day}"));
        self.line(BlockKind::Paragraph, &format!("Sagsnr.: {case}"));
        self.paper.kind = kind;
        self.paper.title = Some(found(title));
        self.paper.date = Some(found(self.day));
        self.paper.case_numbers.push(found(case));
        self.issued();
    }

    /// Who sits on the body or came.
    pub(super) fn members(&mut self) {
        let kind = self.paper.kind;
        let many = match kind {
            Kind::Referat | Kind::Kommissorium | Kind::Udpegning => 2 + self.random.below(9),
            _ => self.random.below(3),
        };
        if many > 0 {
            self.line(BlockKind::Heading, "Medlemmer");
        }
        for at in 0..many {
            let role = match at {
                0 => Some(MemberRole::Formand),
                1 => Some(MemberRole::Næstformand),
                _ if self.random.percent(20) => Some(MemberRole::Suppleant),
                _ => None,
            };
            self.member(role, kind == Kind::Referat);
        }
    }

    fn member(&mut self, role: Option<MemberRole>, minutes: bool) {
        let name = self.words.person(&mut self.random);
        let politician = self.random.percent(50);
        let party = politician.then(|| PARTIES[self.random.zipf(PARTIES.len())].to_owned());
        let sender = (!politician).then(|| {
            let (name, kind) = self.any_organisation();
            self.organisation(name.clone(), kind);
            name
        });
        let attendance = minutes.then(|| match self.random.percent(85) {
            true => Attendance::Deltog,
            false => Attendance::Afbud,
        });
        let mut line = format!("- {name}");
        line.extend(party.iter().map(|party| format!(" ({party})")));
        line.extend(role.map(|role| format!(", {role}")));
        line.extend(sender.iter().map(|sender| format!(", {sender}")));
        if attendance == Some(Attendance::Afbud) {
            line.push_str(", afbud");
        }
        self.line(BlockKind::Item, &line);
        self.paper.members.push(Member {
            name: Some(name),
            role,
            party,
            organisation: sender,
            attendance,
            ..Member::default()
        });
    }

    /// Headings with prose, dates and amounts below them, until the text has so many bytes.
    pub(super) fn body(&mut self, bytes: usize) {
        for number in 1.. {
            let about = self.words.compound(&mut self.random);
            let heading = format!("{number}. {}", capital(&about));
            self.line(BlockKind::Heading, &heading);
            for _ in 0..1 + self.random.below(2) {
                let many = 2 + self.random.below(4);
                let sentences: Vec<String> = (0..many).map(|_| self.sentence()).collect();
                self.line(BlockKind::Paragraph, &sentences.join(" "));
            }
            if self.random.percent(55) {
                self.dated();
            }
            if self.random.percent(35) {
                self.amount();
            }
            if self.random.percent(40) {
                self.named();
            }
            if self.document.text.len() >= bytes {
                break;
            }
        }
    }

    /// A sentence of a subject, a verb and what else there is to say.
    fn sentence(&mut self) -> String {
        let mut sentence = capital(&self.noun());
        let many = 6 + self.random.below(12);
        for at in 1..many {
            let word = match self.random.below(20) {
                _ if at == 1 => self.words.verb(&mut self.random),
                0..10 => self.words.between(&mut self.random).to_owned(),
                10..12 => self.words.verb(&mut self.random),
                _ => self.noun(),
            };
            sentence.push_str(if self.random.percent(5) { ", " } else { " " });
            sentence.push_str(&word);
        }
        sentence.push('.');
        sentence
    }

    /// A noun, of which every fifth is a compound.
    fn noun(&mut self) -> String {
        match self.random.percent(20) {
            true => self.words.compound(&mut self.random),
            false => self.words.noun(&mut self.random),
        }
    }

    /// A sentence about an organisation.
    fn named(&mut self) {
        let (name, kind) = self.any_organisation();
        let about = self.noun();
        let line = format!("{name} har bemærkninger til {about}.");
        self.line(BlockKind::Paragraph, &line);
        self.organisation(name, kind);
    }

    /// Whom to ask.
    pub(super) fn contact(&mut self) {
        let name = self.words.person(&mut self.random);
        let mailbox = self.words.plain_noun(&mut self.random).to_owned();
        let email = format!("{mailbox}{}@eksempel.dk", self.random.below(100));
        let line = format!("Kontakt: {name}, {email}");
        self.line(BlockKind::Paragraph, &line);
        self.paper.contacts.push(Contact {
            name: Some(name),
            email: Some(email),
            ..Contact::default()
        });
    }

    fn any_organisation(&mut self) -> (String, OrganisationKind) {
        let all = &self.words.organisations;
        let (name, kind) = &all[self.random.zipf(all.len())];
        let kind = OrganisationKind::from_word(kind).unwrap_or(OrganisationKind::Andet);
        (name.clone(), kind)
    }

    fn organisation(&mut self, name: String, kind: OrganisationKind) {
        if !self.paper.organisations.iter().any(|o| o.name == name) {
            self.paper.organisations.push(Organisation {
                name,
                kind,
                rule: None,
                confidence: None,
                source: Source::default(),
            });
        }
    }

    pub(super) fn line(&mut self, kind: BlockKind, text: &str) {
        self.document.push(kind, 0, text);
    }

    /// The paper as the archive would hand it over.
    pub(super) fn entry(mut self, number: u64) -> Entry {
        let folder = self.body.replace('/', "-");
        let kind = self.paper.kind;
        let path = format!("{folder}/{}/{kind}-{number}.txt", self.day.year());
        let format = FORMATS[self.random.zipf(FORMATS.len())].to_owned();
        let record = Record {
            path,
            hash: format!("{number:064x}"),
            format,
            places: Vec::new(),
            paper: self.paper,
        };
        Entry {
            record,
            document: self.document,
            family: number,
        }
    }
}

pub(super) fn found<T>(value: T) -> Found<T> {
    Found {
        corrected: None,
        value,
        rule: None,
        confidence: None,
        source: Source::default(),
    }
}

/// A day as a paper writes it: `12. marts 2019`.
pub(super) fn spoken(day: Date) -> String {
    const MONTHS: [&str; 12] = [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let month = MONTHS[usize::from(day.month().unsigned_abs()) - 1];
    format!("{}. {month} {}", day.day(), day.year())
}
