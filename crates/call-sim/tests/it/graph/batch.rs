//! JSON batches.

use graph_calls::client::CallHandle;
use graph_calls::{CallState, CallSubscribeToToneParameters};
use serde_json::{Value, json};

use super::bot::{Bot, refused};

async fn post(bot: &Bot, body: Value) -> (u16, Value) {
    let url = format!("{}/$batch", bot.sim.graph().endpoint());
    let request = bot.http.post(url).bearer_auth(&bot.token);
    let response = request.header("content-type", "application/json").body(body.to_string());
    let response = response.send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap())
}

fn get(id: &str, call: &CallHandle) -> Value {
    json!({"id": id, "method": "GET", "url": format!("/communications/calls/{}", call.id())})
}

#[tokio::test]
async fn each_request_of_a_batch_has_its_own_response() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let mut batch = bot.client.batch();
    let read = batch.add(call.get());
    let missing = batch.add(bot.client.call("gone").get());
    let subscribed = batch.add(call.subscribe_to_tone(&CallSubscribeToToneParameters::new()));
    let kept = batch.add(call.keep_alive());
    let mut responses = batch.send().await.unwrap();
    assert_eq!(responses.take(read).unwrap().state, Some(CallState::Established));
    assert_eq!(refused(responses.take(missing)), (404, "8522".to_owned()));
    assert!(responses.take(subscribed).unwrap().id.is_some());
    assert_eq!(responses.take(kept).unwrap().status().as_u16(), 200);
    let journal = bot.sim.journal();
    let part = journal.iter().find(|entry| entry.name == "call_keep_alive").unwrap();
    assert_eq!(part.call.as_deref(), Some(call.id()));
}

#[tokio::test]
async fn a_request_fails_with_the_one_that_it_depends_on() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let mut batch = bot.client.batch();
    let missing = batch.add(bot.client.call("gone").get());
    let ended = batch.add(call.delete());
    batch.depends_on(&ended, &missing);
    let mut responses = batch.send().await.unwrap();
    assert_eq!(refused(responses.take(ended)).0, 424);
    assert_eq!(refused(responses.take(missing)).0, 404);
    call.get().await.unwrap();
}

#[tokio::test]
async fn a_malformed_batch_is_refused_as_a_whole() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let many: Vec<_> = (0..21).map(|number| get(&number.to_string(), &call)).collect();
    let depends = json!([{"id": "1", "method": "GET", "url": "/x", "dependsOn": ["2"]}]);
    let twice = json!([get("1", &call), get("1", &call)]);
    for requests in [json!(many), json!([]), depends, twice, json!("text")] {
        let (status, body) = post(&bot, json!({"requests": requests})).await;
        assert_eq!((status, &body["error"]["code"]), (400, &json!("BadRequest")), "{body}");
    }
    let body = json!([{"id": "1", "method": "POST", "url": "/communications/calls", "body": {}}]);
    let (status, body) = post(&bot, json!({"requests": body})).await;
    assert_eq!((status, &body["responses"][0]["status"]), (200, &json!(400)), "{body}");
}
