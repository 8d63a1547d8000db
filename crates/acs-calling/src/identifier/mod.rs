//! Identifiers of participants, with their conversion from and to raw ids and JSON.

mod kinds;
mod model;
mod prefix;
mod raw_id;

use std::fmt;
use std::hash::{Hash, Hasher};

use kinds::Origin;
pub use kinds::{
    CommunicationUser, MicrosoftTeamsApp, MicrosoftTeamsUser, PhoneNumber, TeamsExtensionUser,
    UnknownIdentifier,
};

use crate::generated::CommunicationCloudEnvironment as Cloud;

/// The identifier of a user, a phone number or an application that can participate in a call.
///
/// Each identifier has a raw id, such as `4:+14255550123`. Parsing a raw id never fails: a text that does not match the
/// grammar is [`Unknown`](Self::Unknown) and is sent unchanged. The conversion from and to the JSON form,
/// [`CommunicationIdentifierModel`](crate::CommunicationIdentifierModel), is lossless too.
///
/// | Raw id | Identifier |
/// | --- | --- |
/// | `4:NUMBER`, `4:anonymous` | [`PhoneNumber`](Self::PhoneNumber) |
/// | `8:acs:`, `8:dod-acs:`, `8:gcch-acs:` | [`TeamsExtensionUser`](Self::TeamsExtensionUser) if three parts follow, separated by `_`; otherwise [`CommunicationUser`](Self::CommunicationUser) |
/// | `8:spool:` | [`CommunicationUser`](Self::CommunicationUser) |
/// | `8:orgid:`, `8:dod:`, `8:gcch:`, `8:teamsvisitor:` | [`MicrosoftTeamsUser`](Self::MicrosoftTeamsUser) |
/// | `28:orgid:`, `28:dod:`, `28:gcch:` | [`MicrosoftTeamsApp`](Self::MicrosoftTeamsApp) |
/// | anything else | [`Unknown`](Self::Unknown) |
///
/// Two identifiers are equal if their raw ids are equal or, if they have no raw id, their JSON forms.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/identifiers>
///
/// ```
/// use acs_calling::{CommunicationIdentifier, CreateCallRequest};
///
/// let callee = CommunicationIdentifier::phone_number("+14255550123");
/// assert_eq!(callee.raw_id(), "4:+14255550123");
/// let request = CreateCallRequest::new([callee], "https://app.example/events");
///
/// match CommunicationIdentifier::from("8:teamsvisitor:37691ec4") {
///     CommunicationIdentifier::MicrosoftTeamsUser(user) if user.is_anonymous() => println!("a guest"),
///     other => println!("{other}"),
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CommunicationIdentifier {
    /// A user of a Communication Services resource.
    CommunicationUser(CommunicationUser),
    /// A phone number, or an anonymous caller.
    PhoneNumber(PhoneNumber),
    /// A Teams user, or an anonymous guest.
    MicrosoftTeamsUser(MicrosoftTeamsUser),
    /// A Teams application, such as a call queue.
    MicrosoftTeamsApp(MicrosoftTeamsApp),
    /// A Teams user who uses a Communication Services resource (Teams Phone extensibility).
    TeamsExtensionUser(TeamsExtensionUser),
    /// An identifier of an unknown kind.
    Unknown(UnknownIdentifier),
}

impl CommunicationIdentifier {
    /// Creates the identifier of a user of a resource, by the complete id, such as `8:acs:` followed by two GUIDs with
    /// `_` between them.
    #[must_use]
    pub fn communication_user(id: impl Into<String>) -> Self {
        Self::CommunicationUser(CommunicationUser::new(id.into()))
    }

    /// Creates the identifier of a phone number in E.164 format with a leading `+`. A part after the last `_` is the
    /// asserted id.
    #[must_use]
    pub fn phone_number(number: impl Into<String>) -> Self {
        Self::PhoneNumber(PhoneNumber::new(number.into()))
    }

    /// Creates the identifier of a Teams user, by the object id in Entra ID. An identifier in an unknown cloud has no
    /// raw id.
    #[must_use]
    pub fn microsoft_teams_user(user_id: impl Into<String>, cloud: Cloud) -> Self {
        Self::MicrosoftTeamsUser(MicrosoftTeamsUser::new(user_id.into(), false, cloud))
    }

    /// Creates the identifier of an anonymous guest in Teams.
    #[must_use]
    pub fn anonymous_teams_user(user_id: impl Into<String>) -> Self {
        Self::MicrosoftTeamsUser(MicrosoftTeamsUser::new(user_id.into(), true, Cloud::Public))
    }

    /// Creates the identifier of a Teams application, by its id, which may contain colons.
    #[must_use]
    pub fn microsoft_teams_app(app_id: impl Into<String>, cloud: Cloud) -> Self {
        Self::MicrosoftTeamsApp(MicrosoftTeamsApp::new(app_id.into(), cloud))
    }

    /// Creates the identifier of a Teams user who uses a Communication Services resource, by three GUIDs.
    #[must_use]
    pub fn teams_extension_user(
        resource_id: impl Into<String>,
        tenant_id: impl Into<String>,
        user_id: impl Into<String>,
        cloud: Cloud,
    ) -> Self {
        let user = TeamsExtensionUser::new(resource_id.into(), tenant_id.into(), user_id.into(), cloud);
        Self::TeamsExtensionUser(user)
    }

    /// Returns the raw id. It is empty if the JSON form has no raw id and the cloud or the kind is unknown.
    #[must_use]
    pub fn raw_id(&self) -> &str {
        &self.origin().raw_id
    }

    fn origin(&self) -> &Origin {
        match self {
            Self::CommunicationUser(user) => &user.origin,
            Self::PhoneNumber(number) => &number.origin,
            Self::MicrosoftTeamsUser(user) => &user.origin,
            Self::MicrosoftTeamsApp(app) => &app.origin,
            Self::TeamsExtensionUser(user) => &user.origin,
            Self::Unknown(unknown) => &unknown.origin,
        }
    }

    fn origin_mut(&mut self) -> &mut Origin {
        match self {
            Self::CommunicationUser(user) => &mut user.origin,
            Self::PhoneNumber(number) => &mut number.origin,
            Self::MicrosoftTeamsUser(user) => &mut user.origin,
            Self::MicrosoftTeamsApp(app) => &mut app.origin,
            Self::TeamsExtensionUser(user) => &mut user.origin,
            Self::Unknown(unknown) => &mut unknown.origin,
        }
    }
}

impl PartialEq for CommunicationIdentifier {
    fn eq(&self, other: &Self) -> bool {
        let is_same = self.raw_id() == other.raw_id();
        // Identifiers without a raw id are compared by their JSON forms.
        is_same && (!self.raw_id().is_empty() || self.to_model() == other.to_model())
    }
}

impl Eq for CommunicationIdentifier {}

impl Hash for CommunicationIdentifier {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw_id().hash(state);
    }
}

impl fmt::Display for CommunicationIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.raw_id())
    }
}

impl From<&Self> for CommunicationIdentifier {
    fn from(identifier: &Self) -> Self {
        identifier.clone()
    }
}
