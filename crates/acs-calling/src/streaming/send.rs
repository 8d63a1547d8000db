//! Frames that the application sends, if the request sets `enableBidirectional`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Returns the frame that plays audio into the call: PCM, 16 bits, little-endian, one channel, with the sample rate in
/// the `audioFormat` of the request.
///
/// The audio may have any length; frames of 20 ms (640 bytes at 16000 samples per second) are usual.
///
/// ```
/// let frame = acs_calling::streaming::audio_frame(&[0x00, 0x00, 0xFF, 0x7F]);
/// assert_eq!(frame, r#"{"kind":"AudioData","audioData":{"data":"AAD/fw=="}}"#);
/// ```
///
/// This is the documented form. Microsoft's SDKs differ in the letter case of `kind` and in the value of the unused
/// member.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/audio-streaming-concept>
#[must_use]
pub fn audio_frame(pcm: &[u8]) -> String {
    const BEFORE: &str = r#"{"kind":"AudioData","audioData":{"data":""#;
    const AFTER: &str = r#""}}"#;
    let mut frame = String::with_capacity(BEFORE.len() + pcm.len().div_ceil(3) * 4 + AFTER.len());
    frame.push_str(BEFORE);
    // The characters of base64 need no escapes.
    STANDARD.encode_string(pcm, &mut frame);
    frame.push_str(AFTER);
    frame
}

/// The frame that stops the queued audio of [`audio_frame`], for example when the caller begins to speak.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/audio-streaming-concept>
pub const STOP_AUDIO_FRAME: &str = r#"{"kind":"StopAudio","stopAudio":{}}"#;
