//! Bodies of requests: the rules of the schema, and decoding.

use acs_calling::call_wire::json::{Wire, decode};
use call_wire::server::{Problem, Route, Violation, check};
use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::refusal::Refusal;
use crate::request::Request;

/// Checks the body of a request against the rules of its operation.
pub(super) fn check_body(route: &Route, request: &Request) -> Result<(), Refusal> {
    let Some(body) = &route.body else { return Ok(()) };
    if request.body.is_empty() {
        return if body.is_required {
            Err(Refusal::invalid("The request body is required."))
        } else {
            Ok(())
        };
    }
    let media_type = request.header(CONTENT_TYPE.as_str()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        let message = "The media type of the request is not supported (expected application/json).";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, 415, message));
    }
    let violations = check(&request.body, &body.rules)
        .map_err(|error| Refusal::invalid(format!("The request body is not valid JSON: {error}.")))?;
    violations.first().map_or(Ok(()), |violation| Err(refuse(violation)))
}

/// Decodes the body of a request.
pub(super) fn read<T: Wire>(request: &Request) -> Result<T, Refusal> {
    decode(&request.body).map_err(|error| Refusal::invalid(format!("The request body is invalid: {error}.")))
}

/// Returns a required member. [`check_body`] has already refused a request without it.
pub(super) fn required<T>(value: Option<T>, member: &str) -> Result<T, Refusal> {
    value.ok_or_else(|| Refusal::missing(member))
}

fn refuse(violation: &Violation) -> Refusal {
    let member = capitalized(violation.member);
    let refusal = match violation.problem {
        Problem::Missing => Refusal::missing(&member),
        _ => {
            let Violation { found, expected, .. } = violation;
            Refusal::invalid(format!("The field {member} is invalid: {found} (expected {expected})."))
        }
    };
    refusal.target(&violation.pointer)
}

/// Returns the name of a member as in the messages of the service.
fn capitalized(member: &str) -> String {
    let mut letters = member.chars();
    letters.next().map_or_else(|| "Body".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}
