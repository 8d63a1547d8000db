//! The behaviors of recordings, each with its mark.

use crate::fidelity::Behavior;

const STATES: &str = "Recording";
const FILES: &str = "Files of recordings";

/// The behaviors.
#[rustfmt::skip]
pub(crate) const TABLE: &[Behavior] = &[
    Behavior::documented(STATES, "A recording is started by a call locator or by a call connection id; a room is refused."),
    Behavior::choice(STATES, "A start with both a call locator and a call connection id, or with neither, is refused with 400/8523."),
    Behavior::observed(STATES, "A start is answered with status 200 and the state active."),
    Behavior::documented(STATES, "With pauseOnStart, the recording is inactive at first."),
    Behavior::observed(STATES, "A malformed serverCallId is refused with 400/8527, a call that is not connected with 400/8501."),
    Behavior::observed(STATES, "A second recording of a call is refused with 400/8553."),
    Behavior::choice(STATES, "A second recording is refused even if it has another format."),
    Behavior::observed(STATES, "A recording that has ended is not found: 404/8522, \"Recording not found.\""),
    Behavior::choice(STATES, "A second pause and a second resumption have status 202, and no event."),
    Behavior::observed(STATES, "RecordingStateChanged is sent to recordingStateCallbackUri only."),
    Behavior::choice(STATES, "RecordingStateChanged is sent after each change: start, pause, resumption, stop, and the end of the call."),
    Behavior::documented(STATES, "A recording continues after the application has left the call, and ends with the call."),
    Behavior::documented(STATES, "The formats are audio and video as MP4, mixed audio as MP3 or WAV, and unmixed audio as WAV."),
    Behavior::choice(STATES, "Another combination is refused with 400/8557."),
    Behavior::choice(STATES, "A start with externalStorage is accepted with 202, and followed by StartRecordingFailed: the simulator does not write to storage accounts."),
    Behavior::documented(FILES, "RecordingFileStatusUpdated is published through Event Grid when the files are ready."),
    Behavior::choice(FILES, "The files are ready one second after the end, or in virtual time, one minute after it."),
    Behavior::documented(FILES, "The paused time is left out of the file, and its intervals are in the metadata."),
    Behavior::documented(FILES, "A chunk has at most four hours and at most 1.5 GB."),
    Behavior::documented(FILES, "The files are kept for 24 hours."),
    Behavior::documented(FILES, "An unmixed file has at most five channels."),
    Behavior::documented(FILES, "channelAffinity and audioChannelParticipantOrdering assign the channels."),
    Behavior::choice(FILES, "The other participants have the free channels in the order of the call. Participants that join later are not recorded."),
    Behavior::choice(FILES, "A WAV file has a tone, with another frequency in each channel. MP3 and MP4 files are silent."),
    Behavior::choice(FILES, "An MP4 file has no video track, although its metadata describe one."),
    Behavior::choice(FILES, "The locations have the host of the simulator, and the paths of the public store."),
    Behavior::observed(FILES, "Requests to the locations are signed for the host of the resource, in x-ms-host."),
    Behavior::choice(FILES, "Ranges, If-Range and ETag work as in RFC 9110; several ranges are answered with the whole file."),
    Behavior::choice(FILES, "A deletion has status 200; then the file is not found."),
    Behavior::choice(FILES, "sessionEndReason is always CallEnded."),
];
