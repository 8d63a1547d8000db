//! Calls that the application places.

use call_sim::{Action, Sim};
use graph_calls::{CallDirection, CallState, ParticipantInfo, QueryOptions as _};

use super::bot::{Bot, person, refused};

#[tokio::test]
async fn a_call_to_a_user_is_established_and_ended() {
    let bot = Bot::start().await;
    let created = bot.client.calls().create(&bot.call_to(&["user-1"])).await.unwrap();
    assert_eq!(created.status().as_u16(), 201);
    assert_eq!(created.state, Some(CallState::Establishing));
    assert_eq!(created.direction, Some(CallDirection::Outgoing));
    assert!(created.extra.is_null("resultInfo"), "{created:?}");
    let id = created.id.clone().unwrap();
    let location = created.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(location, format!("{}/communications/calls/{id}", bot.sim.graph().endpoint()));
    assert_eq!(bot.seen().await, ["updated call establishing"]);

    bot.advance(999).await;
    assert!(bot.seen().await.is_empty(), "no party has answered");
    bot.advance(1).await;
    assert_eq!(bot.seen().await, ["updated call established"]);
    let call = bot.client.call(&id);
    assert_eq!(call.get().await.unwrap().state, Some(CallState::Established));

    call.delete().await.unwrap();
    assert_eq!(bot.seen().await, ["updated call terminating", "deleted call terminated 200/5001"]);
    assert_eq!(refused(call.get().await), (404, "8522".to_owned()));
    assert!(bot.sim.calls().is_empty());
}

#[tokio::test]
async fn magic_identifiers_determine_the_reaction() {
    let bot = Bot::start().await;
    let id = |digits| format!("00000000-0000-0000-0000-00000000{digits}");
    for (digits, wait, end) in [
        ("0486", 500, "deleted call terminated 486/8539"),
        ("0603", 500, "deleted call terminated 603/8538"),
        ("0404", 500, "deleted call terminated 480/10037"),
        ("0480", 60_000, "deleted call terminated 480/8541"),
    ] {
        bot.create(&bot.call_to(&[&id(digits)])).await;
        bot.advance(wait).await;
        assert_eq!(bot.seen().await, ["updated call establishing", end]);
    }
    for (digits, expected) in [("0403", (403, "7504")), ("0429", (429, "TooManyRequests"))] {
        let error = bot.client.calls().create(&bot.call_to(&[&id(digits)])).await.expect_err(digits);
        assert_eq!((error.status().unwrap().as_u16(), error.code().unwrap()), expected);
        assert_eq!(error.retry_after().is_some(), digits == "0429");
    }
    bot.create(&bot.call_to(&[&id("0200")])).await;
    bot.advance(0).await;
    assert_eq!(bot.seen().await, ["updated call establishing", "updated call established"]);
    bot.create(&bot.call_to(&[&id("0408")])).await;
    bot.advance(6000).await;
    let seen = bot.seen().await;
    assert_eq!(seen.last().unwrap(), "deleted call terminated 200/18503");
}

#[tokio::test]
async fn scripts_decide_if_no_party_answers_by_itself() {
    let bot = Bot::with(Sim::builder().answer_after(None)).await;
    let expected = [
        (Action::Answer, "updated call established"),
        (Action::Decline, "deleted call terminated 603/8538"),
        (Action::Busy, "deleted call terminated 486/8539"),
        (Action::NoAnswer, "deleted call terminated 480/8541"),
    ];
    for (action, seen) in expected {
        let call = bot.create(&bot.call_to(&["user-1"])).await;
        bot.seen().await;
        bot.act(&call, action);
        assert_eq!(bot.seen().await, [seen]);
    }
    bot.sim.hang_up(&bot.sim.calls()[0].id).unwrap();
    assert_eq!(bot.seen().await, ["deleted call terminated 200/18503"]);
    let error = bot.sim.hang_up("no-such-call").expect_err("has ended");
    assert!(error.to_string().starts_with("there is no call"), "{error}");
}

#[tokio::test]
async fn a_phone_number_requires_an_application_instance() {
    let bot = Bot::start().await;
    let call = bot.call_to(&["+14255550123"]);
    assert_eq!(refused(bot.client.calls().create(&call).await), (403, "7507".to_owned()));
    let mut source = person("ignored");
    source.user = None;
    source.extra.insert("applicationInstance", serde_json::json!({"id": "instance-1"}));
    let handle = bot.create(&call.source(ParticipantInfo::new(source))).await;
    bot.advance(1000).await;
    bot.act(&handle, Action::HangUp);
    let seen = bot.seen().await;
    assert_eq!(seen.last().unwrap(), "deleted call terminated 200/540000");
}

#[tokio::test]
async fn a_group_call_has_a_roster_and_ends_when_all_have_left() {
    let bot = Bot::start().await;
    let call = bot.create(&bot.call_to(&["user-1", "user-2"])).await;
    bot.advance(1000).await;
    let expected = [
        "updated call establishing",
        "updated call established",
        "updated participants 2",
        "updated participants 3",
    ];
    assert_eq!(bot.seen().await, expected);
    bot.sim.act(call.id(), Some("user-2"), &Action::HangUp).unwrap();
    assert_eq!(bot.seen().await, ["updated participants 2"]);
    bot.act(&call, Action::HangUp);
    assert_eq!(bot.seen().await, ["updated participants 1", "deleted call terminated 200/5002"]);
}

#[tokio::test]
async fn a_call_ends_unless_it_is_kept_alive() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    bot.advance(44 * 60_000).await;
    let kept = call.keep_alive().await.unwrap();
    assert_eq!(kept.status().as_u16(), 200);
    bot.advance(44 * 60_000).await;
    assert!(bot.seen().await.is_empty());
    bot.advance(60_000).await;
    assert_eq!(bot.seen().await, ["deleted call terminated 408/8537"]);
    assert_eq!(refused(call.keep_alive().await), (404, "8522".to_owned()));
}

#[tokio::test]
async fn query_options_select_and_expand_members() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let selected = call.get().select(["state", "id"]).await.unwrap();
    assert_eq!(selected.state, Some(CallState::Established));
    assert_eq!(selected.id.as_deref(), Some(call.id()));
    assert_eq!((&selected.callback_uri, &selected.targets), (&None, &None));
    let expanded = call.get().expand(["participants", "operations", "audioRoutingGroups"]).await.unwrap();
    assert_eq!(expanded.participants.as_ref().map(Vec::len), Some(2));
    assert_eq!(expanded.operations.as_deref(), Some(&[][..]));
    assert_eq!(call.get().await.unwrap().participants, None);
    let both = call.get().select(["id"]).expand(["participants"]).await.unwrap();
    assert_eq!((both.participants.as_ref().map(Vec::len), both.state.clone()), (Some(2), None));
    for query in ["$select=nothing", "$expand=state", "$filter=id", "$expand=nothing"] {
        let (name, value) = query.split_once('=').unwrap();
        let request = call.get().query(name, value);
        assert_eq!(refused(request.await), (400, "BadRequest".to_owned()), "{query}");
    }
}
