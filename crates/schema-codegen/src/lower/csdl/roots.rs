//! Decisions that are not in the schema: the extent of the calls API, and the members with secrets.
//!
//! Every entry must match something in the schema. An entry without a match is an error, so obsolete entries
//! are removed.

/// The extent of an API in a larger schema. Type names are qualified.
#[derive(Debug)]
pub struct Tables {
    /// The title of the document.
    pub title: &'static str,
    /// The version of the API.
    pub version: &'static str,
    /// The main namespace, whose names have no prefix.
    pub namespace: &'static str,
    /// The property with the name of an object's type.
    pub tag: &'static str,
    /// Where the paths begin: an item of the entity container, and the contained navigation properties from
    /// there, as in `users/onlineMeetings`. If it is empty, the paths begin at every item.
    pub paths: &'static [&'static str],
    /// The types that are emitted in addition to those of the operations.
    pub roots: &'static [&'static str],
    /// Types of responses to notifications: they are sent, although they are not part of a request.
    pub responses: &'static [&'static str],
    /// Types that do not become unions, and whose derived types are not followed.
    pub bare: &'static [&'static str],
    /// Types of which only some derived types are emitted.
    pub narrowed: &'static [Narrowed],
    /// Properties with secrets, as type and name, which are redacted in debug output.
    pub secrets: &'static [(&'static str, &'static str)],
}

/// A type of which only some derived types are emitted.
#[derive(Debug)]
pub struct Narrowed {
    /// The base type.
    pub base: &'static str,
    /// The names of the derived types that are emitted; a trailing `*` matches anything.
    pub keep: &'static [&'static str],
    /// Why the others are skipped.
    pub reason: &'static str,
}

/// The calls API of Microsoft Graph v1.0.
pub const CALLS: Tables = Tables {
    title: "Microsoft Graph, cloud communications calls",
    version: "v1.0",
    namespace: "microsoft.graph",
    tag: "@odata.type",
    // The other navigation properties of `communications` (online meetings, presence, call records) are other
    // APIs.
    paths: &["communications/calls"],
    roots: &[
        "microsoft.graph.call",
        "microsoft.graph.participant",
        "microsoft.graph.commsOperation",
        "microsoft.graph.audioRoutingGroup",
        "microsoft.graph.contentSharingSession",
        "microsoft.graph.commsNotification",
        "microsoft.graph.commsNotifications",
        // Notifications to the bot, and its response, to which nothing refers: delta roster, policy-based
        // recording.
        "microsoft.graph.deltaParticipants",
        "microsoft.graph.participantJoiningNotification",
        "microsoft.graph.participantLeftNotification",
        "microsoft.graph.participantJoiningResponse",
    ],
    responses: &["microsoft.graph.participantJoiningResponse"],
    // The base type of all entity types of Graph.
    bare: &["microsoft.graph.entity"],
    narrowed: &[
        Narrowed {
            base: "microsoft.graph.identity",
            keep: &[
                "microsoft.graph.communications*",
                "microsoft.graph.azureCommunicationServicesUserIdentity",
            ],
            reason: "an identity of another service; kept as an unknown type",
        },
        Narrowed {
            base: "microsoft.graph.identitySet",
            keep: &["microsoft.graph.communications*"],
            reason: "an identity set of another service; kept as an unknown type",
        },
    ],
    secrets: &[
        // Bearer tokens and passcodes, and the media blob, which contains the keys of the media session.
        ("microsoft.graph.recordOperation", "recordingAccessToken"),
        ("microsoft.graph.tokenMeetingInfo", "token"),
        ("microsoft.graph.joinMeetingIdMeetingInfo", "passcode"),
        ("microsoft.graph.appHostedMediaConfig", "blob"),
    ],
};

impl Narrowed {
    /// Returns whether a derived type is emitted.
    pub(super) fn keeps(&self, name: &str) -> bool {
        self.keep.iter().any(|pattern| matches(pattern, name))
    }
}

/// Returns whether a name matches a pattern.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == pattern,
    }
}
