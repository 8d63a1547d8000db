//! The hosts to which requests for recordings and the credential are sent: trusted hosts, redirects, deletion.

use crate::support::store::{ENDPOINT, PATH, answer, everywhere, recording, recordings, recordings_at};
use crate::support::{Answer, FakeClock, Server, client, expected, quick};
use acs_calling::{Client, Credential, ErrorKind};

/// A recording on a host of the built-in list.
const STORED: &str = "https://us-api.asm.skype.com/v1/objects/0-eus-d1/content/video";

fn redirect(to: &str) -> Answer {
    Answer::new("302 Found", &[("Location", to)], "")
}

#[tokio::test]
async fn requests_are_sent_only_to_trusted_hosts() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let options = everywhere(&server).trust("store.example".parse().expect("a host"));
    let credential = Credential::bearer("token-1").expect("a credential");
    let client = Client::with_options(ENDPOINT, credential, options).expect("a client");
    let recordings = client.call_recording();
    for host in [
        "us-api.asm.skype.com",
        "eu-prod.asyncgw.teams.microsoft.com",
        "us.ams.gov.teams.microsoft.us",
        "store.example",
    ] {
        recordings.download(&format!("https://{host}{PATH}")).await.expect(host);
        let seen = server.seen().pop().expect("a request");
        assert_eq!((seen.need("host"), seen.target.as_str()), (host, PATH));
        // A bearer token is the same for all hosts, and has no `x-ms-host`.
        assert_eq!((seen.need("authorization"), seen.header("x-ms-host")), ("Bearer token-1", None));
    }
    let asked = server.seen().len();
    for location in [
        "https://asm.skype.com/x",
        "https://evilasm.skype.com/x",
        "https://us.asm.skype.com.evil.example/x",
        "https://us.asm.skype.com:8443/x",
        "https://evil.example/us.asm.skype.com",
        "https://account.blob.core.windows.net/x",
        "https://127.0.0.1/x",
        // The host of the resource: a signed DELETE request would hang up a call.
        "https://contoso.communication.azure.com/calling/callConnections/c-1",
    ] {
        let error = recordings.download(location).await.expect_err(location);
        assert_eq!(error.kind(), ErrorKind::UntrustedHost, "{location}: {error}");
        let error = recordings.delete(location).await.expect_err(location);
        assert_eq!(error.kind(), ErrorKind::UntrustedHost, "{location}: {error}");
    }
    assert_eq!(server.seen().len(), asked);
}

#[tokio::test]
async fn http_is_refused_by_default() {
    let credential = Credential::bearer("token-1").expect("a credential");
    let client = Client::with_options("https://contoso.communication.azure.com", credential, quick());
    let recordings = client.expect("a client").call_recording();
    let error = recordings.download("http://us.asm.skype.com/x").await.expect_err("no TLS");
    assert_eq!(error.kind(), ErrorKind::UntrustedHost);
    assert!(error.to_string().contains("without TLS"), "{error}");
    let error = recordings.download("https://u:hunter2@us.asm.skype.com/x").await.expect_err("a password");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

/// A configured host may be an emulator or a proxy in a private network.
#[tokio::test]
async fn http_is_allowed_only_for_configured_hosts() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let options = everywhere(&server).allow_http(true).trust("store.example".parse().expect("a host"));
    let recordings = recordings_at(ENDPOINT, options.clone());
    recordings.download("http://store.example/x").await.expect("it is allowed");
    assert!(server.seen()[0].header("authorization").is_some());
    for host in ["us-api.asm.skype.com", "eu.asyncgw.teams.microsoft.com", "us.ams.gov.teams.microsoft.us"] {
        let location = format!("http://{host}{PATH}");
        let error = recordings.download(&location).await.expect_err(host);
        assert_eq!(error.kind(), ErrorKind::UntrustedHost, "{error}");
        assert!(error.to_string().contains("https"), "{error}");
        let error = recordings.delete(&location).await.expect_err(host);
        assert_eq!(error.kind(), ErrorKind::UntrustedHost, "{error}");
    }
    // Trusting a built-in host again does not allow http.
    let options = options.trust(".asm.skype.com".parse().expect("a host"));
    let error = recordings_at(ENDPOINT, options).download("http://us-api.asm.skype.com/x").await;
    assert_eq!(error.expect_err("no TLS").kind(), ErrorKind::UntrustedHost);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_credential_is_dropped_on_redirects_to_other_hosts() {
    let server = Server::answering(|number, seen| match seen.need("host") {
        "files.example" => answer(seen, "\"v1\"", if number == 1 { 100 } else { usize::MAX }),
        _ => redirect("https://files.example/file?sig=hush"),
    })
    .await;
    let mut file = Vec::new();
    let download = recordings_at(ENDPOINT, everywhere(&server)).download(STORED);
    download.write_to(&mut file).await.expect("a recording");
    assert_eq!(file, recording());
    // The resumed download starts at the original URL, because the redirect may have expired.
    let (first, files): (Vec<_>, Vec<_>) =
        server.seen().into_iter().partition(|seen| seen.need("host") != "files.example");
    assert_eq!((first.len(), files.len()), (2, 2));
    assert!(first.iter().all(|seen| seen.header("authorization").is_some()));
    assert_eq!(files[1].need("range"), "bytes=100-999");
    for seen in &files {
        assert_eq!(seen.target, "/file?sig=hush");
        for name in ["authorization", "x-ms-host", "x-ms-date", "x-ms-content-sha256"] {
            assert_eq!(seen.header(name), None);
        }
    }
}

#[tokio::test]
async fn the_credential_stays_dropped_after_a_redirect() {
    let server = Server::answering(|number, _| match number {
        0 => redirect("/second"),
        1 => redirect("https://stranger.example/stranger"),
        2 => redirect("https://last.asm.skype.com/last"),
        _ => Answer::ok("{}"),
    })
    .await;
    let download = recordings_at(ENDPOINT, everywhere(&server)).download(STORED);
    download.write_to(&mut Vec::new()).await.expect("a recording");
    let seen = server.seen();
    assert_eq!((seen[0].target.as_str(), seen[1].target.as_str()), (PATH, "/second"));
    assert_eq!(seen[1].need("authorization"), expected(&seen[1], "contoso.communication.azure.com"));
    assert_eq!((seen[2].need("host"), seen[2].header("authorization")), ("stranger.example", None));
    // The host is trusted, but an untrusted host redirected to it.
    assert_eq!((seen[3].need("host"), seen[3].header("authorization")), ("last.asm.skype.com", None));
}

/// Otherwise a store could obtain a signature for any GET request.
#[tokio::test]
async fn a_redirect_to_the_endpoint_is_not_signed() {
    let server = Server::answering(|number, _| match number {
        0 => redirect("https://contoso.communication.azure.com/calling/callConnections/c-1"),
        1 => redirect(STORED),
        _ => Answer::ok("{}"),
    })
    .await;
    let download = recordings_at(ENDPOINT, everywhere(&server)).download(STORED);
    download.await.expect("a response");
    let seen = server.seen();
    assert!(seen[0].header("authorization").is_some());
    assert_eq!(seen[1].need("host"), "contoso.communication.azure.com");
    for seen in &seen[1..] {
        for name in ["authorization", "x-ms-host", "x-ms-date", "x-ms-content-sha256"] {
            assert_eq!(seen.header(name), None, "{}", seen.need("host"));
        }
    }
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused() {
    for host in [
        "localhost",
        "store.localhost",
        "127.0.0.1",
        "127.1.2.3:8080",
        "2130706433",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::10.0.0.1]",
    ] {
        let to = format!("https://{host}/file?sig=hush");
        let server = Server::answering(move |number, _| match number {
            // The second redirect, from an untrusted host.
            0 => redirect("https://stranger.example/"),
            1 => redirect(&to),
            _ => Answer::ok("{}"),
        })
        .await;
        let download = recordings_at(ENDPOINT, everywhere(&server)).download(STORED);
        let error = download.await.expect_err(host);
        assert_eq!((error.kind(), server.seen().len()), (ErrorKind::UntrustedHost, 2), "{host}");
        assert!(error.to_string().contains("private") && !error.to_string().contains("hush"), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_to_a_public_or_trusted_address_is_followed() {
    let follow = async |endpoint: &str, to: &'static str, trusted: Option<&str>| {
        let server = Server::answering(move |number, _| match number {
            0 => redirect(to),
            _ => Answer::ok("{}"),
        })
        .await;
        let options = everywhere(&server);
        let options = match trusted {
            Some(host) => options.trust(host.parse().expect("a host")),
            None => options,
        };
        recordings_at(endpoint, options).download(STORED).await.expect("a response");
        let last = server.seen().pop().expect("a request");
        last.header("authorization").is_some()
    };
    for public in ["https://93.184.216.34/x", "https://172.32.0.1/x", "https://[2606:2800::1]/x"] {
        assert!(!follow(ENDPOINT, public, None).await, "{public}");
    }
    assert!(!follow("https://10.0.0.1", "https://10.0.0.2/x", None).await);
    assert!(follow(ENDPOINT, "https://10.0.0.2/x", Some("10.0.0.2")).await);
}

#[tokio::test]
async fn the_number_of_redirects_is_limited() {
    let server = Server::start(vec![Answer::new("302 Found", &[("Location", "/again?sig=hush")], "")]).await;
    let download = recordings(quick(), &server).download(server.url(PATH).as_str());
    let error = download.await.expect_err("endless redirects");
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
async fn deletion_is_signed_and_retried() {
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

/// The recordings of a local emulator may have the host of the endpoint.
#[tokio::test]
async fn metadata_is_downloaded() {
    let body = r#"{"resourceId": "r-1", "chunkDuration": 1}"#;
    let server = Server::start(vec![Answer::ok(body)]).await;
    let mut metadata = Vec::new();
    let download = client(&server, quick()).call_recording().download(server.url("/metadata").as_str());
    let done = download.write_to(&mut metadata).await.expect("a recording");
    assert_eq!(metadata, body.as_bytes());
    assert_eq!(done.content_type.as_deref(), Some("application/json"));
    assert_eq!(server.seen()[0].header("x-ms-host"), None);
}
