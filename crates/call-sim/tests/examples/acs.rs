//! The examples of acs-calling.

use std::time::Duration;

use acs_calling::{
    AnswerCallRequest, CallIntelligenceOptions, Client, ClientOptions, CommunicationIdentifier,
    CreateCallRequest, MediaStreamingAudioChannelType, PhoneNumberIdentifier, RecordingChannelType,
    RecordingContentType, RecordingFormatType, StartCallRecordingRequest, WebSocketMediaStreamingOptions,
    WebSocketTranscriptionOptions,
};
use call_sim::{Audio, EventSchema, Ring, Service, Sim};
use tokio::fs;

use crate::run::{Example, event, free_address, operation};

/// A number that answers at once.
const ANSWERS: &str = "+14255550200";
/// An address without a server.
const NOWHERE: &str = "http://127.0.0.1:9/callback";
/// The endpoint of the service for speech. The simulator does not call it.
const COGNITIVE_SERVICES: &str = "https://contoso.cognitiveservices.example";
/// The secret in the URL of the Event Grid subscription.
const SECRET: &str = "8Zb2Y3mUwq0-Kfh6xN4c";

fn client(sim: &Sim) -> Client {
    let text = sim.acs().connection_string();
    Client::from_connection_string(&text, ClientOptions::new()).expect("a client")
}

fn request(sim: &Sim, callback: &str) -> CreateCallRequest {
    let source = PhoneNumberIdentifier::new(sim.acs().phone_number());
    CreateCallRequest::new([CommunicationIdentifier::phone_number(ANSWERS)], callback)
        .source_caller_id_number(source)
}

/// Places a call that is answered at once, and returns its id.
pub async fn place(sim: &Sim, callback: &str) -> String {
    connected(sim, &request(sim, callback)).await
}

async fn connected(sim: &Sim, request: &CreateCallRequest) -> String {
    let call = client(sim).create_call(request).await.expect("a call").into_inner();
    let id = call.call_connection_id.expect("an id");
    event(sim, "CallConnected").await;
    id
}

/// Starts the webhook example, and subscribes it to the events of Event Grid. Returns the URL for events of calls too.
async fn subscribed(name: &'static str, sim: &Sim, schema: EventSchema) -> (Example, String) {
    let variables = [("ADDRESS", "127.0.0.1:0"), ("EVENT_GRID_SECRET", SECRET)];
    let mut example = Example::start(name, sim, &variables, &[]).await;
    let url = example.line("listening on ").await;
    sim.acs().subscribe(&format!("{url}/event-grid?code={SECRET}"), schema).await.expect("it is confirmed");
    example.line("Event Grid requests permission").await;
    (example, format!("{url}/callback"))
}

pub async fn get_call(name: &'static str) {
    let sim = Sim::start().await.expect("a simulator");
    let id = place(&sim, NOWHERE).await;
    let mut example = Example::start(name, &sim, &[], &[&id]).await;
    example.line("Some(Connected)").await;
    example.succeeds().await;
}

pub async fn webhook(name: &'static str) {
    for schema in [EventSchema::EventGrid, EventSchema::CloudEvents] {
        let sim = Sim::start().await.expect("a simulator");
        let (mut example, callback) = subscribed(name, &sim, schema).await;
        sim.ring(Service::Acs, &Ring::new("+14255550123")).expect("a call");
        example.line("4:+14255550123 calls 4:").await;
        let context = context(&event(&sim, "IncomingCall").await.body);
        let answered = client(&sim).answer_call(&AnswerCallRequest::new(context, callback)).await;
        let id = answered.expect("a call").into_inner().call_connection_id.expect("an id");
        example.line(&format!("CallConnected of {id}")).await;
        sim.hang_up(&id).expect("the call is connected");
        example.line(&format!("{id} ended: Some(ResultInformation")).await;
    }
}

/// Returns the `incomingCallContext` in an event of either schema.
fn context(body: &str) -> String {
    let event: serde_json::Value = serde_json::from_str(body).expect("JSON");
    let event = event.get(0).unwrap_or(&event);
    event["data"]["incomingCallContext"].as_str().expect("a context").to_owned()
}

pub async fn menu_bot(name: &'static str) {
    let sim = Sim::start().await.expect("a simulator");
    let address = free_address();
    let callback = format!("http://{address}/callback");
    let number = sim.acs().phone_number();
    let variables = [
        ("ADDRESS", address.as_str()),
        ("CALLBACK_URI", &callback),
        ("EVENT_GRID_SECRET", SECRET),
        ("COGNITIVE_SERVICES_ENDPOINT", COGNITIVE_SERVICES),
        ("AGENT_NUMBER", ANSWERS),
        ("CALLER_ID_NUMBER", &number),
    ];
    let mut example = Example::start(name, &sim, &variables, &[]).await;
    example.line("listening on ").await;
    let subscription = format!("http://{address}/event-grid/{SECRET}");
    sim.acs().subscribe(&subscription, EventSchema::EventGrid).await.expect("it is confirmed");
    for (key, steps) in [
        ("1", ["call_connection_transfer_to_participant"].as_slice()),
        ("2", &["call_media_play", "call_connection_terminate_call"]),
    ] {
        sim.ring(Service::Acs, &Ring::new("+14255550123")).expect("a call");
        let id = operation(&sim, "answer_call").await.call.expect("a call");
        operation(&sim, "call_media_recognize").await;
        sim.press(&id, key).expect("the call is connected");
        for step in steps {
            operation(&sim, step).await;
        }
        sim.reset();
    }
}

pub async fn download_recording(name: &'static str) {
    let sim = Sim::start().await.expect("a simulator");
    let (mut webhook, callback) = subscribed("acs_webhook", &sim, EventSchema::EventGrid).await;
    let id = place(&sim, &callback).await;
    let request = StartCallRecordingRequest::new()
        .call_connection_id(id)
        .recording_content_type(RecordingContentType::Audio)
        .recording_channel_type(RecordingChannelType::Mixed)
        .recording_format_type(RecordingFormatType::Wav);
    let recordings = client(&sim).call_recording();
    let started = recordings.start(&request).await.expect("it is recorded").into_inner();
    sim.advance(Duration::from_secs(3)).await;
    recordings.stop(&started.recording_id.expect("an id")).await.expect("it is stopped");
    sim.advance(Duration::from_secs(60)).await;
    let location = webhook.line("recording: ").await;

    let file = std::env::temp_dir().join(format!("call-sim-{}.wav", std::process::id()));
    let path = file.to_str().expect("a path in UTF-8");
    // An interrupted download is resumed: the first half of the file already exists.
    let mut whole = Vec::new();
    recordings.download(&location).write_to(&mut whole).await.expect("the recording");
    fs::write(&file, &whole[..whole.len() / 2]).await.expect("a temporary file");
    for expected in [format!("{path}: {} bytes", whole.len()), format!("{path} is already complete")] {
        let mut example = Example::start(name, &sim, &[], &[&location, path]).await;
        example.line(&expected).await;
        example.succeeds().await;
    }
    let downloaded = fs::read(&file).await.expect("the file");
    fs::remove_file(&file).await.expect("the file");
    assert!(downloaded.starts_with(b"RIFF") && downloaded == whole, "{} bytes", downloaded.len());
}

pub async fn media_websocket(name: &'static str) {
    let sim = Sim::start().await.expect("a simulator");
    let (_webhook, callback) = subscribed("acs_webhook", &sim, EventSchema::EventGrid).await;
    let mut example = Example::start(name, &sim, &[("ADDRESS", "127.0.0.1:0")], &[]).await;
    let url = example.line("listening on ").await;
    sim.acs().set_audio(Audio::tone());
    let streaming = WebSocketMediaStreamingOptions::new(MediaStreamingAudioChannelType::Mixed)
        .transport_url(&url)
        .start_media_streaming(true)
        .enable_bidirectional(true)
        .enable_dtmf_tones(true);
    let transcription =
        WebSocketTranscriptionOptions::new("en-US").transport_url(&url).start_transcription(true);
    let intelligence = CallIntelligenceOptions::new().cognitive_services_endpoint(COGNITIVE_SERVICES);
    let request = request(&sim, &callback)
        .call_intelligence_options(intelligence)
        .media_streaming_options(streaming)
        .transcription_options(transcription);
    let id = connected(&sim, &request).await;
    // One connection for the audio, and one for the transcription.
    example.line(&format!("{id}: connected")).await;
    example.line("audio: Some(16000) samples per second").await;
    sim.press(&id, "5").expect("the call is connected");
    example.line("key: Some(\"5\")").await;
    event(&sim, "TranscriptionStarted").await;
    sim.say(&id, "Hello").expect("the call is connected");
    example.line(": Hello").await;
    while sim.acs().received_audio(&id) == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    sim.hang_up(&id).expect("the call is connected");
    example.line(&format!("{id}: disconnected")).await;
}
