//! Every JSON payload that the tests know, each with the type that its operation, event or notification says.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::schema::Schema;
use crate::{examples_dir, meant_json};

/// A payload, or a part of one that has a type of its own.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The file, and the part after a `#`.
    pub name: String,
    /// The schema's name of the type; none if the schema has no type for it.
    pub type_name: Option<String>,
    /// The payload.
    pub value: Value,
}

/// The folder with the documented originals, if the environment names one.
///
/// # Panics
///
/// If it names one that is not there.
#[must_use]
pub fn documented() -> Option<PathBuf> {
    let dir = xtask::documented::folder()?;
    assert!(dir.join("corpus").is_dir(), "DOCUMENTED_EXAMPLES: {} has no folder `corpus`", dir.display());
    Some(dir)
}

/// The payloads of a JSON protocol that are written here.
#[must_use]
pub fn ours(api: &str, schema: &Schema) -> Vec<Payload> {
    let dir = examples_dir().join(api);
    let index = read(&dir.join("index.json"));
    let mut payloads = Vec::new();
    for entry in index["examples"].as_array().into_iter().flatten() {
        let file = text(&entry["file"]);
        let value = read(&dir.join(file));
        let name = format!("{api}/{file}");
        match text(&entry["direction"]) {
            "event" => events(&name, &value, schema, &mut payloads),
            "notification" => notification(&name, value, schema, &mut payloads),
            direction => {
                let operation = operation(entry, schema);
                let status = entry["status"].as_u64().unwrap_or(200);
                let said = match (direction, operation) {
                    ("request", Some(operation)) => schema.body(operation),
                    ("response" | "error", Some(operation)) => schema.answer(operation, status),
                    // A fragment, and what a bot answers, belong to no operation of the service.
                    _ => Some(text(&entry["type"])),
                };
                let type_name = said.filter(|name| schema.has(name)).map(str::to_owned);
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

/// An array of events, or one alone: the data of each has the type that the event's name says.
fn events(name: &str, value: &Value, schema: &Schema, payloads: &mut Vec<Payload>) {
    let alone = std::slice::from_ref(value);
    for (index, event) in value.as_array().map_or(alone, Vec::as_slice).iter().enumerate() {
        let kind = event["type"].as_str().or_else(|| event["eventType"].as_str()).unwrap_or_default();
        let type_name = schema.event(kind).map(str::to_owned);
        payloads.push(Payload { name: format!("{name}#{index}"), type_name, value: event["data"].clone() });
    }
}

/// A notification, and beside it what it carries in each entry's `resourceData`.
fn notification(name: &str, value: Value, schema: &Schema, payloads: &mut Vec<Payload>) {
    for (index, entry) in value["value"].as_array().into_iter().flatten().enumerate() {
        let data = &entry["resourceData"];
        let alone = std::slice::from_ref(data);
        let items = data.as_array().map_or(alone, Vec::as_slice);
        for (item, data) in items.iter().enumerate().filter(|(_, data)| data.is_object()) {
            let type_name = resource_type(entry, data, schema);
            let name = format!("{name}#{index}.{item}");
            payloads.push(Payload { name, type_name, value: data.clone() });
        }
    }
    payloads.push(Payload { name: name.to_owned(), type_name: Some("commsNotifications".to_owned()), value });
}

/// What a notification carries: what its own tag says, else what its address says.
fn resource_type(entry: &Value, data: &Value, schema: &Schema) -> Option<String> {
    let tag = data["@odata.type"].as_str().and_then(|tag| tag.rsplit('.').next());
    if let Some(tag) = tag {
        return schema.has(tag).then(|| tag.to_owned());
    }
    let address = text(&entry["resourceUrl"]).to_lowercase();
    let parts: Vec<_> = address.trim_start_matches('/').split('/').collect();
    let name = match parts.as_slice() {
        [_, "calls", _] => "call",
        [_, "calls", _, "participants", ..] => "participant",
        [_, "calls", _, "operations", _] => "any(commsOperation)",
        [_, "calls", _, "contentsharingsessions", ..] => "contentSharingSession",
        _ => return None,
    };
    Some(name.to_owned())
}

/// The documented payloads of the Graph pages, without the templates.
#[must_use]
pub fn graph_pages(shared: &Path, schema: &Schema) -> Vec<Payload> {
    let dir = shared.join("corpus/graph-calls");
    let mut payloads = Vec::new();
    for entry in read(&dir.join("index.json")).as_array().into_iter().flatten() {
        let file = text(&entry["file"]);
        let operation = entry["operation"].as_str().and_then(|operation| schema.operation(operation));
        let said = match (text(&entry["kind"]), operation) {
            ("representation", _) => continue,
            ("notification", _) => None,
            ("request", Some(operation)) => schema.body(operation),
            ("response", Some(operation)) => schema.answer(operation, status(entry)),
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
            payloads.push(Payload { name, type_name: said.map(str::to_owned), value });
        }
    }
    payloads
}

/// The status in `HTTP/1.1 200 OK`.
fn status(entry: &Value) -> u64 {
    let line = text(&entry["http_start_line"]);
    line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(200)
}

/// The templates of Graph's resource pages: names of members with placeholders for values.
#[must_use]
pub fn graph_templates(shared: &Path) -> Vec<Payload> {
    let dir = shared.join("corpus/graph-calls");
    let index = read(&dir.join("index.json"));
    let templates = index.as_array().into_iter().flatten().filter(|entry| entry["kind"] == "representation");
    let templates = templates.map(|entry| {
        let file = text(&entry["file"]);
        let tag = entry["odata_type"].as_str().or_else(|| entry["body_odata_type"].as_str());
        let page = file.rsplit('/').next().and_then(|name| name.split('.').next());
        let type_name = tag.and_then(|tag| tag.rsplit('.').next()).or(page).map(str::to_owned);
        let value = read_if_json(&dir.join(file)).unwrap_or_default();
        Payload { name: format!("corpus/graph-calls/{file}"), type_name, value }
    });
    templates.collect()
}

/// The bodies of Azure's example files: the parameter that is an object, and every answer's body.
#[must_use]
pub fn azure_examples(shared: &Path, schema: &Schema) -> Vec<Payload> {
    let mut payloads = Vec::new();
    for version in ["2025-05-15", "2026-03-12"] {
        let dir = shared.join("upstream/acs/CallAutomation/stable").join(version).join("examples");
        let mut files: Vec<_> =
            fs::read_dir(&dir).expect("is there").flatten().map(|entry| entry.path()).collect();
        files.sort();
        for path in files {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let operation = stem.trim_end_matches("_WithConnectionId");
            let example = read(&path);
            let name = format!("{version}/{stem}");
            let bodies = example["parameters"]
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(_, value)| value.is_object());
            for (_, body) in bodies {
                let type_name = schema.body(operation).map(str::to_owned);
                payloads.push(Payload { name: format!("{name}#request"), type_name, value: body.clone() });
            }
            for (status, answer) in example["responses"].as_object().into_iter().flatten() {
                let Some(body) = answer.get("body") else { continue };
                let said = status.parse().ok().and_then(|status| schema.answer(operation, status));
                let type_name = said.filter(|name| schema.has(name)).map(str::to_owned);
                payloads.push(Payload { name: format!("{name}#{status}"), type_name, value: body.clone() });
            }
        }
    }
    payloads
}

/// A page's payload, unless its author left it unfinished.
pub(crate) fn read_if_json(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    xtask::examples::repair::read(&text).ok().map(|repaired| repaired.value)
}

pub(crate) fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    meant_json(&text)
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
