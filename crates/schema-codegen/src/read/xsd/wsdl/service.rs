//! The operations of the SOAP bindings of a WSDL.

use std::collections::BTreeMap;

use super::tree::{Element, Name};
use super::{Definitions, WSDL};
use crate::diagnostic::{Diagnostic, Result};
use crate::output::Skipped;

/// The namespaces of the SOAP bindings: 1.1 and 1.2.
const SOAP: [&str; 2] = ["http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/wsdl/soap12/"];

/// The operations of a service.
#[derive(Clone, Debug, Default)]
pub struct Service {
    /// The operations, in the order of the bindings.
    pub operations: Vec<Operation>,
    /// The operations that are left out.
    pub skipped: Vec<Skipped>,
    /// Notes for the maintainer.
    pub notes: Vec<String>,
}

/// An operation, whose request and response are one element each.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name.
    pub name: String,
    /// The value of the header `SOAPAction`.
    pub action: String,
    /// The element of the request.
    pub request: Name,
    /// The element of the response.
    pub response: Name,
    /// The elements in the header of the request.
    pub headers: Vec<Name>,
}

/// Reads the operations of the first SOAP binding of each port type.
pub(super) fn read(all: &[Definitions]) -> Result<Service> {
    let messages = named(all, "message");
    let port_types = named(all, "portType");
    let mut used: BTreeMap<&Name, &str> = BTreeMap::new();
    let mut service = Service::default();
    for file in all {
        for binding in file.root.all(WSDL, "binding") {
            let name = binding.get("name").unwrap_or_default();
            let Some(soap) = soap(binding, "binding") else {
                service.notes.push(format!("the binding {name} is not used: it is not one for SOAP"));
                continue;
            };
            let wanted = binding
                .reference("type")
                .ok_or_else(|| file.diagnostic(binding, format!("the binding {name} names no port type")))?;
            if let Some(first) = used.insert(wanted, name) {
                used.insert(wanted, first);
                let what = format!("the binding {name} is not used: {first} is of the same port type");
                service.notes.push(what);
                continue;
            }
            let (_, port_type) =
                port_types.get(wanted).ok_or_else(|| undeclared(file, binding, "port type", wanted))?;
            let style = soap.get("style").unwrap_or("document");
            for operation in binding.all(WSDL, "operation") {
                let one = Bound { file, port_type, style, operation, messages: &messages };
                match one.read()? {
                    Ok(found) => service.operations.push(found),
                    Err(reason) => {
                        let name = operation.get("name").unwrap_or_default();
                        service.skipped.push(Skipped::unsupported(format!("{name} (operation)"), reason));
                    }
                }
            }
        }
    }
    Ok(service)
}

/// The elements of a kind, by name.
type Named<'a> = BTreeMap<Name, (&'a Definitions, &'a Element)>;

fn named<'a>(all: &'a [Definitions], kind: &'static str) -> Named<'a> {
    let mut named = BTreeMap::new();
    for file in all {
        let namespace = file.root.get("targetNamespace").unwrap_or_default();
        for one in file.root.all(WSDL, kind) {
            let local = one.get("name").unwrap_or_default().to_owned();
            named.insert(Name { namespace: namespace.to_owned(), local }, (file, one));
        }
    }
    named
}

fn undeclared(file: &Definitions, at: &Element, kind: &str, name: &Name) -> Diagnostic {
    let what = format!("the {kind} {} is not declared", name.local);
    file.diagnostic(at, what).help("check the spelling, or fetch all files of the WSDL")
}

/// Returns an element of a SOAP binding inside of another one, also inside of the parts of a multipart message.
fn soap<'a>(element: &'a Element, local: &str) -> Option<&'a Element> {
    let is_soap = |one: &Element| one.name.local == local && SOAP.contains(&one.name.namespace.as_str());
    element.children.iter().find_map(|child| if is_soap(child) { Some(child) } else { soap(child, local) })
}

/// An operation of a binding.
struct Bound<'a> {
    file: &'a Definitions,
    port_type: &'a Element,
    /// The style of the binding.
    style: &'a str,
    operation: &'a Element,
    messages: &'a Named<'a>,
}

impl Bound<'_> {
    /// Returns the operation, or the reason for leaving it out.
    fn read(&self) -> Result<std::result::Result<Operation, String>> {
        let name = self.operation.get("name").unwrap_or_default();
        let declared = soap(self.operation, "operation");
        let style = declared.and_then(|soap| soap.get("style")).unwrap_or(self.style);
        if style != "document" {
            return Ok(Err(format!("its style is {style}, and only document is supported")));
        }
        let mut abstracts = self.port_type.all(WSDL, "operation");
        let Some(abstract_) = abstracts.find(|one| one.get("name") == Some(name)) else {
            let what = format!("the port type has no operation {name}");
            return Err(self.file.diagnostic(self.operation, what));
        };
        let request = match self.body("request", abstract_, "input")? {
            Ok(element) => element,
            Err(reason) => return Ok(Err(reason)),
        };
        let response = match self.body("response", abstract_, "output")? {
            Ok(element) => element,
            Err(reason) => return Ok(Err(reason)),
        };
        let action = declared.and_then(|soap| soap.get("soapAction")).unwrap_or_default();
        let (name, action, headers) = (name.to_owned(), action.to_owned(), self.headers()?);
        Ok(Ok(Operation { name, action, request, response, headers }))
    }

    /// Returns the element of the body of the request or of the response.
    fn body(
        &self,
        what: &str,
        abstract_: &Element,
        direction: &'static str,
    ) -> Result<std::result::Result<Name, String>> {
        let (Some(bound), Some(abstract_)) =
            (self.operation.all(WSDL, direction).next(), abstract_.all(WSDL, direction).next())
        else {
            return Ok(Err(format!("it has no {what}")));
        };
        let body = soap(bound, "body");
        if let Some(use_) = body.and_then(|body| body.get("use")).filter(|use_| *use_ != "literal") {
            return Ok(Err(format!("its {what} is {use_}, and only literal is supported")));
        }
        let Some(message) = abstract_.reference("message") else {
            return Ok(Err(format!("its {what} has no message")));
        };
        let message = self.message(message)?;
        let listed =
            body.and_then(|body| body.get("parts")).map(|parts| parts.split_whitespace().collect::<Vec<_>>());
        let in_headers = self.header_parts(bound);
        let is_in_body = |part: &&Element| {
            let name = part.get("name").unwrap_or_default();
            listed.as_ref().map_or_else(|| !in_headers.contains(&name), |listed| listed.contains(&name))
        };
        let parts: Vec<_> = message.all(WSDL, "part").filter(is_in_body).collect();
        Ok(match parts.as_slice() {
            [part] => part
                .reference("element")
                .cloned()
                .ok_or_else(|| format!("the part of its {what} has a type instead of an element")),
            parts => Err(format!("its {what} has {} parts instead of one", parts.len())),
        })
    }

    /// Returns the names of the parts that are headers of a message.
    fn header_parts<'e>(&self, bound: &'e Element) -> Vec<&'e str> {
        headers(bound).into_iter().filter_map(|header| header.get("part")).collect()
    }

    /// Returns the elements in the header of the request.
    fn headers(&self) -> Result<Vec<Name>> {
        let mut names = Vec::new();
        for input in self.operation.all(WSDL, "input") {
            for header in headers(input) {
                let Some(message) = header.reference("message") else { continue };
                let message = self.message(message)?;
                let mut parts = message.all(WSDL, "part");
                let part = parts.find(|part| part.get("name") == header.get("part"));
                names.extend(part.and_then(|part| part.reference("element")).cloned());
            }
        }
        Ok(names)
    }

    fn message(&self, name: &Name) -> Result<&Element> {
        let found = self.messages.get(name).map(|(_, message)| *message);
        found.ok_or_else(|| undeclared(self.file, self.operation, "message", name))
    }
}

/// Returns the headers of a bound message.
fn headers(bound: &Element) -> Vec<&Element> {
    let is_header =
        |one: &&Element| one.name.local == "header" && SOAP.contains(&one.name.namespace.as_str());
    bound.children.iter().filter(is_header).collect()
}
