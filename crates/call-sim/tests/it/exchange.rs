//! A simulator with virtual time, and clients of Exchange whose waits advance it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use call_http::reqwest;
use call_http::{BoxFuture, ClientOptions, Clock, RetryPolicy};
use call_sim::{Kind, MagicMailbox, Sim, Time};
use ews_um::phone_call::ItemId;
use ews_um::{Credential, PhoneCallClient, UmClient};

/// A clock whose waits advance the simulator.
#[derive(Debug)]
struct SimClock(Arc<Sim>);

impl Clock for SimClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(self.0.advance(time))
    }
}

/// A simulator with virtual time.
pub struct Office {
    pub sim: Arc<Sim>,
}

impl Office {
    pub async fn open() -> Self {
        let sim = Sim::builder().time(Time::Virtual).start().await.expect("a simulator");
        Self { sim: Arc::new(sim) }
    }

    pub fn options(&self) -> ClientOptions {
        let policy = RetryPolicy::default().max_retries(2);
        ClientOptions::new().no_proxy().retry(policy).clock(Arc::new(SimClock(Arc::clone(&self.sim))))
    }

    pub fn basic(&self) -> Credential {
        self.basic_of(&self.sim.exchange().user())
    }

    pub fn basic_of(&self, user: &str) -> Credential {
        Credential::basic(user, self.sim.exchange().password()).expect("a credential")
    }

    pub fn um(&self) -> UmClient {
        self.um_with(self.basic())
    }

    pub fn um_with(&self, credential: Credential) -> UmClient {
        let url = self.sim.exchange().um_url();
        UmClient::with_options(url, credential, self.options()).expect("a client")
    }

    pub fn um_of(&self, mailbox: MagicMailbox) -> UmClient {
        self.um_with(self.basic_of(&self.sim.exchange().magic_address(mailbox)))
    }

    pub fn phone(&self) -> PhoneCallClient {
        self.phone_with(self.basic())
    }

    pub fn phone_with(&self, credential: Credential) -> PhoneCallClient {
        let url = self.sim.exchange().ews_url();
        PhoneCallClient::with_options(url, credential, self.options()).expect("a client")
    }

    pub fn phone_of(&self, mailbox: MagicMailbox) -> PhoneCallClient {
        self.phone_with(self.basic_of(&self.sim.exchange().magic_address(mailbox)))
    }

    pub fn item(&self) -> ItemId {
        ItemId::new(self.sim.exchange().item_id())
    }

    pub async fn pass(&self, milliseconds: u64) {
        self.sim.advance(Duration::from_millis(milliseconds)).await;
    }

    /// Posts a body as the user of the mailbox, and returns the status and the body of the response.
    pub async fn post(&self, url: &str, body: &str) -> (u16, String) {
        let (user, password) = (self.sim.exchange().user(), self.sim.exchange().password());
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let request = http.post(url).header("Content-Type", "text/xml; charset=utf-8");
        let response = request.basic_auth(user, Some(password)).body(body.to_owned()).send().await;
        let response = response.expect("a response");
        (response.status().as_u16(), response.text().await.expect("text"))
    }

    /// Returns the states of all calls in the order in which they occurred.
    pub fn states(&self) -> Vec<String> {
        let entries = self.sim.journal().into_iter();
        entries.filter(|entry| entry.kind == Kind::State).map(|entry| entry.name).collect()
    }
}

/// A SOAP message of the schema's version for Unified Messaging.
pub fn soap(header: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'\
         \n xmlns:m='http://schemas.microsoft.com/exchange/services/2006/messages'\
         \n xmlns:t='http://schemas.microsoft.com/exchange/services/2006/types'>\
         <s:Header>{header}</s:Header><s:Body>\n{body}\n</s:Body></s:Envelope>"
    )
}
