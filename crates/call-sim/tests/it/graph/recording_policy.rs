//! Policy-based recording.

use axum::http::StatusCode;
use call_sim::Ring;
use graph_calls::client::CallHandle;
use graph_calls::notification::{Resource, joining_answer};
use graph_calls::{
    AcceptJoinResponse, CallUpdateRecordingStatusParameters, IncomingCallOptions, InviteNewBotResponse,
    RecordingStatus, RejectJoinResponse, RejectReason,
};

use super::bot::{Bot, refused};

async fn recorded(bot: &Bot) -> CallHandle {
    let id = bot.sim.graph().ring_for_recording(&Ring::new("user-1")).unwrap();
    let call = bot.client.call(id);
    let options = IncomingCallOptions::new().is_content_sharing_notification_enabled(true);
    call.answer(&bot.answer().call_options(options)).await.unwrap();
    bot.advance(50).await;
    call
}

fn respond(bot: &Bot, answer: graph_calls::notification::Answer) {
    let response: http::Response<String> = answer.into();
    bot.respond(response);
}

#[tokio::test]
async fn a_recorded_call_must_be_answered_in_5_seconds() {
    let bot = Bot::start().await;
    bot.sim.graph().ring_for_recording(&Ring::new("user-1")).unwrap();
    bot.advance(5000).await;
    assert_eq!(bot.seen().await, ["created call incoming", "deleted call terminated 408/8587"]);
    let data = bot.received.lock().unwrap().bodies[0]["value"][0]["resourceData"].clone();
    let reasons = &data["applicationMetadata"]["botData"]["inviteReasons"];
    assert_eq!(reasons[0], "ComplianceRecording");
    assert!(data["incomingContext"]["observedParticipantId"].is_string(), "{data}");
}

#[tokio::test]
async fn the_recording_status_is_in_the_roster() {
    let bot = Bot::start().await;
    let call = recorded(&bot).await;
    bot.clear();
    let recording = CallUpdateRecordingStatusParameters::new(RecordingStatus::Recording);
    call.update_recording_status(&recording).await.unwrap();
    let last = bot.take().await.pop().unwrap().resource;
    let Resource::Participants(roster) = last else { panic!("{last:?}") };
    let info = roster[0].recording_info.as_ref().unwrap();
    assert_eq!(info.recording_status, Some(RecordingStatus::Recording));
    let other = bot.established().await;
    assert_eq!(refused(other.update_recording_status(&recording).await), (400, "8506".to_owned()));
}

#[tokio::test]
async fn the_response_decides_whether_a_participant_joins() {
    let bot = Bot::start().await;
    let call = recorded(&bot).await;
    bot.clear();
    respond(&bot, joining_answer(AcceptJoinResponse::new()));
    bot.sim.graph().participant_joining(call.id(), "user-2").unwrap();
    assert_eq!(bot.seen().await, ["created joining", "updated participants 3"]);
    bot.sim.graph().participant_left(call.id(), "user-2").unwrap();
    assert_eq!(bot.seen().await, ["deleted left", "updated participants 2"]);

    respond(&bot, joining_answer(RejectJoinResponse::new(RejectReason::Busy)));
    bot.sim.graph().participant_joining(call.id(), "user-3").unwrap();
    assert_eq!(bot.seen().await, ["created joining"]);

    respond(&bot, joining_answer(InviteNewBotResponse::new().invite_uri(bot.other_url())));
    bot.sim.graph().participant_joining(call.id(), "user-4").unwrap();
    assert_eq!(bot.seen().await, ["created joining", "created call incoming"]);
    assert_eq!(bot.received.lock().unwrap().paths.last(), Some(&"/other"));

    bot.respond(StatusCode::OK);
    bot.sim.graph().participant_joining(call.id(), "user-5").unwrap();
    bot.sim.settle().await;
    let warning = bot.sim.wait_for(|entry| entry.detail.starts_with("8609")).await;
    assert_eq!(warning.call.as_deref(), Some(call.id()));
}

#[tokio::test]
async fn sessions_of_incoming_calls_have_their_id_in_the_url() {
    let bot = Bot::start().await;
    let call = recorded(&bot).await;
    bot.clear();
    bot.sim.graph().share_screen(call.id(), None, true).unwrap();
    bot.sim.graph().share_screen(call.id(), None, false).unwrap();
    let expected = ["created nothing", "updated participants 2", "deleted nothing", "updated participants 2"];
    assert_eq!(bot.seen().await, expected);
    let url = bot.received.lock().unwrap().bodies[0]["value"][0]["resourceUrl"].clone();
    assert!(url.as_str().unwrap().contains("/contentsharingsessions/"), "{url}");
}
