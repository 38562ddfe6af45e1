//! One line or stretch that lists people and seats: names with what stands before and after them.

use paper::{Attendance, Member, MemberRole, Span};

use super::{
    Draft,
    lead::{stands_in, unknown_post, without_post},
    parts::parts,
    qualify::qualify,
    seats,
};
use crate::Vocabulary;

/// What the place says of all who are listed there.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub(super) role: Option<MemberRole>,
    pub(super) attendance: Option<Attendance>,
    /// Who fills the seats, where the sentence before the list tells.
    pub(super) appointed_by: Option<String>,
    /// Whether any name will do, or only one that is sure.
    pub(super) anyone: bool,
    /// The rule that found the place.
    pub(super) rule: Option<&'static str>,
    /// The list letter that stands in the cell before.
    pub(super) party: Option<String>,
    /// The office that those listed come from, where nothing else is said of them.
    pub(super) office: Option<String>,
    /// The body that they sit on, where the paper names several.
    pub(super) body: Option<String>,
}

/// The people and seats of a stretch, split at commas, semicolons and `og`. Empty where it begins with neither.
pub(super) fn entries(
    text: &str,
    span: Span,
    vocabulary: &Vocabulary,
    context: &Context,
) -> Vec<Draft> {
    entries_of(text, &[span], vocabulary, context)
}

/// The people and seats of the cells of a row, or of other stretches that belong together.
pub(super) fn entries_of(
    text: &str,
    spans: &[Span],
    vocabulary: &Vocabulary,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut pending: Option<Span> = None;
    let mut told = context;
    let mut own;
    let all: Vec<Span> = spans
        .iter()
        .flat_map(|span| parts(text, span, vocabulary))
        .collect();
    for (at, part) in all.iter().cloned().enumerate() {
        let content = &text[part.clone()];
        let before = drafts.len();
        if let Some(draft) = seats::parse(text, part.clone(), vocabulary, told) {
            // `tre elever, en fra hver skole`: how they are dealt out, and no seats more.
            let dealt = draft
                .member
                .organisation
                .as_deref()
                .is_some_and(|office| office.starts_with("hver "));
            if dealt
                && drafts
                    .last()
                    .is_some_and(|last| last.member.seats.is_some())
            {
                continue;
            }
            let filled = fills(text, &part, vocabulary, &draft.member);
            drafts.push(filled.unwrap_or(draft));
        } else if at == 1
            && let ([_, _], [only]) = (all.as_slice(), drafts.as_mut_slice())
            && office_and_role(content, &only.member, vocabulary)
        {
            // Of two roles the one in the bracket is that on the body.
            let post = only.member.role.take();
            let before = &text[all[0].start..only.span.start];
            if post.is_some() && only.member.title.is_none() {
                only.member.title = Some(before.trim().to_owned()).filter(|t| !t.is_empty());
            }
            qualify(&mut only.member, content, vocabulary);
        } else if let Some(draft) = person(
            text,
            &part,
            vocabulary,
            told,
            drafts.last(),
            pending.clone(),
        ) {
            drafts.push(draft);
            drafts.extend(in_brackets(text, &part, vocabulary));
        } else if drafts.is_empty() && vocabulary.roles.is_vacant(content) {
            drafts.push(vacant(text, part, told));
        } else if let Some(office) =
            waiting(content, vocabulary).filter(|_| drafts.is_empty() && context.anyone)
        {
            let mut draft = vacant(text, part, told);
            draft.member.organisation = Some(office.to_owned());
            drafts.push(draft);
        } else if let Some(of_both) = content.strip_prefix("begge ")
            && drafts.len() > 1
        {
            let both = drafts.len() - 2;
            for draft in drafts.iter_mut().skip(both) {
                qualify(&mut draft.member, of_both, vocabulary);
            }
        } else if let Some(last) = drafts.last_mut() {
            if !seats::adds_house(&mut last.member, content) {
                qualify(&mut last.member, content, vocabulary);
            }
            drafts.extend(in_brackets(text, &part, vocabulary));
        } else if vocabulary.roles.titles.prefix(content) == content.len() && !content.is_empty() {
            pending = Some(pending.map_or(part.start, |p| p.start)..part.end);
            continue;
        } else if let Some(role) = vocabulary.roles.exactly(content) {
            // `Fmd.   Ida Bro`: a role in a column of its own.
            own = Context {
                role: Some(role),
                ..context.clone()
            };
            told = &own;
            continue;
        } else {
            break;
        }
        if drafts.len() > before {
            pending = None;
            told = context;
        }
    }
    for draft in &mut drafts {
        let known = &mut draft.member.organisation;
        *known = known.take().or_else(|| context.office.clone());
    }
    // A seat that nobody fills is told where its office or its role is.
    drafts.retain(|draft| {
        let member = &draft.member;
        let whose = member.organisation.is_some() || member.title.is_some();
        member.name.is_some() || member.seats.is_some() || member.role.is_some() || whose
    });
    drafts
}

/// `Kystens Erhvervsråd (sekretær)`, behind someone of whom no office is told and alone with him: his office and role.
fn office_and_role(content: &str, known: &Member, vocabulary: &Vocabulary) -> bool {
    let Some((office, said)) = content
        .strip_suffix(')')
        .and_then(|content| content.rsplit_once(" ("))
    else {
        return false;
    };
    let led = known.title.is_some() || known.role.is_some();
    let person = || vocabulary.names.names(office).iter().any(|name| name.sure);
    led && known.name.is_some()
        && known.organisation.is_none()
        && office.starts_with(char::is_uppercase)
        && vocabulary.roles.exactly(said).is_some()
        && !person()
}

/// `Klitlauget (navn følger)`: the office whose seat nobody fills yet.
fn waiting<'c>(content: &'c str, vocabulary: &Vocabulary) -> Option<&'c str> {
    let (office, said) = content.strip_suffix(')')?.rsplit_once(" (")?;
    let named = office.starts_with(char::is_uppercase) && office.len() < 70;
    let named = named && !office.starts_with("For ") && !office.ends_with(':');
    (named && vocabulary.roles.is_vacant(said)).then_some(office)
}

/// `Vakant`, `n.n.`, where a name would stand.
fn vacant(text: &str, part: Span, context: &Context) -> Draft {
    let word = text[part.clone()].split(" (").next().unwrap_or_default();
    Draft {
        member: Member {
            role: context.role,
            body: context.body.clone(),
            rule: Some("a seat that nobody fills yet".into()),
            ..Member::default()
        },
        span: part.start..part.start + word.len(),
    }
}

/// Who fills a seat, where its line names one behind a dash.
fn fills(text: &str, part: &Span, vocabulary: &Vocabulary, seat: &Member) -> Option<Draft> {
    let one = seat.seats.as_ref().is_some_and(|seats| seats.max == 1);
    let office = seat.organisation.clone().filter(|_| one)?;
    let at = part.start + seats::filled_by(&text[part.clone()])?;
    let context = Context {
        role: seat.role,
        anyone: true,
        ..Context::default()
    };
    let mut draft = person(text, &(at..part.end), vocabulary, &context, None, None)?;
    draft.member.organisation.get_or_insert(office);
    draft.member.appointed_by = seat.appointed_by.clone();
    Some(draft)
}

/// A person: role or post, name, and what follows the name within the part.
fn person(
    text: &str,
    part: &Span,
    vocabulary: &Vocabulary,
    context: &Context,
    previous: Option<&Draft>,
    pending: Option<Span>,
) -> Option<Draft> {
    let words = &vocabulary.roles;
    let mut content = &text[part.clone()];
    let mut start = part.start;
    let mut member = Member {
        role: context.role,
        attendance: context.attendance,
        rule: context.rule.map(Into::into),
        party: context.party.clone(),
        body: context.body.clone(),
        ..Member::default()
    };
    if let Some(rest) = list_letter(content) {
        member.party = Some(
            content[..content.len() - rest.len()]
                .trim_matches([' ', '-', '–', ':', '\t'])
                .to_owned(),
        );
        start += content.len() - rest.len();
        content = rest;
    }
    let name = vocabulary.names.names(content).into_iter().next()?;
    let name = without_post(content, name, vocabulary);
    let lead = content[..name.span.start].trim();
    let known = words.titles.before(content, name.span.start);
    // In a list all the small words before a name are the person's post.
    let listed = context.anyone && name.sure;
    let post = listed
        .then(|| unknown_post(content, name.span.start))
        .flatten()
        .filter(|all| known.as_ref().is_none_or(|known| known.start > all.start))
        .or(known);
    let title = lead_in(
        lead,
        &mut member,
        vocabulary,
        post.map(|span| &content[span]),
        pending.map(|span| &text[span]),
    )?;
    // A capitalised pair of words after a comma is an office rather than a person, unless it is surely a name.
    let office = previous
        .is_some_and(|last| last.member.organisation.is_none() && last.member.name.is_some());
    if !name.sure
        && title.is_none()
        && (!context.anyone || office && !content[name.span.end..].trim_start().starts_with('('))
    {
        return None;
    }
    if !name.sure && is_office(vocabulary, content) {
        return None;
    }
    member.title = title;
    member.name = Some(content[name.span.clone()].to_owned());
    let behind = before_another(&content[name.span.end..], vocabulary);
    qualify(&mut member, behind, vocabulary);
    if member.organisation.is_none() {
        member.organisation = member.title.as_deref().and_then(office_in_title);
    }
    Some(Draft {
        member,
        span: start + name.span.start..start + name.span.end,
    })
}

/// What is told of one person, without `med Ida Bro som stedfortræder`.
fn before_another<'r>(rest: &'r str, vocabulary: &Vocabulary) -> &'r str {
    let Some((told, other)) = rest.split_once(" med ") else {
        return rest;
    };
    let name = vocabulary.names.names(other).into_iter().next();
    match name.filter(|name| name.sure && name.span.start < 40) {
        Some(_) => told,
        None => rest,
    }
}

/// `F - Ida Bro`: the rest after a list letter.
pub(super) fn list_letter(content: &str) -> Option<&str> {
    let first = content.chars().next().filter(|c| c.is_uppercase())?;
    let rest = &content[first.len_utf8()..];
    [" - ", " – ", ": ", "  ", "\t"]
        .iter()
        .find_map(|joint| rest.strip_prefix(joint))
        .map(str::trim_start)
}

/// What stands before a name: a role, a post, both or nothing; `None` where it is something else.
fn lead_in(
    lead: &str,
    member: &mut Member,
    vocabulary: &Vocabulary,
    post: Option<&str>,
    pending: Option<&str>,
) -> Option<Option<String>> {
    let words = &vocabulary.roles;
    let lead = lead.trim_end_matches([':', '–', '-', ' ']).trim();
    let lead = without_address(lead);
    let lead = lead.strip_prefix("v/").unwrap_or(lead).trim();
    let lead = lead.strip_prefix("ved ").unwrap_or(lead);
    if lead.is_empty() {
        return Some(pending.map(str::to_owned));
    }
    let rest = post.map_or(lead, |post| {
        let post = without_address(post);
        lead.strip_suffix(post).unwrap_or(lead).trim()
    });
    let rest = rest.trim_end_matches([':', ',']).trim();
    if let Some(office) = represented(rest) {
        // `Havnerådet deltager som observatør ved`
        let takes_part = office
            .split_once(" deltager som ")
            .and_then(|(office, role)| Some((office, words.exactly(role)?)));
        member.role = takes_part.map(|(_, role)| role).or(member.role);
        member.organisation = Some(takes_part.map_or(office, |(office, _)| office).to_owned());
    } else if words.is_party(rest.trim_matches(['(', ')'])) {
        member.party = Some(rest.trim_matches(['(', ')']).to_owned());
    } else if stands_in(rest) {
        member.role = Some(MemberRole::Suppleant);
        member.attendance = member.attendance.and(Some(Attendance::Deltog));
    } else if !is_filler(rest) {
        let role = words.role(rest)?;
        member.role = Some(role);
    }
    let Some(post) = post.map(without_address) else {
        return Some(None);
    };
    let labelled = matches!(
        member.role,
        Some(MemberRole::Sekretær | MemberRole::Suppleant | MemberRole::Observatør)
    );
    match words.exactly(post) {
        // `Sekretariat: projektleder Ida Bro`: the label says the role, and the word is the person's post.
        Some(role) if !labelled || member.role == Some(role) => {
            member.role = Some(role);
            Some(None)
        }
        _ => Some(Some(match pending {
            Some(pending) => format!("{pending}, {post}"),
            None => post.to_owned(),
        })),
    }
}

/// How people are spoken of before their names.
const ADDRESS: [&str; 8] = ["fru", "hr", "hr.", "frk", "frk.", "frøken", "herr", "dhrr."];

/// The words before a name, without `fru` and `hr.` right before it.
pub(super) fn without_address(lead: &str) -> &str {
    let last = lead.rsplit(' ').next().unwrap_or(lead);
    if ADDRESS.contains(&last.to_lowercase().as_str()) {
        lead[..lead.len() - last.len()].trim_end()
    } else {
        lead
    }
}

/// `Kystkontoret ved`, `Kystkontoret v/`: the office for which the person that follows comes.
pub(super) fn represented(lead: &str) -> Option<&str> {
    let office = [" ved", " v/", " v.", ", ved", ", v/", " repræsenteret ved"]
        .iter()
        .find_map(|joint| lead.strip_suffix(joint))?
        .trim();
    let told = [" er ", " har ", " ligger ", " varetages "]
        .iter()
        .any(|verb| office.contains(verb));
    (office.starts_with(char::is_uppercase) && office.len() < 90 && !told).then_some(office)
}

/// Words that may stand before a person in a list and tell nothing of who it is: `under pkt. 3`, `samt`.
pub(super) fn is_filler(lead: &str) -> bool {
    const FILLERS: [&str; 20] = [
        "under",
        "pkt",
        "punkt",
        "punkterne",
        "og",
        "samt",
        "desuden",
        "endvidere",
        "også",
        "i",
        "til",
        "p.t",
        "pt",
        "bl.a",
        "nemlig",
        "herunder",
        "både",
        "derudover",
        "sag",
        "fra",
    ];
    lead.split_whitespace().all(|word| {
        let bare = word.trim_end_matches(['.', ',', ':']);
        bare.chars()
            .all(|c| c.is_ascii_digit() || "-–.".contains(c))
            || FILLERS.contains(&bare.to_lowercase().as_str())
    })
}

/// People whom a bracket behind someone names: `(stedfortræder: Ida Bro)`, `(i hans sted mødte Ove Lund)`.
fn in_brackets(text: &str, part: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    let content = &text[part.clone()];
    let open = content.find('(')? + 1;
    let inner = &content[open..open + super::prose::bracketed(&content[open..])?];
    let name = vocabulary.names.names(inner).into_iter().next()?;
    let lead = inner[..name.span.start].to_lowercase();
    let came = [" mødt", " delt", " kom "]
        .iter()
        .any(|verb| lead.contains(verb));
    let stands_in = stands_in(&lead)
        || lead.len() < 40
            && ["stedfortr", "suppl", "vikar", "afløses af", "afløst af"]
                .iter()
                .any(|word| lead.contains(word));
    if !(came && lead.starts_with("i ") || stands_in) {
        return None;
    }
    let mut member = Member {
        name: Some(inner[name.span.clone()].to_owned()),
        role: stands_in.then_some(MemberRole::Suppleant),
        attendance: came.then_some(Attendance::Deltog),
        title: vocabulary
            .roles
            .titles
            .before(inner, name.span.start)
            .map(|post| inner[post].to_owned()),
        ..Member::default()
    };
    qualify(&mut member, &inner[name.span.end..], vocabulary);
    let at = part.start + open;
    Some(Draft {
        member,
        span: at + name.span.start..at + name.span.end,
    })
}

/// `PLO-formand`: the office that a post names.
fn office_in_title(title: &str) -> Option<String> {
    let (office, _) = title.split_once('-')?;
    // `AC-medarbejder`, `IT-chef`: a kind of post.
    let kind = matches!(
        office,
        "AC" | "IT" | "EDB" | "HR" | "PR" | "GIS" | "HK" | "MED" | "SOSU"
    );
    let capital = !kind && office.chars().count() >= 2 && office.chars().all(char::is_uppercase);
    capital.then(|| office.to_owned())
}

/// Whether the words name an office: known to the lexicon, or built like one.
fn is_office(vocabulary: &Vocabulary, content: &str) -> bool {
    crate::organisations::knows(content.trim(), vocabulary)
}
