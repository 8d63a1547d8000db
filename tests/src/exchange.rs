//! Documented exchanges of the Graph API: what a client sends, and what it is answered.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::schema::Schema;
use crate::{examples_dir, payloads};

/// What a client must send, and what it is answered.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The files, or the operation where neither side has a body.
    pub name: String,
    /// The operation's name in the schema; none if the schema does not have it.
    pub operation: Option<String>,
    /// The method.
    pub method: String,
    /// The path from the endpoint, as it is documented.
    pub path: String,
    /// The body that is sent.
    pub request: Option<Value>,
    /// The status line's end, such as `201 Created`.
    pub status: String,
    /// The headers of the answer.
    pub headers: Vec<(String, String)>,
    /// The body of the answer.
    pub answer: Option<Value>,
}

/// The exchanges of the documented pages, and the files that are no JSON even so.
///
/// A response belongs to the last request of its page with the same first line. Where the page shows no
/// response, there is none to be seen: the answer has the documented status and no body.
#[must_use]
pub fn of_graph_pages(shared: &Path, schema: &Schema) -> (Vec<Exchange>, Vec<String>) {
    let dir = shared.join("corpus/graph-calls");
    let index = payloads::read(&dir.join("index.json"));
    let (mut exchanges, mut broken) = (Vec::<Exchange>::new(), Vec::new());
    for entry in index.as_array().into_iter().flatten() {
        let file = payloads::text(&entry["file"]);
        let kind = payloads::text(&entry["kind"]);
        let line = match kind {
            "request" => payloads::text(&entry["http_start_line"]),
            "response" => payloads::text(&entry["answers"]),
            _ => continue,
        };
        let Some(body) = payloads::read_if_json(&dir.join(file)) else {
            broken.push(file.to_owned());
            continue;
        };
        if kind == "request" {
            exchanges.push(Exchange { name: file.to_owned(), request: Some(body), ..asked(line, schema) });
            continue;
        }
        let page = file.split('.').next().unwrap_or_default();
        let asked = asked(line, schema);
        let open = exchanges.last().is_some_and(|last| {
            last.answer.is_none()
                && last.name.split('.').next() == Some(page)
                && (&last.method, &last.path) == (&asked.method, &asked.path)
        });
        if !open {
            exchanges.push(Exchange { name: String::new(), ..asked });
        }
        let exchange = exchanges.last_mut().expect("there is one now");
        exchange.name = format!("{} {file}", exchange.name).trim().to_owned();
        let line = payloads::text(&entry["http_start_line"]);
        exchange.status = line.split_once(' ').map_or(line, |(_, status)| status).to_owned();
        exchange.headers = headers(&entry["http_headers"]);
        exchange.answer = Some(body);
    }
    (exchanges, broken)
}

/// Headers of the page but the length, which the pages guess.
fn headers(value: &Value) -> Vec<(String, String)> {
    let all = value.as_object().into_iter().flatten();
    let all = all.map(|(name, value)| (name.clone(), payloads::text(value).to_owned()));
    all.filter(|(name, _)| !name.eq_ignore_ascii_case("content-length")).collect()
}

/// What a first line such as `POST https://graph.microsoft.com/v1.0/communications/calls` asks for.
fn asked(line: &str, schema: &Schema) -> Exchange {
    let (method, url) = line.split_once(' ').unwrap_or((line, ""));
    let path = url.strip_prefix("https://graph.microsoft.com/v1.0").unwrap_or(url);
    let operation = operation(method, path, schema);
    Exchange {
        name: line.to_owned(),
        status: operation.as_ref().and_then(|name| schema.success(name)).unwrap_or(200).to_string(),
        operation,
        method: method.to_owned(),
        path: path.to_owned(),
        request: None,
        headers: Vec::new(),
        answer: None,
    }
}

/// The operation of a path with ids in it.
fn operation(method: &str, path: &str, schema: &Schema) -> Option<String> {
    let wanted: Vec<_> = path.split('/').collect();
    let same = |(one, other): (&str, &&str)| {
        // An action may be qualified by its namespace.
        one == other.trim_start_matches("microsoft.graph.") || (one.starts_with('{') && !other.is_empty())
    };
    let fits = |method_and_path: &str| {
        method_and_path.split_once(' ').is_some_and(|(of_method, of_path)| {
            let count = of_path.split('/').count();
            of_method == method && count == wanted.len() && of_path.split('/').zip(&wanted).all(same)
        })
    };
    // Of `calls/{id}` and `calls/logTeleconferenceDeviceQuality`, the one with fewer parameters says more.
    let fitting = schema.operations().filter(|(_, method_and_path)| fits(method_and_path));
    let best = fitting.min_by_key(|(_, method_and_path)| method_and_path.matches('{').count());
    best.map(|(name, _)| name.to_owned())
}

/// The exchanges of the payloads that are written here: each request and each answer of an operation in one at
/// least, and one without bodies for each operation that has no payload.
#[must_use]
pub fn ours(schema: &Schema) -> Vec<Exchange> {
    let dir = examples_dir().join("graph-calls");
    let index = payloads::read(&dir.join("index.json"));
    let mut sides: BTreeMap<&str, (Vec<&Value>, Vec<&Value>)> = BTreeMap::new();
    for entry in index["examples"].as_array().into_iter().flatten() {
        let said = entry["operation"].as_str().and_then(|operation| schema.operation(operation));
        let Some(operation) = said else { continue };
        let (requests, answers) = sides.entry(operation).or_default();
        if entry["direction"] == "request" { requests.push(entry) } else { answers.push(entry) }
    }
    let mut exchanges = Vec::new();
    for (operation, method_and_path) in schema.operations() {
        let (requests, answers) = sides.remove(operation).unwrap_or_default();
        for number in 0..requests.len().max(answers.len()).max(1) {
            let side = |entries: &[&Value]| {
                entries.get(number.min(entries.len().max(1) - 1)).map(|one| (*one).clone())
            };
            let (request, answer) = (side(&requests), side(&answers));
            let file =
                |entry: &Option<Value>| entry.as_ref().map(|entry| payloads::text(&entry["file"]).to_owned());
            let body = |entry: &Option<Value>| file(entry).map(|file| payloads::read(&dir.join(file)));
            let names: Vec<_> = [file(&request), file(&answer)].into_iter().flatten().collect();
            let status = answer.as_ref().and_then(|answer| answer["status"].as_u64());
            exchanges.push(Exchange {
                name: format!("{operation} {}", names.join(" ")),
                request: body(&request),
                status: status.or(schema.success(operation).map(u64::from)).unwrap_or(200).to_string(),
                headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
                answer: body(&answer),
                ..asked(method_and_path, schema)
            });
        }
    }
    exchanges
}

/// The notifications of the pages and those written here, by file.
#[must_use]
pub fn notifications(shared: Option<&Path>) -> Vec<(String, String)> {
    let own = examples_dir().join("graph-calls");
    let mut found = files(&own, &payloads::read(&own.join("index.json"))["examples"], "direction");
    if let Some(shared) = shared {
        let dir = shared.join("corpus/graph-calls");
        found.extend(files(&dir, &payloads::read(&dir.join("index.json")), "kind"));
    }
    found
}

fn files(dir: &Path, index: &Value, kind: &str) -> Vec<(String, String)> {
    let entries = index.as_array().into_iter().flatten().filter(|entry| entry[kind] == "notification");
    let files = entries.map(|entry| {
        let file = payloads::text(&entry["file"]);
        let text = fs::read_to_string(dir.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        (file.to_owned(), text)
    });
    files.collect()
}
