//! A bot under test: the client and the receiver of graph-calls, with token checks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use call_http::reqwest;
use call_sim::{Action, Builder, Sim, Time};
use call_wire::OpenEnum as _;
use graph_calls::client::CallHandle;
use graph_calls::notification::{Answer, Notification, Receiver, Resource};
use graph_calls::token::{FetchOptions, FetchedKeys, Verifier};
use graph_calls::{
    Call, CallAnswerParameters, Client, Credential, Identity, IdentitySet, InvitationParticipantInfo,
    JoinUrl, Modality, ServiceHostedMediaConfig,
};
use serde_json::Value;
use tokio::net::TcpListener;

/// The requests that the bot has received, and its responses.
#[derive(Default)]
pub struct Received {
    /// The notifications that passed the checks.
    pub notifications: Vec<Notification>,
    /// The headers of each request.
    pub headers: Vec<HeaderMap>,
    /// The bodies.
    pub bodies: Vec<Value>,
    /// The paths.
    pub paths: Vec<&'static str>,
    /// The responses to the next requests, before those that the receiver recommends.
    pub responses: VecDeque<Response>,
    /// The statuses of the requests that the receiver refused.
    pub refused: Vec<u16>,
}

/// A simulator and a bot.
pub struct Bot {
    pub sim: Sim,
    pub client: Client,
    /// Sends requests that the client does not support.
    pub http: reqwest::Client,
    pub token: String,
    pub url: String,
    pub received: Arc<Mutex<Received>>,
}

struct App {
    receiver: Receiver,
    received: Arc<Mutex<Received>>,
    path: &'static str,
}

impl Bot {
    /// Starts a simulator with virtual time, and a bot.
    pub async fn start() -> Self {
        Self::with(Sim::builder()).await
    }

    /// Starts a simulator with settings, and a bot.
    pub async fn with(builder: Builder) -> Self {
        let sim = builder.time(Time::Virtual).start().await.unwrap();
        let keys = FetchedKeys::from_configuration(&sim.graph().openid_configuration(), FetchOptions::new());
        let receiver = Receiver::new(Verifier::new(sim.graph().token_rules(), keys.unwrap()));
        let received = Arc::new(Mutex::new(Received::default()));
        let app = |path| {
            let (receiver, received) = (receiver.clone(), Arc::clone(&received));
            post(callback).with_state(Arc::new(App { receiver, received, path }))
        };
        let router = Router::new().route("/callback", app("/callback")).route("/other", app("/other"));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        sim.graph().webhook(&url);
        let token = sim.graph().bearer_token();
        let client = client(&sim, &token);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { sim, client, http, token, url, received }
    }

    /// Returns the bot's other URL.
    pub fn other_url(&self) -> String {
        self.url.replace("/callback", "/other")
    }

    /// Returns a call to a user or a phone number.
    pub fn call_to(&self, keys: &[&str]) -> Call {
        Call::new(&self.url)
            .targets(keys.iter().map(|key| InvitationParticipantInfo::new(person(key))))
            .requested_modalities([Modality::Audio])
            .media_config(ServiceHostedMediaConfig::new())
            .tenant_id(self.sim.graph().tenant_id())
    }

    /// Returns a call that joins a meeting.
    pub fn join(&self, url: &str) -> Call {
        let url: JoinUrl = url.parse().unwrap();
        url.into_call(&self.url)
            .requested_modalities([Modality::Audio])
            .media_config(ServiceHostedMediaConfig::new())
            .tenant_id(self.sim.graph().tenant_id())
    }

    /// Creates a call, and returns its handle.
    pub async fn create(&self, call: &Call) -> CallHandle {
        let created = self.client.calls().create(call).await.unwrap();
        self.client.call(created.id.clone().unwrap())
    }

    /// Creates a peer-to-peer call that is established.
    pub async fn established(&self) -> CallHandle {
        let call = self.create(&self.call_to(&["user-1"])).await;
        self.advance(1000).await;
        self.clear();
        call
    }

    /// Joins a meeting.
    pub async fn in_meeting(&self) -> CallHandle {
        let meeting = self.sim.graph().meeting();
        let call = self.create(&self.join(&meeting.join_url())).await;
        self.advance(50).await;
        self.clear();
        call
    }

    /// Returns the parameters with which the bot answers.
    pub fn answer(&self) -> CallAnswerParameters {
        CallAnswerParameters::new(&self.url, ServiceHostedMediaConfig::new())
            .accepted_modalities([Modality::Audio])
    }

    /// Skips milliseconds.
    pub async fn advance(&self, milliseconds: u64) {
        self.sim.advance(std::time::Duration::from_millis(milliseconds)).await;
    }

    /// Performs an action of the first remote party that can perform it.
    pub fn act(&self, call: &CallHandle, action: Action) {
        self.sim.act(call.id(), None, &action).unwrap();
    }

    /// Removes everything that was received.
    pub fn clear(&self) {
        *self.received.lock().unwrap() = Received::default();
    }

    /// Removes and returns the notifications since the last call of this function.
    pub async fn take(&self) -> Vec<Notification> {
        self.sim.settle().await;
        std::mem::take(&mut self.received.lock().unwrap().notifications)
    }

    /// Returns the notifications of [`take`](Self::take) as text: the change and the resource.
    pub async fn seen(&self) -> Vec<String> {
        self.take().await.iter().map(text).collect()
    }

    /// Sets the response to the next notification.
    pub fn respond(&self, response: impl axum::response::IntoResponse) {
        self.received.lock().unwrap().responses.push_back(response.into_response());
    }
}

/// Creates a client without retries.
pub fn client(sim: &Sim, token: &str) -> Client {
    let options = graph_calls::ClientOptions::new().retry(call_http::RetryPolicy::default().max_retries(0));
    let credential = Credential::bearer(token.to_owned()).unwrap();
    Client::with_options(sim.graph().endpoint().as_str(), credential, options).unwrap()
}

/// Returns the identity of a user or a phone number.
pub fn person(key: &str) -> IdentitySet {
    let identity = Identity::new().id(key);
    if !key.starts_with('+') {
        return IdentitySet::new().user(identity);
    }
    let mut set = IdentitySet::new();
    set.extra.insert("phone", serde_json::json!({"id": key}));
    set
}

/// Returns a notification as text, such as `updated call established`.
fn text(notification: &Notification) -> String {
    let change = notification.entry.change_type.as_ref().map_or("?", |change| change.as_str());
    let what = match &notification.resource {
        Resource::Call(call) => {
            let state = call.state.as_ref().map_or("", |state| state.as_str());
            let tone = call.tone_info.as_ref().and_then(|info| info.tone.as_ref()?.as_char());
            let result = call.result_info.as_ref();
            let codes = result
                .map(|result| format!(" {}/{}", result.code.unwrap_or(-1), result.subcode.unwrap_or(-1)));
            let tone = tone.map(|tone| format!(" {tone}")).unwrap_or_default();
            format!("call {state}{tone}{}", codes.unwrap_or_default())
        }
        Resource::Participants(all) => format!("participants {}", all.len()),
        Resource::DeltaParticipants(delta) => {
            let number = delta.sequence_number.unwrap_or_default();
            format!("delta {number}: {}", delta.participants.iter().flatten().count())
        }
        Resource::Operation(operation) => {
            let raw = call_wire::json::Raw::of(&**operation).unwrap().to_value().unwrap();
            let name =
                raw["@odata.type"].as_str().unwrap().trim_start_matches("#microsoft.graph.").to_owned();
            let (code, subcode) = (&raw["resultInfo"]["code"], &raw["resultInfo"]["subcode"]);
            format!("{name} {} {code}/{subcode}", raw["status"].as_str().unwrap())
        }
        Resource::ContentSharingSessions(all) => format!("sessions {}", all.len()),
        Resource::ParticipantJoining(_) => "joining".to_owned(),
        Resource::ParticipantLeft(_) => "left".to_owned(),
        Resource::Absent => "nothing".to_owned(),
        other => format!("{other:?}"),
    };
    format!("{change} {}", what.trim_end())
}

async fn callback(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let result = app.receiver.receive(&headers, &body).await;
    let mut received = app.received.lock().unwrap();
    received.headers.push(headers);
    received.paths.push(app.path);
    received.bodies.push(serde_json::from_slice(&body).unwrap_or_default());
    let answer: Answer = match result {
        Ok(notifications) => {
            let answer = notifications.answer();
            received.notifications.extend(notifications.into_iter().map(|one| one.expect("is valid")));
            answer
        }
        Err(refused) => {
            received.refused.push(refused.status());
            refused.answer()
        }
    };
    received.responses.pop_front().unwrap_or_else(|| {
        let response: http::Response<String> = answer.into();
        response.into_response()
    })
}

/// Returns the status and the code of an error.
pub fn refused<T: std::fmt::Debug>(result: Result<T, graph_calls::Error>) -> (u16, String) {
    let error = result.expect_err("is refused");
    let status = error.status().map_or(0, |status: StatusCode| status.as_u16());
    (status, error.code().unwrap_or_default().to_owned())
}
