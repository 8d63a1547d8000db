//! The SOAP envelope: header, body, and the content of the body.

use std::error::Error;
use std::fmt;

use call_wire::xml::{self, Name, NameRef, Root};

use super::fault::Fault;
use super::ns::{PREFIXES, SOAP, TYPES};
use crate::generated::phone_call::{
    ExchangeImpersonation, ExchangeVersion, MailboxCulture, RequestServerVersion, ServerVersionInfo,
};

/// A SOAP message.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Envelope<B> {
    /// The header blocks. Messages of the UM web service have none.
    pub header: Option<Header>,
    /// The body. Every valid message has one.
    pub body: Option<Body<B>>,
    /// Preserves unknown elements and attributes, and original spellings.
    pub extra: xml::Extra,
}

call_wire::xml_object!(Envelope<B: Root> {
    element header: SOAP "Header",
    element body: SOAP "Body",
});

/// The header of a message. Unknown header blocks are kept in `extra`.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Header {
    /// The version of the schema that the request conforms to.
    pub request_server_version: Option<RequestServerVersion>,
    /// The language of the mailbox.
    pub mailbox_culture: Option<MailboxCulture>,
    /// The account that the caller impersonates.
    pub exchange_impersonation: Option<ExchangeImpersonation>,
    /// The version of Exchange that sent the response.
    pub server_version_info: Option<ServerVersionInfo>,
    /// Preserves unknown elements and attributes, and original spellings.
    pub extra: xml::Extra,
}

call_wire::xml_object!(Header {
    element request_server_version: TYPES "RequestServerVersion",
    element mailbox_culture: TYPES "MailboxCulture",
    element exchange_impersonation: TYPES "ExchangeImpersonation",
    element server_version_info: TYPES "ServerVersionInfo",
});

impl Header {
    /// Creates the header of a request that conforms to a version of the schema.
    #[must_use]
    pub fn for_version(version: ExchangeVersion) -> Self {
        let version = RequestServerVersion::new(version);
        Self { request_server_version: Some(version), ..Self::default() }
    }
}

/// The body of a message. Unknown elements are kept in `extra`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Body<B> {
    /// The request or response.
    pub content: Option<B>,
    /// The fault, if the service refused the request.
    pub fault: Option<Box<Fault>>,
    /// Preserves unknown elements and attributes, and original spellings.
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
    /// Creates a message without a header.
    pub fn new(content: B) -> Self {
        let body = Body { content: Some(content), ..Body::default() };
        Self { body: Some(body), ..Self::default() }
    }

    /// Creates a message with a fault as its body.
    #[must_use]
    pub fn fault(fault: Fault) -> Self {
        let body = Body { fault: Some(Box::new(fault)), ..Body::default() };
        Self { body: Some(body), ..Self::default() }
    }

    /// Sets the header.
    #[must_use]
    pub fn with_header(mut self, header: Header) -> Self {
        self.header = Some(header);
        self
    }

    /// Returns the content of the body.
    ///
    /// # Errors
    ///
    /// [`NoContent`] if the body contains a fault, another element, or nothing.
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

/// The reason why a body has no content of the expected type.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum NoContent {
    /// The body contains a fault.
    Fault(Box<Fault>),
    /// The body contains an element of another type.
    Other(Box<xml::Element>),
    /// The body is empty.
    Nothing,
}

impl fmt::Display for NoContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::Other(other) => write!(f, "the SOAP body contains an unexpected element: {}", other.name),
            Self::Nothing => f.write_str("the SOAP body is empty"),
        }
    }
}

impl Error for NoContent {}
