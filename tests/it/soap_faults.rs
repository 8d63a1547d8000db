//! The kinds of the documented SOAP faults, in any namespace and with any prefix.

use call_wire::{OpenEnum, xml};
use conformance::example;
use ews_um::soap::{Envelope, Fault, FaultKind, NoContent};
use ews_um::{phone_call, um};

#[track_caller]
fn fault(file: &str) -> Fault {
    let envelope: Envelope<um::Response> = xml::decode(example(file).as_bytes()).expect("it decodes");
    fault_in(envelope.into_content())
}

/// Returns the fault that a body contains in place of a response.
#[track_caller]
fn fault_in<B: std::fmt::Debug>(content: Result<B, NoContent>) -> Fault {
    match content {
        Err(NoContent::Fault(fault)) => *fault,
        other => panic!("not a fault: {other:?}"),
    }
}

#[test]
fn documented_faults_have_the_expected_kinds() {
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
fn a_schema_violation_has_a_line_and_a_position() {
    let file = "ews-um/phone-call/get-phone-call-information.schema-validation.fault.xml";
    let envelope: Envelope<phone_call::Response> = xml::decode(example(file).as_bytes()).expect("it decodes");
    let fault = fault_in(envelope.into_content());
    assert_eq!(fault.kind(), FaultKind::SchemaValidation);
    let (line, position, violation) = fault.violation().expect("line, position and rule");
    assert!(line > 0 && position > 0 && !violation.is_empty());
}

#[test]
fn the_kind_of_a_fault_depends_on_its_local_name_only() {
    let kind = |code: &str, detail: &str| {
        let fault =
            format!("<s:Fault><faultcode>{code}</faultcode><faultstring>no</faultstring>{detail}</s:Fault>");
        let soap = "http://schemas.xmlsoap.org/soap/envelope/";
        let xml = format!("<s:Envelope xmlns:s=\"{soap}\"><s:Body>{fault}</s:Body></s:Envelope>");
        let envelope: Envelope<um::Response> = xml::decode(xml.as_bytes()).expect("it decodes");
        fault_in(envelope.into_content()).kind()
    };
    // Undeclared prefixes in the code and in the detail, elements without a namespace, and a fault without a detail.
    assert_eq!(kind("a:InvalidCallIdException", ""), FaultKind::InvalidCallId);
    let detail = "<detail><ExceptionType> x:DialingRulesException </ExceptionType></detail>";
    assert_eq!(kind("s:Server", detail), FaultKind::DialingRules);
    let detail = "<detail><e:ResponseCode xmlns:e=\"urn:e\">ErrorInvalidRequest</e:ResponseCode></detail>";
    assert_eq!(kind("s:Client", detail), FaultKind::InvalidRequest);
    assert_eq!(kind("s:Server", "").as_str(), "Server");
}
