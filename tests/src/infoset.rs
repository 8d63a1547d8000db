//! The information set of an XML document: names, attributes and text, in document order.
//!
//! This module uses quick-xml and not `call_wire::xml`, so it does not share the bugs that it must detect. It ignores
//! prefixes, unused namespace declarations, comments, and white space between elements. `https://schemas.` in a
//! namespace is read as `http://schemas.`, because some pages have the wrong scheme.

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::{QName, ResolveResult};

/// An element with its content.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// The name: `{namespace}local`.
    pub name: String,
    /// The attributes as pairs of `{namespace}local` and value, sorted.
    pub attributes: Vec<(String, String)>,
    /// The text of the element itself, trimmed.
    pub text: String,
    /// The child elements.
    pub children: Vec<Node>,
}

impl Node {
    /// Sorts the children by name, to compare documents without regard to the order of differently named siblings.
    #[must_use]
    pub fn unordered(mut self) -> Self {
        self.children = self.children.into_iter().map(Self::unordered).collect();
        self.children.sort_by(|a, b| a.name.cmp(&b.name));
        self
    }

    /// Writes the element as a document.
    #[must_use]
    pub fn to_xml(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// Returns the path of this element, which is empty, and of each element in it. A path is a list of child indices.
    #[must_use]
    pub fn paths(&self) -> Vec<Vec<usize>> {
        let mut paths = vec![Vec::new()];
        for (index, child) in self.children.iter().enumerate() {
            paths.extend(child.paths().into_iter().map(|path| [vec![index], path].concat()));
        }
        paths
    }

    /// Returns the element at a path.
    ///
    /// # Panics
    ///
    /// Panics if there is no such element.
    pub fn at_mut(&mut self, path: &[usize]) -> &mut Self {
        path.iter().fold(self, |node, index| &mut node.children[*index])
    }

    /// Returns the local name.
    #[must_use]
    pub fn local(&self) -> &str {
        self.name.rsplit('}').next().unwrap_or_default()
    }

    fn write(&self, out: &mut String) {
        let mut prefixes = Vec::new();
        let tag = prefixed(&self.name, &mut prefixes);
        let attributes: String = self
            .attributes
            .iter()
            .map(|(name, value)| {
                let name = prefixed(name, &mut prefixes);
                format!(" {name}=\"{}\"", quick_xml::escape::escape(value))
            })
            .collect();
        // A fault code is a qualified name, so its namespace needs a prefix.
        let text =
            if self.text.starts_with('{') { prefixed(&self.text, &mut prefixes) } else { self.text.clone() };
        let bindings: String = prefixes
            .iter()
            .enumerate()
            .map(|(n, namespace)| format!(" xmlns:n{n}=\"{namespace}\""))
            .collect();
        out.push_str(&format!("<{tag}{bindings}{attributes}>{}", quick_xml::escape::escape(&text)));
        self.children.iter().for_each(|child| child.write(out));
        out.push_str(&format!("</{tag}>"));
    }
}

/// Converts `{namespace}local` to a prefixed name, and adds a new namespace to the list.
fn prefixed(name: &str, prefixes: &mut Vec<String>) -> String {
    let Some((namespace, local)) = name.strip_prefix('{').and_then(|name| name.split_once('}')) else {
        return name.to_owned();
    };
    if namespace == "http://www.w3.org/XML/1998/namespace" {
        return format!("xml:{local}");
    }
    let index = prefixes.iter().position(|known| known == namespace);
    let index = index.unwrap_or_else(|| {
        prefixes.push(namespace.to_owned());
        prefixes.len() - 1
    });
    format!("n{index}:{local}")
}

/// Parses a document and returns its root element.
///
/// # Errors
///
/// Returns the message of quick-xml if the document is not well-formed.
pub fn parse(xml: &str) -> Result<Node, String> {
    let mut reader = NsReader::from_str(xml);
    let mut open: Vec<Node> = vec![Node::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                let node = element(&reader, &start)?;
                open.push(node);
            }
            Event::Empty(start) => {
                let node = element(&reader, &start)?;
                last(&mut open)?.children.push(node);
            }
            Event::End(_) => {
                let mut node = open.pop().ok_or("an end tag without a start tag")?;
                node.text = normalized_text(&reader, &node);
                last(&mut open)?.children.push(node);
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                last(&mut open)?.text.push_str(&text);
            }
            Event::CData(text) => {
                let text = text.xml10_content();
                last(&mut open)?.text.push_str(&text);
            }
            Event::GeneralRef(reference) => {
                let text = match reference.resolve_char_ref().map_err(|error| error.to_string())? {
                    Some(c) => c.to_string(),
                    None => {
                        let name = reference.xml10_content();
                        quick_xml::escape::resolve_predefined_entity(&name)
                            .ok_or("unknown entity")?
                            .to_owned()
                    }
                };
                last(&mut open)?.text.push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let root = open.pop().ok_or("an end tag without a start tag")?;
    root.children.into_iter().next().ok_or_else(|| "no root element".to_owned())
}

fn last(open: &mut [Node]) -> Result<&mut Node, String> {
    open.last_mut().ok_or_else(|| "an end tag without a start tag".to_owned())
}

fn element(reader: &NsReader<&[u8]>, start: &quick_xml::events::BytesStart<'_>) -> Result<Node, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| error.to_string())?;
        let name = full_name(&namespace, local.as_ref());
        // The value of `xsi:type` is a qualified name.
        let value = if name.ends_with("}type") { resolve_name(reader, &value) } else { value.into_owned() };
        attributes.push((name, value));
    }
    attributes.sort();
    let (namespace, local) = reader.resolver().resolve_element(start.name());
    Ok(Node { name: full_name(&namespace, local.as_ref()), attributes, ..Node::default() })
}

/// Trims the text of an element, and resolves the prefix of a fault code.
fn normalized_text(reader: &NsReader<&[u8]>, node: &Node) -> String {
    let text = node.text.trim();
    if node.name == "faultcode" { resolve_name(reader, text) } else { text.to_owned() }
}

/// Converts a qualified name to `{namespace}local` if its prefix is declared.
fn resolve_name(reader: &NsReader<&[u8]>, text: &str) -> String {
    let (namespace, local) = reader.resolver().resolve_element(QName(text));
    match namespace {
        ResolveResult::Bound(_) => full_name(&namespace, local.as_ref()),
        _ => text.to_owned(),
    }
}

fn full_name(namespace: &ResolveResult<'_>, local: &str) -> String {
    match namespace {
        ResolveResult::Bound(namespace) => {
            let namespace: &str = namespace.as_ref();
            let namespace = match namespace.strip_prefix("https://schemas.") {
                Some(rest) => format!("http://schemas.{rest}"),
                None => namespace.to_owned(),
            };
            format!("{{{namespace}}}{local}")
        }
        _ => local.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn prefixes_and_white_space_are_ignored_and_text_is_compared() {
        let a = parse("<a xmlns='https://schemas.microsoft.com/x' xmlns:u='u'> <b c='1'>t&amp;</b>\n</a>");
        let b = parse(
            "<?xml version='1.0'?><m:a xmlns:m='http://schemas.microsoft.com/x'><m:b c='1'>t&#38;</m:b></m:a>",
        );
        assert_eq!(a, b);
        assert_ne!(a, parse("<a xmlns='http://schemas.microsoft.com/x'><b c='1'>u</b></a>"));
        assert!(parse("<a><b></a>").is_err());
    }
}
