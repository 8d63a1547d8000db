//! The body of a recording, read in chunks and resumed after a broken connection.

use std::ops::Range;
use std::{fmt, io, mem};

use bytes::{Buf as _, Bytes};
use call_http::reqwest::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue,
    IF_RANGE, RANGE,
};
use call_http::reqwest::{StatusCode, Url};
use call_http::{Error, ErrorKind, Pipeline, Retries, StreamingResponse};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use super::content_range::{ContentRange, size_of_unsatisfied};
use super::progress::{OnProgress, Progress};
use super::store;

/// A response with a recording or its metadata, whose body has not been read yet.
///
/// Returned by awaiting a [`RecordingDownload`](crate::RecordingDownload).
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/communication-services-voice-video-events>
pub struct RecordingStream {
    pipeline: Pipeline,
    location: Url,
    start: u64,
    /// The next byte to receive.
    position: u64,
    /// The byte after the last one to receive; `u64::MAX` if this is the end of a recording of unknown size.
    end: u64,
    size: Option<u64>,
    content_type: Option<String>,
    e_tag: Option<String>,
    body: Option<Body>,
    /// The bytes before `position` that are not written to an output yet.
    unwritten: Bytes,
    /// The retries since the last byte was received.
    retries: Option<Retries>,
    resumed: u32,
    on_progress: Option<OnProgress>,
}

/// The body of a response.
struct Body {
    response: StreamingResponse,
    /// The number of bytes to skip, because they were received before or not requested.
    skip: u64,
}

/// The result of a completed download.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// The number of bytes that were written.
    pub written: u64,
    /// The size of the whole recording in bytes, if the server sent it.
    pub size: Option<u64>,
    /// The `Content-Type`, such as `audio/wav`.
    pub content_type: Option<String>,
    /// The `ETag`, which identifies this version of the recording.
    pub e_tag: Option<String>,
    /// The number of times the download was resumed after a broken connection.
    pub resumed: u32,
}

impl RecordingStream {
    pub(super) async fn open(
        pipeline: Pipeline,
        location: Url,
        bytes: Range<u64>,
        e_tag: Option<String>,
        on_progress: Option<OnProgress>,
    ) -> Result<Self, Error> {
        let mut stream = Self {
            pipeline,
            location,
            start: bytes.start,
            position: bytes.start,
            end: bytes.end,
            size: None,
            content_type: None,
            e_tag,
            body: None,
            unwritten: Bytes::new(),
            retries: None,
            resumed: 0,
            on_progress,
        };
        let response = store::get(&stream.pipeline, &stream.location, &stream.headers()?).await?;
        stream.accept(response)?;
        Ok(stream)
    }

    /// Returns the size of the whole recording in bytes, if the server sent it.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// Returns the `Content-Type`, such as `audio/wav`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the `ETag`, which identifies this version of the recording.
    #[must_use]
    pub fn e_tag(&self) -> Option<&str> {
        self.e_tag.as_deref()
    }

    /// Returns the position of the next byte in the recording, counted from 0. A later download can resume there.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position - self.unwritten.len() as u64
    }

    /// Returns the next chunk; `None` at the end.
    ///
    /// This method is cancel-safe: after an error, or if the future is dropped, another call continues at the same
    /// position.
    ///
    /// # Errors
    ///
    /// [`Transport`](ErrorKind::Transport) or [`Timeout`](ErrorKind::Timeout) if the connection broke or stalled and no
    /// retry is left; [`Decode`](ErrorKind::Decode) if the recording has changed; otherwise the same as
    /// [`RecordingDownload::send`](crate::RecordingDownload::send).
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if !self.unwritten.is_empty() {
            return Ok(Some(mem::take(&mut self.unwritten)));
        }
        while self.position < self.end {
            let Some(body) = &mut self.body else {
                self.reopen().await?;
                continue;
            };
            let error = match body.response.chunk().await {
                Ok(Some(bytes)) => {
                    let bytes = self.receive(bytes);
                    if bytes.is_empty() {
                        continue;
                    }
                    return Ok(Some(bytes));
                }
                Ok(None) if self.end == u64::MAX && body.skip == 0 => {
                    self.end = self.position;
                    break;
                }
                Ok(None) => body.response.fault(ErrorKind::Transport, "the response body ended too early"),
                Err(error) => error,
            };
            self.body = None;
            if !self.retries.get_or_insert_with(|| self.pipeline.retries()).wait().await {
                return Err(error);
            }
        }
        // The rest of the response, if any, is not needed.
        self.body = None;
        Ok(None)
    }

    /// Writes the rest of the body to `output`.
    ///
    /// This method is cancel-safe: after an error, or if the future is dropped, another call continues after the last
    /// byte that `output` accepted.
    ///
    /// # Errors
    ///
    /// The same as [`chunk`](Self::chunk), and [`Output`](ErrorKind::Output) with the error of `output` as its source.
    pub async fn write_to<W>(&mut self, output: &mut W) -> Result<Downloaded, Error>
    where
        W: AsyncWrite + Unpin + Send + ?Sized,
    {
        let failed = |error: io::Error| Error::new(ErrorKind::Output, error.to_string()).with_source(error);
        while let Some(bytes) = self.chunk().await? {
            self.unwritten = bytes;
            while !self.unwritten.is_empty() {
                match output.write(&self.unwritten).await.map_err(failed)? {
                    0 => return Err(failed(io::ErrorKind::WriteZero.into())),
                    written => self.unwritten.advance(written),
                }
            }
            let progress = self.progress();
            if let Some(callback) = &mut self.on_progress {
                callback(progress);
            }
        }
        output.flush().await.map_err(failed)?;
        Ok(Downloaded {
            written: self.position - self.start,
            size: self.size,
            content_type: self.content_type.clone(),
            e_tag: self.e_tag.clone(),
            resumed: self.resumed,
        })
    }

    fn progress(&self) -> Progress {
        let expected = (self.end != u64::MAX).then(|| self.end - self.start);
        Progress { written: self.position - self.start, expected }
    }

    /// Returns the bytes of a chunk that are requested and new, and advances the position.
    fn receive(&mut self, mut bytes: Bytes) -> Bytes {
        if let Some(body) = &mut self.body {
            let skip = usize::try_from(body.skip).unwrap_or(usize::MAX).min(bytes.len());
            let _ = bytes.split_to(skip);
            body.skip -= skip as u64;
        }
        bytes.truncate(usize::try_from(self.end - self.position).unwrap_or(usize::MAX));
        if !bytes.is_empty() {
            self.position += bytes.len() as u64;
            self.retries = None;
        }
        bytes
    }

    /// Requests the missing bytes.
    async fn reopen(&mut self) -> Result<(), Error> {
        let result = store::get(&self.pipeline, &self.location, &self.headers()?).await;
        self.resumed += 1;
        match result {
            Ok(response) => self.accept(response),
            // The connection broke after the last byte of a recording of unknown size.
            Err(error) if self.is_complete(&error) => {
                self.end = self.position;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Returns whether an error means that no byte is missing.
    fn is_complete(&self, error: &Error) -> bool {
        let range = error.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
        error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE)
            && self.position > self.start
            && range.and_then(size_of_unsatisfied) == Some(self.position)
    }

    /// Returns the headers of a request for the missing bytes.
    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let mut insert = |name: HeaderName, text: &str| {
            let invalid = |_| {
                let message = "the ETag contains a character that is not allowed in an HTTP header";
                Error::new(ErrorKind::Configuration, message)
            };
            HeaderValue::from_str(text).map(|value| _ = headers.insert(name, value)).map_err(invalid)
        };
        if (self.position, self.end) != (0, u64::MAX) {
            // The end of this range is its last byte.
            let last = if self.end == u64::MAX { String::new() } else { (self.end - 1).to_string() };
            insert(RANGE, &format!("bytes={}-{last}", self.position))?;
            // `If-Range` does not allow weak tags, which do not identify the exact bytes.
            if let Some(e_tag) = self.e_tag.as_deref().filter(|e_tag| !e_tag.starts_with("W/")) {
                insert(IF_RANGE, e_tag)?;
            }
        }
        Ok(headers)
    }

    /// Accepts a response if it has the missing bytes of the same recording.
    fn accept(&mut self, response: StreamingResponse) -> Result<(), Error> {
        let header = |name: HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok());
        let fault = |message: String| Err(response.fault(ErrorKind::Decode, message));
        if let Some(encoding) = header(CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
            return fault(format!("the response has the content encoding {encoding:?} (expected none)"));
        }
        let part = match response.status() {
            StatusCode::OK => {
                let size = header(CONTENT_LENGTH).and_then(|length| length.parse().ok());
                ContentRange { first: 0, end: size.unwrap_or(u64::MAX), size }
            }
            StatusCode::PARTIAL_CONTENT => match header(CONTENT_RANGE).and_then(ContentRange::parse) {
                Some(part) if part.first == self.position => part,
                Some(part) => {
                    let message =
                        format!("the response starts at byte {} (expected {})", part.first, self.position);
                    return fault(message);
                }
                None => return fault("the response has no valid `Content-Range`".to_owned()),
            },
            status => return fault(format!("the response has the status {status} (expected 200 or 206)")),
        };
        let e_tag = header(ETAG);
        let changed =
            |old: Option<&str>, new: Option<&str>| old.zip(new).is_some_and(|(old, new)| old != new);
        if changed(self.e_tag.as_deref(), e_tag)
            || self.size.zip(part.size).is_some_and(|(old, new)| old != new)
        {
            return fault(format!(
                "the recording has changed (the first {} bytes are outdated)",
                self.position
            ));
        }
        if part.end < self.position {
            return fault(format!(
                "the recording has {} bytes, but byte {} was requested",
                part.end, self.position
            ));
        }
        // Without a size, this part is treated as the rest of the recording.
        let end = self.end.min(part.size.unwrap_or(part.end));
        let skip = self.position - part.first;
        self.e_tag = e_tag.map(str::to_owned).or_else(|| self.e_tag.take());
        self.content_type = header(CONTENT_TYPE).map(str::to_owned).or_else(|| self.content_type.take());
        self.size = part.size.or(self.size);
        self.end = end;
        self.body = Some(Body { response, skip });
        Ok(())
    }
}

impl fmt::Debug for RecordingStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingStream")
            .field("position", &self.position)
            .field("size", &self.size)
            .field("content_type", &self.content_type)
            .field("e_tag", &self.e_tag)
            .field("resumed", &self.resumed)
            .finish_non_exhaustive()
    }
}
