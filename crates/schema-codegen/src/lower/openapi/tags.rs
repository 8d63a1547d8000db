//! Finds the member that distinguishes the types of a union, if the document does not name it: the member that is
//! in all of them, with one value in each.

use serde_json::{Value, json};

use super::api::{Api, SCHEMAS, text};

/// The maximum depth of the `allOf` in which a member is looked for.
const DEEPEST: usize = 8;

/// Names the distinguishing member of a union without a discriminator.
pub(super) fn infer(api: &Api, union: &mut Value) {
    if union.get("discriminator").is_some() {
        return;
    }
    let lists = ["oneOf", "anyOf"].into_iter().filter_map(|member| union.get(member)?.as_array());
    let arms: Vec<&Value> = lists.flatten().map(|arm| target(api, arm)).collect();
    let Some(first) = arms.first().filter(|_| arms.len() > 1) else { return };
    let is_telling = |name: &&str| {
        let mut tags: Vec<String> = arms.iter().filter_map(|arm| tag_value(api, arm, name)).collect();
        tags.sort_unstable();
        tags.dedup();
        tags.len() == arms.len()
    };
    if let Some(name) = member_names(api, first, 0).into_iter().find(is_telling) {
        union["discriminator"] = json!({"propertyName": name});
    }
}

/// Returns the only value of a member, if it is an enum with one value.
pub(super) fn tag_value(api: &Api, schema: &Value, name: &str) -> Option<String> {
    let member = member(api, schema, name, 0)?;
    match target(api, member).get("enum")?.as_array()?.as_slice() {
        [Value::String(only)] => Some(only.clone()),
        _ => None,
    }
}

/// Returns the definition that a schema refers to, or the schema itself.
fn target<'a>(api: &'a Api, schema: &'a Value) -> &'a Value {
    text(schema, "$ref").and_then(|target| api.schemas.get(target.strip_prefix(SCHEMAS)?)).unwrap_or(schema)
}

/// Returns the definitions that a schema extends.
fn bases<'a>(api: &'a Api, schema: &'a Value) -> impl Iterator<Item = &'a Value> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten().map(|base| target(api, base))
}

fn member<'a>(api: &'a Api, schema: &'a Value, name: &str, depth: usize) -> Option<&'a Value> {
    let own = schema.get("properties").and_then(|all| all.get(name));
    let inherited = || bases(api, schema).find_map(|base| member(api, base, name, depth + 1));
    own.or_else(|| if depth < DEEPEST { inherited() } else { None })
}

fn member_names<'a>(api: &'a Api, schema: &'a Value, depth: usize) -> Vec<&'a str> {
    let own = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let mut names: Vec<&str> = own.map(|(name, _)| name.as_str()).collect();
    if depth < DEEPEST {
        names.extend(bases(api, schema).flat_map(|base| member_names(api, base, depth + 1)));
    }
    names
}
