//! The XML namespaces of SOAP messages to and from Exchange.

pub use call_wire::xml::ns::{NONE, SOAP, XML};

pub use crate::generated::phone_call::ns::{MESSAGES, TYPES};

/// The namespace of errors, which is written with the prefix `e`.
pub const ERRORS: &str = "http://schemas.microsoft.com/exchange/services/2006/errors";

/// The prefixes that messages are written with, each with its namespace.
pub const PREFIXES: &[(&str, &str)] = &[("m", MESSAGES), ("t", TYPES), ("e", ERRORS)];
