//! Recordings of responses, which the application downloads.

use std::fmt;
use std::time::Duration;

use http::{Method, StatusCode};

use super::refusal::Refusal;
use crate::answer::Answer;
use crate::request::Request;
use crate::wav::{self, SAMPLE_BYTES};
use crate::world::World;

/// The path of recordings.
const PATH: &str = "/v1/recordings/";

/// The samples per second of a recording: 16 bit, mono.
const RATE: u32 = 16_000;

/// The time for which a recording is available after the end of its call.
const KEPT: Duration = Duration::from_secs(60);

/// A recording.
pub(crate) struct Recording {
    token: String,
    length: Duration,
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").field("length", &self.length).finish_non_exhaustive()
    }
}

/// Creates a recording, and returns its URL and its token.
pub(super) fn create(world: &mut World, id: &str, length: Duration) -> (String, String) {
    let token = world.random.token(40);
    let location = format!("{}{PATH}{id}", world.settings.base);
    world.graph.recordings.insert(id.to_owned(), Recording { token: token.clone(), length });
    (location, token)
}

/// Removes the recordings of operations after the time that they are kept.
pub(super) fn forget<'i>(world: &mut World, operations: impl Iterator<Item = &'i String>) {
    let ids: Vec<_> = operations.filter(|id| world.graph.recordings.contains_key(*id)).cloned().collect();
    if !ids.is_empty() {
        world.after(KEPT, move |world| ids.iter().for_each(|id| drop(world.graph.recordings.remove(id))));
    }
}

/// Returns the id of the recording that a request downloads.
pub(super) fn id_of(request: &Request) -> Option<&str> {
    request.path().strip_prefix(PATH).filter(|_| request.method == Method::GET)
}

/// Returns a recording.
pub(super) fn download(world: &World, request: &Request, id: &str) -> Result<Answer, Refusal> {
    let recording = world.graph.recordings.get(id).ok_or_else(Refusal::call_not_found)?;
    let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    if token != Some(recording.token.as_str()) {
        return Err(Refusal::unauthorized("The recordingAccessToken of the operation is required."));
    }
    Ok(Answer::new(StatusCode::OK, "application/octet-stream", tone(recording.length)))
}

/// Returns a WAV file with a tone of 440 Hz.
fn tone(length: Duration) -> Vec<u8> {
    let samples = u32::try_from(length.as_millis()).unwrap_or(u32::MAX).min(120_000) * (RATE / 1000);
    let mut file = wav::header(RATE, 1, samples * u32::from(SAMPLE_BYTES));
    for sample in 0..samples {
        let phase = f64::from(sample) * 440.0 * std::f64::consts::TAU / f64::from(RATE);
        #[allow(clippy::cast_possible_truncation, reason = "the product is within the range of 16 bits")]
        let value = (phase.sin() * 8000.0) as i16;
        file.extend_from_slice(&value.to_le_bytes());
    }
    file
}
