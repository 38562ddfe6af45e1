//! What words at the ends of lines tell: labels of lists, ends of sentences, broken words.

/// Whether a word is the label of a list item: a bullet, a dash, `1.`, `2.3`, `a)`, `(iv)`.
pub(super) fn is_label(word: &str) -> bool {
    let mut chars = word.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return "•▪‣◦–—-*·●○■□➢→✓o".contains(c);
    }
    let inner = word
        .trim_start_matches('(')
        .trim_end_matches([')', '.', ':']);
    let closed = word.ends_with([')', '.']);
    let number = inner
        .split('.')
        .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    let dotted = number && inner.contains('.');
    let letter = inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic);
    let roman = inner.len() <= 4 && !inner.is_empty() && inner.bytes().all(|b| b"ivx".contains(&b));
    dotted || (closed && (number || letter || roman))
}

/// Whether a word is a bullet.
pub(super) fn is_bullet(word: &str) -> bool {
    word.chars().count() == 1 && is_label(word) && word != "o"
}

/// Abbreviations and figures after which a sentence goes on, in spite of the full stop.
fn is_short(word: &str) -> bool {
    const SHORT: [&str; 22] = [
        "kl", "nr", "pkt", "stk", "jf", "ca", "dvs", "f.eks", "bl.a", "tlf", "pr", "inkl", "ekskl",
        "evt", "hhv", "jfr", "afd", "sagsnr", "j.nr", "dr", "skt", "max",
    ];
    let word = word.trim_start_matches(['(', '"', '”', '»']);
    let stem = word.strip_suffix('.').unwrap_or(word);
    let day = stem.len() <= 2 && stem.bytes().all(|byte| byte.is_ascii_digit());
    day && !stem.is_empty() || SHORT.contains(&stem.to_lowercase().as_str())
}

/// Whether a sentence, or what leads to a list, ends with a word.
pub(super) fn ends_sentence(word: &str) -> bool {
    match word.chars().next_back() {
        Some('.') => !is_short(word),
        Some(c) => ":;?!".contains(c),
        None => false,
    }
}

/// Words before which a hyphen at a line's end stands for the rest of a compound (`kvalitets- og …`).
const AFTER_HYPHEN: [&str; 7] = ["og", "eller", "samt", "til", "som", "/", "and"];

/// Appends a line: hyphens of broken words go, real ones stay.
pub(super) fn join(text: &mut String, line: &str) {
    if text.is_empty() {
        text.push_str(line);
        return;
    }
    let first = line.split_whitespace().next().unwrap_or("");
    let next = first.chars().next().unwrap_or(' ');
    let mut back = text.chars().rev();
    let (last, before) = (back.next().unwrap_or(' '), back.next().unwrap_or(' '));
    let dash = matches!(last, '-' | '\u{2010}' | '\u{ad}' | '\u{2011}');
    if dash && before.is_alphanumeric() && !AFTER_HYPHEN.contains(&first) {
        let broken = before.is_lowercase() && next.is_lowercase() && !is_short_prefix(text);
        if broken || last == '\u{ad}' {
            text.pop();
        }
    } else if !(last == '–' && before.is_ascii_digit() && next.is_ascii_digit()) {
        text.push(' ');
    }
    text.push_str(line);
}

/// Whether the word before the hyphen is one letter, as in `e-mail`.
fn is_short_prefix(text: &str) -> bool {
    let word = text
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or("");
    word.chars().filter(|c| c.is_alphanumeric()).count() <= 1
}
