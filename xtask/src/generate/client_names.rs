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

/// What the rendered methods call the body of a request.
const BODY: &str = "body";

/// The names on the wire of the parameters that were renamed, by the names they got.
pub type Renamed = BTreeMap<String, String>;

/// Gives other names to what would collide.
pub fn evade(document: &mut Value) -> Renamed {
    let mut renamed = Renamed::new();
    let Value::Object(paths) = document["paths"].take() else { return renamed };
    let mut methods = BTreeSet::new();
    let all: BTreeSet<String> = names(&paths).map(str::to_owned).collect();
    let mut evaded = Map::new();
    for (path, item) in paths {
        let Value::Object(item) = item else { continue };
        for (method, mut operation) in item {
            let path = rename_parameters(&path, &mut operation, &all, &mut renamed);
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

/// The names of the parameters of all operations.
fn names(paths: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let operations = paths.values().filter_map(Value::as_object).flat_map(Map::values);
    let parameters = operations.filter_map(|operation| operation["parameters"].as_array()).flatten();
    parameters.filter_map(|parameter| parameter["name"].as_str())
}

/// Renames the parameters of an operation that need it, and returns its path with their names. No new name is that
/// of another operation's parameter, which would get a wrong name back.
fn rename_parameters(
    path: &str,
    operation: &mut Value,
    all: &BTreeSet<String>,
    renamed: &mut Renamed,
) -> String {
    let mut path = path.to_owned();
    let mut taken = BTreeSet::from([BODY.to_owned()]);
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
        let free = candidates.find(|label| !all.contains(label) && taken.insert(rust(label)));
        let Some(free) = free else { continue };
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
        let mut document = json!({"paths": {"/a/{id}": {"get": {"operationId": "Get_It", "parameters": [
            {"name": "id", "in": "query"}, {"name": "id", "in": "path"}, {"name": "body", "in": "query"},
            {"name": "x-y", "in": "query"}, {"name": "x_y", "in": "query"}
        ]}, "put": {"operationId": "getIt", "parameters": [{"name": "x_y-query", "in": "query"}]}}}});
        let renamed = evade(&mut document);
        let operation = &document["paths"]["/a/{id-path}"]["get"];
        assert_eq!(operation["operationId"], "Get_It");
        assert_eq!(document["paths"]["/a/{id}"]["put"]["operationId"], "getIt-operation");
        let names: Vec<_> =
            operation["parameters"].as_array().into_iter().flatten().map(|one| &one["name"]).collect();
        assert_eq!(names, ["id", "id-path", "body-query", "x-y", "x_y-query-2"]);
        assert_eq!(renamed["body-query"], "body");
        assert_eq!(renamed["x_y-query-2"], "x_y");
        assert!(!renamed.contains_key("id-path"), "the name of a path parameter is not on the wire");
    }
}
