//! The addresses and credentials of the service, for applications and tests.

use std::fmt;
use std::time::Duration;

use acs_calling::token::{self, TokenRules};

use super::{auth, meeting};
use crate::phone::ScriptError;
use crate::sim::Sim;

/// The simulated Communication Services resource.
///
/// ```
/// use call_sim::Sim;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sim = Sim::start().await?;
/// let text = sim.acs().connection_string();
/// let client = acs_calling::Client::from_connection_string(&text, acs_calling::ClientOptions::new())?;
/// assert_eq!(client.endpoint().as_str().trim_end_matches('/'), sim.acs().endpoint());
/// # Ok(())
/// # }
/// ```
pub struct Acs<'s> {
    pub(crate) sim: &'s Sim,
}

impl Sim {
    /// Returns the simulated Communication Services resource.
    #[must_use]
    pub fn acs(&self) -> Acs<'_> {
        Acs { sim: self }
    }
}

impl Acs<'_> {
    /// Returns the endpoint, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        self.sim.url()
    }

    /// Returns the connection string with the endpoint and the primary access key.
    #[must_use]
    pub fn connection_string(&self) -> String {
        let [primary, _] = self.access_keys();
        format!("endpoint={}/;accesskey={primary}", self.endpoint())
    }

    /// Returns the primary and the secondary access key, in base64. Requests may be signed with either.
    #[must_use]
    pub fn access_keys(&self) -> [String; 2] {
        self.sim.core.read(|world| world.settings.identities.acs_keys.clone())
    }

    /// Issues a bearer token of Microsoft Entra ID that is valid for an hour, for requests without an access key.
    #[must_use]
    pub fn bearer_token(&self) -> String {
        self.sim.core.with(auth::issue)
    }

    /// Starts a group call or a call in a room, to which the application can connect by the id of the group or room.
    /// Returns its `serverCallId`. A party is a phone number, such as `+14255550123`, or a raw id.
    ///
    /// ```
    /// use acs_calling::{CallLocator, Client, ClientOptions, ConnectRequest};
    /// use call_sim::Sim;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sim = Sim::start().await?;
    /// sim.acs().start_meeting("99411612437361211", &["+14255550123", "+14255550124"])?;
    /// let client = Client::from_connection_string(&sim.acs().connection_string(), ClientOptions::new())?;
    /// let room = CallLocator::room("99411612437361211");
    /// client.connect(&ConnectRequest::new(room, "http://127.0.0.1:8080/events")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// `parties` is empty, or another call has this id.
    pub fn start_meeting(&self, id: &str, parties: &[&str]) -> Result<String, ScriptError> {
        self.sim.core.with(|world| meeting::start(world, id, parties))
    }

    /// Sets the length of each audio file that is played. The default is three seconds. Files are not fetched. The
    /// length of text depends on its number of characters.
    pub fn prompt_length(&self, length: Duration) {
        self.sim.core.with(|world| world.acs.prompt_length = Some(length));
    }

    /// Returns the immutable resource id, a GUID: the audience of the tokens on events.
    #[must_use]
    pub fn resource_id(&self) -> String {
        self.sim.core.read(|world| world.settings.identities.acs_resource_id.clone())
    }

    /// Returns the phone number of the application, in E.164 format.
    #[must_use]
    pub fn phone_number(&self) -> String {
        self.sim.core.read(|world| world.settings.identities.acs_number.clone())
    }

    /// Returns the URL of the OpenID configuration, which contains the URL of the keys of the tokens on events.
    #[must_use]
    pub fn openid_configuration(&self) -> String {
        format!("{}/calling/.well-known/acsopenidconfiguration", self.endpoint())
    }

    /// Returns the keys of the tokens on events, as JSON.
    #[must_use]
    pub fn key_set(&self) -> String {
        self.sim.core.read(|world| world.tokens.key_set())
    }

    /// Returns the rules of the tokens on events: the issuer of the real service, and the resource id as the audience.
    ///
    /// ```
    /// use acs_calling::events::Receiver;
    /// use acs_calling::token::{FetchOptions, FetchedKeys, Verifier};
    /// use call_sim::Sim;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sim = Sim::start().await?;
    /// let keys = FetchedKeys::from_configuration(&sim.acs().openid_configuration(), FetchOptions::new())?;
    /// let receiver = Receiver::new(Verifier::new(sim.acs().token_rules(), keys));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn token_rules(&self) -> TokenRules {
        token::rules(self.resource_id())
    }
}

impl fmt::Debug for Acs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acs").field("endpoint", &self.endpoint()).finish_non_exhaustive()
    }
}
