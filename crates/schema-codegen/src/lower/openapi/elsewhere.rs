//! Skips the operations that are not in `paths`. The definitions to which they refer become types.

use serde_json::Value;

use super::api::{Api, METHODS};
use crate::lower::skip;
use crate::output::Skipped;

/// Skips the operations of `x-ms-paths` and the requests of `webhooks`.
pub(super) fn skip(root: &Value, api: &mut Api) {
    for (member, reason) in [
        ("x-ms-paths", "it is in `x-ms-paths`, whose operations differ only in the query"),
        ("webhooks", "it is in `webhooks`, whose requests the service sends"),
    ] {
        for (path, item) in root.get(member).and_then(Value::as_object).into_iter().flatten() {
            for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
                let id = item.pointer(&format!("/{method}/operationId")).and_then(Value::as_str);
                let name = skip::operation_name(method, path, id.unwrap_or_default());
                api.skipped.push(Skipped::unsupported(name, reason));
            }
        }
    }
}
