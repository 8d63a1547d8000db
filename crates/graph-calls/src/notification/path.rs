//! Paths of resources in a call.

use std::borrow::Cow;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use call_wire::Uuid;
use percent_encoding::percent_decode_str;

/// The path of a call or of a part of a call, parsed from the `resourceUrl` of a notification.
///
/// ```
/// use graph_calls::notification::{Part, ResourcePath};
///
/// let path: ResourcePath = "/communications/calls/57DAB8B1894C409AB240BD8BEAE78896/participants/550f".parse()?;
/// assert_eq!(path.part, Some(Part::Participants));
/// assert_eq!(path.part_id.as_deref(), Some("550f"));
/// assert!(path.is_call("57dab8b1-894c-409a-b240-bd8beae78896"));
/// # Ok::<(), graph_calls::notification::InvalidResourcePath>(())
/// ```
///
/// The documented URLs begin with `/communications/calls` or, on older pages, with `/app/calls`. Some have no leading
/// slash, and some spell `contentsharingsessions` in lower case. All of these are accepted, in any letter case.
/// Absolute URLs and keys in parentheses, as in `calls('ID')`, are accepted too.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ResourcePath {
    /// The id of the call as received, percent-decoded. Notifications write the same GUID in two forms; compare ids
    /// with [`is_call`](Self::is_call).
    pub call_id: String,
    /// The part of the call; `None` for the call itself.
    pub part: Option<Part>,
    /// The id of the part; `None` for the whole collection. On the page participant-invite, it is `participants` below
    /// `operations`, which is not an id.
    pub part_id: Option<String>,
}

/// A collection of resources in a call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Part {
    /// `participants`: the roster.
    Participants,
    /// `operations`.
    Operations,
    /// `audioRoutingGroups`.
    AudioRoutingGroups,
    /// `contentSharingSessions`.
    ContentSharingSessions,
    /// An unknown collection, with its name as received.
    Other(String),
}

impl Part {
    const KNOWN: [Self; 4] =
        [Self::Participants, Self::Operations, Self::AudioRoutingGroups, Self::ContentSharingSessions];

    /// Returns the name in a URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Participants => "participants",
            Self::Operations => "operations",
            Self::AudioRoutingGroups => "audioRoutingGroups",
            Self::ContentSharingSessions => "contentSharingSessions",
            Self::Other(name) => name,
        }
    }
}

impl FromStr for Part {
    type Err = Infallible;

    fn from_str(name: &str) -> Result<Self, Infallible> {
        let known = Self::KNOWN.into_iter().find(|part| part.as_str().eq_ignore_ascii_case(name));
        Ok(known.unwrap_or_else(|| Self::Other(name.to_owned())))
    }
}

impl ResourcePath {
    /// Returns whether the call has this id. GUIDs are compared without regard to hyphens and letter case.
    #[must_use]
    pub fn is_call(&self, id: &str) -> bool {
        same_id(&self.call_id, id)
    }

    /// Returns whether the part has this id, compared as in [`is_call`](Self::is_call).
    #[must_use]
    pub fn is_part(&self, id: &str) -> bool {
        self.part_id.as_deref().is_some_and(|own| same_id(own, id))
    }
}

fn same_id(one: &str, other: &str) -> bool {
    let guid = |id: &str| Uuid::try_parse(id).ok();
    one == other || guid(one).is_some_and(|one| guid(other) == Some(one))
}

/// An error for a URL that is not the URL of a call or of a part of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidResourcePath;

impl fmt::Display for InvalidResourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the URL is not the URL of a call (expected /communications/calls/ID, optionally with /PART/ID)",
        )
    }
}

impl Error for InvalidResourcePath {}

impl FromStr for ResourcePath {
    type Err = InvalidResourcePath;

    fn from_str(url: &str) -> Result<Self, InvalidResourcePath> {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        // A key in parentheses is equivalent to a segment.
        let path = if path.contains("('") {
            Cow::Owned(path.replace("('", "/").replace("')", ""))
        } else {
            Cow::Borrowed(path)
        };
        let is = |segment: &str, name: &str| segment.eq_ignore_ascii_case(name);
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        let mut previous = "";
        loop {
            let segment = segments.next().ok_or(InvalidResourcePath)?;
            if is(segment, "calls") && (is(previous, "communications") || is(previous, "app")) {
                break;
            }
            previous = segment;
        }
        let mut next = || segments.next().map(|segment| percent_decode_str(segment).decode_utf8_lossy());
        let (call_id, part, part_id) = (next().ok_or(InvalidResourcePath)?, next(), next());
        if next().is_some() {
            return Err(InvalidResourcePath);
        }
        let part = part.map(|name| name.parse().unwrap_or_else(|never: Infallible| match never {}));
        Ok(Self { call_id: call_id.into_owned(), part, part_id: part_id.map(Cow::into_owned) })
    }
}

impl fmt::Display for ResourcePath {
    /// Writes the path in the form of the current documentation. The ids are not percent-encoded.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/communications/calls/{}", self.call_id)?;
        match &self.part {
            Some(part) => write!(f, "/{}", part.as_str())?,
            None => return Ok(()),
        }
        self.part_id.as_ref().map_or(Ok(()), |id| write!(f, "/{id}"))
    }
}
