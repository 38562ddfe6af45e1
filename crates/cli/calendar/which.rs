//! Which entries a calendar has, as the command line asks for them.

use archive::Archive;
use export::Event;
use jiff::civil::Date;
use paper::DateRole;

use super::Which;
use crate::{args, exit::Failure, saved, search, unknown};

/// What is asked: the papers and roles, and the days that entries must touch.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) which: Which,
    from: Option<Date>,
    to: Option<Date>,
    /// Conditions on papers that come on top of those of a search.
    filter: index::Filter,
    /// What the calendar is of, where it is not of all papers: the question, the filters.
    what: Option<String>,
}

impl Asked {
    /// Reads which entries are meant; a role among their filters takes the place of `roles`.
    ///
    /// # Errors
    /// A question that is not understood, or a name that no search has; days the wrong way round.
    pub(crate) fn new(
        entries: &args::Entries,
        roles: &[DateRole],
        archive: &Archive,
    ) -> Result<Self, Failure> {
        let args::Entries {
            query,
            filters,
            saved,
        } = entries;
        if saved.is_some() && !query.is_empty() {
            return Err(Failure::wrong_use(
                "--saved brings its own QUERY: leave out the one that is given",
            ));
        }
        // Here a role and days are those of entries, not conditions on papers.
        let mut filter = search::filter(filters)?;
        let (from, to, role) = (filter.from.take(), filter.to.take(), filter.role.take());
        let search = match saved {
            Some(name) => Some(kept(archive, name, &filter)?),
            None => search::narrowed(query, filter.clone())?,
        };
        let given = words(query, filters, saved.as_deref());
        Ok(Self {
            which: Which {
                roles: role.map_or_else(|| roles.to_vec(), |role| vec![role]),
                search,
            },
            from,
            to,
            filter,
            what: (!given.is_empty()).then(|| given.join(", ")),
        })
    }

    /// Tells what the question names and no paper has.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(crate) fn say_unknown(&self, archive: &Archive) -> Result<(), Failure> {
        let search = self.which.search.as_ref();
        search.map_or(Ok(()), |search| unknown::say(archive, search))
    }

    /// The same of the papers of a saved search.
    ///
    /// # Errors
    /// A search that is not understood any more.
    pub(crate) fn of_saved(&self, archive: &Archive, name: &str) -> Result<Which, Failure> {
        Ok(Which {
            search: Some(kept(archive, name, &self.filter)?),
            ..self.which.clone()
        })
    }

    /// What the calendar is called: its roles, and what it is of, or else the name that the settings give.
    pub(crate) fn name(&self, of_all: &str) -> String {
        let of = self.what.as_deref().unwrap_or(of_all);
        format!("{} – {of}", plural(&self.which.roles))
    }

    /// Whether an entry touches the days. What recurs has no last day that is known.
    pub(crate) fn touches(&self, event: &Event) -> bool {
        let ends_before = |from: Date| event.recurs.is_none() && event.when.last_day() < from;
        let begins_after = |to: Date| to < event.when.first_day();
        !self.from.is_some_and(ends_before) && !self.to.is_some_and(begins_after)
    }
}

/// A saved search with more conditions on papers: values of one filter are alternatives, as its options are.
fn kept(archive: &Archive, name: &str, more: &index::Filter) -> Result<index::Search, Failure> {
    let mut search = search::asked(&saved::question(archive, name)?)?;
    let (to, more) = (&mut search.filter, more.clone());
    to.kinds.extend(more.kinds);
    to.organisations.extend(more.organisations);
    to.years.extend(more.years);
    to.parties.extend(more.parties);
    to.folders.extend(more.folders);
    to.formats.extend(more.formats);
    Ok(search)
}

/// What papers are asked for, in the words of the arguments.
fn words(query: &str, filters: &args::Filters, saved: Option<&str>) -> Vec<String> {
    let args::Filters {
        kind,
        organisation,
        year,
        party,
        folder,
        format,
        role: _,
        from: _,
        to: _,
    } = filters;
    let named = [saved.unwrap_or_default(), query].map(str::to_owned);
    let named = named.into_iter().filter(|word| !word.is_empty());
    named
        .chain(organisation.iter().cloned())
        .chain(kind.iter().map(ToString::to_string))
        .chain(year.iter().map(ToString::to_string))
        .chain(party.iter().cloned())
        .chain(folder.iter().cloned())
        .chain(format.iter().cloned())
        .collect()
}

/// What entries of these roles are called together: "Frister", "Frister og møder".
pub(crate) fn plural(roles: &[DateRole]) -> String {
    let name = |role: &DateRole| match role {
        DateRole::Deadline => "Frister",
        DateRole::Meeting => "Møder",
        DateRole::Decision => "Beslutninger",
        DateRole::Milestone => "Milepæle",
        DateRole::Period => "Perioder",
        DateRole::Issued => "Papirernes datoer",
        DateRole::Reference => "Datoer",
    };
    let mut names: Vec<_> = roles.iter().map(name).map(str::to_owned).collect();
    names
        .iter_mut()
        .skip(1)
        .for_each(|name| *name = name.to_lowercase());
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} og {last}", names.join(", ")),
        last => last.unwrap_or_default(),
    }
}
