//! The way from a document to a paper: every finder in its turn.

use paper::{Document, Paper};

use crate::{
    Vocabulary, amounts, attachments, case_numbers, confidence, contacts, dates, flow::Flow, form,
    issued, items, kind, members, organisations, outline::Outline, status, title, warnings,
};

/// The version of the rules. Papers understood by another version are understood again.
pub const VERSION: u32 = 7;

/// What a careful secretary reads out of a document.
///
/// Cannot fail: what is doubtful becomes a warning, what is unknown is left out.
pub fn understand(document: &Document, vocabulary: &Vocabulary) -> Paper {
    let outline = &Outline::new(document);
    let flow = Flow::of(document);
    let flowing = flow.as_ref().map(|flow| Outline::of_flow(flow, document));
    let whole = flowing.as_ref().unwrap_or(outline);
    let mut paper = Paper {
        pages: document.pages,
        properties: document.properties.clone(),
        ..Paper::default()
    };
    // Each finder sees what the ones before it understood.
    paper.fields = form::find(outline, vocabulary);
    let heading = title::heading(outline, vocabulary);
    let (kind, rule) = kind::find(outline, vocabulary, &paper, heading.as_ref());
    paper.kind = kind;
    paper.why.kind = Some(rule.into());
    (paper.status, paper.why.status) = status::find(outline, vocabulary, heading.as_ref())
        .map(|(status, rule)| (status, rule.into()))
        .unzip();
    paper.title = title::find(outline, vocabulary, &paper, heading);
    paper.case_numbers = case_numbers::find(outline, vocabulary, &paper);
    let calendar = dates::read(whole, vocabulary, &paper);
    paper.date = issued::find(whole, vocabulary, &calendar);
    let dated = dates::find(whole, vocabulary, &paper, &calendar);
    paper.dates = dated.iter().map(|d| d.mention.clone()).collect();
    paper.members = members::find(whole, vocabulary, &paper);
    // A point's decision says whether what was proposed is granted.
    paper.items = items::find(outline, vocabulary, &paper);
    let tables = amounts::Tables::find(whole, vocabulary, paper.kind);
    paper.amounts = amounts::find(whole, vocabulary, &paper, &tables);
    paper.contacts = contacts::find(whole, vocabulary, &paper);
    paper.organisations = organisations::find(whole, vocabulary, &paper);
    paper.attachments = attachments::find(whole, vocabulary, &paper);
    paper.warnings = warnings::find(whole, vocabulary, &paper, &calendar, &dated, &tables);
    confidence::note(&mut paper, document);
    paper
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{Vocabulary, sample};

    #[test]
    fn a_mail_is_understood() {
        let mut document = sample::document(
            "Fra: Søren Ågård <soeren@kommune.example>\nTil: Bo Ask <bo@region.example>\n\
             Sendt: 4. marts 2019 kl. 10:12\nEmne: SV: VS: Høring om cykelstier\nVedhæftet: Plan.pdf, Kort over stier.docx\n\n\
             Kære Bo\n\nMødet den 12. april 2019 er flyttet.\n\nVenlig hilsen\nSøren",
        );
        document.blocks[3].kind = paper::BlockKind::Heading;
        document.blocks[3].depth = 1;
        document.properties.title = Some("SV: VS: Høring om cykelstier".to_owned());
        let paper = super::understand(&document, Vocabulary::builtin());
        assert_eq!(paper.title.unwrap().value, "Høring om cykelstier");
        assert_eq!(paper.date.unwrap().value.to_string(), "2019-03-04");
        let sender = &paper.contacts[0];
        assert_eq!(sender.name.as_deref(), Some("Søren Ågård"));
        assert_eq!(sender.email.as_deref(), Some("soeren@kommune.example"));
        let attached: Vec<_> = paper.attachments.iter().map(|a| a.value.as_str()).collect();
        assert_eq!(attached, ["Plan.pdf", "Kort over stier.docx"]);
        assert_eq!(paper.fields, []);
    }

    /// The fixtures' papers as text, by their names.
    fn papers() -> Vec<(String, String)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/papers");
        let mut papers: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
            .map(|path| {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                (name, std::fs::read_to_string(path).unwrap())
            })
            .collect();
        papers.sort();
        papers
    }

    #[test]
    fn whole_papers_quote_themselves() {
        let mut found = [0; 8];
        for (name, text) in papers() {
            let document = sample::document(&text);
            let paper = super::understand(&document, Vocabulary::builtin());
            assert_eq!(
                paper,
                super::understand(&document, Vocabulary::builtin()),
                "{name}"
            );
            // "bevilling-ungeindsats-2018" is a bevilling; a refusal is one too.
            let kind = name.split('-').next().unwrap().replace("oe", "ø");
            let kind = kind
                .replace("afslag", "bevilling")
                .replace("vejledning", "ansøgningsvejledning");
            assert_eq!(paper.kind.word(), kind, "{name}");
            let of_each = [
                paper.dates.iter().map(|v| &v.source).collect::<Vec<_>>(),
                paper.members.iter().map(|v| &v.source).collect(),
                paper.amounts.iter().map(|v| &v.source).collect(),
                paper.contacts.iter().map(|v| &v.source).collect(),
                paper.organisations.iter().map(|v| &v.source).collect(),
                paper.case_numbers.iter().map(|v| &v.source).collect(),
                paper.items.iter().map(|v| &v.source).collect(),
                paper.attachments.iter().map(|v| &v.source).collect(),
            ];
            for (count, sources) in found.iter_mut().zip(of_each) {
                *count += sources.len();
                for source in sources {
                    let quoted = text
                        .chars()
                        .skip(source.start)
                        .take(source.end - source.start);
                    assert_eq!(quoted.collect::<String>(), source.quote, "{name}");
                }
            }
        }
        assert!(found.iter().all(|count| *count > 2), "{found:?}");
    }

    /// Pieces that papers are made of, so that random texts meet the rules and not only the letters.
    fn piece() -> impl Strategy<Value = String> {
        let known = [
            "den 3. maj 2019",
            "senest",
            "inden",
            "kl. 12",
            "(",
            ")",
            "\t",
            "\n",
            ": ",
            ", ",
            "uge 9-10",
            "møde",
            "Dato",
            "Frist",
            "- ",
            "1. ",
            "2018-2021",
            "udgangen af juni",
            "ds.",
            "dvs. 3/4",
            "Sted",
            "æøå",
            "§ 3",
            "29. februar",
            "alle dage kl. 9-11",
            "\u{ad}",
            "Referat",
            "50.000 kr.",
            "a@b.dk",
            "12345678",
        ];
        prop_oneof![
            4 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
            1 => "\\PC{0,8}",
        ]
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(pieces in proptest::collection::vec(piece(), 0..40)) {
            let document = sample::document(&pieces.concat());
            let paper = super::understand(&document, Vocabulary::builtin());
            for date in &paper.dates {
                let quoted: String = document
                    .text
                    .chars()
                    .skip(date.source.start)
                    .take(date.source.end - date.source.start)
                    .collect();
                prop_assert_eq!(&quoted, &date.source.quote);
            }
        }
    }
}
