//! The record that a notification is about.

use crate::generated::ChangeNotification;

impl ChangeNotification {
    /// Returns the id of the record: the member `id` of `resource_data`, or else the last segment of `resource`.
    /// Returns `None` for a lifecycle notification, which is about the subscription.
    #[must_use]
    pub fn record_id(&self) -> Option<&str> {
        if self.lifecycle_event.is_some() {
            return None;
        }
        let in_data = self.resource_data.as_ref().and_then(|data| data.extra.get_str("id"));
        in_data.or_else(|| id_in_path(self.resource.as_deref()?))
    }
}

/// Returns the id in the path of a record: `communications/callRecords/{id}` or `communications/callRecords('{id}')`.
fn id_in_path(path: &str) -> Option<&str> {
    let last = path.trim_matches('/').rsplit('/').next()?;
    let quoted = last.strip_suffix("')").and_then(|rest| rest.split_once("('"));
    let id = quoted.map_or(last, |(_, id)| id);
    (!id.eq_ignore_ascii_case("callRecords") && !id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use call_wire::json::decode;

    use super::*;

    #[test]
    fn the_id_is_in_the_data_or_in_the_path() {
        for (json, id) in [
            (r#"{"resourceData": {"id": "a"}, "resource": "communications/callRecords/b"}"#, Some("a")),
            (r#"{"resource": "communications/callRecords/b"}"#, Some("b")),
            (r#"{"resource": "/communications/callRecords('c')"}"#, Some("c")),
            (r#"{"resource": "communications/callRecords", "resourceData": {}}"#, None),
            (r#"{"resource": "communications/callRecords/b", "lifecycleEvent": "missed"}"#, None),
            (r#"{"resource": ""}"#, None),
            ("{}", None),
        ] {
            let notification: ChangeNotification = decode(json.as_bytes()).expect("a notification");
            assert_eq!(notification.record_id(), id, "{json}");
        }
    }
}
