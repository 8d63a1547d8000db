//! An application under test: it answers each incoming call, and accepts all callbacks.

use std::sync::Arc;

use acs_calling::events::{Delivery, Event, GridReceiver};
use acs_calling::{
    AnswerCallRequest, Client, ClientOptions, CommunicationIdentifier, CreateCallRequest,
    PhoneNumberIdentifier,
};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, post};
use call_sim::{EventSchema, Sim};
use tokio::net::TcpListener;

/// An application of Communication Services.
pub(crate) struct App {
    /// Its client.
    pub(crate) client: Client,
    base: String,
    number: String,
}

struct Shared {
    client: Client,
    grid: GridReceiver,
    callback: String,
}

impl App {
    /// Starts an application, which is subscribed to incoming calls.
    pub(crate) async fn start(sim: &Sim) -> Self {
        let options = ClientOptions::new().no_proxy();
        let client =
            Client::from_connection_string(&sim.acs().connection_string(), options).expect("a client");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let callback = format!("{base}/callback");
        let shared = Shared { client: client.clone(), grid: GridReceiver::unverified(), callback };
        let router = Router::new()
            .route("/callback", post(async || StatusCode::OK))
            .route("/event-grid", any(event_grid))
            .with_state(Arc::new(shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        sim.acs()
            .subscribe(&format!("{base}/event-grid"), EventSchema::EventGrid)
            .await
            .expect("a handshake");
        Self { client, base, number: sim.acs().phone_number() }
    }

    /// Returns the URL for events of Event Grid.
    pub(crate) fn event_grid(&self) -> String {
        format!("{}/event-grid", self.base)
    }

    /// Places a call, and returns its id.
    pub(crate) async fn call(&self, number: &str) -> String {
        let request = CreateCallRequest::new(
            [CommunicationIdentifier::phone_number(number)],
            format!("{}/callback", self.base),
        )
        .source_caller_id_number(PhoneNumberIdentifier::new(&*self.number));
        let call = self.client.create_call(&request).await.expect("accepted").into_inner();
        call.call_connection_id.expect("an id")
    }
}

async fn event_grid(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let received = shared.grid.receive(method.as_str(), &uri.to_string(), &headers, &body).await;
    let delivery = match received {
        Ok(delivery) => delivery,
        Err(refused) => return refused.answer().into(),
    };
    let answer = delivery.answer();
    if let Delivery::Events(events) = delivery {
        for event in events {
            if let Event::IncomingCall(call) = event.expect("a valid event").data {
                let context = call.incoming_call_context.expect("a context");
                let request = AnswerCallRequest::new(context, shared.callback.clone());
                shared.client.answer_call(&request).await.expect("answered");
            }
        }
    }
    let answer: Response = answer.into();
    answer.into_response()
}
