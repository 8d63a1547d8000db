//! The media streams of a call.

use crate::generated::{CallRecord, MediaStream};

impl CallRecord {
    /// Returns the media streams of all sessions and segments. There are none if the record was requested without
    /// `$expand=sessions($expand=segments)`.
    pub fn streams(&self) -> impl Iterator<Item = &MediaStream> {
        let segments = self.sessions.iter().flatten().flat_map(|session| session.segments.iter().flatten());
        let media = segments.flat_map(|segment| segment.media.iter().flatten());
        media.flat_map(|media| media.streams.iter().flatten())
    }
}
