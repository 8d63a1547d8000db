//! Autodiscover: both services, redirects, and unknown addresses.

use call_http::reqwest::{self, Url};
use call_sim::MagicMailbox;
use ews_um::call_http::ErrorKind as Http;
use ews_um::phone_call::ExchangeVersion;
use ews_um::{Autodiscover, Candidate, Credential, Endpoints, Error, ErrorKind};

use crate::exchange::{Office, soap};

/// Searches for an address with its own credential, at one of the services.
async fn locate(office: &Office, address: &str, url: &str) -> Result<Endpoints, Error> {
    let search = Autodiscover::with_options(address, office.basic_of(address), office.options());
    search.url(Url::parse(url).expect(url)).locate().await
}

fn urls(office: &Office) -> [String; 2] {
    [office.sim.exchange().autodiscover_url(), office.sim.exchange().autodiscover_plain_url()]
}

#[tokio::test]
async fn both_services_return_the_urls_of_a_mailbox() {
    let office = Office::open().await;
    let exchange = office.sim.exchange();
    for url in urls(&office) {
        let found = locate(&office, &exchange.user(), &url).await.expect("settings");
        assert_eq!(found.ews_url().expect("a URL").as_str(), exchange.ews_url());
        assert_eq!(found.um_url().expect("a URL").as_str(), exchange.um_url());
        assert_eq!(found.internal, found.external);
        assert!(found.server_version.expect("a version").starts_with("15.1.2507"));
        let is_soap = url.ends_with("svc");
        assert_eq!(found.ews_schemas.contains(&ExchangeVersion::Exchange2010), is_soap);
    }
}

#[tokio::test]
async fn a_mailbox_without_unified_messaging_has_no_url_for_it() {
    let office = Office::open().await;
    let address = office.sim.exchange().magic_address(MagicMailbox::WithoutUm);
    for url in urls(&office) {
        let found = locate(&office, &address, &url).await.expect("settings");
        assert!(found.ews_url().is_ok());
        assert_eq!(found.um_url().expect_err("no URL").kind(), ErrorKind::NoEndpoint);
    }
}

#[tokio::test]
async fn redirects_lead_to_the_settings() {
    let office = Office::open().await;
    let exchange = office.sim.exchange();
    for url in urls(&office) {
        for mailbox in [MagicMailbox::RedirectUrl, MagicMailbox::RedirectHttp] {
            let found = locate(&office, &exchange.magic_address(mailbox), &url).await.expect("settings");
            assert!(found.found_at.path().starts_with("/autodiscover/redirected/"), "{found:?}");
        }
        let found = locate(&office, &exchange.magic_address(MagicMailbox::RedirectAddress), &url).await;
        assert_eq!(found.expect("settings").address, exchange.user());
        let error = locate(&office, &exchange.magic_address(MagicMailbox::RedirectLoop), &url).await;
        assert_eq!(error.expect_err("a loop").kind(), ErrorKind::Http(Http::Redirect));
    }
}

#[tokio::test]
async fn a_redirect_without_a_credential_leads_to_the_settings() {
    let office = Office::open().await;
    let url = Url::parse(&office.sim.exchange().autodiscover_plain_url()).expect("a URL");
    let search = Autodiscover::with_options(office.sim.exchange().user(), office.basic(), office.options());
    let search = search.candidates(move |_| vec![Candidate::Redirect(url.clone())]).on_redirect(|_| true);
    let found = search.locate().await.expect("settings");
    assert_eq!(found.found_at.path(), "/autodiscover/redirected/autodiscover.xml");
}

#[tokio::test]
async fn unknown_addresses_and_credentials_are_refused() {
    let office = Office::open().await;
    for (url, code) in urls(&office).into_iter().zip(["InvalidUser", "500"]) {
        let search = |credential: Credential| {
            let search = Autodiscover::with_options("nobody@contoso.example", credential, office.options());
            search.url(Url::parse(&url).expect("a URL"))
        };
        let error = search(office.basic()).locate().await.expect_err("unknown");
        assert_eq!((error.kind(), error.code()), (ErrorKind::Autodiscover, Some(code)));
        let error = search(Credential::none()).locate().await.expect_err("no credential");
        assert_eq!(error.kind(), ErrorKind::Http(Http::Auth));
    }
}

#[tokio::test]
async fn malformed_requests_to_the_plain_service_have_a_code() {
    const START: &str = "<Autodiscover xmlns='http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006'>";
    const SCHEMA: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
    let office = Office::open().await;
    let url = office.sim.exchange().autodiscover_plain_url();
    let request = |address: &str, schema: &str| {
        format!(
            "{START}<Request>{address}<AcceptableResponseSchema>{schema}</AcceptableResponseSchema></Request></Autodiscover>"
        )
    };
    for (body, code) in [
        ("<Autodiscover/>".to_owned(), "600"),
        ("no XML".to_owned(), "600"),
        (request("", SCHEMA), "600"),
        (request("<EMailAddress>rosa</EMailAddress>", SCHEMA), "600"),
        (request("<EMailAddress>rosa@contoso.example</EMailAddress>", "other"), "601"),
        (request("<EMailAddress>rosa@contoso.example</EMailAddress>", SCHEMA), "500"),
    ] {
        let (status, text) = office.post(&url, &body).await;
        assert_eq!(status, 200);
        assert!(
            text.contains(&format!("<ErrorCode>{code}</ErrorCode>"))
                || text.contains(&format!(":ErrorCode>{code}<")),
            "{text}"
        );
    }
}

#[tokio::test]
async fn the_soap_service_reports_each_setting_and_each_user() {
    let office = Office::open().await;
    let url = office.sim.exchange().autodiscover_url();
    let user = |address: &str| format!("<a:User><a:Mailbox>{address}</a:Mailbox></a:User>");
    let request = |users: &str, settings: &str| {
        let body = format!(
            "<a:GetUserSettingsRequestMessage xmlns:a='http://schemas.microsoft.com/exchange/2010/Autodiscover'>\
             <a:Request><a:Users>{users}</a:Users>{settings}</a:Request></a:GetUserSettingsRequestMessage>"
        );
        soap("", &body)
    };
    let users =
        user(&office.sim.exchange().magic_address(MagicMailbox::WithoutUm)) + &user("nobody@contoso.example");
    let settings = "<a:RequestedSettings><a:Setting>ExternalUMUrl</a:Setting><a:Setting>NoSuchUrl</a:Setting>\
                    <a:Setting>ExternalEwsUrl</a:Setting></a:RequestedSettings>";
    let (status, text) = office.post(&url, &request(&users, settings)).await;
    assert_eq!(status, 200);
    for expected in
        ["SettingIsNotAvailable", "InvalidSetting", "InvalidUser", "/EWS/Exchange.asmx", "StringSetting"]
    {
        assert_eq!(text.matches(expected).count(), 1, "{expected} in {text}");
    }
    let (_, text) = office.post(&url, &request(&users, "")).await;
    assert!(text.contains("InvalidRequest"), "{text}");
    let (status, text) = office.post(&url, &soap("", "<m:IsUMEnabled/>")).await;
    assert!(status == 500 && text.contains("ErrorInvalidRequest"), "{status} {text}");
}

#[tokio::test]
async fn the_redirect_of_a_get_has_no_body() {
    let office = Office::open().await;
    let policy = reqwest::redirect::Policy::none();
    let http = reqwest::Client::builder().no_proxy().redirect(policy).build().expect("a client");
    let url = office.sim.exchange().autodiscover_plain_url();
    let response = http.get(url).send().await.expect("a response");
    assert_eq!(response.status().as_u16(), 302);
    assert_eq!(
        response.headers()["location"],
        format!("{}/autodiscover/redirected/autodiscover.xml", office.sim.url())
    );
    assert!(response.text().await.expect("text").is_empty());
}
