//! A server for events, with axum: the callback URI of Call Automation and an Event Grid subscription.
//!
//! ```console
//! $ ACS_RESOURCE_ID=2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11 EVENT_GRID_SECRET=8Zb2Y3mUwq0-Kfh6xN4c \
//!     cargo run -p acs-calling --example acs_webhook
//! ```
//!
//! | Request | Purpose |
//! | --- | --- |
//! | `POST /callback` | events of a call, with a bearer token that is verified |
//! | `POST /event-grid?code=SECRET` | the validation event of Event Grid, and then incoming calls and recordings |
//! | `OPTIONS /event-grid?code=SECRET` | the handshake of Event Grid with the CloudEvents schema |
//!
//! The server listens on `ADDRESS` (default: 127.0.0.1:8080), without TLS: put a proxy with TLS in front of it.

use std::env;
use std::error::Error;

use acs_calling::events::{
    Delivery, Envelope, Event, EventError, Events, GridReceiver, Received, Receiver, Secret,
};
use acs_calling::token;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::{any, post};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let resource_id =
        variable("ACS_RESOURCE_ID", "the immutable resource id, a GUID in the resource's properties")?;
    let secret = Secret::new(variable("EVENT_GRID_SECRET", "random letters and digits")?)?;
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    // The default is the OpenID configuration of the public cloud. A simulator has its own.
    let configuration =
        env::var("ACS_OPENID_CONFIGURATION").unwrap_or_else(|_| token::OPENID_CONFIGURATION.to_owned());
    let callbacks = Receiver::new(token::verifier_at(&configuration, resource_id)?);
    axum::serve(listener, app(callbacks, GridReceiver::with_secret(secret))).await?;
    Ok(())
}

/// Returns an environment variable that must be set.
fn variable(name: &str, meaning: &str) -> Result<String, String> {
    let value = env::var(name).ok().filter(|value| !value.is_empty());
    value.ok_or_else(|| format!("set {name} to {meaning}"))
}

/// Returns the routes of the application.
pub fn app(callbacks: Receiver, grid: GridReceiver) -> Router {
    Router::new()
        .route("/callback", post(callback).with_state(callbacks))
        .route("/event-grid", any(event_grid).with_state(grid))
}

async fn callback(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    match receiver.receive(&headers, &body).await {
        Ok(events) => {
            let answer = events.answer();
            process(events);
            answer.into()
        }
        Err(refused) => {
            println!("refused: {refused}");
            refused.answer().into()
        }
    }
}

async fn event_grid(
    State(receiver): State<GridReceiver>,
    method: Method,
    target: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match receiver.receive(method.as_str(), &target.to_string(), &headers, &body).await {
        Ok(delivery) => {
            let answer = delivery.answer();
            match delivery {
                Delivery::Events(events) => process(events),
                Delivery::CloudEvents(events) => process(events),
                handshake => println!("Event Grid requests permission to send events: {handshake:?}"),
            }
            answer.into()
        }
        Err(refused) => {
            println!("refused: {refused}");
            refused.answer().into()
        }
    }
}

/// Processes events in a separate task, so that the sender does not wait for it.
fn process<E: Envelope + Send + 'static>(events: Events<E>) {
    tokio::spawn(async move { events.into_iter().for_each(handle) });
}

/// Prints an event. Events may be delivered several times and in any order; a real application stores each `event.id()` for some time.
fn handle<E: Envelope>(event: Result<Received<E>, EventError>) {
    let event = match event {
        Ok(event) => event,
        Err(error) => return println!("invalid event: {error}"),
    };
    match &event.data {
        Event::IncomingCall(call) => {
            let raw_id = |party: Option<&acs_calling::CommunicationIdentifierModel>| {
                party.and_then(|party| party.raw_id.clone()).unwrap_or_default()
            };
            println!("{} calls {}", raw_id(call.from.as_ref()), raw_id(call.to.as_ref()));
            println!("  answer, redirect or reject it with its incoming_call_context");
        }
        Event::RecordingFileStatusUpdated(recording) => {
            let info = recording.recording_storage_info.as_ref();
            for chunk in info.and_then(|info| info.recording_chunks.as_deref()).unwrap_or_default() {
                println!("recording: {}", chunk.content_location.as_deref().unwrap_or("?"));
            }
        }
        Event::CallDisconnected(_) => {
            let result = event.data.result_information();
            println!("{} ended: {result:?}", event.data.call_connection_id().unwrap_or("?"));
        }
        Event::Unknown(_) => println!("unknown event {}", event.name()),
        data => println!("{} of {}", event.name(), data.call_connection_id().unwrap_or("?")),
    }
}
