//! SOAP faults with an error status. Each is decoded once: to decide about a retry, and for the error.

use call_http::{Extensions, RawResponse};
use call_wire::xml;

use crate::error::ErrorKind;
use crate::generated::um;
use crate::soap::{Envelope, Fault};

/// Keeps the fault in the body of an error status in the extensions of the response. Returns whether a retry would
/// result in the same fault.
///
/// The status of a fault is 500, which is a transient error. So can be busy servers, and faults with other names than
/// the known ones.
pub(super) fn is_rejected(body: &[u8], extensions: &mut Extensions) -> bool {
    // The type of the content does not matter: only the fault is used.
    let Ok((envelope, _)) = xml::decode_lenient::<Envelope<um::Response>>(body) else { return false };
    let Some(fault) = envelope.body.and_then(|body| body.fault) else { return false };
    let is_final = !matches!(ErrorKind::of(&fault.name()), ErrorKind::ServerBusy | ErrorKind::Service);
    extensions.insert(fault);
    is_final
}

/// Removes the fault that was found in the body of an error status.
pub(crate) fn take_fault(response: &mut RawResponse) -> Option<Fault> {
    response.extensions_mut().remove::<Box<Fault>>().map(|fault| *fault)
}
