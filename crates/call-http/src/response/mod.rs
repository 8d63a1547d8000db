//! HTTP responses: buffered, streaming and typed.

mod format;
mod head;
mod raw;
mod streaming;
mod typed;

pub use format::BodyFormat;
pub(crate) use head::Head;
pub(crate) use raw::PriorAttempts;
pub use raw::RawResponse;
pub use streaming::StreamingResponse;
pub use typed::Response;
