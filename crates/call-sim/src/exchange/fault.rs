//! SOAP faults, and responses without SOAP.

use std::time::Duration;

use call_wire::xml::{Element, QName};
use ews_um::phone_call::{Response, ServerVersionInfo};
use ews_um::soap::{Detail, Envelope, Fault, FaultString, Header, ns};
use http::StatusCode;

use super::soap::{self, Violation};
use crate::answer::Answer;

/// The default time to wait in the fault of a busy service.
const BACK_OFF: Duration = Duration::from_secs(5);

/// Returns the response with a fault: status 500, as SOAP 1.1 requires.
pub(super) fn answer(fault: Fault) -> Answer {
    with_status(StatusCode::INTERNAL_SERVER_ERROR, fault)
}

fn with_status(status: StatusCode, fault: Fault) -> Answer {
    soap::answer(status, &Envelope::<Response>::fault(fault))
}

/// Returns the fault of the Unified Messaging web service for a malformed request.
pub(super) fn invalid_request() -> Fault {
    Fault::invalid_request("The request is invalid.")
}

/// Returns the fault of the Unified Messaging web service with the name of an exception.
pub(super) fn exception(name: &str, text: &str) -> Fault {
    let mut fault = with_code(ns::ERRORS, name, text);
    let exception = Element::new(ns::MESSAGES, "ExceptionType").with_text(name);
    fault.detail = Some(detail([exception]));
    fault
}

/// Returns a fault in its bare form: without the declaration of the code's prefix, and without the language and the
/// full stop of the text. One example of the specification has this form.
pub(super) fn bare(mut fault: Fault) -> Fault {
    if let Some(code) = &mut fault.code {
        code.namespace = None;
    }
    if let Some(string) = &mut fault.string {
        string.lang = None;
        string.value = string.value.take().map(|text| text.trim_end_matches('.').to_owned());
    }
    fault
}

/// Returns the fault of Exchange Web Services for a request that does not conform to the schema.
pub(super) fn schema_validation(violation: &Violation) -> Fault {
    let values = [
        ("LineNumber", violation.line.to_string()),
        ("LinePosition", violation.position.to_string()),
        ("Violation", violation.text.clone()),
    ];
    let values = values.map(|(name, value)| Element::new(ns::TYPES, name).with_text(value));
    let text = format!("The request failed schema validation: {}", violation.text);
    error("ErrorSchemaValidation", &text, values)
}

/// Returns a fault of Exchange Web Services.
pub(super) fn error(code: &str, text: &str, values: impl IntoIterator<Item = Element>) -> Fault {
    let mut fault = with_code(ns::TYPES, code, text);
    let mut message_xml = Element::new(ns::TYPES, "MessageXml");
    let mut is_empty = true;
    for value in values {
        message_xml = message_xml.with_child(value);
        is_empty = false;
    }
    let parts = [
        Element::new(ns::ERRORS, "ResponseCode").with_text(code),
        Element::new(ns::ERRORS, "Message").with_text(text),
    ];
    fault.detail = Some(detail(parts.into_iter().chain((!is_empty).then_some(message_xml))));
    fault
}

/// Returns the fault of a busy service.
pub(super) fn busy(back_off: Option<Duration>) -> Fault {
    error("ErrorServerBusy", BUSY, [back_off_value(back_off)])
}

/// The text of a busy service.
pub(super) const BUSY: &str = "The server cannot service this request right now. Try again later.";

/// Returns the element with the time to wait.
pub(super) fn back_off_value(back_off: Option<Duration>) -> Element {
    let milliseconds = back_off.unwrap_or(BACK_OFF).as_millis().to_string();
    Element::new(ns::TYPES, "Value").with_attribute("Name", "BackOffMilliseconds").with_text(milliseconds)
}

/// Returns the response with a status, for injected faults: a fault for status 500, with `ErrorServerBusy` if there is
/// a time to wait, and a response of the web server otherwise.
pub(super) fn of_status(status: StatusCode, retry_after: Option<Duration>) -> Answer {
    let is_busy = retry_after.is_some() || status == StatusCode::TOO_MANY_REQUESTS;
    match status {
        StatusCode::INTERNAL_SERVER_ERROR | StatusCode::TOO_MANY_REQUESTS if is_busy => {
            with_status(status, busy(retry_after))
        }
        StatusCode::INTERNAL_SERVER_ERROR => {
            answer(error("ErrorInternalServerError", "An internal server error occurred.", []))
        }
        _ => Answer::empty(status),
    }
}

/// Returns the header of all responses of Exchange Web Services.
pub(super) fn header() -> Header {
    let version = ServerVersionInfo::new()
        .major_version(15)
        .minor_version(1)
        .major_build_number(2507)
        .minor_build_number(61)
        .version("V2017_07_11");
    let mut header = Header::default();
    header.server_version_info = Some(version);
    header
}

fn with_code(namespace: &'static str, name: &str, text: &str) -> Fault {
    let mut string = FaultString::default();
    string.lang = Some("en-US".to_owned());
    string.value = Some(text.to_owned());
    let mut fault = Fault::default();
    fault.code = Some(QName::new("a", namespace, name.to_owned()));
    fault.string = Some(string);
    fault
}

fn detail(elements: impl IntoIterator<Item = Element>) -> Detail {
    let mut detail = Detail::default();
    detail.any = elements.into_iter().collect();
    detail
}
