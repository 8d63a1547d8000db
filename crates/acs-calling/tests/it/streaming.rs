//! Parsing and creating the frames of the media WebSocket.

use acs_calling::streaming::{
    AudioData, Frame, ResultStatus, STOP_AUDIO_FRAME, TranscriptionData, audio_frame,
};
use serde_json::{Value, json};

const AUDIO: &str = r#"{"kind":"AudioData","audioData":{"timestamp":"2026-04-17T09:14:05.246Z",
    "participantRawID":"8:acs:d1f2_3607","data":"AAD/fwCA","silent":false}}"#;

const TRANSCRIPT: &str = r#"{"kind":"TranscriptionData","transcriptionData":{"text":"Say AudioData and \"kind\":\"AudioData\".",
    "format":"display","confidence":0.695223331451416,"offset":2516998782481234400,"duration":7000000,
    "words":[{"text":"Say","offset":2516998782481234400,"duration":2500000},
             {"text":"AudioData","offset":2516998782483734401,"duration":4500000}],
    "participantRawID":"4:+14255550143","resultStatus":"Final"}}"#;

fn audio(text: &str) -> AudioData<'_> {
    match Frame::parse(text) {
        Ok(Frame::AudioData(audio)) => audio,
        other => panic!("{text}: {other:?}"),
    }
}

fn transcription(text: &str) -> TranscriptionData {
    match Frame::parse(text) {
        Ok(Frame::TranscriptionData(data)) => *data,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn audio_borrows_from_its_text() {
    let read = audio(AUDIO);
    assert_eq!(read.participant_raw_id.as_deref(), Some("8:acs:d1f2_3607"));
    assert_eq!(read.timestamp.as_deref(), Some("2026-04-17T09:14:05.246Z"));
    assert_eq!(read.silent, Some(false));
    assert_eq!(read.pcm().expect("is base64"), [0x00, 0x00, 0xFF, 0x7F, 0x00, 0x80]);
    let mut buffer = vec![7];
    read.pcm_into(&mut buffer).expect("is base64");
    assert_eq!(buffer, [7, 0x00, 0x00, 0xFF, 0x7F, 0x00, 0x80]);
    // The texts are borrowed.
    for part in [&*read.data, read.participant_raw_id.as_deref().expect("has one")] {
        assert!(AUDIO.as_bytes().as_ptr_range().contains(&part.as_ptr()), "{part} is a copy");
    }
    assert!(read.extra.is_empty());
    let shown = format!("{read:?}");
    assert!(shown.contains("8 characters") && !shown.contains("AAD/"), "{shown}");
    let owned = Frame::parse(AUDIO).expect("decodes").into_owned();
    assert_eq!(owned, Frame::AudioData(read));
}

#[test]
fn mixed_audio_unknown_members_and_escapes_are_parsed() {
    let read = audio(r#"{"kind":"AudioData","audioData":{"data":"","timestamp":null,"x":{"y":[1,null]}}}"#);
    assert_eq!(
        (read.participant_raw_id.as_deref(), read.silent, read.timestamp.as_deref()),
        (None, None, None)
    );
    assert!(read.pcm().expect("is empty").is_empty());
    assert_eq!(read.extra.get("x").expect("is kept"), json!({"y": [1, null]}));
    let digits = audio(r#"{"kind":"AudioData","audioData":{"data":"","level":1.0e2,"most":1e999}}"#);
    let kept = |name| digits.extra.get(name).expect("is kept").to_string();
    assert_eq!((kept("level"), kept("most")), ("1.0e2".to_owned(), "1e999".to_owned()));
    // Texts with escapes are copied.
    let escaped =
        audio(r#"{"kind":"AudioData","audioData":{"d\u0061ta":"AAD\/fw==","participantRawId":"4:\u002b1"}}"#);
    assert_eq!(escaped.pcm().expect("is base64"), [0x00, 0x00, 0xFF, 0x7F]);
    assert_eq!(escaped.participant_raw_id.as_deref(), Some("4:+1"));
}

#[test]
fn only_the_kind_determines_the_frame() {
    let read = transcription(TRANSCRIPT);
    assert_eq!(read.text.as_deref(), Some(r#"Say AudioData and "kind":"AudioData"."#));
    assert_eq!(read.result_status, Some(ResultStatus::Final));
    assert_eq!(read.participant_raw_id.as_deref(), Some("4:+14255550143"));
    assert_eq!(read.confidence, Some(0.695223331451416));
    let words = read.words.as_ref().expect("has words");
    assert_eq!(words[1].text.as_deref(), Some("AudioData"));
    // The first kind counts, as for all tags; of other members the last one counts.
    let twice = r#"{"kind":"AudioData","audioData":{"data":"AA=="},"kind":"x","audioData":{"data":"AQ=="}}"#;
    assert_eq!(audio(twice).data, "AQ==");
    // Members of other kinds, and the position of the kind, are ignored.
    let data = &TRANSCRIPT[TRANSCRIPT.find("\"transcriptionData\"").expect("is there")..TRANSCRIPT.len() - 1];
    let last = format!(r#"{{"audioData":{{"data":5}},{data},"kind":"TranscriptionData"}}"#);
    assert_eq!(transcription(&last), read);
}

#[test]
fn offsets_beyond_exact_doubles_are_preserved() {
    let read = transcription(TRANSCRIPT);
    assert_eq!(read.offset, Some(2_516_998_782_481_234_400));
    assert_eq!(read.duration, Some(7_000_000));
    let words = read.words.as_ref().expect("has words");
    assert_eq!(words[0].offset, Some(2_516_998_782_481_234_400));
    // As doubles, the two offsets would be equal.
    assert_eq!(words[1].offset, Some(2_516_998_782_483_734_401));
    let came: Value = serde_json::from_str(TRANSCRIPT).expect("is JSON");
    assert_eq!(serde_json::to_value(&read).expect("encodes"), came["transcriptionData"]);
}

#[test]
fn interleaved_frames_have_their_participants() {
    let frame = |who: &str, pcm: &[u8]| {
        audio_frame(pcm)
            .replace("\"audioData\":{", &format!("\"audioData\":{{\"participantRawID\":\"{who}\","))
    };
    let texts: Vec<_> = (0u8..100).map(|n| frame(["4:+1", "4:+2"][usize::from(n % 2)], &[n, n])).collect();
    let mut streams = [Vec::new(), Vec::new()];
    for text in &texts {
        let audio = audio(text);
        let index = usize::from(audio.participant_raw_id.as_deref() == Some("4:+2"));
        audio.pcm_into(&mut streams[index]).expect("is base64");
    }
    let expected = |rest| (0u8..100).filter(|n| n % 2 == rest).flat_map(|n| [n, n]).collect::<Vec<_>>();
    assert_eq!(streams, [expected(0), expected(1)]);

    let segment = |who: &str, text: &str| {
        json!({"kind": "TranscriptionData", "transcriptionData": {"text": text, "participantRawID": who}})
            .to_string()
    };
    for (who, text) in [("4:+1", "one"), ("4:+2", "two"), ("4:+1", "three")] {
        let read = transcription(&segment(who, text));
        assert_eq!((read.participant_raw_id.as_deref(), read.text.as_deref()), (Some(who), Some(text)));
    }
}

#[test]
fn metadata_and_dtmf_frames_are_parsed() {
    let text = r#"{"kind":"AudioMetadata","audioMetadata":{"subscriptionId":"s","encoding":"PCM","sampleRate":16000,
        "channels":1,"length":640,"later":true}}"#;
    let Ok(Frame::AudioMetadata(read)) = Frame::parse(text) else { panic!("{text}") };
    assert_eq!((read.sample_rate, read.channels, read.length), (Some(16_000), Some(1), Some(640)));
    assert_eq!((read.subscription_id.as_deref(), read.encoding.as_deref()), (Some("s"), Some("PCM")));
    assert!(read.extra.get("later").is_some());

    let text = r##"{"kind":"DtmfData","dtmfData":{"data":"#"}}"##;
    let Ok(Frame::DtmfData(read)) = Frame::parse(text) else { panic!("{text}") };
    assert_eq!(read.data.as_deref(), Some("#"));

    let text = r#"{"kind":"TranscriptionMetadata","transcriptionMetadata":{"subscriptionId":"s","locale":"en-US",
        "locales":["en-US","fr-FR"],"callConnectionId":"c","correlationId":"r",
        "speechRecognitionModelEndpointId":"m","piiRedactionOptions":{"enable":true},"x":null}}"#;
    let Ok(Frame::TranscriptionMetadata(read)) = Frame::parse(text) else { panic!("{text}") };
    assert_eq!(read.call_connection_id.as_deref(), Some("c"));
    assert_eq!(read.locales.as_deref(), Some(["en-US".to_owned(), "fr-FR".to_owned()].as_slice()));
    let came: Value = serde_json::from_str(text).expect("is JSON");
    assert_eq!(serde_json::to_value(&*read).expect("encodes"), came["transcriptionMetadata"]);
}

#[test]
fn the_letter_case_of_names_is_ignored() {
    for kind in ["audioData", "AUDIODATA", "AudioData"] {
        let text =
            json!({"stopAudio": {}, "kind": kind, "AudioData": {"data": "AA=="}, "x": null}).to_string();
        assert_eq!(audio(&text).data, "AA==");
    }
    for (name, status) in [("participantRawID", "Final"), ("participantRawId", "final")] {
        let text = json!({"kind": "transcriptionData",
            "transcriptionData": {name: "4:+1", "resultStatus": status}});
        let read = transcription(&text.to_string());
        assert_eq!(read.participant_raw_id.as_deref(), Some("4:+1"));
        assert_eq!(read.result_status, Some(ResultStatus::Final));
        assert!(read.extra.get("participantRawId").is_none());
    }
    let text = r#"{"kind":"TranscriptionData","transcriptionData":{"resultStatus":"Guessed"}}"#;
    let status = transcription(text).result_status.expect("is kept");
    assert_eq!(status.to_string(), "Guessed");
}

#[test]
fn an_unknown_kind_keeps_its_text() {
    let text = r#"{ "videoData": {"data": "AudioData", "n": 1.50}, "kind": "VideoData" }"#;
    let Ok(Frame::Unknown(frame)) = Frame::parse(text) else { panic!("{text}") };
    assert_eq!((&*frame.kind, &*frame.text), ("VideoData", text));
    let owned = Frame::Unknown(frame).into_owned();
    assert!(matches!(&owned, Frame::Unknown(frame) if frame.text == text));
    assert!(matches!(Frame::parse(STOP_AUDIO_FRAME), Ok(Frame::Unknown(frame)) if frame.kind == "StopAudio"));
}

#[test]
fn errors_of_malformed_frames_have_a_path() {
    for (text, path, part) in [
        ("", "", "the text ends"),
        ("[]", "", "expected a frame (an object)"),
        ("\"AudioData\"", "", "expected a frame (an object)"),
        ("AudioData", "", "expected a value"),
        ("{}", "/kind", "the frame has no kind"),
        (r#"{"kind":null}"#, "/kind", "invalid type: null"),
        (r#"{"kind":7}"#, "/kind", "invalid type: integer"),
        (
            r#"{"kind":"AudioData"}"#,
            "/audioData",
            "the member is missing (required by the kind \"AudioData\")",
        ),
        (
            r#"{"kind":"AudioData","transcriptionData":{}}"#,
            "/audioData",
            "the member is missing (required by the kind \"AudioData\")",
        ),
        (r#"{"kind":"AudioData","audioData":null}"#, "/audioData", "invalid type: null"),
        (r#"{"kind":"AudioData","audioData":{}}"#, "/audioData/data", "the frame has no audio"),
        (r#"{"kind":"AudioData","audioData":{"data":5}}"#, "/audioData/data", "invalid type: integer"),
        (r#"{"kind":"AudioData","audioData":{"data":"","silent":"no"}}"#, "/audioData/silent", "a boolean"),
        (
            r#"{"kind":"AudioData","audioData":{"data":"","participantRawID":{}}}"#,
            "/audioData/participantRawID",
            "invalid type: object",
        ),
        (
            r#"{"kind":"AudioMetadata","audioMetadata":{"sampleRate":"fast"}}"#,
            "/audioMetadata/sampleRate",
            "32-bit",
        ),
        (
            r#"{"kind":"TranscriptionData","transcriptionData":{"words":[{},{"offset":2.5}]}}"#,
            "/transcriptionData/words/1/offset",
            "64-bit integer",
        ),
        (r#"{"kind":"DtmfData","dtmfData":[]}"#, "/dtmfData", "expected an object"),
    ] {
        let error = Frame::parse(text).expect_err(text);
        assert_eq!(error.path(), path, "{text}: {error}");
        assert!(error.message().contains(part), "{text}: {error}");
    }
    for end in 0..AUDIO.len() {
        let error = Frame::parse(&AUDIO[..end]).expect_err("is cut off");
        assert!(error.position().is_some(), "{error}");
    }
    assert!(Frame::parse(&format!("{AUDIO}{AUDIO}")).is_err());
    let deep =
        format!(r#"{{"kind":"AudioData","audioData":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert!(Frame::parse(&deep).is_err());
    let error =
        audio(r#"{"kind":"AudioData","audioData":{"data":"no base64!"}}"#).pcm().expect_err("invalid base64");
    assert_eq!(error.path(), "/audioData/data");
}

#[test]
fn sent_frames_have_the_documented_form() {
    assert_eq!(audio_frame(&[]), r#"{"kind":"AudioData","audioData":{"data":""}}"#);
    assert_eq!(audio_frame(&[0xFB, 0xFF]), r#"{"kind":"AudioData","audioData":{"data":"+/8="}}"#);
    assert_eq!(STOP_AUDIO_FRAME, r#"{"kind":"StopAudio","stopAudio":{}}"#);
    let pcm: Vec<u8> = (0..640).map(|n| (n % 251) as u8).collect();
    assert_eq!(audio(&audio_frame(&pcm)).pcm().expect("is base64"), pcm);
}
