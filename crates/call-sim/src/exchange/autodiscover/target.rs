//! The results of Autodiscover's search for an address.

use crate::exchange::mailbox::{MagicMailbox, Mailbox};
use crate::exchange::route::is_redirected;
use crate::request::Request;
use crate::world::World;

/// The result of a search for an address.
pub(super) enum Target {
    /// The settings of a mailbox.
    Settings(Mailbox),
    /// A redirect to another address.
    Address(String),
    /// A redirect to another URL, in the response.
    Url,
    /// A redirect to another URL, with status 302.
    Http,
    /// A redirect to the same URL.
    Loop,
    /// The address is unknown.
    Unknown,
}

impl Target {
    /// Searches for an address.
    pub(super) fn find(world: &World, request: &Request, address: &str) -> Self {
        let identities = &world.settings.identities;
        let Some(mailbox) = Mailbox::find(identities, address) else { return Self::Unknown };
        match mailbox.magic {
            Some(MagicMailbox::RedirectLoop) => Self::Loop,
            _ if is_redirected(request) => Self::Settings(mailbox),
            Some(MagicMailbox::RedirectAddress) => Self::Address(identities.mailbox.clone()),
            Some(MagicMailbox::RedirectUrl) => Self::Url,
            Some(MagicMailbox::RedirectHttp) => Self::Http,
            _ => Self::Settings(mailbox),
        }
    }
}
