//! A server for media WebSockets, which verifies the tokens of the upgrade requests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use acs_calling::streaming::{Frame, Receiver, Upgrade};
use acs_calling::token::{FetchOptions, FetchedKeys, Verifier};
use axum::Router;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use call_http::ClientOptions;
use call_sim::Sim;
use http::StatusCode;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};

#[derive(Default)]
struct Inbox {
    upgrades: Vec<Upgrade>,
    frames: Vec<String>,
    /// The code of each close frame.
    closed: Vec<Option<u16>>,
    /// The statuses of the next responses to upgrade requests.
    statuses: VecDeque<u16>,
    /// Sends messages to the open connections. `None` drops a connection.
    sockets: Vec<mpsc::UnboundedSender<Option<Message>>>,
}

struct Shared {
    receiver: Receiver,
    inbox: Mutex<Inbox>,
    changed: Notify,
}

/// A server for media WebSockets.
pub struct Media {
    /// The URL.
    pub url: String,
    shared: Arc<Shared>,
}

impl Media {
    /// Starts a server.
    pub async fn start(sim: &Sim) -> Self {
        let keys = FetchOptions::new().client(ClientOptions::new().no_proxy());
        let keys = FetchedKeys::from_configuration(&sim.acs().openid_configuration(), keys);
        let verifier = Verifier::new(sim.acs().token_rules(), keys.expect("a configuration"));
        let receiver = Receiver::new(verifier);
        let shared = Arc::new(Shared { receiver, inbox: Mutex::default(), changed: Notify::new() });
        let router = Router::new().route("/media", any(upgrade)).with_state(shared.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("ws://{}/media", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, shared }
    }

    fn read<T>(&self, read: impl FnOnce(&mut Inbox) -> T) -> T {
        read(&mut self.shared.inbox.lock().expect("not poisoned"))
    }

    /// Responds to the next upgrade requests with these statuses.
    pub fn respond(&self, statuses: &[u16]) {
        self.read(|inbox| inbox.statuses.extend(statuses));
    }

    /// Returns the upgrade requests that were accepted.
    pub fn upgrades(&self) -> Vec<Upgrade> {
        self.read(|inbox| inbox.upgrades.clone())
    }

    /// Sends a text on all connections.
    pub fn send(&self, text: impl Into<String>) {
        let text = text.into();
        self.broadcast(|| Some(Message::Text(text.clone().into())));
    }

    /// Closes all connections with a code.
    pub fn close(&self, code: u16) {
        self.broadcast(|| Some(Message::Close(Some(CloseFrame { code, reason: "".into() }))));
    }

    /// Drops all connections without a close frame.
    pub fn drop_connections(&self) {
        self.broadcast(|| None);
    }

    fn broadcast(&self, message: impl Fn() -> Option<Message>) {
        // A connection that has ended has no receiver.
        self.read(|inbox| inbox.sockets.iter().for_each(|socket| drop(socket.send(message()))));
    }

    /// Waits until there are at least this many frames, and returns all.
    pub async fn frames(&self, count: usize) -> Vec<Frame<'static>> {
        let texts = self.wait(|inbox| (inbox.frames.len() >= count).then(|| inbox.frames.clone())).await;
        texts.iter().map(|text| Frame::parse(text).expect("a valid frame").into_owned()).collect()
    }

    /// Returns the number of frames so far.
    pub fn count(&self) -> usize {
        self.read(|inbox| inbox.frames.len())
    }

    /// Waits until a connection was closed, and returns the codes of all that were.
    pub async fn closed(&self) -> Vec<Option<u16>> {
        self.wait(|inbox| (!inbox.closed.is_empty()).then(|| inbox.closed.clone())).await
    }

    async fn wait<T>(&self, mut wanted: impl FnMut(&mut Inbox) -> Option<T>) -> T {
        loop {
            let mut changed = std::pin::pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            if let Some(found) = self.read(&mut wanted) {
                return found;
            }
            changed.await;
        }
    }
}

async fn upgrade(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let status = shared.inbox.lock().expect("not poisoned").statuses.pop_front();
    if let Some(status) = status {
        return StatusCode::from_u16(status).expect("a status").into_response();
    }
    match shared.receiver.receive(&headers).await {
        Ok(request) => {
            shared.inbox.lock().expect("not poisoned").upgrades.push(request);
            upgrade.on_upgrade(move |socket| process(socket, shared))
        }
        Err(refused) => refused.answer().into(),
    }
}

async fn process(mut socket: WebSocket, shared: Arc<Shared>) {
    let (sender, mut messages) = mpsc::unbounded_channel();
    shared.inbox.lock().expect("not poisoned").sockets.push(sender);
    loop {
        tokio::select! {
            message = socket.recv() => {
                let mut inbox = shared.inbox.lock().expect("not poisoned");
                match message {
                    Some(Ok(Message::Text(text))) => inbox.frames.push(text.to_string()),
                    Some(Ok(Message::Close(frame))) => inbox.closed.push(frame.map(|frame| frame.code)),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return,
                }
                shared.changed.notify_waiters();
            }
            message = messages.recv() => match message {
                Some(Some(message)) => drop(socket.send(message).await),
                _ => return,
            },
        }
    }
}
