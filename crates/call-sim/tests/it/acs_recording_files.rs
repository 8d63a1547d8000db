//! The files of recordings.

use std::io::Cursor;

use acs_calling::{ChannelAffinity, CommunicationIdentifier, RecordingChunk};
use call_http::reqwest::Client;
use call_sim::{EventSchema, FaultRule, RequestFault, Service};
use serde_json::Value;

use crate::app::start;
use crate::grid::Grid;
use crate::recordings::{SECOND, chunks, connected, files, of_call, recorded, started, wav};

#[tokio::test]
async fn the_wav_file_has_the_recorded_time_without_the_pauses() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let grid = Grid::start().await;
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    let recordings = app.client.call_recording();
    let id = started(&app, wav(of_call(&call, &app))).await;
    sim.advance(4 * SECOND).await;
    recordings.pause(&id).await.expect("paused");
    sim.advance(30 * SECOND).await;
    recordings.resume(&id).await.expect("resumed");
    sim.advance(2 * SECOND + SECOND / 2).await;
    recordings.stop(&id).await.expect("stopped");
    sim.advance(59 * SECOND).await;
    assert!(grid.delivered().is_empty());
    sim.advance(SECOND).await;

    let files = files(&grid).await;
    assert_eq!(files.recording_duration_ms, Some(6500));
    let kinds = (files.recording_content_type.as_deref(), files.recording_format_type.as_deref());
    assert_eq!(kinds, (Some("audio"), Some("wav")));
    let chunk = chunks(&files).remove(0);
    assert_eq!((chunk.index, chunk.end_reason.as_deref()), (Some(0), Some("SessionEnded")));

    let mut file = Vec::new();
    let location = chunk.content_location.expect("a location");
    let done = recordings.download(&location).write_to(&mut file).await.expect("a file");
    assert_eq!(done.content_type.as_deref(), Some("audio/wav"));
    assert_eq!(done.size, Some(file.len() as u64));
    let mut reader = hound::WavReader::new(Cursor::new(&file)).expect("a WAV file");
    let spec = reader.spec();
    assert_eq!((spec.channels, spec.sample_rate, spec.bits_per_sample), (1, 16_000, 16));
    assert_eq!(reader.duration(), 16 * 6500);
    let samples: Vec<i16> = reader.samples().map(|sample| sample.expect("a sample")).collect();
    // A tone, not silence.
    assert_eq!(samples.iter().max(), Some(&3276));

    let mut metadata = Vec::new();
    let location = chunk.metadata_location.expect("a location");
    recordings.download(&location).write_to(&mut metadata).await.expect("metadata");
    let metadata: Value = serde_json::from_slice(&metadata).expect("JSON");
    assert_eq!(metadata["chunkDocumentId"], Value::from(chunk.document_id.expect("an id")));
    assert_eq!(metadata["chunkDuration"], 6500);
    assert_eq!(metadata["pauseResumeIntervals"][0]["duration"], 30_000);
    assert_eq!(metadata["resourceId"], sim.acs().resource_id());
    assert_eq!(metadata["recordingInfo"]["audioConfiguration"]["sampleRate"], 16_000);
    let participants = metadata["participants"].as_array().expect("participants");
    assert!(participants.iter().any(|one| one["participantId"] == "4:+14255550123"), "{participants:?}");
}

#[tokio::test]
async fn an_unmixed_recording_has_a_channel_for_each_participant() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let callee = CommunicationIdentifier::phone_number("+14255550123");
    let request = wav(of_call(&call, &app))
        .recording_channel_type("unmixed")
        .channel_affinity([ChannelAffinity::new(callee).channel(2)]);
    let location =
        chunks(&recorded(&sim, &app, request).await).remove(0).content_location.expect("a location");
    let mut file = Vec::new();
    app.client.call_recording().download(&location).write_to(&mut file).await.expect("a file");
    let reader = hound::WavReader::new(Cursor::new(&file)).expect("a WAV file");
    // The application has the first channel, and the callee the third one.
    assert_eq!((reader.spec().channels, reader.duration()), (3, 160_000));
}

#[tokio::test]
async fn mp3_and_mp4_files_are_made_of_frames_of_silence() {
    for (format, content_type, first) in
        [("mp3", "audio/mpeg", &[0xFF, 0xF3, 0x28, 0xC0][..]), ("mp4", "video/mp4", b"\0\0\0\x18ftypisom")]
    {
        let (sim, app) = start().await;
        let (call, _) = connected(&sim, &app).await;
        let request = of_call(&call, &app).recording_format_type(format);
        let request = if format == "mp3" { request.recording_content_type("audio") } else { request };
        let files = recorded(&sim, &app, request).await;
        let location = chunks(&files).remove(0).content_location.expect("a location");
        let mut file = Vec::new();
        let download = app.client.call_recording().download(&location);
        let done = download.write_to(&mut file).await.expect("a file");
        assert_eq!(done.content_type.as_deref(), Some(content_type));
        assert!(file.starts_with(first), "{:?}", &file[..16]);
        // Ten seconds in frames of 36 ms.
        let frames = file.windows(4).filter(|window| *window == [0xFF, 0xF3, 0x28, 0xC0]).count();
        assert_eq!(frames, 278);
        assert!(file.len() < 278 * 72 + 1000, "{}", file.len());
    }
}

#[tokio::test]
async fn a_range_is_a_part_of_the_file() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let files = recorded(&sim, &app, wav(of_call(&call, &app))).await;
    let location = chunks(&files).remove(0).content_location.expect("a location");
    let recordings = app.client.call_recording();
    let mut whole = Vec::new();
    recordings.download(&location).write_to(&mut whole).await.expect("a file");
    for range in [0..10, 40..60, 1000..1001, whole.len() - 3..whole.len()] {
        let mut part = Vec::new();
        let bytes = range.start as u64..range.end as u64;
        let done = recordings.download(&location).range(bytes).write_to(&mut part).await.expect("a part");
        assert_eq!(part, whole[range]);
        assert_eq!(done.size, Some(whole.len() as u64));
    }
    let error = recordings.download(&location).range(whole.len() as u64..).send().await.expect_err("no byte");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(416));
    let range = error.headers().get("content-range").expect("the size");
    assert_eq!(range, &format!("bytes */{}", whole.len()));
}

#[tokio::test]
async fn a_download_is_resumed_after_a_cut_response() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let files = recorded(&sim, &app, wav(of_call(&call, &app))).await;
    let location = chunks(&files).remove(0).content_location.expect("a location");
    let cut = FaultRule::on_requests(RequestFault::CutBody);
    sim.fault(cut.service(Service::Acs).name("call_recording_download").times(2));
    let mut file = Vec::new();
    let done = app.client.call_recording().download(&location).write_to(&mut file).await.expect("a file");
    assert_eq!(done.resumed, 2);
    let reader = hound::WavReader::new(Cursor::new(&file)).expect("a WAV file");
    assert_eq!(reader.duration(), 160_000);
    assert_eq!(file.len(), 44 + 320_000);
}

#[tokio::test]
async fn a_deleted_or_old_file_is_not_found() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let first = chunks(&recorded(&sim, &app, of_call(&call, &app)).await).remove(0);
    let second = chunks(&recorded(&sim, &app, of_call(&call, &app)).await).remove(0);
    let recordings = app.client.call_recording();
    let is_found = async |chunk: &RecordingChunk| {
        let location = chunk.content_location.as_deref().expect("a location");
        match recordings.download(location).send().await {
            Ok(_) => true,
            Err(error) => {
                assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
                false
            }
        }
    };
    assert!(is_found(&first).await && is_found(&second).await);
    recordings.delete(first.delete_location.as_ref().expect("a location")).await.expect("deleted");
    assert!(!is_found(&first).await && is_found(&second).await);
    sim.advance(24 * 3600 * SECOND).await;
    assert!(!is_found(&second).await);
}

#[tokio::test]
async fn a_file_is_not_sent_without_a_credential() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let files = recorded(&sim, &app, of_call(&call, &app)).await;
    let location = chunks(&files).remove(0).content_location.expect("a location");
    let response = Client::new().get(&location).send().await.expect("a response");
    assert_eq!(response.status().as_u16(), 401);
    let response = Client::new().delete(&location).send().await.expect("a response");
    assert_eq!(response.status().as_u16(), 401);
}

#[tokio::test]
async fn a_recording_of_nine_hours_has_three_chunks() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let grid = Grid::start().await;
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    let id = started(&app, wav(of_call(&call, &app))).await;
    sim.advance(9 * 3600 * SECOND).await;
    app.client.call_recording().stop(&id).await.expect("stopped");
    sim.advance(60 * SECOND).await;
    let chunks = chunks(&files(&grid).await);
    let reasons: Vec<_> = chunks.iter().map(|chunk| chunk.end_reason.as_deref().expect("a reason")).collect();
    assert_eq!(reasons, ["ChunkMaximumSizeExceeded", "ChunkMaximumSizeExceeded", "SessionEnded"]);
    let download = app.client.call_recording();
    let mut sizes = Vec::new();
    for chunk in &chunks {
        let location = chunk.content_location.as_deref().expect("a location");
        let mut header = Vec::new();
        let done = download.download(location).range(..44).write_to(&mut header).await.expect("a part");
        assert_eq!(&header[..4], b"RIFF");
        sizes.push(done.size.expect("a size"));
    }
    let four_hours = 44 + 4 * 3600 * 32_000;
    assert_eq!(sizes, [four_hours, four_hours, 44 + 3600 * 32_000]);
}
