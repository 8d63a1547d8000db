//! Pass 4: creates unions for values that may be of a derived type.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::endpoint::Endpoint;
use super::naming::{Naming, reference};
use super::scope::Scope;
use super::source::Source;
use crate::diagnostic::Result;
use crate::read::csdl::TypeKind;

/// A union over a type and its derived types.
#[derive(Debug)]
pub(super) struct Union<'a> {
    /// The Rust name: that of the base type if it is abstract, else with the prefix `Any`.
    pub name: String,
    /// The concrete types, without the base type.
    pub arms: Vec<&'a str>,
    /// Whether the base type is an arm as well.
    pub with_base: bool,
}

/// The unions by their base type.
pub(super) type Unions<'a> = BTreeMap<&'a str, Union<'a>>;

/// Determines which types become unions.
pub(super) fn unions<'a>(
    source: &Source<'a>,
    scope: &Scope<'a>,
    endpoints: &[Endpoint<'a>],
    naming: &mut Naming<'a>,
) -> Result<Unions<'a>> {
    let mut unions = Unions::new();
    for base in used(source, scope, endpoints) {
        let arms: Vec<&str> =
            source.descendants(base).into_iter().filter(|name| is_arm(source, scope, name)).collect();
        if arms.is_empty() {
            continue;
        }
        let Some(own) = naming.types.get(base).cloned() else {
            continue;
        };
        if source.is_bare(base) {
            naming.notes.push(format!(
                "{} is used as a type, but is not a union: {} types derive from it",
                source.short(base),
                arms.len()
            ));
            continue;
        }
        let with_base = !source.is_abstract(base);
        let name = if with_base {
            naming.make(&format!("Any{own}"), &format!("any({})", source.short(base)))
        } else {
            own
        };
        unions.insert(base, Union { name, arms, with_base });
    }
    Ok(unions)
}

fn is_arm(source: &Source<'_>, scope: &Scope<'_>, name: &str) -> bool {
    scope.types.contains(name) && !source.is_abstract(name)
}

/// Returns the structured types that a property, parameter, response or root refers to.
fn used<'a>(source: &Source<'a>, scope: &Scope<'a>, endpoints: &[Endpoint<'a>]) -> BTreeSet<&'a str> {
    let mut used: BTreeSet<&str> = source.config.csdl.types.iter().map(|row| row.as_str()).collect();
    for name in &scope.types {
        used.extend(source.members(name).iter().map(|member| member.property.ty.name.as_str()));
    }
    used.extend(endpoints.iter().flat_map(Endpoint::types));
    used.retain(|name| source.csdl.find(name).is_some_and(|def| matches!(def.kind, TypeKind::Structured(_))));
    used.into_iter().filter_map(|name| scope.types.get(name).copied()).collect()
}

/// Returns the schema of a union.
pub(super) fn union_schema(source: &Source<'_>, naming: &Naming<'_>, base: &str, union: &Union<'_>) -> Value {
    let mut arms = union.arms.clone();
    arms.extend(union.with_base.then_some(base));
    let target = |name: &str| {
        naming.types.get(name).map(|key| format!("#/components/schemas/{key}")).unwrap_or_default()
    };
    let mapping: Map<String, Value> =
        arms.iter().map(|name| (tag_value(name), Value::String(target(name)))).collect();
    let short = source.short(base);
    let mut schema = Map::new();
    if let Some(text) = source.description(base) {
        schema.insert("description".to_owned(), text.into());
    }
    let keys = arms.iter().filter_map(|name| naming.types.get(name));
    schema.insert("oneOf".to_owned(), keys.map(|key| reference(key)).collect());
    schema.insert(
        "discriminator".to_owned(),
        json!({"propertyName": source.config.csdl.tag, "mapping": mapping}),
    );
    if union.with_base {
        schema.insert("x-base".to_owned(), target(base).into());
        schema.insert("x-name".to_owned(), format!("any({short})").into());
        schema.insert("x-kind".to_owned(), "union".into());
    } else {
        schema.insert("x-name".to_owned(), short.into());
    }
    Value::Object(schema)
}

/// Returns the tag of objects of a type.
pub(super) fn tag_value(name: &str) -> String {
    format!("#{name}")
}
