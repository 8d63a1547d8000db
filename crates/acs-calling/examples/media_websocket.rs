//! The WebSocket of media streaming and live transcription, with axum: prints what is said, and plays each
//! voice back to the call.
//!
//! ```console
//! $ ACS_RESOURCE_ID=2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11 cargo run -p acs-calling --example media_websocket
//! ```
//!
//! Give `wss://YOUR-HOST/media` as the `transportUrl` of a call. The service opens the connection, with a bearer
//! token that is checked before the upgrade.

use std::env;
use std::error::Error;

use acs_calling::streaming::{CALL_CONNECTION_ID_HEADER, Frame, FrameError, STOP_AUDIO_FRAME, audio_frame};
use acs_calling::token::{self, Verifier};
use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let resource_id = env::var("ACS_RESOURCE_ID").ok().filter(|id| !id.is_empty());
    let resource_id = resource_id.ok_or("set ACS_RESOURCE_ID: the immutable resource id, a GUID")?;
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8081".to_owned());

    let app = Router::new().route("/media", any(media)).with_state(token::verifier(resource_id)?);
    let listener = TcpListener::bind(address).await?;
    println!("listening on ws://{}/media", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

/// The upgrade: nothing is believed before the token is checked.
async fn media(State(verifier): State<Verifier>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Err(error) = verifier.check(text(AUTHORIZATION.as_str())).await {
        println!("no: {error}");
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNAUTHORIZED);
        return status.into_response();
    }
    let call = text(CALL_CONNECTION_ID_HEADER).unwrap_or("?").to_owned();
    upgrade.on_upgrade(move |socket| listen(socket, call))
}

async fn listen(mut socket: WebSocket, call: String) {
    println!("{call}: connected");
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(text) = message else { continue };
        // One frame that cannot be read is no reason to hang up.
        let answer = answer(&text).unwrap_or_else(|error| {
            println!("{call}: {error}");
            None
        });
        if let Some(answer) = answer
            && socket.send(Message::Text(answer.into())).await.is_err()
        {
            break;
        }
    }
    println!("{call}: disconnected");
}

/// What a frame is answered with.
fn answer(text: &str) -> Result<Option<String>, FrameError> {
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
        Frame::TranscriptionData(said) => {
            let who = said.participant_raw_id.as_deref().unwrap_or("somebody");
            println!("{who}: {}", said.text.as_deref().unwrap_or_default());
            None
        }
        Frame::Unknown(frame) => {
            println!("a frame of kind {} is new to us", frame.kind);
            None
        }
        _ => None,
    })
}
