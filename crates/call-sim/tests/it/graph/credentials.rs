//! Tokens of requests.

use call_sim::Sim;
use graph_calls::{AppHostedMediaConfig, IdentitySet, ParticipantInfo};

use super::bot::{Bot, client, refused};

#[tokio::test]
async fn a_request_without_a_valid_token_is_refused() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let unauthorized = (401, "InvalidAuthenticationToken".to_owned());
    let token = bot.sim.graph().bearer_token();
    let other = Sim::builder().seed(2).start().await.unwrap();
    let foreign = other.graph().bearer_token();
    for token in [format!("{token}x"), foreign, "text".to_owned()] {
        let client = client(&bot.sim, &token);
        assert_eq!(refused(client.call(call.id()).get().await), unauthorized);
    }
    let none =
        bot.http.get(format!("{}/communications/calls/{}", bot.sim.graph().endpoint(), call.id())).send();
    let none = none.await.unwrap();
    assert_eq!(none.status(), 401);
    let body: serde_json::Value = serde_json::from_slice(&none.bytes().await.unwrap()).unwrap();
    assert_eq!(body["error"]["code"], "InvalidAuthenticationToken");
    assert!(body["error"]["innerError"]["request-id"].is_string(), "{body}");
    call.get().await.unwrap();
}

#[tokio::test]
async fn a_call_requires_the_permission_of_its_kind() {
    let bot = Bot::start().await;
    let meeting = bot.sim.graph().meeting();
    let calls = [
        (bot.call_to(&["user-1"]), "Calls.Initiate.All"),
        (bot.call_to(&["user-1", "user-2"]), "Calls.InitiateGroupCall.All"),
        (bot.join(&meeting.join_url()), "Calls.JoinGroupCall.All"),
    ];
    for (call, role) in calls {
        let others = ["Calls.AccessMedia.All", "User.Read.All"];
        let without = client(&bot.sim, &bot.sim.graph().bearer_token_with_roles(&others));
        assert_eq!(refused(without.calls().create(&call).await), (403, "7504".to_owned()), "{role}");
        let with = client(&bot.sim, &bot.sim.graph().bearer_token_with_roles(&[role]));
        with.calls().create(&call).await.unwrap();
        let media = call.media_config(AppHostedMediaConfig::new().blob("media"));
        assert_eq!(refused(with.calls().create(&media).await), (403, "7504".to_owned()), "{role}");
    }
}

#[tokio::test]
async fn a_guest_requires_the_permission_of_guests() {
    let bot = Bot::start().await;
    let meeting = bot.sim.graph().meeting();
    let mut guest = IdentitySet::new();
    guest.extra.insert("guest", serde_json::json!({"id": "guest-1", "displayName": "Guest"}));
    let call = bot.join(&meeting.join_url()).source(ParticipantInfo::new(guest));
    let bearer = |role| client(&bot.sim, &bot.sim.graph().bearer_token_with_roles(&[role]));
    let created = bearer("Calls.JoinGroupCall.All").calls().create(&call).await;
    assert_eq!(refused(created), (403, "7504".to_owned()));
    bearer("Calls.JoinGroupCallAsGuest.All").calls().create(&call).await.unwrap();
}

#[tokio::test]
async fn a_delegated_token_is_refused() {
    let bot = Bot::start().await;
    let delegated = client(&bot.sim, &bot.sim.graph().delegated_token());
    let created = delegated.calls().create(&bot.call_to(&["user-1"])).await;
    assert_eq!(refused(created), (403, "7500".to_owned()));
}

#[tokio::test]
async fn the_tenant_of_a_call_must_be_that_of_the_application() {
    let bot = Bot::start().await;
    let call = bot.call_to(&["user-1"]);
    let mut missing = call.clone();
    missing.tenant_id = None;
    bot.create(&missing).await;
    let mut meeting = bot.join(&bot.sim.graph().meeting().join_url());
    meeting.tenant_id = None;
    for call in [call.tenant_id("another"), meeting] {
        assert_eq!(refused(bot.client.calls().create(&call).await), (403, "7505".to_owned()));
    }
}

#[tokio::test]
async fn tokens_are_in_no_output() {
    let bot = Bot::start().await;
    let token = bot.sim.graph().bearer_token();
    bot.established().await;
    let shown = format!("{:?} {:?} {:?}", bot.sim, bot.sim.graph(), bot.sim.journal());
    assert!(shown.contains("Bearer [redacted]"));
    assert!(!shown.contains(token.split('.').next_back().unwrap()));
    assert!(!shown.contains("Bearer ey"), "{shown}");
}
