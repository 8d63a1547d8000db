//! Media streaming: the frames to and from the application.

use std::time::Duration;

use acs_calling::events::Event;
use acs_calling::streaming::{AudioData, Frame, STOP_AUDIO_FRAME, audio_frame};
use acs_calling::{MediaStreamingSubscriptionState, WebSocketMediaStreamingOptions};
use call_sim::{Audio, Kind, Sim, Time};

use crate::app::{App, names, start};
use crate::media::Media;
use crate::streams::{SECOND, audio_options, connected, expected, outcome, to_phone};

fn audio<'f>(frames: &'f [Frame<'static>]) -> Vec<&'f AudioData<'static>> {
    let audio = |frame: &'f Frame<'static>| match frame {
        Frame::AudioData(data) => Some(data),
        _ => None,
    };
    frames.iter().filter_map(audio).collect()
}

#[tokio::test]
async fn audio_is_streamed_from_the_beginning_of_the_call_at_fifty_frames_a_second() {
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
async fn frames_are_sent_in_real_time_without_a_script() {
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
    let (call, _) = connected(&sim, &app, &to_phone(&sim, &app).media_streaming_options(options)).await;
    for (frame, part) in [
        ("hello", "a frame is ignored: "),
        (r#"{"kind":"Mark"}"#, "a frame of kind Mark is ignored"),
        (r#"{"kind":"DtmfData","dtmfData":{"data":"1"}}"#, "expected AudioData or StopAudio"),
        (r#"{"kind":"AudioData","audioData":{"data":"?"}}"#, "not valid base64"),
    ] {
        media.send(frame);
        let is_expected = |entry: &call_sim::Entry| {
            let is_of_call = entry.call.as_deref() == Some(call.id());
            is_of_call && entry.kind == Kind::Warning && entry.detail.contains(part)
        };
        sim.wait_for(is_expected).await;
    }
}
