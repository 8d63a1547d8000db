//! Prompts, recordings and tones.

use std::time::Duration;

use call_sim::Action;
use graph_calls::client::CallHandle;
use graph_calls::notification::Resource;
use graph_calls::{
    AnyCommsOperation, AppHostedMediaConfig, CallCancelMediaProcessingParameters, CallPlayPromptParameters,
    CallRecordResponseParameters, CallSendDtmfTonesParameters, CallSubscribeToToneParameters, MediaInfo,
    MediaPrompt, OperationStatus, RecordOperation, Tone,
};

use super::bot::{Bot, refused};

fn prompts(number: usize) -> CallPlayPromptParameters {
    let prompt = MediaPrompt::new(MediaInfo::new("https://cdn.contoso.example/beep.wav"));
    CallPlayPromptParameters::new(vec![prompt; number]).client_context("prompt")
}

/// Returns the recording in the last notification.
async fn recorded(bot: &Bot) -> RecordOperation {
    let last = bot.take().await.pop().unwrap().resource;
    let Resource::Operation(operation) = last else { panic!("{last:?}") };
    match *operation {
        AnyCommsOperation::RecordOperation(operation) => *operation,
        other => panic!("{other:?}"),
    }
}

fn codes(operation: &RecordOperation) -> (Option<i32>, Option<i32>) {
    let result = operation.result_info.as_ref().unwrap();
    (result.code, result.subcode)
}

async fn record(call: &CallHandle, parameters: CallRecordResponseParameters) {
    call.record_response(&parameters).await.unwrap();
}

#[tokio::test]
async fn prompts_play_one_after_another() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let first = call.play_prompt(&prompts(2)).await.unwrap();
    assert_eq!((first.status().as_u16(), first.status.clone()), (200, Some(OperationStatus::Running)));
    assert_eq!(first.client_context.as_deref(), Some("prompt"));
    let id = first.id.clone().unwrap();
    assert!(first.headers()["location"].to_str().unwrap().ends_with(&format!("/operations/{id}")));
    call.play_prompt(&prompts(1)).await.unwrap();
    bot.advance(1999).await;
    assert!(bot.seen().await.is_empty());
    bot.advance(1).await;
    assert_eq!(bot.seen().await, ["deleted playPromptOperation completed 200/0"]);
    let operation = call.operation(id).get().await.unwrap();
    let operation = operation.into_inner();
    assert_eq!(operation.status(), Some(&OperationStatus::Completed));
    bot.advance(1000).await;
    assert_eq!(bot.seen().await, ["deleted playPromptOperation completed 200/0"]);
    assert_eq!(refused(call.operation("none").get().await), (404, "8522".to_owned()));
}

#[tokio::test]
async fn a_prompt_of_any_length_can_be_played() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    bot.sim.graph().prompt_length(Duration::MAX);
    call.play_prompt(&prompts(20)).await.unwrap();
    bot.advance(60_000).await;
    call.get().await.unwrap();
}

#[tokio::test]
async fn canceled_media_operations_fail() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    bot.sim.graph().prompt_length(Duration::from_secs(30));
    call.play_prompt(&prompts(1)).await.unwrap();
    record(&call, CallRecordResponseParameters::new()).await;
    let canceled = call.cancel_media_processing(&CallCancelMediaProcessingParameters::new()).await.unwrap();
    assert_eq!(canceled.status, Some(OperationStatus::Completed));
    let expected = ["deleted playPromptOperation failed 400/8508", "deleted recordOperation failed 400/8508"];
    assert_eq!(bot.seen().await, expected);
    bot.advance(60_000).await;
    assert!(bot.seen().await.is_empty());
    call.play_prompt(&prompts(1)).await.unwrap();
    record(&call, CallRecordResponseParameters::new().barge_in_allowed(true)).await;
    assert_eq!(bot.seen().await, ["deleted playPromptOperation failed 400/8508"], "barge-in");
}

#[tokio::test]
async fn a_recording_is_downloaded_with_its_token() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    record(&call, CallRecordResponseParameters::new().max_record_duration_in_seconds(7)).await;
    bot.advance(7000).await;
    let operation = recorded(&bot).await;
    assert_eq!(codes(&operation), (Some(200), Some(8515)));
    let url = operation.recording_location.clone().unwrap();
    let token = operation.recording_access_token.clone().unwrap();
    let http = &bot.http;
    let file = http.get(&url).bearer_auth(&token).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "application/octet-stream");
    let file = file.bytes().await.unwrap();
    assert_eq!((&file[..4], &file[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
    assert_eq!(file.len(), 44 + 7 * 16_000 * 2);
    assert_eq!(http.get(&url).send().await.unwrap().status(), 401);
    assert_eq!(http.get(&url).bearer_auth("other").send().await.unwrap().status(), 401);
    call.delete().await.unwrap();
    bot.advance(59_999).await;
    assert_eq!(http.get(&url).bearer_auth(&token).send().await.unwrap().status(), 200);
    bot.advance(1).await;
    assert_eq!(http.get(&url).bearer_auth(&token).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn keys_and_silence_end_a_recording() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let long = CallRecordResponseParameters::new().max_record_duration_in_seconds(60);
    record(&call, long.clone().stop_tones(["#"])).await;
    bot.advance(3000).await;
    bot.act(&call, Action::Press("12".to_owned()));
    assert!(bot.seen().await.is_empty());
    bot.act(&call, Action::Press("#".to_owned()));
    assert_eq!(codes(&recorded(&bot).await), (Some(200), Some(8514)));

    record(&call, long.clone().max_silence_timeout_in_seconds(2)).await;
    bot.act(&call, Action::Say("Ann".to_owned()));
    bot.advance(2000).await;
    assert_eq!(codes(&recorded(&bot).await), (Some(200), Some(8509)));

    bot.act(&call, Action::Mute(true));
    record(&call, long.initial_silence_timeout_in_seconds(4)).await;
    bot.advance(4000).await;
    let operation = recorded(&bot).await;
    assert_eq!(
        (codes(&operation), operation.status),
        ((Some(400), Some(8510)), Some(OperationStatus::Failed))
    );
}

#[tokio::test]
async fn a_recording_that_runs_at_the_end_of_its_call_has_no_notification() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    record(&call, CallRecordResponseParameters::new()).await;
    bot.act(&call, Action::HangUp);
    bot.advance(60_000).await;
    assert_eq!(bot.seen().await, ["deleted call terminated 200/18503"]);
}

#[tokio::test]
async fn keys_are_reported_after_a_subscription() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    bot.act(&call, Action::Press("9".to_owned()));
    let subscribed = call.subscribe_to_tone(&CallSubscribeToToneParameters::new()).await.unwrap();
    assert_eq!(subscribed.status, Some(OperationStatus::Completed));
    bot.act(&call, Action::Press("1#".to_owned()));
    let expected = ["updated call established 1", "updated call established #"];
    let notifications = bot.take().await;
    let info = |notification: &graph_calls::notification::Notification| match &notification.resource {
        Resource::Call(call) => call.tone_info.as_ref().and_then(|info| info.sequence_id),
        _ => None,
    };
    assert_eq!(notifications.iter().map(info).collect::<Vec<_>>(), [Some(1), Some(2)]);
    bot.act(&call, Action::Press("1#".to_owned()));
    assert_eq!(bot.seen().await, expected);
    let error = bot.sim.press(call.id(), "1x").expect_err("x is not a key");
    assert!(error.to_string().starts_with("'x' at position 2 is not a valid tone"), "{error}");
}

#[tokio::test]
async fn tones_are_sent_in_order() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let tones = CallSendDtmfTonesParameters::new([Tone::Tone5, Tone::Pound]).delay_between_tones_ms(400);
    call.send_dtmf_tones(&tones).await.unwrap();
    let heard = bot.sim.wait_for(|entry| entry.name == "hears").await;
    assert_eq!(heard.detail, "5#");
    bot.advance(1000).await;
    assert_eq!(bot.seen().await, ["deleted sendDtmfTonesOperation completed 200/0"]);
    let body = bot.received.lock().unwrap().bodies.pop().unwrap();
    assert_eq!(body["value"][0]["resourceData"]["completionReason"], "completedSuccessfully");
}

#[tokio::test]
async fn application_hosted_calls_have_no_prompts() {
    let bot = Bot::start().await;
    let call = bot.call_to(&["user-1"]).media_config(AppHostedMediaConfig::new().blob("media"));
    let call = bot.create(&call).await;
    assert_eq!(refused(call.play_prompt(&prompts(1)).await), (400, "8501".to_owned()));
    bot.advance(1000).await;
    assert_eq!(refused(call.play_prompt(&prompts(1)).await), (400, "8500".to_owned()));
    let subscription = call.subscribe_to_tone(&CallSubscribeToToneParameters::new()).await;
    assert_eq!(refused(subscription), (500, "9999".to_owned()));
}

#[tokio::test]
async fn limits_are_checked() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let invalid = (400, "8523".to_owned());
    assert_eq!(refused(call.play_prompt(&prompts(0)).await), invalid);
    assert_eq!(refused(call.play_prompt(&prompts(21)).await), invalid);
    let long = prompts(1).client_context("x".repeat(257));
    assert_eq!(refused(call.play_prompt(&long).await), invalid);
    call.play_prompt(&prompts(20).client_context("x".repeat(256))).await.unwrap();
    for seconds in [0, 121] {
        let parameters = CallRecordResponseParameters::new().max_record_duration_in_seconds(seconds);
        let error = call.record_response(&parameters).await.expect_err("is out of range");
        let expected = format!("maxRecordDurationInSeconds is {seconds} (expected 1 to 120).");
        assert_eq!(error.message(), Some(expected.as_str()));
    }
    let none = CallSendDtmfTonesParameters::new(Vec::<Tone>::new());
    assert_eq!(refused(call.send_dtmf_tones(&none).await), invalid);
}
