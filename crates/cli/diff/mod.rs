//! `udvalg diff`: what two papers say otherwise.

mod fields;
mod text;

use std::{io::Write, path::Path};

use archive::{Access, Archive, Judgement, PaperId, Relative, Signature};
use paper::{Differences, Document, Paper};
use serde_json::json;

use crate::{
    args, browse, catalogue,
    exit::{Failure, Outcome},
    terminal::{self, Styles},
};

pub(crate) use text::words_apart;

/// One of the two papers.
struct Side {
    name: String,
    hash: String,
    /// As the rules made it: what a person corrected is no change of the paper.
    paper: Paper,
    /// How many of its values people had a word about.
    corrected: usize,
    document: Document,
}

impl Side {
    fn new(archive: &Archive, id: PaperId, hash: String, name: String) -> Result<Self, Failure> {
        let mut paper = browse::there(archive.understood(id), &name)?;
        let corrected = paper::corrected(&paper);
        paper::restore(&mut paper);
        Ok(Self {
            paper,
            corrected,
            document: browse::there(archive.document(id), &name)?,
            hash,
            name,
        })
    }

    fn judge(&self, other: &Self) -> Judgement {
        Signature::new(&self.document, &self.paper)
            .judge(&Signature::new(&other.document, &other.paper))
    }
}

/// Prints what two papers say otherwise; of one paper, its family's last version and the one before.
///
/// # Errors
/// Where no paper, or more than one, is meant.
pub(crate) fn run(args: &args::Diff, folder: &Path, styles: &Styles) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let Some((before, after)) = sides(&archive, args)? else {
        return Ok(Outcome::NothingFound);
    };
    let differences = Differences::between(&before.paper, &after.paper);
    let apart = words_apart(&before.document.text, &after.document.text);
    let judgement = before.judge(&after);
    let mut out = terminal::lines(args.json || args.text);
    if args.json {
        let mut line = json!({
            "before": {"path": before.name, "hash": before.hash},
            "after": {"path": after.name, "hash": after.hash},
            "one_paper": judgement.same(),
            "why": why(&judgement),
            "changes": fields::json(&differences),
            "words": {"before": apart.before, "after": apart.after, "removed": apart.removed, "added": apart.added},
        });
        if before.corrected + after.corrected > 0 {
            // Values that were corrected by hand; the changes are those of what the papers say themselves.
            line["corrected"] = json!({"before": before.corrected, "after": after.corrected});
        }
        writeln!(out, "{line}")?;
    } else {
        let title = styles.title;
        writeln!(out, "{title}{} → {}{title:#}", before.name, after.name)?;
        writeln!(out, "{}", why(&judgement))?;
        for side in [&before, &after]
            .into_iter()
            .filter(|side| side.corrected > 0)
        {
            writeln!(
                out,
                "{} values of {} were corrected by hand; what the papers say themselves is compared: see `udvalg correct PAPER`",
                side.corrected, side.name
            )?;
        }
        fields::print(&mut out, &differences, styles)?;
        writeln!(out, "\n{}Text{:#}\n  {apart}", styles.title, styles.title)?;
        if args.text {
            text::print(&mut out, &before.document, &after.document, styles)?;
        } else if apart.differ() {
            writeln!(out, "  {}the words: --text{:#}", styles.dim, styles.dim)?;
        }
    }
    out.flush()?;
    Ok(match differences.is_empty() && !apart.differ() {
        true => Outcome::Done,
        false => Outcome::Different,
    })
}

/// What two papers are to each other, in a line.
fn why(judgement: &Judgement) -> String {
    match judgement {
        Judgement::SameText => "one paper: the same text".to_owned(),
        Judgement::Alike { words, names } => format!(
            "one paper: {words} % of its pairs of words and {names} % of its names and numbers are the same, and the records name no other paper"
        ),
        Judgement::Two(differs) => format!("two papers: {differs}"),
    }
}

/// The two papers that are meant, the earlier one first.
fn sides(archive: &Archive, args: &args::Diff) -> Result<Option<(Side, Side)>, Failure> {
    let Some(first) = browse::one(archive, &args.paper)? else {
        return Ok(None);
    };
    if let Some(other) = &args.other {
        let Some(second) = browse::one(archive, other)? else {
            return Ok(None);
        };
        let side = |paper: archive::Listed| Side::new(archive, paper.id, paper.hash, paper.path);
        return Ok(Some((side(first)?, side(second)?)));
    }
    let family = archive.family(first.id).map_err(catalogue::failure)?;
    let Some((last, others)) = family.split_first() else {
        return alone(&first.path);
    };
    let Some(before) = version_before(last, others) else {
        return alone(&first.path);
    };
    let side = |paper: &Relative| Side::new(archive, paper.id, paper.hash.clone(), name(paper));
    Ok(Some((side(before)?, side(last)?)))
}

/// The version before the last one: a draft, one of another day, one that was replaced; else one whose text is not quite the
/// same, which may be another format of the same version.
pub(crate) fn version_before<'f>(last: &Relative, others: &'f [Relative]) -> Option<&'f Relative> {
    let of_another = |one: &&Relative| {
        one.is_draft != last.is_draft || one.date != last.date || one.path.is_none()
    };
    let mut other_text = others
        .iter()
        .filter(|one| one.words != last.words || one.words.is_none());
    let first = other_text.clone().next();
    other_text.find(of_another).or(first).or(others.first())
}

fn alone(path: &str) -> Result<Option<(Side, Side)>, Failure> {
    terminal::say(format_args!("{path} has no other version in the archive"));
    Ok(None)
}

/// A paper's path; of one whose place another one has taken, the first digits of its hash.
pub(crate) fn name(paper: &Relative) -> String {
    paper
        .path
        .clone()
        .unwrap_or_else(|| format!("{} (replaced)", paper.hash.get(..12).unwrap_or_default()))
}
