//! The prefixes of raw ids, by kind and cloud.

use crate::generated::CommunicationCloudEnvironment as Cloud;

pub(super) const PHONE: &str = "4:";
pub(super) const ANONYMOUS: &str = "anonymous";
pub(super) const VISITOR: &str = "8:teamsvisitor:";
pub(super) const SPOOL: &str = "8:spool:";

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
