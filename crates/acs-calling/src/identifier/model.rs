//! Conversion between identifiers and their JSON form.

use super::CommunicationIdentifier as Identifier;
use super::kinds::{
    CommunicationUser, MicrosoftTeamsApp, MicrosoftTeamsUser, Origin, PhoneNumber, TeamsExtensionUser,
    UnknownIdentifier,
};
use crate::generated::{
    CommunicationCloudEnvironment as Cloud, CommunicationIdentifierKind as Kind,
    CommunicationIdentifierModel as Model, CommunicationUserIdentifier, MicrosoftTeamsAppIdentifier,
    MicrosoftTeamsUserIdentifier, PhoneNumberIdentifier, TeamsExtensionUserIdentifier,
};

impl From<Model> for Identifier {
    /// Converts the nested identity of the `kind`, or the raw id if there is none. The JSON form is kept in the
    /// identifier.
    fn from(model: Model) -> Self {
        let raw_id = model.raw_id.clone().filter(|raw_id| !raw_id.is_empty());
        let known = match model.kind {
            Some(Kind::Unknown | Kind::Other(_)) => None,
            _ => nested(&model).or_else(|| raw_id.as_deref().map(Self::from)),
        };
        let mut identifier =
            known.unwrap_or_else(|| Self::Unknown(UnknownIdentifier { origin: Origin::raw("") }));
        let origin = identifier.origin_mut();
        if let Some(raw_id) = raw_id {
            origin.raw_id = raw_id;
        }
        origin.model = Some(Box::new(model));
        identifier
    }
}

impl From<&Model> for Identifier {
    fn from(model: &Model) -> Self {
        model.clone().into()
    }
}

/// Returns the nested identity of the `kind`, or the first nested identity if there is no `kind`.
fn nested(model: &Model) -> Option<Identifier> {
    let parts = [
        (Kind::CommunicationUser, model.communication_user.as_ref().and_then(communication_user)),
        (Kind::PhoneNumber, model.phone_number.as_ref().and_then(phone_number)),
        (Kind::MicrosoftTeamsUser, model.microsoft_teams_user.as_ref().and_then(teams_user)),
        (Kind::MicrosoftTeamsApp, model.microsoft_teams_app.as_ref().and_then(teams_app)),
        (Kind::TeamsExtensionUser, model.teams_extension_user.as_ref().and_then(extension_user)),
    ];
    let named = |kind| model.kind.as_ref().is_none_or(|named| *named == kind);
    parts.into_iter().find_map(|(kind, part)| part.filter(|_| named(kind)))
}

fn communication_user(part: &CommunicationUserIdentifier) -> Option<Identifier> {
    Some(Identifier::CommunicationUser(CommunicationUser::new(part.id.clone()?)))
}

fn phone_number(part: &PhoneNumberIdentifier) -> Option<Identifier> {
    let mut number = PhoneNumber::new(part.value.clone()?);
    number.is_anonymous = part.is_anonymous.unwrap_or(number.is_anonymous);
    number.asserted_id = part.asserted_id.clone().or(number.asserted_id);
    Some(Identifier::PhoneNumber(number))
}

fn teams_user(part: &MicrosoftTeamsUserIdentifier) -> Option<Identifier> {
    let is_anonymous = part.is_anonymous.unwrap_or_default();
    let user = MicrosoftTeamsUser::new(part.user_id.clone()?, is_anonymous, cloud(part.cloud.as_ref()));
    Some(Identifier::MicrosoftTeamsUser(user))
}

fn teams_app(part: &MicrosoftTeamsAppIdentifier) -> Option<Identifier> {
    let app = MicrosoftTeamsApp::new(part.app_id.clone()?, cloud(part.cloud.as_ref()));
    Some(Identifier::MicrosoftTeamsApp(app))
}

fn extension_user(part: &TeamsExtensionUserIdentifier) -> Option<Identifier> {
    let (resource, tenant) = (part.resource_id.clone()?, part.tenant_id.clone()?);
    let cloud = cloud(part.cloud.as_ref());
    let user = TeamsExtensionUser::new(resource, tenant, part.user_id.clone()?, cloud);
    Some(Identifier::TeamsExtensionUser(user))
}

/// Returns the cloud. The default is the public cloud.
fn cloud(cloud: Option<&Cloud>) -> Cloud {
    cloud.cloned().unwrap_or(Cloud::Public)
}

impl From<Identifier> for Model {
    /// Converts an identifier as in [`to_model`](Identifier::to_model).
    fn from(identifier: Identifier) -> Self {
        identifier.to_model()
    }
}

impl Identifier {
    /// Returns the JSON form, for members of requests: the JSON from which the identifier was created, or a new form
    /// with kind, raw id and nested identity.
    #[must_use]
    pub fn to_model(&self) -> Model {
        if let Some(model) = &self.origin().model {
            return Model::clone(model);
        }
        let raw_id = Some(self.raw_id().to_owned()).filter(|raw_id| !raw_id.is_empty());
        let model = Model { raw_id, ..Model::default() };
        match self {
            Self::CommunicationUser(user) => model.kind(Kind::CommunicationUser).communication_user(user),
            Self::PhoneNumber(number) => model.kind(Kind::PhoneNumber).phone_number(number),
            Self::MicrosoftTeamsUser(user) => model.kind(Kind::MicrosoftTeamsUser).microsoft_teams_user(user),
            Self::MicrosoftTeamsApp(app) => model.kind(Kind::MicrosoftTeamsApp).microsoft_teams_app(app),
            Self::TeamsExtensionUser(user) => model.kind(Kind::TeamsExtensionUser).teams_extension_user(user),
            // Only the raw id is sent: the kind is not necessarily `unknown` for the service.
            Self::Unknown(_) => model,
        }
    }
}

impl From<&CommunicationUser> for CommunicationUserIdentifier {
    fn from(user: &CommunicationUser) -> Self {
        Self::new(user.id())
    }
}

impl From<&PhoneNumber> for PhoneNumberIdentifier {
    fn from(number: &PhoneNumber) -> Self {
        Self {
            is_anonymous: number.is_anonymous.then_some(true),
            asserted_id: number.asserted_id.clone(),
            ..Self::new(number.value())
        }
    }
}

impl From<&MicrosoftTeamsUser> for MicrosoftTeamsUserIdentifier {
    fn from(user: &MicrosoftTeamsUser) -> Self {
        Self {
            is_anonymous: user.is_anonymous.then_some(true),
            cloud: Some(user.cloud.clone()),
            ..Self::new(user.user_id())
        }
    }
}

impl From<&MicrosoftTeamsApp> for MicrosoftTeamsAppIdentifier {
    fn from(app: &MicrosoftTeamsApp) -> Self {
        Self::new(app.app_id()).cloud(app.cloud.clone())
    }
}

impl From<&TeamsExtensionUser> for TeamsExtensionUserIdentifier {
    fn from(user: &TeamsExtensionUser) -> Self {
        Self::new(user.user_id(), user.tenant_id(), user.resource_id()).cloud(user.cloud.clone())
    }
}
