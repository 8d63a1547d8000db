//! Who takes part in a call, as raw id, as JSON and as something to match on.

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

/// Somebody or something that can be in a call.
///
/// A raw id such as `4:+14255550123` names each of them in one text, and every text is a raw id: what the
/// grammar does not know is [`Unknown`](Self::Unknown), kept, and sent back as it came. The same holds for
/// the JSON form, [`CommunicationIdentifierModel`](crate::CommunicationIdentifierModel): made into an
/// identifier and back, it is equal.
///
/// | Raw id | Identifier |
/// | --- | --- |
/// | `4:NUMBER`, `4:anonymous` | [`PhoneNumber`](Self::PhoneNumber) |
/// | `8:acs:`, `8:dod-acs:`, `8:gcch-acs:` | [`CommunicationUser`](Self::CommunicationUser), or with three parts parted by `_` [`TeamsExtensionUser`](Self::TeamsExtensionUser) |
/// | `8:spool:` | [`CommunicationUser`](Self::CommunicationUser) |
/// | `8:orgid:`, `8:dod:`, `8:gcch:`, `8:teamsvisitor:` | [`MicrosoftTeamsUser`](Self::MicrosoftTeamsUser) |
/// | `28:orgid:`, `28:dod:`, `28:gcch:` | [`MicrosoftTeamsApp`](Self::MicrosoftTeamsApp) |
/// | anything else | [`Unknown`](Self::Unknown) |
///
/// Two identifiers are equal when their raw ids are.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/identifiers>.
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
    /// A user that a Communication Services resource created.
    CommunicationUser(CommunicationUser),
    /// A telephone number, or a caller who withholds it.
    PhoneNumber(PhoneNumber),
    /// A user of Teams, or a guest without an account.
    MicrosoftTeamsUser(MicrosoftTeamsUser),
    /// An application of Teams, such as a call queue.
    MicrosoftTeamsApp(MicrosoftTeamsApp),
    /// A user of Teams who acts through a Communication Services resource.
    TeamsExtensionUser(TeamsExtensionUser),
    /// Somebody of a kind that this version does not know.
    Unknown(UnknownIdentifier),
}

impl CommunicationIdentifier {
    /// A user by the whole id, such as `8:acs:` and two GUIDs with `_` between.
    #[must_use]
    pub fn communication_user(id: impl Into<String>) -> Self {
        Self::CommunicationUser(CommunicationUser::made(id.into()))
    }

    /// A number in E.164 form with leading `+`; a part after the last `_` is the asserted id.
    #[must_use]
    pub fn phone_number(number: impl Into<String>) -> Self {
        Self::PhoneNumber(PhoneNumber::made(number.into()))
    }

    /// A user of Teams by the object id in Entra ID. In a cloud that this version does not know nobody has
    /// a raw id.
    #[must_use]
    pub fn microsoft_teams_user(user_id: impl Into<String>, cloud: Cloud) -> Self {
        Self::MicrosoftTeamsUser(MicrosoftTeamsUser::made(user_id.into(), false, cloud))
    }

    /// A guest in Teams without an account.
    #[must_use]
    pub fn anonymous_teams_user(user_id: impl Into<String>) -> Self {
        Self::MicrosoftTeamsUser(MicrosoftTeamsUser::made(user_id.into(), true, Cloud::Public))
    }

    /// An application of Teams by its id, which may have colons.
    #[must_use]
    pub fn microsoft_teams_app(app_id: impl Into<String>, cloud: Cloud) -> Self {
        Self::MicrosoftTeamsApp(MicrosoftTeamsApp::made(app_id.into(), cloud))
    }

    /// A user of Teams who acts through a Communication Services resource, by three GUIDs.
    #[must_use]
    pub fn teams_extension_user(
        resource_id: impl Into<String>,
        tenant_id: impl Into<String>,
        user_id: impl Into<String>,
        cloud: Cloud,
    ) -> Self {
        let user = TeamsExtensionUser::made(resource_id.into(), tenant_id.into(), user_id.into(), cloud);
        Self::TeamsExtensionUser(user)
    }

    /// The identifier in one text. Empty only where the JSON form has none and nothing tells it: in a cloud
    /// that this version does not know, or for an [`Unknown`](Self::Unknown).
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
        let same = self.raw_id() == other.raw_id();
        // Without raw ids, what the JSON forms say is all there is.
        same && (!self.raw_id().is_empty() || self.to_model() == other.to_model())
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
