//! Questions, drawn from the papers' own words.

use std::collections::BTreeMap;

use index::{Facet, Filter, Histogram, Index, IndexError, Query, QueryError, Search, Sort, Step};
use jiff::{Span, civil::Date};
use paper::{BlockKind, DateRole, Document, Paper};

use crate::corpus::{Corpus, Random, SEED};

/// How many questions of a kind are asked.
const MANY: usize = 300;
/// How many papers the words are drawn from.
const SAMPLE: u64 = 1_000;
/// The fewest letters of a word that is asked for: shorter ones say little.
const SHORTEST: usize = 5;

/// Declares the kinds of questions with the words that stand for them.
macro_rules! asks {
    ($($ask:ident = $word:literal,)+) => {
        /// What is asked for.
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Ask { $($ask),+ }

        impl Ask {
            pub(crate) const ALL: &[Self] = &[$(Self::$ask),+];

            pub(crate) fn word(self) -> &'static str {
                match self { $(Self::$ask => $word),+ }
            }
        }
    };
}

asks! {
    Term = "term",
    And = "two terms, both",
    Or = "two terms, one of them",
    Phrase = "phrase",
    Prefix = "prefix",
    Within = "wildcard inside",
    Leading = "leading wildcard",
    Fuzzy = "one letter off",
    Member = "person",
    Dates = "dates with a role",
    Amounts = "range of amounts",
    FacetsOfTerm = "facets over a term",
    FacetsOfAll = "facets over all",
    Newest = "90 days, newest first",
    NextDeadline = "term, next deadline first",
    Sums = "sums of amounts",
    Histogram = "papers by year",
    Suggest = "did you mean",
    Snippets = "ten snippets",
    FarPage = "term, from the 10,000th",
}

/// A question as it is typed, and what goes with it.
pub(crate) struct Question {
    ask: Ask,
    pub(crate) text: String,
    /// The days of the papers, where they are asked for.
    days: Option<(Date, Date)>,
}

impl Question {
    /// What the index is asked; typed words are understood here.
    pub(crate) fn search(&self) -> Result<Search, QueryError> {
        let mut search = Search::new(Query::parse(&self.text)?);
        match self.ask {
            Ask::FacetsOfTerm | Ask::FacetsOfAll => search.facets = Facet::ALL.to_vec(),
            Ask::NextDeadline => search.sort = Sort::Deadline,
            Ask::Sums => search.sums = true,
            Ask::Histogram => {
                let (role, step) = (None, Step::Year);
                search.histogram = Some(Histogram { role, step });
            }
            Ask::FarPage => search.offset = 10_000,
            _ => {}
        }
        if let Some((from, to)) = self.days {
            let (from, to) = (Some(from), Some(to));
            search.sort = Sort::Newest;
            search.filter = Filter {
                from,
                to,
                ..Filter::default()
            };
        }
        Ok(search)
    }

    /// As it is shown in a table.
    pub(crate) fn shown(&self) -> String {
        match self.days {
            Some((from, to)) => format!("{from}..{to}"),
            None => self.text.clone(),
        }
    }

    /// Its words, or its first and its last day, for other programs to put together in their own language.
    pub(crate) fn parts(&self) -> Vec<String> {
        if let Some((from, to)) = self.days {
            return vec![from.to_string(), to.to_string()];
        }
        let bare = self.text.trim_matches(['"', '*']);
        bare.split_whitespace().map(Into::into).collect()
    }
}

/// How many papers have a word, of a hundred thousand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Often {
    /// 5,000 and more.
    Frequent,
    /// 50 and more.
    Middling,
    /// Fewer.
    Rare,
}

/// Words by their folded forms, as they are written and in how many papers they are.
type Words = BTreeMap<String, (String, u64)>;

/// Draws questions.
pub(crate) struct Questions {
    random: Random,
    sample: Vec<Paper>,
    frequent: Vec<String>,
    middling: Vec<String>,
    rare: Vec<String>,
    phrases: Vec<String>,
    /// How many different words the papers have.
    pub(crate) words: usize,
}

impl Questions {
    /// Takes words from papers all over the corpus, and asks the index how frequent they are.
    pub(crate) fn new(corpus: &Corpus, index: &Index) -> Result<Self, IndexError> {
        let step = (index.papers() / SAMPLE).max(1);
        let entries = (0..SAMPLE.min(index.papers())).map(|at| corpus.paper(1 + at * step));
        let mut of = Self {
            random: Random::of(SEED, u64::MAX),
            sample: Vec::new(),
            frequent: Vec::new(),
            middling: Vec::new(),
            rare: Vec::new(),
            phrases: Vec::new(),
            words: 0,
        };
        let mut words = Words::new();
        for entry in entries {
            of.take(&entry.document, &mut words);
            of.sample.push(entry.record.paper);
        }
        index.each_word(|word, papers| {
            of.words += 1;
            if let Some(known) = words.get_mut(word) {
                known.1 = papers;
            }
        })?;
        for (word, papers) in words.into_values() {
            let list = match often(papers, index.papers()) {
                Often::Frequent => &mut of.frequent,
                Often::Middling => &mut of.middling,
                Often::Rare => &mut of.rare,
            };
            list.push(word);
        }
        Ok(of)
    }

    /// Takes words and phrases from a paper's prose.
    fn take(&mut self, document: &Document, words: &mut Words) {
        let blocks = document.blocks.iter();
        let prose = blocks.filter(|block| block.kind == BlockKind::Paragraph);
        // The first ones are the body's name, the date and the case number.
        for block in prose.skip(3) {
            let text = document.text_of(block);
            for word in text.split_whitespace().filter(|word| plain(word)) {
                let folded = danish::words::fold(word);
                words.entry(folded).or_insert((word.into(), 0));
            }
            self.phrases.extend(phrase(text, &mut self.random));
        }
    }

    /// The questions of a kind.
    pub(crate) fn draw(&mut self, ask: Ask) -> Vec<Question> {
        let question = |at| {
            let days = (ask == Ask::Newest).then(|| self.quarter());
            let text = self.text(ask, at);
            Question { ask, text, days }
        };
        (0..MANY).map(question).collect()
    }

    /// What is typed; frequent, middling and rare words take turns.
    fn text(&mut self, ask: Ask, at: usize) -> String {
        match ask {
            Ask::Term | Ask::FacetsOfTerm | Ask::NextDeadline | Ask::Sums | Ask::Histogram => {
                self.word(at)
            }
            Ask::And | Ask::Snippets => self.two(at).join(" "),
            Ask::Or => self.two(at).join(" OR "),
            Ask::Phrase => {
                let phrase = self.random.below(self.phrases.len());
                format!("\"{}\"", self.phrases[phrase])
            }
            Ask::Prefix => format!("{}*", cut(&self.word(at), 0, 4 + at % 3)),
            Ask::Within => {
                let word = self.long_word(at);
                let end = word.chars().count();
                format!("{}*{}", cut(&word, 0, 3), cut(&word, end - 3, end))
            }
            Ask::Leading => {
                let word = self.long_word(at);
                let end = word.chars().count();
                format!("*{}", cut(&word, end - 6, end))
            }
            Ask::Fuzzy => format!("{}~1", self.misspelt(at)),
            Ask::Suggest => self.misspelt(2),
            Ask::Member => self.person(),
            Ask::Dates => self.dates(),
            Ask::Amounts => self.amounts(),
            Ask::FacetsOfAll | Ask::Newest => String::new(),
            Ask::FarPage => self.word(0),
        }
    }

    fn word(&mut self, often: usize) -> String {
        let lists = [&self.frequent, &self.middling, &self.rare];
        let lists = lists.into_iter().cycle().skip(often % 3);
        let list = lists.take(3).find(|list| !list.is_empty());
        let list = list.expect("the papers have words");
        list[self.random.below(list.len())].clone()
    }

    /// Two words of which many papers have each; of rare ones no paper would have both.
    fn two(&mut self, at: usize) -> [String; 2] {
        [self.word(at % 2), self.word(at / 2 % 2)]
    }

    fn long_word(&mut self, often: usize) -> String {
        loop {
            let word = self.word(often);
            if word.chars().count() >= 8 {
                return word;
            }
        }
    }

    /// A word without one of its inner letters.
    fn misspelt(&mut self, often: usize) -> String {
        let word = self.long_word(often);
        let gone = 2 + self.random.below(4);
        let letters = word.chars().enumerate();
        let left = letters.filter(|(at, _)| *at != gone);
        left.map(|(_, letter)| letter).collect()
    }

    fn paper(&mut self, fits: impl Fn(&Paper) -> bool) -> &Paper {
        loop {
            let at = self.random.below(self.sample.len());
            if fits(&self.sample[at]) {
                return &self.sample[at];
            }
        }
    }

    fn person(&mut self) -> String {
        let paper = self.paper(|paper| !paper.members.is_empty());
        let name = paper.members[0].name.as_deref().unwrap_or_default();
        let last = name.rsplit(' ').next().unwrap_or_default();
        format!("medlem:{last}")
    }

    fn dates(&mut self) -> String {
        const ASKED: [(DateRole, &str); 3] = [
            (DateRole::Deadline, "frist"),
            (DateRole::Meeting, "møde"),
            (DateRole::Period, "periode"),
        ];
        let (role, word) = ASKED[self.random.below(3)];
        let paper = self.paper(|paper| paper.dates.iter().any(|date| date.role == role));
        let days = paper.dates.iter().filter(|date| date.role == role);
        let first = days.filter_map(paper::Mention::days).next();
        let (first, _) = first.expect("the paper has such a date");
        format!("{word}:{first}..{}", later(first, 30))
    }

    fn amounts(&mut self) -> String {
        let paper = self.paper(|paper| !paper.amounts.is_empty());
        let amount = &paper.amounts[0];
        let kroner = amount.ore / 100;
        format!("{}:{kroner}..{}", amount.role, kroner * 2)
    }

    /// Ninety days from the day of a paper on.
    fn quarter(&mut self) -> (Date, Date) {
        let paper = self.paper(|paper| paper.date.is_some());
        let first = paper.date.as_ref().map(|date| date.value);
        let first = first.expect("the paper has a date");
        (first, later(first, 89))
    }
}

fn often(papers: u64, of: u64) -> Often {
    match papers * 100_000 / of.max(1) {
        5_000.. => Often::Frequent,
        50.. if papers > 3 => Often::Middling,
        _ => Often::Rare,
    }
}

/// Whether a word is of small letters and not too short.
fn plain(word: &str) -> bool {
    word.chars().count() >= SHORTEST && word.chars().all(char::is_lowercase)
}

/// Two or three words that stand beside each other in a text, where it has such.
fn phrase(text: &str, random: &mut Random) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let many = 2 + random.below(2);
    let from = random.below(words.len());
    let some = words.get(from..from + many)?;
    let small = |word: &&str| word.chars().all(char::is_lowercase);
    let telling = some.iter().any(|word| plain(word));
    (telling && some.iter().all(small)).then(|| some.join(" "))
}

/// Some letters of a word.
fn cut(word: &str, from: usize, to: usize) -> String {
    word.chars().skip(from).take(to - from).collect()
}

fn later(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}
