//! Constructors and setters of received types.

use call_wire::json;
use graph_calls::{ChangeType, CommsNotification, CommsNotifications};

#[test]
fn a_notification_is_built_in_one_expression() {
    let built = CommsNotifications::new()
        .value([CommsNotification::new(ChangeType::Deleted, "/communications/calls/57dab8b1")]);
    let body = br#"{"value": [{"changeType": "deleted", "resourceUrl": "/communications/calls/57dab8b1"}]}"#;
    let received: CommsNotifications = json::decode(body).expect("decodes");
    assert_eq!(built, received);
}
