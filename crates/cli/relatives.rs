//! The other papers of a family, as `udvalg show` lists them.

use archive::{Archive, Judgement, PaperId, Relative};

use crate::{browse, catalogue, diff, exit::Failure};

/// How many are listed; of a text that stands a thousand times in the archive nobody reads all places.
const LISTED: usize = 12;

/// A line for each other version or format of a paper: its path, format and date, and how its text differs.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn lines(archive: &Archive, id: PaperId) -> Result<Vec<String>, Failure> {
    let family = archive.family(id).map_err(catalogue::failure)?;
    let others: Vec<&Relative> = family.iter().filter(|one| one.id != id).collect();
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let own = browse::there(archive.text(id), "the paper")?;
    let mut lines = Vec::new();
    for one in others.iter().take(LISTED) {
        let theirs = browse::there(archive.text(one.id), &diff::name(one))?;
        let apart = diff::words_apart(&own.text, &theirs.text);
        let held = match one.judgement {
            // Neither is alike with the other; a version in between or the place holds them together.
            Some(Judgement::Two(differs)) => format!("{apart}, by another version ({differs})"),
            _ => apart.to_string(),
        };
        let mut facts = vec![diff::name(one), one.format.clone()];
        facts.extend(one.date.map(|date| date.to_string()));
        facts.extend(one.is_draft.then(|| "udkast".to_owned()));
        facts.push(held);
        lines.push(facts.join(" · "));
    }
    if others.len() > LISTED {
        lines.push(format!("{} more", others.len() - LISTED));
    }
    Ok(lines)
}
