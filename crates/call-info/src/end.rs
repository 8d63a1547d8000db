//! The reasons why calls end, in one set for all services.

use std::fmt;

/// The reason why a call ended. [The table](crate#ends) maps the causes and codes of each service to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// A party hung up, or the call was transferred.
    Normal,
    /// The line was busy.
    Busy,
    /// The call was not answered.
    NoAnswer,
    /// The party could not be reached.
    Unavailable,
    /// The party declined the call.
    Declined,
    /// The call was canceled before this party answered it, by the caller or because another endpoint answered.
    Canceled,
    /// Another reason. The codes and the text contain the details.
    Other,
}

impl EndReason {
    /// Returns the reason as a short English text.
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

    /// Returns the reason for a SIP status. Source: RFC 3261, section 21.
    #[must_use]
    pub fn from_sip(code: i32) -> Self {
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

/// The end of a call, as reported by the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallEnd {
    /// The reason, if the cause or the codes of the service indicate one.
    pub reason: Option<EndReason>,
    /// The text of the service: `EventCause` or `ConnectionFailureCause` of Exchange, or the message of the result.
    pub text: Option<String>,
    /// The code of the result, an HTTP or SIP status. 200 is a normal end.
    pub code: Option<i32>,
    /// The subcode of the result, which is more specific than the code.
    pub subcode: Option<i32>,
    /// The SIP status from the telephone network, if there is one. The field `code` can also contain a SIP status, such
    /// as 603 for a declined call.
    pub sip_code: Option<i32>,
}
