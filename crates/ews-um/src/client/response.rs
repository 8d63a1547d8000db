//! The SOAP header and the warning of a response.

use call_http::{RawResponse, Response};

use crate::generated::phone_call::{ResponseCode, ResponseMessageMessageXml, ServerVersionInfo};
use crate::soap::Header;

/// The parts of a [`Response`] that SOAP and EWS add to HTTP.
///
/// ```no_run
/// use ews_um::{SoapResponse as _, UmClient};
///
/// # async fn example(client: UmClient) -> Result<(), ews_um::Error> {
/// let response = client.is_um_enabled().await?;
/// println!("{}, server version {:?}", *response, response.server_version());
/// # Ok(())
/// # }
/// ```
pub trait SoapResponse {
    /// Returns the header of the SOAP envelope. The UM web service sends none.
    fn soap_header(&self) -> Option<&Header>;

    /// Returns the version of Exchange that sent the response. Only EWS sends it.
    fn server_version(&self) -> Option<&ServerVersionInfo> {
        self.soap_header()?.server_version_info.as_ref()
    }

    /// Returns the warning of an EWS response with `ResponseClass="Warning"`. The operation has succeeded.
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
    /// The code of the warning.
    pub code: Option<ResponseCode>,
    /// The description.
    pub text: Option<String>,
    /// Details, in XML.
    pub xml: Option<ResponseMessageMessageXml>,
}
