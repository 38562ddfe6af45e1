//! The overview as one page: no scripts, no fonts, nothing from elsewhere.

use std::fmt::Write;

use jiff::civil::Date;
use paper::AmountRole;

use super::plot::{Bar, MOST, bars, escaped};
use super::{Due, Overview, SUMS, Sum, UNDATED, by_month, kroner, of_papers, told};
use crate::days::{month, month_name};

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-bottom:1px solid #ddd}
td.sum{text-align:right;white-space:nowrap}td.when{white-space:nowrap}small{color:#555}
svg{width:100%;height:auto}svg text{font-size:11px;text-anchor:middle;fill:#333}
.c0{fill:#1f5f8b}.c1{fill:#b3541e}.c2{fill:#3f7d3a}
@media print{body{margin:0}h2{break-after:avoid}tr{break-inside:avoid}}";

/// The roles of amounts that are shown over the years, in the order of their colours.
const SHOWN: [AmountRole; 3] = [AmountRole::Ansøgt, AmountRole::Bevilget, AmountRole::Ramme];

/// The page, in UTF-8.
pub fn html(overview: &Overview) -> String {
    let title = escaped(&overview.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"da\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{}</p>\n<p>{}</p>\n",
        escaped(&told(overview)),
        escaped(&of_papers(overview))
    );
    timeline(&mut page, &overview.dues);
    for dues in by_month(&overview.dues) {
        let first = dues.first().and_then(|due| due.day);
        push_dues(&mut page, &first.map(month).unwrap_or_default(), dues);
    }
    if !overview.undated.is_empty() {
        push_dues(&mut page, UNDATED, &overview.undated);
    }
    budget(&mut page, &overview.sums);
    page.push_str("</body>\n</html>\n");
    page
}

/// How the deadlines spread over months; over years, where there are too many months for one picture.
fn timeline(page: &mut String, dues: &[Due]) {
    let months: Vec<Bar> = by_month(dues)
        .map(|dues| {
            bar(dues, |day| {
                let short: String = month_name(day).chars().take(3).collect();
                (
                    format!("{short} {:02}", day.year().rem_euclid(100)),
                    month(day),
                )
            })
        })
        .collect();
    let year_of = |due: &Due| due.day.map(Date::year);
    let years = dues.chunk_by(|a, b| year_of(a) == year_of(b));
    let (bars_of, title) = if months.len() > MOST {
        let year = |day: Date| (day.year().to_string(), day.year().to_string());
        (
            years.map(|dues| bar(dues, year)).collect(),
            "Frister efter år",
        )
    } else {
        (months, "Frister efter måned")
    };
    if !bars_of.is_empty() {
        let _ = writeln!(page, "<h2>{title}</h2>");
        page.push_str(&bars(&bars_of, title));
    }
}

/// The bar of deadlines of one span, with its short and its long name.
fn bar(dues: &[Due], names: impl Fn(Date) -> (String, String)) -> Bar {
    let (name, long) = names(dues.first().and_then(|due| due.day).unwrap_or_default());
    Bar {
        name,
        told: format!("{long}: {}", dues.len()),
        value: dues.len() as u64,
        colour: 0,
    }
}

fn push_dues(page: &mut String, heading: &str, dues: &[Due]) {
    let _ = write!(
        page,
        "<h2>{}</h2>\n<table>\n<tr><th>Frist</th><th>Hvad</th><th>Papir</th></tr>\n",
        escaped(heading)
    );
    for due in dues {
        let title = due.title.as_deref().map(escaped).unwrap_or_default();
        let _ = writeln!(
            page,
            "<tr><td class=\"when\">{}</td><td>{}<br><small>{}</small></td><td>{title}<br><small>{}</small></td></tr>",
            escaped(&due.when()),
            escaped(due.what()),
            escaped(&due.quoted().join("\n")).replace('\n', "<br>"),
            escaped(&due.place())
        );
    }
    page.push_str("</table>\n");
}

fn budget(page: &mut String, sums: &[Sum]) {
    if sums.is_empty() {
        return;
    }
    let _ = writeln!(
        page,
        "<h2>Beløb</h2>\n<p><small>{}</small></p>",
        escaped(SUMS)
    );
    for (colour, role) in SHOWN.into_iter().enumerate() {
        let of_role = sums.iter().filter(|sum| sum.role == role);
        let years: Vec<Bar> = of_role.filter_map(|sum| year(sum, colour)).collect();
        if years.len() > 1 {
            let _ = writeln!(page, "<p>{role} efter år</p>");
            page.push_str(&bars(&years, &format!("{role} efter år")));
        }
    }
    page.push_str("<table>\n<tr><th>Rolle</th><th>År</th><th>Sum</th><th>Antal</th></tr>\n");
    for sum in sums {
        let year = sum.year.map(|year| year.to_string()).unwrap_or_default();
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td>{year}</td><td class=\"sum\">{}</td><td class=\"sum\">{}</td></tr>",
            sum.role,
            kroner(sum.ore),
            sum.amounts
        );
    }
    page.push_str("</table>\n");
}

/// The bar of a year.
fn year(sum: &Sum, colour: usize) -> Option<Bar> {
    let year = sum.year?;
    Some(Bar {
        name: year.to_string(),
        told: format!("{year}: {}", kroner(sum.ore)),
        value: u64::try_from(sum.ore).unwrap_or_default(),
        colour,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::due;

    #[test]
    fn the_page_is_whole_and_holds_nothing_of_a_paper_but_as_text() {
        let sum = |year, ore| Sum {
            role: AmountRole::Bevilget,
            year: Some(year),
            ore,
            amounts: 2,
        };
        let mut hostile = due("2025-04-01", "<script>alert(1)</script>");
        hostile.quote = "</table>\"'".into();
        hostile.remarks = vec!["Ugedagen <i> papiret".into()];
        let mut undated = due("2025-04-01", "Referat til deltagerne");
        (undated.day, undated.unresolved) = (None, Some(paper::Unresolved::Anchor));
        let overview = Overview {
            title: "Frister & beløb".into(),
            from: Some("2025-03-01".parse().unwrap()),
            to: None,
            papers: vec!["mappen <sager>".into()],
            dues: vec![due("2025-03-14", "Svar til Digeudvalget"), hostile],
            undated: vec![undated],
            sums: vec![sum(2024, 5_000_000), sum(2025, 7_500_000)],
        };
        let page = html(&overview);
        assert!(
            page.contains("<p>2 frister fra lørdag den 1. marts 2025, og 1 uden dato.</p>"),
            "{page}"
        );
        assert!(
            page.contains("Papirer: mappen &lt;sager&gt;.</p>"),
            "{page}"
        );
        assert!(page.contains("Ugedagen &lt;i&gt; papiret"), "{page}");
        assert!(page.contains("<h2>Frister uden dato</h2>"), "{page}");
        assert!(page.contains("regnet fra noget") && page.contains("tæller én gang"));
        assert!(page.contains("fredag den 14. marts 2025") && page.contains("75.000 kr."));
        assert!(
            !page.contains("<script") && !page.contains("http"),
            "{page}"
        );
        for tag in ["table", "svg", "tr", "td", "html", "body"] {
            let (open, close) = (
                page.matches(&format!("<{tag}")).count(),
                page.matches(&format!("</{tag}>")).count(),
            );
            assert_eq!(open, close, "{tag}");
        }
    }

    #[test]
    fn many_months_are_shown_by_year() {
        let days = (2000..2010)
            .flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}-01")));
        let dues = days.map(|day| due(&day, "Svar")).collect();
        let page = html(&Overview {
            dues,
            ..Overview::default()
        });
        assert!(
            page.contains("Frister efter år") && page.contains("2009: 12"),
            "{page}"
        );
    }

    #[test]
    fn nothing_due_is_said() {
        let page = html(&Overview::default());
        assert!(
            page.contains("Ingen frister") && !page.contains("<svg"),
            "{page}"
        );
    }
}
