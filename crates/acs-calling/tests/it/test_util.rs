//! Constructors and setters of received types.

use acs_calling::events::CloudEvent;
use acs_calling::{CallConnected, CallConnectionProperties, CommunicationIdentifier, ResultInformation};
use call_wire::json;

#[test]
fn a_received_call_is_built_in_one_expression() {
    let built = CallConnectionProperties::new()
        .call_connection_id("411f0b00")
        .call_connection_state("connected")
        .targets([CommunicationIdentifier::phone_number("+14255550123")]);
    let body = br#"{"callConnectionId": "411f0b00", "callConnectionState": "connected", "targets":
        [{"kind": "phoneNumber", "rawId": "4:+14255550123", "phoneNumber": {"value": "+14255550123"}}]}"#;
    let received: CallConnectionProperties = json::decode(body).expect("decodes");
    assert_eq!(built, received);
}

#[test]
fn an_event_is_built_in_one_expression() {
    let event = CloudEvent::new(
        "1",
        "calling/callConnections/411f0b00",
        CallConnected::new()
            .call_connection_id("411f0b00")
            .result_information(ResultInformation::new().code(200).sub_code(0).message("OK")),
    );
    assert_eq!(event.data.call_connection_id(), Some("411f0b00"));
    let written = json::encode(&event).expect("encodes");
    assert!(written.contains(r#""resultInformation":{"code":200,"subCode":0,"message":"OK"}"#), "{written}");
}
