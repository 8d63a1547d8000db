//! Starting and stopping, time, the journal, and magic identifiers.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use call_http::reqwest::Client;
use call_sim::{Kind, Magic, Sim, Time};
use jiff::Timestamp;

#[tokio::test]
async fn only_a_loopback_address_is_accepted() {
    let address = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let error = Sim::builder().address(address).start().await.expect_err("not on loopback");
    assert!(error.to_string().contains("0.0.0.0:0 is not a loopback address"), "{error}");
}

#[tokio::test]
async fn a_port_in_use_is_an_error_with_the_address() {
    let sim = Sim::start().await.expect("a simulator");
    let port = sim.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let error = Sim::builder().port(port).start().await.expect_err("the port is in use");
    assert!(error.to_string().contains(&format!("cannot listen on 127.0.0.1:{port}")), "{error}");
}

#[tokio::test]
async fn dropping_a_simulator_stops_it() {
    let sim = Sim::start().await.expect("a simulator");
    let url = sim.url().to_owned();
    Client::new().get(&url).send().await.expect("a response");
    drop(sim);
    // The listener is dropped by the runtime.
    while Client::new().get(&url).send().await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn virtual_time_passes_only_on_request() {
    let sim = Sim::builder().time(Time::Virtual).start().await.expect("a simulator");
    let start = sim.now();
    sim.advance(Duration::from_secs(900)).await;
    assert_eq!(sim.now().duration_since(start).as_nanos(), 900_000_000_000);
}

#[tokio::test]
async fn a_skip_beyond_the_range_of_timestamps_ends_at_the_last_one() {
    let sim = Sim::builder().time(Time::Virtual).start().await.expect("a simulator");
    for _ in 0..2 {
        sim.advance(Duration::MAX).await;
        assert_eq!(sim.now(), Timestamp::MAX);
    }
}

#[tokio::test]
async fn the_journal_contains_no_credential() {
    let sim = Sim::start().await.expect("a simulator");
    let url = format!("{}/calling/callConnections/c-1?api-version=2026-03-12&sig=s3cret", sim.url());
    Client::new()
        .get(url)
        .bearer_auth("s3cret-token")
        .header("cookie", "s3cret")
        .send()
        .await
        .expect("a response");
    let journal = sim.journal();
    assert_eq!(journal[0].kind, Kind::Request);
    assert_eq!(journal[1].in_reply_to, Some(journal[0].number));
    assert!(journal[0].headers.contains(&("authorization".to_owned(), "Bearer [redacted]".to_owned())));
    assert!(!format!("{journal:?}{sim:?}").contains("s3cret"));
}

#[test]
fn magic_identifiers_are_numbers_and_guids() {
    assert_eq!(Magic::of("+14255550486"), Some(Magic::Busy));
    assert_eq!(Magic::of("4:+14255550480"), Some(Magic::NoAnswer));
    assert_eq!(Magic::of("8:orgid:550fae72-d251-43ec-868c-000000000603"), Some(Magic::Declined));
    for other in ["+14255550123", "+14255560486", "550fae72-d251-43ec-868c-373732c20486", "486", "é486", ""]
    {
        assert_eq!(Magic::of(other), None, "{other}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_an_error_of_the_service() {
    let sim = Sim::start().await.expect("a simulator");
    let url = format!("{}/v1.0/communications/calls", sim.url());
    let response = Client::new().post(url).body(vec![b' '; 9 << 20]).send().await.expect("a response");
    assert_eq!(response.status(), 413);
    let body: serde_json::Value =
        serde_json::from_slice(&response.bytes().await.expect("a body")).expect("JSON");
    assert!(body["error"]["code"].is_string(), "{body}");
}
