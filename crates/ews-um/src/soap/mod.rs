//! The SOAP 1.1 envelope around requests and responses: header blocks, body, fault.
//!
//! An envelope is read by what its body is to hold: one request or response, or all of a service, such as
//! [`um::Response`](crate::um::Response).
//!
//! ```
//! use ews_um::{soap::Envelope, um::GetCallInfo};
//!
//! let text = call_wire::xml::encode(&Envelope::new(GetCallInfo::new("0Oz5mZ")))?;
//! assert!(text.contains("<m:GetCallInfo><m:CallId>0Oz5mZ</m:CallId></m:GetCallInfo>"));
//! # Ok::<(), call_wire::xml::EncodeError>(())
//! ```

mod fault;
pub mod ns;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::fmt;

use call_wire::xml::{self, Name, NameRef, Root};

pub use self::fault::{Detail, Fault, FaultKind, FaultString};
use self::ns::{PREFIXES, SOAP, TYPES};
use crate::phone_call::{
    ExchangeImpersonation, ExchangeVersion, MailboxCulture, RequestServerVersion, ServerVersionInfo,
};

/// A SOAP message.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Envelope<B> {
    /// The header blocks. The UM web service has none.
    pub header: Option<Header>,
    /// The body, which every message has.
    pub body: Option<Body<B>>,
    /// What the members do not say.
    pub extra: xml::Extra,
}

call_wire::xml_object!(Envelope<B: Root> {
    element header: SOAP "Header",
    element body: SOAP "Body",
});

/// The header of a message; blocks that are not listed here stay in `extra`.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Header {
    /// Which version of the schema the request is written for.
    pub request_server_version: Option<RequestServerVersion>,
    /// The language of the mailbox.
    pub mailbox_culture: Option<MailboxCulture>,
    /// In whose name the caller acts.
    pub exchange_impersonation: Option<ExchangeImpersonation>,
    /// Which version of Exchange answered.
    pub server_version_info: Option<ServerVersionInfo>,
    /// What the members do not say.
    pub extra: xml::Extra,
}

call_wire::xml_object!(Header {
    element request_server_version: TYPES "RequestServerVersion",
    element mailbox_culture: TYPES "MailboxCulture",
    element exchange_impersonation: TYPES "ExchangeImpersonation",
    element server_version_info: TYPES "ServerVersionInfo",
});

impl Header {
    /// The header of a request that is written for a version of the schema.
    #[must_use]
    pub fn for_version(version: ExchangeVersion) -> Self {
        let wanted = RequestServerVersion::new(version);
        Self { request_server_version: Some(wanted), ..Self::default() }
    }
}

/// The body of a message; an element that is neither content nor fault stays in `extra`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Body<B> {
    /// The request or response.
    pub content: Option<B>,
    /// Why there is no response.
    pub fault: Option<Box<Fault>>,
    /// What the members do not say.
    pub extra: xml::Extra,
}

call_wire::xml_object!(Body<B: Root> {
    root content,
    element fault: SOAP "Fault",
});

impl<B> Default for Envelope<B> {
    fn default() -> Self {
        Self { header: None, body: None, extra: xml::Extra::default() }
    }
}

impl<B> Default for Body<B> {
    fn default() -> Self {
        Self { content: None, fault: None, extra: xml::Extra::default() }
    }
}

impl<B: Root + PartialEq + 'static> Root for Envelope<B> {
    const PREFIXES: &'static [(&'static str, &'static str)] = PREFIXES;

    fn matches(name: NameRef<'_>) -> bool {
        name.is(SOAP, "Envelope")
    }

    fn root_name(&self) -> Name {
        Name::new(SOAP, "Envelope")
    }
}

impl<B> Envelope<B> {
    /// A message without header blocks.
    pub fn new(content: B) -> Self {
        let body = Body { content: Some(content), ..Body::default() };
        Self { body: Some(body), ..Self::default() }
    }

    /// A message that says why there is no response.
    #[must_use]
    pub fn fault(fault: Fault) -> Self {
        let body = Body { fault: Some(Box::new(fault)), ..Body::default() };
        Self { body: Some(body), ..Self::default() }
    }

    /// The message with a header.
    #[must_use]
    pub fn with_header(mut self, header: Header) -> Self {
        self.header = Some(header);
        self
    }

    /// What the body holds.
    ///
    /// # Errors
    ///
    /// When it holds a fault, or neither content nor fault.
    pub fn into_content(self) -> Result<B, NoContent> {
        let Some(body) = self.body else { return Err(NoContent::Nothing) };
        match (body.content, body.fault) {
            (_, Some(fault)) => Err(NoContent::Fault(fault)),
            (Some(content), None) => Ok(content),
            (None, None) => match body.extra.elements().next() {
                Some(other) => Err(NoContent::Other(Box::new(other))),
                None => Err(NoContent::Nothing),
            },
        }
    }
}

/// Why a body does not hold what was looked for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum NoContent {
    /// It holds a fault.
    Fault(Box<Fault>),
    /// It holds another element.
    Other(Box<xml::Element>),
    /// It holds nothing.
    Nothing,
}

impl fmt::Display for NoContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::Other(other) => write!(f, "the SOAP body holds another element: {}", other.name),
            Self::Nothing => f.write_str("the SOAP body is empty"),
        }
    }
}

impl Error for NoContent {}
