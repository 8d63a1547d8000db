//! Prompts, hold and tones in Communication Services calls.

use std::time::Duration;

use acs_calling::events::Event;
use acs_calling::{
    ContinuousDtmfRecognitionRequest, CreateCallRequest, FileSource, HoldRequest, PhoneNumberIdentifier,
    PlayOptions, PlayRequest, PlaySource, SendDtmfTonesRequest, SsmlSource, TextSource, Tone, UnholdRequest,
};

use crate::app::{PHONE, codes, contexts, names, phone, refusal, start, user};

const SECOND: Duration = Duration::from_secs(1);

fn file() -> PlaySource {
    FileSource::new("https://app.example/prompt.wav").into()
}

fn play(context: &str) -> PlayRequest {
    PlayRequest::new([file()]).operation_context(context)
}

#[tokio::test]
async fn a_prompt_starts_and_completes() {
    let (sim, app) = start().await;
    let media = app.connect_to(&sim, [phone(PHONE)]).await.media();
    let sources =
        [file(), TextSource::new("Welcome to Contoso.").into(), SsmlSource::new("<speak>Hi</speak>").into()];
    media.play(&PlayRequest::new(sources).operation_context("welcome")).await.expect("accepted");
    assert_eq!(names(&app.events(&sim).await), ["PlayStarted"]);
    assert!(app.events_after(&sim, 3 * SECOND).await.is_empty());
    let events = app.events_after(&sim, 3 * SECOND).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["PlayCompleted"], (200, 0)));
    assert_eq!(contexts(&events), [Some("welcome")]);
}

#[tokio::test]
async fn the_length_of_audio_files_can_be_set() {
    let (sim, app) = start().await;
    sim.acs().prompt_length(20 * SECOND);
    let media = app.connect_to(&sim, [phone(PHONE)]).await.media();
    media.play(&play("long")).await.expect("accepted");
    assert_eq!(names(&app.events_after(&sim, 19 * SECOND).await), ["PlayStarted"]);
    assert_eq!(names(&app.events_after(&sim, SECOND).await), ["PlayCompleted"]);
}

#[tokio::test]
async fn the_length_of_several_files_does_not_overflow() {
    let (sim, app) = start().await;
    sim.acs().prompt_length(Duration::MAX);
    let media = app.connect_to(&sim, [phone(PHONE)]).await.media();
    media.play(&PlayRequest::new([file(), file()])).await.expect("accepted");
    assert_eq!(names(&app.events(&sim).await), ["PlayStarted"]);
}

#[tokio::test]
async fn prompts_wait_for_each_other() {
    let (sim, app) = start().await;
    let media = app.connect_to(&sim, [phone(PHONE)]).await.media();
    media.play(&play("first")).await.expect("accepted");
    media.play(&play("second")).await.expect("accepted");
    let events = app.events_after(&sim, 10 * SECOND).await;
    assert_eq!(names(&events), ["PlayStarted", "PlayCompleted", "PlayStarted", "PlayCompleted"]);
    assert_eq!(contexts(&events), ["first", "first", "second", "second"].map(Some));
}

#[tokio::test]
async fn a_prompt_interrupts_those_before_it() {
    let (sim, app) = start().await;
    let media = app.connect_to(&sim, [phone(PHONE)]).await.media();
    media.play(&play("first").play_options(PlayOptions::new(true))).await.expect("accepted");
    media.play(&play("second")).await.expect("accepted");
    assert_eq!(names(&app.events_after(&sim, 60 * SECOND).await), ["PlayStarted"]);
    media.play(&play("third").interrupt_call_media_operation(true)).await.expect("accepted");
    let events = app.events_after(&sim, 3 * SECOND).await;
    assert_eq!(names(&events), ["PlayCanceled", "PlayCanceled", "PlayStarted", "PlayCompleted"]);
    assert_eq!(contexts(&events), ["first", "second", "third", "third"].map(Some));
    assert_eq!(codes(&events[0]), (400, 8508));
}

#[tokio::test]
async fn all_prompts_are_canceled() {
    let (sim, app) = start().await;
    let media = app.connect_to(&sim, [phone(PHONE)]).await.media();
    media.cancel_all_media_operations().await.expect("nothing to cancel");
    media.play(&play("first")).await.expect("accepted");
    media.play(&play("second")).await.expect("accepted");
    media.cancel_all_media_operations().await.expect("accepted");
    let events = app.events_after(&sim, 60 * SECOND).await;
    assert_eq!(names(&events), ["PlayStarted", "PlayCanceled", "PlayCanceled"]);
    media.play(&play("third")).await.expect("accepted");
    assert_eq!(names(&app.events(&sim).await), ["PlayStarted"]);
}

#[tokio::test]
async fn a_source_that_cannot_be_played_fails_with_its_index() {
    let (sim, app) = start().await;
    let media = app.connect_to(&sim, [phone(PHONE)]).await.media();
    for (sources, expected_names, expected) in [
        (vec![FileSource::new("https://app.example/movie.mp4").into()], vec!["PlayFailed"], ((400, 8535), 0)),
        (
            vec![file(), FileSource::new("https://app.example/not-found.wav").into()],
            vec!["PlayStarted", "PlayFailed"],
            ((400, 8536), 1),
        ),
    ] {
        media.play(&PlayRequest::new(sources)).await.expect("accepted");
        let events = app.events_after(&sim, 3 * SECOND).await;
        assert_eq!(names(&events), expected_names);
        let failed = events.last().expect("an event");
        let Event::PlayFailed(event) = &failed.data else { panic!("another event") };
        assert_eq!((codes(failed), event.failed_play_source_index), (expected.0, Some(expected.1)));
    }
}

#[tokio::test]
async fn prompts_are_refused_by_the_rules_of_the_service() {
    let (sim, app) = start().await;
    let number = PhoneNumberIdentifier::new(sim.acs().phone_number());
    let plain =
        CreateCallRequest::new([phone("+14255550200")], app.callback()).source_caller_id_number(number);
    let created = app.client.create_call(&plain).await.expect("accepted").into_inner();
    app.events(&sim).await;
    let without_ai = app.client.call_media(created.call_connection_id.expect("an id"));
    let media = app.connect_to(&sim, [phone(PHONE)]).await.media();
    let text = |text: &str| PlayRequest::new([TextSource::new(text)]);
    for (media, request, expected) in [
        (&without_ai, text("Hello"), (400, "8567")),
        (&media, text(""), (400, "8582")),
        (&media, text(&"a".repeat(4001)), (400, "8523")),
        (&media, PlayRequest::new([FileSource::new("ftp://app.example/prompt.wav")]), (400, "8523")),
        (&media, PlayRequest::new(Vec::<PlaySource>::new()), (400, "8523")),
        (&media, play("").play_to([user(5)]), (404, "8522")),
        (&media, play("").operation_callback_uri("http://app.example/callback"), (400, "400")),
        (&media, play(&"x".repeat(5001)), (400, "8523")),
    ] {
        let error = media.play(&request).await.expect_err("refused");
        assert_eq!(refusal(&error), expected, "{error}");
    }
    assert!(app.events(&sim).await.is_empty());
}

#[tokio::test]
async fn media_needs_a_connected_call() {
    let (sim, app) = start().await;
    let call =
        app.client.create_call(&app.call_to(&sim, [phone(PHONE)])).await.expect("accepted").into_inner();
    let media = app.client.call_media(call.call_connection_id.expect("an id"));
    let error = media.play(&play("early")).await.expect_err("connecting");
    assert_eq!(refusal(&error), (400, "8585"));
}

#[tokio::test]
async fn two_operations_on_one_participant_are_refused() {
    let (sim, app) = start().await;
    let media = app.connect_to(&sim, [phone(PHONE), phone("+14255550124")]).await.media();
    media.play(&play("first").play_to([phone(PHONE)])).await.expect("accepted");
    let error = media.play(&play("second").play_to([phone(PHONE)])).await.expect_err("busy");
    assert_eq!(refusal(&error), (412, "8583"));
    let tones = SendDtmfTonesRequest::new([Tone::One], phone(PHONE));
    let error = media.send_dtmf_tones(&tones).await.expect_err("busy");
    assert_eq!(refusal(&error), (412, "8583"));
    media.play(&play("third").play_to([phone("+14255550124")])).await.expect("another participant");
    media.play(&play("fourth")).await.expect("the whole call");
    let events = app.events(&sim).await;
    assert_eq!(contexts(&events), ["first", "third", "fourth"].map(Some));
    media
        .play(&play("fifth").play_to([phone(PHONE)]).interrupt_call_media_operation(true))
        .await
        .expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(
        (names(&events), contexts(&events)),
        (vec!["PlayCanceled", "PlayStarted"], vec![Some("first"), Some("fifth")])
    );
}

#[tokio::test]
async fn events_of_an_operation_go_to_its_own_uri() {
    let (sim, app) = start().await;
    let media = app.connect_to(&sim, [phone(PHONE)]).await.media();
    media.play(&play("elsewhere").operation_callback_uri(app.other())).await.expect("accepted");
    let events = app.events_after(&sim, 3 * SECOND).await;
    assert_eq!(names(&events), ["PlayStarted", "PlayCompleted"]);
    assert_eq!(app.targets()[2..], ["/other?tenant=7", "/other?tenant=7"]);
}

#[tokio::test]
async fn running_operations_are_canceled_when_the_call_ends() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let media = call.media();
    media.play(&play("first")).await.expect("accepted");
    let continuous = ContinuousDtmfRecognitionRequest::new(phone(PHONE)).operation_context("keys");
    media.start_continuous_dtmf_recognition(&continuous).await.expect("started");
    call.hang_up().await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(
        names(&events),
        ["PlayStarted", "PlayCanceled", "ContinuousDtmfRecognitionStopped", "CallDisconnected"]
    );
}

#[tokio::test]
async fn every_key_is_reported_in_order() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let request = ContinuousDtmfRecognitionRequest::new(phone(PHONE)).operation_context("keys");
    call.media().start_continuous_dtmf_recognition(&request).await.expect("started");
    call.media().start_continuous_dtmf_recognition(&request).await.expect("is running");
    sim.press(call.id(), "5*").expect("keys");
    sim.press(call.id(), "x").expect_err("not a key");
    let events = app.events(&sim).await;
    let received: Vec<_> = events
        .iter()
        .map(|event| match &event.data {
            Event::ContinuousDtmfRecognitionToneReceived(tone) => (tone.sequence_id, tone.tone.clone()),
            _ => panic!("another event"),
        })
        .collect();
    assert_eq!(received, [(Some(1), Some(Tone::Five)), (Some(2), Some(Tone::Asterisk))]);
    assert_eq!(contexts(&events), [Some("keys"); 2]);

    let stop = ContinuousDtmfRecognitionRequest::new(phone(PHONE)).operation_context("enough");
    call.media().stop_continuous_dtmf_recognition(&stop).await.expect("stopped");
    call.media().stop_continuous_dtmf_recognition(&stop).await.expect("nothing runs");
    sim.press(call.id(), "1").expect("a key");
    let events = app.events(&sim).await;
    assert_eq!(
        (names(&events), contexts(&events)),
        (vec!["ContinuousDtmfRecognitionStopped"], vec![Some("enough")])
    );
    let error =
        call.media().start_continuous_dtmf_recognition(&ContinuousDtmfRecognitionRequest::new(user(5))).await;
    assert_eq!(refusal(&error.expect_err("not in the call")), (404, "8522"));
}

#[tokio::test]
async fn operations_on_a_participant_fail_when_it_leaves() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE), phone("+14255550124"), phone("+14255550125")]).await;
    let media = call.media();
    media
        .start_continuous_dtmf_recognition(&ContinuousDtmfRecognitionRequest::new(phone(PHONE)))
        .await
        .expect("started");
    media.send_dtmf_tones(&SendDtmfTonesRequest::new([Tone::One], phone(PHONE))).await.expect("accepted");
    sim.hang_up(call.id()).expect("the first party");
    let events = app.events(&sim).await;
    assert_eq!(
        names(&events),
        ["ContinuousDtmfRecognitionToneFailed", "SendDtmfTonesFailed", "ParticipantsUpdated"]
    );
}

#[tokio::test]
async fn tones_are_sent_to_a_phone() {
    let (sim, app) = start().await;
    let media = app.connect_to(&sim, [phone(PHONE), user(1)]).await.media();
    let tones = Tone::parse_sequence("12#").expect("keys");
    let request = SendDtmfTonesRequest::new(tones, phone(PHONE)).operation_context("extension");
    let response = media.send_dtmf_tones(&request).await.expect("accepted");
    assert_eq!(response.operation_context.as_deref(), Some("extension"));
    assert!(app.events_after(&sim, Duration::from_millis(899)).await.is_empty());
    let events = app.events_after(&sim, Duration::from_millis(1)).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["SendDtmfTonesCompleted"], (200, 0)));
    for request in [
        SendDtmfTonesRequest::new(vec![Tone::One; 19], phone(PHONE)),
        SendDtmfTonesRequest::new([Tone::One], user(1)),
    ] {
        let error = media.send_dtmf_tones(&request).await.expect_err("refused");
        assert_eq!(refusal(&error), (400, "8523"));
    }
}

#[tokio::test]
async fn a_participant_is_held() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE), phone("+14255550124")]).await;
    let media = call.media();
    media.hold(&HoldRequest::new(phone(PHONE)).play_source_info(file())).await.expect("held");
    assert_eq!(names(&app.events(&sim).await), ["ParticipantsUpdated"]);
    assert_eq!(call.participant(phone(PHONE)).await.expect("in the call").is_on_hold, Some(true));
    media.unhold(&UnholdRequest::new(phone(PHONE))).await.expect("resumed");
    media.unhold(&UnholdRequest::new(phone(PHONE))).await.expect("was not held");
    assert_eq!(names(&app.events(&sim).await), ["ParticipantsUpdated"]);

    let music = FileSource::new("https://app.example/not-found.wav");
    let request = HoldRequest::new(phone(PHONE)).play_source_info(music).operation_context("music");
    media.hold(&request).await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["HoldFailed"], (400, 8536)));
    assert_eq!(contexts(&events), [Some("music")]);
    let error = media.hold(&HoldRequest::new(user(5))).await.expect_err("not in the call");
    assert_eq!(refusal(&error), (404, "8522"));
}
