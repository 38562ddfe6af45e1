//! How fast expressions are found: `cargo bench -p danish`.
//!
//! Megabytes a second of each finder, and of all in one pass, on prose as committees write it (ten megabytes: three plain sentences, then one
//! with an expression), on the papers of the fixtures (tables and lists, an expression in every second line), and on text made
//! to harm. Then what each rule of the grammar costs: a thousand times the example of its page.

use std::{fmt, sync::LazyLock};

use danish::{Context, Reading, Vocabulary, words::Lexicon};
use divan::{Bencher, black_box, counter::BytesCount, counter::ItemsCount};

fn main() {
    divan::main();
}

/// Prose without any expression, as most of a paper is; the corpora's sentences stand between these.
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
const CORPORA: [&str; 4] = [
    include_str!("../../../fixtures/danish/times.toml"),
    include_str!("../../../fixtures/danish/money.toml"),
    include_str!("../../../fixtures/danish/numbers.toml"),
    include_str!("../../../fixtures/danish/nothing.toml"),
];
const PAPERS: [&str; 4] = [
    include_str!("../../../fixtures/papers/notat-cykelsti-2016.txt"),
    include_str!("../../../fixtures/papers/dagsorden-teknik-2011.txt"),
    include_str!("../../../fixtures/papers/tidsplan-ungebyraad-2019.txt"),
    include_str!("../../../fixtures/papers/ansoegning-naerlaege-2014.txt"),
];
const BYTES: usize = 10_000_000;

/// A text of each sort.
#[derive(Clone, Copy)]
enum Text {
    Prose,
    Papers,
    Hostile,
}

const TEXTS: [Text; 3] = [Text::Prose, Text::Papers, Text::Hostile];

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Prose => "prose",
            Self::Papers => "papers",
            Self::Hostile => "digits and separators",
        })
    }
}

impl Text {
    fn text(self) -> &'static str {
        static PROSE: LazyLock<String> = LazyLock::new(prose);
        static PAPERS_: LazyLock<String> = LazyLock::new(|| filled(&PAPERS.join("\n\n")));
        static HOSTILE: LazyLock<String> = LazyLock::new(|| filled("12.3/4-"));
        match self {
            Self::Prose => &PROSE,
            Self::Papers => &PAPERS_,
            Self::Hostile => &HOSTILE,
        }
    }
}

fn filled(piece: &str) -> String {
    piece.repeat(BYTES / piece.len())
}

/// Paragraphs of plain sentences with a phrase of the corpora after every third.
fn prose() -> String {
    let phrases: Vec<&str> = CORPORA
        .iter()
        .flat_map(|file| file.lines())
        .filter_map(|line| {
            line.strip_prefix("text = \"")
                .or(line.strip_prefix("    \""))
        })
        .filter_map(|line| line.split('"').next())
        .filter(|phrase| phrase.len() > 20)
        .collect();
    let mut text = String::with_capacity(BYTES + 1_000);
    let mut plain = PROSE.iter().cycle();
    for phrase in phrases.iter().cycle() {
        for sentence in plain.by_ref().take(3) {
            text.push_str(sentence);
            text.push(' ');
        }
        text.push_str(phrase);
        text.push_str("\n\n");
        if text.len() >= BYTES {
            break;
        }
    }
    text
}

fn context() -> Context {
    Context {
        reference: Some(jiff::civil::date(2014, 3, 7)),
        ..Context::default()
    }
}

fn over(bencher: Bencher<'_, '_>, text: Text, run: impl Fn(&str) -> usize + Sync) {
    let text = text.text();
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| run(black_box(text)));
}

#[divan::bench(args = TEXTS, sample_count = 9, sample_size = 1)]
fn all(bencher: Bencher<'_, '_>, text: Text) {
    over(bencher, text, |text| {
        let all = Reading::new(text, Vocabulary::builtin());
        all.times(&context()).len() + all.money.len() + all.numbers.len()
    });
}

#[divan::bench(args = TEXTS, sample_count = 9, sample_size = 1)]
fn times(bencher: Bencher<'_, '_>, text: Text) {
    over(bencher, text, |text| {
        danish::times(text, Vocabulary::builtin(), &context()).len()
    });
}

#[divan::bench(args = TEXTS, sample_count = 9, sample_size = 1)]
fn money(bencher: Bencher<'_, '_>, text: Text) {
    over(bencher, text, |text| {
        danish::money(text, Vocabulary::builtin()).len()
    });
}

#[divan::bench(args = TEXTS, sample_count = 9, sample_size = 1)]
fn numbers(bencher: Bencher<'_, '_>, text: Text) {
    over(bencher, text, |text| {
        danish::numbers(text, Vocabulary::builtin()).len()
    });
}

#[divan::bench(args = TEXTS, sample_count = 9, sample_size = 1)]
fn sentences(bencher: Bencher<'_, '_>, text: Text) {
    over(bencher, text, |text| danish::sentences(text).count());
}

/// The examples of the grammar's page: rule and sentence.
fn rules() -> Vec<Example> {
    let rows = include_str!("../src/grammar.md").lines();
    rows.filter_map(|row| {
        let mut cells = row.strip_prefix("| `")?.split(" | ");
        let rule = cells.next()?.trim_end_matches('`');
        Some(Example {
            rule,
            sentence: cells.next()?,
        })
    })
    .collect()
}

struct Example {
    rule: &'static str,
    sentence: &'static str,
}

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule)
    }
}

/// A thousand sentences with one expression of the rule, each a paragraph: the time of an item is that of such a sentence.
#[divan::bench(args = rules(), sample_count = 9)]
fn rule(bencher: Bencher<'_, '_>, example: &Example) {
    let text = format!("{}\n\n", example.sentence).repeat(1_000);
    bencher
        .counter(ItemsCount::new(1_000_u32))
        .bench(|| danish::times(black_box(&text), Vocabulary::builtin(), &context()).len());
}

/// The words of the corpus of compounds.
#[divan::bench(sample_count = 9)]
fn compounds(bencher: Bencher<'_, '_>) {
    let words: Vec<&str> = include_str!("../../../fixtures/danish/words.toml")
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.split('"').next())
        .collect();
    let lexicon = Lexicon::builtin();
    bencher.counter(ItemsCount::new(words.len())).bench(|| {
        words
            .iter()
            .map(|word| lexicon.split(word).len())
            .sum::<usize>()
    });
}
