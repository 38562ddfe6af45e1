//! Whose an e-mail address or a telephone number is.

use std::collections::BTreeSet;

use paper::{Contact, Paper, Span};

use super::{Mark, Way};
use crate::{Vocabulary, lines::Line, outline::Outline, pattern::cut};

/// A line longer than this is running text, in which only the same sentence names the owner.
const SHORT: usize = 110;

/// How far before a mark, or around it, its owner and address are looked for, in bytes.
const FAR: usize = 400;

/// The nearest place at or before a byte at which a letter begins.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How many lines above, without a gap, a name may stand: those of a signature or a form's block.
const ABOVE: usize = 6;

/// Who is behind some marks, while they are being joined.
#[derive(Default)]
struct Owner {
    name: Option<Span>,
    contact: Contact,
    first: usize,
}

/// Joins the marks of one owner into contacts, in the order of the text.
pub(super) fn join(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    marks: &[Mark],
) -> Vec<Contact> {
    let mut owners: Vec<Owner> = Vec::new();
    let mails = marks.iter().any(|mark| matches!(mark.way, Way::Email(_)));
    let names = if mails {
        named(outline, vocabulary, so_far)
    } else {
        BTreeSet::new()
    };
    for (index, mark) in marks.iter().enumerate() {
        let before = owner_of(outline, vocabulary, marks, index);
        let named = before.is_some();
        let name = before.or_else(|| by_address(outline, &names, mark));
        let value = name
            .as_ref()
            .map(|span| outline.text()[span.clone()].to_owned());
        let place = owners.iter().rposition(|owner| match &value {
            Some(name) => {
                owner.contact.name.as_ref() == Some(name) && has_room(&owner.contact, &mark.way)
            }
            None => {
                owner.name.is_none()
                    && has_room(&owner.contact, &mark.way)
                    && beside(outline, marks, index, owner.first)
            }
        });
        let known = value
            .as_ref()
            .is_some_and(|name| owners.iter().any(|o| o.contact.name.as_ref() == Some(name)));
        match place {
            Some(place) => add(&mut owners[place].contact, mark),
            None if known && repeats(&owners, mark) => {}
            None => {
                let mut owner = Owner {
                    contact: describe(outline, vocabulary, name.as_ref(), mark),
                    name,
                    first: index,
                };
                add(&mut owner.contact, mark);
                owner.contact.rule = Some(rule(outline, vocabulary, mark, named, &owner).into());
                owners.push(owner);
            }
        }
    }
    let mut contacts: Vec<Contact> = Vec::new();
    for owner in owners {
        if !contacts.iter().any(|c| same_ways(c, &owner.contact)) {
            contacts.push(owner.contact);
        }
    }
    contacts
}

/// What found a contact: its first mark, and how the owner's name was found.
fn rule(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    mark: &Mark,
    before: bool,
    owner: &Owner,
) -> &'static str {
    let labelled = || {
        let lead = &outline.text()[outline.lines[mark.line].span.start..mark.span.start];
        let labels = vocabulary.contacts.labels.captures_iter(lead);
        let label = labels.last().and_then(|found| found.get(1));
        label.is_some_and(|l| {
            vocabulary
                .contacts
                .phone
                .contains(&l.as_str().to_lowercase())
        })
    };
    match &mark.way {
        Way::Email(_) if before => "an e-mail address, and the name before it",
        Way::Email(_) if owner.name.is_some() => "an e-mail address made of the name",
        Way::Email(_) => "an e-mail address",
        Way::Phone(_) => match (labelled(), before) {
            (true, true) => "a telephone number behind a label, and the name before it",
            (true, false) => "a telephone number behind a label",
            (false, true) => "a telephone number by its form, and the name before it",
            (false, false) => "a telephone number by its form",
        },
    }
}

/// Whether a contact says nothing that another does not.
fn same_ways(known: &Contact, new: &Contact) -> bool {
    let within = |a: &Option<String>, b: &Option<String>| b.is_none() || a == b;
    within(&known.email, &new.email)
        && within(&known.phone, &new.phone)
        && within(&known.name, &new.name)
}

fn repeats(owners: &[Owner], mark: &Mark) -> bool {
    owners.iter().any(|owner| match &mark.way {
        Way::Email(value) => owner.contact.email.as_ref() == Some(value),
        Way::Phone(value) => owner.contact.phone.as_ref() == Some(value),
    })
}

fn has_room(contact: &Contact, way: &Way) -> bool {
    match way {
        Way::Email(value) => contact.email.as_ref().is_none_or(|known| known == value),
        Way::Phone(value) => contact.phone.as_ref().is_none_or(|known| known == value),
    }
}

fn add(contact: &mut Contact, mark: &Mark) {
    match &mark.way {
        Way::Email(value) => contact.email = Some(value.clone()),
        Way::Phone(value) => contact.phone = Some(value.clone()),
    }
}

/// Whether two marks without a name stand beside each other: on one line with little between, or on the lines of a block.
fn beside(outline: &Outline<'_>, marks: &[Mark], index: usize, first: usize) -> bool {
    let (mark, first) = (&marks[index], &marks[first]);
    if mark.line == first.line {
        return mark.span.start.saturating_sub(first.span.end) < 40;
    }
    let block = &outline.lines[first.line + 1..=mark.line];
    block.len() <= 3
        && block
            .iter()
            .all(|line| !line.gap && line.span.len() < SHORT)
}

/// The name before a mark: on its line, in its sentence; else above, in the lines of its block.
fn owner_of(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    marks: &[Mark],
    index: usize,
) -> Option<Span> {
    let mark = &marks[index];
    let line = &outline.lines[mark.line];
    let text = outline.text();
    let mut from = floor(
        text,
        line.span.start.max(mark.span.start.saturating_sub(FAR)),
    );
    if line.span.len() > SHORT {
        from += sentence_start(cut(text, from..mark.span.start));
    }
    if let Some(name) = last_name(vocabulary, text, from..mark.span.start) {
        return Some(name);
    }
    let long = line.span.len() > SHORT && mark.span.start - line.span.start > SHORT;
    if long || line.gap {
        return None;
    }
    above(outline, vocabulary, mark.line)
}

/// The nearest name in the short lines above, up to a gap.
fn above(outline: &Outline<'_>, vocabulary: &Vocabulary, line: usize) -> Option<Span> {
    let mut index = line;
    for _ in 0..ABOVE {
        index = index.checked_sub(1)?;
        let above: &Line = &outline.lines[index];
        if above.span.len() > SHORT {
            return None;
        }
        if let Some(name) = last_name(vocabulary, outline.text(), above.span.clone()) {
            return Some(name);
        }
        if above.gap {
            return None;
        }
    }
    None
}

/// Where the last sentence of a stretch begins.
fn sentence_start(text: &str) -> usize {
    text.rmatch_indices(['.', '?', '!'])
        .find(|(at, _)| {
            let rest = &text[at + 1..];
            let word = text[..*at].rsplit(' ').next().unwrap_or_default();
            rest.starts_with(' ')
                && rest.trim_start().starts_with(char::is_uppercase)
                && word.chars().count() > 3
        })
        .map_or(0, |(at, _)| at + 2)
}

/// The last name in a stretch that is one for sure, or that a post or a label makes one.
fn last_name(vocabulary: &Vocabulary, text: &str, span: Span) -> Option<Span> {
    let stretch = &text[span.clone()];
    let found = vocabulary.names.names(stretch);
    let name = found.into_iter().rfind(|name| {
        name.sure
            || vocabulary
                .roles
                .titles
                .before(stretch, name.span.start)
                .is_some()
            || vocabulary
                .contacts
                .owner
                .is_match(&stretch[..name.span.start])
    })?;
    Some(span.start + name.span.start..span.start + name.span.end)
}

/// The names that addresses may be made of: the members', and the sure ones of short lines; each once.
fn named(outline: &Outline<'_>, vocabulary: &Vocabulary, so_far: &Paper) -> BTreeSet<String> {
    let members = so_far
        .members
        .iter()
        .filter_map(|member| member.name.clone());
    let short = outline.lines.iter().filter(|line| line.span.len() < SHORT);
    let labelled = short.flat_map(|line| {
        let content = cut(outline.text(), line.span.clone());
        let names = vocabulary.names.names(content).into_iter();
        names
            .filter(|name| name.sure)
            .map(|name| content[name.span].to_owned())
    });
    members.chain(labelled).collect()
}

/// The person whose name the address is made of: `pia.rud@`, `agj@`, `klvi@`.
fn by_address(outline: &Outline<'_>, names: &BTreeSet<String>, mark: &Mark) -> Option<Span> {
    let Way::Email(address) = &mark.way else {
        return None;
    };
    let local = address.split('@').next()?.to_lowercase();
    if local.chars().count() < 3 {
        return None;
    }
    // A look at the first letter spares most names.
    let first = |name: &str| match name.chars().flat_map(char::to_lowercase).next() {
        Some('å' | 'æ') => Some('a'),
        Some('ø') => Some('o'),
        other => other,
    };
    let own = first(&local);
    let mut matching = names
        .iter()
        .filter(|name| first(name) == own && made_of(&local, name));
    let name = matching.next()?;
    if matching.next().is_some() {
        return None;
    }
    let start = outline.text().find(name.as_str())?;
    Some(start..start + name.len())
}

/// Whether a name's parts, cut short but in order, the first and the last among them, make the local part.
fn made_of(local: &str, name: &str) -> bool {
    let plain = |text: &str| -> String {
        text.to_lowercase()
            .replace('å', "aa")
            .replace('ø', "oe")
            .replace('æ', "ae")
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect()
    };
    let parts: Vec<String> = name
        .split([' ', '-'])
        .map(plain)
        .filter(|p| !p.is_empty())
        .collect();
    let wanted = plain(local);
    let [first, middle @ .., last] = parts.as_slice() else {
        return false;
    };
    let fits = |parts: &[&String]| {
        // Each part gives at least one letter; from the left, every split is tried.
        let mut reach = vec![0_usize];
        for part in parts {
            let mut next = Vec::new();
            for &at in &reach {
                let common = wanted[at..]
                    .bytes()
                    .zip(part.bytes())
                    .take_while(|(a, b)| a == b)
                    .count();
                next.extend((1..=common).map(|length| at + length));
            }
            next.sort_unstable();
            next.dedup();
            reach = next;
        }
        reach.contains(&wanted.len())
    };
    let all: Vec<&String> = parts.iter().collect();
    fits(&all) || (!middle.is_empty() && fits(&[first, last]))
}

/// What stands around the name and the mark: post, office, address.
fn describe(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    name: Option<&Span>,
    mark: &Mark,
) -> Contact {
    let text = outline.text();
    let mut contact = Contact {
        source: outline.source(mark.span.clone()),
        ..Contact::default()
    };
    contact.address = address_near(outline, vocabulary, mark);
    let Some(name) = name else { return contact };
    contact.name = Some(text[name.clone()].to_owned());
    let Some(index) = outline.line_at(name.start) else {
        return contact;
    };
    let line = &outline.lines[index];
    let far = floor(text, line.span.start.max(name.start.saturating_sub(FAR)));
    let lead = cut(text, far..name.start);
    let titles = &vocabulary.roles.titles;
    contact.title = titles
        .before(lead, lead.len())
        .map(|span| lead[span].to_owned());
    let far = floor(text, line.span.end.min(name.end + FAR));
    let rest = cut(text, name.end..far).trim_start_matches([',', ' ']);
    let below = outline
        .lines
        .get(index + 1)
        .filter(|below| !below.gap && rest.is_empty());
    let rest = below.map_or(rest, |below| &text[below.span.clone()]);
    let post = titles.prefix(rest);
    if contact.title.is_none() && post > 0 {
        contact.title = Some(rest[..post].to_owned());
        let office = rest[post..].trim_start_matches([',', ' ']);
        let plain = !office.is_empty() && office.len() < 60 && !office.contains([':', '@', '.']);
        contact.organisation = plain.then(|| office.to_owned());
    }
    contact
}

/// A street, a number, a postcode and a town in the lines around.
fn address_near(outline: &Outline<'_>, vocabulary: &Vocabulary, mark: &Mark) -> Option<String> {
    let text = outline.text();
    let from = mark.line.saturating_sub(4);
    let near = outline.lines.get(from..=mark.line)?.iter().rev();
    near.map(|line| {
        let first = line.span.start.max(mark.span.start.saturating_sub(FAR));
        let last = line.span.end.min(mark.span.end + FAR);
        cut(text, floor(text, first)..floor(text, last))
    })
    .filter(|content| content.bytes().any(|b| b.is_ascii_digit()))
    .find_map(|content| vocabulary.contacts.address.find(content))
    .map(|found| found.as_str().to_owned())
}
