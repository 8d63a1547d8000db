//! An endpoint for Event Grid, which verifies the secret in its URL.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use acs_calling::events::{Delivery, Event, GridReceiver, Secret};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use tokio::net::TcpListener;
use tokio::sync::Notify;

const SECRET: &str = "8Zb2Y3mUwq0-Kfh6xN4c";

/// A delivered event.
#[derive(Clone, Debug)]
pub struct Delivered {
    pub id: String,
    pub subject: String,
    pub headers: HeaderMap,
    pub data: Event,
}

/// The reaction of the endpoint to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behavior {
    /// Responds with a status, and does not read the request.
    Status(u16),
    /// Sends a GET request to the URL of the validation instead of repeating its code.
    ConfirmByGet,
}

#[derive(Default)]
struct Shared {
    next: Mutex<VecDeque<Behavior>>,
    delivered: Mutex<Vec<Delivered>>,
    changed: Notify,
}

/// An endpoint for Event Grid.
pub struct Grid {
    /// The URL, with the secret.
    pub url: String,
    shared: Arc<Shared>,
}

impl Grid {
    /// Starts an endpoint.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/event-grid?code={SECRET}", listener.local_addr().expect("an address"));
        let shared = Arc::new(Shared::default());
        let receiver = GridReceiver::with_secret(Secret::new(SECRET).expect("a secret"));
        let app = Router::new().fallback(receive).with_state((receiver, shared.clone()));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, shared }
    }

    /// Sets the reactions to the next requests.
    pub fn next(&self, behaviors: impl IntoIterator<Item = Behavior>) {
        self.shared.next.lock().expect("a lock").extend(behaviors);
    }

    /// Returns the events that were delivered.
    pub fn delivered(&self) -> Vec<Delivered> {
        self.shared.delivered.lock().expect("a lock").clone()
    }

    /// Waits for a number of events, and returns them.
    pub async fn wait_for(&self, count: usize) -> Vec<Delivered> {
        loop {
            let changed = self.shared.changed.notified();
            let delivered = self.delivered();
            if delivered.len() >= count {
                return delivered;
            }
            changed.await;
        }
    }
}

async fn receive(
    State((receiver, shared)): State<(GridReceiver, Arc<Shared>)>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let next = shared.next.lock().expect("a lock").pop_front();
    if let Some(Behavior::Status(status)) = next {
        return StatusCode::from_u16(status).expect("a status").into_response();
    }
    let delivery = match receiver.receive(method.as_str(), &uri.to_string(), &headers, &body).await {
        Ok(delivery) => delivery,
        Err(refused) => return refused.answer().into(),
    };
    let answer = delivery.answer();
    let events: Vec<_> = match delivery {
        Delivery::Validation(validation) if next == Some(Behavior::ConfirmByGet) => {
            let url = validation.url.expect("a URL");
            tokio::spawn(async move { call_http::reqwest::get(url).await });
            return StatusCode::OK.into_response();
        }
        Delivery::Events(events) => events
            .into_iter()
            .map(|event| event.expect("a valid event"))
            .map(|event| (event.envelope.id, event.envelope.subject, event.data))
            .collect(),
        Delivery::CloudEvents(events) => events
            .into_iter()
            .map(|event| event.expect("a valid event"))
            .map(|event| (event.envelope.id, event.envelope.subject, event.data))
            .collect(),
        _ => Vec::new(),
    };
    let delivered = events.into_iter().map(|(id, subject, data)| Delivered {
        id: id.expect("an id"),
        subject: subject.expect("a subject"),
        headers: headers.clone(),
        data,
    });
    shared.delivered.lock().expect("a lock").extend(delivered);
    shared.changed.notify_waiters();
    answer.into()
}
