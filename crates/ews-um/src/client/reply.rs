//! What an operation gave, with the answer that it came in.

use std::{fmt, ops::Deref};

use call_http::Response;

use crate::{
    error::Error,
    phone_call::{ResponseCode, ResponseMessageMessageXml, ServerVersionInfo},
    soap::Header,
};

/// What an operation gave. It derefs to that; the rest of the answer is at hand too: as a
/// [`call_http::Reply`], and beside it what SOAP and EWS add.
///
/// [`Debug`](fmt::Debug) shows the value and the answer's status, not its headers or bytes.
#[derive(Clone)]
pub struct Reply<T> {
    value: T,
    header: Option<Header>,
    warning: Option<Warning>,
    response: Response,
}

impl<T> Reply<T> {
    pub(super) fn new(value: T, header: Option<Header>, response: Response) -> Self {
        Self { value, header, warning: None, response }
    }

    pub(super) fn with_warning(mut self, warning: Option<Warning>) -> Self {
        self.warning = warning;
        self
    }

    /// The same answer with another value.
    pub(super) fn map<U>(self, make: impl FnOnce(T) -> U) -> Reply<U> {
        let Self { value, header, warning, response } = self;
        Reply { value: make(value), header, warning, response }
    }

    /// The same answer with a value that must be in it, in the element of a name.
    pub(super) fn need<U>(self, element: &str, take: impl FnOnce(T) -> Option<U>) -> Result<Reply<U>, Error> {
        let Self { value, header, warning, response } = self;
        match take(value) {
            Some(value) => Ok(Reply { value, header, warning, response }),
            None => {
                let text = warning.and_then(|warning| warning.text);
                let warns = text.map(|text| format!("; it warns: {text}")).unwrap_or_default();
                let message = format!("the answer has no value in {element}{warns}");
                Err(Error::not_understood(&response, &message))
            }
        }
    }

    /// What the operation gave.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// What the operation gave, and the answer as HTTP has it.
    #[must_use]
    pub fn into_parts(self) -> (T, Response) {
        (self.value, self.response)
    }

    /// The answer as HTTP has it: status, headers, bytes, request ids, attempts.
    #[must_use]
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// The SOAP header of the answer. The UM web service sends none.
    #[must_use]
    pub fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// Which version of Exchange answered. Only EWS says so.
    #[must_use]
    pub fn server_version(&self) -> Option<&ServerVersionInfo> {
        self.header.as_ref()?.server_version_info.as_ref()
    }

    /// What EWS warns of, with `ResponseClass="Warning"`: the operation was done all the same.
    #[must_use]
    pub fn warning(&self) -> Option<&Warning> {
        self.warning.as_ref()
    }
}

impl<T> Deref for Reply<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("value", &self.value)
            .field("header", &self.header)
            .field("warning", &self.warning)
            .field("response", &self.response)
            .finish()
    }
}

/// A warning of EWS.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Warning {
    /// What it is about, by its name.
    pub code: Option<ResponseCode>,
    /// What it is about, in words.
    pub text: Option<String>,
    /// More about it.
    pub xml: Option<ResponseMessageMessageXml>,
}
