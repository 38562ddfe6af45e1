//! Which part points to which, and to what outside (ECMA-376 part 2, 9.3).

use std::collections::HashMap;

use crate::package::Package;
use crate::xml::source::Budget;
use crate::xml::{Element, Step, Tag, Token, each};

/// The relationships of one part, in the order in which the file has them.
#[derive(Debug, Default)]
pub(super) struct Relations {
    list: Vec<Relation>,
    by_id: HashMap<String, usize>,
}

#[derive(Debug)]
struct Relation {
    /// The last segment of the type's address, which strict and transitional files share.
    kind: String,
    target: String,
    external: bool,
}

impl Relations {
    /// The relationships of a part; of the package itself where the name is empty. None where the file has none.
    pub(super) fn of(part: &str, package: &Package<'_>, budget: &Budget) -> Self {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let mut relations = Self::default();
        let Some(source) = package.part(&format!("{folder}/_rels/{name}.rels")) else {
            return relations;
        };
        each(source, budget, |token| {
            if let Token::Open {
                tag: Tag::Relationship,
                element,
                ..
            } = token
            {
                relations.add(&element, folder);
            }
            Step::Enter
        });
        relations
    }

    fn add(&mut self, element: &Element<'_>, folder: &str) {
        let attribute = |name| element.attribute(name).unwrap_or_default();
        let external = attribute("TargetMode").eq_ignore_ascii_case("external");
        let target = attribute("Target").trim().to_owned();
        let kind = attribute("Type")
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        self.by_id
            .insert(attribute("Id").into_owned(), self.list.len());
        self.list.push(Relation {
            kind,
            target: if external {
                target
            } else {
                resolve(folder, &target)
            },
            external,
        });
    }

    /// The parts of a kind.
    pub(super) fn parts<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s str> {
        self.list
            .iter()
            .filter(move |one| one.kind == kind && !one.external)
            .map(|one| one.target.as_str())
    }

    /// The parts of a kind, with their ids.
    pub(super) fn parts_by_id<'s>(
        &'s self,
        kind: &'s str,
    ) -> impl Iterator<Item = (&'s str, &'s str)> {
        // In the order of the file: what is left out beyond a number is the same each time.
        let mut ids: Vec<(usize, &str)> = self
            .by_id
            .iter()
            .map(|(id, &at)| (at, id.as_str()))
            .collect();
        ids.sort_unstable();
        ids.into_iter().filter_map(move |(at, id)| {
            let relation = self.list.get(at)?;
            let is_it = relation.kind == kind && !relation.external;
            is_it.then_some((id, relation.target.as_str()))
        })
    }

    /// The part that an id stands for.
    pub(super) fn part(&self, id: &str) -> Option<&str> {
        let relation = self.list.get(*self.by_id.get(id)?)?;
        (!relation.external).then_some(relation.target.as_str())
    }

    /// The address outside the file that an id stands for.
    pub(super) fn address(&self, id: &str) -> Option<&str> {
        let relation = self.list.get(*self.by_id.get(id)?)?;
        relation.external.then_some(relation.target.as_str())
    }
}

/// A target as the name of a part: relative to the folder of the part that points, or from the root.
fn resolve(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        path.extend(folder.split('/').filter(|segment| !segment.is_empty()));
    }
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}
