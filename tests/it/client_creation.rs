//! What is refused when a client is created, in the same words by every client.

use acs_calling::call_http::Credential;
use ews_um::{PhoneCallClient, UmClient};
use test_server::quick;

/// An endpoint that is not valid is an error when a client is created, in the same words for all of them.
#[test]
fn an_endpoint_that_is_not_valid_is_refused_in_the_same_words_by_all_clients() {
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
    for (endpoint, says) in cases {
        let lines = [
            graph_calls::Client::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
            acs_calling::Client::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
            UmClient::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
            PhoneCallClient::new(endpoint, Credential::none()).expect_err(endpoint).to_string(),
        ];
        for line in &lines {
            assert!(line.contains(says) && !line.contains("hunter2"), "{line}");
            assert_eq!(line, &lines[0]);
        }
    }
}

#[test]
fn options_that_cannot_work_are_refused_when_a_client_is_created() {
    let password = || Credential::basic("rosa", "hunter2").expect("a credential");
    let cases = [
        ("http://contoso.example/", quick(), "`ClientOptions::allow_http`"),
        ("https://contoso.example/", quick().user_agent("contoso\n2.1"), "`user-agent`"),
    ];
    for (endpoint, options, says) in cases {
        let lines = [
            graph_calls::Client::with_options(endpoint, password(), options.clone())
                .expect_err(says)
                .to_string(),
            acs_calling::Client::with_options(endpoint, password(), options.clone())
                .expect_err(says)
                .to_string(),
            UmClient::with_options(endpoint, password(), options.clone()).expect_err(says).to_string(),
            PhoneCallClient::with_options(endpoint, password(), options).expect_err(says).to_string(),
        ];
        for line in &lines {
            assert!(line.contains(says), "{line}");
            assert_eq!(line, &lines[0]);
        }
    }
}
