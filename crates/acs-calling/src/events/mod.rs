//! Events: requests of Call Automation to a callback URI, and deliveries of Event Grid.
//!
//! A [`Receiver`] works with any HTTP server and web framework. It takes the headers and the body of a request,
//! authenticates the sender, and returns typed events and the [`Answer`] to send.
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
//! | Sender | Form | Receiver |
//! | --- | --- | --- |
//! | Call Automation, to a callback URI | CloudEvents 1.0, an array; with a token of Call Automation | [`Receiver`] |
//! | Event Grid subscription with the CloudEvents schema | CloudEvents 1.0, one event or an array; after an `OPTIONS` request | [`GridReceiver`] |
//! | Event Grid subscription with the Event Grid schema | an array; after a validation event | [`GridReceiver`] |
//!
//! [`parse`], [`parse_each`] and [`Delivery::read`] read a body without authenticating the sender, for tests and tools.
//!
//! # Accepted requests
//!
//! A receiver accepts a request if:
//!
//! * The sender is authenticated. An `unverified` receiver skips this check.
//! * The body is within the [`Limits`]. The defaults are 2 MiB, 32,768 objects and 5000 events. Larger bodies are
//!   refused with 413.
//! * The body is uncompressed JSON in UTF-8. Another media type or charset in `Content-Type`, and any
//!   `Content-Encoding`, are refused with 415. Both headers are optional.
//!
//! # Behavior of the service
//!
//! * **Answer with 2xx immediately, and process the events afterwards.** Event Grid delivers each event at least once.
//!   How often Call Automation repeats a failed delivery is not documented.
//! * **Events may be delivered several times.** Deduplicate them by [`Received::id`].
//! * **Events are not ordered.** An event may also arrive before the response to the request that caused it, and the
//!   times in recorded events do not always increase. Only [`ParticipantsUpdated`](crate::ParticipantsUpdated)
//!   (`sequence_number`, counted for each call connection) and
//!   [`ContinuousDtmfRecognitionToneReceived`](crate::ContinuousDtmfRecognitionToneReceived) (`sequence_id`) are
//!   numbered.
//! * **Two call connections of the same call** have the same `server_call_id` and `correlation_id`, but different
//!   `call_connection_id`s.
//!
//! # Lossless decoding
//!
//! An event encodes to the JSON from which it was decoded, including unknown members and attributes, nulls and
//! spellings. The payload of an unknown event is preserved as a whole. `call_wire::json::encode` preserves all digits
//! of numbers; serde's `Serialize` is limited to 64-bit integers and doubles. A known event with invalid data is an
//! [`EventError`], which contains the place of the error.
//!
//! # Memory
//!
//! The memory is proportional to the size of the body. [`Events`] lists a limited number of invalid events and counts
//! the others. The factor can be large, because a typed object has a field for each member: each `{}` in a list of
//! participants takes 504 bytes, and up to half as much again while the list grows. [`Limits::max_objects`] limits the
//! memory, by default to 25 MB.
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
pub use cloud::{CloudEnvelope, CloudEvent, parse, parse_each, parse_each_with_limit};
pub use envelope::Envelope;
pub use error::EventError;
pub use event::Event;
pub use grid::{
    Delivery, EVENT_GRID_ORIGIN, GridEnvelope, GridEvent, GridReceiver, SubscriptionValidation, allow_webhook,
};
pub use received::Received;
pub use receiver::Receiver;
