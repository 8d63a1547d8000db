//! A server for the media WebSocket, with axum. It prints the transcription, and plays the received audio back into the
//! call.
//!
//! ```console
//! $ ACS_RESOURCE_ID=2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11 \
//!     cargo run -p acs-calling --example media_websocket
//! ```
//!
//! Set the `transportUrl` of a call to `wss://YOUR-HOST/media`. The service opens the connection with a bearer token,
//! which is verified before the upgrade. The server listens on `ADDRESS` (default: 127.0.0.1:8081), without TLS: put a
//! proxy with TLS in front of it.

use std::env;
use std::error::Error;

use acs_calling::streaming::{Frame, FrameError, Receiver, STOP_AUDIO_FRAME, audio_frame};
use acs_calling::token;
use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::any;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let resource_id = env::var("ACS_RESOURCE_ID").ok().filter(|id| !id.is_empty());
    let resource_id = resource_id.ok_or("set ACS_RESOURCE_ID to the immutable resource id, a GUID")?;
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8081".to_owned());
    // The default is the OpenID configuration of the public cloud. A simulator has its own.
    let configuration =
        env::var("ACS_OPENID_CONFIGURATION").unwrap_or_else(|_| token::OPENID_CONFIGURATION.to_owned());
    let verifier = token::verifier_at(&configuration, resource_id)?;
    let listener = TcpListener::bind(address).await?;
    println!("listening on ws://{}/media", listener.local_addr()?);
    axum::serve(listener, app(Receiver::new(verifier))).await?;
    Ok(())
}

/// Returns the routes of the application.
pub fn app(receiver: Receiver) -> Router {
    Router::new().route("/media", any(media)).with_state(receiver)
}

async fn media(State(receiver): State<Receiver>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    match receiver.receive(&headers).await {
        Ok(request) => {
            let call = request.call_connection_id.unwrap_or_else(|| "?".to_owned());
            upgrade.on_upgrade(move |socket| process(socket, call))
        }
        Err(refused) => {
            println!("refused: {refused}");
            refused.answer().into()
        }
    }
}

async fn process(mut socket: WebSocket, call: String) {
    println!("{call}: connected");
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(text) = message else { continue };
        // An invalid frame does not end the connection.
        let reply = reply(&text).unwrap_or_else(|error| {
            println!("{call}: {error}");
            None
        });
        if let Some(reply) = reply
            && socket.send(Message::Text(reply.into())).await.is_err()
        {
            break;
        }
    }
    println!("{call}: disconnected");
}

/// Returns the frame to send after a received frame, if there is one.
fn reply(text: &str) -> Result<Option<String>, FrameError> {
    Ok(match Frame::parse(text)? {
        Frame::AudioData(audio) if audio.silent != Some(true) => Some(audio_frame(&audio.pcm()?)),
        Frame::AudioMetadata(audio) => {
            println!("audio: {:?} samples per second", audio.sample_rate);
            None
        }
        Frame::DtmfData(key) => {
            println!("key: {:?}", key.data);
            Some(STOP_AUDIO_FRAME.to_owned())
        }
        Frame::TranscriptionData(segment) => {
            let speaker = segment.participant_raw_id.as_deref().unwrap_or("unknown speaker");
            println!("{speaker}: {}", segment.text.as_deref().unwrap_or_default());
            None
        }
        Frame::Unknown(frame) => {
            println!("unknown frame kind {}", frame.kind);
            None
        }
        _ => None,
    })
}
