//! Pass: `oneOf` and `anyOf` with a discriminator become unions of named types.
//!
//! Without a mapping, the names of the schemas are the tags. A union without a discriminator is not
//! supported, because the type of a value would be ambiguous.

use serde_json::{Map, Value, json};

use super::api::{Api, Place, SCHEMAS, reference, reference_to, text};
use super::inheritance::Hierarchy;
use super::kind::{Kind, kind};
use crate::diagnostic::Result;

/// Rewrites the unions of the document.
pub(super) fn state(api: &mut Api, hierarchy: &Hierarchy) -> Result<()> {
    let names: Vec<String> = api.schemas.keys().cloned().collect();
    for name in names {
        let place = api.place(&name);
        let schema = api.schemas.get(&name).cloned().unwrap_or_default();
        if kind(&schema, &place)? == Kind::Union {
            let union = union(api, hierarchy, &name, &schema, &place)?;
            api.schemas.insert(name, union);
        }
    }
    Ok(())
}

fn union(api: &mut Api, hierarchy: &Hierarchy, name: &str, schema: &Value, place: &Place) -> Result<Value> {
    let arms = arms(schema, place)?;
    if let [only] = arms.as_slice() {
        return Ok(reference(only));
    }
    // Members beside `oneOf` are also in the arms if each arm extends the type.
    if schema.get("properties").is_some() && !arms.iter().all(|arm| hierarchy.ancestors(arm).contains(name)) {
        return Err(place
            .diagnostic(format!("{name} has both `oneOf` and members of its own, which is not supported"))
            .help("extend it with `allOf` in each of the types, or move the members into them"));
    }
    let Some(property) = schema.pointer("/discriminator/propertyName").and_then(Value::as_str) else {
        return Err(place
            .diagnostic(format!("the union {name} has no discriminator, so the type of a value is ambiguous"))
            .help("add a `discriminator` with a `propertyName` and a `mapping`"));
    };
    let tags = tags(schema, &arms, place)?;
    if tags.iter().all(|(tag, arm)| tag == arm) && schema.pointer("/discriminator/mapping").is_none() {
        api.notes.push(format!("{name} has no mapping: the names of its types are the tags."));
    }
    let mut union = make(&arms, property, &tags);
    if let Some(description) = text(schema, "description") {
        union.insert("description".to_owned(), json!(description));
    }
    tag_arms(api, property, &tags, place)?;
    Ok(Value::Object(union))
}

/// Returns the names of the types of a union.
fn arms(schema: &Value, place: &Place) -> Result<Vec<String>> {
    let list = |member: &str| schema.get(member).and_then(Value::as_array).into_iter().flatten();
    let mut arms = Vec::new();
    for (index, arm) in list("oneOf").chain(list("anyOf")).enumerate() {
        let Some(name) = text(arm, "$ref").and_then(|reference| reference.strip_prefix(SCHEMAS)) else {
            return Err(place
                .diagnostic(format!("type {} of the union is inline, which is not supported", index + 1))
                .help("move it to the definitions and refer to it"));
        };
        if !arms.iter().any(|arm| arm == name) {
            arms.push(name.to_owned());
        }
    }
    if arms.is_empty() {
        return Err(place.diagnostic("the union has no types"));
    }
    Ok(arms)
}

/// Returns the tags with their types: those of the mapping, and the names of the types without a tag.
fn tags(schema: &Value, arms: &[String], place: &Place) -> Result<Vec<(String, String)>> {
    let mut tags = Vec::new();
    for (tag, target) in
        schema.pointer("/discriminator/mapping").and_then(Value::as_object).into_iter().flatten()
    {
        let name = target.as_str().and_then(|target| target.strip_prefix(SCHEMAS)).unwrap_or_default();
        if !arms.iter().any(|arm| arm == name) {
            return Err(place
                .diagnostic(format!(
                    "the tag {tag:?} is mapped to {name:?}, which is not a type of the union"
                ))
                .help("add the type to `oneOf`, or correct the mapping"));
        }
        tags.push((tag.clone(), name.to_owned()));
    }
    for arm in arms {
        if !tags.iter().any(|(_, name)| name == arm) {
            tags.push((arm.clone(), arm.clone()));
        }
    }
    Ok(tags)
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

/// Adds its tag to each type.
pub(super) fn tag_arms(
    api: &mut Api,
    property: &str,
    tags: &[(String, String)],
    place: &Place,
) -> Result<()> {
    for (index, (tag, name)) in tags.iter().enumerate() {
        if let Some((_, other)) = tags[..index].iter().find(|(earlier, _)| earlier == tag) {
            return Err(place.diagnostic(format!("the tag {tag:?} is mapped to both {other} and {name}")));
        }
        // Of several tags for one type, the first is written.
        if tags[..index].iter().any(|(_, earlier)| earlier == name) {
            continue;
        }
        let Some(Value::Object(schema)) = api.schemas.get_mut(name) else {
            continue;
        };
        let hint = json!({"property": property, "value": tag});
        if let Some(other) = schema.get("x-tag").filter(|other| **other != hint) {
            return Err(place
                .diagnostic(format!("{name} has different tags in two unions ({hint} here, and {other})"))
                .help("use one tag for the type"));
        }
        schema.insert("x-tag".to_owned(), hint);
    }
    Ok(())
}

/// Refuses unions of types other than objects, once all types are final.
pub(super) fn check(api: &Api) -> Result<()> {
    for (name, schema) in &api.schemas {
        let place = api.place(name);
        if kind(schema, &place)? != Kind::Union {
            continue;
        }
        for arm in arms(schema, &place)? {
            let target = api.schemas.get(&arm).cloned().unwrap_or_default();
            if !matches!(kind(&target, &place)?, Kind::Object | Kind::OpenObject) {
                return Err(place
                    .diagnostic(format!(
                        "{arm}, a type of the union {name}, is not an object, which is not supported"
                    ))
                    .help("move it into a member of an object, or remove it from the union"));
            }
        }
    }
    Ok(())
}
