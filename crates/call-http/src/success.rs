//! How the body of a success is read: whole, or piece by piece by the caller.

use std::future::Future;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::CONTENT_LENGTH;
use tokio::time::Instant;

use crate::body::{End, read};
use crate::error::{Error, ErrorKind, root_cause};
use crate::limit::Limit;
use crate::options::{BackOff, ClientOptions};
use crate::raw_response::{Head, RawResponse, StreamingResponse};
use crate::transport::Failure;

/// What holds for reading the body of one attempt.
pub(crate) struct ReadContext<'a> {
    pub(crate) options: &'a ClientOptions,
    /// An earlier attempt may have been processed.
    pub(crate) taken: bool,
    /// When the first attempt began.
    pub(crate) started: Instant,
    /// The time for the attempt.
    pub(crate) limit: Limit,
    /// How long the next piece of a body may take that the caller reads.
    pub(crate) idle: Duration,
}

/// A response whose status is a success, and the back-off that its body names, if any.
pub(crate) type Success<S> = (S, Option<Duration>);

/// What a caller gets for a response.
pub(crate) trait ReadSuccess: Sized + Send {
    /// Reads the body of a success.
    fn read(
        head: Box<Head>,
        response: reqwest::Response,
        context: ReadContext<'_>,
    ) -> impl Future<Output = Result<Success<Self>, (Error, Failure)>> + Send;

    /// What the caller gets for another status, whose body is always read whole.
    fn other(response: RawResponse) -> Result<Self, Error>;

    /// All of the response but its body.
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
            || (ErrorKind::TooLarge, format!("the body is larger than {limit} bytes"), Failure::Lasting);
        let length =
            head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > limit as u64) && head.method != Method::HEAD {
            let (kind, message, failure) = too_large();
            return Err((head.error(kind, message), failure));
        }
        let read = read(&mut response, limit, context.limit.end).await;
        let (kind, message, failure) = match &read.end {
            End::Whole => {
                let busy = busy(context.options.back_off, &read.bytes);
                head.retry_after = busy.or(head.retry_after);
                head.elapsed = context.started.elapsed();
                let mut response = Self::new(head, read.bytes, false);
                response.before.taken = context.taken;
                return Ok((response, busy));
            }
            End::TooLarge => too_large(),
            End::Late => (ErrorKind::Timeout, context.limit.message("whole body"), Failure::PerhapsTaken),
            End::Broken(error) => {
                let message = format!("the body broke off: {}", root_cause(error));
                (ErrorKind::Transport, message, Failure::PerhapsTaken)
            }
        };
        let mut error = Self::new(head, read.bytes, true).fault(kind, message);
        if let End::Broken(source) = read.end {
            error = error.with_source(source);
        }
        Err((error, failure))
    }

    fn other(response: RawResponse) -> Result<Self, Error> {
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
        Ok((Self { head, inner, idle: context.idle }, None))
    }

    fn other(response: RawResponse) -> Result<Self, Error> {
        Err(response.to_error())
    }

    fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }
}

/// The back-off that a body names. The service has then done nothing, whatever the status.
pub(crate) fn busy(back_off: Option<BackOff>, body: &[u8]) -> Option<Duration> {
    back_off.and_then(|back_off| back_off(body))
}
