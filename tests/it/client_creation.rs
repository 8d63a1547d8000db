//! Endpoints and options that every client refuses when it is created, with the same message.

use acs_calling::call_http::Credential;
use ews_um::{PhoneCallClient, UmClient};
use test_server::quick;

#[test]
fn an_invalid_endpoint_is_refused_by_every_client_with_the_same_message() {
    let cases = [
        ("contoso.example", "has no scheme (write `https://contoso.example`)"),
        ("localhost:8080", "has no scheme (write `https://localhost:8080`)"),
        ("https://contoso.example/v1.0?x=1", "must not have a query (write `https://contoso.example/v1.0`)"),
        ("https://contoso.example/#x", "must not have a fragment (write `https://contoso.example/`)"),
        ("nonsense", "not a valid URL (expected `https://HOST`)"),
        ("ftp://contoso.example", "scheme `ftp` is not valid (expected `https://HOST` or `http://HOST`)"),
        ("endpoint=https://contoso.example/;accesskey=hunter2", "(use `from_connection_string`"),
        ("https://u:hunter2@contoso.example", "contains a user or password"),
    ];
    for (endpoint, expected) in cases {
        let messages = [
            graph_calls::Client::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
            graph_call_records::Client::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
            graph_online_meetings::Client::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
            acs_calling::Client::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
            UmClient::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
            PhoneCallClient::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
        ];
        for message in &messages {
            assert!(message.contains(expected) && !message.contains("hunter2"), "{message}");
            assert_eq!(message, &messages[0]);
        }
    }
}

#[test]
fn invalid_options_are_refused_by_every_client_with_the_same_message() {
    let password = || Credential::basic("rosa", "hunter2").expect("a credential");
    let cases = [
        ("http://contoso.example/", quick(), "`ClientOptions::allow_http`"),
        ("https://contoso.example/", quick().user_agent("contoso\n2.1"), "`user-agent`"),
    ];
    for (endpoint, options, expected) in cases {
        let messages = [
            graph_calls::Client::with_options(endpoint, password(), options.clone())
                .expect_err(expected)
                .to_string(),
            graph_call_records::Client::with_options(endpoint, password(), options.clone())
                .expect_err(expected)
                .to_string(),
            graph_online_meetings::Client::with_options(endpoint, password(), options.clone())
                .expect_err(expected)
                .to_string(),
            acs_calling::Client::with_options(endpoint, password(), options.clone())
                .expect_err(expected)
                .to_string(),
            UmClient::with_options(endpoint, password(), options.clone()).expect_err(expected).to_string(),
            PhoneCallClient::with_options(endpoint, password(), options).expect_err(expected).to_string(),
        ];
        for message in &messages {
            assert!(message.contains(expected), "{message}");
            assert_eq!(message, &messages[0]);
        }
    }
}
