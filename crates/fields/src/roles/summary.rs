//! What happens on a date, in the paper's words, short enough for a line of a calendar.

use crate::pattern::cut;
use danish::Time;
use paper::{Kind, Span};

use super::{
    Scene, Step, plan,
    scene::{has_open_verb, inside, reach, sentence_at},
};
use crate::{lines, outline::Outline, pattern};

/// What happens, where, and who does it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) text: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) actors: Vec<String>,
}

impl Summary {
    /// "Direktoratet holder møder:" above "Aalborg, onsdag": what both say.
    pub(crate) fn introduce(&mut self, above: &str) {
        let above = tidy(above);
        let short = !above.is_empty() && above.split(' ').count() <= 6;
        // "Første møde" needs no "Møder" before it.
        let says_it = |text: &&mut String| !text.contains("møde");
        if let Some(text) = self.text.as_mut().filter(says_it).filter(|_| short) {
            *text = join(&[&above, text]);
        }
    }
}

/// The most words of a summary.
const WORDS: usize = 16;
/// How many clauses are tried for one that says enough.
const CLAUSES: usize = 12;
/// Below so many words that mean something a part of a sentence is no summary by itself.
const FEW: usize = 2;

pub(crate) fn summarise(
    outline: &Outline<'_>,
    times: &[Time],
    scene: &Scene,
    step: &Step,
) -> Summary {
    let text = outline.text();
    let own = |span: &Option<Span>| span.clone().map(|s| tidy(cut(text, s)));
    let mut summary = Summary {
        text: None,
        place: own(&step.place).filter(|p| !p.is_empty()),
        actors: own(&step.actor).map(|a| actors(&a)).unwrap_or_default(),
    };
    let said = match scene.column {
        Some(_) => in_row(outline, times, scene, step),
        None => in_sentence(outline, times, scene, step),
    };
    summary.text = Some(said).filter(|s| !s.is_empty());
    summary
}

/// The cell's own words, with the row's where they say little.
fn in_row(outline: &Outline<'_>, times: &[Time], scene: &Scene, step: &Step) -> String {
    let text = outline.text();
    let activity = step
        .activity
        .clone()
        .map(|s| without_dates(text, times, &s));
    let own = clauses(text, times, &scene.zone, scene.span.clone());
    let aside = scene.zone.start > scene.sentence.start && count(&own) < FEW;
    let own = if aside {
        clauses(text, times, &scene.sentence, scene.span.clone())
    } else {
        own
    };
    let own = if count(&own) == 0 { String::new() } else { own };
    let head = step
        .head
        .clone()
        .map(|h| tidy(cut(text, h)))
        .filter(|h| count(h) >= 2);
    match activity {
        Some(activity) if count(&own) > FEW => {
            if activity.is_empty() || count(&own) >= 5 {
                own
            } else {
                format!("{activity}: {own}")
            }
        }
        Some(activity) => join(&[&own, head.as_deref().unwrap_or_default(), &activity]),
        None if count(&own) >= 1 => own,
        None if scene.column > Some(0) && step.head.is_some() => {
            // "Ansøgningsfrist" above, "Forår" at the row's beginning.
            let first = outline.lines[scene.line].cells.first().cloned();
            let head = step.head.clone().unwrap_or_default();
            join(&[
                &tidy(cut(text, head)),
                &tidy(cut(text, first.unwrap_or_default())),
            ])
        }
        None => scene
            .label
            .clone()
            .map(|l| tidy(cut(text, l)))
            .unwrap_or_default(),
    }
}

fn join(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
    shorten(&parts.join(": "))
}

fn in_sentence(outline: &Outline<'_>, times: &[Time], scene: &Scene, step: &Step) -> String {
    let text = outline.text();
    if let Some(aside) = aside_after(text, scene) {
        return join(&[
            &without_dates(text, times, &aside),
            &above(outline, scene, step),
        ]);
    }
    if let Some(label) = scene.above.clone() {
        let own = without_dates(text, times, &scene.zone);
        let own = if count(&own) == 0 { String::new() } else { own };
        return join(&[&tidy(cut(text, label)), &own]);
    }
    let entry = without_dates(text, times, &scene.zone);
    if step.planned && count(&entry) >= FEW {
        return entry;
    }
    let near = clauses(text, times, &scene.zone, scene.span.clone());
    if count(&near) >= FEW {
        return near;
    }
    let whole = clauses(text, times, &scene.sentence, scene.span.clone());
    if count(&whole) >= FEW {
        return whole;
    }
    // "Svarfrist: den 22." says little: what is asked for stands in the sentence before it, or in what introduces it.
    let before = sentence_before(text, scene).filter(|span| count(cut(text, span.clone())) > 0);
    let above = before.map_or_else(
        || above(outline, scene, step),
        |span| without_dates(text, times, &span),
    );
    if count(&whole) == 0 {
        above
    } else {
        join(&[&whole, &above])
    }
}

/// What introduces an entry: a short line above the list, else the heading.
fn above(outline: &Outline<'_>, scene: &Scene, step: &Step) -> String {
    let text = outline.text();
    let short = |span: &Span| cut(text, span.clone()).split_whitespace().count() <= 6;
    plan::intro(outline, scene.line)
        .filter(short)
        .or_else(|| step.heading.clone())
        .map(|span| tidy(cut(text, span)))
        .unwrap_or_default()
}

/// The brackets after a date of which nothing else is said: "18. marts (på nettet)", "24/9 (borgermøde)".
fn aside_after(text: &str, scene: &Scene) -> Option<Span> {
    let before = cut(
        text,
        scene.zone.start..scene.span.start.max(scene.zone.start),
    );
    let after = cut(text, scene.span.end..scene.sentence.end.max(scene.span.end));
    let skipped = after.len() - after.trim_start().len();
    let close = after.find(')')?;
    if after.trim_start().starts_with("(jf") {
        return None;
    }
    (count(before) == 0 && after.trim_start().starts_with('('))
        .then(|| scene.span.end + skipped + 1..scene.span.end + close)
        .filter(|aside| aside.start < aside.end && count(cut(text, aside.clone())) > 0)
}

/// The sentence before the date's own in the same line.
fn sentence_before(text: &str, scene: &Scene) -> Option<Span> {
    let near = reach(text, &scene.unit, scene.sentence.start);
    let unit = near.start..scene.sentence.start.max(near.start);
    let end = unit.start + cut(text, unit.clone()).trim_end().len();
    let last = sentence_at(text, &unit, end.checked_sub(1)?);
    (!cut(text, last.clone()).trim().is_empty()).then_some(last)
}

/// The clauses around the date: the one it stands in, and as many before or after it as make sense of it.
fn clauses(text: &str, times: &[Time], span: &Span, date: Span) -> String {
    let own = inside(times, &date)
        .map(|(_, t)| t)
        .find(|t| t.span == date);
    let phrase = own.map_or(date, |t| {
        t.phrase.start.min(t.span.start)..t.phrase.end.max(t.span.end)
    });
    let left = span.start.min(phrase.start)..phrase.start.max(span.start);
    let right = phrase.end.min(span.end)..span.end;
    let (mut from, mut to) = (last_mark(text, left.clone()), right.start);
    if goes_on(
        cut(text, left.clone()),
        cut(text, from..left.end),
        cut(text, right.clone()),
    ) {
        to = first_mark(text, right.clone());
    }
    for _ in 0..CLAUSES {
        let said = format!(
            "{} {}",
            cut(text, from..left.end),
            cut(text, right.start..to)
        );
        let enough = if from == left.start { FEW } else { FEW + 1 };
        if count(&said) >= enough
            && !is_address(&said)
            && (from == left.start || !leans_back(&said))
        {
            break;
        }
        if from > left.start {
            from = last_mark(text, left.start..from);
        } else if to < right.end {
            to = first_mark(text, to..right.end);
        } else {
            break;
        }
    }
    // "Udvalget besluttede den 3. maj, at der skal bygges": what was decided.
    let rest = cut(text, to..right.end);
    if rest.starts_with(", at ") || rest.starts_with(", om ") {
        to = first_mark(text, to..right.end);
    }
    let before = without_dates(text, times, &(from..left.end));
    let after = without_dates(text, times, &(right.start..to));
    shorten(&tidy(&format!("{before} {after}")))
}

/// Whether what happens stands after the date: "Rådet har den 3. maj besluttet …", "På mødet den 3. maj drøfter …",
/// "Festen, der var planlagt til den 3. maj, blev aflyst".
fn goes_on(left: &str, clause: &str, right: &str) -> bool {
    const FRONT: [&str; 7] = ["på", "ved", "i", "efter", "til", "fra", "frem"];
    let straight = right.trim_start().starts_with(char::is_alphanumeric);
    let open = has_open_verb(left);
    let first = clause.split_whitespace().next().unwrap_or_default();
    let front = FRONT.contains(&first.to_lowercase().as_str());
    (straight && (open || front)) || matches!(first, "der" | "som")
}

/// "hr. Poul Dahl, tlf. 97 95 41 08", "Line Kokholm (lkok@egn.dk)": who is to be written to, not what happens.
fn is_address(said: &str) -> bool {
    let digits = said.bytes().filter(u8::is_ascii_digit).count();
    said.contains('@') || digits >= 8 || said.contains("tlf") || said.contains("telefon")
}

/// A clause that only makes sense with the one before it.
fn leans_back(said: &str) -> bool {
    const WORDS: [&str; 14] = [
        "når", "hvis", "før", "da", "hvor", "så", "dog", "gerne", "fordi", "mens", "som", "der",
        "dvs.", "inden",
    ];
    let mut words = said.split_whitespace();
    let first = words.next().unwrap_or_default();
    // "Regnskab, påtegnet af revisor, indsendes"
    let aside = first.ends_with("et") && words.next() == Some("af");
    WORDS.contains(&first) || aside
}

/// Marks between clauses.
const MARKS: [&str; 5] = [", ", "; ", ": ", " – ", " ("];

/// The stretch, as long as it was, with what stands in closed brackets blotted out: no clause begins or ends in there.
fn without_asides(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(" (") {
        let Some(close) = rest[open..].find(')') else {
            break;
        };
        left.push_str(&rest[..open]);
        left.extend(std::iter::repeat_n('x', close + 1));
        rest = &rest[open + close + 1..];
    }
    left.push_str(rest);
    left
}

/// Where the last clause of a stretch begins.
fn last_mark(text: &str, span: Span) -> usize {
    let all = without_asides(cut(text, span.clone()));
    let inner = all.trim_end_matches(is_edge);
    let mark = MARKS
        .iter()
        .filter_map(|m| Some(inner.rfind(m)? + m.len()))
        .max();
    span.start + mark.unwrap_or_default()
}

/// Where the first clause of a stretch ends.
fn first_mark(text: &str, span: Span) -> usize {
    let all = without_asides(cut(text, span.clone()));
    let skipped = all.len() - all.trim_start_matches(is_edge).len();
    let mark = MARKS.iter().filter_map(|m| all[skipped..].find(m)).min();
    mark.map_or(span.end, |mark| span.start + skipped + mark)
}

/// The words of a stretch without its dates and what introduces them.
fn without_dates(text: &str, times: &[Time], span: &Span) -> String {
    let mut left = String::new();
    let mut from = span.start;
    for (_, time) in inside(times, span) {
        let phrase = time.phrase.start.min(time.span.start)..time.phrase.end.max(time.span.end);
        if time.span.start < from || phrase.end > span.end {
            continue;
        }
        left.push_str(cut(text, from..phrase.start.max(from)));
        left.push(' ');
        from = phrase.end;
    }
    left.push_str(cut(text, from..span.end.max(from)));
    shorten(&tidy(&left))
}

/// How many words mean something by themselves.
fn count(text: &str) -> usize {
    const SMALL: [&str; 31] = [
        "kr", "mio", "mill", "og", "i", "paa", "den", "det", "der", "til", "er", "af", "for",
        "som", "at", "en", "et", "med", "saa", "men", "dog", "fra", "ved", "om", "kl", "senest",
        "inden", "d", "de", "the", "har",
    ];
    pattern::words(text, 0..text.len())
        .iter()
        .filter(|w| {
            !SMALL.contains(&w.folded.as_str()) && w.folded.chars().any(char::is_alphabetic)
        })
        .count()
}

/// One line, without the marks and the small words at its ends.
fn tidy(text: &str) -> String {
    const LEADING: [&str; 12] = [
        "og", "men", "så", "samt", "dog", "hvor", "at", "saa", "der", "som", "evt.", "i",
    ];
    const TRAILING: [&str; 12] = [
        "den", "d.", "er", "og", "på", "paa", "til", "i", "senest", "inden", "af", "fra",
    ];
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = line.trim_matches(is_edge);
    loop {
        let before = rest;
        for word in LEADING {
            if let Some(after) = rest.strip_prefix(word)
                && after.starts_with(' ')
            {
                rest = after.trim_start_matches(is_edge);
            }
        }
        for word in TRAILING {
            if let Some(head) = rest.strip_suffix(word)
                && head.ends_with(' ')
            {
                rest = head.trim_end_matches(is_edge);
            }
        }
        if rest == before {
            break;
        }
    }
    // "1. behandling" is no item of a list.
    let ordinal = |bullet: &usize| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest[*bullet..].starts_with(char::is_lowercase)
    };
    let bullet = Some(lines::bullet(rest))
        .filter(|b| !ordinal(b))
        .unwrap_or_default();
    close_up(rest[bullet..].trim_matches(is_edge))
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || ",;:.–—-•*·(".contains(c)
}

/// What the taken out dates left behind: empty brackets, marks after a space.
fn close_up(text: &str) -> String {
    let mut text = text.replace("( )", "").replace("()", "");
    for mark in [",", ".", ";", ":", ")"] {
        text = text.replace(&format!(" {mark}"), mark);
    }
    text = text.replace("  ", " ");
    if text.matches('(').count() < text.matches(')').count() {
        text = text.trim_end_matches(')').to_owned();
    }
    text
}

/// The first words, cut where a clause ends if that is not too early.
fn shorten(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= WORDS {
        return text.to_owned();
    }
    let clause = (WORDS / 2..WORDS)
        .rev()
        .find(|&at| words[at].ends_with([',', ';', '.', ':']));
    let end = clause.map_or(WORDS, |at| at + 1);
    words[..end].join(" ").trim_end_matches(is_edge).to_owned()
}

fn actors(cell: &str) -> Vec<String> {
    cell.split([',', ';', '/'])
        .map(str::trim)
        .filter(|a| !a.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Of the meeting that an agenda or minutes are about: the title without the paper's own name.
pub(crate) fn meeting(title: &str, kind: Kind) -> Option<String> {
    if !matches!(kind, Kind::Dagsorden | Kind::Referat) {
        return None;
    }
    const JOINTS: [&str; 8] = [
        " til ", " af ", " fra ", " for ", ": ", " vedr. ", " over ", " – ",
    ];
    let cut = JOINTS
        .iter()
        .filter_map(|j| title.find(j).map(|at| at + j.len()))
        .min();
    let rest = cut.map_or(title, |at| &title[at..]).trim();
    let mut chars = rest.chars();
    let first = chars.next()?;
    Some(first.to_uppercase().chain(chars).collect())
}
