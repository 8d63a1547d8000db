//! What is this call doing? One view of a call over Exchange, Microsoft Graph and Azure Communication Services.
//!
//! A [`CallInfo`] has one [`CallState`], the service's own text, why the call ended, and who called whom. It is made
//! from the types of the three crates: from a response, an event or a notification, as in a webhook receiver.
//! [`CallInfo::of_event`] converts an event of any type.
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
//! `CallSource` asks a service about a call. The clients of the three crates implement it, and the trait is object
//! safe, so that a program can hold any of them:
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```text")]
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
//! calls a contact (\[MS-OXWUMS\] 3.1.1.1). Notifications of Graph may arrive out of order, so that
//! `Connecting` may come after `Connected`; poll the call to get the current state.
//!
//! # Ends
//!
//! [`CallInfo::end`] is set only when the call is over and the service says why.
//!
//! | [`EndReason`] | Exchange: `EventCause`, `ConnectionFailureCause` | Microsoft Graph: `resultInfo` | Azure Communication Services: `resultInformation` (1) |
//! | --- | --- | --- | --- |
//! | `Normal` | no counterpart | code 200 to 299 | code 0 or 200 to 299 of `CallDisconnected` (2) |
//! | `Busy` | `UserBusy` | no counterpart | SIP 486, 600; subcodes 8539, 8540 |
//! | `NoAnswer` | `NoAnswer` | code 408 with subcode 10057 | SIP 408; subcodes 4506, 8587, 10004, 10057 |
//! | `Unavailable` | `Unavailable` | code 480 | SIP 404, 410, 480, 604; subcodes 8541, 8544, 10037, 10076 to 10078 |
//! | `Declined` | SIP 603 (3) | no counterpart | SIP 603; subcodes 5003, 8538, 10024 |
//! | `Canceled` | SIP 487 (3) | no counterpart | SIP 487; subcodes 8542, 10003 |
//! | `Other` | `Other` | any other code from 400 | any other code from 400 |
//! | none | `None` | no code, or one below 400 that is no success | the same |
//!
//! 1. Only events have it: the response to "get call" does not say why a call ended. The SIP status is that of
//!    `sipDetails`, else that of a subcode such as 560486, else the code itself: the service sends `"code": 603` for a
//!    call that the callee declined, usually without `sipDetails`. 404, 408 and 410 are statuses of HTTP too; they count
//!    as SIP only where the subcode is 0 or missing.
//! 2. `CreateCallFailed`, `AnswerFailed` and `ConnectFailed` are never `Normal`. With a success code the subcode and the
//!    SIP status decide, and without these the reason is `Other`.
//! 3. EWS adds the SIP status; it is consulted where the cause is `None` or `Other`.
//!
//! Sources: Microsoft Graph v1.0, page "Delete call", table of call end reasons; RFC 3261, section 21;
//! \[MS-OXWUMS\] 3.1.4.3.4.2;
//! [Troubleshooting call end response codes](https://learn.microsoft.com/en-us/azure/communication-services/resources/troubleshooting/voice-video-calling/troubleshooting-codes)
//! for Azure Communication Services.
//!
//! # Direction and parties
//!
//! | | Exchange | Microsoft Graph | Azure Communication Services |
//! | --- | --- | --- | --- |
//! | [`CallInfo::direction`] | not reported | `direction` | `Incoming` when `answeredBy` is set, else not reported |
//! | [`CallInfo::parties`] | not reported | `source`, `targets` | `source` or else `sourceCallerIdNumber`, `targets`, `answeredBy` |
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | `CallSource` for the clients of the three crates; without it there is no HTTP client in the tree |
//! | `azure` | yes | tokens through `azure_core`'s `TokenCredential` |
//! | `rustls` | yes | TLS by rustls |
//! | `native-tls` | no | TLS by the operating system's own library |

mod acs;
mod end;
#[cfg(feature = "client")]
mod error;
mod exchange;
mod graph;
mod info;
mod party;
#[cfg(feature = "client")]
mod source;
mod state;

pub use end::{CallEnd, EndReason};
#[cfg(feature = "client")]
pub use error::Error;
pub use info::{CallInfo, Direction, Service};
pub use party::{Party, PartyKind, PartyRole};
#[cfg(feature = "client")]
pub use source::CallSource;
pub use state::CallState;
