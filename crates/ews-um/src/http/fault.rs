//! SOAP faults with an error status. Each is decoded once, for the retry decision and for the error.

use call_http::{Extensions, RawResponse};
use call_wire::xml;

use crate::error::ErrorKind;
use crate::generated::um;
use crate::soap::{Envelope, Fault};

/// Stores the fault of an error response in the extensions of the response. Returns whether a retry would result in the
/// same fault.
///
/// Without this function, every fault would be retried, because faults have the status 500. The fault of a busy server
/// and a fault with an unknown name are still retried, because they can be transient.
pub(super) fn is_rejected(body: &[u8], extensions: &mut Extensions) -> bool {
    // The type of the content does not matter: only the fault is used.
    let Ok((envelope, _)) = xml::decode_lenient::<Envelope<um::Response>>(body) else { return false };
    let Some(fault) = envelope.body.and_then(|body| body.fault) else { return false };
    let is_final = !matches!(ErrorKind::of(&fault.name()), ErrorKind::ServerBusy | ErrorKind::Service);
    extensions.insert(fault);
    is_final
}

/// Removes the fault from the extensions of a response.
pub(crate) fn take_fault(response: &mut RawResponse) -> Option<Fault> {
    response.extensions_mut().remove::<Box<Fault>>().map(|fault| *fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_kept_and_rejects_the_request_unless_it_can_be_transient() {
        for (name, expected) in [
            ("InvalidCallIdException", true),
            ("ErrorSchemaValidation", true),
            ("ErrorServerBusy", false),
            ("UserConfigurationException", false),
        ] {
            let body = format!(
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>\
                 <faultcode>a:{name}</faultcode></s:Fault></s:Body></s:Envelope>"
            );
            let mut extensions = Extensions::new();
            assert_eq!(is_rejected(body.as_bytes(), &mut extensions), expected, "{name}");
            let fault = extensions.get::<Box<Fault>>().expect("a fault");
            assert_eq!(fault.name(), name);
        }
    }

    #[test]
    fn a_body_without_a_fault_does_not_reject_the_request() {
        for body in [&b"<html>Bad gateway</html>"[..], b"", b"<s:Envelope"] {
            let mut extensions = Extensions::new();
            assert!(!is_rejected(body, &mut extensions));
            assert!(extensions.is_empty());
        }
    }
}
