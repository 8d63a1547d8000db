//! The receivers over real HTTP: a callback URI, an Event Grid subscription and a media WebSocket.
use std::time::{Duration, SystemTime};

use acs_calling::events::{CloudEvent, GridReceiver, Receiver, Secret};
use acs_calling::streaming::{self, CALL_CONNECTION_ID_HEADER, Frame, audio_frame};
use acs_calling::token::{FetchOptions, FetchedKeys, ISSUER, Verifier, rules};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post};
use call_http::reqwest;
use serde_json::{Value, json};
use test_server::tokens::{foreign_key, header, jwks, service_key};
use test_server::{Answer, Server, quick, refusing_authority};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const RESOURCE: &str = "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11";
const SECRET: &str = "8Zb2Y3mUwq0-Kfh6xN4c";
const NOON: u64 = 1_795_176_000;

fn claims() -> Value {
    json!({"iss": ISSUER, "aud": RESOURCE, "nbf": NOON, "exp": NOON + 300})
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// Starts a server with receivers that fetch their keys from a URL.
async fn receiver(keys: &str) -> String {
    let options = FetchOptions::new().client(quick());
    let keys = FetchedKeys::from_keys_url(keys, options).expect("a URL");
    let rules = rules(RESOURCE).clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOON));
    let verifier = Verifier::new(rules, keys);
    let secret = Secret::new(SECRET).expect("is long enough");
    let app = Router::new()
        .route("/callback", post(callback).with_state(Receiver::new(verifier.clone())))
        .route("/media", any(media).with_state(streaming::Receiver::new(verifier)))
        .route("/event-grid", any(event_grid).with_state(GridReceiver::with_secret(secret)));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has ports");
    let address = listener.local_addr().expect("it is bound").to_string();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn callback(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    match receiver.receive(&headers, &body).await {
        Ok(events) => {
            assert_eq!(events.answer().status, 200);
            let names = events.iter().map(|event| event.as_ref().map_or("invalid", CloudEvent::name));
            names.collect::<Vec<_>>().join(" ").into_response()
        }
        Err(refused) => refused.answer().into(),
    }
}

async fn event_grid(
    State(receiver): State<GridReceiver>,
    method: Method,
    target: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match receiver.receive(method.as_str(), &target.to_string(), &headers, &body).await {
        Ok(delivery) => delivery.answer().into(),
        Err(refused) => refused.answer().into(),
    }
}

async fn media(
    State(receiver): State<streaming::Receiver>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let request = match receiver.receive(&headers).await {
        Ok(request) => request,
        Err(refused) => return refused.answer().into(),
    };
    assert_eq!(request.call_connection_id.as_deref(), Some("411f0b00"));
    upgrade.on_upgrade(async |mut socket| {
        while let Some(Ok(Message::Text(text))) = socket.recv().await {
            let answer = match Frame::parse(&text) {
                Ok(Frame::AudioData(audio)) => audio_frame(&audio.pcm().expect("is base64")),
                other => format!("{other:?}"),
            };
            socket.send(Message::Text(answer.into())).await.expect("is connected");
        }
    })
}

#[tokio::test]
async fn callbacks_are_verified_and_answered() {
    let keys = Server::start(vec![Answer::ok(&jwks(&[service_key().jwk(Some("a"))]))]).await;
    let url = format!("http://{}/callback", receiver(keys.url("/keys").as_str()).await);
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let event =
        |name: &str, data: Value| json!({"type": format!("Microsoft.Communication.{name}"), "data": data});
    let body = json!([
        event("CallConnected", json!({})),
        event("PlayFailed", json!({"resultInformation": 5})),
        event("OfTomorrow", json!(null)),
    ])
    .to_string();

    let good = bearer(&service_key().sign(&header("a"), &claims()));
    let forged = bearer(&foreign_key().sign(&header("a"), &claims()));
    for (authorization, body, status, text) in [
        (None, body.as_str(), 401, ""),
        (Some(forged), &body, 401, ""),
        (Some(good.clone()), &body, 200, "CallConnected invalid OfTomorrow"),
        (Some(good.clone()), "[{", 400, "/0: expected `,` or `}`, but the text ends (line 1, column 3)"),
    ] {
        let mut request = client.post(&url).body(body.to_owned());
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let response = request.send().await.expect("answers");
        assert_eq!(response.status(), status);
        assert_eq!(response.text().await.expect("is text"), text);
    }

    // The token of a WebSocket is not valid on a callback.
    let mut of_websocket = claims();
    of_websocket["exp"] = (NOON + 86_400).into();
    let of_websocket = bearer(&service_key().sign(&header("a"), &of_websocket));
    let request = client.post(&url).header("authorization", of_websocket).body("[]");
    let response = request.send().await.expect("answers");
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers()["www-authenticate"], "Bearer");

    // If the keys cannot be fetched, the status makes the sender retry.
    let url = format!("http://{}/callback", receiver(&format!("http://{}/keys", refusing_authority())).await);
    let response = client.post(&url).header("authorization", good).body(body).send().await.expect("answers");
    assert_eq!(response.status(), 503);
}

#[tokio::test]
async fn event_grid_handshakes_and_deliveries_are_answered() {
    let address = receiver(&format!("http://{}/keys", refusing_authority())).await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let url = format!("http://{address}/event-grid?code={SECRET}");

    let handshake = client.request(Method::OPTIONS, &url);
    let response = handshake.header("WebHook-Request-Origin", "eventgrid.azure.net").send().await;
    let response = response.expect("answers");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["webhook-allowed-origin"], "eventgrid.azure.net");
    assert_eq!(response.headers()["webhook-allowed-rate"], "*");

    let validation = json!([{
        "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
        "data": {"validationCode": "512d38b6"}
    }]);
    let request = client.post(&url).header("aeg-event-type", "SubscriptionValidation");
    let request = request.header("content-type", "application/json; charset=utf-8");
    let response = request.body(validation.to_string()).send().await.expect("answers");
    assert_eq!(response.status(), 200);
    let types: Vec<_> = response.headers().get_all("content-type").iter().cloned().collect();
    assert_eq!(types, ["application/json"], "once");
    assert_eq!(response.text().await.expect("is text"), r#"{"validationResponse":"512d38b6"}"#);

    let url = format!("http://{address}/event-grid?code=guessed");
    let response = client.post(&url).body(validation.to_string()).send().await.expect("answers");
    assert_eq!((response.status().as_u16(), response.headers().get("content-type")), (403, None));
    assert_eq!(response.text().await.expect("is text"), "");
}

#[tokio::test]
async fn a_media_websocket_is_verified_and_exchanges_frames() {
    let keys = Server::start(vec![Answer::ok(&jwks(&[service_key().jwk(Some("a"))]))]).await;
    let address = receiver(keys.url("/keys").as_str()).await;
    let mut claims = claims();
    claims["exp"] = (NOON + 86_400).into();

    let (_, head) = upgrade(&address, &bearer(&foreign_key().sign(&header("a"), &claims))).await;
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
    let (mut stream, head) = upgrade(&address, &bearer(&service_key().sign(&header("a"), &claims))).await;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");

    send(&mut stream, r#"{"kind":"AudioData","audioData":{"data":"AAD/fw==","participantRawID":"4:+1"}}"#)
        .await;
    assert_eq!(receive(&mut stream).await, r#"{"kind":"AudioData","audioData":{"data":"AAD/fw=="}}"#);
    send(&mut stream, r##"{"kind":"DtmfData","dtmfData":{"data":"#"}}"##).await;
    assert!(receive(&mut stream).await.starts_with("Ok(DtmfData"));
    send(&mut stream, "{}").await;
    assert!(receive(&mut stream).await.contains("/kind"));
}

/// Sends an upgrade request in the form of the service, and returns the connection and the head of the response.
async fn upgrade(address: &str, authorization: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).await.expect("listens");
    let request = format!(
        "GET /media HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         {CALL_CONNECTION_ID_HEADER}: 411f0b00\r\nAuthorization: {authorization}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.expect("is connected");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("answers"));
    }
    (stream, String::from_utf8(head).expect("is text"))
}

/// Sends a short text frame, with a mask of zeros.
async fn send(stream: &mut TcpStream, text: &str) {
    let length = u8::try_from(text.len()).expect("is short");
    assert!(length < 126);
    let frame = [[0x81, 0x80 | length, 0, 0, 0, 0].as_slice(), text.as_bytes()].concat();
    stream.write_all(&frame).await.expect("is connected");
}

/// Receives a text frame.
async fn receive(stream: &mut TcpStream) -> String {
    assert_eq!(stream.read_u8().await.expect("is connected"), 0x81, "a whole text");
    let length = match stream.read_u8().await.expect("is connected") {
        126 => usize::from(stream.read_u16().await.expect("is connected")),
        short => usize::from(short),
    };
    let mut text = vec![0; length];
    stream.read_exact(&mut text).await.expect("is connected");
    String::from_utf8(text).expect("is text")
}
