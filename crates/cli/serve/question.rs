//! Which entries an address asks for.

use index::Filter;
use paper::DateRole;
use web::Question;

use crate::{args, calendar::Which, exit::Failure, search};

/// Reads a question: names and values as the options of `udvalg calendar` and `udvalg search`, each repeated or, for `role`
/// and `kind`, with commas. What has no value asks nothing, as an empty field of a form.
///
/// # Errors
/// What is not understood, and where.
pub(super) fn which(question: &Question) -> Result<Which, Failure> {
    let mut which = Which::default();
    let mut filter = Filter::default();
    let mut asked = None;
    let pairs = question.pairs().map(|(name, value)| (name, value.trim()));
    for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
        match name {
            "role" => which.roles.extend(each(name, value, args::role)?),
            "kind" => filter.kinds.extend(each(name, value, args::kind)?),
            "year" => filter.years.push(
                value
                    .parse()
                    .map_err(|_| not_so(name, value, "give a year, such as 2021"))?,
            ),
            "organisation" => filter.organisations.push(value.to_owned()),
            "party" => filter.parties.push(value.to_owned()),
            "folder" => filter.folders.push(value.to_owned()),
            "format" => filter.formats.push(value.to_owned()),
            "q" if asked.is_none() => asked = Some(value),
            "q" => return Err(not_so(name, value, "it is given twice")),
            _ => {
                let names = "give one of: role, q, kind, organisation, year, party, folder, format";
                return Err(not_so(name, value, names));
            }
        }
    }
    if which.roles.is_empty() {
        which.roles.push(DateRole::Deadline);
    }
    which.search = search::narrowed(asked.unwrap_or_default(), filter)?;
    Ok(which)
}

/// The values between commas.
fn each<T>(
    name: &str,
    values: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, Failure> {
    let words = values.split(',').map(str::trim);
    words
        .map(|word| read(word).map_err(|hint| not_so(name, word, &hint)))
        .collect()
}

fn not_so(name: &str, value: &str, hint: &str) -> Failure {
    Failure::wrong_use(format!("{name}={value}: {hint}"))
}
