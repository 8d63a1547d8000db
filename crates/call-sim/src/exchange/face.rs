//! [`Exchange`]: the addresses, credentials and settings of the service.

use std::fmt;
use std::time::Duration;

use super::auth;
use super::items::{ITEM, MISSING};
use super::mailbox::MagicMailbox;
use super::route;
use crate::sim::Sim;

/// The addresses, credentials and settings of the simulated Exchange.
///
/// ```
/// use call_sim::Sim;
/// use ews_um::{Autodiscover, Credential, UmClient};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sim = Sim::start().await?;
/// let exchange = sim.exchange();
/// let credential = Credential::basic(exchange.user(), exchange.password())?;
/// let found = Autodiscover::new(exchange.user(), credential.clone())
///     .url(exchange.autodiscover_url().parse()?)
///     .locate()
///     .await?;
/// let client = UmClient::new(found.um_url()?, credential)?;
/// let call = client.play_on_phone(exchange.item_id(), "+14255550143").await?;
/// println!("{:?}", client.get_call_info(&call).await?.call_state);
/// # Ok(())
/// # }
/// ```
///
/// The dialing rules do not allow a number that ends in `5550403`, and the service is busy for a number that ends in
/// `5550429`. [`Magic`](crate::Magic) lists the others.
#[derive(Clone, Copy)]
pub struct Exchange<'s> {
    sim: &'s Sim,
}

impl Sim {
    /// Returns the addresses and credentials of Exchange.
    #[must_use]
    pub fn exchange(&self) -> Exchange<'_> {
        Exchange { sim: self }
    }
}

impl Exchange<'_> {
    /// Returns the URL of Exchange Web Services.
    #[must_use]
    pub fn ews_url(&self) -> String {
        self.url(route::EWS)
    }

    /// Returns the URL of the Unified Messaging web service.
    #[must_use]
    pub fn um_url(&self) -> String {
        self.url(route::UM)
    }

    /// Returns the URL of the SOAP service of Autodiscover.
    #[must_use]
    pub fn autodiscover_url(&self) -> String {
        self.url(route::SOAP)
    }

    /// Returns the URL of the plain XML service of Autodiscover.
    #[must_use]
    pub fn autodiscover_plain_url(&self) -> String {
        self.url(route::PLAIN)
    }

    /// Returns the address of the mailbox, which is also the name of its user.
    #[must_use]
    pub fn user(&self) -> String {
        self.sim.core.read(|world| world.settings.identities.mailbox.clone())
    }

    /// Returns the password of all mailboxes.
    #[must_use]
    pub fn password(&self) -> String {
        self.sim.core.read(|world| world.settings.identities.password.clone())
    }

    /// Returns the address of a mailbox with a fixed behavior. It is also the name of its user.
    #[must_use]
    pub fn magic_address(&self, mailbox: MagicMailbox) -> String {
        let user = self.user();
        let domain = user.rsplit_once('@').map_or("", |(_, domain)| domain);
        format!("{}@{domain}", mailbox.local_part())
    }

    /// Issues a bearer token for the owner of the mailbox. It is valid for a day.
    #[must_use]
    pub fn bearer_token(&self) -> String {
        let user = self.user();
        self.bearer_token_for(&user)
    }

    /// Issues a bearer token for the owner of a mailbox, by its address. It is valid for a day.
    #[must_use]
    pub fn bearer_token_for(&self, address: &str) -> String {
        self.sim.core.with(|world| auth::token(world, Some(address)))
    }

    /// Issues a bearer token for an application that can access all mailboxes. Each of its requests must impersonate
    /// the owner of a mailbox, which only Exchange Web Services support. It is valid for a day.
    #[must_use]
    pub fn application_token(&self) -> String {
        self.sim.core.with(|world| auth::token(world, None))
    }

    /// Returns the PIN of the mailbox, which a real user receives by email after `ResetPIN`.
    #[must_use]
    pub fn pin(&self) -> String {
        self.sim.core.with(|world| {
            let address = world.settings.identities.mailbox.to_ascii_lowercase();
            let pin = world.exchange.voice_mail(&address).pin.clone();
            pin.unwrap_or_else(|| world.settings.identities.pin.clone())
        })
    }

    /// Returns the id of a voice message: the item id of Exchange Web Services, and the entry id of Unified Messaging.
    /// Any other text in base64 is the id of an item too.
    #[must_use]
    pub fn item_id(&self) -> &'static str {
        ITEM
    }

    /// Returns the id of an item that was deleted.
    #[must_use]
    pub fn missing_item_id(&self) -> &'static str {
        MISSING
    }

    /// Refuses the next operation of a service: Exchange Web Services respond with this code, such as
    /// `ErrorAccessDenied`, and Unified Messaging with a fault with this exception, such as
    /// `UserConfigurationException`. Each call of this function refuses one operation.
    pub fn refuse_next(&self, code: impl Into<String>) {
        self.sim.core.with(|world| world.exchange.refusals.push_back(code.into()));
    }

    /// Sets the length of messages and greetings, after which a call ends. The default is five seconds.
    pub fn message_length(&self, length: Duration) {
        self.sim.core.with(|world| world.exchange.message_length = Some(length));
    }

    /// Sets whether the faults of Unified Messaging are bare: the prefix of the fault code is not declared, and the
    /// fault string has neither a language nor a full stop, as in one example of the specification. The default is
    /// `false`.
    ///
    /// Source: [MS-OXWUMS 4.15](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
    pub fn bare_faults(&self, is_on: bool) {
        self.sim.core.with(|world| world.exchange.has_bare_faults = is_on);
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sim.url())
    }
}

impl fmt::Debug for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("ews_url", &self.ews_url())
            .field("um_url", &self.um_url())
            .field("autodiscover_url", &self.autodiscover_url())
            .field("user", &self.user())
            .finish_non_exhaustive()
    }
}
