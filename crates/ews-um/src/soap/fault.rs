//! SOAP faults, in the forms that the two services and their documentation have.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use call_wire::xml::{self, Element, QName};
use call_wire::{OpenEnum, Unrecognized};

use super::ns::{self, NONE, PREFIXES, SOAP, XML};

/// Why a request was refused.
///
/// The documented faults differ in their details: the exception may be in any namespace or in none, its text may
/// have a prefix, and the prefix of the fault code may be declared nowhere. [`Fault::kind`] reads all of them.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// The code: the name of an exception or of an error, most often.
    pub code: Option<QName>,
    /// The text for a person.
    pub string: Option<FaultString>,
    /// Who on the way refused; no documented fault has it.
    pub actor: Option<String>,
    /// More about it.
    pub detail: Option<Detail>,
    /// What the members do not say.
    pub extra: xml::Extra,
}

call_wire::xml_object!(Fault {
    element code: NONE "faultcode",
    element string: NONE "faultstring",
    element actor: NONE "faultactor",
    element detail: NONE "detail",
});
call_wire::xml_root!(Fault: SOAP "Fault", PREFIXES);

/// The text of a fault.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct FaultString {
    /// Its language, such as `en-US`.
    pub lang: Option<String>,
    /// The text.
    pub value: Option<String>,
    /// What the members do not say.
    pub extra: xml::Extra,
}

call_wire::xml_object!(FaultString {
    attribute lang: XML "lang",
    text value,
});

/// The detail of a fault: elements of any name.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Detail {
    /// The elements.
    pub any: Vec<Element>,
    /// What the members do not say.
    pub extra: xml::Extra,
}

call_wire::xml_object!(Detail { any any });

/// What a fault is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// The call identifier is wrong, or missing in a request to disconnect.
    InvalidCallId,
    /// The entry id names no item.
    InvalidObjectId,
    /// The dialing rules do not let the server call the number.
    DialingRules,
    /// The request is malformed: the answer of the UM web service.
    InvalidRequest,
    /// The request is malformed: the answer of EWS, with a `MessageXml` that says where.
    SchemaValidation,
    /// The server is busy: the answer of EWS, with a `MessageXml` that may say for how long.
    ServerBusy,
    /// Another exception or error, by its name; empty when the fault has none.
    Other(Unrecognized),
}

impl OpenEnum for FaultKind {
    const NAME: &'static str = "fault";
    const VALUES: &'static [Self] = &[
        Self::InvalidCallId,
        Self::InvalidObjectId,
        Self::DialingRules,
        Self::InvalidRequest,
        Self::SchemaValidation,
        Self::ServerBusy,
    ];

    fn as_str(&self) -> &str {
        match self {
            Self::InvalidCallId => "InvalidCallIdException",
            Self::InvalidObjectId => "InvalidObjectIdException",
            Self::DialingRules => "DialingRulesException",
            Self::InvalidRequest => "ErrorInvalidRequest",
            Self::SchemaValidation => "ErrorSchemaValidation",
            Self::ServerBusy => "ErrorServerBusy",
            Self::Other(other) => other.as_str(),
        }
    }

    fn other(value: Unrecognized) -> Self {
        Self::Other(value)
    }
}

call_wire::open_enum!(FaultKind);

impl Fault {
    /// A fault of the UM web service for one of its exceptions.
    #[must_use]
    pub fn exception(kind: &FaultKind, text: impl Into<String>) -> Self {
        let name = kind.as_str().to_owned();
        let mut fault = Self::coded(QName::new("a", ns::ERRORS, name.clone()), text);
        let exception = Element::new(ns::MESSAGES, "ExceptionType").with_text(name);
        fault.detail = Some(Detail { any: vec![exception], ..Detail::default() });
        fault
    }

    /// The fault of a malformed request.
    #[must_use]
    pub fn invalid_request(text: impl Into<String>) -> Self {
        let (name, text) = (FaultKind::InvalidRequest.as_str().to_owned(), text.into());
        let mut fault = Self::coded(QName::new("a", ns::TYPES, name.clone()), text.clone());
        let code = Element::new(ns::ERRORS, "ResponseCode").with_text(name);
        let message = Element::new(ns::ERRORS, "Message").with_text(text);
        fault.detail = Some(Detail { any: vec![code, message], ..Detail::default() });
        fault
    }

    fn coded(code: QName, text: impl Into<String>) -> Self {
        let string = FaultString {
            lang: Some("en-US".to_owned()),
            value: Some(text.into()),
            ..FaultString::default()
        };
        Self { code: Some(code), string: Some(string), ..Self::default() }
    }

    /// What the fault is about: its exception, else the response code in its detail, else its code.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        FaultKind::parse(&self.name())
    }

    /// The name of the exception or error; empty when the fault has none.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        let code = || self.code.as_ref().map(|code| Cow::Borrowed(&*code.local));
        let name = self.exception_type().or_else(|| self.response_code()).or_else(code);
        name.unwrap_or_default()
    }

    /// The `ExceptionType` of the detail, in any namespace and without a prefix.
    #[must_use]
    pub fn exception_type(&self) -> Option<Cow<'_, str>> {
        self.detail_text("ExceptionType").map(|text| match text {
            Cow::Borrowed(text) => Cow::Borrowed(without_prefix(text)),
            Cow::Owned(text) => Cow::Owned(without_prefix(&text).to_owned()),
        })
    }

    /// The `ResponseCode` of the detail.
    #[must_use]
    pub fn response_code(&self) -> Option<Cow<'_, str>> {
        self.detail_text("ResponseCode")
    }

    /// The text for a person: the `Message` of the detail, else the fault string.
    #[must_use]
    pub fn message(&self) -> Option<Cow<'_, str>> {
        let string = || self.string.as_ref().and_then(|string| string.value.as_deref()).map(Cow::Borrowed);
        self.detail_text("Message").or_else(string)
    }

    /// The `MessageXml` of the detail, which says where a request breaks the schema.
    #[must_use]
    pub fn message_xml(&self) -> Option<&Element> {
        self.detail_element("MessageXml")
    }

    /// Where a request breaks the schema, if EWS says so: line and position in the request, and the rule.
    #[must_use]
    pub fn violation(&self) -> Option<(u32, u32, Cow<'_, str>)> {
        let part = |local: &str| self.message_xml()?.elements().find(|part| part.name.local == local);
        let number = |local: &str| part(local)?.text().trim().parse().ok();
        Some((number("LineNumber")?, number("LinePosition")?, part("Violation")?.text()))
    }

    fn detail_element(&self, local: &str) -> Option<&Element> {
        self.detail.as_ref()?.any.iter().find(|element| element.name.local == local)
    }

    fn detail_text(&self, local: &str) -> Option<Cow<'_, str>> {
        let text = self.detail_element(local)?.text();
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        (!text.is_empty()).then_some(text)
    }
}

fn without_prefix(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        let name = if name.is_empty() { Cow::Borrowed("SOAP fault") } else { name };
        match self.message() {
            Some(message) => write!(f, "{name}: {message}"),
            None => f.write_str(&name),
        }
    }
}

impl Error for Fault {}
