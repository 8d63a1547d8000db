//! Exchanges of the Graph API: the request that a client must send, and the response to it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::schema::Schema;
use crate::{documented_entries, example, example_entries, payloads, read, text};

/// A request and its response.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The names of the files, or the operation if neither message has a body.
    pub name: String,
    /// The name of the operation, or `None` if the schema does not have it.
    pub operation: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// The documented path, without the endpoint.
    pub path: String,
    /// The body of the request.
    pub request: Option<Value>,
    /// The status code, which the reason phrase may follow: `201 Created`.
    pub status: String,
    /// The headers of the response.
    pub headers: Vec<(String, String)>,
    /// The body of the response.
    pub response: Option<Value>,
}

/// Returns the exchanges of the documented pages, and the files that are not JSON even after repairs.
///
/// A response belongs to the last request of its page if both have the same request line. If a page shows no response,
/// the exchange has the documented status and no body.
#[must_use]
pub fn from_pages(shared: &Path, schema: &Schema) -> (Vec<Exchange>, Vec<String>) {
    let dir = shared.join("corpus/graph-calls");
    let (mut exchanges, mut invalid_files) = (Vec::<Exchange>::new(), Vec::new());
    for entry in documented_entries(shared, "graph-calls") {
        let file = text(&entry["file"]);
        let kind = text(&entry["kind"]);
        let request_line = match kind {
            "request" => text(&entry["http_start_line"]),
            "response" => text(&entry["answers"]),
            _ => continue,
        };
        let Some(body) = payloads::read_if_json(&dir.join(file)) else {
            invalid_files.push(file.to_owned());
            continue;
        };
        let without_bodies = exchange_without_bodies(request_line, schema);
        if kind == "request" {
            exchanges.push(Exchange { name: file.to_owned(), request: Some(body), ..without_bodies });
            continue;
        }
        let page = file.split('.').next().unwrap_or_default();
        let is_requested = exchanges.last().is_some_and(|last| {
            last.response.is_none()
                && last.name.split('.').next() == Some(page)
                && (&last.method, &last.path) == (&without_bodies.method, &without_bodies.path)
        });
        if !is_requested {
            exchanges.push(Exchange { name: String::new(), ..without_bodies });
        }
        let exchange = exchanges.last_mut().expect("an exchange was found or added");
        exchange.name = format!("{} {file}", exchange.name).trim().to_owned();
        let status_line = text(&entry["http_start_line"]);
        exchange.status = status_line.split_once(' ').map_or(status_line, |(_, status)| status).to_owned();
        exchange.headers = headers(&entry["http_headers"]);
        exchange.response = Some(body);
    }
    (exchanges, invalid_files)
}

/// Returns the headers of a page without `Content-Length`, which is often wrong on the pages.
fn headers(value: &Value) -> Vec<(String, String)> {
    let all = value.as_object().into_iter().flatten();
    let all = all.map(|(name, value)| (name.clone(), text(value).to_owned()));
    all.filter(|(name, _)| !name.eq_ignore_ascii_case("content-length")).collect()
}

/// Returns the exchange of a request line such as `POST https://graph.microsoft.com/v1.0/communications/calls`, with
/// the documented status of a success.
fn exchange_without_bodies(request_line: &str, schema: &Schema) -> Exchange {
    let (method, url) = request_line.split_once(' ').unwrap_or((request_line, ""));
    let path = url.strip_prefix("https://graph.microsoft.com/v1.0").unwrap_or(url);
    let operation = operation(method, path, schema);
    Exchange {
        name: request_line.to_owned(),
        status: operation.as_ref().and_then(|name| schema.success_status(name)).unwrap_or(200).to_string(),
        operation,
        method: method.to_owned(),
        path: path.to_owned(),
        request: None,
        headers: Vec::new(),
        response: None,
    }
}

/// Finds the operation of a method and a path that contains ids.
fn operation(method: &str, path: &str, schema: &Schema) -> Option<String> {
    let segments: Vec<_> = path.split('/').collect();
    let segment_matches = |(template, segment): (&str, &&str)| {
        // The name of an action may be qualified by its namespace.
        template == segment.trim_start_matches("microsoft.graph.")
            || (template.starts_with('{') && !segment.is_empty())
    };
    let matches = |method_and_path: &str| {
        method_and_path.split_once(' ').is_some_and(|(template_method, template)| {
            template_method == method
                && template.split('/').count() == segments.len()
                && template.split('/').zip(&segments).all(segment_matches)
        })
    };
    // `calls/logTeleconferenceDeviceQuality` matches `calls/{id}` too; the template with fewer parameters is right.
    let matching = schema.operations().filter(|(_, method_and_path)| matches(method_and_path));
    let best = matching.min_by_key(|(_, method_and_path)| method_and_path.matches('{').count());
    best.map(|(name, _)| name.to_owned())
}

/// Returns the exchanges of the payloads in `tests/examples`: each request and each response of an operation is in at
/// least one exchange, and an operation without payloads has one exchange without bodies.
#[must_use]
pub fn from_examples(schema: &Schema) -> Vec<Exchange> {
    let dir = crate::examples_dir().join("graph-calls");
    let entries = example_entries("graph-calls");
    let mut messages: BTreeMap<&str, (Vec<&Value>, Vec<&Value>)> = BTreeMap::new();
    for entry in &entries {
        let operation = entry["operation"].as_str().and_then(|operation| schema.operation(operation));
        let Some(operation) = operation else { continue };
        let (requests, responses) = messages.entry(operation).or_default();
        if entry["direction"] == "request" { requests.push(entry) } else { responses.push(entry) }
    }
    let mut exchanges = Vec::new();
    for (operation, method_and_path) in schema.operations() {
        let (requests, responses) = messages.remove(operation).unwrap_or_default();
        for number in 0..requests.len().max(responses.len()).max(1) {
            let request = requests.get(number).or(requests.last());
            let response = responses.get(number).or(responses.last());
            let file = |entry: &&Value| text(&entry["file"]).to_owned();
            let body = |entry: &&Value| payloads::read_repaired(&dir.join(file(entry)));
            let files: Vec<_> = [request, response].into_iter().flatten().map(file).collect();
            let status = response.and_then(|response| response["status"].as_u64());
            let status = status.or(schema.success_status(operation).map(u64::from));
            exchanges.push(Exchange {
                name: format!("{operation} {}", files.join(" ")),
                request: request.map(body),
                status: status.unwrap_or(200).to_string(),
                headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
                response: response.map(body),
                ..exchange_without_bodies(method_and_path, schema)
            });
        }
    }
    exchanges
}

/// Returns the notifications in `tests/examples` and, if their folder is given, those of the documented pages, each
/// with its file name.
#[must_use]
pub fn notifications(shared: Option<&Path>) -> Vec<(String, String)> {
    let own = example_entries("graph-calls").into_iter().filter(|entry| entry["direction"] == "notification");
    let own = own.map(|entry| {
        let file = text(&entry["file"]);
        (file.to_owned(), example(&format!("graph-calls/{file}")))
    });
    let mut notifications: Vec<_> = own.collect();
    if let Some(shared) = shared {
        let dir = shared.join("corpus/graph-calls");
        let entries = documented_entries(shared, "graph-calls").into_iter();
        let documented = entries.filter(|entry| entry["kind"] == "notification").map(|entry| {
            let file = text(&entry["file"]);
            (file.to_owned(), read(&dir.join(file)))
        });
        notifications.extend(documented);
    }
    notifications
}
