//! Injected faults of the body of a callback: unknown types, members and values.

use serde_json::{Map, Value, json};

use super::rule::CallbackFault;

/// The members that contain the type of an event or a resource.
const TYPES: [&str; 3] = ["type", "eventType", "@odata.type"];

/// The members whose values are those of an enum.
const ENUMS: [&str; 12] = [
    "callConnectionState",
    "changeType",
    "direction",
    "kind",
    "mediaStreamingStatus",
    "recordingKind",
    "recordingStatus",
    "recognitionType",
    "state",
    "status",
    "tone",
    "transcriptionStatus",
];

/// Returns the body with a fault. A body that is not JSON is returned unchanged.
pub(crate) fn damage(body: Vec<u8>, fault: &CallbackFault) -> Vec<u8> {
    if *fault == CallbackFault::EmptyBody {
        return Vec::new();
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(&body) else { return body };
    match fault {
        CallbackFault::UnknownType => {
            if !rename_type(&mut value, true) {
                rename_type(&mut value, false);
            }
        }
        CallbackFault::UnknownMembers => each_object(&mut value, &mut |object| {
            object.insert("addedLater".to_owned(), json!({"number": 12.50, "list": [null, true]}));
        }),
        CallbackFault::UnknownValues => each_object(&mut value, &mut |object| {
            for name in ENUMS {
                if let Some(value @ Value::String(_)) = object.get_mut(name) {
                    *value = "addedLater".into();
                }
            }
        }),
        _ => return body,
    }
    value.to_string().into_bytes()
}

/// Replaces the type of the event or the resource with an unknown one. `resource` selects the type of `resourceData`,
/// which only notifications of Graph have. Returns whether there was such a type.
fn rename_type(value: &mut Value, resource: bool) -> bool {
    match value {
        Value::Array(items) => {
            let mut found = false;
            for item in items {
                found |= rename_type(item, resource);
            }
            found
        }
        Value::Object(object) if resource => match object.get_mut("resourceData") {
            Some(data) => rename_type(data, false),
            None => object.get_mut("value").is_some_and(|value| rename_type(value, true)),
        },
        Value::Object(object) => match TYPES.iter().find(|name| object.contains_key(**name)) {
            Some(name) => {
                let old = object[*name].as_str().unwrap_or_default();
                let renamed = format!("{old}AddedLater");
                object.insert((*name).to_owned(), renamed.into());
                true
            }
            None => false,
        },
        _ => false,
    }
}

fn each_object(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, change)),
        Value::Object(object) => {
            object.values_mut().for_each(|member| each_object(member, change));
            change(object);
        }
        _ => {}
    }
}
