//! An entry of a calendar stays itself over new versions, other formats and other words; what is withdrawn says so for a
//! while; and the same archive gives the same bytes.

use std::{collections::BTreeMap, fs, time::Duration};

use archive::{Access, Archive, EndReason, RunCounts};
use jiff::{SignedDuration, Timestamp};
use paper::DateRole;

use crate::{
    calendar::rfc,
    support::{Place, Running, ended, root, run},
};

/// An entry as it stands in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    day: String,
    sequence: u32,
    cancelled: bool,
    summary: String,
    created: String,
    modified: String,
}

impl Shown {
    /// What a test looks at first.
    fn brief(&self) -> (&str, u32, bool) {
        (&self.day, self.sequence, self.cancelled)
    }
}

fn ingest<'a>(place: &Place, args: impl IntoIterator<Item = &'a str>) {
    let ended = run(place.udvalg(["ingest"].into_iter().chain(args)));
    assert_eq!(ended.code, 0, "{}", ended.err);
}

fn calendar(place: &Place, roles: &str) -> String {
    let ended = run(place.udvalg(["calendar", "--roles", roles]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out
}

/// The deadlines of the archive's calendar by their UID.
fn entries(place: &Place) -> BTreeMap<String, Shown> {
    read(&calendar(place, "deadline"))
}

fn read(text: &str) -> BTreeMap<String, Shown> {
    let read = rfc::check(text);
    let entries: BTreeMap<String, Shown> = read
        .events()
        .map(|event| {
            let value = |name: &str| event.one(name).value.clone();
            let shown = Shown {
                day: value("DTSTART"),
                sequence: value("SEQUENCE").parse().unwrap(),
                cancelled: event
                    .all("STATUS")
                    .any(|status| status.value == "CANCELLED"),
                summary: rfc::unescaped(&value("SUMMARY")),
                created: value("CREATED"),
                modified: value("LAST-MODIFIED"),
            };
            assert_eq!(value("DTSTAMP"), shown.modified);
            (value("UID"), shown)
        })
        .collect();
    assert_eq!(entries.len(), read.events().count(), "each UID once");
    entries
}

fn only(place: &Place) -> (String, Shown) {
    let mut entries = entries(place).into_iter();
    let one = entries.next().expect("an entry");
    assert_eq!(entries.next(), None);
    one
}

/// Writes a paper with these lines, and takes it in.
fn paper(place: &Place, lines: &[&str]) {
    let text = format!(
        "Høring om fælles bådebro\n\nDato: 1. marts 2022\n\n{}\n",
        lines.join("\n\n")
    );
    place.write("papers/baadebro.txt", text);
    ingest(place, ["papers"]);
}

const ANSWER: &str = "Høringssvar sendes til Havnerådet senest den 1. april 2022.";
const MOVED: &str = "Høringssvar sendes til Havnerådet senest den 15. april 2022.";
const BUDGET: &str = "Kommunerne indsender deres budget senest den 2. maj 2022.";

/// As if so many days had passed: a run that finds nothing.
fn days_later(place: &Place, days: i64) {
    let mut archive = Archive::open(&place.path("archive"), Access::Write).unwrap();
    let last = archive.last_moment().unwrap().unwrap();
    let now = last + SignedDuration::from_hours(24 * days);
    let run = archive.begin_run(now).unwrap();
    let counts = RunCounts::default();
    archive
        .end_run(run, now, EndReason::Done, &counts, "{}")
        .unwrap();
}

#[test]
fn a_deadline_that_moves_and_is_worded_anew_is_one_entry() {
    let place = Place::new();
    paper(&place, &[ANSWER]);
    let (uid, first) = only(&place);
    assert_eq!(first.brief(), ("20220401", 0, false));
    assert_eq!(first.created, first.modified);

    paper(&place, &[MOVED]);
    let (same, moved) = only(&place);
    assert_eq!((&same, moved.brief()), (&uid, ("20220415", 1, false)));
    assert_eq!(moved.created, first.created);
    assert!(moved.modified >= first.modified);

    paper(
        &place,
        &["Bemærkninger sendes skriftligt til os senest den 15. april 2022."],
    );
    let (same, worded) = only(&place);
    assert_eq!((&same, worded.brief()), (&uid, ("20220415", 2, false)));
    assert_ne!(worded.summary, moved.summary);

    // Two changes between two calendars are one step.
    paper(&place, &[ANSWER]);
    paper(&place, &[MOVED]);
    assert_eq!(only(&place).1.brief(), ("20220415", 3, false));
}

#[test]
fn what_touches_other_dates_of_the_paper_leaves_an_entry_alone() {
    let place = Place::new();
    paper(&place, &[ANSWER]);
    let (uid, first) = only(&place);
    let earlier = "Ansøgning om tilskud indsendes senest den 7. marts 2022.";
    paper(&place, &[earlier, ANSWER, BUDGET]);
    let after = entries(&place);
    assert_eq!(after.len(), 3);
    assert_eq!(after[&uid], first);
    assert!(after.values().all(|entry| entry.sequence == 0));

    // Two things on one day are two entries.
    paper(
        &place,
        &[
            ANSWER,
            "Kommunerne indsender deres budget senest den 1. april 2022.",
        ],
    );
    let both = entries(&place);
    let days: Vec<_> = both
        .values()
        .filter(|e| !e.cancelled)
        .map(|e| e.day.as_str())
        .collect();
    assert_eq!(days, ["20220401", "20220401"]);
}

#[test]
fn what_vanishes_is_cancelled_for_ninety_days_and_comes_back_as_itself() {
    let place = Place::new();
    paper(&place, &[ANSWER, BUDGET]);
    let before = entries(&place);
    let (uid, budget) = before.iter().find(|(_, e)| e.day == "20220502").unwrap();
    paper(&place, &[ANSWER]);
    for days in [0, 1, 88] {
        days_later(&place, days);
        let gone = &entries(&place)[uid];
        assert_eq!(gone.brief(), ("20220502", 1, true));
        assert_eq!(gone.summary, format!("Bortfaldet: {}", budget.summary));
    }
    days_later(&place, 1);
    assert_eq!(entries(&place).len(), 1, "it is told for 90 days");
    paper(&place, &[ANSWER, BUDGET]);
    let after = entries(&place);
    assert_eq!(after.len(), 2);
    assert_eq!(after[uid].brief(), ("20220502", 2, false));
    assert_eq!(after[uid].summary, budget.summary);
    assert_eq!(after[uid].created, budget.created);
}

#[test]
fn a_paper_that_is_pruned_and_comes_back() {
    let place = Place::new();
    paper(&place, &[ANSWER]);
    let (uid, _) = only(&place);
    let file = place.path("papers/baadebro.txt");
    place.write("papers/other.txt", "Notat\n\nVandet stiger igen.\n");
    let kept = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    ingest(&place, ["papers"]);
    assert_eq!(
        only(&place).1.brief(),
        ("20220401", 0, false),
        "it is not pruned yet"
    );
    ingest(&place, ["--prune", "papers"]);
    let (same, gone) = only(&place);
    assert_eq!((&same, gone.brief()), (&uid, ("20220401", 1, true)));
    fs::write(&file, kept).unwrap();
    ingest(&place, ["papers"]);
    let (same, back) = only(&place);
    assert_eq!((&same, back.brief()), (&uid, ("20220401", 2, false)));
}

#[test]
fn another_format_of_a_paper_adds_nothing() {
    let place = Place::new();
    let take = |name: &str| {
        let from = root().join("fixtures/papers").join(name);
        place.write(&format!("papers/{name}"), fs::read(from).unwrap());
        ingest(&place, ["papers"]);
    };
    let identity = |entries: BTreeMap<String, Shown>| -> Vec<(String, String, bool)> {
        let all = entries.into_iter();
        all.map(|(uid, entry)| (uid, entry.day, entry.cancelled))
            .collect()
    };
    take("vejledning-landsbypulje-2024.txt");
    let before = identity(entries(&place));
    assert!(before.len() > 1);
    for ending in ["pdf", "docx", "html"] {
        take(&format!("vejledning-landsbypulje-2024.{ending}"));
        assert_eq!(identity(entries(&place)), before, "{ending}");
    }
    let due = run(place.udvalg(["deadlines", "--as-of", "2023-01-01", "--json"])).out;
    assert_eq!(
        due.lines().count(),
        before.len(),
        "each deadline once\n{due}"
    );
}

/// A text in which every eighth word is another one, from `first` on.
fn prose(marks: &[(usize, &str)]) -> String {
    let letter = |n: usize| char::from(b'b' + u8::try_from(n % 20).unwrap());
    let words = (0..160).map(|n| {
        let mark = marks.iter().find(|(first, _)| n % 8 == *first);
        let mark = mark.map_or("", |(_, mark)| mark);
        format!("{mark}{}a{}e{}", letter(n), letter(n / 3), letter(n / 7))
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn families_that_become_one_have_one_entry() {
    let place = Place::new();
    let write = |name: &str, marks: &[(usize, &str)]| {
        let text = format!("Høring om bådebro\n\n{ANSWER}\n\n{}.\n", prose(marks));
        place.write(&format!("papers/{name}.txt"), text);
        ingest(&place, ["papers"]);
    };
    write("a", &[]);
    let (uid, _) = only(&place);
    write("b", &[(1, "sk"), (5, "tr")]);
    assert_eq!(entries(&place).len(), 2, "these two are not alike");
    write("between", &[(1, "sk")]);
    let after = entries(&place);
    assert_eq!(after.len(), 2);
    assert!(!after[&uid].cancelled, "that of the older family");
    let given_up = after.iter().find(|(other, _)| **other != uid).unwrap().1;
    assert_eq!(given_up.brief(), ("20220401", 1, true));
}

#[test]
fn the_same_archive_gives_the_same_bytes() {
    const ROLES: &str = "deadline,meeting,decision,milestone";
    let place = Place::new();
    ingest(&place, [root().join("fixtures/papers").to_str().unwrap()]);
    let first = calendar(&place, ROLES);
    let done = |args: &[&str]| {
        let ended = run(place.udvalg(args.iter().copied()));
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
        ended.out
    };
    assert_eq!(calendar(&place, ROLES), first);
    done(&["index", "rebuild"]);
    assert_eq!(calendar(&place, ROLES), first);
    done(&["archive", "export", "copy"]);
    done(&["archive", "import", "copy", "--archive", "moved"]);
    assert_eq!(
        done(&["calendar", "--roles", ROLES, "--archive", "moved"]),
        first
    );
    // All papers are put again, and say the same.
    done(&["understand", "--again"]);
    assert_eq!(calendar(&place, ROLES), first);
    done(&["archive", "check"]);
    // Roles one by one are of one calendar.
    let apart: usize = ROLES
        .split(',')
        .map(|role| read(&calendar(&place, role)).len())
        .sum();
    assert_eq!(read(&first).len(), apart);
}

#[test]
fn it_goes_on_where_it_was_cut_off() {
    let place = Place::new();
    ingest(&place, [root().join("fixtures/papers").to_str().unwrap()]);
    let ended = run(place.udvalg(["archive", "export", "copy"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let archive = Archive::open(&place.path("archive"), Access::Write).unwrap();
    let roles = [DateRole::Deadline];
    // A step that is not committed, as a kill leaves it, and one that is.
    for is_kept in [false, true] {
        let mut settling = archive.settle(&roles).unwrap();
        for family in settling.touched(1).unwrap().unwrap() {
            // One whose papers are another's versions has none of its own.
            let Some(paper) = family.last else { continue };
            let record = archive.record(paper).unwrap().unwrap();
            for shown in export::settled(&[], Some(&record), DateRole::Deadline).new {
                let uid = |n| export::uid(&family.founder, DateRole::Deadline, n);
                settling
                    .add(&family, DateRole::Deadline, paper, shown.record(), uid)
                    .unwrap();
            }
        }
        if is_kept {
            settling.commit().unwrap();
        }
    }
    drop(archive);
    let import = ["archive", "import", "copy", "--archive", "whole"];
    assert_eq!(run(place.udvalg(import)).code, 0);
    let whole = run(place.udvalg(["calendar", "--archive", "whole"])).out;
    assert_eq!(calendar(&place, "deadline"), whole);
}

#[test]
fn two_at_once_make_each_entry_once() {
    let place = Place::new();
    ingest(&place, [root().join("fixtures/papers").to_str().unwrap()]);
    let mut at_once: Vec<Running> = (0..3)
        .map(|n| {
            let output = format!("{n}.ics");
            let command = place.udvalg(["calendar", "-o", output.as_str()]);
            Running::start(command, &place.path(&format!("{n}.err")))
        })
        .collect();
    for running in &mut at_once {
        assert_eq!(running.end(), 0);
    }
    let whole = calendar(&place, "deadline");
    for n in 0..3 {
        assert_eq!(
            fs::read_to_string(place.path(&format!("{n}.ics"))).unwrap(),
            whole
        );
    }
}

#[test]
fn while_another_one_writes_there_is_the_calendar_of_before() {
    let place = Place::new();
    paper(&place, &[ANSWER]);
    let before = calendar(&place, "deadline");
    paper(&place, &[MOVED]);
    let archive = Archive::open(&place.path("archive"), Access::Write).unwrap();
    let writing = archive.settle(&[DateRole::Meeting]).unwrap();
    let ended = ended(place.udvalg(["calendar"]).output().unwrap());
    assert_eq!((ended.code, ended.out), (0, before), "{}", ended.err);
    assert!(
        ended.err.contains("as it was given out before"),
        "{}",
        ended.err
    );
    drop(writing);
    assert_eq!(only(&place).1.brief(), ("20220415", 1, false));
}

#[test]
fn what_was_never_whole_is_no_calendar() {
    let place = Place::new();
    paper(&place, &[ANSWER]);
    paper(&place, &[ANSWER, BUDGET]);
    place.write("kept.ics", "of another day");
    let archive = Archive::open(&place.path("archive"), Access::Write).unwrap();
    let refused = || {
        let writing = archive.settle(&[DateRole::Meeting]).unwrap();
        let asked = ["calendar", "-o", "kept.ics"];
        let ended = ended(place.udvalg(asked).output().unwrap());
        drop(writing);
        assert_eq!(ended.code, 3, "{}", ended.err);
        assert!(
            ended.err.contains("the calendar cannot be made"),
            "{}",
            ended.err
        );
        let kept = fs::read_to_string(place.path("kept.ics")).unwrap();
        assert_eq!(kept, "of another day");
    };
    refused();
    // Nor what was begun: here its first step.
    let mut settling = archive.settle(&[DateRole::Deadline]).unwrap();
    assert!(settling.touched(1).unwrap().is_some());
    settling.commit().unwrap();
    refused();
    assert_eq!(entries(&place).len(), 2);
    paper(&place, &[MOVED, BUDGET]);
    let writing = archive.settle(&[DateRole::Meeting]).unwrap();
    assert_eq!(entries(&place).len(), 2, "it was whole once");
    drop(writing);
}

#[test]
fn what_is_withdrawn_stays_in_its_organisation_s_calendar_until_the_paper_is_pruned() {
    let place = Place::new();
    let by_organisation = || {
        let asked = ["calendar", "--by", "organisation", "-o", "out"];
        let ended = run(place.udvalg(asked));
        assert_eq!(ended.code, 0, "{}", ended.err);
        let files = fs::read_dir(place.path("out")).unwrap();
        let mut files: Vec<(String, Vec<(String, bool)>)> = files
            .map(|file| {
                let file = file.unwrap();
                let entries = read(&fs::read_to_string(file.path()).unwrap()).into_values();
                let entries = entries.map(|entry| (entry.day, entry.cancelled)).collect();
                (file.file_name().into_string().unwrap(), entries)
            })
            .collect();
        files.sort();
        files
    };
    let region = "Region Vesthavet sender udkastet i høring.";
    let of_region = |entries: &[(&str, bool)]| {
        let entries = entries
            .iter()
            .map(|(day, cancelled)| ((*day).to_owned(), *cancelled));
        vec![(
            "region-vesthavet.ics".to_owned(),
            entries.collect::<Vec<_>>(),
        )]
    };
    paper(&place, &[region, "Svar sendes senest den 1. april 2022."]);
    assert_eq!(by_organisation(), of_region(&[("20220401", false)]));
    paper(&place, &[region, "Der er ingen frist mere."]);
    assert_eq!(by_organisation(), of_region(&[("20220401", true)]));
    place.write("papers/other.txt", "Notat\n\nVandet stiger igen.\n");
    fs::remove_file(place.path("papers/baadebro.txt")).unwrap();
    ingest(&place, ["--prune", "papers"]);
    assert_eq!(by_organisation(), of_region(&[]));
}

#[test]
fn times_are_of_the_archive_s_history() {
    let place = Place::new();
    paper(&place, &[ANSWER]);
    std::thread::sleep(Duration::from_millis(1100));
    let (_, first) = only(&place);
    let archive = Archive::open(&place.path("archive"), Access::Read).unwrap();
    let last: Timestamp = archive.last_moment().unwrap().unwrap();
    assert!(
        first.created <= last.strftime("%Y%m%dT%H%M%SZ").to_string(),
        "of the run, not of now"
    );
}
