//! URLs of resources, taken apart.

use std::borrow::Cow;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use call_wire::Uuid;
use percent_encoding::percent_decode_str;

/// A resource in a call, as a notification's `resourceUrl` names it.
///
/// ```
/// use graph_calls::notification::{Part, ResourcePath};
///
/// let path: ResourcePath = "/communications/calls/57DAB8B1894C409AB240BD8BEAE78896/participants/550f".parse()?;
/// assert_eq!(path.part, Some(Part::Participants));
/// assert_eq!(path.part_id.as_deref(), Some("550f"));
/// assert!(path.is_call("57dab8b1-894c-409a-b240-bd8beae78896"));
/// # Ok::<(), graph_calls::notification::NotACall>(())
/// ```
///
/// The documented URLs begin with `/communications/calls` or, on older pages, `/app/calls`; some lack the
/// leading slash, and some spell `contentsharingsessions` in lower case. All of that is read, in any case of
/// letters, and so are absolute URLs and keys in parentheses, as in `calls('ID')`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ResourcePath {
    /// The call's id as it came, with its percent-encoding undone. Notifications write one GUID in two forms;
    /// compare by [`is_call`](Self::is_call).
    pub call_id: String,
    /// Which part of the call; `None` for the call itself.
    pub part: Option<Part>,
    /// The part's id; `None` for all of them. Two pages have `participants` here, below `operations`
    /// (participant-invite), which is no id.
    pub part_id: Option<String>,
}

/// A collection in a call.
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
    /// One that this version does not know, as it came.
    Other(String),
}

impl Part {
    const KNOWN: [Self; 4] =
        [Self::Participants, Self::Operations, Self::AudioRoutingGroups, Self::ContentSharingSessions];

    /// The name in a URL.
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
    /// Whether the call has this id. GUIDs are equal in each of their forms: with dashes or without, in
    /// capitals or not.
    #[must_use]
    pub fn is_call(&self, id: &str) -> bool {
        same_id(&self.call_id, id)
    }

    /// Whether the part has this id, compared as by [`is_call`](Self::is_call).
    #[must_use]
    pub fn is_part(&self, id: &str) -> bool {
        self.part_id.as_deref().is_some_and(|own| same_id(own, id))
    }
}

fn same_id(one: &str, other: &str) -> bool {
    let guid = |id: &str| Uuid::try_parse(id).ok();
    one == other || guid(one).is_some_and(|one| guid(other) == Some(one))
}

/// A URL that leads to no call, or deeper than to a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotACall;

impl fmt::Display for NotACall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the URL is not of the form /communications/calls/ID, with a part and its id perhaps")
    }
}

impl Error for NotACall {}

impl FromStr for ResourcePath {
    type Err = NotACall;

    fn from_str(url: &str) -> Result<Self, NotACall> {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        // A key in parentheses stands for a segment of its own.
        let path = if path.contains("('") {
            Cow::Owned(path.replace("('", "/").replace("')", ""))
        } else {
            Cow::Borrowed(path)
        };
        let is = |segment: &str, name: &str| segment.eq_ignore_ascii_case(name);
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        let mut before = "";
        loop {
            let segment = segments.next().ok_or(NotACall)?;
            if is(segment, "calls") && (is(before, "communications") || is(before, "app")) {
                break;
            }
            before = segment;
        }
        let mut next = || segments.next().map(|segment| percent_decode_str(segment).decode_utf8_lossy());
        let (call_id, part, part_id) = (next().ok_or(NotACall)?, next(), next());
        if next().is_some() {
            return Err(NotACall);
        }
        let part = part.map(|name| name.parse().unwrap_or_else(|never: Infallible| match never {}));
        Ok(Self { call_id: call_id.into_owned(), part, part_id: part_id.map(Cow::into_owned) })
    }
}

impl fmt::Display for ResourcePath {
    /// The URL as the present documentation writes it, without a host and with the ids as they are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/communications/calls/{}", self.call_id)?;
        match &self.part {
            Some(part) => write!(f, "/{}", part.as_str())?,
            None => return Ok(()),
        }
        self.part_id.as_ref().map_or(Ok(()), |id| write!(f, "/{id}"))
    }
}
