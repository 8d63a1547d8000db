//! The kinds of identifiers. They are immutable, so their members always match the raw id and the JSON form.

use super::prefix;
use crate::generated::{CommunicationCloudEnvironment as Cloud, CommunicationIdentifierModel};

/// The raw id and the JSON form of an identifier.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// The raw id; empty if there is none.
    pub(super) raw_id: String,
    /// The JSON form as received, if any. It may have unknown members.
    pub(super) model: Option<Box<CommunicationIdentifierModel>>,
}

impl Origin {
    pub(super) fn raw(raw_id: impl Into<String>) -> Self {
        Self { raw_id: raw_id.into(), model: None }
    }

    /// Creates an origin from the prefix and the rest of the raw id. An unknown cloud has no prefix, so the raw id is
    /// empty.
    fn prefixed(prefix: Option<&str>, rest: &str) -> Self {
        Self::raw(prefix.map(|prefix| format!("{prefix}{rest}")).unwrap_or_default())
    }
}

/// A user of a Communication Services resource.
#[derive(Clone, Debug)]
pub struct CommunicationUser {
    pub(super) origin: Origin,
    pub(super) id: String,
}

impl CommunicationUser {
    pub(super) fn new(id: String) -> Self {
        Self { origin: Origin::raw(&id), id }
    }

    /// Returns the id. In the public cloud, it is `8:acs:` followed by two GUIDs.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// A phone number, or an anonymous caller.
#[derive(Clone, Debug)]
pub struct PhoneNumber {
    pub(super) origin: Origin,
    pub(super) value: String,
    pub(super) is_anonymous: bool,
    pub(super) asserted_id: Option<String>,
}

impl PhoneNumber {
    pub(super) fn new(value: String) -> Self {
        Self {
            origin: Origin::prefixed(Some(prefix::PHONE), &value),
            is_anonymous: value == prefix::ANONYMOUS,
            asserted_id: prefix::asserted_id(&value).map(str::to_owned),
            value,
        }
    }

    /// Returns the number in E.164 format with a leading `+`, including the asserted id; or `anonymous` for an
    /// anonymous caller.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Returns whether the caller is anonymous.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.is_anonymous
    }

    /// Returns the asserted id, which distinguishes participants with the same number in a call.
    #[must_use]
    pub fn asserted_id(&self) -> Option<&str> {
        self.asserted_id.as_deref()
    }
}

/// A Teams user, or an anonymous guest.
#[derive(Clone, Debug)]
pub struct MicrosoftTeamsUser {
    pub(super) origin: Origin,
    pub(super) user_id: String,
    pub(super) is_anonymous: bool,
    pub(super) cloud: Cloud,
}

impl MicrosoftTeamsUser {
    pub(super) fn new(user_id: String, is_anonymous: bool, cloud: Cloud) -> Self {
        let prefix = if is_anonymous { Some(prefix::VISITOR) } else { prefix::teams_user(&cloud) };
        Self { origin: Origin::prefixed(prefix, &user_id), user_id, is_anonymous, cloud }
    }

    /// Returns the object id in Entra ID, or the generated id of a guest.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// Returns whether this is an anonymous guest.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.is_anonymous
    }

    /// Returns the cloud of the identity.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }
}

/// A Teams application, such as a call queue.
#[derive(Clone, Debug)]
pub struct MicrosoftTeamsApp {
    pub(super) origin: Origin,
    pub(super) app_id: String,
    pub(super) cloud: Cloud,
}

impl MicrosoftTeamsApp {
    pub(super) fn new(app_id: String, cloud: Cloud) -> Self {
        let origin = Origin::prefixed(prefix::teams_app(&cloud), &app_id);
        Self { origin, app_id, cloud }
    }

    /// Returns the id of the application, which may contain colons.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// Returns the cloud of the identity.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }
}

/// A Teams user who uses a Communication Services resource (Teams Phone extensibility).
#[derive(Clone, Debug)]
pub struct TeamsExtensionUser {
    pub(super) origin: Origin,
    pub(super) resource_id: String,
    pub(super) tenant_id: String,
    pub(super) user_id: String,
    pub(super) cloud: Cloud,
}

impl TeamsExtensionUser {
    pub(super) fn new(resource_id: String, tenant_id: String, user_id: String, cloud: Cloud) -> Self {
        let parts = format!("{resource_id}_{tenant_id}_{user_id}");
        let origin = Origin::prefixed(prefix::communication_user(&cloud), &parts);
        Self { origin, resource_id, tenant_id, user_id, cloud }
    }

    /// Returns the id of the Communication Services resource.
    #[must_use]
    pub fn resource_id(&self) -> &str {
        &self.resource_id
    }

    /// Returns the id of the user's tenant.
    #[must_use]
    pub fn tenant_id(&self) -> &str {
        &self.tenant_id
    }

    /// Returns the object id of the user in Entra ID.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// Returns the cloud of the identity.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }
}

/// An identifier of an unknown kind.
#[derive(Clone, Debug)]
pub struct UnknownIdentifier {
    pub(super) origin: Origin,
}

impl UnknownIdentifier {
    /// Returns the JSON form as received, if any.
    #[must_use]
    pub fn model(&self) -> Option<&CommunicationIdentifierModel> {
        self.origin.model.as_deref()
    }
}
