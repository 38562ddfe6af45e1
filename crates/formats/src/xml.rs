//! XML as a run of balanced tokens, whatever the file does.
//!
//! Elements are told by their local names, so that the strict and the transitional namespaces are one. What is not
//! closed is closed at the end, what is closed twice is ignored: those who listen may count on balance. Nothing
//! recurses, and no entity of a file's own is expanded.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

mod tag;

pub(crate) mod source;

use self::source::{Budget, Source};
pub(crate) use self::tag::Tag;

/// Elements open at once beyond which a part is given up.
const DEEPEST: usize = 1 << 20;

/// How far up a wrong end tag is looked for.
const REPAIR: usize = 64;

/// An element as it opens.
pub(crate) struct Element<'x>(&'x BytesStart<'x>);

impl Element<'_> {
    /// Whether its local name is this one, where several are one to most readers.
    pub(crate) fn is_named(&self, local: &str) -> bool {
        self.0.local_name().as_ref() == local
    }

    /// What the first attribute gives of whose local name and value something can be made.
    pub(crate) fn find<T>(&self, made: impl Fn(&str, &str) -> Option<T>) -> Option<T> {
        let attributes = self.0.attributes();
        let mut attributes = attributes;
        attributes
            .with_checks(false)
            .flatten()
            .find_map(|one| made(one.key.local_name().as_ref(), &one.value))
    }

    /// The value of the first attribute of that local name.
    pub(crate) fn attribute(&self, local: &str) -> Option<Cow<'_, str>> {
        let found = self
            .0
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|one| one.key.local_name().as_ref() == local)?;
        Some(match found.normalized_value(XmlVersion::Implicit1_0) {
            Ok(value) => value,
            // An entity that nothing defines: the value stays as it is written.
            Err(_) => found.value,
        })
    }

    /// The `val` attribute, which most properties have.
    pub(crate) fn value(&self) -> Option<Cow<'_, str>> {
        self.attribute("val")
    }

    /// Whether a property that can be switched is on (ECMA-376 part 1, 17.17.4): it is where no value is given.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(
            self.value().as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }

    /// An attribute that is a number.
    pub(crate) fn number<T: std::str::FromStr>(&self, local: &str) -> Option<T> {
        self.attribute(local)?.trim().parse().ok()
    }
}

/// What comes next.
pub(crate) enum Token<'x> {
    /// An element opens; `Close` follows, also where it is empty.
    Open {
        /// Which.
        tag: Tag,
        /// The element that it stands in.
        parent: Tag,
        /// Its attributes.
        element: Element<'x>,
    },
    /// An element closes.
    Close(Tag),
    /// Characters, references resolved; one text may come in several.
    Text {
        /// The element that they stand in.
        parent: Tag,
        /// The characters.
        text: &'x str,
    },
}

/// What to do after an element has opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Go into it.
    Enter,
    /// Leave it out with all that is in it; it will not be closed either.
    Skip,
}

/// Reads a part to its end, or to where it is damaged, which the budget then knows.
pub(crate) fn each(source: Source<'_>, budget: &Budget, mut listen: impl FnMut(Token<'_>) -> Step) {
    let mut reader = Reader::from_reader(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open = Open {
        tags: Vec::new(),
        skipped: None,
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let whole = match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => open.open(&start, &mut listen),
            Ok(Event::Empty(start)) => {
                let opened = open.open(&start, &mut listen);
                open.pop(&mut listen);
                opened
            }
            Ok(Event::End(end)) => open.close(Tag::of(end.local_name().as_ref()), &mut listen),
            Ok(Event::Text(text)) => open.text(&text.xml10_content(), &mut listen),
            Ok(Event::CData(text)) => open.text(&text.xml10_content(), &mut listen),
            Ok(Event::GeneralRef(reference)) => {
                let resolved = resolve(&reference);
                open.text(&resolved, &mut listen)
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => true,
        };
        if !whole {
            budget.note_damage();
        }
        if open.tags.len() > DEEPEST {
            break;
        }
    }
    if !open.tags.is_empty() {
        budget.note_damage();
    }
    while !open.tags.is_empty() {
        open.pop(&mut listen);
    }
}

/// A character reference, one of XML's five names, or the reference as it is written.
fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Cow<'static, str> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Cow::Owned(c.to_string());
    }
    match &**reference {
        "amp" => Cow::Borrowed("&"),
        "lt" => Cow::Borrowed("<"),
        "gt" => Cow::Borrowed(">"),
        "quot" => Cow::Borrowed("\""),
        "apos" => Cow::Borrowed("'"),
        other => Cow::Owned(format!("&{other};")),
    }
}

/// The elements that are open.
struct Open {
    tags: Vec<Tag>,
    /// How many were open when the one opened that is left out.
    skipped: Option<usize>,
}

impl Open {
    fn parent(&self) -> Tag {
        self.tags.last().copied().unwrap_or(Tag::Other)
    }

    fn open(&mut self, start: &BytesStart<'_>, listen: &mut impl FnMut(Token<'_>) -> Step) -> bool {
        let tag = Tag::of(start.local_name().as_ref());
        let parent = self.parent();
        self.tags.push(tag);
        if self.skipped.is_none() {
            let element = Element(start);
            let token = Token::Open {
                tag,
                parent,
                element,
            };
            if listen(token) == Step::Skip {
                self.skipped = Some(self.tags.len() - 1);
            }
        }
        true
    }

    fn pop(&mut self, listen: &mut impl FnMut(Token<'_>) -> Step) {
        let Some(tag) = self.tags.pop() else {
            return;
        };
        match self.skipped {
            None => {
                listen(Token::Close(tag));
            }
            Some(depth) if depth == self.tags.len() => self.skipped = None,
            Some(_) => {}
        }
    }

    /// Closes what stands open above the nearest element of that name, and it; says whether nothing did.
    fn close(&mut self, tag: Tag, listen: &mut impl FnMut(Token<'_>) -> Step) -> bool {
        let above = self.tags.iter().rev().take(REPAIR).position(|&t| t == tag);
        for _ in 0..above.map_or(0, |above| above + 1) {
            self.pop(listen);
        }
        above == Some(0)
    }

    fn text(&mut self, text: &str, listen: &mut impl FnMut(Token<'_>) -> Step) -> bool {
        if self.skipped.is_none() && !text.is_empty() {
            let parent = self.parent();
            listen(Token::Text { parent, text });
        }
        true
    }
}
