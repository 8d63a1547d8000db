//! The calling APIs of Communication Services, Microsoft Graph and Exchange, simulated on loopback.
//!
//! An application can be run and tested without a tenant, a phone number or a public address. The simulator checks
//! credentials and requests as the services do, changes the states of calls over time, and sends signed callbacks. It
//! has all operations of the three clients: 34 of Call Automation, 34 of Graph, and 14 of Exchange.
//!
//! Run it as a command, with a page that shows the calls and plays the remote parties:
//!
//! ```console
//! $ cargo run -p call-sim
//! ```
//!
//! Use it as a library, in a test:
//!
//! ```
//! use std::time::Duration;
//!
//! use acs_calling::{Client, ClientOptions, CommunicationIdentifier, CreateCallRequest, PhoneNumberIdentifier};
//! use call_sim::{Sim, Time};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sim = Sim::builder().time(Time::Virtual).start().await?;
//! let client = Client::from_connection_string(&sim.acs().connection_string(), ClientOptions::new())?;
//!
//! let callee = CommunicationIdentifier::phone_number("+14255550123");
//! let request = CreateCallRequest::new([callee], "http://127.0.0.1:8080/callback")
//!     .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()));
//! let id = client.create_call(&request).await?.into_inner().call_connection_id.unwrap_or_default();
//!
//! // The callee answers after a second.
//! sim.advance(Duration::from_secs(1)).await;
//! assert_eq!(sim.calls()[0].state, "connected");
//! sim.hang_up(&id)?;
//! assert!(sim.calls().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # The application
//!
//! [`Sim::acs`], [`Sim::graph`] and [`Sim::exchange`] return what an application needs: addresses, credentials, and the
//! rules and keys for the tokens on callbacks. [`Sim::environment`] returns the same as environment variables, which
//! the examples of this workspace read. The callback URIs may be `http` if their host is this machine; other hosts
//! require `https`, as in reality.
//!
//! # Remote parties
//!
//! A called party answers after a second ([`Builder::answer_after`]). Numbers and ids that end in certain digits have a
//! fixed behavior ([`Magic`]): `+14255550486` is busy. Scripts control all parties: [`Sim::ring`] calls the
//! application, and [`Sim::act`] and its shorthands answer, press keys, speak and hang up.
//!
//! # Time
//!
//! Time is real, or passes only by [`Sim::advance`] ([`Time::Virtual`]): then 45 minutes without a keep-alive take
//! milliseconds, and a test has the same result on every run. Credentials are checked with the clock of the operating
//! system in both cases, because clients use it. An application that does not respond to a callback is waited for in
//! real time, up to ten seconds for each attempt.
//!
//! # Faults
//!
//! A [`FaultRule`] selects requests or callbacks, by service, name, number and probability. A request can be throttled,
//! refused, reset before or after it is processed, or have a slow, truncated or invalid response. A callback can be
//! lost, sent twice, delayed or reordered, or have unknown types, members and values, or an invalid token. If a request
//! is retried before the end of `Retry-After`, the journal contains a warning.
//!
//! # The journal
//!
//! [`Sim::journal`] contains every request, response, callback, state and action, in order.
//! [`Sim::wait_for`] waits for an entry. The credentials in `Authorization` and `Cookie` and the secrets in query
//! parameters are redacted; bodies are complete.
//!
//! # Fidelity
//!
//! Microsoft does not document every behavior of its services. The page `/fidelity` lists each behavior of the
//! simulator with its origin: documented, observed in a sample, an SDK or a log, or a choice of this project.

mod acs;
mod answer;
mod builder;
mod callback_url;
mod calls;
mod clock;
mod control;
mod delivery;
mod environment;
mod exchange;
mod fault;
mod fidelity;
mod graph;
mod journal;
mod phone;
mod random;
mod request;
mod script;
mod server;
mod service;
mod settings;
mod sim;
mod start_error;
mod timers;
mod tokens;
mod wav;
mod world;

pub use acs::{Acs, Audio, EventSchema};
pub use builder::Builder;
pub use callback_url::parse as parse_callback_url;
pub use calls::{Call, Party, Ring};
pub use clock::Time;
pub use exchange::{Exchange, MagicMailbox};
pub use fault::{CallbackFault, Fault, FaultRule, RequestFault, RetryAfter};
pub use fidelity::{Behavior, Mark};
pub use graph::{Graph, Meeting};
pub use journal::{Entry, Kind};
pub use phone::{Action, Magic, ScriptError};
pub use service::Service;
pub use sim::Sim;
pub use start_error::StartError;
