//! Media streaming and transcription over WebSockets.

use std::time::Duration;

use acs_calling::events::{CloudEvent, Event};
use acs_calling::streaming::{AudioData, Frame, ResultStatus, STOP_AUDIO_FRAME, audio_frame};
use acs_calling::{
    CallConnection, CallIntelligenceOptions, CallLocator, CommunicationIdentifier, ConnectRequest,
    CreateCallRequest, MediaStreamingSubscriptionState, PhoneNumberIdentifier, StartMediaStreamingRequest,
    StartTranscriptionRequest, StopMediaStreamingRequest, StopTranscriptionRequest, TranscriptionStatus,
    TranscriptionSubscriptionState, UpdateTranscriptionRequest, WebSocketMediaStreamingOptions,
    WebSocketTranscriptionOptions,
};
use call_sim::{Audio, Kind, Sim, Time};

use crate::app::{App, names, start};
use crate::media::Media;

const SECOND: Duration = Duration::from_secs(1);

const NUMBER: &str = "+14255550123";

fn to_phone(sim: &Sim, app: &App) -> CreateCallRequest {
    CreateCallRequest::new([CommunicationIdentifier::phone_number(NUMBER)], app.callback())
        .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()))
        .operation_context("set-up")
}

fn audio_options(media: &Media) -> WebSocketMediaStreamingOptions {
    WebSocketMediaStreamingOptions::new("mixed").transport_url(&media.url).start_media_streaming(true)
}

fn text_options(media: &Media) -> WebSocketTranscriptionOptions {
    WebSocketTranscriptionOptions::new("en-US").transport_url(&media.url).start_transcription(true)
}

fn with_speech(request: CreateCallRequest) -> CreateCallRequest {
    let options = CallIntelligenceOptions::new().cognitive_services_endpoint("https://speech.example/");
    request.call_intelligence_options(options)
}

/// Starts a call, and waits until it is connected and its streams are open.
async fn connected(sim: &Sim, app: &App, request: &CreateCallRequest) -> (CallConnection, Vec<CloudEvent>) {
    let call = app.client.create_call(request).await.expect("accepted").into_inner();
    let events = app.events_after(sim, SECOND).await;
    (app.client.call_connection(call.call_connection_id.expect("an id")), events)
}

fn audio<'f>(frames: &'f [Frame<'static>]) -> Vec<&'f AudioData<'static>> {
    let audio = |frame: &'f Frame<'static>| match frame {
        Frame::AudioData(data) => Some(data),
        _ => None,
    };
    frames.iter().filter_map(audio).collect()
}

/// Returns the name, code, subcode and details of an event, and its context.
fn outcome(event: &CloudEvent) -> (String, Option<i32>, Option<i32>, String, Option<String>) {
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

fn expected(
    name: &str,
    code: i32,
    subcode: i32,
    details: &str,
    context: &str,
) -> (String, Option<i32>, Option<i32>, String, Option<String>) {
    (name.to_owned(), Some(code), Some(subcode), details.to_owned(), Some(context.to_owned()))
}

#[tokio::test]
async fn audio_is_streamed_from_the_begin_of_the_call_at_fifty_frames_a_second() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    sim.acs().set_audio(Audio::tone());
    let request = to_phone(&sim, &app).media_streaming_options(audio_options(&media));
    let (call, events) = connected(&sim, &app, &request).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated", "MediaStreamingStarted"]);
    assert_eq!(
        outcome(&events[2]),
        expected("MediaStreamingStarted", 200, 0, "subscriptionStarted", "set-up")
    );
    let upgrade = media.upgrades().remove(0);
    assert_eq!(upgrade.call_connection_id.as_deref(), Some(call.id()));
    let Event::CallConnected(connected) = &events[0].data else { panic!("another event") };
    assert_eq!(upgrade.correlation_id, connected.correlation_id);

    sim.advance(2 * SECOND).await;
    let frames = media.frames(101).await;
    assert_eq!(frames.len(), 101);
    let Frame::AudioMetadata(metadata) = &frames[0] else { panic!("expected the metadata") };
    assert_eq!(metadata.encoding.as_deref(), Some("PCM"));
    assert_eq!(
        (metadata.sample_rate, metadata.channels, metadata.length),
        (Some(16_000), Some(1), Some(640))
    );
    let properties = call.get().await.expect("a call").into_inner();
    let subscription = properties.media_streaming_subscription.expect("a subscription");
    assert_eq!(subscription.id, metadata.subscription_id);
    assert_eq!(subscription.state, Some(MediaStreamingSubscriptionState::Active));

    let audio = audio(&frames);
    let start: jiff::Timestamp = audio[0].timestamp.as_deref().expect("a time").parse().expect("a time");
    for (at, frame) in (0..).zip(&audio) {
        assert_eq!(frame.pcm().expect("base64").len(), 640);
        assert_eq!((frame.silent, &frame.participant_raw_id), (Some(false), &None));
        let time: jiff::Timestamp = frame.timestamp.as_deref().expect("a time").parse().expect("a time");
        assert_eq!(time.duration_since(start).as_millis(), 20 * at);
    }
    let samples: Vec<_> = audio.iter().flat_map(|frame| frame.pcm().expect("base64")).collect();
    assert_eq!(samples, audio_of_a_tone(100 * 320));

    call.hang_up().await.expect("accepted");
    assert_eq!(names(&app.events(&sim).await), ["MediaStreamingStopped", "CallDisconnected"]);
    assert_eq!(media.closed().await, [Some(1000)]);
}

/// Returns samples of the tone of 400 Hz: its period has 40 samples.
fn audio_of_a_tone(samples: usize) -> Vec<u8> {
    let sample =
        |at: usize| (3276.0 * (std::f64::consts::TAU * (at % 40) as f64 / 40.0).sin()).round() as i16;
    (0..samples).flat_map(|at| sample(at).to_le_bytes()).collect()
}

#[tokio::test]
async fn silence_and_24_khz_have_the_same_pace() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let options = audio_options(&media).audio_format("pcm24KMono");
    let (_, _) = connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(options)).await;
    sim.advance(SECOND / 10).await;
    let frames = media.frames(6).await;
    let Frame::AudioMetadata(metadata) = &frames[0] else { panic!("expected the metadata") };
    assert_eq!((metadata.sample_rate, metadata.length), (Some(24_000), Some(960)));
    let audio = audio(&frames);
    assert_eq!(audio.len(), 5);
    for frame in audio {
        assert_eq!((frame.pcm().expect("base64"), frame.silent), (vec![0; 960], Some(true)));
    }
}

#[tokio::test]
async fn unmixed_audio_names_its_speakers() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let options = WebSocketMediaStreamingOptions::new("unmixed").transport_url(&media.url);
    let request = to_phone(&sim, &app).media_streaming_options(options.start_media_streaming(true));
    let (call, _) = connected(&sim, &app, &request).await;
    let join = call_sim::Action::Join;
    sim.act(call.id(), Some("+14255550124"), &join).expect("a second party");
    sim.advance(SECOND / 50).await;
    let frames = media.frames(3).await;
    let speakers: Vec<_> =
        audio(&frames).iter().filter_map(|frame| frame.participant_raw_id.clone()).collect();
    assert_eq!(speakers, ["4:+14255550123", "4:+14255550124"]);
}

#[tokio::test]
async fn the_audio_of_a_wav_file_is_streamed() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut file = std::io::Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut file, spec).expect("a writer");
    (0..320_i16).for_each(|sample| writer.write_sample(sample).expect("a sample"));
    writer.finalize().expect("a file");
    sim.acs().set_audio(Audio::wav(file.get_ref()).expect("a WAV file"));
    connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(audio_options(&media))).await;
    sim.advance(SECOND / 25).await;
    let expected: Vec<_> = (0..320_i16).flat_map(i16::to_le_bytes).collect();
    for frame in audio(&media.frames(3).await) {
        assert_eq!(frame.pcm().expect("base64"), expected);
    }
    let error = Audio::wav(b"ID3").expect_err("not a WAV file");
    assert_eq!(
        error.to_string(),
        "the audio cannot be used: it is not a WAV file (expected a RIFF header with WAVE)"
    );
}

#[tokio::test]
async fn a_long_advance_sends_the_frames_of_five_seconds() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(audio_options(&media))).await;
    let first = media.frames(1).await.len();
    sim.advance(3600 * SECOND).await;
    let at = media.frames(first + 250).await.len();
    assert_eq!(at, first + 250);
    sim.advance(SECOND).await;
    let frames = media.frames(at + 1).await;
    let times: Vec<jiff::Timestamp> = audio(&frames)
        .iter()
        .map(|frame| frame.timestamp.as_deref().expect("a time").parse().expect("a time"))
        .collect();
    assert!(times[250].duration_since(times[249]).as_secs() > 3500);
}

#[tokio::test]
async fn in_real_time_the_frames_come_without_a_script() {
    let sim = Sim::builder()
        .time(Time::Real)
        .answer_after(Some(Duration::ZERO))
        .start()
        .await
        .expect("a simulator");
    let app = App::start(&sim).await;
    let media = Media::start(&sim).await;
    let request = to_phone(&sim, &app).media_streaming_options(audio_options(&media));
    app.client.create_call(&request).await.expect("accepted");
    assert!(audio(&media.frames(11).await).len() >= 10);
}

#[tokio::test]
async fn keys_are_sent_if_the_call_was_set_up_for_them() {
    for enabled in [true, false] {
        let (sim, app) = start().await;
        let media = Media::start(&sim).await;
        let options = audio_options(&media).enable_dtmf_tones(enabled);
        let (call, _) = connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(options)).await;
        sim.press(call.id(), "1*#").expect("a party");
        sim.advance(SECOND / 50).await;
        let frames = media.frames(if enabled { 5 } else { 2 }).await;
        let keys: Vec<_> = frames
            .iter()
            .filter_map(|frame| match frame {
                Frame::DtmfData(key) => key.data.as_deref(),
                _ => None,
            })
            .collect();
        assert_eq!(keys, if enabled { vec!["1", "*", "#"] } else { vec![] });
    }
}

#[tokio::test]
async fn audio_and_stop_audio_from_the_application_are_received() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let options = audio_options(&media).enable_bidirectional(true);
    let (call, _) = connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(options)).await;
    for _ in 0..50 {
        media.send(audio_frame(&[1; 640]));
    }
    // The letter case of the kind is ignored.
    media.send(STOP_AUDIO_FRAME.replace("StopAudio", "stopAudio"));
    let stop = sim.wait_for(|entry| entry.kind == Kind::FrameReceived && entry.name == "StopAudio").await;
    assert_eq!(stop.detail, "1000 ms of queued audio are dropped");
    assert_eq!(stop.call.as_deref(), Some(call.id()));
    assert_eq!(sim.acs().received_audio(call.id()), 50 * 640);
    let journal = sim.journal();
    let entries =
        journal.iter().filter(|entry| entry.kind == Kind::FrameReceived && entry.name == "AudioData");
    let details: Vec<_> = entries.map(|entry| entry.detail.as_str()).collect();
    assert_eq!(details, ["frames: 1, bytes: 640", "frames: 49, bytes: 31360"]);
}

#[tokio::test]
async fn frames_that_the_service_ignores_are_warnings() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let one_way = to_phone(&sim, &app).media_streaming_options(audio_options(&media));
    let (call, _) = connected(&sim, &app, &one_way).await;
    media.send(audio_frame(&[1; 640]));
    sim.wait_for(|entry| entry.kind == Kind::Warning && entry.detail.contains("enableBidirectional")).await;
    assert_eq!(sim.acs().received_audio(call.id()), 0);

    let media = Media::start(&sim).await;
    let options = audio_options(&media).enable_bidirectional(true);
    connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(options)).await;
    for (frame, part) in [
        ("hello", "a frame is ignored: "),
        (r#"{"kind":"Mark"}"#, "a frame of kind Mark is ignored"),
        (r#"{"kind":"DtmfData","dtmfData":{"data":"1"}}"#, "expected AudioData or StopAudio"),
        (r#"{"kind":"AudioData","audioData":{"data":"?"}}"#, "not valid base64"),
    ] {
        media.send(frame);
        sim.wait_for(|entry| entry.kind == Kind::Warning && entry.detail.contains(part)).await;
    }
}

#[tokio::test]
async fn streaming_is_started_and_stopped_by_operations() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let options = WebSocketMediaStreamingOptions::new("mixed").transport_url(&media.url);
    let (call, events) = connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(options)).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated"]);
    let state = |call: CallConnection| async move {
        let properties = call.get().await.expect("a call").into_inner();
        properties.media_streaming_subscription.expect("a subscription").state
    };
    assert_eq!(state(call.clone()).await, Some(MediaStreamingSubscriptionState::Inactive));

    let request = StartMediaStreamingRequest::new().operation_context("one");
    call.media().start_media_streaming(&request).await.expect("accepted");
    let other =
        StartMediaStreamingRequest::new().operation_context("two").operation_callback_uri(app.other());
    app.wait_for("MediaStreamingStarted").await;
    call.media().start_media_streaming(&other).await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(outcome(&events[0]), expected("MediaStreamingStarted", 200, 0, "subscriptionStarted", "two"));
    assert!(app.targets().iter().any(|target| target.starts_with("/other")));
    // The second start opened no second connection.
    assert_eq!(media.upgrades().len(), 1);
    assert_eq!(state(call.clone()).await, Some(MediaStreamingSubscriptionState::Active));

    for _ in 0..2 {
        let request = StopMediaStreamingRequest::new().operation_context("three");
        call.media().stop_media_streaming(&request).await.expect("accepted");
        let events = app.events(&sim).await;
        assert_eq!(
            outcome(&events[0]),
            expected("MediaStreamingStopped", 200, 0, "subscriptionStopped", "three")
        );
    }
    assert_eq!(media.closed().await, [Some(1000)]);
    assert_eq!(state(call.clone()).await, Some(MediaStreamingSubscriptionState::Inactive));
    let before = media.count();
    sim.advance(SECOND).await;
    assert_eq!(media.count(), before);
}

#[tokio::test]
async fn a_refused_upgrade_fails_with_the_details_of_its_status() {
    for (status, details) in [
        (400, "badRequest"),
        (401, "authenticationFailure"),
        (403, "forbidden"),
        (429, "tooManyRequests"),
        (500, "streamConnectionUnsuccessful"),
    ] {
        let (sim, app) = start().await;
        let media = Media::start(&sim).await;
        media.respond(&[status]);
        let request = to_phone(&sim, &app).media_streaming_options(audio_options(&media));
        let (_, events) = connected(&sim, &app, &request).await;
        assert_eq!(outcome(&events[2]), expected("MediaStreamingFailed", 500, 8603, details, "set-up"));
    }
}

#[tokio::test]
async fn a_stream_that_is_being_opened_is_canceled_by_the_end_of_the_call() {
    let answer_after = Some(Duration::ZERO);
    let sim = Sim::builder().time(Time::Real).answer_after(answer_after).start().await.expect("a simulator");
    let app = App::start(&sim).await;
    // It accepts connections, and never responds.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("ws://{}/media", silent.local_addr().expect("an address"));
    let options = WebSocketMediaStreamingOptions::new("mixed").transport_url(url).start_media_streaming(true);
    let request = to_phone(&sim, &app).media_streaming_options(options);
    let call = app.client.create_call(&request).await.expect("accepted").into_inner();
    sim.wait_for(|entry| entry.name == "upgrade").await;
    let call = app.client.call_connection(call.call_connection_id.expect("an id"));
    call.hang_up().await.expect("accepted");
    let failed = app.wait_for("MediaStreamingFailed").await;
    assert_eq!(
        outcome(&failed),
        expected("MediaStreamingFailed", 500, 8604, "subscriptionStopped", "set-up")
    );
    app.wait_for("CallDisconnected").await;
}

#[tokio::test]
async fn a_url_that_cannot_be_used_fails() {
    let (sim, app) = start().await;
    let refusing = test_server_refusing().await;
    for (url, code, subcode, details) in [
        ("ws://bot.example/media", 400, 8581, "streamUrlMissing"),
        ("https://bot.example/media", 400, 8581, "streamUrlMissing"),
        ("media", 400, 8581, "streamUrlMissing"),
        (refusing.as_str(), 500, 8603, "streamConnectionUnsuccessful"),
    ] {
        let options =
            WebSocketMediaStreamingOptions::new("mixed").transport_url(url).start_media_streaming(true);
        let (_, events) = connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(options)).await;
        assert_eq!(
            outcome(&events[2]),
            expected("MediaStreamingFailed", code, subcode, details, "set-up"),
            "{url}"
        );
    }
}

/// Returns the URL of a port that no longer listens.
async fn test_server_refusing() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    format!("ws://{}/media", listener.local_addr().expect("an address"))
}

#[tokio::test]
async fn a_broken_connection_is_opened_again_with_the_same_subscription() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(audio_options(&media))).await;
    media.frames(1).await;
    media.respond(&[503]);
    media.drop_connections();
    sim.wait_for(|entry| entry.kind == Kind::Warning && entry.detail.contains("interrupted")).await;
    // The first new attempt, after one second, is refused. The second one follows after two more.
    let events = app.events_after(&sim, 3 * SECOND).await;
    assert_eq!(
        events.iter().map(outcome).collect::<Vec<_>>(),
        [expected("MediaStreamingStarted", 200, 0, "streamConnectionReestablished", "set-up")]
    );
    assert_eq!(media.upgrades().len(), 2);
    sim.advance(SECOND / 50).await;
    let frames = media.frames(3).await;
    let subscriptions: Vec<_> = frames
        .iter()
        .filter_map(|frame| match frame {
            Frame::AudioMetadata(metadata) => metadata.subscription_id.clone(),
            _ => None,
        })
        .collect();
    assert_eq!(subscriptions.len(), 2);
    assert_eq!(subscriptions[0], subscriptions[1]);
}

#[tokio::test]
async fn a_connection_that_stays_broken_fails_after_three_attempts() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(audio_options(&media))).await;
    media.frames(1).await;
    media.respond(&[503; 3]);
    // Not a normal close.
    media.close(1011);
    sim.wait_for(|entry| entry.kind == Kind::Warning && entry.detail.contains("interrupted")).await;
    let events = app.events_after(&sim, 7 * SECOND).await;
    assert_eq!(
        events.iter().map(outcome).collect::<Vec<_>>(),
        [expected("MediaStreamingFailed", 500, 8603, "streamConnectionInterrupted", "set-up")]
    );
}

#[tokio::test]
async fn an_application_that_closes_normally_ends_the_stream() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(audio_options(&media))).await;
    media.frames(1).await;
    media.close(1000);
    let event = app.wait_for("MediaStreamingStopped").await;
    assert_eq!(outcome(&event), expected("MediaStreamingStopped", 200, 0, "subscriptionStopped", "set-up"));
}

#[tokio::test]
async fn sentences_are_transcribed_with_intermediate_and_final_results() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let options = text_options(&media).enable_intermediate_results(true);
    let request = with_speech(to_phone(&sim, &app)).transcription_options(options);
    let (call, events) = connected(&sim, &app, &request).await;
    assert_eq!(
        outcome(&events[2]),
        expected("TranscriptionStarted", 200, 0, "subscriptionStarted", "set-up")
    );
    sim.say(call.id(), "book a table").expect("a party");
    let frames = media.frames(4).await;
    let Frame::TranscriptionMetadata(metadata) = &frames[0] else { panic!("expected the metadata") };
    assert_eq!(metadata.locale.as_deref(), Some("en-US"));
    assert_eq!(metadata.call_connection_id.as_deref(), Some(call.id()));
    let texts: Vec<_> = frames
        .iter()
        .filter_map(|frame| match frame {
            Frame::TranscriptionData(data) => Some(data),
            _ => None,
        })
        .collect();
    let results: Vec<_> = texts
        .iter()
        .map(|data| (data.text.as_deref().expect("a text"), data.result_status.clone()))
        .collect();
    assert_eq!(
        results,
        [
            ("book", Some(ResultStatus::Intermediate)),
            ("book a", Some(ResultStatus::Intermediate)),
            ("book a table", Some(ResultStatus::Final)),
        ]
    );
    assert_eq!(texts[0].words, None);
    let last = texts[2];
    assert_eq!(last.participant_raw_id.as_deref(), Some("4:+14255550123"));
    assert_eq!(last.format.as_deref(), Some("display"));
    let words = last.words.as_ref().expect("words");
    assert_eq!(words.len(), 3);
    // Ticks of 100 ns, which a double cannot represent.
    let offset = last.offset.expect("an offset");
    assert!(offset > 1 << 53, "{offset}");
    assert_eq!(words[1].offset, Some(offset + 4_000_000));
    assert_eq!(last.duration, Some(12_000_000));
}

#[tokio::test]
async fn a_broken_transcription_is_resumed() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let request = with_speech(to_phone(&sim, &app)).transcription_options(text_options(&media));
    connected(&sim, &app, &request).await;
    media.frames(1).await;
    media.drop_connections();
    sim.wait_for(|entry| entry.kind == Kind::Warning && entry.detail.contains("interrupted")).await;
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(
        outcome(&events[0]),
        expected("TranscriptionStarted", 200, 0, "streamConnectionReestablished", "set-up")
    );
    let Event::TranscriptionStarted(started) = &events[0].data else { panic!("another event") };
    let update = started.transcription_update.as_ref().expect("an update");
    assert_eq!(update.transcription_status, Some(TranscriptionStatus::TranscriptionResumed));
}

#[tokio::test]
async fn transcription_is_started_updated_and_stopped_by_operations() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let options = text_options(&media).start_transcription(false);
    let request = with_speech(to_phone(&sim, &app)).transcription_options(options);
    let (call, _) = connected(&sim, &app, &request).await;
    let update = UpdateTranscriptionRequest::new().locale("de-DE").operation_context("two");
    let error = call.media().update_transcription(&update).await.expect_err("not active");
    assert_eq!((error.status().map(|status| status.as_u16()), error.code()), (Some(400), Some("8585")));

    let request = StartTranscriptionRequest::new().locale("fr-FR").operation_context("one");
    call.media().start_transcription(&request).await.expect("accepted");
    let Frame::TranscriptionMetadata(metadata) = &media.frames(1).await[0] else { panic!("another frame") };
    assert_eq!(metadata.locale.as_deref(), Some("fr-FR"));
    call.media().update_transcription(&update).await.expect("accepted");
    let properties = call.get().await.expect("a call").into_inner();
    let subscription = properties.transcription_subscription.expect("a subscription");
    assert_eq!(subscription.state, Some(TranscriptionSubscriptionState::Active));
    assert_eq!(subscription.locale.as_deref(), Some("de-DE"));
    let request = StopTranscriptionRequest::new().operation_context("three");
    call.media().stop_transcription(&request).await.expect("accepted");
    assert_eq!(
        app.events(&sim).await.iter().map(outcome).collect::<Vec<_>>(),
        [
            expected("TranscriptionStarted", 200, 0, "subscriptionStarted", "one"),
            expected("TranscriptionUpdated", 200, 0, "transcriptionLocaleUpdated", "two"),
            expected("TranscriptionStopped", 200, 0, "subscriptionStopped", "three"),
        ]
    );
    assert_eq!(media.closed().await, [Some(1000)]);
}

#[tokio::test]
async fn a_transcription_that_cannot_start_fails() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let without_speech = to_phone(&sim, &app).transcription_options(text_options(&media));
    let (_, events) = connected(&sim, &app, &without_speech).await;
    assert_eq!(
        outcome(&events[2]),
        expected("TranscriptionFailed", 405, 8522, "speechServicesConnectionError", "set-up")
    );
    media.respond(&[500]);
    let request = with_speech(to_phone(&sim, &app)).transcription_options(text_options(&media));
    let (_, events) = connected(&sim, &app, &request).await;
    assert_eq!(
        outcome(&events[2]),
        expected("TranscriptionFailed", 500, 8578, "streamConnectionUnsuccessful", "set-up")
    );
}

#[tokio::test]
async fn requests_without_their_configuration_are_refused() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let (call, _) = connected(&sim, &app, &to_phone(&sim, &app)).await;
    let error =
        call.media().start_media_streaming(&StartMediaStreamingRequest::new()).await.expect_err("no options");
    assert_eq!((error.status().map(|status| status.as_u16()), error.code()), (Some(405), Some("8522")));
    let error =
        call.media().start_transcription(&StartTranscriptionRequest::new()).await.expect_err("no options");
    assert!(error.to_string().contains("TranscriptionOptions"), "{error}");

    let options = text_options(&media).start_transcription(false);
    let request = to_phone(&sim, &app).transcription_options(options.clone());
    let (call, _) = connected(&sim, &app, &request).await;
    let error =
        call.media().start_transcription(&StartTranscriptionRequest::new()).await.expect_err("no speech");
    assert!(error.to_string().contains("CognitiveServicesEndpoint"), "{error}");

    let (call, _) =
        connected(&sim, &app, &with_speech(to_phone(&sim, &app)).transcription_options(options)).await;
    let request = StartTranscriptionRequest::new().locale("en");
    let error = call.media().start_transcription(&request).await.expect_err("no region");
    assert_eq!((error.status().map(|status| status.as_u16()), error.code()), (Some(400), Some("8523")));
}

#[tokio::test]
async fn a_call_with_both_streams_has_two_connections() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let request = with_speech(to_phone(&sim, &app))
        .media_streaming_options(audio_options(&media))
        .transcription_options(text_options(&media));
    let (call, _) = connected(&sim, &app, &request).await;
    assert_eq!(media.upgrades().len(), 2);
    call.terminate().await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["MediaStreamingStopped", "TranscriptionStopped", "CallDisconnected"]);
}

#[tokio::test]
async fn a_transcription_of_a_joined_call_is_not_updated() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    sim.acs().start_meeting("r1", &["8:acs:one_two"]).expect("a call in a room");
    let request = ConnectRequest::new(CallLocator::room("r1"), app.callback())
        .call_intelligence_options(
            CallIntelligenceOptions::new().cognitive_services_endpoint("https://speech.example/"),
        )
        .transcription_options(text_options(&media));
    let call = app.client.connect(&request).await.expect("accepted").into_inner();
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated", "TranscriptionStarted"]);
    let call = app.client.call_connection(call.call_connection_id.expect("an id"));
    let update = UpdateTranscriptionRequest::new().locale("de-DE");
    let error = call.media().update_transcription(&update).await.expect_err("joined");
    assert_eq!((error.status().map(|status| status.as_u16()), error.code()), (Some(405), Some("8520")));
}
