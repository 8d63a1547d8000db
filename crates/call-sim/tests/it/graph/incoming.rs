//! Calls to the application.

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use call_sim::{Action, Ring, Service, Sim};
use graph_calls::{
    CallRedirectParameters, CallRejectParameters, CallState, InvitationParticipantInfo, RejectReason,
};

use super::bot::{Bot, person, refused};

fn ring(bot: &Bot) -> graph_calls::client::CallHandle {
    bot.client.call(bot.sim.ring(Service::Graph, &Ring::new("user-1").display_name("Ann")).unwrap())
}

#[tokio::test]
async fn an_incoming_call_is_announced_and_answered() {
    let bot = Bot::start().await;
    let call = ring(&bot);
    let first = bot.take().await.pop().unwrap();
    assert_eq!(first.path.as_ref().map(|path| path.call_id.as_str()), Some(call.id()));
    let body = bot.received.lock().unwrap().bodies[0].clone();
    let data = &body["value"][0]["resourceData"];
    assert_eq!(body["value"][0]["changeType"], "created");
    assert_eq!(body["value"][0]["resource"], format!("/app/calls/{}", call.id()));
    assert_eq!(data["state"], "incoming");
    assert_eq!(data["source"]["identity"]["user"]["displayName"], "Ann");
    assert_eq!(data["targets"][0]["identity"]["application"]["id"], bot.sim.graph().app_id());
    assert_eq!(data["requestedModalities"][0], "audio");
    assert_eq!(data["tenantId"], bot.sim.graph().tenant_id());

    let mut parameters = bot.answer();
    parameters.callback_uri = Some(bot.other_url());
    assert_eq!(call.answer(&parameters).await.unwrap().status(), StatusCode::ACCEPTED);
    bot.advance(50).await;
    assert_eq!(bot.seen().await, ["updated call establishing", "updated call established"]);
    assert_eq!(bot.received.lock().unwrap().paths, ["/callback", "/other", "/other"]);
    assert_eq!(refused(call.answer(&parameters).await), (409, "8519".to_owned()));
    bot.act(&call, Action::HangUp);
    assert_eq!(bot.seen().await, ["deleted call terminated 200/18503"]);
}

#[tokio::test]
async fn a_call_from_a_phone_has_a_phone_as_its_source() {
    let bot = Bot::start().await;
    bot.sim.ring(Service::Graph, &Ring::new("+14255550123")).unwrap();
    bot.sim.settle().await;
    let body = bot.received.lock().unwrap().bodies[0].clone();
    let source = &body["value"][0]["resourceData"]["source"];
    assert_eq!(source["identity"]["phone"]["id"], "+14255550123");
}

#[tokio::test]
async fn a_call_that_is_not_answered_in_15_seconds_ends() {
    let bot = Bot::start().await;
    let call = ring(&bot);
    bot.advance(14_999).await;
    assert_eq!(bot.seen().await, ["created call incoming"]);
    bot.advance(1).await;
    assert_eq!(bot.seen().await, ["deleted call terminated 408/8587"]);
    assert_eq!(refused(call.answer(&bot.answer()).await), (404, "8522".to_owned()));
}

#[tokio::test]
async fn the_caller_can_hang_up_before_the_answer() {
    let bot = Bot::start().await;
    let call = ring(&bot);
    let error = bot.sim.press(call.id(), "1").expect_err("the call rings");
    assert_eq!(
        error.to_string(),
        "press is not possible while the call is incoming (expected hangUp; the application must answer)"
    );
    bot.act(&call, Action::HangUp);
    assert_eq!(bot.seen().await, ["created call incoming", "deleted call terminated 487/8542"]);
}

#[tokio::test]
async fn a_rejected_call_is_deleted_without_a_state() {
    let bot = Bot::start().await;
    let call = ring(&bot);
    let parameters = CallRejectParameters::new().reason(RejectReason::Busy).callback_uri(bot.other_url());
    assert_eq!(call.reject(&parameters).await.unwrap().status(), StatusCode::ACCEPTED);
    assert_eq!(bot.seen().await, ["created call incoming", "deleted call"]);
    assert_eq!(bot.received.lock().unwrap().paths, ["/callback", "/other"]);
    assert_eq!(refused(call.get().await), (404, "8522".to_owned()));
}

#[tokio::test]
async fn the_first_target_of_a_redirection_that_answers_takes_the_call() {
    let bot = Bot::with(Sim::builder().answer_after(None)).await;
    let targets = ["user-2", "user-3"].map(|key| InvitationParticipantInfo::new(person(key)));
    let parameters = CallRedirectParameters::new(targets);
    let call = ring(&bot);
    assert_eq!(call.redirect(&parameters).await.unwrap().status(), StatusCode::ACCEPTED);
    assert_eq!(bot.sim.calls()[0].state, "redirecting");
    assert_eq!(call.get().await.unwrap().state, Some(CallState::Incoming));
    bot.seen().await;
    bot.sim.act(call.id(), Some("user-3"), &Action::Answer).unwrap();
    assert_eq!(bot.seen().await, ["deleted call terminated 200/5003"]);

    let call = ring(&bot);
    call.redirect(&parameters).await.unwrap();
    bot.seen().await;
    bot.advance(59_999).await;
    assert!(bot.seen().await.is_empty());
    bot.advance(1).await;
    assert_eq!(bot.seen().await, ["deleted call terminated 408/8541"]);

    let call = ring(&bot);
    call.redirect(&parameters).await.unwrap();
    bot.seen().await;
    bot.act(&call, Action::HangUp);
    assert_eq!(bot.seen().await, ["deleted call terminated 487/8542"]);

    let call = ring(&bot);
    for parameters in [
        parameters.clone().timeout(14),
        parameters.clone().timeout(91),
        CallRedirectParameters::new(Vec::<InvitationParticipantInfo>::new()),
        parameters.callback_uri("http://bot.contoso.example/callback"),
    ] {
        assert_eq!(refused(call.redirect(&parameters).await), (400, "8523".to_owned()));
    }
}

#[tokio::test]
async fn a_call_that_the_bot_does_not_acknowledge_ends() {
    let bot = Bot::start().await;
    bot.respond(StatusCode::FORBIDDEN);
    ring(&bot);
    assert_eq!(bot.seen().await, ["created call incoming", "deleted call terminated 408/8586"]);
}

#[tokio::test]
async fn the_first_notification_follows_redirects() {
    let bot = Bot::start().await;
    for status in [StatusCode::FOUND, StatusCode::TEMPORARY_REDIRECT] {
        bot.clear();
        bot.respond((status, [(LOCATION, bot.other_url())]));
        let call = ring(&bot);
        assert_eq!(bot.seen().await, ["created call incoming", "created call incoming"]);
        assert_eq!(bot.received.lock().unwrap().paths, ["/callback", "/other"]);
        call.answer(&bot.answer()).await.unwrap();
    }
}

#[tokio::test]
async fn no_content_requests_the_notification_again() {
    let bot = Bot::start().await;
    bot.respond(StatusCode::NO_CONTENT);
    let call = ring(&bot);
    assert_eq!(bot.seen().await, ["created call incoming", "created call incoming"]);
    call.answer(&bot.answer()).await.unwrap();

    bot.sim.graph().older_form_first(true);
    bot.clear();
    let call = ring(&bot);
    assert_eq!(
        bot.seen().await,
        ["created call incoming"],
        "the receiver responds to the older form with 204"
    );
    let bodies = bot.received.lock().unwrap().bodies.clone();
    assert_eq!((&bodies[0]["callState"], &bodies[0]["id"]), (&"incoming".into(), &call.id().into()));
    call.answer(&bot.answer()).await.unwrap();
}

#[tokio::test]
async fn a_call_to_the_application_requires_a_webhook() {
    let sim = Sim::start().await.unwrap();
    let error = sim.ring(Service::Graph, &Ring::new("user-1")).expect_err("has no webhook");
    assert!(error.to_string().contains("`Graph::webhook`"), "{error}");
}

#[tokio::test]
async fn a_reset_keeps_the_webhook() {
    let bot = Bot::start().await;
    ring(&bot);
    bot.seen().await;
    bot.sim.reset();
    assert!(bot.sim.calls().is_empty());
    bot.clear();
    ring(&bot);
    assert_eq!(bot.seen().await, ["created call incoming"]);
}
