//! Transcription over WebSockets.

use acs_calling::events::Event;
use acs_calling::streaming::{Frame, ResultStatus};
use acs_calling::{
    CallIntelligenceOptions, CallLocator, ConnectRequest, StartMediaStreamingRequest,
    StartTranscriptionRequest, StopTranscriptionRequest, TranscriptionStatus, TranscriptionSubscriptionState,
    UpdateTranscriptionRequest,
};
use call_sim::Kind;

use crate::app::{names, start};
use crate::media::Media;
use crate::streams::{SECOND, connected, expected, outcome, text_options, to_phone, with_speech};

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
