//! The parser of raw ids.
//!
//! Sources: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/identifiers>; Microsoft's SDK for
//! Python.

use std::convert::Infallible;
use std::str::FromStr;

use super::kinds::{
    CommunicationUser, MicrosoftTeamsApp, MicrosoftTeamsUser, Origin, PhoneNumber, TeamsExtensionUser,
    UnknownIdentifier,
};
use super::{CommunicationIdentifier as Identifier, prefix};
use crate::generated::CommunicationCloudEnvironment as Cloud;

const CLOUDS: [Cloud; 3] = [Cloud::Public, Cloud::Dod, Cloud::Gcch];

impl FromStr for Identifier {
    type Err = Infallible;

    fn from_str(raw_id: &str) -> Result<Self, Infallible> {
        Ok(parse(raw_id))
    }
}

impl From<&str> for Identifier {
    fn from(raw_id: &str) -> Self {
        parse(raw_id)
    }
}

impl From<String> for Identifier {
    fn from(raw_id: String) -> Self {
        parse(&raw_id)
    }
}

/// Parses a raw id. A text that does not match the grammar is an unknown identifier.
fn parse(raw_id: &str) -> Identifier {
    known(raw_id).unwrap_or_else(|| Identifier::Unknown(UnknownIdentifier { origin: Origin::raw(raw_id) }))
}

/// Parses a raw id of a known kind.
fn known(raw_id: &str) -> Option<Identifier> {
    let after = |prefix| raw_id.strip_prefix::<&str>(prefix).filter(|rest| !rest.is_empty());
    if let Some(number) = after(prefix::PHONE) {
        return Some(Identifier::PhoneNumber(PhoneNumber::new(number.to_owned())));
    }
    if after(prefix::SPOOL).is_some() {
        return Some(Identifier::CommunicationUser(CommunicationUser::new(raw_id.to_owned())));
    }
    if let Some(user) = after(prefix::VISITOR) {
        let user = MicrosoftTeamsUser::new(user.to_owned(), true, Cloud::Public);
        return Some(Identifier::MicrosoftTeamsUser(user));
    }
    CLOUDS.into_iter().find_map(|cloud| {
        if let Some(parts) = prefix::communication_user(&cloud).and_then(after) {
            return Some(communication_or_extension_user(raw_id, parts, cloud));
        }
        if let Some(user) = prefix::teams_user(&cloud).and_then(after) {
            let user = MicrosoftTeamsUser::new(user.to_owned(), false, cloud);
            return Some(Identifier::MicrosoftTeamsUser(user));
        }
        let app = prefix::teams_app(&cloud).and_then(after)?;
        Some(Identifier::MicrosoftTeamsApp(MicrosoftTeamsApp::new(app.to_owned(), cloud)))
    })
}

fn communication_or_extension_user(raw_id: &str, parts: &str, cloud: Cloud) -> Identifier {
    let parts: Vec<_> = parts.split('_').map(str::to_owned).collect();
    match <[String; 3]>::try_from(parts) {
        Ok([resource, tenant, user]) => {
            Identifier::TeamsExtensionUser(TeamsExtensionUser::new(resource, tenant, user, cloud))
        }
        Err(_) => Identifier::CommunicationUser(CommunicationUser::new(raw_id.to_owned())),
    }
}
