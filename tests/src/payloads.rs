//! JSON payloads, each with the type that its operation, event or notification requires.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::schema::Schema;
use crate::{documented_entries, example_entries, examples_dir, read, read_json, repaired_json, text};

/// The type of the notifications whose resources are in `resourceData`.
const NOTIFICATIONS: &str = "commsNotifications";

/// A payload, or a part of one that has its own type.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The name of the file; the part follows after a `#`.
    pub name: String,
    /// The name of the type in the schema, or `None` if the schema has no type for the payload.
    pub type_name: Option<String>,
    /// The value of the payload.
    pub value: Value,
}

/// Returns the folder of the documented originals, if the environment variable `DOCUMENTED_EXAMPLES` is set.
///
/// # Panics
///
/// Panics if the folder does not contain the originals.
#[must_use]
pub fn documented_folder() -> Option<PathBuf> {
    let dir = xtask::documented::folder()?;
    assert!(dir.join("corpus").is_dir(), "DOCUMENTED_EXAMPLES: {} has no folder `corpus`", dir.display());
    Some(dir)
}

/// Returns the payloads of an API in `tests/examples`.
#[must_use]
pub fn from_examples(api: &str, schema: &Schema) -> Vec<Payload> {
    let dir = examples_dir().join(api);
    let mut payloads = Vec::new();
    for entry in &example_entries(api) {
        let file = text(&entry["file"]);
        let value = read_repaired(&dir.join(file));
        let name = format!("{api}/{file}");
        match text(&entry["direction"]) {
            "event" => events(&name, &value, schema, &mut payloads),
            "notification" if entry["type"] == NOTIFICATIONS => {
                notification(&name, value, schema, &mut payloads)
            }
            direction => {
                let operation = operation(entry, schema);
                let status = entry["status"].as_u64().unwrap_or(200);
                let type_name = match (direction, operation) {
                    ("request", Some(operation)) => schema.request_type(operation),
                    ("response" | "error", Some(operation)) => schema.response_type(operation, status),
                    // Fragments, other notifications, and the responses of a bot do not belong to an operation of the service.
                    _ => Some(text(&entry["type"])),
                };
                let type_name = type_name.filter(|name| schema.has_type(name)).map(str::to_owned);
                payloads.push(Payload { name, type_name, value });
            }
        }
    }
    payloads
}

fn operation<'s>(entry: &'s Value, schema: &'s Schema) -> Option<&'s str> {
    let operation = entry["operation"].as_str()?;
    if operation.contains(' ') { schema.operation(operation) } else { Some(operation) }
}

/// Adds the data of one event, or of each event in an array. The name of the event determines the type of its data.
fn events(name: &str, value: &Value, schema: &Schema, payloads: &mut Vec<Payload>) {
    let single = std::slice::from_ref(value);
    for (index, event) in value.as_array().map_or(single, Vec::as_slice).iter().enumerate() {
        let event_type = event["type"].as_str().or_else(|| event["eventType"].as_str()).unwrap_or_default();
        let type_name = schema.event_data_type(event_type).map(str::to_owned);
        payloads.push(Payload { name: format!("{name}#{index}"), type_name, value: event["data"].clone() });
    }
}

/// Adds a notification, and each resource in the `resourceData` of its entries.
fn notification(name: &str, value: Value, schema: &Schema, payloads: &mut Vec<Payload>) {
    for (index, entry) in value["value"].as_array().into_iter().flatten().enumerate() {
        let data = &entry["resourceData"];
        let single = std::slice::from_ref(data);
        let items = data.as_array().map_or(single, Vec::as_slice);
        for (item, data) in items.iter().enumerate().filter(|(_, data)| data.is_object()) {
            let type_name = resource_type(entry, data, schema);
            let name = format!("{name}#{index}.{item}");
            payloads.push(Payload { name, type_name, value: data.clone() });
        }
    }
    payloads.push(Payload { name: name.to_owned(), type_name: Some(NOTIFICATIONS.to_owned()), value });
}

/// Returns the type of a resource in a notification, from its `@odata.type` or else from its URL.
fn resource_type(entry: &Value, data: &Value, schema: &Schema) -> Option<String> {
    let tag = data["@odata.type"].as_str().and_then(|tag| tag.rsplit('.').next());
    if let Some(tag) = tag {
        return schema.has_type(tag).then(|| tag.to_owned());
    }
    let url = text(&entry["resourceUrl"]).to_lowercase();
    let segments: Vec<_> = url.trim_start_matches('/').split('/').collect();
    let name = match segments.as_slice() {
        [_, "calls", _] => "call",
        [_, "calls", _, "participants", ..] => "participant",
        [_, "calls", _, "operations", _] => "any(commsOperation)",
        [_, "calls", _, "contentsharingsessions", ..] => "contentSharingSession",
        _ => return None,
    };
    Some(name.to_owned())
}

/// Returns the documented payloads of the Graph pages, without the templates.
#[must_use]
pub fn graph_pages(shared: &Path, schema: &Schema) -> Vec<Payload> {
    let dir = shared.join("corpus/graph-calls");
    let mut payloads = Vec::new();
    for entry in &documented_entries(shared, "graph-calls") {
        let file = text(&entry["file"]);
        let operation = entry["operation"].as_str().and_then(|operation| schema.operation(operation));
        let type_name = match (text(&entry["kind"]), operation) {
            ("representation", _) => continue,
            ("notification", _) => None,
            ("request", Some(operation)) => schema.request_type(operation),
            ("response", Some(operation)) => schema.response_type(operation, status(entry)),
            ("fragment", _) => entry["body_odata_type"].as_str().and_then(|tag| tag.rsplit('.').next()),
            _ => None,
        };
        let name = format!("corpus/graph-calls/{file}");
        let Some(value) = read_if_json(&dir.join(file)) else {
            payloads.push(Payload { name: format!("{name}#not-json"), type_name: None, value: Value::Null });
            continue;
        };
        if entry["kind"] == "notification" {
            notification(&name, value, schema, &mut payloads);
        } else {
            payloads.push(Payload { name, type_name: type_name.map(str::to_owned), value });
        }
    }
    payloads
}

/// Returns the status code in a status line such as `HTTP/1.1 200 OK`.
fn status(entry: &Value) -> u64 {
    let line = text(&entry["http_start_line"]);
    line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(200)
}

/// Returns the templates of Graph's resource pages, which show the names of members with placeholders for their values.
#[must_use]
pub fn graph_templates(shared: &Path) -> Vec<Payload> {
    let dir = shared.join("corpus/graph-calls");
    let entries = documented_entries(shared, "graph-calls").into_iter();
    let templates = entries.filter(|entry| entry["kind"] == "representation").map(|entry| {
        let file = text(&entry["file"]);
        let tag = entry["odata_type"].as_str().or_else(|| entry["body_odata_type"].as_str());
        let page = file.rsplit('/').next().and_then(|name| name.split('.').next());
        let type_name = tag.and_then(|tag| tag.rsplit('.').next()).or(page).map(str::to_owned);
        let value = read_if_json(&dir.join(file)).unwrap_or_default();
        Payload { name: format!("corpus/graph-calls/{file}"), type_name, value }
    });
    templates.collect()
}

/// Returns the bodies in Azure's example files: the request body, which is the parameter that is an object, and the
/// body of each response.
#[must_use]
pub fn azure_examples(shared: &Path, schema: &Schema) -> Vec<Payload> {
    let mut payloads = Vec::new();
    for version in ["2025-05-15", "2026-03-12"] {
        for path in azure_example_files(shared, version) {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let operation = stem.trim_end_matches("_WithConnectionId");
            let example = read_json(&path);
            let name = format!("{version}/{stem}");
            let parameters = example["parameters"].as_object().into_iter().flatten();
            for (_, body) in parameters.filter(|(_, value)| value.is_object()) {
                let type_name = schema.request_type(operation).map(str::to_owned);
                payloads.push(Payload { name: format!("{name}#request"), type_name, value: body.clone() });
            }
            for (status, response) in example["responses"].as_object().into_iter().flatten() {
                let Some(body) = response.get("body") else { continue };
                let type_name =
                    status.parse().ok().and_then(|status| schema.response_type(operation, status));
                let type_name = type_name.filter(|name| schema.has_type(name)).map(str::to_owned);
                payloads.push(Payload { name: format!("{name}#{status}"), type_name, value: body.clone() });
            }
        }
    }
    payloads
}

/// Returns the example files of a version of Call Automation, sorted.
///
/// # Panics
///
/// Panics if the folder of the version cannot be read.
#[must_use]
pub fn azure_example_files(shared: &Path, version: &str) -> Vec<PathBuf> {
    let dir = shared.join("upstream/acs/CallAutomation/stable").join(version).join("examples");
    let files = fs::read_dir(&dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut files: Vec<_> = files.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Reads the payload of a page, or returns `None` if it is not JSON even after repairs.
pub(crate) fn read_if_json(path: &Path) -> Option<Value> {
    xtask::examples::repair::read(&read(path)).ok().map(|repaired| repaired.value)
}

pub(crate) fn read_repaired(path: &Path) -> Value {
    repaired_json(&read(path))
}
