//! What the service posts to a call's `callbackUri`, and what to answer.
//!
//! No HTTP server and no web framework: a [`Receiver`] takes the headers and the body of a request, checks who sent it,
//! and gives typed notifications and the [`Answer`] to send.
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
//! [`Notifications::parse`] reads a body and checks nothing else: it is for tests and tools.
//!
//! # What a receiver accepts
//!
//! * A sender that the check accepts. An `unverified` receiver accepts everybody, and says so by its name.
//! * A body within the [`Limits`]: 2 MiB, 32,768 objects and 5000 notifications, unless set. Others are refused with
//!   413.
//! * JSON in UTF-8, not compressed: a `Content-Type` of another media type or charset, and a `Content-Encoding`, are
//!   refused with 415. A request without these headers is accepted, and so is an empty body with any.
//!
//! # What to expect of the service
//!
//! * Notifications come out of order: `established` may overtake `establishing`, and a call may go from
//!   `establishing` to `terminating` at once (pages call-answer and call-notifications). By report they also
//!   come late, empty or not at all. Treat the state of a call in a notification as a hint, and read the call where
//!   it matters.
//! * An operation that ends is reported as a *deleted* resource, which carries the operation.
//! * Answer at once and process the notifications afterwards. An incoming call must be answered, rejected or
//!   redirected within 15 seconds, and within 5 in policy-based recording (page call-answer).
//! * Memory stays in proportion to the body. The factor can be large, since a typed object has room for all its members:
//!   each `{}` in a list of calls takes 1,088 bytes, and half as much again while the list grows.
//!   [`Limits::max_objects`] limits this: to 54 MB by default.
//!
//! Source of the facts: Microsoft Graph v1.0, resource pages commsNotifications and commsNotification; what
//! `resourceData` holds stands in no schema and was read off the documented notifications.

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
pub use path::{NotACall, Part, ResourcePath};
pub use receiver::Receiver;
pub use resource::Resource;
