//! From characters to a tree: html5ever's tokenizer and tree builder, with bounds between the two.
//!
//! A browser keeps unclosed `<font>` open over the paragraphs that follow by opening it anew in each: with many of
//! them that is quadratic, and of no use to a text. So marks of type go to the tree builder as plain spans.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, Tracer, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult, local_name};

use super::tree::{Id, ROOT, Tree};

/// Elements open at once beyond which walls are not there.
const DEEPEST: usize = 400;

/// Nodes beyond which the rest of a page is given up.
const MOST_NODES: usize = 2 << 20;

/// Attributes that say something of the text.
const ATTRIBUTES: &[&str] = &[
    "align",
    "aria-controls",
    "aria-expanded",
    "aria-hidden",
    "aria-label",
    "aria-modal",
    "border",
    "checked",
    "class",
    "colspan",
    "content",
    "data-bs-target",
    "data-target",
    "datetime",
    "dir",
    "for",
    "headers",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "open",
    "property",
    "rel",
    "reversed",
    "role",
    "rowspan",
    "rules",
    "scope",
    "selected",
    "size",
    "start",
    "style",
    "summary",
    "type",
    "value",
];

/// Attributes of one element beyond which they are no longer looked at: the tokenizer compares each with all before it.
const MOST_ATTRIBUTES: usize = 400;

/// Marks of type that browsers open anew where they are left open.
const OF_TYPE: &[&str] = &[
    "big", "code", "em", "font", "i", "nobr", "small", "strike", "s", "tt", "u",
];

/// A page that has been parsed.
pub(super) struct Parsed {
    pub(super) tree: Tree,
    /// Whether some of its nesting or its tail was given up.
    pub(super) given_up: bool,
}

/// Parses a page, or a part of one.
pub(super) fn parse(text: &str, is_xml: bool) -> Parsed {
    let text = &*with_few_attributes(text);
    let sink = Sink {
        tree: RefCell::new(Tree::new()),
    };
    let options = TreeBuilderOpts {
        scripting_enabled: true,
        drop_doctype: true,
        ..TreeBuilderOpts::default()
    };
    let bounds = Bounds {
        builder: TreeBuilder::new(sink, options),
        is_xml,
        room: Cell::new(DEEPEST),
        given_up: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(bounds, TokenizerOpts::default());
    let queue = BufferQueue::default();
    // One buffer of characters is shared by all that is cut from it, and may have 4 GiB.
    for chunk in chunks(text) {
        queue.push_back(StrTendril::from_slice(chunk));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    }
    tokenizer.end();
    let given_up = tokenizer.sink.given_up.get();
    Parsed {
        tree: tokenizer.sink.builder.sink.tree.into_inner(),
        given_up,
    }
}

/// The text with tags cut that have more attributes than any page needs.
fn with_few_attributes(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut kept = String::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(open) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) {
        let start = at + open + 1;
        let (end, cut) = tag_end(bytes, start);
        if let Some(cut) = cut {
            kept.push_str(text.get(copied..cut).unwrap_or_default());
            copied = end;
        }
        at = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(kept)
}

/// Where the tag ends whose name begins here, and where its attributes become too many.
fn tag_end(bytes: &[u8], start: usize) -> (usize, Option<usize>) {
    let mut at = start;
    let (mut words, mut cut) = (0, None);
    if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        return (at, None);
    }
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            // A script that compares, and no tag: what closes must close.
            b'<' if matches!(bytes.get(at + 1), Some(b'/' | b'!')) => break,
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' => words += 1,
            b'"' | b'\'' if bytes.get(at - 1) == Some(&b'=') => {
                let rest = bytes.get(at + 1..).unwrap_or_default();
                at += 1 + memchr::memchr(byte, rest).unwrap_or(rest.len());
            }
            _ => {}
        }
        if words > MOST_ATTRIBUTES && cut.is_none() {
            cut = Some(at);
        }
        at += 1;
    }
    (at.min(bytes.len()), cut)
}

/// The text in pieces of at most so many bytes as the tokenizer takes at once.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    const LONGEST: usize = 1 << 20;
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = (LONGEST.min(rest.len())..=rest.len()).find(|&at| rest.is_char_boundary(at))?;
        let (chunk, after) = rest.split_at(end);
        rest = after;
        Some(chunk)
    })
}

/// What stands between the tokenizer and the tree builder.
struct Bounds {
    builder: TreeBuilder<Id, Sink>,
    /// Whether `<a/>` is an element without content.
    is_xml: bool,
    /// How many elements may open before those that are open are counted again.
    room: Cell<usize>,
    given_up: Cell<bool>,
}

impl TokenSink for Bounds {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        match token {
            Token::EOFToken => self.builder.process_token(Token::EOFToken, line),
            _ if self.builder.sink.tree.borrow().len() > MOST_NODES => {
                self.given_up.set(true);
                TokenSinkResult::Continue
            }
            Token::TagToken(tag) => self.tag(tag, line),
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            token => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Bounds {
    fn tag(&self, mut tag: Tag, line: u64) -> TokenSinkResult<Id> {
        if OF_TYPE.contains(&&*tag.name) {
            tag.name = local_name!("span");
        } else if matches!(&*tag.name, "b" | "strong") {
            // A name that the tree builder does not know: nothing is opened anew.
            tag.name = LocalName::from("strong-");
        }
        if tag.kind == TagKind::EndTag {
            self.room.set(self.room.get().max(1));
            return self.builder.process_token(Token::TagToken(tag), line);
        }
        if !self.has_room() {
            self.given_up.set(true);
            if !is_block(&tag.name) {
                return TokenSinkResult::Continue;
            }
            tag.name = local_name!("br");
        }
        tag.attrs
            .retain(|one| ATTRIBUTES.contains(&&*one.name.local));
        if self.is_xml && tag.self_closing {
            return self.empty(tag, line);
        }
        self.builder.process_token(Token::TagToken(tag), line)
    }

    /// An element of XML without content; scripts and the like must not take the tokenizer along.
    fn empty(&self, tag: Tag, line: u64) -> TokenSinkResult<Id> {
        if matches!(
            &*tag.name,
            "script" | "style" | "title" | "textarea" | "iframe"
        ) {
            return TokenSinkResult::Continue;
        }
        let mut end = tag.clone();
        let is_void = matches!(
            &*tag.name,
            "br" | "hr" | "img" | "input" | "meta" | "link" | "base" | "col" | "area" | "param"
        );
        let result = self.builder.process_token(Token::TagToken(tag), line);
        if is_void {
            return result;
        }
        end.kind = TagKind::EndTag;
        end.self_closing = false;
        end.attrs.clear();
        self.builder.process_token(Token::TagToken(end), line)
    }

    /// Whether one more element may open.
    fn has_room(&self) -> bool {
        if self.room.get() == 1 {
            let open = Open(Cell::new(0));
            self.builder.trace_handles(&open);
            self.room.set(DEEPEST.saturating_sub(open.0.get()));
        }
        self.room.set(self.room.get().saturating_sub(1));
        self.room.get() > 0
    }
}

/// Counts what the tree builder holds open.
struct Open(Cell<usize>);

impl Tracer for Open {
    type Handle = Id;

    fn trace_handle(&self, _: &Id) {
        self.0.set(self.0.get() + 1);
    }
}

fn is_block(name: &str) -> bool {
    super::names::is_block(name) || matches!(name, "td" | "th" | "tr" | "br")
}

/// Takes what the tree builder makes.
struct Sink {
    tree: RefCell<Tree>,
}

/// The name of an element, for the tree builder to look at.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

fn kept(attributes: Vec<Attribute>) -> Vec<(LocalName, String)> {
    attributes
        .into_iter()
        .map(|one| (one.name.local, one.value.to_string()))
        .collect()
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = ();
    type ElemName<'a> = Name;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        let tree = self.tree.borrow();
        let unnamed = || QualName::new(None, html5ever::ns!(), local_name!(""));
        Name(tree.full_name(*target).cloned().unwrap_or_else(unnamed))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.tree.borrow_mut().add_element(name, kept(attributes))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.tree.borrow_mut().add_silent()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.tree.borrow_mut().add_silent()
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => tree.append(*parent, child),
            NodeOrText::AppendText(text) => tree.append_text(*parent, &text),
        }
    }

    fn append_based_on_parent_node(&self, element: &Id, before: &Id, child: NodeOrText<Id>) {
        let has_parent = self.tree.borrow().parent(*element).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What a template holds is never seen: it hangs on nothing.
    fn get_template_contents(&self, _: &Id) -> Id {
        self.tree.borrow_mut().add_silent()
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => tree.insert_before(*sibling, child),
            NodeOrText::AppendText(text) => tree.insert_text(*sibling, &text),
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        self.tree
            .borrow_mut()
            .add_attributes(*target, kept(attributes));
    }

    fn remove_from_parent(&self, target: &Id) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.first(*node) {
            tree.append(*parent, child);
        }
    }
}
