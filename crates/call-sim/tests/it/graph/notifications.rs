//! The delivery of notifications: headers, tokens, retries, faults.

use axum::http::StatusCode;
use call_sim::{CallbackFault, FaultRule, Kind, Ring, Service};

use super::bot::Bot;

#[tokio::test]
async fn notifications_have_the_headers_of_the_service() {
    let bot = Bot::start().await;
    let call = bot.client.calls().create(&bot.call_to(&["user-1"]));
    let call = call.header("scenario-id", "scenario-7").await.unwrap();
    bot.sim.settle().await;
    let headers = bot.received.lock().unwrap().headers[0].clone();
    assert_eq!(headers["scenario-id"], "scenario-7");
    assert_eq!(headers["user-agent"], "Microsoft-Skype/3.0,(Calling/1.0)");
    assert_eq!(headers["content-type"], "application/json; charset=utf-8");
    let chain = headers["x-microsoft-skype-chain-id"].to_str().unwrap();
    assert_eq!(Some(chain), call.call_chain_id.as_deref());
    assert!(headers.contains_key("x-microsoft-skype-message-id"));
    let body = bot.received.lock().unwrap().bodies[0].clone();
    assert_eq!(body["@odata.type"], "#microsoft.graph.commsNotifications");
    assert_eq!(body["value"][0]["@odata.type"], "#microsoft.graph.commsNotification");
    assert_eq!(body["value"][0]["resourceData"]["@odata.type"], "#microsoft.graph.call");
}

#[tokio::test]
async fn a_notification_is_retried_after_a_transient_error() {
    let bot = Bot::start().await;
    for status in [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS] {
        bot.respond(status);
    }
    bot.create(&bot.call_to(&["user-1"])).await;
    bot.advance(999).await;
    assert_eq!(bot.seen().await, ["updated call establishing"]);
    bot.advance(1).await;
    assert_eq!(bot.seen().await, ["updated call establishing"]);
    bot.advance(2999).await;
    assert!(bot.seen().await.is_empty(), "established waits for establishing");
    bot.advance(1).await;
    assert_eq!(bot.seen().await, ["updated call establishing", "updated call established"]);
}

#[tokio::test]
async fn a_notification_is_dropped_after_three_attempts_or_a_refusal() {
    let bot = Bot::start().await;
    bot.respond(StatusCode::BAD_REQUEST);
    bot.create(&bot.call_to(&["user-1"])).await;
    bot.advance(1000).await;
    assert_eq!(bot.seen().await, ["updated call establishing", "updated call established"]);
    for _ in 0..3 {
        bot.respond(StatusCode::INTERNAL_SERVER_ERROR);
    }
    bot.create(&bot.call_to(&["user-1"])).await;
    bot.advance(60_000).await;
    let establishing = ["updated call establishing"; 3];
    assert_eq!(bot.seen().await, [&establishing[..], &["updated call established"]].concat());
    let journal = bot.sim.journal();
    assert!(journal.iter().any(|entry| entry.kind == Kind::Warning && entry.detail.contains("dropped")));
}

#[tokio::test]
async fn faulty_tokens_are_refused_by_the_receiver() {
    for fault in [
        CallbackFault::ExpiredToken,
        CallbackFault::WrongSignature,
        CallbackFault::WrongAudience,
        CallbackFault::UnknownKid,
    ] {
        let bot = Bot::start().await;
        bot.sim.fault(FaultRule::on_callbacks(fault.clone()).service(Service::Graph));
        bot.sim.ring(Service::Graph, &Ring::new("user-1")).unwrap();
        assert!(bot.seen().await.is_empty(), "{fault:?}");
        assert_eq!(bot.received.lock().unwrap().refused.first(), Some(&401), "{fault:?}");
        assert!(bot.sim.calls().is_empty(), "{fault:?}: the call was not acknowledged");
    }
}

#[tokio::test]
async fn faults_reorder_and_repeat_notifications() {
    let bot = Bot::start().await;
    let id = bot.sim.fault(FaultRule::on_callbacks(CallbackFault::OutOfOrder).name("establishing"));
    bot.create(&bot.call_to(&["user-1"])).await;
    bot.advance(1000).await;
    assert_eq!(bot.seen().await, ["updated call established", "updated call establishing"]);
    bot.sim.remove_fault(id);
    bot.sim.fault(FaultRule::on_callbacks(CallbackFault::Doubled).name("establishing"));
    bot.create(&bot.call_to(&["user-1"])).await;
    assert_eq!(bot.seen().await, ["updated call establishing"; 2]);
}

#[tokio::test]
async fn unknown_types_members_and_values_are_received() {
    let bot = Bot::start().await;
    for fault in [CallbackFault::UnknownMembers, CallbackFault::UnknownValues, CallbackFault::EmptyBody] {
        bot.sim.clear_faults();
        bot.sim.fault(FaultRule::on_callbacks(fault.clone()));
        bot.create(&bot.call_to(&["user-1"])).await;
        let expected: &[&str] = match fault {
            CallbackFault::UnknownMembers => &["updated call establishing"],
            CallbackFault::UnknownValues => &["addedLater call addedLater"],
            _ => &[],
        };
        assert_eq!(bot.seen().await, expected, "{fault:?}");
    }
    assert!(bot.received.lock().unwrap().refused.is_empty());
}
