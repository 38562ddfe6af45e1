//! Megabytes a second of each finder and of all, on committee prose made from the fixtures: `speed [MEGABYTES [RUNS [FINDER]]]`.
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::{hint::black_box, time::Instant};

use danish::{Context, Reading, Vocabulary};

/// Prose without any expression, as most of a paper is; the fixtures' phrases stand between these.
const PROSE: [&str; 8] = [
    "Udvalget drøftede forvaltningens oplæg og tilsluttede sig anbefalingerne om en bredere inddragelse af de pårørende.",
    "Der var enighed om, at indsatsen bør samles hos kommunerne, så borgerne oplever en sammenhængende hjælp uden ventetid.",
    "Formanden bemærkede, at samarbejdet med foreningerne fungerer godt, og at erfaringerne bør udbredes til hele regionen.",
    "Sekretariatet undersøger, hvordan oplysningerne kan stilles til rådighed for institutionerne på en enkel og sikker måde.",
    "Medlemmerne efterspurgte et overblik over de faglige retningslinjer, herunder kravene til dokumentation og opfølgning.",
    "Forslaget sendes i høring blandt brugerråd, faglige organisationer og de praktiserende læger, inden det behandles igen.",
    "Administrationen vurderer, at ordningen kan videreføres inden for den nuværende ramme uden at forringe kvaliteten.",
    "Pia Holm orienterede om arbejdsgruppens foreløbige overvejelser, og gruppen vender tilbage med en samlet indstilling.",
];
const FIXTURES: [&str; 4] = [
    include_str!("../../../fixtures/danish/times.toml"),
    include_str!("../../../fixtures/danish/money.toml"),
    include_str!("../../../fixtures/danish/numbers.toml"),
    include_str!("../../../fixtures/danish/nothing.toml"),
];

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let count = |k: usize, or: usize| given.get(k).and_then(|g| g.parse().ok()).unwrap_or(or);
    let (megabytes, runs) = (count(0, 10), count(1, 5).max(1));
    let only = |finder: &str| given.get(2).is_none_or(|name| name == finder);
    let words = Vocabulary::builtin();
    let context = Context {
        reference: Some(jiff::civil::date(2014, 3, 7)),
        ..Context::default()
    };
    let prose = prose(megabytes * 1_000_000);
    let digits = "12.3/4-".repeat(megabytes * 1_000_000 / 7);
    for (name, text) in [("prose", &prose), ("digits and separators", &digits)] {
        println!("{name}, {} bytes, best of {runs}", text.len());
        let finders: [(&str, &dyn Fn() -> usize); 5] = [
            ("sentences", &|| danish::sentences(text).count()),
            ("times", &|| danish::times(text, words, &context).len()),
            ("money", &|| danish::money(text, words).len()),
            ("numbers", &|| danish::numbers(text, words).len()),
            ("all", &|| {
                let all = Reading::new(text, words);
                all.times(&context).len() + all.money.len() + all.numbers.len()
            }),
        ];
        for (finder, run) in finders.into_iter().filter(|(finder, _)| only(finder)) {
            let (seconds, found) = best(runs, run);
            let rate = text.len() as f64 / 1e6 / seconds;
            println!("  {finder:<10} {rate:7.1} MB/s  {found} found");
        }
    }
}

/// The least seconds that a run took, and what it found.
fn best(runs: usize, run: impl Fn() -> usize) -> (f64, usize) {
    let (mut least, mut found) = (f64::INFINITY, 0);
    for _ in 0..runs {
        let start = Instant::now();
        found = black_box(run());
        least = least.min(start.elapsed().as_secs_f64());
    }
    (least, found)
}

/// Paragraphs of plain sentences with a phrase of the fixtures after every third.
fn prose(bytes: usize) -> String {
    let phrases: Vec<&str> = FIXTURES
        .iter()
        .flat_map(|file| file.lines())
        .filter_map(|line| {
            line.strip_prefix("text = \"")
                .or(line.strip_prefix("    \""))
        })
        .filter_map(|line| line.split('"').next())
        .filter(|phrase| phrase.len() > 20)
        .collect();
    let mut text = String::with_capacity(bytes + 1_000);
    let mut plain = PROSE.iter().cycle();
    for phrase in phrases.iter().cycle() {
        for sentence in plain.by_ref().take(3) {
            text.push_str(sentence);
            text.push(' ');
        }
        text.push_str(phrase);
        text.push_str("\n\n");
        if text.len() >= bytes {
            break;
        }
    }
    text
}
