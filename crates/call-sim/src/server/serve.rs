//! Requests to the simulated services.

use std::sync::Arc;

use axum::body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Router};
use http::{StatusCode, request};

use super::connection::Reset;
use crate::answer::Answer;
use crate::fault::{Sending, respond};
use crate::journal::{Kind, NewEntry};
use crate::request::Request;
use crate::service::Service;
use crate::world::{Core, World};

/// The size of the largest body.
const LARGEST_BODY: usize = 8 << 20;

/// Returns the routes of the services, as a fallback of the other routes.
pub(crate) fn services(core: Arc<Core>) -> Router {
    Router::new().fallback(serve).with_state(core)
}

async fn serve(
    State(core): State<Arc<Core>>,
    Extension(connection): Extension<Reset>,
    request: axum::extract::Request,
) -> Response {
    let (request::Parts { method, uri, headers, .. }, body) = request.into_parts();
    let body = body::to_bytes(body, LARGEST_BODY).await;
    let is_too_large = body.is_err();
    let request = Request { number: 0, method, uri, headers, body: body.unwrap_or_default() };
    let Some(service) = Service::of(&request) else {
        let message = format!(
            "{} is not a path of a simulated service (expected /calling/, /v1.0/, /EWS/ or /autodiscover/; / is the page)\n",
            request.path()
        );
        return (StatusCode::NOT_FOUND, message).into_response();
    };
    let sending = match is_too_large {
        true => Sending::Whole(service.error(StatusCode::PAYLOAD_TOO_LARGE, None)),
        false => core.with(|world| process(world, service, request)),
    };
    match sending.into_response() {
        Some(response) => response,
        None => connection.reset().await,
    }
}

/// Processes a request, and adds it and its response to the journal.
fn process(world: &mut World, service: Service, mut request: Request) -> Sending {
    let operation = service.operation(&request).unwrap_or("unknown");
    request.number = world.note(
        NewEntry::new(service, Kind::Request, operation)
            .detail(format_args!("{} {}", request.method, request.target()))
            .headers(&request.headers)
            .body(&request.body),
    );
    if let Some(early) = world.faults.early_retries.check(&request) {
        let detail = format!("retried {} ms before the end of Retry-After", early.as_millis());
        world.note(
            NewEntry::new(service, Kind::Warning, operation).detail(detail).in_reply_to(request.number),
        );
    }
    let fault = world.faults.of_request(service, operation, &mut world.random);
    if let Some(fault) = &fault {
        let detail = fault.to_string();
        world.note(NewEntry::new(service, Kind::Fault, operation).detail(detail).in_reply_to(request.number));
    }
    let sending = respond(world, service, &request, fault);
    if let Some(answer) = sending.answer() {
        note(world, service, operation, &request, answer);
    }
    sending
}

fn note(world: &mut World, service: Service, operation: &str, request: &Request, answer: &Answer) {
    if let Some(call) = &answer.call {
        world.journal.set_call(request.number, call);
    }
    world.note(
        NewEntry::new(service, Kind::Response, operation)
            .call(answer.call.clone())
            .in_reply_to(request.number)
            .status(answer.status.as_u16())
            .detail(answer.status)
            .headers(&answer.headers)
            .body(&answer.body),
    );
}
