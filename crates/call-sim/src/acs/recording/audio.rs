//! The audio of recordings: a tone as PCM in a WAV file, and silence as MP3 frames.

use std::f64::consts::TAU;

use super::file::File;
use crate::wav::{self, SAMPLE_BYTES};

/// The samples per second.
pub(super) const SAMPLE_RATE: u32 = 16_000;

/// The samples of one period of the tone of the first channel: 400 Hz.
const PERIOD: u16 = 40;

/// The amplitude of the tone: a tenth of the full range.
const AMPLITUDE: f64 = 3276.0;

/// The bytes of an MP3 frame, at 16 kbit/s and 16,000 samples per second.
pub(super) const MP3_FRAME: u32 = 72;

/// The samples of an MP3 frame of MPEG-2, layer III.
pub(super) const MP3_SAMPLES: u32 = 576;

/// Returns the bytes that a second takes in a WAV file.
pub(super) fn wav_rate(channels: u16) -> u64 {
    u64::from(SAMPLE_RATE) * u64::from(channels * SAMPLE_BYTES)
}

/// Creates a WAV file of a number of milliseconds. Each channel has a tone of a different frequency.
pub(super) fn wav(channels: u16, milliseconds: u64) -> File {
    let block = u64::from(channels * SAMPLE_BYTES);
    let body = milliseconds * u64::from(SAMPLE_RATE) / 1000 * block;
    // A chunk of a recording is smaller than 1.5 GB, so its size fits.
    let length = u32::try_from(body).unwrap_or(u32::MAX);
    File::new("audio/wav", wav::header(SAMPLE_RATE, channels, length), tone(channels), body)
}

/// Returns one period of the tone. The n-th channel has n times the frequency of the first one.
fn tone(channels: u16) -> Vec<u8> {
    let sample = |at: u16, channel: u16| {
        let angle = TAU * f64::from(channel + 1) * f64::from(at) / f64::from(PERIOD);
        // The amplitude is far below the limits of an i16.
        (AMPLITUDE * angle.sin()).round() as i16
    };
    let samples = (0..PERIOD).flat_map(|at| (0..channels).map(move |channel| sample(at, channel)));
    samples.flat_map(i16::to_le_bytes).collect()
}

/// Creates an MP3 file of a number of milliseconds of silence.
pub(super) fn mp3(milliseconds: u64) -> File {
    File::new("audio/mpeg", Vec::new(), mp3_frame(), mp3_frames(milliseconds) * u64::from(MP3_FRAME))
}

/// Returns the number of MP3 frames of a time, rounded up.
pub(super) fn mp3_frames(milliseconds: u64) -> u64 {
    (milliseconds * u64::from(SAMPLE_RATE)).div_ceil(1000 * u64::from(MP3_SAMPLES))
}

/// Returns an MP3 frame of silence: MPEG-2, layer III, 16 kbit/s, 16,000 samples per second, mono. With zeros as side
/// information and main data, all its coefficients are zero.
pub(super) fn mp3_frame() -> Vec<u8> {
    let mut frame = vec![0; MP3_FRAME as usize];
    frame[..4].copy_from_slice(&[0xFF, 0xF3, 0x28, 0xC0]);
    frame
}
