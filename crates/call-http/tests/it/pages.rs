//! Lists in pages.

use crate::support::{Answer, FakeClock, KEY, Requests as _, Server, expected_authorization, quick};
use call_http::futures_util::TryStreamExt as _;
use call_http::reqwest::Method;
use call_http::{AccessKey, Credential, ErrorKind, Page, PendingRequest, Pipeline};
use call_wire::json::Extra;
use call_wire::json_object;

/// A page like those of the JSON protocols.
#[derive(Clone, Default, PartialEq)]
struct Numbers {
    value: Option<Vec<i64>>,
    next_link: Option<String>,
    extra: Extra,
}

json_object! { Numbers "numbers" { value: "value", next_link: "nextLink" } }

impl Page for Numbers {
    type Item = i64;

    fn into_parts(self) -> (Vec<i64>, Option<String>) {
        (self.value.unwrap_or_default(), self.next_link)
    }
}

/// Returns a page with a link.
fn page(items: &str, link: &str) -> Answer {
    Answer::ok(&format!(r#"{{"value": [{items}], "nextLink": "{link}"}}"#))
}

fn last(items: &str) -> Answer {
    Answer::ok(&format!(r#"{{"value": [{items}]}}"#))
}

fn list(pipeline: &Pipeline) -> PendingRequest<Numbers> {
    pipeline.call(Method::GET, "/calls/{}/numbers", &["c-1"]).operation("numbers_list").returns_json()
}

/// Starts a server whose response depends on the target of the request. The function also gets the authority.
async fn server_by_target(answer: impl Fn(&str, &str) -> Answer + Send + Sync + 'static) -> Server {
    Server::answering(move |_, seen| answer(seen.need("host"), &seen.target)).await
}

#[tokio::test]
async fn links_are_requested_and_signed_unchanged() {
    const SECOND: &str = "/calls/c-1/numbers?$skip=2&t=a%20b~c+d%2Fe%2f&api-version=x";
    const THIRD: &str = "/other/%7Epath/~?%24skiptoken=1%3d,(x)&&";
    let server = server_by_target(|host, target| match target {
        "/calls/c-1/numbers?api-version=1" => page("1, 2", &format!("http://{host}{SECOND}#part")),
        SECOND => page("", &format!("http://{host}{THIRD}")),
        THIRD => last("3"),
        other => panic!("{other} was requested"),
    })
    .await;
    let key = AccessKey::parse(KEY).expect("a key");
    let options = quick().clock(FakeClock::at("12:00:00"));
    let pipeline = server.pipeline(Credential::access_key(key), options);
    let call = list(&pipeline).query("api-version", "1").header("Prefer", "everything");

    let items: Vec<_> = call.pages().items().try_collect().await.expect("three pages");
    assert_eq!(items, [1, 2, 3]);
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    for seen in &seen {
        assert_eq!(seen.need("authorization"), expected_authorization(seen, &server.authority));
        assert_eq!((seen.need("prefer"), seen.need("accept")), ("everything", "application/json"));
    }
    let ids: Vec<_> = seen.iter().map(|seen| seen.need("x-ms-client-request-id")).collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2], "each request has an id of its own");
}

#[tokio::test]
async fn each_page_has_its_raw_response() {
    let server = server_by_target(|_, target| match target {
        "/calls/c-1/numbers" => page("1", "?page=2"),
        "/calls/c-1/numbers?page=2" => page("2", "more/numbers"),
        "/calls/c-1/more/numbers" => page("3", "/root?page=4"),
        "/root?page=4" => page("4", ""),
        other => panic!("{other} was requested"),
    })
    .await;
    let mut pages = list(&server.plain()).pages();
    let mut items = Vec::new();
    while let Some(page) = pages.next_page().await.expect("a page") {
        assert_eq!(page.raw().attempts(), 1);
        items.extend(page.into_inner().value.unwrap_or_default());
    }
    assert_eq!(items, [1, 2, 3, 4]);
    assert!(pages.next_page().await.expect("the end").is_none());
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_link_to_another_host_is_an_error_after_the_items() {
    let other = Server::start(vec![last("9")]).await;
    for (link, named) in [
        (format!("http://{}/calls?page=2", other.authority), format!("http://{}", other.authority)),
        ("https://graph.microsoft.com/v1.0/next".to_owned(), "https://graph.microsoft.com".to_owned()),
        ("//evil.example/next".to_owned(), "http://evil.example".to_owned()),
    ] {
        let server = Server::start(vec![page("1, 2", &link)]).await;
        let credential = Credential::bearer("token-1").expect("a credential");
        // Such a link is refused even if the host is trusted.
        let options = quick().trust("evil.example".parse().expect("a host"));
        let pipeline = server.pipeline(credential, options);
        let mut items = list(&pipeline).pages().items();
        assert_eq!(items.try_next().await.expect("an item"), Some(1));
        assert_eq!(items.try_next().await.expect("an item"), Some(2));
        let error = items.try_next().await.expect_err("another host");
        assert_eq!(error.kind(), ErrorKind::UntrustedHost);
        assert!(error.to_string().contains(&named), "{error}");
        assert!(items.try_next().await.expect("the end").is_none());
    }
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn a_link_that_is_not_a_url_is_an_error_of_the_next_page() {
    for link in ["string", "http://[", "nextLink", "mailto:a@b.example"] {
        let server = Server::start(vec![page("1", link)]).await;
        let mut pages = list(&server.plain()).pages();
        assert!(pages.next_page().await.expect("the first page").is_some());
        let error = pages.next_page().await.expect_err("not a URL");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(&format!("{link:?}")), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_link_back_to_an_earlier_page_is_an_error() {
    for (first, second, requests) in [
        ("/calls/c-1/numbers", "", 1),
        ("/calls/c-1/numbers#part", "", 1),
        ("?page=2", "?page=2", 2),
        ("?page=2", "/calls/c-1/numbers", 2),
    ] {
        let server = Server::start(vec![page("1", first), page("2", second)]).await;
        let mut items = list(&server.plain()).pages().items();
        let mut count = 0;
        let error = loop {
            match items.try_next().await {
                Ok(Some(_)) => count += 1,
                Ok(None) => panic!("{first} then {second} came to an end"),
                Err(error) => break error,
            }
        };
        assert_eq!((error.kind(), count, server.seen().len()), (ErrorKind::Decode, requests, requests));
        assert!(error.to_string().contains("/calls/c-1/numbers"), "{error}");
    }
}

#[tokio::test]
async fn after_an_error_the_same_page_is_requested_again() {
    let gone = Answer::new("404 Not Found", &[], r#"{"error": {"code": "Gone", "message": "later"}}"#);
    let server = Server::start(vec![gone.clone(), page("1", "?page=2"), gone, last("2")]).await;
    let mut pages = list(&server.plain()).pages();
    let mut pages_read = Vec::new();
    for _ in 0..5 {
        pages_read.push(match pages.next_page().await {
            Ok(Some(page)) => format!("{:?}", page.value),
            Ok(None) => "the end".to_owned(),
            Err(error) => error.code().unwrap_or_default().to_owned(),
        });
    }
    assert_eq!(pages_read, ["Gone", "Some([1])", "Gone", "Some([2])", "the end"]);
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(targets[0], targets[1]);
    assert_eq!(targets[2..], ["/calls/c-1/numbers?page=2", "/calls/c-1/numbers?page=2"]);
}

#[tokio::test]
async fn an_invalid_request_of_a_list_is_an_error_of_the_first_page() {
    let server = Server::start(vec![last("1")]).await;
    let call: PendingRequest<Numbers> =
        server.plain().call(Method::GET, "/calls/{}/numbers", &[""]).returns_json();
    let mut pages = call.pages();
    assert_eq!(pages.next_page().await.expect_err("an empty id").kind(), ErrorKind::Configuration);
    assert!(pages.next_page().await.expect("the end").is_none());
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn items_can_be_read_in_another_task() {
    let server = Server::start(vec![page("1", "?page=2"), last("2")]).await;
    let items = list(&server.plain()).pages().items();
    let sum = tokio::spawn(items.try_fold(0, async |sum, item| Ok(sum + item)));
    assert_eq!(sum.await.expect("no panic").expect("two pages"), 3);
}
