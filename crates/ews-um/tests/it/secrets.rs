//! No `Debug` output, error or trace contains a secret.

use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::support::*;
use ews_um::call_http::{BoxError, BoxFuture, Token, TokenProvider};
use ews_um::phone_call::PhoneCallId;
use ews_um::{Autodiscover, Candidate, Credential, Error, PhoneCallClient, PollOptions, UmClient};
use test_server::trace::Trace;

const PASSWORD: &str = "correct-horse-battery";
const TOKEN: &str = "eyJhbGciOi.hush.hush";
/// `rosa` and the password as `Basic` encodes them.
const ENCODED: &str = "cm9zYTpjb3JyZWN0LWhvcnNlLWJhdHRlcnk=";

/// Repeats the credential of the request in a response. The number selects the part of the response that contains it.
fn repeat_credential(number: usize, seen: &Seen) -> Answer {
    let header = seen.need("authorization");
    let secret = header.split_once(' ').map_or(header, |(_, secret)| secret);
    let password = if header.starts_with("Basic") { PASSWORD } else { secret };
    let text = format!("{header} {secret} {password}");
    let fault = format!(
        "<s:Fault><faultcode>{secret}</faultcode><faultstring>{text}</faultstring><detail><m:ExceptionType>\
         {secret}</m:ExceptionType></detail></s:Fault>"
    );
    let wrong = |inner: &str| {
        soap(&format!(
            "<m:GetCallInfoResponse><m:GetCallInfoResponse>{inner}</m:GetCallInfoResponse></m:GetCallInfoResponse>"
        ))
    };
    let answers = [
        ("500 Oops", soap(&fault)),
        ("200 OK", soap(&fault)),
        ("401 Unauthorized", format!("<html><title>{text}</title></html>")),
        ("200 OK", format!("<html><title>{text}</title></html>")),
        (
            "200 OK",
            ews_error("GetPhoneCallInformation", secret, &format!("<m:MessageXml>{text}</m:MessageXml>")),
        ),
        ("200 OK", wrong(&format!("<{}/>", "a".repeat(9)))),
        (
            "200 OK",
            soap(&format!(
                "<m:IsUMEnabledResponse><m:IsUMEnabledResponse>{password}</m:IsUMEnabledResponse></m:IsUMEnabledResponse>"
            )),
        ),
        (
            "200 OK",
            soap(&format!(
                "<m:IsUMEnabledResponse><m:IsUMEnabledResponse>{secret}</m:IsUMEnabledResponse></m:IsUMEnabledResponse>"
            )),
        ),
        (
            "200 OK",
            format!(
                "<Autodiscover><Response><Error><ErrorCode>{secret}</ErrorCode><Message>{text}</Message></Error></Response></Autodiscover>"
            ),
        ),
        ("302 Found", String::new()),
        ("200 OK", format!("<{}>", text.replace(' ', ""))),
    ];
    let (status, body) = &answers[number % answers.len()];
    let location = format!("https://other.example/{secret}?{secret}");
    let headers = [("Location", location.as_str()), ("request-id", secret), ("WWW-Authenticate", header)];
    Answer::new(status, &headers, body)
}

/// Returns all printed forms of an error.
fn printed_forms(error: &Error) -> String {
    format!(
        "{error} {error:?} {error:#?} {:?} {:?} {:?} {:?} {:?} {:?}\n",
        error.kind(),
        error.code(),
        error.message(),
        error.source(),
        error.source().map(ToString::to_string),
        error.http()
    )
}

#[tokio::test]
async fn debug_errors_and_traces_contain_no_secret() {
    let (trace, _guard) = Trace::collect();
    let mut printed = String::new();
    let credentials = [
        Credential::basic("rosa", PASSWORD).expect("a credential"),
        Credential::bearer(TOKEN).expect("a credential"),
    ];
    for credential in credentials {
        let server = Server::answering(repeat_credential).await;
        let um = UmClient::with_options(server.url("/um"), credential.clone(), without_retries())
            .expect("a client");
        let ews = PhoneCallClient::with_options(server.url("/ews"), credential.clone(), without_retries())
            .expect("a client");
        let auto = Autodiscover::with_options("rosa@fabrikam.example", credential.clone(), without_retries());
        let (soap, plain) = (auto.clone().url(server.url("/a.svc")), auto.url(server.url("/a.xml")));
        let watch = um.watch_call("1", PollOptions::new());
        printed += &format!("{um:?} {ews:?} {soap:?} {plain:#?} {watch:?} {credential:?}\n");
        // Each of the 11 responses to each request: the server counts the requests.
        for _ in 0..11 {
            printed += &printed_forms(&um.is_um_enabled().await.expect_err("an error"));
            if let Err(error) = um.get_call_info("1").await {
                printed += &printed_forms(&error);
            }
            printed += &printed_forms(
                &ews.get_phone_call_information(&PhoneCallId::new("1")).await.expect_err("an error"),
            );
            printed += &printed_forms(&soap.locate().await.expect_err("an error"));
            printed += &printed_forms(&plain.locate().await.expect_err("an error"));
            let _ = um.reset_pin().await;
        }
    }
    let traced = trace.text();
    assert!(traced.contains("call_http") && traced.contains("IsUMEnabled"), "{traced}");
    assert!(printed.contains("[redacted]"));
    for secret in [PASSWORD, ENCODED, TOKEN] {
        for (kind, text) in [("printed", &printed), ("traced", &traced)] {
            let lines: Vec<_> = text.lines().filter(|line| line.contains(secret)).take(3).collect();
            assert!(lines.is_empty(), "{kind} {secret}: {lines:#?}");
        }
    }
}

/// Searches on a server with these responses, and returns everything that can be printed.
async fn printed_search(credential: Credential, extension: &str, answers: [Answer; 2]) -> String {
    let (trace, _guard) = Trace::collect();
    let server = Server::start(answers.into()).await;
    let candidates = vec![
        Candidate::at(server.url(&format!("/a.{extension}"))),
        Candidate::Redirect(server.url("/redirect")),
    ];
    let search = Autodiscover::with_options("rosa@fabrikam.example", credential, without_retries());
    let error = search.candidates(move |domain| match domain {
        "fabrikam.example" => candidates.clone(),
        _ => Candidate::for_domain(&format!("{domain}.invalid")),
    });
    let error = error.locate().await.expect_err("no settings");
    assert!(error.to_string().contains("found no services"), "{error}");
    let traced = trace.text();
    printed_forms(&error) + &traced
}

#[tokio::test]
async fn errors_of_a_search_contain_no_credential() {
    let credentials = [
        (Credential::basic("rosa", PASSWORD).expect("a credential"), vec![PASSWORD, ENCODED]),
        (Credential::bearer(TOKEN).expect("a credential"), vec![TOKEN]),
        (Credential::tokens(Arc::new(OneToken)), vec![TOKEN]),
    ];
    for (credential, secrets) in credentials {
        for secret in secrets {
            let denied = || Answer::new("401 Unauthorized", &[], "");
            let plain = |action: &str, element: &str, target: &str| {
                Answer::ok(&format!(
                    "<Autodiscover><Response><Account><Action>{action}</Action><{element}>{target}</{element}>\
                     </Account></Response></Autodiscover>"
                ))
            };
            let body = format!(r#"{{"error": {{"code": "{secret}", "message": "got {secret}"}}}}"#);
            let percent = secret.replace('-', "%2d").replace('=', "%3D").replace('.', "%2E");
            for (extension, answers) in [
                // The response to a request without the credential repeats it.
                ("svc", [denied(), Answer::new("404 Not Found", &[("request-id", secret)], &body)]),
                ("svc", [denied(), Answer::new("302 Found", &[("Location", &format!("/{secret}"))], "")]),
                ("xml", [plain(&format!("\"{secret}"), "Other", "x"), denied()]),
                // The URL or address of a redirect repeats it; the error of the next request would print it.
                ("xml", [plain("redirectUrl", "RedirectUrl", &format!("/{secret}")), denied()]),
                ("xml", [plain("redirectUrl", "RedirectUrl", &format!("/{percent}")), denied()]),
                (
                    "xml",
                    [plain("redirectAddr", "RedirectAddr", &format!("{secret}@fabrikam.example")), denied()],
                ),
                ("xml", [plain("redirectAddr", "RedirectAddr", &format!("rosa@{secret}.example")), denied()]),
                ("svc", [Answer::new("302 Found", &[("Location", &format!("/{secret}?x"))], ""), denied()]),
            ] {
                let printed = printed_search(credential.clone(), extension, answers).await;
                for form in [secret, &percent, &secret.to_lowercase()] {
                    assert!(!printed.contains(form), "{form} in {printed}");
                }
            }
        }
    }
}

#[derive(Debug)]
struct OneToken;

impl TokenProvider for OneToken {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let expires_on = SystemTime::now() + Duration::from_secs(3600);
        Box::pin(async move { Ok(Token { secret: TOKEN.into(), expires_on }) })
    }
}
