//! Retries: the requests that are retried, and the waits before them.

use std::time::Duration;

use crate::support::*;
use ews_um::call_http::RetryClass;
use ews_um::phone_call::{self, ItemId, PhoneCallId};
use ews_um::um::{self, UmGreeting};
use ews_um::{Error, ErrorKind, PhoneCallOperation, UmClient, UmOperation};

#[test]
fn only_operations_that_create_something_are_unsafe_to_retry() {
    fn of_um<O: UmOperation>() -> (&'static str, RetryClass) {
        (O::NAME, O::RETRY_CLASS)
    }
    fn of_ews<O: PhoneCallOperation>() -> (&'static str, RetryClass) {
        (O::NAME, O::RETRY_CLASS)
    }
    let classes = [
        of_um::<um::GetCallInfo>(),
        of_um::<um::GetUmProperties>(),
        of_um::<um::IsUmEnabled>(),
        of_um::<um::Disconnect>(),
        of_um::<um::SetOofStatus>(),
        of_um::<um::SetMissedCallNotificationEnabled>(),
        of_um::<um::SetPlayOnPhoneDialString>(),
        of_um::<um::SetTelephoneAccessFolderEmail>(),
        of_ews::<phone_call::GetPhoneCallInformation>(),
        of_ews::<phone_call::DisconnectPhoneCall>(),
        of_um::<um::PlayOnPhone>(),
        of_um::<um::PlayOnPhoneGreeting>(),
        of_um::<um::ResetPin>(),
        of_ews::<phone_call::PlayOnPhone>(),
    ];
    for (at, (name, class)) in classes.into_iter().enumerate() {
        let expected = if at < 10 { RetryClass::Always } else { RetryClass::OnlyIfUnprocessed };
        assert_eq!(class, expected, "{name}");
    }
}

/// A response whose connection breaks before the end of the body.
fn lost_response() -> Answer {
    Answer::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<".to_vec())
}

#[tokio::test]
async fn a_request_that_places_a_call_or_creates_a_pin_is_sent_once() {
    for answer in
        [lost_response(), with_status("503 Service Unavailable", ""), with_status("500 Oops", &fault("Odd"))]
    {
        let server = Server::start(vec![answer]).await;
        let (um, ews) = (um_client(&server, quick()), ews_client(&server, quick()));
        um.play_on_phone("entry", "1").await.expect_err("an error");
        um.play_on_phone_greeting(UmGreeting::NormalCustom, "1").await.expect_err("an error");
        um.reset_pin().await.expect_err("an error");
        ews.play_on_phone(ItemId::new("item"), "1").await.expect_err("an error");
        assert_eq!(server.seen().len(), 4);
    }
}

#[tokio::test]
async fn a_request_that_sets_a_value_is_retried_unchanged() {
    let empty = |name: &str| ok(&soap(&format!("<m:{name}Response/>")));
    let server = Server::start(vec![with_status("502 Bad Gateway", ""), empty("SetOofStatus")]).await;
    um_client(&server, quick()).set_oof_status(true).await.expect("a success");
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].body, seen[1].body);
    assert_eq!(seen[0].need("client-request-id"), seen[1].need("client-request-id"));
}

#[tokio::test]
async fn a_fault_that_rejects_the_request_is_not_retried() {
    for (name, attempts) in [
        ("InvalidCallIdException", 1),
        ("ErrorInvalidRequest", 1),
        ("OddException", 4),
        ("ErrorServerBusy", 4),
    ] {
        let server = Server::start(vec![with_status("500 Internal Server Error", &fault(name))]).await;
        let error = um_client(&server, quick()).get_call_info("1").await.expect_err("an error");
        assert_eq!((error.code(), error.attempts()), (Some(name), attempts));
    }
}

#[tokio::test]
async fn the_back_off_time_of_a_busy_server_is_obeyed() {
    let placed =
        "<m:PlayOnPhoneResponse ResponseClass='Success'><m:PhoneCallId Id='call-1'/></m:PlayOnPhoneResponse>";
    for status in ["200 OK", "500 Internal Server Error"] {
        let busy = ews_error("PlayOnPhone", "ErrorServerBusy", &back_off(12_500));
        let server = Server::start(vec![with_status(status, &busy), ok(&soap(placed))]).await;
        let clock = FakeClock::at("12:00:00");
        // This request is retried too, since the server has not processed it.
        let id = ews_client(&server, with_clock(&clock))
            .play_on_phone(ItemId::new("item"), "1")
            .await
            .expect("a call");
        assert_eq!((id.id.as_deref(), id.raw().attempts()), (Some("call-1"), 2));
        assert_eq!(clock.waits(), [Duration::from_millis(12_500)]);
    }
}

#[tokio::test]
async fn a_back_off_time_over_the_limit_is_an_error_with_that_time() {
    let busy = ews_error("PlayOnPhone", "ErrorServerBusy", &back_off(90_000));
    let server = Server::start(vec![ok(&busy)]).await;
    let clock = FakeClock::at("12:00:00");
    let error = ews_client(&server, with_clock(&clock))
        .play_on_phone(ItemId::new("item"), "1")
        .await
        .expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::ServerBusy);
    assert_eq!(error.retry_after(), Some(90 * SECOND));
    assert_eq!((error.attempts(), clock.waits().len()), (1, 0));
}

async fn attempts_to_disconnect(client: &UmClient) -> Result<u32, Error> {
    Ok(client.disconnect("call-1").await?.raw().attempts())
}

#[tokio::test]
async fn disconnect_succeeds_if_an_earlier_attempt_may_have_ended_the_call() {
    let unknown_call = with_status("500 Internal Server Error", &fault("InvalidCallIdException"));
    let server = Server::start(vec![lost_response(), unknown_call.clone()]).await;
    assert_eq!(attempts_to_disconnect(&um_client(&server, quick())).await.expect("a success"), 2);

    // Without an earlier attempt that may have been processed, an unknown call is an error.
    let busy = Answer::new("429 Too Many Requests", &[("Retry-After", "0")], "");
    for answers in [vec![unknown_call.clone()], vec![busy, unknown_call]] {
        let attempts = answers.len() as u32;
        let server = Server::start(answers).await;
        let error = attempts_to_disconnect(&um_client(&server, quick())).await.expect_err("no such call");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidCallId, attempts));
    }

    let unknown_call = ok(&ews_error("DisconnectPhoneCall", "ErrorInvalidPhoneCallId", ""));
    let server = Server::start(vec![lost_response(), unknown_call.clone()]).await;
    let call = PhoneCallId::new("call-1");
    let ended = ews_client(&server, quick()).disconnect_phone_call(&call).await.expect("a success");
    assert_eq!(ended.raw().attempts(), 2);
    let server = Server::start(vec![unknown_call]).await;
    let error = ews_client(&server, quick()).disconnect_phone_call(&call).await.expect_err("no such call");
    assert_eq!(error.kind(), ErrorKind::InvalidCallId);
}
