//! Receiving events: what a callback URI gets from Call Automation, and what Event Grid delivers.
//!
//! No HTTP server and no web framework: a [`Receiver`] takes the headers and the body of a request, checks who sent it,
//! and gives typed events and the [`Answer`] to send.
//!
//! ```
//! use acs_calling::events::{Event, Receiver};
//! # #[cfg(feature = "client")]
//! # use acs_calling::token;
//!
//! # #[cfg(all(feature = "client", feature = "token"))]
//! # async fn example(headers: &[(String, String)], body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let receiver = Receiver::new(token::verifier("2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11")?); // one for all requests
//! let answer = match receiver.receive(headers, body).await {
//!     Ok(events) => {
//!         for event in &events {
//!             match event {
//!                 Ok(event) => match &event.data {
//!                     Event::CallConnected(_) => println!("connected: {:?}", event.data.call_connection_id()),
//!                     Event::Unknown(payload) => println!("unknown event {}: {payload:?}", event.name()),
//!                     _ => println!("{}", event.name()),
//!                 },
//!                 Err(error) => eprintln!("{error}"),
//!             }
//!         }
//!         events.answer()
//!     }
//!     Err(refused) => refused.answer(),
//! };
//! # Ok(())
//! # }
//! ```
//!
//! | From | Form | Received by |
//! | --- | --- | --- |
//! | callback URI | CloudEvents 1.0, an array; a token of Call Automation | [`Receiver`] |
//! | Event Grid subscription with the CloudEvents schema | CloudEvents 1.0, one event or an array; first an `OPTIONS` request | [`GridReceiver`] |
//! | Event Grid subscription with the Event Grid schema | an array; first a validation event | [`GridReceiver`] |
//!
//! [`parse`], [`parse_each`] and [`Delivery::read`] read a body and check nothing else: they are for tests and tools.
//!
//! # What a receiver accepts
//!
//! * A sender that the check accepts. `unverified` receivers accept everybody, and say so by their name.
//! * A body within the [`Limits`]: 2 MiB, 32,768 objects and 5000 events, unless set. Others are refused with 413.
//! * JSON in UTF-8, not compressed: a `Content-Type` of another media type or charset, and a `Content-Encoding`, are
//!   refused with 415. A request without these headers is accepted.
//!
//! # What to expect of the service
//!
//! * **Answer 2xx at once, and process the events afterwards.** How often Call Automation repeats a failed delivery is
//!   not documented; Event Grid delivers at least once.
//! * **Events repeat.** De-duplicate by [`Received::id`].
//! * **Events come in any order,** and one may come before the response of the request that caused it. Times
//!   in recordings go backwards. Only [`ParticipantsUpdated`](crate::ParticipantsUpdated) (`sequence_number`,
//!   counted for each call connection) and
//!   [`ContinuousDtmfRecognitionToneReceived`](crate::ContinuousDtmfRecognitionToneReceived) (`sequence_id`)
//!   are numbered.
//! * **Two call connections of one call** share `server_call_id` and `correlation_id`, not
//!   `call_connection_id`.
//!
//! # What is kept
//!
//! An event encodes to what it was decoded from: unknown members and attributes, nulls and spellings are
//! still there, and an event of unknown type keeps its whole payload. `call_wire::json::encode` gives back every
//! digit; serde's `Serialize` knows 64-bit integers and doubles. A known type with a broken body is an
//! [`EventError`] with the place of the fault.
//!
//! Memory stays in proportion to the body: [`Events`] lists at most so many broken events, and counts the rest. The
//! factor can be large, since a typed object has room for all its members: each `{}` in a list of participants takes
//! 504 bytes, and half as much again while the list grows. [`Limits::max_objects`] limits this: to 25 MB by default.
//!
//! Sources: Call Automation how-to pages; Azure Event Grid, Azure Communication Services voice and video
//! calling events; CloudEvents 1.0.

mod body;
mod cloud;
mod envelope;
mod error;
mod event;
mod grid;
mod received;
mod receiver;

pub use body::Events;
pub use call_webhook::{Answer, Headers, Limits, Refused, Secret, WeakSecret};
pub use cloud::{CloudEnvelope, CloudEvent, parse, parse_each, parse_each_listing};
pub use envelope::Envelope;
pub use error::EventError;
pub use event::Event;
pub use grid::{
    Delivery, EVENT_GRID_ORIGIN, GridEnvelope, GridEvent, GridReceiver, SubscriptionValidation, allow_webhook,
};
pub use received::Received;
pub use receiver::Receiver;
