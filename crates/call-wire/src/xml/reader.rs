//! The pull reader of XML.

use std::borrow::Cow;

use quick_xml::events::Event as Raw;

use super::attribute::{Attribute, attribute, malformed, normalized, skip_space};
use super::binding::{Binding, prefix_of};
use super::error::{DecodeError, ErrorKind, Issue, excerpt, syntax};
use super::name::{self, Name, NameRef, Namespace, TYPE_PREFIX, ns};
use super::scope::{self, Bound, Scope};
use super::source;

/// The maximum depth of elements. Usual documents have about ten levels.
pub(super) const DEPTH: usize = 128;
/// The maximum number of attributes of an element, and of declared namespaces.
const ATTRIBUTES: usize = 1024;
const BINDINGS: usize = 128;
/// The number of attributes above which they are sorted to find duplicates.
const MANY: usize = 16;

type Result<T> = std::result::Result<T, DecodeError>;

/// Reads a document as a stream of start tags, texts and end tags.
///
/// It resolves names and references. Every error has an offset.
pub struct Reader<'t> {
    text: &'t str,
    events: quick_xml::Reader<&'t [u8]>,
    /// The prefixes that are declared around the text.
    outer: Scope,
    declared: Vec<Declared<'t>>,
    open: Vec<Open>,
    /// The tag after a text, or after the start of an empty element.
    ahead: Option<Tag>,
    /// The end of the last tag.
    end: usize,
}

/// A significant event of quick-xml.
enum Part<'t> {
    Text(Cow<'t, str>),
    Tag(Tag),
    Insignificant,
}

/// A tag with its start and its end.
#[derive(Clone, Copy)]
struct Tag {
    kind: Kind,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy)]
enum Kind {
    /// A start tag, with the lengths of its name and of its content between the angle brackets.
    Start {
        name: usize,
        length: usize,
        is_empty: bool,
    },
    End,
    Eof,
}

/// The declaration of a prefix in an open element.
struct Declared<'t> {
    prefix: &'t str,
    namespace: Namespace,
    /// The original text of the namespace.
    original: Cow<'t, str>,
    /// The declarations up to this one, if a kept part needs them.
    scope: Option<Scope>,
}

impl Declared<'_> {
    /// Compares byte by byte, which is faster than a call of `memcmp`, since prefixes are short.
    fn is_for(&self, prefix: &str) -> bool {
        self.prefix.bytes().eq(prefix.bytes())
    }
}

/// An open element.
struct Open {
    /// The offset of its start tag.
    offset: usize,
    /// The number of prefixes that are declared around it.
    declared: usize,
}

/// An event in a document.
pub(super) enum Event<'t> {
    Start(Start<'t>),
    /// The text between two tags.
    Text(Cow<'t, str>),
    End,
    /// The end of the document.
    Eof,
}

/// A start tag.
pub struct Start<'t> {
    namespace: Namespace,
    local: &'t str,
    pub(super) attributes: Vec<Attr<'t>>,
    /// The prefixes in the values of attributes.
    pub(super) bindings: Vec<Binding>,
    /// The offset of the tag in bytes.
    pub(super) offset: usize,
}

/// An attribute of a start tag.
pub(super) struct Attr<'t> {
    pub namespace: Namespace,
    pub prefix: &'t str,
    pub local: &'t str,
    pub value: Cow<'t, str>,
}

impl Attr<'_> {
    pub fn name(&self) -> NameRef<'_> {
        NameRef { namespace: &self.namespace, local: self.local }
    }

    pub fn into_owned(self) -> Attribute {
        let name = Name::new(self.namespace, self.local.to_owned());
        Attribute { name, value: self.value.into_owned() }
    }
}

impl<'t> Start<'t> {
    /// Returns the name of the element.
    #[must_use]
    pub fn name(&self) -> NameRef<'_> {
        NameRef { namespace: &self.namespace, local: self.local }
    }

    /// Returns the local name, borrowed from the document.
    pub(super) fn name_text(&self) -> &'t str {
        self.local
    }

    pub(super) fn owned_name(&self) -> Name {
        Name::new(self.namespace.clone(), self.local.to_owned())
    }

    pub(super) fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name().is(namespace, local));
        found.map(|attribute| &*attribute.value)
    }

    /// Removes `xsi:type` if it has this type. Also removes its prefix if no other attribute uses it. Returns `true` if
    /// `xsi:type` was removed.
    pub(super) fn take_type(&mut self, namespace: &str, local: &str) -> bool {
        let Some(at) = self.attributes.iter().position(|attribute| attribute.name().is(ns::XSI, "type"))
        else {
            return false;
        };
        let Some((prefix, name)) = self.attributes[at].value.trim().split_once(':') else { return false };
        let Some(bound) = self.bindings.iter().position(|binding| binding.prefix == prefix) else {
            return false;
        };
        if name != local || self.bindings[bound].namespace != *namespace {
            return false;
        }
        let removed = self.attributes.remove(at);
        if !self.attributes.iter().any(|other| prefix_of(&other.value) == prefix_of(&removed.value)) {
            self.bindings.remove(bound);
        }
        true
    }

    /// Returns `true` if the element has the attribute `xsi:nil="true"`.
    pub(super) fn is_nil(&self) -> bool {
        self.attribute(ns::XSI, "nil").is_some_and(|value| matches!(value.trim(), "true" | "1"))
    }
}

impl<'t> Reader<'t> {
    /// Creates a reader of a text, with the prefixes that are declared around it.
    pub(super) fn new(text: &'t str, outer: Scope) -> Self {
        let events = quick_xml::Reader::from_str(text);
        Self { text, events, outer, declared: Vec::new(), open: Vec::with_capacity(16), ahead: None, end: 0 }
    }

    /// Returns the number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Returns the prefixes that are declared at the current place.
    pub(super) fn scope(&mut self) -> Scope {
        let mut scope = self.outer.clone();
        let known = self.declared.iter().rposition(|declared| declared.scope.is_some());
        if let Some(known) = known.and_then(|known| self.declared[known].scope.clone()) {
            scope = known;
        }
        for Declared { prefix, namespace, original, scope: kept } in
            &mut self.declared[known.map_or(0, |known| known + 1)..]
        {
            scope = scope.with(prefix, namespace.clone(), original);
            *kept = Some(scope.clone());
        }
        scope
    }

    /// Returns the namespace of a prefix at the current place.
    fn find(&self, prefix: &str) -> Option<Bound<'_>> {
        let declared = self.declared.iter().rev().find(|declared| declared.is_for(prefix));
        let bound = match declared {
            Some(declared) => Bound { namespace: &declared.namespace, original: &declared.original },
            None => self.outer.find(prefix)?,
        };
        (!bound.namespace.is_empty()).then_some(bound)
    }

    /// Returns the text from an offset to the end of the last tag.
    pub(super) fn since(&self, offset: usize) -> &'t str {
        &self.text[offset..self.end]
    }

    /// Skips events until the depth is at most this one.
    pub(super) fn skip_to(&mut self, depth: usize) -> Result<()> {
        while self.open.len() > depth {
            self.next()?;
        }
        Ok(())
    }

    /// Reads the start tag of the root element.
    pub(super) fn root(&mut self) -> Result<Start<'t>> {
        self.outside()?.ok_or_else(|| syntax(self.text.len(), "one root element", "none"))
    }

    /// Checks that no element or text follows the root element.
    pub(super) fn finish(&mut self) -> Result<()> {
        match self.outside()? {
            Some(start) => Err(syntax(start.offset, "one root element", "a second one")),
            None => Ok(()),
        }
    }

    /// Reads the next element outside of the root element. Returns `None` at the end of the document.
    fn outside(&mut self) -> Result<Option<Start<'t>>> {
        loop {
            let offset = self.end;
            match self.next()? {
                Event::Text(text) if !source::is_blank(&text) => {
                    return Err(syntax(offset, "one root element", excerpt(&text)));
                }
                Event::Start(start) => return Ok(Some(start)),
                Event::Text(_) | Event::End => {}
                Event::Eof => return Ok(None),
            }
        }
    }

    /// Reads the next event.
    pub(super) fn next(&mut self) -> Result<Event<'t>> {
        let mut text: Option<Cow<'t, str>> = None;
        loop {
            let tag = match self.ahead.take() {
                Some(tag) => tag,
                None => match self.part()? {
                    Part::Tag(tag) => tag,
                    Part::Text(part) => {
                        match &mut text {
                            None => text = Some(part),
                            Some(text) => text.to_mut().push_str(&part),
                        }
                        continue;
                    }
                    Part::Insignificant => continue,
                },
            };
            match text {
                Some(text) if !text.is_empty() => {
                    self.ahead = Some(tag);
                    return Ok(Event::Text(text));
                }
                _ => return self.tag(tag),
            }
        }
    }

    /// Reads the next event of quick-xml.
    fn part(&mut self) -> Result<Part<'t>> {
        let start = place(self.events.buffer_position());
        let event = self.events.read_event();
        let end = place(self.events.buffer_position());
        let kind = match event {
            Ok(Raw::Text(text)) => return Ok(Part::Text(text.xml10_content())),
            Ok(Raw::CData(text)) => return Ok(Part::Text(text.xml10_content())),
            Ok(Raw::GeneralRef(reference)) => {
                return Ok(Part::Text(Cow::Owned(resolved(&reference, start)?.to_string())));
            }
            Ok(Raw::Comment(_) | Raw::PI(_) | Raw::Decl(_)) => return Ok(Part::Insignificant),
            Ok(Raw::Start(tag)) => {
                Kind::Start { name: tag.name().0.len(), length: tag.len(), is_empty: false }
            }
            Ok(Raw::Empty(tag)) => {
                Kind::Start { name: tag.name().0.len(), length: tag.len(), is_empty: true }
            }
            Ok(Raw::End(_)) => Kind::End,
            Ok(Raw::DocType(_)) => return Err(document_type(start)),
            Ok(Raw::Eof) => Kind::Eof,
            Err(error) => return Err(syntax(place(self.events.error_position()), "well-formed XML", error)),
        };
        Ok(Part::Tag(Tag { kind, start, end }))
    }

    fn tag(&mut self, tag: Tag) -> Result<Event<'t>> {
        self.end = tag.end;
        match tag.kind {
            Kind::Start { name, length, is_empty } => {
                if is_empty {
                    self.ahead = Some(Tag { kind: Kind::End, ..tag });
                }
                let text = &self.text[tag.start + 1..][..length];
                self.start(text, name, tag.start).map(Event::Start)
            }
            Kind::End => match self.open.pop() {
                Some(open) => {
                    self.declared.truncate(open.declared);
                    Ok(Event::End)
                }
                None => Err(syntax(tag.start, "a start tag", "an end tag")),
            },
            Kind::Eof => match self.open.last() {
                Some(open) => {
                    let name =
                        self.text[open.offset + 1..].split(|c: char| c.is_whitespace() || c == '>').next();
                    let expected = format!("</{}>", shortened(name.unwrap_or_default()));
                    Err(syntax(tag.start, expected, "the end of the document"))
                }
                None => Ok(Event::Eof),
            },
        }
    }

    /// Parses the content of a start tag, which begins with a name of this length.
    fn start(&mut self, text: &'t str, name: usize, offset: usize) -> Result<Start<'t>> {
        if self.open.len() >= DEPTH {
            return Err(refused(offset, DEPTH, "levels"));
        }
        let name = &text[..name];
        let (prefix, local) = split(name, offset)?;
        let mut attributes = Vec::new();
        let declared = self.declared.len();
        let mut rest = skip_space(&text[name.len()..]);
        while !rest.is_empty() {
            let (name, value, after) = attribute(rest).ok_or_else(|| malformed(text, offset))?;
            rest = skip_space(after);
            let value = normalized(value, offset)?;
            match name.strip_prefix("xmlns") {
                Some("") => self.declare("", value, declared, offset)?,
                Some(prefix) if prefix.starts_with(':') => {
                    self.declare(&prefix[1..], value, declared, offset)?;
                }
                _ if attributes.len() == ATTRIBUTES => {
                    return Err(refused(offset, ATTRIBUTES, "attributes"));
                }
                _ => {
                    let (prefix, local) = split(name, offset)?;
                    attributes.push(Attr { namespace: Namespace::default(), prefix, local, value });
                }
            }
        }
        self.open.push(Open { offset, declared });
        let namespace = match (self.namespace_of(prefix), prefix) {
            (Some(namespace), _) => namespace,
            (None, "") => Namespace::default(),
            (None, _) => return Err(undeclared(prefix, local, offset)),
        };
        let bindings = self.resolve(&mut attributes, offset)?;
        Ok(Start { namespace, local, attributes, bindings, offset })
    }

    /// Adds the declaration of a prefix. `outer` is the number of declarations around the element.
    fn declare(
        &mut self,
        prefix: &'t str,
        original: Cow<'t, str>,
        outer: usize,
        offset: usize,
    ) -> Result<()> {
        if let Some(refusal) = scope::refusal(prefix, &original) {
            return Err(syntax(offset, "namespaces that XML allows", refusal));
        }
        if self.declared[outer..].iter().any(|declared| declared.is_for(prefix)) {
            return Err(syntax(offset, "well-formed attributes", format!("xmlns:{prefix} twice")));
        }
        if prefix == "xml" {
            return Ok(());
        }
        if !prefix.is_empty() && !name::is_plain(prefix) {
            return Err(syntax(offset, "a name", excerpt(prefix)));
        }
        if self.declared.len() >= BINDINGS {
            return Err(refused(offset, BINDINGS, "declared namespaces"));
        }
        let namespace = Namespace::normalized(&original);
        self.declared.push(Declared { prefix, namespace, original, scope: None });
        Ok(())
    }

    /// Returns the namespace of a prefix. The empty prefix is that of the default namespace.
    fn namespace_of(&self, prefix: &str) -> Option<Namespace> {
        match prefix {
            "xml" => Some(Namespace::from(ns::XML)),
            _ => self.find(prefix).map(|bound| bound.namespace.clone()),
        }
    }

    /// Resolves the namespaces of attributes. Returns the namespaces of the prefixes in their values.
    fn resolve(&self, attributes: &mut [Attr<'t>], offset: usize) -> Result<Vec<Binding>> {
        let mut bindings = Vec::new();
        for attribute in attributes.iter_mut() {
            if !attribute.prefix.is_empty() {
                let namespace = self.namespace_of(attribute.prefix);
                attribute.namespace =
                    namespace.ok_or_else(|| undeclared(attribute.prefix, attribute.local, offset))?;
            }
            self.bind_value(attribute, &mut bindings);
        }
        if let Some(found) = duplicate(attributes) {
            let name = attributes[found].local;
            self.keep_original_namespaces(attributes);
            if duplicate(attributes).is_some() {
                return Err(syntax(offset, "well-formed attributes", format!("{} twice", shortened(name))));
            }
        }
        Ok(bindings)
    }

    /// Keeps the `https` spelling of a namespace if the `http` spelling would result in two attributes with the same
    /// name.
    fn keep_original_namespaces(&self, attributes: &mut [Attr<'t>]) {
        let names: Vec<_> = attributes.iter().map(|one| (one.namespace.clone(), one.local)).collect();
        for attribute in attributes {
            let same = names.iter().filter(|(namespace, local)| attribute.name().is(namespace, local));
            if same.count() > 1
                && let Some(bound) = self.find(attribute.prefix)
            {
                attribute.namespace = Namespace::exact(bound.original);
            }
        }
    }

    /// Records the prefix of a value that is a qualified name, so that it has the same namespace when it is written. A
    /// type without a prefix is in the default namespace. The writer does not declare a default namespace, so the type
    /// gets a prefix.
    fn bind_value(&self, attribute: &mut Attr<'t>, bindings: &mut Vec<Binding>) {
        if attribute.value.contains(':') {
            self.bind_text(&attribute.value, bindings);
        } else if attribute.name().is(ns::XSI, "type")
            && let Some(namespace) = self.namespace_of("")
        {
            bindings.push(Binding { prefix: TYPE_PREFIX.into(), namespace });
            attribute.value = Cow::Owned(format!("{TYPE_PREFIX}:{}", attribute.value.trim()));
        }
    }

    /// Records the prefix of a text that is a qualified name.
    pub(super) fn bind_text(&self, text: &str, bindings: &mut Vec<Binding>) {
        if let Some(prefix) = prefix_of(text)
            && let Some(namespace) = self.namespace_of_text(text)
            && !bindings.iter().any(|known| known.prefix == prefix)
        {
            bindings.push(Binding { prefix: prefix.to_owned().into(), namespace });
        }
    }

    /// Returns the namespace of the prefix of a text that is a qualified name.
    pub(super) fn namespace_of_text(&self, text: &str) -> Option<Namespace> {
        let prefix = prefix_of(text).filter(|prefix| !scope::is_reserved(prefix))?;
        self.namespace_of(prefix)
    }
}

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn refused(offset: usize, most: usize, what: &str) -> DecodeError {
    DecodeError::new(ErrorKind::Refused, Issue::new(offset, format!("at most {most} {what}"), "more"))
}

fn document_type(offset: usize) -> DecodeError {
    DecodeError::new(ErrorKind::Refused, Issue::new(offset, "no document type", "<!DOCTYPE"))
}

fn undeclared(prefix: &str, local: &str, offset: usize) -> DecodeError {
    syntax(offset, "a declared prefix", format!("{}:{}", shortened(prefix), shortened(local)))
}

fn split(name: &str, offset: usize) -> Result<(&str, &str)> {
    name::split(name).ok_or_else(|| syntax(offset, "a name", excerpt(name)))
}

/// Shortens a name for a path.
pub(super) fn shortened(name: &str) -> Cow<'_, str> {
    const LONGEST: usize = 100;
    if name.len() <= LONGEST {
        return Cow::Borrowed(name);
    }
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}...", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

/// Resolves a reference to a character.
fn resolved(reference: &quick_xml::events::BytesRef<'_>, offset: usize) -> Result<char> {
    let character = reference.resolve_char_ref();
    let character = character.map_err(|error| syntax(offset, "a character reference", error))?;
    let name = reference.xml10_content();
    let entity = || quick_xml::escape::resolve_xml_entity(&name).and_then(|text| text.chars().next());
    match character.or_else(entity) {
        Some(character) if source::is_allowed(character) => Ok(character),
        Some(character) => Err(source::not_allowed(character, offset)),
        None => Err(syntax(offset, "a predefined entity", format!("&{};", shortened(&name)))),
    }
}

/// Returns the index of an attribute with the name of an earlier one.
fn duplicate(attributes: &[Attr<'_>]) -> Option<usize> {
    if attributes.len() <= MANY {
        return (1..attributes.len())
            .find(|at| attributes[..*at].iter().any(|earlier| earlier.name() == attributes[*at].name()));
    }
    let mut order: Vec<usize> = (0..attributes.len()).collect();
    order.sort_unstable_by_key(|at| attributes[*at].local);
    order.chunk_by(|one, other| attributes[*one].local == attributes[*other].local).find_map(|same| {
        let earlier = |at: usize| {
            same[..at].iter().any(|earlier| attributes[*earlier].namespace == attributes[same[at]].namespace)
        };
        (1..same.len()).find(|at| earlier(*at)).map(|at| same[at])
    })
}
