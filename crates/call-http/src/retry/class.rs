//! Retry classes of requests.

use reqwest::Method;

/// Determines when a request is retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryClass {
    /// Safe, such as a request that only reads. Retried on transient errors.
    Always,
    /// Safe, since the service recognizes a repetition by the repeatability headers. Retried on transient errors.
    ///
    /// The headers are the same for all attempts, and no attempt is made after
    /// [`Repeatability::TRACKED`](crate::Repeatability::TRACKED).
    Repeatable,
    /// Safe, but a retry may find nothing to delete. If the service may have processed an earlier attempt, a 404 counts
    /// as success. Retried on transient errors.
    Delete,
    /// Not safe: a retry could play a prompt twice or place a call twice. Retried only if the service is known not to
    /// have processed the request: 429, 503 with `Retry-After`, a wait in the body, or no connection.
    OnlyIfUnprocessed,
    /// Never retried.
    Never,
}

impl RetryClass {
    /// Returns the class of a method according to RFC 9110, section 9.2.2 (idempotent methods): `Always` for GET, HEAD,
    /// OPTIONS, TRACE and PUT, `Delete` for DELETE, and `OnlyIfUnprocessed` for all others.
    #[must_use]
    pub fn of(method: &Method) -> Self {
        match *method {
            Method::DELETE => Self::Delete,
            Method::PUT => Self::Always,
            _ if method.is_safe() => Self::Always,
            _ => Self::OnlyIfUnprocessed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_of_a_method_depends_on_its_idempotency() {
        assert_eq!(RetryClass::of(&Method::GET), RetryClass::Always);
        assert_eq!(RetryClass::of(&Method::PUT), RetryClass::Always);
        assert_eq!(RetryClass::of(&Method::DELETE), RetryClass::Delete);
        assert_eq!(RetryClass::of(&Method::POST), RetryClass::OnlyIfUnprocessed);
        assert_eq!(RetryClass::of(&Method::PATCH), RetryClass::OnlyIfUnprocessed);
    }
}
