//! The settings of a simulator, and the identities that follow from its seed.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::random::Random;

/// The settings that all services share.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The base URL of the simulator, `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    /// The delay after which a called party answers. With `None`, it answers only if a script answers for it.
    pub(crate) answer_after: Option<Duration>,
    /// The identities of the application and its user.
    pub(crate) identities: Identities,
}

/// The identities of the application at the services.
#[derive(Clone)]
pub(crate) struct Identities {
    /// Communication Services: the immutable resource id, which is the audience of tokens on callbacks.
    pub(crate) acs_resource_id: String,
    /// Communication Services: the primary and the secondary access key, in base64.
    pub(crate) acs_keys: [String; 2],
    /// Communication Services: the phone number of the application.
    pub(crate) acs_number: String,
    /// Communication Services: the raw id of the application's user.
    pub(crate) acs_user: String,
    /// Graph: the app id of the bot.
    pub(crate) graph_app_id: String,
    /// Graph: the id of the tenant.
    pub(crate) graph_tenant_id: String,
    /// Exchange: the address of the mailbox.
    pub(crate) mailbox: String,
    /// Exchange: the password of the mailbox.
    pub(crate) password: String,
    /// Exchange: the PIN of the user at the Unified Messaging service.
    pub(crate) pin: String,
}

impl Identities {
    /// Creates the identities from random values.
    pub(crate) fn new(random: &mut Random) -> Self {
        let acs_resource_id = random.guid();
        Self {
            acs_keys: [0, 1].map(|_| STANDARD.encode(random.bytes(64))),
            acs_number: "+18005550100".to_owned(),
            acs_user: format!("8:acs:{acs_resource_id}_{}", random.guid()),
            acs_resource_id,
            graph_app_id: random.guid(),
            graph_tenant_id: random.guid(),
            mailbox: "user@contoso.example".to_owned(),
            password: random.token(20),
            pin: "135246".to_owned(),
        }
    }

    /// Returns the issuer of the tenant's tokens for Graph and Exchange.
    pub(crate) fn issuer(&self) -> String {
        format!("https://sts.windows.net/{}/", self.graph_tenant_id)
    }
}

impl std::fmt::Debug for Identities {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identities")
            .field("acs_resource_id", &self.acs_resource_id)
            .field("acs_number", &self.acs_number)
            .field("graph_app_id", &self.graph_app_id)
            .field("graph_tenant_id", &self.graph_tenant_id)
            .field("mailbox", &self.mailbox)
            .finish_non_exhaustive()
    }
}
