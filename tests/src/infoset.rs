//! XML documents as what they say: names, attributes, text, in order.
//!
//! Written against quick-xml alone, so that a fault of the product's own reader cannot hide itself. What does
//! not count: prefixes, unused namespace declarations, comments, white space between elements, and whether a
//! namespace of Microsoft's schemas begins with https or http (some pages print it wrong).

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::{QName, ResolveResult};

/// An element and what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// `{namespace}local`.
    pub name: String,
    /// Attributes as `{namespace}local` and value, sorted.
    pub attributes: Vec<(String, String)>,
    /// The element's own text, without white space at its ends.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Node>,
}

impl Node {
    /// The same with differently named siblings in one order: what remains when order does not count.
    #[must_use]
    pub fn unordered(mut self) -> Self {
        self.children = self.children.into_iter().map(Self::unordered).collect();
        self.children.sort_by(|a, b| a.name.cmp(&b.name));
        self
    }
}

impl Node {
    /// The element as a document of its own.
    #[must_use]
    pub fn to_xml(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// Every element in here as the numbers of the children on the way to it; the element itself comes first.
    #[must_use]
    pub fn paths(&self) -> Vec<Vec<usize>> {
        let mut paths = vec![Vec::new()];
        for (index, child) in self.children.iter().enumerate() {
            paths.extend(child.paths().into_iter().map(|path| [vec![index], path].concat()));
        }
        paths
    }

    /// The element at the end of a path.
    ///
    /// # Panics
    ///
    /// If there is no such element.
    pub fn at_mut(&mut self, path: &[usize]) -> &mut Self {
        path.iter().fold(self, |node, index| &mut node.children[*index])
    }

    /// The local name.
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
        // A fault code is a name: its namespace needs a prefix here.
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

/// `{namespace}local` as a name with a prefix, which is added to the list.
fn prefixed(name: &str, prefixes: &mut Vec<String>) -> String {
    let Some((namespace, local)) = name.strip_prefix('{').and_then(|name| name.split_once('}')) else {
        return name.to_owned();
    };
    if namespace == "http://www.w3.org/XML/1998/namespace" {
        return format!("xml:{local}");
    }
    let known = prefixes.iter().position(|known| known == namespace);
    let index = known.unwrap_or_else(|| {
        prefixes.push(namespace.to_owned());
        prefixes.len() - 1
    });
    format!("n{index}:{local}")
}

/// The root element of a document.
///
/// # Errors
///
/// What quick-xml says of a document that is not well-formed.
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
                let mut node = open.pop().ok_or("an end without a start")?;
                node.text = meant(&reader, &node);
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
    let root = open.pop().ok_or("no document")?;
    root.children.into_iter().next().ok_or_else(|| "no root element".to_owned())
}

fn last(open: &mut [Node]) -> Result<&mut Node, String> {
    open.last_mut().ok_or_else(|| "an end without a start".to_owned())
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
        // The value of xsi:type is a name itself.
        let value = if name.ends_with("}type") { resolved(reader, &value) } else { value.into_owned() };
        attributes.push((name, value));
    }
    attributes.sort();
    let (namespace, local) = reader.resolver().resolve_element(start.name());
    Ok(Node { name: full_name(&namespace, local.as_ref()), attributes, ..Node::default() })
}

/// An element's text as it is meant: without white space at its ends, and a fault code without its prefix.
fn meant(reader: &NsReader<&[u8]>, node: &Node) -> String {
    let text = node.text.trim();
    if node.name == "faultcode" { resolved(reader, text) } else { text.to_owned() }
}

/// A qualified name in a text, resolved if its prefix is declared.
fn resolved(reader: &NsReader<&[u8]>, text: &str) -> String {
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
    fn prefixes_and_space_do_not_count_but_text_does() {
        let a = parse("<a xmlns='https://schemas.microsoft.com/x' xmlns:u='u'> <b c='1'>t&amp;</b>\n</a>");
        let b = parse(
            "<?xml version='1.0'?><m:a xmlns:m='http://schemas.microsoft.com/x'><m:b c='1'>t&#38;</m:b></m:a>",
        );
        assert_eq!(a, b);
        assert_ne!(a, parse("<a xmlns='http://schemas.microsoft.com/x'><b c='1'>u</b></a>"));
        assert!(parse("<a><b></a>").is_err());
    }
}
