//! The WebSocket connections to the application.

use std::error::Error;
use std::fmt;
use std::sync::Weak;
use std::time::Duration;

use acs_calling::streaming::{CALL_CONNECTION_ID_HEADER, CORRELATION_ID_HEADER};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_http::reqwest::{Client, Upgraded};
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderMap, HeaderValue, StatusCode, Version};
use tokio::sync::mpsc::Receiver;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};
use url::Url;

use super::receive;
use super::state::{Command, Key};
use crate::world::Core;

/// The time that the application has to respond to the upgrade request.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The time that the application has to respond to the close frame.
const CLOSING: Duration = Duration::from_secs(2);

/// An upgrade request.
pub(super) struct Upgrade {
    pub(super) url: Url,
    pub(super) call: String,
    pub(super) correlation_id: String,
    pub(super) token: String,
    pub(super) key: Vec<u8>,
}

/// The reason why there is no connection.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// The URL is not valid, for this reason.
    Url(&'static str),
    /// The application refused the upgrade.
    Status(StatusCode),
    /// The application did not respond in time.
    Timeout,
    /// The connection failed.
    Connection(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(reason) => write!(f, "the transport URL cannot be used: {reason}"),
            Self::Status(status) => write!(f, "the server responded with {status} (expected 101)"),
            Self::Timeout => write!(f, "the server did not respond within {} seconds", TIMEOUT.as_secs()),
            Self::Connection(message) => f.write_str(message),
        }
    }
}

/// Connects to the application. The HTTP client of the callbacks sends the upgrade request, so that both have the same
/// rules for TLS.
pub(super) async fn connect(client: Client, upgrade: Upgrade) -> Result<WebSocketStream<Upgraded>, Failure> {
    match tokio::time::timeout(TIMEOUT, send(client, upgrade)).await {
        Ok(result) => result,
        Err(_) => Err(Failure::Timeout),
    }
}

async fn send(client: Client, upgrade: Upgrade) -> Result<WebSocketStream<Upgraded>, Failure> {
    let failed = |error: &dyn Error| Failure::Connection(chain(error));
    let key = STANDARD.encode(&upgrade.key);
    let mut url = upgrade.url;
    let scheme = if url.scheme() == "wss" { "https" } else { "http" };
    // A change between two special schemes never fails.
    let _ = url.set_scheme(scheme);
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", &key),
        (CALL_CONNECTION_ID_HEADER, &upgrade.call),
        (CORRELATION_ID_HEADER, &upgrade.correlation_id),
    ] {
        let value = HeaderValue::from_str(value).map_err(|error| failed(&error))?;
        headers.insert(name, value);
    }
    let request = client.get(url).version(Version::HTTP_11).headers(headers).bearer_auth(upgrade.token);
    let response = request.send().await.map_err(|error| failed(&error.without_url()))?;
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Err(Failure::Status(response.status()));
    }
    let accept = response.headers().get("sec-websocket-accept").map(HeaderValue::as_bytes);
    if accept != Some(derive_accept_key(key.as_bytes()).as_bytes()) {
        return Err(Failure::Connection("the header `Sec-WebSocket-Accept` is not valid".to_owned()));
    }
    let connection = response.upgrade().await.map_err(|error| failed(&error))?;
    Ok(WebSocketStream::from_raw_socket(connection, Role::Client, None).await)
}

/// The end of a connection that the simulator has not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The application closed it normally.
    Normal,
    /// The application closed it with an error, or it broke.
    Broken,
}

/// Sends and receives frames until the connection ends. Returns `None` if the simulator has closed it.
pub(super) async fn run(
    socket: WebSocketStream<Upgraded>,
    mut commands: Receiver<Command>,
    core: &Weak<Core>,
    key: &Key,
    serial: u64,
) -> Option<End> {
    let (mut sink, mut stream) = socket.split();
    let sending = async {
        while let Some(Command::Send(text)) = commands.recv().await {
            if sink.send(Message::text(text)).await.is_err() {
                // The receiving half ends the connection.
                return std::future::pending().await;
            }
        }
        // The command is `Close`, or the simulator has ended.
        let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
        let _ = sink.send(Message::Close(Some(frame))).await;
        tokio::time::sleep(CLOSING).await;
    };
    let receiving = async {
        loop {
            let message = stream.next().await;
            let core = core.upgrade()?;
            match message {
                Some(Ok(Message::Text(text))) => {
                    core.with(|world| receive::received(world, key, serial, &text))
                }
                Some(Ok(Message::Binary(_))) => core.with(|world| {
                    receive::ignored(world, key, "a binary frame is ignored (expected a text frame)");
                }),
                Some(Ok(Message::Close(frame))) => {
                    let is_normal = frame.is_none_or(|frame| frame.code == CloseCode::Normal);
                    return Some(if is_normal { End::Normal } else { End::Broken });
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Some(End::Broken),
            }
        }
    };
    tokio::select! {
        () = sending => None,
        end = receiving => end,
    }
}

/// Returns the messages of an error and its sources.
fn chain(error: &dyn Error) -> String {
    let sources = std::iter::successors(error.source(), |error: &&dyn Error| (*error).source());
    sources.fold(error.to_string(), |text, source| format!("{text}: {source}"))
}
