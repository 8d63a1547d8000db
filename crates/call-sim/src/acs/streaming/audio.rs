//! The audio of the remote parties.

use std::f64::consts::TAU;
use std::fmt;
use std::sync::Arc;

use super::wav::{Samples, read};
use crate::phone::ScriptError;

/// The audio that the remote parties send: silence, a tone, or a WAV file. Media WebSockets carry it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Audio(Source);

#[derive(Clone, Default, PartialEq, Eq)]
enum Source {
    #[default]
    Silence,
    Tone,
    File(Arc<Samples>),
}

/// The frequency of the tone, in hertz.
const TONE: u64 = 400;

/// The amplitude of the tone: a tenth of the full range.
const AMPLITUDE: f64 = 3276.0;

impl Audio {
    /// Returns silence, which is the default.
    #[must_use]
    pub fn silence() -> Self {
        Self(Source::Silence)
    }

    /// Returns a tone of 400 Hz.
    #[must_use]
    pub fn tone() -> Self {
        Self(Source::Tone)
    }

    /// Returns the audio of a WAV file, which is repeated: its first channel, at the sample rate of the stream.
    ///
    /// # Errors
    ///
    /// The file is not a WAV file of PCM samples with 16 bits.
    pub fn wav(file: &[u8]) -> Result<Self, ScriptError> {
        match read(file) {
            Ok(samples) => Ok(Self(Source::File(Arc::new(samples)))),
            Err(reason) => Err(ScriptError::new(format!("the audio cannot be used: {reason}"))),
        }
    }

    /// Returns whether it is silence.
    pub(super) fn is_silent(&self) -> bool {
        self.0 == Source::Silence
    }

    /// Returns a part as PCM with 16 bits, little-endian: a number of samples from a position, at a sample rate.
    pub(super) fn pcm(&self, position: u64, samples: usize, rate: u32) -> Vec<u8> {
        let sample = |at: u64| match &self.0 {
            Source::Silence => 0,
            Source::Tone => {
                let rate = u64::from(rate);
                let angle = TAU * (at * TONE % rate) as f64 / rate as f64;
                // The amplitude is far below the limits of an i16.
                (AMPLITUDE * angle.sin()).round() as i16
            }
            Source::File(file) => {
                let at = at * u64::from(file.rate) / u64::from(rate) % file.samples.len() as u64;
                usize::try_from(at).ok().and_then(|at| file.samples.get(at).copied()).unwrap_or_default()
            }
        };
        (position..).take(samples).flat_map(|at| sample(at).to_le_bytes()).collect()
    }
}

impl fmt::Debug for Audio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Silence => f.write_str("Audio::silence()"),
            Source::Tone => f.write_str("Audio::tone()"),
            Source::File(file) => {
                write!(f, "Audio::wav({} samples at {} per second)", file.samples.len(), file.rate)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_at_the_rate_of_the_stream_and_repeated() {
        let samples = Samples { rate: 8000, samples: vec![1, 2, 3] };
        let audio = Audio(Source::File(Arc::new(samples)));
        let expected: Vec<u8> = [2_i16, 2, 3, 3, 1, 1].into_iter().flat_map(i16::to_le_bytes).collect();
        assert_eq!(audio.pcm(2, 6, 16_000), expected);
    }

    #[test]
    fn a_tone_continues_from_frame_to_frame() {
        let tone = Audio::tone();
        let whole = tone.pcm(0, 640, 16_000);
        assert_eq!([tone.pcm(0, 320, 16_000), tone.pcm(320, 320, 16_000)].concat(), whole);
        assert!(whole.iter().any(|byte| *byte != 0));
        assert_eq!(Audio::silence().pcm(0, 320, 16_000), [0; 640]);
    }
}
