//! The header of WAV files.

/// The bytes of a sample of one channel: the samples are PCM with 16 bits.
pub(crate) const SAMPLE_BYTES: u16 = 2;

/// Returns the header of a WAV file with `size` bytes of samples, which follow it.
pub(crate) fn header(samples_per_second: u32, channels: u16, size: u32) -> Vec<u8> {
    const PCM: u16 = 1;
    let block = channels * SAMPLE_BYTES;
    let mut header = Vec::with_capacity(44);
    header.extend_from_slice(b"RIFF");
    header.extend_from_slice(&size.saturating_add(36).to_le_bytes());
    header.extend_from_slice(b"WAVEfmt ");
    header.extend_from_slice(&16_u32.to_le_bytes());
    header.extend_from_slice(&PCM.to_le_bytes());
    header.extend_from_slice(&channels.to_le_bytes());
    header.extend_from_slice(&samples_per_second.to_le_bytes());
    header.extend_from_slice(&(samples_per_second * u32::from(block)).to_le_bytes());
    header.extend_from_slice(&block.to_le_bytes());
    header.extend_from_slice(&(8 * SAMPLE_BYTES).to_le_bytes());
    header.extend_from_slice(b"data");
    header.extend_from_slice(&size.to_le_bytes());
    header
}
