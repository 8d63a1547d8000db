//! Pipelines and pending requests, with a server on loopback.

mod body_limits;
mod connections;
mod error_responses;
mod observers;
mod pages;
mod pending_requests;
mod raw_responses;
mod redaction;
mod replay;
mod request_headers;
mod retry_decisions;
mod retry_waits;
mod spans;
mod streaming;
mod support;
#[cfg(feature = "azure")]
mod tokens;
mod transports;
mod validation;
