//! Identities of people, phones and applications.

use call_wire::json::Raw;
use graph_calls::{AnyIdentitySet, Identity, IdentitySet};
use serde_json::Value;

use super::typed::typed;

/// The kinds of identities that can take part in a call, in the order of the search.
const KINDS: [&str; 7] = [
    "user",
    "phone",
    "guest",
    "applicationInstance",
    "application",
    "azureCommunicationServicesUser",
    "encrypted",
];

/// Returns the kind and the id of the identity in a set.
pub(super) fn of(set: &AnyIdentitySet) -> Option<(&'static str, String)> {
    KINDS.into_iter().find_map(|kind| id_of(set, kind).map(|id| (kind, id)))
}

/// Returns the id of a kind of identity in a set.
pub(super) fn id_of(set: &AnyIdentitySet, kind: &str) -> Option<String> {
    let value = Raw::of(set).ok()?.to_value().ok()?;
    value.get(kind)?.get("id").and_then(Value::as_str).map(str::to_owned)
}

/// Creates the identity of a person: `+` and digits are a phone number, everything else is the object id of a user.
pub(super) fn person(id: &str, name: Option<&str>) -> AnyIdentitySet {
    let identity = identity(id, name);
    if !id.starts_with('+') {
        return typed(IdentitySet::new().user(identity)).into();
    }
    let mut set = typed(IdentitySet::new());
    // The schema declares `phone` only for a derived type, but the service writes it here too.
    if let Ok(phone) = Raw::of(&identity) {
        set.extra.insert("phone", phone);
    }
    set.into()
}

/// Creates the identity of an application.
pub(super) fn application(id: &str, name: Option<&str>) -> AnyIdentitySet {
    typed(IdentitySet::new().application(identity(id, name))).into()
}

/// Creates the identity of an application with an `applicationType`, which the schema does not declare.
pub(super) fn application_of_type(id: &str, name: &str, kind: &str) -> AnyIdentitySet {
    let mut identity = identity(id, Some(name));
    identity.extra.insert("applicationType", kind);
    typed(IdentitySet::new().application(identity)).into()
}

fn identity(id: &str, name: Option<&str>) -> Identity {
    let identity = typed(Identity::new().id(id));
    match name {
        Some(name) => identity.display_name(name),
        None => identity,
    }
}
