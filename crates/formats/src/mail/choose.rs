//! Which parts of a mail are what was written, and which are files of their own.

use memchr::memmem;

use super::head::Encoding;
use super::parts::{Part, Parts};
use super::{Body, File, Letter, Meeting, calendar, charset, cms, mail_name, tnef, transfer};
use crate::Limits;

/// What a part of a group is good for as the one that is shown, the best last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    #[default]
    Other,
    Plain,
    Html,
}

/// What is known of a part by the group that it stands in.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Another part says the same better.
    is_alternative: bool,
    /// It only serves the part that is shown: a picture in it, its style.
    serves: bool,
    /// It, or what is in it, is nothing that people read: a signature, a report for machines.
    is_technical: bool,
}

/// Types that no one reads.
const TECHNICAL: &[&str] = &[
    "application/pgp-signature",
    "application/pgp-keys",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/applefile",
    "message/delivery-status",
    "message/disposition-notification",
    "message/external-body",
    "text/rfc822-headers",
    "text/x-amp-html",
];

/// Sorts the parts into a letter. Of a page that was saved as a mail only the page itself is taken.
pub(super) fn take(parts: &Parts<'_>, is_page: bool, limits: &Limits, letter: &mut Letter) {
    let list = &parts.list;
    let places = places(list);
    let mut pictures = Vec::new();
    let mut packed = Vec::new();
    for (part, place) in list.iter().zip(&places) {
        if part.is_group || place.is_technical || TECHNICAL.contains(&part.head.kind.as_str()) {
            continue;
        }
        let content = content(part, letter);
        match use_of(part, *place, is_page, !letter.bodies.is_empty()) {
            Use::Body => take_body(part, &content, letter),
            Use::Meeting(is_file) => {
                let text = charset::decode(&content, part.head.charset.as_deref());
                letter.meeting = letter.meeting.take().or_else(|| calendar::meeting(&text));
                if is_file {
                    letter.files.push(file(part, content));
                }
            }
            Use::Picture => pictures.push((part, content)),
            Use::Packed => packed.push(content),
            Use::File => letter.files.push(file(part, content)),
            Use::Nothing => {}
        }
    }
    take_pictures(pictures, letter);
    for content in packed {
        unpack(&content, limits, letter);
    }
    if letter.bodies.is_empty()
        && let Some(Meeting { words, .. }) = &letter.meeting
        && !words.is_empty()
    {
        letter.bodies.push(Body::Plain(words.clone()));
    }
}

/// What becomes of a part.
enum Use {
    Body,
    /// And whether it is a file too.
    Meeting(bool),
    /// Shown in the text, or else a file.
    Picture,
    /// Outlook's own packing of a mail.
    Packed,
    File,
    Nothing,
}

fn use_of(part: &Part<'_>, place: Place, is_page: bool, has_body: bool) -> Use {
    let head = &part.head;
    let kind = head.kind.as_str();
    let is_named = head
        .name
        .as_deref()
        .is_some_and(|name| !name.trim().is_empty());
    let is_text = matches!(
        kind,
        "" | "text/plain" | "text/html" | "text" | "text/enriched"
    ) || kind.starts_with("multipart/");
    let is_shown = is_text && !head.is_attachment && !(is_named && has_body);
    match kind {
        _ if is_page => {
            if is_shown && !place.serves && !has_body {
                Use::Body
            } else {
                Use::Nothing
            }
        }
        _ if is_shown && !place.serves => {
            if place.is_alternative {
                Use::Nothing
            } else {
                Use::Body
            }
        }
        "text/calendar" => Use::Meeting(head.is_attachment),
        "application/ms-tnef" | "application/vnd.ms-tnef" => Use::Packed,
        _ if kind.starts_with("image/") && (place.serves || head.id.is_some()) => Use::Picture,
        _ if place.serves
            && (kind.starts_with("text/") || kind.is_empty())
            && !head.is_attachment =>
        {
            Use::Nothing
        }
        // The same words in another format, such as text/watch-html.
        _ if place.is_alternative && !is_named && !head.is_attachment => Use::Nothing,
        _ => Use::File,
    }
}

/// What each part is by the groups that it stands in. Groups stand before their parts.
fn places(list: &[Part<'_>]) -> Vec<Place> {
    let shown = shown(list);
    let mut places: Vec<Place> = vec![Place::default(); list.len()];
    for (index, part) in list.iter().enumerate() {
        let Some(parent) = part.parent else { continue };
        let Some(group) = list.get(parent) else {
            continue;
        };
        let mut place = places.get(parent).copied().unwrap_or_default();
        let is_other = shown.get(parent).copied().flatten() != Some(index);
        match group.head.kind.as_str() {
            "multipart/alternative" => place.is_alternative |= is_other,
            "multipart/related" => place.serves |= is_other,
            "multipart/signed" => place.is_technical |= is_other,
            _ => {}
        }
        if let Some(known) = places.get_mut(index) {
            *known = place;
        }
    }
    places
}

/// For each group the part that is shown: of alternatives the best, and of the best the last; else the one that the
/// group names, or the first.
fn shown(list: &[Part<'_>]) -> Vec<Option<usize>> {
    let ranks = ranks(list);
    let rank = |at: usize| ranks.get(at).copied().unwrap_or_default();
    let mut shown: Vec<Option<usize>> = vec![None; list.len()];
    for (index, part) in list.iter().enumerate() {
        let Some(group) = part.parent.and_then(|parent| list.get(parent)) else {
            continue;
        };
        let Some(place) = part.parent.and_then(|parent| shown.get_mut(parent)) else {
            continue;
        };
        let start = group.head.start.as_deref();
        let is_better = match *place {
            None => true,
            Some(before) if group.head.kind == "multipart/alternative" => {
                rank(index) >= rank(before)
            }
            Some(_) => start.is_some() && part.head.id.as_deref() == start,
        };
        if is_better {
            *place = Some(index);
        }
    }
    shown
}

/// The best that each part, or a part in it, is.
fn ranks(list: &[Part<'_>]) -> Vec<Rank> {
    let mut ranks = vec![Rank::default(); list.len()];
    for (index, part) in list.iter().enumerate().rev() {
        let own = match part.head.kind.as_str() {
            _ if part.is_group || part.head.is_attachment => Rank::Other,
            "text/html" if has_words(&decoded(part).0) => Rank::Html,
            "text/plain" | "text/enriched" | "" => Rank::Plain,
            _ => Rank::Other,
        };
        let best = ranks.get(index).copied().unwrap_or_default().max(own);
        for at in [Some(index), part.parent].into_iter().flatten() {
            if let Some(rank) = ranks.get_mut(at) {
                *rank = best.max(*rank);
            }
        }
    }
    ranks
}

/// Whether HTML has words outside its tags: some is only a picture.
fn has_words(html: &[u8]) -> bool {
    let body = memmem::find(html, b"<body").or_else(|| memmem::find(html, b"<BODY"));
    let shown = html.get(body.unwrap_or(0)..).unwrap_or_default();
    shown.split(|&byte| byte == b'<').any(|run| {
        let after_tag = memchr::memchr(b'>', run).map_or(0, |end| end + 1);
        let text = run.get(after_tag..).unwrap_or_default();
        let words = text.split(|byte| byte.is_ascii_whitespace() || *byte == b'&');
        // What is left of an entity such as `&nbsp;` ends in a semicolon.
        words.filter(|word| !word.contains(&b';')).any(|word| {
            word.iter()
                .any(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
        })
    })
}

/// The bytes of a part as they were before they were written for the wire, and whether they are whole.
fn decoded(part: &Part<'_>) -> (Vec<u8>, bool) {
    match part.head.encoding {
        Encoding::Base64 => transfer::base64(part.body),
        Encoding::QuotedPrintable => (transfer::quoted_printable(part.body), true),
        Encoding::Uuencode => {
            let (_, files) = transfer::uuencoded(part.body);
            let file = files.into_iter().next();
            file.map_or_else(|| (part.body.to_vec(), false), |file| (file.bytes, true))
        }
        Encoding::Plain => (part.body.to_vec(), true),
    }
}

fn content(part: &Part<'_>, letter: &mut Letter) -> Vec<u8> {
    let (bytes, whole) = decoded(part);
    letter.recovered |= !whole;
    bytes
}

fn take_body(part: &Part<'_>, content: &[u8], letter: &mut Letter) {
    let head = &part.head;
    let declared = head.charset.as_deref();
    let body = match head.kind.as_str() {
        "text/html" => {
            let page = charset::of_page(content).filter(|_| declared.is_none());
            Body::Html(charset::decode(content, declared.or(page.as_deref())))
        }
        "text/enriched" => Body::Plain(unenriched(&charset::decode(content, declared))),
        _ => {
            let (content, files) = transfer::uuencoded(content);
            letter.files.extend(files.into_iter().map(|file| File {
                name: Some(charset::guess(&file.name)),
                kind: String::new(),
                bytes: file.bytes,
            }));
            let text = charset::decode(&content, declared);
            Body::Plain(match head.flows {
                true => transfer::flowed(&text, head.deletes_space),
                false => text,
            })
        }
    };
    if let Body::Plain(text) | Body::Html(text) = &body
        && !text.trim().is_empty()
    {
        letter.bodies.push(body);
    }
}

/// The text of RFC 1896 without its commands.
fn unenriched(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.replace("<<", "‹").chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            '‹' => plain.push('<'),
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    plain
}

fn file(part: &Part<'_>, bytes: Vec<u8>) -> File {
    let head = &part.head;
    let is_mail = matches!(head.kind.as_str(), "message/rfc822" | "message/global")
        || head.kind.is_empty() && bytes.starts_with(b"Received: ");
    let named = head.name.clone().filter(|name| !name.trim().is_empty());
    let name = named.or_else(|| is_mail.then(|| mail_name(&Parts::head(&bytes).subject)));
    File {
        name,
        kind: head.kind.clone(),
        bytes,
    }
}

/// Pictures to which no text refers are files.
fn take_pictures(pictures: Vec<(&Part<'_>, Vec<u8>)>, letter: &mut Letter) {
    for (part, content) in pictures {
        let is_shown = part.head.id.as_deref().is_some_and(|id| {
            let address = format!("cid:{id}");
            letter.bodies.iter().any(|body| match body {
                Body::Html(html) => html.contains(&address),
                _ => false,
            })
        });
        if part.head.is_attachment && !is_shown {
            letter.files.push(file(part, content));
        }
    }
}

/// Takes what Outlook has packed: the files, and the text where there is no other.
fn unpack(content: &[u8], limits: &Limits, letter: &mut Letter) {
    let Ok(inner) = tnef::letter(content, limits) else {
        letter.recovered = true;
        return;
    };
    letter.files.extend(inner.files);
    if letter.bodies.is_empty() {
        letter.bodies = inner.bodies;
    }
    letter.meeting = letter.meeting.take().or(inner.meeting);
    letter.recovered |= inner.recovered;
}

/// What the seal of a mail lets out.
pub(super) fn sealed(root: &Part<'_>) -> Option<cms::Sealed> {
    let kind = root.head.kind.as_str();
    if kind == "multipart/encrypted" {
        return Some(cms::Sealed::Encrypted);
    }
    matches!(kind, "application/pkcs7-mime" | "application/x-pkcs7-mime")
        .then(|| cms::open(&decoded(root).0))
}
