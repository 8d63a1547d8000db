//! Envelopes and faults in their documented forms.

use call_wire::OpenEnum;
use call_wire::xml::{self, Root};

use super::ns::{ERRORS, MESSAGES, TYPES};
use super::*;
use crate::generated::phone_call::{self, ExchangeVersion, PhoneCallState, ResponseCode};
use crate::generated::um::{self, UmCallState, UmEventCause};

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

fn envelope(header: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s='{SOAP}' xmlns:m='{}' xmlns:t='{}'>{header}\
         <s:Body>{body}</s:Body></s:Envelope>",
        MESSAGES, TYPES
    )
}

fn round_trip<B: Root + PartialEq + 'static>(text: &str) -> Envelope<B> {
    let decoded: Envelope<B> = xml::decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    let encoded = xml::encode(&decoded).expect("encodes");
    assert_eq!(xml::parse(encoded.as_bytes()), xml::parse(text.as_bytes()), "{encoded}");
    decoded
}

#[test]
fn a_response_is_decoded_with_its_header() {
    let text = envelope(
        "<s:Header><t:ServerVersionInfo MajorVersion='14' Version='Exchange2010' s:mustUnderstand='0'/>\
         <other>1</other></s:Header>",
        "<m:GetPhoneCallInformationResponse ResponseClass='Success'><m:ResponseCode>NoError</m:ResponseCode>\
         <m:PhoneCallInformation><t:PhoneCallState>Connected</t:PhoneCallState>\
         <t:ConnectionFailureCause>None</t:ConnectionFailureCause></m:PhoneCallInformation>\
         </m:GetPhoneCallInformationResponse>",
    );
    let envelope: Envelope<phone_call::GetPhoneCallInformationResponse> = round_trip(&text);
    let header = envelope.header.clone().unwrap_or_default();
    assert_eq!(header.server_version_info.and_then(|info| info.major_version), Some(14));
    assert_eq!(header.extra.elements().count(), 1);
    let response = envelope.into_content().expect("content");
    assert_eq!(response.response_code, Some(ResponseCode::NoError));
    let call = response.phone_call_information.unwrap_or_default();
    assert_eq!(call.phone_call_state, Some(PhoneCallState::Connected));
}

#[test]
fn an_unknown_state_keeps_its_text() {
    let text = envelope(
        "",
        "<m:GetCallInfoResponse><m:GetCallInfoResponse><m:CallState>Parked</m:CallState>\
         <m:EventCause>Other</m:EventCause></m:GetCallInfoResponse></m:GetCallInfoResponse>",
    );
    let envelope: Envelope<um::Response> = round_trip(&text);
    let Ok(um::Response::GetCallInfoResponse(response)) = envelope.into_content() else {
        panic!("expected a GetCallInfoResponse");
    };
    let info = response.get_call_info_response.unwrap_or_default();
    assert_eq!(info.call_state.as_ref().map(UmCallState::as_str), Some("Parked"));
    assert_eq!(info.event_cause, Some(UmEventCause::OtherValue));
}

#[test]
fn an_unexpected_body_is_kept_and_named() {
    let text = envelope("", "<m:FindItemResponse><m:x/></m:FindItemResponse>");
    let decoded: Envelope<um::Response> = round_trip(&text);
    let other = decoded.into_content().expect_err("another element");
    assert!(matches!(&other, NoContent::Other(element) if element.name.local == "FindItemResponse"));
    let empty: Envelope<um::Response> = round_trip(&envelope("", ""));
    assert_eq!(empty.into_content(), Err(NoContent::Nothing));
}

#[test]
fn the_kind_of_a_fault_is_recognized_in_every_documented_form() {
    let errors = ERRORS;
    for (fault, kind) in [
        (
            format!(
                "<faultcode xmlns:a='{errors}'>a:InvalidCallIdException</faultcode>\
                 <faultstring xml:lang='en-US'>The call identifier isn't valid.</faultstring>\
                 <detail><m:ExceptionType>InvalidCallIdException</m:ExceptionType></detail>"
            ),
            FaultKind::InvalidCallId,
        ),
        (
            "<faultcode>a:InvalidObjectIdException</faultcode>\
             <detail><ExceptionType> a:InvalidObjectIdException</ExceptionType></detail>"
                .to_owned(),
            FaultKind::InvalidObjectId,
        ),
        ("<faultcode>a:DialingRulesException</faultcode>".to_owned(), FaultKind::DialingRules),
        (
            format!(
                "<faultcode xmlns:a='{}'>a:ErrorInvalidRequest</faultcode><detail xmlns:e='{errors}'>\
                 <e:ResponseCode>ErrorInvalidRequest</e:ResponseCode><e:Message>No.</e:Message></detail>",
                TYPES
            ),
            FaultKind::InvalidRequest,
        ),
        (
            format!(
                "<faultcode xmlns:a='{0}'>a:ErrorSchemaValidation</faultcode><faultstring>No.</faultstring>\
                 <detail><e:ResponseCode xmlns:e='{errors}'>ErrorSchemaValidation</e:ResponseCode>\
                 <t:MessageXml><t:LineNumber>2</t:LineNumber></t:MessageXml></detail>",
                TYPES
            ),
            FaultKind::SchemaValidation,
        ),
    ] {
        let text = envelope("", &format!("<s:Fault>{fault}</s:Fault>"));
        let decoded: Envelope<um::Response> = round_trip(&text);
        let Err(NoContent::Fault(fault)) = decoded.into_content() else { panic!("expected a fault: {text}") };
        assert_eq!(fault.kind(), kind, "{text}");
        assert_eq!(fault.message_xml().is_some(), kind == FaultKind::SchemaValidation);
    }
}

#[test]
fn an_unknown_exception_is_of_kind_other() {
    let text = envelope(
        "",
        "<s:Fault><faultcode>s:Server</faultcode><detail><ExceptionType>NewException</ExceptionType></detail>\
         </s:Fault>",
    );
    let decoded: Envelope<um::Response> = round_trip(&text);
    let fault = decoded.body.and_then(|body| body.fault).expect("a fault");
    assert_eq!(fault.kind().as_str(), "NewException");
    assert_eq!(fault.code.as_ref().and_then(|code| code.namespace.as_deref()), Some(SOAP));
    assert_eq!(fault.to_string(), "NewException");
}

#[test]
fn a_created_fault_survives_a_round_trip() {
    for fault in [
        Fault::exception(&FaultKind::DialingRules, "Dialing restrictions."),
        Fault::invalid_request("The request is invalid."),
    ] {
        let text = xml::encode(&Envelope::<um::Response>::fault(fault.clone())).expect("encodes");
        let decoded: Envelope<um::Response> = round_trip(&text);
        assert_eq!(decoded.into_content(), Err(NoContent::Fault(Box::new(fault))));
    }
}

#[test]
fn a_request_has_its_action_and_version() {
    let request = phone_call::GetPhoneCallInformation::new(phone_call::PhoneCallId::new("1"));
    let header = Header::for_version(ExchangeVersion::from("Exchange2010"));
    let text = xml::encode(&Envelope::new(request).with_header(header)).expect("encodes");
    assert!(text.contains("<t:RequestServerVersion Version=\"Exchange2010\"/>"), "{text}");
    assert!(text.contains("<m:PhoneCallId Id=\"1\"/>"), "{text}");
    let action = <phone_call::GetPhoneCallInformation as xml::Operation>::ACTION;
    assert!(action.ends_with("/2006/messages/GetPhoneCallInformation"));
}
