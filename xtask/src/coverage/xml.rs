//! Walks SOAP envelopes along the surface: children, attributes, text, choices, values of enums.

use super::json::Keys;
use crate::examples::index::ApiIndex;
use crate::examples::soap;
use schema_codegen::read::xml::Element;

/// Walks an envelope.
pub fn envelope(known: &ApiIndex, root: &Element, keys: &mut Keys) {
    let Ok(content) = soap::content(root) else {
        return;
    };
    if let Some(operation) = soap::message(known, content).operation {
        keys.insert(format!("op {operation}"));
    }
    let headers = root.all("Header").flat_map(|header| &header.children);
    let details = content.all("detail").flat_map(|detail| &detail.children);
    for element in headers.chain(details).chain([content]) {
        if let Some((module, type_name)) = soap::element(known, element) {
            Walk { known, module: &module }.value(&type_name, element, keys);
        }
    }
}

struct Walk<'k> {
    known: &'k ApiIndex,
    module: &'k str,
}

impl Walk<'_> {
    fn has(&self, key: &str) -> bool {
        self.known.surface.contains_key(key)
    }

    /// Walks an element of a type. Types that are not in the surface are simple types.
    fn value(&self, type_name: &str, element: &Element, keys: &mut Keys) {
        let name = format!("{}.{type_name}", self.module);
        if self.has(&format!("enum {name}")) {
            self.enum_value(&name, &element.text, keys);
        } else if self.has(&format!("union {name}")) {
            self.union(&name, element, keys);
        } else if self.has(&format!("type {name}")) {
            keys.insert(format!("type {name}"));
            self.members(&name, element, keys);
        }
    }

    fn members(&self, name: &str, element: &Element, keys: &mut Keys) {
        for child in &element.children {
            if let Some(type_name) = self.member(&format!("type {name}.{}", child.name), keys) {
                self.value(&type_name, child, keys);
            } else {
                self.content(name, element, keys);
            }
        }
        for (attribute, text) in &element.attributes {
            if let Some(type_name) = self.member(&format!("type {name}.@{attribute}"), keys) {
                self.simple(&type_name, text, keys);
            }
        }
        if !element.text.is_empty()
            && let Some(type_name) = self.member(&format!("type {name}.#text"), keys)
        {
            self.simple(&type_name, &element.text, keys);
        }
    }

    /// Walks children that are not members: those of a choice, or arbitrary ones.
    fn content(&self, name: &str, element: &Element, keys: &mut Keys) {
        self.member(&format!("type {name}.#any"), keys);
        if let Some(type_name) = self.member(&format!("type {name}.#choice"), keys) {
            self.value(&type_name, element, keys);
        }
    }

    /// Records a member, and returns its type.
    fn member(&self, key: &str, keys: &mut Keys) -> Option<String> {
        let value = self.known.surface.get(key)?;
        keys.insert(key.to_owned());
        Some(value.split(' ').next().unwrap_or_default().to_owned())
    }

    fn union(&self, name: &str, element: &Element, keys: &mut Keys) {
        keys.insert(format!("union {name}"));
        let arm = |name: &str, tag: &str| self.known.surface.get(&format!("arm {name}.{tag}"));
        if let Some(tag) = element.get("type").map(local)
            && let Some(type_name) = arm(name, tag)
        {
            return self.value(type_name, element, keys);
        }
        for child in &element.children {
            if let Some(type_name) = arm(name, &child.name) {
                self.value(type_name, child, keys);
            }
        }
    }

    fn simple(&self, type_name: &str, text: &str, keys: &mut Keys) {
        let name = format!("{}.{type_name}", self.module);
        if self.has(&format!("enum {name}")) {
            self.enum_value(&name, text, keys);
        }
    }

    fn enum_value(&self, name: &str, text: &str, keys: &mut Keys) {
        keys.insert(format!("enum {name}"));
        // Some values of faults have a namespace prefix.
        let key = format!("value {name}.{}", local(text.trim()));
        if self.has(&key) {
            keys.insert(key);
        }
    }
}

/// Returns a name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use schema_codegen::read::format::Format;

    use crate::apis::Api;
    use schema_codegen::read::xml::parse;
    use schema_codegen::surface;

    fn walked(content: &str) -> Vec<String> {
        let facts = "\
element m.Ask: AskType
element m.Head: HeadType
element m.Refused: Why
enum m.Why: open
op m.Ask: Ask -> Response
type m.AskType: object
type m.AskType.@Why: Why optional
type m.AskType.#choice: Content 1..1
type m.AskType.Name: string 0..1
type m.HeadType: object
type m.HeadType.#text: string
union m.Content: by element
arm m.Content.One: OneType
type m.OneType: object
type m.OneType.#any: any 0..n
value m.Why.So
";
        let known = ApiIndex {
            api: Api::named("ews-um").expect("one of our APIs"),
            format: Format::Xsd,
            surface: surface::parse(facts),
            document: Value::Null,
        };
        let root = parse(&format!("<s:Envelope xmlns:s='s'>{content}</s:Envelope>")).expect("well-formed");
        let mut keys = Keys::new();
        envelope(&known, &root, &mut keys);
        keys.into_iter().collect()
    }

    #[test]
    fn members_attributes_choices_and_headers_are_counted() {
        assert_eq!(
            walked("<Header><Head>x</Head></Header><Body><Ask Why='So'><Name/><One><x/></One></Ask></Body>"),
            [
                "enum m.Why",
                "op m.Ask",
                "type m.AskType",
                "type m.AskType.#choice",
                "type m.AskType.@Why",
                "type m.AskType.Name",
                "type m.HeadType",
                "type m.HeadType.#text",
                "type m.OneType",
                "type m.OneType.#any",
                "union m.Content",
                "value m.Why.So",
            ]
        );
    }

    #[test]
    fn the_detail_of_a_fault_is_counted() {
        let fault = "<Body><Fault><detail><Refused>a:So</Refused></detail></Fault></Body>";
        assert_eq!(walked(fault), ["enum m.Why", "value m.Why.So"]);
        assert!(walked("<Body><Other/></Body>").is_empty());
        assert!(walked("<Body/>").is_empty());
    }
}
