//! Pending requests: a SOAP message, and the pipeline that sends it.

use call_http::{Pipeline, ReadResponse, RetryClass};
use call_wire::xml::{self, Operation};

use crate::error::Error;
use crate::http::{encoded_body, soap_request};
use crate::soap::{Envelope, Header};

/// A request that is sent when it is awaited, with the error type of this crate. See
/// [`PendingRequest`](call_http::PendingRequest) for its methods.
///
/// ```no_run
/// use std::time::Duration;
///
/// # async fn example(client: ews_um::UmClient) -> Result<(), ews_um::Error> {
/// let call = client.get_call_info("411f0b00-aaaa").attempt_timeout(Duration::from_secs(5)).await?;
/// println!("{:?}, request id {:?}", call.call_state, call.request_id());
/// # Ok(())
/// # }
/// ```
pub type PendingRequest<T> = call_http::PendingRequest<T, Error>;

/// Creates the pending request of an operation. If the request cannot be sent, awaiting it returns the error.
pub(super) fn pending<O, T>(
    pipeline: &Pipeline,
    header: Option<Header>,
    request: Result<O, call_http::Error>,
    class: RetryClass,
    read: ReadResponse<T, Error>,
) -> PendingRequest<T>
where
    O: Operation + PartialEq + 'static,
{
    let request = request.and_then(|request| {
        let mut envelope = Envelope::new(request);
        envelope.header = header;
        let body = encoded_body(xml::encode(&envelope))?;
        let request = soap_request(pipeline.endpoint().clone(), O::ACTION, body)?;
        Ok(request.retry_class(class).operation(O::NAME))
    });
    pipeline.call_with(request, read)
}
