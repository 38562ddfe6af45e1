//! Which values of a record meet the conditions of a question: what the answer shows beside the words.

use jiff::civil::Date;
use paper::{Amount, DateRole, Mention, Paper};

use crate::{
    Search, Sort,
    query::{Ends, Value},
};

/// A value of a record that meets a condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Matched<'p> {
    /// A date.
    Date(&'p Mention),
    /// An amount.
    Amount(&'p Amount),
}

impl Search {
    /// Whether dates or amounts are asked for, so that [`Search::matched`] may show some.
    pub fn asks_for_values(&self) -> bool {
        // The paper's own date, its folder and the like are no values of their own to show.
        let shown = |value: &&Value| !matches!(value, Value::Days(None, _) | Value::Whole(..));
        matches!(self.sort, Sort::Deadline | Sort::Amount)
            || self.filter.role.is_some()
            || self.query.values().iter().any(shown)
    }

    /// The deadline or the amount by which a paper has its place, where results are in the order of those.
    pub fn sorted_by<'p>(&self, paper: &'p Paper) -> Option<Matched<'p>> {
        match self.sort {
            Sort::Relevance | Sort::Newest | Sort::Oldest => None,
            Sort::Deadline => {
                let days = self.deadlines();
                let dates = paper.dates.iter();
                let due = dates.filter(|d| d.role == DateRole::Deadline && d.days().is_some());
                due.filter(|date| touches(date, days))
                    .min_by_key(|date| date.days().map(|(_, last)| last))
                    .map(Matched::Date)
            }
            Sort::Amount => {
                let (role, ore) = self.amounts();
                let of_role = |amount: &&Amount| role.is_none_or(|role| amount.role == role);
                let amounts = paper.amounts.iter().filter(of_role);
                amounts
                    .filter(|amount| amount.currency.is_none() && within(amount, ore))
                    .max_by_key(|amount| amount.max_ore.unwrap_or(amount.ore))
                    .map(Matched::Amount)
            }
        }
    }

    /// The dates and amounts of a paper that meet what is asked of dates and amounts, in the order of the question.
    ///
    /// ```
    /// use index::{Query, Search};
    /// use paper::Paper;
    ///
    /// let search = Search::new(Query::parse("har:frist")?);
    /// assert!(search.asks_for_values());
    /// assert!(search.matched(&Paper::default()).is_empty());
    /// # Ok::<(), index::QueryError>(())
    /// ```
    pub fn matched<'p>(&self, paper: &'p Paper) -> Vec<Matched<'p>> {
        let mut found = Vec::new();
        let mut dates = |role: DateRole, days: Ends<Date>| {
            let touching = paper.dates.iter().filter(|date| date.role == role);
            found.extend(
                touching
                    .filter(|date| touches(date, days))
                    .map(Matched::Date),
            );
        };
        if let Some(role) = self.filter.role {
            let (from, to) = (self.filter.from, self.filter.to);
            dates(role, Ends { from, to });
        }
        for value in self.query.values() {
            match value {
                Value::Days(Some(role), days) => dates(*role, *days),
                Value::HasDate(role) => dates(*role, Ends::default()),
                _ => {}
            }
        }
        for value in self.query.values() {
            let (role, ore) = match value {
                Value::Ore(role, ore) => (*role, *ore),
                Value::HasAmount(role) => (Some(*role), Ends::default()),
                _ => continue,
            };
            let of_role = paper
                .amounts
                .iter()
                .filter(|amount| role.is_none_or(|role| amount.role == role));
            found.extend(
                of_role
                    .filter(|amount| within(amount, ore))
                    .map(Matched::Amount),
            );
        }
        found
    }
}

fn touches(mention: &Mention, days: Ends<Date>) -> bool {
    if days == Ends::default() {
        return true;
    }
    mention.days().is_some_and(|(first, last)| {
        days.from.is_none_or(|from| last >= from) && days.to.is_none_or(|to| first <= to)
    })
}

/// As the index has it: amounts in kroner only, unless any will do.
fn within(amount: &Amount, ore: Ends<i64>) -> bool {
    let most = amount.max_ore.unwrap_or(amount.ore);
    ore == Ends::default()
        || amount.currency.is_none()
            && ore.from.is_none_or(|from| most >= from)
            && ore.to.is_none_or(|to| amount.ore <= to)
}
