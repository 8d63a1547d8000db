//! Frames that the application sends, with `enableBidirectional`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The frame that plays audio into the call: PCM, 16 bits, little endian, one channel, at the rate that
/// `audioFormat` of the request says.
///
/// Frames of any length are taken; those of 20 ms (640 bytes at 16000 samples per second) are the usual ones.
///
/// ```
/// let frame = acs_calling::streaming::audio_frame(&[0x00, 0x00, 0xFF, 0x7F]);
/// assert_eq!(frame, r#"{"kind":"AudioData","audioData":{"data":"AAD/fw=="}}"#);
/// ```
///
/// This is the documented form. Microsoft's SDKs differ in the case of `kind` and in what they send for the member that
/// the kind does not use.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/audio-streaming-concept>
#[must_use]
pub fn audio_frame(pcm: &[u8]) -> String {
    const BEFORE: &str = r#"{"kind":"AudioData","audioData":{"data":""#;
    const AFTER: &str = r#""}}"#;
    let mut frame = String::with_capacity(BEFORE.len() + pcm.len().div_ceil(3) * 4 + AFTER.len());
    frame.push_str(BEFORE);
    // No letter of base64 needs an escape.
    STANDARD.encode_string(pcm, &mut frame);
    frame.push_str(AFTER);
    frame
}

/// The frame that stops what [`audio_frame`]s have queued, as when the caller begins to speak.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/audio-streaming-concept>
pub const STOP_AUDIO_FRAME: &str = r#"{"kind":"StopAudio","stopAudio":{}}"#;
