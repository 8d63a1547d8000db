//! SOAP 1.1: the envelope around requests and responses, its header, and faults.
//!
//! The type parameter of an [`Envelope`] is the type of its content: one request or response, or an enum of all
//! responses of a service, such as [`um::Response`](crate::um::Response).
//!
//! ```
//! use ews_um::{soap::Envelope, um::GetCallInfo};
//!
//! let text = call_wire::xml::encode(&Envelope::new(GetCallInfo::new("0Oz5mZ")))?;
//! assert!(text.contains("<m:GetCallInfo><m:CallId>0Oz5mZ</m:CallId></m:GetCallInfo>"));
//! # Ok::<(), call_wire::xml::EncodeError>(())
//! ```

mod envelope;
mod fault;
pub mod ns;
#[cfg(test)]
mod tests;

pub use self::envelope::{Body, Envelope, Header, NoContent};
pub use self::fault::{Detail, Fault, FaultKind, FaultString};
