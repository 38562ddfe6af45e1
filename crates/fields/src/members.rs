//! Who sits on the body, or took part in the meeting.
//!
//! People and seats are read from tables (`table`), from labels and lists (`lists`), from sentences (`prose`) and from the
//! fields of an application (`project`); one line of them all is read by `entry`, a seat without a name by `seats`.
//! What is told of one person in several places is one member.

mod attendance;
mod below_name;
mod chosen;
mod dealt;
mod entry;
mod enumeration;
mod first_names;
mod initials;
mod items;
mod joins;
mod labelled;
mod labels;
mod layout;
mod lead;
mod legend;
mod lists;
mod partners;
mod parts;
mod patterns;
mod project;
mod project_told;
mod prose;
mod qualify;
mod rows;
mod runs;
mod seats;
mod secretariat;
mod sent;
mod sides;
mod signer;
mod table;
mod told;
mod within;
mod words;

use paper::{Attendance, Kind, Member, MemberRole, Paper, Span};

use crate::{Vocabulary, outline::Outline};

pub(crate) use words::Words;

/// A member as one place of the paper tells it.
#[derive(Debug, Clone)]
struct Draft {
    member: Member,
    span: Span,
}

pub(crate) fn find(outline: &Outline<'_>, vocabulary: &Vocabulary, so_far: &Paper) -> Vec<Member> {
    let mut drafts = Vec::new();
    if so_far.kind == Kind::Ansøgning {
        drafts.extend(project::read(outline, vocabulary));
        drafts.extend(project_told::told(
            outline,
            vocabulary,
            so_far.fields.is_empty(),
        ));
    } else {
        drafts.extend(table::read(outline, vocabulary));
        drafts.extend(attendance::read(outline, vocabulary, so_far.kind));
    }
    drafts.extend(lists::read(outline, vocabulary, so_far.kind));
    let mut prose = prose::read(outline, vocabulary, so_far.kind);
    if so_far.kind == Kind::Ansøgning {
        // The form's field says better than a sentence what someone is to the project.
        let asked = |new: &Draft| {
            drafts
                .iter()
                .any(|known| known.member.name == new.member.name)
        };
        prose
            .told
            .retain(|draft| draft.member.name.is_none() || !asked(draft));
    }
    drafts.extend(prose.told);
    drafts.extend(signer::read(outline, vocabulary));
    if so_far.kind != Kind::Ansøgning {
        let alike = runs::read(outline, vocabulary, so_far.kind, &drafts);
        drafts.extend(alike);
        drafts.extend(enumeration::read(outline, vocabulary, so_far.kind));
    }
    if !matches!(so_far.kind, Kind::Referat | Kind::Dagsorden) {
        drafts.extend(signer::of_project(outline, vocabulary));
    }
    // What is only mentioned counts where the paper tells nothing more exact: of seats, or of anybody.
    let nobody = drafts.is_empty();
    let unseated = drafts.iter().all(|draft| draft.member.seats.is_none());
    drafts.extend(prose.mentioned.into_iter().filter(|draft| {
        nobody || unseated && draft.member.seats.is_some() && draft.member.organisation.is_some()
    }));
    let minutes = so_far.kind == Kind::Referat;
    let legend = legend::Legend::of(outline, vocabulary);
    let mut members: Vec<Draft> = Vec::new();
    drafts.sort_by_key(|draft| draft.span.start);
    for mut draft in drafts {
        legend.explains(&mut draft.member);
        if !minutes && draft.member.attendance == Some(Attendance::Deltog) {
            draft.member.attendance = None;
        }
        match members
            .iter_mut()
            .find(|known| is_same(&known.member, &draft.member, &known.span, &draft.span))
        {
            Some(known) => {
                let project = known.member.role.filter(|role| {
                    so_far.kind == Kind::Ansøgning && *role == MemberRole::Projektejer
                });
                merge(&mut known.member, draft.member);
                known.member.role = project.or(known.member.role);
            }
            None => members.push(draft),
        }
    }
    initials::read(outline, vocabulary, so_far.kind, &mut members);
    first_names::join(outline, vocabulary, so_far.kind, &mut members);
    for Draft { member, .. } in &mut members {
        let listed = plainly(member);
        member.rule.get_or_insert(listed.into());
    }
    let filled = filled(&members);
    members
        .into_iter()
        .filter(|draft| !filled.contains(&draft.span))
        .map(|draft| Member {
            source: outline.source(draft.span),
            name: draft.member.name.map(on_one_line),
            organisation: draft.member.organisation.map(on_one_line),
            title: draft.member.title.map(on_one_line),
            appointed_by: draft.member.appointed_by.map(on_one_line),
            ..draft.member
        })
        .collect()
}

/// The rule of whoever is only listed.
fn plainly(member: &Member) -> &'static str {
    match (&member.attendance, &member.seats, &member.name) {
        (Some(_), ..) => "who came and who did not",
        (_, Some(_), _) => "a seat in a list",
        (.., Some(_)) => "a name in a list or a sentence of members",
        _ => "an office in a list of members",
    }
}

/// The words without the break of a line.
fn on_one_line(words: String) -> String {
    if words.contains(['\n', '\t', '\u{c}']) {
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        words
    }
}

/// The chair's seat, where someone is named who fills it.
fn filled(members: &[Draft]) -> Vec<Span> {
    let chair = |draft: &&Draft| {
        matches!(
            draft.member.role,
            Some(MemberRole::Formand | MemberRole::Næstformand)
        )
    };
    let seats = members
        .iter()
        .filter(chair)
        .filter(|draft| draft.member.name.is_none());
    seats
        .filter(|seat| {
            let named = |other: &Draft| {
                other.member.name.is_some() && other.member.role == seat.member.role
            };
            seat.member.organisation.is_none()
                && seat.member.title.is_none()
                && members.iter().any(named)
        })
        .map(|seat| seat.span.clone())
        .collect()
}

/// The same person by name; the same seat where it is told at the same place or serves as secretariat.
fn is_same(known: &Member, new: &Member, at: &Span, new_at: &Span) -> bool {
    match (&known.name, &new.name) {
        (Some(a), Some(b)) => {
            a == b && (known.body.is_none() || new.body.is_none() || known.body == new.body)
        }
        (None, None) => {
            let office = known.organisation == new.organisation && known.title == new.title;
            let overlap = at.start < new_at.end && new_at.start < at.end;
            office && known.role == new.role && known.seats == new.seats
                || overlap
                    && (known.seats.is_none() || new.seats.is_none() || known.seats == new.seats)
        }
        _ => false,
    }
}

/// What the later place adds: roles in the body outweigh roles of a meeting, apologies outweigh presence.
fn merge(known: &mut Member, new: Member) {
    if rank(new.role) < rank(known.role) {
        known.role = new.role;
        if let Some((first, second)) = known.rule.as_mut().zip(new.rule.as_ref())
            && first != second
        {
            *first = format!("{first}; the role by {second}").into();
        }
    }
    if matches!(
        new.attendance,
        Some(Attendance::Afbud | Attendance::Fraværende)
    ) || known.attendance.is_none()
    {
        known.attendance = new.attendance.or(known.attendance);
    }
    known.title = known.title.take().or(new.title);
    known.organisation = known.organisation.take().or(new.organisation);
    known.party = known.party.take().or(new.party);
    known.appointed_by = known.appointed_by.take().or(new.appointed_by);
    known.body = known.body.take().or(new.body);
}

/// Which of two roles says more of who sits where.
fn rank(role: Option<MemberRole>) -> usize {
    use MemberRole::{
        Formand, Gæst, Medlem, Næstformand, Observatør, Ordstyrer, Projektejer, Projektleder,
        Referent, Sekretær, Suppleant, Tovholder,
    };
    [
        Formand,
        Næstformand,
        Suppleant,
        Observatør,
        Projektejer,
        Referent,
        Projektleder,
        Tovholder,
        Sekretær,
        Ordstyrer,
        Gæst,
        Medlem,
    ]
    .iter()
    .position(|known| Some(*known) == role)
    .unwrap_or(12)
}
