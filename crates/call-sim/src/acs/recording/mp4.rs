//! MP4 files with one audio track of MP3 frames.
//!
//! Sources: ISO/IEC 14496-12 (boxes), ISO/IEC 14496-1 (descriptors), <https://mp4ra.org/registered-types/object-types>.

use super::audio::{MP3_FRAME, MP3_SAMPLES, SAMPLE_RATE, mp3_frame, mp3_frames};
use super::file::File;

/// The unity matrix of a track.
const MATRIX: [u32; 9] = [0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000];

/// Creates an MP4 file of a number of milliseconds of silence.
pub(super) fn mp4(milliseconds: u64) -> File {
    // A chunk of a recording has at most four hours, so the numbers fit.
    let frames = u32::try_from(mp3_frames(milliseconds)).unwrap_or(u32::MAX);
    let data = frames.saturating_mul(MP3_FRAME);
    // The size of the header does not depend on the offset in it.
    let offset = u32::try_from(header(frames, data, 0).len()).unwrap_or_default();
    File::new("video/mp4", header(frames, data, offset), mp3_frame(), data.into())
}

/// Returns everything before the audio, which begins at an offset in the file.
fn header(frames: u32, data: u32, offset: u32) -> Vec<u8> {
    let mut bytes = atom(b"ftyp", &[b"isom", &be(512), b"isom", b"mp42"]);
    bytes.extend(moov(frames, offset));
    bytes.extend(be(data.saturating_add(8)));
    bytes.extend(b"mdat");
    bytes
}

fn moov(frames: u32, offset: u32) -> Vec<u8> {
    let duration = be(frames.saturating_mul(MP3_SAMPLES));
    let (none, rate, matrix) = (be(0), be(SAMPLE_RATE), MATRIX.map(u32::to_be_bytes).concat());
    let mvhd = atom(
        b"mvhd",
        &[
            &none,
            &none,
            &none,
            &rate,
            &duration,
            &be(0x0001_0000),
            &[1, 0],
            &[0; 10],
            &matrix,
            &[0; 24],
            &be(2),
        ],
    );
    // The flags: the track is enabled and part of the presentation.
    let tkhd = atom(
        b"tkhd",
        &[
            &be(3),
            &none,
            &none,
            &be(1),
            &none,
            &duration,
            &[0; 8],
            &[0, 0, 0, 0, 1, 0, 0, 0],
            &matrix,
            &[0; 8],
        ],
    );
    // The language code is that of `und`.
    let mdhd = atom(b"mdhd", &[&none, &none, &none, &rate, &duration, &[0x55, 0xC4, 0, 0]]);
    let hdlr = atom(b"hdlr", &[&none, &none, b"soun", &[0; 12], b"call-sim\0"]);
    let smhd = atom(b"smhd", &[&none, &none]);
    let url = atom(b"url ", &[&be(1)]);
    let dinf = atom(b"dinf", &[&atom(b"dref", &[&none, &be(1), &url])]);
    let minf = atom(b"minf", &[&smhd, &dinf, &stbl(frames, offset)]);
    let mdia = atom(b"mdia", &[&mdhd, &hdlr, &minf]);
    atom(b"moov", &[&mvhd, &atom(b"trak", &[&tkhd, &mdia])])
}

/// Returns the table of the frames, which are one chunk.
fn stbl(frames: u32, offset: u32) -> Vec<u8> {
    let none = be(0);
    let rate = be(SAMPLE_RATE << 16);
    let mp4a = atom(b"mp4a", &[&[0; 6], &[0, 1], &[0; 8], &[0, 1, 0, 16], &none, &rate, &esds()]);
    let stsd = atom(b"stsd", &[&none, &be(1), &mp4a]);
    let stts = atom(b"stts", &[&none, &be(1), &be(frames), &be(MP3_SAMPLES)]);
    let stsc = atom(b"stsc", &[&none, &be(1), &be(1), &be(frames), &be(1)]);
    let stsz = atom(b"stsz", &[&none, &be(MP3_FRAME), &be(frames)]);
    let stco = atom(b"stco", &[&none, &be(1), &be(offset)]);
    atom(b"stbl", &[&stsd, &stts, &stsc, &stsz, &stco])
}

/// Returns the descriptor of the audio: MPEG-2 audio, part 3, with 16 kbit/s.
fn esds() -> Vec<u8> {
    let bit_rate = be(16_000);
    let config = [&[0x04, 13, 0x69, 0x15, 0, 0, 0][..], &bit_rate, &bit_rate].concat();
    let stream = [&[0x03, 3 + 15 + 3, 0, 1, 0][..], &config, &[0x06, 1, 2]].concat();
    atom(b"esds", &[&be(0), &stream])
}

/// Returns a box.
fn atom(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    // The boxes of the header are small.
    let size = u32::try_from(content.len() + 8).unwrap_or(u32::MAX);
    [&be(size)[..], kind, &content].concat()
}

fn be(number: u32) -> [u8; 4] {
    number.to_be_bytes()
}
