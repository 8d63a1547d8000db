//! Injected faults of responses.

use std::convert::Infallible;
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use super::rule::{RequestFault, RetryAfter};
use crate::answer::Answer;
use crate::request::Request;
use crate::service::Service;
use crate::world::World;

/// How a response is sent.
pub(crate) enum Sending {
    /// The response is sent completely.
    Whole(Answer),
    /// Half of the body is sent, then the connection ends.
    Cut(Answer),
    /// The body is sent byte by byte, with this pause.
    Slow(Answer, Duration),
    /// The request was processed, and the connection is reset.
    ResetAfter(Answer),
    /// The request was not processed, and the connection is reset.
    Reset,
}

/// Processes a request, unless a fault prevents it.
pub(crate) fn respond(
    world: &mut World,
    service: Service,
    request: &Request,
    fault: Option<RequestFault>,
) -> Sending {
    let Some(fault) = fault else { return Sending::Whole(service.handle(world, request)) };
    match fault {
        RequestFault::Status { status, retry_after } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let wait = retry_after.map(RetryAfter::duration);
            let mut answer = service.error(status, wait);
            if let Some(retry_after) = retry_after {
                answer = answer.header(RETRY_AFTER, &text(retry_after));
                world.faults.early_retries.wait(request, retry_after.duration());
            }
            Sending::Whole(answer)
        }
        RequestFault::ResetBefore => Sending::Reset,
        RequestFault::ResetAfter => Sending::ResetAfter(service.handle(world, request)),
        RequestFault::CutBody => Sending::Cut(service.handle(world, request)),
        RequestFault::SlowBytes(pause) => {
            Sending::Slow(service.handle(world, request), Duration::from_millis(pause))
        }
        RequestFault::HtmlPage => Sending::Whole(Answer::new(
            StatusCode::OK,
            "text/html; charset=utf-8",
            "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to continue.</body></html>",
        )),
        RequestFault::ContentType => {
            Sending::Whole(service.handle(world, request).header(CONTENT_TYPE, "application/octet-stream"))
        }
    }
}

fn text(retry_after: RetryAfter) -> String {
    match retry_after {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Fraction(seconds) => seconds.to_string(),
        RetryAfter::Date(seconds) => {
            httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(seconds.into()))
        }
    }
}

impl Sending {
    /// Returns the response of the service, even if it is not sent completely. `None` if the request was not
    /// processed.
    pub(crate) fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Whole(answer) | Self::Cut(answer) | Self::Slow(answer, _) | Self::ResetAfter(answer) => {
                Some(answer)
            }
            Self::Reset => None,
        }
    }

    /// Returns the response. `None` if the connection is to be reset.
    pub(crate) fn into_response(self) -> Option<Response> {
        match self {
            Self::Whole(answer) => Some(response(answer, Body::from)),
            Self::Cut(answer) => Some(response(answer, |body| {
                let half = body.slice(..body.len() / 2);
                let cut = async {
                    // The connection sends the half while it waits for more.
                    tokio::task::yield_now().await;
                    Err(std::io::Error::other("a fault rule truncates the response"))
                };
                Body::from_stream(stream::once(async { Ok(half) }).chain(stream::once(cut)))
            })),
            Self::Slow(answer, pause) => Some(response(answer, |body| {
                Body::from_stream(stream::unfold((body, 0), move |(body, at)| async move {
                    let byte = (at < body.len()).then(|| body.slice(at..at + 1))?;
                    tokio::time::sleep(pause).await;
                    Some((Ok::<_, Infallible>(byte), (body, at + 1)))
                }))
            })),
            Self::ResetAfter(_) | Self::Reset => None,
        }
    }
}

fn response(answer: Answer, body: impl FnOnce(Bytes) -> Body) -> Response {
    let length = HeaderValue::from(answer.body.len());
    let mut response = Response::new(body(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    if answer.status != StatusCode::NO_CONTENT {
        response.headers_mut().insert(CONTENT_LENGTH, length);
    }
    response
}
