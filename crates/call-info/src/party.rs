//! Who is on a call.

/// Someone or something that a call names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Party {
    /// What part it has in the call.
    pub role: PartyRole,
    /// What it is.
    pub kind: PartyKind,
    /// Its identifier: a user's object identifier or a telephone number in Graph, a raw identifier such as
    /// `4:+14255550123` in Azure Communication Services.
    pub id: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
}

/// What part a party has in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartyRole {
    /// It called.
    Source,
    /// It is or was called.
    Target,
    /// It answered: `answeredBy` of Azure Communication Services.
    AnsweredBy,
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartyKind {
    /// A person: users and guests of Microsoft Teams and Azure Communication Services.
    User,
    /// A telephone.
    Phone,
    /// An application: a bot, an automated attendant, a call queue.
    Application,
    /// Something else, or something that this version does not know.
    Other,
}
