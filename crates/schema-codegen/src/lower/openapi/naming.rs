//! Pass: gives every type its Rust name. `x-name` contains the name in the document.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::api::Api;
use crate::lower::names::{Names, type_name};

/// Renames the types and the references to them.
pub(super) fn name(api: &mut Api) {
    let mut names = Names::default();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for name in api.schemas.keys() {
        let rust = names.unique(type_name(name), name);
        api.notes.extend(rust.note);
        renamed.insert(name.clone(), rust.name);
    }
    api.rename_references(&|name| renamed.get(name).cloned());
    rename_bases(api, &renamed);
    let mut schemas = Map::new();
    for (name, mut schema) in std::mem::take(&mut api.schemas) {
        if let Value::Object(members) = &mut schema {
            members.insert("x-name".to_owned(), json!(name));
        }
        schemas.insert(renamed.get(&name).cloned().unwrap_or(name), schema);
    }
    api.schemas = schemas;
}

/// Renames `x-base`, which is not visited like other references because it is an extension.
fn rename_bases(api: &mut Api, renamed: &BTreeMap<String, String>) {
    for schema in api.schemas.values_mut() {
        let Some(Value::String(base)) = schema.get_mut("x-base") else {
            continue;
        };
        let name = base.strip_prefix(super::api::SCHEMAS).and_then(|name| renamed.get(name));
        if let Some(name) = name {
            *base = super::api::reference_to(name);
        }
    }
}
