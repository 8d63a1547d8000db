//! The attempts to deliver an event to a subscription.
//!
//! Source: <https://learn.microsoft.com/en-us/azure/event-grid/delivery-and-retry>

use std::time::Duration;

use acs_calling::events::EVENT_GRID_ORIGIN;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::subscription::{EventSchema, name};
use crate::delivery::{Delivery, Outcome, Retries};
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// The waits before the second and each further attempt, in seconds. The last one is repeated.
const SCHEDULE: [u64; 10] = [10, 30, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600];

/// The time after which an event is dropped.
const TIME_TO_LIVE: Duration = Duration::from_secs(24 * 3600);

/// The number of attempts.
const MOST_ATTEMPTS: usize = 30;

/// The statuses of a successful delivery.
const ACCEPTED: [StatusCode; 5] = [
    StatusCode::OK,
    StatusCode::CREATED,
    StatusCode::ACCEPTED,
    StatusCode::NON_AUTHORITATIVE_INFORMATION,
    StatusCode::NO_CONTENT,
];

/// An event for one subscription.
#[derive(Clone)]
pub(super) struct Notification {
    /// The number of the subscription.
    pub(super) subscription: u64,
    /// Its schema.
    pub(super) schema: EventSchema,
    /// The name of the event, such as `IncomingCall`.
    pub(super) name: String,
    /// The id of the event.
    pub(super) id: String,
    /// The call.
    pub(super) call: Option<String>,
    /// The body.
    pub(super) body: String,
    /// The time at which it was published.
    pub(super) published: Duration,
}

/// Sends an event, after a number of earlier attempts.
pub(super) fn attempt(world: &mut World, event: Notification, earlier: usize) {
    let Some(subscription) = world.acs.grid.subscriptions.get(&event.subscription) else { return };
    let url = subscription.url.clone();
    world.deliver(Delivery {
        service: Service::Acs,
        call: event.call.clone(),
        name: event.name.clone(),
        // Each event has its own queue, because Event Grid does not keep the order of events.
        queue: format!("event grid, subscription {}, event {}", event.subscription, event.id),
        url,
        headers: headers(&event, earlier),
        body: event.body.clone().into_bytes(),
        authorization: None,
        retries: Retries {
            waits: &[],
            retries: |status| !ACCEPTED.contains(&status),
            timeout: Duration::from_secs(30),
            redirects: false,
        },
        done: Some(Box::new(move |world, outcome| again(world, event, earlier, outcome))),
        defect: None,
    });
}

/// Schedules the next attempt, unless the event was accepted.
fn again(world: &mut World, event: Notification, earlier: usize, outcome: &Outcome) {
    let status = outcome.status();
    if matches!(outcome, Outcome::Lost) || status.is_some_and(|status| ACCEPTED.contains(&status)) {
        return;
    }
    let wait = SCHEDULE[earlier.min(SCHEDULE.len() - 1)];
    let wait = Duration::from_secs(wait.max(status.map_or(0, shortest_wait)));
    let is_over = world.clock.elapsed() + wait > event.published + TIME_TO_LIVE;
    if earlier + 1 == MOST_ATTEMPTS || is_over {
        world.note(
            NewEntry::new(Service::Acs, Kind::Warning, &event.name)
                .call(event.call)
                .detail(format_args!("not delivered after {} attempts, and dropped", earlier + 1)),
        );
        return;
    }
    world.after(wait, move |world| attempt(world, event, earlier + 1));
}

/// Returns the shortest wait after a status, in seconds.
fn shortest_wait(status: StatusCode) -> u64 {
    match status.as_u16() {
        400 | 401 | 403 | 404 => 300,
        408 => 120,
        503 => 30,
        _ => 10,
    }
}

fn headers(event: &Notification, earlier: usize) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let media = match event.schema {
        EventSchema::EventGrid => "application/json; charset=utf-8",
        EventSchema::CloudEvents => "application/cloudevents+json; charset=utf-8",
    };
    headers.insert("content-type", HeaderValue::from_static(media));
    headers.insert("aeg-event-type", HeaderValue::from_static("Notification"));
    headers.insert("aeg-delivery-count", HeaderValue::from(earlier));
    if let Ok(name) = HeaderValue::try_from(name(event.subscription)) {
        headers.insert("aeg-subscription-name", name);
    }
    match event.schema {
        EventSchema::EventGrid => {
            headers.insert("aeg-data-version", HeaderValue::from_static("1.0"));
            headers.insert("aeg-metadata-version", HeaderValue::from_static("1"));
        }
        EventSchema::CloudEvents => {
            headers.insert("webhook-request-origin", HeaderValue::from_static(EVENT_GRID_ORIGIN));
        }
    }
    headers
}
