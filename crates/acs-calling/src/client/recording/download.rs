//! The request for a recording.

use std::fmt;
use std::future::IntoFuture;
use std::ops::{Bound, RangeBounds};

use call_http::{BoxFuture, Error, ErrorKind, Pipeline};
use tokio::io::AsyncWrite;

use super::progress::{OnProgress, Progress};
use super::store;
use super::stream::{Downloaded, RecordingStream};

/// A request to download a recording or its metadata.
///
/// Returned by [`CallRecording::download`](crate::CallRecording::download). Call [`write_to`](Self::write_to) to write
/// the file to an output, or await the request to read its size and type first.
///
/// If the connection breaks, the download is resumed at the first missing byte. The client's
/// [`RetryPolicy`](call_http::RetryPolicy) limits the number of consecutive attempts that receive no byte. If the
/// `ETag` or the size of the file has changed, the download fails, so that it never mixes two recordings.
///
/// ```no_run
/// # async fn example(client: acs_calling::Client, content_location: &str) -> Result<(), Box<dyn std::error::Error>> {
/// # let mut file = Vec::new();
/// let download = client.call_recording().download(content_location);
/// let done = download.on_progress(|at| eprintln!("{} of {:?}", at.written, at.expected)).write_to(&mut file).await?;
/// println!("{} bytes of {:?}", done.written, done.content_type);
/// # Ok(())
/// # }
/// ```
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/communication-services-voice-video-events>
#[must_use = "nothing is sent until it is awaited"]
pub struct RecordingDownload {
    pipeline: Pipeline,
    location: String,
    start: Bound<u64>,
    end: Bound<u64>,
    e_tag: Option<String>,
    on_progress: Option<OnProgress>,
}

impl RecordingDownload {
    pub(super) fn new(pipeline: Pipeline, location: &str) -> Self {
        Self {
            pipeline,
            location: location.to_owned(),
            start: Bound::Unbounded,
            end: Bound::Unbounded,
            e_tag: None,
            on_progress: None,
        }
    }

    /// Sets the range of bytes to download: `0..10` for the first ten bytes, `10..` for all others. The default is all
    /// bytes.
    pub fn range(mut self, range: impl RangeBounds<u64>) -> Self {
        self.start = range.start_bound().cloned();
        self.end = range.end_bound().cloned();
        self
    }

    /// Sets the expected `ETag`: the [`e_tag`](RecordingStream::e_tag) of an earlier download. Use it with
    /// [`range`](Self::range) to resume the download of an earlier process.
    pub fn e_tag(mut self, e_tag: impl Into<String>) -> Self {
        self.e_tag = Some(e_tag.into());
        self
    }

    /// Sets a callback that is called after each written chunk.
    pub fn on_progress(mut self, callback: impl FnMut(Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(callback));
        self
    }

    /// Sends the request and returns the response, whose body is read in chunks. Awaiting the request does the same.
    ///
    /// # Errors
    ///
    /// * [`UntrustedHost`](ErrorKind::UntrustedHost) if the host of the location is not a known host of recordings.
    /// * [`Configuration`](ErrorKind::Configuration) if the location is not a valid URL or the range is empty.
    /// * [`Decode`](ErrorKind::Decode) if the response does not contain the requested bytes.
    /// * [`Status`](ErrorKind::Status) for an error status, such as 404 if the recording does not exist, or 416 if the
    ///   range starts after the end of the recording.
    pub async fn send(self) -> Result<RecordingStream, Error> {
        let (start, end) = self.bytes()?;
        let location = store::location(&self.pipeline, &self.location)?;
        RecordingStream::open(self.pipeline, location, start..end, self.e_tag, self.on_progress).await
    }

    /// Sends the request, and writes the whole body to `output`.
    ///
    /// # Errors
    ///
    /// The same as [`send`](Self::send) and [`RecordingStream::write_to`].
    pub async fn write_to<W>(self, output: &mut W) -> Result<Downloaded, Error>
    where
        W: AsyncWrite + Unpin + Send + ?Sized,
    {
        self.send().await?.write_to(output).await
    }

    /// Returns the first byte and the end, which is excluded. The end of an open range is `u64::MAX`.
    fn bytes(&self) -> Result<(u64, u64), Error> {
        let start = match self.start {
            Bound::Included(first) => first,
            Bound::Excluded(before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match self.end {
            Bound::Included(last) => last.saturating_add(1),
            Bound::Excluded(end) => end,
            Bound::Unbounded => u64::MAX,
        };
        if start >= end {
            return Err(Error::new(ErrorKind::Configuration, "the range of bytes is empty"));
        }
        Ok((start, end))
    }
}

impl IntoFuture for RecordingDownload {
    type Output = Result<RecordingStream, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for RecordingDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingDownload")
            .field("start", &self.start)
            .field("end", &self.end)
            .field("e_tag", &self.e_tag)
            .finish_non_exhaustive()
    }
}
