//! What the file says of itself: the Info dictionary, and the XMP packet where that says nothing.

use hayro_interpret::hayro_syntax::object::dict::keys::{LANG, METADATA};
use hayro_interpret::hayro_syntax::object::{Dict, Stream, String as PdfString};
use lopdf::PdfMetadata;
use paper::Properties;
use quick_xml::events::Event;

use super::glyphs::decode_text;
use super::outline;

/// An XMP packet of more bytes holds a picture or a history, not a title.
const PACKET: usize = 1 << 20;

/// What lopdf can tell without loading the objects: the Info dictionary, and how it had to repair the file.
pub(super) fn info(bytes: &[u8]) -> Option<PdfMetadata> {
    lopdf::Document::load_metadata_mem_with_password(bytes, "").ok()
}

/// The properties that Info dictionary, XMP packet and catalogue state, in this order.
pub(super) fn properties(
    info: Option<PdfMetadata>,
    catalogue: &Dict<'_>,
    pages: u32,
) -> Properties {
    let language = catalogue
        .get::<PdfString<'_>>(LANG)
        .map(|tag| decode_text(tag.as_bytes()));
    let mut properties = info.map_or_else(Properties::default, |info| Properties {
        title: stated(info.title),
        author: stated(info.author),
        subject: stated(info.subject),
        keywords: stated(info.keywords),
        created: info.creation_date.as_deref().and_then(minute),
        modified: info.modification_date.as_deref().and_then(minute),
        ..Properties::default()
    });
    properties.language = stated(language);
    properties.signed = outline::signed(catalogue);
    properties.page_labels = outline::page_labels(catalogue, pages);
    let packet = catalogue.get::<Stream<'_>>(METADATA);
    let packet = packet.filter(|packet| super::budget::is_modest(packet, PACKET));
    if let Some(packet) = packet.and_then(|packet| packet.decoded_data().ok()) {
        fill(&mut properties, &packet);
    }
    properties
}

fn stated(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

/// Fills what is not stated yet from an XMP packet (ISO 16684-1), elements and attributes alike.
fn fill(properties: &mut Properties, packet: &[u8]) {
    let Ok(packet) = std::str::from_utf8(packet) else {
        return;
    };
    let mut reader = quick_xml::Reader::from_str(packet);
    let mut within: Vec<String> = Vec::new();
    let mut value = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                value.clear();
                for attribute in tag.attributes().flatten() {
                    set(
                        properties,
                        attribute.key.as_ref(),
                        attribute.value.to_string(),
                    );
                }
                within.push(tag.name().as_ref().to_owned());
            }
            Ok(Event::Text(text)) => value.push_str(&text),
            Ok(Event::GeneralRef(name)) => {
                let known = quick_xml::escape::resolve_xml_entity(&name).map(str::to_owned);
                let number = name.resolve_char_ref().ok().flatten().map(String::from);
                value.extend(known.or(number));
            }
            Ok(Event::End(_)) => {
                let named = within.iter().rev().find(|name| !name.starts_with("rdf:"));
                if let Some(name) = named.filter(|_| within.len() < 16) {
                    set(properties, name, std::mem::take(&mut value));
                }
                within.pop();
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn set(properties: &mut Properties, name: &str, value: String) {
    let moment = || {
        value
            .get(..16)
            .filter(|_| value.contains('T'))
            .or(value.get(..10))
            .map(str::to_owned)
    };
    let (slot, value) = match name {
        "dc:title" => (&mut properties.title, Some(value)),
        "dc:creator" => (&mut properties.author, Some(value)),
        "dc:description" => (&mut properties.subject, Some(value)),
        "pdf:Keywords" => (&mut properties.keywords, Some(value)),
        "dc:language" => (&mut properties.language, Some(value)),
        "xmp:CreateDate" => (&mut properties.created, moment()),
        "xmp:ModifyDate" => (&mut properties.modified, moment()),
        _ => return,
    };
    if slot.is_none() {
        *slot = stated(value);
    }
}

/// A PDF date (`D:20210503091200+02'00'`) to the minute, by the clock of the file.
pub(super) fn minute(date: &str) -> Option<String> {
    let digits: String = date
        .trim()
        .trim_start_matches("D:")
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let part = |range: std::ops::Range<usize>, most: u8| {
        digits
            .get(range)
            .filter(|digits| digits.parse::<u8>().is_ok_and(|number| number <= most))
    };
    let (year, month, day) = (digits.get(0..4)?, part(4..6, 12)?, part(6..8, 31)?);
    Some(match (part(8..10, 23), part(10..12, 59)) {
        (Some(hour), Some(minute)) => format!("{year}-{month}-{day}T{hour}:{minute}"),
        _ => format!("{year}-{month}-{day}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_the_clock_of_the_file() {
        assert_eq!(
            minute("D:20210503091200+02'00'").as_deref(),
            Some("2021-05-03T09:12")
        );
        assert_eq!(minute("20150104").as_deref(), Some("2015-01-04"));
        assert_eq!(minute("D:20211503"), None);
        assert_eq!(minute("i går"), None);
    }

    #[test]
    fn a_packet_fills_what_the_dictionary_leaves_open() {
        let packet = "<x:xmpmeta><rdf:RDF><rdf:Description xmp:CreateDate=\"2019-02-03T10:11:12+01:00\">\
            <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Fra pakken</rdf:li></rdf:Alt></dc:title>\
            <dc:creator><rdf:Seq><rdf:li>Mose Bak</rdf:li></rdf:Seq></dc:creator>\
            </rdf:Description></rdf:RDF></x:xmpmeta>";
        let mut properties = Properties {
            title: Some("Fra opslaget".to_owned()),
            ..Properties::default()
        };
        fill(&mut properties, packet.as_bytes());
        assert_eq!(properties.title.as_deref(), Some("Fra opslaget"));
        assert_eq!(properties.author.as_deref(), Some("Mose Bak"));
        assert_eq!(properties.created.as_deref(), Some("2019-02-03T10:11"));
    }
}
