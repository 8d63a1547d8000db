//! Errors of reading a join URL.

use std::error::Error;
use std::fmt;

/// Why a text is not a join URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinUrlError {
    /// It is not an https URL.
    NotAUrl,
    /// It leads to this host, which is not one of Microsoft Teams for work and school.
    UnknownHost(String),
    /// It is not the URL of a meeting.
    UnknownForm,
    /// A part is missing.
    Missing(JoinUrlPart),
    /// A part cannot be read.
    Invalid(JoinUrlPart),
}

/// A part of a join URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinUrlPart {
    /// The id of the conversation, such as `19:meeting_...@thread.v2`.
    Thread,
    /// The id of the message, mostly `0`.
    Message,
    /// The parameter `context`, a JSON object.
    Context,
    /// `Tid` in the context.
    Tenant,
    /// `Oid` in the context.
    Organizer,
    /// The digits behind `/meet/`.
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
            Self::NotAUrl => f.write_str("not a valid join URL (expected an https URL)"),
            Self::UnknownHost(host) => {
                write!(
                    f,
                    "`{host}` is not a host of Microsoft Teams for work and school (expected one such as "
                )?;
                f.write_str("`teams.microsoft.com`)")
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
