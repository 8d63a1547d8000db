//! Opening a stream, opening it again when its connection breaks, and closing it.

use std::sync::Arc;
use std::time::Duration;

use acs_calling::token;
use serde_json::json;
use tokio::sync::mpsc;
use url::Url;

use super::events::{self, REESTABLISHED, STARTED};
use super::kind::{Kind, transcription};
use super::notes::{note, note_frame};
use super::socket::{End, Failure, Upgrade, connect, run};
use super::state::{Command, Key, Link, Stream};
use super::{frames, pace, receive};
use crate::acs::events::queue;
use crate::acs::origin::Origin;
use crate::acs::results::result;
use crate::callback_url::is_loopback;
use crate::journal::Kind as Entry;
use crate::world::World;

/// The lifetime of the token of a connection.
const LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// The waits before a broken connection is opened again.
const WAITS: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4)];

/// The capacity of the channel of frames to the application. A part of it is reserved for frames without audio.
const WAITING: usize = 4096;

/// Starts the streams that start with the call, which is about to raise `CallConnected`. This event and those after it
/// wait until the streams have been opened.
pub(crate) fn connected(world: &mut World, id: &str) {
    let Some(connection) = world.acs.connections.get(id) else { return };
    let kinds: Vec<_> = Kind::ALL.into_iter().filter(|kind| kind.starts_with_the_call(connection)).collect();
    if kinds.is_empty() {
        return;
    }
    let origin = Origin::new(connection.options.context.clone());
    world.hold_back(&queue(id));
    world.acs.streams.opening.insert(id.to_owned(), kinds.len());
    let id = id.to_owned();
    world.after(Duration::ZERO, move |world| {
        for kind in kinds {
            begin(world, (id.clone(), kind), origin.clone());
        }
    });
}

/// Opens a stream that starts with the call.
fn begin(world: &mut World, key: Key, origin: Origin) {
    let Some(connection) = world.acs.connections.get(&key.0) else { return };
    if key.1 == Kind::Transcription && connection.options.cognitive_services.is_none() {
        let result = result(405, 8522, "CognitiveServicesEndpoint is required for transcription.");
        events::failed(world, &key, &origin, "speechServicesConnectionError", result);
        tried(world, &key.0);
    } else {
        open(world, key, origin, None);
    }
}

/// Counts a stream that has been opened or has failed. After the last one, the events of the call are sent.
fn tried(world: &mut World, id: &str) {
    let Some(rest) = world.acs.streams.opening.get_mut(id) else { return };
    *rest -= 1;
    if *rest == 0 {
        release(world, id);
    }
}

fn release(world: &mut World, id: &str) {
    if world.acs.streams.opening.remove(id).is_some() {
        world.release(&queue(id));
    }
}

/// Ends the streams of a call, before its last event.
pub(crate) fn ended(world: &mut World, id: &str) {
    release(world, id);
    for kind in Kind::ALL {
        let key = (id.to_owned(), kind);
        if let Some(stream) = close(world, &key).filter(|stream| stream.starting.is_empty()) {
            events::stopped(world, &key, &stream.origin);
        }
    }
}

/// Opens a stream. If it is already open, it remains open, and the event is raised again for this request.
pub(super) fn open(world: &mut World, key: Key, origin: Origin, locale: Option<String>) {
    if let Some(stream) = world.acs.streams.streams.get_mut(&key) {
        match stream.link {
            Link::Opening => stream.starting.push(origin),
            Link::Open(_) => events::started(world, &key, &origin, STARTED),
        }
        return;
    }
    let Some(connection) = world.acs.connections.get(&key.0) else { return };
    let configured = || transcription(connection).and_then(|options| options.locale.clone());
    let locale = locale.or_else(configured).unwrap_or_default();
    let serial = world.acs.streams.add(key.clone(), origin, locale);
    dial(world, key, serial, 0);
}

/// Connects to the application: for the first time, or with the number of an attempt to open a broken connection again.
fn dial(world: &mut World, key: Key, serial: u64, attempt: usize) {
    if world.acs.streams.get(&key, serial).is_none() {
        return;
    }
    let url = match url(world, &key) {
        Ok(url) => url,
        Err(failure) => return fail(world, &key, serial, attempt, &failure),
    };
    let (Some(connection), Some(core)) = (world.acs.connections.get(&key.0), world.core()) else { return };
    let (call, correlation_id) = (connection.id.clone(), connection.correlation_id.clone());
    let audience = &world.settings.identities.acs_resource_id;
    let (jti, nonce) = (world.random.guid(), world.random.bytes(16));
    let token = world.tokens.issue(token::ISSUER, audience, LIFETIME, &jti, json!({}), None);
    note(world, &key, Entry::FrameSent, "upgrade", format_args!("GET {url}"));
    let upgrade = Upgrade { url, call, correlation_id, token, key: nonce };
    world.outbox.in_flight += 1;
    core.runtime.clone().spawn(async move {
        let socket = connect(core.http.clone(), upgrade).await;
        let weak = Arc::downgrade(&core);
        core.with(|world| {
            world.outbox.in_flight -= 1;
            match socket {
                Ok(socket) => {
                    if let Some(commands) = opened(world, &key, serial, attempt) {
                        core.runtime.spawn(async move {
                            let end = run(socket, commands, &weak, &key, serial).await;
                            if let (Some(end), Some(core)) = (end, weak.upgrade()) {
                                core.with(|world| closed(world, &key, serial, end));
                            }
                        });
                    }
                }
                Err(failure) => fail(world, &key, serial, attempt, &failure),
            }
        });
    });
}

/// Returns the URL of the application.
fn url(world: &World, key: &Key) -> Result<Url, Failure> {
    let connection = world.acs.connections.get(&key.0);
    let url = connection.and_then(|connection| key.1.url(connection)).ok_or(Failure::Url("it is missing"))?;
    let url = Url::parse(url).map_err(|_| Failure::Url("it is not a URL"))?;
    match url.scheme() {
        "wss" => Ok(url),
        "ws" if url.host().is_some_and(|host| is_loopback(&host)) => Ok(url),
        _ => Err(Failure::Url("it is neither wss nor ws on loopback")),
    }
}

/// Continues after the connection has been opened. Returns the commands for it, unless the stream has ended.
fn opened(world: &mut World, key: &Key, serial: u64, attempt: usize) -> Option<mpsc::Receiver<Command>> {
    let (sender, commands) = mpsc::channel(WAITING);
    let stream = world.acs.streams.get(key, serial)?;
    stream.link = Link::Open(sender.clone());
    let (starting, origin) = (std::mem::take(&mut stream.starting), stream.origin.clone());
    let locale = stream.locale.clone();
    let metadata = frames::metadata(world.acs.connections.get(&key.0)?, key.1, &locale);
    note_frame(world, key, "metadata", &metadata);
    // The channel is empty.
    let _ = sender.try_send(Command::Send(metadata));
    if attempt > 0 {
        events::started(world, key, &origin, REESTABLISHED);
    }
    for origin in &starting {
        events::started(world, key, origin, STARTED);
    }
    if attempt == 0 {
        tried(world, &key.0);
    }
    if key.1 == Kind::Media {
        pace::begin(world, key, serial);
    }
    Some(commands)
}

/// Continues after the connection could not be opened.
fn fail(world: &mut World, key: &Key, serial: u64, attempt: usize, failure: &Failure) {
    note(world, key, Entry::Warning, key.1.name(), format_args!("no connection: {failure}"));
    if attempt > 0 {
        return again(world, key, serial, attempt);
    }
    let Some(stream) = world.acs.streams.get(key, serial) else { return };
    let origins = std::mem::take(&mut stream.starting);
    world.acs.streams.streams.remove(key);
    let (details, result) = events::of_failure(key.1, failure);
    for origin in &origins {
        events::failed(world, key, origin, details, result.clone());
    }
    tried(world, &key.0);
}

/// Continues after the application has closed the connection, or the connection broke.
fn closed(world: &mut World, key: &Key, serial: u64, end: End) {
    if world.acs.streams.get(key, serial).is_none() {
        return;
    }
    if end == End::Normal {
        note(world, key, Entry::FrameReceived, "close", "the application closed the WebSocket");
        if let Some(stream) = close(world, key) {
            events::stopped(world, key, &stream.origin);
        }
        return;
    }
    note(world, key, Entry::Warning, key.1.name(), "the WebSocket was interrupted");
    pace::end(world, key);
    if let Some(stream) = world.acs.streams.get(key, serial) {
        stream.link = Link::Opening;
    }
    again(world, key, serial, 0);
}

/// Schedules the next attempt to open a broken connection again, or ends the stream.
fn again(world: &mut World, key: &Key, serial: u64, attempt: usize) {
    if let Some(wait) = WAITS.get(attempt) {
        let key = key.clone();
        world.after(*wait, move |world| dial(world, key, serial, attempt + 1));
        return;
    }
    if let Some(stream) = close(world, key) {
        let (details, result) = events::of_interruption(key.1);
        events::failed(world, key, &stream.origin, details, result);
    }
}

/// Closes a stream, and returns it if there was one. If it was being opened, the requests to start it have failed.
pub(super) fn close(world: &mut World, key: &Key) -> Option<Stream> {
    pace::end(world, key);
    receive::end(world, key);
    let stream = world.acs.streams.streams.remove(key)?;
    if let Link::Open(sender) = &stream.link {
        note(world, key, Entry::FrameSent, "close", "the simulator closes the WebSocket with 1000");
        // If the channel is full, the connection ends when the sender is dropped.
        let _ = sender.try_send(Command::Close);
    }
    let (details, result) = events::of_cancellation(key.1);
    for origin in &stream.starting {
        events::failed(world, key, origin, details, result.clone());
    }
    if !stream.starting.is_empty() {
        tried(world, &key.0);
    }
    Some(stream)
}
