//! What is this call doing? One view of a call over Exchange, Microsoft Graph and Azure Communication Services.
//!
//! [`CallSource`] asks a service about a call and gives a [`CallInfo`]: one [`CallState`], the service's own
//! words, why the call ended, who called whom. The clients of the three crates are such sources, and the trait
//! is object safe, so that a program can hold any of them:
//!
//! ```no_run
//! use call_info::{CallSource, Error};
//!
//! async fn report(sources: &[Box<dyn CallSource>], id: &str) -> Result<(), Error> {
//!     for source in sources {
//!         println!("{}: {}", source.service(), source.call_info(id).await?);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Whoever has an answer or an event already, as in a webhook receiver, converts it (an event of any type by
//! [`CallInfo::of_event`]):
//!
//! ```
//! use call_info::{CallInfo, CallState};
//! use graph_calls::{Call, call_wire::json};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let call: Call = json::decode(br#"{"id": "57dab8b1", "state": "establishing"}"#)?;
//! let info = CallInfo::from(&call);
//! assert_eq!(info.state, CallState::Connecting);
//! assert_eq!(info.state_text.as_deref(), Some("establishing"));
//! # Ok(())
//! # }
//! ```
//!
//! # States
//!
//! | [`CallState`] | Exchange (both services) | Microsoft Graph | Azure Communication Services |
//! | --- | --- | --- | --- |
//! | `Idle` | `Idle` | no counterpart: the call is not found | no counterpart: not found |
//! | `Incoming` | `Incoming` (1) | `incoming` | the event `IncomingCall` (2) |
//! | `Connecting` | `Connecting` | `establishing` | `connecting` |
//! | `Ringing` | `Alerted` (1) | `ringing` (3) | no counterpart |
//! | `Connected` | `Connected` | `established` | `connected`, the event `CallConnected` |
//! | `OnHold` | no counterpart | `hold` | no counterpart: each participant is on hold or not |
//! | `Transferring` | `Transferring` (1) | `transferring` | `transferring` |
//! | `TransferAccepted` | no counterpart | `transferAccepted` | `transferAccepted` |
//! | `Redirecting` | `Forwarding` (1) | `redirecting` | no counterpart |
//! | `Disconnecting` | no counterpart | `terminating` | `disconnecting` |
//! | `Disconnected` | `Disconnected` | `terminated` | `disconnected`, the events `CallDisconnected`, `CreateCallFailed`, `AnswerFailed`, `ConnectFailed` |
//! | `Unknown` | any other text | `unknownFutureValue`, any other text | `unknown`, any other text |
//!
//! 1. Declared by both schemas; \[MS-OXWUMS\] 3.1.4.3.4.1 says that the UM web service never sends it.
//! 2. The call has no connection yet, and therefore no id to ask for.
//! 3. The pages list it; the schema does not, so it is read by its text.
//!
//! Two states need care. `Connected` of Exchange may go back to `Connecting`, when the person on the phone
//! calls a contact (\[MS-OXWUMS\] 3.1.1.1). Notifications of Graph may overtake each other, so that
//! `Connecting` may be told after `Connected`; asking mends that.
//!
//! # Ends
//!
//! [`CallInfo::ending`] is there only when the call is over and the service tells why.
//!
//! | [`EndReason`] | Exchange: `EventCause`, `ConnectionFailureCause` | Microsoft Graph: `resultInfo` | Azure Communication Services: `resultInformation` (1) |
//! | --- | --- | --- | --- |
//! | `Normal` | no counterpart | code 200 to 299 | code 200 to 299 |
//! | `Busy` | `UserBusy` | no counterpart | SIP 486, 600 |
//! | `NoAnswer` | `NoAnswer` | code 408 with subcode 10057 | SIP 408 |
//! | `Unavailable` | `Unavailable` | code 480 | SIP 404, 410, 480, 604 |
//! | `Declined` | SIP 603 (2) | no counterpart | SIP 603 |
//! | `Canceled` | SIP 487 (2) | no counterpart | SIP 487 |
//! | `Other` | `Other` | any other code from 400 | any other code from 400 |
//! | none | `None` | no code, or one below 400 that is no success | the same |
//!
//! 1. Only events have it: the answer to "get call" does not say why a call ended.
//! 2. EWS adds the SIP status; it is consulted where the cause is `None` or `Other`.
//!
//! Sources: Microsoft Graph v1.0, page "Delete call", table of call end reasons; RFC 3261, section 21;
//! \[MS-OXWUMS\] 3.1.4.3.4.2.
//!
//! # Direction and parties
//!
//! | | Exchange | Microsoft Graph | Azure Communication Services |
//! | --- | --- | --- | --- |
//! | [`CallInfo::direction`] | not told | `direction` | `Incoming` when `answeredBy` is there, else not told |
//! | [`CallInfo::parties`] | not told | `source`, `targets` | `source` or else `sourceCallerIdNumber`, `targets`, `answeredBy` |
mod acs;
mod ending;
mod error;
mod exchange;
mod graph;
mod info;
mod party;
mod source;
mod state;

pub use ending::{EndReason, Ending};
pub use error::Error;
pub use info::{CallInfo, Direction, Service};
pub use party::{Party, PartyKind, PartyRole};
pub use source::CallSource;
pub use state::CallState;
