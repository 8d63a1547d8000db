//! Refused requests, and requests without a call.

use call_http::reqwest::Method;
use call_sim::{FaultRule, RequestFault, RetryAfter};
use graph_calls::server::Operation;
use graph_calls::{
    CallRecordResponseParameters, CallsLogTeleconferenceDeviceQualityParameters,
    TeleconferenceDeviceAudioQuality, TeleconferenceDeviceQuality,
};
use serde_json::{Value, json};

use super::bot::{Bot, refused};

/// Sends a request, and returns the status and the error.
async fn send(bot: &Bot, method: Method, path: &str, body: &str) -> (u16, Value) {
    let url = format!("{}{path}", bot.sim.url());
    let request = bot.http.request(method, url).bearer_auth(&bot.token);
    let response = request.header("content-type", "application/json").body(body.to_owned());
    let response = response.send().await.unwrap();
    let status = response.status().as_u16();
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default();
    (status, body["error"].clone())
}

#[tokio::test]
async fn a_body_that_violates_the_schema_is_refused_with_the_name_of_the_member() {
    let bot = Bot::start().await;
    let calls = "/v1.0/communications/calls";
    for (body, code, message) in [
        (r#"{"targets": []}"#, "8523", "/callbackUri: callbackUri is required (expected a string)."),
        (r#"{"callbackUri": 5}"#, "8523", "/callbackUri: 5 is not valid (expected a string)."),
        (
            r#"{"callbackUri": "http://bot.contoso.example/callback"}"#,
            "8523",
            "callbackUri is http://bot.contoso.example/callback \
             (expected an https URL; http is accepted on loopback).",
        ),
        (r#"{"callbackUri": "https://b.example"}"#, "8523", "targets has 0 items (expected 1 to 5)."),
        ("{", "BadRequest", "Unable to read JSON request payload: "),
    ] {
        let (status, error) = send(&bot, Method::POST, calls, body).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{body}: {error}");
        let found = error["message"].as_str().unwrap();
        assert!(found.starts_with(message), "{body}: {found}");
        assert!(error["innerError"]["date"].is_string(), "{error}");
    }
}

#[tokio::test]
async fn paths_and_methods_that_do_not_exist_are_refused() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let base = format!("/v1.0/communications/calls/{}", call.id());
    let (status, error) = send(&bot, Method::POST, &format!("{base}/sing"), "").await;
    assert_eq!((status, &error["code"]), (400, &json!("BadRequest")));
    let (status, _) = send(&bot, Method::PATCH, &base, "{}").await;
    assert_eq!(status, 405);
    for path in [format!("{base}/microsoft.graph.keepAlive"), base.replace("/v1.0/", "/beta/") + "/keepAlive"]
    {
        assert_eq!(send(&bot, Method::POST, &path, "").await.0, 200, "{path}");
    }
    let older = base.replace("/communications/", "/app/");
    assert_eq!(send(&bot, Method::GET, &older, "").await.0, 200);
}

#[tokio::test]
async fn every_operation_of_a_call_that_has_ended_is_not_found() {
    let bot = Bot::start().await;
    let bodies = [
        (
            "/answer",
            json!({"callbackUri": bot.url, "mediaConfig": {"@odata.type": "#microsoft.graph.serviceHostedMediaConfig"}}),
        ),
        ("/redirect", json!({"targets": [{"identity": {"user": {"id": "1"}}}]})),
        ("/transfer", json!({"transferTarget": {"identity": {"user": {"id": "1"}}}})),
        (
            "/playPrompt",
            json!({"prompts": [{"@odata.type": "#microsoft.graph.mediaPrompt", "mediaInfo": {"uri": "https://b.example"}}]}),
        ),
        ("/sendDtmfTones", json!({"tones": ["tone1"]})),
        ("/changeScreenSharingRole", json!({"role": "sharer"})),
        ("/updateRecordingStatus", json!({"status": "recording"})),
        ("/participants/invite", json!({"participants": [{"identity": {"user": {"id": "1"}}}]})),
        ("/audioRoutingGroups", json!({"routingMode": "oneToOne"})),
    ];
    let found = |path: &str| bodies.iter().find(|(suffix, _)| path.ends_with(suffix));
    for operation in Operation::ALL {
        let route = operation.route();
        if !route.path.contains("{call-id}") {
            continue;
        }
        let path = route.path.replace("{call-id}", "gone").replace(['{', '}'], "");
        let body = found(&path).map_or_else(|| "{}".to_owned(), |(_, body)| body.to_string());
        let body = if route.method == "PATCH" { r#"{"routingMode": "oneToOne"}"#.to_owned() } else { body };
        let method = route.method.parse().unwrap();
        let (status, error) = send(&bot, method, &format!("/v1.0{path}"), &body).await;
        assert_eq!((status, &error["code"]), (404, &json!("8522")), "{}: {error}", operation.name());
        assert_eq!(error["message"], "Call not found.");
    }
}

#[tokio::test]
async fn no_body_causes_an_internal_error() {
    let bot = Bot::start().await;
    let call = bot.in_meeting().await;
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let bodies = [
        "",
        "null",
        "[]",
        "{}",
        "7",
        r#""text""#,
        r#"{"id": {}, "prompts": [null]}"#,
        &deep,
        "{\"a\": \u{0}",
    ];
    let mut operations = Operation::ALL.to_vec();
    operations.sort_by_key(|operation| *operation == Operation::CallsDelete);
    for operation in operations {
        let path = operation.route().path.replace("{call-id}", call.id()).replace(['{', '}'], "");
        for body in bodies {
            let method = operation.route().method.parse().unwrap();
            let (status, error) = send(&bot, method, &format!("/v1.0{path}"), body).await;
            let name = operation.name();
            assert!(status < 500, "{name} {body:.40}: {status} {error}");
            assert!(status < 400 || error["code"].is_string(), "{name} {body:.40}: {status} {error}");
        }
    }
}

#[tokio::test]
async fn responses_have_the_ids_of_the_request() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let request = call.get().client_request_id("5a3c7b1e-0000-4000-8000-000000000001");
    let response = request.await.unwrap();
    assert_eq!(response.headers()["client-request-id"], "5a3c7b1e-0000-4000-8000-000000000001");
    assert!(response.headers().contains_key("request-id"));
    assert!(response.headers().contains_key("x-ms-ags-diagnostic"));
    let error = bot.client.call("gone").get().await.expect_err("is not there");
    assert!(error.request_id().is_some());
}

#[tokio::test]
async fn a_report_on_the_quality_of_a_device_is_accepted() {
    let bot = Bot::start().await;
    let id = || "57dab8b1-894c-409a-b240-bd8beae78896".parse::<call_wire::Uuid>().unwrap();
    let media = TeleconferenceDeviceAudioQuality::new(1).local_port(5000);
    let quality = TeleconferenceDeviceQuality::new(id(), "device", "room", id(), [media], id());
    let parameters = CallsLogTeleconferenceDeviceQualityParameters::new(quality);
    let logged = bot.client.calls().log_teleconference_device_quality(&parameters).await.unwrap();
    assert_eq!(logged.status().as_u16(), 200);
}

#[tokio::test]
async fn injected_faults_have_the_form_of_the_service() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let fault = RequestFault::Status { status: 503, retry_after: Some(RetryAfter::Seconds(7)) };
    bot.sim.fault(FaultRule::on_requests(fault).name("call_record_response"));
    let error = call.record_response(&CallRecordResponseParameters::new()).await.expect_err("a fault");
    assert_eq!(error.code(), Some("ServiceUnavailable"));
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(7)));
    assert_eq!(refused(bot.client.call("gone").get().await).0, 404);
}
