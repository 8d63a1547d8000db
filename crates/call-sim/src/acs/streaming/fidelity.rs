//! The behaviors of media streaming and transcription, each with its mark.

use crate::fidelity::Behavior;

const SOCKET: &str = "Media WebSocket";
const AUDIO: &str = "Media streaming";
const TEXT: &str = "Transcription";

/// The behaviors.
#[rustfmt::skip]
pub(crate) const TABLE: &[Behavior] = &[
    Behavior::documented(SOCKET, "The service connects to transportUrl, with the headers x-ms-call-connection-id and x-ms-call-correlation-id."),
    Behavior::documented(SOCKET, "The upgrade request has a bearer token, which is valid for 24 hours and new for each connection."),
    Behavior::choice(SOCKET, "ws is accepted for servers on loopback."),
    Behavior::documented(SOCKET, "A stream without options in the request that set up the call is refused with 405/8522."),
    Behavior::documented(SOCKET, "With the option to start it, a stream begins when the call is connected."),
    Behavior::observed(SOCKET, "The event of a stream that starts with the call follows CallConnected and ParticipantsUpdated."),
    Behavior::observed(SOCKET, "The WebSocket of a stream that starts with the call is opened before CallConnected is sent."),
    Behavior::documented(SOCKET, "A server that cannot be reached fails with 500/8603 or, for a transcription, 500/8578; a URL that is not valid with 400/8581."),
    Behavior::choice(SOCKET, "The statuses 400, 401, 403 and 429 of the server are reported as badRequest, authenticationFailure, forbidden and tooManyRequests."),
    Behavior::choice(SOCKET, "A second start raises the event again, without a second connection. A second stop also raises its event again."),
    Behavior::choice(SOCKET, "A broken connection is opened again after 1 s, 2 s and 4 s, with the same subscription and new metadata."),
    Behavior::choice(SOCKET, "A server that closes with 1000 stops the stream. The simulator closes with 1000."),
    Behavior::choice(SOCKET, "A stream that is stopped while it is being opened fails with 500/8604 or, for a transcription, 500/8579."),
    Behavior::choice(SOCKET, "The event that the stream has stopped is sent before CallDisconnected."),
    Behavior::choice(SOCKET, "Two streams have two connections, even if they have the same URL."),
    Behavior::documented(AUDIO, "The first frame is AudioMetadata. Then 50 frames a second follow, of 20 ms each."),
    Behavior::documented(AUDIO, "A frame has 640 bytes at 16 kHz, and 960 bytes at 24 kHz."),
    Behavior::documented(AUDIO, "Unmixed audio has frames of at most four speakers."),
    Behavior::choice(AUDIO, "All parties send the same audio, also while they are muted."),
    Behavior::choice(AUDIO, "Silence is sent at the same pace, and marked as silent."),
    Behavior::choice(AUDIO, "In virtual time, one advance sends the frames of at most five seconds."),
    Behavior::choice(AUDIO, "Frames are dropped while an application has not read the last 3,000."),
    Behavior::documented(AUDIO, "With enableDtmfTones, each key is a DtmfData frame."),
    Behavior::choice(AUDIO, "The keys star and pound are * and #."),
    Behavior::documented(AUDIO, "With enableBidirectional, AudioData and StopAudio of the application are accepted. StopAudio drops queued audio."),
    Behavior::choice(AUDIO, "Frames to a one-way stream, unknown frames and malformed frames are ignored."),
    Behavior::choice(AUDIO, "60 seconds of audio are queued."),
    Behavior::choice(AUDIO, "The letter case of kind is ignored."),
    Behavior::documented(TEXT, "A transcription requires cognitiveServicesEndpoint: otherwise 405/8522."),
    Behavior::documented(TEXT, "A locale without a region is refused with 400/8523."),
    Behavior::documented(TEXT, "An update in a call that the application joined by Connect is refused with 405/8520."),
    Behavior::choice(TEXT, "An update without a transcription is refused with 400/8585."),
    Behavior::documented(TEXT, "Offsets and durations are in ticks of 100 ns."),
    Behavior::choice(TEXT, "An offset counts from the year 1. A word lasts 0.4 s."),
    Behavior::documented(TEXT, "With enableIntermediateResults, intermediate results precede the final one."),
    Behavior::choice(TEXT, "At most three intermediate results are sent, at once and without words."),
    Behavior::choice(TEXT, "The confidence is always 0.9."),
];
