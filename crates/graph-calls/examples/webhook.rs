//! A receiver of notifications with axum: the `callback_uri` of calls.
//!
//! ```console
//! $ GRAPH_APP_ID=8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0 cargo run --example graph_webhook
//! ```
//!
//! It listens on `ADDRESS`, 127.0.0.1:8080 unless set, without TLS: what faces the internet must add that. The
//! path is `/callback`.

use std::env;
use std::error::Error;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use axum::routing::post;
use graph_calls::notification::{Answer, Notification, Notifications, Resource};
use graph_calls::token::{self, Verifier};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app_id = env::var("GRAPH_APP_ID").map_err(|_| "set GRAPH_APP_ID: the app id of the bot")?;
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}/callback", listener.local_addr()?);
    axum::serve(listener, app(token::verifier(app_id)?)).await?;
    Ok(())
}

/// The routes of the receiver.
pub fn app(verifier: Verifier) -> Router {
    Router::new().route("/callback", post(callback)).with_state(verifier)
}

/// Nothing is believed before the token is checked.
async fn callback(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> Response {
    let authorization = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let answer = match verifier.check(authorization).await {
        Ok(_) => receive(&body),
        Err(error) => {
            println!("no: {error}");
            Answer::refused(error.status())
        }
    };
    let status = StatusCode::from_u16(answer.status).expect("answers have statuses of HTTP");
    (status, AppendHeaders(answer.headers), Body::from(answer.body)).into_response()
}

/// Answers at once; what takes time belongs into a task of its own.
fn receive(body: &[u8]) -> Answer {
    let notifications = match Notifications::parse(body) {
        Ok(notifications) => notifications,
        Err(error) => {
            println!("not understood: {error}");
            return Answer::bad_request();
        }
    };
    for entry in &notifications.entries {
        match entry {
            Ok(notification) => tell(notification),
            Err(error) => println!("not understood: {error}"),
        }
    }
    notifications.answer()
}

fn tell(notification: &Notification) {
    let call_id = notification.path.as_ref().map_or("?", |path| &path.call_id);
    match &notification.resource {
        Resource::Call(call) => println!("call {call_id}: {:?}", call.state),
        Resource::Participants(roster) => println!("call {call_id}: {} participants", roster.len()),
        Resource::Operation(operation) => {
            println!("call {call_id}: {:?} of {:?}", operation.status(), operation.client_context());
        }
        other => println!("call {call_id}: {other:?}"),
    }
}
