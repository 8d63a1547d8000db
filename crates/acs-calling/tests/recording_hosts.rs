//! Where requests for recordings go: hosts, redirects, deletion.

#![cfg(feature = "client")]

mod support;

use acs_calling::call_http::reqwest::Proxy;
use acs_calling::{Client, Credential, ErrorKind};
use support::store::{PATH, patient, recording, recordings, store};
use support::{Answer, FakeClock, Server, client, expected, quick};

/// Through a proxy, so that no real store is asked.
#[tokio::test]
async fn only_hosts_that_keep_recordings_are_asked() {
    let proxy = Server::start(vec![Answer::ok("{}")]).await;
    let options = quick().proxy(Proxy::all(proxy.url("/")).expect("a proxy")).allow_http(true);
    let options = options.trust("store.example".parse().expect("a host"));
    let credential = Credential::bearer("token-1").expect("a credential");
    let endpoint = "https://contoso.communication.azure.com";
    let client = Client::with_options(endpoint, credential, options).expect("a client");
    let recordings = client.call_recording();
    for host in [
        "us-api.asm.skype.com",
        "eu-prod.asyncgw.teams.microsoft.com",
        "us.ams.gov.teams.microsoft.us",
        "store.example",
    ] {
        recordings.download(&format!("http://{host}{PATH}")).await.expect(host);
        let seen = proxy.seen().pop().expect("it came");
        assert_eq!(seen.target, format!("http://{host}{PATH}"));
        // A token is a token everywhere.
        assert_eq!((seen.need("authorization"), seen.header("x-ms-host")), ("Bearer token-1", None));
    }
    let asked = proxy.seen().len();
    for location in [
        "http://asm.skype.com/x",
        "http://evilasm.skype.com/x",
        "http://us.asm.skype.com.evil.example/x",
        "http://us.asm.skype.com:8080/x",
        "http://evil.example/us.asm.skype.com",
        "http://account.blob.core.windows.net/x",
        "http://127.0.0.1/x",
        // Not even the resource itself: this would hang up a call.
        "https://contoso.communication.azure.com/calling/callConnections/c-1",
    ] {
        let error = recordings.download(location).await.expect_err(location);
        assert_eq!(error.kind(), ErrorKind::UntrustedHost, "{location}: {error}");
        let error = recordings.delete(location).await.expect_err(location);
        assert_eq!(error.kind(), ErrorKind::UntrustedHost, "{location}: {error}");
    }
    assert_eq!(proxy.seen().len(), asked);
}

#[tokio::test]
async fn no_http_without_being_told() {
    let credential = Credential::bearer("token-1").expect("a credential");
    let client = Client::with_options("https://contoso.communication.azure.com", credential, quick());
    let recordings = client.expect("a client").call_recording();
    let error = recordings.download("http://us.asm.skype.com/x").await.expect_err("no TLS");
    assert_eq!(error.kind(), ErrorKind::UntrustedHost);
    assert!(error.to_string().contains("without TLS"), "{error}");
    let error = recordings.download("https://u:hunter2@us.asm.skype.com/x").await.expect_err("a password");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn credentials_do_not_follow_a_redirect() {
    let files = store(&[100]).await;
    let to = files.url("/file?sig=hush").to_string();
    let first = Server::start(vec![Answer::new("302 Found", &[("Location", &to)], "")]).await;
    let mut file = Vec::new();
    let download = recordings(patient(), &first).download(first.url(PATH).as_str());
    download.write_to(&mut file).await.expect("it comes");
    assert_eq!(file, recording());
    // The second time from the beginning, since the link may have grown old.
    assert_eq!(first.seen().len(), 2);
    assert!(first.seen().iter().all(|seen| seen.header("authorization").is_some()));
    let seen = files.seen();
    assert_eq!(seen[1].need("range"), "bytes=100-999");
    for seen in &seen {
        assert_eq!(seen.target, "/file?sig=hush");
        for name in ["authorization", "x-ms-host", "x-ms-date", "x-ms-content-sha256"] {
            assert_eq!(seen.header(name), None);
        }
    }
}

#[tokio::test]
async fn a_redirect_to_a_store_is_signed_and_one_back_is_not() {
    let last = store(&[]).await;
    let last_url = last.url("/last").to_string();
    let stranger = Server::start(vec![Answer::new("307 Go", &[("Location", &last_url)], "")]).await;
    let stranger_url = stranger.url("/stranger").to_string();
    let first = Server::answering(move |number, _| match number {
        0 => Answer::new("302 Found", &[("Location", "/second")], ""),
        _ => Answer::new("302 Found", &[("Location", &stranger_url)], ""),
    })
    .await;
    let options = patient().trust(last.authority.parse().expect("a host"));
    let download = recordings(options, &first).download(first.url(PATH).as_str());
    download.write_to(&mut Vec::new()).await.expect("it comes");
    let seen = first.seen();
    assert_eq!((seen[0].target.as_str(), seen[1].target.as_str()), (PATH, "/second"));
    assert_eq!(seen[1].need("authorization"), expected(&seen[1], "contoso.communication.azure.com"));
    assert_eq!(stranger.seen()[0].header("authorization"), None);
    // Trusted, but a stranger led there.
    assert_eq!(last.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn redirects_end() {
    let server = Server::start(vec![Answer::new("302 Found", &[("Location", "/again?sig=hush")], "")]).await;
    let download = recordings(quick(), &server).download(server.url(PATH).as_str());
    let error = download.await.expect_err("a circle");
    assert_eq!((error.kind(), server.seen().len()), (ErrorKind::Redirect, 6));
    assert!(!format!("{error} {error:?}").contains("hush"));
    for location in ["mailto:a@b.example", "http://["] {
        let server = Server::start(vec![Answer::new("302 Found", &[("Location", location)], "")]).await;
        let error =
            recordings(quick(), &server).download(server.url(PATH).as_str()).await.expect_err(location);
        assert!(matches!(error.kind(), ErrorKind::Redirect | ErrorKind::Configuration), "{error}");
    }
}

#[tokio::test]
async fn deletion_is_signed_alike() {
    let server = Server::start(vec![Answer::new("200 OK", &[], "")]).await;
    let options = quick().clock(FakeClock::at("12:00:00"));
    recordings(options, &server).delete(server.url("/v1/objects/0-eus").as_str()).await.expect("done");
    let seen = &server.seen()[0];
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("DELETE", "/v1/objects/0-eus"));
    assert_eq!(seen.need("x-ms-host"), "contoso.communication.azure.com");
    assert_eq!(seen.need("authorization"), expected(seen, "contoso.communication.azure.com"));

    let gone = Answer::new("404 Not Found", &[], "");
    let server = Server::start(vec![Answer::Reset(Vec::new()), gone.clone()]).await;
    let reply = recordings(quick(), &server).delete(server.url("/x").as_str()).await.expect("done before");
    assert!(reply.raw().was_deleted_before());
    let server = Server::start(vec![gone]).await;
    let error =
        recordings(quick(), &server).delete(server.url("/x").as_str()).await.expect_err("never there");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));

    let other = Server::start(vec![Answer::ok("{}")]).await;
    let to = other.url("/x").to_string();
    let server = Server::start(vec![Answer::new("307 Go", &[("Location", &to)], "")]).await;
    let error = recordings(quick(), &server).delete(server.url("/x").as_str()).await.expect_err("elsewhere");
    assert_eq!((error.kind(), other.seen().len()), (ErrorKind::Redirect, 0));
    let error = recordings(quick(), &server).delete("nonsense").await.expect_err("no URL");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

/// An emulator may keep its recordings where everything else is.
#[tokio::test]
async fn metadata_is_a_download_too() {
    let body = r#"{"resourceId": "r-1", "chunkDuration": 1}"#;
    let server = Server::start(vec![Answer::ok(body)]).await;
    let mut metadata = Vec::new();
    let download = client(&server, quick()).call_recording().download(server.url("/metadata").as_str());
    let done = download.write_to(&mut metadata).await.expect("it comes");
    assert_eq!(metadata, body.as_bytes());
    assert_eq!(done.content_type.as_deref(), Some("application/json"));
    assert_eq!(server.seen()[0].header("x-ms-host"), None);
}
