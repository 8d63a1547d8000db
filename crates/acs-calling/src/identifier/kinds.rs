//! What is known of an identifier, kind by kind. Made once and not changed, so that the raw id and the JSON
//! form beside it stay true.

use super::prefix;
use crate::generated::{CommunicationCloudEnvironment as Cloud, CommunicationIdentifierModel};

/// How an identifier came.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) raw_id: String,
    /// The JSON form, if that is how it came; it may say more than we read.
    pub(super) model: Option<Box<CommunicationIdentifierModel>>,
}

impl Origin {
    pub(super) fn raw(raw_id: impl Into<String>) -> Self {
        Self { raw_id: raw_id.into(), model: None }
    }

    /// Without a prefix, in a cloud of tomorrow, there is no raw id.
    fn prefixed(prefix: Option<&str>, rest: &str) -> Self {
        Self::raw(prefix.map(|prefix| format!("{prefix}{rest}")).unwrap_or_default())
    }
}

/// A user that a Communication Services resource created.
#[derive(Clone, Debug)]
pub struct CommunicationUser {
    pub(super) origin: Origin,
    pub(super) id: String,
}

impl CommunicationUser {
    pub(super) fn made(id: String) -> Self {
        Self { origin: Origin::raw(&id), id }
    }

    /// The id, `8:acs:` and two GUIDs in the public cloud.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// A telephone number, or a caller who withholds it.
#[derive(Clone, Debug)]
pub struct PhoneNumber {
    pub(super) origin: Origin,
    pub(super) value: String,
    pub(super) is_anonymous: bool,
    pub(super) asserted_id: Option<String>,
}

impl PhoneNumber {
    pub(super) fn made(value: String) -> Self {
        Self {
            origin: Origin::prefixed(Some(prefix::PHONE), &value),
            is_anonymous: value == prefix::ANONYMOUS,
            asserted_id: prefix::asserted_id(&value).map(str::to_owned),
            value,
        }
    }

    /// The number in E.164 form with leading `+`, the asserted id included; `anonymous` for a caller who
    /// withholds it.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether the caller withholds the number.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.is_anonymous
    }

    /// What tells apart the presences of one number that is in a call several times.
    #[must_use]
    pub fn asserted_id(&self) -> Option<&str> {
        self.asserted_id.as_deref()
    }
}

/// A user of Teams, or a guest without an account.
#[derive(Clone, Debug)]
pub struct MicrosoftTeamsUser {
    pub(super) origin: Origin,
    pub(super) user_id: String,
    pub(super) is_anonymous: bool,
    pub(super) cloud: Cloud,
}

impl MicrosoftTeamsUser {
    pub(super) fn made(user_id: String, is_anonymous: bool, cloud: Cloud) -> Self {
        let prefix = if is_anonymous { Some(prefix::VISITOR) } else { prefix::teams_user(&cloud) };
        Self { origin: Origin::prefixed(prefix, &user_id), user_id, is_anonymous, cloud }
    }

    /// The object id in Entra ID, or one made up for a guest.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// Whether this is a guest without an account.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.is_anonymous
    }

    /// The cloud of the identity.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }
}

/// An application of Teams, such as a call queue.
#[derive(Clone, Debug)]
pub struct MicrosoftTeamsApp {
    pub(super) origin: Origin,
    pub(super) app_id: String,
    pub(super) cloud: Cloud,
}

impl MicrosoftTeamsApp {
    pub(super) fn made(app_id: String, cloud: Cloud) -> Self {
        let origin = Origin::prefixed(prefix::teams_app(&cloud), &app_id);
        Self { origin, app_id, cloud }
    }

    /// The id of the application, which may have colons.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// The cloud of the identity.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }
}

/// A user of Teams who acts through a Communication Services resource.
#[derive(Clone, Debug)]
pub struct TeamsExtensionUser {
    pub(super) origin: Origin,
    pub(super) resource_id: String,
    pub(super) tenant_id: String,
    pub(super) user_id: String,
    pub(super) cloud: Cloud,
}

impl TeamsExtensionUser {
    pub(super) fn made(resource_id: String, tenant_id: String, user_id: String, cloud: Cloud) -> Self {
        let parts = format!("{resource_id}_{tenant_id}_{user_id}");
        let origin = Origin::prefixed(prefix::communication_user(&cloud), &parts);
        Self { origin, resource_id, tenant_id, user_id, cloud }
    }

    /// The id of the Communication Services resource.
    #[must_use]
    pub fn resource_id(&self) -> &str {
        &self.resource_id
    }

    /// The id of the user's tenant.
    #[must_use]
    pub fn tenant_id(&self) -> &str {
        &self.tenant_id
    }

    /// The object id of the user in Entra ID.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// The cloud of the identity.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }
}

/// Somebody of a kind that this version does not know.
#[derive(Clone, Debug)]
pub struct UnknownIdentifier {
    pub(super) origin: Origin,
}

impl UnknownIdentifier {
    /// The JSON form, if that is how the identifier came.
    #[must_use]
    pub fn model(&self) -> Option<&CommunicationIdentifierModel> {
        self.origin.model.as_deref()
    }
}
