//! Elements to text: stable prefixes, declared once at the top, and only characters that XML allows.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::content::{Content, Root};
use super::element::{Binding, Element};
use super::name::{self, Name, NameRef, Namespace, STANDARD, TYPE_PREFIX, ns};
use super::{scope, source};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

/// How many namespaces are declared at the top; where there are more, elements declare them.
const AT_THE_TOP: usize = 32;

/// Why a value cannot be written: it holds what no XML document can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    path: String,
    found: String,
}

impl EncodeError {
    /// The path through the elements, such as `/Envelope/Body/GetCallInfo/CallId`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What XML cannot hold.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: XML cannot hold {}", self.path, self.found)
    }
}

impl Error for EncodeError {}

/// Writes a document.
pub(super) fn document<T: Root>(value: &T) -> Result<String, EncodeError> {
    let mut writer = Writer::new(String::from(DECLARATION), T::PREFIXES);
    writer.start(value.root_name());
    value.write(&mut writer);
    writer.end();
    writer.finish()
}

/// Writes the document of an element.
pub(super) fn element(element: &Element) -> Result<String, EncodeError> {
    let mut writer = Writer::new(String::from(DECLARATION), &[]);
    writer.whole(element);
    writer.finish()
}

/// Writes an element with its declarations; what XML cannot hold becomes U+FFFD.
pub(super) fn fragment(element: &Element) -> String {
    let mut writer = Writer::new(String::new(), &[]);
    writer.whole(element);
    writer.declare_at_the_top();
    writer.out
}

/// Writes a document from its start to its end.
pub struct Writer {
    out: String,
    /// The element that was started, until the first thing in it is written.
    begun: Option<Begun>,
    /// Whether the last start tag lacks its `>`.
    in_tag: bool,
    open: Vec<Open>,
    /// The namespaces that the top declares, if they are used.
    top: Vec<AtTop>,
    /// Where they are declared in the text.
    top_at: usize,
    /// The prefixes that elements declare, inner ones last.
    bound: Vec<Binding>,
    error: Option<EncodeError>,
}

/// An element before its start tag is written.
struct Begun {
    name: Name,
    bindings: Vec<Binding>,
    /// The `xsi:type`.
    type_: Option<(&'static str, &'static str)>,
}

/// An element whose end tag is to come.
struct Open {
    /// Where its name stands in the text.
    name: std::ops::Range<usize>,
    /// How many prefixes were declared around it.
    bound: usize,
}

struct AtTop {
    prefix: Cow<'static, str>,
    namespace: Namespace,
    is_used: bool,
}

impl Writer {
    fn new(out: String, prefixes: &'static [(&'static str, &'static str)]) -> Self {
        let [soap, others @ ..] = STANDARD;
        let known = [soap].into_iter().chain(prefixes.iter().copied()).chain(others);
        let known = known.map(|(prefix, namespace)| AtTop {
            prefix: Cow::Borrowed(prefix),
            namespace: Namespace::from(namespace),
            is_used: false,
        });
        Self {
            out,
            begun: None,
            in_tag: false,
            open: Vec::new(),
            top: known.collect(),
            top_at: 0,
            bound: Vec::new(),
            error: None,
        }
    }

    fn finish(mut self) -> Result<String, EncodeError> {
        self.declare_at_the_top();
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.out),
        }
    }

    fn declare_at_the_top(&mut self) {
        let mut declarations = String::new();
        for top in self.top.iter().filter(|top| top.is_used) {
            declaration(&mut declarations, &top.prefix, &top.namespace);
        }
        self.out.insert_str(self.top_at, &declarations);
    }

    /// Writes an element and everything in it.
    pub(super) fn whole(&mut self, element: &Element) {
        self.start(element.name.clone());
        element.write(self);
        self.end();
    }

    /// Starts an element in the one that is open.
    pub(super) fn start(&mut self, name: Name) {
        self.content();
        self.begun = Some(Begun { name, bindings: Vec::new(), type_: None });
    }

    /// Gives the element that was just started another name.
    pub(super) fn rename(&mut self, name: Name) {
        if let Some(begun) = &mut self.begun {
            begun.name = name;
        }
    }

    /// Names the type of the element that was just started.
    pub(super) fn put_type(&mut self, namespace: &'static str, local: &'static str) {
        if let Some(begun) = &mut self.begun {
            begun.type_ = Some((namespace, local));
        }
    }

    /// Gives a prefix its meaning in the element that was just started, for texts and values that use it.
    pub(super) fn bind(&mut self, binding: &Binding) {
        if let Some(begun) = &mut self.begun
            && !scope::is_reserved(&binding.prefix)
        {
            begun.bindings.push(binding.clone());
        }
    }

    /// Adds an attribute to the element that was just started.
    pub(super) fn attribute(&mut self, name: NameRef<'_>, value: &str) {
        self.tag();
        self.out.push(' ');
        let own = self.push_name(name);
        self.out.push_str("=\"");
        if let Some(character) = escape(&mut self.out, value, true) {
            self.fail(Some(name.local), || source::code_point(character));
        }
        // A declaration of a namespace is no attribute.
        if !name::is_plain(name.local) || (name.local == "xmlns" && name.namespace.is_empty()) {
            self.fail(None, || format!("the name {:?}", name.local));
        }
        self.out.push('"');
        self.declare(own);
    }

    /// Adds text to the element that is open.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.content();
        if let Some(character) = escape(&mut self.out, text, false) {
            self.fail(None, || source::code_point(character));
        }
    }

    /// Ends the element that is open.
    pub(super) fn end(&mut self) {
        self.tag();
        let Some(open) = self.open.pop() else { return };
        if self.in_tag {
            self.out.push_str("/>");
        } else {
            self.out.push_str("</");
            self.out.extend_from_within(open.name);
            self.out.push('>');
        }
        self.in_tag = false;
        self.bound.truncate(open.bound);
    }

    /// Makes sure that the open element can take content.
    fn content(&mut self) {
        self.tag();
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
    }

    /// Writes the start tag of the element that was just started.
    fn tag(&mut self) {
        let Some(Begun { name, bindings, type_ }) = self.begun.take() else { return };
        let bound = self.bound.len();
        let mut declarations = String::new();
        for Binding { prefix, namespace } in bindings {
            self.bind_here(prefix, namespace, bound, &mut declarations);
        }
        let typed = type_.map(|(namespace, local)| {
            let known = self.top.iter().find(|top| top.namespace == *namespace);
            let prefix = known.map_or(Cow::Borrowed(TYPE_PREFIX), |top| top.prefix.clone());
            self.bind_here(prefix.clone(), Namespace::from(namespace), bound, &mut declarations);
            format!("{prefix}:{local}")
        });
        self.out.push('<');
        let start = self.out.len();
        let own = self.push_name(name.borrow());
        let end = self.out.len();
        if self.open.is_empty() {
            self.top_at = end;
        }
        self.open.push(Open { name: start..end, bound });
        self.in_tag = true;
        if !name::is_plain(&name.local) {
            self.fail(None, || format!("the name {:?}", name.local));
        }
        self.declare(own);
        self.out.push_str(&declarations);
        if let Some(typed) = typed {
            self.attribute(NameRef { namespace: ns::XSI, local: "type" }, &typed);
        }
    }

    /// Declares a prefix in the element that starts, unless it has this meaning anyway.
    fn bind_here(
        &mut self,
        prefix: Cow<'static, str>,
        namespace: Namespace,
        outer: usize,
        declarations: &mut String,
    ) {
        if self.bound[outer..].iter().any(|own| own.prefix == prefix) {
            return;
        }
        let bound = self.bound.iter().rev().find(|bound| bound.prefix == prefix);
        let top = self.top.iter_mut().find(|top| top.prefix == prefix);
        match (bound, top) {
            (Some(bound), _) if bound.namespace == namespace => return,
            (None, Some(top)) if top.namespace == namespace => {
                top.is_used = true;
                return;
            }
            _ => {}
        }
        if self.open.is_empty() {
            // The top can give the prefix one meaning only.
            self.top.retain(|top| top.prefix != prefix);
        }
        declaration(declarations, &prefix, &namespace);
        if !name::is_plain(&prefix) {
            self.fail(None, || format!("the prefix {prefix:?}"));
        }
        self.check_namespace(&namespace);
        self.bound.push(Binding { prefix, namespace });
    }

    fn check_namespace(&mut self, namespace: &str) {
        if let Some((_, character)) = source::forbidden(namespace) {
            self.fail(None, || format!("{} in a namespace", source::code_point(character)));
        }
    }

    /// Writes a name with a prefix of its namespace. Gives what the element itself has to declare for that.
    fn push_name(&mut self, name: NameRef<'_>) -> Option<Binding> {
        let NameRef { namespace, local } = name;
        if namespace.is_empty() {
            self.out.push_str(local);
            return None;
        }
        let Self { out, bound, top, .. } = self;
        let is_hidden = |prefix: &str, inner: &[Binding]| inner.iter().any(|inner| inner.prefix == prefix);
        let mut push = |prefix: &str| {
            out.push_str(prefix);
            out.push(':');
            out.push_str(local);
        };
        if namespace == ns::XML {
            push("xml");
            return None;
        }
        let own = (0..bound.len()).rev().find(|at| {
            bound[*at].namespace == *namespace && !is_hidden(&bound[*at].prefix, &bound[at + 1..])
        });
        if let Some(at) = own {
            push(&bound[at].prefix);
            return None;
        }
        let shared = top.iter_mut().find(|top| top.namespace == *namespace && !is_hidden(&top.prefix, bound));
        if let Some(shared) = shared {
            shared.is_used = true;
            push(&shared.prefix);
            return None;
        }
        let is_taken = |prefix: &str| top.iter().any(|top| top.prefix == prefix) || is_hidden(prefix, bound);
        let free = (1..).map(|number| format!("n{number}")).find(|prefix| !is_taken(prefix));
        let prefix = free.unwrap_or_default();
        push(&prefix);
        self.check_namespace(namespace);
        let namespace = Namespace::from(namespace.to_owned());
        if self.top.len() < AT_THE_TOP {
            self.top.push(AtTop { prefix: prefix.into(), namespace, is_used: true });
            return None;
        }
        let binding = Binding { prefix: prefix.into(), namespace };
        self.bound.push(binding.clone());
        Some(binding)
    }

    fn declare(&mut self, binding: Option<Binding>) {
        if let Some(Binding { prefix, namespace }) = binding {
            declaration(&mut self.out, &prefix, &namespace);
        }
    }

    /// Remembers the first thing that XML cannot hold.
    #[cold]
    fn fail(&mut self, attribute: Option<&str>, found: impl FnOnce() -> String) {
        if self.error.is_some() {
            return;
        }
        let mut path = String::new();
        for open in &self.open {
            let name = &self.out[open.name.clone()];
            path.push('/');
            path.push_str(name.split_once(':').map_or(name, |(_, local)| local));
        }
        if let Some(attribute) = attribute {
            path.push_str("/@");
            path.push_str(attribute);
        }
        self.error = Some(EncodeError { path, found: found() });
    }
}

fn declaration(out: &mut String, prefix: &str, namespace: &str) {
    out.push_str(" xmlns:");
    out.push_str(prefix);
    out.push_str("=\"");
    escape(out, namespace, true);
    out.push('"');
}

/// Escapes what would end the text, or what a reader would normalize away. Gives the first character that XML
/// cannot hold; U+FFFD stands for each of them.
fn escape(out: &mut String, text: &str, in_attribute: bool) -> Option<char> {
    let mut refused = None;
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let (written, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'\r' => ("&#13;", 1),
            b'"' if in_attribute => ("&quot;", 1),
            b'\n' if in_attribute => ("&#10;", 1),
            b'\t' if in_attribute => ("&#9;", 1),
            b'\n' | b'\t' => continue,
            0..b' ' => ("\u{FFFD}", 1),
            // The first byte of U+FFFE and U+FFFF, and of others.
            0xEF if text[at..].starts_with(['\u{FFFE}', '\u{FFFF}']) => ("\u{FFFD}", 3),
            _ => continue,
        };
        out.push_str(&text[done..at]);
        if written == "\u{FFFD}" {
            refused = refused.or_else(|| text[at..].chars().next());
        }
        out.push_str(written);
        done = at + length;
    }
    out.push_str(&text[done..]);
    refused
}
