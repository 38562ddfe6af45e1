//! What marks mean by the paper's own words: `F = formand   NF = næstformand`, `D = deltog, A = afbud`.

use paper::{Attendance, Member, MemberRole};

use crate::{Vocabulary, outline::Outline};

/// The marks that the paper explains.
#[derive(Debug, Default)]
pub(super) struct Legend(Vec<(String, Told)>);

/// What a mark says of the one beside whose name it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Role(MemberRole),
    Attendance(Attendance),
}

impl Legend {
    /// The marks of all lines that explain some.
    pub(super) fn of(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Self {
        const LONG: usize = 400;
        const MOST: usize = 40;
        let mut legend = Self::default();
        for line in &outline.lines {
            let content = &outline.text()[line.span.clone()];
            if content.contains('=') && content.len() < LONG && legend.0.len() < MOST {
                legend.read(content, vocabulary);
            }
        }
        legend
    }

    fn read(&mut self, content: &str, vocabulary: &Vocabulary) {
        let mut rest = content;
        while let Some((before, behind)) = rest.split_once('=') {
            rest = behind;
            let mark = before.split_whitespace().next_back().unwrap_or_default();
            let mark = mark.trim_start_matches('(');
            let end = [",", ";", ")", "   ", "\t", "."]
                .iter()
                .filter_map(|end| behind.trim_start().find(end))
                .min();
            let said = behind.trim_start();
            let said = said[..end.unwrap_or(said.len())].trim();
            let said = said.split('=').next().unwrap_or(said).trim();
            let short = (1..=3).contains(&mark.chars().count())
                && mark
                    .chars()
                    .all(|c| c.is_alphabetic() || "+*–-".contains(c));
            let told = vocabulary
                .roles
                .remark(said)
                .map(Told::Attendance)
                .or_else(|| role(said, vocabulary).map(Told::Role));
            if let Some(told) = told.filter(|_| short) {
                self.0.push((mark.to_owned(), told));
            }
        }
    }

    /// Whether the paper explains no marks.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a cell is one of the marks.
    pub(super) fn knows(&self, cell: &str) -> bool {
        self.told(cell).is_some()
    }

    fn told(&self, cell: &str) -> Option<Told> {
        let cell = cell.trim_matches(['(', ')']);
        let found = self.0.iter().find(|(mark, _)| mark == cell);
        found.map(|(_, told)| *told)
    }

    /// What a mark says of a member.
    pub(super) fn tell(&self, member: &mut Member, mark: &str) {
        match self.told(mark) {
            Some(Told::Role(role)) => member.role = Some(role),
            Some(Told::Attendance(attendance)) => member.attendance = Some(attendance),
            None => {}
        }
    }

    /// A letter behind a name that the paper explains is no party's: `Ida Bro (F)`.
    pub(super) fn explains(&self, member: &mut Member) {
        if let Some(letter) = member.party.take_if(|letter| self.knows(letter)) {
            self.tell(member, &letter);
        }
    }
}

/// A role, also with more words behind it: `observatør uden stemmeret`.
fn role(said: &str, vocabulary: &Vocabulary) -> Option<MemberRole> {
    let roles = &vocabulary.roles;
    roles
        .role(said)
        .or_else(|| roles.exactly(said.split(' ').next()?))
}

#[cfg(test)]
mod tests {
    use super::{Legend, Told};
    use crate::Vocabulary;

    #[test]
    fn marks_explained() {
        let mut legend = Legend::default();
        legend.read(
            "Forklaring:  F = formand   NF = næstformand, T = til stede; pris = 40",
            Vocabulary::builtin(),
        );
        let marks: Vec<&str> = legend.0.iter().map(|(mark, _)| mark.as_str()).collect();
        assert_eq!(marks, ["F", "NF", "T"]);
        assert_eq!(
            legend.told("T"),
            Some(Told::Attendance(paper::Attendance::Deltog))
        );
    }
}
