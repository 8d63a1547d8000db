//! Events of Communication Services: their delivery, and all of their types.

use std::collections::BTreeSet;
use std::time::Duration;

use acs_calling::events::CloudEvent;
use acs_calling::server::Operation;
use acs_calling::{
    AddParticipantRequest, AnswerCallRequest, AudioFormat, CallConnection, CallLocator,
    CancelAddParticipantRequest, CommunicationIdentifier, ConnectRequest, ContinuousDtmfRecognitionRequest,
    DtmfOptions, FileSource, HoldRequest, MediaStreamingAudioChannelType, MoveParticipantsRequest,
    MuteParticipantsRequest, PhoneNumberIdentifier, PlayRequest, RecognizeInputType, RecognizeOptions,
    RecognizeRequest, RecordingStorage, RecordingStorageKind, RedirectCallRequest, RejectCallRequest,
    RemoveParticipantRequest, SendDtmfTonesRequest, StartCallRecordingRequest, StartMediaStreamingRequest,
    StartTranscriptionRequest, StopMediaStreamingRequest, StopTranscriptionRequest, Tone,
    TransferToParticipantRequest, UnholdRequest, UpdateTranscriptionRequest, WebSocketMediaStreamingOptions,
    WebSocketTranscriptionOptions,
};
use axum::http::StatusCode;
use call_sim::{Kind, Sim};

use crate::app::{App, PHONE, names, phone, start, user};
use crate::media::Media;

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_callback_is_repeated_until_it_succeeds() {
    let (sim, app) = start().await;
    app.respond(&[StatusCode::INTERNAL_SERVER_ERROR, StatusCode::SERVICE_UNAVAILABLE, StatusCode::FOUND]);
    app.client.create_call(&app.call_to(&sim, [phone("+14255550200")])).await.expect("accepted");
    assert!(app.events(&sim).await.is_empty());
    assert!(app.events_after(&sim, SECOND).await.is_empty());
    assert!(app.events_after(&sim, 5 * SECOND).await.is_empty());
    let events = app.events_after(&sim, 15 * SECOND).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated"]);
    assert_eq!(app.targets().len(), 5);
    let journal = sim.journal();
    let attempts: Vec<_> = journal
        .iter()
        .filter(|entry| entry.kind == Kind::Callback && entry.name == "CallConnected")
        .collect();
    assert_eq!(attempts.len(), 4);
    assert!(attempts.iter().all(|entry| entry.body == attempts[0].body), "the id is the same");
}

#[tokio::test]
async fn a_callback_is_dropped_after_four_attempts_and_the_call_continues() {
    let (sim, app) = start().await;
    app.respond(&[StatusCode::INTERNAL_SERVER_ERROR; 4]);
    let call = app
        .client
        .create_call(&app.call_to(&sim, [phone("+14255550200")]))
        .await
        .expect("accepted")
        .into_inner();
    let events = app.events_after(&sim, 60 * SECOND).await;
    assert_eq!(names(&events), ["ParticipantsUpdated"]);
    let is_warned =
        |entry: &call_sim::Entry| entry.kind == Kind::Warning && entry.detail.contains("not delivered");
    assert!(sim.journal().iter().any(is_warned));
    let is_attempt = |entry: &&call_sim::Entry| entry.kind == Kind::Callback && entry.name == "CallConnected";
    assert_eq!(sim.journal().iter().filter(is_attempt).count(), 4);
    app.client
        .call_connection(call.call_connection_id.expect("an id"))
        .get()
        .await
        .expect("the call continues");
}

#[tokio::test]
async fn an_event_has_the_envelope_of_the_service() {
    let (sim, app) = start().await;
    let call = app
        .client
        .create_call(&app.call_to(&sim, [phone("+14255550200")]))
        .await
        .expect("accepted")
        .into_inner();
    let event = app.wait_for("CallConnected").await;
    let source = format!("calling/callConnections/{}", call.call_connection_id.expect("an id"));
    assert_eq!(event.envelope.source.as_deref(), Some(source.as_str()));
    assert_eq!(event.envelope.subject.as_deref(), Some(source.as_str()));
    assert_eq!(event.envelope.event_type.as_deref(), Some("Microsoft.Communication.CallConnected"));
    assert_eq!(event.envelope.specversion.as_deref(), Some("1.0"));
    assert!(event.envelope.time().is_some());
}

/// Collects the types of the events.
#[derive(Default)]
struct Seen(BTreeSet<String>);

impl Seen {
    fn add(&mut self, events: &[CloudEvent]) {
        self.0.extend(events.iter().map(|event| event.name().to_owned()));
    }

    /// Connects a call, and adds its events and the earlier ones.
    async fn connect(
        &mut self,
        sim: &Sim,
        app: &App,
        targets: Vec<CommunicationIdentifier>,
    ) -> CallConnection {
        self.add(&app.events(sim).await);
        let request = app.call_to(sim, targets);
        let call = app.client.create_call(&request).await.expect("accepted").into_inner();
        self.after(sim, app, SECOND).await;
        app.client.call_connection(call.call_connection_id.expect("an id"))
    }

    async fn after(&mut self, sim: &Sim, app: &App, time: Duration) {
        self.add(&app.events_after(sim, time).await);
    }
}

/// Makes calls of all kinds, with every operation except those on media WebSockets and recordings.
async fn calls(sim: &Sim, app: &App, seen: &mut Seen) {
    let caller = PhoneNumberIdentifier::new(sim.acs().phone_number());
    app.subscribe(sim).await;
    app.client.create_call(&app.call_to(sim, [phone("+14255550486")])).await.expect("fails later");
    let context = app.ring(sim, PHONE).await.incoming_call_context.expect("a context");
    app.client.redirect_call(&RedirectCallRequest::new(context, phone(PHONE))).await.expect("redirected");
    let context = app.ring(sim, PHONE).await.incoming_call_context.expect("a context");
    app.client.reject_call(&RejectCallRequest::new(context)).await.expect("rejected");
    let context = app.ring(sim, PHONE).await.incoming_call_context.expect("a context");
    let answered =
        app.client.answer_call(&AnswerCallRequest::new(context, app.callback())).await.expect("answered");
    sim.hang_up(answered.call_connection_id.as_deref().expect("an id")).expect("the caller");
    app.client
        .connect(&ConnectRequest::new(CallLocator::room("none"), app.callback()))
        .await
        .expect("fails later");
    seen.after(sim, app, SECOND).await;

    let call = seen.connect(sim, app, vec![phone(PHONE), user(1), user(2)]).await;
    let add = |target| AddParticipantRequest::new(target).source_caller_id_number(caller.clone());
    call.add_participant(&add(phone("+14255550200"))).await.expect("succeeds");
    call.add_participant(&add(phone("+14255550486"))).await.expect("fails later");
    let invited = call.add_participant(&add(phone("+14255550480"))).await.expect("rings");
    let cancel = CancelAddParticipantRequest::new(invited.invitation_id.as_deref().expect("an id"));
    call.cancel_add_participant(&cancel).await.expect("canceled");
    call.cancel_add_participant(&cancel).await.expect("fails later");
    call.remove_participant(&RemoveParticipantRequest::new(user(2))).await.expect("removed");
    call.remove_participant(&RemoveParticipantRequest::new(user(2))).await.expect("fails later");
    call.mute_participants(&MuteParticipantsRequest::new([user(1)])).await.expect("muted");
    call.participant(user(1)).await.expect("in the call");
    call.participants().await.expect("a page");
    call.get().await.expect("a call");
    let other = seen.connect(sim, app, vec![phone("+14255550124")]).await;
    let moved = MoveParticipantsRequest::new([phone("+14255550124"), user(9)], other.id());
    call.move_participants(&moved).await.expect("moved");
    let transfer = |target: &str| TransferToParticipantRequest::new(phone(target)).transferee(user(1));
    call.transfer_to_participant(&transfer("+14255550486")).await.expect("fails later");
    call.transfer_to_participant(&transfer("+14255550200")).await.expect("succeeds");
    seen.after(sim, app, SECOND).await;
    call.hang_up().await.expect("accepted");
    let last = seen.connect(sim, app, vec![phone(PHONE)]).await;
    last.terminate().await.expect("accepted");
    seen.after(sim, app, SECOND).await;
}

/// Performs media operations on participants.
async fn media(sim: &Sim, app: &App, seen: &mut Seen) {
    let call = seen.connect(sim, app, vec![phone(PHONE), user(1), user(2)]).await;
    let media = call.media();
    let file = |name: &str| FileSource::new(format!("https://app.example/{name}"));
    media.play(&PlayRequest::new([file("a.wav")])).await.expect("plays");
    seen.after(sim, app, 3 * SECOND).await;
    media.play(&PlayRequest::new([file("not-found.wav")])).await.expect("fails later");
    media.play(&PlayRequest::new([file("a.wav")])).await.expect("plays");
    let options =
        || RecognizeOptions::new(phone(PHONE)).dtmf_options(DtmfOptions::new().max_tones_to_collect(1));
    let recognize = RecognizeRequest::new(RecognizeInputType::Dtmf, options());
    media.recognize(&recognize).await.expect("listens");
    media.cancel_all_media_operations().await.expect("canceled");
    media.recognize(&recognize).await.expect("listens");
    let keys = ContinuousDtmfRecognitionRequest::new(phone(PHONE));
    media.start_continuous_dtmf_recognition(&keys).await.expect("listens");
    sim.press(call.id(), "1").expect("a key");
    media.stop_continuous_dtmf_recognition(&keys).await.expect("stopped");
    media.recognize(&recognize).await.expect("listens");
    seen.after(sim, app, 5 * SECOND).await;
    let tones = SendDtmfTonesRequest::new([Tone::One], phone(PHONE));
    media.send_dtmf_tones(&tones).await.expect("sent");
    media
        .hold(&HoldRequest::new(phone(PHONE)).play_source_info(file("not-found.wav")))
        .await
        .expect("fails later");
    media.unhold(&UnholdRequest::new(phone(PHONE))).await.expect("was not held");
    seen.after(sim, app, SECOND).await;
    media.send_dtmf_tones(&tones).await.expect("fails later");
    media.start_continuous_dtmf_recognition(&keys).await.expect("listens");
    sim.hang_up(call.id()).expect("the phone");
    seen.after(sim, app, SECOND).await;
}

/// Uses media WebSockets and recordings.
async fn streams(sim: &Sim, app: &App, seen: &mut Seen) {
    for url in [Media::start(sim).await.url, "ws://127.0.0.1:1/media".to_owned()] {
        let streaming = WebSocketMediaStreamingOptions::new(MediaStreamingAudioChannelType::Mixed)
            .transport_url(&url)
            .audio_format(AudioFormat::Pcm16KMono);
        let transcription = WebSocketTranscriptionOptions::new("en-US").transport_url(&url);
        let request = app
            .call_to(sim, [phone(PHONE)])
            .media_streaming_options(streaming)
            .transcription_options(transcription);
        let call = app.client.create_call(&request).await.expect("accepted").into_inner();
        seen.after(sim, app, SECOND).await;
        let media = app.client.call_media(call.call_connection_id.expect("an id"));
        media.start_media_streaming(&StartMediaStreamingRequest::new()).await.expect("started");
        media.start_transcription(&StartTranscriptionRequest::new()).await.expect("started");
        if url.ends_with(":1/media") {
            seen.add(&[
                app.wait_for("MediaStreamingFailed").await,
                app.wait_for("TranscriptionFailed").await,
            ]);
            continue;
        }
        seen.add(&[app.wait_for("MediaStreamingStarted").await, app.wait_for("TranscriptionStarted").await]);
        let locale = UpdateTranscriptionRequest::new().locale("de-DE");
        media.update_transcription(&locale).await.expect("updated");
        media.stop_transcription(&StopTranscriptionRequest::new()).await.expect("stopped");
        media.stop_media_streaming(&StopMediaStreamingRequest::new()).await.expect("stopped");
        seen.add(&app.events(sim).await);
    }

    let call = seen.connect(sim, app, vec![phone(PHONE)]).await;
    let start = || {
        StartCallRecordingRequest::new()
            .call_connection_id(call.id())
            .recording_state_callback_uri(app.callback())
    };
    let recording = app.client.call_recording();
    let elsewhere = RecordingStorage::new(RecordingStorageKind::AzureBlobStorage)
        .recording_destination_container_url("https://contoso.blob.core.windows.net/calls");
    recording.start(&start().external_storage(elsewhere)).await.expect("fails later");
    seen.after(sim, app, SECOND).await;
    let id = recording.start(&start()).await.expect("started").into_inner().recording_id.expect("an id");
    recording.get_properties(&id).await.expect("a recording");
    recording.pause(&id).await.expect("paused");
    recording.resume(&id).await.expect("resumed");
    recording.stop(&id).await.expect("stopped");
    seen.after(sim, app, 300 * SECOND).await;
}

#[tokio::test]
async fn every_operation_succeeds_and_every_event_is_raised() {
    let (sim, app) = start().await;
    let mut seen = Seen::default();
    calls(&sim, &app, &mut seen).await;
    media(&sim, &app, &mut seen).await;
    streams(&sim, &app, &mut seen).await;
    seen.0.extend(app.grid_events());

    let schema = include_str!("../../../acs-calling/src/generated/surface.txt");
    let declared = schema.lines().filter_map(|line| line.split_once(" event Microsoft.Communication."));
    let declared: BTreeSet<_> = declared.map(|(_, name)| name.to_owned()).collect();
    assert_eq!(declared.difference(&seen.0).collect::<Vec<_>>(), Vec::<&String>::new());

    let journal = sim.journal();
    let succeeded: BTreeSet<_> = journal
        .iter()
        .filter(|entry| entry.kind == Kind::Response && entry.status.is_some_and(|status| status < 300))
        .map(|entry| entry.name.as_str())
        .collect();
    let missing: Vec<_> = Operation::ALL.iter().filter(|one| !succeeded.contains(one.name())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
