//! The memory of receivers for expensive bodies is proportional to the size of the body, at the peak and in total.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use acs_calling::events::{
    Delivery, GridReceiver, Limits, Receiver, parse, parse_each, parse_each_with_limit,
};
use acs_calling::streaming::Frame;
use allocation_counter::measure;

/// The allowed memory in addition to the multiple of the body, for example for the listed errors.
const SMALL: u64 = 50_000;

/// The maximum memory for a body within the default limits, as documented at `Limits`.
const MOST: u64 = 54_000_000;

/// Creates a body with a number of parts.
type Body = Box<dyn Fn(usize) -> String>;

/// Reads a body and one with twice as many parts. The peak must be at most eight times the body, and the total memory
/// of the second body about twice that of the first.
#[track_caller]
fn check(name: &str, body: &dyn Fn(usize) -> String, read: &dyn Fn(&[u8])) {
    let totals = [10_000, 20_000].map(|parts| {
        let body = body(parts);
        let seen = measure(|| read(body.as_bytes()));
        let length = body.len() as u64;
        println!("{name}: {length} bytes, {:.2} of them at the peak", seen.bytes_max as f64 / length as f64);
        assert!(seen.bytes_max <= 8 * length + SMALL, "{name}: {} for {length}", seen.bytes_max);
        seen.bytes_total
    });
    assert!(10 * totals[1] <= 23 * totals[0] + SMALL, "{name}: {totals:?} in total");
}

/// Returns a comma-separated list of parts.
fn many(parts: usize, part: impl Fn(usize) -> String) -> String {
    (0..parts).map(part).collect::<Vec<_>>().join(",")
}

/// Returns lists of members that are many, long or deeply nested.
fn members(known: &'static str) -> Vec<(&'static str, Body)> {
    vec![
        ("unknown members", Box::new(|parts| many(parts, |part| format!("\"{part:x}\":0")))),
        ("repeated nulls", Box::new(move |parts| many(parts, |_| format!("\"{known}\":null")))),
        ("repeated texts", Box::new(move |parts| many(parts, |_| format!("\"{known}\":\"a\"")))),
        ("repeated unknown names", Box::new(|parts| many(parts, |_| "\"x\":[1, 2]".to_owned()))),
        ("a long name", Box::new(|parts| format!("\"{}\":1", "n".repeat(10 * parts)))),
        ("a long name with escapes", Box::new(|parts| format!("\"{}\":1", "\\n".repeat(10 * parts)))),
        ("a long text", Box::new(move |parts| format!("\"{known}\":\"{}\"", "t".repeat(10 * parts)))),
        (
            "a long text of escapes",
            Box::new(move |parts| format!("\"{known}\":\"{}\"", "\\n".repeat(10 * parts))),
        ),
        (
            "a text in an invalid place",
            Box::new(|parts| format!("\"data\":\"{}\"", "\\n".repeat(10 * parts))),
        ),
        (
            "nesting",
            Box::new(|parts| {
                many(parts / 100, |part| format!("\"x{part}\":{}{}", "[".repeat(100), "]".repeat(100)))
            }),
        ),
        ("too deep nesting", Box::new(|parts| format!("\"x\":{}", "[".repeat(parts)))),
    ]
}

/// Returns bodies of events; `event` creates an event from its type and the members of its data.
fn bodies(event: impl Fn(&str, &str) -> String + Copy + 'static) -> Vec<(String, Body)> {
    let mut bodies: Vec<(String, Body)> = Vec::new();
    for (name, members) in members("callConnectionId") {
        bodies.push((name.to_owned(), Box::new(move |parts| event("CallConnected", &members(parts)))));
    }
    for (name, members) in members("callConnectionId") {
        bodies.push((format!("{name}, unknown type"), Box::new(move |parts| event("new", &members(parts)))));
    }
    for (name, members) in members("subject") {
        let body = move |parts| event("new", "").replacen('{', &format!("{{{},", members(parts)), 1);
        bodies.push((format!("{name}, envelope"), Box::new(body)));
    }
    for (name, item) in [
        ("numbers", "7".to_owned()),
        ("nulls", "null".to_owned()),
        ("arrays", "[]".to_owned()),
        ("empty objects", "{}".to_owned()),
        ("invalid ids", "{\"id\":7}".to_owned()),
        ("no data", "{\"type\":\"CallConnected\",\"eventType\":\"CallConnected\"}".to_owned()),
        ("invalid members", event("CallConnected", "\"resultInformation\":{\"code\":true}")),
    ] {
        bodies.push((name.to_owned(), Box::new(move |parts| format!("[{}]", many(parts, |_| item.clone())))));
    }
    bodies
}

/// Returns the result of a future that is ready at the first poll.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("an unverified receiver does not wait"),
    }
}

const NO_HEADERS: [(&str, &str); 0] = [];

fn receive(limits: Limits, body: &[u8]) {
    drop(now(Receiver::unverified().limits(limits).receive(&NO_HEADERS, body)));
}

fn receive_from_grid(limits: Limits, body: &[u8]) {
    drop(now(GridReceiver::unverified().limits(limits).receive("POST", "/", &NO_HEADERS, body)));
}

/// 2 MB of invalid events, with the default limit of items and without.
#[test]
fn a_million_invalid_events_take_limited_memory() {
    let body = format!("[{}]", ["7"; 1_000_000].join(","));
    for limits in [Limits::default(), Limits::default().max_items(usize::MAX)] {
        for read in [receive, receive_from_grid] {
            let seen = measure(|| read(limits, body.as_bytes()));
            println!("{limits:?}: {} bytes at the peak", seen.bytes_max);
            assert!(seen.bytes_max <= 8 * body.len() as u64, "{limits:?}: {} at the peak", seen.bytes_max);
        }
    }
}

#[test]
fn empty_objects_in_lists_take_limited_memory() {
    for (name, list, item) in [
        ("ParticipantsUpdated", "participants", "{}"),
        ("ParticipantsUpdated", "participants", r#"{"identifier":{}}"#),
        ("ParticipantsUpdated", "participants", r#"{"identifier":{"communicationUser":{}}}"#),
        ("RecordingFileStatusUpdated", "recordingStorageInfo\":{\"recordingChunks", "{}"),
    ] {
        let body = |objects| {
            let items = many(objects / item.matches('{').count(), |_| item.to_owned());
            let end = "}".repeat(list.matches('{').count());
            format!("[{{\"type\":\"{name}\",\"data\":{{\"{list}\":[{items}]{end}}}}}]")
        };
        let most = body(32_765);
        let seen = measure(|| receive(Limits::default(), most.as_bytes()));
        println!("{item} in {name}: {} bytes for {}", seen.bytes_max, most.len());
        assert!(seen.bytes_max > most.len() as u64, "{name} was read");
        assert!(seen.bytes_max <= MOST, "{item} in {name}: {} at the peak", seen.bytes_max);
        let beyond = body(70_000);
        let seen = measure(|| receive(Limits::default(), beyond.as_bytes()));
        assert!(seen.bytes_max <= SMALL, "{item} in {name}: {} at the peak", seen.bytes_max);
    }
}

#[test]
fn cloud_events_take_memory_in_proportion_to_the_body() {
    let event = |name: &str, data: &str| format!("{{\"type\":\"{name}\",\"data\":{{{data}}}}}");
    for (name, body) in bodies(event) {
        check(&name, &body, &|body| drop(parse(body)));
        check(&name, &body, &|body| drop(parse_each(body)));
        check(&name, &body, &|body| drop(parse_each_with_limit(body, 0)));
        check(&name, &body, &|body| receive(Limits::default(), body));
    }
}

#[test]
fn grid_events_take_memory_in_proportion_to_the_body() {
    let event = |name: &str, data: &str| format!("{{\"data\":{{{data}}},\"eventType\":\"{name}\"}}");
    for (name, body) in bodies(event) {
        for header in [None, Some("Notification")] {
            check(&name, &body, &|body| drop(Delivery::read(header, body)));
        }
        check(&name, &body, &|body| receive_from_grid(Limits::default(), body));
    }
}

#[test]
fn frames_take_memory_in_proportion_to_the_text() {
    for (kind, member, known) in [
        ("AudioData", "audioData", "participantRawID"),
        ("AudioMetadata", "audioMetadata", "encoding"),
        ("TranscriptionData", "transcriptionData", "participantRawId"),
        ("new", "new", "new"),
    ] {
        for (name, members) in members(known) {
            let inside =
                |parts| format!("{{\"kind\":\"{kind}\",\"{member}\":{{\"data\":\"\",{}}}}}", members(parts));
            let beside =
                |parts| format!("{{{},\"kind\":\"{kind}\",\"{member}\":{{\"data\":\"\"}}}}", members(parts));
            let read = |text: &[u8]| drop(std::str::from_utf8(text).map(Frame::parse));
            check(&format!("{name} in {kind}"), &inside, &read);
            check(&format!("{name} beside {kind}"), &beside, &read);
        }
    }
}
