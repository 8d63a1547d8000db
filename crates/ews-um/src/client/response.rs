//! What SOAP and EWS add to a response: the header of the envelope, and a warning.

use call_http::{RawResponse, Response};

use crate::error::Error;
use crate::phone_call::{ResponseCode, ResponseMessageMessageXml, ServerVersionInfo};
use crate::soap::Header;

/// What SOAP and EWS add to a [`Response`].
///
/// ```no_run
/// use ews_um::{SoapResponse as _, UmClient};
///
/// # async fn example(client: UmClient) -> Result<(), ews_um::Error> {
/// let response = client.is_um_enabled().await?;
/// println!("{}, said by {:?}", *response, response.server_version());
/// # Ok(())
/// # }
/// ```
pub trait SoapResponse {
    /// The header of the SOAP envelope. The UM web service sends none.
    fn soap_header(&self) -> Option<&Header>;

    /// The version of Exchange that answered. Only EWS sends it.
    fn server_version(&self) -> Option<&ServerVersionInfo> {
        self.soap_header()?.server_version_info.as_ref()
    }

    /// The warning of an EWS response with `ResponseClass="Warning"`. The operation was done all the same.
    fn warning(&self) -> Option<&Warning>;
}

impl SoapResponse for RawResponse {
    fn soap_header(&self) -> Option<&Header> {
        self.extensions().get()
    }

    fn warning(&self) -> Option<&Warning> {
        self.extensions().get()
    }
}

impl<T> SoapResponse for Response<T> {
    fn soap_header(&self) -> Option<&Header> {
        self.raw().soap_header()
    }

    fn warning(&self) -> Option<&Warning> {
        self.raw().warning()
    }
}

/// A warning of EWS.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Warning {
    /// The name of the condition.
    pub code: Option<ResponseCode>,
    /// The condition in words.
    pub text: Option<String>,
    /// Details, in XML.
    pub xml: Option<ResponseMessageMessageXml>,
}

/// The same response with a part of its value, which must be there: that of the element of a name.
pub(super) fn need<T, U>(
    response: Response<T>,
    element: &str,
    part: impl FnOnce(T) -> Option<U>,
) -> Result<Response<U>, Error> {
    let (value, raw) = response.into_parts();
    match part(value) {
        Some(part) => Ok(Response::new(part, raw)),
        None => {
            let text = raw.warning().and_then(|warning| warning.text.as_deref());
            let warning = text.map(|text| format!("; warning: {text}")).unwrap_or_default();
            let message = format!("the response has no value in {element}{warning}");
            Err(Error::not_understood(&raw, &message))
        }
    }
}
