//! Arguments that are refused before a request is sent.

use std::sync::Arc;

use crate::support::{Answer, Requests as _, Server, quick};
use call_http::reqwest::{Client, Method, Url};
use call_http::{ClientOptions, Credential, Error, ErrorKind, Pipeline};

fn bearer() -> Credential {
    Credential::bearer("token-1").expect("a credential")
}

fn refused(endpoint: &str, credential: Credential, options: ClientOptions) -> Error {
    Pipeline::new(Url::parse(endpoint).expect("a URL"), credential, options).expect_err(endpoint)
}

#[tokio::test]
async fn a_header_that_the_client_sets_is_refused_with_advice() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let pipeline = server.plain();
    for (name, advice) in [
        ("Host", "use another endpoint"),
        ("Content-Length", "leave it out"),
        ("Transfer-Encoding", "leave it out"),
        ("Connection", "use `ClientOptions::http_client`"),
        ("Accept-Encoding", "leave it out"),
        ("Authorization", "use a `Credential`"),
        ("client-request-id", "use `client_request_id`"),
        ("x-ms-client-request-id", "use `client_request_id`"),
        ("return-client-request-id", "use `ClientOptions::request_id_header`"),
        ("x-ms-return-client-request-id", "use `ClientOptions::request_id_header`"),
        ("x-ms-date", "use a `Credential`"),
        ("x-ms-content-sha256", "use a `Credential`"),
        ("x-ms-host", "use a `Credential`"),
        ("Repeatability-Request-ID", "use `repeatability`"),
        ("Repeatability-First-Sent", "use `repeatability`"),
    ] {
        let call = pipeline.call(Method::GET, "/x", &[]).header(name, "hush-hush");
        let error = call.await.expect_err(name);
        let line = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{line}");
        let names_it = line.contains(&format!("`{}`", name.to_ascii_lowercase()));
        assert!(names_it && line.contains(advice) && !line.contains("hush"), "{line}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn an_id_that_is_blank_or_has_a_line_break_is_refused() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    for (id, problem) in [
        ("", "is empty"),
        (" ", "is blank"),
        ("\u{a0}", "is blank"),
        ("411f0b00\n", "contains a control character"),
    ] {
        let error = server.plain().call(Method::GET, "/calls/{}", &[id]).await.expect_err(problem);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(&format!("value 1 {problem}")), "{error}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_credential_over_http_to_another_host_is_refused_when_the_pipeline_is_created() {
    let endpoint = "http://contoso.example/";
    let error = refused(endpoint, bearer(), quick());
    assert_eq!(error.kind(), ErrorKind::UntrustedHost);
    assert!(error.to_string().contains("`ClientOptions::allow_http`"), "{error}");
    for (endpoint, credential, options) in [
        (endpoint, bearer(), quick().allow_http(true)),
        (endpoint, Credential::none(), quick()),
        ("http://127.0.0.1:8080/", bearer(), quick()),
    ] {
        Pipeline::new(Url::parse(endpoint).expect("a URL"), credential, options).expect("a pipeline");
    }
}

#[test]
fn an_invalid_user_agent_is_refused_when_the_pipeline_is_created() {
    let error = refused("http://localhost/", bearer(), quick().user_agent("contoso\n2.1"));
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("`user-agent` contains a character"), "{error}");
}

/// A client of the caller may have TLS even if this build does not.
#[test]
fn https_without_tls_is_refused_when_the_pipeline_is_created_unless_a_client_is_given() {
    let endpoint = Url::parse("https://contoso.example/").expect("a URL");
    let provided = [quick().http_client(Client::new()), quick().transport(Arc::new(Client::new()))];
    for options in provided {
        Pipeline::new(endpoint.clone(), bearer(), options).expect("a pipeline");
    }
    let built = Pipeline::new(endpoint, bearer(), quick());
    if cfg!(any(feature = "rustls", feature = "native-tls")) {
        built.expect("a pipeline");
    } else {
        let error = built.expect_err("no TLS");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("`rustls` or `native-tls`"), "{error}");
    }
}

#[test]
fn a_bearer_token_with_its_scheme_or_with_spaces_is_refused_and_not_repeated() {
    for (token, fault) in [
        ("", "is empty"),
        ("Bearer eyJhbGci.hush", "begins with `Bearer `"),
        ("bearer  eyJhbGci.hush\n", "begins with `Bearer `"),
        ("eyJhbGci.hush\n", "ends with a line break"),
        ("eyJhbGci.hush\r\n", "ends with a line break"),
        (" eyJhbGci.hush", "has leading or trailing whitespace"),
        ("eyJhbGci.hush ", "has leading or trailing whitespace"),
        ("eyJhbGci. hush", "contains a space"),
        ("eyJhbGci.\thush", "contains a space"),
        ("eyJhbGci.\u{7f}hush", "not allowed in an HTTP header"),
    ] {
        let error = Credential::bearer(token).expect_err(fault);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(fault) && !format!("{error:?}").contains("eyJ"), "{error:?}");
    }
    Credential::bearer("Bearer").expect("a single word is a token");
}
