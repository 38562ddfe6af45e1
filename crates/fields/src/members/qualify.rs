//! What stands behind a name: party, role, post, office, attendance, who appointed.

use paper::{Member, MemberRole};

use crate::Vocabulary;

/// Adds what a stretch after a name says: party, role, post, office, attendance, who appointed.
pub(super) fn qualify(member: &mut Member, rest: &str, vocabulary: &Vocabulary) {
    for piece in pieces(rest) {
        qualifier(member, piece, vocabulary);
    }
}

/// What stands in brackets, and what stands between commas, dashes and the brackets.
fn pieces(rest: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        let dash = depth == 0
            && "-–".contains(c)
            && rest[..at].ends_with(' ')
            && rest[at + c.len_utf8()..].starts_with(' ');
        let cut = match c {
            '(' => {
                depth += 1;
                depth == 1
            }
            ')' => {
                depth = depth.saturating_sub(1);
                depth == 0
            }
            ',' | ';' | '\t' => true,
            _ => dash,
        };
        if cut {
            pieces.push(&rest[from..at]);
            from = at + c.len_utf8();
        }
    }
    pieces.push(&rest[from..]);
    pieces
}

fn qualifier(member: &mut Member, piece: &str, vocabulary: &Vocabulary) {
    let words = &vocabulary.roles;
    let piece = piece
        .trim()
        .trim_end_matches('.')
        .trim_start_matches([':', ' ']);
    let piece = [
        "som repræsentant for ",
        "som ",
        "er ",
        "og ",
        "valgt som ",
        "udpeget som ",
    ]
    .iter()
    .find_map(|p| piece.strip_prefix(p))
    .unwrap_or(piece)
    .trim();
    if piece.is_empty() || is_initials_of(piece, member.name.as_deref()) {
        return;
    }
    if words.is_party(piece) {
        member.party.get_or_insert_with(|| piece.to_owned());
        return;
    }
    if let Some(found) = words
        .appointed
        .find(piece)
        .filter(|found| found.start() == 0)
    {
        let who = up_to_clause(&piece[found.end()..]);
        member.appointed_by = Some(who.to_owned());
        return;
    }
    let also = piece
        .strip_prefix("der ")
        .or(piece.strip_prefix("som "))
        .map(|rest| rest.rsplit(' ').next().unwrap_or(rest));
    if let Some(role) = words.role(also.unwrap_or(piece)) {
        member.role = Some(role);
        return;
    }
    if let Some(attendance) = words.remark(piece) {
        member.attendance = Some(attendance);
        return;
    }
    if for_another(piece) {
        member.role.get_or_insert(MemberRole::Suppleant);
        return;
    }
    if only_a_point(piece) {
        member.role.get_or_insert(MemberRole::Gæst);
        return;
    }
    let post = words.titles.prefix(piece);
    if post > 0 {
        let title = &piece[..post];
        member.title.get_or_insert_with(|| title.to_owned());
        office(member, piece[post..].trim_start_matches([',', ' ']));
        return;
    }
    let another = vocabulary.names.names(piece).iter().any(|name| name.sure);
    if !another {
        office(member, piece);
    }
}

/// `for hende`, `i stedet for Ida Bro`, `i hans sted`: who came for someone else.
fn for_another(piece: &str) -> bool {
    matches!(
        piece,
        "for hende" | "for ham" | "for denne" | "i hans sted" | "i hendes sted"
    ) || piece.starts_with("i stedet for ")
        || piece.starts_with("stedfortræder for ")
        || piece.starts_with("suppleant for ")
}

/// `kun pkt. 3`, `alene under punkt 4`: who comes for a point alone is a guest.
fn only_a_point(piece: &str) -> bool {
    ["kun ", "alene ", "kun under ", "alene under ", "kun til "]
        .iter()
        .filter_map(|word| piece.strip_prefix(word))
        .any(|rest| {
            rest.starts_with("pkt") || rest.starts_with("punkt") || rest.starts_with("sag ")
        })
}

/// The words before a relative clause or the sentence's end.
fn up_to_clause(text: &str) -> &str {
    let end = [
        ", ",
        ". ",
        "; ",
        " (",
        " efter ",
        " og skal ",
        " inden ",
        " senest ",
    ]
    .iter()
    .filter_map(|cut| text.find(cut))
    .min();
    text[..end.unwrap_or(text.len())].trim_end_matches(['.', ')', ' '])
}

fn office(member: &mut Member, piece: &str) {
    let piece = ["i ", "ved ", "hos ", "fra ", "for ", "på ", "v/"]
        .iter()
        .find_map(|p| piece.strip_prefix(p))
        .unwrap_or(piece);
    let words = piece.split_whitespace().count();
    let plain = !piece.contains(|c: char| c.is_ascii_digit() || "@:<>".contains(c));
    let named = piece.contains(char::is_uppercase)
        || words == 1 && piece.len() > 5 && piece.ends_with("en");
    if member.organisation.is_none() && plain && named && (1..=8).contains(&words) {
        member.organisation = Some(piece.to_owned());
    }
}

/// `PAK` beside `Preben Aalund-Kristensen`.
pub(super) fn is_initials_of(piece: &str, name: Option<&str>) -> bool {
    let letters = piece.chars().count();
    let Some(name) = name else { return false };
    (2..=5).contains(&letters)
        && piece.chars().all(char::is_uppercase)
        && piece.chars().next() == name.chars().next()
        && letters >= name.split([' ', '-']).count().min(2)
        && piece
            .chars()
            .skip(1)
            .all(|c| name.to_uppercase().contains(c))
}
