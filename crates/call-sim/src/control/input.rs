//! The input of the control API: JSON bodies and query parameters.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use bytes::Bytes;
use http::Uri;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// A JSON body. Its `Content-Type` is not checked, so that `curl --data` works without a header.
#[derive(Debug)]
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|error| Problem::new(error.status(), error.body_text()))?;
        match serde_json::from_slice(&body) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(Problem::invalid(format!(
                "the body is not valid: {error} (GET /_sim/openapi.json describes the bodies)"
            ))),
        }
    }
}

/// The id in a path.
#[derive(Debug)]
pub(super) struct Id(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(error) => Err(Problem::invalid(error.body_text())),
        }
    }
}

/// The query parameters.
#[derive(Debug)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the query of a request, which may only have parameters with these names.
    pub(super) fn of(uri: &Uri, names: &[&str]) -> Result<Self, Problem> {
        let query = uri.query().unwrap_or_default();
        let parameters = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>();
        match parameters.iter().find(|(name, _)| !names.contains(&name.as_str())) {
            Some((name, _)) => Err(Problem::invalid(format!(
                "{name:?} is not a parameter of {} (expected {})",
                uri.path(),
                names.join(", ")
            ))),
            None => Ok(Self(parameters)),
        }
    }

    /// Returns the value of a parameter.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the value of a parameter that is a whole number.
    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Problem> {
        let number = |text: &str| {
            let error =
                |_| Problem::invalid(format!("{name}: {text:?} is not valid (expected a whole number)"));
            text.parse().map_err(error)
        };
        self.text(name).map(number).transpose()
    }
}
