//! Reading a body with a limit in bytes and in time.

use bytes::{Bytes, BytesMut};
use tokio::time::{Instant, timeout_at};

/// As much of a body as was read, and why reading ended.
pub(crate) struct Read {
    pub(crate) bytes: Bytes,
    pub(crate) end: End,
}

/// Why reading ended.
pub(crate) enum End {
    /// The body did.
    Whole,
    /// There is more than may be read.
    TooLarge,
    /// The time was up.
    Late,
    /// The connection broke off.
    Broken(reqwest::Error),
}

/// Reads until the body ends, is larger than `limit` or is not there by `deadline`. Keeps what came in all
/// cases.
pub(crate) async fn read(response: &mut reqwest::Response, limit: usize, deadline: Instant) -> Read {
    let mut bytes = BytesMut::new();
    let end = loop {
        match timeout_at(deadline, response.chunk()).await {
            Err(_) => break End::Late,
            Ok(Err(error)) => break End::Broken(error.without_url()),
            Ok(Ok(None)) => break End::Whole,
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
