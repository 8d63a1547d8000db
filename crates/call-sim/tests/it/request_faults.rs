//! Faults of requests, as a client sees them.

use std::error::Error;
use std::time::{Duration, SystemTime};

use call_http::reqwest::{self, Client, Response};
use call_sim::{FaultRule, Kind, RequestFault, RetryAfter, Service, Sim};

/// Sends a request without a credential, which the simulator refuses.
async fn send(sim: &Sim) -> reqwest::Result<Response> {
    Client::new()
        .get(format!("{}/calling/callConnections/c-1?api-version=2026-03-12", sim.url()))
        .send()
        .await
}

/// Sends a request with a fault.
async fn send_with(fault: RequestFault) -> (Sim, reqwest::Result<Response>) {
    let sim = Sim::start().await.expect("a simulator");
    sim.fault(FaultRule::on_requests(fault));
    let response = send(&sim).await;
    (sim, response)
}

fn retry_after(response: &Response) -> &str {
    response.headers()["retry-after"].to_str().expect("text")
}

fn throttled(retry_after: RetryAfter) -> RequestFault {
    RequestFault::Status { status: 429, retry_after: Some(retry_after) }
}

#[tokio::test]
async fn a_status_is_sent_with_each_form_of_retry_after() {
    let (_sim, response) = send_with(throttled(RetryAfter::Seconds(2))).await;
    let response = response.expect("a response");
    assert_eq!((response.status().as_u16(), retry_after(&response)), (429, "2"));

    let (_sim, response) = send_with(throttled(RetryAfter::Fraction(2.125))).await;
    assert_eq!(retry_after(&response.expect("a response")), "2.125");

    let (_sim, response) = send_with(throttled(RetryAfter::Date(90))).await;
    let response = response.expect("a response");
    let date = httpdate::parse_http_date(retry_after(&response)).expect("a date");
    let wait = date.duration_since(SystemTime::now()).expect("a date in the future");
    assert!(wait <= Duration::from_secs(90) && wait > Duration::from_secs(60), "{wait:?}");

    let (_sim, response) = send_with(RequestFault::Status { status: 503, retry_after: None }).await;
    let response = response.expect("a response");
    assert_eq!((response.status().as_u16(), response.headers().get("retry-after")), (503, None));
}

#[tokio::test]
async fn a_retry_after_of_any_length_is_sent() {
    let sim = Sim::start().await.expect("a simulator");
    sim.fault(FaultRule::on_requests(throttled(RetryAfter::Fraction(1.8e19))));
    for _ in 0..2 {
        assert_eq!(send(&sim).await.expect("a response").status(), 429);
    }
}

#[tokio::test]
async fn a_reset_has_no_response() {
    for fault in [RequestFault::ResetBefore, RequestFault::ResetAfter] {
        let (_sim, response) = send_with(fault).await;
        let error = response.expect_err("no response");
        let sources = std::iter::successors(error.source(), |error: &&dyn Error| (*error).source());
        let text: String = sources.map(|source| format!("{source}: ")).collect();
        assert!(text.contains("reset"), "{text}");
    }
}

#[tokio::test]
async fn a_request_is_processed_unless_the_fault_precedes_it() {
    for (fault, processed) in [(RequestFault::ResetBefore, false), (RequestFault::ResetAfter, true)] {
        let sim = Sim::start().await.expect("a simulator");
        sim.fault(FaultRule::on_requests(fault));
        send(&sim).await.expect_err("no response");
        let journal = sim.journal();
        // The response of a request that was processed is in the journal, even if it was not sent.
        assert_eq!(journal.iter().any(|entry| entry.kind == Kind::Response), processed, "{journal:?}");
    }
}

#[tokio::test]
async fn a_truncated_body_is_an_error() {
    let (_sim, response) = send_with(RequestFault::CutBody).await;
    // The connection may end before the client has read the headers.
    let error = match response {
        Ok(response) => response.bytes().await.expect_err("half a body"),
        Err(error) => error,
    };
    assert!(!error.is_status() && !error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn slow_bytes_arrive_completely() {
    let (_sim, slow) = send_with(RequestFault::SlowBytes(1)).await;
    let sim = Sim::start().await.expect("a simulator");
    let whole = send(&sim).await.expect("a response").bytes().await.expect("a body");
    assert!(!whole.is_empty());
    assert_eq!(slow.expect("a response").bytes().await.expect("a body"), whole);
}

#[tokio::test]
async fn a_fault_replaces_the_body_or_the_content_type() {
    let (_sim, response) = send_with(RequestFault::HtmlPage).await;
    let response = response.expect("a response");
    assert_eq!(response.status(), 200);
    assert!(response.text().await.expect("text").starts_with("<!DOCTYPE html>"));

    let (_sim, response) = send_with(RequestFault::ContentType).await;
    assert_eq!(response.expect("a response").headers()["content-type"], "application/octet-stream");
}

#[tokio::test]
async fn the_conditions_of_a_rule_select_requests() {
    let sim = Sim::start().await.expect("a simulator");
    let fault = || FaultRule::on_requests(RequestFault::Status { status: 500, retry_after: None });
    sim.fault(fault().service(Service::Graph));
    sim.fault(fault().name("another_operation"));
    sim.fault(fault().probability(0.0));
    sim.fault(fault().nth(2));
    let statuses = [send(&sim).await, send(&sim).await, send(&sim).await]
        .map(|response| response.expect("a response").status().as_u16());
    assert_eq!(statuses[1], 500);
    assert_eq!(statuses[0], statuses[2]);
    assert_ne!(statuses[0], 500);

    sim.clear_faults();
    let id = sim.fault(fault().times(1));
    assert_eq!(send(&sim).await.expect("a response").status(), 500);
    assert_ne!(send(&sim).await.expect("a response").status(), 500);
    assert!(sim.remove_fault(id));
    assert!(!sim.remove_fault(id));
}

#[tokio::test]
async fn a_retry_before_the_end_of_retry_after_is_a_warning() {
    let sim = Sim::start().await.expect("a simulator");
    sim.fault(FaultRule::on_requests(throttled(RetryAfter::Seconds(30))).times(1));
    send(&sim).await.expect("a response");
    assert!(!sim.journal().iter().any(|entry| entry.kind == Kind::Warning));
    send(&sim).await.expect("a response");
    let journal = sim.journal();
    let warning = journal.iter().find(|entry| entry.kind == Kind::Warning).expect("a warning");
    assert!(warning.detail.ends_with("before the end of Retry-After"), "{warning:?}");
}
