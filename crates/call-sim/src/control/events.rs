//! The live stream: new entries of the journal, and the state when it changes.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use axum::routing::get;
use futures_util::{Stream, stream};
use http::{HeaderMap, Uri};

use super::Route;
use super::input::Query;
use super::problem::Problem;
use super::state::Snapshot;
use crate::world::{Core, World};

/// The number of entries that are sent at once.
const BATCH: usize = 500;

/// The shortest time between two batches, so that a page keeps up with a load test.
const PAUSE: Duration = Duration::from_millis(100);

pub(super) fn routes() -> [Route; 1] {
    [("/_sim/events", get(events))]
}

/// Returns the stream. The header `Last-Event-ID`, which browsers send when they reconnect, overrides `after`.
async fn events(
    State(core): State<Arc<Core>>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let after = Query::of(&uri, &["after"])?.number("after")?.unwrap_or(0);
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let live = Live { core, seen: last.unwrap_or(after), shown: None, ready: VecDeque::new() };
    let events = stream::unfold(live, |mut live| async move { Some((Ok(live.next().await), live)) });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// The state of a stream.
struct Live {
    core: Arc<Core>,
    /// The number of the last entry that was sent.
    seen: u64,
    /// The last state that was sent.
    shown: Option<Snapshot>,
    /// The events that are ready to be sent.
    ready: VecDeque<Event>,
}

impl Live {
    /// Waits for the next event.
    async fn next(&mut self) -> Event {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return event;
            }
            let Self { core, seen, shown, ready } = self;
            core.wait_for(|world| {
                *ready = read(world, seen, shown);
                (!ready.is_empty()).then_some(())
            })
            .await;
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Returns the events for new entries, and for the state if it has changed.
fn read(world: &World, seen: &mut u64, shown: &mut Option<Snapshot>) -> VecDeque<Event> {
    let mut events = VecDeque::new();
    for entry in world.journal.after(*seen).take(BATCH) {
        *seen = entry.number;
        // Headers and bodies are read on demand: they would fill the page's memory.
        events.extend(event("entry", &entry.brief()).map(|event| event.id(seen.to_string())));
    }
    let snapshot = Snapshot::of(world);
    if shown.as_ref().is_none_or(|shown| shown.differs_from(&snapshot)) {
        events.extend(event("state", &snapshot));
        *shown = Some(snapshot);
    }
    events
}

/// Returns an event. `None` if the value cannot be written as JSON, which does not occur.
fn event(name: &str, value: &impl serde::Serialize) -> Option<Event> {
    Event::default().event(name).json_data(value).ok()
}
