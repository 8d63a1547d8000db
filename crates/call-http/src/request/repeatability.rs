//! Repeatability headers.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, HeaderName};
use uuid::Uuid;

use super::header::header_value;
use crate::error::Error;
use crate::time::http_date;

/// The repeatability headers of a request. The service processes requests with the same headers only once.
///
/// Source: [OASIS Repeatable Requests
/// 1.0](https://docs.oasis-open.org/odata/repeatable-requests/v1.0/repeatable-requests-v1.0.html). Services recognize a
/// repetition for five minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeatability {
    /// `Repeatability-Request-ID`: the same for all attempts of a request.
    pub request_id: Uuid,
    /// `Repeatability-First-Sent`: the time of the first attempt.
    pub first_sent: SystemTime,
}

impl Repeatability {
    /// The time after the first attempt in which a service recognizes a repetition.
    pub const TRACKED: Duration = Duration::from_secs(5 * 60);

    /// Creates the headers of a new request, with a random id.
    #[must_use]
    pub fn new(first_sent: SystemTime) -> Self {
        Self { request_id: Uuid::new_v4(), first_sent }
    }

    /// Writes the headers.
    pub(crate) fn write(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        let values = [
            ("repeatability-request-id", self.request_id.to_string()),
            ("repeatability-first-sent", http_date(self.first_sent)),
        ];
        for (name, value) in values {
            headers.insert(HeaderName::from_static(name), header_value(name, value)?);
        }
        Ok(())
    }
}
