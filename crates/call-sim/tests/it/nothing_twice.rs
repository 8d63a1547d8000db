//! Under random faults, no request of a client is processed twice, and none that succeeded is lost.
//!
//! `CALLS` sets the number of calls; the default is quick.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acs_calling::call_http::RetryClass;
use acs_calling::{
    AddParticipantRequest, CallIntelligenceOptions, CommunicationIdentifier, CreateCallRequest,
    PhoneNumberIdentifier, PlayRequest, SendDtmfTonesRequest, TextSource, Tone,
};
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::routing::post;
use axum::{Json, Router};
use call_sim::{FaultRule, RequestFault, RetryAfter, Sim, Time};
use ews_um::UmClient;
use futures_util::{StreamExt as _, stream};
use graph_calls::{
    Call, CallPlayPromptParameters, Identity, IdentitySet, InvitationParticipantInfo, MediaInfo, MediaPrompt,
    Modality, ServiceHostedMediaConfig,
};
use serde_json::Value;
use tokio::net::TcpListener;

/// The number of concurrent calls.
const CONCURRENT: usize = 32;

/// The distinct ids of the effects of each request that the application has seen, by the context of the request.
type Effects = Arc<Mutex<HashMap<String, HashSet<String>>>>;

/// Starts an application that receives events and notifications.
async fn application() -> (String, Effects) {
    let effects = Effects::default();
    let app = Router::new().route("/events", post(receive)).with_state(effects.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/events", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, effects)
}

async fn receive(State(effects): State<Effects>, RawQuery(query): RawQuery, body: Bytes) -> Json<()> {
    let body: Value = serde_json::from_slice(&body).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut effects = effects.lock().expect("no thread panics with the lock");
    let mut add = |context: String, id: String| {
        effects.entry(context).or_default().insert(id);
    };
    for event in body.as_array().into_iter().flatten() {
        let name = text(&event["type"]);
        let context = text(&event["data"]["operationContext"]);
        // Each request has one of these events.
        if ["CallConnected", "PlayStarted", "AddParticipantSucceeded", "SendDtmfTonesCompleted"]
            .iter()
            .any(|one| name.ends_with(one))
        {
            add(context, text(&event["id"]));
        }
    }
    for notification in body["value"].as_array().into_iter().flatten() {
        let data = &notification["resourceData"];
        match &data["clientContext"] {
            Value::String(context) => add(context.clone(), text(&data["id"])),
            _ => add(query.clone().unwrap_or_default(), text(&notification["resourceUrl"])),
        }
    }
    Json(())
}

/// The clients of a simulator.
struct Clients {
    acs: acs_calling::Client,
    graph: graph_calls::Client,
    exchange: UmClient,
    callback: String,
    own_number: String,
    tenant: String,
    item: &'static str,
    /// The retry class of prompts. With `None`, it is that of the client.
    prompts: Option<RetryClass>,
}

impl Clients {
    fn new(sim: &Sim, callback: String, prompts: Option<RetryClass>) -> Self {
        let (graph, exchange) = (sim.graph(), sim.exchange());
        let acs =
            acs_calling::Client::from_connection_string(&sim.acs().connection_string(), test_server::quick());
        let token = graph_calls::Credential::bearer(graph.bearer_token()).expect("a token");
        let user = ews_um::Credential::basic(exchange.user(), exchange.password()).expect("a credential");
        Self {
            acs: acs.expect("a client"),
            graph: graph_calls::Client::with_options(graph.endpoint(), token, test_server::quick())
                .expect("a client"),
            exchange: UmClient::with_options(exchange.um_url(), user, test_server::quick())
                .expect("a client"),
            callback,
            own_number: sim.acs().phone_number(),
            tenant: graph.tenant_id(),
            item: exchange.item_id(),
            prompts,
        }
    }

    /// Makes a call with one of the services, and returns the context of each request, and whether it succeeded.
    async fn call(&self, number: usize) -> Vec<(String, bool)> {
        match number % 10 {
            0..=5 => self.acs(number).await,
            6..=8 => self.graph(number).await,
            _ => self.exchange(number).await,
        }
    }

    async fn acs(&self, number: usize) -> Vec<(String, bool)> {
        let context = |name| format!("{name} {number}");
        let callee = CommunicationIdentifier::phone_number(format!("+1425666{number:05}"));
        let own = PhoneNumberIdentifier::new(&self.own_number);
        let speech = CallIntelligenceOptions::new().cognitive_services_endpoint("https://contoso.example");
        let create = context("create");
        let request = CreateCallRequest::new([callee.clone()], &self.callback)
            .source_caller_id_number(own.clone())
            .call_intelligence_options(speech)
            .operation_context(&create);
        let created = self.acs.create_call(&request).await;
        let mut sent = vec![(create, created.is_ok())];
        let Ok(Some(id)) = created.map(|call| call.into_inner().call_connection_id) else { return sent };
        let call = self.acs.call_connection(id);

        let prompt = context("prompt");
        let text = TextSource::new("Hello.").voice_name("en-US-NancyNeural");
        let request = PlayRequest::new([text]).operation_context(&prompt);
        let mut playing = call.media().play(&request);
        if let Some(class) = self.prompts {
            playing = playing.retry_class(class);
        }
        sent.push((prompt, playing.await.is_ok()));

        let invite = context("invite");
        let guest = CommunicationIdentifier::phone_number(format!("+1425777{number:05}"));
        let request =
            AddParticipantRequest::new(guest).source_caller_id_number(own).operation_context(&invite);
        sent.push((invite, call.add_participant(&request).await.is_ok()));

        let tones = context("tones");
        let request = SendDtmfTonesRequest::new([Tone::One], callee).operation_context(&tones);
        sent.push((tones, call.media().send_dtmf_tones(&request).await.is_ok()));
        sent
    }

    async fn graph(&self, number: usize) -> Vec<(String, bool)> {
        let create = format!("create-{number}");
        let user = Identity::new().id(format!("550fae72-d251-43ec-868c-{number:012}"));
        let request = Call::new(format!("{}?{create}", self.callback))
            .targets([InvitationParticipantInfo::new(IdentitySet::new().user(user))])
            .requested_modalities([Modality::Audio])
            .media_config(ServiceHostedMediaConfig::new())
            .tenant_id(&self.tenant);
        let created = self.graph.calls().create(&request).await;
        let mut sent = vec![(create, created.is_ok())];
        let Ok(Some(id)) = created.map(|call| call.into_inner().id) else { return sent };

        let prompt = format!("prompt-{number}");
        let media = MediaPrompt::new(MediaInfo::new("https://contoso.example/menu.wav"));
        let request = CallPlayPromptParameters::new([media]).client_context(&prompt);
        let call = self.graph.call(id);
        let mut playing = call.play_prompt(&request);
        if let Some(class) = self.prompts {
            playing = playing.retry_class(class);
        }
        sent.push((prompt, playing.await.is_ok()));
        sent
    }

    async fn exchange(&self, number: usize) -> Vec<(String, bool)> {
        let dial = dial_string(number);
        let placed = self.exchange.play_on_phone(self.item, &dial).await;
        vec![(dial, placed.is_ok())]
    }
}

fn dial_string(number: usize) -> String {
    format!("+1425888{number:05}")
}

/// The requests that were processed twice, and those that succeeded without being processed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Violations {
    sent: usize,
    succeeded: usize,
    faults: usize,
    twice: Vec<String>,
    lost: Vec<String>,
}

async fn run(prompts: Option<RetryClass>) -> Violations {
    let calls = std::env::var("CALLS").map_or(200, |text| text.parse().expect("CALLS is a number"));
    let sim = Sim::builder().seed(12).time(Time::Virtual).answer_after(Some(Duration::ZERO)).start().await;
    let sim = sim.expect("a simulator");
    let now = Some(RetryAfter::Seconds(0));
    for (fault, probability) in [
        (RequestFault::Status { status: 429, retry_after: now }, 0.04),
        (RequestFault::Status { status: 503, retry_after: now }, 0.04),
        (RequestFault::Status { status: 503, retry_after: None }, 0.04),
        (RequestFault::Status { status: 500, retry_after: None }, 0.04),
        (RequestFault::ResetBefore, 0.04),
        (RequestFault::ResetAfter, 0.04),
        (RequestFault::CutBody, 0.04),
        (RequestFault::HtmlPage, 0.02),
    ] {
        sim.fault(FaultRule::on_requests(fault).probability(probability));
    }
    let (callback, effects) = application().await;
    let clients = Clients::new(&sim, callback, prompts);
    let sent: Vec<(String, bool)> = stream::iter(0..calls)
        .map(|number| clients.call(number))
        .buffer_unordered(CONCURRENT)
        .flat_map(stream::iter)
        .collect()
        .await;
    // Exchange sends no events: the parties of its calls show which requests were processed.
    let placed = sim.calls().into_iter().flat_map(|call| {
        let id = call.id.clone();
        call.parties.into_iter().map(move |party| (party.id, id.clone()))
    });
    for (party, id) in placed.filter(|(party, _)| party.starts_with("+1425888")) {
        effects.lock().expect("no thread panics with the lock").entry(party).or_default().insert(id);
    }
    // Tones and prompts end after some time.
    sim.advance(Duration::from_secs(60)).await;

    let faults = sim.journal().iter().filter(|entry| entry.kind == call_sim::Kind::Fault).count();
    let mut violations = Violations { sent: sent.len(), faults, ..Violations::default() };
    let effects = effects.lock().expect("no thread panics with the lock");
    for (context, succeeded) in sent {
        violations.succeeded += usize::from(succeeded);
        match effects.get(&context).map_or(0, HashSet::len) {
            0 if succeeded => violations.lost.push(context),
            0 | 1 => {}
            _ => violations.twice.push(context),
        }
    }
    violations
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_done_twice_under_random_faults() {
    let violations = run(None).await;
    println!("{violations:?}");
    assert_eq!((&violations.twice, &violations.lost), (&Vec::new(), &Vec::new()));
    assert!(violations.succeeded * 2 > violations.sent, "the faults are too frequent to prove anything");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prompt_that_is_always_retried_plays_twice() {
    let violations = run(Some(RetryClass::Always)).await;
    for prompts in ["prompt ", "prompt-"] {
        assert!(violations.twice.iter().any(|context| context.starts_with(prompts)), "{violations:?}");
    }
    assert!(violations.twice.iter().all(|context| context.starts_with("prompt")), "{violations:?}");
}
