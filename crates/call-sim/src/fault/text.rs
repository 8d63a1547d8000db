//! Descriptions of faults, for the journal.

use std::fmt;

use super::rule::{CallbackFault, RequestFault, RetryAfter};

impl fmt::Display for RequestFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { status, retry_after: None } => write!(f, "status {status}"),
            Self::Status { status, retry_after: Some(wait) } => {
                write!(f, "status {status}, Retry-After {wait}")
            }
            Self::ResetBefore => f.write_str("connection reset before the effect"),
            Self::ResetAfter => f.write_str("connection reset after the effect"),
            Self::CutBody => f.write_str("response truncated in the middle"),
            Self::SlowBytes(pause) => write!(f, "slow bytes, {pause} ms"),
            Self::HtmlPage => f.write_str("HTML page"),
            Self::ContentType => f.write_str("wrong Content-Type"),
        }
    }
}

impl fmt::Display for RetryAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds(seconds) => write!(f, "{seconds} s"),
            Self::Fraction(seconds) => write!(f, "{seconds} s"),
            Self::Date(seconds) => write!(f, "{seconds} s as a date"),
        }
    }
}

impl fmt::Display for CallbackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late(wait) => write!(f, "late, {wait} ms"),
            Self::Lost => f.write_str("lost"),
            Self::Doubled => f.write_str("sent twice"),
            Self::OutOfOrder => f.write_str("out of order"),
            Self::UnknownType => f.write_str("unknown type"),
            Self::UnknownMembers => f.write_str("unknown members"),
            Self::UnknownValues => f.write_str("unknown enum values"),
            Self::EmptyBody => f.write_str("empty body"),
            Self::ExpiredToken => f.write_str("expired token"),
            Self::UnknownKid => f.write_str("unknown kid in the token"),
            Self::WrongSignature => f.write_str("wrong signature of the token"),
            Self::WrongAudience => f.write_str("wrong audience of the token"),
            Self::KeyRotation => f.write_str("key rotation"),
        }
    }
}
