//! Recognition of keys and speech in Communication Services calls.

use std::time::Duration;

use acs_calling::events::{CloudEvent, Event};
use acs_calling::{
    CallConnection, DtmfOptions, FileSource, PlayRequest, PlaySource, RecognitionChoice, RecognizeInputType,
    RecognizeOptions, RecognizeRequest, SpeechOptions, TextSource, Tone,
};
use call_sim::Sim;

use crate::app::{App, PHONE, codes, contexts, names, phone, refusal, start, user};

const SECOND: Duration = Duration::from_secs(1);

fn request(input: RecognizeInputType, options: RecognizeOptions) -> RecognizeRequest {
    RecognizeRequest::new(input, options).operation_context("menu")
}

fn dtmf(options: DtmfOptions) -> RecognizeRequest {
    request(RecognizeInputType::Dtmf, RecognizeOptions::new(phone(PHONE)).dtmf_options(options))
}

fn choices() -> Vec<RecognitionChoice> {
    vec![
        RecognitionChoice::new("Confirm", ["Yes", "OK"]).tone(Tone::One),
        RecognitionChoice::new("Cancel", ["No"]).tone(Tone::Two),
    ]
}

async fn started() -> (Sim, App, CallConnection) {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    (sim, app, call)
}

/// Returns the result of a completed recognition: its type, keys, label, phrase and speech.
fn heard(event: &CloudEvent) -> (String, Vec<Tone>, Option<&str>, Option<&str>, Option<&str>) {
    let Event::RecognizeCompleted(event) = &event.data else { panic!("another event: {event:?}") };
    let choice = event.choice_result.as_ref();
    (
        event.recognition_type.as_ref().map(ToString::to_string).unwrap_or_default(),
        event.dtmf_result.as_ref().and_then(|dtmf| dtmf.tones.clone()).unwrap_or_default(),
        choice.and_then(|choice| choice.label.as_deref()),
        choice.and_then(|choice| choice.recognized_phrase.as_deref()),
        event.speech_result.as_ref().and_then(|speech| speech.speech.as_deref()),
    )
}

#[tokio::test]
async fn keys_are_collected_up_to_the_maximum() {
    let (sim, app, call) = started().await;
    let prompt: PlaySource = FileSource::new("https://app.example/menu.wav").into();
    let options = DtmfOptions::new().max_tones_to_collect(3).stop_tones([Tone::Pound]);
    call.media().recognize(&dtmf(options.clone()).play_prompt(prompt)).await.expect("accepted");
    assert!(app.events_after(&sim, 2 * SECOND).await.is_empty());
    sim.press(call.id(), "1234").expect("keys");
    let events = app.events(&sim).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["RecognizeCompleted"], (200, 8531)));
    assert_eq!(contexts(&events), [Some("menu")]);
    assert_eq!(
        heard(&events[0]),
        ("dtmf".to_owned(), vec![Tone::One, Tone::Two, Tone::Three], None, None, None)
    );

    call.media().recognize(&dtmf(options)).await.expect("accepted");
    sim.press(call.id(), "5#").expect("keys");
    let events = app.events(&sim).await;
    assert_eq!((codes(&events[0]), heard(&events[0]).1), ((200, 8514), vec![Tone::Five]));
}

#[tokio::test]
async fn silence_ends_a_recognition() {
    let (sim, app, call) = started().await;
    let options = || DtmfOptions::new().inter_tone_timeout_in_seconds(4);
    for (request, keys, wait, name, expected) in [
        (dtmf(options()), "", 5, "RecognizeFailed", (400, 8510)),
        (dtmf(options().max_tones_to_collect(4)), "12", 4, "RecognizeFailed", (400, 8532)),
        (dtmf(options()), "12", 4, "RecognizeCompleted", (400, 8532)),
    ] {
        call.media().recognize(&request).await.expect("accepted");
        sim.press(call.id(), keys).expect("keys");
        assert!(app.events_after(&sim, Duration::from_millis(wait * 1000 - 1)).await.is_empty());
        let events = app.events_after(&sim, Duration::from_millis(1)).await;
        assert_eq!((names(&events), codes(&events[0])), (vec![name], expected));
    }
    let text: PlaySource = FileSource::new("https://app.example/menu.wav").into();
    call.media().recognize(&dtmf(options()).play_prompts([text])).await.expect("accepted");
    assert!(app.events_after(&sim, 7 * SECOND).await.is_empty(), "the silence begins after the prompt");
    assert_eq!(names(&app.events_after(&sim, SECOND).await), ["RecognizeFailed"]);
}

#[tokio::test]
async fn input_during_a_prompt_that_cannot_be_interrupted_is_ignored() {
    let (sim, app, call) = started().await;
    let prompt: PlaySource = FileSource::new("https://app.example/menu.wav").into();
    let options = RecognizeOptions::new(phone(PHONE))
        .interrupt_prompt(false)
        .dtmf_options(DtmfOptions::new().max_tones_to_collect(1));
    call.media()
        .recognize(&request(RecognizeInputType::Dtmf, options).play_prompt(prompt))
        .await
        .expect("accepted");
    sim.press(call.id(), "1").expect("a key");
    assert!(app.events_after(&sim, 3 * SECOND).await.is_empty());
    sim.press(call.id(), "2").expect("a key");
    assert_eq!(heard(&app.events(&sim).await[0]).1, [Tone::Two]);
}

#[tokio::test]
async fn a_choice_is_made_by_key_or_phrase() {
    let (sim, app, call) = started().await;
    let options = || RecognizeOptions::new(phone(PHONE)).choices(choices());
    let choose = || request(RecognizeInputType::Choices, options());
    call.media().recognize(&choose()).await.expect("accepted");
    sim.press(call.id(), "2").expect("a key");
    let events = app.events(&sim).await;
    assert_eq!(
        (codes(&events[0]), heard(&events[0])),
        ((200, 8533), ("choices".to_owned(), vec![], Some("Cancel"), None, None))
    );

    call.media().recognize(&choose()).await.expect("accepted");
    sim.say(call.id(), "yes!").expect("speech");
    let events = app.events(&sim).await;
    assert_eq!(
        (codes(&events[0]), heard(&events[0])),
        ((200, 8545), ("choices".to_owned(), vec![], Some("Confirm"), Some("Yes"), None))
    );

    for (keys, text, expected) in
        [("9", None, (500, 8534)), ("", Some("maybe"), (400, 8547)), ("", Some(""), (400, 8563))]
    {
        call.media().recognize(&choose()).await.expect("accepted");
        sim.press(call.id(), keys).expect("keys");
        text.map_or(Ok(()), |text| sim.say(call.id(), text)).expect("speech");
        let events = app.events(&sim).await;
        assert_eq!((names(&events), codes(&events[0])), (vec!["RecognizeFailed"], expected));
    }
}

#[tokio::test]
async fn speech_ends_with_a_silence() {
    let (sim, app, call) = started().await;
    let speech = SpeechOptions::new().end_silence_timeout_in_ms(800);
    let options = RecognizeOptions::new(phone(PHONE)).speech_options(speech);
    call.media().recognize(&request(RecognizeInputType::Speech, options.clone())).await.expect("accepted");
    sim.press(call.id(), "1").expect("a key that is ignored");
    sim.say(call.id(), "to the").expect("speech");
    assert!(app.events_after(&sim, Duration::from_millis(799)).await.is_empty());
    sim.say(call.id(), "front desk").expect("speech");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!((codes(&events[0]), heard(&events[0]).4), ((200, 8569), Some("to the front desk")));

    let both = request(
        RecognizeInputType::SpeechOrDtmf,
        options.dtmf_options(DtmfOptions::new().max_tones_to_collect(2)),
    );
    call.media().recognize(&both).await.expect("accepted");
    sim.press(call.id(), "1").expect("a key");
    sim.say(call.id(), "too late").expect("speech");
    sim.press(call.id(), "2").expect("a key");
    assert_eq!(heard(&app.events(&sim).await[0]).0, "dtmf");
    call.media().recognize(&both).await.expect("accepted");
    sim.say(call.id(), "operator").expect("speech");
    sim.press(call.id(), "12").expect("too late");
    assert_eq!(heard(&app.events_after(&sim, SECOND).await[0]).0, "speech");
}

#[tokio::test]
async fn a_recognition_is_canceled_or_replaced() {
    let (sim, app, call) = started().await;
    let media = call.media();
    media.recognize(&dtmf(DtmfOptions::new())).await.expect("accepted");
    media.cancel_all_media_operations().await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["RecognizeCanceled"], (400, 8508)));

    media.recognize(&dtmf(DtmfOptions::new())).await.expect("accepted");
    let next = dtmf(DtmfOptions::new().max_tones_to_collect(1)).interrupt_call_media_operation(true);
    media.recognize(&next.operation_context("next")).await.expect("accepted");
    sim.press(call.id(), "1").expect("a key");
    let events = app.events(&sim).await;
    assert_eq!(
        (names(&events), contexts(&events)),
        (vec!["RecognizeCanceled", "RecognizeCompleted"], vec![Some("menu"), Some("next")])
    );

    media.play(&PlayRequest::new([FileSource::new("https://app.example/a.wav")])).await.expect("accepted");
    media.recognize(&dtmf(DtmfOptions::new())).await.expect("it waits");
    sim.press(call.id(), "1").expect("a key that is ignored");
    let events = app.events_after(&sim, 8 * SECOND).await;
    assert_eq!(names(&events), ["PlayStarted", "PlayCompleted", "RecognizeFailed"]);
    assert_eq!(codes(&events[2]), (400, 8510));
}

#[tokio::test]
async fn a_prompt_that_cannot_be_played_fails_the_recognition() {
    let (sim, app, call) = started().await;
    let prompts: [PlaySource; 2] =
        [TextSource::new("Press a key.").into(), FileSource::new("https://app.example/not-found.wav").into()];
    call.media().recognize(&dtmf(DtmfOptions::new()).play_prompts(prompts)).await.expect("accepted");
    sim.press(call.id(), "1").expect("a key");
    let events = app.events_after(&sim, 3 * SECOND).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["RecognizeFailed"], (500, 8511)));
    let Event::RecognizeFailed(event) = &events[0].data else { panic!("another event") };
    assert_eq!(event.failed_play_source_index, Some(1));
}

#[tokio::test]
async fn a_recognition_fails_when_the_participant_leaves() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE), user(1), user(2)]).await;
    call.media().recognize(&dtmf(DtmfOptions::new())).await.expect("accepted");
    sim.hang_up(call.id()).expect("the phone");
    let events = app.events(&sim).await;
    assert_eq!(
        (names(&events), codes(&events[0])),
        (vec!["RecognizeFailed", "ParticipantsUpdated"], (404, 8522))
    );
}

#[tokio::test]
async fn recognitions_are_refused_by_the_rules_of_the_service() {
    let (sim, app, call) = started().await;
    let options = || RecognizeOptions::new(phone(PHONE));
    let input = |input, options| request(input, options);
    let one_tone =
        vec![RecognitionChoice::new("A", ["a"]).tone(Tone::One), RecognitionChoice::new("B", ["b"])];
    for (request, member) in [
        (dtmf(DtmfOptions::new().inter_tone_timeout_in_seconds(61)), "InterToneTimeoutInSeconds"),
        (dtmf(DtmfOptions::new().max_tones_to_collect(0)), "MaxTonesToCollect"),
        (
            input(RecognizeInputType::Dtmf, options().initial_silence_timeout_in_seconds(301)),
            "InitialSilenceTimeoutInSeconds",
        ),
        (
            input(RecognizeInputType::Speech, options().initial_silence_timeout_in_seconds(21)),
            "InitialSilenceTimeoutInSeconds",
        ),
        (input(RecognizeInputType::Choices, options()), "Choices"),
        (input(RecognizeInputType::Choices, options().choices(one_tone)), "Choices"),
    ] {
        let error = call.media().recognize(&request).await.expect_err(member);
        assert_eq!(refusal(&error), (400, "8523"), "{error}");
        assert!(error.to_string().contains(member), "{error}");
    }
    let stranger = request(RecognizeInputType::Dtmf, RecognizeOptions::new(user(5)));
    assert_eq!(
        refusal(&call.media().recognize(&stranger).await.expect_err("not in the call")),
        (404, "8522")
    );
    assert!(app.events(&sim).await.is_empty());
}
