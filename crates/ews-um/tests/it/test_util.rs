//! Received types can be built with the feature `test-util`.

use call_wire::xml;
use ews_um::phone_call::{
    ConnectionFailureCause, GetPhoneCallInformationResponse, PhoneCallInformation, PhoneCallState,
    ResponseClass, ResponseCode,
};

#[test]
fn a_built_response_equals_the_decoded_one() {
    let built = GetPhoneCallInformationResponse::new(ResponseClass::Success)
        .response_code(ResponseCode::NoError)
        .phone_call_information(
            PhoneCallInformation::new(PhoneCallState::Disconnected, ConnectionFailureCause::NoAnswer)
                .sip_response_text("Temporarily Unavailable")
                .sip_response_code(480),
        );
    let body = concat!(
        r#"<m:GetPhoneCallInformationResponse ResponseClass="Success""#,
        r#" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages""#,
        r#" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">"#,
        "<m:ResponseCode>NoError</m:ResponseCode><m:PhoneCallInformation>",
        "<t:PhoneCallState>Disconnected</t:PhoneCallState>",
        "<t:ConnectionFailureCause>NoAnswer</t:ConnectionFailureCause>",
        "<t:SIPResponseText>Temporarily Unavailable</t:SIPResponseText><t:SIPResponseCode>480</t:SIPResponseCode>",
        "</m:PhoneCallInformation></m:GetPhoneCallInformationResponse>",
    );
    let received: GetPhoneCallInformationResponse = xml::decode(body.as_bytes()).expect("decodes");
    assert_eq!(built, received);
}
