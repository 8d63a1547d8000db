//! Receiving events: what a callback URI gets from Call Automation, and what Event Grid delivers.
//!
//! No HTTP, no web framework: bodies and header values come in as bytes and text, and what must be answered
//! goes out as an [`Answer`].
//!
//! ```
//! use acs_calling::events::{self, Event};
//!
//! # fn main() -> Result<(), events::EventError> {
//! let body = br#"[{"id": "1", "source": "calling/callConnections/411f0b00", "specversion": "1.0",
//!     "type": "Microsoft.Communication.CallConnected",
//!     "data": {"callConnectionId": "411f0b00", "operationContext": "desk"}}]"#;
//! for event in events::parse(body)? {
//!     match &event.data {
//!         Event::CallConnected(_) => println!("connected: {:?}", event.data.call_connection_id()),
//!         Event::Unknown(payload) => println!("{} is new to us: {payload:?}", event.name()),
//!         _ => println!("{}", event.name()),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | Where from | Form | Read by |
//! | --- | --- | --- |
//! | callback URI | CloudEvents 1.0, an array | [`parse`], [`parse_each`] |
//! | Event Grid subscription with the CloudEvents schema | CloudEvents 1.0, one event or an array; first an `OPTIONS` request | [`parse`], [`parse_each`], [`allow_webhook`] |
//! | Event Grid subscription with the Event Grid schema | an array; first a validation event | [`Delivery::read`] |
//!
//! # What a receiver must know
//!
//! * **Answer 2xx quickly, work afterwards.** How often Call Automation repeats a failed delivery is not
//!   documented; Event Grid delivers at least once.
//! * **Events repeat.** De-duplicate on [`Received::id`].
//! * **Events come in any order,** and one may come before the response of the request that caused it. Times
//!   in recordings go backwards. Only [`ParticipantsUpdated`](crate::ParticipantsUpdated) (`sequence_number`,
//!   counted for each call connection) and
//!   [`ContinuousDtmfRecognitionToneReceived`](crate::ContinuousDtmfRecognitionToneReceived) (`sequence_id`)
//!   are numbered.
//! * **Two call connections of one call** share `server_call_id` and `correlation_id`, not
//!   `call_connection_id`.
//! * **Anybody can post to a callback URI.** Check the token that comes with the request: `token`, with the
//!   feature of that name. The handshakes of Event Grid are no authentication.
//!
//! # What is kept
//!
//! An event encodes to what it was decoded from: unknown members and attributes, nulls and spellings are
//! still there, and an event of unknown type keeps its whole payload. `call_wire::json::encode` gives back every
//! digit; serde's `Serialize` knows 64-bit integers and doubles. A known type with a broken body is an
//! [`EventError`] that tells the place.
//!
//! Memory stays in proportion to the body: [`Events`] lists so many broken events, and counts the rest. But a typed
//! object has room for all its members, however few came: a body of nothing but `{}` in a list of participants takes
//! some hundred times its size. So limit the size of bodies, as web frameworks do (axum: 2 MB).
//!
//! Sources: Call Automation how-to pages; Azure Event Grid, Azure Communication Services voice and video
//! calling events; CloudEvents 1.0.

mod body;
mod cloud;
mod error;
mod event;
mod grid;
mod handshake;
mod received;

pub use cloud::{CloudEnvelope, CloudEvent, parse, parse_each, parse_each_listing};
pub use error::EventError;
pub use event::Event;
pub use grid::{Delivery, GridEnvelope, GridEvent, SubscriptionValidation};
pub use handshake::{Answer, EVENT_GRID_ORIGIN, allow_webhook};
pub use received::{Envelope, Events, Received};
