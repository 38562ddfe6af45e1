//! The same paper, changed as drafts, conversions and scans change it.

/// A generator of numbers that are the same everywhere (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let a = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((b ^ (b >> 31)) >> 33).unwrap() % end.max(1)
    }
}

/// Words of edits: what is put in place of others.
const PROSE: &[&str] = &[
    "forslaget",
    "vurderes",
    "samlet",
    "løbende",
    "dog",
    "endvidere",
    "arbejdet",
    "derfor",
    "parterne",
    "inddrages",
    "skriftligt",
    "grundlag",
    "nærmere",
    "opgaven",
    "tydeligt",
    "sikres",
    "relevante",
    "hensyn",
    "fremover",
    "drøftes",
];

/// Versions of a text, with what was done to each.
pub(crate) fn versions(text: &str) -> Vec<(String, String)> {
    let mut made = Vec::new();
    for percent in [1, 3, 5, 10, 15] {
        for seed in 0..3 {
            made.push((
                format!("{percent:2} % of the words edited"),
                edited(text, percent, seed),
            ));
            made.push((
                format!("{percent:2} % rewritten in a stretch"),
                rewritten(text, percent, seed),
            ));
        }
    }
    for seed in 0..3 {
        made.push(("a day moved".to_owned(), moved_day(text, seed)));
        made.push(("letters read wrongly".to_owned(), misread(text, seed)));
    }
    made.push(("UDKAST above it".to_owned(), format!("UDKAST\n\n{text}")));
    made.push((
        "an earlier draft: UDKAST, 5 % edited, a day moved".to_owned(),
        format!(
            "UDKAST version 0.2\n\n{}",
            moved_day(&edited(text, 5, 9), 9)
        ),
    ));
    made.push((
        "lines of 60 letters, broken words, page frames".to_owned(),
        reflowed(text, 60),
    ));
    made
}

fn edited(text: &str, percent: usize, seed: u64) -> String {
    let mut random = Random::new(seed * 100 + percent as u64);
    let lines = text.split('\n').map(|line| {
        let mut words = Vec::new();
        for word in line.split(' ') {
            if word.is_empty() || random.below(100) >= percent {
                words.push(word.to_owned());
                continue;
            }
            match random.below(4) {
                0 => {}
                1 => words.extend([PROSE[random.below(PROSE.len())].to_owned(), word.to_owned()]),
                _ => words.push(PROSE[random.below(PROSE.len())].to_owned()),
            }
        }
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A stretch of words written anew.
fn rewritten(text: &str, percent: usize, seed: u64) -> String {
    let mut random = Random::new(seed * 100 + percent as u64);
    let words: Vec<&str> = text.split(' ').collect();
    let many = words.len() * percent / 100;
    let from = random.below(words.len() - many);
    let made = words.iter().enumerate().map(|(at, word)| {
        if (from..from + many).contains(&at) {
            PROSE[random.below(PROSE.len())]
        } else {
            word
        }
    });
    made.collect::<Vec<_>>().join(" ")
}

const MONTHS: &[&str] = &[
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// The day of one date in words is another one.
fn moved_day(text: &str, seed: u64) -> String {
    let mut random = Random::new(seed);
    let places: Vec<usize> = MONTHS
        .iter()
        .flat_map(|month| {
            text.match_indices(&format!(". {month}"))
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        })
        .collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let end = places[random.below(places.len())];
    let start = text[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + 1);
    format!("{}{}{}", &text[..start], 1 + random.below(28), &text[end..])
}

/// Some letters as a scan gives them.
fn misread(text: &str, seed: u64) -> String {
    let mut random = Random::new(seed);
    text.chars()
        .map(|c| match c {
            _ if random.below(200) > 0 => c,
            'o' => '0',
            'l' | 'i' => '1',
            'e' => 'c',
            'n' => 'u',
            'a' => 'o',
            other => other,
        })
        .collect()
}

fn reflowed(text: &str, width: usize) -> String {
    let (mut out, mut length) = (String::new(), 0);
    for line in text.split('\n') {
        for word in line.split(' ') {
            let letters: Vec<char> = word.chars().collect();
            let hyphen = letters.len() > 9 && letters.iter().all(|c| c.is_lowercase());
            if length + letters.len() > width && hyphen {
                let (a, b) = letters.split_at(5);
                out.push_str(&format!(
                    "{}-\n{} ",
                    a.iter().collect::<String>(),
                    b.iter().collect::<String>()
                ));
                length = b.len() + 1;
            } else {
                if length + letters.len() > width {
                    out.push('\n');
                    length = 0;
                }
                out.push_str(&format!("{word} "));
                length += letters.len() + 1;
            }
        }
        out.push('\n');
        length = 0;
    }
    let middle = out
        .match_indices('\n')
        .map(|(at, _)| at)
        .nth(out.lines().count() / 2)
        .unwrap_or(0);
    format!(
        "{}\n\nSide 1 af 2\n\u{c}Kopi af journalen\n{}\nSide 2 af 2\n",
        &out[..middle],
        &out[middle..]
    )
}
