//! The request for a recording, before it is sent.

use std::fmt;
use std::future::IntoFuture;
use std::ops::{Bound, RangeBounds};

use call_http::{BoxFuture, Error, ErrorKind, Pipeline};
use tokio::io::AsyncWrite;

use super::progress::{OnProgress, Progress};
use super::store;
use super::stream::{Downloaded, RecordingStream};

/// A recording, or its metadata, that is about to be downloaded.
///
/// Made by [`CallRecording::download`](crate::CallRecording::download). Write it somewhere at once by
/// [`write_to`](Self::write_to), or await it to see size and type first.
///
/// A connection that breaks off is taken up again where it broke, as often as the client's
/// [`RetryPolicy`](call_http::RetryPolicy) allows without a single byte in between. What the store answers
/// then must be of the same `ETag` and size; else the download fails, and never mixes two recordings.
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

    /// Asks for some of the bytes: `0..10` for the first ten, `10..` for all but these. All of them unless
    /// set.
    pub fn range(mut self, range: impl RangeBounds<u64>) -> Self {
        self.start = range.start_bound().cloned();
        self.end = range.end_bound().cloned();
        self
    }

    /// Says of which recording the bytes must be, by the [`e_tag`](RecordingStream::e_tag) of before; to go
    /// on with a download of an earlier process, together with [`range`](Self::range).
    pub fn e_tag(mut self, e_tag: impl Into<String>) -> Self {
        self.e_tag = Some(e_tag.into());
        self
    }

    /// Sets what is told after each piece that was written.
    pub fn on_progress(mut self, tell: impl FnMut(Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(tell));
        self
    }

    /// Sends the request; the body comes piece by piece. So does awaiting this.
    ///
    /// # Errors
    ///
    /// [`UntrustedHost`](ErrorKind::UntrustedHost) when the location is on no host that keeps recordings,
    /// [`Configuration`](ErrorKind::Configuration) when it is no URL or the range is empty,
    /// [`Decode`](ErrorKind::Decode) when the answer has other bytes than these; else as the store answers:
    /// 404 for a recording that is gone, 416 for a range behind its end.
    pub async fn send(self) -> Result<RecordingStream, Error> {
        let (start, end) = self.bytes()?;
        let location = store::location(&self.pipeline, &self.location)?;
        RecordingStream::open(self.pipeline, location, start..end, self.e_tag, self.on_progress).await
    }

    /// Sends the request, and writes all that comes.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send) and [`RecordingStream::write_to`].
    pub async fn write_to<W>(self, output: &mut W) -> Result<Downloaded, Error>
    where
        W: AsyncWrite + Unpin + Send + ?Sized,
    {
        self.send().await?.write_to(output).await
    }

    /// From the first byte up to, and without, the last; `u64::MAX` for an end that is open.
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
