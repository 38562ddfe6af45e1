//! OpenDocument text: a package like DOCX, or one flat XML.
//!
//! Styles and headers stand in `styles.xml`, the text in `content.xml`; in a flat file they follow each other. One walk
//! takes what comes and tells it apart by its elements (ISO/IEC 26300-1:2015).

mod forms;
mod lists;
mod properties;
mod styles;
mod walk;

use paper::{BlockKind, Document, Properties};

use crate::flow::{Output, distinct, shape};
use crate::package::Package;
use crate::picture::inset::Inlaid;
use crate::xml::source::{Budget, Packing, Source};
use crate::xml::{Step, Tag, Token, each};
use crate::{Limits, ReadError, warnings};

use properties::Stated;
use walk::Walk;

/// Objects of which the formulas are read.
const MOST_OBJECTS: usize = 200;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Inlaid, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let budget = Budget::new(limits.unpacked);
    let mut walk = Walk::new(Output::new(limits.text));
    let properties = if bytes.starts_with(b"PK") {
        packed(bytes, &budget, &mut walk)?
    } else {
        flat(bytes, &budget, &mut walk)
    };
    budget.check()?;
    let insets = std::mem::take(&mut walk.insets);
    let mut document = written(walk)?;
    if budget.is_damaged() && document.blocks.is_empty() {
        return Err(ReadError::Malformed {
            part: "the body",
            detail: "nothing of it can be read".to_owned(),
        });
    }
    if budget.is_damaged() {
        document.warnings.push(warnings::recovered());
    }
    document.properties = properties;
    Ok(Inlaid::new(document, insets))
}

/// Reads the parts of a package.
fn packed(bytes: &[u8], budget: &Budget, walk: &mut Walk) -> Result<Properties, ReadError> {
    let package = Package::open(bytes, budget)?;
    if let Some(manifest) = package.part("META-INF/manifest.xml")
        && is_encrypted(manifest, budget)
    {
        return Err(ReadError::Encrypted);
    }
    if let Some(styles) = package.part("styles.xml") {
        each(styles, budget, |token| walk.listen(token));
    }
    let Some(content) = package.part("content.xml") else {
        return Err(ReadError::Malformed {
            part: "the package",
            detail: "it has no part content.xml".to_owned(),
        });
    };
    for name in package.ending("/content.xml").take(MOST_OBJECTS) {
        if let (Some(part), Some((object, _))) = (package.part(name), name.rsplit_once('/')) {
            // Parts are known without case.
            walk.formulas
                .insert(object.to_owned(), formula(part, budget));
        }
    }
    each(content, budget, |token| walk.listen(token));
    let meta = package.part("meta.xml");
    Ok(meta
        .map(|meta| properties::read(meta, budget))
        .unwrap_or_default())
}

/// Reads a flat file: metadata, styles and text in one.
fn flat(bytes: &[u8], budget: &Budget, walk: &mut Walk) -> Properties {
    let mut stated = Stated::default();
    each(
        Source::new(bytes, Packing::Stored, budget),
        budget,
        |token| {
            stated.listen(&token);
            walk.listen(token)
        },
    );
    stated.finish()
}

/// The signs of a formula (MathML), one after the other; nothing of another kind of object.
fn formula(part: Source<'_>, budget: &Budget) -> String {
    let (mut text, mut is_formula) = (String::new(), false);
    each(part, budget, |token| {
        match token {
            Token::Open {
                tag: Tag::Formula, ..
            } => is_formula = true,
            Token::Text {
                parent: Tag::FormulaSign,
                text: sign,
            } => text.push_str(sign),
            _ => {}
        }
        Step::Enter
    });
    if is_formula { text } else { String::new() }
}

fn is_encrypted(manifest: Source<'_>, budget: &Budget) -> bool {
    let mut encrypted = false;
    each(manifest, budget, |token| {
        encrypted |= matches!(
            token,
            Token::Open {
                tag: Tag::EncryptionData,
                ..
            }
        );
        Step::Enter
    });
    encrypted
}

/// Headers, body and footers as a document.
fn written(mut walk: Walk) -> Result<Document, ReadError> {
    walk.finish();
    let tracked = walk.tracked;
    let mut output = walk.output;
    output.push_as(BlockKind::Footer, distinct(walk.footers));
    let mut document = output.finish()?;
    if tracked {
        document.warnings.push(warnings::tracked_changes());
    }
    shape::shape(&mut document);
    Ok(document)
}
