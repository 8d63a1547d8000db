//! The writer of XML.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::binding::Binding;
use super::name::{self, Name, NameRef, Namespace, STANDARD, TYPE_PREFIX, ns};
use super::{scope, source};

/// The maximum number of namespaces that the root element declares. Other elements declare all further namespaces.
const AT_THE_TOP: usize = 32;

/// The error for a value that XML cannot represent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    path: String,
    found: String,
}

impl EncodeError {
    /// Returns the path of the elements, such as `/Envelope/Body/GetCallInfo/CallId`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns a description of the part that XML cannot represent.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: XML cannot represent {}", self.path, self.found)
    }
}

impl Error for EncodeError {}

/// Writes a document.
///
/// The root element declares the prefixes. Only characters that XML allows are written.
pub struct Writer {
    out: String,
    /// The element that was just started, until its first attribute or content is written.
    begun: Option<Begun>,
    /// Whether the last start tag lacks its `>`.
    in_tag: bool,
    open: Vec<Open>,
    /// The namespaces that the root element declares if they are used.
    top: Vec<AtTop>,
    /// The offset of their declarations.
    top_at: usize,
    /// The prefixes that open elements declare, the innermost last.
    bound: Vec<Binding>,
    error: Option<EncodeError>,
}

/// An element whose start tag is not yet written.
struct Begun {
    name: Name,
    bindings: Vec<Binding>,
    /// The `xsi:type`.
    type_: Option<(&'static str, &'static str)>,
}

/// An element whose end tag is not yet written.
struct Open {
    /// The position of its name in the text.
    name: std::ops::Range<usize>,
    /// The number of prefixes that are declared around it.
    bound: usize,
}

struct AtTop {
    prefix: Cow<'static, str>,
    namespace: Namespace,
    is_used: bool,
}

impl Writer {
    /// Creates a writer that appends to a text and uses these prefixes for their namespaces.
    pub(super) fn new(out: String, prefixes: &'static [(&'static str, &'static str)]) -> Self {
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

    /// Returns the document.
    pub(super) fn finish(mut self) -> Result<String, EncodeError> {
        self.declare_at_the_top();
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.out),
        }
    }

    /// Returns the document, with U+FFFD for characters that XML does not allow.
    pub(super) fn finish_lossy(mut self) -> String {
        self.declare_at_the_top();
        self.out
    }

    fn declare_at_the_top(&mut self) {
        let mut declarations = String::new();
        for top in self.top.iter().filter(|top| top.is_used) {
            declaration(&mut declarations, &top.prefix, &top.namespace);
        }
        self.out.insert_str(self.top_at, &declarations);
    }

    /// Starts an element in the open one.
    pub(super) fn start(&mut self, name: Name) {
        self.content();
        self.begun = Some(Begun { name, bindings: Vec::new(), type_: None });
    }

    /// Renames the element that was just started.
    pub(super) fn rename(&mut self, name: Name) {
        if let Some(begun) = &mut self.begun {
            begun.name = name;
        }
    }

    /// Adds `xsi:type` to the element that was just started.
    pub(super) fn put_type(&mut self, namespace: &'static str, local: &'static str) {
        if let Some(begun) = &mut self.begun {
            begun.type_ = Some((namespace, local));
        }
    }

    /// Declares a prefix in the element that was just started, for texts and values with qualified names.
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
        // The declaration of a namespace is not an attribute.
        if !name::is_plain(name.local) || (name.local == "xmlns" && name.namespace.is_empty()) {
            self.fail(None, || format!("the name {:?}", name.local));
        }
        self.out.push('"');
        self.declare(own);
    }

    /// Adds text to the open element.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.content();
        if let Some(character) = escape(&mut self.out, text, false) {
            self.fail(None, || source::code_point(character));
        }
    }

    /// Ends the open element.
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

    /// Completes the start tag of the open element.
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

    /// Declares a prefix in the element that starts, unless it already has this namespace.
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
            // The root element declares a prefix once.
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

    /// Writes a name with a prefix for its namespace. Returns the binding if the element itself must declare it.
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

    /// Records the first error.
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

/// Escapes the characters that would end the text, or that a reader would normalize. Writes U+FFFD for characters that XML
/// does not allow, and returns the first of them.
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
