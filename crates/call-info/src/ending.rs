//! Why a call ended.

use std::fmt;

/// Why a call ended, in one set of words. How the services' words and codes map to it is in
/// [the table](crate#ends).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// As calls end: a party hung up, or the call was transferred.
    Normal,
    /// The line was busy.
    Busy,
    /// Nobody answered.
    NoAnswer,
    /// The party could not be reached.
    Unavailable,
    /// The party did not want the call.
    Declined,
    /// The caller gave up before an answer.
    Canceled,
    /// Another reason, which the codes and the text may tell.
    Other,
}

impl EndReason {
    /// The reason in a few words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Busy => "busy",
            Self::NoAnswer => "no answer",
            Self::Unavailable => "unavailable",
            Self::Declined => "declined",
            Self::Canceled => "canceled",
            Self::Other => "other",
        }
    }

    /// The reason that the status of a SIP answer tells. Source: RFC 3261, section 21.
    #[must_use]
    pub fn of_sip(code: i32) -> Self {
        match code {
            200..=299 => Self::Normal,
            408 => Self::NoAnswer,
            404 | 410 | 480 | 604 => Self::Unavailable,
            486 | 600 => Self::Busy,
            487 => Self::Canceled,
            603 => Self::Declined,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How a call ended, as far as the service tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ending {
    /// The reason, when the service's words or codes tell one.
    pub reason: Option<EndReason>,
    /// The service's own words: `EventCause` and `ConnectionFailureCause` of Exchange, else the message of
    /// the result.
    pub text: Option<String>,
    /// The code of the result: about as in HTTP and SIP, 200 for a call that ended as calls do.
    pub code: Option<i32>,
    /// The subcode of the result, which narrows the code down.
    pub subcode: Option<i32>,
    /// The SIP status, where the telephone network gave one.
    pub sip_code: Option<i32>,
}
