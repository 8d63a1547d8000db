//! Pass: what a document says about hosts and credentials is noted and left out, since the caller decides both.

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
        api.notes.push(format!("The document's host, {host}, is left out: the caller gives the endpoint."));
    }
    let schemes = value.get("securityDefinitions").or_else(|| value.pointer("/components/securitySchemes"));
    if let Some(schemes) = schemes.and_then(Value::as_object).filter(|schemes| !schemes.is_empty()) {
        let names: Vec<&str> = schemes.keys().map(String::as_str).collect();
        api.notes.push(format!(
            "The security schemes ({}) are left out: the hand-written client knows how to sign in.",
            names.join(", ")
        ));
    }
}
