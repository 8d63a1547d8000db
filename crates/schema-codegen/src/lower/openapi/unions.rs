//! Pass: `oneOf` and `anyOf` become unions of named types, if a member distinguishes their types.
//!
//! Without a mapping, the value of the member in each type is its tag, or else the name of the type. A choice
//! between strings is an enum. Any other choice is any JSON, with a note.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::api::{Api, Place, SCHEMAS, any, reference, reference_to, text};
use super::inheritance::Hierarchy;
use super::kind::{Kind, kind};
use super::tags::tag_value;
use crate::diagnostic::Result;

/// Rewrites the unions of the document.
pub(super) fn state(api: &mut Api, hierarchy: &Hierarchy) -> Result<()> {
    let names: Vec<String> = api.schemas.keys().cloned().collect();
    for name in names {
        let place = api.place(&name);
        let schema = api.schemas.get(&name).cloned().unwrap_or_default();
        let Value::Object(members) = &schema else { continue };
        if kind(&schema, &place)? != Kind::Union {
            continue;
        }
        let stated = match union(api, hierarchy, &name, &schema, &place) {
            Ok(union) => union,
            Err(why) => reduced(api, members, &name, &why),
        };
        api.schemas.insert(name, stated);
    }
    Ok(())
}

/// Returns the union in the normal form, or the reason why it has none.
fn union(
    api: &mut Api,
    hierarchy: &Hierarchy,
    name: &str,
    schema: &Value,
    place: &Place,
) -> std::result::Result<Value, String> {
    if let Some(texts) = texts(api, schema) {
        return Ok(texts);
    }
    let Some(arms) = arms(schema) else {
        return Err("not all of its types are named objects".to_owned());
    };
    if let [only] = arms.as_slice() {
        return Ok(reference(only));
    }
    // Members beside `oneOf` are also in the arms if each arm extends the type.
    let derived = hierarchy.derived(name);
    if has_members(schema) && !arms.iter().all(|arm| derived.contains(arm.as_str())) {
        return Err("it has both alternatives and members".to_owned());
    }
    let Some(property) = schema.pointer("/discriminator/propertyName").and_then(Value::as_str) else {
        return Err("no member distinguishes its types".to_owned());
    };
    let tags = tags(api, schema, &arms, property, place);
    if tags.iter().all(|(tag, arm)| tag == arm) && schema.pointer("/discriminator/mapping").is_none() {
        api.notes.push(format!("{name} has no mapping: the names of its types are the tags."));
    }
    if let Some(why) = conflict(api, property, &tags) {
        return Err(why);
    }
    let mut union = make(&arms, property, &tags);
    if let Some(description) = text(schema, "description") {
        union.insert("description".to_owned(), json!(description));
    }
    tag_arms(api, property, &tags);
    Ok(Value::Object(union))
}

/// Returns what a union without a normal form is: the object with its own members, or any JSON.
fn reduced(api: &mut Api, members: &Map<String, Value>, name: &str, why: &str) -> Value {
    if !has_members(&Value::Object(members.clone())) {
        api.notes.push(format!("{name} is any JSON: {why}."));
        return any(members);
    }
    api.notes.push(format!(
        "{name} is an object with its own members, and keeps those of its alternatives: {why}."
    ));
    let mut object = members.clone();
    for keyword in ["oneOf", "anyOf", "discriminator"] {
        object.shift_remove(keyword);
    }
    Value::Object(object)
}

fn has_members(schema: &Value) -> bool {
    schema.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty())
}

/// Returns the types of a choice, which may be inline.
fn alternatives(schema: &Value) -> impl Iterator<Item = &Value> {
    ["oneOf", "anyOf"].into_iter().filter_map(|member| schema.get(member)?.as_array()).flatten()
}

/// Returns an enum with all values, or a string, if every type of a union is a string.
fn texts(api: &Api, schema: &Value) -> Option<Value> {
    let mut values: Vec<Value> = Vec::new();
    for arm in alternatives(schema) {
        let target = text(arm, "$ref").and_then(|target| api.schemas.get(target.strip_prefix(SCHEMAS)?));
        let arm = target.unwrap_or(arm);
        if text(arm, "type") != Some("string") {
            return None;
        }
        for value in arm.get("enum").and_then(Value::as_array).into_iter().flatten() {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
    }
    let mut string = any(schema.as_object()?);
    string["type"] = json!("string");
    if !values.is_empty() {
        string["enum"] = Value::Array(values);
    }
    Some(string)
}

/// Returns the names of the types of a union, if all have names.
fn arms(schema: &Value) -> Option<Vec<String>> {
    let mut arms: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for arm in alternatives(schema) {
        let name = text(arm, "$ref")?.strip_prefix(SCHEMAS)?;
        if seen.insert(name) {
            arms.push(name.to_owned());
        }
    }
    (!arms.is_empty()).then_some(arms)
}

/// Returns the tags with their types: those of the mapping, then those of the types without a tag.
fn tags(
    api: &mut Api,
    schema: &Value,
    arms: &[String],
    property: &str,
    place: &Place,
) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    let mut mapped = BTreeSet::new();
    let known: BTreeSet<&str> = arms.iter().map(String::as_str).collect();
    for (tag, target) in
        schema.pointer("/discriminator/mapping").and_then(Value::as_object).into_iter().flatten()
    {
        let name = target.as_str().and_then(|target| target.strip_prefix(SCHEMAS)).unwrap_or_default();
        if !known.contains(name) {
            let what = format!("the tag {tag:?} is ignored, because {name} is not a type of the union");
            api.notes.push(format!("{}: {what}.", place.pointer));
            continue;
        }
        tags.push((tag.clone(), name.to_owned()));
        mapped.insert(name);
    }
    for arm in arms {
        if !mapped.contains(arm.as_str()) {
            let tag = api.schemas.get(arm).and_then(|arm| tag_value(api, arm, property));
            tags.push((tag.unwrap_or_else(|| arm.clone()), arm.clone()));
        }
    }
    tags
}

/// Returns a union in the normal form.
pub(super) fn make(arms: &[String], property: &str, tags: &[(String, String)]) -> Map<String, Value> {
    let arms: Vec<Value> = arms.iter().map(|arm| reference(arm)).collect();
    let mapping: Map<String, Value> =
        tags.iter().map(|(tag, name)| (tag.clone(), Value::String(reference_to(name)))).collect();
    let mut union = Map::new();
    union.insert("oneOf".to_owned(), Value::Array(arms));
    union.insert("discriminator".to_owned(), json!({"propertyName": property, "mapping": mapping}));
    union
}

/// Returns why types cannot have these tags: a tag has two types, or a type has another tag in another union.
pub(super) fn conflict(api: &Api, property: &str, tags: &[(String, String)]) -> Option<String> {
    let (mut types, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for (tag, name) in tags {
        if let Some(other) = types.insert(tag, name) {
            return Some(format!("the tag {tag:?} is mapped to both {other} and {name}"));
        }
        let is_first = seen.insert(name);
        let other = api.schemas.get(name).and_then(|schema| schema.get("x-tag")).filter(|_| is_first);
        if other.is_some_and(|other| *other != hint(property, tag)) {
            return Some(format!("{name} has different tags in two unions"));
        }
    }
    None
}

/// Adds its tag to each type. Of several tags for one type, the first is written.
pub(super) fn tag_arms(api: &mut Api, property: &str, tags: &[(String, String)]) {
    let mut seen = BTreeSet::new();
    for (tag, name) in tags {
        if !seen.insert(name) {
            continue;
        }
        if let Some(Value::Object(schema)) = api.schemas.get_mut(name) {
            schema.insert("x-tag".to_owned(), hint(property, tag));
        }
    }
}

fn hint(property: &str, tag: &str) -> Value {
    json!({"property": property, "value": tag})
}

/// Turns unions of types other than objects into any JSON, once all types are final.
pub(super) fn check(api: &mut Api) -> Result<()> {
    let names: Vec<String> = api.schemas.keys().cloned().collect();
    for name in names {
        let place = api.place(&name);
        let schema = api.schemas.get(&name).cloned().unwrap_or_default();
        if kind(&schema, &place)? != Kind::Union {
            continue;
        }
        for arm in arms(&schema).unwrap_or_default() {
            let target = api.schemas.get(&arm).cloned().unwrap_or_default();
            if let Value::Object(members) = &schema
                && !matches!(kind(&target, &place)?, Kind::Object | Kind::OpenObject)
            {
                let whole = reduced(api, members, &name, &format!("its type {arm} is not an object"));
                api.schemas.insert(name, whole);
                break;
            }
        }
    }
    Ok(())
}
