//! A voice menu with axum: answers an incoming call, speaks a prompt, waits for a key, and transfers the call or hangs
//! up.
//!
//! ```console
//! $ ACS_CONNECTION_STRING="endpoint=https://contoso.communication.azure.com/;accesskey=..." \
//!     ACS_RESOURCE_ID=2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11 \
//!     COGNITIVE_SERVICES_ENDPOINT=https://contoso.cognitiveservices.azure.com \
//!     CALLBACK_URI=https://bot.contoso.com/callback EVENT_GRID_SECRET=8Zb2Y3mUwq0-Kfh6xN4c \
//!     AGENT_NUMBER=+14255550123 CALLER_ID_NUMBER=+18005550100 \
//!     cargo run -p acs-calling --example acs_menu_bot
//! ```
//!
//! Event Grid posts incoming calls to `/event-grid/SECRET`, and Call Automation posts the events of a call to
//! `/callback`. The bot listens on `ADDRESS` (default: 127.0.0.1:8080), without TLS: put a proxy with TLS in front of
//! it.

use std::env;
use std::error::Error;
use std::sync::Arc;

use acs_calling::events::{Delivery, Event, GridReceiver, Receiver, Secret};
use acs_calling::{
    AnswerCallRequest, CallConnection, CallIntelligenceOptions, Client, ClientOptions,
    CommunicationIdentifier, DtmfOptions, IncomingCall, PhoneNumberIdentifier, PlayRequest,
    RecognizeInputType, RecognizeOptions, RecognizeRequest, TextSource, Tone, TransferToParticipantRequest,
    token,
};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::{any, post};
use tokio::net::TcpListener;

/// The state that all requests share.
struct Bot {
    client: Client,
    events: Receiver,
    incoming: GridReceiver,
    callback_uri: String,
    cognitive_services: String,
    agent: String,
    caller_id: String,
}

/// Returns the value of an environment variable.
fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("the environment variable {name} is not set"))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The default is the OpenID configuration of the public cloud. A simulator has its own.
    let configuration =
        env::var("ACS_OPENID_CONFIGURATION").unwrap_or_else(|_| token::OPENID_CONFIGURATION.to_owned());
    let bot = Bot {
        client: Client::from_connection_string(&variable("ACS_CONNECTION_STRING")?, ClientOptions::new())?,
        events: Receiver::new(token::verifier_at(&configuration, variable("ACS_RESOURCE_ID")?)?),
        incoming: GridReceiver::with_secret(Secret::new(variable("EVENT_GRID_SECRET")?)?),
        callback_uri: variable("CALLBACK_URI")?,
        cognitive_services: variable("COGNITIVE_SERVICES_ENDPOINT")?,
        agent: variable("AGENT_NUMBER")?,
        caller_id: variable("CALLER_ID_NUMBER")?,
    };
    let app = Router::new()
        .route("/callback", post(callback))
        .route("/event-grid/{secret}", any(event_grid))
        .with_state(Arc::new(bot));
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

/// Receives incoming calls from Event Grid.
async fn event_grid(
    State(bot): State<Arc<Bot>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let delivery = match bot.incoming.receive(method.as_str(), &uri.to_string(), &headers, &body).await {
        Ok(delivery) => delivery,
        Err(refused) => return refused.answer().into(),
    };
    let answer = delivery.answer();
    if let Delivery::Events(events) = delivery {
        for event in events {
            match event.map(|event| event.data) {
                Ok(Event::IncomingCall(call)) => {
                    let bot = Arc::clone(&bot);
                    tokio::spawn(async move { report(bot.answer(&call).await) });
                }
                Ok(_) => {}
                Err(error) => eprintln!("{error}"),
            }
        }
    }
    answer.into()
}

/// Receives the events of a call from Call Automation.
async fn callback(State(bot): State<Arc<Bot>>, headers: HeaderMap, body: Bytes) -> Response {
    let events = match bot.events.receive(&headers, &body).await {
        Ok(events) => events,
        Err(refused) => return refused.answer().into(),
    };
    let answer = events.answer();
    for event in events {
        let bot = Arc::clone(&bot);
        match event {
            Ok(event) => {
                tokio::spawn(async move { report(bot.handle(&event.data).await) });
            }
            Err(error) => eprintln!("{error}"),
        }
    }
    answer.into()
}

fn report(outcome: Result<(), acs_calling::Error>) {
    if let Err(error) = outcome {
        eprintln!("{error}");
    }
}

impl Bot {
    async fn answer(&self, call: &IncomingCall) -> Result<(), acs_calling::Error> {
        let context = call.incoming_call_context.as_deref().unwrap_or_default();
        let intelligence =
            CallIntelligenceOptions::new().cognitive_services_endpoint(&self.cognitive_services);
        let request =
            AnswerCallRequest::new(context, &self.callback_uri).call_intelligence_options(intelligence);
        self.client.answer_call(&request).await?;
        Ok(())
    }

    async fn handle(&self, event: &Event) -> Result<(), acs_calling::Error> {
        let Some(id) = event.call_connection_id() else { return Ok(()) };
        let call = self.client.call_connection(id);
        match event {
            Event::CallConnected(_) => ask(&call).await,
            Event::RecognizeCompleted(result) => {
                match result.dtmf_result.as_ref().and_then(|dtmf| dtmf.tones.as_deref()) {
                    Some([Tone::One]) => self.transfer(&call).await,
                    _ => say(&call, "Goodbye.").await,
                }
            }
            Event::RecognizeFailed(_) => say(&call, "I heard nothing. Goodbye.").await,
            Event::CallTransferFailed(_) => say(&call, "No agent is available. Goodbye.").await,
            Event::PlayCompleted(_) | Event::PlayFailed(_) => call.terminate().await.map(|_| ()),
            _ => Ok(()),
        }
    }

    async fn transfer(&self, call: &CallConnection) -> Result<(), acs_calling::Error> {
        let request = TransferToParticipantRequest::new(CommunicationIdentifier::phone_number(&self.agent))
            .source_caller_id_number(PhoneNumberIdentifier::new(&self.caller_id));
        call.transfer_to_participant(&request).await?;
        Ok(())
    }
}

/// Asks the caller to press a key.
async fn ask(call: &CallConnection) -> Result<(), acs_calling::Error> {
    let caller = call.get().await?.into_inner().source.unwrap_or_default();
    let options = RecognizeOptions::new(caller)
        .interrupt_prompt(true)
        .initial_silence_timeout_in_seconds(10)
        .dtmf_options(DtmfOptions::new().max_tones_to_collect(1).inter_tone_timeout_in_seconds(5));
    let request = RecognizeRequest::new(RecognizeInputType::Dtmf, options)
        .play_prompts([speech("Press 1 for an agent, or 2 to hang up.")]);
    call.media().recognize(&request).await?;
    Ok(())
}

/// Speaks a final sentence; the event `PlayCompleted` then ends the call.
async fn say(call: &CallConnection, text: &str) -> Result<(), acs_calling::Error> {
    call.media().play(&PlayRequest::new([speech(text)])).await?;
    Ok(())
}

fn speech(text: &str) -> TextSource {
    TextSource::new(text).voice_name("en-US-NancyNeural")
}
