//! Error bodies of all formats.
//!
//! Four formats are known: `{"error":{"code","message"}}` in any letter case (ACS, Graph),
//! `{"title","status","instance","message","traceId"}` (the recording store), SOAP faults (Exchange) and HTML pages
//! (gateways). Any other body is read as text, to preserve its content.

mod html;
mod json;
mod read;
mod soap;
mod types;

pub(crate) use html::html_title;
pub use types::{ErrorBody, ErrorDetail};
