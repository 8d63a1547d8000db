//! The recordings, and their files.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use acs_calling::RecordingState;
use jiff::Timestamp;

use super::file::File;
use super::format::Format;
use super::speakers::Speakers;

/// A recording that has not ended.
#[derive(Clone, Debug)]
pub(super) struct Recording {
    /// The `recordingId`.
    pub(super) id: String,
    /// The id of the call.
    pub(super) server_call_id: String,
    /// The `correlationId` of the call.
    pub(super) correlation_id: String,
    /// The call connection of its entries in the journal.
    pub(super) connection: Option<String>,
    /// The URI for `RecordingStateChanged`.
    pub(super) callback_uri: Option<String>,
    /// The format.
    pub(super) format: Format,
    /// The participants at the start, by the channels of an unmixed file.
    pub(super) speakers: Speakers,
    /// The time at which it began.
    pub(super) started: Timestamp,
    /// The time at which it began, since the start of the simulator.
    pub(super) began: Duration,
    /// The pauses, as times since the start of the recording. The last one may not have ended.
    pub(super) pauses: Vec<Pause>,
}

/// A pause of a recording.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pause {
    pub(super) start: Duration,
    /// `None` if it has not ended.
    pub(super) end: Option<Duration>,
}

impl Recording {
    /// Returns the state.
    pub(super) fn state(&self) -> RecordingState {
        match self.pauses.last() {
            Some(Pause { end: None, .. }) => RecordingState::Inactive,
            _ => RecordingState::Active,
        }
    }
}

/// A file that can be downloaded.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) file: File,
    /// The metadata, as JSON.
    pub(super) metadata: String,
}

/// The recordings and the files.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The recordings that have not ended, by id.
    pub(super) recordings: BTreeMap<String, Recording>,
    /// The ids of the recordings that have not ended, by the id of the call.
    pub(super) of_call: HashMap<String, String>,
    /// The files, by the id of the document.
    pub(super) files: HashMap<String, Stored>,
}

impl State {
    /// Adds a recording.
    pub(super) fn add(&mut self, recording: Recording) {
        self.of_call.insert(recording.server_call_id.clone(), recording.id.clone());
        self.recordings.insert(recording.id.clone(), recording);
    }

    /// Removes a recording.
    pub(super) fn remove(&mut self, id: &str) -> Option<Recording> {
        let recording = self.recordings.remove(id)?;
        self.of_call.remove(&recording.server_call_id);
        Some(recording)
    }
}
