//! Routes: the requests and successful responses of operations.

use super::rules::ValueRules;

/// The request and the successful responses of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The template of the path, such as `/calls/{id}:play`. Names in braces are parameters.
    pub path: &'static str,
    /// The namespace that may qualify the last segment of the path: with `microsoft.graph`, `.../answer` may also be
    /// written as `.../microsoft.graph.answer`.
    pub namespace: Option<&'static str>,
    /// The parameters of the query, including the version of the API.
    pub query: &'static [Parameter],
    /// The headers that the schema defines, without those of repeatable requests.
    pub headers: &'static [Parameter],
    /// The body of the request, if it is JSON.
    pub body: Option<Body>,
    /// The successful responses, in the schema's order.
    pub successes: &'static [Success],
    /// Whether the service processes a repeated request once. Such a request has the headers
    /// `Repeatability-Request-ID` and `Repeatability-First-Sent`.
    pub is_repeatable: bool,
}

impl Route {
    /// Creates a route without parameters, body and responses.
    #[must_use]
    pub const fn new(method: &'static str, path: &'static str) -> Self {
        Self {
            method,
            path,
            namespace: None,
            query: &[],
            headers: &[],
            body: None,
            successes: &[],
            is_repeatable: false,
        }
    }
}

/// A parameter in the query, or a header.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name. The names of headers are case-insensitive.
    pub name: &'static str,
    /// Whether a request without it is refused.
    pub is_required: bool,
    /// The rules of its value, for [`check`](Self::check).
    pub rules: ValueRules,
}

/// The body of a request, in JSON.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// The name of its type in the schema.
    pub schema: &'static str,
    /// Whether a request without a body is refused.
    pub is_required: bool,
    /// The rules of its value, for [`check`](super::check).
    pub rules: ValueRules,
}

/// A successful response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Success {
    /// The HTTP status.
    pub status: u16,
    /// The name of the type of its body in the schema, or `bytes`. `None` if it has no body.
    pub schema: Option<&'static str>,
}

impl Success {
    /// Creates a response with a status, and the name of the type of its body.
    #[must_use]
    pub const fn new(status: u16, schema: Option<&'static str>) -> Self {
        Self { status, schema }
    }
}
