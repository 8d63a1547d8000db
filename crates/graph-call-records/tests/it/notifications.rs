//! The receiver of change notifications: validation of the URL, the secret, and invalid bodies.

use graph_call_records::notification::{Delivery, Limits, Receiver, Secret};
use graph_call_records::{ChangeType, LifecycleEventType};

const STATE: &str = "8Zb2Y3mUwq0-Kfh6xN4c";
const JSON: [(&str, &str); 1] = [("content-type", "application/json; charset=utf-8")];

fn receiver() -> Receiver {
    Receiver::new(Secret::new(STATE).expect("long enough"))
}

/// Creates a body with a notification for each `clientState`.
fn body(states: &[&str]) -> String {
    let notification = |state: &&str| {
        format!(
            r##"{{"changeType": "created", "clientState": "{state}", "resource": "communications/callRecords/r-1",
                "resourceData": {{"@odata.type": "#microsoft.graph.callrecord", "id": "r-1"}}}}"##
        )
    };
    format!(r#"{{"value": [{}]}}"#, states.iter().map(notification).collect::<Vec<_>>().join(", "))
}

/// Receives a body, and returns the status of the refusal.
fn refused(receiver: &Receiver, headers: &[(&str, &str)], body: &str) -> (u16, String) {
    let refused = receiver.receive("/records", headers, body.as_bytes()).expect_err("a refusal");
    (refused.status(), refused.to_string())
}

#[test]
fn a_notification_has_the_id_of_the_record() {
    let delivery = receiver().receive("/records", &JSON[..], body(&[STATE]).as_bytes()).expect("accepted");
    assert_eq!(delivery.answer().status, 202);
    assert!(!format!("{delivery:?}").contains(STATE), "{delivery:?}");
    let Delivery::Notifications(list) = delivery else { panic!("no notifications") };
    let [notification] = list.try_into().expect("one notification");
    assert_eq!(notification.change_type, Some(ChangeType::Created));
    assert_eq!(notification.record_id(), Some("r-1"));
}

#[test]
fn a_lifecycle_notification_is_about_the_subscription() {
    let body = format!(
        r#"{{"value": [{{"clientState": "{STATE}", "lifecycleEvent": "missed", "resource": "communications/callRecords"}}]}}"#
    );
    let delivery = receiver().receive("/records", &JSON[..], body.as_bytes()).expect("accepted");
    let Delivery::Notifications(list) = delivery else { panic!("no notifications") };
    assert_eq!(list[0].lifecycle_event, Some(LifecycleEventType::Missed));
    assert_eq!(list[0].record_id(), None);
}

#[test]
fn a_validation_is_answered_with_its_decoded_text() {
    let headers: &[(&str, &str)] = &[("content-type", "text/plain; charset=utf-8")];
    let target = "/records?a=b&validationToken=Validation%3a+Testing%20%3Cb%3E%2B1#x";
    let delivery = receiver().receive(target, headers, b"").expect("accepted");
    let answer = delivery.answer();
    assert_eq!((answer.status, answer.body.as_str()), (200, "Validation: Testing <b>+1"));
    assert!(answer.headers.contains(&("content-type", "text/plain; charset=utf-8".to_owned())));
    assert!(!format!("{delivery:?}").contains("Testing"), "{delivery:?}");
    let refused = receiver().receive("/records?validationToken=%FF", headers, b"").expect_err("not UTF-8");
    assert_eq!(refused.status(), 400);
}

#[test]
fn a_body_with_another_secret_is_refused_as_a_whole() {
    for states in [&["other"][..], &[STATE, ""], &[STATE, "8Zb2Y3mUwq0-Kfh6xN4d"]] {
        let (status, reason) = refused(&receiver(), &JSON, &body(states));
        let index = states.len() - 1;
        assert_eq!((status, reason), (403, format!("/value/{index}: clientState is not the secret")));
    }
    assert_eq!(refused(&receiver(), &JSON, r#"{"value": [{}]}"#).0, 403);
    let delivery = Receiver::unverified().receive("/records", &JSON[..], body(&["other"]).as_bytes());
    assert!(delivery.is_ok(), "{delivery:?}");
}

#[test]
fn invalid_requests_are_refused_with_their_status() {
    let receiver = receiver().limits(Limits::default().max_body(2000).max_items(2));
    let html: &[(&str, &str)] = &[("content-type", "text/html")];
    for (headers, body, status) in [
        (&JSON[..], body(&[STATE; 3]), 413),
        (&JSON[..], " ".repeat(2001), 413),
        (html, body(&[STATE]), 415),
        (&JSON[..], String::new(), 400),
        (&JSON[..], "<html></html>".to_owned(), 400),
        (&JSON[..], r#"{"value": [{"subscriptionId": "no GUID"}]}"#.to_owned(), 400),
    ] {
        let (found, reason) = refused(&receiver, headers, &body);
        assert_eq!(found, status, "{body}: {reason}");
    }
    let (_, reason) = refused(&receiver, &JSON, r#"{"value": [{"subscriptionId": "no GUID"}]}"#);
    assert!(reason.contains("/value/0/subscriptionId"), "{reason}");
}

#[cfg(feature = "http")]
#[test]
fn a_request_of_the_crate_http_is_received() {
    let request = http::Request::post("https://bot.example/records?validationToken=abc").body(Vec::new());
    let delivery = receiver().receive_request(&request.expect("a request")).expect("accepted");
    assert_eq!(delivery, Delivery::Validation("abc".to_owned()));
}
