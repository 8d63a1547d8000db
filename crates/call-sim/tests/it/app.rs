//! An application under test: a web server with the receivers of the crates, which check the tokens.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acs_calling::events::{CloudEvent, Delivery, Event, GridReceiver, Receiver, Secret};
use acs_calling::token::{FetchOptions, FetchedKeys, Verifier};
use acs_calling::{
    CallConnection, CallIntelligenceOptions, Client, ClientOptions, CommunicationIdentifier,
    CreateCallRequest, Error, IncomingCall, PhoneNumberIdentifier,
};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, post};
use call_sim::{EventSchema, Ring, Service, Sim, Time};
use tokio::net::TcpListener;
use tokio::sync::Notify;

const SECRET: &str = "8Zb2Y3mUwq0-Kfh6xN4c";

/// An application, with a client and the events that it has received.
pub(crate) struct App {
    /// The client, with the primary access key.
    pub(crate) client: Client,
    base: String,
    shared: Arc<Shared>,
}

struct Shared {
    receiver: Receiver,
    grid: GridReceiver,
    inbox: Mutex<Inbox>,
    changed: Notify,
}

#[derive(Default)]
struct Inbox {
    events: Vec<CloudEvent>,
    incoming: VecDeque<IncomingCall>,
    /// The types of the events of Event Grid.
    grid_events: Vec<String>,
    /// The paths of the callbacks, with the query.
    targets: Vec<String>,
    /// The statuses of the next responses to callbacks.
    statuses: VecDeque<StatusCode>,
}

/// Starts a simulator with virtual time, and an application for it.
pub(crate) async fn start() -> (Sim, App) {
    let sim = Sim::builder().time(Time::Virtual).start().await.expect("a simulator");
    let app = App::start(&sim).await;
    (sim, app)
}

impl App {
    /// Starts an application.
    pub(crate) async fn start(sim: &Sim) -> Self {
        let options = ClientOptions::new().no_proxy();
        let keys = FetchOptions::new().client(options.clone());
        let keys = FetchedKeys::from_configuration(&sim.acs().openid_configuration(), keys);
        let verifier = Verifier::new(sim.acs().token_rules(), keys.expect("a configuration"));
        let shared = Arc::new(Shared {
            receiver: Receiver::new(verifier),
            grid: GridReceiver::with_secret(Secret::new(SECRET).expect("is long enough")),
            inbox: Mutex::default(),
            changed: Notify::new(),
        });
        let router = Router::new()
            .route("/callback", post(callback))
            .route("/other", post(callback))
            .route("/event-grid", any(event_grid))
            .with_state(shared.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let client = Client::from_connection_string(&sim.acs().connection_string(), options);
        Self { client: client.expect("a client"), base, shared }
    }

    /// Returns the callback URI.
    pub(crate) fn callback(&self) -> String {
        format!("{}/callback", self.base)
    }

    /// Returns another URI for callbacks.
    pub(crate) fn other(&self) -> String {
        format!("{}/other?tenant=7", self.base)
    }

    /// Answers the next callbacks with these statuses instead of 200. The events are not received then.
    pub(crate) fn respond(&self, statuses: &[StatusCode]) {
        self.shared.inbox.lock().expect("not poisoned").statuses.extend(statuses);
    }

    /// Waits until the simulator has sent what is due, and returns the events since the last time.
    pub(crate) async fn events(&self, sim: &Sim) -> Vec<CloudEvent> {
        sim.settle().await;
        std::mem::take(&mut self.shared.inbox.lock().expect("not poisoned").events)
    }

    /// Advances the time, and returns the events since the last time.
    pub(crate) async fn events_after(&self, sim: &Sim, time: Duration) -> Vec<CloudEvent> {
        sim.advance(time).await;
        self.events(sim).await
    }

    /// Returns the targets of all callbacks.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.shared.inbox.lock().expect("not poisoned").targets.clone()
    }

    /// Waits for an event by its name, and removes it.
    pub(crate) async fn wait_for(&self, name: &str) -> CloudEvent {
        loop {
            let mut changed = std::pin::pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            {
                let mut inbox = self.shared.inbox.lock().expect("not poisoned");
                if let Some(at) = inbox.events.iter().position(|event| event.name() == name) {
                    return inbox.events.remove(at);
                }
            }
            changed.await;
        }
    }

    /// Rings at the application, which must be subscribed, and returns the call.
    pub(crate) async fn ring(&self, sim: &Sim, from: &str) -> IncomingCall {
        sim.ring(Service::Acs, &Ring::new(from)).expect("a subscription");
        self.incoming().await
    }

    /// Waits for an incoming call.
    pub(crate) async fn incoming(&self) -> IncomingCall {
        loop {
            let mut changed = std::pin::pin!(self.shared.changed.notified());
            changed.as_mut().enable();
            if let Some(call) = self.shared.inbox.lock().expect("not poisoned").incoming.pop_front() {
                return call;
            }
            changed.await;
        }
    }

    /// Returns the types of the events of Event Grid.
    pub(crate) fn grid_events(&self) -> Vec<String> {
        self.shared.inbox.lock().expect("not poisoned").grid_events.clone()
    }

    /// Subscribes to incoming calls.
    pub(crate) async fn subscribe(&self, sim: &Sim) {
        let url = format!("{}/event-grid?code={SECRET}", self.base);
        sim.acs().subscribe(&url, EventSchema::EventGrid).await.expect("a handshake");
    }
}

async fn callback(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    {
        let mut inbox = shared.inbox.lock().expect("not poisoned");
        inbox.targets.push(uri.to_string());
        if let Some(status) = inbox.statuses.pop_front() {
            return status.into_response();
        }
    }
    match shared.receiver.receive(&headers, &body).await {
        Ok(events) => {
            let answer = events.answer();
            let events = events.into_iter().map(|event| event.expect("a valid event"));
            shared.inbox.lock().expect("not poisoned").events.extend(events);
            shared.changed.notify_waiters();
            answer.into()
        }
        Err(refused) => refused.answer().into(),
    }
}

async fn event_grid(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let delivery = match shared.grid.receive(method.as_str(), &uri.to_string(), &headers, &body).await {
        Ok(delivery) => delivery,
        Err(refused) => return refused.answer().into(),
    };
    let answer = delivery.answer();
    if let Delivery::Events(events) = delivery {
        let mut inbox = shared.inbox.lock().expect("not poisoned");
        for event in events {
            let event = event.expect("a valid event");
            inbox.grid_events.push(event.name().to_owned());
            if let Event::IncomingCall(call) = event.data {
                inbox.incoming.push_back(*call);
            }
        }
    }
    shared.changed.notify_waiters();
    answer.into()
}

/// Returns the names of events.
pub(crate) fn names(events: &[CloudEvent]) -> Vec<&str> {
    events.iter().map(CloudEvent::name).collect()
}

/// The number of an ordinary phone, which answers after a second.
pub(crate) const PHONE: &str = "+14255550123";

/// Returns the identifier of a phone.
pub(crate) fn phone(number: &str) -> CommunicationIdentifier {
    CommunicationIdentifier::phone_number(number)
}

/// Returns the identifier of a user of another resource.
pub(crate) fn user(number: u32) -> CommunicationIdentifier {
    CommunicationIdentifier::communication_user(format!(
        "8:acs:37691ec4-57fb-4c0f-ae31-32791610cb14_00000000-0000-0000-0000-{number:012}"
    ))
}

impl App {
    /// Creates a request to call parties, with AI services.
    pub(crate) fn call_to(
        &self,
        sim: &Sim,
        targets: impl IntoIterator<Item = CommunicationIdentifier>,
    ) -> CreateCallRequest {
        let intelligence = CallIntelligenceOptions::new()
            .cognitive_services_endpoint("https://ai.cognitiveservices.example");
        CreateCallRequest::new(targets, self.callback())
            .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()))
            .call_intelligence_options(intelligence)
    }

    /// Calls parties, waits until all have answered, and returns the connected call. Its events so far are removed.
    pub(crate) async fn connect_to(
        &self,
        sim: &Sim,
        targets: impl IntoIterator<Item = CommunicationIdentifier>,
    ) -> CallConnection {
        let call = self.client.create_call(&self.call_to(sim, targets)).await.expect("accepted").into_inner();
        let events = self.events_after(sim, Duration::from_secs(1)).await;
        assert_eq!(names(&events)[0], "CallConnected");
        self.client.call_connection(call.call_connection_id.expect("an id"))
    }
}

/// Returns the code and the subcode of an event.
pub(crate) fn codes(event: &CloudEvent) -> (i32, i32) {
    let result = event.data.result_information().expect("a result");
    (result.code.expect("a code"), result.sub_code.expect("a subcode"))
}

/// Returns the `operationContext` of events.
pub(crate) fn contexts(events: &[CloudEvent]) -> Vec<Option<&str>> {
    events.iter().map(|event| event.data.operation_context()).collect()
}

/// Returns the status and the code of an error.
pub(crate) fn refusal(error: &Error) -> (u16, &str) {
    (error.status().map_or(0, |status| status.as_u16()), error.code().unwrap_or_default())
}
