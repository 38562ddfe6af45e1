//! How fast papers are understood: `cargo bench -p fields`.
//!
//! Megabytes a second on one core: of prose as most of an archive is (three plain sentences, then a line of one of the
//! fixtures' papers), of the fixtures' papers themselves (a value in every second line), of a long paper (their texts one
//! after the other, 1 MB), and of lines that repeat one thing, as hostile or broken files do.

use std::fmt;

use divan::{Bencher, black_box, counter::BytesCount};
use fields::{Vocabulary, understand};
use paper::Document;

#[path = "../src/sample.rs"]
#[allow(
    dead_code,
    clippy::unwrap_used,
    reason = "made for tests, which use all of it"
)]
mod sample;

fn main() {
    divan::main();
}

const PAPERS: [&str; 10] = [
    include_str!("../../../fixtures/papers/afslag-koncertsal-2009.txt"),
    include_str!("../../../fixtures/papers/ansoegning-naerlaege-2014.txt"),
    include_str!("../../../fixtures/papers/bevilling-ungeindsats-2018.txt"),
    include_str!("../../../fixtures/papers/budget-havnedage-2007.txt"),
    include_str!("../../../fixtures/papers/dagsorden-teknik-2011.txt"),
    include_str!("../../../fixtures/papers/hoering-stoej-2005.txt"),
    include_str!("../../../fixtures/papers/kommissorium-digegruppe-1996.txt"),
    include_str!("../../../fixtures/papers/kommissorium-klimaraad-2023.txt"),
    include_str!("../../../fixtures/papers/notat-cykelsti-2016.txt"),
    include_str!("../../../fixtures/papers/tidsplan-ungebyraad-2019.txt"),
];
const LONG: usize = 1_000_000;

/// Sentences without any value, as most of a paper is.
const PROSE: [&str; 6] = [
    "Udvalget drøftede oplægget fra forvaltningen og var enigt i, at de pårørende bør inddrages tidligere og bredere end hidtil.",
    "Der var tilslutning til, at indsatsen samles i kommunerne, så borgerne mærker en hjælp, der hænger sammen og kommer uden ventetid.",
    "Formanden fortalte, at samarbejdet med de frivillige går godt, og at erfaringerne fortjener at blive kendt i resten af landet.",
    "Sekretariatet ser på, hvordan oplysningerne kan deles med institutionerne på en måde, der er både enkel og sikker for alle parter.",
    "Flere efterspurgte et overblik over de faglige krav, herunder hvad der skal dokumenteres, og hvordan der følges op på afvigelser.",
    "Administrationen vurderer, at ordningen kan fortsætte inden for rammen, uden at det går ud over kvaliteten i de enkelte tilbud.",
];

/// What most of an archive is: prose, and now and then a value. Papers of some 8 KB.
#[divan::bench]
fn prose(bencher: Bencher<'_, '_>) {
    let lines = PAPERS.iter().flat_map(|paper| paper.lines());
    let lines: Vec<&str> = lines.filter(|line| !line.trim().is_empty()).collect();
    let papers: Vec<Document> = lines
        .chunks(20)
        .map(|some| {
            let mut text = String::new();
            for (at, line) in some.iter().enumerate() {
                let plain = (0..3).map(|more| PROSE[(at + more) % PROSE.len()]);
                text.extend(plain.flat_map(|sentence| [sentence, " "]));
                text.extend(["\n\n", line, "\n"]);
            }
            sample::document(&text)
        })
        .collect();
    measure(bencher, &papers);
}

/// Papers as they come, one after the other.
#[divan::bench]
fn papers(bencher: Bencher<'_, '_>) {
    let papers: Vec<Document> = PAPERS.iter().map(|text| sample::document(text)).collect();
    measure(bencher, &papers);
}

/// One long paper.
#[divan::bench]
fn long(bencher: Bencher<'_, '_>) {
    let text: String = PAPERS.iter().copied().cycle().take(LONG / 2_000).collect();
    measure(bencher, &[sample::document(&text)]);
}

/// One line of the same thing over and over.
#[derive(Clone, Copy)]
struct Repeated(&'static str);

impl fmt::Display for Repeated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

const REPEATED: [Repeated; 10] = [
    Repeated("a@b.dk "),
    Repeated("8964 2117 "),
    Repeated("2015-2018, "),
    Repeated("1.000 kr. "),
    Repeated("uge 42 "),
    Repeated("den 3. maj 2019 senest "),
    Repeated("Jens Holm (A), "),
    Repeated("Region Midtjylland, "),
    Repeated("x\t"),
    Repeated("Navn: \n"),
];

#[divan::bench(args = REPEATED, sample_count = 2)]
fn repeated(bencher: Bencher<'_, '_>, of: Repeated) {
    let text = of.0.repeat(200_000 / of.0.len());
    measure(bencher, &[sample::document(&text)]);
}

fn measure(bencher: Bencher<'_, '_>, documents: &[Document]) {
    let words = Vocabulary::builtin();
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for document in documents {
            black_box(understand(black_box(document), words));
        }
    });
}
