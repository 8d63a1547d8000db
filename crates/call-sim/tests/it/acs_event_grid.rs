//! Event Grid: subscriptions, incoming calls, and retries.

use std::time::Duration;

use acs_calling::IncomingCall;
use acs_calling::events::Event;
use call_http::reqwest::Client;
use call_sim::{CallbackFault, EventSchema, FaultRule, Kind, Ring, Service, Sim, Time};

use crate::grid::{Behavior, Delivered, Grid};

async fn started() -> Sim {
    Sim::builder().time(Time::Virtual).start().await.expect("a simulator")
}

fn incoming(delivered: &Delivered) -> &IncomingCall {
    match &delivered.data {
        Event::IncomingCall(call) => call,
        other => panic!("expected an incoming call, found {other:?}"),
    }
}

fn header<'d>(delivered: &'d Delivered, name: &str) -> Option<&'d str> {
    delivered.headers.get(name).map(|value| value.to_str().expect("text"))
}

#[tokio::test]
async fn both_schemas_are_validated_and_receive_an_incoming_call() {
    for schema in [EventSchema::EventGrid, EventSchema::CloudEvents] {
        let (sim, grid) = (started().await, Grid::start().await);
        sim.acs().subscribe(&grid.url, schema).await.expect("a subscription");
        let ring = Ring::new("+14255550123").display_name("Ada");
        let id = sim.ring(Service::Acs, &ring).expect("an incoming call");

        let delivered = grid.wait_for(1).await.remove(0);
        let call = incoming(&delivered);
        assert_eq!(delivered.id, id);
        let number = sim.acs().phone_number();
        assert_eq!(delivered.subject, format!("/caller/4:+14255550123/recipient/4:{number}"));
        let from = call.from.as_ref().expect("a caller");
        assert_eq!(from.raw_id.as_deref(), Some("4:+14255550123"));
        assert_eq!(from.kind.as_ref().map(ToString::to_string).as_deref(), Some("phoneNumber"));
        assert_eq!(call.caller_display_name.as_deref(), Some("Ada"));
        assert!(call.server_call_id.is_some() && call.correlation_id.is_some());
        let context = call.incoming_call_context.as_deref().expect("a context");
        assert!(context.len() > 1000, "{}", context.len());
        assert_eq!(header(&delivered, "aeg-event-type"), Some("Notification"));
        assert_eq!(header(&delivered, "aeg-delivery-count"), Some("0"));
        assert_eq!(header(&delivered, "aeg-subscription-name"), Some("CALL-SIM-1"));
        let origin = header(&delivered, "webhook-request-origin");
        assert_eq!(origin.is_some(), schema == EventSchema::CloudEvents);
    }
}

#[tokio::test]
async fn ringing_without_a_subscription_fails_and_names_the_remedy() {
    let sim = started().await;
    let error = sim.ring(Service::Acs, &Ring::new("+14255550123")).expect_err("no subscription");
    assert!(error.to_string().contains("`Acs::subscribe` or POST /_sim/subscriptions adds one"), "{error}");
}

#[tokio::test]
async fn an_endpoint_that_refuses_the_handshake_is_not_subscribed() {
    for schema in [EventSchema::EventGrid, EventSchema::CloudEvents] {
        // Event Grid does not accept 202.
        for status in [202, 403] {
            let (sim, grid) = (started().await, Grid::start().await);
            grid.next([Behavior::Status(status)]);
            let error = sim.acs().subscribe(&grid.url, schema).await.expect_err("refused");
            assert!(error.to_string().contains(&status.to_string()), "{error}");
            sim.ring(Service::Acs, &Ring::new("+14255550123")).expect_err("no active subscription");
        }
    }
}

#[tokio::test]
async fn an_endpoint_with_another_secret_is_not_subscribed() {
    let (sim, grid) = (started().await, Grid::start().await);
    let url = grid.url.replace("8Zb2", "9Zb2");
    let error = sim.acs().subscribe(&url, EventSchema::EventGrid).await.expect_err("another secret");
    assert!(error.to_string().contains("403"), "{error}");
}

#[tokio::test]
async fn a_get_request_to_the_validation_url_confirms_a_subscription() {
    let (sim, grid) = (started().await, Grid::start().await);
    grid.next([Behavior::ConfirmByGet]);
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    sim.ring(Service::Acs, &Ring::new("+14255550123")).expect("an incoming call");
    incoming(&grid.wait_for(1).await[0]);
}

#[tokio::test]
async fn an_endpoint_that_never_confirms_fails_after_ten_minutes() {
    let (sim, grid) = (started().await, Grid::start().await);
    grid.next([Behavior::Status(200)]);
    let acs = sim.acs();
    let subscribing = acs.subscribe(&grid.url, EventSchema::EventGrid);
    let waiting = async {
        sim.wait_for(|entry| entry.name == "awaitingManualAction").await;
        sim.advance(Duration::from_secs(601)).await;
    };
    let (result, ()) = tokio::join!(subscribing, waiting);
    let error = result.expect_err("never confirmed");
    assert!(error.to_string().contains("ten minutes"), "{error}");
}

#[tokio::test]
async fn a_wrong_validation_code_is_refused() {
    let (sim, grid) = (started().await, Grid::start().await);
    grid.next([Behavior::Status(200)]);
    let acs = sim.acs();
    let guessing = async {
        sim.wait_for(|entry| entry.name == "awaitingManualAction").await;
        let url = format!("{}/eventGrid/validate?id=1&code=guess", sim.url());
        let response = Client::new().get(url).send().await.expect("a response");
        sim.advance(Duration::from_secs(601)).await;
        response.status()
    };
    let (result, status) = tokio::join!(acs.subscribe(&grid.url, EventSchema::EventGrid), guessing);
    assert_eq!(status, 400);
    result.expect_err("not confirmed");
}

#[tokio::test]
async fn only_https_and_loopback_urls_can_subscribe() {
    let sim = started().await;
    for url in ["http://bot.example/events", "ftp://127.0.0.1/events", "events"] {
        let error = sim.acs().subscribe(url, EventSchema::EventGrid).await.expect_err(url);
        assert!(error.to_string().contains("expected https, or http on loopback"), "{error}");
    }
}

#[tokio::test]
async fn a_refused_event_is_delivered_again_on_the_schedule_with_the_same_id() {
    let (sim, grid) = (started().await, Grid::start().await);
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    // After 500 the wait is that of the schedule; after 404 and 503 it is longer.
    grid.next([500, 404, 503].map(Behavior::Status));
    let id = sim.ring(Service::Acs, &Ring::new("+14255550123")).expect("an incoming call");
    let start = sim.now();
    sim.advance(Duration::from_secs(1000)).await;
    let delivered = grid.wait_for(1).await;
    assert_eq!(delivered.len(), 1);
    assert_eq!(delivered[0].id, id);
    assert_eq!(header(&delivered[0], "aeg-delivery-count"), Some("3"));
    let attempts =
        sim.journal().into_iter().filter(|one| one.kind == Kind::Callback && one.name == "IncomingCall");
    let times: Vec<_> = attempts.map(|attempt| attempt.time.duration_since(start).as_secs()).collect();
    assert_eq!(times, [0, 10, 310, 370]);
}

#[tokio::test]
async fn an_event_that_is_never_accepted_is_dropped_within_a_day() {
    let (sim, grid) = (started().await, Grid::start().await);
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    grid.next([Behavior::Status(500); 30]);
    sim.ring(Service::Acs, &Ring::new("+14255550123")).expect("an incoming call");
    sim.advance(Duration::from_secs(48 * 3600)).await;
    let warning = sim.wait_for(|one| one.kind == Kind::Warning && one.name == "IncomingCall").await;
    assert_eq!(warning.detail, "not delivered after 11 attempts, and dropped");
}

#[tokio::test]
async fn an_event_that_a_fault_drops_is_not_delivered_again() {
    let (sim, grid) = (started().await, Grid::start().await);
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    sim.fault(FaultRule::on_callbacks(CallbackFault::Lost).name("IncomingCall").nth(1));
    for caller in ["+14255550123", "+14255550124"] {
        sim.ring(Service::Acs, &Ring::new(caller)).expect("an incoming call");
    }
    sim.advance(Duration::from_secs(3600)).await;
    let delivered = grid.wait_for(1).await;
    assert_eq!(delivered.len(), 1);
    let from = incoming(&delivered[0]).from.as_ref().expect("a caller");
    assert_eq!(from.raw_id.as_deref(), Some("4:+14255550124"));
}

#[tokio::test]
async fn a_call_rings_for_thirty_seconds() {
    let (sim, grid) = (started().await, Grid::start().await);
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    let id = sim.ring(Service::Acs, &Ring::new("+14255550123")).expect("an incoming call");
    sim.advance(Duration::from_secs(29)).await;
    let calls = sim.calls();
    assert_eq!((calls[0].id.as_str(), calls[0].state.as_str()), (id.as_str(), "ringing"));
    assert_eq!(calls[0].parties[0].id, "4:+14255550123");
    sim.advance(Duration::from_secs(1)).await;
    assert!(sim.calls().is_empty());
}

#[tokio::test]
async fn a_call_stops_ringing_when_the_caller_hangs_up() {
    let (sim, grid) = (started().await, Grid::start().await);
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    let id = sim.ring(Service::Acs, &Ring::new("+14255550123")).expect("an incoming call");
    sim.press(&id, "1").expect_err("the call is not answered");
    sim.hang_up(&id).expect("the caller can hang up");
    assert!(sim.calls().is_empty());
}

#[tokio::test]
async fn a_subscription_remains_after_a_reset() {
    let (sim, grid) = (started().await, Grid::start().await);
    sim.acs().subscribe(&grid.url, EventSchema::CloudEvents).await.expect("a subscription");
    sim.ring(Service::Acs, &Ring::new("+14255550123")).expect("an incoming call");
    sim.settle().await;
    sim.reset();
    assert!(sim.calls().is_empty());
    sim.ring(Service::Acs, &Ring::new("+14255550124")).expect("an incoming call");
    assert_eq!(grid.wait_for(2).await.len(), 2);
}

#[tokio::test]
async fn each_subscription_receives_each_event() {
    let (sim, one, other) = (started().await, Grid::start().await, Grid::start().await);
    sim.acs().subscribe(&one.url, EventSchema::EventGrid).await.expect("a subscription");
    sim.acs().subscribe(&other.url, EventSchema::CloudEvents).await.expect("a subscription");
    // The same URL again replaces the subscription.
    sim.acs().subscribe(&one.url, EventSchema::CloudEvents).await.expect("a subscription");
    sim.ring(Service::Acs, &Ring::new("+14255550123")).expect("an incoming call");
    sim.settle().await;
    let (one, other) = (one.wait_for(1).await, other.wait_for(1).await);
    assert_eq!((one.len(), other.len()), (1, 1));
    assert_eq!(one[0].id, other[0].id);
}
