//! Pass: gives every operation an ID of its own, which becomes the name of the client's method.
//!
//! A missing ID is made from the method and the path. If several operations have the same ID, the first one
//! keeps it, and the others are named like those without an ID. Each of these has a note.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use serde_json::json;

use super::api::Api;

/// Completes the IDs.
pub(super) fn complete(api: &mut Api) {
    let mut taken: BTreeSet<String> =
        api.operations.iter().map(|operation| operation.id().to_owned()).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for operation in &mut api.operations {
        let stated = operation.id().to_owned();
        if !stated.is_empty() && seen.insert(stated.clone()) {
            continue;
        }
        let made = unused(&from_path(&operation.method, &operation.path), &taken);
        let request = format!("{} {}", operation.method.to_uppercase(), operation.path);
        api.notes.push(if stated.is_empty() {
            format!("{request} has no operationId: it is named {made}.")
        } else {
            format!("{request} has the operationId of another operation, {stated}: it is named {made}.")
        });
        operation.value.insert("operationId".to_owned(), json!(made));
        taken.insert(made);
    }
}

/// Returns an ID for a method and a path: `get_users_by_user_id` for `GET /users/{userId}`.
fn from_path(method: &str, path: &str) -> String {
    let words = path.replace('{', "/by-").replace('}', "/");
    let words = words.split(|c: char| !c.is_alphanumeric()).map(str::to_snake_case);
    [method.to_owned()].into_iter().chain(words.filter(|word| !word.is_empty())).collect::<Vec<_>>().join("_")
}

/// Returns the ID, with a number if it is used already.
fn unused(id: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{id}_{number}"));
    [id.to_owned()].into_iter().chain(numbered).find(|id| !taken.contains(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_consists_of_the_method_and_the_words_of_the_path() {
        for (path, id) in [
            ("/users/{userId}", "get_users_by_user_id"),
            ("/users('{user-id}')/Some.Thing:do", "get_users_by_user_id_some_thing_do"),
            ("/v1/{a}{b}", "get_v1_by_a_by_b"),
            ("/", "get"),
        ] {
            assert_eq!(from_path("get", path), id);
        }
    }
}
