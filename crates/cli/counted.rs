//! What is counted over all results: facets, the spread over time, sums of amounts.

use std::io::{self, Write};

use index::{AmountSum, Facet, FacetCount, Results};
use paper::AmountRole;

use crate::{
    show,
    terminal::{self, Styles},
};

/// Values of a facet that are printed; `--json` has them all.
const VALUES: usize = 12;
/// The widest bar of the spread, in letters.
const WIDEST: u64 = 40;

/// Prints what was counted, for a person.
///
/// # Errors
/// As the output has them.
pub(crate) fn print(out: &mut impl Write, results: &Results, styles: &Styles) -> io::Result<()> {
    for (facet, counts) in &results.facets {
        print_facet(out, *facet, counts, styles)?;
    }
    let most = results.histogram.iter().map(|(_, papers)| *papers).max();
    for (step, papers) in &results.histogram {
        let length = papers * WIDEST / most.unwrap_or(1).max(1);
        let bar = "▪".repeat(usize::try_from(length.max(1)).unwrap_or(1));
        let (title, dim) = (styles.title, styles.dim);
        writeln!(out, "{title}{step:13}{title:#} {bar} {dim}{papers}{dim:#}")?;
    }
    for of_role in by_role(&results.sums) {
        for sum in of_role {
            print_sum(out, sum, styles)?;
        }
        if let Some((role, ore, amounts)) = total(of_role).filter(|_| of_role.len() > 1) {
            let (title, dim) = (styles.title, styles.dim);
            writeln!(
                out,
                "{title}{:16}{title:#} {:8} {title}{:>20}{title:#}  {dim}{}{dim:#}",
                role.word(),
                "all",
                show::money(ore, None),
                terminal::counted(amounts, ["amount", "amounts"]),
            )?;
        }
    }
    Ok(())
}

/// The sums of each role, over the years.
fn by_role(sums: &[AmountSum]) -> impl Iterator<Item = &[AmountSum]> {
    sums.chunk_by(|one, other| one.role == other.role)
}

/// What a role's amounts come to over all years, and how many they are. What is only mentioned is no sum of anything.
fn total(of_role: &[AmountSum]) -> Option<(AmountRole, i64, u64)> {
    let role = of_role.first()?.role;
    let ore = of_role.iter().map(|sum| sum.ore);
    let ore = ore.fold(0, i64::saturating_add);
    let amounts = of_role.iter().map(|sum| sum.amounts).sum();
    (role != AmountRole::Omtale).then_some((role, ore, amounts))
}

fn print_facet(
    out: &mut impl Write,
    facet: Facet,
    counts: &[FacetCount],
    styles: &Styles,
) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let (title, dim) = (styles.title, styles.dim);
    let shown: Vec<_> = counts
        .iter()
        .take(VALUES)
        .map(|c| format!("{} {dim}{}{dim:#}", c.value, c.papers))
        .collect();
    let more = counts.len().saturating_sub(VALUES);
    let more = if more > 0 {
        format!(", {more} more")
    } else {
        String::new()
    };
    writeln!(
        out,
        "{title}{:13}{title:#} {}{more}",
        facet.word(),
        shown.join(", ")
    )
}

/// `bevilget  2021      1.200.000 kr.  in 3 amounts of 2 papers`
fn print_sum(out: &mut impl Write, sum: &AmountSum, styles: &Styles) -> io::Result<()> {
    let (title, dim) = (styles.title, styles.dim);
    let year = sum
        .year
        .map_or("no year".to_owned(), |year| year.to_string());
    let amounts = terminal::counted(sum.amounts, ["amount", "amounts"]);
    let papers = terminal::counted(sum.papers, ["paper", "papers"]);
    writeln!(
        out,
        "{title}{:16}{title:#} {year:8} {:>20}  {dim}{amounts} in {papers}{dim:#}",
        sum.role.word(),
        show::money(sum.ore, None),
    )
}

/// The counts as one object, after the results: `{"facets": {"kind": {"referat": 3}}, "total": 3}`.
pub(crate) fn json(results: &Results) -> serde_json::Value {
    let counts = |counts: &[FacetCount]| -> serde_json::Map<String, serde_json::Value> {
        counts
            .iter()
            .map(|count| (count.value.clone(), count.papers.into()))
            .collect()
    };
    let mut all = serde_json::Map::new();
    if !results.facets.is_empty() {
        let facets: serde_json::Map<_, _> = results
            .facets
            .iter()
            .map(|(facet, found)| (facet.word().to_owned(), counts(found).into()))
            .collect();
        all.insert("facets".to_owned(), facets.into());
    }
    if !results.histogram.is_empty() {
        let steps = results.histogram.iter();
        let steps: serde_json::Map<_, _> =
            steps.map(|(step, n)| (step.clone(), (*n).into())).collect();
        all.insert("histogram".to_owned(), steps.into());
    }
    if !results.sums.is_empty() {
        let sums = results.sums.iter().map(|sum| {
            serde_json::json!({
                "role": sum.role.word(), "year": sum.year, "ore": sum.ore,
                "amounts": sum.amounts, "papers": sum.papers,
            })
        });
        all.insert("sums".to_owned(), sums.collect());
        let totals = by_role(&results.sums).filter_map(total);
        let totals = totals.map(|(role, ore, amounts)| {
            serde_json::json!({"role": role.word(), "ore": ore, "amounts": amounts})
        });
        all.insert("totals".to_owned(), totals.collect());
    }
    all.insert("total".to_owned(), results.total.into());
    all.into()
}
