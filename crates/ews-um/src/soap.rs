//! The SOAP 1.1 envelope: header blocks, one request or response, or a fault.

use std::{borrow::Cow, error::Error, fmt};

use call_wire::{
    OpenEnum, Unrecognized, open_enum,
    xml::{self, Content, Element, Extra, Name, ns},
};

use crate::phone_call::{ExchangeImpersonation, MailboxCulture, RequestServerVersion, ServerVersionInfo};

/// A SOAP message whose body holds a `B`: [`um::Request`](crate::um::Request),
/// [`phone_call::Response`](crate::phone_call::Response) and so on. What they do not know, they keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope<B> {
    /// Blocks about the message. The Unified Messaging web service knows none.
    pub header: Option<Header>,
    /// The message.
    pub body: Option<Body<B>>,
    /// What the members do not say.
    pub extra: Extra,
}

/// What an envelope carries: a request or response, or a fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Body<B> {
    /// Why there is no response. It counts whatever the HTTP status is.
    pub fault: Option<Fault>,
    /// The request or response.
    pub content: Option<B>,
    /// What the members do not say.
    pub extra: Extra,
}

/// The header blocks of EWS; others are kept in `extra`.
///
/// Source: EWS reference, requestserverversion, mailboxculture, exchangeimpersonation, serverversioninfo.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Header {
    /// In requests: the schema version that the client speaks; EWS requires it from Exchange 2010 on.
    pub request_server_version: Option<RequestServerVersion>,
    /// In requests: the language of texts in the response, as in RFC 3066.
    pub mailbox_culture: Option<MailboxCulture>,
    /// In requests: the account to act for.
    pub exchange_impersonation: Option<ExchangeImpersonation>,
    /// In responses: the version of the server.
    pub server_version_info: Option<ServerVersionInfo>,
    /// What the members do not say.
    pub extra: Extra,
}

/// A SOAP fault.
///
/// Source: SOAP 1.1, section 4.4; [MS-OXWUMS] 2.2.2.1 and 2.2.3.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// A qualified name. Its prefix is not always declared: see [`code`](Self::code).
    pub faultcode: Option<Element>,
    /// A text for people.
    pub faultstring: Option<FaultString>,
    /// Who on the way raised it; Exchange does not send it.
    pub faultactor: Option<String>,
    /// What the service says about it.
    pub detail: Option<Detail>,
    /// What the members do not say.
    pub extra: Extra,
}

/// A fault's text for people, with its language.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FaultString {
    /// The language, such as `en-US`.
    pub lang: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// What the members do not say.
    pub extra: Extra,
}

/// What the service says about a fault: elements that no schema has.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Detail {
    /// The elements.
    pub elements: Vec<Element>,
    /// What the members do not say.
    pub extra: Extra,
}

call_wire::xml_object!(Envelope<B: Content> {
    element header: SOAP "Header",
    element body: SOAP "Body",
});
call_wire::xml_object!(Body<B: Content> {
    element fault: SOAP "Fault",
    content content,
});
call_wire::xml_object!(Header {
    element request_server_version: T "RequestServerVersion",
    element mailbox_culture: T "MailboxCulture",
    element exchange_impersonation: T "ExchangeImpersonation",
    element server_version_info: T "ServerVersionInfo",
});
call_wire::xml_object!(Fault {
    element faultcode: NONE "faultcode",
    element faultstring: NONE "faultstring",
    element faultactor: NONE "faultactor",
    element detail: NONE "detail",
});
call_wire::xml_object!(FaultString {
    attribute lang: XML "lang",
    text text,
});
call_wire::xml_object!(Detail {
    any elements,
});

impl<B: Content + PartialEq + 'static> xml::Root for Envelope<B> {
    fn matches(name: &Name) -> bool {
        name.is(ns::SOAP, "Envelope")
    }

    fn root_name(&self) -> Name {
        Name::new(ns::SOAP, "Envelope")
    }
}

impl<B> Default for Envelope<B> {
    fn default() -> Self {
        Self { header: None, body: None, extra: Extra::default() }
    }
}

impl<B> Default for Body<B> {
    fn default() -> Self {
        Self { fault: None, content: None, extra: Extra::default() }
    }
}

impl<B> Envelope<B> {
    /// A message without header blocks.
    pub fn new(content: impl Into<B>) -> Self {
        let body = Body { content: Some(content.into()), ..Body::default() };
        Self { body: Some(body), ..Self::default() }
    }

    /// The message with header blocks.
    #[must_use]
    pub fn with_header(self, header: Header) -> Self {
        Self { header: Some(header), ..self }
    }

    /// The request or response.
    ///
    /// # Errors
    ///
    /// The fault, if there is one; an empty one if the body is empty or missing.
    pub fn into_result(self) -> Result<B, Box<Fault>> {
        match self.body {
            Some(Body { fault: None, content: Some(content), .. }) => Ok(content),
            Some(Body { fault: Some(fault), .. }) => Err(Box::new(fault)),
            _ => Err(Box::default()),
        }
    }
}

/// Why a service sent a fault.
///
/// The list is not closed: a server may send other exceptions, for failures of configuration among others
/// ([MS-OXWUMS] 4.15).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// The call identifier is wrong, or missing. [MS-OXWUMS] 3.1.4.1, 3.1.4.3.
    InvalidCallId,
    /// The entry id of PlayOnPhone is wrong. [MS-OXWUMS] 3.1.4.8.
    InvalidObjectId,
    /// The dial string is wrong, or the dial plan forbids it. [MS-OXWUMS] 3.1.4.8, 3.1.4.9.
    DialingRules,
    /// The request is malformed. [MS-OXWUMS] 2.2.2.1.
    InvalidRequest,
    /// The request does not fit the schema; sent by EWS. See [`Fault::violation`].
    SchemaValidation,
    /// Another exception, by its name.
    Other(Unrecognized),
}

impl OpenEnum for FaultKind {
    const NAME: &'static str = "the kind of a fault";
    const VALUES: &'static [Self] = &[
        Self::InvalidCallId,
        Self::InvalidObjectId,
        Self::DialingRules,
        Self::InvalidRequest,
        Self::SchemaValidation,
    ];

    fn as_str(&self) -> &str {
        match self {
            Self::InvalidCallId => "InvalidCallIdException",
            Self::InvalidObjectId => "InvalidObjectIdException",
            Self::DialingRules => "DialingRulesException",
            Self::InvalidRequest => "ErrorInvalidRequest",
            Self::SchemaValidation => "ErrorSchemaValidation",
            Self::Other(other) => other.as_str(),
        }
    }

    fn other(value: Unrecognized) -> Self {
        Self::Other(value)
    }
}

open_enum!(FaultKind);

impl Fault {
    /// Why the service sent the fault: the exception that `detail` names, else its response code, else the fault
    /// code.
    ///
    /// The documented faults put the exception into one of three namespaces, with and without a prefix in its
    /// text, and use prefixes that they do not declare. So names count here, and namespaces do not.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        let said = self.said("ExceptionType").or_else(|| self.said("ResponseCode"));
        let name = said.map(|text| local(&text).to_owned()).or_else(|| self.code());
        FaultKind::parse(&name.unwrap_or_default())
    }

    /// The local part of the fault code.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        let text = self.faultcode.as_ref()?.text();
        Some(local(&text).to_owned()).filter(|code| !code.is_empty())
    }

    /// The text for people: the fault string, else the message in `detail`.
    #[must_use]
    pub fn message(&self) -> Option<Cow<'_, str>> {
        let text = self.faultstring.as_ref().and_then(|text| text.text.as_deref());
        text.map(Cow::Borrowed).or_else(|| self.said("Message"))
    }

    /// What a request breaks of the schema, if EWS says so: line and position in the request, and the rule.
    #[must_use]
    pub fn violation(&self) -> Option<(u32, u32, String)> {
        let number = |name| self.said(name)?.trim().parse().ok();
        Some((number("LineNumber")?, number("LinePosition")?, self.said("Violation")?.into_owned()))
    }

    /// The text of the first element of that local name in `detail`.
    fn said(&self, name: &str) -> Option<Cow<'_, str>> {
        find(&self.detail.as_ref()?.elements, name).map(Element::text)
    }
}

/// The first element of a local name, in document order.
fn find<'e>(elements: impl IntoIterator<Item = &'e Element>, name: &str) -> Option<&'e Element> {
    elements.into_iter().find_map(|element| {
        let is_it = element.name.local == name;
        // The parser bounds the depth.
        if is_it { Some(element) } else { find(element.elements().collect::<Vec<_>>(), name) }
    })
}

/// A name without its prefix and the white space around it.
fn local(text: &str) -> &str {
    let text = text.trim();
    text.rsplit_once(':').map_or(text, |(_, local)| local)
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind();
        f.write_str(if kind.as_str().is_empty() { "a body without content" } else { kind.as_str() })?;
        match self.message() {
            Some(message) => write!(f, ": {}", message.trim()),
            None => Ok(()),
        }
    }
}

impl Error for Fault {}
