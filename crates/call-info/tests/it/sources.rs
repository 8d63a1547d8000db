//! The clients as sources, over loopback.

use call_info::{CallSource, CallState, Service};
use test_server::{Answer, Server, quick};

const CONNECTED: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
    <GetCallInfoResponse xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><GetCallInfoResponse>
    <CallState>Connected</CallState><EventCause>None</EventCause></GetCallInfoResponse></GetCallInfoResponse>
    </s:Body></s:Envelope>"#;

const RINGING: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
    <m:GetPhoneCallInformationResponse ResponseClass="Success"
        xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"
        xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">
    <m:ResponseCode>NoError</m:ResponseCode><m:PhoneCallInformation><t:PhoneCallState>Alerted</t:PhoneCallState>
    <t:ConnectionFailureCause>None</t:ConnectionFailureCause></m:PhoneCallInformation>
    </m:GetPhoneCallInformationResponse></s:Body></s:Envelope>"#;

const UNKNOWN_CALL: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
    <faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/errors">a:InvalidCallIdException</faultcode>
    <faultstring xml:lang="en-US">The call identifier is not valid.</faultstring><detail>
    <m:ExceptionType xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">InvalidCallIdException</m:ExceptionType>
    </detail></s:Fault></s:Body></s:Envelope>"#;

fn xml(body: &str) -> Answer {
    Answer::new("200 OK", &[("Content-Type", "text/xml; charset=utf-8")], body)
}

fn unknown_call() -> Answer {
    Answer::new("500 Internal Server Error", &[("Content-Type", "text/xml; charset=utf-8")], UNKNOWN_CALL)
}

fn not_found() -> Answer {
    Answer::new(
        "404 Not Found",
        &[("request-id", "r-1")],
        r#"{"error": {"code": "8522", "message": "Call not found."}}"#,
    )
}

fn um(server: &Server) -> Box<dyn CallSource> {
    let credential = ews_um::Credential::basic("user", "hush").expect("a credential");
    Box::new(
        ews_um::UmClient::with_options(server.url("/EWS/UM2007Legacy.asmx"), credential, quick())
            .expect("a client"),
    )
}

fn phone_call(server: &Server) -> Box<dyn CallSource> {
    let credential = ews_um::Credential::bearer("hush").expect("a credential");
    Box::new(
        ews_um::PhoneCallClient::with_options(server.url("/EWS/Exchange.asmx"), credential, quick())
            .expect("a client"),
    )
}

fn graph(server: &Server) -> Box<dyn CallSource> {
    let credential = graph_calls::Credential::bearer("hush").expect("a credential");
    Box::new(graph_calls::Client::with_options(server.url("/v1.0"), credential, quick()).expect("a client"))
}

fn acs(server: &Server) -> Box<dyn CallSource> {
    let credential = acs_calling::Credential::bearer("hush").expect("a credential");
    Box::new(acs_calling::Client::with_options(server.url("/"), credential, quick()).expect("a client"))
}

#[tokio::test]
async fn the_client_of_call_records_returns_how_a_call_ended() {
    let record = r#"{"startDateTime": "2026-03-02T09:00:00Z", "endDateTime": "2026-03-02T09:00:05Z",
        "sessions": [{"failureInfo": {"reason": "lost"}}]}"#;
    let server = Server::start(vec![Answer::ok(record), not_found()]).await;
    let credential = graph_calls::Credential::bearer("hush").expect("a credential");
    let client = graph_call_records::Client::with_options(server.url("/v1.0"), credential, quick());
    let source: Box<dyn CallSource> = Box::new(client.expect("a client"));
    let info = source.call_info("r-1").await.expect("a record");
    assert_eq!(
        (source.service(), info.service, info.id.as_deref()),
        (Service::Graph, Service::Graph, Some("r-1"))
    );
    assert_eq!(info.to_string(), "disconnected: other: lost");
    assert_eq!(info.duration.map(|duration| duration.as_secs_f64()), Some(5.0));
    let target = &server.seen()[0].target;
    assert!(target.contains("sessions($expand%3Dsegments),participants_v2"), "{target}");
    assert!(source.call_info("r-1").await.expect_err("no record").is_unknown_call());
}

#[tokio::test]
async fn all_four_clients_return_the_state_of_a_call() {
    let graph_call = Answer::ok(r#"{"id": "c-1", "state": "establishing"}"#);
    let connection = Answer::ok(r#"{"callConnectionId": "c-1", "callConnectionState": "disconnected"}"#);
    let (um_server, ews_server) =
        (Server::start(vec![xml(CONNECTED)]).await, Server::start(vec![xml(RINGING)]).await);
    let (graph_server, acs_server) =
        (Server::start(vec![graph_call]).await, Server::start(vec![connection]).await);
    let sources = [um(&um_server), phone_call(&ews_server), graph(&graph_server), acs(&acs_server)];
    let mut reports = Vec::new();
    for source in &sources {
        let info = source.call_info("c-1").await.expect("a state");
        assert_eq!((info.service, info.id.as_deref()), (source.service(), Some("c-1")));
        reports.push((info.service, info.state, info.to_string()));
    }
    assert_eq!(
        reports,
        [
            (Service::ExchangeUm, CallState::Connected, "connected (Connected)".to_owned()),
            (Service::ExchangeWebServices, CallState::Ringing, "ringing (Alerted)".to_owned()),
            (Service::Graph, CallState::Connecting, "connecting (establishing)".to_owned()),
            (Service::AzureCommunication, CallState::Disconnected, "disconnected".to_owned()),
        ]
    );
    let requests = acs_server.seen();
    assert_eq!(requests[0].target, "/calling/callConnections/c-1?api-version=2026-03-12");
    assert_eq!(graph_server.seen()[0].target, "/v1.0/communications/calls/c-1");
}

#[tokio::test]
async fn an_unknown_call_is_recognized_in_the_errors_of_all_clients() {
    let (soap, json) = (Server::start(vec![unknown_call()]).await, Server::start(vec![not_found()]).await);
    for source in [um(&soap), phone_call(&soap), graph(&json), acs(&json)] {
        let error = source.call_info("c-2").await.expect_err("an unknown call");
        assert!(error.is_unknown_call(), "{error}");
        assert!(error.status().is_some() && error.code().is_some(), "{error}");
        assert!(!format!("{error} {error:?}").contains("hush"));
    }
}
