//! Determines the content of a SOAP envelope by the elements in the surface of the XML protocol.

use super::found::Kind;
use super::index::ApiIndex;
use schema_codegen::read::xml::Element;

/// The type of the content of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The module with the element.
    pub module: Option<String>,
    /// The kind of the message.
    pub kind: Option<Kind>,
    /// `MODULE.Type`.
    pub type_name: Option<String>,
    /// `MODULE.Operation`.
    pub operation: Option<String>,
}

/// Returns the element in the body of an envelope.
pub fn content(envelope: &Element) -> Result<&Element, String> {
    if envelope.name != "Envelope" {
        return Err(format!("<{}> is not a SOAP envelope", envelope.name));
    }
    let body = envelope.all("Body").next().ok_or("the envelope has no Body")?;
    body.children.first().ok_or_else(|| "the Body of the envelope is empty".to_owned())
}

/// Returns the type of a body's content according to the surface.
#[must_use]
pub fn message(known: &ApiIndex, content: &Element) -> Message {
    if content.name == "Fault" {
        return fault(known, content);
    }
    let Some((module, type_name)) = element(known, content) else {
        return Message::default();
    };
    let operation = known.operations().find_map(|(id, at)| {
        let (request, response) = at.split_once(" -> ")?;
        let kind = match content.name.as_str() {
            name if name == request => Kind::Request,
            name if name == response => Kind::Response,
            _ => return None,
        };
        (id.split_once('.')?.0 == module).then(|| (id.to_owned(), kind))
    });
    let (operation, kind) = operation.unzip();
    Message { kind, operation, type_name: Some(format!("{module}.{type_name}")), module: Some(module) }
}

/// Returns the type of a SOAP fault, which is that of its detail.
fn fault(known: &ApiIndex, fault: &Element) -> Message {
    let mut details = fault.all("detail").flat_map(|detail| &detail.children);
    let found = details.find_map(|detail| element(known, detail));
    let (module, type_name) = found.unzip();
    let full = module.as_ref().zip(type_name.as_ref()).map(|(module, name)| format!("{module}.{name}"));
    Message { kind: Some(Kind::Fault), type_name: full, module, operation: None }
}

/// Returns the module and type of a global element. Two services have operations with the same name in the
/// same namespace;
/// the members distinguish them.
#[must_use]
pub fn element(known: &ApiIndex, element: &Element) -> Option<(String, String)> {
    let facts =
        known.surface.range("element ".to_owned()..).take_while(|(key, _)| key.starts_with("element "));
    let found = facts.filter_map(|(key, type_name)| {
        let (module, name) = key["element ".len()..].split_once('.')?;
        (name == element.name).then(|| (module.to_owned(), type_name.clone()))
    });
    // The first one of those with the most known members.
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(module, type_name)| std::cmp::Reverse(fit(known, element, module, type_name)));
    found.into_iter().next()
}

/// Counts the children and attributes of an element that its type has.
fn fit(known: &ApiIndex, element: &Element, module: &str, type_name: &str) -> usize {
    let has = |member: &str| known.surface.contains_key(&format!("type {module}.{type_name}.{member}"));
    let children = element.children.iter().filter(|child| has(&child.name)).count();
    children + element.attributes.iter().filter(|(name, _)| has(&format!("@{name}"))).count()
}

/// Returns whether an element is the request or response of one of our operations.
#[must_use]
pub fn is_element_of_operation(known: &ApiIndex, name: &str) -> bool {
    known.operations().any(|(_, at)| at.split_once(" -> ").is_some_and(|(a, b)| a == name || b == name))
}
