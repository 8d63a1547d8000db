//! SOAP faults, in all the forms that the two services and their documentation use.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use call_wire::xml::{self, Element, QName};
use call_wire::{OpenEnum, Unrecognized};

use super::ns::{self, NONE, PREFIXES, SOAP, XML};

/// The error of a request that the service refused.
///
/// The documented faults differ in their details: the exception can be in any namespace or in none, its text can
/// have a prefix, and the prefix of the fault code can be undeclared. [`Fault::kind`] recognizes all these forms.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// The code: usually the name of an exception or of an error.
    pub code: Option<QName>,
    /// The description.
    pub string: Option<FaultString>,
    /// The node that caused the fault. No documented fault has it.
    pub actor: Option<String>,
    /// The details, such as the exception.
    pub detail: Option<Detail>,
    /// Preserves unknown elements and attributes, and original spellings.
    pub extra: xml::Extra,
}

call_wire::xml_object!(Fault {
    element code: NONE "faultcode",
    element string: NONE "faultstring",
    element actor: NONE "faultactor",
    element detail: NONE "detail",
});
call_wire::xml_root!(Fault: SOAP "Fault", PREFIXES);

/// The description in a fault.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct FaultString {
    /// The language of the text, such as `en-US`.
    pub lang: Option<String>,
    /// The text.
    pub value: Option<String>,
    /// Preserves unknown elements and attributes, and original spellings.
    pub extra: xml::Extra,
}

call_wire::xml_object!(FaultString {
    attribute lang: XML "lang",
    text value,
});

/// The details of a fault: elements of any name.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Detail {
    /// The elements.
    pub any: Vec<Element>,
    /// Preserves unknown elements and attributes, and original spellings.
    pub extra: xml::Extra,
}

call_wire::xml_object!(Detail { any any });

/// The kind of a fault.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// The call identifier is invalid, or is missing in a request to disconnect.
    InvalidCallId,
    /// The entry id does not identify an item.
    InvalidObjectId,
    /// The dialing rules do not allow the server to call the number.
    DialingRules,
    /// The request is malformed (UM web service).
    InvalidRequest,
    /// The request violates the schema (EWS). `MessageXml` contains the position of the error.
    SchemaValidation,
    /// The server is busy (EWS). `MessageXml` can contain the time to wait.
    ServerBusy,
    /// Another exception or error, by its name. The name is empty if the fault has none.
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
    /// Creates the fault that the UM web service sends for one of its exceptions.
    #[must_use]
    pub fn exception(kind: &FaultKind, text: impl Into<String>) -> Self {
        let name = kind.as_str().to_owned();
        let mut fault = Self::with_code(QName::new("a", ns::ERRORS, name.clone()), text);
        let exception = Element::new(ns::MESSAGES, "ExceptionType").with_text(name);
        fault.detail = Some(Detail { any: vec![exception], ..Detail::default() });
        fault
    }

    /// Creates the fault that the UM web service sends for a malformed request.
    #[must_use]
    pub fn invalid_request(text: impl Into<String>) -> Self {
        let (name, text) = (FaultKind::InvalidRequest.as_str().to_owned(), text.into());
        let mut fault = Self::with_code(QName::new("a", ns::TYPES, name.clone()), text.clone());
        let code = Element::new(ns::ERRORS, "ResponseCode").with_text(name);
        let message = Element::new(ns::ERRORS, "Message").with_text(text);
        fault.detail = Some(Detail { any: vec![code, message], ..Detail::default() });
        fault
    }

    fn with_code(code: QName, text: impl Into<String>) -> Self {
        let string = FaultString {
            lang: Some("en-US".to_owned()),
            value: Some(text.into()),
            ..FaultString::default()
        };
        Self { code: Some(code), string: Some(string), ..Self::default() }
    }

    /// Returns the kind of the fault, by its [name](Self::name).
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        FaultKind::parse(&self.name())
    }

    /// Returns the name of the exception or error: the exception in the details, otherwise the response code
    /// there, otherwise the code of the fault. The name is empty if the fault has none of them.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        let code = || self.code.as_ref().map(|code| Cow::Borrowed(&*code.local));
        let name = self.exception_type().or_else(|| self.response_code()).or_else(code);
        name.unwrap_or_default()
    }

    /// Returns the `ExceptionType` in the details, in any namespace and without a prefix.
    #[must_use]
    pub fn exception_type(&self) -> Option<Cow<'_, str>> {
        self.detail_text("ExceptionType").map(|text| match text {
            Cow::Borrowed(text) => Cow::Borrowed(without_prefix(text)),
            Cow::Owned(text) => Cow::Owned(without_prefix(&text).to_owned()),
        })
    }

    /// Returns the `ResponseCode` in the details.
    #[must_use]
    pub fn response_code(&self) -> Option<Cow<'_, str>> {
        self.detail_text("ResponseCode")
    }

    /// Returns the description: the `Message` in the details, otherwise the fault string.
    #[must_use]
    pub fn message(&self) -> Option<Cow<'_, str>> {
        let string = || self.string.as_ref().and_then(|string| string.value.as_deref()).map(Cow::Borrowed);
        self.detail_text("Message").or_else(string)
    }

    /// Returns the `MessageXml` in the details, such as the position of a schema violation.
    #[must_use]
    pub fn message_xml(&self) -> Option<&Element> {
        self.detail_element("MessageXml")
    }

    /// Returns the schema violation that EWS reports: the line in the request, the position in the line, and the
    /// violated rule.
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
