//! Pass: marks the properties whose value must not show up in debug output.

use serde_json::{Value, json};

use super::api::{Api, Place};
use crate::diagnostic::{Diagnostic, Result};

/// A property that holds a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// The type's name in the document.
    pub schema: &'static str,
    /// The property's name.
    pub property: &'static str,
    /// Why it is a secret.
    pub why: &'static str,
}

const CONTEXT: &str = "whoever has it can answer, redirect or reject the call";

/// The secrets of Call Automation.
pub const CALL_AUTOMATION: &[Secret] = &[
    Secret { schema: "AnswerCallRequest", property: "incomingCallContext", why: CONTEXT },
    Secret { schema: "RedirectCallRequest", property: "incomingCallContext", why: CONTEXT },
    Secret { schema: "RejectCallRequest", property: "incomingCallContext", why: CONTEXT },
    Secret { schema: "IncomingCall", property: "incomingCallContext", why: CONTEXT },
];

/// Marks the secrets; each must be there, or it was renamed and is a secret no longer.
pub(super) fn mark(api: &mut Api, secrets: &[Secret]) -> Result<()> {
    for secret in secrets {
        let properties = api.schemas.get_mut(secret.schema).and_then(|schema| schema.get_mut("properties"));
        let property = properties.and_then(|properties| properties.get_mut(secret.property));
        let Some(Value::Object(property)) = property else {
            return Err(unmatched(api, secret));
        };
        // A bare reference cannot carry a hint.
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
            "{}.{} is listed as a secret ({}), and the document has no such property",
            secret.schema, secret.property, secret.why
        ))
        .help("if it was renamed, rename it in lower/openapi/secrets.rs; if it is gone, take it out there")
}
