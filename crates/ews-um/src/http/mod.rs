//! SOAP over HTTP, for the clients and for Autodiscover.

mod back_off;
mod fault;
mod pipeline;
mod request;

pub(crate) use self::fault::take_fault;
pub(crate) use self::pipeline::pipeline;
pub(crate) use self::request::{CONTENT_TYPE, encoded_body, soap_request};
