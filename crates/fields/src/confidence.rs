//! How sure what a paper says was read, where that was recognised in pictures of its pages.

use paper::{Document, Paper, Places, Source, Warning, WarningCode, certainties_in, is_doubtful};

/// Notes with each value the least confidence of the words that it was read from, and warns of dates and amounts that a person
/// should look at.
pub(crate) fn note(paper: &mut Paper, document: &Document) {
    if document.recognised.is_empty() {
        return;
    }
    let places = document.places();
    let of = |source: &Source| least(document, &places, source);
    for found in paper.title.iter_mut().chain(&mut paper.case_numbers) {
        found.confidence = of(&found.source);
    }
    for found in &mut paper.attachments {
        found.confidence = of(&found.source);
    }
    if let Some(found) = &mut paper.date {
        found.confidence = of(&found.source);
    }
    /// For the lists whose values have nothing in common but these two.
    macro_rules! lists {
        ($($list:ident),+) => {
            $(for value in &mut paper.$list {
                value.confidence = of(&value.source);
            })+
        };
    }
    lists!(
        dates,
        members,
        amounts,
        contacts,
        organisations,
        fields,
        items
    );
    let doubts = doubts(paper);
    paper.warnings.extend(doubts);
}

/// The least confidence of the words that a place holds; `None` where none of them was recognised.
fn least(document: &Document, places: &Places<'_>, source: &Source) -> Option<u8> {
    let span = places.span(source)?;
    let words = certainties_in(&document.recognised, &span);
    words.map(|word| word.confidence).min()
}

/// Warnings of the dates and amounts that are doubtful, each place once.
fn doubts(paper: &Paper) -> Vec<Warning> {
    let dates = paper
        .dates
        .iter()
        .map(|d| ("date", d.confidence, &d.source));
    let amounts = paper
        .amounts
        .iter()
        .map(|a| ("amount", a.confidence, &a.source));
    let mut found: Vec<Warning> = Vec::new();
    for (what, confidence, source) in dates.chain(amounts) {
        let Some(percent) = confidence.filter(|_| is_doubtful(confidence)) else {
            continue;
        };
        let is_told = |warning: &Warning| warning.source.as_ref() == Some(source);
        if !found.iter().any(is_told) {
            found.push(Warning {
                code: WarningCode::OcrDoubt,
                message: format!(
                    "the {what} was read from a picture of the page, and only {percent} % surely"
                ),
                source: Some(source.clone()),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use paper::{Certainty, Frame, WarningCode};

    use crate::{Vocabulary, sample};

    #[test]
    fn values_carry_the_least_of_their_words_and_doubtful_ones_are_told() {
        let mut document = sample::document(
            "Sagsnr.: 17/3668\n\nSvar på høringen senest den 3. maj 2017.\n\nDer søges om 50.000 kr. til møder.",
        );
        let sure = |word: &str, confidence: u8| {
            let start = document.text.find(word).unwrap();
            Certainty {
                start,
                end: start + word.len(),
                confidence,
                frame: Frame::default(),
                raw: None,
            }
        };
        document.recognised = [
            ("senest", 20),
            ("den", 93),
            ("3.", 61),
            ("maj", 90),
            ("2017.", 88),
            ("50.000", 76),
            ("kr.", 96),
        ]
        .map(|(word, confidence)| sure(word, confidence))
        .into();
        let paper = crate::understand(&document, Vocabulary::builtin());
        let date = &paper.dates[0];
        assert_eq!(
            (date.source.quote.as_str(), date.confidence),
            ("senest den 3. maj 2017", Some(20))
        );
        assert_eq!(paper.amounts[0].confidence, Some(76));
        let case = &paper.case_numbers[0];
        assert_eq!(case.confidence, None, "it was not recognised");
        let doubts: Vec<_> = paper
            .warnings
            .iter()
            .filter(|warning| warning.code == WarningCode::OcrDoubt)
            .map(|warning| warning.source.as_ref().unwrap())
            .collect();
        assert_eq!(doubts, [&date.source]);
    }
}
