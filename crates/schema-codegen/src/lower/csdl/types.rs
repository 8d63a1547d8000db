//! Pass 5: turns entity and complex types into objects, and enumerations into enums.

use serde_json::{Map, Value, json};

use super::schema::{Remarks, Targets, remark};
use super::source::{Member, Source};
use super::unions::tag_value;
use crate::diagnostic::Result;
use crate::read::csdl::{EnumType, Property, Structured, TypeDef, TypeKind};

/// Returns the schema of a type, and adds notes for the maintainer.
pub(super) fn type_schema(
    targets: Targets<'_, '_>,
    def: &TypeDef,
    notes: &mut Vec<String>,
) -> Result<Option<Value>> {
    match &def.kind {
        TypeKind::Structured(structured) => object(targets, def, structured, notes).map(Some),
        TypeKind::Enum(enumeration) => Ok(Some(enum_schema(targets.source, def, enumeration, notes))),
        TypeKind::Definition(_) => Ok(None),
    }
}

fn object(
    targets: Targets<'_, '_>,
    def: &TypeDef,
    structured: &Structured,
    notes: &mut Vec<String>,
) -> Result<Value> {
    let source = targets.source;
    let members = source.members(&def.name);
    let mut schema = Map::from_iter([("type".to_owned(), Value::from("object"))]);
    if let Some(text) = source.description(&def.name) {
        schema.insert("description".to_owned(), text.into());
    }
    let mut properties = Map::new();
    for member in &members {
        note_hidden(source, def, member, notes);
        properties.insert(member.property.name.clone(), property(targets, member)?);
    }
    schema.insert("properties".to_owned(), properties.into());
    let required: Vec<&str> =
        members.iter().filter(|m| is_required(m.property)).map(|m| m.property.name.as_str()).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    schema.insert("x-name".to_owned(), source.short(&def.name).into());
    schema.insert(
        "x-tag".to_owned(),
        json!({"property": source.config.csdl.tag, "value": tag_value(&def.name)}),
    );
    if structured.open {
        schema.insert("x-open".to_owned(), true.into());
    }
    Ok(Value::Object(schema))
}

/// Returns whether a property is required. Contained entities are always optional.
fn is_required(property: &Property) -> bool {
    property.nullable == Some(false) && property.navigation.is_none()
}

fn note_hidden(source: &Source<'_>, def: &TypeDef, member: &Member<'_>, notes: &mut Vec<String>) {
    // Types that are derived further inherit the same member.
    let Some(hidden) = member.hides.filter(|_| member.owner.name == def.name) else {
        return;
    };
    notes.push(format!(
        "{}/{} redeclares the property of the same name in {}",
        source.short(&def.name),
        member.property.name,
        source.short(&hidden.name)
    ));
}

fn property(targets: Targets<'_, '_>, member: &Member<'_>) -> Result<Value> {
    let property = member.property;
    let schema = targets.schema(&property.ty, property.place)?;
    let target = format!("{}/{}", member.owner.name, property.name);
    let remarks = Remarks {
        nullable: property.nullable != Some(false),
        secret: targets.source.is_secret(member),
        description: with_facets(targets.source.description(&target), property),
    };
    let mut schema = remark(schema, remarks);
    if is_key(member) {
        schema["x-server-made"] = true.into();
    }
    Ok(schema)
}

/// Returns whether the member is the key of its entity, which the service sets.
fn is_key(member: &Member<'_>) -> bool {
    match &member.owner.kind {
        TypeKind::Structured(owner) => owner.key.contains(&member.property.name),
        _ => false,
    }
}

/// Turns facets into sentences, since a reader must not enforce them.
fn with_facets(description: Option<String>, property: &Property) -> Option<String> {
    let length = property.max_length.as_ref().filter(|length| length.parse::<u64>().is_ok());
    let length = length.map(|length| format!("At most {length} characters."));
    let default = property.default.as_ref().map(|value| format!("Defaults to `{value}`."));
    let parts: Vec<String> = [description, length, default].into_iter().flatten().collect();
    if parts.is_empty() { None } else { Some(parts.join(" ")) }
}

fn enum_schema(source: &Source<'_>, def: &TypeDef, enumeration: &EnumType, notes: &mut Vec<String>) -> Value {
    let folded = folded(enumeration).filter(|_| source.config.csdl.lower_camel_values);
    let declared = || enumeration.members.iter().map(|member| member.name.clone()).collect();
    let values: Vec<String> = folded.clone().unwrap_or_else(declared);
    let mut schema = Map::from_iter([("type".to_owned(), Value::from("string"))]);
    if let Some(text) = source.description(&def.name) {
        schema.insert("description".to_owned(), text.into());
    }
    let described = enumeration.members.iter().zip(&values).filter_map(|(member, value)| {
        let text = source.description(&format!("{}/{}", def.name, member.name))?;
        Some((value.clone(), Value::String(text)))
    });
    let described: Map<String, Value> = described.collect();
    let short = source.short(&def.name);
    schema.insert("enum".to_owned(), values.into());
    schema.insert("x-name".to_owned(), short.clone().into());
    if !described.is_empty() {
        schema.insert("x-enum-descriptions".to_owned(), described.into());
    }
    if folded.is_some() {
        schema.insert("x-enum-fold".to_owned(), true.into());
        notes.push(format!("{short} is declared in upper camel case, but used in lower camel case, and compared without regard to case"));
    }
    if enumeration.flags {
        schema.insert("x-enum-flags".to_owned(), true.into());
    }
    Value::Object(schema)
}

/// Returns the values in lower camel case if all of them begin with a capital letter. A service may require lower
/// camel case in its style guide, and use it even where its schema does not.
fn folded(enumeration: &EnumType) -> Option<Vec<String>> {
    let members = &enumeration.members;
    if !members.iter().all(|member| member.name.starts_with(char::is_uppercase)) {
        return None;
    }
    let values: Vec<String> = members.iter().map(|member| lower_camel(&member.name)).collect();
    let mut distinct: Vec<String> = values.iter().map(|value| value.to_lowercase()).collect();
    distinct.sort();
    distinct.dedup();
    (distinct.len() == values.len()).then_some(values)
}

/// Converts the first word to lower case: `NotStarted` to `notStarted`, `URLPath` to `urlPath`, `AAD` to
/// `aad`.
fn lower_camel(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let capitals = letters.iter().take_while(|letter| letter.is_uppercase()).count();
    let next_word = letters.get(capitals).is_some_and(|letter| letter.is_lowercase());
    let lowered = if capitals > 1 && next_word { capitals - 1 } else { capitals };
    let head = letters.iter().take(lowered).flat_map(|letter| letter.to_lowercase());
    head.chain(letters.iter().skip(lowered).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::csdl::Member as EnumMember;
    use crate::read::xml::Place;

    fn enumeration(names: &[&str]) -> EnumType {
        let member = |name: &&str| EnumMember { name: (*name).to_owned(), value: 0, place: Place::default() };
        EnumType { flags: false, members: names.iter().map(member).collect() }
    }

    #[test]
    fn the_first_word_is_converted_to_lower_case() {
        for (name, lowered) in
            [("NotStarted", "notStarted"), ("URLPath", "urlPath"), ("AAD", "aad"), ("X", "x")]
        {
            assert_eq!(lower_camel(name), lowered);
        }
    }

    #[test]
    fn only_enums_that_are_all_capitalized_are_folded() {
        assert_eq!(
            folded(&enumeration(&["Running", "Failed"])),
            Some(vec!["running".into(), "failed".into()])
        );
        assert_eq!(folded(&enumeration(&["Running", "failed"])), None);
        assert_eq!(folded(&enumeration(&["AB", "Ab"])), None);
        assert_eq!(folded(&enumeration(&["_1", "Ab"])), None);
    }
}
