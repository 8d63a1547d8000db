//! The element tree to text: stable prefixes, declared once at the top where they are known.

use super::{
    element::{Attribute, Element, Node},
    name::{Name, PREFIXES, ns},
};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

/// Writes a document.
pub(super) fn document(root: &Element) -> String {
    let mut text = String::from(DECLARATION);
    text.push_str(&fragment(root));
    text
}

/// Writes an element with its declarations.
pub(super) fn fragment(root: &Element) -> String {
    let mut used = [false; PREFIXES.len()];
    find_namespaces(root, &mut used);
    let known = PREFIXES.iter().zip(used).filter(|(_, used)| *used);
    let top: Vec<(&str, &str)> = known.map(|(binding, _)| *binding).collect();
    let scope = vec![("xml".to_owned(), ns::XML.to_owned())];
    let mut writer = Writer { out: String::new(), scope };
    writer.element(root, &top);
    writer.out
}

/// Which of the known namespaces a tree uses.
fn find_namespaces(element: &Element, used: &mut [bool; PREFIXES.len()]) {
    let names = element.attributes.iter().map(|attribute| &attribute.name.namespace);
    for namespace in names.chain([&element.name.namespace]) {
        if let Some(at) = PREFIXES.iter().position(|(_, known)| known == namespace) {
            used[at] = true;
        }
    }
    for binding in &element.prefixes {
        let known = |(prefix, known): &(&str, &str)| *prefix == binding.prefix && *known == binding.namespace;
        if let Some(at) = PREFIXES.iter().position(known) {
            used[at] = true;
        }
    }
    for child in element.elements() {
        find_namespaces(child, used);
    }
}

struct Writer {
    out: String,
    /// The declared prefixes, inner ones last.
    scope: Vec<(String, String)>,
}

impl Writer {
    fn element(&mut self, element: &Element, top: &[(&str, &str)]) {
        let outer = self.scope.len();
        let mut declared = Vec::new();
        let rebound = |prefix: &str| element.prefixes.iter().any(|binding| binding.prefix == prefix);
        for (prefix, namespace) in top.iter().filter(|(prefix, _)| !rebound(prefix)) {
            self.declare(prefix, namespace, &mut declared);
        }
        for binding in &element.prefixes {
            if self.namespace_of(&binding.prefix) != Some(&binding.namespace) {
                self.declare(&binding.prefix, &binding.namespace, &mut declared);
            }
        }
        let tag = self.qualified(&element.name, &mut declared);
        let attributes: Vec<(String, &Attribute)> = element
            .attributes
            .iter()
            .map(|attribute| (self.qualified(&attribute.name, &mut declared), attribute))
            .collect();
        self.out.push('<');
        self.out.push_str(&tag);
        for (prefix, namespace) in &declared {
            self.attribute(&format!("xmlns:{prefix}"), namespace);
        }
        for (name, attribute) in attributes {
            self.attribute(&name, &attribute.value);
        }
        self.content(element, &tag);
        self.scope.truncate(outer);
    }

    fn content(&mut self, element: &Element, tag: &str) {
        if element.children.is_empty() {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        for node in &element.children {
            match node {
                Node::Element(child) => self.element(child, &[]),
                Node::Text(text) => escape(text, &mut self.out, false),
            }
        }
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(value, &mut self.out, true);
        self.out.push('"');
    }

    fn declare(&mut self, prefix: &str, namespace: &str, declared: &mut Vec<(String, String)>) {
        self.scope.push((prefix.to_owned(), namespace.to_owned()));
        declared.push((prefix.to_owned(), namespace.to_owned()));
    }

    fn namespace_of(&self, prefix: &str) -> Option<&str> {
        let found = self.scope.iter().rev().find(|(known, _)| known == prefix);
        found.map(|(_, namespace)| namespace.as_str())
    }

    /// The name with a prefix that is declared here, declaring one when there is none.
    fn qualified(&mut self, name: &Name, declared: &mut Vec<(String, String)>) -> String {
        if name.namespace.is_empty() {
            return name.local.to_string();
        }
        let bound = self.scope.iter().rev().find(|(prefix, namespace)| {
            *namespace == name.namespace && self.namespace_of(prefix) == Some(namespace)
        });
        if let Some((prefix, _)) = bound {
            return format!("{prefix}:{}", name.local);
        }
        let mut number = 1;
        let mut prefix = String::from("n1");
        while self.namespace_of(&prefix).is_some() {
            number += 1;
            prefix = format!("n{number}");
        }
        self.declare(&prefix, &name.namespace, declared);
        format!("{prefix}:{}", name.local)
    }
}

/// Escapes what would end the text, or what a reader would normalize away. A character that XML cannot hold
/// becomes U+FFFD.
fn escape(text: &str, out: &mut String, in_attribute: bool) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\t' if in_attribute => out.push_str("&#9;"),
            '\n' | '\t' => out.push(character),
            '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(character),
        }
    }
}
