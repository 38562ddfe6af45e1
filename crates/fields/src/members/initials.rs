//! Roles that minutes give to initials: `Ordstyrer: IB / Referent: OVL`.

use paper::{Kind, MemberRole};

use super::{Draft, labels::label_of, layout, merge, qualify::is_initials_of};
use crate::{Vocabulary, outline::Outline};

/// Gives the members the roles that labels give to their initials.
pub(super) fn read(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    kind: Kind,
    members: &mut [Draft],
) {
    const LONG: usize = 200;
    /// How many roles a paper gives to initials.
    const MOST: usize = 40;
    let mut given = 0;
    let text = outline.text();
    let mut asked = Vec::new();
    for line in &outline.lines {
        asked.clear();
        let content = &text[line.span.clone()];
        let capitals = content.as_bytes().windows(2);
        let mut capitals = capitals.filter(|pair| pair.iter().all(u8::is_ascii_uppercase));
        if content.len() > LONG
            || given >= MOST
            || capitals.next().is_none()
            || !content.contains([':', '\t'])
        {
            continue;
        }
        if let [label, value] = layout::columns(text, &line.span).as_slice() {
            asked.push((&text[label.clone()], &text[value.clone()]));
        }
        for piece in content.split(['/', ';', ',', '|', '·', '(']) {
            asked.extend(piece.split_once(':'));
        }
        for (label, value) in asked.drain(..) {
            let value = value.trim().trim_end_matches(['.', ')']);
            if is_initials(value)
                && let Some(label) = label_of(label.trim_end_matches(':'), vocabulary, kind)
                && let Some(role) = label.role
            {
                given += 1;
                tell(text, members, role, value);
            }
        }
    }
}

/// Two to five capitals.
fn is_initials(value: &str) -> bool {
    (2..=5).contains(&value.chars().count()) && value.chars().all(char::is_uppercase)
}

/// Gives a role to whom the initials are, where that is one person alone.
fn tell(text: &str, members: &mut [Draft], role: MemberRole, letters: &str) {
    if let Some(draft) = whose(text, members, letters) {
        give(draft, role);
    }
}

/// Gives a role to a member, unless the member leads the body.
pub(super) fn give(draft: &mut Draft, role: MemberRole) {
    let told = paper::Member {
        role: Some(role),
        ..paper::Member::default()
    };
    // Who takes the minutes or leads the meeting sits there as something else too, which says more.
    let sits = matches!(
        draft.member.role,
        Some(MemberRole::Formand | MemberRole::Næstformand)
    );
    if !sits {
        merge(&mut draft.member, told);
    }
}

/// The one whose line holds the initials, or whose name alone has those letters.
fn whose<'m>(text: &str, members: &'m mut [Draft], letters: &str) -> Option<&'m mut Draft> {
    /// How far behind a name its initials stand at most.
    const NEAR: usize = 120;
    let beside = |draft: &Draft| {
        let end = draft.span.end;
        let near = text[end..].char_indices().nth(NEAR);
        let rest = near.map_or(&text[end..], |(at, _)| &text[end..end + at]);
        let line = rest.lines().next().unwrap_or_default();
        draft.member.name.is_some()
            && line
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .take(8)
                .any(|word| word == letters)
    };
    let of_name = |draft: &Draft| is_initials_of(letters, draft.member.name.as_deref());
    let one = |is: &dyn Fn(&Draft) -> bool| {
        let mut found = members.iter().enumerate().filter(|(_, draft)| is(draft));
        let (at, _) = found.next()?;
        found.next().is_none().then_some(at)
    };
    let at = one(&beside).or_else(|| one(&of_name))?;
    members.get_mut(at)
}
