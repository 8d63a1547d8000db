//! The spans and events of requests, and their fields.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use crate::support::{Answer, Requests as _, Server, quick, refusing_authority};
use call_http::{Credential, ErrorKind, Request, RetryPolicy};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

/// A span or an event: its name, its parent, and its fields as text.
#[derive(Clone, Debug, Default)]
struct Traced {
    id: u64,
    name: String,
    parent: Option<String>,
    fields: BTreeMap<String, String>,
}

impl Traced {
    fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

impl Visit for Traced {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.fields.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

#[derive(Clone, Default)]
struct Traces(Arc<Mutex<Vec<Traced>>>);

impl Traces {
    /// Collects the traces of this thread until the guard is dropped.
    fn collect() -> (Self, DefaultGuard) {
        let traces = Self::default();
        let guard = test_server::trace::subscribe(Registry::default().with(traces.clone()));
        (traces, guard)
    }

    /// Returns the spans and events with a name.
    fn named(&self, name: &str) -> Vec<Traced> {
        let traced = self.0.lock().expect("no thread panics with the lock");
        traced.iter().filter(|traced| traced.name == name).cloned().collect()
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Traces {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let name = attributes.metadata().name().to_owned();
        let parent = context.span(id).and_then(|span| Some(span.parent()?.name().to_owned()));
        let mut traced = Traced { id: id.into_u64(), name, parent, ..Traced::default() };
        attributes.record(&mut traced);
        self.0.lock().expect("no thread panics with the lock").push(traced);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut traced = self.0.lock().expect("no thread panics with the lock");
        // Ids are reused, so the last span with the id is the current one.
        if let Some(span) = traced.iter_mut().rfind(|traced| traced.id == id.into_u64()) {
            values.record(span);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let parent = context.event_span(event).map(|span| span.name().to_owned());
        let mut traced = Traced { parent, ..Traced::default() };
        event.record(&mut traced);
        traced.name = traced.fields.remove("message").unwrap_or_default();
        self.0.lock().expect("no thread panics with the lock").push(traced);
    }
}

/// Returns the fields with these names, in this order.
fn fields<const N: usize>(traced: &Traced, names: [&str; N]) -> [String; N] {
    names.map(|name| traced.field(name).unwrap_or("not set").to_owned())
}

#[tokio::test]
async fn a_request_and_its_attempts_are_spans_with_the_field_names_of_opentelemetry() {
    let (traces, _guard) = Traces::collect();
    let busy = Answer::new("503 Service Unavailable", &[("Retry-After", "0.001")], "");
    let server = Server::start(vec![busy, Answer::ok("{}")]).await;
    let request = Request::new("GET".parse().expect("a method"), server.url("/calls/c-1?sig=hush"));
    let request = request.operation("get_call").client_request_id("id-1");
    let _ = server.plain().send(request).await.expect("a response");

    let (host, port) = server.authority.split_once(':').expect("a port");
    let url = format!("http://{}/calls/c-1", server.authority);
    let common = ["http.request.method", "url.full", "server.address", "server.port"];
    let requests = traces.named("call_http");
    let [request] = requests.as_slice() else { panic!("one request, but {requests:?}") };
    assert_eq!(fields(request, common), ["GET", url.as_str(), host, port]);
    let names = ["otel.name", "otel.kind", "operation", "client_request_id", "attempts"];
    assert_eq!(fields(request, names), ["get_call", "internal", "get_call", "id-1", "2"]);
    let end = ["http.response.status_code", "error.type", "otel.status_code"];
    assert_eq!(fields(request, end), ["200", "not set", "not set"]);

    let attempts = traces.named("call_http_attempt");
    let [first, second] = attempts.as_slice() else { panic!("two attempts, but {attempts:?}") };
    for attempt in [first, second] {
        assert_eq!(attempt.parent.as_deref(), Some("call_http"));
        assert_eq!(fields(attempt, common), ["GET", url.as_str(), host, port]);
        assert_eq!(fields(attempt, ["otel.name", "otel.kind"]), ["GET", "client"]);
    }
    assert_eq!(fields(first, end), ["503", "503", "ERROR"]);
    assert_eq!(fields(second, end), ["200", "not set", "not set"]);
    let resend_count = [first, second].map(|attempt| attempt.field("http.request.resend_count"));
    assert_eq!(resend_count, [None, Some("1")]);

    let waits = traces.named("retrying");
    let [wait] = waits.as_slice() else { panic!("one wait, but {waits:?}") };
    assert_eq!((wait.parent.as_deref(), wait.field("wait_ms")), (Some("call_http"), Some("1")));
    let ends = traces.named("attempt ended");
    assert!(ends.iter().all(|end| end.parent.as_deref() == Some("call_http_attempt")), "{ends:?}");
    assert_eq!(ends.len(), 2);
}

#[tokio::test]
async fn the_span_of_a_request_without_a_response_has_the_kind_of_the_error() {
    let (traces, _guard) = Traces::collect();
    let endpoint = format!("http://{}/", refusing_authority()).parse().expect("a URL");
    let options = quick().retry(RetryPolicy::none());
    let pipeline = call_http::Pipeline::new(endpoint, Credential::none(), options).expect("a pipeline");
    let url = pipeline.url("/x").expect("a URL");
    let error = pipeline.send(Request::new("POST".parse().expect("a method"), url)).await;
    assert_eq!(error.expect_err("no connection").kind(), ErrorKind::Transport);
    let foreign = "https://elsewhere.example/x".parse().expect("a URL");
    let error = pipeline.send(Request::new("GET".parse().expect("a method"), foreign)).await;
    assert_eq!(error.expect_err("not trusted").kind(), ErrorKind::UntrustedHost);

    let end = ["otel.name", "error.type", "otel.status_code", "http.response.status_code", "attempts"];
    let requests: Vec<_> = traces.named("call_http").iter().map(|request| fields(request, end)).collect();
    let expected =
        [["POST", "transport", "ERROR", "not set", "1"], ["GET", "untrusted_host", "ERROR", "not set", "0"]];
    assert_eq!(requests, expected);
    let attempts = traces.named("call_http_attempt");
    assert_eq!(attempts.len(), 1, "there is no attempt for a URL that is not trusted");
    assert_eq!(attempts[0].field("error.type"), Some("transport"));
}
