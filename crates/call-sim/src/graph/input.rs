//! The input of an operation: a request, its parameters, and the permissions of its token.

use call_wire::json::{self, Wire};
use call_wire::server::{Parameters, check};
use graph_calls::server::Operation;

use super::auth::Grant;
use super::refusal::Refusal;
use crate::request::Request;

/// A request to an operation.
#[derive(Debug)]
pub(super) struct Input<'r> {
    /// The request.
    pub(super) request: &'r Request,
    /// The operation.
    pub(super) operation: Operation,
    /// The parameters in the path.
    pub(super) parameters: Parameters,
    /// The permissions of the token.
    pub(super) grant: Grant,
}

impl Input<'_> {
    /// Returns the id of the call.
    pub(super) fn call(&self) -> &str {
        self.parameter("call-id")
    }

    /// Returns a parameter in the path.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).unwrap_or_default()
    }

    /// Returns the body, which is checked against the rules of the schema. A missing body is read as an empty object.
    pub(super) fn body<T: Wire>(&self) -> Result<T, Refusal> {
        let body: &[u8] = if self.request.body.is_empty() { b"{}" } else { &self.request.body };
        let unreadable =
            |error| Refusal::bad_request(format!("Unable to read JSON request payload: {error}"));
        if let Some(expected) = self.operation.route().body {
            let violations = check(body, &expected.rules).map_err(unreadable)?;
            if let Some(violation) = violations.first() {
                return Err(Refusal::invalid_argument(format!("{violation}.")));
            }
        }
        json::decode(body).map_err(unreadable)
    }
}
