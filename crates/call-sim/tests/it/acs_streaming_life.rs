//! Opening, interrupting and closing media WebSockets.

use std::time::Duration;

use acs_calling::streaming::Frame;
use acs_calling::{
    CallConnection, MediaStreamingSubscriptionState, StartMediaStreamingRequest, StopMediaStreamingRequest,
    WebSocketMediaStreamingOptions,
};
use call_sim::{Kind, Sim, Time};

use crate::app::{App, names, start};
use crate::media::Media;
use crate::streams::{
    SECOND, audio_options, connected, expected, outcome, text_options, to_phone, with_speech,
};

#[tokio::test]
async fn the_websocket_is_opened_before_the_call_is_connected() {
    let (sim, app) = start().await;
    let media = Media::start(&sim).await;
    let request = with_speech(to_phone(&sim, &app))
        .media_streaming_options(audio_options(&media))
        .transcription_options(text_options(&media));
    connected(&sim, &app, &request).await;
    let journal = sim.journal();
    let number = |kind, name| {
        let last = journal.iter().rfind(|entry| entry.kind == kind && entry.name == name);
        last.expect("an entry").number
    };
    assert!(number(Kind::FrameSent, "metadata") < number(Kind::Callback, "CallConnected"));
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
    let refusing = closed_port().await;
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
async fn closed_port() -> String {
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
    // This close is not a normal one.
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
