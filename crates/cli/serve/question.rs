//! Which entries an address asks for, and how they are written.

use clap::ValueEnum;
use export::Ahead;
use paper::DateRole;
use web::Question;

use crate::{
    args::{self, Entries, Reminders},
    calendar::Reminding,
    exit::Failure,
};

/// The names of what may be asked.
const NAMES: &str = "give one of: role, q, kind, organisation, year, party, folder, format, from, to, remind, reminders";

/// What an address asks for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) entries: Entries,
    pub(super) roles: Vec<DateRole>,
    pub(super) reminding: Reminding,
}

/// Reads a question: names and values as the options of `udvalg calendar`, each repeated or, for `role`, `kind` and `remind`,
/// with commas. What has no value asks nothing, as an empty field of a form.
///
/// # Errors
/// What is not understood, and where.
pub(super) fn read(question: &Question) -> Result<Wanted, Failure> {
    let mut wanted = Wanted::default();
    let pairs = question.pairs().map(|(name, value)| (name, value.trim()));
    for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
        wanted.take(name, value)?;
    }
    if wanted.roles.is_empty() {
        wanted.roles.push(DateRole::Deadline);
    }
    if wanted.reminding.by.is_some() && wanted.reminding.ahead.is_empty() {
        return Err(Failure::wrong_use(
            "reminders: say how long ahead too, as remind=14d,2d",
        ));
    }
    wanted.reminding.check()?;
    Ok(wanted)
}

impl Wanted {
    fn take(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        let query = &mut self.entries.query;
        let filters = &mut self.entries.filters;
        match name {
            "role" => self.roles.extend(each(name, value, args::role)?),
            "kind" => filters.kind.extend(each(name, value, args::kind)?),
            "year" => filters.year.push(one(name, value, args::year)?),
            "organisation" => filters.organisation.push(value.to_owned()),
            "party" => filters.party.push(value.to_owned()),
            "folder" => filters.folder.push(value.to_owned()),
            "format" => filters.format.push(value.to_owned()),
            "from" => once(name, value, &mut filters.from, args::first_day)?,
            "to" => once(name, value, &mut filters.to, args::last_day)?,
            "remind" => {
                let ahead = each(name, value, str::parse::<Ahead>)?;
                self.reminding.ahead.extend(ahead);
            }
            "reminders" => {
                let read = |word: &str| Reminders::from_str(word, false);
                let hint = |_| "give alarms or events".to_owned();
                once(name, value, &mut self.reminding.by, |word| {
                    read(word).map_err(hint)
                })?;
            }
            "q" if query.is_empty() => value.clone_into(query),
            "q" => return Err(twice(name, value)),
            _ => return Err(not_so(name, value, NAMES)),
        }
        Ok(())
    }
}

/// The values between commas.
fn each<T>(
    name: &str,
    values: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, Failure> {
    let words = values.split(',').map(str::trim);
    words.map(|word| one(name, word, &read)).collect()
}

fn one<T>(name: &str, value: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<T, Failure> {
    read(value).map_err(|hint| not_so(name, value, &hint))
}

/// A value that may be given once.
fn once<T>(
    name: &str,
    value: &str,
    to: &mut Option<T>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<(), Failure> {
    match to.replace(one(name, value, read)?) {
        Some(_) => Err(twice(name, value)),
        None => Ok(()),
    }
}

fn twice(name: &str, value: &str) -> Failure {
    not_so(name, value, "it is given twice")
}

fn not_so(name: &str, value: &str, hint: &str) -> Failure {
    Failure::wrong_use(format!("{name}={value}: {hint}"))
}
