//! Envelopes and faults in their documented forms.

use call_wire::{OpenEnum, xml};

use super::*;
use crate::phone_call::{self, PhoneCallState, ResponseCode};
use crate::um::{self, UmCallState, UmEventCause};

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

fn envelope(header: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s='{SOAP}' xmlns:m='{}' xmlns:t='{}'>{header}\
         <s:Body>{body}</s:Body></s:Envelope>",
        ns::MESSAGES,
        TYPES
    )
}

fn read<B: Root + PartialEq + 'static>(text: &str) -> Envelope<B> {
    let read: Envelope<B> = xml::decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    let again = xml::encode(&read).expect("XML can hold it");
    assert_eq!(xml::parse(again.as_bytes()), xml::parse(text.as_bytes()), "{again}");
    read
}

#[test]
fn a_response_with_its_header() {
    let text = envelope(
        "<s:Header><t:ServerVersionInfo MajorVersion='14' Version='Exchange2010' s:mustUnderstand='0'/>\
         <other>1</other></s:Header>",
        "<m:GetPhoneCallInformationResponse ResponseClass='Success'><m:ResponseCode>NoError</m:ResponseCode>\
         <m:PhoneCallInformation><t:PhoneCallState>Connected</t:PhoneCallState>\
         <t:ConnectionFailureCause>None</t:ConnectionFailureCause></m:PhoneCallInformation>\
         </m:GetPhoneCallInformationResponse>",
    );
    let envelope: Envelope<phone_call::GetPhoneCallInformationResponse> = read(&text);
    let header = envelope.header.clone().unwrap_or_default();
    assert_eq!(header.server_version_info.and_then(|info| info.major_version), Some(14));
    assert_eq!(header.extra.elements().count(), 1);
    let response = envelope.into_content().expect("content");
    assert_eq!(response.response_code, Some(ResponseCode::NoError));
    let call = response.phone_call_information.unwrap_or_default();
    assert_eq!(call.phone_call_state, Some(PhoneCallState::Connected));
}

#[test]
fn an_unknown_state_is_kept() {
    let text = envelope(
        "",
        "<m:GetCallInfoResponse><m:GetCallInfoResponse><m:CallState>Parked</m:CallState>\
         <m:EventCause>Other</m:EventCause></m:GetCallInfoResponse></m:GetCallInfoResponse>",
    );
    let envelope: Envelope<um::Response> = read(&text);
    let Ok(um::Response::GetCallInfoResponse(response)) = envelope.into_content() else {
        panic!("another response");
    };
    let info = response.get_call_info_response.unwrap_or_default();
    assert_eq!(info.call_state.as_ref().map(UmCallState::as_str), Some("Parked"));
    assert_eq!(info.event_cause, Some(UmEventCause::OtherValue));
}

#[test]
fn another_body_is_kept_and_named() {
    let text = envelope("", "<m:FindItemResponse><m:x/></m:FindItemResponse>");
    let envelope: Envelope<um::Response> = read(&text);
    let other = envelope.into_content().expect_err("another element");
    assert!(matches!(&other, NoContent::Other(element) if element.name.local == "FindItemResponse"));
    let empty: Envelope<um::Response> = read(&envelope_of_nothing());
    assert_eq!(empty.into_content(), Err(NoContent::Nothing));
}

fn envelope_of_nothing() -> String {
    envelope("", "")
}

#[test]
fn faults_are_told_apart_whatever_their_form() {
    let errors = ns::ERRORS;
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
        let read: Envelope<um::Response> = read(&text);
        let Err(NoContent::Fault(read)) = read.into_content() else { panic!("no fault: {text}") };
        assert_eq!(read.kind(), kind, "{text}");
        assert_eq!(read.message_xml().is_some(), kind == FaultKind::SchemaValidation);
    }
}

#[test]
fn an_unknown_exception_is_another_kind() {
    let text = envelope(
        "",
        "<s:Fault><faultcode>s:Server</faultcode><detail><ExceptionType>NewException</ExceptionType></detail>\
         </s:Fault>",
    );
    let read: Envelope<um::Response> = read(&text);
    let fault = read.body.and_then(|body| body.fault).expect("a fault");
    assert_eq!(fault.kind().as_str(), "NewException");
    assert_eq!(fault.code.as_ref().and_then(|code| code.namespace.as_deref()), Some(SOAP));
    assert_eq!(fault.to_string(), "NewException");
}

#[test]
fn faults_that_are_made_read_the_same() {
    for fault in [
        Fault::exception(&FaultKind::DialingRules, "Dialing restrictions."),
        Fault::invalid_request("The request is invalid."),
    ] {
        let text = xml::encode(&Envelope::<um::Response>::fault(fault.clone())).expect("XML can hold it");
        let read: Envelope<um::Response> = read(&text);
        assert_eq!(read.into_content(), Err(NoContent::Fault(Box::new(fault))));
    }
}

#[test]
fn a_request_names_its_action_and_version() {
    let request = phone_call::GetPhoneCallInformation::new(phone_call::PhoneCallId::new("1"));
    let header = Header::for_version(ExchangeVersion::from("Exchange2010"));
    let text = xml::encode(&Envelope::new(request).with_header(header)).expect("XML can hold it");
    assert!(text.contains("<t:RequestServerVersion Version=\"Exchange2010\"/>"), "{text}");
    assert!(text.contains("<m:PhoneCallId Id=\"1\"/>"), "{text}");
    let action = <phone_call::GetPhoneCallInformation as xml::Operation>::ACTION;
    assert!(action.ends_with("/2006/messages/GetPhoneCallInformation"));
}
