//! What headings and dated events conclude, and the reasons told.

use danish::{Context, Event, Missing, Part, Vocabulary, YearHint};
use jiff::civil::date;

#[test]
fn the_shortest_heading_that_covers_gives_the_year() {
    let text = "Mødeplan\n8. september\n11. januar";
    let hint = |over, year, reason: &str| YearHint {
        over,
        year,
        reason: reason.to_owned(),
    };
    let context = Context {
        reference: Some(date(2014, 3, 7)),
        years: vec![
            hint(0..text.len(), 2007, "the title"),
            hint(9..text.len(), 2009, "the heading Mødeplan 2009"),
        ],
        events: Vec::new(),
    };
    let found = danish::times(text, Vocabulary::builtin(), &context);
    let starts: Vec<_> = found.iter().map(|t| t.start.unwrap().date()).collect();
    // The plan crosses New Year.
    assert_eq!(starts, [date(2009, 9, 8), date(2010, 1, 11)]);
    assert_eq!(found[0].inferred[0].part, Part::Year);
    assert_eq!(
        found[0].inferred[0].reason,
        "the year of the heading Mødeplan 2009"
    );
}

#[test]
fn a_dated_event_anchors_what_is_counted_from_it() {
    let text = "Bilag sendes 8 dage før mødet, og regnskab to måneder efter projektets afslutning.";
    let event = |noun: &str, start, end| Event {
        noun: noun.to_owned(),
        start,
        end,
    };
    let context = Context {
        events: vec![
            event("møde", date(2014, 5, 20), date(2014, 5, 21)),
            event("projekt", date(2014, 1, 1), date(2016, 1, 1)),
        ],
        ..Context::default()
    };
    let found = danish::times(text, Vocabulary::builtin(), &context);
    let starts: Vec<_> = found.iter().map(|t| t.start.unwrap().date()).collect();
    assert_eq!(starts, [date(2014, 5, 12), date(2016, 2, 29)]);

    let alone = danish::times(text, Vocabulary::builtin(), &Context::default());
    assert_eq!(alone[0].missing, Some(Missing::Anchor));
    assert_eq!(alone[0].duration.as_deref(), Some("P8D"));
}
