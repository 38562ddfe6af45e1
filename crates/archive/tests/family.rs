//! Families: which papers are one, whatever the order in which they come.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use archive::{
    Access, Archive, Batch, Differs, EndReason, Judgement, Packed, PaperId, Place, Reading,
    RunCounts, Signature, Understood, Versions,
};
use jiff::Timestamp;
use paper::{
    BlockKind, DateRole, Document, Found, Kind, Organisation, OrganisationKind, Paper, Source,
};
use proptest::prelude::*;

fn now() -> Timestamp {
    "2026-01-05T10:00:00Z".parse().unwrap()
}

fn versions() -> Versions {
    Versions {
        reader: 1,
        rules: 1,
        vocabulary: "v1".into(),
    }
}

/// A paper to be put: its text is its name in what follows.
#[derive(Debug, Clone)]
struct Sample {
    hash: String,
    text: String,
    case: Option<String>,
}

impl Sample {
    fn new(hash: &str, text: String) -> Self {
        Self {
            hash: hash.into(),
            text,
            case: None,
        }
    }

    fn document(&self) -> Document {
        let mut document = Document::default();
        document.push(BlockKind::Paragraph, 0, &self.text);
        document
    }

    fn paper(&self) -> Paper {
        let case = self.case.iter().map(|case| Found {
            corrected: None,
            value: case.clone(),
            rule: None,
            confidence: None,
            source: Source::default(),
        });
        Paper {
            kind: Kind::Notat,
            case_numbers: case.collect(),
            ..Paper::default()
        }
    }

    fn packed(&self) -> Packed {
        Packed::new(&Reading {
            hash: &self.hash,
            format: "text",
            document: &self.document(),
            paper: &self.paper(),
            versions: &versions(),
        })
        .unwrap()
    }
}

/// Words of no meaning; two topics have none in common.
fn prose(topic: u32, words: u32) -> Vec<String> {
    let letters = |number: u32| {
        let letter = |place: u32| char::from_u32('b' as u32 + number / place % 20);
        [1, 20, 400]
            .into_iter()
            .filter_map(letter)
            .collect::<String>()
    };
    (0..words)
        .map(|n| format!("{}a{}", letters(topic), letters(n * 7 % (words + 3))))
        .collect()
}

/// A prose with every so manieth word another one.
fn edited(topic: u32, words: u32, every: usize, mark: &str) -> String {
    let mut words = prose(topic, words);
    for word in words.iter_mut().skip(every / 2).step_by(every) {
        *word = format!("{mark}{word}");
    }
    words.join(" ")
}

/// An agenda of a committee of a municipality, whose words are a template's but for those two.
fn agenda(committee: &str, municipality: &str) -> Signature {
    let mut document = Document::default();
    // What stands in both: names and numbers, and prose.
    let names = "Ida Falk, Bo Lind, Tove Krogh, lokale 27, kl. 15, punkt 1 til 9, bilag 4 og 12, Mosevej 33";
    let text = format!(
        "{committee} {municipality} {names} {}",
        edited(9, 200, 999, "")
    );
    document.push(BlockKind::Paragraph, 0, &text);
    let found = |value: String| Found {
        corrected: None,
        value,
        rule: None,
        confidence: None,
        source: Source::default(),
    };
    let organisation = |name: &str, kind| Organisation {
        name: name.into(),
        kind,
        rule: None,
        confidence: None,
        source: Source::default(),
    };
    let named =
        (committee != "udvalget").then(|| organisation(committee, OrganisationKind::Udvalg));
    let paper = Paper {
        kind: Kind::Dagsorden,
        title: Some(found(format!("Dagsorden for {committee}"))),
        organisations: [organisation(municipality, OrganisationKind::Kommune)]
            .into_iter()
            .chain(named)
            .collect(),
        ..Paper::default()
    };
    Signature::new(&document, &paper)
}

#[test]
fn two_committees_and_two_municipalities_have_no_agenda_in_common() {
    let one = agenda("Fyrudvalget", "Klitby Kommune");
    assert!(one.judge(&agenda("Fyrudvalget", "KLITBY KOMMUNE")).same());
    // Named otherwise in the title of one format.
    assert!(one.judge(&agenda("udvalget", "Klitby Kommune")).same());
    for other in [
        agenda("Digeudvalget", "Klitby Kommune"),
        agenda("Fyrudvalget", "Strandby Kommune"),
    ] {
        assert_eq!(one.judge(&other), Judgement::Two(Differs::Body));
    }
}

/// Papers of all sorts: formats, drafts that hang together by others in between, others, short ones, and more papers from
/// one template than are compared, two of them in two versions.
fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut add = |hash: &str, text: String| samples.push(Sample::new(hash, text));
    add("a1", edited(1, 200, 999, ""));
    add("a2", edited(1, 200, 999, "").to_uppercase());
    add("a3", edited(1, 200, 12, "ny"));
    add(
        "a4",
        format!("{} {}", edited(1, 200, 12, "ny"), edited(1, 200, 9, "z")),
    );
    add("b1", edited(2, 200, 999, ""));
    add("c1", "Bilag til punkt 4".into());
    add("c2", "Bilag til punkt 4".into());
    add(
        "d1",
        "Mødet den tredje maj er flyttet til salen på første sal".into(),
    );
    add(
        "d2",
        "Mødet den tredje maj er\nflyttet til salen på første sal".into(),
    );
    add(
        "d3",
        "Mødet den fjerde maj er flyttet til salen på første sal".into(),
    );
    for form in 0..70 {
        let names = prose(100 + form, 30).join(" Navn");
        let text = format!("{} Navn{names}", edited(3, 150, 999, ""));
        add(&format!("f{form:02}"), text.clone());
        if form < 2 {
            add(&format!("f{form:02}-draft"), format!("udkast {text}"));
        }
    }
    samples
}

fn open(dir: &tempfile::TempDir) -> Archive {
    Archive::open(&dir.path().join("a"), Access::Create).unwrap()
}

fn put(archive: &mut Archive, sample: &Sample, location: &str) -> PaperId {
    let mut batch = archive.batch(now()).unwrap();
    let id = put_in(&mut batch, sample, location);
    batch.commit().unwrap();
    id
}

fn put_in(batch: &mut Batch<'_>, sample: &Sample, location: &str) -> PaperId {
    let place = Place {
        location,
        path: location,
        size: 1,
        mtime_ns: 1,
    };
    batch.put_read(&place, &sample.packed()).unwrap()
}

/// The families by their founders.
fn families(archive: &Archive) -> BTreeMap<String, BTreeSet<String>> {
    let mut papers = Vec::new();
    archive
        .each_paper(|paper| {
            papers.push((paper.id, paper.hash));
            Ok::<_, archive::ArchiveError>(())
        })
        .unwrap();
    let mut families: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, hash) in papers {
        let founder = archive.history(id).unwrap().unwrap().founder;
        families.entry(founder).or_default().insert(hash);
    }
    families
}

fn put_all(samples: &[Sample]) -> BTreeMap<String, BTreeSet<String>> {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = open(&dir);
    let mut batch = archive.batch(now()).unwrap();
    for sample in samples {
        put_in(&mut batch, sample, &sample.hash);
    }
    batch.commit().unwrap();
    families(&archive)
}

fn set(hashes: &[&str]) -> BTreeSet<String> {
    hashes.iter().map(|hash| (*hash).to_owned()).collect()
}

#[test]
fn versions_and_formats_are_one_and_others_are_not() {
    let families = put_all(&samples());
    assert_eq!(families["a1"], set(&["a1", "a2", "a3", "a4"]));
    assert_eq!(families["b1"], set(&["b1"]));
    assert_eq!(families["c1"], set(&["c1"]), "too short to tell");
    assert_eq!(
        families["d1"],
        set(&["d1", "d2"]),
        "of so few words each counts"
    );
    assert_eq!(families["f00"], set(&["f00", "f00-draft"]));
    assert_eq!(families["f02"], set(&["f02"]));
    assert_eq!(families.len(), 7 + 68 + 2 - 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Nor does it matter what a paper was understood as before it was understood as it is now.
    #[test]
    fn the_order_does_not_matter(
        order in Just((0..samples().len()).collect::<Vec<_>>()).prop_shuffle(),
        again in prop::collection::vec(0..samples().len(), 4),
    ) {
        let samples = samples();
        let expected = put_all(&samples);
        let dir = tempfile::tempdir().unwrap();
        let mut archive = open(&dir);
        let mut ids = BTreeMap::new();
        let mut batch = archive.batch(now()).unwrap();
        for &at in &order {
            let mut first = samples[at].clone();
            if again.contains(&at) {
                // Of a case of its own it is nobody's version.
                first.case = Some(format!("17/{at}"));
            }
            ids.insert(at, put_in(&mut batch, &first, &first.hash));
        }
        batch.commit().unwrap();
        for at in again {
            let understood = Understood::new(&samples[at].paper(), &versions()).unwrap();
            let mut batch = archive.batch(now()).unwrap();
            batch.put_understood(ids[&at], &understood).unwrap();
            batch.commit().unwrap();
        }
        prop_assert_eq!(families(&archive), expected);
    }
}

/// Two versions of a paper that are found by their case alone.
fn far_versions(case: &str) -> [Sample; 2] {
    let first = Sample::new("g1", edited(7, 200, 999, ""));
    let keys = |sample: &Sample| Signature::new(&sample.document(), &sample.paper()).keys();
    let is_far = |second: &Sample| {
        let theirs = keys(second);
        let judge = |a: &Sample, b: &Sample| {
            Signature::new(&a.document(), &a.paper())
                .judge(&Signature::new(&b.document(), &b.paper()))
        };
        judge(&first, second).same() && keys(&first).iter().all(|key| !theirs.contains(key))
    };
    let mut tries =
        (0..200).map(|n| Sample::new("g2", edited(7, 200, 5, &format!("z{}", "y".repeat(n)))));
    let second = tries.find(is_far).unwrap();
    [first, second].map(|sample| Sample {
        case: Some(case.into()),
        ..sample
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// What so many have in common that they are not compared links nobody, also those who came before there were so many,
    /// and links again when there are fewer.
    #[test]
    fn a_crowd_links_nobody(
        order in Just((0..68).collect::<Vec<usize>>()).prop_shuffle(),
        crowded in any::<bool>(),
    ) {
        let others = 62 + u32::from(crowded);
        let mut samples: Vec<Sample> = far_versions("17/1").into();
        samples.extend((0..66).map(|n| Sample {
            case: (n < others).then(|| "17/1".to_owned()),
            ..Sample::new(&format!("h{n}"), edited(200 + n, 60, 999, ""))
        }));
        let dir = tempfile::tempdir().unwrap();
        let mut archive = open(&dir);
        let mut batch = archive.batch(now()).unwrap();
        let mut ids = Vec::new();
        for at in order {
            // At first all of them are of the case.
            let first = Sample { case: Some("17/1".to_owned()), ..samples[at].clone() };
            ids.push((put_in(&mut batch, &first, &first.hash), at));
        }
        for (id, at) in ids {
            let understood = Understood::new(&samples[at].paper(), &versions()).unwrap();
            batch.put_understood(id, &understood).unwrap();
        }
        batch.commit().unwrap();
        let expected = if crowded { set(&["g1"]) } else { set(&["g1", "g2"]) };
        prop_assert_eq!(&families(&archive)["g1"], &expected);
    }
}

#[test]
fn what_is_no_longer_alike_leaves_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = open(&dir);
    // The bridge between two that are not alike enough by themselves.
    let chain =
        ["a1", "a3", "a4"].map(|hash| samples().into_iter().find(|s| s.hash == hash).unwrap());
    let ids = chain
        .clone()
        .map(|sample| put(&mut archive, &sample, &sample.hash));
    let understand = |archive: &mut Archive, at: usize, case: Option<&str>| {
        let mut sample = chain[at].clone();
        sample.case = case.map(str::to_owned);
        let mut batch = archive.batch(now()).unwrap();
        let understood = Understood::new(&sample.paper(), &versions()).unwrap();
        batch.put_understood(ids[at], &understood).unwrap();
        batch.commit().unwrap();
    };
    assert_eq!(families(&archive).len(), 1);
    for at in 0..3 {
        understand(&mut archive, at, Some(["1/1", "1/2", "1/3"][at]));
    }
    assert_eq!(families(&archive).len(), 3);
    for at in 0..3 {
        understand(&mut archive, at, None);
    }
    assert_eq!(families(&archive)["a1"], set(&["a1", "a3", "a4"]));
}

#[test]
fn the_older_family_wins_over_the_smaller_hash() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = open(&dir);
    for hash in ["m", "z", "b"] {
        let run = archive.begin_run(now()).unwrap();
        let sample = Sample::new(hash, edited(1, 200, 999, ""));
        put(&mut archive, &sample, hash);
        archive
            .end_run(run, now(), EndReason::Done, &RunCounts::default(), "{}")
            .unwrap();
    }
    // Three ingests: the first one's paper has founded the family for good.
    assert_eq!(families(&archive)["m"], set(&["b", "m", "z"]));
}

#[test]
fn a_family_lists_its_last_version_first() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = open(&dir);
    let first = put(
        &mut archive,
        &Sample::new("v1", edited(1, 200, 999, "")),
        "plan.txt",
    );
    let last = put(
        &mut archive,
        &Sample::new("v2", edited(5, 200, 999, "")),
        "plan.txt",
    );
    let copy = put(
        &mut archive,
        &Sample::new("v3", edited(5, 200, 20, "ny")),
        "kopi.txt",
    );
    let family = archive.family(first).unwrap();
    let listed: Vec<_> = family
        .iter()
        .map(|one| (one.id, one.path.as_deref()))
        .collect();
    assert_eq!(
        listed,
        [
            (copy, Some("kopi.txt")),
            (last, Some("plan.txt")),
            (first, None)
        ],
        "the heir, what is alike with it, and the one whose place it took"
    );
    assert_eq!(
        archive.understood(first).unwrap().unwrap().kind,
        Kind::Notat
    );
    assert!(
        !family[0].judgement.unwrap().same(),
        "only the heir holds them together"
    );
}

#[test]
fn papers_of_an_archive_of_before_get_their_signatures() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = open(&dir);
    let chain =
        [("a", 999), ("b", 15)].map(|(hash, every)| Sample::new(hash, edited(1, 200, every, "ny")));
    let ids = chain
        .clone()
        .map(|sample| put(&mut archive, &sample, &sample.hash));
    drop(archive);
    let db = rusqlite::Connection::open(dir.path().join("a").join(archive::DATABASE)).unwrap();
    // Version 9 had other signatures, which cannot be read any more, and one index fewer.
    db.execute_batch(
        "UPDATE signatures SET value = x'00'; DROP INDEX places_missing; PRAGMA user_version = 9;
         UPDATE papers SET family = (SELECT id FROM families WHERE founder = hash);",
    )
    .unwrap();
    let mut archive = open(&dir);
    assert_eq!(families(&archive).len(), 2);
    assert_eq!(archive.unsigned(None, 1).unwrap(), ids[..1]);
    for (id, sample) in ids.into_iter().zip(&chain) {
        let mut batch = archive.batch(now()).unwrap();
        batch
            .put_signature(id, &Signature::new(&sample.document(), &sample.paper()))
            .unwrap();
        batch.commit().unwrap();
    }
    assert_eq!(archive.unsigned(None, 9).unwrap(), []);
    assert!(archive.may_be_unsigned().unwrap());
    let mut batch = archive.batch(now()).unwrap();
    batch.all_signed().unwrap();
    batch.commit().unwrap();
    assert!(!archive.may_be_unsigned().unwrap());
    assert_eq!(families(&archive)["a"], set(&["a", "b"]));
}

#[test]
fn an_entry_goes_with_its_paper_and_both_families_are_touched() {
    const ROLES: &[DateRole] = &[DateRole::Deadline];
    let dir = tempfile::tempdir().unwrap();
    let mut archive = open(&dir);
    let pair = ["a1", "a3"].map(|hash| samples().into_iter().find(|s| s.hash == hash).unwrap());
    let ids = pair
        .clone()
        .map(|sample| put(&mut archive, &sample, &sample.hash));
    let settle = |archive: &Archive| {
        let mut settling = archive.settle(ROLES).unwrap();
        let touched = settling.touched(100).unwrap().unwrap_or_default();
        let entries = touched
            .iter()
            .map(|family| settling.entries(family).unwrap().len());
        let seen: Vec<_> = touched
            .iter()
            .map(|family| (family.founder.clone(), family.last))
            .zip(entries)
            .collect();
        if seen.iter().all(|&(_, entries)| entries == 0) {
            // It shows the second paper.
            let shown = archive.record(ids[1]).unwrap().unwrap();
            let uid = |n| format!("eintrag-{n}");
            settling
                .add(&touched[0], DateRole::Deadline, ids[1], &shown, uid)
                .unwrap();
        }
        settling.commit().unwrap();
        seen
    };
    let family = |hash: &str, last, entries| ((hash.to_owned(), last), entries);
    // The second paper's own family is one that it left.
    assert_eq!(
        settle(&archive),
        [family("a1", Some(ids[0]), 0), family("a3", None, 0)]
    );
    let understand = |archive: &mut Archive, case: Option<&str>| {
        for (id, sample) in ids.into_iter().zip(&pair) {
            let mut sample = sample.clone();
            sample.case = case.map(|case| format!("{case}/{}", sample.hash));
            let understood = Understood::new(&sample.paper(), &versions()).unwrap();
            let mut batch = archive.batch(now()).unwrap();
            batch.put_understood(id, &understood).unwrap();
            batch.commit().unwrap();
        }
    };
    understand(&mut archive, Some("17"));
    assert_eq!(families(&archive).len(), 2);
    assert_eq!(
        settle(&archive),
        [family("a1", Some(ids[0]), 0), family("a3", Some(ids[1]), 1)]
    );
    understand(&mut archive, None);
    assert_eq!(
        settle(&archive),
        [family("a1", Some(ids[0]), 1), family("a3", None, 0)],
        "back with its paper"
    );
}
