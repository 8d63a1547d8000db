//! Reads a body up to a size limit and a time limit.

use bytes::{Bytes, BytesMut};
use tokio::time::{Instant, timeout_at};

/// The part of a body that was read, and the reason why reading ended.
pub(crate) struct Read {
    pub(crate) bytes: Bytes,
    pub(crate) end: End,
}

/// The reason why reading ended.
pub(crate) enum End {
    /// The body is complete.
    Complete,
    /// The body is larger than the limit.
    TooLarge,
    /// The time limit ended.
    Timeout,
    /// The connection broke.
    Broken(reqwest::Error),
}

/// Reads a body until it is complete, exceeds `limit` bytes, or the deadline passes. Always returns the part that was
/// read.
pub(crate) async fn read(response: &mut reqwest::Response, limit: usize, deadline: Instant) -> Read {
    let mut bytes = BytesMut::new();
    let end = loop {
        match timeout_at(deadline, response.chunk()).await {
            Err(_) => break End::Timeout,
            Ok(Err(error)) => break End::Broken(error.without_url()),
            Ok(Ok(None)) => break End::Complete,
            Ok(Ok(Some(chunk))) => {
                let room = limit - bytes.len();
                bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                if chunk.len() > room {
                    break End::TooLarge;
                }
            }
        }
    };
    Read { bytes: bytes.freeze(), end }
}
