//! Authentication that failed.

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

use crate::answer::Answer;
use crate::request::Request;

/// An authentication that failed: the code and the message of the response.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Failure {
    /// Creates the failure of a missing or unknown credential.
    pub(super) fn invalid_token() -> Self {
        Self { code: "7501", message: "Invalid Token".to_owned() }
    }

    /// Returns the response. Its members begin with capitals, unlike those of other errors.
    pub(crate) fn answer(&self, request: &Request) -> Answer {
        let error = json!({"Code": self.code, "Message": self.message, "Target": request.path()});
        let body = json!({ "Error": error }).to_string();
        Answer::new(StatusCode::UNAUTHORIZED, "application/json; charset=utf-8", body)
            .header(WWW_AUTHENTICATE, "HMAC-SHA256, Bearer")
    }
}
