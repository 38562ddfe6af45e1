//! What an organisation is for, and whose it is, where that is part of its name.

use paper::{OrganisationKind, Span};

use super::shapes::{Line, is_article, is_for};

impl Line<'_> {
    /// `lyng`, `lyng og klit`, `lyng, hede og klit`: what a committee is for, in small letters.
    pub(super) fn fields_from(&self, from: usize) -> Option<usize> {
        let field = |at: usize| {
            let token = self.tokens.get(at)?;
            let letters = token.word.chars().all(|c| c.is_lowercase() || c == '-');
            let noun = letters && token.word.len() > 3 && !is_article(token.word);
            noun.then_some(token)
        };
        // `regional udvikling`, `det nære sundhedsvæsen`
        let named =
            field(from).filter(|t| ["al", "isk", "lig"].iter().any(|e| t.word.ends_with(e)));
        let noun = named.and_then(|_| field(from + 1).filter(|t| t.joined));
        let from = from + usize::from(noun.is_some());
        let first = field(from).filter(|t| t.joined)?;
        let mut end = first.span.end;
        let mut at = from + 1;
        while let Some(token) = self.tokens.get(at) {
            let other = field(at + 1).filter(|_| token.joined && token.word == "og");
            match other {
                Some(other) => return Some(other.span.end),
                None if token.joined || at > from + 3 => break,
                None => at += 1,
            }
        }
        if at > from + 1 {
            end = first.span.end;
        }
        Some(end)
    }

    /// Where the name ends that goes on with what a committee or a society is for: `Dansk Selskab for Fyr`.
    pub(super) fn purpose(&self, at: usize, kind: OrganisationKind) -> Option<usize> {
        let wide = matches!(kind, OrganisationKind::Udvalg | OrganisationKind::Forening);
        let next = self.tokens.get(at + 1)?;
        let follows = wide && next.joined && is_for(next.word) && next.word != "af";
        follows.then(|| self.name_from(at + 1, 3)).flatten()
    }

    /// `Fiskernes Hus`, `Lodsernes LO`: what belongs to the people of a trade.
    pub(super) fn of_people(&self, at: usize) -> Option<(Span, OrganisationKind)> {
        const PEOPLE: usize = 7;
        let token = self.tokens.get(at).filter(|t| t.is_capital())?;
        let next = self
            .tokens
            .get(at + 1)
            .filter(|t| t.joined && t.is_capital())?;
        let many = token.word.ends_with("ernes") && token.word.len() >= PEOPLE;
        let union = next.word == "LO";
        // Other names in capitals are their own: `Kommunernes KL`.
        let own = next.word.chars().all(char::is_uppercase) || self.begins(at + 1);
        let kind = if union {
            OrganisationKind::Forening
        } else {
            OrganisationKind::Andet
        };
        (many && (union || !own)).then_some((token.span.start..next.span.end, kind))
    }
}
