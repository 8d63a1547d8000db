//! Authentication of requests: access keys and bearer tokens.

mod bearer;
mod hmac;

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

pub(super) use self::bearer::issue;
use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// An authentication that failed: the code and the message of the response.
#[derive(Debug)]
pub(super) struct Failure {
    code: &'static str,
    message: String,
}

/// Checks the credential of a request.
pub(super) fn check(world: &World, request: &Request) -> Result<(), Failure> {
    match request.header("authorization") {
        Some(value) => match value.split_once(' ') {
            Some((scheme, parameters)) if scheme.eq_ignore_ascii_case("HMAC-SHA256") => {
                hmac::check(world, request, parameters)
            }
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("Bearer") => bearer::check(world, value),
            _ => Err(invalid_token()),
        },
        None => Err(invalid_token()),
    }
}

fn invalid_token() -> Failure {
    Failure { code: "7501", message: "Invalid Token".to_owned() }
}

impl Failure {
    /// Returns the response of the service's front door, whose members begin with capitals.
    pub(super) fn answer(&self, request: &Request) -> Answer {
        let error = json!({"Code": self.code, "Message": self.message, "Target": request.path()});
        let body = json!({ "Error": error }).to_string();
        Answer::new(StatusCode::UNAUTHORIZED, "application/json; charset=utf-8", body)
            .header(WWW_AUTHENTICATE, "HMAC-SHA256, Bearer")
    }
}
