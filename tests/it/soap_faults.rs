//! SOAP faults are told apart as the documents show them, whatever their namespaces and prefixes.

use call_wire::{OpenEnum, xml};
use conformance::example;
use ews_um::soap::{Envelope, Fault, FaultKind, NoContent};
use ews_um::{phone_call, um};

#[track_caller]
fn fault(file: &str) -> Fault {
    let envelope: Envelope<um::Response> = xml::decode(example(file).as_bytes()).expect("decodes");
    refused(envelope.into_content())
}

/// The fault that a body holds in place of a response.
#[track_caller]
fn refused<B: std::fmt::Debug>(content: Result<B, NoContent>) -> Fault {
    match content {
        Err(NoContent::Fault(fault)) => *fault,
        other => panic!("no fault: {other:?}"),
    }
}

#[test]
fn the_documented_kinds() {
    for (file, kind) in [
        ("disconnect.invalid-call-id", FaultKind::InvalidCallId),
        ("get-call-info.invalid-call-id", FaultKind::InvalidCallId),
        ("get-call-info.invalid-call-id-prefixed", FaultKind::InvalidCallId),
        ("play-on-phone.invalid-object-id", FaultKind::InvalidObjectId),
        ("play-on-phone.dialing-rules", FaultKind::DialingRules),
        ("set-oof-status.malformed-request", FaultKind::InvalidRequest),
    ] {
        assert_eq!(fault(&format!("ews-um/um/{file}.fault.xml")).kind(), kind, "{file}");
    }
}

#[test]
fn an_unknown_exception_keeps_its_name() {
    let fault = fault("ews-um/um/is-um-enabled.unknown-exception.fault.xml");
    assert!(matches!(fault.kind(), FaultKind::Other(_)));
    assert_eq!(fault.kind().as_str(), "UserConfigurationException");
    assert!(fault.to_string().starts_with("UserConfigurationException: "), "{fault}");
}

#[test]
fn a_schema_violation_says_where() {
    let file = "ews-um/phone-call/get-phone-call-information.schema-validation.fault.xml";
    let envelope: Envelope<phone_call::Response> = xml::decode(example(file).as_bytes()).expect("decodes");
    let fault = refused(envelope.into_content());
    assert_eq!(fault.kind(), FaultKind::SchemaValidation);
    let (line, position, violation) = fault.violation().expect("line, position and rule");
    assert!(line > 0 && position > 0 && !violation.is_empty());
}

#[test]
fn names_count_and_namespaces_do_not() {
    let body = |code: &str, detail: &str| {
        let fault =
            format!("<s:Fault><faultcode>{code}</faultcode><faultstring>no</faultstring>{detail}</s:Fault>");
        let soap = "http://schemas.xmlsoap.org/soap/envelope/";
        let xml = format!("<s:Envelope xmlns:s=\"{soap}\"><s:Body>{fault}</s:Body></s:Envelope>");
        let envelope: Envelope<um::Response> = xml::decode(xml.as_bytes()).expect("decodes");
        refused(envelope.into_content()).kind()
    };
    // A prefix that nothing declares, in the code and in the detail; no namespace; no detail at all.
    assert_eq!(body("a:InvalidCallIdException", ""), FaultKind::InvalidCallId);
    let detail = "<detail><ExceptionType> x:DialingRulesException </ExceptionType></detail>";
    assert_eq!(body("s:Server", detail), FaultKind::DialingRules);
    let detail = "<detail><e:ResponseCode xmlns:e=\"urn:e\">ErrorInvalidRequest</e:ResponseCode></detail>";
    assert_eq!(body("s:Client", detail), FaultKind::InvalidRequest);
    assert_eq!(body("s:Server", "").as_str(), "Server");
}
