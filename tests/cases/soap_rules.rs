//! The rules of the SOAP requests, for servers: each request in the examples satisfies those of its operation.

use std::path::Path;

use call_wire::server::{ElementRules, check_element};
use call_wire::xml::{self, Element};
use conformance::{documented_entries, example, example_entries, read, text};
use ews_um::{phone_call, um};
use libtest_mimic::Trial;

use crate::case;
use crate::ews_exchanges::is_ews;

/// A request, with the name of its operation.
struct Request {
    name: String,
    operation: String,
    is_ews: bool,
    xml: String,
}

/// Returns a test for each request in `tests/examples`.
pub fn our_requests() -> Vec<Trial> {
    let entries = example_entries("ews-um").into_iter().filter(|entry| entry["direction"] == "request");
    let requests = entries.map(|entry| {
        let name = format!("ews-um/{}", text(&entry["file"]));
        let (operation, is_ews) = (text(&entry["operation"]).to_owned(), entry["service"] == "phone_call");
        Request { xml: example(&name), name, operation, is_ews }
    });
    requests.map(|request| trial("examples", request)).collect()
}

/// Returns the same for the documented originals.
pub fn documented_requests(shared: &Path) -> Vec<Trial> {
    let entries = documented_entries(shared, "ews-um").into_iter().filter(|entry| entry["kind"] == "request");
    let requests = entries.map(|entry| {
        let name = format!("corpus/ews-um/{}", text(&entry["file"]));
        let operation = text(&entry["operation"]);
        let is_ews = is_ews(operation);
        // The index numbers the second of two operations with one name.
        let operation = operation.trim_end_matches('2').to_owned();
        Request { xml: read(&shared.join(&name)), name, operation, is_ews }
    });
    requests.map(|request| trial("documented", request)).collect()
}

fn trial(group: &str, request: Request) -> Trial {
    case(format!("soap_rules::{group}::{}", request.name), move || check_request(&request))
}

/// Checks that the operation of a request is found by its element, and that the element satisfies the rules.
fn check_request(request: &Request) -> Result<(), String> {
    let envelope = xml::parse(request.xml.as_bytes()).map_err(|error| error.to_string())?;
    let body = envelope.elements().find(|child| child.name.local == "Body").ok_or("no body")?;
    let element = body.elements().next().ok_or("an empty body")?;
    let (name, rules) = operation(element, request.is_ews).ok_or("no operation has this element")?;
    if name != request.operation {
        return Err(format!("the operation is {name} instead of {}", request.operation));
    }
    let violations = check_element(element, rules);
    if violations.is_empty() {
        return Ok(());
    }
    Err(violations.iter().map(|violation| format!("{violation}\n")).collect())
}

/// Returns the name and the rules of the operation whose request is an element.
fn operation(element: &Element, is_ews: bool) -> Option<(&'static str, &'static ElementRules)> {
    let name = element.name.borrow();
    if is_ews {
        let operation = phone_call::server::Operation::of_element(name.namespace, name.local)?;
        Some((operation.name(), operation.rules()))
    } else {
        let operation = um::server::Operation::of_element(name.namespace, name.local)?;
        Some((operation.name(), operation.rules()))
    }
}
