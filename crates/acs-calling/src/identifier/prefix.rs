//! The parts of raw ids: prefixes by kind and cloud, and the asserted id.

use crate::generated::CommunicationCloudEnvironment as Cloud;

/// The prefix of phone numbers.
pub(super) const PHONE: &str = "4:";
/// The phone number of an anonymous caller.
pub(super) const ANONYMOUS: &str = "anonymous";
/// The prefix of anonymous guests in Teams.
pub(super) const VISITOR: &str = "8:teamsvisitor:";
/// An older prefix of communication users.
pub(super) const SPOOL: &str = "8:spool:";

/// Returns the prefix of communication users; `None` in an unknown cloud.
pub(super) fn communication_user(cloud: &Cloud) -> Option<&'static str> {
    match cloud {
        Cloud::Public => Some("8:acs:"),
        Cloud::Dod => Some("8:dod-acs:"),
        Cloud::Gcch => Some("8:gcch-acs:"),
        Cloud::Other(_) => None,
    }
}

/// Returns the prefix of Teams users; `None` in an unknown cloud.
pub(super) fn teams_user(cloud: &Cloud) -> Option<&'static str> {
    match cloud {
        Cloud::Public => Some("8:orgid:"),
        Cloud::Dod => Some("8:dod:"),
        Cloud::Gcch => Some("8:gcch:"),
        Cloud::Other(_) => None,
    }
}

/// Returns the prefix of Teams applications; `None` in an unknown cloud.
pub(super) fn teams_app(cloud: &Cloud) -> Option<&'static str> {
    match cloud {
        Cloud::Public => Some("28:orgid:"),
        Cloud::Dod => Some("28:dod:"),
        Cloud::Gcch => Some("28:gcch:"),
        Cloud::Other(_) => None,
    }
}

/// Returns the part of a phone number after the last `_`, unless it is empty.
pub(super) fn asserted_id(number: &str) -> Option<&str> {
    number.rsplit_once('_').map(|(_, id)| id).filter(|id| !id.is_empty())
}
