//! The parties of a call.

/// A participant that a call names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Party {
    /// The role in the call.
    pub role: PartyRole,
    /// The kind of party.
    pub kind: PartyKind,
    /// The identifier: a user's object identifier or a telephone number in Graph, a raw identifier such as
    /// `4:+14255550123` in Azure Communication Services.
    pub id: Option<String>,
    /// The display name.
    pub display_name: Option<String>,
}

/// The role of a party in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartyRole {
    /// The caller.
    Source,
    /// A callee.
    Target,
    /// A participant, if the service does not distinguish between caller and callee.
    Participant,
    /// The party that answered: `answeredBy` of Azure Communication Services.
    AnsweredBy,
}

/// The kind of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartyKind {
    /// A person: users and guests of Microsoft Teams and Azure Communication Services.
    User,
    /// A telephone.
    Phone,
    /// An application: a bot, an automated attendant, a call queue.
    Application,
    /// Another kind, or an unknown one.
    Other,
}
