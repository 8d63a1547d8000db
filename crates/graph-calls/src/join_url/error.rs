//! Errors of reading a join URL.

use std::error::Error;
use std::fmt;

/// An error for a text that is not a valid join URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinUrlError {
    /// The text is not an https URL.
    NotAUrl,
    /// The host of the URL, which is not a host of Microsoft Teams for work and school.
    UnknownHost(String),
    /// The URL is not the URL of a meeting.
    UnknownForm,
    /// A part is missing.
    Missing(JoinUrlPart),
    /// A part is not valid.
    Invalid(JoinUrlPart),
}

/// A part of a join URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinUrlPart {
    /// The id of the chat, such as `19:meeting_...@thread.v2`.
    Thread,
    /// The id of the message, usually `0`.
    Message,
    /// The parameter `context`, a JSON object.
    Context,
    /// `Tid` in the context.
    Tenant,
    /// `Oid` in the context.
    Organizer,
    /// The digits after `/meet/`.
    MeetingId,
    /// The parameter `p`.
    Passcode,
}

impl fmt::Display for JoinUrlPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Thread => "thread id (`/l/meetup-join/{thread}/{message}`)",
            Self::Message => "message id (`/l/meetup-join/{thread}/{message}`)",
            Self::Context => "context (`?context={json}`)",
            Self::Tenant => "tenant id (`Tid` in the context)",
            Self::Organizer => "organizer id (`Oid` in the context)",
            Self::MeetingId => "meeting id (`/meet/{digits}`)",
            Self::Passcode => "passcode (`?p={passcode}`)",
        })
    }
}

impl fmt::Display for JoinUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAUrl => f.write_str("the text is not a valid join URL (expected an https URL)"),
            Self::UnknownHost(host) => {
                write!(f, "`{host}` is not a host of Microsoft Teams for work and school")?;
                f.write_str(" (expected a host such as `teams.microsoft.com`)")
            }
            Self::UnknownForm => f.write_str(
                "not the URL of a meeting (expected `/l/meetup-join/{thread}/{message}?context={json}` or \
                 `/meet/{meeting id}?p={passcode}`)",
            ),
            Self::Missing(part) => write!(f, "the join URL has no {part}"),
            Self::Invalid(part) => write!(f, "the join URL has no valid {part}"),
        }
    }
}

impl Error for JoinUrlError {}
