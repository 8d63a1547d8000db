//! A reader of WAV files.

/// The samples of a WAV file, as one channel.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Samples {
    /// The samples per second.
    pub(super) rate: u32,
    /// The samples of the first channel.
    pub(super) samples: Vec<i16>,
}

/// Reads a WAV file. `Err` is the reason why it cannot be used.
pub(super) fn read(file: &[u8]) -> Result<Samples, &'static str> {
    const NOT_WAV: &str = "it is not a WAV file (expected a RIFF header with WAVE)";
    let chunks = file.strip_prefix(b"RIFF").and_then(|rest| rest.get(4..)).ok_or(NOT_WAV)?;
    let mut chunks = chunks.strip_prefix(b"WAVE").ok_or(NOT_WAV)?;
    let mut format = None;
    loop {
        let (head, rest) = chunks.split_at_checked(8).ok_or("it has no chunk with audio")?;
        let size = usize::try_from(number(head, 4)).unwrap_or(usize::MAX);
        // The last chunk may be cut, as in a stream whose length was not known.
        let content = &rest[..size.min(rest.len())];
        match &head[..4] {
            b"fmt " => format = Some(Format::read(content)?),
            b"data" => {
                let Format { channels, rate } = format.ok_or("its audio comes before its format")?;
                let frames = content.chunks_exact(usize::from(channels) * 2);
                let samples: Vec<_> = frames.map(|frame| i16::from_le_bytes([frame[0], frame[1]])).collect();
                let is_empty = samples.is_empty();
                return if is_empty { Err("it has no audio") } else { Ok(Samples { rate, samples }) };
            }
            _ => {}
        }
        // Chunks begin at even positions.
        chunks = rest.get(size.saturating_add(size % 2)..).unwrap_or_default();
    }
}

/// The format of the samples.
struct Format {
    channels: u16,
    rate: u32,
}

impl Format {
    fn read(chunk: &[u8]) -> Result<Self, &'static str> {
        const PCM: u32 = 1;
        const EXTENSIBLE: u32 = 0xFFFE;
        if chunk.len() < 16 {
            return Err("its format is cut");
        }
        let (tag, channels) = (number(chunk, 0) & 0xFFFF, number(chunk, 2) & 0xFFFF);
        let (rate, bits) = (number(chunk, 4), number(chunk, 14) & 0xFFFF);
        // The format of extensible files is in a further member.
        let tag = if tag == EXTENSIBLE { number(chunk, 24) & 0xFFFF } else { tag };
        match u16::try_from(channels) {
            Ok(channels) if tag == PCM && bits == 16 && channels > 0 && rate > 0 => {
                Ok(Self { channels, rate })
            }
            _ => Err("its samples are not PCM with 16 bits"),
        }
    }
}

/// Returns a number of four bytes, the lowest first. Missing bytes are zeros.
fn number(bytes: &[u8], at: usize) -> u32 {
    let byte = |index| u32::from(bytes.get(at + index).copied().unwrap_or_default());
    byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(format: &[u8], data: &[u8]) -> Vec<u8> {
        let chunk = |name: &[u8; 4], content: &[u8]| {
            let size = u32::try_from(content.len()).expect("small").to_le_bytes();
            let pad = vec![0; content.len() % 2];
            [name, &size[..], content, &pad].concat()
        };
        let chunks = [chunk(b"fmt ", format), chunk(b"LIST", b"odd"), chunk(b"data", data)].concat();
        [b"RIFF", &[0; 4][..], b"WAVE", &chunks].concat()
    }

    /// PCM, two channels, 8000 samples per second, 16 bits.
    const STEREO: [u8; 16] = [1, 0, 2, 0, 0x40, 0x1F, 0, 0, 0, 0, 0, 0, 4, 0, 16, 0];

    #[test]
    fn the_first_channel_is_read_past_other_chunks() {
        let samples = read(&wav(&STEREO, &[1, 0, 9, 9, 2, 0, 9, 9])).expect("a WAV file");
        assert_eq!((samples.rate, samples.samples), (8000, vec![1, 2]));
    }

    #[test]
    fn other_files_are_refused_with_a_reason() {
        let mut bits = STEREO;
        bits[14] = 8;
        let cut = wav(&STEREO, &[]);
        for (file, reason) in [
            (b"ID3".to_vec(), "it is not a WAV file (expected a RIFF header with WAVE)"),
            (wav(&bits, &[1, 0, 2, 0]), "its samples are not PCM with 16 bits"),
            (wav(&STEREO[..9], &[1, 0]), "its format is cut"),
            (wav(&STEREO, &[1, 0]), "it has no audio"),
            (cut[..20].to_vec(), "its format is cut"),
            (cut[..12].to_vec(), "it has no chunk with audio"),
        ] {
            assert_eq!(read(&file).err(), Some(reason));
        }
    }
}
