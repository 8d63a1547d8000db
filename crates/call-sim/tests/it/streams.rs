//! Calls with media WebSockets, and the outcomes of their events.

use std::time::Duration;

use acs_calling::events::{CloudEvent, Event};
use acs_calling::{
    CallConnection, CallIntelligenceOptions, CommunicationIdentifier, CreateCallRequest,
    PhoneNumberIdentifier, WebSocketMediaStreamingOptions, WebSocketTranscriptionOptions,
};
use call_sim::Sim;

use crate::app::App;
use crate::media::Media;

pub const SECOND: Duration = Duration::from_secs(1);

pub const NUMBER: &str = "+14255550123";

pub fn to_phone(sim: &Sim, app: &App) -> CreateCallRequest {
    CreateCallRequest::new([CommunicationIdentifier::phone_number(NUMBER)], app.callback())
        .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()))
        .operation_context("set-up")
}

pub fn audio_options(media: &Media) -> WebSocketMediaStreamingOptions {
    WebSocketMediaStreamingOptions::new("mixed").transport_url(&media.url).start_media_streaming(true)
}

pub fn text_options(media: &Media) -> WebSocketTranscriptionOptions {
    WebSocketTranscriptionOptions::new("en-US").transport_url(&media.url).start_transcription(true)
}

pub fn with_speech(request: CreateCallRequest) -> CreateCallRequest {
    let options = CallIntelligenceOptions::new().cognitive_services_endpoint("https://speech.example/");
    request.call_intelligence_options(options)
}

/// Starts a call, and waits until it is connected and its streams are open.
pub async fn connected(
    sim: &Sim,
    app: &App,
    request: &CreateCallRequest,
) -> (CallConnection, Vec<CloudEvent>) {
    let call = app.client.create_call(request).await.expect("accepted").into_inner();
    let events = app.events_after(sim, SECOND).await;
    (app.client.call_connection(call.call_connection_id.expect("an id")), events)
}

/// Returns the name, code, subcode and details of an event, and its context.
pub fn outcome(event: &CloudEvent) -> (String, Option<i32>, Option<i32>, String, Option<String>) {
    let details = match &event.data {
        Event::MediaStreamingStarted(event) => event.media_streaming_update.as_ref(),
        Event::MediaStreamingStopped(event) => event.media_streaming_update.as_ref(),
        Event::MediaStreamingFailed(event) => event.media_streaming_update.as_ref(),
        _ => None,
    };
    let details =
        details.and_then(|update| update.media_streaming_status_details.as_ref()).map(ToString::to_string);
    let text = match &event.data {
        Event::TranscriptionStarted(event) => event.transcription_update.as_ref(),
        Event::TranscriptionStopped(event) => event.transcription_update.as_ref(),
        Event::TranscriptionUpdated(event) => event.transcription_update.as_ref(),
        Event::TranscriptionFailed(event) => event.transcription_update.as_ref(),
        _ => None,
    };
    let text = text.and_then(|update| update.transcription_status_details.as_ref()).map(ToString::to_string);
    let result = event.data.result_information().expect("a result");
    (
        event.name().to_owned(),
        result.code,
        result.sub_code,
        details.or(text).expect("details"),
        event.data.operation_context().map(str::to_owned),
    )
}

pub fn expected(
    name: &str,
    code: i32,
    subcode: i32,
    details: &str,
    context: &str,
) -> (String, Option<i32>, Option<i32>, String, Option<String>) {
    (name.to_owned(), Some(code), Some(subcode), details.to_owned(), Some(context.to_owned()))
}
