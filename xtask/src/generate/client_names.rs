//! Names in the client: no two parameters share one, and none has a name that progenitor uses itself.
//!
//! progenitor makes a Rust name of each parameter by itself and does not look at the others. What would collide
//! gets another name before rendering; its name on the wire comes back afterwards.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::{Map, Value, json};
use syn::{
    LitStr,
    visit_mut::{self, VisitMut},
};

/// What the rendered methods call their own variables.
const VARIABLES: [&str; 3] = ["body", "header_map", "info"];

/// What every rendered client has besides the operations, or its traits have.
const METHODS: [&str; 9] =
    ["api_version", "baseurl", "client", "exec", "inner", "new", "new_with_client", "post", "pre"];

/// The names on the wire of the parameters that were renamed, by the names they got.
pub type Renamed = BTreeMap<String, String>;

/// Gives other names to what would collide.
pub fn evade(document: &mut Value) -> Renamed {
    let mut renamed = Renamed::new();
    let Value::Object(paths) = document["paths"].take() else { return renamed };
    let mut methods: BTreeSet<String> = METHODS.iter().map(|name| (*name).to_owned()).collect();
    let mut evaded = Map::new();
    for (path, item) in paths {
        let Value::Object(item) = item else { continue };
        for (method, mut operation) in item {
            let path = rename_parameters(&path, &mut operation, &mut renamed);
            rename_operation(&mut operation, &mut methods);
            // Operations of one path may now have paths that spell their parameters differently.
            evaded.entry(path).or_insert_with(|| json!({}))[method] = operation;
        }
    }
    document["paths"] = Value::Object(evaded);
    renamed
}

/// Brings the names on the wire back.
pub fn restore(file: &mut syn::File, renamed: &Renamed) {
    if !renamed.is_empty() {
        Restore(renamed).visit_file_mut(file);
    }
}

fn rename_operation(operation: &mut Value, methods: &mut BTreeSet<String>) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    if methods.insert(rust(&id)) {
        return;
    }
    let numbered = (2..).map(|number| format!("{id}-operation-{number}"));
    let mut candidates = std::iter::once(format!("{id}-operation")).chain(numbered);
    if let Some(free) = candidates.find(|label| methods.insert(rust(label))) {
        operation["operationId"] = free.into();
    }
}

/// Renames the parameters of an operation that need it, and returns its path with their names.
fn rename_parameters(path: &str, operation: &mut Value, renamed: &mut Renamed) -> String {
    let mut path = path.to_owned();
    let mut taken: BTreeSet<String> = VARIABLES.iter().map(|name| (*name).to_owned()).collect();
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let text = |member: &str| parameter[member].as_str().unwrap_or_default().to_owned();
        let (name, place) = (text("name"), text("in"));
        if taken.insert(rust(&name)) {
            continue;
        }
        let first = format!("{name}-{place}");
        let numbered = (2..).map(|number| format!("{first}-{number}"));
        let mut candidates = std::iter::once(first.clone()).chain(numbered);
        let Some(free) = candidates.find(|label| taken.insert(rust(label))) else { continue };
        if place == "path" {
            path = path.replace(&format!("{{{name}}}"), &format!("{{{free}}}"));
        } else {
            renamed.insert(free.clone(), name);
        }
        parameter["name"] = free.into();
    }
    path
}

/// The Rust name that progenitor makes of a parameter's.
fn rust(name: &str) -> String {
    name.replace(|c: char| !c.is_alphanumeric(), "-").to_snake_case()
}

struct Restore<'r>(&'r Renamed);

impl VisitMut for Restore<'_> {
    fn visit_lit_str_mut(&mut self, literal: &mut LitStr) {
        if let Some(wire) = self.0.get(&literal.value()) {
            *literal = LitStr::new(wire, literal.span());
        }
        visit_mut::visit_lit_str_mut(self, literal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_that_would_collide_get_other_names() {
        let mut document = json!({"paths": {"/a/{id}": {"get": {"operationId": "new", "parameters": [
            {"name": "id", "in": "query"}, {"name": "id", "in": "path"}, {"name": "body", "in": "query"},
            {"name": "x-y", "in": "query"}, {"name": "x_y", "in": "query"}
        ]}}}});
        let renamed = evade(&mut document);
        let operation = &document["paths"]["/a/{id-path}"]["get"];
        assert_eq!(operation["operationId"], "new-operation");
        let names: Vec<_> =
            operation["parameters"].as_array().into_iter().flatten().map(|one| &one["name"]).collect();
        assert_eq!(names, ["id", "id-path", "body-query", "x-y", "x_y-query"]);
        assert_eq!(renamed["body-query"], "body");
        assert_eq!(renamed["x_y-query"], "x_y");
        assert!(!renamed.contains_key("id-path"), "the name of a path parameter is not on the wire");
    }
}
