//! Notifications to the `callbackUri` of a call, and the answers to them.
//!
//! A [`Receiver`] works with any HTTP server and web framework. It takes the headers and the body of a request,
//! authenticates the sender, and returns typed notifications and the [`Answer`] to send.
//!
//! ```
//! use graph_calls::notification::{Receiver, Resource};
//! # #[cfg(feature = "client")]
//! # use graph_calls::token;
//!
//! # #[cfg(all(feature = "client", feature = "token"))]
//! # async fn example(headers: &[(String, String)], body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let receiver = Receiver::new(token::verifier("8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0")?); // one for all requests
//! let answer = match receiver.receive(headers, body).await {
//!     Ok(notifications) => {
//!         for notification in &notifications {
//!             match notification {
//!                 Ok(notification) => match (&notification.resource, &notification.path) {
//!                     (Resource::Call(call), Some(path)) => println!("{} is {:?}", path.call_id, call.state),
//!                     (other, _) => println!("not handled: {other:?}"),
//!                 },
//!                 Err(error) => eprintln!("{error}"),
//!             }
//!         }
//!         notifications.answer()
//!     }
//!     Err(refused) => refused.answer(),
//! };
//! # Ok(())
//! # }
//! ```
//!
//! [`Notifications::parse`] reads a body without authenticating the sender, for tests and tools.
//!
//! # Accepted requests
//!
//! A receiver accepts a request if:
//!
//! * The token is valid. An `unverified` receiver skips this check.
//! * The body is within the [`Limits`]. The defaults are 2 MiB, 32,768 objects and 5000 notifications. Larger bodies
//!   are refused with 413.
//! * The body is uncompressed JSON in UTF-8. Another media type or charset in `Content-Type`, and any
//!   `Content-Encoding`, are refused with 415. Both headers are optional. With an empty body, any headers are accepted.
//!
//! # Behavior of the service
//!
//! * Notifications are not ordered: `established` may arrive before `establishing`, and a call may change from
//!   `establishing` to `terminating` directly (pages call-answer and call-notifications). Users report that
//!   notifications also arrive late, empty or not at all. Treat the state of a call in a notification as a hint, and
//!   get the call if the state is important.
//! * A completed operation is reported as a *deleted* resource, which contains the operation.
//! * Answer immediately, and process the notifications afterwards. An incoming call must be answered, rejected or
//!   redirected within 15 seconds, and within 5 seconds in policy-based recording (page call-answer).
//!
//! # Memory
//!
//! The memory is proportional to the size of the body. The factor can be large, because a typed object has a field for
//! each member: each `{}` in a list of calls takes 1,088 bytes, and up to half as much again while the list grows.
//! [`Limits::max_objects`] limits the memory, by default to 54 MB.
//!
//! Source: Microsoft Graph v1.0, resource pages commsNotifications and commsNotification. No schema describes
//! `resourceData`; its types are derived from the documented notifications.

mod answer;
mod body;
mod entry;
mod error;
mod kind;
mod outline;
mod path;
mod receiver;
mod resource;

pub use answer::joining_answer;
pub use body::{Form, Notifications};
pub use call_webhook::{Answer, Headers, Limits, Refused};
pub use entry::Notification;
pub use error::NotificationError;
pub use path::{InvalidResourcePath, Part, ResourcePath};
pub use receiver::Receiver;
pub use resource::Resource;
