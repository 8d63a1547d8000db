//! The members that all events share.

use acs_calling::events::{CloudEvent, parse};
use serde_json::{Value, json};

fn received(name: &str, data: &Value) -> CloudEvent {
    let body = json!({"type": format!("Microsoft.Communication.{name}"), "data": data}).to_string();
    parse(body.as_bytes()).expect("an event").remove(0)
}

#[test]
fn an_unknown_event_has_its_result_information() {
    let data = json!({"resultInformation": {"code": 400, "subCode": 8500, "message": "No", "more": [1]}});
    let event = received("SomethingFailed", &data).data;
    assert_eq!(event.name(), None);
    let result = event.result_information().expect("there is one");
    assert_eq!(
        (result.code, result.sub_code, result.message.as_deref()),
        (Some(400), Some(8500), Some("No"))
    );
    assert!(result.extra.get("more").is_some());

    for data in [json!({}), json!(null), json!([]), json!({"resultInformation": {"code": "many"}})] {
        assert_eq!(received("SomethingFailed", &data).data.result_information(), None, "{data}");
    }
}

#[test]
fn the_result_information_of_a_known_event_is_borrowed() {
    let event = received("PlayFailed", &json!({"resultInformation": {"code": 400, "subCode": 8535}})).data;
    let result = event.result_information().expect("there is one");
    assert!(matches!(result, std::borrow::Cow::Borrowed(_)));
    assert_eq!(result.sub_code, Some(8535));
    assert_eq!(received("IncomingCall", &json!({})).data.result_information(), None);
}

#[test]
fn version_and_public_event_type_are_read_from_the_data() {
    let data =
        json!({"version": "2024-09-01-preview", "publicEventType": "Microsoft.Communication.PlayFailed"});
    for name in ["PlayFailed", "SomethingFailed"] {
        let event = received(name, &data).data;
        assert_eq!(event.version(), Some("2024-09-01-preview"), "{name}");
        assert_eq!(event.public_event_type(), Some("Microsoft.Communication.PlayFailed"), "{name}");
    }
    for data in [json!({}), json!({"version": 3, "publicEventType": null})] {
        for name in ["PlayFailed", "SomethingFailed"] {
            let event = received(name, &data).data;
            assert_eq!((event.version(), event.public_event_type()), (None, None), "{name}: {data}");
        }
    }
}
