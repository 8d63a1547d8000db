//! The surface of a schema: its public facts as sorted text, for reviewers and for comparisons.
//!
//! Each line is a fact, `key: value`. The first word of the key is the kind of the fact:
//!
//! * `type T: object`, `type T.member: String?` (`?`: optional; `| null`: nullable);
//! * `enum E: open`, `value E.running`;
//! * `union U: by @odata.type`, `arm U.#n.book: book`;
//! * `op O: GET /path`, `param O.query.name: String?`, `body O: T`, `answer O.200: T`.
//!
//! All names are those of the schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The facts, by key.
pub type Surface = BTreeMap<String, String>;

/// Formats a surface.
#[must_use]
pub fn text(surface: &Surface) -> String {
    let lines = surface
        .iter()
        .map(|(key, value)| if value.is_empty() { format!("{key}\n") } else { format!("{key}: {value}\n") });
    lines.collect()
}

/// Parses the text of a surface.
#[must_use]
pub fn parse(text: &str) -> Surface {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let facts = lines.map(|line| line.split_once(": ").unwrap_or((line, "")));
    facts.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// Returns the surface of a normal form.
#[must_use]
pub fn of_normal_form(document: &Value) -> Surface {
    let mut surface = Surface::new();
    let none = Map::new();
    let schemas = document["components"]["schemas"].as_object().unwrap_or(&none);
    let names = Names(schemas);
    for (key, schema) in schemas {
        let name = names.of(key);
        if schema.get("enum").is_some() {
            add_enum(&mut surface, name, schema);
        } else if schema.get("oneOf").is_some() {
            add_union(&mut surface, name, schema, &names);
        } else if schema["type"] == "object" && schema.get("additionalProperties").is_none() {
            add_object(&mut surface, name, schema, &names);
        } else {
            surface.insert(format!("type {name}"), names.type_of(schema));
        }
    }
    for (path, item) in document["paths"].as_object().unwrap_or(&none) {
        for (method, operation) in item.as_object().into_iter().flatten() {
            add_operation(&mut surface, path, method, operation, &names);
        }
    }
    surface
}

/// The names of the types in the schema.
struct Names<'d>(&'d Map<String, Value>);

impl<'d> Names<'d> {
    fn of(&self, key: &'d str) -> &'d str {
        self.0.get(key).and_then(|schema| schema["x-name"].as_str()).unwrap_or(key)
    }

    fn target(&self, reference: &'d str) -> &'d str {
        self.of(reference.rsplit('/').next().unwrap_or(reference))
    }

    fn type_of(&self, schema: &'d Value) -> String {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.target(reference).to_owned();
        }
        if let Some(only) = schema["allOf"].get(0) {
            return self.type_of(only);
        }
        match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("array"), _) => format!("[{}]", self.type_of(&schema["items"])),
            (Some("object"), _) if schema.get("additionalProperties").is_some_and(Value::is_object) => {
                format!("{{{}}}", self.type_of(&schema["additionalProperties"]))
            }
            (Some(plain), Some(format)) => format!("{plain}({format})"),
            (Some(plain), None) => plain.to_owned(),
            (None, _) => "any".to_owned(),
        }
    }

    /// Returns the type of a body with a mark, and its media types unless it is JSON.
    fn body(&self, content: &'d Value, mark: &str) -> String {
        let forms: Vec<_> = content.as_object().into_iter().flatten().collect();
        let schema = forms.first().and_then(|(_, form)| form.get("schema"));
        let ty = schema.map_or_else(|| "bytes".to_owned(), |schema| self.type_of(schema));
        let nullable = if schema.is_some_and(|schema| schema["nullable"] == true) { " | null" } else { "" };
        let media: Vec<&str> = forms.iter().map(|(media, _)| media.as_str()).collect();
        let format =
            if media == ["application/json"] { String::new() } else { format!(" as {}", media.join(", ")) };
        format!("{ty}{mark}{nullable}{format}")
    }

    /// Returns a type with its marks.
    fn marked(&self, schema: &'d Value, required: bool) -> String {
        let optional = if required { "" } else { "?" };
        let nullable = if schema["nullable"] == true { " | null" } else { "" };
        format!("{}{optional}{nullable}", self.type_of(schema))
    }
}

fn add_object<'d>(surface: &mut Surface, name: &str, schema: &'d Value, names: &Names<'d>) {
    let kind = schema["x-kind"].as_str().unwrap_or("object");
    let event = schema["x-event"].as_str().map(|event| format!(" event {event}")).unwrap_or_default();
    surface.insert(format!("type {name}"), format!("{kind}{event}"));
    let required: Vec<_> = strings(&schema["required"]).collect();
    for (member, property) in schema["properties"].as_object().into_iter().flatten() {
        let is_required = required.contains(&member.as_str());
        surface.insert(format!("type {name}.{member}"), names.marked(property, is_required));
    }
}

fn add_enum(surface: &mut Surface, name: &str, schema: &Value) {
    let mut marks = vec!["open"];
    for (hint, mark) in [("x-enum-fold", "any case"), ("x-enum-flags", "flags")] {
        if schema[hint] == true {
            marks.push(mark);
        }
    }
    surface.insert(format!("enum {name}"), marks.join(", "));
    for value in strings(&schema["enum"]) {
        surface.insert(value_key(name, value), String::new());
    }
}

/// Returns the key of an enum's value. A value with special characters is quoted, so that it cannot be
/// confused with a key and its value.
#[must_use]
pub fn value_key(name: &str, value: &str) -> String {
    let plain = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || "-_.+".contains(c));
    let value = if plain { value.to_owned() } else { format!("{value:?}").replace(": ", ":\\u{20}") };
    format!("value {name}.{value}")
}

fn add_union<'d>(surface: &mut Surface, name: &str, schema: &'d Value, names: &Names<'d>) {
    let discriminator = &schema["discriminator"];
    let base = schema["x-base"].as_str().map(|base| format!(", else {}", names.target(base)));
    let tag = discriminator["propertyName"].as_str().unwrap_or_default();
    surface.insert(format!("union {name}"), format!("by {tag}{}", base.unwrap_or_default()));
    for (tag, target) in discriminator["mapping"].as_object().into_iter().flatten() {
        let target = target.as_str().map(|target| names.target(target)).unwrap_or_default();
        surface.insert(format!("arm {name}.{tag}"), target.to_owned());
    }
}

fn add_operation<'d>(
    surface: &mut Surface,
    path: &str,
    method: &str,
    operation: &'d Value,
    names: &Names<'d>,
) {
    let Some(id) = operation["operationId"].as_str() else {
        return;
    };
    surface.insert(format!("op {id}"), format!("{} {path}", method.to_uppercase()));
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let place = parameter["in"].as_str().unwrap_or_default();
        let name = parameter["name"].as_str().unwrap_or_default();
        let value = names.marked(&parameter["schema"], parameter["required"] == true);
        surface.insert(format!("param {id}.{place}.{name}"), value);
    }
    for supplied in strings(&operation["x-supplied"]) {
        surface.insert(format!("param {id}.supplied.{supplied}"), String::new());
    }
    let body = &operation["requestBody"];
    if let Some(content) = body.get("content") {
        let optional = if body["required"] == true { "" } else { "?" };
        surface.insert(format!("body {id}"), names.body(content, optional));
    }
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let content = response.get("content");
        let value = content.map_or_else(|| "no body".to_owned(), |content| names.body(content, ""));
        surface.insert(format!("answer {id}.{status}"), value);
    }
    if let Some(next) = operation["x-pageable"]["next"].as_str() {
        surface.insert(format!("pages {id}"), next.to_owned());
    }
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}
