//! The client over real HTTP: headers, ids, query options, pages, nulls, errors, retries and clouds.

use call_http::futures_util::TryStreamExt as _;
use graph_calls::call_wire::json::encode;
use graph_calls::{
    AudioRoutingGroup, CallState, Client, ClientOptions, Cloud, CollectionOptions as _, Credential,
    ErrorKind, QueryOptions as _, SCOPE, SetNull as _, call_http, quoted,
};
use test_server::{Answer, Seen, Server, quick};

const TOKEN: &str = "eyJhbGciOi.hush.hush";

fn client_with(server: &Server, options: ClientOptions) -> Client {
    let token = Credential::bearer(TOKEN).expect("a token");
    Client::with_options(server.url("/v1.0"), token, options).expect("a client")
}

fn client(server: &Server) -> Client {
    client_with(server, quick())
}

fn only(server: &Server) -> Seen {
    let [seen] = server.seen().try_into().expect("one request");
    seen
}

#[tokio::test]
async fn a_request_has_the_common_headers() {
    let answer = Answer::new(
        "200 OK",
        &[("Content-Type", "application/json"), ("request-id", "r-1")],
        r##"{"@odata.type": "#microsoft.graph.call", "state": "ringing", "subject": null}"##,
    );
    let server = Server::start(vec![answer]).await;
    let call = client(&server).call("57dab8b1").get().await.expect("a call");
    assert!(matches!(&call.state, Some(CallState::Other(text)) if text.as_str() == "ringing"), "{call:?}");
    assert_eq!(call.request_id(), Some("r-1"));
    assert_eq!(
        encode(&*call).expect("JSON"),
        r##"{"@odata.type":"#microsoft.graph.call","state":"ringing","subject":null}"##
    );
    let seen = only(&server);
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("GET", "/v1.0/communications/calls/57dab8b1"));
    assert_eq!(seen.need("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!(seen.need("prefer"), "include-unknown-enum-members");
    assert_eq!(seen.need("accept"), "application/json");
    assert_eq!(seen.need("client-request-id").len(), 36);
    assert_eq!(seen.header("x-ms-client-request-id"), None);
    assert_eq!(seen.header("api-version"), None);
}

#[tokio::test]
async fn the_prefer_header_can_be_changed() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let client = client(&server);
    client.clone().include_unknown_enum_members(false).call("1").get().await.expect("a call");
    client.call("1").get().header("Prefer", "return=minimal").await.expect("a call");
    let seen = server.seen();
    assert_eq!(seen[0].header("prefer"), None);
    assert_eq!(seen[1].need("prefer"), "return=minimal");
}

#[tokio::test]
async fn the_client_request_id_can_be_turned_off() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let options = quick().request_id_header(call_http::RequestIdHeader::None);
    client_with(&server, options).call("1").get().await.expect("a call");
    assert_eq!(only(&server).header("client-request-id"), None);
}

#[tokio::test]
async fn an_empty_call_id_is_refused_before_anything_is_sent() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let error = client(&server).call("").get().await.expect_err("an empty id");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 0));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn ids_in_paths_are_percent_encoded() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let client = client(&server);
    client.call("28:app id/57").participant("a?b#c").get().await.expect("a participant");
    assert_eq!(only(&server).target, "/v1.0/communications/calls/28%3Aapp%20id%2F57/participants/a%3Fb%23c");
    for id in ["", ".", ".."] {
        let error = client.call(id).get().await.expect_err(id);
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn expand_requests_the_relationships_of_a_call() {
    let answer = r#"{"id": "1", "state": "established", "participants": [{"id": "p-1"}]}"#;
    let server = Server::start(vec![Answer::ok(answer)]).await;
    let call = client(&server).call("1").get().select(["id", "state"]).expand(["participants"]).await;
    let participants = call.expect("a call").into_inner().participants.expect("they were requested");
    assert_eq!(participants[0].id.as_deref(), Some("p-1"));
    let target = "/v1.0/communications/calls/1?$select=id,state&$expand=participants";
    assert_eq!(only(&server).target, target);
}

#[tokio::test]
async fn query_options_are_sent_and_checked() {
    let server = Server::start(vec![Answer::ok(r#"{"@odata.count": 3, "value": []}"#)]).await;
    let client = client(&server);
    let participants = client.call("1").participants();
    let list = participants
        .list()
        .select(["id", "info/identity"])
        .expand(["mediaStreams($top=1)"])
        .filter(&format!("isMuted eq true and id ne {}", quoted("O'Neil")))
        .order_by(["rosterSequenceNumber desc", "id"])
        .top(5)
        .skip(10)
        .count()
        .search("\"a b\"");
    assert_eq!(list.await.expect("a list").odata_count, Some(3));
    assert_eq!(
        only(&server).target,
        "/v1.0/communications/calls/1/participants?$select=id,info/identity&$expand=mediaStreams($top%3D1)\
         &$filter=isMuted%20eq%20true%20and%20id%20ne%20%27O%27%27Neil%27\
         &$orderby=rosterSequenceNumber%20desc,id&$top=5&$skip=10&$count=true&$search=%22a%20b%22"
    );

    let errors = [
        (client.call("1").get().select(["id"]).select(["state"]).await.map(drop), "$select is already set"),
        (client.call("1").get().select(["State"]).await.map(drop), "`State`; did you mean `state`?"),
        (client.call("1").get().expand(["participant"]).await.map(drop), "did you mean `participants`?"),
        (client.call("1").get().select([]).await.map(drop), "the list of members is empty"),
        (client.call("1").get().select(["state desc"]).await.map(drop), "` desc` may not follow `state`"),
        (participants.list().order_by(["id down"]).await.map(drop), "` down` may not follow `id`"),
        (client.call("1").operation("2").get().select(["stat"]).await.map(drop), "did you mean `status`?"),
    ];
    for (result, text) in errors {
        let error = result.expect_err(text);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(text), "{error}");
    }
    assert_eq!(server.seen().len(), 1, "nothing was sent");
}

#[tokio::test]
async fn a_next_link_is_requested_unchanged() {
    let server = Server::answering(|number, seen| {
        let host = seen.need("host");
        Answer::ok(&match number {
            0 => format!(
                r#"{{"value": [{{"id": "1"}}], "@odata.nextLink": "http://{host}/v1.0/x?$skiptoken=a%20b&t=~"}}"#
            ),
            1 => format!(r#"{{"value": [], "@odata.nextLink": "http://{host}/v1.0/x?$skiptoken=c"}}"#),
            _ => r#"{"value": [{"id": "2"}, {"id": "3"}]}"#.to_owned(),
        })
    })
    .await;
    let list = client(&server).call("1").participants().list().pages().items();
    let ids: Vec<_> =
        list.map_ok(|participant| participant.id.expect("an id")).try_collect().await.expect("all");
    assert_eq!(ids, ["1", "2", "3"]);
    let seen = server.seen();
    assert_eq!(seen[1].target, "/v1.0/x?$skiptoken=a%20b&t=~");
    assert!(seen.iter().all(|seen| seen.need("prefer") == "include-unknown-enum-members"));

    let mut pages = client(&server).call("1").audio_routing_groups().list().pages();
    assert_eq!(
        pages.next_page().await.expect("a page").expect("the last").value.as_ref().map(Vec::len),
        Some(2)
    );
    assert!(pages.next_page().await.expect("the end").is_none());
}

#[tokio::test]
async fn a_next_link_to_another_host_is_refused() {
    let elsewhere = Server::start(vec![Answer::ok(r#"{"value": []}"#)]).await;
    let link = elsewhere.url("/v1.0/communications/calls/1/contentSharingSessions?page=2");
    let page = format!(r#"{{"value": [{{"id": "1"}}], "@odata.nextLink": "{link}"}}"#);
    let server = Server::start(vec![Answer::ok(&page)]).await;
    let mut sessions = client(&server).call("1").content_sharing_sessions().list().pages().items();
    assert_eq!(
        sessions.try_next().await.expect("the first page").expect("a session").id.as_deref(),
        Some("1")
    );
    let error = sessions.try_next().await.expect_err("another host");
    assert_eq!(error.kind(), ErrorKind::UntrustedHost, "{error}");
    assert!(elsewhere.seen().is_empty(), "no token is sent to it");
}

#[tokio::test]
async fn a_patch_request_sends_nulls() {
    let server = Server::start(vec![Answer::ok(r#"{"receivers": null}"#)]).await;
    let change = AudioRoutingGroup::default().receivers(["gone"]).sources(["kept"]);
    let change = change.with_null("receivers").and_then(|change| change.with_null("routingMode"));
    let change = change.expect("members");
    assert_eq!(change.receivers, None, "the null replaces the value");
    let group =
        client(&server).call("1").audio_routing_group("oneToOne").update(&change).await.expect("a group");
    assert!(group.extra.is_null("receivers"));
    let seen = only(&server);
    assert_eq!((seen.method.as_str(), seen.need("content-type")), ("PATCH", "application/json"));
    assert_eq!(seen.target, "/v1.0/communications/calls/1/audioRoutingGroups/oneToOne");
    let sent: serde_json::Value = serde_json::from_slice(&seen.body).expect("JSON");
    assert_eq!(sent, serde_json::json!({"sources": ["kept"], "receivers": null, "routingMode": null}));

    let error = change.clone().with_null("reciever").expect_err("no member");
    assert_eq!(error.to_string(), "audioRoutingGroup has no member `reciever`; did you mean `receivers`?");
    let change = change.receivers(["back"]);
    assert!(encode(&change).expect("JSON").contains(r#""receivers":["back"]"#));
}

#[tokio::test]
async fn error_bodies_of_any_format_are_reported() {
    let forms = [
        (
            r#"{"error": {"code": "NotFound", "message": "no call", "innerError": {"request-id": "r-1"}}}"#,
            "NotFound: no call",
        ),
        (
            r#"{"error": {"code": "NotFound", "message": "no call", "innererror": {"requestId": "r-1"}}}"#,
            "NotFound: no call",
        ),
        (
            r#"{"Error": {"Code": "7500", "Message": "Pascal", "InnerError": {"Request-Id": "r-1"}}}"#,
            "7500: Pascal",
        ),
        (
            "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
            "502 Bad Gateway: nginx",
        ),
        (r#"{"error": {"code": "Cut", "mess"#, r#"{"error": {"code": "Cut", "mess"#),
        ("", "404 Not Found"),
    ];
    for (body, text) in forms {
        let server = Server::start(vec![Answer::new("404 Not Found", &[], body)]).await;
        let error = client(&server).call("1").get().await.expect_err(body);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!(error.request_id().is_some(), body.contains("r-1"), "{error}");
        assert_eq!(error.body(), body);
    }
}

#[tokio::test]
async fn an_action_is_retried_only_if_it_is_unprocessed() {
    let busy = |status: &str| vec![Answer::new(status, &[], ""), Answer::new("202 Accepted", &[], "")];
    for (status, attempts) in [("429 Too Many Requests", 2), ("503 Service Unavailable", 1), ("500 Oops", 1)]
    {
        let server = Server::start(busy(status)).await;
        let reject = client(&server).call("1").reject(&graph_calls::CallRejectParameters::default()).await;
        assert_eq!((server.seen().len(), reject.is_ok()), (attempts, attempts == 2), "{status}");
        let server = Server::start(busy(status)).await;
        client(&server).call("1").keep_alive().await.expect(status);
        assert_eq!(server.seen().len(), 2, "{status}");
    }
    let server =
        Server::start(vec![Answer::new("503 Oops", &[], ""), Answer::new("404 Not Found", &[], "")]).await;
    let gone = client(&server).call("1").delete().await.expect("deleted by the first attempt");
    assert!(gone.raw().was_deleted_before());
}

#[tokio::test]
async fn each_cloud_has_its_endpoint_and_scope() {
    let clouds = [
        (Cloud::Public, "https://graph.microsoft.com/v1.0", "https://graph.microsoft.com/.default"),
        (Cloud::UsGovernmentL4, "https://graph.microsoft.us/v1.0", "https://graph.microsoft.us/.default"),
        (
            Cloud::UsGovernmentL5,
            "https://dod-graph.microsoft.us/v1.0",
            "https://dod-graph.microsoft.us/.default",
        ),
        (
            Cloud::China,
            "https://microsoftgraph.chinacloudapi.cn/v1.0",
            "https://microsoftgraph.chinacloudapi.cn/.default",
        ),
    ];
    for (cloud, endpoint, scope) in clouds {
        assert_eq!((cloud.endpoint().as_str(), cloud.scope().as_str()), (endpoint, scope));
        let client = Client::new(cloud, Credential::none()).expect("a client");
        let request = client.call("1").get().into_request().expect("a request");
        assert_eq!(request.url().as_str(), format!("{endpoint}/communications/calls/1"));
    }
    assert_eq!(Cloud::Public.scope(), SCOPE);
}
