//! A server for notifications, with axum: the `callback_uri` of calls.
//!
//! ```console
//! $ GRAPH_APP_ID=8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0 \
//!     cargo run -p graph-calls --example graph_webhook
//! ```
//!
//! The path is `/callback`. The server listens on `ADDRESS` (default: 127.0.0.1:8080), without TLS: put a proxy with
//! TLS in front of it.

use std::env;
use std::error::Error;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use graph_calls::notification::{Notification, Receiver, Resource};
use graph_calls::token;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app_id = env::var("GRAPH_APP_ID").map_err(|_| "set GRAPH_APP_ID to the app id of the bot")?;
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}/callback", listener.local_addr()?);
    // The default is the OpenID configuration of the public cloud. A simulator has its own.
    let configuration =
        env::var("GRAPH_OPENID_CONFIGURATION").unwrap_or_else(|_| token::OPENID_CONFIGURATION.to_owned());
    axum::serve(listener, app(Receiver::new(token::verifier_at(&configuration, app_id)?))).await?;
    Ok(())
}

/// Returns the routes of the application.
pub fn app(receiver: Receiver) -> Router {
    Router::new().route("/callback", post(callback)).with_state(receiver)
}

/// Processes the notifications before the response. A real application processes them in a separate task.
async fn callback(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    match receiver.receive(&headers, &body).await {
        Ok(notifications) => {
            for notification in &notifications {
                match notification {
                    Ok(notification) => print(notification),
                    Err(error) => println!("invalid notification: {error}"),
                }
            }
            notifications.answer().into()
        }
        Err(refused) => {
            println!("refused: {refused}");
            refused.answer().into()
        }
    }
}

fn print(notification: &Notification) {
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
