//! The fields above a mail or a part (RFC 5322, 2045, 2047, 2183, 2231).

use std::borrow::Cow;

use mail_parser::parsers::MessageStream;
use mail_parser::{
    Address, ContentType, DateTime, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders,
};

use super::{Mailbox, charset, time, words};

/// Bytes of fields that are looked at.
const LONGEST: usize = 256 << 10;

/// What the fields say.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) from: Vec<Mailbox>,
    pub(super) to: Vec<Mailbox>,
    pub(super) cc: Vec<Mailbox>,
    pub(super) bcc: Vec<Mailbox>,
    pub(super) sent: Option<DateTime>,
    pub(super) subject: String,
    /// "text/plain", in small letters; empty where none is stated.
    pub(super) kind: String,
    pub(super) charset: Option<String>,
    pub(super) boundary: Option<String>,
    /// `format=flowed`, and with it `delsp=yes`.
    pub(super) flows: bool,
    pub(super) deletes_space: bool,
    /// The part of a group of related parts that is shown, by its id.
    pub(super) start: Option<String>,
    /// What a sealed part holds: `signed-data`, `enveloped-data`.
    pub(super) sealed: Option<String>,
    pub(super) is_attachment: bool,
    pub(super) name: Option<String>,
    pub(super) id: Option<String>,
    pub(super) encoding: Encoding,
}

/// How the bytes are written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    #[default]
    Plain,
    Base64,
    QuotedPrintable,
    Uuencode,
}

impl Encoding {
    fn of(stated: &str) -> Self {
        let stated = stated.trim_matches([' ', ';', '"']).to_ascii_lowercase();
        match stated.as_str() {
            "base64" => Self::Base64,
            "quoted-printable" => Self::QuotedPrintable,
            "uuencode" | "x-uuencode" | "x-uue" => Self::Uuencode,
            _ => Self::Plain,
        }
    }
}

impl Head {
    /// Reads fields; what is not ASCII in them is decoded as any text is.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
        let text: Cow<'_, [u8]> = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.into(),
            Err(_) => charset::guess(bytes).into_bytes().into(),
        };
        let fields = words::joined(&text);
        let parsed = MessageParser::default().parse_headers(&fields);
        parsed.map_or_else(Self::default, |message| Self::told(&message))
    }

    fn told(message: &Message<'_>) -> Self {
        let part = message.root_part();
        let mut head = Self {
            from: mailboxes(message.from().or_else(|| message.sender())),
            to: mailboxes(message.to()),
            cc: mailboxes(message.cc()),
            bcc: mailboxes(message.bcc()),
            sent: message.header_raw(HeaderName::Date).and_then(time::stated),
            subject: decoded(message.subject().unwrap_or_default()),
            id: message
                .header(HeaderName::ContentId)
                .and_then(HeaderValue::as_text)
                .map(bare_id),
            ..Self::default()
        };
        if let Some(kind) = part.content_type() {
            head.take_kind(kind);
        }
        let disposition = part.content_disposition();
        head.is_attachment = disposition.is_some_and(ContentType::is_attachment);
        head.name = disposition
            .and_then(|disposition| disposition.attribute("filename"))
            .map(decoded)
            .or(head.name);
        head.encoding = part
            .content_transfer_encoding()
            .map(Encoding::of)
            .unwrap_or_default();
        head
    }

    fn take_kind(&mut self, kind: &ContentType<'_>) {
        let own = |name| kind.attribute(name).map(str::to_owned);
        self.kind = match kind.subtype() {
            Some(subtype) => format!("{}/{subtype}", kind.ctype()),
            None => kind.ctype().to_owned(),
        }
        .to_ascii_lowercase();
        self.charset = own("charset");
        self.boundary = own("boundary").filter(|boundary| !boundary.is_empty());
        let is = |name, value: &str| {
            kind.attribute(name)
                .is_some_and(|said| said.eq_ignore_ascii_case(value))
        };
        self.flows = is("format", "flowed");
        self.deletes_space = is("delsp", "yes");
        self.start = own("start").map(|id| bare_id(&id));
        self.sealed = own("smime-type").map(|kind| kind.to_ascii_lowercase());
        self.name = kind.attribute("name").map(decoded);
    }

    pub(super) fn is_multipart(&self) -> bool {
        self.kind.starts_with("multipart/")
    }
}

fn bare_id(id: &str) -> String {
    id.trim().trim_matches(['<', '>']).to_owned()
}

/// Encoded words where the parser leaves them: in file names, and where an encoder broke the rules.
fn decoded(value: &str) -> String {
    if !value.contains("=?") {
        return value.to_owned();
    }
    let line = format!("{}\n", value.replace(['\r', '\n'], " "));
    match MessageStream::new(line.as_bytes()).parse_unstructured() {
        HeaderValue::Text(text) => text.into_owned(),
        _ => value.to_owned(),
    }
}

/// The mailboxes of a field; those of a group one by one, a group without any by its name.
fn mailboxes(address: Option<&Address<'_>>) -> Vec<Mailbox> {
    let of = |name: Option<&Cow<'_, str>>, address: Option<&Cow<'_, str>>| Mailbox {
        name: name.map(|name| decoded(name)).unwrap_or_default(),
        address: address
            .map(|address| address.trim().to_owned())
            .unwrap_or_default(),
    };
    let mut found = Vec::new();
    match address {
        Some(Address::List(list)) => {
            found.extend(
                list.iter()
                    .map(|one| of(one.name.as_ref(), one.address.as_ref())),
            );
        }
        Some(Address::Group(groups)) => {
            for group in groups {
                if group.addresses.is_empty() {
                    found.push(of(group.name.as_ref(), None));
                }
                let members = group.addresses.iter();
                found.extend(members.map(|one| of(one.name.as_ref(), one.address.as_ref())));
            }
        }
        None => {}
    }
    found
}
