//! The events of streams.

use acs_calling::{
    MediaStreamingFailed, MediaStreamingStarted, MediaStreamingStatus as MediaStatus, MediaStreamingStopped,
    MediaStreamingUpdate, ResultInformation, TranscriptionFailed, TranscriptionStarted,
    TranscriptionStatus as TextStatus, TranscriptionStopped, TranscriptionUpdate, TranscriptionUpdated,
};

use super::kind::Kind;
use super::socket::Failure;
use super::state::Key;
use crate::acs::events::raise;
use crate::acs::origin::Origin;
use crate::acs::results::result;
use crate::world::World;

/// The details of a stream that has been started.
pub(super) const STARTED: &str = "subscriptionStarted";

/// The details of a stream whose connection is open again.
pub(super) const REESTABLISHED: &str = "streamConnectionReestablished";

/// The details of a stream that has been stopped.
const STOPPED: &str = "subscriptionStopped";

fn media(status: MediaStatus, details: &str) -> MediaStreamingUpdate {
    MediaStreamingUpdate::new()
        .content_type("Audio")
        .media_streaming_status(status)
        .media_streaming_status_details(details)
}

fn text(status: TextStatus, details: &str) -> TranscriptionUpdate {
    TranscriptionUpdate::new().transcription_status(status).transcription_status_details(details)
}

fn success() -> ResultInformation {
    result(200, 0, "Action completed successfully.")
}

/// Raises `MediaStreamingStarted` or `TranscriptionStarted`.
pub(super) fn started(world: &mut World, (id, kind): &Key, origin: &Origin, details: &str) {
    match kind {
        Kind::Media => {
            let update = media(MediaStatus::MediaStreamingStarted, details);
            raise(world, id, origin, success(), MediaStreamingStarted::new().media_streaming_update(update));
        }
        Kind::Transcription => {
            let resumed = details == REESTABLISHED;
            let status =
                if resumed { TextStatus::TranscriptionResumed } else { TextStatus::TranscriptionStarted };
            let event = TranscriptionStarted::new().transcription_update(text(status, details));
            raise(world, id, origin, success(), event);
        }
    }
}

/// Raises `MediaStreamingStopped` or `TranscriptionStopped`.
pub(super) fn stopped(world: &mut World, (id, kind): &Key, origin: &Origin) {
    match kind {
        Kind::Media => {
            let update = media(MediaStatus::MediaStreamingStopped, STOPPED);
            raise(world, id, origin, success(), MediaStreamingStopped::new().media_streaming_update(update));
        }
        Kind::Transcription => {
            let update = text(TextStatus::TranscriptionStopped, STOPPED);
            raise(world, id, origin, success(), TranscriptionStopped::new().transcription_update(update));
        }
    }
}

/// Raises `TranscriptionUpdated`.
pub(super) fn updated(world: &mut World, id: &str, origin: &Origin) {
    let update = text(TextStatus::TranscriptionUpdated, "transcriptionLocaleUpdated");
    raise(world, id, origin, success(), TranscriptionUpdated::new().transcription_update(update));
}

/// Raises `MediaStreamingFailed` or `TranscriptionFailed`.
pub(super) fn failed(
    world: &mut World,
    (id, kind): &Key,
    origin: &Origin,
    details: &str,
    result: ResultInformation,
) {
    match kind {
        Kind::Media => {
            let update = media(MediaStatus::MediaStreamingFailed, details);
            raise(world, id, origin, result, MediaStreamingFailed::new().media_streaming_update(update));
        }
        Kind::Transcription => {
            let update = text(TextStatus::TranscriptionFailed, details);
            raise(world, id, origin, result, TranscriptionFailed::new().transcription_update(update));
        }
    }
}

/// Returns the details and the result of a connection that could not be opened.
pub(super) fn of_failure(kind: Kind, failure: &Failure) -> (&'static str, ResultInformation) {
    let details = match failure {
        Failure::Url(_) => {
            let message =
                "Action failed, Transport url is not valid or web socket server is not operational.";
            return ("streamUrlMissing", result(400, 8581, message));
        }
        Failure::Status(status) => match status.as_u16() {
            400 => "badRequest",
            401 => "authenticationFailure",
            403 => "forbidden",
            429 => "tooManyRequests",
            _ => "streamConnectionUnsuccessful",
        },
        Failure::Timeout => "serviceTimeout",
        Failure::Connection(_) => "streamConnectionUnsuccessful",
    };
    (details, no_connection(kind))
}

/// Returns the details and the result of a connection that broke and could not be opened again.
pub(super) fn of_interruption(kind: Kind) -> (&'static str, ResultInformation) {
    ("streamConnectionInterrupted", no_connection(kind))
}

/// Returns the details and the result of a connection that was being opened when the stream was stopped.
pub(super) fn of_cancellation(kind: Kind) -> (&'static str, ResultInformation) {
    let subcode = match kind {
        Kind::Media => 8604,
        Kind::Transcription => 8579,
    };
    (STOPPED, result(500, subcode, "Action failed, the operation was canceled."))
}

fn no_connection(kind: Kind) -> ResultInformation {
    let subcode = match kind {
        Kind::Media => 8603,
        Kind::Transcription => 8578,
    };
    result(500, subcode, "Action failed, not able to establish websocket connection.")
}
