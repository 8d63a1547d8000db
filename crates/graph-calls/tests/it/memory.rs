//! The memory of the receiver and of batches for expensive bodies is proportional to the size of the body, at the peak
//! and in total.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use allocation_counter::measure;
use graph_calls::notification::{Limits, Notifications, Receiver};

/// The allowed memory in addition to the multiple of the body, for example for the listed errors.
const SMALL: u64 = 50_000;

/// The maximum memory for a body within the default limits, as documented at `Limits`.
const MOST: u64 = 54_000_000;

/// Creates a body with a number of parts.
type Body = Box<dyn Fn(usize) -> String>;

/// Reads a body and one with twice as many parts. The peak must be at most eight times the body, and the total memory
/// of the second body about twice that of the first.
#[track_caller]
fn check(name: &str, body: &Body, read: &dyn Fn(String) -> Box<dyn FnOnce()>) {
    let totals = [10_000, 20_000].map(|parts| {
        let body = body(parts);
        let length = body.len() as u64;
        let read = read(body);
        let seen = measure(read);
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
    let nested = |part| format!("\"x{part}\":{}{}", "[".repeat(100), "]".repeat(100));
    vec![
        ("unknown members", Box::new(|parts| many(parts, |part| format!("\"{part:x}\":0")))),
        ("repeated nulls", Box::new(move |parts| many(parts, |_| format!("\"{known}\":null")))),
        ("repeated texts", Box::new(move |parts| many(parts, |_| format!("\"{known}\":\"a\"")))),
        ("repeated unknown names", Box::new(|parts| many(parts, |_| "\"x\":[1, 2]".to_owned()))),
        ("repeated tags", Box::new(|parts| many(parts, |_| "\"@odata.type\":\"x\"".to_owned()))),
        ("a long name", Box::new(|parts| format!("\"{}\":1", "n".repeat(10 * parts)))),
        ("a long name with escapes", Box::new(|parts| format!("\"{}\":1", "\\n".repeat(10 * parts)))),
        ("a long text", Box::new(move |parts| format!("\"{known}\":\"{}\"", "t".repeat(10 * parts)))),
        (
            "a long text in an invalid place",
            Box::new(|parts| format!("\"value\":\"{}\"", "\\n".repeat(parts))),
        ),
        ("nesting", Box::new(move |parts| many(parts / 100, nested))),
        ("too deep nesting", Box::new(|parts| format!("\"x\":{}", "[".repeat(parts)))),
    ]
}

/// Returns values in the place of an object.
fn around(
    before: &'static str,
    known: &'static str,
    after: &'static str,
) -> impl Iterator<Item = (String, Body)> {
    members(known).into_iter().map(move |(name, members)| {
        let body = move |parts| format!("{before}{}{after}", members(parts));
        (format!("{name} in {before}"), Box::new(body) as Body)
    })
}

/// Returns lists of many short items.
fn lists(before: &'static str, items: &[&'static str], after: &'static str) -> Vec<(String, Body)> {
    let list = |item: &&'static str| {
        let item = *item;
        let body = move |parts| format!("{before}{}{after}", many(parts, |_| item.to_owned()));
        (format!("{item} in {before}"), Box::new(body) as Body)
    };
    items.iter().map(list).collect()
}

/// Returns the result of a future that is ready at the first poll.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("an unverified receiver does not wait"),
    }
}

fn receive(limits: Limits, body: &[u8]) {
    let none: [(&str, &str); 0] = [];
    drop(now(Receiver::unverified().limits(limits).receive(&none, body)));
}

/// 2 MB of invalid notifications, with the default limit of items and without.
#[test]
fn a_million_invalid_notifications_take_limited_memory() {
    let body = format!("{{\"value\":[{}]}}", ["7"; 1_000_000].join(","));
    for limits in [Limits::default(), Limits::default().max_items(usize::MAX)] {
        let seen = measure(|| receive(limits, body.as_bytes()));
        println!("{limits:?}: {} bytes at the peak", seen.bytes_max);
        assert!(seen.bytes_max <= 8 * body.len() as u64, "{limits:?}: {} at the peak", seen.bytes_max);
    }
}

#[test]
fn empty_objects_in_lists_take_limited_memory() {
    for (part, before, item, after) in [
        ("", "", "{}", ""),
        ("/participants", "", "{}", ""),
        ("/participants", "", r#"{"mediaStreams":[{}]}"#, ""),
        ("/participants", "", r#"{"info":{"identity":{"user":{}}}}"#, ""),
        ("/operations", "", "{}", ""),
        ("/audioRoutingGroups", "", "{}", ""),
        ("/contentSharingSessions", "", "{}", ""),
        ("", r#"{"targets":"#, "{}", "}"),
        ("", r#"{"participants":"#, "{}", "}"),
        ("", "", r#"{"participants":[{}]}"#, ""),
        ("", "", r#"{"targets":[{}]}"#, ""),
        ("", "", r#"{"mediaConfig":{},"chatInfo":{},"meetingInfo":{}}"#, ""),
    ] {
        let url = format!("/communications/calls/1{part}");
        let body = |objects| {
            let list = many(objects / item.matches('{').count(), |_| item.to_owned());
            format!("{{\"value\":[{{\"resourceUrl\":\"{url}\",\"resourceData\":{before}[{list}]{after}}}]}}")
        };
        let most = body(32_765);
        let seen = measure(|| receive(Limits::default(), most.as_bytes()));
        println!("{item} in {before} of {url}: {} bytes for {}", seen.bytes_max, most.len());
        assert!(seen.bytes_max <= MOST, "{item} in {url}: {} at the peak", seen.bytes_max);
        let beyond = body(70_000);
        let seen = measure(|| receive(Limits::default(), beyond.as_bytes()));
        assert!(seen.bytes_max <= SMALL, "{item} in {url}: {} at the peak", seen.bytes_max);
    }
}

#[test]
fn notifications_take_memory_in_proportion_to_the_body() {
    const CALL: &str = r##"{"value":[{"resourceData":{"@odata.type":"#microsoft.graph.call","##;
    const ROSTER: &str =
        r##"{"value":[{"resourceData":[{"@odata.type":"#microsoft.graph.participant","id":"1"},"##;
    const ITEMS: [&str; 5] =
        ["7", "null", "[]", r#"{"changeType":7}"#, r#"{"resourceData":{"@odata.type":7}}"#];
    let bodies = around("{", "resourceUrl", "}")
        .chain(around("{\"value\":[],", "resourceUrl", "}"))
        .chain(around("{\"value\":[{", "resourceUrl", "}]}"))
        .chain(around("{\"value\":[{\"resourceData\":{", "id", "}}]}"))
        .chain(around(CALL, "id", "}}]}"))
        .chain(lists("{\"value\":[", &ITEMS, "]}"))
        .chain(lists("{\"value\":[{\"resourceData\":[", &ITEMS, "]}]}"))
        .chain(lists(ROSTER, &["7", "null", "{\"id\":7}"], "]}]}"))
        .chain(lists("[", &ITEMS, "]"));
    for (name, body) in bodies {
        check(&name, &body, &|body| Box::new(move || drop(Notifications::parse(body.as_bytes()))));
        check(&name, &body, &|body| Box::new(move || receive(Limits::default(), body.as_bytes())));
    }
}

#[cfg(feature = "client")]
mod batch {
    //! The response to a batch, without a network.

    use std::sync::Arc;

    use graph_calls::call_http::{BoxError, BoxFuture, Transport, reqwest};
    use graph_calls::{Client, Credential};

    use super::{around, check, lists};

    /// A transport that returns the same body for each request.
    #[derive(Debug)]
    struct Answering(String);

    impl Transport for Answering {
        fn send(&self, _: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
            let response = http::Response::new(self.0.clone());
            Box::pin(async move { Ok(response.into()) })
        }
    }

    #[test]
    fn answers() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = Arc::new(runtime.expect("a runtime"));
        let read = |body: String| -> Box<dyn FnOnce()> {
            let transport = Arc::new(Answering(body));
            let options = test_server::quick().transport(transport);
            let endpoint = reqwest::Url::parse("https://graph.example/v1.0").expect("a URL");
            let client = Client::with_options(endpoint, Credential::none(), options).expect("a client");
            let mut batch = client.batch();
            let ticket = batch.add(client.call("1").get());
            let runtime = Arc::clone(&runtime);
            Box::new(move || {
                let answers = runtime.block_on(batch.send());
                drop(answers.map(|mut answers| answers.take(ticket).map(drop)));
            })
        };
        const ONE: &str = r#"{"responses":[{"id":"1","status":200,"body":{"#;
        let bodies = around("{\"responses\":[],", "responses", "}")
            .chain(around("{\"responses\":[{\"id\":\"1\",\"status\":200,", "id", "}]}"))
            .chain(around(ONE, "id", "}}]}"))
            .chain(around("{\"responses\":[{\"headers\":{", "id", "}}]}"))
            .chain(lists(
                "{\"responses\":[",
                &["7", "null", "{}", "{\"id\":\"1\"}", "{\"id\":7}", "{\"id\":\"1\",\"status\":200}"],
                "]}",
            ));
        for (name, body) in bodies {
            check(&name, &body, &read);
        }
    }
}
