//! Reads successful responses, buffered or streaming.

use std::future::Future;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::CONTENT_LENGTH;
use tokio::time::Instant;

use super::body::{End, read};
use crate::error::{Error, ErrorKind, root_cause};
use crate::options::{BackOff, ClientOptions};
use crate::response::{Head, RawResponse, StreamingResponse};
use crate::retry::Failure;
use crate::time_limit::TimeLimit;

/// The limits and options for reading the response of an attempt.
pub(crate) struct ReadContext<'a> {
    pub(crate) options: &'a ClientOptions,
    /// The service may have processed an earlier attempt.
    pub(crate) maybe_processed: bool,
    /// The start of the first attempt.
    pub(crate) started: Instant,
    /// The time limit of the attempt.
    pub(crate) limit: TimeLimit,
    /// The time limit for each chunk of a streaming response.
    pub(crate) chunk_timeout: Duration,
}

/// A successful response, and the wait that its body requests, if any.
pub(crate) type Success<S> = (S, Option<Duration>);

/// A type of successful response, buffered or streaming.
pub(crate) trait ReadSuccess: Sized + Send {
    /// Reads the body of a successful response.
    fn read(
        head: Box<Head>,
        response: reqwest::Response,
        context: ReadContext<'_>,
    ) -> impl Future<Output = Result<Success<Self>, (Error, Failure)>> + Send;

    /// Converts an unsuccessful response. Its body is always buffered.
    fn from_non_success(response: RawResponse) -> Result<Self, Error>;

    /// Returns the head of the response.
    fn head_mut(&mut self) -> &mut Head;
}

impl ReadSuccess for RawResponse {
    async fn read(
        mut head: Box<Head>,
        mut response: reqwest::Response,
        context: ReadContext<'_>,
    ) -> Result<Success<Self>, (Error, Failure)> {
        let limit = context.options.max_body;
        let too_large =
            || (ErrorKind::TooLarge, format!("the body is larger than {limit} bytes"), Failure::Permanent);
        let length =
            head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > limit as u64) && head.method != Method::HEAD {
            let (kind, message, failure) = too_large();
            return Err((head.error(kind, message), failure));
        }
        let read = read(&mut response, limit, context.limit.end).await;
        let (kind, message, failure) = match &read.end {
            End::Complete => {
                let wait = wait_in_body(context.options.back_off, &read.bytes);
                head.retry_after = wait.or(head.retry_after);
                head.elapsed = context.started.elapsed();
                let mut response = Self::new(head, read.bytes, false);
                response.prior_attempts.maybe_processed = context.maybe_processed;
                return Ok((response, wait));
            }
            End::TooLarge => too_large(),
            End::Timeout => {
                (ErrorKind::Timeout, context.limit.message("complete body"), Failure::MaybeProcessed)
            }
            End::Broken(error) => {
                let message = format!("the connection broke in the body: {}", root_cause(error));
                (ErrorKind::Transport, message, Failure::MaybeProcessed)
            }
        };
        let mut error = Self::new(head, read.bytes, true).fault(kind, message);
        if let End::Broken(source) = read.end {
            error = error.with_source(source);
        }
        Err((error, failure))
    }

    fn from_non_success(response: RawResponse) -> Result<Self, Error> {
        Ok(response)
    }

    fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }
}

impl ReadSuccess for StreamingResponse {
    async fn read(
        head: Box<Head>,
        inner: reqwest::Response,
        context: ReadContext<'_>,
    ) -> Result<Success<Self>, (Error, Failure)> {
        Ok((Self { head, inner, chunk_timeout: context.chunk_timeout }, None))
    }

    fn from_non_success(response: RawResponse) -> Result<Self, Error> {
        Err(response.to_error())
    }

    fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }
}

/// Returns the wait that a body requests. With any status, such a wait means that the service has not processed the
/// request.
pub(crate) fn wait_in_body(back_off: Option<BackOff>, body: &[u8]) -> Option<Duration> {
    back_off.and_then(|back_off| back_off(body))
}
