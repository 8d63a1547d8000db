//! The grammar of raw ids.
//!
//! Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/identifiers>, and what
//! Microsoft's SDK for Python does with them.

use super::CommunicationIdentifier as Identifier;
use super::kinds::{
    CommunicationUser, MicrosoftTeamsApp, MicrosoftTeamsUser, Origin, PhoneNumber, TeamsExtensionUser,
    UnknownIdentifier,
};
use crate::CommunicationCloudEnvironment as Cloud;

pub(super) const PHONE: &str = "4:";
pub(super) const ANONYMOUS: &str = "anonymous";
pub(super) const VISITOR: &str = "8:teamsvisitor:";
const SPOOL: &str = "8:spool:";

const CLOUDS: [Cloud; 3] = [Cloud::Public, Cloud::Dod, Cloud::Gcch];

/// How ids of communication users begin; nobody knows it for a cloud of tomorrow.
pub(super) fn communication_user(cloud: &Cloud) -> Option<&'static str> {
    match cloud {
        Cloud::Public => Some("8:acs:"),
        Cloud::Dod => Some("8:dod-acs:"),
        Cloud::Gcch => Some("8:gcch-acs:"),
        Cloud::Other(_) => None,
    }
}

/// How ids of Teams users begin.
pub(super) fn teams_user(cloud: &Cloud) -> Option<&'static str> {
    match cloud {
        Cloud::Public => Some("8:orgid:"),
        Cloud::Dod => Some("8:dod:"),
        Cloud::Gcch => Some("8:gcch:"),
        Cloud::Other(_) => None,
    }
}

/// How ids of Teams applications begin.
pub(super) fn teams_app(cloud: &Cloud) -> Option<&'static str> {
    match cloud {
        Cloud::Public => Some("28:orgid:"),
        Cloud::Dod => Some("28:dod:"),
        Cloud::Gcch => Some("28:gcch:"),
        Cloud::Other(_) => None,
    }
}

/// The part after the last `_`, which is there only if it says something.
pub(super) fn asserted_id(number: &str) -> Option<&str> {
    number.rsplit_once('_').map(|(_, id)| id).filter(|id| !id.is_empty())
}

/// Reads any text.
pub(super) fn read(raw_id: &str) -> Identifier {
    known(raw_id).unwrap_or_else(|| Identifier::Unknown(UnknownIdentifier { origin: Origin::raw(raw_id) }))
}

fn known(raw_id: &str) -> Option<Identifier> {
    let after = |prefix| raw_id.strip_prefix::<&str>(prefix).filter(|rest| !rest.is_empty());
    if let Some(number) = after(PHONE) {
        return Some(Identifier::PhoneNumber(PhoneNumber::made(number.to_owned())));
    }
    if after(SPOOL).is_some() {
        return Some(Identifier::CommunicationUser(CommunicationUser::made(raw_id.to_owned())));
    }
    if let Some(user) = after(VISITOR) {
        let user = MicrosoftTeamsUser::made(user.to_owned(), true, Cloud::Public);
        return Some(Identifier::MicrosoftTeamsUser(user));
    }
    CLOUDS.into_iter().find_map(|cloud| {
        if let Some(parts) = communication_user(&cloud).and_then(after) {
            return Some(user_of_a_resource(raw_id, parts, cloud));
        }
        if let Some(user) = teams_user(&cloud).and_then(after) {
            let user = MicrosoftTeamsUser::made(user.to_owned(), false, cloud);
            return Some(Identifier::MicrosoftTeamsUser(user));
        }
        let app = teams_app(&cloud).and_then(after)?;
        Some(Identifier::MicrosoftTeamsApp(MicrosoftTeamsApp::made(app.to_owned(), cloud)))
    })
}

fn user_of_a_resource(raw_id: &str, parts: &str, cloud: Cloud) -> Identifier {
    let parts: Vec<_> = parts.split('_').map(str::to_owned).collect();
    match <[String; 3]>::try_from(parts) {
        Ok([resource, tenant, user]) => {
            Identifier::TeamsExtensionUser(TeamsExtensionUser::made(resource, tenant, user, cloud))
        }
        Err(_) => Identifier::CommunicationUser(CommunicationUser::made(raw_id.to_owned())),
    }
}
