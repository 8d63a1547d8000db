//! What the schema itself does not say: where the calls API begins and ends, and which members are secret.
//!
//! Every entry must match something in the schema; one that no longer does is a diagnostic, so that this table
//! dies with what it describes.

/// The choices that turn the whole of Microsoft Graph into the calls API. Type names are qualified.
#[derive(Debug)]
pub struct Tables {
    /// The title of the document.
    pub title: &'static str,
    /// The version of the API.
    pub version: &'static str,
    /// The namespace whose names need no prefix.
    pub namespace: &'static str,
    /// The property that names an object's type.
    pub tag: &'static str,
    /// The singleton under which the paths begin, and its navigation property.
    pub path: (&'static str, &'static str),
    /// Where pruning starts, besides the operations.
    pub roots: &'static [&'static str],
    /// Types that answer a notification: they are sent, though no operation has them in its body.
    pub answers: &'static [&'static str],
    /// Types that say nothing by having descendants: their derived types are not followed, and they make no union.
    pub bare: &'static [&'static str],
    /// Types of which only some derived types are in.
    pub narrowed: &'static [Narrowed],
    /// Properties, as type and name, that must not show up in debug output.
    pub secrets: &'static [(&'static str, &'static str)],
}

/// A type of which only some derived types are in.
#[derive(Debug)]
pub struct Narrowed {
    /// The base type.
    pub base: &'static str,
    /// The names of derived types that are in; a trailing `*` stands for anything.
    pub keep: &'static [&'static str],
    /// Why the others are out.
    pub reason: &'static str,
}

/// The calls API of Microsoft Graph v1.0.
pub const CALLS: Tables = Tables {
    title: "Microsoft Graph, cloud communications calls",
    version: "v1.0",
    namespace: "microsoft.graph",
    tag: "@odata.type",
    // The other navigation properties of `communications` (online meetings, presence, call records) are other APIs.
    path: ("communications", "calls"),
    roots: &[
        "microsoft.graph.call",
        "microsoft.graph.participant",
        "microsoft.graph.commsOperation",
        "microsoft.graph.audioRoutingGroup",
        "microsoft.graph.contentSharingSession",
        "microsoft.graph.commsNotification",
        "microsoft.graph.commsNotifications",
        // Messages to the bot, and its answer, that nothing refers to: the delta roster and policy-based recording.
        "microsoft.graph.deltaParticipants",
        "microsoft.graph.participantJoiningNotification",
        "microsoft.graph.participantLeftNotification",
        "microsoft.graph.participantJoiningResponse",
    ],
    answers: &["microsoft.graph.participantJoiningResponse"],
    // The root of all entity types: its descendants are all of Graph.
    bare: &["microsoft.graph.entity"],
    narrowed: &[
        Narrowed {
            base: "microsoft.graph.identity",
            keep: &[
                "microsoft.graph.communications*",
                "microsoft.graph.azureCommunicationServicesUserIdentity",
            ],
            reason: "an identity of another service than calls; kept as an unknown type when it comes",
        },
        Narrowed {
            base: "microsoft.graph.identitySet",
            keep: &["microsoft.graph.communications*"],
            reason: "an identity set of another service than calls; kept as an unknown type when it comes",
        },
    ],
    secrets: &[
        // Bearer tokens and passcodes, and the media blob, which carries the keys of the media session.
        ("microsoft.graph.recordOperation", "recordingAccessToken"),
        ("microsoft.graph.tokenMeetingInfo", "token"),
        ("microsoft.graph.joinMeetingIdMeetingInfo", "passcode"),
        ("microsoft.graph.appHostedMediaConfig", "blob"),
    ],
};

impl Narrowed {
    /// Whether a derived type is in.
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
