//! Pass: drops hosts and credentials with a note, since the caller sets both.

use serde_json::Value;

use super::api::Api;
use crate::read::openapi::{Dialect, Document};

/// Notes the host and the security schemes.
pub(super) fn note(document: &Document, api: &mut Api) {
    let value = &document.root().value;
    let host = match document.dialect {
        Dialect::Swagger2 => value.get("host").and_then(Value::as_str),
        Dialect::OpenApi3 => value.pointer("/servers/0/url").and_then(Value::as_str),
    };
    let template = value.pointer("/x-ms-parameterized-host/hostTemplate").and_then(Value::as_str);
    if let Some(host) = template.or(host) {
        api.notes
            .push(format!("The host of the document, {host}, is ignored: the caller sets the endpoint."));
    }
    let schemes = value.get("securityDefinitions").or_else(|| value.pointer("/components/securitySchemes"));
    if let Some(schemes) = schemes.and_then(Value::as_object).filter(|schemes| !schemes.is_empty()) {
        let names: Vec<&str> = schemes.keys().map(String::as_str).collect();
        api.notes.push(format!(
            "The security schemes ({}) are ignored: the hand-written client authenticates.",
            names.join(", ")
        ));
    }
}
