//! The state of a call on Exchange, Microsoft Graph or Azure Communication Services, in one type.
//!
//! A [`CallInfo`] contains the [`CallState`], the service's name for the state, the reason why the call ended, the
//! direction and the parties. It is converted from the types of the four crates: from a response, or from an event or
//! notification in a webhook receiver. [`CallInfo::from_event`] converts an event of any type.
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
//! `CallSource` requests the state of a call. The clients of the four crates implement it. The trait is
//! dyn-compatible, so a program can use any of them:
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
//! | `Idle` | `Idle` | none: the call is not found | none: the call is not found |
//! | `Incoming` | `Incoming` (1) | `incoming` | the event `IncomingCall` (2) |
//! | `Connecting` | `Connecting` | `establishing` | `connecting` |
//! | `Ringing` | `Alerted` (1) | `ringing` (3) | none |
//! | `Connected` | `Connected` | `established` | `connected`, the event `CallConnected` |
//! | `OnHold` | none | `hold` | none: participants are on hold, not calls |
//! | `Transferring` | `Transferring` (1) | `transferring` | `transferring` |
//! | `TransferAccepted` | none | `transferAccepted` | `transferAccepted` |
//! | `Redirecting` | `Forwarding` (1) | `redirecting` | none |
//! | `Disconnecting` | none | `terminating` | `disconnecting` |
//! | `Disconnected` | `Disconnected` | `terminated` | `disconnected`, the events `CallDisconnected`, `CreateCallFailed`, `AnswerFailed`, `ConnectFailed` |
//! | `Unknown` | any other text | `unknownFutureValue`, any other text | `unknown`, any other text |
//!
//! 1. Both schemas declare it. According to \[MS-OXWUMS\] 3.1.4.3.4.1, the UM web service never sends it.
//! 2. The call has no connection yet, so its state cannot be requested.
//! 3. The documentation lists it, but the schema does not. It is recognized by its text.
//!
//! The state does not always change in this order. In Exchange, `Connected` can change back to `Connecting` when the
//! person on the phone calls a contact (\[MS-OXWUMS\] 3.1.1.1). Notifications of Graph can arrive out of order, such as
//! `Connecting` after `Connected`; poll the call to get the current state.
//!
//! # Ends
//!
//! [`CallInfo::end`] is set only if the call is over and the service reports the reason.
//!
//! | [`EndReason`] | Exchange: `EventCause`, `ConnectionFailureCause` | Microsoft Graph: `resultInfo` | Azure Communication Services: `resultInformation` (1) |
//! | --- | --- | --- | --- |
//! | `Normal` | none | code 200 to 299 | code 0 or 200 to 299 of `CallDisconnected` (2) |
//! | `Busy` | `UserBusy` | none | SIP 486, 600; subcodes 8539, 8540 |
//! | `NoAnswer` | `NoAnswer` | code 408 with subcode 10057 | SIP 408; subcodes 4506, 8587, 10004, 10057 |
//! | `Unavailable` | `Unavailable` | code 480 | SIP 404, 410, 480, 604; subcodes 8541, 8544, 10037, 10076 to 10078 |
//! | `Declined` | SIP 603 (3) | none | SIP 603; subcodes 5003, 8538, 10024 |
//! | `Canceled` | SIP 487 (3) | none | SIP 487; subcodes 8542, 10003 |
//! | `Other` | `Other` | any other code of 400 or more | any other code of 400 or more |
//! | no reason | `None` | no code, or any other code below 400 | no code, or any other code below 400 |
//!
//! 1. Only events have it; the response to "get call" does not contain the reason. The SIP status is the code in
//!    `sipDetails`, else the status in a subcode such as 560486, else the code itself. For example, the service sends
//!    `"code": 603` for a call that the callee declined, usually without `sipDetails`. Since 404, 408 and 410 are HTTP
//!    statuses too, they are read as SIP statuses only if the subcode is 0 or missing.
//! 2. The reason for `CreateCallFailed`, `AnswerFailed` and `ConnectFailed` is never `Normal`. With a success code, the
//!    subcode and the SIP status decide; without them, the reason is `Other`.
//! 3. Only EWS reports a SIP status. It is used if the cause is `None` or `Other`.
//!
//! Sources: the table of call end reasons on the page "Delete call" of Microsoft Graph v1.0; RFC 3261, section 21;
//! \[MS-OXWUMS\] 3.1.4.3.4.2;
//! [Troubleshooting call end response codes](https://learn.microsoft.com/en-us/azure/communication-services/resources/troubleshooting/voice-video-calling/troubleshooting-codes)
//! for Azure Communication Services.
//!
//! # Calls that are over
//!
//! Soon after a call has ended, the services no longer return it. Microsoft Graph then has a record of the call, with
//! [`CallInfo::duration`], the parties, and the [quality](CallInfo::quality) of each media stream. The state is always
//! `Disconnected`.
//!
//! | | `CallRecord` | `DirectRoutingLogRow` |
//! | --- | --- | --- |
//! | [`CallInfo::end`] | `Other` with the `failureInfo` of the first session if all sessions failed, else `Normal`; none without sessions | the SIP status, subcode and phrase; [`EndReason`] from the SIP status |
//! | [`CallInfo::parties`] | `participants_v2`, or else `participants` | `callerNumber`, `calleeNumber` |
//! | [`CallInfo::duration`] | from `startDateTime` to `endDateTime` | `duration` |
//! | [`CallInfo::quality`] | the `streams` of the segments | none |
//!
//! # Direction and parties
//!
//! | | Exchange | Microsoft Graph | Azure Communication Services |
//! | --- | --- | --- | --- |
//! | [`CallInfo::direction`] | not reported | `direction` | `Incoming` if `answeredBy` is set, else not reported |
//! | [`CallInfo::parties`] | not reported | `source`, `targets` | `source` or else `sourceCallerIdNumber`, `targets`, `answeredBy` |
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | `CallSource` for the clients of the four crates; without it, no HTTP client is a dependency |
//! | `azure` | yes | tokens from a `TokenCredential` of `azure_core` |
//! | `rustls` | yes | TLS with rustls |
//! | `native-tls` | no | TLS with the library of the operating system |

mod acs;
mod end;
#[cfg(feature = "client")]
mod error;
mod exchange;
mod graph;
mod info;
mod party;
mod quality;
mod record;
#[cfg(feature = "client")]
mod source;
mod state;

pub use end::{CallEnd, EndReason};
#[cfg(feature = "client")]
pub use error::Error;
pub use info::{CallInfo, Direction, Service};
pub use party::{Party, PartyKind, PartyRole};
pub use quality::StreamQuality;
#[cfg(feature = "client")]
pub use source::CallSource;
pub use state::CallState;
