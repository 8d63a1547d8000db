//! Pass: a base type with a discriminator becomes a union of the types that extend it.
//!
//! If a base type occurs as itself on the wire (it has its own tag), the union over it and the types
//! that extend it is a separate type, named `Any` and the name of the base type. Otherwise only the extending
//! types are used on the wire, and the union has the name of the base type, whose members are in each of
//! them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::api::{Api, Place, SCHEMAS, reference_to, text};
use super::inheritance::Hierarchy;
use super::kind::{Kind, kind};
use super::tags::tag_value;
use super::unions::{conflict, make, tag_arms};
use crate::diagnostic::Result;
use crate::read::refs;

/// A base type with a discriminator.
struct Base {
    name: String,
    property: String,
    /// The tags with their types, which may include the base type.
    tags: Vec<(String, String)>,
}

/// Turns base types into unions.
pub(super) fn unite(api: &mut Api, hierarchy: &Hierarchy) -> Result<()> {
    let names: Vec<String> = api.schemas.keys().cloned().collect();
    let used = used(api);
    let mut renamed: Vec<(String, String)> = Vec::new();
    for name in &names {
        let Some(base) = base(api, hierarchy, name)? else {
            continue;
        };
        let place = api.place(name);
        if let Some(why) = conflict(api, &base.property, &base.tags) {
            api.notes
                .push(format!("{name} is an object, and not a union of the types that extend it: {why}."));
            continue;
        }
        tag_arms(api, &base.property, &base.tags);
        let own_tag = base.tags.iter().any(|(_, target)| target == name);
        if !own_tag {
            let description = api.schemas[name].get("description").cloned();
            let arms: Vec<String> = arms(&base.tags, name);
            let mut union = make(&arms, &base.property, &base.tags);
            union.extend(description.map(|text| ("description".to_owned(), text)));
            api.schemas.insert(name.clone(), Value::Object(union));
        } else {
            add_any(api, name, &base, &place, &mut renamed);
        }
        // A reference to an intermediate type includes the types that extend it.
        for middle in arms(&base.tags, name) {
            let derived = hierarchy.derived(&middle);
            if derived.is_empty() || !used.contains(&middle) {
                continue;
            }
            let tags = base.tags.iter();
            let tags = tags.filter(|(_, target)| *target == middle || derived.contains(target.as_str()));
            let tags: Vec<(String, String)> = tags.cloned().collect();
            if arms(&tags, &middle).is_empty() {
                continue;
            }
            let base = Base { name: middle.clone(), property: base.property.clone(), tags };
            add_any(api, &middle, &base, &place, &mut renamed);
        }
    }
    redirect(api, &renamed);
    Ok(())
}

/// Returns the types of a union without the base type.
fn arms(tags: &[(String, String)], base: &str) -> Vec<String> {
    let mut seen = BTreeSet::from([base]);
    tags.iter().filter(|(_, name)| seen.insert(name.as_str())).map(|(_, name)| name.clone()).collect()
}

/// Returns the tags of a type that is a base type with a discriminator.
fn base(api: &mut Api, hierarchy: &Hierarchy, name: &str) -> Result<Option<Base>> {
    let place = api.place(name);
    let schema = api.schemas.get(name).cloned().unwrap_or_default();
    if schema.get("discriminator").is_none() || kind(&schema, &place)? == Kind::Union {
        return Ok(None);
    }
    let Some(property) = schema.pointer("/discriminator/propertyName").and_then(Value::as_str) else {
        return Err(place.diagnostic("the discriminator does not name its property"));
    };
    let derived = hierarchy.derived(name);
    let derived: Vec<String> =
        api.schemas.keys().filter(|other| derived.contains(other.as_str())).cloned().collect();
    if derived.is_empty() {
        api.notes.push(format!("{name} has a discriminator, but no type extends it, so it is an object."));
        return Ok(None);
    }
    let tags = tags(api, &schema, name, property, &derived, &place);
    Ok(Some(Base { name: name.to_owned(), property: property.to_owned(), tags }))
}

fn tags(
    api: &mut Api,
    schema: &Value,
    name: &str,
    property: &str,
    derived: &[String],
    place: &Place,
) -> Vec<(String, String)> {
    let mut tags: Vec<(String, String)> = Vec::new();
    let mut mapped = BTreeSet::new();
    let extending: BTreeSet<&str> = derived.iter().map(String::as_str).chain([name]).collect();
    for (tag, target) in
        schema.pointer("/discriminator/mapping").and_then(Value::as_object).into_iter().flatten()
    {
        let target = target.as_str().and_then(|target| target.strip_prefix(SCHEMAS)).unwrap_or_default();
        if !extending.contains(target) {
            let what = format!("the tag {tag:?} is ignored, because {target} does not extend {name}");
            api.notes.push(format!("{}: {what}.", place.pointer));
            continue;
        }
        tags.push((tag.clone(), target.to_owned()));
        mapped.insert(target);
    }
    for other in derived {
        if !mapped.contains(other.as_str()) {
            let schema = api.schemas.get(other);
            let stated =
                schema.and_then(|schema| text(schema, "x-ms-discriminator-value")).map(str::to_owned);
            let tag = stated.or_else(|| tag_value(api, schema?, property));
            tags.push((tag.unwrap_or_else(|| other.clone()), other.clone()));
        }
    }
    if let Some(tag) = text(schema, "x-ms-discriminator-value").filter(|_| !mapped.contains(name)) {
        tags.push((tag.to_owned(), name.to_owned()));
    }
    tags
}

/// Adds the union over a type that also occurs as itself.
fn add_any(api: &mut Api, name: &str, base: &Base, place: &Place, renamed: &mut Vec<(String, String)>) {
    let plain = format!("Any{}", capitalized(name));
    let numbered = (2..).map(|number| format!("{plain}{number}"));
    let mut candidates = std::iter::once(plain.clone()).chain(numbered);
    let any = candidates.find(|any| !api.schemas.contains_key(any)).unwrap_or_default();
    if any != plain {
        api.notes.push(format!("The union over {name} is named {any}: a type has the name {plain}."));
    }
    let mut all = arms(&base.tags, name);
    all.push(base.name.clone());
    let mut union = make(&all, &base.property, &base.tags);
    union.insert("x-base".to_owned(), json!(reference_to(name)));
    union.insert("description".to_owned(), json!(format!("{name}, or a type that extends it.")));
    api.places.insert(any.clone(), place.clone());
    api.schemas.insert(any.clone(), Value::Object(union));
    api.made.push(any.clone());
    renamed.push((name.to_owned(), any));
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Returns the types that properties, bodies and responses refer to.
fn used(api: &mut Api) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut note = |reference: &mut String| {
        used.extend(reference.strip_prefix(SCHEMAS).map(str::to_owned));
    };
    for schema in api.schemas.values_mut().filter(|schema| schema.get("oneOf").is_none()) {
        refs::each_mut(schema, &mut note);
    }
    for operation in &mut api.operations {
        for site in operation.sites_mut() {
            refs::each_mut(site.schema, &mut note);
        }
    }
    used
}

/// Redirects references to base types to the unions over them, except in the arms of unions.
fn redirect(api: &mut Api, renamed: &[(String, String)]) {
    let unions: Vec<(String, Value)> = api
        .schemas
        .iter()
        .filter(|(_, schema)| schema.get("oneOf").is_some())
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    // Of several unions over one type, the first one counts.
    let renamed: BTreeMap<&str, &str> =
        renamed.iter().rev().map(|(base, any)| (base.as_str(), any.as_str())).collect();
    api.rename_references(&|name| renamed.get(name).map(|any| (*any).to_owned()));
    api.schemas.extend(unions);
}
