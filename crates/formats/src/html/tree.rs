//! The page as a tree in one flat list of nodes, which drops without recursion.

use html5ever::{LocalName, QualName};

/// A node, by its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Id(u32);

/// The document itself.
pub(super) const ROOT: Id = Id(0);

/// A node and its neighbours.
#[derive(Debug)]
struct Node {
    parent: Option<Id>,
    before: Option<Id>,
    after: Option<Id>,
    first: Option<Id>,
    last: Option<Id>,
    data: Data,
}

/// What a node is.
#[derive(Debug)]
enum Data {
    /// The document, a comment, the contents of a template.
    Silent,
    Element {
        name: QualName,
        attributes: Vec<(LocalName, String)>,
    },
    /// A stretch of all the text.
    Text { start: usize, end: usize },
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    text: String,
}

/// A step of the walk through a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Enter(Id),
    Leave(Id),
}

impl Id {
    /// Its place among all nodes.
    pub(super) fn at(self) -> usize {
        self.0 as usize
    }
}

impl Tree {
    pub(super) fn new() -> Self {
        let mut tree = Self {
            nodes: Vec::new(),
            text: String::new(),
        };
        tree.add(Data::Silent);
        tree
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn add(&mut self, data: Data) -> Id {
        let id = Id(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            parent: None,
            before: None,
            after: None,
            first: None,
            last: None,
            data,
        });
        id
    }

    /// A node of which nothing is seen.
    pub(super) fn add_silent(&mut self) -> Id {
        self.add(Data::Silent)
    }

    pub(super) fn add_element(
        &mut self,
        name: QualName,
        attributes: Vec<(LocalName, String)>,
    ) -> Id {
        self.add(Data::Element { name, attributes })
    }

    fn add_text(&mut self, text: &str) -> Id {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        self.add(Data::Text { start, end })
    }

    fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id.at())
    }

    fn node_mut(&mut self, id: Id) -> Option<&mut Node> {
        self.nodes.get_mut(id.at())
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.node(id)?.parent
    }

    pub(super) fn first(&self, id: Id) -> Option<Id> {
        self.node(id)?.first
    }

    pub(super) fn next(&self, id: Id) -> Option<Id> {
        self.node(id)?.after
    }

    pub(super) fn before(&self, id: Id) -> Option<Id> {
        self.node(id)?.before
    }

    /// The children of a node.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.first(id), |&child| self.next(child))
    }

    /// What stands around a node, from the inside out.
    pub(super) fn around(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.parent(id), |&above| self.parent(above))
    }

    /// The full name of an element.
    pub(super) fn full_name(&self, id: Id) -> Option<&QualName> {
        match &self.node(id)?.data {
            Data::Element { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The name of an element, "" where it is none.
    pub(super) fn name(&self, id: Id) -> &str {
        self.full_name(id).map_or("", |name| &name.local)
    }

    /// The characters of a text.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match self.node(id)?.data {
            Data::Text { start, end } => self.text.get(start..end),
            _ => None,
        }
    }

    /// An attribute's value, "" for one without.
    pub(super) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        match &self.node(id)?.data {
            Data::Element { attributes, .. } => attributes
                .iter()
                .find(|(name, _)| &**name == wanted)
                .map(|(_, value)| value.as_str()),
            _ => None,
        }
    }

    /// Adds the attributes that an element does not have yet.
    pub(super) fn add_attributes(&mut self, id: Id, new: Vec<(LocalName, String)>) {
        if let Some(Node {
            data: Data::Element { attributes, .. },
            ..
        }) = self.node_mut(id)
        {
            for (name, value) in new {
                if attributes.iter().all(|(known, _)| *known != name) {
                    attributes.push((name, value));
                }
            }
        }
    }

    /// Takes a node out of where it stands.
    pub(super) fn detach(&mut self, id: Id) {
        let Some(node) = self.node_mut(id) else {
            return;
        };
        let (parent, before, after) = (node.parent.take(), node.before.take(), node.after.take());
        if let Some(before) = before.and_then(|id| self.node_mut(id)) {
            before.after = after;
        } else if let Some(parent) = parent.and_then(|id| self.node_mut(id)) {
            parent.first = after;
        }
        if let Some(after) = after.and_then(|id| self.node_mut(id)) {
            after.before = before;
        } else if let Some(parent) = parent.and_then(|id| self.node_mut(id)) {
            parent.last = before;
        }
    }

    /// Makes a node the last child of another one.
    pub(super) fn append(&mut self, parent: Id, child: Id) {
        self.detach(child);
        let last = self.node(parent).and_then(|node| node.last);
        if let Some(node) = self.node_mut(child) {
            node.parent = Some(parent);
            node.before = last;
        }
        if let Some(node) = last.and_then(|last| self.node_mut(last)) {
            node.after = Some(child);
        }
        if let Some(node) = self.node_mut(parent) {
            node.first = node.first.or(Some(child));
            node.last = Some(child);
        }
    }

    /// Sets a node before another one.
    pub(super) fn insert_before(&mut self, sibling: Id, child: Id) {
        self.detach(child);
        let Some((parent, before)) = self.node(sibling).map(|node| (node.parent, node.before))
        else {
            return;
        };
        if let Some(node) = self.node_mut(child) {
            node.parent = parent;
            node.before = before;
            node.after = Some(sibling);
        }
        if let Some(node) = self.node_mut(sibling) {
            node.before = Some(child);
        }
        match before {
            Some(before) => {
                if let Some(node) = self.node_mut(before) {
                    node.after = Some(child);
                }
            }
            None => {
                if let Some(node) = parent.and_then(|parent| self.node_mut(parent)) {
                    node.first = Some(child);
                }
            }
        }
    }

    /// Appends characters to a node; those that follow on the last ones written lengthen them.
    pub(super) fn append_text(&mut self, parent: Id, text: &str) {
        let written = self.text.len();
        if let Some(last) = self.node(parent).and_then(|node| node.last)
            && let Some(Node {
                data: Data::Text { end, .. },
                ..
            }) = self.node_mut(last)
            && *end == written
        {
            *end += text.len();
            self.text.push_str(text);
            return;
        }
        let child = self.add_text(text);
        self.append(parent, child);
    }

    /// Sets characters before a node.
    pub(super) fn insert_text(&mut self, sibling: Id, text: &str) {
        let child = self.add_text(text);
        self.insert_before(sibling, child);
    }

    /// The step of a walk after another one, within a node; `None` at its end.
    pub(super) fn step(&self, within: Id, step: Step) -> Option<Step> {
        match step {
            Step::Enter(id) => Some(self.first(id).map_or(Step::Leave(id), Step::Enter)),
            Step::Leave(id) => self.leave(within, id),
        }
    }

    fn leave(&self, within: Id, id: Id) -> Option<Step> {
        if id == within {
            return None;
        }
        match self.next(id) {
            Some(next) => Some(Step::Enter(next)),
            None => self.parent(id).map(Step::Leave),
        }
    }

    /// A node and all within it, each before what it holds.
    pub(super) fn within(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let steps = std::iter::successors(Some(Step::Enter(id)), move |&step| self.step(id, step));
        steps.filter_map(|step| match step {
            Step::Enter(id) => Some(id),
            Step::Leave(_) => None,
        })
    }

    /// All characters within a node, spaces as they stand.
    pub(super) fn all_text(&self, id: Id) -> String {
        self.within(id).filter_map(|id| self.text(id)).collect()
    }
}
