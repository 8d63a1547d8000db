//! Pass: marks the properties whose values are redacted in debug output.

use serde_json::{Value, json};

use super::api::{Api, Place};
use crate::diagnostic::{Diagnostic, Result};

/// A property with a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// The name of the type in the document.
    pub schema: &'static str,
    /// The name of the property.
    pub property: &'static str,
    /// Why it is a secret.
    pub why: &'static str,
}

const CONTEXT: &str = "it allows answering, redirecting or rejecting the call";

/// The secrets of Call Automation.
pub const CALL_AUTOMATION: &[Secret] = &[
    Secret { schema: "AnswerCallRequest", property: "incomingCallContext", why: CONTEXT },
    Secret { schema: "RedirectCallRequest", property: "incomingCallContext", why: CONTEXT },
    Secret { schema: "RejectCallRequest", property: "incomingCallContext", why: CONTEXT },
    Secret { schema: "IncomingCall", property: "incomingCallContext", why: CONTEXT },
];

/// Marks the secrets. Each must exist: a renamed property would not be redacted any more.
pub(super) fn mark(api: &mut Api, secrets: &[Secret]) -> Result<()> {
    for secret in secrets {
        let properties = api.schemas.get_mut(secret.schema).and_then(|schema| schema.get_mut("properties"));
        let property = properties.and_then(|properties| properties.get_mut(secret.property));
        let Some(Value::Object(property)) = property else {
            return Err(unmatched(api, secret));
        };
        // A reference cannot have a hint beside it.
        if let Some(reference) = property.shift_remove("$ref") {
            property.insert("allOf".to_owned(), json!([{"$ref": reference}]));
        }
        property.insert("x-secret".to_owned(), json!(true));
    }
    Ok(())
}

fn unmatched(api: &Api, secret: &Secret) -> Diagnostic {
    Place::new(&api.file, "")
        .diagnostic(format!(
            "{}.{} is listed as a secret ({}), but the document has no such property",
            secret.schema, secret.property, secret.why
        ))
        .help("if it was renamed, rename it in crates/schema-codegen/src/lower/openapi/secrets.rs; if it was removed, remove it there")
}
