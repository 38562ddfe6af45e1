//! Labels and lists: `Til stede: …`, a heading `Medlemmer` and the lines below it, a sentence that announces a list.

use std::collections::BTreeMap;

use paper::{Attendance, Kind, MemberRole, Span};

use super::{
    Draft, below_name,
    entry::{self, Context},
    items::{for_office, of_office, seat_item, serving},
    labelled::labelled,
    labels::{Open, announces, context_of, find_label, is_body, label_of},
    layout, rows, sides, within,
};
use crate::{Vocabulary, lines, outline::Outline, pattern::find};

/// What the lines above say of this one.
#[derive(Default)]
struct Above {
    open: Option<Open>,
    /// Whom the row above lists, for rows whose label is left empty.
    row: Option<Context>,
    /// What each column lists, below a row of labels.
    sides: Vec<Context>,
    /// Whether the line above lists people.
    people: bool,
}

/// The people and seats under labels and in lists.
pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary, kind: Kind) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut above = Above::default();
    let mut index = 0;
    // Tables whose columns tell of people are read by them.
    let tables: BTreeMap<usize, usize> = outline
        .grids
        .iter()
        .filter_map(|grid| {
            let head = super::table::head(outline, vocabulary, grid)?;
            Some((grid.rows.start, head))
        })
        .collect();
    while let Some(line) = outline.lines.get(index) {
        let item = layout::item(outline, index);
        let item = match &above.open {
            Some(_) => item.map(|item| below_name::with_lines_below(outline, vocabulary, item)),
            None => item,
        };
        let item = item.map(|item| rows::labelled_row(outline, vocabulary, kind, index, item));
        let grid = outline.grid_of(index);
        let is_read = grid.is_some_and(|grid| {
            tables
                .get(&grid.rows.start)
                .is_some_and(|head| index >= *head)
        });
        let Some(item) = item.filter(|_| !line.margin && !is_read) else {
            above = Above::default();
            index += 1;
            continue;
        };
        let reader = Reader {
            outline,
            vocabulary,
            kind,
            index,
            item: &item,
        };
        let found = reader.line(&mut above);
        above.people = !found.is_empty();
        drafts.extend(found);
        index = item.next;
    }
    if kind != Kind::Referat {
        for draft in &mut drafts {
            draft.member.attendance = draft.member.attendance.filter(|a| *a != Attendance::Deltog);
        }
    }
    drafts
}

/// A line, and what is known of the paper.
struct Reader<'r> {
    outline: &'r Outline<'r>,
    vocabulary: &'r Vocabulary,
    kind: Kind,
    index: usize,
    item: &'r layout::Item,
}

impl Reader<'_> {
    fn line(&self, above: &mut Above) -> Vec<Draft> {
        let people = std::mem::take(&mut above.people);
        let sides = std::mem::take(&mut above.sides);
        let found = self.beside(&sides);
        if !found.is_empty() {
            above.sides = sides;
            return found;
        }
        if self.item.cells.len() > 1 || above.row.is_some() && self.unlabelled() {
            return self.row(above, people);
        }
        above.row = None;
        let content = self.item.span();
        let text = self.outline.text();
        let line = &self.outline.lines[self.index];
        let open = &mut above.open;
        if self.kind == Kind::Ansøgning {
            return self.of_body(open);
        }
        let listing = open.is_some();
        let mut drafts = labelled(text, &content, self.vocabulary, self.kind, open);
        if drafts.is_empty()
            && listing
            && (within::office(text, &content, self.vocabulary, open)
                || !self.item.marked
                    && within::heading(self.outline, self.index, &content, self.vocabulary, open))
        {
            return drafts;
        }
        let ended = |list: &Open| {
            list.below
                .is_some_and(|above| lines::column(text, line.span.start) <= above)
        };
        if drafts.is_empty() && open.is_none() {
            drafts = for_office(text, &content, self.vocabulary, self.kind);
        }
        if drafts.is_empty() && people && open.as_ref().is_none_or(ended) {
            drafts = self.called(&content);
        }
        if drafts.is_empty()
            && let Some(context) = self.comes_from(&content)
        {
            *open = Some(Open {
                context,
                begun: false,
                below: None,
                headed: false,
            });
            return drafts;
        }
        let opened =
            text[content.clone()].ends_with(':') && open.as_ref().is_some_and(|list| !list.begun);
        // Below a heading `Hvem udpeger?` the sentence that announces the list says more than the heading.
        let says_more = || announces(text, line, &content, self.vocabulary);
        let says_more = || says_more().is_some_and(|list| list.context.appointed_by.is_some());
        if !drafts.is_empty() || opened && !says_more() {
            return drafts;
        }
        if let Some(mut list) = announces(text, line, &content, self.vocabulary) {
            // A heading names the body that the list below it is of.
            let body = line.heading && open.is_none() && is_body(&text[content.clone()]);
            list.context.body = body.then(|| text[content].to_owned());
            *open = Some(list);
            return drafts;
        }
        self.listed(open)
    }

    /// Whether the row's first cell is empty, or its only words stand far in.
    fn unlabelled(&self) -> bool {
        const FAR: usize = 6;
        let line = &self.outline.lines[self.index];
        line.cells.first().map_or_else(
            || lines::column(self.outline.text(), line.span.start) >= FAR,
            |cell| cell.is_empty(),
        ) && !self.outline.text()[self.item.span()].contains(": ")
    }

    /// The people of a row below labels that stand beside each other.
    fn beside(&self, sides: &[Context]) -> Vec<Draft> {
        let line = &self.outline.lines[self.index];
        if sides.is_empty() || line.gap {
            return Vec::new();
        }
        let cells = match line.cells.as_slice() {
            [] => &self.item.cells,
            cells => cells,
        };
        sides::row(self.outline.text(), cells, sides, self.vocabulary)
    }

    /// `Fra kommunerne:`, above those who came from there.
    fn comes_from(&self, content: &Span) -> Option<Context> {
        let phrase = self.outline.text()[content.clone()].strip_suffix(':')?;
        let office = [
            "Fra ",
            "Repræsentanter fra ",
            "Repræsentanter for ",
            "Udpeget af ",
        ]
        .iter()
        .find_map(|words| phrase.strip_prefix(words))
        .filter(|office| office.len() < 60)?;
        let listing = matches!(
            self.kind,
            Kind::Dagsorden | Kind::Referat | Kind::Kommissorium | Kind::Udpegning
        );
        let labelled = find_label(phrase, self.vocabulary).is_some();
        (listing && !labelled).then(|| Context {
            attendance: (self.kind == Kind::Referat).then_some(Attendance::Deltog),
            office: Some(office.to_owned()),
            anyone: true,
            ..Context::default()
        })
    }

    /// `Revisor: Ida Bro`, below the members: others who come to the meeting.
    fn called(&self, content: &Span) -> Vec<Draft> {
        let text = self.outline.text();
        let meeting = matches!(self.kind, Kind::Dagsorden | Kind::Referat);
        let Some(colon) = meeting
            .then(|| find(&text[content.clone()], ": "))
            .flatten()
        else {
            return Vec::new();
        };
        let label = &text[content.start..content.start + colon];
        invited(label, self.vocabulary).map_or_else(Vec::new, |context| {
            let value = content.start + colon + 2..content.end;
            entry::entries(text, value, self.vocabulary, &context)
        })
    }

    /// An item of the list that is open, a seat in a paper about seats, or a person behind a list letter.
    fn listed(&self, open: &mut Option<Open>) -> Vec<Draft> {
        let text = self.outline.text();
        let line = &self.outline.lines[self.index];
        let content = self.item.span();
        let ends = |list: &Open| {
            list.below.is_some_and(|above| {
                line.gap || !self.item.marked && lines::column(text, line.span.start) <= above
            })
        };
        if open.as_ref().is_some_and(ends) {
            *open = None;
        }
        let seats = matches!(self.kind, Kind::Kommissorium | Kind::Udpegning);
        let sentence = text[content.clone()].ends_with('.') && content.len() > 60;
        // Below a heading a sentence may stand before the list, and tells of people otherwise.
        let told = |list: &Open| {
            let stayed = matches!(
                list.context.attendance,
                Some(Attendance::Afbud | Attendance::Fraværende)
            );
            let came = [" mødte ", " deltog ", " mødt "]
                .iter()
                .any(|verb| text[content.clone()].contains(verb));
            let ends = text[content.clone()].ends_with('.') && content.len() > 40;
            let behind = line.gap && list.begun && ends && !self.item.marked;
            list.headed && !list.begun && !self.item.marked && sentence
                || stayed && came
                || behind && rows::acts(&text[content.clone()], self.vocabulary)
        };
        let mut drafts = match open {
            Some(list) if !told(list) => {
                let mut context = list.context.clone();
                context.anyone = context.anyone && !line.heading;
                let mut found = entry::entries(text, content.clone(), self.vocabulary, &context);
                if found.is_empty() {
                    found = of_office(text, &content, self.vocabulary, &context);
                }
                list.begun |= !found.is_empty();
                found
            }
            None if seats => seat_item(text, &content, self.item.marked, self.vocabulary),
            _ => Vec::new(),
        };
        // An item that tells of nobody ends no list of items.
        let among_items = self.item.marked && !line.gap && open.is_some();
        let goes_on = among_items
            || !drafts.is_empty()
            || open
                .as_ref()
                .is_some_and(|list| !list.begun && !line.heading && (list.headed || !line.gap));
        if !goes_on {
            *open = None;
        }
        if drafts.is_empty() && open.is_none() {
            drafts = self.behind_letter(&content);
        }
        drafts
    }

    /// `A   Ida Bro, formand`: people of whom the list letter stands first.
    fn behind_letter(&self, content: &Span) -> Vec<Draft> {
        let text = self.outline.text();
        let mut letters = text[content.clone()].chars();
        let party = letters.next().is_some_and(char::is_uppercase)
            && ["  ", "\t", " - ", " – "]
                .iter()
                .any(|joint| letters.as_str().starts_with(joint));
        if !party || matches!(self.kind, Kind::Budget) {
            return Vec::new();
        }
        let context = Context {
            body: self.heading(),
            ..Context::default()
        };
        entry::entries(text, content.clone(), self.vocabulary, &context)
    }

    /// The heading above, where it names a body.
    fn heading(&self) -> Option<String> {
        let text = self.outline.text();
        let line = &self.outline.lines[self.outline.heading_of(self.index)?];
        let body = lines::trimmed(text, without_bullet(text, &line.span));
        is_body(&text[body.clone()]).then(|| text[body].to_owned())
    }

    /// A row: a label and those beside it, or a person whose post and office stand in cells of their own.
    fn row(&self, above: &mut Above, people: bool) -> Vec<Draft> {
        let text = self.outline.text();
        let (Some(first), Some(rest)) = (self.item.cells.first(), self.item.cells.get(1..)) else {
            return Vec::new();
        };
        if self.kind == Kind::Ansøgning {
            return Vec::new();
        }
        if let Some(sides) = sides::heads(text, &self.item.cells, self.vocabulary, self.kind) {
            *above = Above {
                sides,
                ..Above::default()
            };
            return Vec::new();
        }
        let name = text[first.clone()].trim_end_matches(':');
        // Where the label is left empty, the row goes on with the one above.
        let unlabelled = self.unlabelled();
        let label = label_of(name, self.vocabulary, self.kind);
        let meeting = matches!(self.kind, Kind::Dagsorden | Kind::Referat) && people;
        let context = match label {
            Some(label) if !unlabelled => Some(context_of(label)),
            None if meeting && !unlabelled => invited(name, self.vocabulary),
            _ => None,
        };
        // Below a row of a role the next tells of someone too, whatever it is called.
        let below =
            people && !unlabelled && above.row.as_ref().is_some_and(|row| row.role.is_some());
        let context = context
            .or_else(|| self.role_of_row(name, unlabelled || above.open.is_some()))
            .or_else(|| below.then(|| self.person_beside(name, rest))?);
        if let Some(context) = context {
            above.open = None;
            above.row = Some(context.clone());
            let mut found = entry::entries_of(text, rest, self.vocabulary, &context);
            if found.is_empty()
                && let [value] = rest
            {
                found.extend(serving(text, value, &context));
            }
            return found;
        }
        let mut context = match (&above.open, unlabelled.then(|| above.row.clone()).flatten()) {
            (_, Some(row)) => row,
            (Some(list), None) => list.context.clone(),
            (None, None) => Context {
                body: self.heading(),
                ..Context::default()
            },
        };
        let party = self.vocabulary.roles.is_party(name);
        if !party && above.open.is_none() && (above.row.is_none() || !unlabelled) {
            above.row = None;
            return match self.kind {
                Kind::Referat => sides::alone(text, &self.item.cells, self.vocabulary),
                _ => Vec::new(),
            };
        }
        let cells = if party { rest } else { &self.item.cells };
        context.party = party.then(|| name.to_owned());
        let (cells, came) = sides::ticked(text, cells);
        context.attendance = came.or(context.attendance);
        let found = entry::entries_of(text, cells, self.vocabulary, &context);
        match &mut above.open {
            Some(list) if !found.is_empty() => list.begun = true,
            open => *open = None,
        }
        found
    }

    /// `Fagkyndig:`, beside a person and no more: what someone is whom a row between others tells of.
    fn person_beside(&self, name: &str, rest: &[Span]) -> Option<Context> {
        const NONE: [&str; 7] = ["kontakt", "sagsb", "kopi", "til", "cc", "fra", "besked"];
        let lower = name.to_lowercase();
        let [value] = rest else { return None };
        let value = &self.outline.text()[value.clone()];
        let found = self.vocabulary.names.names(value).into_iter().next()?;
        let post = self.vocabulary.roles.titles.before(value, found.span.start);
        let first = post.map_or(found.span.start, |post| post.start) == 0;
        let plain = found.sure && first && !NONE.iter().any(|word| lower.starts_with(word));
        plain.then(Context::default)
    }

    /// `Fmd.`, in the cell before a person: a role that no label of a list is.
    fn role_of_row(&self, name: &str, told: bool) -> Option<Context> {
        // `Ref.` in a letter's head is the writer.
        let meeting = matches!(self.kind, Kind::Dagsorden | Kind::Referat);
        let role = self
            .vocabulary
            .roles
            .exactly(name.trim_end_matches('.'))
            // `Suppleant, kommunens side`: a role, and whose.
            .or_else(|| self.vocabulary.roles.exactly(name.split_once(", ")?.0))
            .filter(|role| !told && (meeting || *role != MemberRole::Referent))?;
        Some(Context {
            role: Some(role),
            ..Context::default()
        })
    }

    /// An application's bodies: who sits on a group that a sentence announces.
    fn of_body(&self, open: &mut Option<Open>) -> Vec<Draft> {
        let text = self.outline.text();
        let line = &self.outline.lines[self.index];
        let content = self.item.span();
        let phrase = &text[content.clone()];
        let body = ["gruppe", "udvalg", "panel", "bestyrelse"];
        if !self.item.marked && body.iter().any(|body| phrase.contains(body)) {
            *open = announces(text, line, &content, self.vocabulary);
            return Vec::new();
        }
        let plain = content.len() < 120 && !phrase.ends_with(['.', ':']);
        if open.is_none() || self.item.marked || plain {
            return self.listed(open);
        }
        *open = None;
        Vec::new()
    }
}

/// `Fra skolen`, `Revisor`: labels beside those of the members, for others who come to the meeting.
fn invited(label: &str, vocabulary: &Vocabulary) -> Option<Context> {
    let from = label.starts_with("Fra ") && label.len() < 60;
    let post = vocabulary.roles.titles.prefix(label) == label.len();
    let office = [
        "Forvaltning",
        "Forvaltningen",
        "Administration",
        "Administrationen",
        "Embedsværk",
    ];
    (from || post || office.contains(&label)).then(|| Context {
        anyone: true,
        rule: Some("a label of those who came too"),
        ..Context::default()
    })
}

fn without_bullet(text: &str, span: &Span) -> Span {
    span.start + lines::bullet(&text[span.clone()])..span.end
}
