//! A receiver of events with axum: the callback URI of Call Automation, and an Event Grid subscription.
//!
//! ```console
//! $ ACS_RESOURCE_ID=2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11 EVENT_GRID_SECRET=long-and-random \
//!     cargo run --example acs_webhook
//! ```
//!
//! | Request | What for |
//! | --- | --- |
//! | `POST /callback` | events of a call; each request has a bearer token, which is checked |
//! | `POST /event-grid/SECRET` | Event Grid: the validation event, then incoming calls and recordings |
//! | `OPTIONS /event-grid/SECRET` | Event Grid with the CloudEvents schema: the handshake |
//!
//! The handshakes are no authentication. So the address of the subscription has a secret in it.

use std::env;
use std::error::Error;

use acs_calling::events::{
    self, Answer, Delivery, EVENT_GRID_ORIGIN, Envelope, Event, EventError, Events, Received,
};
use acs_calling::token::{self, Verifier};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::post;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let resource_id =
        need("ACS_RESOURCE_ID", "the immutable resource id, a GUID among the resource's properties")?;
    let secret = need("EVENT_GRID_SECRET", "letters and digits that nobody can guess")?;
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());

    let app = Router::new()
        .route("/callback", post(callback))
        .route(&format!("/event-grid/{secret}"), post(event_grid).options(may_event_grid_post))
        .with_state(token::verifier(resource_id)?);
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

fn need(name: &str, what: &str) -> Result<String, String> {
    let value = env::var(name).ok().filter(|value| !value.is_empty());
    value.ok_or_else(|| format!("set {name}: {what}"))
}

/// The callback URI: nothing is believed before the token is checked.
async fn callback(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> Response {
    if let Err(error) = verifier.check(text(&headers, AUTHORIZATION.as_str())).await {
        println!("no: {error}");
        return if error.is_refusal() {
            (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")]).into_response()
        } else {
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        };
    }
    answer_now_work_later(events::parse_each(&body))
}

/// Event Grid posts: in its own schema, or CloudEvents, as the subscription says.
async fn event_grid(headers: HeaderMap, body: Bytes) -> Response {
    if text(&headers, CONTENT_TYPE.as_str()).is_some_and(|media| media.starts_with("application/cloudevents"))
    {
        return answer_now_work_later(events::parse_each(&body));
    }
    match Delivery::read(text(&headers, "aeg-event-type"), &body) {
        Ok(Delivery::Validation(validation)) => {
            println!("Event Grid asks to deliver events of {:?}", validation.topic);
            respond(validation.answer())
        }
        Ok(Delivery::Events(events)) => answer_now_work_later(Ok(events)),
        Err(error) => answer_now_work_later::<events::GridEnvelope>(Err(error)),
    }
}

/// Event Grid asks whether it may post CloudEvents.
async fn may_event_grid_post(headers: HeaderMap) -> Response {
    let origin = text(&headers, "webhook-request-origin");
    respond(events::allow_webhook(origin, |origin| origin == EVENT_GRID_ORIGIN, None))
}

/// The sender waits for the answer, and sends again what it gets none for.
fn answer_now_work_later<E: Envelope + Send + 'static>(read: Result<Events<E>, EventError>) -> Response {
    match read {
        Ok(events) => {
            if events.omitted() > 0 {
                println!("{} more events not understood", events.omitted());
            }
            tokio::spawn(async move { events.into_iter().for_each(handle) });
            StatusCode::OK.into_response()
        }
        Err(error) => {
            println!("not understood: {error}");
            (StatusCode::BAD_REQUEST, error.to_string()).into_response()
        }
    }
}

/// The work. Events come again and in any order: a real application remembers `event.id()` for a while.
fn handle<E: Envelope>(event: Result<Received<E>, EventError>) {
    let event = match event {
        Ok(event) => event,
        Err(error) => return println!("one event not understood: {error}"),
    };
    match &event.data {
        Event::IncomingCall(call) => {
            let raw_id = |party: Option<&acs_calling::CommunicationIdentifierModel>| {
                party.and_then(|party| party.raw_id.clone()).unwrap_or_default()
            };
            println!("{} calls {}", raw_id(call.from.as_ref()), raw_id(call.to.as_ref()));
            println!("  now answer, redirect or reject it with its incoming_call_context");
        }
        Event::RecordingFileStatusUpdated(recording) => {
            let info = recording.recording_storage_info.as_ref();
            for chunk in info.and_then(|info| info.recording_chunks.as_deref()).unwrap_or_default() {
                println!("a recording is at {}", chunk.content_location.as_deref().unwrap_or("?"));
            }
        }
        Event::CallDisconnected(_) => {
            let result = event.data.result_information();
            println!("{} ended: {result:?}", event.data.call_connection_id().unwrap_or("?"));
        }
        Event::Unknown(_) => println!("{}, which is new to us", event.name()),
        data => println!("{} of {}", event.name(), data.call_connection_id().unwrap_or("?")),
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn respond(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, AppendHeaders(answer.headers), Body::from(answer.body)).into_response()
}
