//! The path parameters for the keys of entities.

use heck::ToKebabCase;

use super::endpoint::PathValue;
use super::literals::literal;
use super::source::Source;
use super::walk::Segment;
use crate::read::csdl::Expression;

const ALTERNATE_KEYS: &str = "Org.OData.Core.V1.AlternateKeys";

/// Appends the key to the path of a collection: a single key as a segment of its own if the container supports
/// it, else in parentheses.
///
/// The parameter of a single key has the last word of the collection's name, such as `call-id`. If the path
/// has that name already, the parameter has the whole name of the collection, or else a number.
///
/// # Errors
///
/// Returns the reason if the entities have no key, or one that a path cannot contain.
pub(super) fn add_key<'a>(source: &Source<'a>, segment: &mut Segment<'a>) -> Result<(), &'static str> {
    let entity = segment.entity;
    let lineage = source.csdl.lineage(entity);
    let structured = lineage.iter().filter_map(|def| source.csdl.structured(&def.name));
    let names: Vec<&str> = structured.flat_map(|one| one.key.iter().map(String::as_str)).collect();
    let short = source.short(entity);
    let mut literals = Vec::new();
    for name in &names {
        let members = source.members(entity);
        let Some(member) = members.iter().find(|member| member.property.name == *name) else {
            return Err("a key of the entity type is not one of its own properties");
        };
        let (words, description) = if names.len() == 1 {
            (words_of_collection(segment.name), format!("The ID of the `{short}`."))
        } else {
            (vec![name.to_kebab_case()], format!("The key `{name}` of the `{short}`."))
        };
        let (ty, place) = (&member.property.ty, member.property.place);
        let wire = unused(segment, &words);
        let Some(literal) = literal(source, ty, &wire) else {
            return Err("a key of the entity type cannot be part of a path");
        };
        literals.push(if names.len() == 1 { literal } else { format!("{name}={literal}") });
        segment.values.push(PathValue { name: wire, description: Some(description), ty, place });
    }
    let key = match (names.len(), segment.values.last()) {
        (0, _) | (_, None) => return Err("the entity type has no key"),
        (1, Some(key)) if source.has_keys_as_segments(segment.container) => format!("/{{{}}}", key.name),
        _ => format!("({})", literals.join(",")),
    };
    segment.path.push_str(&key);
    Ok(())
}

/// Returns the path of an entity for each of its alternate keys, with the names of the key's properties. A key that
/// a path cannot contain is left out.
pub(super) fn alternate_keys<'a>(
    source: &Source<'a>,
    segment: &Segment<'a>,
) -> Vec<(Segment<'a>, Vec<&'a str>)> {
    let lineage = source.csdl.lineage(segment.entity);
    let annotated = lineage.iter().filter_map(|def| source.annotation(&def.name, ALTERNATE_KEYS));
    let keys = annotated.flat_map(Expression::items).filter_map(|record| record.get("Key"));
    keys.filter_map(|key| alternate_key(source, segment, key.items())).collect()
}

fn alternate_key<'a>(
    source: &Source<'a>,
    segment: &Segment<'a>,
    parts: &'a [Expression],
) -> Option<(Segment<'a>, Vec<&'a str>)> {
    let mut item = segment.clone();
    let (mut literals, mut names) = (Vec::new(), Vec::new());
    let members = source.members(segment.entity);
    for part in parts {
        let name = part.get("Name")?.as_path()?;
        let alias = part.get("Alias").and_then(Expression::as_str).unwrap_or(name);
        let member = members.iter().find(|member| member.property.name == name)?;
        let (ty, place) = (&member.property.ty, member.property.place);
        let wire = unused(&item, &[name.to_kebab_case()]);
        literals.push(format!("{alias}={}", literal(source, ty, &wire)?));
        let description = Some(format!("The key `{name}` of the `{}`.", source.short(segment.entity)));
        item.values.push(PathValue { name: wire, description, ty, place });
        names.push(name);
    }
    item.path.push_str(&format!("({})", literals.join(",")));
    (!names.is_empty()).then_some((item, names))
}

/// Returns the names for the key of a collection, the shortest first.
fn words_of_collection(name: &str) -> Vec<String> {
    let words = name.to_kebab_case();
    let is_version =
        |word: &str| word.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let named = match words.rsplit_once('-') {
        Some((words, last)) if is_version(last) => words,
        _ => &words,
    };
    let whole = singular(named);
    let last = whole.rsplit('-').next().unwrap_or(&whole).to_owned();
    [last, whole].map(|words| format!("{words}-id")).into()
}

/// Returns the first name that the path does not have, or the last one with a number.
fn unused(segment: &Segment<'_>, names: &[String]) -> String {
    let is_unused = |name: &String| !segment.values.iter().any(|value| value.name == *name);
    let last = names.last().map(String::as_str).unwrap_or_default();
    let mut numbered = (2..).map(|number| format!("{last}-{number}"));
    let plain = names.iter().find(|name| is_unused(name)).cloned();
    plain.or_else(|| numbered.find(is_unused)).unwrap_or_default()
}

fn singular(words: &str) -> String {
    if let Some(stem) = words.strip_suffix("ies") {
        return format!("{stem}y");
    }
    match words.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => stem.to_owned(),
        _ => words.to_owned(),
    }
}
