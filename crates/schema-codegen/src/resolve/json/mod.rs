//! Resolves the normal form.
//!
//! The libraries see valid Rust labels in place of the names on the wire, because they do not support all
//! names that a schema may have. The names on the wire are kept here.

mod events;
mod limits;
mod operations;
mod responses;
mod signatures;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::model::{
    Arm, EVENT, ElementName, Enum, EnumValue, EnumWire, Kind, Member, MemberWire, Module, Object, ObjectWire,
    Operation, Place, Type, Union, UnionWire, ValueType,
};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Result, catch_panic};
use crate::lower::labels::Labels;
use crate::lower::skip;
use signatures::Refused;
use values::{Values, plain};

/// Resolves a normal form. An operation that progenitor refuses is moved to the list of what was skipped.
///
/// # Errors
///
/// Returns a diagnostic for what has no counterpart in Rust or in a `call_http::PendingRequest`, what typify
/// refuses, and an invalid source note. Adds the rows of the configuration that match nothing to `unmatched`.
pub fn resolve(document: &mut Value, config: &Config, unmatched: &mut Vec<Diagnostic>) -> Result<Module> {
    let (mut module, refused) = validated(document)?;
    if !refused.is_empty() {
        for one in refused {
            skip::operation(document, &one.path, &one.verb, &one.reason);
        }
        module = validated(document)?.0;
    }
    module.private_client = config.private_client;
    module.rename(config, "", unmatched)?;
    module.link_sources(config.default_source.as_deref(), &config.publishers)?;
    if module.events.is_some() && module.types.contains_key(EVENT) {
        return Err(Diagnostic::new(format!("a type has the name of the enum of all events, {EVENT}"))
            .help("choose another name for the type, in `renames` of the configuration"));
    }
    Ok(module)
}

/// Resolves the types and operations, and returns them with the operations that progenitor refuses.
fn validated(document: &Value) -> Result<(Module, Vec<Refused>)> {
    let none = Map::new();
    let schemas = document["components"]["schemas"].as_object().unwrap_or(&none);
    let labelled = schemas.iter().map(|(name, schema)| (name.clone(), labelled(schema))).collect();
    let module = catch_panic("typify", || typed(document, schemas, &labelled))?;
    let refused = signatures::refused(document, &module.operations, &labelled)?;
    Ok((module, refused))
}

/// Resolves the types and operations, with typify's types for their values.
fn typed(
    document: &Value,
    schemas: &Map<String, Value>,
    labelled: &BTreeMap<String, Value>,
) -> Result<Module> {
    let flags = schemas.iter().filter(|(_, schema)| schema["x-enum-flags"] == true);
    let flags: BTreeSet<String> = flags.map(|(name, _)| name.clone()).collect();
    let mut values = Values::new(labelled, flags)?;
    let mut module =
        Module { about: "The types and operations of the schema.".to_owned(), ..Module::default() };
    for (name, schema) in schemas {
        let kind = kind(name, schema, &mut values, &mut module.notes)
            .map_err(|diagnostic| diagnostic.at(format!("/components/schemas/{name}")))?;
        let schema_name = text(&schema["x-name"]).unwrap_or(name).to_owned();
        let doc = text(&schema["description"]).unwrap_or_default().to_owned();
        let resolved = Type { name: name.clone(), schema_name, doc, sent: false, kind };
        module.types.insert(name.clone(), resolved);
    }
    module.operations = operations::resolve(document, &mut values)?;
    module.mark_sent(sent(schemas, &module.operations));
    module.name_setters();
    module.responses = responses::resolve(document, &module)?;
    module.events = events::resolve(document, schemas, &module)?;
    Ok(module)
}

/// Returns the types of the bodies of requests, and those that the document marks as sent.
fn sent(schemas: &Map<String, Value>, operations: &[Operation]) -> Vec<String> {
    let marked = schemas.iter().filter(|(_, schema)| schema["x-sent"] == true).map(|(name, _)| name.clone());
    let arguments = operations.iter().flat_map(|operation| &operation.arguments);
    let bodies = arguments.filter(|argument| argument.place == Place::Body);
    marked.chain(bodies.filter_map(|body| body.ty.target().map(str::to_owned))).collect()
}

/// Resolves a schema of the normal form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Object,
    Enum,
    Union,
    Alias,
}

fn form(schema: &Value) -> Form {
    let is_map = schema.get("additionalProperties").is_some() && schema.get("properties").is_none();
    if schema.get("enum").is_some() {
        Form::Enum
    } else if schema.get("oneOf").is_some() {
        Form::Union
    } else if schema["type"] == "object" && !is_map {
        Form::Object
    } else {
        Form::Alias
    }
}

/// Returns a schema for the libraries, with labels in place of names on the wire.
fn labelled(schema: &Value) -> Value {
    match form(schema) {
        Form::Enum => {
            let labels: Vec<_> = enum_labels(schema).into_iter().map(|(_, label, _)| label).collect();
            json!({"type": "string", "enum": labels})
        }
        Form::Union => json!({"oneOf": plain(&schema["oneOf"])}),
        Form::Object => {
            let members = member_labels(schema).into_iter();
            let properties: Map<_, _> =
                members.map(|(wire, label, _)| (label, plain(&schema["properties"][wire]))).collect();
            // Without this, typify turns an object without members into a map.
            json!({"type": "object", "properties": properties, "additionalProperties": false})
        }
        Form::Alias => plain(schema),
    }
}

/// Returns the names of an object's members on the wire and in Rust, and whether another member has the plain
/// name.
fn member_labels(schema: &Value) -> Vec<(&str, String, bool)> {
    let mut labels = Labels::default();
    let members = schema["properties"].as_object().into_iter().flatten();
    let labelled = members.map(|(wire, _)| {
        let (label, changed) = labels.member(wire);
        (wire.as_str(), label, changed)
    });
    labelled.collect()
}

/// Returns the same for the values of an enum.
fn enum_labels(schema: &Value) -> Vec<(&str, String, bool)> {
    let mut labels = Labels::default();
    let labelled = strings(&schema["enum"]).map(|wire| {
        let (label, changed) = labels.variant(wire);
        (wire, label, changed)
    });
    labelled.collect()
}

fn kind(name: &str, schema: &Value, values: &mut Values, notes: &mut Vec<String>) -> Result<Kind> {
    Ok(match form(schema) {
        Form::Object => Kind::Object(object(name, schema, values, notes)?),
        Form::Enum => Kind::Enum(open_enum(name, schema, notes)),
        Form::Union => Kind::Union(union(name, schema, notes)?),
        Form::Alias => Kind::Alias(values.alias(name)?),
    })
}

fn object(name: &str, schema: &Value, values: &mut Values, notes: &mut Vec<String>) -> Result<Object> {
    let required: BTreeSet<_> = strings(&schema["required"]).collect();
    let mut ty = values.members(name)?;
    let mut members = Vec::new();
    for (wire, label, changed) in member_labels(schema) {
        if changed {
            notes.push(format!(
                "the member {wire} of {name} is named {label}, because another member has its name"
            ));
        }
        let property = &schema["properties"][wire];
        let ty = ty.remove(&label).ok_or_else(|| {
            Diagnostic::new(format!("typify has no {label} in {name} for the member {wire}"))
        })?;
        members.push(Member {
            doc: text(&property["description"]).unwrap_or_default().to_owned(),
            ty,
            many: false,
            // The service creates keys, and the arm of a union determines the tag.
            required: required.contains(wire)
                && property["x-server-made"] != true
                && schema["x-tag"]["property"] != wire,
            nullable: property["nullable"] == true,
            limits: limits::of(property),
            wire: MemberWire::Json { name: wire.to_owned(), secret: property["x-secret"] == true },
            setter: String::new(),
            label,
        });
    }
    Ok(Object { members, wire: ObjectWire::Json { tag: tag(schema) } })
}

/// Returns the tag that the type writes, unless it is one of its members.
fn tag(schema: &Value) -> Option<(String, String)> {
    let (property, value) = (text(&schema["x-tag"]["property"])?, text(&schema["x-tag"]["value"])?);
    let is_member = schema["properties"].get(property).is_some();
    (!is_member).then(|| (property.to_owned(), value.to_owned()))
}

fn open_enum(name: &str, schema: &Value, notes: &mut Vec<String>) -> Enum {
    let mut values = Vec::new();
    for (wire, label, changed) in enum_labels(schema) {
        if changed {
            notes.push(format!(
                "the value {wire:?} of {name} is named {label}, because another value has its name"
            ));
        }
        let doc = text(&schema["x-enum-descriptions"][wire]).unwrap_or_default().to_owned();
        values.push(EnumValue { label, wire: wire.to_owned(), doc });
    }
    let flag = |name: &str| schema[name] == true;
    Enum { values, fold: flag("x-enum-fold"), flags: flag("x-enum-flags"), wire: EnumWire::Json }
}

fn union(name: &str, schema: &Value, notes: &mut Vec<String>) -> Result<Union> {
    let discriminator = &schema["discriminator"];
    let tag = text(&discriminator["propertyName"]).ok_or_else(|| {
        Diagnostic::new("a union without a discriminator is not supported")
            .help("name the member that distinguishes the types in `discriminator`")
    })?;
    let base = text(&schema["x-base"]).map(target_name);
    let mapping = discriminator["mapping"].as_object().into_iter().flatten();
    let arms = mapping.filter_map(|(tag, target)| Some((tag.as_str(), target_name(text(target)?))));
    // The base type is used for every other tag, so it is not an arm of its own.
    let mut arms: Vec<_> = arms.filter(|(_, target)| Some(*target) != base).collect();
    // Of several tags for one type, the first is that of the type. The others are unknown tags.
    let mut seen = BTreeSet::new();
    arms.retain(|(tag, target)| {
        let is_first = seen.insert(*target);
        if !is_first {
            notes.push(format!("{name}: {tag:?} is an unknown tag, because {target} has another one, too."));
        }
        is_first
    });
    let targets: Vec<_> = arms.iter().map(|(_, target)| *target).collect();
    let labels = arm_labels(name, &targets, base);
    let arms = arms.into_iter().zip(labels).map(|((tag, target), label)| Arm {
        label,
        doc: String::new(),
        ty: ValueType::Boxed(Box::new(ValueType::Named(target.to_owned()))),
        name: ElementName { namespace: String::new(), local: tag.to_owned() },
    });
    let wire = UnionWire::Json { tag: tag.to_owned(), base: base.map(str::to_owned) };
    Ok(Union { arms: arms.collect(), wire })
}

/// Returns the names of the arms: those of the types, without the union's name at the end if they remain
/// unique. `Unknown` is reserved for unknown tags.
fn arm_labels(name: &str, targets: &[&str], base: Option<&str>) -> Vec<String> {
    let family = base.unwrap_or(name);
    let short = |target: &str| match target.strip_suffix(family) {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => target.to_owned(),
    };
    let labels: Vec<_> = targets.iter().map(|target| short(target)).collect();
    let unique: BTreeSet<_> =
        labels.iter().map(String::as_str).chain(base).chain(["Unknown", "Self"]).collect();
    if unique.len() == labels.len() + 2 + usize::from(base.is_some()) {
        return labels;
    }
    let whole = targets.iter().map(|target| match *target {
        "Unknown" if base.is_none() => "UnknownType".to_owned(),
        target => target.to_owned(),
    });
    whole.collect()
}

/// Returns the last part of a reference, which is the name of the type.
fn target_name(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the diagnostic for a document with an operation and some types.
    fn diagnostic(operation: &Value, schemas: &Value, events: &Value) -> String {
        let mut document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": operation}},
            "components": {"schemas": schemas}, "x-events": events,
        });
        resolve(&mut document, &Config::default(), &mut Vec::new()).expect_err("a diagnostic").what
    }

    fn answered(paging: &Value) -> Value {
        let schema = json!({"$ref": "#/components/schemas/Page"});
        let response = json!({"description": "d", "content": {"application/json": {"schema": schema}}});
        json!({"operationId": "List", "responses": {"200": response}, "x-pageable": paging})
    }

    fn object(properties: &Value) -> Value {
        json!({"type": "object", "properties": properties})
    }

    #[test]
    fn a_page_must_have_the_members_that_its_operation_names() {
        let text = json!({"type": "string"});
        let list = json!({"type": "array", "items": text});
        let page = object(&json!({"value": list, "text": text, "next": text, "number": {"type": "boolean"}}));
        for (paging, what) in [
            (json!({"items": "values", "next": "next"}), "Page has no member values"),
            (json!({"items": "value", "next": "nextLink"}), "Page has no member nextLink"),
            (json!({"items": "text", "next": "next"}), "Page.text is not a list"),
            (json!({"items": "value", "next": "number"}), "Page.number is not a string"),
        ] {
            let found = diagnostic(&answered(&paging), &json!({"Page": page}), &Value::Null);
            assert_eq!(found, format!("the response of list is not a page: {what}"));
        }
    }

    #[test]
    fn shared_members_of_events_have_one_type_and_no_type_has_the_name_of_their_enum() {
        let event = |ty: &str| {
            let mut schema = object(&json!({"id": {"type": ty}}));
            schema["x-event"] = json!(format!("N.{ty}"));
            schema
        };
        let events = json!({"prefix": "N.", "shared": ["id"]});
        let page = object(&json!({}));
        let operation = answered(&Value::Null);
        let schemas = json!({"A": event("string"), "B": event("boolean"), "Page": page});
        assert_eq!(
            diagnostic(&operation, &schemas, &events),
            "the events share the member id, which is String in A and bool in others"
        );
        let schemas = json!({"Event": event("string"), "Page": page});
        assert_eq!(
            diagnostic(&operation, &schemas, &events),
            "a type has the name of the enum of all events, Event"
        );
    }

    #[test]
    fn only_the_operation_that_progenitor_refuses_is_skipped() {
        let operation = |id: &str| json!({"operationId": id, "responses": {"204": {"description": "d"}}});
        let mut document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"get": operation("A")}, "/b}": {"get": operation("B")}, "/c": {"get": operation("C")}},
            "x-skipped": [],
        });
        let module = resolve(&mut document, &Config::default(), &mut Vec::new()).expect("resolved");
        let names: Vec<_> = module.operations.iter().map(|operation| operation.name.as_str()).collect();
        assert_eq!(names, ["a", "c"]);
        let skipped: Vec<_> = skip::entries(&document).collect();
        let [skipped] = skipped.as_slice() else { panic!("one: {skipped:?}") };
        assert!(skipped.unsupported && skipped.name == "GET /b} (B)", "{skipped:?}");
        let reason = "its validation failed: progenitor: ";
        assert!(skipped.reason.starts_with(reason), "{skipped:?}");
        assert!(document["paths"].get("/b}").is_none());
    }
}
