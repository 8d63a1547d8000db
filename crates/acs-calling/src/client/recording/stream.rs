//! A recording that comes piece by piece, and goes on where it broke off.

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

/// A recording, or its metadata, whose body is still to come.
///
/// Made by awaiting a [`RecordingDownload`](crate::RecordingDownload).
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/communication-services-voice-video-events>
pub struct RecordingStream {
    pipeline: Pipeline,
    location: Url,
    start: u64,
    /// The byte that comes next.
    position: u64,
    /// The byte behind the last that is wanted, `u64::MAX` while that is the end of the recording and nobody
    /// knows where it is.
    end: u64,
    size: Option<u64>,
    content_type: Option<String>,
    e_tag: Option<String>,
    answer: Option<Answer>,
    /// The bytes before `position` that an output has not taken yet.
    unwritten: Bytes,
    /// Those since the last byte.
    retries: Option<Retries>,
    resumed: u32,
    on_progress: Option<OnProgress>,
}

struct Answer {
    response: StreamingResponse,
    /// The bytes at its begin that we have, or did not ask for.
    skip: u64,
}

/// What a download came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// The bytes that were written.
    pub written: u64,
    /// The size of the whole recording in bytes, if the store said.
    pub size: Option<u64>,
    /// `Content-Type`, such as `audio/wav`.
    pub content_type: Option<String>,
    /// `ETag`, which names this state of the recording.
    pub e_tag: Option<String>,
    /// How many times the connection broke off and was taken up again.
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
            answer: None,
            unwritten: Bytes::new(),
            retries: None,
            resumed: 0,
            on_progress,
        };
        let response = store::get(&stream.pipeline, &stream.location, &stream.headers()?).await?;
        stream.accept(response)?;
        Ok(stream)
    }

    /// The size of the whole recording in bytes, if the store said.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// `Content-Type`, such as `audio/wav`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// `ETag`, which names this state of the recording.
    #[must_use]
    pub fn e_tag(&self) -> Option<&str> {
        self.e_tag.as_deref()
    }

    /// The byte of the recording that comes next, counted from 0: where a later download goes on.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position - self.unwritten.len() as u64
    }

    /// The next piece; `None` at the end. After an error, or when a call of this was dropped, another one goes on
    /// where this one ended.
    ///
    /// # Errors
    ///
    /// [`Transport`](ErrorKind::Transport) and [`Timeout`](ErrorKind::Timeout) when the connection broke off
    /// or stalled, and no attempt is left; [`Decode`](ErrorKind::Decode) when the recording is no longer the
    /// same; else as [`RecordingDownload::send`](crate::RecordingDownload::send).
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if !self.unwritten.is_empty() {
            return Ok(Some(mem::take(&mut self.unwritten)));
        }
        while self.position < self.end {
            let Some(answer) = &mut self.answer else {
                self.reopen().await?;
                continue;
            };
            let broken = match answer.response.chunk().await {
                Ok(Some(bytes)) => {
                    let bytes = self.take(bytes);
                    if bytes.is_empty() {
                        continue;
                    }
                    return Ok(Some(bytes));
                }
                Ok(None) if self.end == u64::MAX && answer.skip == 0 => {
                    self.end = self.position;
                    break;
                }
                Ok(None) => answer.response.fault(ErrorKind::Transport, "the recording ended too early"),
                Err(error) => error,
            };
            self.answer = None;
            if !self.retries.get_or_insert_with(|| self.pipeline.retries()).wait().await {
                return Err(broken);
            }
        }
        // Nobody reads what may still come.
        self.answer = None;
        Ok(None)
    }

    /// Writes all that is still to come. After an error, or when a call of this was dropped, another one goes on
    /// behind the last byte that `output` took.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk), and [`Output`](ErrorKind::Output) with the error of `output` as source.
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
                    taken => self.unwritten.advance(taken),
                }
            }
            let progress = self.progress();
            if let Some(tell) = &mut self.on_progress {
                tell(progress);
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

    /// What of a piece was asked for and is new.
    fn take(&mut self, mut bytes: Bytes) -> Bytes {
        if let Some(answer) = &mut self.answer {
            let skip = usize::try_from(answer.skip).unwrap_or(usize::MAX).min(bytes.len());
            let _ = bytes.split_to(skip);
            answer.skip -= skip as u64;
        }
        bytes.truncate(usize::try_from(self.end - self.position).unwrap_or(usize::MAX));
        if !bytes.is_empty() {
            self.position += bytes.len() as u64;
            self.retries = None;
        }
        bytes
    }

    async fn reopen(&mut self) -> Result<(), Error> {
        let answer = store::get(&self.pipeline, &self.location, &self.headers()?).await;
        self.resumed += 1;
        match answer {
            Ok(response) => self.accept(response),
            // It broke off behind the last byte, of which only the end was not told.
            Err(error) if self.is_whole(&error) => {
                self.end = self.position;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn is_whole(&self, error: &Error) -> bool {
        let range = error.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
        error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE)
            && self.position > self.start
            && range.and_then(size_of_unsatisfied) == Some(self.position)
    }

    fn headers(&self) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        let mut insert = |name: HeaderName, text: &str| {
            let fault =
                |_| Error::new(ErrorKind::Configuration, "the ETag has a character that no header may have");
            HeaderValue::from_str(text).map(|value| _ = headers.insert(name, value)).map_err(fault)
        };
        if (self.position, self.end) != (0, u64::MAX) {
            // The last byte is in the range.
            let last = if self.end == u64::MAX { String::new() } else { (self.end - 1).to_string() };
            insert(RANGE, &format!("bytes={}-{last}", self.position))?;
            // A weak tag names no bytes, and is not allowed here.
            if let Some(e_tag) = self.e_tag.as_deref().filter(|e_tag| !e_tag.starts_with("W/")) {
                insert(IF_RANGE, e_tag)?;
            }
        }
        Ok(headers)
    }

    /// Takes an answer if its bytes are those that come next, of the same recording.
    fn accept(&mut self, response: StreamingResponse) -> Result<(), Error> {
        let header = |name: HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok());
        let fault = |message: String| Err(response.fault(ErrorKind::Decode, message));
        if let Some(encoding) = header(CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
            return fault(format!("the recording comes as {encoding:?}, unasked"));
        }
        let part = match response.status() {
            StatusCode::OK => {
                let size = header(CONTENT_LENGTH).and_then(|length| length.parse().ok());
                ContentRange { first: 0, end: size.unwrap_or(u64::MAX), size }
            }
            StatusCode::PARTIAL_CONTENT => match header(CONTENT_RANGE).and_then(ContentRange::read) {
                Some(part) if part.first == self.position => part,
                Some(part) => {
                    return fault(format!("the answer begins at byte {}, not {}", part.first, self.position));
                }
                None => return fault("the answer does not say what bytes it has".to_owned()),
            },
            _ => return fault("the answer is no recording".to_owned()),
        };
        let e_tag = header(ETAG);
        let changed =
            |old: Option<&str>, new: Option<&str>| old.zip(new).is_some_and(|(old, new)| old != new);
        if changed(self.e_tag.as_deref(), e_tag)
            || self.size.zip(part.size).is_some_and(|(old, new)| old != new)
        {
            return fault(format!("the recording has changed; {} bytes are of the old one", self.position));
        }
        if part.end < self.position {
            return fault(format!(
                "the recording has {} bytes, and byte {} was asked for",
                part.end, self.position
            ));
        }
        // Without a size, the part that came is all that there is.
        let end = self.end.min(part.size.unwrap_or(part.end));
        let skip = self.position - part.first;
        self.e_tag = e_tag.map(str::to_owned).or_else(|| self.e_tag.take());
        self.content_type = header(CONTENT_TYPE).map(str::to_owned).or_else(|| self.content_type.take());
        self.size = part.size.or(self.size);
        self.end = end;
        self.answer = Some(Answer { response, skip });
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
